"""What other rooms show on the first page of a case. Each app registers a panel; nothing is stored here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from offenders.access import Viewer
from offenders.models import Case


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the overview: its heading, its template and what the template shows."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Provider = Callable[[Viewer, Case], Panel | None]

PANELS: dict[str, tuple[int, Provider]] = {}


def register(key: str, provider: Provider, *, order: int) -> None:
    """Add a panel under `key`, shown by `order`; called from AppConfig.ready(). A provider gives None to stay away."""
    PANELS[key] = (order, provider)


def panels(*, viewer: Viewer, case: Case) -> list[Panel]:
    """The panels this viewer sees of this case, in order."""
    made = (provider(viewer, case) for _, provider in sorted(PANELS.values(), key=lambda pair: pair[0]))
    return [panel for panel in made if panel is not None]
