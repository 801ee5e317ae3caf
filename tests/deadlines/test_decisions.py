"""Deciding on a deadline: what holds, what waits, what is refused, and what becomes of it when facts change."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.clocks import CLOCKS
from deadlines.forms import ASKED_FOR, DecideDeadlineForm
from deadlines.models import Deadline, DeadlineDecision
from deadlines.policies import read_policies
from deadlines.rules.days import Due
from deadlines.rules.decisions import Kind, possible
from deadlines.services import recompute, recompute_cases
from deadlines.services.decisions import answer_decision, decide_deadline
from levels.models import LevelDecision
from levels.services import decide_level, screen_case
from offenders.models import Case
from offenders.services import access
from offenders.services.sentences import record_custody
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
DAYS = dt.timedelta(days=1)


@pytest.fixture
def reviewed(world: World, case: Case) -> Case:
    """A case at Level 2, whose review is due by the local policy: twelve weeks, sixteen by the national one."""
    factories.in_category_2(case, world.practitioner, today=world.today)
    at_level(2, world, case, on=world.today)
    return case


def at_level(level: int, world: World, case: Case, *, on: dt.date, based_on: str = "") -> None:
    """The Co-ordinator puts the case at this level, after a screening."""
    screen_case(
        actor=world.practitioner,
        case=case,
        proposed_level=level,
        rationale="Several agencies have to act together.",
        history="One earlier conviction, every appointment kept.",
        information="Police and Probation records.",
        sources=2,
        on=on,
        today=world.today,
    )
    decide_level(
        actor=world.coordinator,
        case=case,
        level=level,
        reason="Several agencies have to act together.",
        on=on,
        today=world.today,
        based_on=based_on,
        grounds=["complex"],
    )


def raised(world: World, case: Case) -> None:
    """A later level decision: other facts for the review."""
    last = LevelDecision.objects.get(case=case)
    at_level(3, world, case, on=world.today, based_on=str(last.pk))


def review_of(case: Case) -> Deadline:
    return Deadline.objects.get(case=case, is_review=True, closed_at=None)


def decide(world: World, case: Case, **changes: Any) -> DeadlineDecision:
    terms: dict[str, Any] = {
        "actor": world.manager,
        "case": case,
        "deadline": changes.get("deadline") or review_of(case),
        "kind": "extend",
        "reason": "The Chair is ill and nobody can stand in before that day.",
        "authority": "Head of the Unit",
        "today": world.today,
        "based_on": "",
    }
    terms |= changes
    if terms["kind"] in {"extend", "forward"} and "new_day" not in terms:
        terms["new_day"] = terms["deadline"].due_on + (7 if terms["kind"] == "extend" else -7) * DAYS
    return decide_deadline(**terms)


def approve(world: World, case: Case, decision: DeadlineDecision, **changes: Any) -> Any:
    terms = {"actor": world.coordinator, "approve": True, "reason": "I agree.", "today": world.today}
    return answer_decision(case=case, decision_id=decision.pk, **terms | changes)


def refused(call: Callable[[], Any]) -> tuple[str, ...]:
    with pytest.raises(RuleRefused) as caught:
        call()
    return caught.value.rules


@rule("DUE-03")
class TestMoreTimeForARuleThatSaysShould:
    def test_holds_once_a_second_person_approved_it(self, world: World, reviewed: Case) -> None:
        before = review_of(reviewed)
        decision = decide(world, reviewed)
        assert decision.needs_approval and review_of(reviewed) == before
        approve(world, reviewed, decision)
        now = review_of(reviewed)
        assert (now.due_on, now.computed_on, now.decision) == (before.due_on + 7 * DAYS, before.due_on, decision)
        assert f"{before.words}; extended from" in now.words and "ill" not in now.words
        reviewed.refresh_from_db()
        assert reviewed.next_review_on == now.due_on

    def test_does_not_hold_when_it_was_refused(self, world: World, reviewed: Case) -> None:
        before = review_of(reviewed)
        approve(world, reviewed, decide(world, reviewed), approve=False)
        assert review_of(reviewed) == before

    def test_is_not_approved_by_whoever_decided_it_nor_twice(self, world: World, reviewed: Case) -> None:
        decision = decide(world, reviewed)
        assert refused(lambda: approve(world, reviewed, decision, actor=world.manager)) == ("DUE-03",)
        approve(world, reviewed, decision)
        assert refused(lambda: approve(world, reviewed, decision)) == ("OFF-21",)

    def test_is_not_approved_once_another_decision_replaced_it(self, world: World, reviewed: Case) -> None:
        first = decide(world, reviewed)
        second = decide(world, reviewed, kind="forward", based_on=str(first.pk))
        assert review_of(reviewed).decision == second
        assert refused(lambda: approve(world, reviewed, first)) == ("DUE-03",)


@rule("DUE-01")
class TestDeciding:
    def test_less_time_holds_at_once(self, world: World, reviewed: Case) -> None:
        before = review_of(reviewed)
        decision = decide(world, reviewed, kind="forward")
        assert not decision.needs_approval
        assert review_of(reviewed).due_on == before.due_on - 7 * DAYS

    def test_a_pause_moves_the_day_by_its_days(self, world: World, reviewed: Case) -> None:
        before = review_of(reviewed)
        start = before.start_on + 10 * DAYS
        decision = decide(world, reviewed, kind="pause", paused_from=start, paused_until=start + 14 * DAYS)
        approve(world, reviewed, decision)
        now = review_of(reviewed)
        assert now.due_on == before.due_on + 14 * DAYS
        assert "; paused from" in now.words

    def test_an_exemption_leaves_nothing_due_until_it_is_withdrawn(self, world: World, reviewed: Case) -> None:
        before = review_of(reviewed)
        decision = decide(world, reviewed, kind="exempt")
        approve(world, reviewed, decision)
        assert not Deadline.objects.filter(case=reviewed, is_review=True, closed_at=None).exists()
        before.refresh_from_db()
        decide(world, reviewed, deadline=before, kind="withdraw", based_on=str(decision.pk))
        assert review_of(reviewed).due_on == before.due_on

    @pytest.mark.parametrize(
        "said",
        [
            {"kind": "extend", "new_day": None},
            {"kind": "extend", "new_day": dt.date(2020, 1, 1)},
            {"kind": "forward", "new_day": dt.date(2020, 1, 1)},
            {"kind": "pause", "paused_from": dt.date(2026, 1, 1)},
            {"kind": "pause", "paused_until": dt.date(2026, 1, 1)},
            {"kind": "pause", "paused_from": dt.date(2026, 1, 2), "paused_until": dt.date(2026, 1, 1)},
            {"kind": "pause", "paused_from": dt.date(2020, 1, 2), "paused_until": dt.date(2020, 1, 9)},
            {"kind": "withdraw"},
        ],
    )
    def test_is_refused_with_days_that_make_no_sense(self, world: World, reviewed: Case, said: dict[str, Any]) -> None:
        assert refused(lambda: decide(world, reviewed, **said)) == ("DUE-01",)
        assert not DeadlineDecision.objects.exists()

    @pytest.mark.parametrize("who", ["practitioner", "administrator", "auditor", "stranger"])
    def test_is_for_managers_of_the_lead_agency_and_the_co_ordinator(
        self, world: World, reviewed: Case, who: str
    ) -> None:
        with pytest.raises(NotPermitted):
            decide(world, reviewed, actor=world.people[who])

    def test_over_a_decision_that_was_not_seen_is_a_conflict(self, world: World, reviewed: Case) -> None:
        decide(world, reviewed)
        with pytest.raises(Conflict):
            decide(world, reviewed, actor=world.coordinator)

    def test_is_never_changed(self, world: World, reviewed: Case) -> None:
        decision = decide(world, reviewed)
        with pytest.raises(DatabaseError), transaction.atomic():
            DeadlineDecision.objects.filter(pk=decision.pk).in_bulk_with_own_audit().update(new_day=world.today)


@rule("DUE-02")
class TestALimitThatMustBeMet:
    def owed(self, world: World, case: Case) -> Deadline:
        """The level before release, six months at least before it."""
        factories.in_category_2(case, world.practitioner, today=world.today)
        custody = {
            "place": "prison",
            "establishment": "HMP Invented",
            "starts_on": world.today - 10 * DAYS,
            "release_due_on": world.today + 300 * DAYS,
        }
        record_custody(actor=world.practitioner, case=case, today=world.today, custody=custody)
        return Deadline.objects.get(case=case, rule="REV-05", closed_at=None)

    def test_is_not_extended_nor_exempted_from(self, world: World, case: Case) -> None:
        owed = self.owed(world, case)
        assert refused(lambda: decide(world, case, deadline=owed)) == ("DUE-02",)
        assert refused(lambda: decide(world, case, deadline=owed, kind="exempt")) == ("DUE-02",)
        decide(world, case, deadline=owed, kind="forward")


@rule("DUE-04")
class TestWhenFactsChange:
    def test_the_decision_lapses(self, world: World, reviewed: Case) -> None:
        decision = decide(world, reviewed)
        approve(world, reviewed, decision)
        raised(world, reviewed)
        now = review_of(reviewed)
        assert now.decision is None and "extended" not in now.words

    def test_it_is_not_approved_any_more(self, world: World, reviewed: Case) -> None:
        decision = decide(world, reviewed)
        raised(world, reviewed)
        assert refused(lambda: approve(world, reviewed, decision)) == ("DUE-04",)

    def test_computing_again_changes_nothing(self, world: World, reviewed: Case) -> None:
        approve(world, reviewed, decide(world, reviewed))
        before = list(Deadline.objects.values_list("pk", "closed_at"))
        recompute(reviewed)
        assert list(Deadline.objects.values_list("pk", "closed_at")) == before


@rule("DUE-05")
def test_reviews_of_access_are_not_decided_away(world: World, reviewed: Case) -> None:
    access.restrict(
        actor=world.manager,
        case=reviewed,
        restricted=True,
        kind="staff",
        reason="Works for us.",
        people=[world.practitioner, world.manager],
        review_on=world.today + 30 * DAYS,
        based_on="",
    )
    due = Deadline.objects.get(case=reviewed, rule="ACC-35", closed_at=None)
    world.people["manager"] = type(world.manager).objects.get(pk=world.manager.pk)
    assert refused(lambda: decide(world, reviewed, deadline=due)) == ("DUE-05",)
    assert CLOCKS["restriction"].decidable is False


def test_more_cases_take_no_more_queries(world: World, reviewed: Case) -> None:
    others = [factories.make_case(world, family_name=f"Other{number}") for number in range(4)]
    policies = read_policies(world.today)
    with CaptureQueriesContext(connection) as one:
        recompute_cases([reviewed], policies)
    with CaptureQueriesContext(connection) as many:
        recompute_cases([reviewed, *others], policies)
    assert len(many) <= len(one) + 1


@rule("DUE-01")
class TestWhatIsOffered:
    """Only what can be decided today is asked for."""

    START = dt.date(2026, 3, 2)

    def due(self, rule_id: str, days: int) -> Due:
        return Due(self.START + days * DAYS, self.START, rule_id, "by the rule")

    @pytest.mark.parametrize(
        ("rule_id", "days", "kinds"),
        [
            ("REV-02", 1, {Kind.EXTEND, Kind.PAUSE, Kind.FORWARD, Kind.EXEMPT}),
            ("REV-02", 0, {Kind.EXTEND, Kind.PAUSE, Kind.EXEMPT}),
            ("REV-16", 1, {Kind.FORWARD}),
            ("REV-16", 0, set()),
            ("REV-16", -3, set()),
        ],
    )
    def test_nothing_is_brought_forward_that_is_due_or_overdue(self, rule_id: str, days: int, kinds: set[Kind]) -> None:
        assert set(possible(self.due(rule_id, days), self.START)) == kinds

    def test_days_that_no_decision_offered_could_use_are_not_asked_for(self) -> None:
        assert set(DecideDeadlineForm(kinds=(Kind.FORWARD,)).fields) & set(ASKED_FOR) == {"new_day"}
        assert set(DecideDeadlineForm(kinds=(Kind.PAUSE, Kind.EXTEND)).fields) & set(ASKED_FOR) == set(ASKED_FOR)
        assert not set(DecideDeadlineForm(kinds=(Kind.WITHDRAW,)).fields) & set(ASKED_FOR)


class TestThePages:
    def test_tell_who_decided_and_why_and_lead_the_second_person_to_the_answer(
        self, world: World, reviewed: Case, sign_in: SignIn
    ) -> None:
        row = review_of(reviewed)
        address = f"/cases/{reviewed.pk}/deadlines/{row.pk}/"
        client = sign_in(world.manager)
        day = row.due_on + 7 * DAYS
        sent = {
            "kind": "extend",
            "new_day": f"{day.day}/{day.month}/{day.year}",
            "authority": "Head of the Unit",
            "reason": "The Chair is ill.",
            "version": "",
        }
        assert client.post(f"{address}decide/", sent).status_code == 302
        page = client.get(address).content.decode()
        assert "Waits for approval" in page and "The Chair is ill." in page and "16 weeks from" in page
        decision = DeadlineDecision.objects.get()
        answer = sign_in(world.coordinator).post(
            f"/cases/{reviewed.pk}/deadline-decisions/{decision.pk}/", {"approve": "yes", "reason": "Agreed."}
        )
        assert answer.status_code == 302
        now = review_of(reviewed)
        page = client.get(f"/cases/{reviewed.pk}/deadlines/{now.pk}/").content.decode()
        assert "Holds" in page and "Agreed." in page and "By the rule alone" in page
        assert "Deadline decided on" in client.get(f"/cases/{reviewed.pk}/timeline/").content.decode()
