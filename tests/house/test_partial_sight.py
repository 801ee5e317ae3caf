"""Who sees some of a case meets no word of the rest of it: on no page, in no document, whatever they open."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.house.addresses import path_to
from tests.house.permission_table import TABLE
from tests.house.specimen import ALIAS, INFORMANT, REACHED, RECIPIENT, VICTIM, Specimen
from tests.information.builders import TEXT
from tests.marks import rule

VICTIMS = (VICTIM, REACHED, "Has moved away.")
THIRD_PARTY = (INFORMANT, TEXT)
IN_FULL_ONLY = (ALIAS, "1 Invented Street", RECIPIENT, "The school keeps watch.")

CLOSED = {
    "auditor": VICTIMS + THIRD_PARTY,  # sees in full, under an engagement that covers neither
    "team_mate": VICTIMS,  # sees in full, and items of the agency, not the victims
    "spoc": VICTIMS + IN_FULL_ONLY,  # sees the papers of one meeting, and what is shared with health
    "vlo": THIRD_PARTY + IN_FULL_ONLY,  # sees a summary and the victims
    "colleague": VICTIMS + THIRD_PARTY + IN_FULL_ONLY,  # sees a summary
}
"""Viewer -> what stands on the adult's case and is not open to them."""


@rule("ACC-27")
@rule("INF-13")
@rule("INF-14")
@pytest.mark.parametrize("viewer", CLOSED)
def test_no_page_or_document_tells_what_is_not_open(specimen: Specimen, viewer: str) -> None:
    told = {}
    for name, row in TABLE.items():
        if row.about != "child" and viewer in row.opened_by:
            text = text_of(specimen.clients[viewer].get(path_to(name, specimen)))
            told[name] = {word for word in CLOSED[viewer] if word in text}
    assert {name: words for name, words in told.items() if words} == {}
    assert len(told) > 10


@pytest.mark.parametrize(
    ("viewer", "name", "word"),
    [
        ("practitioner", "case_victims", VICTIM),
        ("vlo", "case_victims", VICTIM),
        ("team_mate", "information_item", INFORMANT),
        ("spoc", "information_item", INFORMANT),
        ("auditor", "case", ALIAS),
        ("auditor", "case_disclosure", RECIPIENT),
    ],
)
def test_what_is_open_is_there(specimen: Specimen, viewer: str, name: str, word: str) -> None:
    """Otherwise the test above would show nothing."""
    assert word in text_of(specimen.clients[viewer].get(path_to(name, specimen)))


def text_of(answer: Any) -> str:
    """The words of a page or a PDF, with the headers."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(f"{key}: {value}" for key, value in answer.headers.items())
    if answer.headers.get("Content-Type") != "application/pdf":
        return str(content.decode()) + headers
    reader = PdfReader(BytesIO(content))
    return " ".join(page.extract_text() for page in reader.pages).replace("\n", " ") + str(reader.metadata) + headers
