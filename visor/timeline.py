"""What the timeline of a case tells about its record on ViSOR."""

from django.urls import reverse

from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event
from ui.words import day
from visor import selectors
from visor.models import VisorEvent
from visor.rules.kinds import OWNER_WORDS, Kind, Owner

RULES = {
    Kind.MADE: "VIS-01",
    Kind.OWNER: "VIS-02",
    Kind.RESTRICTED: "VIS-08",
    Kind.UNRESTRICTED: "VIS-08",
    Kind.REVIEWER: "VIS-05",
    Kind.UPDATED: "VIS-05",
    Kind.ARCHIVED: "VIS-06",
    Kind.REACTIVATED: "VIS-06",
}


def events(viewer: Viewer, case: Case) -> list[Event]:
    """Each event that stands, and when each part in the record began and ended."""
    href = reverse("case_visor", args=[case.pk])
    found = [
        Event(
            f"ViSOR: {row.get_kind_display().lower()}",
            row.happened_on,
            row.recorded_as,
            said(row),
            rule=RULES[Kind(row.kind)],
            href=href,
            recorded=row.recorded_at,
        )
        for row in selectors.told(viewer=viewer, case_id=case.pk)
    ]
    for part in selectors.parts(viewer=viewer, case_id=case.pk):
        until = f", until {day(part.ends)}" if part.ends else ""
        text = f"{part.holder}, {part.agency.name}{until}"
        title = "ViSOR: manager" if part.role == "manager" else "ViSOR: partner"
        found.append(Event(title, part.starts, text=text, rule="VIS-07", href=href, recorded=part.recorded_at))
    return found


def said(row: VisorEvent) -> str:
    """What an event says beside its day, in one line."""
    words = [
        f"Owner: {OWNER_WORDS[Owner(row.owner)]}" if row.owner else "",
        "Restricted Access" if row.restricted else "",
        f"After the meeting of {day(row.meeting.held_on)}" if row.meeting else "",
        row.who,
        row.details,
    ]
    return ". ".join(one for one in words if one)
