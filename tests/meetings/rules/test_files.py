"""Which files are taken: each kind by its bytes, and what is refused although its name is right."""

import struct
import zipfile
from io import BytesIO

import pytest

from meetings.rules import files
from meetings.rules.attachments import Scan, file_findings, handing_out_findings
from meetings.rules.files import ACTIVE, DAMAGED, EMPTY, ENCRYPTED, NOT_TAKEN, SWELLS, inspect
from tests.marks import rule
from tests.meetings.files import JPEG, PDF, PNG, TEXT, docx, odt, packed, pdf, zipped

pytestmark = rule("MTG-83")


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.pdf", PDF, "pdf"),
        ("A.PDF", packed(b"<< /Type /Page >>"), "pdf"),
        ("two.dots.docx", docx(), "docx"),
        ("a.odt", odt(), "odt"),
        ("a.txt", TEXT, "txt"),
        ("a.txt", b"\xef\xbb\xbf" + TEXT, "txt"),
        ("a.jpg", JPEG, "jpeg"),
        ("a.jpeg", JPEG, "jpeg"),
        ("a.png", PNG, "png"),
    ],
)
def test_what_is_taken(name: str, data: bytes, key: str) -> None:
    kind, against = inspect(name, data)
    assert (kind.key if kind else None, against) == (key, "")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", b"", EMPTY),
        ("a.exe", b"MZ", NOT_TAKEN),
        ("pdf", PDF, NOT_TAKEN),
        ("a.pdf.exe", PDF, NOT_TAKEN),
        ("a.docm", docx(), NOT_TAKEN),
        ("a.svg", b"<svg/>", NOT_TAKEN),
        ("a.html", b"<p>", NOT_TAKEN),
        ("a.pdf", TEXT, DAMAGED),
        ("a.pdf", b"MZ" + PDF, DAMAGED),
        ("a.pdf", b"%PDF-1.7 cut short", DAMAGED),
        ("a.docx", PDF, DAMAGED),
        ("a.docx", odt(), DAMAGED),
        ("a.odt", docx(), DAMAGED),
        ("a.docx", b"PK\x03\x04 cut short", DAMAGED),
        ("a.docx", b"\xd0\xcf\x11\xe0 sealed", ENCRYPTED),
        ("a.png", JPEG, DAMAGED),
        ("a.png", PNG + b"PK\x03\x04", DAMAGED),
        ("a.png", PNG[:-4], DAMAGED),
        ("a.jpg", PNG, DAMAGED),
        ("a.jpg", JPEG + b"PK", DAMAGED),
        ("a.txt", b"\xff\xfe\x00", DAMAGED),
        ("a.txt", b"text\x00text", DAMAGED),
    ],
)
def test_a_file_that_is_not_what_its_name_says(name: str, data: bytes, why: str) -> None:
    assert inspect(name, data) == (None, why)


@pytest.mark.parametrize(
    "body",
    [
        b"<< /S /JavaScript /JS (app.alert) >>",
        b"<< /S /Java#53cript >>",
        b"<< /S /Launch /F (x) >>",
        b"<< /Names << /EmbeddedFiles 3 0 R >> >>",
        b"<< /Type /EmbeddedFile >>",
        b"<< /Subtype /RichMedia >>",
        b"<< /AcroForm << /XFA 4 0 R >> >>",
    ],
)
def test_a_pdf_that_acts_or_carries_files_is_refused_also_when_it_is_packed(body: bytes) -> None:
    assert inspect("a.pdf", pdf(body)) == (None, ACTIVE)
    assert inspect("a.pdf", packed(body)) == (None, ACTIVE)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (pdf(b"<< /Encrypt 5 0 R >>"), ENCRYPTED),
        (packed(b"x", b"/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]"), DAMAGED),
        (packed(b"x", b"/Type /ObjStm /Filter /LZWDecode"), DAMAGED),
    ],
)
def test_a_pdf_that_cannot_be_looked_through_is_refused(data: bytes, why: str) -> None:
    assert inspect("a.pdf", data) == (None, why)


def test_words_of_a_page_are_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert inspect("a.pdf", packed(b"(He wrote /JS and /Launch)", b"/Filter /FlateDecode"))[1] == ""


def test_a_pdf_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_UNPACKED", 10_000)
    assert inspect("a.pdf", packed(b"0" * 10_001)) == (None, SWELLS)


@pytest.mark.parametrize(
    "more",
    [
        {"word__vbaProject_dot_bin": b"x"},
        {"word__embeddings__sheet_dot_xlsx": b"x"},
        {"word__activeX__one_dot_xml": b"x"},
        {"word___rels__settings_dot_xml_dot_rels": b'<Relationship Type="attachedTemplate" TargetMode="External"/>'},
    ],
)
def test_a_word_document_with_macros_or_other_files_is_refused(more: dict[str, bytes]) -> None:
    assert inspect("a.docx", docx(**more)) == (None, ACTIVE)


def test_a_document_that_says_that_it_has_macros_is_refused() -> None:
    types = b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"
    assert inspect("a.docx", zipped({"[Content_Types].xml": types})) == (None, ACTIVE)


def test_an_open_document_that_is_sealed_or_acts_is_refused() -> None:
    assert inspect("a.odt", odt(manifest=b"<manifest:encryption-data/>")) == (None, ENCRYPTED)
    assert inspect("a.odt", odt(content=b"<script:event-listener/>")) == (None, ACTIVE)
    assert inspect("a.odt", odt(content=b"<draw:object/>")) == (None, ACTIVE)


def test_an_archive_that_swells_or_has_very_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_UNPACKED", 10_000)
    assert inspect("a.docx", docx(word__big_dot_xml=b"0" * 10_001)) == (None, SWELLS)
    monkeypatch.setattr(files, "MOST_ENTRIES", 2)
    assert inspect("a.docx", docx(word__one_dot_xml=b"0")) == (None, SWELLS)


def test_a_protected_archive_is_refused() -> None:
    data = bytearray(docx())
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        place = archive.start_dir
    flags = struct.unpack_from("<H", data, place + 8)[0]
    struct.pack_into("<H", data, place + 8, flags | 1)
    assert inspect("a.docx", bytes(data)) == (None, ENCRYPTED)


@pytest.mark.parametrize(("size", "refused"), [(9, False), (10, False), (11, True)])
def test_the_limit_of_size(size: int, refused: bool) -> None:
    kind, found = file_findings(name="a.txt", data=b"x" * size, most=10)
    assert (kind is None, bool(found)) == (refused, refused)


@rule("MTG-84")
@pytest.mark.parametrize(
    ("scan", "withdrawn", "refused"),
    [
        (Scan.CLEAN, False, False),
        (Scan.CLEAN, True, True),
        (Scan.WAITING, False, True),
        (Scan.INFECTED, False, True),
    ],
)
def test_only_a_clean_file_that_stands_is_handed_out(scan: Scan, withdrawn: bool, refused: bool) -> None:
    assert bool(handing_out_findings(scan, withdrawn=withdrawn)) is refused
