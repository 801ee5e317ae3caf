"""App configuration."""

from django.apps import AppConfig


class OffendersConfig(AppConfig):
    """The person: identity, offences and sentences, custody, people at risk, and who may see the case."""

    name = "offenders"
    verbose_name = "Cases"

    def ready(self) -> None:
        """Register what this app tells on the timeline, what it keeps to itself, and what it ends on leaving."""
        from accounts import leaving
        from offenders import panels, sensitivity, timeline, traces
        from offenders.services.leaving import end_parts

        panels.register_all()
        timeline.register(timeline.of_this_floor)
        sensitivity.register_hidden_events(traces.hidden_events)
        leaving.ON_LEAVING.append(end_parts)
