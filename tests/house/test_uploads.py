"""No page takes a file: none reads one, and one that is sent is refused before anything is kept."""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import AuditEvent
from tests.house.doors import ROOT, python_files, read
from tests.house.specimen import Specimen
from tests.house.state import recorded

TAKES_FILES = {"FILES", "FileField", "ImageField", "FileInput", "ClearableFileInput", "FileExtensionValidator"}
DRAWS_ANY_FORM = {"ui/renderer.py"}  # the furniture can draw a file input; no form has one


def names_in(source: str) -> set[str]:
    """Every attribute and name that a file uses."""
    nodes = list(ast.walk(ast.parse(source)))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} | {
        node.id for node in nodes if isinstance(node, ast.Name)
    }


def test_no_view_form_or_model_takes_a_file() -> None:
    found = {path: names_in(read(path)) & TAKES_FILES for path in python_files() if path not in DRAWS_ANY_FORM}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize("enforced", [False, True], ids=["read by the page", "read while the token is looked for"])
@pytest.mark.parametrize("name", ["alias_add", "case_create", "search", "meeting_attendance"])
def test_a_file_that_is_sent_is_refused_and_nothing_is_kept(
    specimen: Specimen, settings: Any, tmp_path: Path, name: str, enforced: bool
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    placeholders = {
        "alias_add": [specimen.case.pk],
        "meeting_attendance": [specimen.case.pk, specimen.meetings["planned"].pk],
    }
    client = specimen.clients["coordinator"]
    client.handler.enforce_csrf_checks = enforced
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    before = recorded()
    sent = {"name": "Somebody", "kind": "alias", "paper": SimpleUploadedFile("x.exe", b"MZ" * 2_000_000)}
    try:
        answer = client.post(reverse(name, args=placeholders.get(name, [])), sent)
    finally:
        client.handler.enforce_csrf_checks = False
    assert answer.status_code == 400
    assert "Files cannot be sent here." in answer.content.decode()
    assert recorded() == before
    assert list(tmp_path.iterdir()) == []
    assert AuditEvent.objects.filter(refused=True).latest("id").reason == f"POST {name}: 400 file_refused"


def test_the_scan_covers_the_product() -> None:
    assert (ROOT / "offenders" / "pages.py").relative_to(ROOT).as_posix() in set(python_files())
    assert names_in("request.FILES['x']") & TAKES_FILES == {"FILES"}
