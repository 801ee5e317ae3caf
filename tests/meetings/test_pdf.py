"""The PDF of a summary: tagged, marked on every page, the same bytes each time, and deaf to what people typed."""

import datetime as dt
import io
import socket

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from meetings import pdf
from meetings.rules.summary import FIELDS
from ui import pdf as documents

ISSUED = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
ATTENDANCE = [
    {"role": "Chair of the meeting", "organisation": "Invented Police", "attendance": "Attended"},
    {"role": "Community nurse", "organisation": "Invented NHS Trust", "attendance": "Apologies"},
]


def document(**values):
    content = {
        "case": "MC-10001",
        "level": 2,
        "held_on": "2026-03-03",
        "marking": "OFFICIAL-SENSITIVE",
        "values": {item.key: f"Words on {item.key}." for item in FIELDS if not item.from_attendance} | values,
        "nothing": ["other_actions"],
        "attendance": ATTENDANCE,
    }
    return pdf.render(content, reference="ES-MC-10001-1", version=1, issued_at=ISSUED)


def reader(made):
    return PdfReader(io.BytesIO(made.content))


def text_of(made):
    return "\n".join(page.extract_text() for page in reader(made).pages)


def tags(node, found=None):
    """Every structure type in the tag tree."""
    found = [] if found is None else found
    node = node.get_object()
    if isinstance(node, DictionaryObject):
        found.append(str(node.get("/S")))
        children = node.get("/K", [])
        children = children if isinstance(children, list) else [children]
        for child in children:
            if not isinstance(child, int):
                tags(child, found)
    return found


@pytest.fixture(scope="module")
def made():
    return document()


class TestAccessibility:
    def test_it_is_tagged_and_says_its_language_and_title(self, made):
        root = reader(made).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "en-GB"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader(made).metadata.title == "Minutes executive summary ES-MC-10001-1"

    def test_headings_and_tables_are_in_the_structure(self, made):
        found = tags(reader(made).trailer["/Root"]["/StructTreeRoot"])
        assert found.count("/H1") == 1
        assert found.count("/H2") == len(FIELDS)
        assert {"/Table", "/TR", "/TH", "/TD"} <= set(found)

    def test_the_fonts_are_the_product_s_own_and_embedded(self, made):
        fonts = {
            str(font.get_object()["/BaseFont"]).split("+")[-1]
            for page in reader(made).pages
            for font in page["/Resources"]["/Font"].values()
        }
        assert fonts == {"House-Sans", "House-Sans-Bold"}


class TestContent:
    def test_every_page_carries_the_marking_twice_the_reference_and_its_number(self):
        long = document(discussion="\n".join(f"Line {number} of a long discussion." for number in range(150)))
        pages = reader(long).pages
        assert len(pages) == long.pages > 2
        for number, page in enumerate(pages, start=1):
            text = page.extract_text()
            assert text.count("OFFICIAL-SENSITIVE") >= 2
            assert "ES-MC-10001-1, version 1" in text
            assert f"Page {number} of {long.pages}" in text

    def test_every_field_is_there_and_an_empty_one_says_so(self, made):
        text = text_of(made)
        assert all(item.label in text for item in FIELDS)
        assert "Nothing to record" in text
        assert "Apologies" in text

    def test_the_same_record_gives_the_same_bytes(self, made):
        assert document().content == made.content
        assert document(discussion="Another word.").sha256 != made.sha256


class TestHostileText:
    HOSTILE = (
        '<img src="file:///etc/passwd"> <link rel=attachment href="file:///etc/hostname"> '
        "<script src=http://127.0.0.1:9/x.js></script> <style>@import url(http://127.0.0.1:9/x.css)</style> & {{ 7 }}"
    )

    def test_markup_is_printed_as_text_and_fetches_nothing(self, monkeypatch):
        asked = []
        fetch = documents.OwnFiles.fetch
        monkeypatch.setattr(
            documents.OwnFiles, "fetch", lambda self, url, headers=None: asked.append(url) or fetch(self, url)
        )
        monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("reached for the network"))
        made = document(discussion=self.HOSTILE)
        text = " ".join(text_of(made).split())
        assert '<img src="file:///etc/passwd">' in text
        assert "root:" not in text
        assert asked
        assert set(asked) <= {f"house:{path}" for path in documents.FONTS}
        assert not reader(made).attachments

    @pytest.mark.parametrize(
        "address",
        ["file:///etc/passwd", "http://127.0.0.1:9/", "house:../manage.py", "house://host/fonts/x", "data:text/css,a"],
    )
    def test_every_other_address_is_refused(self, address):
        with pytest.raises(documents.RefusedAddress):
            documents.OwnFiles().fetch(address)
