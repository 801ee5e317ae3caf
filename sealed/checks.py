"""The start-up check of the keys."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from sealed.keys import complaint


def keys_are_usable(**kwargs: Any) -> list[CheckMessage]:
    """One error when FIELD_KEYS cannot seal."""
    found = complaint(settings.FIELD_KEYS)
    return [Error(found, id="sealed.E001")] if found else []
