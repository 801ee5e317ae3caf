"""No template of the project holds an inline style or script, which the content security policy would refuse."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

TEMPLATES = sorted(
    path
    for folder in [settings.BASE_DIR / "templates", *settings.BASE_DIR.glob("*/templates")]
    if ".venv" not in folder.parts
    for path in folder.rglob("*.html")
)
# The PDF maker reads its own style sheet; its templates never reach a browser.
FOR_PAPER = re.compile(r"/pdf/")
INLINE = {
    "an inline style": re.compile(r"\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.I),
    "an event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "text declared safe": re.compile(r"\|\s*safe\b|autoescape\s+off", re.I),
    "an address elsewhere": re.compile(r"(?:src|href)=[\"']https?://", re.I),
}


def faults(source: str) -> list[str]:
    return [name for name, pattern in INLINE.items() if pattern.search(source)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_template_holds_nothing_that_the_browser_would_refuse(path: Path) -> None:
    if not FOR_PAPER.search(str(path)):
        assert faults(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_template_can_be_compiled(path: Path) -> None:
    assert engines["django"].from_string(path.read_text()) is not None


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        "{{ text|safe }}",
        "{% autoescape off %}",
        '<script src="https://example.test/x.js">',
    ],
)
def test_what_the_browser_would_refuse_is_found(source: str) -> None:
    assert len(faults(source)) == 1


@pytest.mark.parametrize(
    "source",
    ["<script src=\"{% static 'js/init.js' %}\"></script>", '<p class="one" data-on="x">', "<p>safe style</p>"],
)
def test_what_is_allowed_is_left_alone(source: str) -> None:
    assert faults(source) == []


def test_style_sheets_ask_only_for_files_that_are_shipped() -> None:
    for sheet in (settings.BASE_DIR / "static").rglob("*.css"):
        for asked in re.findall(r"url\(['\"]?([^)'\"]+)", sheet.read_text()):
            elsewhere = re.match(r"[a-z]+:", asked)  # data:, and the scheme of the PDF maker's own files
            assert elsewhere or (sheet.parent / asked).is_file(), f"{sheet.name}: {asked}"


def test_nothing_that_belongs_to_gov_uk_alone_is_shipped() -> None:
    shipped = settings.BASE_DIR / "static"
    assert not [p for p in shipped.rglob("*") if re.search(r"crest|crown|govuk-icon|transport|woff", p.name, re.I)]
    assert not [p for p in shipped.rglob("*.css") if "GDS Transport" in p.read_text()]
