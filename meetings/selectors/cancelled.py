"""What is left of a cancelled meeting for those who were to come: the entry that takes it out of their calendars."""

import datetime as dt
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import NotPermitted
from meetings.kept_out import kept_out_of
from meetings.models import Invitation, InvitationEmail, Meeting
from meetings.rules.notices import About, still_fetched
from offenders.access import may_be_named
from offenders.models import Assignment

FETCH = "fetch_cancelled_calendar"


def cancelled_meeting(*, viewer: User, email_id: UUID, today: dt.date) -> Meeting:
    """The cancelled meeting of which an e-mail told, for who was to come to it (MTG-30).

    `email_id` names any e-mail that told of the cancelling: it is no secret, and opens nothing by itself. `today` is a
    date in Europe/London. Raises: NotPermitted for everybody else; Http404 where no such e-mail told of a cancelling.
    """
    told = InvitationEmail.objects.filter(about=About.CANCELLED.value, meeting__status=Meeting.Status.CANCELLED)
    email = get_object_or_404(told.select_related("meeting__case"), pk=email_id)
    if not still_fetched(email.meeting.held_on, today) or not _was_to_come(viewer, email):
        raise NotPermitted(FETCH, case_id=email.meeting.case_id)  # the address does not name the case: the record does
    return email.meeting


def _was_to_come(viewer: User, email: InvitationEmail) -> bool:
    """Whether somebody stood invited when the meeting was cancelled, works there still, and is not kept out since.

    By name, or as a contact of an invited agency who saw the papers till then: by their office nobody learns of a
    restricted case (ACC-23). An agency outside the information-sharing agreement never saw them (ACC-60).
    """
    standing, meeting = standing_of(viewer), email.meeting
    agency = viewer.agency
    if agency is None or standing.agency_id is None or not may_be_named(viewer):
        return False
    if not (agency.shares_information or standing.holds(Role.LAY_ADVISER)):
        return False
    invited = Invitation.objects.filter(meeting=meeting, agency=agency).values_list("person", "withdrawn_on")
    stand = {person for person, withdrawn_on in invited if withdrawn_on is None}
    withdrawn = {person for person, withdrawn_on in invited if withdrawn_on is not None} - stand
    was_asked = viewer.pk in stand or (bool(stand) and viewer.pk not in withdrawn and _is_contact(viewer, email))
    return was_asked and not kept_out_of(meeting.case).holds(agency.pk, viewer)


def _is_contact(viewer: User, email: InvitationEmail) -> bool:
    """Whether the papers were open to somebody as a contact of their agency until the meeting was cancelled."""
    case = email.meeting.case
    if case.restricted or case.area_id not in standing_of(viewer).areas(Role.SPOC):
        return False
    until = Assignment.objects.filter(
        meeting_id=email.meeting_id,
        user=viewer,
        capacity=Assignment.Capacity.INVITEE,
        ends__gte=timezone.localdate(email.asked_at),
    )
    return until.exists()
