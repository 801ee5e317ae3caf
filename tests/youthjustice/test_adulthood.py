"""Passing to adult services: what is due, what is recorded, and the handing over at Level 1."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from deadlines.services import recompute
from levels.models import Screening
from offenders import timeline
from offenders.models import Case, HandingOver
from offenders.services import cases
from offenders.services.handing_over import hand_over
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from tests.factories import World
from tests.marks import rule
from youthjustice import services
from youthjustice.models import YouthTransition

SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)


def due(case: Case) -> set[str]:
    rows = Deadline.objects.filter(
        case=case, closed_at__isnull=True, label="Passing to adult services to be considered"
    )
    return set(rows.values_list("rule", flat=True))


def at_level(case: Case, level: int) -> Case:
    case.category, case.level = 2, level
    case.save(update_fields=["category", "level"])
    recompute(case)
    return case


def considered(world: World, case: Case, *, based_on: str = "", who: str = "yjs_case_manager") -> YouthTransition:
    return services.consider_transfer(
        actor=world.people[who],
        case=case,
        outcome="transfer",
        planned_on=world.today + 200 * DAY,
        reason="Turns eighteen; the licence goes on.",
        on=world.today,
        today=world.today,
        based_on=based_on,
    )


def screened(world: World, case: Case) -> Screening:
    row = Screening(case=case, proposed_level=1, rationale="One agency.", information="Police.", sources=2)
    row.screened_on, row.screened_by = world.today, world.yjs_case_manager
    row.save(force_insert=True)
    return row


@rule("YJ-24")
class TestConsidering:
    def test_is_due_at_level_2_until_it_is_recorded(self, world: World, child_case: Case) -> None:
        at_level(child_case, 2)
        assert due(child_case) == {"YJ-24"}
        row = considered(world, child_case)
        assert due(child_case) == set() and row.rules == ["YJ-24"]
        titles = [event.title for event in timeline.events(viewer=world.yjs_manager, case=child_case)]
        assert "Passing to adult services: The case passes to adult services" in titles
        then = AsRecordedBy(child_case.pk, world.today)
        sections = {one.title: one for one in compare(viewer=world.yjs_manager, case=child_case, then=then)}
        assert sections["Passing to adult services"].lines

    def test_is_for_the_youth_justice_service_and_one_of_two_editors(self, world: World, child_case: Case) -> None:
        with pytest.raises(NotPermitted):
            considered(world, child_case, who="coordinator")
        first = considered(world, child_case)
        with pytest.raises(Conflict):
            considered(world, child_case)
        second = considered(world, child_case, based_on=str(first.pk))
        assert second.supersedes == first

    def test_is_recorded_on_its_page(self, world: World, child_case: Case, sign_in: SignIn) -> None:
        client = sign_in(world.yjs_case_manager)
        page = reverse("youth_transition", args=[child_case.pk])
        today = f"{world.today.day}/{world.today.month}/{world.today.year}"
        sent = {"on": today, "outcome": "transfer", "planned_on": "", "reason": "Turns eighteen.", "version": ""}
        refused = client.post(page, sent)
        assert refused.status_code == 422 and not YouthTransition.objects.exists()
        shown = client.post(page, {**sent, "outcome": "stays"}, follow=True).content.decode()
        assert "stays with the youth justice service" in shown and "Turns eighteen." in shown


@rule("YJ-25")
def test_a_case_at_level_1_is_handed_over_with_mappa_q_alone(world: World, child_case: Case) -> None:
    since = world.today - 30 * DAY
    cases.involve_agency(
        actor=world.yjs_manager, case=child_case, agency=world.probation, part="involved", starts=since
    )
    at_level(child_case, 1)
    terms = {"actor": world.yjs_manager, "to_agency": world.probation, "owner": world.practitioner, "on": world.today}
    terms |= {"handed": "Everything.", "reason": "Turns eighteen.", "today": world.today}
    with pytest.raises(RuleRefused) as refused:
        hand_over(case=child_case, **terms)
    assert tuple(refused.value.rules) == ("YJ-25",) and not HandingOver.objects.exists()
    assert due(child_case) == {"YJ-25"}
    screened(world, child_case)
    assert hand_over(case=child_case, **terms).pk
