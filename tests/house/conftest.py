"""The specimen is made once for each file of tests; what a test does to it is undone after the test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.house.filling import FORMS, Blank, blank
from tests.house.specimen import Specimen, build


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Specimen]:
    """The two cases and everybody who looks at them, inside a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def specimen(made: Specimen) -> Iterator[Specimen]:
    """The specimen for one test."""
    with transaction.atomic():
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def blanks(made: Specimen) -> dict[str, Blank]:
    """Every form, as it is opened."""
    with transaction.atomic():
        opened = {name: blank(made, name) for name in FORMS}
        transaction.set_rollback(True)
    return opened
