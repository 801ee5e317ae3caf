"""A restricted case is never left to nobody, and a bar on who oversees a case is told and decided anew."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleHolding, User
from accounts.roles import Role
from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from deadlines.models import Deadline
from deadlines.rules.sight import successor_named_by
from offenders import successors, tasks
from offenders.access import may
from offenders.models import AccessDenial, AccessGrant, AccessNotice, Assignment, Case
from offenders.rules.bars import LONGEST, check_bar
from offenders.services import access as services
from offenders.services.successors import name_successor, tell_of_undecided
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
Kind = AccessNotice.Kind


@pytest.fixture
def restricted(case: Case, world: World) -> Case:
    """A case restricted by the manager, who alone may decide about it."""
    services.restrict(actor=world.manager, case=case, restricted=True, reason="Known widely.", kind="high_profile")
    return case


def second_manager(world: World) -> User:
    return factories.make_user("Second Manager", agency=world.probation, area=world.area, roles=(Role.MANAGER,))


def leaves(person: User, world: World) -> None:
    RoleHolding.objects.filter(user=person).update(ends=world.today)


def waiting(viewer: User) -> list[Case]:
    return list(successors.waiting(viewer=User.objects.get(pk=viewer.pk)))


@rule("ACC-37")
class TestLeftToNobody:
    def test_a_case_with_somebody_who_decides_waits_for_nobody(self, restricted: Case, world: World) -> None:
        assert waiting(world.coordinator) == []

    @pytest.mark.parametrize("how", ["role", "disabled", "moved", "barred", "part", "lead"])
    def test_however_the_last_one_goes_it_is_found(self, restricted: Case, world: World, how: str) -> None:
        if how == "role":
            leaves(world.manager, world)
        elif how == "disabled":
            User.objects.filter(pk=world.manager.pk).update(is_active=False)
        elif how == "moved":
            User.objects.filter(pk=world.manager.pk).update(agency=world.police)
        elif how == "barred":
            AccessDenial.objects.create(
                case=restricted, user=world.manager, reason="X", decided_by=world.coordinator, starts=world.today
            )
        elif how == "part":
            Assignment.objects.in_bulk_with_own_audit().filter(case=restricted, user=world.manager).update(
                starts=world.today - dt.timedelta(days=1), ends=world.today
            )
        else:
            Case.objects.in_bulk_with_own_audit().filter(pk=restricted.pk).update(lead_agency=world.police)
        assert waiting(world.coordinator) == [restricted]

    def test_the_co_ordinator_of_the_area_alone_is_told_and_again_the_next_day(
        self, restricted: Case, world: World
    ) -> None:
        leaves(world.manager, world)
        for _ in range(2):
            assert tell_of_undecided(today=world.today) == 1
        told = AccessNotice.objects.filter(kind=Kind.DECIDER_WANTED)
        assert [notice.recipient for notice in told] == [world.coordinator]
        tell_of_undecided(today=world.today + dt.timedelta(days=1))
        assert told.all().count() == 2
        assert AuditEvent.objects.filter(verb="successor.wanted", case_id=restricted.pk).count() == 2

    def test_where_co_ordinators_do_not_know_of_it_managers_of_the_lead_agency_name(
        self, case: Case, world: World
    ) -> None:
        other = second_manager(world)
        services.restrict(
            actor=world.manager,
            case=case,
            restricted=True,
            reason="X",
            kind="staff",
            coordinators_know=False,
        )
        leaves(world.manager, world)
        assert waiting(world.coordinator) == []
        assert waiting(other) == [case]
        User.objects.filter(pk=other.pk).update(is_active=False)
        assert waiting(world.coordinator) == [case]

    @pytest.mark.parametrize("viewer", ["practitioner", "police_manager", "other_coordinator", "sysadmin", "auditor"])
    def test_nobody_else_learns_of_it(self, restricted: Case, world: World, viewer: str) -> None:
        leaves(world.manager, world)
        assert waiting(world.people[viewer]) == []

    def test_an_emergency_access_that_only_its_user_could_review(self, case: Case, world: World) -> None:
        AccessGrant.objects.create(
            case=case,
            user=world.manager,
            kind="emergency",
            reason="X",
            starts=world.today,
            ends=world.today + dt.timedelta(days=1),
            expires_at=timezone.now(),
        )
        services.restrict(actor=world.manager, case=case, restricted=True, reason="X", kind="staff")
        assert waiting(world.coordinator) == [case]

    def test_an_ended_case_and_an_ordinary_one_wait_for_nobody(self, case: Case, world: World) -> None:
        leaves(world.manager, world)
        assert waiting(world.coordinator) == []


@rule("ACC-37")
class TestNaming:
    @pytest.fixture
    def left(self, restricted: Case, world: World) -> Case:
        leaves(world.manager, world)
        return restricted

    def test_who_is_named_may_decide_and_is_told(self, left: Case, world: World) -> None:
        other = second_manager(world)
        grant = name_successor(actor=world.coordinator, case=left, user=other, reason="The manager has left.")
        assert may(User.objects.get(pk=other.pk), "manage_access", left)
        assert grant.ends > world.today + dt.timedelta(weeks=26)
        assert waiting(world.coordinator) == []
        assert AccessNotice.objects.get(kind=Kind.SUCCESSOR_NAMED).recipient == other
        assert not may(world.coordinator, "manage_access", left)

    @pytest.mark.parametrize("who", ["coordinator", "practitioner", "stranger", "police_manager"])
    def test_never_oneself_nor_anybody_without_the_office(self, left: Case, world: World, who: str) -> None:
        with pytest.raises(RuleRefused) as refused:
            name_successor(actor=world.coordinator, case=left, user=world.people[who], reason="X")
        assert refused.value.rules == ("ACC-37",)

    @pytest.mark.parametrize("who", ["practitioner", "other_coordinator", "sysadmin", "manager"])
    def test_nobody_else_names(self, left: Case, world: World, who: str) -> None:
        with pytest.raises(NotPermitted):
            name_successor(actor=world.people[who], case=left, user=world.coordinator, reason="X")

    def test_not_while_somebody_decides(self, restricted: Case, world: World) -> None:
        with pytest.raises(NotPermitted):
            name_successor(actor=world.coordinator, case=restricted, user=world.manager, reason="X")

    def test_the_page_names_and_shows_nothing_of_the_person(
        self, left: Case, world: World, sign_in: SignIn, mailoutbox: list[EmailMessage]
    ) -> None:
        other = second_manager(world)
        tasks.tell_of_undecided()
        tasks.pass_on_notices()
        assert any(world.coordinator.email in message.to for message in mailoutbox)
        assert not any(left.reference in message.body for message in mailoutbox)
        client, address = sign_in(world.coordinator), reverse("cases_undecided")
        assert reverse("cases_undecided") in client.get("/").content.decode()
        page = client.get(address)
        text = page.content.decode()
        assert left.reference in text
        assert left.family_name not in text
        sent = {"case": left.pk, "user": other.pk, "reason": "Left.", "once": page.context["form"]["once"].value()}
        assert client.post(address, sent).status_code == 302
        assert may(User.objects.get(pk=other.pk), "manage_access", left)
        assert "Every restricted case has somebody" in client.get(address).content.decode()

    def test_it_is_due_the_next_working_day(self) -> None:
        assert successor_named_by(dt.date(2026, 11, 20), frozenset()) == dt.date(2026, 11, 23)


@rule("ACC-36")
class TestBarsOnOverseers:
    def deny(self, world: World, case: Case, who: str, **more: Any) -> AccessDenial:
        return services.deny(
            actor=world.manager, case=case, user=world.people[who], reason="Her cousin.", starts=world.today, **more
        )

    @pytest.mark.parametrize("who", ["coordinator", "administrator", "auditor"])
    def test_needs_a_day_on_which_it_is_decided_anew(self, case: Case, world: World, who: str) -> None:
        with pytest.raises(RuleRefused) as refused:
            self.deny(world, case, who)
        assert refused.value.rules == ("ACC-36",)
        bar = self.deny(world, case, who, review_on=world.today + dt.timedelta(days=90))
        due = Deadline.objects.get(case=case, rule="ACC-36", closed_at__isnull=True)
        assert (due.due_on, due.key) == (bar.review_on, str(bar.pk))

    def test_the_day_holds_on_a_case_that_has_ended(self, case: Case, world: World) -> None:
        Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(ended_on=world.today)
        self.deny(world, case, "auditor", review_on=world.today + dt.timedelta(days=90))
        assert Deadline.objects.filter(case=case, rule="ACC-36", closed_at__isnull=True).exists()

    def test_a_bar_on_anybody_else_needs_none_and_tells_nobody(self, case: Case, world: World) -> None:
        self.deny(world, case, "colleague")
        assert not AccessNotice.objects.filter(kind=Kind.OVERSEER_BARRED).exists()

    def test_the_others_who_decide_are_told_and_the_page_says_so(
        self, case: Case, world: World, sign_in: SignIn
    ) -> None:
        self.deny(world, case, "auditor", review_on=world.today + dt.timedelta(days=90))
        told = AccessNotice.objects.filter(kind=Kind.OVERSEER_BARRED)
        assert [notice.recipient for notice in told] == [world.coordinator]
        page = sign_in(world.manager).get(reverse("case_access", args=[case.pk])).content.decode()
        assert f"Told: {world.coordinator.full_name}" in page
        assert "Decide anew" in page

    def test_deciding_anew_moves_the_day_and_keeps_why(self, case: Case, world: World) -> None:
        bar = self.deny(world, case, "auditor", review_on=world.today + dt.timedelta(days=30))
        later = world.today + dt.timedelta(days=120)
        services.keep_denial(actor=world.coordinator, denial=bar, reason="Still her cousin.", review_on=later)
        assert Deadline.objects.get(case=case, rule="ACC-36", closed_at__isnull=True).due_on == later
        assert AuditEvent.objects.get(verb="denial.kept").reason == "Still her cousin."
        services.end_denial(actor=world.manager, denial=bar, reason="Moved away.", on=world.today)
        with pytest.raises(RuleRefused):
            services.keep_denial(actor=world.manager, denial=bar, reason="X", review_on=later)
        assert not Deadline.objects.filter(case=case, rule="ACC-36", closed_at__isnull=True).exists()

    @pytest.mark.parametrize(
        ("days", "refused"), [(0, True), (1, False), (LONGEST.days, False), (LONGEST.days + 1, True)]
    )
    def test_between_tomorrow_and_six_months_on(self, days: int, refused: bool) -> None:
        today = dt.date(2026, 2, 28)
        found = check_bar(oversees=True, review_on=today + dt.timedelta(days=days), today=today)
        assert bool(found) is refused
