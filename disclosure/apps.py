"""App configuration."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Disclosure considered, decided, made."""

    name = "disclosure"
    verbose_name = "Disclosure"

    def ready(self) -> None:
        """Register the clocks of this app and what it tells on the timeline."""
        from disclosure import clocks, timeline
        from offenders import timeline as timelines

        clocks.register_all()
        timelines.register(timeline.events)
