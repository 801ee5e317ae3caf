"""Reads of who is expected at a meeting and of what invited agencies return. Each takes the viewer."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.standing import standing_of
from custody import facts as of_custody
from deadlines.policies import read_policies
from deadlines.rules.days import Due
from information.models import InformationItem
from meetings import clocks, facts
from meetings.models import InformationRequest, InvitationEmail, Meeting
from meetings.models_days import PLANNERS
from meetings.policies import agreed_grades
from meetings.rules.expected import Expected, expected_at, was_there
from meetings.rules.grades import ALL_GRADES, Agreed
from meetings.rules.notices import UNSURE_AFTER, is_unsure
from meetings.rules.people import Attendance, Invitee
from meetings.rules.returns import DECLINED, GAVE, NOTHING, return_due
from offenders.access import Viewer, can_see_victims
from offenders.models import Case
from offenders.paging import KeyedPage, page_after

PAGE_SIZE = 25
RETURN_WORDS = {GAVE: "Information", NOTHING: "Nothing known", DECLINED: "Declined"}
ABOUT_VICTIMS = frozenset({"MTG-12", "MTG-45", "MTG-54"})
"""Rules that say by themselves that there is a victim in contact, or a child at risk."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of who is expected: who, why, and where that stands, in words with the colour of its tag."""

    expected: Expected
    words: str
    colour: str


@dataclass(frozen=True, slots=True)
class Return:
    """What one agency was asked: by when it returns, where that stands, and the item that it gave if that is open."""

    request: InformationRequest
    due: Due | None
    words: str
    colour: str
    item: InformationItem | None = None
    may_answer: bool = False
    may_send_file: bool = False


@dataclass(frozen=True, slots=True)
class Email:
    """What became of one e-mail to somebody invited, and whether somebody has to decide about it."""

    row: InvitationEmail
    unsure: bool


def owed(*, case: Case, today: date) -> Due | None:
    """By when the next review of a case already opened to the viewer is owed; None where none is (MTG-28)."""
    return clocks.review_owed(case, facts.policy_of(case, today))


def latest_new_date(*, meeting: Meeting, case: Case, today: date) -> Due | None:
    """The last day for a new date of a planned meeting of a case already opened to the viewer (REV-07)."""
    return clocks.latest_new_date(meeting, case, facts.policy_of(case, today))


def expected_people(*, viewer: Viewer, meeting: Meeting, case: Case) -> list[Line]:
    """Who is expected at a meeting, for somebody who sees the case in full.

    What would tell of victims or of a child at risk is left out for those who do not see them.
    """
    known = facts.circumstances_of(meeting, case)
    invitees = facts.invitees(facts.standing_invitations(meeting), meeting)
    agreed = agreed_grades(case.area_id, meeting.held_on)
    lines = [Line(_by_board(one, meeting.level, agreed), *_state(one, invitees)) for one in expected_at(known)]
    if can_see_victims(viewer, case.pk):
        return lines
    return [line for line in lines if line.expected.rule not in ABOUT_VICTIMS]


def _by_board(one: Expected, level: int, agreed: Mapping[tuple[str, int], Agreed]) -> Expected:
    """With the grade that the Board agreed instead of the guidance's, where it agreed one (MTG-59)."""
    board = agreed.get((one.party.value if one.party else one.kind, level))
    if board is None:
        return one
    return replace(one, grade=f"{ALL_GRADES[board.grade]}. {board.in_words}")


def _state(expected: Expected, invitees: Sequence[Invitee]) -> tuple[str, str]:
    asked = [invitee for invitee in invitees if expected.is_met_by(invitee)]
    if not asked:
        return "Not invited", "red" if expected.strength == "must" else "yellow"
    if was_there(expected, invitees):
        return "Attended", "green"
    told = next((invitee.attendance for invitee in asked if invitee.attendance is not None), None)
    if told is None:
        return "Invited", "blue"
    return Attendance(told).label, "red" if expected.strength == "must" else "yellow"


def returns(*, viewer: User, meeting: Meeting, case: Case, today: date) -> list[Return]:
    """What each invited agency was asked and returned: a fixed number of queries."""
    rows = InformationRequest.objects.visible_to(viewer).filter(meeting=meeting, withdrawn_on__isnull=True)
    found = list(rows.select_related("agency", "answered_by").order_by("agency__name", "id"))
    open_items = InformationItem.objects.visible_to(viewer).filter(pk__in=[row.item_id for row in found if row.item_id])
    items = {item.pk: item for item in open_items}
    policy = facts.policy_of(case, today)
    told = []
    for row in found:
        due = return_due(row.asked_on, meeting.held_on, policy.national, policy.local)
        may = facts.may_answer(viewer, row.agency_id, case)
        item = items.get(row.item_id) if row.item_id else None
        send = may and (meeting.is_open or (meeting.status == Meeting.Status.HELD and row.answer == GAVE))
        told.append(Return(row, due, *_return_words(row, due), item, row.waits and may, send))
    return told


def _return_words(row: InformationRequest, due: Due | None) -> tuple[str, str]:
    if not row.answer:
        return "Outstanding", "yellow"
    late = due is not None and row.answered_on is not None and row.answered_on > due.due_on
    return f"{RETURN_WORDS[row.answer]}{', late' if late else ''}", "green" if row.answer != DECLINED else "grey"


def invitation_emails(*, viewer: User, meeting: Meeting, now: dt.datetime) -> list[Email]:
    """The last e-mail of each kind to each who is told, and every one that waits for a decision: one query.

    By agency and post, of invitations that stand. `now` is an instant.
    """
    rows = InvitationEmail.objects.visible_to(viewer).filter(meeting=meeting, invitation__withdrawn_on__isnull=True)
    each = ("invitation_id", "about", "person_id")
    last = rows.order_by(*each, "-asked_at", "-id").distinct(*each).values("pk")
    found = rows.filter(Q(pk__in=last) | _unsure(now)).select_related("invitation__agency", "settled_by", "person")
    ordered = found.order_by("invitation__agency__name", "invitation__role_title", "asked_at", "id")
    return [Email(row, is_unsure(row.sending_at, row.settled_at, now)) for row in ordered]


def unsure_email(*, viewer: User, meeting: Meeting, email_id: UUID, now: dt.datetime) -> InvitationEmail:
    """One e-mail of a meeting of which it is not known whether it went (MTG-98); Http404 when there is none."""
    rows = InvitationEmail.objects.visible_to(viewer).filter(_unsure(now), meeting=meeting)
    return get_object_or_404(rows.select_related("invitation__agency", "person"), pk=email_id)


def meetings_with_unsure_emails(*, viewer: User, now: dt.datetime) -> list[Meeting]:
    """The first meetings with e-mails for the Unit to decide about, for who works there; otherwise none (MTG-98)."""
    areas = standing_of(viewer).areas(*PLANNERS)
    if not areas:
        return []
    rows = InvitationEmail.objects.visible_to(viewer).filter(_unsure(now), case__area__in=areas)
    found = Meeting.objects.visible_to(viewer).filter(pk__in=rows.order_by().values("meeting"))
    return list(found.select_related("case").order_by("starts_at", "id")[:PAGE_SIZE])


def _unsure(now: dt.datetime) -> Q:
    return Q(settled_at__isnull=True, sending_at__lte=now - UNSURE_AFTER)


def prison_report_came(*, meeting: Meeting) -> bool | None:
    """Whether the prison's report for a meeting is here; None while the person is not in custody (CUS-03)."""
    if meeting.case_id not in of_custody.inside([meeting.case_id]):
        return None
    return meeting.held_on in of_custody.reported_on([meeting.case_id]).get(meeting.case_id, [])


def request_for(*, viewer: User, meeting: Meeting, request_id: UUID) -> InformationRequest:
    """One request of a meeting that was not withdrawn; Http404 when it is not visible."""
    rows = InformationRequest.objects.visible_to(viewer).filter(meeting=meeting, withdrawn_on__isnull=True)
    return get_object_or_404(rows.select_related("agency"), pk=request_id)


def own_request(*, viewer: User, meeting: Meeting) -> InformationRequest | None:
    """What the viewer's own agency was asked about a meeting that was not cancelled, returned or not."""
    agency = standing_of(viewer).agency_id
    if agency is None or meeting.status == Meeting.Status.CANCELLED:
        return None
    rows = InformationRequest.objects.visible_to(viewer).filter(meeting=meeting, agency=agency)
    return rows.filter(withdrawn_on__isnull=True).first()


def waiting_requests(*, viewer: User) -> QuerySet[InformationRequest]:
    """What the viewer's agency was asked about planned meetings and has not returned, the longest waiting first."""
    agency = standing_of(viewer).agency_id
    rows = InformationRequest.objects.visible_to(viewer).filter(answer="", withdrawn_on__isnull=True)
    rows = rows.filter(agency=agency, agency__isnull=False, meeting__status=Meeting.Status.SCHEDULED)
    return rows.order_by("asked_on", "id")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One request of the list: by when it is due."""

    request: InformationRequest
    due: Due | None


def waiting_page(*, viewer: User, after: str, today: date) -> KeyedPage:
    """One page of `waiting_requests`, each with its due date: three queries."""
    page = page_after(waiting_requests(viewer=viewer).select_related("case", "meeting"), after, PAGE_SIZE)
    policies = read_policies(today)
    lines = []
    for row in page.rows:
        policy = policies.of_area(row.case.area_id)
        lines.append(Waiting(row, return_due(row.asked_on, row.meeting.held_on, policy.national, policy.local)))
    return replace(page, rows=lines)
