"""App configuration."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Transfers of a case to another area, and moves across a border of the jurisdiction."""

    name = "transfers"
    verbose_name = "Transfers"

    def ready(self) -> None:
        """Register clocks, what the timeline and meetings are told, and what holds between a transfer and its case."""
        from levels.services import leading
        from meetings import elsewhere
        from offenders import timeline as timelines
        from offenders.services import handing_over
        from offenders.writing import ON_CASE_CHANGED
        from transfers import clocks, facts, services, timeline

        clocks.register_all()
        timelines.register(timeline.events)
        elsewhere.on_area(facts.is_in_progress)
        handing_over.CHECKS.append(services.before_lead_changes)
        leading.CHECKS.append(services.before_lead_changes)
        if services.notice_changes not in ON_CASE_CHANGED:
            # First of all: what is due is computed from what this finds.
            ON_CASE_CHANGED.insert(0, services.notice_changes)
        if services.withdraw_ended not in ON_CASE_CHANGED:
            ON_CASE_CHANGED.append(services.withdraw_ended)
