"""What the pages of a meeting being held show beside their boxes: what is known already, who is to be told."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from accounts.models import Agency
from assessments import selectors as assessments
from assessments.models import PlanAction
from assessments.rules.plan import ActionStatus, Pillar
from meetings.content import to_account_for
from meetings.facts import absent_agencies
from meetings.models import Invitation, Meeting, Messenger
from meetings.models_record import still_absent
from offenders.access import Viewer
from offenders.models import Case
from offenders.words import ROSH_WORDS
from ui.words import day

LIVE = (ActionStatus.PROPOSED.value, ActionStatus.OPEN.value)


@dataclass(frozen=True, slots=True)
class Absent:
    """An agency that did not come and has an action of the meeting, with who tells it once somebody is named."""

    agency: Agency
    messenger: Messenger | None


def absent(*, viewer: Viewer, meeting: Meeting) -> list[Absent]:
    """The agencies to be told, by name: four queries at most."""
    rows = list(Invitation.objects.visible_to(viewer).filter(meeting=meeting, withdrawn_on__isnull=True))
    named = {row.agency_id: row for row in messengers(viewer=viewer, meeting=meeting)}
    agencies = {agency.pk: agency for agency in absent_agencies(meeting, rows)}
    agencies |= {row.agency_id: row.agency for row in named.values()}
    ordered = sorted(agencies.values(), key=lambda agency: (agency.name, agency.pk))
    return [Absent(agency, named.get(agency.pk)) for agency in ordered]


def messengers(*, viewer: Viewer, meeting: Meeting) -> list[Messenger]:
    """Who tells which agency that did not come, by the day of the answer."""
    rows = Messenger.objects.visible_to(viewer).filter(still_absent(), meeting=meeting)
    return list(rows.select_related("agency"))


def absent_agency_for(*, viewer: Viewer, meeting: Meeting, agency_id: UUID) -> Absent:
    """One agency to be told; Http404 for one that was there or has nothing to do."""
    found = next((one for one in absent(viewer=viewer, meeting=meeting) if one.agency.pk == agency_id), None)
    if found is None:
        raise Http404
    return found


def actions_to_account_for(*, viewer: Viewer, meeting: Meeting) -> list[PlanAction]:
    """Actions from before the meeting that are not settled, the next to fall due first, and those settled since the
    last meeting."""
    rows = assessments.actions(viewer=viewer, case_id=meeting.case_id).filter(to_account_for(meeting))
    return sorted(rows, key=lambda row: (row.status not in LIVE, row.runs_to or dt.date.max, str(row.pk)))


def plan_by_heading(*, viewer: Viewer, case: Case) -> list[tuple[Pillar, str, list[PlanAction]]]:
    """The plan as the meeting goes through it: each heading, why it needs no action, and its live actions."""
    state = assessments.plan_state(viewer=viewer, case=case, today=timezone.localdate())
    return [(pillar, reason, [row for row in rows if row.unfinished]) for pillar, reason, rows in state.headings]


def action_to_answer(*, viewer: Viewer, meeting: Meeting, action_id: UUID) -> PlanAction:
    """An action that an agency may still take or not; Http404 for one that is settled or that the viewer can't see."""
    row = assessments.action_for(viewer=viewer, case_id=meeting.case_id, action_id=action_id)
    if not row.unfinished:
        raise Http404
    return row


def known_of(item: str, *, case: Case) -> list[tuple[str, str]]:
    """What the case says already about an agenda item, as label and words."""
    if item == "risk":
        judgement = assessments.current_judgement(case)
        if judgement is None:
            return [("Lead agency on risk of serious harm", "Not judged yet")]
        words = f"{ROSH_WORDS[judgement.overall]}, judged on {day(judgement.decided_on)}"
        return [("Lead agency on risk of serious harm", words)]
    if item == "level":
        return [("Level now", f"Level {case.level}" if case.level else "Not decided")]
    return []
