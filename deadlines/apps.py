"""App configuration."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """The rulebook, the working-day calendar, policies, clocks and alerts."""

    name = "deadlines"
    verbose_name = "Deadlines"

    def ready(self) -> None:
        """Recompute the clocks of every case that is written to, in the same transaction; register those of access."""
        from deadlines import facts, panels
        from deadlines.services import recompute
        from offenders.writing import ON_CASE_CHANGED

        if recompute not in ON_CASE_CHANGED:
            ON_CASE_CHANGED.append(recompute)
        facts.register_all()
        panels.register_all()
