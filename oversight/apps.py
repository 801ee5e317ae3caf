"""App configuration."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Who looks at whom: who has read a case, and what was read that needs an explanation."""

    name = "oversight"
    verbose_name = "Oversight"
