"""The macros draw every component that the product uses exactly as the vendored design system does."""

import json
from pathlib import Path

import pytest

from tests.ui.markup import read
from ui.macros import govuk

FOLDER = Path(__file__).parent.parent / "fixtures" / "govuk"
CASES = [
    pytest.param(path.stem, fixture, id=f"{path.stem}: {fixture['name']}")
    for path in sorted(FOLDER.glob("*.json"))
    for fixture in json.loads(path.read_text())["fixtures"]
]


@pytest.mark.parametrize(("component", "fixture"), CASES)
def test_a_component_looks_as_in_the_design_system(component: str, fixture: dict) -> None:
    name = "".join(word.capitalize() for word in component.split("-"))
    assert read(govuk(name, **fixture["options"])) == read(fixture["html"])


def test_every_component_has_fixtures_to_compare_with() -> None:
    assert len({case.values[0] for case in CASES}) == 29
    assert len(CASES) > 450
