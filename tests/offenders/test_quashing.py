"""That a conviction was quashed is recorded with its day: from then it counts for nothing, and what was stays."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.facts import on_licence
from audit.history import history_of
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from levels.clocks import gather, gather_unidentified
from levels.models import CategoryDecision
from levels.selectors import computed_category, current_category, undecided_category
from levels.services import decide_category, place_in_category_3
from offenders import quashings, selectors, timeline
from offenders.facts import case_facts, facts_of_cases
from offenders.models import Case, Offence, Order, Quashing, QuashingMistake
from offenders.panels import awaited_sentences
from offenders.services.quashing import record_quashing, take_back_quashing
from offenders.services.sentences import correct_offence, record_custody, record_order, take_back_offence
from papers.facts import of_case, offences_named
from referrals.facts import prefilled
from referrals.rules.steps import Purpose
from serious.selectors import sentence_of, sentenced
from tests import factories
from tests.factories import World
from tests.marks import rule
from tests.serious import builders as serious

SignIn = Callable[[User], Client]
WHY = "It was another person's appeal."
DAY = dt.timedelta(days=1)
NOT_LISTED = {"specified": None, "checked_not_listed": True, "term_value": 3, "term_unit": "months"}
SEXUAL = {**NOT_LISTED, "title": "Sexual assault", "schedule_3": True}
SEXUAL |= {"licence_ends_on": None, "sentence_ends_on": None}


def convicted(case: Case, world: World, **changes: Any) -> Offence:
    offence: Offence = factories.conviction(case, world.practitioner, today=world.today, **changes)
    return offence


def told(on: dt.date, **changes: Any) -> dict[str, Any]:
    given = {"quashed_on": on, "court": "court_of_appeal", "court_name": "", "followed": "nothing"}
    return {**given, "reference": "2026/1234/A1", "note": "The evidence was unsafe.", **changes}


def quash(offence: Offence, actor: User, on: dt.date, *, version: int = 1, known: str = "", **changes: Any) -> Quashing:
    today = changes.pop("today", on)
    return record_quashing(
        actor=actor, offence=offence, version=version, today=today, quashing=told(on, **changes),
        acknowledged=frozenset(known.split()),
    )  # fmt: skip


def restore(quashing: Quashing, actor: User, *, version: int = 2, reason: str = WHY) -> QuashingMistake:
    return take_back_quashing(actor=actor, quashing=quashing, version=version, reason=reason)


def ordered(case: Case, world: World, kind: str = "notification", **changes: Any) -> Order:
    order = {"kind": kind, "starts_on": world.today - 800 * DAY, "indefinite": True, **changes}
    known = frozenset({"NOT-05"})
    return record_order(actor=world.practitioner, case=case, order=order, acknowledged=known)


def asked(case: Case, identifier: str) -> dt.date | None:
    found = Deadline.objects.filter(case=case, rule=identifier, closed_at=None).first()
    return found.due_on if found else None


def due_of_notification(case: Case) -> bool:
    return Deadline.objects.filter(case=case, rule__startswith="NOT-", closed_at=None).exists()


@rule("CAT-35")
class TestItCountsForNothing:
    def test_from_the_day_and_stays_before_it(self, world: World, case: Case) -> None:
        row = convicted(case, world, schedule_19za=True, domestic_abuse=True)
        on = world.today - 10 * DAY
        assert computed_category(case=case, today=world.today).category == 4
        quash(row, world.practitioner, on, today=world.today)
        for day, category in ((on - DAY, 4), (on, None), (on + DAY, None), (world.today, None)):
            assert undecided_category(case, on=day).category == category
        assert [one.quashed_on for one in case_facts(case).offences] == [on]
        assert [one.quashed_on for one in facts_of_cases([case])[case.pk].offences] == [on]
        assert asked(case, "REV-12") is None
        assert gather_unidentified([case.pk]) == {}
        assert not gather([case.pk])[case.pk].terrorist

    def test_in_no_list_and_no_form(self, world: World, case: Case) -> None:
        me, row = world.practitioner, convicted(case, world)
        assert of_case(case)["offence"] == row.title
        assert row.title in str(prefilled(viewer=me, case=case, purpose=Purpose.LEVEL))
        quash(row, me, world.today)
        assert not Offence.objects.exists() and not case.offences.exists()
        assert not selectors.offences(viewer=me, case_id=case.pk).exists()
        assert not on_licence(case, world.today)
        assert "offence" not in of_case(case)
        assert row.title not in str(prefilled(viewer=me, case=case, purpose=Purpose.LEVEL))
        assert offences_named(case) == {row.title}  # what may not be named there is not named for having been quashed

    def test_it_is_kept_as_history(self, world: World, case: Case) -> None:
        me, row = world.practitioner, convicted(case, world)
        charge = serious.recorded(case, world.coordinator, today=world.today, managed_for=row)
        quash(row, me, world.today)
        (listed,) = selectors.recorded_offences(viewer=me, case_id=case.pk)
        assert (listed.pk, listed.quashed_on) == (row.pk, world.today)
        titles = [one.title for one in timeline.of_this_floor(me, case)]
        assert f"Conviction quashed: {row.title}" in titles
        assert not any(one.startswith("Conviction: ") or one == "Licence ends" for one in titles)
        charge.refresh_from_db()
        assert sentence_of(charge).endswith("; the conviction was quashed on " + _day(world.today))
        assert list(sentenced(viewer=me, case_id=case.pk)) == [row]
        kept: Any = history_of(Offence)
        assert [one.quashed_on for one in kept.objects.filter(id=row.pk)] == [None, world.today]

    def test_another_conviction_counts_as_before(self, world: World, case: Case) -> None:
        right = convicted(case, world)
        before = computed_category(case=case, today=world.today)
        quash(convicted(case, world, title="Robbery", term_value=9), world.practitioner, world.today)
        after = computed_category(case=case, today=world.today)
        assert (after.category, after.ends_on, after.begins_on) == (before.category, before.ends_on, before.begins_on)
        assert Offence.objects.get() == right

    def test_its_sentence_is_awaited_no_more(self, world: World, case: Case) -> None:
        ends = {"term_value": None, "term_unit": "", "licence_ends_on": None, "sentence_ends_on": None}
        row = convicted(case, world, disposal="awaiting_sentence", **ends)
        assert awaited_sentences(world.practitioner, case) is not None
        quash(row, world.practitioner, world.today)
        assert awaited_sentences(world.practitioner, case) is None


def _day(on: dt.date) -> str:
    return f"{on.day} {on:%B %Y}"


@rule("OFF-34")
class TestRecording:
    def test_keeps_who_what_and_why_and_cannot_be_changed(self, world: World, case: Case) -> None:
        row = convicted(case, world)
        made = quash(row, world.practitioner, world.today, followed="retrial")
        assert (made.offence, made.quashed_on, made.followed) == (row, world.today, "retrial")
        assert (made.recorded_by, made.requirements) == (world.practitioner, [])
        events = AuditEvent.objects.filter(verb="offence.quashed", refused=False)
        assert {one.reason for one in events} == {"The evidence was unsafe."}
        assert {"quashed_on": [None, world.today.isoformat()]} in [one.changes for one in events]
        with pytest.raises(InternalError), transaction.atomic():
            Quashing.objects.filter(pk=made.pk).in_bulk_with_own_audit().update(note="Otherwise.")

    @pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True), (1, True)])
    def test_not_before_the_sentence(self, world: World, case: Case, days: int, taken: bool) -> None:
        passed = world.today - 700 * DAY
        row = convicted(case, world, sentenced_on=passed)
        if taken:
            assert quash(row, world.practitioner, passed + days * DAY).pk
            return
        with pytest.raises(RuleRefused, match="before the sentence"):
            quash(row, world.practitioner, passed + days * DAY)
        assert not Quashing.objects.exists()

    @pytest.mark.parametrize(("days", "taken"), [(-1, True), (0, True), (1, False)])
    def test_not_in_the_future(self, world: World, case: Case, days: int, taken: bool) -> None:
        row, on = convicted(case, world), world.today + days * DAY
        if taken:
            assert quash(row, world.practitioner, on, today=world.today).pk
            return
        with pytest.raises(RuleRefused, match="future"):
            quash(row, world.practitioner, on, today=world.today)
        assert Offence.objects.get().quashed_on is None

    def test_not_twice_nor_of_one_recorded_in_error_nor_by_who_may_not(self, world: World, case: Case) -> None:
        me, row, wrong = world.practitioner, convicted(case, world), convicted(case, world, title="Robbery")
        with pytest.raises(NotPermitted):
            quash(row, world.colleague, world.today)
        quash(row, me, world.today)
        with pytest.raises(RuleRefused, match="recorded already"):
            quash(row, me, world.today, version=2)
        take_back_offence(actor=me, offence=wrong, version=1, reason="Typed twice.")
        with pytest.raises(RuleRefused, match="recorded in error"):
            quash(wrong, me, world.today, version=2)
        assert Quashing.objects.count() == 1

    def test_one_of_two_editors(self, world: World, case: Case) -> None:
        row = convicted(case, world)
        stale = Offence.objects.get(pk=row.pk)
        correct_offence(
            actor=world.practitioner, offence=row, version=1, today=world.today, changes={"details": "Mine."}
        )
        with pytest.raises(Conflict):
            quash(stale, world.practitioner, world.today)
        assert not Quashing.objects.exists()

    def test_tells_of_custody_and_orders_that_may_hang_on_it(self, world: World, case: Case) -> None:
        row, me = convicted(case, world), world.practitioner
        inside = {"place": "prison", "establishment": "HMP Invented", "starts_on": world.today - 800 * DAY}
        record_custody(actor=me, case=case, today=world.today, custody=inside)
        order = ordered(case, world, kind="shpo")
        with pytest.raises(RuleRefused) as refused:
            quash(row, me, world.today)
        assert refused.value.rules == ("OFF-34", "OFF-34")
        assert "HMP Invented" in str(refused.value) and "Sexual harm prevention order" in str(refused.value)
        quash(row, me, world.today, known="OFF-34")
        order.refresh_from_db()
        assert (order.indefinite, order.ends_on) == (True, None)


@rule("NOT-18")
class TestNotification:
    @pytest.mark.parametrize("ago", [0, 1])
    def test_ends_on_the_day_before_with_its_clocks(self, world: World, case: Case, ago: int) -> None:
        row, order = convicted(case, world, **SEXUAL), ordered(case, world)
        assert computed_category(case=case, today=world.today).category == 1
        assert due_of_notification(case)
        on = world.today - ago * DAY
        with pytest.raises(RuleRefused, match=f"rests on this conviction alone and ends on {_day(on - DAY)}"):
            quash(row, world.practitioner, on, today=world.today)
        made = quash(row, world.practitioner, on, today=world.today, known="NOT-18")
        order.refresh_from_db()
        assert (order.ends_on, order.indefinite) == (on - DAY, False)
        assert made.requirements == [{"order": str(order.pk), "ends_on": None, "indefinite": True}]
        assert not due_of_notification(case)
        result = computed_category(case=case, today=world.today)
        assert result.category is None
        assert any("notification followed from it. The conviction was quashed" in step for step in result.steps)
        assert undecided_category(case, on=on - DAY).category == 1

    def test_stays_with_a_warning_where_another_conviction_may_bring_it(self, world: World, case: Case) -> None:
        row, order = convicted(case, world, **SEXUAL), ordered(case, world)
        convicted(case, world, **{**SEXUAL, "title": "Exposure"})
        with pytest.raises(RuleRefused, match="Exposure may bring it too"):
            quash(row, world.practitioner, world.today)
        quash(row, world.practitioner, world.today, known="NOT-18")
        order.refresh_from_db()
        assert order.indefinite
        assert computed_category(case=case, today=world.today).category == 1

    def test_stays_with_a_warning_where_it_is_older_than_the_conviction(self, world: World, case: Case) -> None:
        row = convicted(case, world, **SEXUAL)
        order = ordered(case, world, starts_on=row.outcome_on - 7000 * DAY)
        with pytest.raises(RuleRefused, match="it began before this conviction"):
            quash(row, world.practitioner, world.today)
        made = quash(row, world.practitioner, world.today, known="NOT-18")
        order.refresh_from_db()
        assert (order.indefinite, order.ends_on, made.requirements) == (True, None, [])
        assert computed_category(case=case, today=world.today).category == 1

    def test_comes_back_as_it_was_unless_somebody_changed_it(self, world: World, case: Case) -> None:
        me, row = world.practitioner, convicted(case, world, **SEXUAL)
        order, another = ordered(case, world), ordered(case, world, indefinite=False, ends_on=world.today + 90 * DAY)
        made = quash(row, me, world.today, known="NOT-18")
        assert len(made.requirements) == 2
        changed = Order.objects.get(pk=another.pk)
        changed.ends_on = world.today - 30 * DAY
        changed.save(update_fields=["ends_on"])
        restore(made, me)
        order.refresh_from_db(), another.refresh_from_db()
        assert (order.indefinite, order.ends_on) == (True, None)
        assert another.ends_on == world.today - 30 * DAY
        assert computed_category(case=case, today=world.today).category == 1
        assert due_of_notification(case)

    def test_that_ended_with_another_conviction_comes_back_where_it_may_rest_on_this_one(
        self, world: World, case: Case
    ) -> None:
        me, row, order = world.practitioner, convicted(case, world, **SEXUAL), ordered(case, world)
        other = convicted(case, world, **{**SEXUAL, "title": "Exposure"})
        wrong = quash(row, me, world.today, known="NOT-18")
        right = quash(other, me, world.today, known="NOT-18")
        order.refresh_from_db()
        assert (wrong.requirements, order.ends_on) == ([], world.today - DAY)
        restore(wrong, me)
        order.refresh_from_db()
        assert (order.indefinite, order.ends_on) == (True, None)
        assert computed_category(case=case, today=world.today).category == 1
        quash(row, me, world.today, version=3, known="NOT-18")
        restore(right, me)
        order.refresh_from_db()
        assert order.indefinite

    def test_that_ended_with_another_conviction_stays_ended_where_this_one_brings_none(
        self, world: World, case: Case
    ) -> None:
        me, row, order = world.practitioner, convicted(case, world, **NOT_LISTED), ordered(case, world)
        wrong = quash(row, me, world.today, known="OFF-34")
        quash(convicted(case, world, **SEXUAL), me, world.today, known="NOT-18")
        restore(wrong, me)
        order.refresh_from_db()
        assert order.ends_on == world.today - DAY

    def test_that_ended_twice_gets_its_first_end_back(self, world: World, case: Case) -> None:
        me, row, order = world.practitioner, convicted(case, world, **SEXUAL), ordered(case, world)
        first = quash(row, me, world.today, known="NOT-18")
        later = convicted(case, world, **{**SEXUAL, "title": "Exposure"})
        quash(later, me, world.today - 9 * DAY, today=world.today, known="NOT-18")
        order.refresh_from_db()
        assert order.ends_on == world.today - 10 * DAY
        restore(first, me)
        order.refresh_from_db()
        assert (order.indefinite, order.ends_on) == (True, None)


@rule("OFF-34")
class TestTakingBack:
    def test_lets_it_count_again_and_be_quashed_again(self, world: World, case: Case) -> None:
        me, row = world.practitioner, convicted(case, world)
        made = quash(row, me, world.today)
        restore(made, me)
        assert computed_category(case=case, today=world.today).category == 2
        assert quashings.standing(viewer=me, case_id=case.pk) == {}
        assert QuashingMistake.objects.get().quashing == made
        assert AuditEvent.objects.filter(verb="offence.quashing_in_error", reason=WHY).exists()
        again = quash(row, me, world.today, version=3)
        assert quashings.standing(viewer=me, case_id=case.pk) == {row.pk: again}

    def test_has_a_reason_happens_once_and_is_for_who_records(self, world: World, case: Case) -> None:
        me = world.practitioner
        made = quash(convicted(case, world), me, world.today)
        with pytest.raises(RuleRefused, match="Say why"):
            restore(made, me, reason=" ")
        with pytest.raises(NotPermitted):
            restore(made, world.colleague)
        with pytest.raises(Conflict):
            restore(made, me, version=1)
        restore(made, me)
        with pytest.raises(RuleRefused, match="already"):
            restore(made, me, version=3)


@rule("CAT-35")
@pytest.mark.django_db(transaction=True)
class TestTheCategoryIsDecidedAgain:
    """Each step in a transaction of its own, as it is kept by the moment it was written."""

    @pytest.fixture
    def made(self) -> World:
        return factories.make_world()

    @staticmethod
    def decide(made: World, case: Case) -> CategoryDecision:
        standing = current_category(case)
        assert standing is not None
        return decide_category(
            actor=made.practitioner, case=case, reason="The conviction was quashed.", on=made.today,
            today=made.today, based_on=str(standing.pk),
        )  # fmt: skip

    @rule("LIFE-14")
    def test_at_once_and_the_decision_names_the_quashing(self, made: World) -> None:
        case = factories.make_case(made)
        factories.in_category_2(case, made.practitioner, today=made.today)
        row = Offence.objects.get(case=case)
        quashing = quash(row, made.practitioner, made.today)
        assert asked(case, "LIFE-14") == made.today + 3 * DAY
        case.refresh_from_db()
        assert case.category == 2  # no end without a decision
        decision = self.decide(made, case)
        assert (decision.category, "CAT-35" in decision.rules) == (None, True)
        assert any("The conviction was quashed on" in step for step in decision.steps)
        assert (case.category, case.ended_on) == (None, made.today)
        assert asked(case, "LIFE-14") is None
        restore(quashing, made.practitioner)
        assert asked(case, "LIFE-14") == made.today + 3 * DAY

    @rule("LIFE-14")
    def test_not_where_another_conviction_keeps_it(self, made: World) -> None:
        case = factories.make_case(made)
        factories.in_category_2(case, made.practitioner, today=made.today)
        further = convicted(case, made, title="Robbery", outcome_on=made.today - 700 * DAY)
        quash(further, made.practitioner, made.today)
        assert asked(case, "LIFE-14") is None

    @rule("LIFE-14")
    def test_after_notification_ended_with_it(self, made: World) -> None:
        case = factories.make_case(made)
        row = convicted(case, made, **SEXUAL)
        ordered(case, made)
        decide_category(
            actor=made.practitioner, case=case, reason="Computed.", on=made.today, today=made.today, based_on=""
        )
        quash(row, made.practitioner, made.today, known="NOT-18")
        assert asked(case, "LIFE-14") == made.today + 3 * DAY
        assert self.decide(made, case).category is None

    @rule("LIFE-14")
    def test_where_the_unit_judged_by_it(self, made: World) -> None:
        case = factories.make_case(made)
        row = convicted(case, made, **NOT_LISTED)
        place_in_category_3(
            actor=made.coordinator, case=case, offence=row, level=2, reason="Capable of serious harm.",
            on=made.today, today=made.today, based_on="",
        )  # fmt: skip
        quash(row, made.practitioner, made.today)
        assert computed_category(case=case, today=made.today).category is None
        assert asked(case, "LIFE-14") == made.today + 3 * DAY
        with pytest.raises(RuleRefused):
            place_in_category_3(
                actor=made.coordinator, case=case, offence=row, level=2, reason="Capable of serious harm.",
                on=made.today, today=made.today, based_on=str(current_category(case).pk),  # type: ignore[union-attr]
            )  # fmt: skip


@rule("OFF-34")
class TestThePages:
    def sent(self, on: dt.date, **changes: str) -> dict[str, str]:
        typed = {"quashed_on": f"{on.day}/{on.month}/{on.year}", "court": "other", "court_name": "High Court"}
        return {**typed, "followed": "substituted", "reference": "", "note": "", "version": "1", **changes}

    def test_record_it_and_the_tab_tells_of_it(self, world: World, case: Case, sign_in: SignIn) -> None:
        row, today = convicted(case, world), world.today
        client, address = sign_in(world.practitioner), reverse("offence_quashed", args=[case.pk, row.pk])
        tab = reverse("case_offences", args=[case.pk])
        assert address in client.get(tab).content.decode()
        opened = client.get(address).content.decode()
        assert row.title in opened and "as an offence of its own" in opened
        refused = client.post(address, self.sent(today, court_name=""))
        assert refused.status_code == 422
        assert "Name the court that quashed it" in refused.content.decode()
        assert client.post(address, self.sent(today)).status_code == 302
        page = client.get(tab).content.decode()
        assert f'<s dir="auto">{row.title}</s>' in page
        assert f"Quashed on {_day(today)}" in page and "High Court" in page
        assert "Another offence or a lesser sentence is put in its place." in page
        assert address not in page
        assert client.get(reverse("offence_correct", args=[case.pk, row.pk])).status_code == 404
        twice = client.post(address, self.sent(today, version="2"))
        assert twice.status_code == 422
        assert "It is recorded already that this conviction was quashed" in twice.content.decode()

    def test_warn_of_what_hangs_on_it_until_that_is_ticked(self, world: World, case: Case, sign_in: SignIn) -> None:
        row = convicted(case, world)
        inside = {"place": "prison", "establishment": "HMP Invented", "starts_on": world.today - 800 * DAY}
        record_custody(actor=world.practitioner, case=case, today=world.today, custody=inside)
        client, address = sign_in(world.practitioner), reverse("offence_quashed", args=[case.pk, row.pk])
        warned = client.post(address, self.sent(world.today))
        assert warned.status_code == 422
        assert "A time in custody at HMP Invented is recorded without a release" in warned.content.decode()
        assert client.post(address, self.sent(world.today, acknowledge="OFF-34")).status_code == 302

    @rule("CAT-35")
    def test_the_category_page_says_it_in_words(self, world: World, case: Case, sign_in: SignIn) -> None:
        quash(convicted(case, world), world.practitioner, world.today)
        page = sign_in(world.practitioner).get(reverse("case_level", args=[case.pk])).content.decode()
        assert f"The conviction was quashed on {_day(world.today)}, and counts for nothing from that day." in page

    def test_take_it_back_with_a_reason(self, world: World, case: Case, sign_in: SignIn) -> None:
        made = quash(convicted(case, world), world.practitioner, world.today)
        client, address = sign_in(world.practitioner), reverse("quashing_in_error", args=[case.pk, made.pk])
        tab = reverse("case_offences", args=[case.pk])
        assert address in client.get(tab).content.decode()
        refused = client.post(address, {"version": "2"})
        assert refused.status_code == 422
        assert "Say why the quashing was recorded in error" in refused.content.decode()
        assert client.post(address, {"version": "2", "reason": WHY}).status_code == 302
        assert "Quashed on" not in client.get(tab).content.decode()
        assert Offence.objects.get().quashed_on is None

    def test_are_not_there_for_others_nor_on_another_case(self, world: World, case: Case, sign_in: SignIn) -> None:
        row = convicted(case, world)
        elsewhere = factories.make_case(world).pk
        made = quash(row, world.practitioner, world.today)
        for name, pk in (("offence_quashed", row.pk), ("quashing_in_error", made.pk)):
            address = reverse(name, args=[case.pk, pk])
            assert sign_in(world.stranger).get(address).status_code == 404
            assert sign_in(world.colleague).get(address).status_code == 404
            assert sign_in(world.practitioner).get(reverse(name, args=[elsewhere, pk])).status_code == 404
