"""A referral from its beginning to its decision, and what each service refuses."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from deadlines.policies import read_policies
from deadlines.rules.days import Basis
from deadlines.selectors import deadlines_of_case
from levels.models import LevelDecision
from offenders.access import can_see_victims
from offenders.models import AccessDenial, Case, Involvement
from offenders.rules.terms import add_months
from offenders.services import sentences
from referrals import facts, services
from referrals.clocks import decisions_due
from referrals.models import Referral, ReferralDecision, ReferralVersion, ReferralVictims, SubmittedVictims
from referrals.rules.questions import VICTIMS
from referrals.rules.steps import BEFORE_RELEASE, DECISION, Purpose, State
from tests import factories
from tests.factories import World
from tests.marks import rule
from tests.referrals import builders

DAY = dt.timedelta(days=1)


def rules_of(refused: pytest.ExceptionInfo[RuleRefused]) -> set[str]:
    return set(refused.value.rules)


def due(case: Case, rule_id: str = DECISION) -> list[Deadline]:
    return list(Deadline.objects.filter(case=case, closed_at__isnull=True, rule=rule_id))


class TestBeginning:
    @rule("REF-01")
    def test_it_is_filled_in_from_the_case(self, world: World, screened: Case) -> None:
        referral = builders.started(screened, world.practitioner, today=world.today)
        answers = facts.answers_of(referral)
        assert answers["person"]["family_name"] == screened.family_name
        assert answers["person"]["category"].startswith("2")
        assert "grievous bodily harm" in answers["offence"]["index_offence"]
        assert answers["people"]["referrer"].startswith(world.practitioner.full_name)
        assert builders.VICTIM_WORDS in answers[VICTIMS]["index_victim"]
        assert (referral.state, referral.by_lead_agency) == (State.DRAFT, True)

    @rule("ACC-27")
    def test_nobody_is_shown_victims_by_beginning_one(self, world: World, screened: Case) -> None:
        referral = builders.started(screened, world.team_mate, today=world.today)
        assert not ReferralVictims.objects.filter(referral=referral).exists()
        assert builders.VICTIM_WORDS not in str(facts.answers_of(referral))
        with pytest.raises(NotPermitted):
            builders.wrote(referral, world.team_mate, VICTIMS, index_victim="Somebody")

    @rule("REF-14")
    def test_an_agency_has_one_in_progress(self, world: World, draft: Referral) -> None:
        with pytest.raises(RuleRefused) as refused:
            builders.started(draft.case, world.manager, today=world.today)
        assert rules_of(refused) == {"REF-14"}
        services.withdraw(actor=world.manager, referral=draft, version=draft.version, reason="Made in error.")
        assert builders.started(draft.case, world.manager, today=world.today).state == State.DRAFT

    @rule("ACC-06")
    @pytest.mark.parametrize("who", ["coordinator", "auditor", "stranger", "colleague", "spoc", "sysadmin"])
    def test_who_does_not_refer_begins_none(self, world: World, screened: Case, who: str) -> None:
        with pytest.raises(NotPermitted):
            builders.started(screened, world.people[who], today=world.today)
        assert not Referral.objects.exists()
        assert AuditEvent.objects.filter(verb="referral.started", refused=True, case_id=screened.pk).exists()


class TestWriting:
    def test_sections_do_not_disturb_one_another(self, world: World, draft: Referral) -> None:
        plan, risk = builders.version_of(draft, "plan"), builders.version_of(draft, "risk")
        for section, version in (("plan", plan), ("risk", risk)):
            services.write_section(
                actor=world.manager, referral=draft, section=section, answers={"plan": "One"}, version=version
            )
        assert facts.answers_of(draft)["plan"] == {"plan": "One"}

    def test_two_in_the_same_section_meet(self, world: World, draft: Referral) -> None:
        version = builders.version_of(draft, "plan")
        builders.wrote(draft, world.manager, "plan", plan="Theirs")
        with pytest.raises(Conflict) as met:
            services.write_section(
                actor=world.practitioner, referral=draft, section="plan", answers={"plan": "Mine"}, version=version
            )
        assert (met.value.theirs, met.value.yours) == ({"plan": "Theirs"}, {"plan": "Mine"})

    @rule("REF-01")
    def test_another_agency_leaves_it_alone(self, world: World, draft: Referral) -> None:
        _involve_police(world, draft.case)
        for refused_step in (
            lambda: builders.wrote(draft, world.police_manager, "plan", plan="Ours"),
            lambda: builders.submitted(draft, world.police_manager, today=world.today),
            lambda: services.withdraw(
                actor=world.police_manager, referral=draft, version=draft.version, reason="Not ours."
            ),
        ):
            with pytest.raises(RuleRefused) as refused:
                refused_step()
            assert rules_of(refused) == {"REF-01"}

    def test_a_section_that_is_none_and_victims_by_the_wrong_door_are_refused(
        self, world: World, draft: Referral
    ) -> None:
        for section in ("nothing", VICTIMS):
            with pytest.raises(RuleRefused):
                services.write_section(actor=world.practitioner, referral=draft, section=section, answers={}, version=0)

    @rule("ACC-27")
    def test_the_record_of_what_was_done_holds_no_word_of_victims(self, world: World, submitted: Referral) -> None:
        events = AuditEvent.objects.filter(case_id=submitted.case_id, verb__startswith="referral.")
        assert events.filter(verb="referral.submitted").exists()
        assert builders.VICTIM_WORDS not in str(list(events.values_list("changes", flat=True)))


class TestSubmitting:
    @rule("REF-02")
    @rule("REF-03")
    @rule("REF-04")
    def test_nothing_is_sent_while_something_is_missing(self, world: World, screened: Case) -> None:
        referral = builders.started(screened, world.practitioner, today=world.today)
        with pytest.raises(RuleRefused) as refused:
            builders.submitted(referral, world.practitioner, today=world.today)
        assert {"REF-02", "REF-03", "REF-04", "REF-05", "REF-09"} <= rules_of(refused)
        assert not ReferralVersion.objects.exists()
        assert AuditEvent.objects.filter(verb="referral.submitted", refused=True).exists()

    @rule("REF-15")
    def test_what_was_sent_stays_as_it_was(self, world: World, submitted: Referral) -> None:
        version = ReferralVersion.objects.get(referral=submitted)
        before = str(version.content)
        assert (submitted.state, submitted.received_on) == (State.SUBMITTED, world.today)
        assert builders.VICTIM_WORDS not in before
        assert builders.VICTIM_WORDS in str(SubmittedVictims.objects.get(version=version).content)
        builders.wrote(submitted, world.practitioner, "plan", plan="Changed afterwards")
        version.refresh_from_db()
        assert str(version.content) == before
        for row in (version, version.victims):
            with pytest.raises(DatabaseError), transaction.atomic():
                row.delete()

    @rule("REF-15")
    def test_a_correction_is_a_further_version_with_its_reason(self, world: World, submitted: Referral) -> None:
        builders.wrote(submitted, world.practitioner, "plan", plan="Corrected plan")
        with pytest.raises(RuleRefused) as refused:
            builders.submitted(submitted, world.practitioner, today=world.today)
        assert rules_of(refused) == {"REF-15"}
        later = world.today + 3 * DAY
        second = builders.submitted(submitted, world.practitioner, today=later, reason="The plan was the old one.")
        submitted.refresh_from_db()
        assert second.number == 2
        assert "Corrected plan" in str(second.content)
        assert submitted.received_on == world.today

    @rule("REF-23")
    def test_from_custody_it_is_waited_for_from_the_screening_until_it_is_sent(
        self, world: World, screened: Case
    ) -> None:
        assert due(screened, BEFORE_RELEASE) == []
        release = world.today + 300 * DAY
        custody = {
            "place": "prison",
            "establishment": "HMP Invented",
            "starts_on": world.today - 30 * DAY,
            "release_due_on": release,
        }
        sentences.record_custody(actor=world.practitioner, case=screened, today=world.today, custody=custody)
        [open_now] = due(screened, BEFORE_RELEASE)
        assert open_now.due_on == add_months(release, -6)
        draft = builders.complete(builders.started(screened, world.practitioner, today=world.today), world.practitioner)
        assert due(screened, BEFORE_RELEASE)
        builders.submitted(draft, world.practitioner, today=world.today)
        assert due(screened, BEFORE_RELEASE) == []

    @rule("REF-07")
    @rule("REF-05")
    def test_from_custody_a_late_one_goes_through_with_a_warning(self, world: World, screened: Case) -> None:
        sentences.record_custody(
            actor=world.practitioner,
            case=screened,
            today=world.today,
            custody={
                "place": "prison",
                "establishment": "HMP Invented",
                "starts_on": world.today - 30 * DAY,
                "release_due_on": world.today + 60 * DAY,
            },
        )
        referral = builders.started(screened, world.practitioner, today=world.today)
        assert facts.answers_of(referral)["place"]["prison"] == "HMP Invented"
        builders.complete(referral, world.practitioner, leave_out=("prison_information",))
        with pytest.raises(RuleRefused) as refused:
            builders.submitted(referral, world.practitioner, today=world.today)
        assert rules_of(refused) == {"REF-05"}
        builders.complete(referral, world.practitioner)
        with pytest.raises(RuleRefused) as warned:
            services.submit(
                actor=world.practitioner, referral=referral, version=referral.version, reason="", today=world.today
            )
        assert rules_of(warned) == {"REF-07"}
        assert builders.submitted(referral, world.practitioner, today=world.today).rules == ["REF-07"]

    @rule("REF-06")
    def test_somebody_with_a_sexual_offence_has_a_visor_reference(self, world: World, screened: Case) -> None:
        factories.conviction(screened, world.practitioner, today=world.today, schedule_3=True, is_index=False)
        referral = builders.started(screened, world.practitioner, today=world.today)
        builders.complete(referral, world.practitioner, leave_out=("visor_ref",))
        with pytest.raises(RuleRefused) as refused:
            builders.submitted(referral, world.practitioner, today=world.today)
        assert rules_of(refused) == {"REF-06"}

    @rule("REF-08")
    def test_another_agency_says_what_the_lead_agency_said(self, world: World, screened: Case) -> None:
        _involve_police(world, screened)
        referral = builders.started(screened, world.police_manager, today=world.today)
        assert not referral.by_lead_agency
        builders.complete(referral, world.police_manager, leave_out=("lead_said",))
        with pytest.raises(RuleRefused) as refused:
            builders.submitted(referral, world.police_manager, today=world.today)
        assert rules_of(refused) == {"REF-08"}
        builders.complete(referral, world.police_manager)
        builders.wrote(referral, world.police_manager, "lead_agency", lead_agrees="no")
        with pytest.raises(RuleRefused) as refused:
            builders.submitted(referral, world.police_manager, today=world.today)
        assert rules_of(refused) == {"REF-08"}

    @rule("REF-09")
    def test_an_urgent_one_says_who_was_spoken_to(self, world: World, draft: Referral) -> None:
        builders.wrote(draft, world.practitioner, "reason", urgent="yes")
        assert draft.urgent
        with pytest.raises(RuleRefused) as refused:
            builders.submitted(draft, world.practitioner, today=world.today)
        assert rules_of(refused) == {"REF-09"}

    def test_answers_that_were_changed_meanwhile_are_not_sent_unseen(self, world: World, draft: Referral) -> None:
        seen = draft.version
        builders.wrote(draft, world.manager, "plan", plan="Theirs")
        with pytest.raises(Conflict):
            services.submit(actor=world.practitioner, referral=draft, version=seen, reason="", today=world.today)


class TestDeciding:
    @rule("REF-10")
    def test_ten_days_run_from_receipt_until_the_decision(self, world: World, submitted: Referral) -> None:
        [open_now] = due(submitted.case)
        assert open_now.due_on == world.today + 10 * DAY
        assert "10 days from the receipt" in open_now.words
        assert open_now in deadlines_of_case(viewer=world.coordinator, case_id=submitted.case_id)
        builders.decided(submitted, world.coordinator, today=world.today)
        assert due(submitted.case) == []

    @rule("REF-10")
    def test_they_run_for_a_category_3_referral_after_the_end_of_management_too(
        self, world: World, screened: Case
    ) -> None:
        Case.objects.filter(pk=screened.pk).in_bulk_with_own_audit().update(ended_on=world.today)
        screened.refresh_from_db()
        referral = builders.started(screened, world.practitioner, today=world.today, purpose=Purpose.CATEGORY_3)
        builders.submitted(builders.complete(referral, world.practitioner), world.practitioner, today=world.today)
        [open_now] = due(screened)
        assert open_now.due_on == world.today + 10 * DAY

    @rule("REF-10")
    @pytest.mark.parametrize(("local", "days"), [(5, 5), (14, 10), (None, 10)])
    def test_a_stricter_time_of_the_area_binds_and_a_laxer_one_does_not(
        self, world: World, submitted: Referral, local: int | None, days: int
    ) -> None:
        policy = read_policies(world.today).of_area("kent")
        theirs = replace(policy.national, basis=Basis.LOCAL, name="Theirs", referral_decision_days=local)
        [(_, one)] = decisions_due([submitted], replace(policy, local=theirs))
        assert one.due_on == world.today + days * DAY
        assert one.words.startswith(f"{days} days from the receipt")

    @rule("REF-10")
    def test_a_draft_and_a_withdrawn_one_are_not_waited_for(self, world: World, draft: Referral) -> None:
        assert due(draft.case) == []
        builders.submitted(draft, world.practitioner, today=world.today)
        draft.refresh_from_db()
        services.withdraw(actor=world.practitioner, referral=draft, version=draft.version, reason="Moved away.")
        assert due(draft.case) == []

    @rule("REF-11")
    def test_accepting_decides_the_level_and_names_the_meeting(self, world: World, submitted: Referral) -> None:
        decision = builders.decided(submitted, world.coordinator, today=world.today)
        submitted.case.refresh_from_db()
        level = LevelDecision.objects.get(case=submitted.case, superseded_by__isnull=True)
        assert (submitted.case.level, decision.level_decision) == (2, level)
        assert level.reason == decision.reason
        submitted.refresh_from_db()
        assert submitted.state == State.ACCEPTED
        with pytest.raises(DatabaseError), transaction.atomic():
            decision.delete()

    @rule("REF-11")
    @pytest.mark.parametrize(
        "changes", [{"level": None}, {"meeting_on": None}, {"reason": " "}, {"outcome": "refused", "level": 2}]
    )
    def test_a_decision_that_lacks_something_is_refused(
        self, world: World, submitted: Referral, changes: dict[str, Any]
    ) -> None:
        with pytest.raises(RuleRefused) as refused:
            builders.decided(submitted, world.coordinator, today=world.today, **changes)
        assert "REF-11" in rules_of(refused)
        assert not ReferralDecision.objects.exists()

    def test_where_the_rules_of_the_level_refuse_nothing_is_decided(self, world: World, category_2_case: Case) -> None:
        referral = builders.started(category_2_case, world.practitioner, today=world.today)
        builders.complete(referral, world.practitioner)
        builders.submitted(referral, world.practitioner, today=world.today)
        referral.refresh_from_db()
        with pytest.raises(RuleRefused) as refused:
            builders.decided(referral, world.coordinator, today=world.today)
        assert any(one.startswith("LVL-") for one in rules_of(refused))
        referral.refresh_from_db()
        assert referral.state == State.SUBMITTED
        assert not LevelDecision.objects.exists()
        assert AuditEvent.objects.filter(verb="referral.decided", refused=True).count() == 1

    @rule("ACC-02")
    @pytest.mark.parametrize("who", ["practitioner", "manager", "administrator", "chair", "other_coordinator"])
    def test_only_the_coordinator_of_the_area_decides(self, world: World, submitted: Referral, who: str) -> None:
        with pytest.raises(NotPermitted):
            builders.decided(submitted, world.people[who], today=world.today)

    def test_a_level_decided_meanwhile_is_not_decided_over_unseen(self, world: World, submitted: Referral) -> None:
        seen = facts.decision_base(submitted)
        builders.wrote(submitted, world.practitioner, "plan", plan="Changed")
        with pytest.raises(Conflict):
            services.decide(
                actor=world.coordinator,
                referral=submitted,
                decided=services.Decided("refused", "One agency can manage the risk."),
                based_on=seen,
                today=world.today,
            )

    @rule("REF-12")
    def test_category_3_is_decided_with_its_offence_and_level(self, world: World, case: Case) -> None:
        offence = factories.conviction(
            case, world.practitioner, today=world.today, specified=None, disposal="fine", term_value=None, term_unit="",
            licence_ends_on=None, sentence_ends_on=None,
        )  # fmt: skip
        referral = builders.started(case, world.practitioner, today=world.today, purpose=Purpose.CATEGORY_3)
        builders.complete(referral, world.practitioner)
        builders.submitted(referral, world.practitioner, today=world.today)
        referral.refresh_from_db()
        with pytest.raises(RuleRefused) as refused:
            builders.decided(referral, world.coordinator, today=world.today)
        assert rules_of(refused) == {"REF-12"}
        builders.decided(referral, world.coordinator, today=world.today, offence=offence, grounds=[])
        case.refresh_from_db()
        assert (case.category, case.level) == (3, 2)


class TestDisputes:
    @rule("REF-13")
    @rule("REF-24")
    def test_a_refusal_is_disputed_settled_and_decided_anew(self, world: World, submitted: Referral) -> None:
        refuse(submitted, world)
        dispute(submitted, world)
        assert (submitted.state, due(submitted.case)) == (State.DISPUTED, [])
        [owed] = due(submitted.case, "REF-24")
        assert owed.due_on == world.today + 14 * DAY
        later = world.today + 5 * DAY
        settle(submitted, world, anew=True, today=later)
        assert (submitted.state, submitted.received_on) == (State.SUBMITTED, world.today)
        assert due(submitted.case, "REF-24") == []
        [open_now] = due(submitted.case)
        assert open_now.due_on == later + 10 * DAY
        assert "dispute" in open_now.words
        second = builders.decided(submitted, world.coordinator, today=later)
        assert second.supersedes == ReferralDecision.objects.get(outcome="refused")

    @rule("REF-13")
    def test_a_decision_that_stands_is_what_it_was(self, world: World, submitted: Referral) -> None:
        refuse(submitted, world)
        dispute(submitted, world)
        settle(submitted, world, anew=False, today=world.today)
        assert submitted.state == State.REFUSED
        assert due(submitted.case) == []

    @rule("REF-15")
    def test_nothing_is_disputed_before_it_is_decided(self, world: World, submitted: Referral) -> None:
        with pytest.raises(RuleRefused) as refused:
            dispute(submitted, world)
        assert rules_of(refused) == {"REF-15"}

    @rule("REF-13")
    def test_a_dispute_is_not_dated_before_the_decision(self, world: World, submitted: Referral) -> None:
        refuse(submitted, world)
        with pytest.raises(RuleRefused) as refused:
            dispute(submitted, world, happened_on=world.today - DAY)
        assert rules_of(refused) == {"REF-13"}


@rule("REF-16")
def test_the_unit_sees_victims_while_a_referral_waits(world: World, draft: Referral) -> None:
    case = draft.case_id
    assert not can_see_victims(world.coordinator, case)
    builders.submitted(draft, world.practitioner, today=world.today)
    assert can_see_victims(world.coordinator, case)
    assert not can_see_victims(world.other_coordinator, case)
    assert not can_see_victims(world.team_mate, case)
    draft.refresh_from_db()
    refuse(draft, world)
    assert not can_see_victims(world.coordinator, case)
    dispute(draft, world)
    assert can_see_victims(world.coordinator, case)


@rule("REF-16")
@rule("ACC-25")
def test_who_is_barred_sees_no_victims_by_a_referral(world: World, submitted: Referral) -> None:
    AccessDenial(case=submitted.case, user=world.coordinator, reason="Related.", decided_by=world.manager).save()
    assert not can_see_victims(world.coordinator, submitted.case_id)


@rule("REF-17")
def test_nobody_decides_on_their_own(world: World, submitted: Referral) -> None:
    both = factories.make_user(
        "Both", agency=world.probation, area=world.area, roles=(factories.Role.COORDINATOR, factories.Role.MANAGER)
    )
    services.withdraw(actor=world.manager, referral=submitted, version=submitted.version, reason="Begun anew.")
    own = builders.started(submitted.case, both, today=world.today)
    builders.complete(own, both)
    builders.submitted(own, both, today=world.today)
    own.refresh_from_db()
    with pytest.raises(RuleRefused) as refused:
        builders.decided(own, both, today=world.today)
    assert rules_of(refused) == {"REF-17"}


def refuse(referral: Referral, world: World) -> None:
    """The referral refused."""
    terms = {"outcome": "refused", "level": None, "meeting_on": None, "grounds": []}
    builders.decided(referral, world.coordinator, today=world.today, **terms)
    referral.refresh_from_db()


def dispute(referral: Referral, world: World, **changes: Any) -> None:
    """The decision disputed."""
    terms: dict[str, Any] = {
        "happened_on": world.today,
        "manager": "Head of service, Invented Probation",
        "reason": "The risk to the family is underestimated.",
        "today": world.today,
    }
    services.raise_dispute(actor=world.manager, referral=referral, version=referral.version, **{**terms, **changes})
    referral.refresh_from_db()


def settle(referral: Referral, world: World, *, anew: bool, today: dt.date) -> None:
    """The dispute settled."""
    services.settle_dispute(
        actor=world.coordinator,
        referral=referral,
        version=referral.version,
        anew=anew,
        happened_on=today,
        manager="Head of service, Invented Probation",
        reason="Looked at again by both managers.",
        today=today,
    )
    referral.refresh_from_db()


def _involve_police(world: World, case: Case) -> None:
    part = Involvement(case=case, agency=world.police, part=Involvement.Part.INVOLVED, starts=world.today)
    part.save(force_insert=True)
