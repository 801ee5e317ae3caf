"""App configuration."""

from django.apps import AppConfig


class OffendersConfig(AppConfig):
    """The person: identity, offences and sentences, custody, people at risk, and who may see the case."""

    name = "offenders"
    verbose_name = "Cases"

    def ready(self) -> None:
        """Register what this app tells on the timeline, and what it ends when somebody leaves their agency."""
        from accounts import leaving
        from offenders import timeline
        from offenders.services.leaving import end_parts

        timeline.register(timeline.of_this_floor)
        leaving.ON_LEAVING.append(end_parts)
