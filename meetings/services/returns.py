"""Asking invited agencies what they know, their returns, and reminders. All of it under the lock of the case."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import Agency, RoleHolding, User
from accounts.roles import Role
from audit.refusals import Effect, Finding, NotPermitted, stop
from custody import facts as of_custody
from deadlines.rules.days import add_months
from information.services import Given, record_item
from meetings.facts import may_answer, party_of
from meetings.kept_out import Out, kept_out_of
from meetings.models import InformationRequest, Invitation, InvitationEmail, Meeting
from meetings.rules.invitations import Way, is_establishment
from meetings.rules.notices import About
from meetings.rules.returns import GAVE, reminder_findings, return_findings
from meetings.rules.schedule import lapsed_findings
from meetings.services.sending import ENDED, Letter, register, wait_to_tell
from offenders.access import may_be_named
from offenders.models import AccessDenial, Assignment, Case
from offenders.models.access import in_force
from offenders.services.parts import open_window
from offenders.writing import Entry, writing

REVIEW_MONTHS = 6
INVITEE = Assignment.Capacity.INVITEE


def ask_invited(entry: Entry, meeting: Meeting, *, on: dt.date, today: dt.date) -> None:
    """Inside another service: ask every invited agency that is not asked yet, and open the papers to its contacts.

    The prison is not asked while the person is in custody: its report (MAPPA F) is its return (CUS-03). An agency that
    is kept out of the case is asked nothing, though it may still chair (ACC-73).
    """
    asked = InformationRequest.objects.filter(meeting=meeting, withdrawn_on__isnull=True).values("agency")
    invited = Invitation.objects.filter(meeting=meeting, withdrawn_on__isnull=True).exclude(agency__in=asked)
    out = kept_out_of(entry.case)
    agencies = Agency.objects.filter(pk__in=invited.values("agency")).exclude(pk__in=out.agencies).order_by("name")
    inside = entry.case.pk in of_custody.inside([entry.case.pk])
    for agency in agencies:
        if not (inside and agency.kind_id == "prison"):
            asked_for = InformationRequest(case=entry.case, meeting=meeting, agency=agency, asked_on=on)
            entry.add(asked_for, verb="return.asked")
        _open_to_contacts(entry, meeting, agency, today, out)


def withdraw_request(entry: Entry, meeting: Meeting, agency_id: UUID, *, today: dt.date) -> None:
    """Inside another service: an agency that is invited no longer is asked no longer, and its contacts see no more."""
    rows = Invitation.objects.filter(meeting=meeting, agency=agency_id, withdrawn_on__isnull=True)
    if rows.exists():
        return
    for request in InformationRequest.objects.filter(meeting=meeting, agency=agency_id, withdrawn_on__isnull=True):
        entry.change(request, verb="return.asked_no_longer", withdrawn_on=today)
    opened = Assignment.objects.filter(
        in_force(), case=entry.case, meeting_id=meeting.pk, capacity=INVITEE, user__agency=agency_id, ends__isnull=True
    )
    for part in opened:
        entry.change(part, verb="person.unassigned", ends=max(today, part.starts))


def withdraw_requests(entry: Entry, meeting: Meeting, *, today: dt.date) -> None:
    """Inside another service: nobody is asked about a meeting that is cancelled."""
    for request in InformationRequest.objects.filter(meeting=meeting, answer="", withdrawn_on__isnull=True):
        entry.change(request, verb="return.asked_no_longer", withdrawn_on=today)


def record_return(
    *,
    actor: User,
    request: InformationRequest,
    answer: str,
    version: int,
    today: dt.date,
    text: str = "",
    note: str = "",
    sensitivity: str = "ordinary",
) -> InformationRequest:
    """Record what an agency returned, late or in time; information becomes an item that the agency owns.

    Raises: NotPermitted (another agency's, unless by the Co-ordinator: MTG-62); RuleRefused (MTG-61, MTG-62, and the
    rules on information); Conflict.
    """
    with writing(request.case, actor=actor, may="return_information", verb="return.recorded", reason=note) as entry:
        row = InformationRequest.objects.select_related("meeting", "agency").get(pk=request.pk)
        if not may_answer(actor, row.agency_id, entry.case):
            raise NotPermitted("return_information", case_id=entry.case.pk)
        _stop_over(row)
        for_another = actor.agency_id != row.agency_id
        answered = bool(row.answer) and version == row.version
        stop(return_findings(answer=answer, text=text, note=note, answered=answered, for_another=for_another))
        entry.rules.append("MTG-61")
        item = None
        if answer == GAVE and version == row.version:
            given = Given(
                sensitivity=sensitivity,
                dated_on=today,
                text=text,
                review_on=add_months(today, REVIEW_MONTHS),
                source=note if for_another else "",
            )
            item = record_item(actor=actor, case=entry.case, owner=row.agency, given=given, today=today)
        return entry.change(
            row,
            version=version,
            answer=answer,
            answered_on=today,
            answered_by=actor,
            answered_as=actor.audit_role[:200],
            note=note,
            item=item,
        )


def remind(*, actor: User, request: InformationRequest, version: int, today: dt.date) -> InformationRequest:
    """Remind an agency that has not returned: recorded, and told by an e-mail that names nobody (MTG-63).

    Raises: NotPermitted; RuleRefused (MTG-63; MTG-23 after the end of management); Conflict.
    """
    with writing(request.case, actor=actor, may="schedule_meeting", verb="return.reminded", rules=["MTG-63"]) as entry:
        row = InformationRequest.objects.select_related("meeting", "agency").get(pk=request.pk)
        stop(lapsed_findings(entry.case.ended_on, row.meeting.held_on))
        waits = row.waits and row.meeting.is_open
        stop(reminder_findings(waits=waits, chased_on=row.chased_on, today=today))
        entry.change(row, version=version, chased_on=today)
        _tell(entry, row)
        return row


def _tell(entry: Entry, request: InformationRequest) -> None:
    """Have the agency told at its mailbox, its contacts, and whom it sends by name; each is recorded as waiting."""
    agency, meeting = request.agency, request.meeting
    through = (
        Invitation.objects.filter(meeting=meeting, agency=agency, withdrawn_on__isnull=True).order_by("id").first()
    )
    if through is None:
        return
    people = [] if _by_mailbox_only(agency) else _asked_in_person(entry.case, meeting, agency, kept_out_of(entry.case))
    by_name = [one for one in people if agency.shares_information and one.email.lower() != agency.mailbox.lower()]
    wait_to_tell(entry, meeting, About.REMINDER, [(through, person) for person in (None, *by_name)])


def _way(row: InvitationEmail, invitation: Invitation) -> tuple[Way, str]:
    """To whom a reminder goes today (MTG-63).

    Who is barred from the case, no longer a contact or invited, or does not see the papers, and an agency kept out of
    it get nothing (ACC-23, ACC-73): asked when it is sent, not when it was decided.
    A prison and a military establishment are told by their functional mailbox, nobody of them by name (MTG-80).
    """
    agency = invitation.agency
    asked = InformationRequest.objects.filter(meeting=row.meeting, agency=agency, answer="", withdrawn_on__isnull=True)
    if not (row.meeting.is_open and asked.exists()):
        return Way.NOBODY, "The agency has answered, or is asked no longer."
    if row.meeting.lapsed:
        return Way.NOBODY, ENDED
    out = kept_out_of(row.case)
    if agency.pk in out.agencies:
        return Way.NOBODY, "This agency may not be told."
    only_mailbox = _by_mailbox_only(agency)
    if row.person is not None:
        may_be_told = not only_mailbox and agency.shares_information
        told = may_be_told and row.person in _asked_in_person(row.case, row.meeting, agency, out)
        return (Way.PERSON, "") if told else (Way.NOBODY, "This person may not be told.")
    if not agency.mailbox:
        return Way.NOBODY, "The agency has no functional mailbox."
    if only_mailbox and User.objects.filter(email__iexact=agency.mailbox).exists():
        return Way.NOBODY, "The mailbox is the address of a person."
    return Way.MAILBOX, ""


def _body(row: InvitationEmail) -> str:
    return (
        "1 request for information before a MAPPA meeting waits for your agency.\n\n"
        "Search your agency's records and return what it knows. That nothing is known is a return too.\n\n"
        f"Sign in to answer: {settings.SITE_ADDRESS}{reverse('returns')}\n"
    )


def register_letters() -> None:
    """Say how a reminder is worded, and to whom it goes."""
    register(About.REMINDER, Letter("reminder", "MTG-63", "Request for information waits", _way, _body))


def _by_mailbox_only(agency: Agency) -> bool:
    return is_establishment(party_of(agency), agency.kind_id)


def _contacts(case: Case, agency: Agency, out: Out) -> list[User]:
    """The single points of contact of an agency in the area of the case who are not kept out of it, by name."""
    today = in_force()
    holding = RoleHolding.objects.filter(today, role=Role.SPOC, area=case.area_id, user__agency=agency)
    denied = AccessDenial.objects.filter(today, case=case).values("user")
    rows = User.objects.filter(pk__in=holding.values("user"), is_active=True).exclude(pk__in=denied)
    known = [person for person in rows.order_by("full_name", "id") if may_be_named(person)]
    return [person for person in known if not out.holds(agency.pk, person)]


def _asked_in_person(case: Case, meeting: Meeting, agency: Agency, out: Out) -> list[User]:
    """The contacts of an agency, and whom it sends by name, who see the request; whoever chairs aside."""
    chairs = {chair.pk for chair in meeting.chairs}
    invited = Invitation.objects.filter(meeting=meeting, agency=agency, person__isnull=False, withdrawn_on__isnull=True)
    rows = User.objects.filter(pk__in=invited.values("person"), agency=agency, is_active=True).exclude(pk__in=chairs)
    sent = [person for person in rows.order_by("full_name", "id") if not out.holds(agency.pk, person)]
    asked = {person.pk: person for person in (*_contacts(case, agency, out), *sent)}
    return [person for person in asked.values() if Meeting.objects.visible_to(person).filter(pk=meeting.pk).exists()]


def _open_to_contacts(entry: Entry, meeting: Meeting, agency: Agency, today: dt.date, out: Out) -> None:
    """Give the agency's contacts a part in the meeting, once; not in a restricted case, which opens to people by name.

    Whether it opens the papers, which it does while the agency is in the agreement, the sight asks each time (ACC-60).
    """
    if entry.case.restricted:
        return
    open_already = Q(ends__isnull=True) | Q(ends__gt=today)
    known = set(Assignment.objects.filter(open_already, meeting_id=meeting.pk).values_list("user", flat=True))
    barred_later = AccessDenial.objects.filter(open_already, case=entry.case).values_list("user", flat=True)
    passed_over = known | set(barred_later)
    for person in _contacts(entry.case, agency, out):
        if person.pk not in passed_over:
            open_window(entry, user=person, capacity=INVITEE, starts=today, meeting_id=meeting.pk)


def close_to_contacts(entry: Entry, today: dt.date) -> None:
    """End the sight of meetings that came with an office, when the case is restricted; by name it stays (ACC-23)."""
    by_name = Invitation.objects.filter(
        meeting=OuterRef("meeting_id"), person=OuterRef("user"), withdrawn_on__isnull=True
    )
    open_still = Q(ends__isnull=True) | Q(ends__gt=today)
    for part in Assignment.objects.filter(open_still, ~Exists(by_name), case=entry.case, capacity=INVITEE):
        entry.change(part, verb="person.unassigned", ends=max(today, part.starts))


def _stop_over(row: InformationRequest) -> None:
    if row.withdrawn_on is not None or row.meeting.status == Meeting.Status.CANCELLED:
        message = "This agency is asked no longer."
        stop([Finding("MTG-61", Effect.REFUSE, message, None, "Record what is known as information of the case.")])
