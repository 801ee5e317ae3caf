"""What somebody who takes part reads before a meeting: only what they may see anyway, gathered on one screen."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Agency
from assessments import selectors as assessments
from assessments.models import PlanAction
from assessments.rules.plan import ActionStatus
from custody import facts as of_custody
from deadlines import selectors as deadlines
from deadlines.models import Deadline
from information import selectors as information
from information.models import InformationItem
from levels.facts import unanswered
from meetings.models import InformationRequest, Invitation, Meeting
from meetings.rules.contributions import GIVEN_WORDS, Contribution, contributions, given
from meetings.rules.people import Attendance
from meetings.rules.returns import GAVE, NOTHING
from meetings.selectors import meetings
from meetings.selectors.groups import Group, groups_of
from offenders import timeline
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event
from ui.typed import shortened
from ui.words import london_date

SECTIONS = {
    "offenders": "Offences, sentences, orders and addresses",
    "custody": "Custody and release",
    "notification": "Notification and visits",
    "circumstances": "Circumstances",
    "assessments": "Risk and plan",
    "levels": "Category and level",
    "information": "Information",
    "disclosure": "Disclosure",
    "referrals": "Referrals",
    "papers": "Forms",
    "transfers": "Transfer of area",
    "youthjustice": "Youth justice",
    "enquiries": "Requests for minutes and reports",
    "visor": "ViSOR record",
    "serious": "Serious further offences and critical cases",
    "meetings": "New dates, core groups and professionals’ meetings",
    "minutes": "Copies of the plan for the person",
    "deadlines": "Decisions on time limits",
}
"""Room that tells something for the timeline -> heading, in the order of the page."""
LIVE = (ActionStatus.PROPOSED.value, ActionStatus.OPEN.value)
SHOWN = 12
"""So many entries of one section, and so many time limits, stand in the brief; the rest are counted."""
PRISON = "prison"
WORDS = 300
"""So many characters of one entry stand in the brief; the timeline has all of them."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What one part of the case tells since the last meeting, newest first; `more` counts what is left out."""

    heading: str
    events: list[Event]
    more: int


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything on the page. `last` is the meeting held before this one, None when there was none."""

    last: Meeting | None
    changes: list[Changed]
    unchanged: list[str]
    notes: list[InformationItem]
    silent: list[str]
    contributions: list[Contribution]
    overdue: list[PlanAction]
    open_actions: list[PlanAction]
    limits: list[Deadline]
    more_limits: int
    groups: list[Group]

    @property
    def since(self) -> dt.date | None:
        """The day of the last meeting (Europe/London)."""
        return self.last.held_on if self.last else None


def brief_of(*, viewer: Viewer, case: Case, meeting: Meeting, today: dt.date) -> Brief:
    """The brief for a meeting as this viewer, who sees the case in full, may read it: a fixed number of queries."""
    held = meetings(viewer=viewer).filter(case_id=case.pk, status=Meeting.Status.HELD, starts_at__lt=meeting.starts_at)
    last = held.order_by("-starts_at", "id").first()
    changes, unchanged = _changes(viewer, case, last, today)
    live = [row for row in assessments.actions(viewer=viewer, case_id=case.pk) if row.status in LIVE]
    live.sort(key=lambda row: (row.runs_to or dt.date.max, str(row.pk)))
    limits = list(deadlines.deadlines_of_case(viewer=viewer, case_id=case.pk))
    return Brief(
        last=last,
        changes=changes,
        unchanged=unchanged,
        notes=information.latest(viewer=viewer, case_id=case.pk),
        silent=_silent(viewer, case, meeting),
        contributions=contributions_to(viewer=viewer, meeting=meeting),
        overdue=[row for row in live if row.runs_to is not None and row.runs_to < today],
        open_actions=[row for row in live if row.runs_to is None or row.runs_to >= today],
        limits=limits[:SHOWN],
        more_limits=max(0, len(limits) - SHOWN),
        groups=groups_of(viewer=viewer, case_id=case.pk, standing=True),
    )


def _silent(viewer: Viewer, case: Case, meeting: Meeting) -> list[str]:
    """Agencies that were asked before this meeting, or at screening, and have not answered, by name."""
    rows = InformationRequest.objects.visible_to(viewer).filter(meeting=meeting, answer="", withdrawn_on__isnull=True)
    asked = list(rows.order_by("agency__name").values_list("agency__name", flat=True))
    return list(dict.fromkeys([*asked, *unanswered(case)]))


def contributions_to(*, viewer: Viewer, meeting: Meeting) -> list[Contribution]:
    """What agencies invited contribute to the assessment of risk, and whose return is missing: two or three queries.

    In custody the prison's report is its return (CUS-03).
    """
    invited = Invitation.objects.visible_to(viewer).filter(meeting=meeting, withdrawn_on__isnull=True)
    kinds = set(invited.order_by().values_list("agency__kind_id", flat=True))
    answered = InformationRequest.objects.visible_to(viewer).filter(meeting=meeting, answer__in=(GAVE, NOTHING))
    came = set(answered.order_by().values_list("agency__kind_id", flat=True))
    if PRISON in kinds and meeting.held_on in of_custody.reported_on([meeting.case_id]).get(meeting.case_id, []):
        came.add(PRISON)
    return contributions(kinds, came)


def given_to(*, viewer: Viewer, meeting: Meeting) -> list[tuple[str, str, str]]:
    """Each agency invited by name, with how it has given its information in words and a colour: three queries at most.

    In custody the prison's report is its return (CUS-03).
    """
    invited = Invitation.objects.visible_to(viewer).filter(meeting=meeting, withdrawn_on__isnull=True)
    requests = InformationRequest.objects.visible_to(viewer).filter(meeting=meeting, withdrawn_on__isnull=True)
    answers = dict(requests.order_by().values_list("agency", "answer"))
    agencies: dict[UUID, Agency] = {}
    attended: dict[UUID, list[Attendance]] = defaultdict(list)
    for row in invited.select_related("agency").order_by("agency__name", "agency"):
        agencies[row.agency_id] = row.agency
        attended[row.agency_id] += [Attendance(row.attendance)] if row.attendance else []
    reported: set[UUID] = set()
    prisons = {pk for pk, agency in agencies.items() if agency.kind_id == PRISON}
    if prisons and meeting.held_on in of_custody.reported_on([meeting.case_id]).get(meeting.case_id, []):
        reported = prisons
    return [
        (agency.name, *GIVEN_WORDS[given(answer=answers.get(pk, ""), attended=attended[pk], reported=pk in reported)])
        for pk, agency in agencies.items()
    ]


def _changes(viewer: Viewer, case: Case, last: Meeting | None, today: dt.date) -> tuple[list[Changed], list[str]]:
    """What happened or was written down since the last meeting, by part of the case; and the parts without news."""
    told: dict[str, list[Event]] = {}
    for provider in timeline.PROVIDERS:
        room = provider.__module__.partition(".")[0]
        told.setdefault(room, []).extend(provider(viewer, case))
    changes, unchanged = [], []
    for room, heading in SECTIONS.items():
        new = [event for event in told.get(room, []) if _is_new(event, last, today)]
        new.sort(key=lambda event: (london_date(event.at), event.recorded or timeline.FIRST), reverse=True)
        if new:
            changes.append(Changed(heading, [_short(event) for event in new[:SHOWN]], max(0, len(new) - SHOWN)))
        elif room in told:
            unchanged.append(heading)
    return changes, unchanged


def _short(event: Event) -> Event:
    text = shortened(event.text, WORDS) if event.text else event.text
    return Event(event.title, event.at, text=text, href=event.href, recorded=event.recorded)


def _is_new(event: Event, last: Meeting | None, today: dt.date) -> bool:
    """Whether the last meeting cannot have known it: it happened on that day or later, or was written down since."""
    if london_date(event.at) > today:
        return False
    if last is None:
        return True
    return london_date(event.at) >= last.held_on or (event.recorded is not None and event.recorded > last.starts_at)
