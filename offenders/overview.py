"""What other rooms show on the first page of a case and on that of its offences. Nothing is stored here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from offenders.access import Detail, Viewer
from offenders.models import Case


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the overview: its heading, its template and what the template shows."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Provider = Callable[[Viewer, Case], Panel | None]

FIRST, OFFENCES = "first", "offences"
"""The pages that show panels."""
PANELS: dict[str, tuple[str, int, Detail, Provider]] = {}


def register(key: str, provider: Provider, *, order: int, at_least: Detail = Detail.FULL, page: str = FIRST) -> None:
    """Add a panel to a page, shown by `order` to those who see the case at `at_least`; from AppConfig.ready().

    A provider gives None to stay away.
    """
    PANELS[key] = (page, order, at_least, provider)


def panels(*, viewer: Viewer, case: Case, detail: Detail = Detail.FULL, page: str = FIRST) -> list[Panel]:
    """The panels of a page for somebody who sees this case at `detail`, in order."""
    in_order = sorted((row for row in PANELS.values() if row[0] == page), key=lambda row: row[1])
    made = (provider(viewer, case) for _, _, at_least, provider in in_order if detail >= at_least)
    return [panel for panel in made if panel is not None]
