"""App configuration."""

from django.apps import AppConfig


class OffendersConfig(AppConfig):
    """The person: identity, offences and sentences, custody, people at risk, and who may see the case."""

    name = "offenders"
    verbose_name = "Cases"

    def ready(self) -> None:
        """Register what this app tells on the timeline."""
        from offenders import timeline

        timeline.register(timeline.of_this_floor)
