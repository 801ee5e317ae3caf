"""Text under a key of its own record: once that key is gone nobody reads it again, wherever copies of it lie.

Rows that are never changed, row history and the chained audit record cannot be blanked. What they hold of such a text
is ciphertext, or that it changed; the key lies in one column that no history copies.
"""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from sealed.keys import CannotOpen

VERSION = "k1:"
COMPARED = frozenset({"isnull", "df"})
"""What SQL may ask: whether something is there and, in the trigger of row history, whether it was written anew."""


class Kept(str):
    """What a column holds, unopened."""

    __slots__ = ()


def new_key() -> str:
    """A key for one record."""
    return Fernet.generate_key().decode()


class _Opened(DeferredAttribute):
    """Opens what was read when somebody asks for it."""

    field: "OwnKeyTextField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        """The clear text; empty once the key is gone. Raises: CannotOpen."""
        if instance is None:
            return self
        return self.field.opened(instance, super().__get__(instance, cls))

    def __set__(self, instance: Any, value: Any) -> None:
        """Keep what was read or typed."""
        instance.__dict__[self.field.attname] = value


class OwnKeyTextField(models.TextField):
    """Text that only `key` of its row opens, or of the row that the foreign key `of` names.

    A row without a key holds clear text, as do rows from before there were keys. It cannot be searched or compared in
    SQL; the audit record keeps that it changed, never what it says.
    """

    sealed = True
    descriptor_class = _Opened

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """With the foreign key."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"of": self.of} if self.of else {})

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """What the column holds, marked where it is ciphertext."""
        return Kept(value) if value and value.startswith(VERSION) else value

    def opened(self, instance: models.Model, value: Any) -> Any:
        """The clear text of what was read; empty once the key is gone. Raises: CannotOpen."""
        if not isinstance(value, Kept):
            return value
        key = self._key(instance)
        if not key:
            return ""
        try:
            return Fernet(key).decrypt(value.removeprefix(VERSION).encode()).decode()
        except (InvalidToken, ValueError) as error:
            raise CannotOpen(f"{self.model._meta.label}.{self.name}") from error

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The ciphertext, new at each saving; the text itself where the row has no key."""
        text, key = super().pre_save(model_instance, add), self._key(model_instance)
        return VERSION + Fernet(key).encrypt(text.encode()).decode() if text and key else text

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse what would compare ciphertext with words. Raises: FieldError."""
        if lookup_name not in COMPARED:
            raise FieldError(f"{self.name} is under a key of its own: the database cannot look into it")
        return super().get_lookup(lookup_name)

    def _key(self, instance: models.Model) -> str:
        holder = getattr(instance, self.of) if self.of else instance
        return getattr(holder, "key", "")
