"""App configuration."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings, minutes, executive summaries."""

    name = "meetings"
    verbose_name = "Meetings"

    def ready(self) -> None:
        """Register clocks, panels, timeline and e-mails of this app, and that planned meetings follow the level."""
        from levels.services import ON_LEVEL_DECIDED
        from meetings import clocks, panels, timeline
        from meetings.services import returns, sending
        from meetings.services.following import follow_level
        from offenders import timeline as timelines

        timelines.register(timeline.events)
        clocks.register_all()
        panels.register_all()
        sending.register_letters()
        returns.register_letters()
        ON_LEVEL_DECIDED.append(follow_level)
