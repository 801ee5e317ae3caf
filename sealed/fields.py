"""The model field whose column holds only ciphertext."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from sealed.keys import open_sealed, seal


class SealedTextField(models.TextField):
    """Text that is clear in Python and sealed in the database, in its row history and in back-ups.

    It cannot be searched, ordered by or compared in SQL: `isnull` is the only lookup. The audit record keeps that it
    changed, never what it says. Where the key is wrong, reading raises `sealed.keys.CannotOpen` with the field's name.
    """

    sealed = True

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """The ciphertext, new at each saving."""
        prepared = super().get_db_prep_save(value, connection)
        return seal(prepared) if isinstance(prepared, str) else prepared

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """The clear text. Raises: CannotOpen."""
        return value if value is None else open_sealed(value, f"{self.model._meta.label}.{self.name}")

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse what would compare ciphertext. Raises: FieldError."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: the database cannot look into it")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """Refuse as get_lookup does. Raises: FieldError."""
        raise FieldError(f"{self.name} is sealed: the database cannot look into it")
