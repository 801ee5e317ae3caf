"""Rows come from selectors and go in through services: what a file may do follows from what it is called."""

from collections.abc import Callable

import pytest

from tests.house import doors
from tests.house.doors import Found

FILES = list(doors.python_files())
TEMPLATES = list(doors.templates())


def everywhere(guard: Callable[[str, str], list[Found]], paths: list[str]) -> str:
    return "\n".join(str(found) for path in paths for found in guard(path, doors.read(path)))


def test_only_files_whose_role_is_to_read_reach_for_rows() -> None:
    assert not everywhere(doors.reads, FILES)


def test_only_services_save() -> None:
    assert not everywhere(doors.writes, FILES)


def test_only_the_screens_furniture_declares_html_to_be_safe() -> None:
    assert not everywhere(doors.marks_safe, FILES)


def test_templates_escape_everything_and_read_nothing() -> None:
    assert not everywhere(doors.template_trespasses, TEMPLATES)


@pytest.mark.parametrize(
    ("guard", "allowed"), [(doors.reads, doors.READERS), (doors.writes, doors.WRITERS)], ids=["reading", "saving"]
)
def test_no_role_is_allowed_what_no_file_of_it_does(
    monkeypatch: pytest.MonkeyPatch, guard: Callable[[str, str], list[Found]], allowed: dict[str, str]
) -> None:
    """An exemption that nothing needs any more is taken off the list."""
    listed = set(allowed)
    for role in listed:
        monkeypatch.delitem(allowed, role)
    needed = {doors.role_of(path) for path in FILES if guard(path, doors.read(path))}
    assert not listed - needed


def test_no_single_file_is_allowed_what_it_does_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = dict(doors.SINGLE_FILES)
    monkeypatch.setattr(doors, "SINGLE_FILES", {})
    assert {path for path in listed if not doors.reads(path, doors.read(path))} == set()


@pytest.mark.parametrize(
    ("guard", "path", "source"),
    [
        (doors.reads, "levels/views.py", "rows = Case.objects.all()"),
        (doors.reads, "offenders/views/lists.py", "Case._default_manager.first()"),
        (doors.reads, "levels/api/views.py", "class All(ListAPIView):\n    queryset = everything"),
        (doors.reads, "levels/tasks.py", "get_object_or_404(Case, pk=pk)"),
        (doors.reads, "levels/forms.py", "field = ModelChoiceField(queryset=rows)"),
        (doors.reads, "levels/forms.py", "class CaseForm(forms.ModelForm):\n    pass"),
        (doors.reads, "reporting/views.py", "connection.cursor()"),
        (doors.reads, "ui/templatetags/ui.py", "User.objects.get(pk=1)"),
        (doors.writes, "levels/views.py", "case.save()"),
        (doors.writes, "levels/forms.py", "case.delete()"),
        (doors.writes, "levels/selectors.py", "rows.in_bulk_with_own_audit().update(level=1)"),
        (doors.writes, "offenders/api/views.py", "Case.objects.bulk_create(rows)"),
        (doors.marks_safe, "levels/views.py", "return mark_safe(text)"),
        (doors.marks_safe, "levels/views.py", "return safestring.mark_safe(text)"),
        (doors.template_trespasses, "templates/x.html", "<p>{{ note|safe }}</p>"),
        (doors.template_trespasses, "templates/x.html", "{% autoescape off %}"),
    ],
)
def test_the_guard_sees_each_trespass(guard: Callable[[str, str], list[Found]], path: str, source: str) -> None:
    assert len(guard(path, source)) == 1


@pytest.mark.parametrize(
    ("guard", "path", "source"),
    [
        (doors.reads, "levels/selectors.py", "rows = Case.objects.all()"),
        (doors.reads, "offenders/models/case.py", "rows = Case.objects.all()"),
        (doors.reads, "levels/forms.py", "kwargs.setdefault('queryset', None)"),
        (doors.writes, "meetings/services/minutes.py", "row.save(force_insert=True)"),
        (doors.writes, "offenders/views/lists.py", "kept.update(after=1)"),
        (doors.marks_safe, "ui/renderer.py", "return mark_safe(text)"),
    ],
)
def test_the_guard_leaves_what_is_allowed_alone(
    guard: Callable[[str, str], list[Found]], path: str, source: str
) -> None:
    assert guard(path, source) == []
