"""The administration site of this project."""

from django.contrib.admin.apps import AdminConfig


class HouseAdminConfig(AdminConfig):
    """Uses the site that demands a second factor."""

    default_site = "mappa.admin.HouseAdminSite"
