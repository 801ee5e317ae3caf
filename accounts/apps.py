"""App configuration."""

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_save


class AccountsConfig(AppConfig):
    """Areas, agencies, teams, the people and systems that sign in, and the roles they hold."""

    name = "accounts"
    verbose_name = "People and agencies"

    def ready(self) -> None:
        """Connect what listens: API description, change of keys, record of sign-ins, ends of sessions."""
        from accounts import sign_in_record
        from accounts.api import schema  # noqa: F401 - importing it registers the extension
        from accounts.identity_providers import settings_are_usable
        from accounts.sessions import on_account_saved, on_role_saved
        from sealed.places import name_place

        register(settings_are_usable)
        sign_in_record.connect()
        post_save.connect(on_account_saved, sender="accounts.User")
        post_save.connect(on_role_saved, sender="accounts.RoleHolding")
        name_place("mfa.Authenticator", "data", ("secret", "seed"))
