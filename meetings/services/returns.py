"""Asking invited agencies what they know, their returns, and reminders. All of it under the lock of the case."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.models import Agency, RoleHolding, User
from accounts.roles import Role
from audit.refusals import Effect, Finding, NotPermitted, stop
from custody import facts as of_custody
from deadlines.rules.days import add_months
from information.services import Given, record_item
from meetings.facts import may_answer, party_of
from meetings.kept_out import kept_out_of
from meetings.models import InformationRequest, Invitation, Meeting
from meetings.rules.invitations import is_establishment
from meetings.rules.returns import GAVE, reminder_findings, return_findings
from offenders.access import may_be_named
from offenders.models import AccessDenial, Assignment, Case
from offenders.models.access import in_force
from offenders.services.parts import open_window
from offenders.writing import Entry, writing

REVIEW_MONTHS = 6
INVITEE = Assignment.Capacity.INVITEE


def ask_invited(entry: Entry, meeting: Meeting, *, on: dt.date, today: dt.date) -> None:
    """Inside another service: ask every invited agency that is not asked yet, and open the papers to its contacts.

    The prison is not asked while the person is in custody: its report (MAPPA F) is its return (CUS-03).
    """
    asked = InformationRequest.objects.filter(meeting=meeting, withdrawn_on__isnull=True).values("agency")
    invited = Invitation.objects.filter(meeting=meeting, withdrawn_on__isnull=True).exclude(agency__in=asked)
    agencies = list(Agency.objects.filter(pk__in=invited.values("agency")).order_by("name"))
    inside = entry.case.pk in of_custody.inside([entry.case.pk])
    for agency in agencies:
        if not (inside and agency.kind_id == "prison"):
            asked_for = InformationRequest(case=entry.case, meeting=meeting, agency=agency, asked_on=on)
            entry.add(asked_for, verb="return.asked")
        _open_to_contacts(entry, meeting, agency, today)


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

    Raises: NotPermitted; RuleRefused (MTG-63); Conflict.
    """
    with writing(request.case, actor=actor, may="schedule_meeting", verb="return.reminded", rules=["MTG-63"]) as entry:
        row = InformationRequest.objects.select_related("meeting").get(pk=request.pk)
        waits = row.waits and row.meeting.is_open
        stop(reminder_findings(waits=waits, chased_on=row.chased_on, today=today))
        entry.change(row, version=version, chased_on=today)
        transaction.on_commit(lambda: _mail_later(row.pk))
        return row


def mail_reminder(*, request_id: UUID) -> int:
    """Send the e-mail of a reminder to the agency's mailbox and contacts; returns to how many addresses.

    Who is barred from the case, or no longer a contact, gets nothing: asked when it is sent, not when it was decided.
    A prison and a military establishment are told by their functional mailbox, nobody of them by name (MTG-80).
    """
    row = InformationRequest.objects.select_related("meeting", "agency", "case").get(pk=request_id)
    if not (row.waits and row.meeting.is_open):
        return 0
    addresses = _addresses(row.case, row.agency)
    body = (
        "1 request for information before a MAPPA meeting waits for your agency.\n\n"
        "Search your agency's records and return what it knows. That nothing is known is a return too.\n\n"
        f"Sign in to answer: {settings.SITE_ADDRESS}{reverse('returns')}\n"
    )
    sent = 0
    for address in filter(None, addresses):
        sent += EmailMessage(subject="Request for information waits", body=body, to=[address]).send()
    return sent


def _addresses(case: Case, agency: Agency) -> list[str]:
    """Where an agency is reminded: its mailbox, and its contacts inside the agreement; an establishment by mailbox.

    Nowhere while the agency is kept out of the case (ACC-73).
    """
    if agency.pk in kept_out_of(case).agencies:
        return []
    if is_establishment(party_of(agency), agency.kind_id):
        of_a_person = User.objects.filter(email__iexact=agency.mailbox).exists()
        return [] if of_a_person else [agency.mailbox]
    people = _contacts(case, agency) if agency.shares_information else []
    return list(dict.fromkeys([agency.mailbox, *(person.email for person in people)]))


def _contacts(case: Case, agency: Agency) -> list[User]:
    """The single points of contact of an agency in the area of the case who are not barred from it, by name."""
    today = in_force()
    holding = RoleHolding.objects.filter(today, role=Role.SPOC, area=case.area_id, user__agency=agency)
    denied = AccessDenial.objects.filter(today, case=case).values("user")
    rows = User.objects.filter(pk__in=holding.values("user"), is_active=True).exclude(pk__in=denied)
    return [person for person in rows.order_by("full_name", "id") if may_be_named(person)]


def _open_to_contacts(entry: Entry, meeting: Meeting, agency: Agency, today: dt.date) -> None:
    """Let the agency's contacts see the papers, once; not those of a restricted case, which opens to people by name."""
    if entry.case.restricted or not agency.shares_information:
        return
    open_already = Q(ends__isnull=True) | Q(ends__gt=today)
    known = set(Assignment.objects.filter(open_already, meeting_id=meeting.pk).values_list("user", flat=True))
    barred_later = AccessDenial.objects.filter(open_already, case=entry.case).values_list("user", flat=True)
    passed_over = known | set(barred_later)
    for person in _contacts(entry.case, agency):
        if person.pk not in passed_over:
            open_window(entry, user=person, capacity=INVITEE, starts=today, meeting_id=meeting.pk)


def _stop_over(row: InformationRequest) -> None:
    if row.withdrawn_on is not None or row.meeting.status == Meeting.Status.CANCELLED:
        message = "This agency is asked no longer."
        stop([Finding("MTG-61", Effect.REFUSE, message, None, "Record what is known as information of the case.")])


def _mail_later(request_id: UUID) -> None:
    from meetings.tasks import send_reminder  # the task calls this module

    send_reminder.delay(str(request_id))
