"""Reads of requests for minutes for pages and other rooms."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Agency, User
from audit.refusals import NotPermitted
from enquiries import facts
from enquiries.access import RECORD, VIEW
from enquiries.facts import Read
from enquiries.models import (
    DataLoss,
    MinutesRequest,
    ReplyCopy,
    ReplyExemption,
    ReportAnswer,
    ReportItem,
    RequestStep,
)
from enquiries.rules.reports import Said, may_be_used
from enquiries.rules.routing import Route, route_of
from enquiries.rules.steps import OPEN, UNANSWERED, State, Step
from meetings.models import ExecutiveSummary, Meeting
from minutes.models import Circulation, MinutesCopy
from minutes.rules.distribution import Form
from offenders.access import Viewer, areas_for
from offenders.models import Case
from offenders.paging import KeyedPage, page_after

PAGE = 50
COLOURS: Mapping[State, str] = {
    State.REQUESTED: "yellow",
    State.CLARIFIED: "yellow",
    State.DRAFTED: "blue",
    State.CIRCULATED: "blue",
    State.APPROVED: "blue",
    State.SENT: "purple",
    State.CLOSED: "green",
    State.DESTROYED: "grey",
    State.WITHDRAWN: "grey",
}
SHOWN = ("open", "overdue", "closed")


@dataclass(frozen=True, slots=True)
class Told:
    """What the timeline tells."""

    requests: Sequence[MinutesRequest]
    steps: Sequence[RequestStep]
    answers: Sequence[ReportAnswer]
    losses: Sequence[DataLoss]


def of_case(*, viewer: Viewer, case_id: UUID) -> QuerySet[MinutesRequest]:
    """Every request of a case that the viewer may see, newest first."""
    rows = MinutesRequest.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("agency", "recorded_by").order_by("-received_on", "-id")


def told(*, viewer: Viewer, case_id: UUID) -> Told:
    """What the timeline tells: four queries."""
    steps = RequestStep.objects.visible_to(viewer).filter(request__case=case_id).select_related("request")
    return Told(
        requests=list(of_case(viewer=viewer, case_id=case_id)),
        steps=list(steps),
        answers=list(ReportAnswer.objects.visible_to(viewer).filter(case_id=case_id)),
        losses=list(DataLoss.objects.visible_to(viewer).filter(case_id=case_id)),
    )


def own(*, viewer: User) -> QuerySet[MinutesRequest]:
    """The requests that the viewer recorded, newest first: to be shown as they wrote them, and no more (ENQ-24)."""
    rows = MinutesRequest.objects.filter(recorded_by=viewer).select_related("agency")
    return rows.order_by("-received_on", "-id")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A request as whoever recorded it sees it: what they wrote, and where the table sends it by that alone."""

    request: MinutesRequest
    route: Route
    answered: bool


def own_page(*, viewer: User, after: str) -> KeyedPage:
    """A page of what the viewer recorded. Nothing of a case stands in it, whether there is one or not (ENQ-24)."""
    page = page_after(own(viewer=viewer), after, PAGE)
    rows = [Recorded(row, route_of(facts.asked_of(row)), State(row.state) not in UNANSWERED) for row in page.rows]
    return replace(page, rows=rows)


@dataclass(frozen=True, slots=True)
class Line:
    """A request in a list, with the colour of its state."""

    request: MinutesRequest
    colour: str
    waits: bool


def open_requests(*, viewer: Viewer) -> QuerySet[MinutesRequest]:
    """The requests that the viewer sees on which something is to be done, the oldest first."""
    rows = MinutesRequest.objects.visible_to(viewer).filter(state__in=sorted(OPEN)).select_related("agency", "case")
    return rows.order_by("received_on", "id")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many requests are open, and of these unanswered after their last day."""

    open: int
    late: int


def counted(*, viewer: Viewer, today: dt.date) -> Waiting:
    """The open and the late requests that the viewer sees: one query."""
    late = Count("pk", filter=Q(state__in=sorted(UNANSWERED), due_on__lt=today))
    rows = MinutesRequest.objects.visible_to(viewer).filter(state__in=sorted(OPEN))
    return Waiting(**rows.aggregate(open=Count("pk"), late=late))


def register_page(*, viewer: User, show: str, after: str, today: dt.date) -> KeyedPage:
    """A page of the register as `Line`: open, overdue or closed requests."""
    rows = open_requests(viewer=viewer)
    if show == "overdue":
        rows = rows.filter(state__in=sorted(UNANSWERED), due_on__lt=today)
    elif show == "closed":
        rows = MinutesRequest.objects.visible_to(viewer).exclude(state__in=sorted(OPEN))
        rows = rows.select_related("agency", "case").order_by("-received_on", "-id")
    page = page_after(rows, after, PAGE)
    return replace(page, rows=lines(page.rows))


def lines(rows: Iterable[MinutesRequest]) -> list[Line]:
    """Requests as lists show them."""
    return [Line(row, COLOURS[State(row.state)], State(row.state) in UNANSWERED) for row in rows]


def request_for(*, viewer: Viewer, enquiry_id: UUID) -> MinutesRequest:
    """One request. Raises: NotPermitted, with the case for the record, for who does not see it whole; Http404."""
    rows = MinutesRequest.objects.visible_to(viewer).select_related("agency", "area", "case", "recorded_by")
    found = rows.filter(pk=enquiry_id).first()
    if found is None:
        raise NotPermitted(VIEW, case_id=get_object_or_404(MinutesRequest, pk=enquiry_id).case_id)
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """One request with everything its page shows. `circulated` are the rounds of the summary's draft."""

    read: Read
    steps: Sequence[RequestStep]
    summary: ExecutiveSummary | None
    meeting: Meeting | None


def shown(*, viewer: Viewer, request: MinutesRequest) -> Shown:
    """One request with everything its page shows: a fixed number of queries."""
    found, case = facts.read(request), request.case
    summary = None if case is None else facts.summary_of(case)
    meeting = None if case is None else facts.latest_meeting(case)
    return Shown(found, list(reversed(found.steps)), summary, meeting)


def left_over(shown: Shown) -> bool:
    """Whether a destroyed request still has words: of drafts and steps from before texts had keys (ENQ-27)."""
    words = [step.said + step.question + step.answer for step in shown.steps if step.kind != Step.DESTROYED]
    return any(words) or bool(shown.read.reply and shown.read.reply.reason)


def circulated(*, viewer: Viewer, summary: ExecutiveSummary | None) -> Circulation | None:
    """The last time that the draft of a summary was sent round."""
    if summary is None:
        return None
    return Circulation.objects.visible_to(viewer).filter(meeting=summary.meeting_id).order_by("-number").first()


def exemption_for(*, viewer: Viewer, request: MinutesRequest, exemption_id: UUID) -> ReplyExemption:
    """One exemption, also one that was lifted since; Http404 otherwise."""
    rows = ReplyExemption.objects.visible_to(viewer).filter(request=request, stands=True)
    return get_object_or_404(rows.select_related("request"), pk=exemption_id)


def receivers(*, viewer: User) -> QuerySet[Agency]:
    """The agencies that may have received a request which the viewer records."""
    return Agency.objects.filter(area__in=areas_for(RECORD, viewer)).order_by("name")


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A copy of minutes that a reply encloses; whether it waits for its redaction, and when it was sent."""

    copy: MinutesCopy
    waits: bool
    sent_on: dt.date | None


def copies_for(*, viewer: Viewer, request: MinutesRequest) -> list[CopyLine]:
    """The numbered copies that were drawn for a request, the newest first: two queries (ENQ-30)."""
    rows = ReplyCopy.objects.visible_to(viewer).filter(request=request).order_by("-copy__number")
    rows = rows.select_related("reply", "copy__minutes", "copy__meeting", "copy__redaction")
    rows = rows.defer("copy__minutes__content").prefetch_related("copy__steps")
    newest = request.replies.values_list("pk", flat=True).first()
    return [_copy_line(row, request, current=row.reply_id == newest) for row in rows]


def _copy_line(row: ReplyCopy, request: MinutesRequest, *, current: bool) -> CopyLine:
    copy = row.copy
    redacts = copy.form == Form.REDACTED and not hasattr(copy, "redaction")
    waits = current and redacts and State(request.state) is State.APPROVED
    return CopyLine(copy, waits, next((step.happened_on for step in copy.steps.all()), None))


def minuted_meetings(*, viewer: Viewer, request: MinutesRequest) -> QuerySet[Meeting] | None:
    """The meetings whose minutes a reply may give, the latest first; None for a request that is tied to no case."""
    if request.case is None:
        return None
    seen = Meeting.objects.visible_to(viewer).filter(case=request.case_id)
    return facts.minuted_meetings(request.case).filter(pk__in=seen.values("pk"))


def agencies_of(case: Case) -> QuerySet[Agency]:
    """The agencies of the case's area."""
    return Agency.objects.filter(area=case.area_id).order_by("name")


def held_meetings(*, viewer: Viewer, case: Case) -> QuerySet[Meeting]:
    """The meetings of a case that were held, the latest first."""
    return Meeting.objects.visible_to(viewer).filter(case=case, status=Meeting.Status.HELD).order_by("-starts_at")


@dataclass(frozen=True, slots=True)
class ItemLine:
    """Information for a report with its answers. `usable`: it may stand in the report now; `left`: to whom it went."""

    item: ReportItem
    answers: Sequence[ReportAnswer]
    usable: bool
    waits: bool
    to_clear: bool
    agreed: bool
    refused: bool
    left: Sequence[ReportAnswer]


def report_items(*, viewer: Viewer, case_id: UUID) -> list[ItemLine]:
    """The information for reports of a case, newest first: two queries."""
    rows = ReportItem.objects.visible_to(viewer).filter(case=case_id).select_related("agency", "recorded_by")
    answers = ReportAnswer.objects.visible_to(viewer).filter(case=case_id).order_by("recorded_at")
    every = list(answers.select_related("recorded_by"))
    return [_item_line(row, [one for one in every if one.item_id == row.pk]) for row in rows]


def _item_line(row: ReportItem, answers: list[ReportAnswer]) -> ItemLine:
    known = facts.item_facts(row, answers)
    usable = may_be_used(mentions=row.mentions_minutes, answered=known.answered, cleared=known.cleared)
    agreed = known.answered is Said.AGREED
    refused = known.answered is Said.REFUSED
    return ItemLine(row, answers, usable, not agreed, agreed and not usable, agreed, refused, known.left)


def item_line(*, viewer: Viewer, item: ReportItem) -> ItemLine:
    """One item with its answers, as far as the viewer sees them."""
    rows = ReportAnswer.objects.visible_to(viewer).filter(item=item).order_by("recorded_at")
    return _item_line(item, list(rows))


def item_for(*, viewer: Viewer, case_id: UUID, consent_id: UUID) -> ReportItem:
    """One of them; Http404 when the viewer does not see it."""
    rows = ReportItem.objects.visible_to(viewer).filter(case=case_id).select_related("case", "agency")
    return get_object_or_404(rows, pk=consent_id)


def losses(*, viewer: Viewer, case_id: UUID) -> list[DataLoss]:
    """Minutes of a case that went astray, newest first."""
    return list(DataLoss.objects.visible_to(viewer).filter(case=case_id).select_related("recorded_by"))
