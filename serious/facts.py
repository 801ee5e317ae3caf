"""What the rules of reviews are asked about: where each offence stands, and the levels before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from accounts.models import TeamMembership, User
from accounts.roles import Role
from accounts.standing import standing_of
from assessments.models import RoshJudgement
from assessments.rules.levels import RoshLevel
from levels.models import LevelDecision
from meetings.models import AgendaEntry, Meeting
from offenders.access import MANAGERS
from offenders.models import Assignment, Case, CustodyPeriod
from serious.models import CriticalEvent, ReviewAction, ReviewDecision, ReviewStep, SeriousOffence
from serious.rules.actions import ActionFacts, ActionState
from serious.rules.critical import CriticalFacts, Event, Happening, standing_after
from serious.rules.mandate import is_mandatory
from serious.rules.steps import ReviewFacts
from serious.rules.timetable import BY_STEP, Outcome, State, Step

ENDED = (State.DISCONTINUED.value, State.CLOSED.value)
Levels = list[tuple[date, int | None]]


@dataclass(slots=True)
class Read:
    """One offence with the decision that stands, the steps that stand, the oldest first, and its actions."""

    offence: SeriousOffence
    decision: ReviewDecision | None = None
    steps: list[ReviewStep] = field(default_factory=list)
    actions: list[ReviewAction] = field(default_factory=list)

    def facts(self, levels: Sequence[tuple[date, int | None]]) -> ReviewFacts:
        """What the rules look at. A decision against a review that has become mandatory waits to be taken anew."""
        row, decision = self.offence, self.decision
        if decision is not None and decision.outcome == Outcome.NONE:
            decision = None if is_mandatory(row.kind, row.committed_on, levels) else decision
        ended = [step.happened_on for step in self.steps if step.kind == "discontinued"]
        waits = [step for step in self.steps if step.kind == "deferred"]
        return ReviewFacts(
            told_on=row.told_on,
            received_on=row.received_on,
            decided_on=decision.decided_on if decision else None,
            outcome=Outcome(decision.outcome) if decision else None,
            done={Step(step.kind): step.happened_on for step in self.steps if step.kind in set(BY_STEP)},
            deferrals=self._deferrals(),
            deferral_review_on=waits[-1].review_on if waits else None,
            discontinued_on=ended[-1] if ended else None,
            with_form=row.paper_id is not None,
            actions=[facts_of(action) for action in self.actions],
        )

    def _deferrals(self) -> list[tuple[date, date | None]]:
        """From when until when it waited; a deferral that was looked at again and lasts is one."""
        found: list[tuple[date, date | None]] = []
        for step in self.steps:
            open_now = bool(found) and found[-1][1] is None
            if step.kind == "deferred" and not open_now:
                found.append((step.happened_on, None))
            elif step.kind == "went_on" and open_now:
                found[-1] = (found[-1][0], step.happened_on)
        return found


def read(offences: Iterable[SeriousOffence]) -> dict[UUID, Read]:
    """These offences with what stands of each: three queries."""
    found = {row.pk: Read(row) for row in offences}
    if not found:
        return {}
    for decision in ReviewDecision.objects.filter(offence__in=list(found), superseded_by__isnull=True):
        found[decision.offence_id].decision = decision
    steps = ReviewStep.objects.filter(offence__in=list(found), superseded_by__isnull=True)
    for step in steps.order_by("recorded_at"):
        found[step.offence_id].steps.append(step)
    for action in ReviewAction.objects.filter(offence__in=list(found)).select_related("agency").order_by("number"):
        found[action.offence_id].actions.append(action)
    return found


def facts_of(row: ReviewAction) -> ActionFacts:
    """What the rules look at of one action."""
    return ActionFacts(row.number, row.agency.name, row.agreed_on, row.due_on, ActionState(row.state))


def levels_of(case_ids: Iterable[UUID]) -> Mapping[UUID, Levels]:
    """Each decision on the level of these cases, day and level, oldest first: one query."""
    found: dict[UUID, Levels] = {case_id: [] for case_id in case_ids}
    rows = LevelDecision.objects.filter(case__in=list(found)).order_by("decided_on", "recorded_at")
    for case_id, on, level in rows.values_list("case", "decided_on", "level"):
        found[case_id].append((on, level))
    return found


def gather(case_ids: Sequence[UUID]) -> dict[UUID, list[tuple[str, ReviewFacts]]]:
    """The offences of these cases that have not ended, each with its key: one query, and four more where one is."""
    rows = SeriousOffence.objects.filter(case__in=case_ids).exclude(state__in=ENDED).order_by("charged_on", "id")
    reads = read(rows)
    if not reads:
        return {}
    levels = levels_of({one.offence.case_id for one in reads.values()})
    found: dict[UUID, list[tuple[str, ReviewFacts]]] = {}
    for one in reads.values():
        case_id = one.offence.case_id
        found.setdefault(case_id, []).append((str(one.offence.pk), one.facts(levels[case_id])))
    return found


def works_on(person: User, case: Case) -> bool:
    """Whether somebody has or had a part in the case, or works in its team."""
    if Assignment.objects.filter(case=case, user=person).exists():
        return True
    return case.team_id is not None and TeamMembership.objects.filter(team=case.team_id, user=person).exists()


def manages_there(person: User, case: Case) -> bool:
    """Whether somebody is a manager of the agency that leads the case: they stand over who manages it."""
    return person.agency_id == case.lead_agency_id and standing_of(person).holds(*MANAGERS)


def names_of_workers(case: Case) -> set[str]:
    """The names of everybody who has or had a part in the case, in lower case."""
    rows = Assignment.objects.filter(case=case).values_list("user__full_name", flat=True)
    return {name.casefold() for name in rows}


def critical_events(case_ids: Iterable[UUID]) -> Mapping[UUID, list[Happening]]:
    """What stands of these cases as critical ones, in the order of first recording: one query.

    A row that was put right stands in the place of the first; what was taken out stands no more.
    """
    found: dict[UUID, dict[UUID, Happening | None]] = {}
    first: dict[UUID, UUID] = {}
    for row in CriticalEvent.objects.filter(case__in=list(case_ids)).order_by("recorded_at"):
        place = first[row.pk] = first[row.supersedes_id] if row.supersedes_id else row.pk
        stands = None if row.withdrawn else Happening(str(row.pk), Event(row.kind), row.happened_on)
        found.setdefault(row.case_id, {})[place] = stands
    return {pk: [one for one in events.values() if one is not None] for pk, events in found.items()}


def critical_events_of(case: Case) -> list[Happening]:
    """What stands of one case as a critical one: one query."""
    return critical_events([case.pk]).get(case.pk, [])


def agreed_referrals(case_ids: Sequence[UUID]) -> dict[UUID, tuple[date, list[Happening]]]:
    """The day of the last meeting of each case that agreed on referring it as critical, and what came of it.

    One query, and another where one did.
    """
    agreed = AgendaEntry.objects.filter(
        case__in=case_ids, item="cppc", answers__referred="yes", meeting__status=Meeting.Status.HELD
    )
    days = {row.case_id: row.meeting.held_on for row in agreed.select_related("meeting").order_by("meeting__starts_at")}
    known = critical_events(days) if days else {}
    return {pk: (on, known.get(pk, [])) for pk, on in days.items()}


def critical_of(case: Case) -> CriticalFacts:
    """Where the case stands as a critical one; what was ended or not registered is over. Two queries."""
    stands = standing_after(critical_events_of(case))
    judged = RoshJudgement.objects.filter(case=case, superseded_by__isnull=True).order_by("-recorded_at")
    overall = judged.values_list("overall", flat=True).first()
    return CriticalFacts(
        level=case.level,
        very_high=overall == RoshLevel.VERY_HIGH,
        terrorist=case.category == TERRORIST,
        referred_on=stands.referred_on,
        registered_on=stands.registered_on,
        agreed_on=stands.agreed_on,
    )


def released_on(case: Case) -> date | None:
    """The day of the last release; None where none is recorded."""
    rows = CustodyPeriod.objects.filter(case=case, released_on__isnull=False).order_by("-released_on")
    return rows.values_list("released_on", flat=True).first()


TERRORIST = 4
LEADS = (Role.MANAGER, Role.YJS_MANAGER, Role.SMB_MEMBER)
"""Who leads a review: a member of the Board, or a senior manager of an agency (20.8)."""
