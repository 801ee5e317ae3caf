"""MAPPA J for orders and licence conditions: when it falls due, and what the lead agency may record instead."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from deadlines.models import Deadline
from offenders import timeline
from offenders.models import Case, Order
from offenders.services import sentences
from papers import facts_restrictions, services
from papers.models import RestrictionsWeighed
from tests.assessments.builders import add, plan
from tests.custody.builders import inside
from tests.factories import World
from tests.marks import rule
from tests.papers.builders import drawn_up, sent

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
WHY = "The order keeps him from one street. <b>No work</b> is unsuitable."


def due_of(case: Case) -> list[dt.date]:
    open_ones = Deadline.objects.filter(case=case, rule="FRM-16", closed_at__isnull=True)
    return list(open_ones.values_list("due_on", flat=True))


def order(case: Case, world: World, starts_on: dt.date, kind: str = "shpo", **more: Any) -> Order:
    given = {"kind": kind, "starts_on": starts_on, "details": "Not to enter Invented Road.", **more}
    return sentences.record_order(actor=world.practitioner, case=case, order=given)


def waiting(case: Case) -> list[str]:
    return [one.key for one in facts_restrictions.of_case(case).standing]


def conditions(case: Case, world: World, *words: str) -> None:
    """A plan in force with these licence conditions, one agreed action and no risk."""
    add(case, world.practitioner)
    plan(case, world.practitioner, today=world.today, new_risks=[], in_force=True, licence_conditions=list(words))


def weigh(case: Case, world: World, *keys: str, reason: str = WHY) -> RestrictionsWeighed:
    return services.weigh_restrictions(actor=world.practitioner, case=case, keys=keys, reason=reason, today=world.today)


@rule("FRM-16")
def test_an_order_makes_mappa_j_due_until_it_is_sent(world: World, category_2_case: Case) -> None:
    made = world.today - dt.timedelta(days=3)
    order(category_2_case, world, made)
    assert due_of(category_2_case) == [made]
    paper = drawn_up(category_2_case, world.practitioner, "J", today=world.today).paper
    assert due_of(category_2_case) == [made], "drawn up is not sent"
    sent(paper, world.practitioner, today=world.today)
    assert due_of(category_2_case) == []


@rule("FRM-16")
def test_what_limits_no_work_is_recorded_and_a_further_order_asks_again(world: World, category_2_case: Case) -> None:
    order(category_2_case, world, world.today - dt.timedelta(days=3))
    (key,) = waiting(category_2_case)
    row = weigh(category_2_case, world, key)
    assert due_of(category_2_case) == []
    assert row.restrictions[0].startswith("Sexual harm prevention order, since")
    assert AuditEvent.objects.filter(verb="form.restrictions_weighed", case_id=category_2_case.pk).exists()
    assert any(one.rule == "FRM-16" for one in timeline.events(viewer=world.practitioner, case=category_2_case))
    order(category_2_case, world, world.today, kind="other")
    assert due_of(category_2_case) == [world.today]


@rule("FRM-16")
@pytest.mark.parametrize("ended", [True, False])
def test_an_order_that_has_ended_restricts_nobody(world: World, category_2_case: Case, ended: bool) -> None:
    ends_on = world.today - dt.timedelta(days=1) if ended else world.today
    order(category_2_case, world, world.today - dt.timedelta(days=30), ends_on=ends_on)
    assert bool(waiting(category_2_case)) is not ended


@rule("FRM-16")
@pytest.mark.parametrize("days", [None, 60])
def test_conditions_set_inside_are_told_before_the_release_that_is_known(
    world: World, category_2_case: Case, days: int | None
) -> None:
    case, today = category_2_case, world.today
    release = today + dt.timedelta(days=days) if days else None
    inside(case, world.practitioner, today=today, days=100, release_due_on=release)
    conditions(case, world, "Not to enter Invented Park")
    assert due_of(case) == ([release] if release else [])


@rule("FRM-16")
def test_the_same_conditions_in_a_further_plan_ask_nothing_again(world: World, category_2_case: Case) -> None:
    case, today = category_2_case, world.today
    conditions(case, world, "Not to enter Invented Park", "Curfew from 9pm")
    weigh(case, world, *waiting(case))
    conditions(case, world, "Curfew  from 9pm", "not to enter Invented Park")
    assert due_of(case) == []
    conditions(case, world, "Not to work with children")
    assert due_of(case) == [today]


@rule("FRM-01")
@rule("FRM-16")
def test_only_the_lead_agency_weighs_and_only_what_waits(world: World, category_2_case: Case) -> None:
    order(category_2_case, world, world.today)
    (key,) = waiting(category_2_case)
    with pytest.raises((RuleRefused, NotPermitted)):
        services.weigh_restrictions(
            actor=world.coordinator, case=category_2_case, keys=[key], reason=WHY, today=world.today
        )
    for keys, reason in (([], WHY), ([key], " "), (["order:none"], WHY)):
        with pytest.raises(RuleRefused) as refused:
            weigh(category_2_case, world, *keys, reason=reason)
        assert refused.value.findings[0].rule == "FRM-16"
    assert not RestrictionsWeighed.objects.exists()
    weigh(category_2_case, world, key)
    with pytest.raises(RuleRefused):
        weigh(category_2_case, world, key)


@rule("FRM-16")
def test_the_page_lists_what_waits_and_the_tab_what_was_weighed(
    world: World, category_2_case: Case, sign_in: SignIn
) -> None:
    client, case = sign_in(world.practitioner), category_2_case
    address, tab = (reverse(name, args=[case.pk]) for name in ("paper_weigh", "case_papers"))
    assert "Nothing waits for MAPPA J" in client.get(address).content.decode()
    order(case, world, world.today)
    assert address in client.get(tab).content.decode()
    page = client.get(address).content.decode()
    assert "Sexual harm prevention order, since" in page
    refused = client.post(address, {"reason": WHY})
    assert refused.status_code == 422
    assert "Choose what makes no work or training unsuitable" in refused.content.decode()
    answer = client.post(address, {"keys": waiting(case), "reason": WHY}, follow=True).content.decode()
    assert "&lt;b&gt;No work&lt;/b&gt; is unsuitable." in answer
    assert "no MAPPA J was sent" not in answer
