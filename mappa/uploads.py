"""Files that are sent: a few addresses take one each, bounded in memory; everywhere else one is refused unread."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

TIMES_THE_LIMIT = 4
"""A request is read up to so many times the limit of one file, so that its page can come back with what was typed."""


class FileRefused(SuspiciousOperation):
    """Somebody sent a file where none is taken, or a second one. Its text is the sentence that they are told."""


class FileTooLong(RequestDataTooBig):
    """Somebody sent far more than a file within the limit. Its text is the sentence that they are told."""


class BoundedFile(FileUploadHandler):
    """The only upload handler. Nothing reaches the disk, and no more than one byte beyond the limit is kept in memory.

    Elsewhere than at the addresses that take files, and at a second file, it raises FileRefused before a byte is kept.
    What is said to be far too long is refused unread. Of a file beyond the limit the rest is let go, and the form says
    that it is too large. Of somebody who is not signed in nothing is kept: they are asked to sign in.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.files = 0
        self.kept = BytesIO()

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Read on, unless it is far too long. Raises FileTooLong."""
        if self._takes_files() and content_length > TIMES_THE_LIMIT * settings.ATTACHMENT_LIMIT:
            raise FileTooLong(f"The file is larger than {settings.ATTACHMENT_LIMIT // (1024 * 1024)} MB.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with a file. Raises FileRefused."""
        super().new_file(*args, **kwargs)
        if not self._takes_files():
            raise FileRefused("Files cannot be sent here.")
        self.files += 1
        if self.files > 1:
            raise FileRefused("Send one file at a time.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what is within the limit, and one byte more, which shows that it is exceeded."""
        room = settings.ATTACHMENT_LIMIT + 1 - self.kept.tell() if self._signed_in() else 0
        self.kept.write(raw_data[: max(room, 0)])

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file in memory; None for somebody who is not signed in."""
        if not self._signed_in():
            return None
        size = self.kept.tell()
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def _takes_files(self) -> bool:
        found = getattr(self.request, "resolver_match", None)
        return found is not None and found.view_name in settings.ADDRESSES_THAT_TAKE_FILES

    def _signed_in(self) -> bool:
        return bool(getattr(getattr(self.request, "user", None), "is_authenticated", False))
