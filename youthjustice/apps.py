"""App configuration."""

from django.apps import AppConfig


class YouthjusticeConfig(AppConfig):
    """AssetPlus-style assessments of children."""

    name = "youthjustice"
    verbose_name = "Youth justice"
