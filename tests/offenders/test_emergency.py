"""Emergency access: whom it opens what, for how long, who is told, and that somebody else reviews it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from deadlines.models import Deadline
from offenders import selectors
from offenders.access import PERMISSIONS, Detail, can_see, can_see_victims, may
from offenders.models import AccessGrant, Case, EmergencyReview
from offenders.services import access
from offenders.services.emergency import NOT_OPENED, open_in_emergency, review_emergency
from offenders.tasks import drop_ended_grants, pass_on_notices
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]
WHY = "He was seen outside the school of the children whom he had threatened."


def again(person: Any) -> Any:
    return type(person).objects.get(pk=person.pk)


def opens(person: User, case: Case | str, **changes: Any) -> AccessGrant:
    reference = case if isinstance(case, str) else case.reference
    basic = {"actor": again(person), "reference": reference, "reason": WHY, "now": timezone.now()}
    return open_in_emergency(**basic | changes)


@pytest.fixture
def used(world: World, case: Case) -> AccessGrant:
    return opens(world.police_officer, case)


@rule("ACC-33")
class TestOpening:
    def test_shows_everything_but_victims_and_lets_nobody_write(self, world: World, case: Case) -> None:
        opens(world.colleague, case)  # of the lead agency: who works there and sees a case in full may write to it
        viewer = again(world.colleague)
        assert can_see(viewer, case.pk, Detail.FULL)
        assert not can_see_victims(viewer, case.pk)
        assert not [
            action for action in PERMISSIONS if PERMISSIONS[action].rule < "ACC-30" and may(viewer, action, case)
        ]

    def test_ends_by_the_hour_without_any_clean_up(self, world: World, case: Case, settings: Any) -> None:
        settings.EMERGENCY_ACCESS_HOURS = 2
        granted = opens(world.police_officer, case)
        assert granted.expires_at == granted.made_at + dt.timedelta(hours=2)
        AccessGrant.objects.all().in_bulk_with_own_audit().update(expires_at=timezone.now())
        assert AccessGrant.objects.get().permission is not None
        assert not can_see(again(world.police_officer), case.pk, Detail.PRESENCE)
        assert [drop_ended_grants(), drop_ended_grants()] == [1, 0]

    def test_ends_when_the_case_is_restricted_meanwhile(self, world: World, case: Case, used: AccessGrant) -> None:
        access.restrict(actor=world.manager, case=case, restricted=True, reason="High profile.")
        assert not can_see(again(world.police_officer), case.pk, Detail.PRESENCE)

    def test_is_used_again_later(self, world: World, case: Case, used: AccessGrant) -> None:
        AccessGrant.objects.all().in_bulk_with_own_audit().update(expires_at=timezone.now())
        opens(world.police_officer, case)
        assert can_see(again(world.police_officer), case.pk)

    def test_says_the_same_of_every_case_that_it_does_not_reach(self, world: World, case: Case) -> None:
        restricted, barred, child = factories.make_case(world), factories.make_case(world), None
        child = factories.make_child_case(world)
        access.restrict(actor=world.manager, case=restricted, restricted=True, reason="High profile.")
        access.deny(
            actor=world.manager, case=barred, user=world.police_officer, reason="A relative.", starts=world.today
        )
        elsewhere = factories.make_case(
            world, actor=world.stranger, area=world.other_area, lead_agency=world.other_probation, team=None
        )
        for reference in (restricted, barred, child, elsewhere, "MC-0"):
            with pytest.raises(RuleRefused) as refused:
                opens(world.police_officer, reference)
            assert str(refused.value) == NOT_OPENED
        assert not AccessGrant.objects.exists()
        refusals = AuditEvent.objects.filter(verb="access.opened_in_emergency", refused=True)
        assert {event.case_id for event in refusals} == {restricted.pk, barred.pk, child.pk, elsewhere.pk, None}

    def test_reaches_a_child_s_case_from_the_youth_justice_service(self, world: World, child_case: Case) -> None:
        mate = factories.make_user("Other", agency=world.yjs, area=world.area, roles=(factories.Role.YJS_CASE_MANAGER,))
        opens(mate, child_case)
        assert can_see(again(mate), child_case.pk)

    @pytest.mark.parametrize("reason", ["Urgent", "urgent urgent urgent urgent urgent urgent", "a b c d e f"])
    def test_needs_a_reason_of_substance(self, world: World, case: Case, reason: str) -> None:
        with pytest.raises(RuleRefused) as refused:
            opens(world.police_officer, case, reason=reason)
        assert refused.value.findings[0].field == "reason"

    @pytest.mark.parametrize("role", ["auditor", "lay_adviser", "smb_member", "sysadmin", "spoc", "vlo", "chair"])
    def test_is_for_practitioners_upward(self, world: World, case: Case, role: str, sign_in: SignIn) -> None:
        with pytest.raises(NotPermitted):
            opens(world.people[role], case)
        assert sign_in(world.people[role]).get(reverse("emergency")).status_code == 404

    def test_asks_who_it_is_first_and_keeps_what_was_typed(self, world: World, case: Case, sign_in: SignIn) -> None:
        client = sign_in(world.police_officer)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": 0}]
        session.save()
        answer = client.post(reverse("emergency"), {"reference": case.reference, "reason": WHY})
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
        assert not AccessGrant.objects.exists()
        factories.confirm_identity(client, world.police_officer)
        form = client.get(reverse("emergency")).context["form"]
        assert (form["reference"].value(), form["reason"].value()) == (case.reference, WHY)
        sent = client.post(reverse("emergency"), {"reference": case.reference, "reason": WHY})
        assert sent["Location"] == reverse("case", args=[case.pk])

    def test_tells_owner_and_co_ordinator_without_a_name(self, world: World, case: Case, used: AccessGrant) -> None:
        assert pass_on_notices() == 2
        assert {message.to[0] for message in mail.outbox} == {world.practitioner.email, world.coordinator.email}
        for message in mail.outbox:
            assert case.reference not in message.body and world.police_officer.full_name not in message.body
        assert list(selectors.emergencies_on_my_cases(viewer=again(world.practitioner))) == [used]


@rule("ACC-70")
def test_a_further_one_waits_until_one_s_own_are_reviewed(world: World, case: Case, settings: Any) -> None:
    settings.EMERGENCY_ACCESSES_UNREVIEWED = 2
    first, further = opens(world.police_officer, case), factories.make_case(world)
    opens(world.police_officer, factories.make_case(world))
    for reference in (further, "MC-0"):  # the answer tells nothing of what was asked for
        with pytest.raises(RuleRefused) as refused:
            opens(world.police_officer, reference)
        assert refused.value.rules == ("ACC-70",)
        assert "Co-ordinator" in str(refused.value.findings[0].next_step)
    assert AuditEvent.objects.filter(verb="access.opened_in_emergency", refused=True, case_id=further.pk).count() == 1
    opens(world.colleague, further)  # others go on
    words = {"outcome": "justified", "reason": "There was no time to ask.", "today": world.today}
    review_emergency(actor=again(world.manager), granted=first, **words)
    assert opens(world.police_officer, further).user == world.police_officer


@rule("ACC-34")
class TestReviewing:
    def review(self, world: World, used: AccessGrant, actor: User, **changes: Any) -> EmergencyReview:
        basic = {"outcome": "justified", "reason": "There was no time to ask.", "today": world.today}
        return review_emergency(actor=again(actor), granted=used, **basic | changes)

    def test_is_due_within_a_working_day_until_it_is_done(self, world: World, case: Case, used: AccessGrant) -> None:
        due = Deadline.objects.get(case=case, rule="ACC-34", closed_at__isnull=True)
        assert due.due_on > world.today and due.key == str(used.pk)
        review = self.review(world, used, world.coordinator, outcome="referred")
        assert (review.decided_by, review.outcome) == (world.coordinator, "referred")
        assert not Deadline.objects.filter(case=case, rule="ACC-34", closed_at__isnull=True).exists()

    def test_is_due_on_a_case_that_has_ended_too(self, world: World, case: Case) -> None:
        Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(ended_on=world.today)
        used = opens(world.police_officer, case)
        due = Deadline.objects.get(case=case, rule="ACC-34", closed_at__isnull=True)
        assert due.key == str(used.pk)
        self.review(world, used, world.manager)
        assert not Deadline.objects.filter(case=case, rule="ACC-34", closed_at__isnull=True).exists()

    def test_is_made_once_and_with_words(self, world: World, used: AccessGrant) -> None:
        with pytest.raises(RuleRefused):
            self.review(world, used, world.manager, reason="  ")
        self.review(world, used, world.manager)
        with pytest.raises(RuleRefused) as refused:
            self.review(world, used, world.coordinator)
        assert refused.value.rules == ("OFF-21",)

    def test_is_never_one_s_own(self, world: World, case: Case) -> None:
        factories.RoleHolding.objects.create(user=world.colleague, role="practitioner", area=world.area)
        used = opens(world.colleague, case)
        factories.RoleHolding.objects.create(user=world.colleague, role="manager", area=world.area)
        with pytest.raises(RuleRefused) as refused:
            self.review(world, used, world.colleague)
        assert refused.value.rules == ("ACC-34",)
        assert not selectors.emergencies_to_review(viewer=again(world.colleague)).exists()
        assert list(selectors.emergencies_to_review(viewer=again(world.manager))) == [used]

    @pytest.mark.parametrize("role", ["practitioner", "police_manager", "other_coordinator", "administrator"])
    def test_is_for_the_lead_agency_s_managers_and_the_co_ordinator(
        self, world: World, used: AccessGrant, role: str
    ) -> None:
        with pytest.raises(NotPermitted):
            self.review(world, used, world.people[role])

    def test_shows_what_was_looked_at_meanwhile(
        self, world: World, case: Case, used: AccessGrant, sign_in: SignIn
    ) -> None:
        reader = sign_in(world.police_officer)
        assert reader.get(reverse("case_offences", args=[case.pk])).status_code == 200
        assert reader.get(reverse("case_victims", args=[case.pk])).status_code == 404
        page = sign_in(world.coordinator).get(reverse("emergency_review", args=[case.pk, used.pk])).content.decode()
        assert "Looked at: offences" in page and WHY in page
        listed = sign_in(world.coordinator).get(reverse("emergency_uses")).content.decode()
        assert case.reference in listed and case.family_name not in listed
