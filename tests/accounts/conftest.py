"""What tests of signing in share."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_attempts_so_far() -> Iterator[None]:
    """The limits on attempts count in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()
