"""Reads of meetings, minutes and summaries for pages, Home and dashboards. Each takes the viewer."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Agency, RoleHolding, User
from accounts.roles import Role
from accounts.standing import standing_of
from assessments.models import PlanAction
from audit.refusals import Effect, Finding
from deadlines.rules.days import Due
from information.models import InformationItem
from information.selectors import given_by
from meetings import content, facts
from meetings.answers import ANSWERS, Kind, as_chosen, progress
from meetings.clocks import minutes_due_of
from meetings.kept_out import agencies_kept_out, cases_kept_from
from meetings.models import (
    AgendaEntry,
    ExecutiveSummary,
    Invitation,
    Meeting,
    Minutes,
    MinutesApproval,
    Rescheduling,
    SummaryDraft,
    SummaryFile,
)
from meetings.rules.agenda import AgendaItem, agenda_for
from meetings.rules.closing import close_findings
from meetings.rules.minutes import MinutesState, unchanged
from meetings.rules.summary import FIELDS, NOTHING
from offenders.access import Detail, Viewer, can_see
from offenders.models import Assignment, Case
from offenders.models.access import in_force
from offenders.rules.permissions import NO_CASE_ROLES

PAGE_SIZE = 25
STATE_WORDS = {
    MinutesState.DRAFT: ("Draft, to be approved", "yellow"),
    MinutesState.APPROVED: ("Approved", "green"),
    MinutesState.AMENDED: ("Amended after approval", "blue"),
    MinutesState.CONFIRMED: ("Confirmed", "green"),
}
STATUS_COLOURS = {"scheduled": "blue", "held": "green", "cancelled": "grey"}


def meetings(*, viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings that the viewer may see, with the state of their minutes as `minutes_state` (None: no approval)."""
    last = MinutesApproval.objects.filter(meeting=OuterRef("pk")).order_by("-recorded_at").values("state")[:1]
    rows = Meeting.objects.visible_to(viewer).annotate(minutes_state=Subquery(last))
    return rows.select_related(
        "case__area", "case__lead_agency", "chair__agency", "co_chair__agency", "minute_taker__agency"
    )


def meetings_of_case(*, viewer: Viewer, case_id: UUID) -> list[Meeting]:
    """The meetings of a case, newest first, with their issued summaries."""
    issued = ExecutiveSummary.objects.order_by("-version")
    rows = meetings(viewer=viewer).filter(case_id=case_id)
    return list(rows.prefetch_related(Prefetch("summaries", issued)).order_by("-starts_at", "id"))


def latest_meetings(*, viewer: Viewer, case_id: UUID, number: int = 3) -> list[Meeting]:
    """The last meetings of a case, those to come among them, newest first."""
    return list(meetings(viewer=viewer).filter(case_id=case_id).order_by("-starts_at", "id")[:number])


def state_words(meeting: Meeting) -> tuple[str, str]:
    """Where a meeting of `meetings()` stands, in words with the colour of its tag: its minutes once it was held."""
    if meeting.status == Meeting.Status.HELD:
        state = meeting.minutes_state or MinutesState.DRAFT  # type: ignore[attr-defined]  # annotated above
        words, colour = STATE_WORDS[MinutesState(state)]
        return f"Minutes: {words[0].lower()}{words[1:]}", colour
    if meeting.lapsed:
        return "Management has ended: cancel it", "red"
    return meeting.get_status_display(), STATUS_COLOURS[meeting.status]


def meeting_for(*, viewer: Viewer, case_id: UUID, meeting_id: UUID) -> Meeting:
    """One meeting; Http404 when the viewer may not see it."""
    return get_object_or_404(meetings(viewer=viewer).filter(case_id=case_id), pk=meeting_id)


def meetings_between(*, viewer: Viewer, first: dt.date, last: dt.date) -> QuerySet[Meeting]:
    """Planned meetings from `first` to `last` (Europe/London, both included), soonest first."""
    start, end = _midnight(first), _midnight(last + dt.timedelta(days=1))
    rows = meetings(viewer=viewer).filter(status=Meeting.Status.SCHEDULED, starts_at__gte=start, starts_at__lt=end)
    return rows.order_by("starts_at", "id")


def minutes_to_approve(*, viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings held whose minutes are still a draft, oldest first."""
    rows = meetings(viewer=viewer).filter(status=Meeting.Status.HELD, approvals__isnull=True)
    return rows.order_by("starts_at", "id")


def minutes_for_me_to_approve(*, viewer: User) -> QuerySet[Meeting]:
    """Those of them that the viewer chaired, alone or with another."""
    return minutes_to_approve(viewer=viewer).filter(Q(chair=viewer) | Q(co_chair=viewer))


SHOWN = ("week", "coming", "past")


def meeting_list(*, viewer: Viewer, shown: str, page: int, today: dt.date) -> Any:
    """One page of the meetings of this week, of those coming after it, or of those before it."""
    monday = today - dt.timedelta(days=today.weekday())
    week, after = _midnight(monday), _midnight(monday + dt.timedelta(days=7))
    rows = meetings(viewer=viewer)
    if shown == "coming":
        rows = rows.filter(starts_at__gte=after).order_by("starts_at", "id")
    elif shown == "past":
        rows = rows.filter(starts_at__lt=week).order_by("-starts_at", "id")
    else:
        rows = rows.filter(starts_at__gte=week, starts_at__lt=after).order_by("starts_at", "id")
    return Paginator(rows, PAGE_SIZE).get_page(page)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line of the agenda as a task list."""

    item: AgendaItem
    words: str
    colour: str
    by: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything on the page of one meeting."""

    agenda: list[ItemLine]
    invitations: list[Invitation]
    withdrawn: list[Invitation]
    actions: list[PlanAction]
    minutes: Minutes | None
    state: MinutesState
    minutes_due: Due | None


def workspace(*, viewer: User, meeting: Meeting, today: dt.date) -> Workspace:
    """A meeting with its agenda, those asked, its actions and where its minutes stand: a fixed number of queries."""
    entries = {row.item: row for row in AgendaEntry.objects.filter(meeting=meeting).select_related("edited_by")}
    invited = list(Invitation.objects.filter(meeting=meeting).select_related("agency", "person"))
    versions = Minutes.objects.visible_to(viewer).filter(meeting=meeting)
    minutes = versions.defer("content").select_related("drafted_by").first()
    state = MinutesState(meeting.minutes_state or MinutesState.DRAFT)  # type: ignore[attr-defined]  # annotated above
    waits = meeting.status == Meeting.Status.HELD and state is MinutesState.DRAFT
    return Workspace(
        agenda=[_line(item, entries.get(item.key)) for item in agenda_for(meeting.level)],
        invitations=[row for row in invited if row.withdrawn_on is None],
        withdrawn=[row for row in invited if row.withdrawn_on is not None],
        actions=actions_of(viewer=viewer, meeting=meeting),
        minutes=minutes,
        state=state,
        minutes_due=minutes_due_of(meeting, facts.policy_of(meeting.case, today)) if waits else None,
    )


def actions_of(*, viewer: User, meeting: Meeting) -> list[PlanAction]:
    """The actions the meeting set; sensitive ones for those who see the case in full."""
    rows = PlanAction.objects.filter(case=meeting.case_id, meeting_id=meeting.pk).select_related("agency", "owner")
    if not can_see(viewer, meeting.case_id, Detail.FULL):
        rows = rows.filter(sensitive=False)
    return list(rows)


def entry_of(*, viewer: Viewer, meeting: Meeting, item: str) -> AgendaEntry | None:
    """What was written to one agenda item so far."""
    rows = AgendaEntry.objects.visible_to(viewer).filter(meeting=meeting, item=item)
    return rows.select_related("edited_by").first()


def before_closing(*, meeting: Meeting, case: Case, chair: User, today: dt.date) -> list[Finding]:
    """What stops or questions closing the meeting now; prompts are left out."""
    found = close_findings(facts.close_facts(meeting, case, chair=chair, today=today))
    return [finding for finding in found if finding.effect is not Effect.PROMPT]


def item_of_finding(finding: Finding) -> str | None:
    """The agenda item in which a finding is settled; "attendance" for the list of those who came; None otherwise."""
    field = finding.field or ""
    if field.startswith("agenda_"):
        return field.removeprefix("agenda_").partition(".")[0]
    by_rule = {"MTG-16": "risk", "MTG-17": "disclosure", "MTG-18": "level", "MTG-19": "level", "MTG-20": "level"}
    by_rule |= {"MTG-21": "cppc", "MTG-22": "level"}
    if finding.rule.startswith("LVL"):
        return "level"
    if field == "attendance" or finding.rule in {"MTG-03", "MTG-08"}:
        return "attendance"
    return by_rule.get(finding.rule)


def question_of_finding(finding: Finding) -> str:
    """The question of the item in which a finding is settled; empty when it is about the item as a whole."""
    field = finding.field or ""
    if finding.rule == "MTG-16":
        return field.removeprefix("risk_")
    if finding.rule in {"MTG-17", "MTG-21"}:
        return {"disclosure_reason": "reason", "cppc_reason": "reason", "cppc_referred": "referred"}.get(field, field)
    if finding.rule in {"MTG-18", "MTG-19", "MTG-22"}:
        return "level" if field == "removed" else field
    return field.partition(".")[2]


def invitation_for(*, viewer: Viewer, meeting: Meeting, invitation_id: UUID) -> Invitation:
    """One invitation of a meeting; Http404 when it is not visible."""
    rows = Invitation.objects.visible_to(viewer).filter(meeting=meeting, withdrawn_on__isnull=True)
    return get_object_or_404(rows.select_related("agency", "person"), pk=invitation_id)


def standing_invitations(*, viewer: Viewer, meeting: Meeting) -> list[Invitation]:
    """Those asked to a meeting, withdrawn invitations aside."""
    rows = Invitation.objects.visible_to(viewer).filter(meeting=meeting, withdrawn_on__isnull=True)
    return list(rows.select_related("agency", "person"))


def minutes_of(*, viewer: Viewer, meeting: Meeting) -> list[Minutes]:
    """Every version of a meeting's minutes that the viewer may read, newest first, with the approvals of each."""
    rows = Minutes.objects.visible_to(viewer).filter(meeting=meeting)
    approvals = MinutesApproval.objects.select_related("approved_by__agency")
    return list(rows.select_related("drafted_by").prefetch_related(Prefetch("approvals", approvals)))


def unchanged_notes(*, viewer: Viewer, meeting: Meeting, minutes: Minutes) -> frozenset[str]:
    """Which notes of minutes say word for word what those of the meeting before said, by "item.answer" (MIN-10)."""
    rows = Minutes.objects.visible_to(viewer).filter(
        case=meeting.case_id, meeting__starts_at__lt=meeting.starts_at, meeting__status=Meeting.Status.HELD
    )
    last = rows.order_by("-meeting__starts_at", "-number").first()
    return unchanged(content.wording(minutes.content), content.wording(last.content)) if last else frozenset()


def summary_draft(*, viewer: Viewer, meeting: Meeting) -> SummaryDraft | None:
    """The summary as it is worded so far."""
    rows = SummaryDraft.objects.visible_to(viewer).filter(meeting=meeting)
    return rows.select_related("edited_by").first()


def summaries(*, viewer: Viewer, case_id: UUID) -> list[ExecutiveSummary]:
    """The ledger: every summary issued on a case, newest first, with hash and length but without the file itself.

    Only for those who see the case in full; `replaced` says that a later version of the same meeting exists.
    """
    later = ExecutiveSummary.objects.filter(meeting=OuterRef("meeting"), version__gt=OuterRef("version"))
    files = SummaryFile.objects.defer("pdf")
    rows = ExecutiveSummary.objects.visible_to(viewer, Detail.FULL).filter(case_id=case_id)
    rows = rows.annotate(replaced=Exists(later)).select_related("meeting", "issued_by__agency")
    return list(rows.defer("content").prefetch_related(Prefetch("file", files)))


def summary_for(*, viewer: Viewer, case_id: UUID, summary_id: UUID) -> ExecutiveSummary:
    """One issued summary; Http404 when the viewer does not see the case in full."""
    rows = ExecutiveSummary.objects.visible_to(viewer, Detail.FULL).filter(case_id=case_id)
    return get_object_or_404(rows, pk=summary_id)


def first_wording(*, viewer: User, meeting: Meeting) -> dict[str, str]:
    """A first wording of every field of the summary, from the newest minutes."""
    newest = next(iter(minutes_of(viewer=viewer, meeting=meeting)), None)
    return content.first_values(meeting, meeting.case, newest.content) if newest else {}


def attendance_printed(*, viewer: User, meeting: Meeting) -> list[dict[str, str]]:
    """Attendance as the summary prints it: post and organisation."""
    return content.printed_attendance(standing_invitations(viewer=viewer, meeting=meeting))


def printed_fields(draft: SummaryDraft | None) -> list[tuple[str, str]]:
    """The fields as they will be printed: label and text."""
    return printed_content({"values": draft.values, "nothing": draft.nothing}) if draft else []


def printed_content(wording: content.Content) -> list[tuple[str, str]]:
    """The fields of a wording kept elsewhere, as they are printed: label and text."""
    values, nothing = wording["values"], wording["nothing"]
    shown = [item for item in FIELDS if not item.from_attendance]
    return [(item.label, NOTHING if item.key in nothing else values.get(item.key, "")) for item in shown]


def answers_for_form(answers: dict[str, str]) -> dict[str, Any]:
    """Stored answers as the boxes of a form take them: dates as dates."""
    dates = {answer.key for item in ANSWERS.values() for answer in item if answer.kind is Kind.DATE}
    boxes = as_chosen(answers)
    return {
        key: dt.date.fromisoformat(answers[key]) if key in dates and value else value for key, value in boxes.items()
    }


def people_in_role(*, area_id: str, roles: Collection[Role]) -> QuerySet[User]:
    """Active people who hold one of these roles in an area today, by name: for choosing a chair or an approver."""
    today = timezone.localdate()
    holding = RoleHolding.objects.filter(area=area_id, role__in=roles, starts__lte=today).exclude(ends__lte=today)
    rows = User.objects.filter(pk__in=holding.values("user"), is_active=True)
    return rows.select_related("agency").order_by("full_name", "id")


def chairs_of(*, meeting: Meeting) -> QuerySet[User]:
    """Those who chair a meeting: one person or two."""
    rows = User.objects.filter(pk__in=[meeting.chair_id, meeting.co_chair_id])
    return rows.select_related("agency").order_by("full_name", "id")


def new_dates_of(*, viewer: Viewer, meeting: Meeting) -> list[Rescheduling]:
    """Each time the meeting was moved or cancelled, newest first, with the chair's approval."""
    rows = Rescheduling.objects.visible_to(viewer).filter(meeting=meeting)
    return list(rows.select_related("approved_by", "recorded_by"))


def agencies_of_area(area_id: str) -> QuerySet[Agency]:
    """The agencies at work in an area."""
    return Agency.objects.filter(area=area_id).select_related("kind").order_by("name")


def people_of_area(area_id: str) -> QuerySet[User]:
    """Active people of the area's agencies, who may be asked to a meeting by name."""
    rows = User.objects.filter(agency__area=area_id, is_active=True)
    return rows.select_related("agency").order_by("agency__name", "full_name")


def _line(item: AgendaItem, entry: AgendaEntry | None) -> ItemLine:
    words, colour = progress(item.key, entry.answers if entry else None)
    return ItemLine(item, words, colour, entry.edited_by.full_name if entry else "", entry.edited_at if entry else None)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


@dataclass(frozen=True, slots=True)
class ActionPoints:
    """What somebody who was invited is given of a meeting: whose case by its reference alone, actions, and returns."""

    meeting: Meeting
    own_only: bool
    actions: list[PlanAction]
    given: list[InformationItem]


def with_action_points(*, viewer: User) -> QuerySet[Meeting]:
    """Meetings held of whose actions the viewer is given some, by an invitation for their agency, newest first.

    Those outside the information-sharing agreement get the action points while those inside it read the papers, which
    is as long as their part in the meeting lasts (ACC-28, ACC-60); afterwards, and for everybody else, it is their own
    agency's on ordinary cases (ACC-61). `everything` says which.
    """
    standing = standing_of(viewer)
    if standing.agency_id is None or NO_CASE_ROLES.issuperset(standing.areas_by_role):
        return Meeting.objects.none()
    invited = Invitation.objects.filter(
        meeting=OuterRef("pk"), person=viewer, agency=standing.agency_id, withdrawn_on__isnull=True
    )
    invited_still = Assignment.objects.filter(
        in_force(), meeting_id=OuterRef("pk"), user=viewer, capacity=Assignment.Capacity.INVITEE
    )
    rows = Meeting.objects.filter(Exists(invited), status=Meeting.Status.HELD)
    rows = rows.filter(case__in=Case.objects.not_denied_to(viewer).values("pk"))
    rows = rows.filter(~Exists(agencies_kept_out().filter(case=OuterRef("case"), agency=standing.agency_id)))
    rows = rows.exclude(case__in=cases_kept_from(viewer))
    left_out = Invitation.objects.filter(left_out__isnull=False, left_out__taken_back__isnull=True)  # by the chair
    outside = invited.filter(~Q(pk__in=left_out.values("pk")), agency__shares_information=False)
    rows = rows.annotate(everything=Exists(outside) & Exists(invited_still))
    return rows.filter(Q(everything=True) | Q(case__restricted=False)).order_by("-starts_at", "-id")


def meetings_with_action_points(*, viewer: User, page: int) -> Any:
    """One page of them, with the reference of the case and nothing else of it."""
    rows = with_action_points(viewer=viewer).select_related("case").only("starts_at", "status", "case__reference")
    return Paginator(rows, PAGE_SIZE).get_page(page)


def action_points(*, viewer: User, case_id: UUID, meeting_id: UUID) -> ActionPoints:
    """What the viewer is given of one meeting; Http404 when they were not invited to it (ACC-60, ACC-61).

    Sensitive actions are for those who see the case in full.
    """
    rows = with_action_points(viewer=viewer).select_related("case__area").filter(case_id=case_id)
    meeting = get_object_or_404(rows, pk=meeting_id)
    actions = PlanAction.objects.filter(case=case_id, meeting_id=meeting.pk, sensitive=False)
    own_only = not meeting.everything  # type: ignore[attr-defined]  # annotated above
    agency = standing_of(viewer).agency_id
    if own_only:
        actions = actions.filter(agency=agency)
    given = given_by(agency_id=agency, case_id=case_id) if agency and not meeting.case.restricted else []
    return ActionPoints(meeting, own_only, list(actions.select_related("agency")), given)
