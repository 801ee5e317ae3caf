"""A file is taken at a few addresses, bounded while it is read, and refused everywhere else before anything is kept."""

import ast
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.conf import settings as shipped
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve

from audit.models import AuditEvent
from mappa.uploads import TIMES_THE_LIMIT, BoundedFile, FileRefused
from meetings.models import Attachment
from tests.house.addresses import path_to, signs_in_first
from tests.house.doors import ROOT, python_files, read
from tests.house.filling import FORMS, Blank
from tests.house.specimen import Specimen
from tests.house.state import recorded
from tests.meetings.files import Again

TAKES_FILES = {"FILES", "FileField", "ImageField", "FileInput", "ClearableFileInput", "FileExtensionValidator"}
DRAWS_ANY_FORM = {"ui/renderer.py"}
MAY = {"meetings/attachment_forms.py": {"FileField"}, "meetings/views/attachments.py": {"FILES"}}
LIMIT = 1024 * 1024
ADDRESSES = sorted(shipped.ADDRESSES_THAT_TAKE_FILES)


def names_in(source: str) -> set[str]:
    """Every attribute and name that a file uses."""
    nodes = list(ast.walk(ast.parse(source)))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} | {
        node.id for node in nodes if isinstance(node, ast.Name)
    }


def sent(form: Blank, data: bytes, name: str = "report.txt") -> dict[str, Any]:
    """What a browser sends with this file."""
    return form.sent(title="Assessment of March", file=Again(name, data))


def test_no_other_view_form_or_model_takes_a_file() -> None:
    found = {path: names_in(read(path)) & TAKES_FILES for path in python_files() if path not in DRAWS_ANY_FORM}
    assert {path: names for path, names in found.items() if names} == MAY


def test_the_addresses_that_take_files_are_those_whose_form_has_one(specimen: Specimen) -> None:
    classes = {name: getattr(resolve(path_to(name, specimen)).func, "view_class", None) for name in FORMS}
    fields = {name: getattr(getattr(view, "form_class", None), "base_fields", {}) for name, view in classes.items()}
    taking = {name for name, of in fields.items() if any(isinstance(one, forms.FileField) for one in of.values())}
    assert taking == shipped.ADDRESSES_THAT_TAKE_FILES


@pytest.mark.parametrize("enforced", [False, True], ids=["read by the page", "read while the token is looked for"])
@pytest.mark.parametrize("name", ["alias_add", "case_create", "search", "meeting_attendance", "return_record"])
def test_a_file_that_is_sent_elsewhere_is_refused_and_nothing_is_kept(
    specimen: Specimen, settings: Any, tmp_path: Path, name: str, enforced: bool
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    client = specimen.clients["coordinator"]
    client.handler.enforce_csrf_checks = enforced
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    before = recorded()
    answers = {"name": "Somebody", "kind": "alias", "paper": SimpleUploadedFile("x.exe", b"MZ" * 2_000_000)}
    try:
        answer = client.post(path_to(name, specimen), answers)
    finally:
        client.handler.enforce_csrf_checks = False
    assert answer.status_code == 400
    assert "Files cannot be sent here." in answer.content.decode()
    assert recorded() == before
    assert list(tmp_path.iterdir()) == []
    assert AuditEvent.objects.filter(refused=True).latest("id").reason == f"POST {name}: 400 file_refused"


@pytest.mark.parametrize("name", ADDRESSES)
class TestWhereFilesAreTaken:
    @pytest.fixture(autouse=True)
    def _small(self, settings: Any, tmp_path: Path) -> None:
        settings.ATTACHMENT_LIMIT = LIMIT
        settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)

    def post(self, specimen: Specimen, form: Blank, data: dict[str, Any]) -> Any:
        return specimen.clients[form.sender].post(form.path, data)

    def test_one_of_just_the_limit_is_kept_whole(
        self, specimen: Specimen, blanks: dict[str, Blank], name: str, tmp_path: Path
    ) -> None:
        form = blanks[name]
        assert self.post(specimen, form, sent(form, b"a" * LIMIT)).status_code == 302
        row = Attachment.objects.latest("added_at")
        assert (row.size, bytes(row.file.data)) == (LIMIT, b"a" * LIMIT)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("size", [LIMIT + 1, TIMES_THE_LIMIT * LIMIT - 2_000])
    def test_one_that_is_larger_gets_one_sentence_and_what_was_typed_stays(
        self, specimen: Specimen, blanks: dict[str, Blank], name: str, size: int
    ) -> None:
        before = recorded()
        answer = self.post(specimen, blanks[name], sent(blanks[name], b"a" * size))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "The file is larger than 1 MB." in page and 'value="Assessment of March"' in page
        assert list(answer.context["form"].errors) == ["file"]
        assert recorded() == before

    @pytest.mark.parametrize("enforced", [False, True], ids=["read by the page", "read while the token is looked for"])
    def test_one_that_is_far_too_large_is_refused_unread(
        self, specimen: Specimen, blanks: dict[str, Blank], name: str, settings: Any, enforced: bool
    ) -> None:
        client, before = specimen.clients[blanks[name].sender], recorded()
        client.handler.enforce_csrf_checks = enforced
        client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
        try:
            answer = client.post(blanks[name].path, sent(blanks[name], b"a" * (TIMES_THE_LIMIT * LIMIT)))
        finally:
            client.handler.enforce_csrf_checks = False
        assert answer.status_code == 413
        assert "The file is larger than 1 MB. Send a smaller file, or split it." in answer.content.decode()
        assert recorded() == before

    def test_a_second_file_is_refused(self, specimen: Specimen, blanks: dict[str, Blank], name: str) -> None:
        before = recorded()
        two = {**sent(blanks[name], b"a"), "other": SimpleUploadedFile("b.txt", b"b")}
        answer = self.post(specimen, blanks[name], two)
        assert answer.status_code == 400
        assert "Send one file at a time." in answer.content.decode()
        assert recorded() == before

    def test_of_somebody_who_is_not_signed_in_nothing_is_kept(
        self, specimen: Specimen, blanks: dict[str, Blank], name: str
    ) -> None:
        before = recorded()
        assert signs_in_first(specimen.clients["anonymous"].post(blanks[name].path, sent(blanks[name], b"a" * LIMIT)))
        assert recorded() == before


class TestReading:
    """What the handler keeps while a file arrives."""

    def handler(self, view_name: str, *, signed_in: bool = True) -> BoundedFile:
        user = SimpleNamespace(is_authenticated=signed_in)
        made = BoundedFile(SimpleNamespace(resolver_match=SimpleNamespace(view_name=view_name), user=user))
        made.new_file("file", "a.txt", "text/plain", None)
        return made

    @pytest.mark.parametrize(("signed_in", "kept"), [(True, LIMIT + 1), (False, 0)])
    def test_no_more_than_a_byte_beyond_the_limit_is_kept(self, settings: Any, signed_in: bool, kept: int) -> None:
        settings.ATTACHMENT_LIMIT = LIMIT
        handler = self.handler("meeting_attach", signed_in=signed_in)
        for start in range(0, 40 * LIMIT, 64 * 1024):
            handler.receive_data_chunk(b"a" * 64 * 1024, start)
        assert isinstance(handler.kept, BytesIO)
        assert handler.kept.getbuffer().nbytes == kept
        assert (handler.file_complete(40 * LIMIT) is None) is not signed_in

    def test_an_address_that_is_not_named_takes_none(self) -> None:
        with pytest.raises(FileRefused, match=r"Files cannot be sent here\."):
            self.handler("meeting_detail")

    def test_before_the_address_is_known_none_is_taken(self) -> None:
        with pytest.raises(FileRefused):
            BoundedFile(SimpleNamespace()).new_file("file", "a.txt", "text/plain", None)


def test_the_scan_covers_the_product() -> None:
    assert (ROOT / "offenders" / "pages.py").relative_to(ROOT).as_posix() in set(python_files())
    assert names_in("request.FILES['x']") & TAKES_FILES == {"FILES"}
