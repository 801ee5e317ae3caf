"""App configuration."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """The set forms by which others are notified: drawn up, sent, received."""

    name = "papers"
    verbose_name = "Forms"

    def ready(self) -> None:
        """Register clocks, what the timeline tells, and the look at sent forms whenever a case changes."""
        from offenders import timeline as timelines
        from offenders.writing import ON_CASE_CHANGED
        from papers import clocks, timeline
        from papers.services import notice_changes

        clocks.register_all()
        timelines.register(timeline.events)
        if notice_changes not in ON_CASE_CHANGED:
            # First of all: what is due is computed from what this finds.
            ON_CASE_CHANGED.insert(0, notice_changes)
