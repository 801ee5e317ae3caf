"""A case moves from one area to another: who sees it when, whose it is, and what goes with it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Agency, AgencyType, RoleHolding, User
from accounts.roles import Role
from assessments.models import PlanAction
from assessments.services import add_action
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines import selectors
from deadlines.models import Deadline, Policy
from deadlines.services import sweep
from information.models import InformationItem
from levels.services.leading import change_lead
from meetings.models import Invitation, Meeting
from offenders.access import Detail, may, relations_to
from offenders.models import AccessGrant, AccessNotice, Assignment, Case, Involvement, ReceivingArea
from offenders.rules.permissions import Relation
from offenders.services import access, cases, handing_over
from offenders.writing import announce
from tests import factories
from tests.assessments import builders as assessments
from tests.factories import World
from tests.marks import rule
from tests.transfers.builders import accepted, refused, requested, terms
from transfers import facts, services
from transfers.models import BorderMove, Transfer, TransferForm, TransferStep
from transfers.rules.borders import Given, Jurisdiction, Kind
from transfers.selectors import progress_page


@pytest.fixture
def there(world: World) -> World:
    """The world with a manager and a police agency in Kent, and an administrator there."""
    for key, role in (("there_manager", Role.MANAGER), ("there_administrator", Role.ADMINISTRATOR)):
        world.people[key] = factories.make_user(
            key.replace("_", " "), agency=world.other_probation, area=world.other_area, roles=(role,)
        )
    kind = AgencyType.objects.get(pk="childrens_services")
    Agency.objects.create(name="Invented Children's Services Kent", kind=kind, area=world.other_area)
    return world


def afresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def detail(world: World, who: str, case: Case) -> Detail:
    found = Case.objects.seen_by(afresh(world.people[who])).filter(pk=case.pk).first()
    return Detail(found.detail) if found else Detail.NOTHING


def owners_on(case: Case, day: dt.date) -> list[Any]:
    rows = Assignment.objects.filter(case=case, capacity="owner", starts__lte=day).exclude(ends__lte=day)
    return [row.user_id for row in rows]


THERE = ("other_coordinator", "there_administrator", "there_manager")
HERE = ("practitioner", "team_mate", "manager", "coordinator", "administrator", "auditor")


@rule("TRF-11")
def test_both_areas_see_the_case_meanwhile_and_only_meanwhile(there: World, case: Case) -> None:
    assert {detail(there, who, case) for who in THERE} == {Detail.NOTHING}
    transfer = requested(there, case)
    assert {detail(there, who, case) for who in (*THERE, *HERE)} == {Detail.FULL}
    assert detail(there, "stranger", case) is Detail.NOTHING
    refused(there, transfer)
    assert {detail(there, who, case) for who in THERE} == {Detail.NOTHING}
    assert {detail(there, who, case) for who in HERE} == {Detail.FULL}


@rule("TRF-11")
def test_lists_single_cases_and_permissions_agree_meanwhile(there: World, case: Case) -> None:
    requested(there, case)
    for who in (*THERE, *HERE, "stranger", "smb_member", "chair"):
        user = afresh(there.people[who])
        for level in Detail:
            if level:
                listed = Case.objects.visible_to(user, level).filter(pk=case.pk).exists()
                assert listed is (detail(there, who, case) >= level)
        assert may(user, "answer_transfer", case) is (who == "other_coordinator")
        assert (Relation.RECEIVING in relations_to(afresh(user), case)) is (who == "other_coordinator")
    for action in ("record_case", "manage_access", "decide_level", "view_access", "request_transfer"):
        assert not may(afresh(there.other_coordinator), action, case)
        assert not may(afresh(there.there_manager), action, case)


@rule("TRF-11")
@rule("TRF-10")
def test_on_the_day_area_lead_agency_and_owner_change_together(there: World, case: Case) -> None:
    transfer = accepted(there, requested(there, case), days=0)
    case.refresh_from_db()
    assert (case.area, case.lead_agency, case.team) == (there.other_area, there.other_probation, None)
    assert owners_on(case, there.today) == [there.stranger.pk]
    assert transfer.state == "moved" and transfer.moved_on == there.today
    assert {detail(there, who, case) for who in (*THERE, "stranger")} == {Detail.FULL}
    assert {detail(there, who, case) for who in HERE} == {Detail.NOTHING}
    assert not ReceivingArea.objects.filter(case=case, ends__isnull=True).exists()


@rule("TRF-10")
def test_a_case_has_one_owner_one_agency_and_one_area_on_every_day(
    there: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = there.today
    accepted(there, requested(there, case), days=3)
    seen = []
    for days in range(6):
        today = start + dt.timedelta(days=days)
        monkeypatch.setattr(timezone, "localdate", lambda value=None, timezone=None, today=today: today)
        services.move_due(today=today)
        case.refresh_from_db()
        seen.append((case.area_id, case.lead_agency_id, *owners_on(case, today)))
    here = ("hampshire", there.probation.pk, there.practitioner.pk)
    kent = ("kent", there.other_probation.pk, there.stranger.pk)
    assert seen == [here] * 3 + [kent] * 3
    for days in range(6):
        assert len(owners_on(case, start + dt.timedelta(days=days))) == 1
    assert services.move_due(today=start + dt.timedelta(days=9)) == 0


@rule("TRF-10")
@pytest.mark.parametrize("obstacle", ["left", "moved", "barred", "role ended"])
def test_a_case_stays_where_it_is_while_the_new_owner_cannot_take_it(
    there: World, case: Case, monkeypatch: pytest.MonkeyPatch, obstacle: str
) -> None:
    transfer = accepted(there, requested(there, case), days=1)
    if obstacle == "left":
        there.stranger.is_active = False
        there.stranger.save()
    if obstacle == "moved":
        there.stranger.agency = there.probation
        there.stranger.save()
    if obstacle == "barred":
        access.deny(actor=there.manager, case=case, user=there.stranger, reason="Related.", starts=there.today)
    if obstacle == "role ended":
        held = RoleHolding.objects.get(user=there.stranger)
        held.ends = there.today
        held.save()
    tomorrow = there.today + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda value=None, timezone=None: tomorrow)
    assert [services.move_due(today=tomorrow) for _ in range(3)] == [0, 0, 0]
    assert AuditEvent.objects.filter(case_id=case.pk, verb="transfer.moved", refused=True).count() == 1
    case.refresh_from_db()
    assert case.area == there.area and owners_on(case, tomorrow) == [there.practitioner.pk]
    stuck = AccessNotice.objects.filter(kind=AccessNotice.Kind.TRANSFER_STUCK)
    assert {there.other_coordinator.pk, there.practitioner.pk} <= set(stuck.values_list("recipient", flat=True))
    other = factories.make_user(
        "Second", agency=there.other_probation, area=there.other_area, roles=(Role.PRACTITIONER,)
    )
    transfer.refresh_from_db()
    accepted(there, transfer, owner=other, moves_on=tomorrow, today=tomorrow)
    case.refresh_from_db()
    assert case.area == there.other_area and owners_on(case, tomorrow) == [other.pk]


@rule("TRF-12")
@rule("TRF-10")
def test_the_owner_to_be_works_on_the_case_until_the_day(there: World, case: Case) -> None:
    transfer = accepted(there, requested(there, case), days=7)
    assert detail(there, "stranger", case) is Detail.FULL
    assert owners_on(case, there.today) == [there.practitioner.pk]
    services.withdraw(actor=there.manager, transfer=transfer, version=transfer.version, reason="No.", today=there.today)
    assert detail(there, "stranger", case) is Detail.NOTHING
    assert transfer.state == "withdrawn"


@rule("TRF-14")
def test_what_belongs_to_the_case_goes_with_it(there: World, case: Case) -> None:
    today = there.today
    for agency in (there.childrens_services, there.police):
        cases.involve_agency(actor=there.manager, case=case, agency=agency, part="involved", starts=today)
    contact = Involvement.Part.VICTIM_CONTACT
    cases.involve_agency(actor=there.manager, case=case, agency=there.police, part=contact, starts=today)
    for user, capacity in ((there.colleague, "worker"), (there.vlo, "victim_liaison")):
        access.assign(actor=there.manager, case=case, user=user, capacity=capacity, starts=today)
    week = today + dt.timedelta(days=7)
    access.grant(actor=there.manager, case=case, user=there.spoc, reason="Visit.", starts=today, ends=week)
    assessments.plan(case, there.practitioner, today=today)
    ours = assessments.add(case, there.practitioner)
    police = add_action(actor=there.practitioner, case=case, action=assessments.new_action(there.police))
    accepted(there, requested(there, case), days=0)
    open_parts = Involvement.objects.filter(case=case, ends__isnull=True)
    assert {(row.agency.name, row.part) for row in open_parts} == {
        ("Invented Children's Services Kent", "involved"),
        ("Invented Police Hampshire", "victim_contact"),
    }
    parts = Assignment.objects.filter(case=case, ends__isnull=True)
    assert {(row.user_id, row.capacity) for row in parts} == {
        (there.stranger.pk, "owner"),
        (there.vlo.pk, "victim_liaison"),
    }
    assert not AccessGrant.objects.filter(case=case, permission__isnull=False).exists()
    actions = {row.pk: row for row in PlanAction.objects.filter(case=case)}
    assert {actions[one.pk].agency for one in (ours, police)} == {there.other_probation}
    assert {actions[one.pk].owner for one in (ours, police)} == {there.stranger}


@rule("TRF-14")
def test_what_agencies_gave_is_owned_in_the_new_area_where_there_is_such_an_agency(there: World, case: Case) -> None:
    items = {
        agency.pk: InformationItem.objects.create(
            case=case,
            sensitivity="ordinary",
            owner_agency=agency,
            recorded_by=there.practitioner,
            review_on=there.today + dt.timedelta(days=30),
        )
        for agency in (there.probation, there.police)
    }
    accepted(there, requested(there, case), days=0)
    now = {given: InformationItem.objects.get(pk=item.pk).owner_agency for given, item in items.items()}
    assert now == {there.probation.pk: there.other_probation, there.police.pk: there.police}


@rule("TRF-14")
def test_the_chair_and_the_liaison_officer_go_on_with_their_part(there: World, case: Case) -> None:
    access.assign(actor=there.manager, case=case, user=there.vlo, capacity="victim_liaison", starts=there.today)
    Assignment(case=case, user=there.chair, capacity="chair", starts=there.today, meeting_id=uuid4()).save()
    accepted(there, requested(there, case), days=0)
    case.refresh_from_db()
    assert may(afresh(there.chair), "approve_minutes", case)
    assert may(afresh(there.vlo), "record_victims", case)
    assert not may(afresh(there.coordinator), "schedule_meeting", case)


@rule("TRF-01")
@rule("TRF-15")
def test_one_transfer_at_a_time(there: World, case: Case) -> None:
    transfer = requested(there, case)
    with pytest.raises(RuleRefused) as again:
        requested(there, case)
    assert again.value.rules == ("TRF-01",)
    refused(there, transfer)
    requested(there, case)


@rule("TRF-03")
@rule("TRF-12")
def test_who_asks_and_who_answers(there: World, case: Case) -> None:
    with pytest.raises(NotPermitted):
        requested(there, case, actor=there.practitioner)
    with pytest.raises(NotPermitted):
        requested(there, case, actor=there.other_coordinator)
    transfer = requested(there, case, actor=there.coordinator)
    for actor in (there.coordinator, there.manager, there.there_manager, there.there_administrator):
        with pytest.raises(NotPermitted):
            accepted(there, transfer, actor=actor)


@rule("TRF-12")
def test_nobody_answers_their_own_request(there: World, case: Case) -> None:
    RoleHolding.objects.create(user=there.coordinator, role=Role.COORDINATOR, area=there.other_area, starts=there.today)
    both = afresh(there.coordinator)
    transfer = requested(there, case, actor=both)
    with pytest.raises(RuleRefused) as refusal:
        accepted(there, transfer, actor=afresh(both))
    assert refusal.value.rules == ("TRF-12",)


@rule("TRF-10")
def test_the_new_owner_works_for_the_agency_that_takes_over(there: World, case: Case) -> None:
    transfer = requested(there, case)
    for owner in (there.practitioner, there.other_coordinator):
        with pytest.raises(RuleRefused) as refusal:
            accepted(there, transfer, owner=owner)
        assert refusal.value.rules == ("TRF-10",)
    access.deny(actor=there.manager, case=case, user=there.stranger, reason="Related.", starts=there.today)
    with pytest.raises(RuleRefused) as barred:
        accepted(there, transfer)
    assert barred.value.rules == ("ACC-25",)


@rule("TRF-12")
def test_two_answers_at_once_meet_as_a_conflict(there: World, case: Case) -> None:
    transfer = requested(there, case)
    seen = transfer.version
    accepted(there, transfer)
    with pytest.raises(Conflict):
        accepted(there, transfer, version=seen)


@rule("TRF-13")
@rule("TRF-18")
@pytest.mark.parametrize("anew", [True, False])
def test_a_refusal_is_disputed_and_settled(there: World, case: Case, anew: bool) -> None:
    transfer = refused(there, requested(there, case))
    said = {"happened_on": there.today, "manager": "Heads of both units", "reason": "The lease is signed."}
    services.dispute(actor=there.manager, transfer=transfer, version=transfer.version, today=there.today, **said)
    assert detail(there, "other_coordinator", case) is Detail.FULL
    owed = Deadline.objects.filter(case=case, rule="TRF-18", closed_at__isnull=True)
    assert owed.get().due_on == there.today + dt.timedelta(days=14)
    services.settle_dispute(
        actor=there.other_coordinator,
        transfer=transfer,
        version=transfer.version,
        anew=anew,
        today=there.today,
        **said,
    )
    assert not owed.exists()
    assert transfer.state == ("requested" if anew else "refused")
    assert detail(there, "other_coordinator", case) is (Detail.FULL if anew else Detail.NOTHING)
    if anew:
        accepted(there, transfer, days=0)
        assert detail(there, "manager", case) is Detail.NOTHING


@rule("TRF-13")
def test_a_refusal_is_not_disputed_once_the_case_has_gone_another_way(there: World, case: Case) -> None:
    transfer = refused(there, requested(there, case))
    requested(there, case)
    with pytest.raises(RuleRefused) as refusal:
        services.dispute(
            actor=there.manager,
            transfer=transfer,
            version=transfer.version,
            happened_on=there.today,
            manager="Heads of both units",
            reason="No.",
            today=there.today,
        )
    assert refusal.value.rules == ("TRF-01",)


def led_by_the_police(there: World, case: Case) -> None:
    """Another agency leads, though a transfer is in progress."""
    Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(lead_agency=there.police)


@rule("TRF-17")
def test_a_later_change_of_lead_is_not_overwritten(there: World, case: Case) -> None:
    transfer = accepted(there, requested(there, case), days=1)
    led_by_the_police(there, case)
    tomorrow = there.today + dt.timedelta(days=1)
    assert [services.move_due(today=tomorrow) for _ in range(3)] == [0, 0, 0]
    (refusal,) = AuditEvent.objects.filter(case_id=case.pk, verb="transfer.moved", refused=True)
    assert "TRF-17" in refusal.rules
    assert AccessNotice.objects.filter(kind=AccessNotice.Kind.TRANSFER_STUCK).exists()
    case.refresh_from_db()
    assert (case.area, case.lead_agency) == (there.area, there.police)
    with pytest.raises(RuleRefused) as refused_again:
        accepted(there, transfer, days=2)
    assert refused_again.value.rules == ("TRF-17",)


@rule("TRF-17")
def test_a_refusal_is_not_disputed_once_another_agency_leads_or_management_has_ended(there: World, case: Case) -> None:
    transfer = refused(there, requested(there, case))
    said = {
        "actor": there.coordinator,
        "transfer": transfer,
        "version": transfer.version,
        "happened_on": there.today,
        "manager": "Heads of both units",
        "reason": "They live there.",
        "today": there.today,
    }
    for changes in ({"lead_agency": there.police}, {"lead_agency": there.probation, "ended_on": there.today}):
        Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(**changes)
        with pytest.raises(RuleRefused) as refusal:
            services.dispute(**said)
        assert refusal.value.rules == ("TRF-17",)
    assert detail(there, "other_coordinator", case) is Detail.NOTHING


@rule("TRF-17")
@rule("TRF-11")
@pytest.mark.parametrize("how", ["as it ends", "by night"])
def test_the_end_of_management_withdraws_a_transfer_and_closes_it_to_the_other_area(
    there: World, case: Case, how: str
) -> None:
    transfer = accepted(there, requested(there, case), days=3)
    assert detail(there, "other_coordinator", case) is Detail.FULL
    Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(ended_on=there.today)
    if how == "as it ends":
        announce(Case.objects.get(pk=case.pk))
    else:
        assert services.move_due(today=there.today) == 0
    transfer.refresh_from_db()
    assert transfer.state == "withdrawn"
    assert {detail(there, who, case) for who in (*THERE, "stranger")} == {Detail.NOTHING}
    step = TransferStep.objects.filter(transfer=transfer).latest("recorded_at")
    assert (step.kind, step.taken_by, step.rules) == ("withdrawn", None, ["TRF-17"])
    assert services.move_due(today=there.today + dt.timedelta(days=3)) == 0


@rule("TRF-17")
def test_no_other_agency_takes_the_lead_while_a_transfer_is_in_progress(there: World, case: Case) -> None:
    def change() -> None:
        change_lead(
            actor=there.manager, case=case, to_agency=there.police, owner=there.police_officer, stays_involved=False,
            reason="The licence has ended.", on=there.today, today=there.today, based_on="",
            acknowledged=frozenset({"LIFE-01", "LIFE-02", "LIFE-03", "LIFE-04"}),
        )  # fmt: skip

    transfer = requested(there, case)
    with pytest.raises(RuleRefused) as refusal:
        change()
    assert refusal.value.rules == ("TRF-17",)
    assert services.before_lead_changes in handing_over.CHECKS
    services.withdraw(
        actor=there.manager, transfer=transfer, version=transfer.version, reason="Stays here.", today=there.today
    )
    change()
    case.refresh_from_db()
    assert case.lead_agency == there.police


@rule("TRF-16")
@rule("TRF-11")
def test_a_restricted_case_is_shown_to_who_is_named_alone(there: World, case: Case) -> None:
    second = factories.make_user(
        "Other", agency=there.other_probation, area=there.other_area, roles=(Role.COORDINATOR,)
    )
    there.people["second"] = second
    access.restrict(actor=there.manager, case=case, restricted=True, reason="Protected person.")
    with pytest.raises(RuleRefused) as refusal:
        requested(there, case)
    assert refusal.value.rules == ("TRF-16",)
    transfer = requested(there, case, coordinator=there.other_coordinator)
    told = AccessNotice.objects.filter(kind=AccessNotice.Kind.TRANSFER_ASKED)
    assert set(told.values_list("recipient", flat=True)) == {there.other_coordinator.pk}
    assert detail(there, "other_coordinator", case) is Detail.FULL
    assert detail(there, "second", case) is Detail.PRESENCE
    assert {detail(there, who, case) for who in ("there_manager", "there_administrator")} == {Detail.NOTHING}
    with pytest.raises(NotPermitted):
        accepted(there, transfer, actor=second)
    accepted(there, transfer, days=0)
    assert detail(there, "stranger", case) is Detail.FULL
    assert detail(there, "other_coordinator", case) is Detail.FULL
    assert {detail(there, who, case) for who in HERE} == {Detail.NOTHING}


@rule("TRF-16")
def test_a_refused_restricted_case_is_closed_to_who_was_named(there: World, case: Case) -> None:
    access.restrict(actor=there.manager, case=case, restricted=True, reason="Protected person.")
    refused(there, requested(there, case, coordinator=there.other_coordinator))
    assert detail(there, "other_coordinator", case) is Detail.NOTHING


@rule("TRF-04")
def test_mappa_g_is_kept_as_it_was_sent_with_the_basis_of_the_level(there: World, case: Case) -> None:
    factories.at_level_1(case, there.practitioner, today=there.today)
    transfer = requested(there, case)
    form = TransferForm.objects.get(transfer=transfer)
    said = {part["title"]: dict(part["rows"]) for part in form.content}
    assert said["Screening and level"]["Level"].startswith("1, from ")
    assert "Basis" in said["Screening and level"] and "Screened" in said["Screening and level"]
    assert said["The transfer"]["Reason"] == transfer.steps.get().reason
    assert len(form.sha256) == 64


@rule("TRF-06")
@rule("TRF-08")
@rule("TRF-12")
def test_clocks_follow_the_transfer(there: World, case: Case) -> None:
    def running() -> set[str]:
        rows = Deadline.objects.filter(case=case, rule__startswith="TRF", closed_at__isnull=True)
        return set(rows.values_list("rule", flat=True))

    factories.at_level_1(case, there.practitioner, today=there.today, on=there.today - dt.timedelta(days=9))
    transfer = requested(there, case)
    assert running() == {"TRF-12"}
    accepted(there, transfer, days=5)
    assert running() == {"TRF-08", "TRF-10"}
    sent = {"records_sent_on": there.today, "visor_updated_on": None}
    services.send(actor=there.manager, transfer=transfer, version=transfer.version, today=there.today, **sent)
    assert running() == {"TRF-10"}
    accepted(there, transfer, days=0)
    assert running() == {"TRF-06"}


@rule("TRF-06")
def test_the_new_area_reviews_the_level_though_the_case_is_to_move_again(there: World, case: Case) -> None:
    def asked_of() -> list[str]:
        return list(Deadline.objects.filter(case=case, rule="TRF-06", closed_at=None).values_list("key", flat=True))

    factories.at_level_1(case, there.practitioner, today=there.today, on=there.today - dt.timedelta(days=9))
    first = requested(there, case)
    accepted(there, first, days=0)
    assert asked_of() == [str(first.pk)]
    case.refresh_from_db()
    back = requested(there, case, actor=afresh(there.there_manager), to_agency=there.probation)
    assert asked_of() == [str(first.pk)]
    by = {"actor": there.coordinator, "owner": there.practitioner}
    accepted(there, back, days=5, **by)
    assert asked_of() == [str(first.pk)]
    accepted(there, back, days=0, **by)
    assert asked_of() == [str(back.pk)]


@rule("TRF-07")
@pytest.mark.parametrize("came", [(), ("probation", "other_probation")], ids=["not met", "met"])
def test_a_case_raised_after_the_request_has_met_once_both_areas_came(
    there: World, case: Case, came: tuple[str, ...]
) -> None:
    transfer = requested(there, case)
    assert transfer.level is None
    Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(category=2, level=2)
    meeting = Meeting.objects.create(
        case=case, level=2, kind="review", status="held", starts_at=timezone.now(), venue="Invented Hall",
        chair=there.coordinator, minute_taker=there.administrator,
    )  # fmt: skip
    for agency in came:
        Invitation.objects.create(
            case=case, meeting=meeting, agency=getattr(there, agency), party="other", role_title="Manager",
            invited_on=there.today, attendance="attended",
        )  # fmt: skip
    (found,) = facts.gather([case.pk])[case.pk]
    assert (found.level, found.met_together) == (2, bool(came))


@rule("TRF-12")
def test_the_day_of_the_answer_is_the_one_that_the_area_sets(there: World, case: Case) -> None:
    transfer = requested(there, case)
    local = Policy.objects.get(basis="local", areas__contains=[there.area.pk], superseded=False)
    local.values = {**local.values, "transfer_answer_days": 6}
    local.save()
    (row,) = progress_page(viewer=afresh(there.other_coordinator), after="").rows
    announce(case)
    clock = Deadline.objects.get(case=case, rule="TRF-12", closed_at__isnull=True)
    assert row.due_on == clock.due_on == transfer.requested_on + dt.timedelta(days=6)


@rule("TRF-09")
def test_every_step_stands_in_the_record(there: World, case: Case) -> None:
    transfer = accepted(there, requested(there, case), days=5)
    both = {"records_sent_on": None, "visor_updated_on": there.today}
    services.send(actor=there.manager, transfer=transfer, version=transfer.version, today=there.today, **both)
    accepted(there, transfer, days=0)
    kinds = TransferStep.objects.filter(transfer=transfer).order_by("recorded_at").values_list("kind", flat=True)
    assert list(kinds) == ["requested", "accepted", "sent", "rearranged", "moved"]
    transfer.refresh_from_db()
    assert transfer.visor_updated_on == there.today
    verbs = set(AuditEvent.objects.filter(case_id=case.pk).values_list("verb", flat=True))
    assert {"transfer.requested", "transfer.accepted", "transfer.sent", "transfer.moved", "person.assigned"} <= verbs
    told = AccessNotice.objects.filter(kind=AccessNotice.Kind.TRANSFER_MOVED).values_list("recipient", flat=True)
    assert {there.practitioner.pk, there.stranger.pk, there.coordinator.pk, there.manager.pk} <= set(told)


@rule("TRF-20")
def test_a_move_across_a_border_is_a_record_that_changes_nobody_s_part(there: World, case: Case) -> None:
    given = Given(Jurisdiction.SCOTLAND, Kind.RESTRICTED, there.today, "Cross-border protocol", "", None, None)
    first = services.record_border_move(
        actor=there.manager, case=case, given=given, reason="Work.", today=there.today, based_on=""
    )
    with pytest.raises(Conflict):
        services.record_border_move(
            actor=there.manager, case=case, given=given, reason="Again.", today=there.today, based_on=""
        )
    with pytest.raises(NotPermitted):
        services.record_border_move(actor=there.practitioner, case=case, given=given, reason="No.", today=there.today)
    back = Given(Jurisdiction.BACK, Kind.NONE, there.today, "", "", None, None)
    services.record_border_move(actor=there.manager, case=case, given=back, reason="Home.", today=there.today)
    assert BorderMove.objects.get(superseded_by__isnull=True).supersedes == first
    case.refresh_from_db()
    assert case.area == there.area and owners_on(case, there.today) == [there.practitioner.pk]


def test_a_request_says_what_is_missing(there: World, case: Case) -> None:
    with pytest.raises(RuleRefused) as refusal:
        services.request(actor=there.manager, case=case, asked=terms(there), today=there.today)
    assert refusal.value.rules == ("TRF-04",)
    assert not Transfer.objects.exists()


@rule("ALT-10")
@pytest.mark.django_db
def test_both_co_ordinators_hear_of_a_late_answer_and_no_other_area_does(world: World, category_2_case: Case) -> None:
    case = category_2_case
    transfer = requested(world, case)
    late = Deadline.objects.get(case=case, rule="TRF-12", closed_at__isnull=True).due_on
    with time_machine.travel(dt.datetime.combine(late + dt.timedelta(days=1), dt.time(9), dt.UTC), tick=False):
        sweep(today=late + dt.timedelta(days=1))
        told = {alert.deadline.rule: {one.pk for one in people} for alert, people in selectors.unmailed_alerts()}
        assert world.other_coordinator.pk in told["TRF-12"]
        assert world.practitioner.pk in told["TRF-12"]
        shown = selectors.open_alerts(viewer=afresh(world.other_coordinator))
        assert {alert.deadline.rule for alert in shown} == {"TRF-12"}
        assert list(selectors.first_alerts(viewer=afresh(world.other_coordinator), number=9)) == list(shown)
        assert not selectors.open_alerts(viewer=afresh(world.stranger)).exists()
        refused(world, transfer)
        assert not selectors.open_alerts(viewer=afresh(world.other_coordinator)).exists()
