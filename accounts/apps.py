"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Areas, agencies, teams, the people and systems that sign in, and the roles they hold."""

    name = "accounts"
    verbose_name = "People and agencies"
