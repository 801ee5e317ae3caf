"""Our scripts leave nothing in the browser."""

from pathlib import Path

import pytest
from django.conf import settings

SCRIPTS = sorted((Path(settings.BASE_DIR) / "static" / "js").glob("*.js"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_keeps_nothing_and_draws_no_markup_from_text(script: Path) -> None:
    source = script.read_text(encoding="utf-8")
    kept = ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches.")
    drawn = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
    assert [word for word in (*kept, *drawn) if word in source] == []
