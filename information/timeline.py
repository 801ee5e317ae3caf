"""What the timeline of a case tells about information: to each viewer, only the items open to them."""

from information import selectors
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event
from ui.words import london_date


def events(viewer: Viewer, case: Case) -> list[Event]:
    """When each item was recorded, corrected and withdrawn. What it says stays on its own page."""
    told = []
    for item in selectors.items(viewer=viewer, case_id=case.pk):
        href = selectors.address_of(item)
        for version in item.newest_first:
            what = "recorded" if version.number == 1 else "corrected"
            on = london_date(version.recorded_at)
            text = f"Owned by {item.owner_agency.name}"
            title = f"Information {what}: {item.badge[0].lower()}"
            told.append(Event(title, on, by=version.recorded_as, text=text, href=href, recorded=version.recorded_at))
        if item.withdrawn_on:
            told.append(Event(f"Information withdrawn: {item.badge[0].lower()}", item.withdrawn_on, href=href))
    return told
