"""No page of this service takes a file: one that is sent is refused before anything of it is kept."""

from typing import Any, NoReturn

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler


class FileRefused(SuspiciousOperation):
    """Somebody sent a file."""


class RefuseFiles(FileUploadHandler):
    """The only upload handler: raises FileRefused at the first byte of a file, so that none reaches memory or disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse. Raises FileRefused."""
        raise FileRefused("files are not taken")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> NoReturn:
        """Never reached. Raises FileRefused."""
        raise FileRefused("files are not taken")

    def file_complete(self, file_size: int) -> None:
        """No file comes of anything."""
