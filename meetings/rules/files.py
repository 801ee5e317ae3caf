"""What a file is, judged by its bytes, and why it is not taken. Pure: it opens nothing but what it is given.

The list is short, so each kind is known by its own marks here and no library guesses. What is refused: another kind
than the name says, what is encrypted, carries macros or further files, acts when it is opened, or swells when unpacked.
A file that passes is still looked at by the virus scanner, and is only ever handed out as a download.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
"""Bytes that an archive, or the packed parts of a PDF, may come to."""
MOST_READ = 4 * 1024 * 1024
"""Bytes that are read of one description inside an archive."""

ENCRYPTED = "The file is protected by a password. Save it without one and send it again."
ACTIVE = "The file does something when it is opened, or carries other files. Save it as a plain document."
DAMAGED = "The file is damaged or not what its name says. Open it, save it again, and send that."
SWELLS = "The file is much larger inside than it seems. Split it, or save it again."
NOT_TAKEN = "Choose a PDF, a Word document (.docx), an OpenDocument text (.odt), plain text (.txt), a JPEG or a PNG."
EMPTY = "The file is empty."


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: its endings, the type it is handed out as, and its name in words."""

    key: str
    endings: tuple[str, ...]
    content_type: str
    words: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            Kind("pdf", ("pdf",), "application/pdf", "PDF"),
            Kind(
                "docx",
                ("docx",),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "Word document",
            ),
            Kind("odt", ("odt",), "application/vnd.oasis.opendocument.text", "OpenDocument text"),
            Kind("txt", ("txt",), "text/plain; charset=utf-8", "Plain text"),
            Kind("jpeg", ("jpg", "jpeg"), "image/jpeg", "JPEG picture"),
            Kind("png", ("png",), "image/png", "PNG picture"),
        )
    }
)

ODT_TYPE = b"application/vnd.oasis.opendocument.text"
DOCX_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ACTIVE_PARTS = re.compile(r"(vba|macro|activex|embeddings?/|oleobject|basic/|scripts/|\.bin$|\.exe$|\.js$)", re.I)
OUTSIDE = re.compile(rb"attachedTemplate|oleObject|/frame\"|subDocument|afChunk", re.I)
NAME_ESCAPE = re.compile(rb"#([0-9a-fA-F]{2})")
PDF_ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|GoToE|ImportData|SubmitForm|FileAttachment)(?![A-Za-z0-9])"
)
PDF_STREAM = re.compile(rb"stream\r?\n")
PLAIN_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


def inspect(name: str, data: bytes) -> tuple[Kind | None, str]:
    """The kind of a file and an empty text, or None and the sentence that says why it is not taken (MTG-83)."""
    if not data:
        return None, EMPTY
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    named = next((kind for kind in KINDS.values() if ending in kind.endings), None)
    if named is None:
        return None, NOT_TAKEN
    against = CHECKS[named.key](data)
    return (None, against) if against else (named, "")


def _pdf(data: bytes) -> str:
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        return DAMAGED
    outside, packed = _parts_of_pdf(data)
    plain = _unescaped(outside)
    if b"/Encrypt" in plain:
        return ENCRYPTED
    if PDF_ACTIVE.search(plain):
        return ACTIVE
    unpacked = 0
    for described, body in packed:
        if b"/ObjStm" not in described:
            continue
        if b"/FlateDecode" not in described or b"[" in _filter_of(described):
            return DAMAGED
        inside = _inflated(body, MOST_UNPACKED - unpacked)
        if inside is None:
            return SWELLS
        unpacked += len(inside)
        if PDF_ACTIVE.search(_unescaped(inside)):
            return ACTIVE
    return ""


def _parts_of_pdf(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """What stands outside the streams, and each stream with what is said of it just before."""
    outside, streams, at = [], [], 0
    for mark in PDF_STREAM.finditer(data):
        if mark.start() < at:
            continue
        end = data.find(b"endstream", mark.end())
        end = len(data) if end < 0 else end
        before = data[at : mark.start()]
        outside.append(before)
        described = before[max(before.rfind(b" obj"), 0) :]
        streams.append((_unescaped(described), data[mark.end() : end]))
        at = end
    outside.append(data[at:])
    return b"\n".join(outside), streams


def _filter_of(described: bytes) -> bytes:
    """What follows the word Filter; a single filter has no list with more than one name."""
    after = described.partition(b"/Filter")[2].lstrip()
    listed = after[1 : after.find(b"]")] if after.startswith(b"[") else b""
    return b"[" if listed.count(b"/") > 1 else b""


def _inflated(body: bytes, most: int) -> bytes | None:
    """The unpacked bytes, as far as they can be; None when there are more than `most`."""
    unpack = zlib.decompressobj()
    try:
        inside = unpack.decompress(body, max(most, 1))
    except zlib.error:
        return b""
    return None if unpack.unconsumed_tail else inside


def _unescaped(text: bytes) -> bytes:
    """Names of a PDF with their hexadecimal escapes written out, so that none hides behind them."""
    return NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text)


def _archive(data: bytes) -> tuple[zipfile.ZipFile | None, str]:
    if not data.startswith(b"PK\x03\x04"):
        return None, ENCRYPTED if data.startswith(b"\xd0\xcf\x11\xe0") else DAMAGED
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None, DAMAGED
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        return None, SWELLS
    if sum(entry.compress_size for entry in entries) > len(data):
        return None, SWELLS
    if any(entry.flag_bits & 0x1 for entry in entries):
        return None, ENCRYPTED
    if any(ACTIVE_PARTS.search(entry.filename) for entry in entries):
        return None, ACTIVE
    return archive, ""


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """One description inside an archive, never more than is allowed of it; empty when it is missing or damaged."""
    try:
        with archive.open(name) as part:
            return part.read(MOST_READ)
    except (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        return b""


def _docx(data: bytes) -> str:
    archive, against = _archive(data)
    if archive is None:
        return against
    types = _read(archive, "[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        return ACTIVE
    if DOCX_MAIN not in types:
        return DAMAGED
    relations = (_read(archive, name) for name in archive.namelist() if name.endswith(".rels"))
    return ACTIVE if any(OUTSIDE.search(relation) for relation in relations) else ""


def _odt(data: bytes) -> str:
    archive, against = _archive(data)
    if archive is None:
        return against
    if _read(archive, "mimetype").strip() != ODT_TYPE:
        return DAMAGED
    manifest = _read(archive, "META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        return ENCRYPTED
    content = _read(archive, "content.xml")
    return ACTIVE if b"<draw:object" in content or b"<script:event-listener" in content else ""


def _txt(data: bytes) -> str:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return DAMAGED
    return DAMAGED if any(byte in PLAIN_CONTROLS for byte in set(data)) else ""


def _jpeg(data: bytes) -> str:
    whole = data.startswith(b"\xff\xd8\xff") and data.rstrip(b"\x00\r\n").endswith(b"\xff\xd9")
    return "" if whole else DAMAGED


def _png(data: bytes) -> str:
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return DAMAGED
    last = list(_chunks(data))[-1:]
    return "" if last == [(b"IEND", len(data))] else DAMAGED


def _chunks(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The name of each chunk of a PNG with the place where it ends, up to the one that says it is the last."""
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        name, at = data[at + 4 : at + 8], at + 12 + length
        yield name, at
        if name == b"IEND":
            return


CHECKS = MappingProxyType({"pdf": _pdf, "docx": _docx, "odt": _odt, "txt": _txt, "jpeg": _jpeg, "png": _png})
