"""What the rules of a meeting read, gathered from its rows. For services and selectors, inside an opened case."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery

from accounts.models import Agency, User
from accounts.roles import Role
from accounts.standing import standing_of
from assessments.models import PlanAction
from assessments.rules.plan import ActionStatus, plan_findings, uncovered_risks
from assessments.selectors import actions, plan_facts
from audit.history import history_of
from custody import facts as of_custody
from deadlines.policies import CasePolicy, read_policies
from levels.clocks import gather
from levels.facts import lowering_facts, unanswered
from levels.models import LevelDecision
from levels.selectors import level_facts, undecided_category
from levels.selectors.approvals import approval_of
from meetings.answers import ANSWERS, REMOVED, all_gaps, note_text
from meetings.facts_people import (
    ADULT,
    CONNECTED_WITH_TERRORISM,
    Asked,
    chair_as_invited,
    chair_facts,
    circumstances,
    circumstances_of,
    invitees,
    invitees_asked,
    party_of,
    second_chair_facts,
    standing_invitations,
    took_place,
)
from meetings.kept_out import came_though_kept_out, kept_out_of
from meetings.models import (
    AgendaEntry,
    InformationRequest,
    Invitation,
    Meeting,
    Messenger,
    MinutesApproval,
)
from meetings.policies import agreed_grades
from meetings.rules.agenda import agenda_for
from meetings.rules.closing import CloseFacts, LevelOutcome, RiskSummary
from meetings.rules.minutes import MinutesState
from meetings.rules.particular import Particular
from meetings.rules.people import Attendance, Party
from meetings.rules.record import Deputy, RecordFacts
from meetings.rules.returns import GAVE, NOTHING
from offenders.access import Viewer
from offenders.models import Case, Offence
from offenders.rules.ages import age_on
from offenders.words import ROSH_WORDS
from referrals.facts import has_sexual_offence

__all__ = [
    "Asked",
    "absent_agencies",
    "adult_social_care_came",
    "agencies_to_be_told",
    "answers_of",
    "chair_as_invited",
    "chair_facts",
    "circumstances",
    "circumstances_of",
    "close_facts",
    "invitees",
    "invitees_asked",
    "may_answer",
    "meeting_before",
    "minutes_state",
    "outcome_of",
    "party_of",
    "policy_of",
    "record_facts",
    "returned",
    "second_chair_facts",
    "standing_invitations",
    "took_place",
    "unaccounted",
    "visor_reference_missing",
]
"""What services and selectors ask for; who comes, and what decides it, is in `facts_people`."""


def may_answer(somebody: Viewer, agency_id: UUID, case: Case) -> bool:
    """Whether a request to this agency is theirs to answer: their own agency's, or any as Co-ordinator (MTG-62)."""
    standing = standing_of(somebody)
    return agency_id == standing.agency_id or case.area_id in standing.areas(Role.COORDINATOR)


def answers_of(meeting: Meeting) -> dict[str, dict[str, str]]:
    """Agenda item -> answers, for the items that were started."""
    return {row.item: row.answers for row in AgendaEntry.objects.filter(meeting=meeting)}


def policy_of(case: Case, today: date) -> CasePolicy:
    """The national and the area's policy that bind the case."""
    return read_policies(today).of_area(case.area_id)


def minutes_state(meeting: Meeting) -> MinutesState:
    """Where the meeting's minutes stand: the last approval, or a draft."""
    last = MinutesApproval.objects.filter(meeting=meeting).order_by("-recorded_at").first()
    return MinutesState(last.state) if last else MinutesState.DRAFT


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The meeting held last before this one, if any."""
    held = Meeting.objects.filter(case=meeting.case_id, status=Meeting.Status.HELD, starts_at__lt=meeting.starts_at)
    return held.first()


def outcome_of(answers: Mapping[str, str], case: Case, chair: User) -> LevelOutcome:
    """The level item as the closing rules read it, with the second approval that holds for it."""
    chosen = answers.get("level", "")
    _, approval = approval_of(case, to=chosen, proposed_by=chair)
    return LevelOutcome(
        level=int(chosen) if chosen.isdigit() else None,
        reason=answers.get("reason", ""),
        removed=chosen == REMOVED,
        re_referral_route=answers.get("re_referral_route", ""),
        re_referral_agency=answers.get("re_referral_agency", ""),
        second_approval=approval,
    )


def close_facts(meeting: Meeting, case: Case, *, chair: User, today: date) -> CloseFacts:
    """Everything the closing rules look at."""
    answers = answers_of(meeting)
    level, risk = answers.get("level", {}), answers.get("risk", {})
    disclosure, cppc = answers.get("disclosure", {}), answers.get("cppc", {})
    policy = policy_of(case, today)
    rows = standing_invitations(meeting)
    of_levels = level_facts(case)
    plan = plan_facts(case, today=today)
    return CloseFacts(
        level=meeting.level,
        category=case.category or 0,
        held_on=meeting.held_on,
        today=today,
        chair=chair_facts(meeting.chair, _area_of(meeting.chair, case)),
        second_chair=second_chair_facts(meeting.co_chair, _area_of(meeting.co_chair, case)),
        joint=meeting.kind == Meeting.Kind.COUNTER_TERRORISM,
        not_standard=answers.get("confidentiality", {}).get("not_standard", ""),
        invitees=invitees(rows, meeting),
        case=circumstances_of(meeting, case),
        inside_today=case.pk in of_custody.inside([case.pk]),
        came_though_kept_out=came_though_kept_out(case, rows, meeting.held_on),
        what_they_heard=answers.get("confidentiality", {}).get("kept_out", ""),
        risk=RiskSummary(**{key: risk.get(key, "") for key in RiskSummary.__slots__}),
        outcome=outcome_of(level, case, chair),
        review=gather([case.pk])[case.pk],
        national=policy.national,
        local=policy.local,
        answers={item: note_text(item, given) for item, given in answers.items() if item in ANSWERS},
        disclose=_yes_or_no(disclosure.get("disclose")),
        disclosure_reason=disclosure.get("reason", ""),
        cppc_referred=_yes_or_no(cppc.get("referred")),
        cppc_reason=cppc.get("reason", ""),
        next_review_on=_day(level.get("next_review_on")),
        route=of_levels.route,
        stays_in=undecided_category(case, on=meeting.held_on).category if level.get("level") == REMOVED else None,
        rosh=of_levels.rosh,
        missing_information=list(dict.fromkeys([*_silent_agencies(rows, returned(meeting)), *unanswered(case)])),
        uncovered_risks=len(uncovered_risks(plan)),
        # The meeting is itself the review whose day the plan names, so that day counts for nothing here (RMP-08).
        plan_is_robust=not any(finding.stops for finding in plan_findings(plan) if finding.rule != "RMP-08"),
        case_ended_on=case.ended_on,
        current_level=of_levels.current_level,
        current_level_on=of_levels.current_level_on,
        decided_later_that_day=_decided_after_start(meeting, case),
        lowering=lowering_facts(case, today=today),
        agreed_grades=agreed_grades(case.area_id, meeting.held_on),
        why_lower_grade=answers.get("confidentiality", {}).get("lower_grade", ""),
        why_never_invited=answers.get("confidentiality", {}).get("never_invited", ""),
        record=record_facts(meeting, chair=chair, answers=answers, rows=rows, lead_rosh=of_levels.rosh),
        visor_missing=visor_reference_missing(case),
        particular=Particular(
            child=age_on(case.date_of_birth, meeting.held_on) < ADULT,
            terrorism=case.category == CONNECTED_WITH_TERRORISM,
            domestic_abuse=Offence.objects.filter(case=case, domestic_abuse=True).exists(),
            said=risk,
        ),
    )


def visor_reference_missing(case: Case) -> bool:
    """Whether the minutes of a sexual offender would go without the ViSOR reference (MIN-19): one query at most."""
    return not case.visor_ref and has_sexual_offence(case)


def _area_of(chair: User | None, case: Case) -> str:
    """The area in which a chair of a meeting that was held is to be trained: one in which the case was (MTG-02).

    Whoever chairs was asked about the area of the case when they were named; a transfer since makes nobody a stranger.
    """
    trained_in = standing_of(chair).areas(Role.CHAIR) if chair is not None else frozenset()
    if case.area_id in trained_in:
        return case.area_id
    kept: Any = history_of(Case)
    before = kept.objects.filter(id=case.pk, area__in=trained_in).order_by("-pgh_id")
    return before.values_list("area", flat=True).first() or case.area_id


def _decided_after_start(meeting: Meeting, case: Case) -> bool:
    """Whether a level was decided once the meeting had begun, and had been put down for that time.

    A meeting of this morning may be entered this afternoon, after the decision that called it.
    """
    kept: Any = history_of(Meeting)
    put_down = kept.objects.filter(id=meeting.pk, starts_at=meeting.starts_at).order_by("pgh_id")
    later = LevelDecision.objects.filter(case=case, recorded_at__gt=meeting.starts_at)
    return later.filter(recorded_at__gt=Subquery(put_down.values("pgh_created_at")[:1])).exists()


def record_facts(
    meeting: Meeting,
    *,
    chair: User,
    answers: Mapping[str, Mapping[str, str]],
    rows: Sequence[Invitation],
    lead_rosh: str | None,
) -> RecordFacts:
    """What is recorded beside the agenda, as the rules of the record see it. Actions are those the chair may see."""
    risk = answers.get("risk", {})
    before = meeting_before(meeting)
    return RecordFacts(
        previous=minutes_state(before) if before else None,
        said_of_previous=answers.get("previous_minutes", {}).get("correct", ""),
        gaps=all_gaps([item.key for item in agenda_for(meeting.level)], answers),
        lead_rosh=ROSH_WORDS.get(lead_rosh or "", ""),
        agreed_rosh=ROSH_WORDS.get(risk.get("rosh", ""), ""),
        difference=risk.get("difference", ""),
        deputies=[Deputy(row.agency.name, row.deputy, row.delegated) for row in rows if row.deputy],
        absent_with_actions=[agency.name for agency in agencies_to_be_told(meeting, rows)],
        unaccounted=unaccounted(actions(viewer=chair, case_id=meeting.case_id), meeting.held_on),
    )


def absent_agencies(meeting: Meeting, rows: Iterable[Invitation]) -> list[Agency]:
    """Agencies with an action of this meeting, refused ones aside, that nobody attended for, by name.

    Nobody carries word to one that is kept out of the case (ACC-73).
    """
    came = {row.agency_id for row in rows if row.attendance == Attendance.ATTENDED}
    given = PlanAction.objects.filter(case=meeting.case_id, meeting_id=meeting.pk).exclude(status=ActionStatus.REFUSED)
    told_nothing = came | kept_out_of(meeting.case).agencies
    agencies = Agency.objects.filter(pk__in=given.values("agency")).exclude(pk__in=told_nothing)
    return list(agencies.order_by("name", "pk"))


def agencies_to_be_told(meeting: Meeting, rows: Iterable[Invitation]) -> list[Agency]:
    """Those of them for which no messenger is named yet (MTR-16)."""
    named = set(Messenger.objects.filter(meeting=meeting).values_list("agency_id", flat=True))
    return [agency for agency in absent_agencies(meeting, rows) if agency.pk not in named]


def unaccounted(rows: QuerySet[PlanAction], held_on: date) -> int:
    """How many of these actions ended before the meeting and have no outcome."""
    late = Q(due_on__lt=held_on) | Q(due_on__isnull=True, milestone_on__lt=held_on)
    return rows.filter(late, status__in=(ActionStatus.PROPOSED, ActionStatus.OPEN)).count()


def adult_social_care_came(meeting: Meeting) -> bool:
    """Whether Adult Social Care was at the table."""
    return any(
        row.agency.kind_id == "adult_social_care" and row.attendance == Attendance.ATTENDED
        for row in standing_invitations(meeting)
    )


def returned(meeting: Meeting) -> set[UUID]:
    """The agencies that returned what they know, be it nothing."""
    rows = InformationRequest.objects.filter(meeting=meeting, answer__in=(GAVE, NOTHING))
    return set(rows.values_list("agency", flat=True))


def _silent_agencies(rows: Sequence[Invitation], returned: set[UUID]) -> list[str]:
    """Agencies under a duty that neither came nor reported, required parties aside: those have their own rule."""
    came = {row.agency_id for row in rows if row.attendance in (Attendance.ATTENDED, Attendance.REPORT_ONLY)}
    heard = came | returned
    silent = [
        row.agency.name
        for row in rows
        if row.attendance and row.agency_id not in heard and Party(row.party) is Party.OTHER_AGENCY
    ]
    return list(dict.fromkeys(silent))


def _yes_or_no(stored: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(stored or "")


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
