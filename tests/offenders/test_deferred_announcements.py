"""Many writes to a case can be announced once, and never less than that."""

from collections.abc import Iterator

import pytest

from accounts.models import User
from offenders.models import Alias, Case
from offenders.services.cases import add_alias
from offenders.writing import ON_CASE_CHANGED, deferred_announcements
from tests import factories
from tests.factories import World


@pytest.fixture
def heard() -> Iterator[list[Case]]:
    """The cases announced from now on, in order."""
    cases: list[Case] = []
    ON_CASE_CHANGED.append(cases.append)
    yield cases
    ON_CASE_CHANGED.remove(cases.append)


def two_aliases(case: Case, actor: User) -> None:
    for name in ("Testy", "Testo"):
        add_alias(actor=actor, case=case, name=name, kind="nickname")


def test_every_write_is_announced_by_itself(case: Case, world: World, heard: list[Case]) -> None:
    two_aliases(case, world.practitioner)
    assert heard == [case, case]


def test_inside_the_block_each_case_is_announced_once_at_the_end(case: Case, world: World, heard: list[Case]) -> None:
    other = factories.make_case(world)
    heard.clear()
    with deferred_announcements():
        two_aliases(case, world.practitioner)
        with deferred_announcements():
            two_aliases(other, world.practitioner)
        assert heard == []
    assert sorted(row.reference for row in heard) == sorted([case.reference, other.reference])


def test_a_block_that_fails_writes_nothing_and_announces_nothing(case: Case, world: World, heard: list[Case]) -> None:
    with pytest.raises(LookupError), deferred_announcements():
        two_aliases(case, world.practitioner)
        raise LookupError
    assert heard == []
    assert not Alias.objects.filter(case=case).exists()
    add_alias(actor=world.practitioner, case=case, name="Testu", kind="nickname")
    assert heard == [case]
