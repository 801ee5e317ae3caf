"""What is told to those who keep victims informed: conditions, release and recall, and nothing else."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from offenders.models import Assignment, Case
from offenders.services import access, sentences
from tests import factories
from tests.assessments import builders
from tests.factories import World
from tests.marks import rule

pytestmark = rule("ACC-62")


@pytest.fixture
def recalled(world: World, case: Case) -> Case:
    """On licence, then recalled; a victim liaison officer is assigned."""
    today, me = world.today, world.practitioner
    factories.conviction(case, me, today=today)
    first = {"place": "prison", "establishment": "HMP Undisclosed", "recall": False}
    first |= {"starts_on": today - dt.timedelta(days=800), "released_on": today - dt.timedelta(days=200)}
    again = {"place": "prison", "establishment": "HMP Undisclosed", "recall": True}
    again |= {"starts_on": today - dt.timedelta(days=20), "release_due_on": today + dt.timedelta(days=40)}
    for custody in (first, again):
        sentences.record_custody(actor=me, case=case, today=today, custody=custody)
    access.assign(actor=world.manager, case=case, user=world.vlo, capacity="victim_liaison", starts=today)
    return case


def shown(sign_in: Callable, user: object, case: Case) -> str:
    response = sign_in(user).get(reverse("case_release", args=[case.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_release_and_recall_are_told_without_the_place(world: World, recalled: Case, sign_in: Callable) -> None:
    text = shown(sign_in, world.vlo, recalled)
    assert "Recalled to custody" in text
    assert "Released on" in text
    assert "A licence ends on" in text
    assert "HMP Undisclosed" not in text
    assert "grievous" not in text


@pytest.mark.parametrize("in_force", [True, False])
def test_licence_conditions_are_told_once_the_plan_is_in_force(
    world: World, recalled: Case, sign_in: Callable, in_force: bool
) -> None:
    builders.add(recalled, world.practitioner, risks=["r1"])
    conditions = ["Not to enter Invented Town."]
    builders.plan(recalled, world.practitioner, today=world.today, in_force=in_force, licence_conditions=conditions)
    assert ("Not to enter Invented Town." in shown(sign_in, world.vlo, recalled)) is in_force


@pytest.mark.parametrize("who", ["colleague", "spoc", "auditor", "smb_member", "stranger"])
def test_others_do_not_find_the_page(world: World, recalled: Case, sign_in: Callable, who: str) -> None:
    address = reverse("case_release", args=[recalled.pk])
    assert sign_in(world.people[who]).get(address).status_code == 404


def test_it_ends_with_the_assignment(world: World, recalled: Case, sign_in: Callable) -> None:
    part = Assignment.objects.get(user=world.vlo)
    access.end_assignment(actor=world.manager, assignment=part, version=1, on=world.today, reason="Handed on.")
    assert sign_in(world.vlo).get(reverse("case_release", args=[recalled.pk])).status_code == 404
