"""Reads of reviews and critical cases for pages and other rooms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Agency, User
from accounts.selectors import people
from deadlines.models import Deadline
from meetings import selectors as meetings
from meetings.models import AgendaEntry, Meeting
from offenders import quashings
from offenders.access import Viewer
from offenders.models import Case, Offence
from offenders.paging import KeyedPage, page_after
from papers.models import Paper, PaperSending, PaperVersion
from papers.rules.shape import COORDINATOR, SMB_CHAIR, Form
from serious import facts
from serious.facts import Read
from serious.models import CriticalEvent, ReviewAction, ReviewDecision, ReviewStep, SeriousOffence
from serious.rules import mandate
from serious.rules.actions import KEY, ActionState
from serious.rules.critical import CriticalFacts
from serious.rules.steps import ReviewFacts, out_of_turn
from serious.rules.timetable import BY_STEP, RULES, RUNNING, TIMETABLE, State, Step, Timed
from ui.words import day

PAGE = 50
COLOURS: Mapping[State, str] = {
    State.TOLD: "yellow",
    State.RECEIVED: "yellow",
    State.NO_REVIEW: "grey",
    State.UNDER_WAY: "blue",
    State.DEFERRED: "purple",
    State.DISCONTINUED: "grey",
    State.CLOSED: "green",
}


ACTION_COLOURS: Mapping[ActionState, str] = {
    ActionState.OPEN: "blue",
    ActionState.DONE: "green",
    ActionState.REFUSED: "grey",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the timeline tells."""

    offences: Sequence[SeriousOffence]
    decisions: Sequence[ReviewDecision]
    steps: Sequence[ReviewStep]
    critical: Sequence[CriticalEvent]


@dataclass(frozen=True, slots=True)
class Line:
    """One step in the timetable of a review: when it is due, or what was recorded of it."""

    timed: Timed
    done: ReviewStep | None
    due: Deadline | None
    open: bool
    waits_for: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One offence with everything its page shows."""

    offence: SeriousOffence
    decisions: Sequence[ReviewDecision]
    steps: Sequence[ReviewStep]
    facts: ReviewFacts
    mandatory: bool
    why: str
    due: Sequence[Deadline]
    actions: Sequence[ReviewAction]

    @property
    def planned(self) -> list[tuple[ReviewAction, str]]:
        """Its actions with the colour of the tag that says what became of each."""
        return [(row, ACTION_COLOURS[ActionState(row.state)]) for row in self.actions]

    @property
    def colour(self) -> str:
        """Of the tag that says how far it has come."""
        return COLOURS[State(self.offence.state)]

    @property
    def standing(self) -> dict[str, ReviewStep]:
        """The step of each kind that stands."""
        replaced = {step.supersedes_id for step in self.steps}
        return {step.kind: step for step in self.steps if step.pk not in replaced}

    def lines(self) -> list[Line]:
        """The whole timetable; empty where there is no review."""
        if self.facts.decided_on is None or self.offence.state == State.NO_REVIEW:
            return []
        due = {row.key.partition(":")[2]: row for row in self.due}
        return [self._line(one, self.standing.get(one.step.value), due.get(one.step.value)) for one in TIMETABLE]

    def _line(self, one: Timed, done: ReviewStep | None, due: Deadline | None) -> Line:
        stopped = out_of_turn(self.facts, one.step, correcting=done is not None)
        firsts = [first for first in (one.after, *one.also) if first is not None and first not in self.facts.done]
        waits_for = BY_STEP[firsts[0]].words if firsts and done is None else ""
        return Line(one, done, due, not stopped, waits_for)


def of_case(*, viewer: Viewer, case_id: UUID) -> QuerySet[SeriousOffence]:
    """Every serious further offence of a case that the viewer may see, newest charge first."""
    rows = SeriousOffence.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("case", "recorded_by", "managed_for")


def linked(*, viewer: Viewer, case_id: UUID) -> QuerySet[SeriousOffence]:
    """Those that are linked to an offence of the case's sentences."""
    return of_case(viewer=viewer, case_id=case_id).filter(managed_for__isnull=False)


def sentenced(*, viewer: Viewer, case_id: UUID) -> QuerySet[Offence]:
    """The person's recorded offences, also those quashed since, for one to be chosen, newest outcome first."""
    return quashings.happened(viewer=viewer, case_id=case_id)


def sentence_of(offence: SeriousOffence) -> str:
    """The offence for whose sentence the person was managed, with its outcome; empty where none is linked."""
    row = offence.managed_for
    if row is None:
        return ""
    quashed = f"; the conviction was quashed on {day(row.quashed_on)}" if row.quashed_on else ""
    return f"{row.title}: {row.get_disposal_display()}, {day(row.passed_on or row.outcome_on)}{quashed}"


def offence_for(*, viewer: Viewer, case_id: UUID, offence_id: UUID) -> SeriousOffence:
    """One of them; Http404 when the viewer may not see it."""
    return get_object_or_404(of_case(viewer=viewer, case_id=case_id), pk=offence_id)


def shown(*, viewer: Viewer, offence: SeriousOffence) -> Shown:
    """One offence with everything its page shows: five queries."""
    decisions = ReviewDecision.objects.visible_to(viewer).filter(offence=offence).select_related("decided_by")
    steps = ReviewStep.objects.visible_to(viewer).filter(offence=offence).select_related("taken_by", "person")
    found, taken = list(decisions.order_by("-recorded_at")), list(steps.order_by("-recorded_at"))
    levels = facts.levels_of([offence.case_id])[offence.case_id]
    replaced = {step.supersedes_id for step in taken}
    standing = [step for step in reversed(taken) if step.pk not in replaced]
    planned = list(actions_of(viewer=viewer, offence=offence))
    read = Read(offence, found[0] if found else None, standing, planned)
    return Shown(
        offence=offence,
        decisions=found,
        steps=taken,
        facts=read.facts(levels),
        mandatory=mandate.is_mandatory(offence.kind, offence.committed_on, levels),
        why=mandate.why(offence.kind, offence.committed_on, levels),
        due=list(_due(viewer).filter(case=offence.case_id, key__startswith=str(offence.pk))),
        actions=planned,
    )


def actions_of(*, viewer: Viewer, offence: SeriousOffence) -> QuerySet[ReviewAction]:
    """The actions of its Action Plan, in their order."""
    rows = ReviewAction.objects.visible_to(viewer).filter(offence=offence)
    return rows.select_related("agency", "offence__case").order_by("number")


def action_for(*, viewer: Viewer, offence: SeriousOffence, action_id: UUID) -> ReviewAction:
    """One of them; Http404 when it is not of this offence or the viewer may not see it."""
    return get_object_or_404(actions_of(viewer=viewer, offence=offence), pk=action_id)


def agencies(*, case: Case) -> QuerySet[Agency]:
    """Who can answer for an action: the agencies of the case's area."""
    return meetings.agencies_of_area(case.area_id)


def _due(viewer: Viewer) -> QuerySet[Deadline]:
    """What is due on reviews that the viewer may see, soonest first."""
    rows = Deadline.objects.visible_to(viewer).filter(closed_at__isnull=True, rule__in=sorted(RULES))
    return rows.order_by("due_on", "id")


def told(*, viewer: Viewer, case_id: UUID) -> Told:
    """What the timeline tells: four queries. A step that was put right is told as it stands."""
    steps = ReviewStep.objects.visible_to(viewer).filter(case_id=case_id, superseded_by__isnull=True)
    return Told(
        offences=list(of_case(viewer=viewer, case_id=case_id)),
        decisions=list(ReviewDecision.objects.visible_to(viewer).filter(case_id=case_id)),
        steps=list(steps),
        critical=[one.row for one in critical_told(viewer=viewer, case_id=case_id) if not one.row.withdrawn],
    )


def critical_events(*, viewer: Viewer, case_id: UUID) -> QuerySet[CriticalEvent]:
    """Every row of what happened to a case as a critical one, those that were put right too, newest first."""
    rows = CriticalEvent.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("recorded_by", "case").order_by("-recorded_at")


def critical_event_for(*, viewer: Viewer, case_id: UUID, event_id: UUID) -> CriticalEvent:
    """One of them, also one that was put right since; Http404 when the viewer may not see it."""
    return get_object_or_404(critical_events(viewer=viewer, case_id=case_id), pk=event_id)


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One event of a critical case as it stands, with the rows that were put right before it, newest first."""

    row: CriticalEvent
    earlier: Sequence[CriticalEvent]


def critical_told(*, viewer: Viewer, case_id: UUID) -> list[ToldEvent]:
    """What happened as it stands, the latest day first, and last what was taken out: one query."""
    rows = list(critical_events(viewer=viewer, case_id=case_id))
    by_id = {row.pk: row for row in rows}
    replaced = {row.supersedes_id for row in rows}
    found = []
    for row in sorted(rows, key=lambda row: (not row.withdrawn, row.happened_on), reverse=True):
        if row.pk not in replaced:
            found.append(ToldEvent(row, _before(row, by_id)))
    return found


def _before(row: CriticalEvent, by_id: Mapping[UUID, CriticalEvent]) -> list[CriticalEvent]:
    found: list[CriticalEvent] = []
    while row.supersedes_id is not None:
        row = by_id[row.supersedes_id]
        found.append(row)
    return found


def critical_facts(*, viewer: Viewer, case: Case) -> CriticalFacts:
    """Where the case stands as a critical one; as if nothing were recorded for who may not see it."""
    seen = CriticalEvent.objects.visible_to(viewer).filter(case=case)
    return facts.critical_of(case) if seen.exists() else CriticalFacts(level=case.level, very_high=False)


@dataclass(frozen=True, slots=True)
class Considered:
    """What a Level 3 meeting that was held said of a referral (MTG-21)."""

    meeting: Meeting
    referred: bool
    reason: str


def considered(*, viewer: Viewer, case_id: UUID) -> Considered | None:
    """The last answer of a meeting that was held; None where none was given, or the viewer does not see it."""
    rows = AgendaEntry.objects.visible_to(viewer).filter(
        case_id=case_id, item="cppc", meeting__status=Meeting.Status.HELD, answers__referred__in=("yes", "no")
    )
    entry = rows.select_related("meeting").order_by("-meeting__starts_at").first()
    if entry is None:
        return None
    return Considered(entry.meeting, entry.answers["referred"] == "yes", entry.answers.get("reason", ""))


def form_to_record(*, viewer: Viewer, case_id: UUID) -> Paper | None:
    """The newest MAPPA N of the case of which no offence is recorded here yet."""
    used = SeriousOffence.objects.visible_to(viewer).filter(case_id=case_id, paper__isnull=False)
    rows = Paper.objects.visible_to(viewer).filter(case_id=case_id, form=Form.N.value)
    return rows.exclude(pk__in=used.values("paper")).order_by("-started_at", "-id").first()


def of_the_form(*, viewer: Viewer, case_id: UUID) -> dict[str, Any]:
    """What that form says of the offence, and when it reached the Co-ordinator and the Chair; empty without one."""
    paper = form_to_record(viewer=viewer, case_id=case_id)
    if paper is None:
        return {}
    version = PaperVersion.objects.visible_to(viewer).filter(paper=paper).order_by("-number").first()
    answers = version.answers if version else {}
    sent: dict[str, date] = {}
    rows = PaperSending.objects.visible_to(viewer).filter(version__paper=paper).order_by("sent_on")
    for to, on in rows.values_list("to", "sent_on"):
        sent.setdefault(to, on)
    days = {name: answers[name] for name in ("committed_on", "charged_on") if answers.get(name)}
    return {
        "kind": answers.get("kind", ""),
        "charge": answers.get("charge", ""),
        **{name: date.fromisoformat(text) for name, text in days.items()},
        "told_on": sent.get(COORDINATOR.key),
        "received_on": sent.get(SMB_CHAIR.key),
    }


def leads(*, case: Case) -> QuerySet[User]:
    """Who can be chosen to lead a review: members of the Board and managers of the area."""
    return people(case.area_id, *facts.LEADS)


@dataclass(frozen=True, slots=True)
class Running:
    """One review in the register: what is due next on it, if anything."""

    offence: SeriousOffence
    due: Deadline | None
    step: str
    colour: str


def running(*, viewer: User) -> QuerySet[SeriousOffence]:
    """The offences of cases open to the viewer on which something is still to be done, the oldest charge first."""
    rows = SeriousOffence.objects.visible_to(viewer).filter(state__in=sorted(RUNNING))
    return rows.select_related("case").order_by("charged_on", "id")


def running_page(*, viewer: User, after: str) -> KeyedPage:
    """A page of them as `Running`: two statements whatever their number."""
    page = page_after(running(viewer=viewer), after, PAGE)
    cases = [row.case_id for row in page.rows]
    soonest: dict[str, Deadline] = {}
    for due in _due(viewer).filter(case__in=cases):
        soonest.setdefault(due.key.partition(":")[0], due)
    rows = [
        Running(row, soonest.get(str(row.pk)), _step(soonest.get(str(row.pk))), COLOURS[State(row.state)])
        for row in page.rows
    ]
    return replace(page, rows=rows)


OTHER_DUE = {
    "chair": "Chair of the Board told",
    "decision": "Decision on a review",
    "deferral": "Deferral looked at again",
}


def _step(due: Deadline | None) -> str:
    """What is due, in words."""
    if due is None:
        return ""
    key = due.key.partition(":")[2]
    if key.startswith(KEY):
        return f"Action {key.removeprefix(KEY)} of the Action Plan"
    return OTHER_DUE.get(key) or BY_STEP[Step(key)].words
