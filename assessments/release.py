"""What other rooms tell whoever keeps victims informed of release, recall and escape. Each app registers a provider."""

from collections.abc import Callable
from uuid import UUID

from offenders.access import Viewer
from ui.components import Event

Provider = Callable[[Viewer, UUID], list[Event]]

PROVIDERS: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider; called from AppConfig.ready() of the app whose records it tells."""
    if provider not in PROVIDERS:
        PROVIDERS.append(provider)


def events(viewer: Viewer, case_id: UUID) -> list[Event]:
    """Everything that is told, newest first."""
    found = [event for provider in PROVIDERS for event in provider(viewer, case_id)]
    return sorted(found, key=lambda event: str(event.at), reverse=True)
