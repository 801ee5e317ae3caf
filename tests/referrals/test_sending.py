"""Any agency refers somebody whose case it does not see; the Unit answers, and nothing is given away."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from deadlines.policies import read_policies
from deadlines.rules.policies import limits
from offenders.mail import send_notices
from offenders.models import AccessNotice, Case
from referrals import clocks, facts, services, tasks
from referrals.models import Referral, ReferralSection, ReferralVersion, SentReferral, SubmittedVictims
from referrals.rules.steps import Purpose
from referrals.services.sending import remind
from tests.factories import World
from tests.marks import rule
from tests.referrals.builders import decided, sent_answers, sent_in

DAY = dt.timedelta(days=1)
SignIn = Callable[..., Client]


def taken(sent: SentReferral, actor: User, case: Case, world: World) -> Referral:
    return services.take_on(
        actor=actor, sent=sent, version=sent.version, reference=f" {case.reference.lower()} ", today=world.today
    )


def refused(sent: SentReferral, actor: User, world: World, reason: str = "It belongs to MARAC.") -> SentReferral:
    return services.refuse(actor=actor, sent=sent, version=sent.version, reason=reason, today=world.today)


def corrected(
    sent: SentReferral, actor: User, world: World, *, reason: str = "The name was misheard.", **changes: dict[str, str]
) -> SentReferral:
    said = {**sent_answers(), **{part: {**sent_answers()[part], **given} for part, given in changes.items()}}
    if not changes:
        said["person"] = {**said["person"], "family_name": "Marchmont"}
    return services.correct(
        actor=actor, sent=sent, version=sent.version, answers=said, reason=reason, today=world.today
    )


def rules_of(error: pytest.ExceptionInfo[RuleRefused]) -> tuple[str, ...]:
    return error.value.rules


def heard() -> Counter[tuple[str, str]]:
    rows = AccessNotice.objects.filter(kind__startswith="referral").select_related("recipient")
    return Counter((row.recipient.email, row.kind) for row in rows)


class TestSending:
    @rule("REF-19")
    @pytest.mark.parametrize("who", ["spoc", "stranger", "practitioner", "vlo", "chair"])
    def test_is_for_any_agency_and_says_nothing_of_any_case(self, world: World, case: Case, who: str) -> None:
        actor = getattr(world, who)
        row = sent_in(world, actor)
        assert (row.agency, row.area_id, row.outcome) == (actor.agency, actor.agency.area_id, "waiting")
        assert row.due_on == row.received_on + 10 * DAY
        event = AuditEvent.objects.get(verb="referral.sent_in", refused=False)
        assert event.case_id is None
        assert row.name.split()[0] not in str(event.changes)

    @rule("REF-19")
    @pytest.mark.parametrize("who", ["smb_member", "lay_adviser", "auditor"])
    def test_is_not_for_who_only_looks_on(self, world: World, who: str) -> None:
        with pytest.raises(NotPermitted):
            sent_in(world, getattr(world, who))
        assert not SentReferral.objects.exists()

    @rule("REF-12")
    def test_asks_category_3_for_its_offence(self, world: World) -> None:
        with pytest.raises(RuleRefused) as error:
            sent_in(world, world.spoc, purpose=Purpose.CATEGORY_3, reason={"harm": "", "relied_on": ""})
        assert rules_of(error) == ("REF-12", "REF-12")

    @rule("REF-08")
    def test_refuses_a_conversation_of_tomorrow(self, world: World) -> None:
        with pytest.raises(RuleRefused) as error:
            sent_in(world, world.spoc, lead_agency={"discussed_on": (world.today + DAY).isoformat()})
        assert rules_of(error) == ("REF-08",)

    def test_keeps_the_same_one_once(self, world: World) -> None:
        sent_in(world, world.spoc)
        with pytest.raises(RuleRefused) as error:
            sent_in(world, world.spoc)
        assert rules_of(error) == ("OFF-21",)
        assert SentReferral.objects.count() == 1


class TestTakingOn:
    @rule("REF-21", "REF-10")
    def test_puts_it_on_the_case_as_it_was_received(self, world: World, screened: Case) -> None:
        sent = sent_in(world, world.spoc, today=world.today - 4 * DAY)
        referral = taken(sent, world.coordinator, screened, world)
        assert (referral.state, referral.agency, referral.referred_by) == ("submitted", world.spoc.agency, world.spoc)
        assert referral.received_on == referral.decide_from == world.today - 4 * DAY
        version = ReferralVersion.objects.get(referral=referral)
        assert (version.number, version.submitted_by, version.submitted_on) == (1, world.spoc, sent.received_on)
        told = {label: text for part in version.content for label, text in part["rows"]}
        assert told["Index offence, or caution relied on"] == sent.answers["offence"]["index_offence"]
        about_victims = SubmittedVictims.objects.get(version=version).content["rows"]
        assert about_victims == [["Victim of the index offence", sent.answers["victims"]["index_victim"]]]
        parts = ReferralSection.objects.filter(referral=referral)
        assert parts.get(section="risk").answers["who"] == sent.answers["risk"]["who"]
        deadline = Deadline.objects.get(case=screened, rule="REF-10", closed_at__isnull=True)
        assert deadline.due_on == sent.due_on
        sent.refresh_from_db()
        assert (sent.outcome, sent.referral) == ("taken", referral)

    @rule("REF-21")
    @pytest.mark.parametrize("who", ["administrator", "manager", "chair", "auditor", "other_coordinator"])
    def test_is_for_the_co_ordinator_of_the_area(self, world: World, screened: Case, who: str) -> None:
        sent = sent_in(world, world.spoc)
        for attempt in (lambda one: taken(sent, one, screened, world), lambda one: refused(sent, one, world)):
            with pytest.raises((NotPermitted, RuleRefused)):
                attempt(getattr(world, who))
        sent.refresh_from_db()
        assert sent.outcome == "waiting"
        assert not Referral.objects.exists()

    @rule("REF-21")
    def test_needs_a_case_that_the_co_ordinator_sees(self, world: World) -> None:
        sent = sent_in(world, world.spoc)
        with pytest.raises(RuleRefused) as error:
            services.take_on(
                actor=world.coordinator, sent=sent, version=sent.version, reference="MC-0", today=world.today
            )
        assert error.value.findings[0].field == "reference"

    @rule("REF-21")
    def test_is_not_done_by_who_sent_it(self, world: World, screened: Case) -> None:
        sent = sent_in(world, world.coordinator)
        with pytest.raises(RuleRefused) as error:
            taken(sent, world.coordinator, screened, world)
        assert rules_of(error) == ("REF-21",)
        with pytest.raises(RuleRefused):
            refused(sent, world.coordinator, world)

    @rule("REF-21")
    def test_is_done_once(self, world: World, screened: Case) -> None:
        first, second = sent_in(world, world.spoc), sent_in(world, world.spoc, person={"given_names": "Imogen"})
        taken(first, world.coordinator, screened, world)
        with pytest.raises(RuleRefused):
            refused(first, world.coordinator, world)
        with pytest.raises(RuleRefused) as error:
            taken(second, world.coordinator, screened, world)
        assert "in progress" in str(error.value)

    def test_of_what_another_changed_meanwhile_is_a_conflict(self, world: World, screened: Case) -> None:
        sent = sent_in(world, world.spoc)
        SentReferral.objects.filter(pk=sent.pk).in_bulk_with_own_audit().update(version=2)
        with pytest.raises(Conflict):
            taken(sent, world.coordinator, screened, world)
        assert not Referral.objects.exists()


class TestTheAnswer:
    @rule("REF-11", "REF-21")
    def test_is_a_refusal_with_its_reasons_and_who_sent_it_hears_of_it(self, world: World) -> None:
        sent = sent_in(world, world.spoc)
        with pytest.raises(RuleRefused) as error:
            refused(sent, world.coordinator, world, reason=" ")
        assert rules_of(error) == ("REF-11",)
        refused(sent, world.coordinator, world)
        assert heard()[(world.spoc.email, "referral_answered")] == 1

    @rule("REF-20")
    def test_shows_the_sender_what_was_decided_and_no_case(self, world: World, screened: Case, sign_in: SignIn) -> None:
        sent = sent_in(world, world.spoc)
        client = sign_in(world.spoc)
        address = reverse("sent_referrals")
        before = client.get(address).content.decode()
        referral = taken(sent, world.coordinator, screened, world)
        assert client.get(address).content.decode().count("With the Unit") == before.count("With the Unit") == 1
        decided(referral, world.coordinator, today=world.today, reason="Three agencies work with him.")
        page = client.get(address).content.decode()
        assert "Accepted" in page and "Level 2" in page and "Three agencies work with him." in page
        assert screened.reference not in page and screened.family_name not in page
        assert heard()[(world.spoc.email, "referral_answered")] == 1
        assert client.get(reverse("sent_referral", args=[sent.pk])).status_code == 404

    @rule("REF-20")
    def test_leads_a_colleague_nowhere(self, world: World, sign_in: SignIn) -> None:
        sent = sent_in(world, world.spoc)
        page = sign_in(world.practitioner).get(reverse("sent_referrals")).content.decode()
        assert sent.number not in page
        stranger = sign_in(world.other_coordinator)
        assert sent.number not in stranger.get(reverse("sent_referrals")).content.decode()
        assert stranger.get(reverse("sent_referral", args=[sent.pk])).status_code == 404


class TestCorrecting:
    @rule("REF-26")
    def test_keeps_what_it_said_and_shows_the_unit_what_changed(self, world: World, sign_in: SignIn) -> None:
        sent = sent_in(world, world.spoc)
        was = sent.answers["person"]["family_name"]
        row = corrected(sent, world.spoc, world)
        assert (row.answers["person"]["family_name"], row.received_on) == ("Marchmont", sent.received_on)
        assert row.corrections.get().before["person"]["family_name"] == was == "Marchbanks"
        assert heard()[(world.coordinator.email, "referral_corrected")] == 1
        page = sign_in(world.coordinator).get(reverse("sent_referral", args=[sent.pk])).content.decode()
        assert "Marchbanks" in page and "Marchmont" in page and "The name was misheard." in page
        kept = AuditEvent.objects.get(verb="referral.sent_corrected", refused=False)
        assert "Marchbanks" not in str(kept.changes) and "misheard" not in kept.reason

    @rule("REF-26")
    def test_is_refused_unchanged_without_the_reason_and_from_an_old_page(self, world: World) -> None:
        sent = sent_in(world, world.spoc)
        with pytest.raises(RuleRefused) as error:
            corrected(sent, world.spoc, world, person={})
        assert rules_of(error) == ("REF-26",)
        with pytest.raises(RuleRefused) as error:
            corrected(sent, world.spoc, world, reason=" ")
        assert rules_of(error) == ("REF-26",)
        corrected(sent, world.spoc, world)
        with pytest.raises(Conflict):
            corrected(sent, world.spoc, world, person={"family_name": "Marchant"})

    @rule("REF-20")
    def test_is_for_its_sender_alone_at_their_agency(self, world: World, sign_in: SignIn) -> None:
        sent = sent_in(world, world.spoc)
        for other in (world.coordinator, world.practitioner, world.other_coordinator):
            with pytest.raises(NotPermitted):
                corrected(sent, other, world)
            assert sign_in(other).get(reverse("sent_referral_correct", args=[sent.pk])).status_code == 404
        world.spoc.agency = world.police
        world.spoc.save()
        with pytest.raises(NotPermitted):
            corrected(sent, world.spoc, world)

    @rule("REF-20")
    @rule("REF-26")
    def test_goes_on_after_it_was_taken_on_until_it_is_decided(
        self, world: World, screened: Case, sign_in: SignIn
    ) -> None:
        sent = sent_in(world, world.spoc)
        referral = taken(sent, world.coordinator, screened, world)
        base = facts.decision_base(referral)
        sent.refresh_from_db()
        client = sign_in(world.spoc)
        page = client.get(reverse("sent_referral_correct", args=[sent.pk])).content.decode()
        assert screened.reference not in page and screened.family_name not in page and "taken on" not in page.lower()
        corrected(sent, world.spoc, world)
        assert facts.decision_base(referral) != base
        unit = sign_in(world.coordinator)
        for name in ("referral", "referral_decide"):
            assert "Its sender corrected" in unit.get(reverse(name, args=[screened.pk, referral.pk])).content.decode()
        decided(referral, world.coordinator, today=world.today)
        sent.refresh_from_db()
        with pytest.raises(RuleRefused) as error:
            corrected(sent, world.spoc, world, person={"family_name": "Marchant"})
        assert rules_of(error) == ("REF-26",)
        assert (
            reverse("sent_referral_correct", args=[sent.pk])
            not in client.get(reverse("sent_referrals")).content.decode()
        )

    @rule("REF-26")
    def test_comes_from_the_page_that_shows_what_was_written(self, world: World, sign_in: SignIn) -> None:
        sent, client = sent_in(world, world.spoc), sign_in(world.spoc)
        address = reverse("sent_referral_correct", args=[sent.pk])
        assert address in client.get(reverse("sent_referrals")).content.decode()
        form = client.get(address).context["form"]
        said = {one.html_name: one.value() or "" for one in form if one.name in form.fields}
        said |= {"family_name": "Marchmont", "correction": "The name was misheard."}
        assert client.post(address, said).status_code == 302
        sent.refresh_from_db()
        assert sent.answers["person"]["family_name"] == "Marchmont"


class TestReminders:
    @rule("REF-22")
    def test_go_to_the_co_ordinators_at_once_daily_and_when_it_is_late(self, world: World) -> None:
        sent = sent_in(world, world.spoc)
        who = world.coordinator.email
        assert heard() == {(who, "referral_sent"): 1}
        for days in (0, 0, 1, 10, 11):
            remind(today=sent.received_on + days * DAY)
        assert heard() == {(who, "referral_sent"): 4, (who, "referral_late"): 1}
        refused(sent, world.coordinator, world)
        assert remind(today=sent.received_on + 20 * DAY) == 0

    @rule("REF-22")
    def test_name_nobody(self, world: World, mailoutbox: list[Any]) -> None:
        sent = sent_in(world, world.spoc)
        assert send_notices() == 1
        (mail,) = mailoutbox
        assert "A referral was sent in" in mail.body
        for word in (sent.number, *sent.name.split(), sent.answers["reason"]["reason"]):
            assert word not in mail.body + mail.subject

    @rule("REF-22")
    def test_take_no_more_statements_for_more_referrals(self, world: World) -> None:
        asked = []
        for number in range(2):
            for count in range(4 * number + 1):
                sent_in(world, world.spoc, person={"given_names": f"Number {number} {count}"})
            with CaptureQueriesContext(connection) as queries:
                tasks.remind((world.today + (40 + number) * DAY).isoformat())
            asked.append(len(queries))
        assert asked[0] == asked[1]


class TestThePages:
    def typed(self, **changes: str) -> dict[str, str]:
        flat = {key: text for part in sent_answers().values() for key, text in part.items()}
        return {"purpose": "category_3", **flat, "harm": "He said whom he would hurt.", **changes}

    @rule("REF-19")
    def test_a_referral_goes_from_a_single_point_of_contact_to_the_decision(
        self, world: World, screened: Case, sign_in: SignIn
    ) -> None:
        client = sign_in(world.spoc)
        address = reverse("referral_send")
        hidden = {one.html_name: one.value() for one in client.get(address).context["form"].hidden_fields()}
        answer = client.post(address, {**hidden, **self.typed(family_name="")})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Answer “Family name”" in page and "He said whom he would hurt." in page
        hidden = {one.html_name: one.value() for one in answer.context["form"].hidden_fields()}
        assert client.post(address, {**hidden, **self.typed()}).status_code == 302
        sent = SentReferral.objects.get()
        assert sent.answers["reason"]["harm"] == "He said whom he would hurt."
        unit = sign_in(world.coordinator)
        assert sent.number in unit.get(reverse("sent_referrals")).content.decode()
        shown = unit.get(reverse("sent_referral", args=[sent.pk])).content.decode()
        assert "He said whom he would hurt." in shown
        form = unit.get(reverse("sent_referral_take", args=[sent.pk])).context["form"]
        hidden = {one.html_name: one.value() for one in form.hidden_fields()}
        led = unit.post(
            reverse("sent_referral_take", args=[sent.pk]), {**hidden, "reference": screened.reference}, follow=True
        )
        assert "Submitted, decision awaited" in led.content.decode()

    def test_the_list_takes_no_more_statements_for_more_referrals(self, world: World, sign_in: SignIn) -> None:
        asked = []
        for who, show in ((world.coordinator, "waiting"), (world.spoc, "own")):
            client = sign_in(who)
            for number in range(2):
                for count in range(4 * number + 1):
                    sent_in(world, world.spoc, person={"given_names": f"{show} {number} {count}"})
                client.get(reverse("sent_referrals"), {"show": show})
                with CaptureQueriesContext(connection) as queries:
                    client.get(reverse("sent_referrals"), {"show": show})
                asked.append(len(queries))
        assert asked[0] == asked[1] and asked[2] == asked[3]

    def test_the_page_opened_twice_answers_it_once(self, world: World, screened: Case, sign_in: SignIn) -> None:
        sent = sent_in(world, world.spoc)
        client = sign_in(world.coordinator)
        address = reverse("sent_referral_refuse", args=[sent.pk])
        first, second = (client.get(address).context["form"] for _ in range(2))
        answers = []
        for form in (first, second):
            hidden = {one.html_name: one.value() for one in form.hidden_fields()}
            answers.append(client.post(address, {**hidden, "reason": "It belongs to MARAC."}).status_code)
        assert answers == [302, 422]
        assert AuditEvent.objects.filter(verb="referral.not_taken_on", refused=False).count() == 1


@rule("REF-10")
def test_the_last_day_is_that_of_the_strictest_policy(world: World) -> None:
    sent = sent_in(world, world.spoc)
    policy = read_policies(world.today).of_area(world.area.pk)
    days = min(limit.value for limit in limits(clocks.SETTING, policy.national, policy.local))
    assert sent.due_on == world.today + days * DAY
