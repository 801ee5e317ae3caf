"""The page of victims: what the rule finds of the victim contact scheme, to whom, and what differs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from offenders import victims
from offenders.models import Case, ProtectedPerson
from offenders.rules.victim_contact import Standing
from offenders.services import access, people
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
TITLE = "Causing grievous bodily harm with intent"


def recorded(case: Case, world: World, **person: Any) -> ProtectedPerson:
    said = {"kind": "victim", "name": "Invented Person", "victim_contact": False, **person}
    return people.record_protected_person(actor=world.practitioner, case=case, person=said)


def found(case: Case, world: World) -> Standing:
    return victims.victim_contact(viewer=world.practitioner, case_id=case.pk).standing


@rule("VIC-01")
class TestWhatTheRuleFinds:
    def test_reads_the_index_offences_or_all_where_none_is_marked(self, world: World, case: Case) -> None:
        me, today = world.practitioner, world.today
        assert found(case, world) is Standing.NOT_BY_RULE
        factories.conviction(case, me, today=today, is_index=False)
        assert found(case, world) is Standing.STATUTORY
        factories.conviction(case, me, today=today, disposal="suspended")
        assert found(case, world) is Standing.NOT_BY_RULE

    def test_the_page_says_it_with_the_offences_it_rests_on(self, world: World, case: Case, sign_in: SignIn) -> None:
        factories.conviction(case, world.practitioner, today=world.today)
        recorded(case, world, victim_contact=True)
        page = sign_in(world.practitioner).get(reverse("case_victims", args=[case.pk])).content.decode()
        assert "Statutory" in page and TITLE in page and "12 months or more" in page

    def test_victim_liaison_sees_what_it_finds_and_no_offence(self, world: World, case: Case, sign_in: SignIn) -> None:
        factories.conviction(case, world.practitioner, today=world.today)
        recorded(case, world, victim_contact=True)
        access.assign(actor=world.manager, case=case, user=world.vlo, capacity="victim_liaison", starts=world.today)
        page = sign_in(world.vlo).get(reverse("case_victims", args=[case.pk])).content.decode()
        assert "Statutory" in page
        assert TITLE not in page and "12 months or more" not in page

    def test_it_does_not_exist_for_who_may_not_see_victims(self, world: World, case: Case) -> None:
        with pytest.raises(Http404):
            victims.victim_contact(viewer=world.vlo, case_id=case.pk)


@rule("VIC-02")
def test_a_contradiction_is_shown_and_nothing_is_changed(world: World, case: Case, sign_in: SignIn) -> None:
    factories.conviction(case, world.practitioner, today=world.today)
    client, address = sign_in(world.practitioner), reverse("case_victims", args=[case.pk])
    person = recorded(case, world)
    assert "entitled to it" in client.get(address).content.decode()
    person.refresh_from_db()
    assert not person.victim_contact
    changes = {"victim_contact": True}
    people.correct_protected_person(actor=world.practitioner, person=person, version=person.version, changes=changes)
    assert "entitled to it" not in client.get(address).content.decode()
