"""Considered for Category 3: the record of it, the question and the clock that it ends, and what brings them back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines import selectors as deadlines
from deadlines.models import Deadline, Policy
from deadlines.policies import read_policies
from deadlines.services import recompute_cases, sweep
from levels.models import Category3Review
from levels.selectors import computed_category, current_category
from levels.services import decide_category, place_in_category_3
from levels.services.considering import consider_category_3
from offenders import timeline
from offenders.models import Case, Offence
from offenders.writing import announce
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)
BY_ORDER: dict[str, Any] = {
    **{"specified": None, "checked_not_listed": True, "disposal": "community_order", "term_value": None},
    **{"term_unit": "", "licence_ends_on": None, "sentence_ends_on": None},
}


def convicted(case: Case, world: World, **facts: Any) -> Offence:
    """Convicted of something that brings no category by itself, as these facts mark it."""
    facts = {"title": "Harassment", "stalking": True, **BY_ORDER, **facts}
    row: Offence = factories.conviction(case, world.practitioner, today=world.today, **facts)
    return row


@pytest.fixture
def stalker(world: World, case: Case) -> Case:
    """Somebody in no category, convicted of stalking today."""
    convicted(case, world)
    return case


def considered(case: Case, world: World, **changes: Any) -> Category3Review:
    given = {"outcome": "not_suitable", "reason": "MARAC and probation are enough.", "based_on": "", "on": world.today}
    return consider_category_3(**{"actor": world.practitioner, "case": case, "today": world.today, **given, **changes})


def asked(case: Case, world: World) -> list[str]:
    questions = computed_category(case=case, today=world.today).questions
    return [one.rule for one in questions if one.field == "category_3"]


def due(case: Case) -> dict[str, dt.date]:
    rows = Deadline.objects.filter(case=case, rule__in=("CAT-16", "CAT-17"), closed_at__isnull=True)
    return dict(rows.values_list("rule", "due_on"))


@rule("CAT-16")
@rule("CAT-36")
def test_it_is_asked_and_due_until_what_came_of_it_is_recorded(world: World, stalker: Case) -> None:
    assert asked(stalker, world) == ["CAT-16"]
    assert due(stalker) == {"CAT-16": world.today + 28 * DAY}
    row = considered(stalker, world)
    assert (row.outcome, row.decided_by, row.rules) == ("not_suitable", world.practitioner, ["CAT-16", "CAT-36"])
    assert [title for _, title in row.offences] == ["Harassment"]
    assert asked(stalker, world) == [] and due(stalker) == {}
    assert AuditEvent.objects.filter(verb="category.considered_for_3", case_id=stalker.pk).exists()


@rule("CAT-17")
def test_so_is_an_offence_that_only_should_be_considered(world: World, case: Case) -> None:
    convicted(case, world, stalking=False, armed_forces_s42=True)
    assert asked(case, world) == ["CAT-17"] and due(case) == {"CAT-17": world.today + 28 * DAY}
    considered(case, world)
    assert asked(case, world) == [] and due(case) == {}


@rule("CAT-36")
def test_a_further_offence_brings_it_back_and_the_next_record_takes_the_place_of_the_first(
    world: World, stalker: Case
) -> None:
    first = considered(stalker, world)
    convicted(stalker, world, title="Assault", stalking=False, domestic_abuse=True, is_index=False)
    assert asked(stalker, world) == ["CAT-16"] and list(due(stalker)) == ["CAT-16"]
    with pytest.raises(Conflict):
        considered(stalker, world)
    second = considered(stalker, world, based_on=str(first.pk))
    assert second.supersedes == first and len(second.offences) == 2
    assert asked(stalker, world) == [] and due(stalker) == {}


@rule("CAT-36")
@pytest.mark.parametrize("mark", ["quashed_on", "wrong_entry"])
def test_an_offence_that_counts_no_more_asks_nothing(world: World, stalker: Case, mark: str) -> None:
    said = {"quashed_on": world.today} if mark == "quashed_on" else {"wrong_entry": True}
    Offence.objects.filter(case=stalker).in_bulk_with_own_audit().update(**said)
    announce(stalker)
    assert asked(stalker, world) == [] and due(stalker) == {}
    with pytest.raises(RuleRefused) as refused:
        considered(stalker, world)
    assert refused.value.rules == ("CAT-36",)


@rule("CAT-36")
def test_it_is_refused_without_a_reason_in_the_future_and_where_nothing_calls_for_it(
    world: World, stalker: Case
) -> None:
    for changes in ({"reason": " "}, {"on": world.today + DAY}, {"outcome": "perhaps"}):
        with pytest.raises(RuleRefused) as refused:
            considered(stalker, world, **changes)
        assert refused.value.rules == ("CAT-36",)
    other = factories.make_case(world)
    factories.in_category_2(other, world.practitioner, today=world.today)
    with pytest.raises(RuleRefused):
        considered(other, world)
    for who in (world.stranger, world.chair, world.spoc):
        with pytest.raises(NotPermitted):
            considered(stalker, world, actor=who)
    assert not Category3Review.objects.exists()
    assert considered(stalker, world, actor=world.coordinator).decided_by == world.coordinator


@rule("CAT-36")
def test_no_record_is_changed_afterwards(world: World, stalker: Case) -> None:
    row = considered(stalker, world)
    with pytest.raises(InternalError), transaction.atomic():
        Category3Review.objects.filter(pk=row.pk).in_bulk_with_own_audit().update(reason="Otherwise.")


@rule("CAT-16")
def test_nobody_in_category_2_is_asked_until_it_has_ended(world: World, case: Case) -> None:
    factories.conviction(case, world.practitioner, today=world.today, domestic_abuse=True)
    decide = {"actor": world.practitioner, "case": case, "reason": "By the dates.", "today": world.today}
    decide_category(**decide, on=world.today, based_on="")
    assert asked(case, world) == [] and due(case) == {}
    gone = world.today - DAY
    Offence.objects.filter(case=case).in_bulk_with_own_audit().update(licence_ends_on=gone, sentence_ends_on=gone)
    decide_category(
        **decide, on=world.today, based_on=str(current_category(case).pk), acknowledged=frozenset({"CAT-16"})
    )
    case.refresh_from_db()
    assert case.ended_on == world.today
    assert asked(case, world) == ["CAT-16"] and due(case) == {"CAT-16": world.today + 28 * DAY}
    considered(case, world)
    assert due(case) == {}


@rule("CAT-16")
def test_whoever_was_placed_in_category_3_was_considered(world: World, stalker: Case) -> None:
    offence = Offence.objects.get(case=stalker)
    place_in_category_3(
        actor=world.coordinator, case=stalker, offence=offence, reason="Capable of serious harm.", level=2,
        on=world.today, today=world.today, based_on="",
    )  # fmt: skip
    assert asked(stalker, world) == [] and due(stalker) == {}


@rule("CAT-16")
def test_the_area_may_give_less_time(world: World, stalker: Case) -> None:
    Policy.objects.create(
        key="soon", name="Soon", source="Board", basis="local", effective_from=dt.date(2020, 1, 1),
        areas=[world.area.pk], values={"category_3_consideration_days": 14},
    )  # fmt: skip
    announce(stalker)
    assert due(stalker) == {"CAT-16": world.today + 14 * DAY}


@rule("CAT-16")
def test_who_is_late_is_told(world: World, stalker: Case) -> None:
    later = world.today + 29 * DAY
    recompute_cases([stalker], read_policies(later))
    sweep(today=later)
    told = {alert.deadline.rule: {one.pk for one in people} for alert, people in deadlines.unmailed_alerts()}
    assert world.practitioner.pk in told["CAT-16"]


@rule("CAT-36")
def test_from_the_question_to_the_record_on_the_page(world: World, stalker: Case, sign_in: SignIn) -> None:
    client = sign_in(world.practitioner)
    tab, page = (reverse(name, args=[stalker.pk]) for name in ("case_level", "category_3_consider"))
    assert page in client.get(tab).content.decode()
    opened = client.get(page).content.decode()
    assert "Harassment involves stalking" in opened
    day = f"{world.today.day}/{world.today.month}/{world.today.year}"
    typed = {"outcome": "not_suitable", "reason": "", "decided_on": day, "version": ""}
    missing = client.post(page, typed)
    assert missing.status_code == 422 and "Say why" in missing.content.decode()
    saved = client.post(page, {**typed, "reason": "Nobody else is at risk."}, follow=True)
    shown = saved.content.decode()
    assert "Nobody else is at risk." in shown and "Not suitable for Category 3" in shown
    assert "To settle:" not in shown
    told = [event.title for event in timeline.events(viewer=world.practitioner, case=stalker)]
    assert "Considered for Category 3: Not suitable for Category 3" in told


@rule("CAT-36")
def test_the_page_of_whoever_is_to_be_referred_goes_on_to_the_referral(
    world: World, stalker: Case, sign_in: SignIn
) -> None:
    client, page = sign_in(world.practitioner), reverse("category_3_consider", args=[stalker.pk])
    day = f"{world.today.day}/{world.today.month}/{world.today.year}"
    typed = {"outcome": "refer", "reason": "The pattern.", "decided_on": day, "version": ""}
    saved = client.post(page, typed)
    assert saved.status_code == 302 and saved["Location"] == reverse("referral_start", args=[stalker.pk])
