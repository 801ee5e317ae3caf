"""App configuration."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """Custody, hospital and release: what happened, what is to come, and what falls due from it."""

    name = "custody"
    verbose_name = "Custody and release"

    def ready(self) -> None:
        """Register the clocks of this app, and what it tells on the timeline and to whoever keeps victims informed."""
        from assessments import release
        from custody import clocks, timeline
        from offenders import timeline as timelines

        clocks.register_all()
        timelines.register(timeline.events)
        release.register(timeline.told_to_victims)
