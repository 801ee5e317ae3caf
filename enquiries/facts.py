"""What the rules on requests are asked about, read under the caller's lock or for the caller's page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from deadlines.policies import read_policies
from deadlines.rules.policies import stricter
from enquiries.access import DECIDE
from enquiries.models import MinutesRequest, Reply, ReplyCopy, ReplyExemption, ReportAnswer, ReportItem, RequestStep
from enquiries.rules.due import FOI_WORKING_DAYS, DueFacts, answer_by
from enquiries.rules.replies import SummaryState, decider
from enquiries.rules.reports import Said
from enquiries.rules.routing import Asked, Handler, Regime, Requester, Response, Route, route_of
from enquiries.rules.steps import DONE, KEPT, OPEN, State, Step, StepFacts
from levels.models import CategoryDecision
from meetings.chairing import can_act
from meetings.content import names_of_case
from meetings.models import ExecutiveSummary, Meeting, Minutes, MinutesApproval
from minutes.facts import newest_approved
from minutes.facts_known import disclosed, known_in, known_of
from minutes.models import MinutesCopy, Recording
from minutes.rules.leaks import leaks
from offenders.access import may
from offenders.models import Case

TERRORIST = 4
FOI_SETTING = "foi_reply_working_days"


@dataclass(slots=True)
class Read:
    """One request with the steps taken, the oldest first, the draft that stands and the exemptions that stand."""

    request: MinutesRequest
    route: Route
    steps: list[RequestStep] = field(default_factory=list)
    reply: Reply | None = None
    exemptions: list[ReplyExemption] = field(default_factory=list)

    def facts(self) -> StepFacts:
        """What the rules look at. Steps on a draft that was replaced count no more."""
        row, reply = self.request, self.reply
        days = {Step(step.kind): step.happened_on for step in self.steps if _counts(step, reply)}
        return StepFacts(
            state=State(row.state),
            received_on=row.received_on,
            days=days,
            response=Response(reply.response) if reply else None,
            passes_on=self.route.passes_on,
            destroy_on=row.destroy_on,
        )


def _counts(step: RequestStep, reply: Reply | None) -> bool:
    """Whether a step is about the request itself or about the draft that stands."""
    return step.reply_id is None or (reply is not None and step.reply_id == reply.pk)


def read(request: MinutesRequest) -> Read:
    """A request with what stands of it: three queries, and what its route asks."""
    found = Read(request, route_for(request))
    found.steps = list(request.steps.order_by("recorded_at").select_related("taken_by"))
    found.reply = request.replies.select_related("summary", "meeting", "drafted_by").first()
    standing = request.exemptions.filter(stands=True, superseded_by__isnull=True)
    found.exemptions = list(standing.select_related("recorded_by"))
    return found


def route_for(request: MinutesRequest) -> Route:
    """Where the table sends a request, with what is known of its case."""
    case = request.case
    if case is None:
        return route_of(asked_of(request))
    return route_of(asked_of(request, terrorism=is_terrorism(case), recording=recording_held(case)))


def asked_of(request: MinutesRequest, *, terrorism: bool = False, recording: bool = False) -> Asked:
    """What the table looks at. Without what is known of a case it knows only what the requester wrote."""
    return Asked(
        requester=Requester(request.requester),
        received_by=request.agency.kind_id,
        insists_on_foi=request.insists_on_foi,
        names_foi=request.names_foi,
        document=bool(request.document),
        counter_terrorism=terrorism,
        recording_held=recording,
    )


def is_terrorism(case: Case) -> bool:
    """Whether minutes of the case may be of counter-terrorism: Category 4 now or once, or such a meeting (ENQ-07)."""
    if case.category == TERRORIST:
        return True
    meetings = Meeting.objects.filter(case=case, kind=Meeting.Kind.COUNTER_TERRORISM)
    return meetings.exists() or CategoryDecision.objects.filter(case=case, category=TERRORIST).exists()


def recording_held(case: Case) -> bool:
    """Whether a recording of some meeting of the case still exists (ENQ-25)."""
    return Recording.objects.filter(case=case, deletion__isnull=True).exists()


def answered_by(area: str, regime: Regime, received_on: date, wanted_by: date | None, *, today: date) -> date | None:
    """The last day for the answer by the policy of the area."""
    policy = read_policies(today).of_area(area)
    limit = stricter(FOI_SETTING, policy.national, policy.local)
    days = FOI_WORKING_DAYS if limit is None else limit.value
    return answer_by(regime, received_on, wanted_by, holidays=policy.holidays, foi_days=days)


def latest_meeting(case: Case) -> Meeting | None:
    """The most recent meeting that was held: its chair decides."""
    held = Meeting.objects.filter(case=case, status=Meeting.Status.HELD).order_by("-starts_at")
    return held.select_related("chair", "co_chair").first()


def is_looked_up(request: MinutesRequest) -> bool:
    """Whether somebody said whom a request is about: somebody on record here, or nobody (ENQ-31)."""
    return request.about != MinutesRequest.About.OPEN


def decides(case: Case | None, route: Route, response: Response | None) -> Handler:
    """Who approves this reply, with what is known of the meetings of its case; None while none is drafted (ENQ-15)."""
    return decider(response, route, held=has_met(case))


def has_met(case: Case | None) -> bool:
    """Whether a meeting of the case was held, so that there is a chair who decides (ENQ-15)."""
    return case is not None and latest_meeting(case) is not None


def any_held(case: Case | None, *, until: date | None = None) -> bool:
    """Whether there are minutes of the case, or will be: a meeting was held, or began (ENQ-31).

    With `until`, one that began on that day (Europe/London) or before.
    """
    if case is None:
        return False
    begun = Q(status=Meeting.Status.SCHEDULED, starts_at__lte=timezone.now())
    rows = Meeting.objects.filter(Q(status=Meeting.Status.HELD) | begun, case=case)
    return (rows if until is None else rows.filter(starts_at__date__lte=until)).exists()


def minuted_meetings(case: Case) -> QuerySet[Meeting]:
    """The meetings of a case whose minutes the chair approved, the latest first."""
    approved = MinutesApproval.objects.filter(meeting=OuterRef("pk"))
    return Meeting.objects.filter(Exists(approved), case=case).order_by("-starts_at", "id")


def copy_of(reply: Reply) -> MinutesCopy | None:
    """The numbered copy that was drawn for a reply, with its redaction; None where there is none (ENQ-30)."""
    found = ReplyCopy.objects.filter(reply=reply).select_related("copy__meeting", "copy__redaction").first()
    return found.copy if found else None


def is_newest(copy: MinutesCopy) -> bool:
    """Whether a copy is of the version of the minutes that the chair approved last."""
    newest = newest_approved(copy.meeting)
    return newest is not None and newest.pk == copy.minutes_id


def is_chair(viewer: User, case: Case | None) -> bool:
    """Whether somebody decides as the chair of the latest meeting that was held (ENQ-15).

    Before the first meeting it is whoever is to chair it.
    """
    if case is None or not may(viewer, DECIDE, case):
        return False
    latest = latest_meeting(case)
    return latest is None or stands_for(viewer, latest)


def stands_for(viewer: User, meeting: Meeting) -> bool:
    """Whether somebody who chairs on this case decides about the papers of a meeting: as the one who chaired it.

    Another chair of the case does where none of those who did can act any more.
    """
    return meeting.is_chaired_by(viewer) or not any(can_act(chair, meeting.case) for chair in meeting.chairs)


def summary_of(case: Case) -> ExecutiveSummary | None:
    """The executive summary that stands of the most recent meeting that has one."""
    rows = ExecutiveSummary.objects.filter(case=case).select_related("minutes").defer("content", "minutes__content")
    return rows.order_by("-meeting__starts_at", "-version").first()


def summary_state(summary: ExecutiveSummary | None) -> SummaryState:
    """How the summary stands that a draft encloses."""
    if summary is None:
        return SummaryState.NONE
    newer = ExecutiveSummary.objects.filter(meeting=summary.meeting_id, version__gt=summary.version)
    return SummaryState.SUPERSEDED if newer.exists() else SummaryState.CURRENT


def draft_state(case: Case, summary: ExecutiveSummary | None) -> SummaryState:
    """How the summary stands that a new draft would enclose: also whether it is older than what came since."""
    if summary is None:
        return SummaryState.NONE
    latest = latest_meeting(case)
    behind = Minutes.objects.filter(meeting=summary.meeting_id, number__gt=summary.minutes.number)
    if (latest is not None and latest.pk != summary.meeting_id) or behind.exists():
        return SummaryState.EARLIER
    return SummaryState.CURRENT


def naming_hits(case: Case | None, texts: Iterable[str]) -> int:
    """How many names or withheld words stand in what is written to the requester (ENQ-17).

    Before a first meeting they are those of the case alone.
    """
    written = {f"text {number}": text for number, text in enumerate(texts) if text.strip()}
    if case is None or not written:
        return 0
    meeting = latest_meeting(case)
    if meeting is not None:
        return len(leaks(written, known_of(meeting, case)))
    further, told = disclosed(case)
    known = known_in(case, others=names_of_case(case, ()), organisations=(), further=further, told=told)
    return len(leaks(written, known))


def gather(case_ids: Sequence[UUID]) -> dict[UUID, list[tuple[str, DueFacts]]]:
    """The requests of these cases on which something is due, each with its key: one query, or two."""
    states = [state.value for state in (*OPEN, *KEPT)]
    rows = list(MinutesRequest.objects.filter(case__in=case_ids, state__in=states).order_by("received_on", "id"))
    done = [row.pk for row in rows if row.state in DONE]
    days: dict[tuple[UUID, str], date] = {}
    if done:
        kinds = (Step.SENT.value, Step.CLOSED.value, Step.WITHDRAWN.value)
        for step in RequestStep.objects.filter(request__in=done, kind__in=kinds).order_by("recorded_at"):
            days[step.request_id, step.kind] = step.happened_on
    found: dict[UUID, list[tuple[str, DueFacts]]] = {}
    for row in rows:
        if row.case_id is not None:
            found.setdefault(row.case_id, []).append((str(row.pk), _due_facts(row, days)))
    return found


def _due_facts(row: MinutesRequest, days: Mapping[tuple[UUID, str], date]) -> DueFacts:
    return DueFacts(
        state=State(row.state),
        regime=Regime(row.regime),
        received_on=row.received_on,
        due_on=row.due_on,
        wanted_by=row.wanted_by,
        destroy_on=row.destroy_on,
        sent_on=days.get((row.pk, Step.SENT.value)),
        ended_on=days.get((row.pk, row.state)),
    )


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """How an item for a report stands: what its agency last said, and on which day; whether the chair cleared it since.

    `left` are the rows that say to whom the report went, the oldest first.
    """

    answered: Said | None
    cleared: bool
    said_on: date | None = None
    left: Sequence[ReportAnswer] = ()


def item_facts(item: ReportItem, answers: Iterable[ReportAnswer]) -> ItemFacts:
    """From its answers, the oldest first."""
    found = ItemFacts(None, cleared=False)
    for one in answers:
        said = Said(one.said)
        if one.item_id != item.pk:
            continue
        if said is Said.LEFT:
            found = replace(found, left=[*found.left, one])
        elif said is Said.CLEARED:
            found = replace(found, cleared=True)
        else:
            found = replace(found, answered=said, said_on=one.happened_on, cleared=False)
    return found
