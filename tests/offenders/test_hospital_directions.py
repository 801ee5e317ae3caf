"""Imprisonment with hospital and limitation directions, from the form to the clocks of both."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from custody import facts as custody
from custody.rules.due import order_ended
from custody.rules.kinds import Kind
from levels.selectors import computed_category
from offenders.models import Case, Offence
from offenders.words import sentence_words
from tests import factories
from tests.custody.builders import inside, recorded
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]
TYPED = {
    **{"title": "Invented wounding", "specified": "6", "liability": "itself", "outcome": "conviction"},
    **{"outcome_on": "1/6/2024", "disposal": "hospital_direction", "term_value": "4", "term_unit": "years"},
    "licence_ends_on": "1/6/2028",
}


@rule("CAT-33", "OFF-31")
def test_the_form_takes_it_and_the_page_shows_it(case: Case, world: World, sign_in: SignIn) -> None:
    client, address = sign_in(world.practitioner), reverse("offence_record", args=[case.pk])
    refused = client.post(address, {**TYPED, "is_murder": "on"})
    assert refused.status_code == 422
    assert "no hospital and limitation directions go with it" in refused.content.decode()
    assert client.post(address, TYPED).status_code == 302
    row = Offence.objects.get(case=case)
    assert sentence_words(row) == "Imprisonment with hospital and limitation directions (s.45A) 4 years"
    assert "hospital and limitation directions" in client.get(reverse("case_offences", args=[case.pk])).content.decode()
    found = computed_category(case=case, today=dt.date(2026, 1, 5))
    assert (found.category, found.ends_on) == (2, dt.date(2028, 6, 1))


@rule("CAT-33", "CUS-33")
@pytest.mark.parametrize("ended", [False, True])
def test_the_end_of_the_treatment_is_asked_for_beside_the_sentence(case: Case, world: World, ended: bool) -> None:
    me, today = world.practitioner, world.today
    on = today - dt.timedelta(days=2)
    factories.conviction(case, me, today=today, disposal="hospital_direction", discharged_on=on if ended else None)
    inside(case, me, today=today, place="hospital", establishment="Invented Hospital")
    recorded(case, me, Kind.PATIENT_NOTIFIED, today - dt.timedelta(days=399), today=today)
    recorded(case, me, Kind.ABSOLUTE_DISCHARGE, on, today=today)
    asked = [due.due_on for _, due in order_ended(custody.facts_of([case.pk])[case.pk])]
    assert asked == ([] if ended else [on + dt.timedelta(days=3)])
