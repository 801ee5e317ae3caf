"""Passing to adult services: what is due, what is recorded, and the handing over at Level 1."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from deadlines.rules.days import add_months, months_before
from deadlines.services import recompute
from deadlines.services.decisions import is_decidable
from levels.models import Screening
from levels.services import leading
from offenders import timeline
from offenders.models import Case, HandingOver
from offenders.services import cases
from offenders.services.handing_over import hand_over
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from tests import factories
from tests.factories import World
from tests.marks import rule
from youthjustice import services
from youthjustice.models import YouthTransition
from youthjustice.rules.adulthood import eighteen

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
        stays = {**sent, "outcome": "stays"}
        undated = client.post(page, stays)
        assert undated.status_code == 422 and "until which day the case stays" in undated.content.decode()
        until = world.today + 30 * DAY
        stays["stays_until"] = f"{until.day}/{until.month}/{until.year}"
        shown = client.post(page, stays, follow=True).content.decode()
        assert "Stays until" in shown and "stays with the youth justice service" in shown and "Turns eighteen." in shown


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


def passing(case: Case) -> dict[str, dt.date]:
    rows = Deadline.objects.filter(case=case, closed_at__isnull=True, label="Passing to adult services")
    return dict(rows.values_list("rule", "due_on"))


def stays(world: World, case: Case, until: dt.date | None, *, based_on: str = "") -> YouthTransition:
    return services.consider_transfer(
        actor=world.yjs_case_manager,
        case=case,
        outcome="stays",
        planned_on=None,
        stays_until=until,
        reason="The work on his offence is half done.",
        on=world.today,
        today=world.today,
        based_on=based_on,
    )


@rule("YJ-26")
class TestPassing:
    def test_is_due_by_the_birthday_until_another_agency_leads(self, world: World, child_case: Case) -> None:
        since = world.today - 30 * DAY
        cases.involve_agency(
            actor=world.yjs_manager, case=child_case, agency=world.probation, part="involved", starts=since
        )
        at_level(child_case, 2)
        assert passing(child_case) == {}
        considered(world, child_case)
        assert passing(child_case) == {"YJ-26": eighteen(child_case.date_of_birth)}
        hand_over(
            actor=world.yjs_manager, case=child_case, to_agency=world.probation, owner=world.practitioner,
            on=world.today, handed="Everything.", reason="Turns eighteen.", today=world.today,
        )  # fmt: skip
        assert passing(child_case) == {}

    def test_runs_to_the_day_of_a_stay_also_once_the_transfer_is_decided(self, world: World, child_case: Case) -> None:
        at_level(child_case, 2)
        adult_on = eighteen(child_case.date_of_birth)
        first = stays(world, child_case, adult_on + 30 * DAY)
        assert first.rules == ["YJ-24", "YJ-27"]
        assert passing(child_case) == {"YJ-26": adult_on + 30 * DAY}
        second = stays(world, child_case, adult_on + 60 * DAY, based_on=str(first.pk))
        assert passing(child_case) == {"YJ-26": adult_on + 60 * DAY}
        considered(world, child_case, based_on=str(second.pk))
        assert passing(child_case) == {"YJ-26": adult_on + 60 * DAY}

    def test_is_put_off_by_nobody(self, world: World, child_case: Case) -> None:
        at_level(child_case, 2)
        considered(world, child_case)
        assert not is_decidable(Deadline.objects.get(case=child_case, rule="YJ-26"))

    def test_is_shown_with_its_sum(self, world: World, child_case: Case, sign_in: SignIn) -> None:
        at_level(child_case, 2)
        considered(world, child_case)
        page = sign_in(world.yjs_case_manager).get(reverse("case_youth", args=[child_case.pk])).content.decode()
        assert "or recorded why it stays, by the 18th birthday on" in page


@rule("YJ-27")
class TestStaying:
    def test_ends_with_the_sentences_or_after_six_months(self, world: World, child_case: Case) -> None:
        latest = add_months(eighteen(child_case.date_of_birth), 6)
        for until in (None, world.today, latest + DAY):
            with pytest.raises(RuleRefused) as refused:
                stays(world, child_case, until)
            assert refused.value.rules == ("YJ-27",)
        order_ends_on = world.today + 90 * DAY
        factories.conviction(
            child_case, world.yjs_case_manager, today=world.today, outcome_on=world.today - 30 * DAY,
            disposal="youth_rehabilitation_order", term_value=None, term_unit="", licence_ends_on=None,
            committed_on=world.today - 60 * DAY, sentence_ends_on=order_ends_on,
        )  # fmt: skip
        with pytest.raises(RuleRefused):
            stays(world, child_case, order_ends_on + DAY)
        assert stays(world, child_case, order_ends_on).stays_until == order_ends_on


@rule("YJ-24")
def test_a_child_led_by_a_youth_justice_service_is_under_its_supervision_said_or_not(world: World) -> None:
    case = factories.make_child_case(world, youth_justice=False)
    assert case.youth_justice
    assert due(at_level(case, 2)) == {"YJ-24"}
    Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(youth_justice=False)
    case.refresh_from_db()
    recompute(case)
    assert due(case) == {"YJ-24"}
    assert not factories.make_case(world, youth_justice=False).youth_justice


@rule("YJ-25")
def test_no_other_agency_leads_at_level_1_without_mappa_q_from_half_a_year_before(
    world: World, child_case: Case
) -> None:
    at_level(child_case, 1)
    near = months_before(eighteen(child_case.date_of_birth), 6)
    assert services.before_another_leads(child_case, near - DAY) == []
    assert [one.rule for one in services.before_another_leads(child_case, near)] == ["YJ-25"]
    child_case.youth_justice = False
    assert [one.rule for one in services.before_another_leads(child_case, near)] == ["YJ-25"]
    child_case.lead_agency = world.probation
    assert services.before_another_leads(child_case, near) == []
    assert services.before_another_leads in leading.CHECKS
