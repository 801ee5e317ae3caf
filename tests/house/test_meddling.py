"""Requests that no page of ours sends: without the token, with ids that were not offered, with a version made up."""

from typing import Any
from uuid import uuid4

import pytest

from tests.house.filling import FORMS, Blank, Box, Kind, send
from tests.house.specimen import Specimen, client_of
from tests.house.state import recorded, refusals

OF_OTHERS = "of others"
GUESSES = [str(uuid4()), "nonsense\x00", "9" * 400]
VERSIONS = ["", "abc", "-1", "9" * 5_000]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_without_its_token_is_refused(specimen: Specimen, blanks: dict[str, Blank], name: str) -> None:
    form = blanks[name]
    client = client_of(specimen.world.people[form.sender], enforce_csrf_checks=True)
    before, told = recorded(), refusals()
    answer = client.post(form.path, form.sent())
    assert answer.status_code == 403
    assert "errors/csrf.html" in {template.name for template in answer.templates}
    assert recorded() == before
    assert refusals() == told + 1


def of_others(specimen: Specimen) -> dict[str, Any]:
    """Ids that exist and are not offered: another area's agency, person, team and area."""
    world = specimen.world
    return {
        "agency": world.other_probation.pk,
        "lead_agency": world.other_probation.pk,
        "discloser_agency": world.other_probation.pk,
        "area": world.other_area.pk,
        "offence": specimen.child.pk,
    }


def another(box: Box, specimen: Specimen, guess: str) -> Any:
    """A value that a list does not offer."""
    foreign = of_others(specimen).get(box.field, specimen.world.stranger.pk) if guess == OF_OTHERS else guess
    return [foreign] if box.kind is Kind.MANY else foreign


def test_what_was_not_offered_cannot_be_chosen(specimen: Specimen, blanks: dict[str, Blank]) -> None:
    before = recorded()
    wrong = {}
    for turn, (name, form) in enumerate(sorted(blanks.items())):
        lists = form.of_kind(Kind.ONE, Kind.MANY)
        # Every form gets ids of others; the other guesses go round, since a page costs time.
        for guess in (OF_OTHERS, GUESSES[turn % len(GUESSES)]) if lists else ():
            answer = send(specimen, form, **{box.name: another(box, specimen, guess) for box in lists})
            if (answer.status_code, refused(answer)) != (422, {box.field for box in lists}):
                wrong[name] = (guess, answer.status_code, refused(answer))
    assert wrong == {}
    assert recorded() == before


def refused(answer: Any) -> set[str]:
    """The fields with one sentence of our own beside them."""
    errors = answer.context["form"].errors if answer.status_code == 422 else {}
    return {field for field, said in errors.items() if len(said) == 1 and "valid choice" not in said[0]}


def test_a_version_that_was_made_up_never_writes(specimen: Specimen, blanks: dict[str, Blank]) -> None:
    before = recorded()
    # 200 is a preview, which a form without its version asks for. Nothing was written yet where the page carries 0,
    # and nothing was decided where it carries nothing.
    guarded = [form for _, form in sorted(blanks.items()) if form.version not in {None, "0", ""}]
    assert len(guarded) > 10
    turns = [(form, VERSIONS[turn % len(VERSIONS)]) for turn, form in enumerate(guarded)]
    statuses = {form.name: send(specimen, form, version=version).status_code for form, version in turns}
    assert {name: status for name, status in statuses.items() if status not in {200, 404, 409, 422}} == {}
    assert recorded() == before
