"""What is done about victims and people at risk leaves no trace for whoever may not see them."""

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from audit.services import record
from offenders import trail
from offenders.models import Case
from offenders.services.people import record_protected_person
from oversight import selectors
from oversight.selectors import Span
from tests.factories import World
from tests.house.specimen import client_of
from tests.marks import rule

pytestmark = rule("ACC-27")


@pytest.fixture
def told(case: Case, world: World) -> set[int]:
    """A victim is recorded and read, somebody is refused to record one, and people at risk are put to a judgement."""
    last = AuditEvent.objects.first()
    owner = world.practitioner
    person = record_protected_person(actor=owner, case=case, person={"kind": "victim", "name": "Ada Invented"})
    record(actor=world.team_mate, verb="protected_person.recorded", case_id=case.pk, subject=case, refused=True)
    for name in ("case_victims", "case_release"):
        assert client_of(owner).get(reverse(name, args=[case.pk])).status_code == 200
    for verb in ("case_victims_form.viewed", "case_release.viewed"):
        record(actor=owner, verb=verb, case_id=case.pk)
    rows = AuditEvent.objects.filter(case_id=case.pk, pk__gt=last.pk if last else 0)
    assert str(person.pk) in rows.values_list("subject_id", flat=True)
    return set(rows.values_list("pk", flat=True))


def events(world: World, who: str, case: Case) -> set[int]:
    return {entry.event.pk for entry in trail.page(viewer=world.people[who], case=case).entries}


def test_the_trail_tells_of_it_to_those_who_see_victims_alone(told: set[int], case: Case, world: World) -> None:
    assert told <= events(world, "manager", case)
    assert not told & events(world, "auditor", case)


def test_who_has_looked_neither_names_nor_counts_it(told: set[int], case: Case, world: World) -> None:
    def reads(who: str) -> list[int]:
        looks = selectors.lookers(viewer=world.people[who], case=case, span=Span())
        return [person.reads for person in looks.people]

    assert reads("manager") == [4]
    assert reads("auditor") == []


def test_other_events_do_not_say_how_many_are_at_risk(case: Case, world: World) -> None:
    changes = {"children": ("low", "high"), "people_at_risk": (None, ["one", "two"])}
    event = record(
        actor=world.practitioner, verb="rosh.levels_recorded", case_id=case.pk, subject=case, changes=changes
    )

    def named(who: str) -> list[str]:
        page = trail.page(viewer=world.people[who], case=case)
        return [name for entry in page.entries if entry.event.pk == event.pk for name, _, _ in entry.changes]

    assert named("manager") == ["children", "people at risk"]
    assert named("auditor") == ["children"]
