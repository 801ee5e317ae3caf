"""The project as an app (its commands), and the administration site it uses."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class HouseConfig(AppConfig):
    """Holds the project's commands."""

    name = "mappa"


class HouseAdminConfig(AdminConfig):
    """Uses the site that demands a second factor."""

    default_site = "mappa.admin.HouseAdminSite"
