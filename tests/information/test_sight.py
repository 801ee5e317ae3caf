"""Who sees each kind of information, and what ends it: the table of sensitivities, viewer by viewer."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import RoleHolding
from information.models import InformationItem, InformationShare, InformationVersion
from information.services import share_with_person
from offenders.models import AccessDenial, Assignment, Case
from offenders.rules.sensitivity import MAY_BECOME, OPENING_WORDS, OPENS, SENSITIVITY_WORDS, Opening, Sensitivity
from offenders.services import access, cases
from offenders.services.emergency import open_in_emergency
from tests.factories import World
from tests.information import builders
from tests.marks import rule

Items = dict[str, InformationItem]
IN_FULL = {
    *("practitioner", "team_mate", "manager", "coordinator", "administrator", "chair", "auditor"),
    *("police_officer", "police_manager"),
}
OF_OWNER = {"police_officer", "police_manager", "chair"}
EXPECTED = {
    "ordinary": IN_FULL,
    "intelligence": OF_OWNER | {"coordinator"},
    "third_party": OF_OWNER | {"coordinator"},
    "restricted": {"police_manager"},
    "legal": OF_OWNER | {"manager"},
}


def viewers_of(world: World, item: InformationItem) -> set[str]:
    """Everybody to whom the item is open, each asked as the next request would."""
    rows = InformationItem.objects.filter(pk=item.pk)
    return {who for who in world.people if rows.visible_to(builders.again(world, who)).exists()}


@rule("INF-13")
@rule("INF-11")
@rule("INF-12")
@pytest.mark.parametrize("kind", sorted(Sensitivity))
def test_each_kind_is_open_to_exactly_these(world: World, items: Items, kind: str) -> None:
    assert viewers_of(world, items[kind]) == EXPECTED[kind]


@rule("INF-13")
@pytest.mark.parametrize("kind", ["ordinary", "intelligence", "third_party"])
def test_what_is_shared_opens_to_the_people_of_that_agency_who_see_the_papers(
    world: World, items: Items, kind: str
) -> None:
    share = builders.shared(items[kind], world.police_manager, world.mental_health, today=world.today)
    assert viewers_of(world, items[kind]) == EXPECTED[kind] | {"spoc"}
    Assignment.objects.filter(user=world.spoc).in_bulk_with_own_audit().update(ends=world.today)
    assert viewers_of(world, items[kind]) == EXPECTED[kind]
    assert InformationShare.objects.visible_to(builders.again(world, "spoc")).filter(pk=share.pk).count() == 0


@rule("INF-13")
def test_what_is_shared_with_an_agency_stays_closed_to_its_people_who_only_observe(world: World, items: Items) -> None:
    builders.shared(items["intelligence"], world.police_manager, world.mental_health, today=world.today)
    Assignment.objects.filter(user=world.spoc).in_bulk_with_own_audit().update(capacity=Assignment.Capacity.OBSERVER)
    assert "spoc" not in viewers_of(world, items["intelligence"])


@rule("INF-13")
def test_a_share_holds_until_the_day_before_it_ends(world: World, items: Items) -> None:
    share = builders.shared(items["intelligence"], world.police_manager, world.mental_health, today=world.today)
    rows = InformationShare.objects.filter(pk=share.pk).in_bulk_with_own_audit()
    for ends, is_open in ((world.today + dt.timedelta(days=1), True), (world.today, False)):
        rows.update(starts=world.today - dt.timedelta(days=1), ends=ends)
        assert ("spoc" in viewers_of(world, items["intelligence"])) is is_open
    rows.update(starts=world.today + dt.timedelta(days=1), ends=None)
    assert "spoc" not in viewers_of(world, items["intelligence"])


@rule("INF-13")
def test_sight_of_an_item_ends_with_the_involvement_of_its_owner(world: World, items: Items, shared_case: Case) -> None:
    involvement = shared_case.involvements.get(agency=world.police)
    cases.end_involvement(actor=world.practitioner, involvement=involvement, on=world.today)
    assert "police_manager" not in viewers_of(world, items["intelligence"])


@rule("ACC-25")
@rule("INF-13")
@pytest.mark.parametrize("kind", sorted(Sensitivity))
def test_a_denial_beats_everything(world: World, items: Items, shared_case: Case, kind: str) -> None:
    for who in IN_FULL:  # the service would ask for another owner first
        AccessDenial(case=shared_case, user=world.people[who], reason="Related.", decided_by=world.coordinator).save()
    assert viewers_of(world, items[kind]) == set()


@rule("ACC-23")
@rule("INF-13")
def test_a_restricted_case_closes_its_items_to_whoever_is_not_named(
    world: World, items: Items, shared_case: Case
) -> None:
    access.restrict(actor=world.manager, case=shared_case, restricted=True, reason="Protected person.")
    assert viewers_of(world, items["ordinary"]) == {"practitioner", "manager", "chair", "police_officer"}
    assert viewers_of(world, items["intelligence"]) == {"chair", "police_officer"}


@rule("ACC-33")
@rule("INF-13")
def test_emergency_access_opens_ordinary_information_alone(world: World, case: Case) -> None:
    cases.involve_agency(actor=world.practitioner, case=case, agency=world.police, part="involved", starts=world.today)
    told = [
        builders.recorded(case, world.police_manager, today=world.today, sensitivity=kind.value) for kind in Sensitivity
    ]
    why = "He was seen outside the school of the children whom he had threatened."
    officer = builders.again(world, "police_officer")
    assert not InformationItem.objects.visible_to(officer).exists()
    open_in_emergency(actor=officer, reference=case.reference, reason=why, now=timezone.now())
    rows = InformationItem.objects.filter(pk__in=[item.pk for item in told])
    seen = rows.visible_to(builders.again(world, "police_officer"))
    assert [item.sensitivity for item in seen] == ["ordinary"]


@rule("ACC-45")
@rule("INF-13")
@pytest.mark.parametrize("kind", ["intelligence", "third_party", "legal"])
def test_an_auditor_sees_the_kinds_that_the_engagement_covers_and_no_other(
    world: World, items: Items, kind: str
) -> None:
    RoleHolding.objects.filter(user=world.auditor).update(kinds_in_scope=[kind])
    seen = InformationItem.objects.visible_to(builders.again(world, "auditor"))
    assert {item.sensitivity for item in seen} == {"ordinary", kind}
    RoleHolding.objects.filter(user=world.auditor).update(area=world.other_area)
    assert not InformationItem.objects.visible_to(builders.again(world, "auditor")).exists()


@rule("INF-11")
@rule("ACC-45")
def test_no_engagement_covers_restricted_information(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHolding.objects.filter(user=world.auditor).update(kinds_in_scope=["restricted"])


@rule("INF-11")
def test_a_restricted_item_opens_to_whom_it_is_named(world: World, items: Items) -> None:
    share_with_person(
        actor=world.police_manager, item=items["restricted"], person=world.spoc, reason="Briefing.", today=world.today
    )
    assert viewers_of(world, items["restricted"]) == {"police_manager", "spoc"}


@rule("INF-13")
def test_who_recorded_for_another_agency_goes_on_seeing_it(world: World, shared_case: Case) -> None:
    item = builders.recorded(shared_case, world.practitioner, today=world.today, owner=world.police)
    assert viewers_of(world, item) == OF_OWNER | {"coordinator", "practitioner", "team_mate", "manager"}
    legal = builders.recorded(shared_case, world.spoc, today=world.today, sensitivity="legal")
    assert viewers_of(world, legal) == {"spoc", "manager"}


@rule("INF-14")
def test_versions_and_shares_are_as_open_as_their_item(world: World, items: Items) -> None:
    for who in world.people:
        person = builders.again(world, who)
        seen = set(InformationItem.objects.visible_to(person).values_list("pk", flat=True))
        for kind in (InformationVersion, InformationShare):
            rows = kind.objects.all()
            expected = {row.pk for row in rows if row.item_id in seen}
            assert {row.pk for row in rows.visible_to(person)} == expected


def test_a_stranger_to_the_product_sees_nothing(world: World, items: Items) -> None:
    assert not InformationItem.objects.visible_to(None).exists()


@rule("INF-08")
def test_the_table_speaks_of_every_kind_and_no_correction_widens_one() -> None:
    assert set(OPENS) == set(SENSITIVITY_WORDS) == set(OPENING_WORDS) == set(MAY_BECOME) == set(Sensitivity)
    for before, kinds in MAY_BECOME.items():
        for after in kinds - {Sensitivity.RESTRICTED}:  # opened anew, to each by name
            widened = OPENS[after] - OPENS[before]
            assert Opening.SIGHT in OPENS[before] or not widened
