"""Files as people send them, small and invented, made here so that none is kept beside the tests."""

import zipfile
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from meetings.models import Attachment, Meeting
from meetings.rules.files import DOCX_MAIN, ODT_TYPE
from meetings.services import attachments
from meetings.services.attachments import Sent

PDF_END = b"\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj" + PDF_END
TEXT = b"Seen twice since the last meeting.\r\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x01IDATx\x00\x00\x00\x00" + b"\x00\x00\x00\x00IEND\xaeB\x60\x82"
JPEG = b"\xff\xd8\xff\xe0 picture \xff\xd9"
DATED = (2026, 3, 2, 9, 0, 0)
"""When the parts of an archive were last changed."""
TEST_FILE = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Again(SimpleUploadedFile):
    """A file that can be sent more than once."""

    def read(self, *args: Any) -> Any:
        """From the start each time."""
        self.seek(0)
        return super().read(*args)


def clean_paper(meeting: Meeting, actor: User, name: str = "report.pdf", data: bytes = PDF) -> Attachment:
    """A paper of a meeting that was scanned."""
    row = attachments.attach_paper(actor=actor, meeting=meeting, sent=Sent("Assessment of March", name, data))
    attachments.scan(attachment_id=row.pk)
    return Attachment.objects.get(pk=row.pk)


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts, the same bytes at every making: tests are named after them."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, DATED), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word document with further parts; the names have two underscores for a slash and one dot for `_dot_`."""
    parts = {"[Content_Types].xml": b"<Types>" + DOCX_MAIN + b"</Types>", "word/document.xml": b"<w:document/>"}
    return zipped(parts | {name.replace("__", "/").replace("_dot_", "."): body for name, body in more.items()})


def odt(content: bytes = b"<office:text/>", manifest: bytes = b"<manifest/>") -> bytes:
    """An OpenDocument text."""
    return zipped({"mimetype": ODT_TYPE, "META-INF/manifest.xml": manifest, "content.xml": content})


def pdf(body: bytes) -> bytes:
    """A PDF with this object in it."""
    return b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n2 0 obj " + body + b" endobj" + PDF_END


def packed(inside: bytes, described: bytes = b"/Type /ObjStm /Filter /FlateDecode") -> bytes:
    """A PDF whose further objects are packed into a stream."""
    return pdf(b"<< " + described + b" >>\nstream\n" + zlib.compress(inside) + b"\nendstream")
