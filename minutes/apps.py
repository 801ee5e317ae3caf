"""App configuration."""

from django.apps import AppConfig


class MinutesConfig(AppConfig):
    """What leaves a meeting: copies of its minutes, its executive summary, and who has them."""

    name = "minutes"
    verbose_name = "Minutes and summaries"

    def ready(self) -> None:
        """Register clocks, what is shown on a case and its timeline, and the e-mails that this app sends."""
        from minutes import clocks, panels, timeline
        from minutes.services import notices
        from offenders import timeline as timelines

        clocks.register_all()
        panels.register_all()
        timelines.register(timeline.events)
        notices.register_letters()
