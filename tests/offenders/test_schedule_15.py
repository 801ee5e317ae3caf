"""Recording an offence asks about Schedule 15: conditions of entries, and whether an unlisted one was looked up."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.refusals import RuleRefused
from levels.selectors import facts_for_category
from offenders.models import Case, Offence, SpecifiedOffence
from offenders.rules.categories import categorise
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]
VEHICLE_TAKING = 34


def conviction(case: Case, world: World, **offence: Any) -> Offence:
    row: Offence = factories.conviction(case, world.practitioner, today=world.today, **offence)
    return row


@rule("OFF-22")
def test_an_entry_with_a_condition_is_recorded_only_once_it_is_confirmed(case: Case, world: World) -> None:
    entry = SpecifiedOffence.objects.get(number=VEHICLE_TAKING)
    with pytest.raises(RuleRefused) as refusal:
        conviction(case, world, specified=entry)
    assert [one.rule for one in refusal.value.findings] == ["OFF-22"]
    assert not Offence.objects.filter(case=case).exists()
    assert conviction(case, world, specified=entry, condition_holds=True).specified_id == VEHICLE_TAKING


@rule("CAT-30")
@pytest.mark.parametrize(("looked_up", "asked"), [(False, True), (True, False)])
def test_the_category_waits_for_an_offence_that_nobody_looked_up(
    case: Case, world: World, looked_up: bool, asked: bool
) -> None:
    conviction(case, world, specified=None, checked_not_listed=looked_up)
    result = categorise(facts_for_category(case), world.today)
    assert result.category is None
    assert ("CAT-30" in {question.rule for question in result.questions}) is asked


def test_the_form_names_the_conditions_and_keeps_what_was_typed_when_one_is_not_confirmed(
    case: Case, world: World, sign_in: SignIn
) -> None:
    client, address = sign_in(world.practitioner), reverse("offence_record", args=[case.pk])
    assert "Entry 34: only if the accident caused somebody&#x27;s death" in client.get(address).content.decode()
    day = world.today - dt.timedelta(days=30)
    sent = {
        "title": "Invented taking of a vehicle",
        "specified": str(VEHICLE_TAKING),
        "liability": "itself",
        "outcome": "conviction",
        "outcome_on": f"{day.day} {day.month} {day.year}",
        "disposal": "imprisonment",
        "term_value": "18",
        "term_unit": "months",
    }
    refused = client.post(address, sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Entry 34 holds only if the accident caused" in page
    assert "Invented taking of a vehicle" in page
    assert client.post(address, {**sent, "condition_holds": "on"}).status_code == 302
    assert Offence.objects.get(case=case).condition_holds
