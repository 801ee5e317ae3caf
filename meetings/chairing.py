"""Whether those who chair a meeting can act for it. For services and selectors, inside an opened case."""

from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of
from meetings.kept_out import kept_out_of
from meetings.models import Meeting
from offenders.models import Case


def can_act(chair: User, case: Case) -> bool:
    """Whether somebody who chaired can still decide as the chair: at work, still a chair, and not kept out (ACC-73)."""
    at_work = chair.is_active and bool(standing_of(chair).areas(Role.CHAIR))
    return at_work and not kept_out_of(case).holds(chair.agency_id, chair)


def all_can_act(meeting: Meeting, case: Case) -> bool:
    """Whether everybody who chairs the meeting can still act for it."""
    return all(can_act(chair, case) for chair in meeting.chairs)
