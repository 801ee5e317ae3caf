"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Areas, agencies, teams, the people and systems that sign in, and the roles they hold."""

    name = "accounts"
    verbose_name = "People and agencies"

    def ready(self) -> None:
        """Let the API description know the partners' sign-in, and the change of keys the secrets of second factors."""
        from accounts.api import schema  # noqa: F401 - importing it registers the extension
        from sealed.places import name_place

        name_place("mfa.Authenticator", "data", ("secret", "seed"))
