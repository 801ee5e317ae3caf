"""App configuration."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Who looks at whom: who has read a case, what needs an explanation, and how a case stood on a day."""

    name = "oversight"
    verbose_name = "Oversight"

    def ready(self) -> None:
        """Listen for accounts that open very many cases."""
        from audit import bulk
        from oversight.bursts import noticed

        bulk.ON_BURST.append(noticed)
