"""Making accounts."""

from typing import Any

from django.contrib.auth.base_user import BaseUserManager


class UserManager(BaseUserManager[Any]):
    """Accounts are known by e-mail address, which is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """A saved account; without a password nobody can sign in to it."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """An account for reference data and users in the admin. It sees no case."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Any:
        """Look up by e-mail address in any case."""
        return self.get(email=(username or "").strip().lower())
