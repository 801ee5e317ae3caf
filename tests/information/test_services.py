"""Recording, correcting, sharing, keeping and withdrawing items of information."""

import datetime as dt
from typing import Any

import pytest
from django.db import Error, transaction

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from information.models import InformationItem, InformationShare, InformationVersion
from information.services import (
    correct_item,
    end_share,
    keep_item,
    record_item,
    share_with_agency,
    share_with_person,
    withdraw_item,
)
from offenders.models import Case
from tests.factories import World
from tests.information import builders
from tests.marks import rule

Items = dict[str, InformationItem]


def rules_of(caught: Any) -> list[str]:
    return list(caught.value.rules)


def correct(world: World, item: InformationItem, kind: str = "intelligence", **more: Any) -> InformationVersion:
    arguments: dict[str, Any] = {"actor": world.police_manager, "version": item.version, "reason": "A wrong colour."}
    said = builders.given(world.today, kind, text="The van is green.")
    return correct_item(item=item, given=said, today=world.today, **{**arguments, **more})


@rule("INF-01")
@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("practitioner", True),
        ("manager", True),
        ("police_manager", True),
        ("police_officer", True),
        ("spoc", True),
        ("coordinator", True),
        ("colleague", False),
        ("administrator", False),
        ("chair", False),
        ("vlo", False),
        ("lay_adviser", False),
        ("auditor", False),
        ("sysadmin", False),
        ("stranger", False),
    ],
)
def test_who_records_information(world: World, shared_case: Case, who: str, may: bool) -> None:
    arguments = {"owner": world.police, "given": builders.given(world.today), "today": world.today}
    if may:
        item = record_item(actor=builders.again(world, who), case=shared_case, **arguments)
        assert item.versions.get().number == 1
        return
    with pytest.raises(NotPermitted):
        record_item(actor=builders.again(world, who), case=shared_case, **arguments)
    assert not InformationItem.objects.exists()


@rule("INF-02")
def test_an_item_keeps_its_owner_and_is_told_to_the_agency_that_wrote_it_down(world: World, shared_case: Case) -> None:
    item = builders.recorded(shared_case, world.practitioner, today=world.today, owner=world.police)
    assert item.owner_agency == world.police
    share = item.shares.get()
    assert (share.agency, share.starts, share.ends) == (world.probation, world.today, None)


@rule("INF-14")
def test_the_audit_event_names_the_item_and_does_not_repeat_what_it_says(world: World, shared_case: Case) -> None:
    item = builders.recorded(shared_case, world.police_manager, today=world.today)
    event = AuditEvent.objects.get(verb="information.recorded")
    assert (event.subject_id, event.case_id) == (str(item.pk), shared_case.pk)
    assert builders.TEXT not in str(event.changes)


@rule("INF-02")
@rule("INF-06")
@rule("INF-09")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"dated_on": dt.date(2999, 1, 1)}, "INF-02"),
        ({"assessment": ""}, "INF-06"),
        ({"review_on": dt.date(2999, 1, 1)}, "INF-09"),
        ({"handling": "C"}, "INF-07"),
    ],
)
def test_nothing_is_kept_of_an_item_that_is_not_whole(
    world: World, shared_case: Case, changes: dict[str, Any], expected: str
) -> None:
    with pytest.raises(RuleRefused) as caught:
        builders.recorded(shared_case, world.police_manager, today=world.today, **changes)
    assert rules_of(caught) == [expected]
    assert not InformationItem.objects.exists()
    assert AuditEvent.objects.filter(verb="information.recorded", refused=True).count() == 1


@rule("INF-12")
def test_legal_advice_of_another_agency_is_not_recorded(world: World, shared_case: Case) -> None:
    with pytest.raises(RuleRefused) as caught:
        builders.recorded(shared_case, world.practitioner, today=world.today, owner=world.police, sensitivity="legal")
    assert rules_of(caught) == ["INF-12"]


@rule("OFF-21")
def test_a_form_sent_twice_records_one_item(world: World, shared_case: Case) -> None:
    builders.recorded(shared_case, world.police_manager, today=world.today)
    with pytest.raises(RuleRefused) as caught:
        builders.recorded(shared_case, world.police_manager, today=world.today)
    assert rules_of(caught) == ["OFF-21"]
    assert InformationItem.objects.count() == 1


@rule("INF-03")
@pytest.mark.parametrize("who", ["practitioner", "manager", "coordinator", "chair", "police_officer", "spoc"])
def test_nobody_but_the_owner_s_manager_and_the_recorder_decides(world: World, items: Items, who: str) -> None:
    item, actor = items["intelligence"], builders.again(world, who)
    attempts = (
        lambda: builders.shared(item, actor, world.probation, today=world.today),
        lambda: correct(world, item, actor=actor),
        lambda: keep_item(
            actor=actor, item=item, review_on=world.today, reason="x", version=item.version, today=world.today
        ),
        lambda: withdraw_item(actor=actor, item=item, reason="x", version=item.version, today=world.today),
    )
    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()
    assert not InformationShare.objects.filter(item=item).exists()
    assert InformationItem.objects.get(pk=item.pk).version == item.version


@rule("INF-03")
def test_the_owner_s_manager_decides_about_what_another_agency_wrote_down(world: World, shared_case: Case) -> None:
    item = builders.recorded(shared_case, world.practitioner, today=world.today, owner=world.police)
    share = builders.shared(item, world.police_manager, world.mental_health, today=world.today)
    assert "Police Manager" in share.agreed_by


@rule("INF-03")
def test_the_recorder_of_another_agency_says_who_agreed(world: World, shared_case: Case) -> None:
    item = builders.recorded(shared_case, world.practitioner, today=world.today, owner=world.police)
    with pytest.raises(RuleRefused) as caught:
        builders.shared(item, world.practitioner, world.mental_health, today=world.today)
    assert rules_of(caught) == ["INF-03"]
    share = builders.shared(
        item, world.practitioner, world.mental_health, today=world.today, agreed_by="Inspector Invented"
    )
    assert share.agreed_by == "Inspector Invented"


@rule("INF-04")
def test_sharing_is_for_agencies_with_a_part_in_the_case(world: World, items: Items) -> None:
    for agency in (world.childrens_services, world.police):
        with pytest.raises(RuleRefused) as caught:
            builders.shared(items["intelligence"], world.police_manager, agency, today=world.today)
        assert rules_of(caught) == ["INF-04"]
    builders.shared(items["intelligence"], world.police_manager, world.probation, today=world.today)
    with pytest.raises(RuleRefused) as caught:
        builders.shared(items["intelligence"], world.police_manager, world.probation, today=world.today)
    assert rules_of(caught) == ["INF-04"]


@rule("INF-05")
@rule("INF-07")
def test_conditions_and_a_missing_agreement_are_confirmed_before_sharing(world: World, shared_case: Case) -> None:
    world.mental_health.shares_information = False
    world.mental_health.save()
    item = builders.recorded(
        shared_case, world.police_manager, today=world.today, handling="C", conditions="Not to the family."
    )
    arguments = {"actor": world.police_manager, "item": item, "agency": world.mental_health, "reason": "They visit."}
    with pytest.raises(RuleRefused) as caught:
        share_with_agency(**arguments, today=world.today)
    assert rules_of(caught) == ["INF-05", "INF-07"]
    assert share_with_agency(**arguments, today=world.today, acknowledged=builders.ACKNOWLEDGED).ends is None


@rule("INF-11")
@rule("INF-12")
def test_restricted_information_and_legal_advice_are_not_shared_with_agencies(world: World, items: Items) -> None:
    for kind, expected in (("restricted", "INF-11"), ("legal", "INF-12")):
        with pytest.raises(RuleRefused) as caught:
            builders.shared(items[kind], world.police_manager, world.probation, today=world.today)
        assert rules_of(caught) == [expected]


@rule("INF-11")
@pytest.mark.parametrize(
    ("who", "fits"),
    [("practitioner", True), ("coordinator", True), ("chair", True), ("spoc", True)]
    + [(who, False) for who in ("auditor", "lay_adviser", "vlo", "colleague", "stranger", "sysadmin", "smb_member")],
)
def test_who_can_be_named_on_restricted_information(world: World, items: Items, who: str, fits: bool) -> None:
    arguments = {
        "actor": world.police_manager,
        "item": items["restricted"],
        "reason": "Briefing.",
        "today": world.today,
    }
    person = builders.again(world, who)
    if fits:
        share_with_person(person=person, **arguments)
        assert InformationItem.objects.visible_to(builders.again(world, who)).filter(pk=items["restricted"].pk).exists()
        return
    with pytest.raises(RuleRefused) as caught:
        share_with_person(person=person, **arguments)
    assert rules_of(caught) == ["INF-11"]


def test_closing_an_item_again_ends_sight_at_once_and_only_once(world: World, items: Items) -> None:
    item = items["intelligence"]
    share = builders.shared(item, world.police_manager, world.mental_health, today=world.today)
    ended = end_share(actor=world.police_manager, share=share, reason="No longer needed.", today=world.today)
    assert (ended.ends, ended.ended_because) == (world.today, "No longer needed.")
    assert not InformationItem.objects.visible_to(builders.again(world, "spoc")).filter(pk=item.pk).exists()
    with pytest.raises(RuleRefused):
        end_share(actor=world.police_manager, share=share, reason="Again.", today=world.today)


@rule("INF-08")
def test_a_correction_is_a_further_version_and_the_first_is_kept(world: World, items: Items) -> None:
    item = items["intelligence"]
    correct(world, item)
    texts = list(item.versions.order_by("number").values_list("text", "reason"))
    assert texts == [(f"{builders.TEXT} (intelligence)", ""), ("The van is green.", "A wrong colour.")]


@rule("INF-08")
def test_the_database_refuses_to_change_what_was_said(world: World, items: Items) -> None:
    rows = InformationVersion.objects.filter(item=items["intelligence"]).in_bulk_with_own_audit()
    for write in (lambda: rows.update(text="Nothing happened."), rows.delete):
        with pytest.raises(Error), transaction.atomic():
            write()


@rule("INF-08")
def test_a_correction_that_would_open_an_item_more_widely_is_refused(world: World, items: Items) -> None:
    with pytest.raises(RuleRefused) as caught:
        correct(world, items["restricted"], "ordinary")
    assert rules_of(caught) == ["INF-08"]


@rule("INF-08")
@rule("INF-11")
def test_making_an_item_restricted_closes_it_to_agencies_and_names_who_did_it(world: World, items: Items) -> None:
    item = items["intelligence"]
    builders.shared(item, world.police_manager, world.mental_health, today=world.today)
    correct(world, item, "restricted")
    for who, sees in (("police_manager", True), ("spoc", False), ("coordinator", False), ("police_officer", False)):
        rows = InformationItem.objects.visible_to(builders.again(world, who)).filter(pk=item.pk)
        assert rows.exists() is sees, who


def test_two_editors_do_not_overwrite_one_another(world: World, items: Items) -> None:
    item = items["intelligence"]
    seen = item.version
    correct(world, item)
    with pytest.raises(Conflict) as caught:
        correct(world, item, version=seen)
    assert caught.value.theirs["text"] == "The van is green."
    with pytest.raises(Conflict):
        withdraw_item(actor=world.police_manager, item=item, reason="Wrong.", version=seen, today=world.today)
    assert item.versions.count() == 2


@rule("INF-10")
def test_withdrawing_closes_an_item_to_agencies_and_deletes_nothing(world: World, items: Items) -> None:
    item = items["intelligence"]
    builders.shared(item, world.police_manager, world.mental_health, today=world.today)
    withdraw_item(actor=world.police_manager, item=item, reason="Was false.", version=item.version, today=world.today)
    assert not InformationItem.objects.visible_to(builders.again(world, "spoc")).filter(pk=item.pk).exists()
    assert InformationItem.objects.visible_to(builders.again(world, "coordinator")).filter(pk=item.pk).exists()
    assert item.versions.count() == 1
    for again in (
        lambda: correct(world, item),
        lambda: builders.shared(item, world.police_manager, world.probation, today=world.today),
        lambda: withdraw_item(
            actor=world.police_manager, item=item, reason="Again.", version=item.version, today=world.today
        ),
    ):
        with pytest.raises(RuleRefused) as caught:
            again()
        assert rules_of(caught) == ["INF-10"]


@rule("INF-09")
def test_the_review_falls_due_moves_when_the_item_is_kept_and_ends_when_it_is_withdrawn(
    world: World, shared_case: Case
) -> None:
    item = builders.recorded(shared_case, world.police_manager, today=world.today)
    rows = Deadline.objects.filter(case=shared_case, rule="INF-09", key=str(item.pk), closed_at__isnull=True)
    assert rows.get().due_on == item.review_on
    later = world.today + dt.timedelta(days=180)
    keep_item(
        actor=world.police_manager,
        item=item,
        review_on=later,
        reason="Still true.",
        version=item.version,
        today=world.today,
    )
    assert rows.get().due_on == later
    withdraw_item(actor=world.police_manager, item=item, reason="False.", version=item.version, today=world.today)
    assert not rows.exists()
