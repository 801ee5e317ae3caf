"""Serious further offences and their reviews as the Co-ordinator records them, and who is told of them."""

import datetime as dt

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Alert, Deadline
from deadlines.selectors import open_alerts, unmailed_alerts
from deadlines.services import sweep
from levels.models import LevelDecision
from meetings.models import AgendaEntry, Meeting
from offenders import timeline
from offenders.models import Case
from offenders.writing import announce
from serious import services
from serious.models import ReviewDecision, ReviewStep, SeriousOffence
from serious.rules.critical import Event
from serious.rules.timetable import TIMETABLE, Step
from tests.factories import World
from tests.marks import rule
from tests.papers import builders as papers
from tests.serious.builders import charged, critical, decided, lead, recorded, took

DAY = dt.timedelta(days=1)


@pytest.fixture
def level_2(world: World, case: Case) -> Case:
    """At Level 2 until twenty days before the offence of the builders, and at Level 1 since."""
    return at_levels(world, case, (200, 2), (46, 1))


def at_levels(world: World, case: Case, *levels: tuple[int, int]) -> Case:
    """With these levels, each decided so many days ago."""
    last = None
    for ago, level in levels:
        last = LevelDecision.objects.create(
            case=case,
            level=level,
            decided_on=world.today - ago * DAY,
            decided_by=world.coordinator,
            decided_as="Co-ordinator",
            reason="Invented.",
            supersedes=last,
        )
    return case


def due(case: Case) -> dict[str, dt.date]:
    rows = Deadline.objects.filter(case=case, closed_at__isnull=True, label="Serious case review")
    return {row.key.partition(":")[2]: row.due_on for row in rows}


def refused_by(error: pytest.ExceptionInfo[RuleRefused]) -> tuple[str, ...]:
    return tuple(error.value.rules)


class TestTheCharge:
    @rule("SCR-19")
    def test_keeps_each_day_by_itself_in_its_order(self, world: World, case: Case) -> None:
        today = world.today
        for changes in (
            {"charged_on": today - 27 * DAY},
            {"told_on": today - 13 * DAY},
            {"received_on": today - 11 * DAY},
            {"received_on": today + DAY},
        ):
            with pytest.raises(RuleRefused) as refused:
                recorded(case, world.coordinator, today=today, **changes)
            assert refused_by(refused) == ("SCR-19",)
        assert not SeriousOffence.objects.exists()
        row = recorded(case, world.coordinator, today=today)
        assert len({row.committed_on, row.charged_on, row.told_on, row.received_on}) == 4

    @rule("SCR-16")
    def test_has_the_chair_told_in_five_days_of_the_unit_knowing(self, world: World, case: Case) -> None:
        today = world.today
        row = recorded(case, world.coordinator, today=today, received_on=None)
        assert due(case) == {"chair": row.told_on + 5 * DAY}
        services.correct(
            actor=world.coordinator,
            offence=row,
            version=row.version,
            charged=charged(today),
            reason="The Chair was told.",
            today=today,
        )
        assert due(case) == {"decision": today + 2 * DAY}
        assert row.state == "received"

    @rule("SCR-16")
    def test_leaves_telling_the_chair_to_the_clock_of_the_form_where_there_is_one(
        self, world: World, case: Case
    ) -> None:
        paper = papers.drawn_up(case, world.practitioner, "N", today=world.today, kind="murder").paper
        recorded(case, world.coordinator, today=world.today, received_on=None, paper=paper)
        assert due(case) == {}

    def test_is_recorded_once(self, world: World, case: Case) -> None:
        recorded(case, world.coordinator, today=world.today)
        with pytest.raises(RuleRefused) as refused:
            recorded(case, world.coordinator, today=world.today)
        assert refused_by(refused) == ("OFF-21",)

    @rule("SCR-18")
    @pytest.mark.parametrize("who", ["practitioner", "manager", "administrator", "auditor", "smb_member"])
    def test_is_recorded_by_the_co_ordinator_alone(self, world: World, case: Case, who: str) -> None:
        with pytest.raises(NotPermitted):
            recorded(case, world.people[who], today=world.today)
        assert not SeriousOffence.objects.exists()


class TestTheDecision:
    @rule("SCR-01")
    def test_is_for_a_review_where_the_level_went_down_within_the_28_days(self, world: World, level_2: Case) -> None:
        row = recorded(level_2, world.coordinator, today=world.today)
        with pytest.raises(RuleRefused) as refused:
            decided(row, world.coordinator, today=world.today, outcome="none")
        assert refused_by(refused) == ("SCR-01",)
        assert not ReviewDecision.objects.exists()
        decision = decided(row, world.coordinator, today=world.today)
        assert decision.mandatory and decision.why.startswith("Mandatory: murder, and at Level 2 between")
        assert AuditEvent.objects.filter(verb="review.decided", refused=True, case_id=level_2.pk).exists()

    @rule("SCR-02")
    def test_against_a_review_is_kept_with_its_reason_and_may_be_taken_anew(self, world: World, case: Case) -> None:
        at_levels(world, case, (200, 2), (60, 1))
        row = recorded(case, world.coordinator, today=world.today)
        first = decided(row, world.coordinator, today=world.today, outcome="none", reason="The lead agency reviews.")
        assert due(case) == {} and row.state == "no_review" and not first.mandatory
        second = decided(
            row, world.coordinator, today=world.today, outcome="discretionary", reason="The Board wishes it."
        )
        assert second.supersedes == first and ReviewDecision.objects.count() == 2
        assert row.state == "under_way"
        with pytest.raises(RuleRefused):
            decided(row, world.coordinator, today=world.today, outcome="none")

    @rule("SCR-01")
    def test_against_a_review_waits_again_once_the_facts_make_one_mandatory(self, world: World, case: Case) -> None:
        row = recorded(case, world.coordinator, today=world.today)
        decided(row, world.coordinator, today=world.today, outcome="none", reason="Level 1 throughout.")
        assert due(case) == {}
        at_levels(world, case, (100, 3))
        services.correct(
            actor=world.coordinator,
            offence=row,
            version=row.version,
            charged=charged(world.today, charge="Murder."),
            reason="In full.",
            today=world.today,
        )
        assert due(case) == {"decision": world.today + 2 * DAY}

    @rule("SCR-03")
    def test_is_not_recorded_before_the_form_reached_the_chair_or_on_what_somebody_else_changed(
        self, world: World, case: Case
    ) -> None:
        row = recorded(case, world.coordinator, today=world.today, received_on=None)
        with pytest.raises(RuleRefused) as refused:
            decided(row, world.coordinator, today=world.today, outcome="none")
        assert refused_by(refused) == ("SCR-03",)
        other = recorded(case, world.coordinator, today=world.today, kind="rape")
        with pytest.raises(Conflict):
            decided(other, world.coordinator, today=world.today, outcome="none", version=other.version + 1)
        assert not ReviewDecision.objects.exists()


class TestTheSteps:
    @pytest.fixture
    def review(self, world: World, level_2: Case) -> SeriousOffence:
        row = recorded(level_2, world.coordinator, today=world.today)
        decided(row, world.coordinator, today=world.today)
        return row

    @rule("SCR-15")
    @rule("SCR-20")
    def test_lead_from_the_decision_to_the_end(self, world: World, review: SeriousOffence) -> None:
        today, year = world.today, world.today + 400 * DAY
        for one in TIMETABLE:
            on = today if not one.earliest_months else today + 31 * one.earliest_months * DAY
            if one.step is Step.LEAD_NAMED:
                services.name_lead(
                    actor=world.coordinator,
                    offence=review,
                    version=review.version,
                    lead=lead(today),
                    reason="",
                    today=today,
                )
            else:
                last = year if one.step is Step.CLOSED else on
                took(review, world.coordinator, one.step.value, on=last, today=year)
        assert review.state == "closed" and due(review.case) == {}
        assert ReviewStep.objects.count() == len(TIMETABLE)

    @rule("SCR-04")
    @rule("SCR-06")
    @rule("SCR-05")
    @rule("SCR-07")
    def test_are_each_due_from_what_came_before(self, world: World, review: SeriousOffence) -> None:
        today = world.today
        told = today - 7 * DAY
        assert due(review.case) == {"team_told": told + 5 * DAY, "agencies_told": told + 5 * DAY}
        took(review, world.coordinator, "team_told", on=today, today=today)
        assert due(review.case) == {"team_answered": today + 5 * DAY, "agencies_told": told + 5 * DAY}
        took(review, world.coordinator, "agencies_told", on=today, today=today)
        assert set(due(review.case)) == {"team_answered", "panel_met"}

    def test_are_put_right_with_a_reason_and_the_first_row_stays(self, world: World, review: SeriousOffence) -> None:
        today = world.today
        first = took(review, world.coordinator, "team_told", on=today, today=today)
        given = {"actor": world.coordinator, "offence": review, "step": Step.TEAM_TOLD, "today": today}
        with pytest.raises(RuleRefused) as refused:
            services.put_right(**given, version=review.version, took=services.Took(today - DAY), reason=" ")
        assert refused_by(refused) == ("SCR-15",)
        again = services.put_right(
            **given, version=review.version, took=services.Took(today - DAY), reason="Sent the day before."
        )
        assert again.supersedes == first and due(review.case)["team_answered"] == today + 4 * DAY

    @rule("SCR-12")
    def test_no_lead_is_of_the_case_or_manages_who_is(self, world: World, review: SeriousOffence) -> None:
        today = world.today

        def named(**changes: object) -> None:
            services.name_lead(
                actor=world.coordinator,
                offence=review,
                version=review.version,
                lead=lead(today, **changes),
                reason="",
                today=today,
            )

        for changes in (
            {"person": world.practitioner, "name": ""},
            {"person": world.team_mate, "name": ""},
            {"person": world.manager, "name": ""},
            {"name": world.practitioner.full_name.upper()},
            {"name": ""},
            {"unconnected": False},
            {"outside_line": False},
        ):
            with pytest.raises(RuleRefused) as refused:
                named(**changes)
            assert refused_by(refused) == ("SCR-12",), changes
        named(person=world.smb_member, name="")
        assert ReviewStep.objects.get().person == world.smb_member

    @rule("SCR-21")
    def test_a_panel_without_a_lay_adviser_is_confirmed(self, world: World, review: SeriousOffence) -> None:
        today = world.today
        took(review, world.coordinator, "agencies_told", on=today, today=today)
        services.name_lead(
            actor=world.coordinator, offence=review, version=review.version, lead=lead(today), reason="", today=today
        )
        given = {"actor": world.coordinator, "offence": review, "step": Step.PANEL_MET, "today": today}
        met = services.Took(today, "Police and Probation", "", lay_adviser=False)
        with pytest.raises(RuleRefused) as refused:
            services.take(**given, version=review.version, took=met)
        assert refused_by(refused) == ("SCR-21",)
        services.take(**given, version=review.version, took=met, acknowledged=frozenset({"SCR-21"}))
        assert ReviewStep.objects.filter(kind="panel_met").exists()

    @rule("SCR-14")
    def test_nothing_is_due_while_it_waits_and_then_the_days_it_waited_are_added(
        self, world: World, review: SeriousOffence
    ) -> None:
        today = world.today
        given = {"actor": world.coordinator, "offence": review}
        services.defer(
            **given,
            version=review.version,
            on=today - 6 * DAY,
            review_on=today + 30 * DAY,
            advised_by="Crown Prosecution Service",
            reason="The trial is to come.",
            urgent=True,
            today=today,
        )
        assert due(review.case) == {"deferral": today + 30 * DAY}
        with pytest.raises(RuleRefused):
            took(review, world.coordinator, "team_told", on=today, today=today)
        services.go_on(**given, version=review.version, on=today - 2 * DAY, reason="They agree.", today=today)
        assert due(review.case)["team_told"] == today + 2 * DAY
        words = Deadline.objects.get(case=review.case, key__endswith="team_told", closed_at__isnull=True).words
        assert "the 4 days for which the review was deferred" in words

    @rule("SCR-22")
    def test_a_discontinued_one_has_its_reason_and_the_national_team_told(
        self, world: World, review: SeriousOffence
    ) -> None:
        today = world.today
        given = {"actor": world.coordinator, "offence": review, "reason": "The charge was dropped.", "today": today}
        with pytest.raises(RuleRefused) as refused:
            services.discontinue(**given, version=review.version, on=today, team_told_on=today - DAY)
        assert refused_by(refused) == ("SCR-22",)
        services.discontinue(**given, version=review.version, on=today, team_told_on=today)
        assert review.state == "discontinued" and due(review.case) == {}


class TestWhoIsTold:
    @rule("SCR-17")
    def test_the_unit_is_reminded_and_not_who_manages_the_case(self, world: World, level_2: Case) -> None:
        recorded(level_2, world.coordinator, today=world.today)
        sweep(today=world.today)
        rows = Alert.objects.filter(deadline__rule="SCR-03")
        assert rows.exists()
        assert open_alerts(viewer=world.coordinator).filter(pk__in=rows).exists()
        for who in (world.practitioner, world.team_mate, world.administrator):
            assert not open_alerts(viewer=who).filter(deadline__rule="SCR-03").exists()
            assert not Deadline.objects.visible_to(who).filter(rule="SCR-03").exists()
        told = {person for alert, people in unmailed_alerts() if alert in rows for person in people}
        assert told == {world.coordinator}

    @rule("SCR-17")
    def test_the_timeline_tells_it_to_the_few(self, world: World, level_2: Case) -> None:
        decided(recorded(level_2, world.coordinator, today=world.today), world.coordinator, today=world.today)
        critical(level_2, world.manager, today=world.today)

        def titles(who: str) -> str:
            return " | ".join(one.title for one in timeline.events(viewer=world.people[who], case=level_2))

        assert "Serious case review: a review, because it is mandatory" in titles("manager")
        assert "serious" not in titles("practitioner").lower()
        assert "Critical Public Protection Case: referred to the cppc team" in titles("practitioner")


class TestACriticalCase:
    @rule("CPC-01")
    @rule("CPC-03")
    @rule("CPC-04")
    def test_goes_from_the_referral_to_its_end(self, world: World, case: Case) -> None:
        today = world.today
        for event in ("registered", "funding", "letter", "ended"):
            with pytest.raises(RuleRefused):
                critical(case, world.manager, today=today, event=event, responder="Head of unit")
        critical(case, world.manager, today=today)
        with pytest.raises(RuleRefused) as refused:
            critical(case, world.manager, today=today)
        assert refused_by(refused) == ("CPC-01",)
        critical(case, world.coordinator, today=today, event="registered", national=True)
        critical(case, world.manager, today=today, event="funding")
        critical(case, world.manager, today=today, event="ended")
        critical(case, world.manager, today=today)
        assert case.criticalevents.count() == 5

    @rule("CPC-02")
    def test_outside_level_3_is_confirmed(self, world: World, case: Case) -> None:
        given = {"actor": world.manager, "case": case, "kind": Event.REFERRED, "today": world.today}
        with pytest.raises(RuleRefused) as refused:
            services.record_event(**given, happened=services.Happened(world.today, "media"))
        assert refused_by(refused) == ("CPC-02",)
        services.record_event(
            **given, happened=services.Happened(world.today, "media"), acknowledged=frozenset({"CPC-02"})
        )
        assert case.criticalevents.count() == 1

    @rule("CPC-05")
    def test_the_letter_names_who_answers(self, world: World, case: Case) -> None:
        critical(case, world.manager, today=world.today)
        critical(case, world.manager, today=world.today, event="registered")
        with pytest.raises(RuleRefused) as refused:
            critical(case, world.manager, today=world.today, event="letter")
        assert refused_by(refused) == ("CPC-05",)
        assert critical(case, world.manager, today=world.today, event="letter", responder="Head of unit").responder

    @rule("CPC-06")
    @pytest.mark.parametrize("who", ["practitioner", "administrator", "chair", "auditor"])
    def test_is_recorded_by_managers_of_the_lead_agency_and_the_co_ordinator(
        self, world: World, case: Case, who: str
    ) -> None:
        with pytest.raises(NotPermitted):
            critical(case, world.people[who], today=world.today)

    @rule("CPC-07")
    def test_is_put_right_with_a_reason_and_the_wrong_row_stays(self, world: World, case: Case) -> None:
        first = critical(case, world.manager, today=world.today, on=world.today - 3 * DAY)
        right = services.Happened(world.today - 5 * DAY, "imminent", details="They went two days before.")
        again = services.correct_event(
            actor=world.coordinator, event=first, happened=right, reason="The wrong day.", today=world.today
        )
        assert again.supersedes == first and case.criticalevents.count() == 2
        event = AuditEvent.objects.filter(verb="critical_case.corrected").get()
        assert event.reason == "The wrong day." and "CPC-07" in event.rules
        registered = critical(case, world.manager, today=world.today, event="registered", on=world.today - 4 * DAY)
        given = {"actor": world.manager, "reason": "As I read it.", "today": world.today}
        with pytest.raises(RuleRefused) as refused:
            services.correct_event(**given, event=first, happened=right)
        assert refused_by(refused) == ("CPC-07",)
        with pytest.raises(RuleRefused) as refused:
            services.correct_event(**given, event=again, happened=services.Happened(world.today, "both"))
        assert refused_by(refused) == ("CPC-07",)
        with pytest.raises(RuleRefused) as refused:
            services.correct_event(**given, event=again, happened=services.Happened(again.happened_on))
        assert refused_by(refused) == ("CPC-02",)
        out = services.correct_event(**given, event=registered, happened=right, withdrawn=True)
        assert out.withdrawn and out.happened_on == registered.happened_on and out.criterion == ""
        critical(case, world.manager, today=world.today, event="not_registered")
        with pytest.raises(RuleRefused):
            services.correct_event(**given, event=out, happened=right)

    @rule("CPC-06")
    @pytest.mark.parametrize("who", ["practitioner", "administrator", "chair", "auditor", "other_coordinator"])
    def test_is_put_right_by_nobody_else(self, world: World, case: Case, who: str) -> None:
        event = critical(case, world.manager, today=world.today)
        happened = services.Happened(world.today, "both")
        with pytest.raises(NotPermitted):
            services.correct_event(
                actor=world.people[who], event=event, happened=happened, reason="Mine.", today=world.today
            )


@rule("CPC-08")
def test_a_meeting_that_agreed_on_the_referral_of_a_critical_case_gives_it_a_week(world: World, case: Case) -> None:
    chair, noting = world.coordinator, world.administrator
    held = timezone.now() - 3 * DAY
    meeting = Meeting.objects.create(
        case=case, level=3, starts_at=held, chair=chair, minute_taker=noting, status=Meeting.Status.HELD
    )
    entry = AgendaEntry(case=case, meeting=meeting, item="cppc", answers={"referred": "no"}, edited_by=chair)
    entry.save()
    due = Deadline.objects.filter(case=case, rule="CPC-08", closed_at__isnull=True)
    announce(case)
    assert not due.exists()
    entry.answers = {"referred": "yes"}
    entry.save()
    announce(case)
    assert due.get().due_on == meeting.held_on + 7 * DAY
    critical(case, world.coordinator, today=world.today)
    assert not due.exists()
