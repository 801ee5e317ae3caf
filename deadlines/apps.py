"""App configuration."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """The rulebook, the working-day calendar, policies, clocks and alerts."""

    name = "deadlines"
    verbose_name = "Deadlines"

    def ready(self) -> None:
        """Recompute the clocks of every case that is written to, at once; tell who comes to one; register clocks."""
        from deadlines import facts, panels
        from deadlines.services import recompute, tell_anew
        from offenders.writing import ON_CASE_CHANGED, ON_HANDED_ON

        if recompute not in ON_CASE_CHANGED:
            ON_CASE_CHANGED.append(recompute)
        if tell_anew not in ON_HANDED_ON:
            ON_HANDED_ON.append(tell_anew)
        facts.register_all()
        panels.register_all()
