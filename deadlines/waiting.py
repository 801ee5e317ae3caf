"""Requests to be involved that have waited too long for an answer: the Co-ordinator is told, once (ACC-32)."""

import datetime as dt

from django.utils import timezone

from deadlines.policies import Policies, read_policies
from deadlines.rules import sight
from deadlines.rules.days import Due
from offenders.models import AccessRequest
from offenders.selectors import open_requests
from offenders.services.notices import note_late_requests


def note_late(*, today: dt.date) -> int:
    """Note for the Co-ordinators each request that is late by `today` (Europe/London); returns how many.

    A second run adds nothing.
    """
    policies = read_policies(today)
    yesterday = timezone.now() - dt.timedelta(days=1)  # nothing is late on the day it was made
    late = [row for row in open_requests(made_before=yesterday) if is_late(row, policies, today)]
    return note_late_requests(late)


def due_by(row: AccessRequest, policies: Policies) -> Due | None:
    """By when a request is to be answered, under the policy of the case's area, or of whoever asked."""
    policy = policies.of_area(_area(row))
    made_on = timezone.localdate(row.made_at)
    return sight.request_answered_by(made_on, policy.national, policy.local, policy.holidays)


def is_late(row: AccessRequest, policies: Policies, today: dt.date) -> bool:
    """Whether the day by which a request is to be answered has passed."""
    due = due_by(row, policies)
    return due is not None and due.due_on < today


def _area(row: AccessRequest) -> str:
    return row.case.area_id if row.case is not None else row.agency.area_id
