"""A suspended sentence that a court activates: recorded once, shown, asked about, and marked where it was an error."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.facts import on_licence
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from levels.selectors import computed_category, current_category
from levels.services import decide_category
from offenders import timeline
from offenders.models import Activation, Case, Offence, SpecifiedOffence
from offenders.panels import awaited_sentences
from offenders.services.activation import take_back_activation
from offenders.services.sentences import correct_offence, record_custody
from offenders.words import sentence_words
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]
WHY = "It was another person's hearing."
DAY = dt.timedelta(days=1)


def suspended(world: World, case: Case, **changes: Any) -> Offence:
    """Twelve months suspended for an offence of Schedule 15: Category 2 until the suspension ends."""
    row: Offence = factories.suspended(case, world.practitioner, today=world.today, **changes)
    return row


def violent(world: World, case: Case, **changes: Any) -> Offence:
    listed = SpecifiedOffence.objects.filter(part="violent").first()
    return suspended(world, case, title="Wounding", specified=listed, checked_not_listed=False, **changes)


def activated(row: Offence, world: World, *, who: User | None = None, **changes: Any) -> Activation:
    made: Activation = factories.activated(row, who or world.practitioner, today=world.today, **changes)
    return made


def take_back(made: Activation, world: World, *, reason: str = WHY, version: int = 2) -> Activation:
    return take_back_activation(
        actor=world.practitioner, activation=made, version=version, reason=reason, today=world.today
    )


def asked(case: Case, identifier: str) -> dt.date | None:
    found = Deadline.objects.filter(case=case, rule=identifier, closed_at=None).first()
    return found.due_on if found else None


@rule("OFF-32")
class TestRecording:
    def test_keeps_what_the_court_said_and_puts_the_ends_of_the_suspension_aside(
        self, world: World, case: Case
    ) -> None:
        until = world.today + 100 * DAY
        row = violent(world, case, licence_ends_on=until - DAY, supervision_ends_on=until)
        made = activated(row, world, note="For a further offence.")
        stored = Offence.objects.get(pk=row.pk)
        assert stored.activation == made and stored.version == 2
        assert (stored.licence_ends_on, stored.sentence_ends_on, stored.supervision_ends_on) == (None, None, None)
        kept = (made.licence_ended_on, made.sentence_ended_on, made.supervision_ended_on)
        assert kept == (until - DAY, until, until)
        assert (made.decided_on, made.term_in_words, made.court) == (
            world.today - 3 * DAY,
            "6 months",
            "Invented Crown Court",
        )
        assert (made.reason, made.decided_by, made.rules) == (
            "For a further offence.",
            world.practitioner,
            ["OFF-32", "CAT-34"],
        )
        assert AuditEvent.objects.filter(verb="sentence.activated", refused=False).count() == 2
        with pytest.raises(DatabaseError):
            Activation.objects.filter(pk=made.pk).in_bulk_with_own_audit().update(court="Another")

    @rule("CAT-34")
    def test_leaves_the_category_without_an_end_until_one_is_recorded(self, world: World, case: Case) -> None:
        row = violent(world, case)
        assert computed_category(case=case, today=world.today).ends_on == world.today + 100 * DAY
        activated(row, world)
        found = computed_category(case=case, today=world.today)
        assert (found.category, found.ends_on) == (2, None)
        assert any("(CAT-34)" in step for step in found.steps)
        correct_offence(
            actor=world.practitioner, offence=row, version=2, today=world.today,
            changes={"licence_ends_on": world.today + 60 * DAY},
        )  # fmt: skip
        assert computed_category(case=case, today=world.today).ends_on == world.today + 60 * DAY

    def test_takes_the_ends_of_the_term_served_with_it(self, world: World, case: Case) -> None:
        row = violent(world, case)
        activated(row, world, sentence_ends_on=world.today + 60 * DAY)
        assert computed_category(case=case, today=world.today).ends_on == world.today + 60 * DAY

    def test_is_told_wherever_the_sentence_is(self, world: World, case: Case) -> None:
        row = violent(world, case)
        assert not on_licence(case, world.today)
        activated(row, world)
        assert on_licence(case, world.today)
        told = [event for event in timeline.of_this_floor(world.practitioner, case) if "activated" in event.title]
        assert [(one.at, one.text) for one in told] == [(world.today - 3 * DAY, "6 months, Invented Crown Court")]
        assert "activated on" in sentence_words(Offence.objects.get(pk=row.pk))

    def test_asks_for_the_time_in_custody_and_the_end(self, world: World, case: Case) -> None:
        me = world.practitioner
        row = violent(world, case)
        assert awaited_sentences(me, case) is None
        activated(row, world)
        panel = awaited_sentences(me, case)
        assert panel is not None
        [finding] = panel.context["findings"]
        assert "the time in custody with its earliest release date and when the licence" in finding.message
        custody = {"place": "prison", "establishment": "HMP Invented", "starts_on": world.today - 3 * DAY}
        record_custody(actor=me, case=case, today=world.today, custody=custody)
        changes = {"licence_ends_on": world.today + 60 * DAY}
        correct_offence(actor=me, offence=row, version=2, today=world.today, changes=changes)
        assert awaited_sentences(me, case) is None

    def test_is_for_who_records_offences_and_for_one_of_two(self, world: World, case: Case) -> None:
        row = violent(world, case)
        with pytest.raises(NotPermitted):
            activated(row, world, who=world.colleague)
        stale = Offence.objects.get(pk=row.pk)
        changes = {"details": "Mine."}
        correct_offence(actor=world.practitioner, offence=row, version=1, today=world.today, changes=changes)
        with pytest.raises(Conflict):
            activated(stale, world)
        assert not Activation.objects.exists()


@rule("OFF-33")
class TestRefusing:
    @pytest.mark.parametrize(
        ("recorded", "said"),
        [
            ({"disposal": "imprisonment"}, {}),
            ({}, {"term_value": 13}),
            ({}, {"on": "before"}),
            ({}, {"on": "tomorrow"}),
        ],
        ids=["another disposal", "too long", "before the sentence", "in the future"],
    )
    def test_writes_nothing(self, world: World, case: Case, recorded: dict[str, Any], said: dict[str, Any]) -> None:
        days = {"before": world.today - 301 * DAY, "tomorrow": world.today + DAY}
        row = suspended(world, case, **recorded)
        with pytest.raises(RuleRefused) as refused:
            activated(row, world, **{name: days.get(value, value) for name, value in said.items()})
        assert refused.value.rules == ("OFF-33",)
        assert not Activation.objects.exists() and Offence.objects.get(pk=row.pk).version == 1

    def test_twice(self, world: World, case: Case) -> None:
        row = suspended(world, case)
        activated(row, world)
        with pytest.raises(RuleRefused):
            activated(row, world)
        assert Activation.objects.count() == 1

    def test_after_the_suspension_only_once_confirmed(self, world: World, case: Case) -> None:
        row = suspended(world, case, sentence_ends_on=world.today - 4 * DAY)
        with pytest.raises(RuleRefused):
            activated(row, world)
        assert activated(row, world, acknowledged=frozenset({"OFF-33"})).pk

    def test_a_correction_that_the_activation_would_not_fit(self, world: World, case: Case) -> None:
        row = suspended(world, case)
        activated(row, world)
        for changes in ({"disposal": "community_order"}, {"term_value": 5}):
            with pytest.raises(RuleRefused) as refused:
                correct_offence(
                    actor=world.practitioner, offence=row, version=2, today=world.today, changes=changes,
                    acknowledged=frozenset({"OFF-11"}),
                )  # fmt: skip
            assert "OFF-33" in refused.value.rules


@rule("OFF-32")
class TestTakingBack:
    def test_lets_the_ends_before_it_hold_again(self, world: World, case: Case) -> None:
        row = violent(world, case)
        before = computed_category(case=case, today=world.today)
        made = activated(row, world, licence_ends_on=world.today + 7 * DAY)
        said = take_back(made, world)
        stored = Offence.objects.get(pk=row.pk)
        assert (stored.activation, stored.licence_ends_on) == (None, None)
        assert stored.sentence_ends_on == world.today + 100 * DAY
        after = computed_category(case=case, today=world.today)
        assert (after.category, after.ends_on, after.steps) == (before.category, before.ends_on, before.steps)
        assert (said.supersedes, said.withdrawn, said.reason) == (made, True, WHY)
        assert Activation.objects.count() == 2
        assert activated(stored, world).pk

    def test_has_a_reason_and_happens_once(self, world: World, case: Case) -> None:
        made = activated(suspended(world, case), world)
        with pytest.raises(RuleRefused) as refused:
            take_back(made, world, reason=" ")
        assert refused.value.rules == ("OFF-32",)
        take_back(made, world)
        with pytest.raises(Conflict):
            take_back(made, world, version=3)

    def test_is_for_who_records_offences(self, world: World, case: Case) -> None:
        made = activated(suspended(world, case), world)
        with pytest.raises(NotPermitted):
            take_back_activation(actor=world.colleague, activation=made, version=2, reason=WHY, today=world.today)


@rule("LIFE-14")
@rule("CAT-34")
@pytest.mark.django_db(transaction=True)
class TestTheCategoryIsDecidedAgain:
    """Each step in a transaction of its own, as it is kept by the moment it was written."""

    @pytest.mark.parametrize("until", [100, -4], ids=["during the suspension", "after it"])
    def test_when_the_sentence_is_activated_and_when_that_was_an_error(self, until: int) -> None:
        made = factories.make_world()
        case = factories.make_case(made)
        row = violent(made, case, sentence_ends_on=made.today + until * DAY)

        def decide(on: dt.date) -> None:
            last = current_category(case)
            decide_category(
                actor=made.practitioner, case=case, reason="By the sentence.", on=on, today=made.today,
                based_on=str(last.pk) if last else "",
            )  # fmt: skip

        decide(made.today - 10 * DAY)
        assert asked(case, "LIFE-14") is None
        activation = activated(row, made, acknowledged=frozenset({"OFF-33"}))
        assert asked(case, "LIFE-14") == made.today + 3 * DAY
        decide(made.today)
        standing = current_category(case)
        assert standing is not None and (standing.category, standing.ends_on) == (2, None)
        assert asked(case, "LIFE-14") is None
        take_back(activation, made)
        assert asked(case, "LIFE-14") == made.today + 3 * DAY


@rule("OFF-32")
class TestThePages:
    def test_record_it_and_the_tab_shows_it_and_what_is_wanted(self, world: World, case: Case, sign_in: SignIn) -> None:
        row = suspended(world, case)
        client, address = sign_in(world.practitioner), reverse("offence_activate", args=[case.pk, row.pk])
        tab = reverse("case_offences", args=[case.pk])
        assert address in client.get(tab).content.decode()
        assert "suspended sentence of 12 months" in client.get(address).content.decode()
        on = world.today - 3 * DAY
        sent = {"version": "1", "activated_on": f"{on.day}/{on.month}/{on.year}", "court": "Invented Crown Court"}
        refused = client.post(address, sent)
        assert refused.status_code == 422
        assert "Enter the length of the term activated" in refused.content.decode()
        too_long = client.post(address, {**sent, "term_value": "2", "term_unit": "years"})
        assert too_long.status_code == 422
        assert "2 years is longer than the 12 months that were suspended." in too_long.content.decode()
        assert client.post(address, {**sent, "term_value": "6", "term_unit": "months"}).status_code == 302
        page = client.get(tab).content.decode()
        assert "for 6 months, <bdi>Invented Crown Court</bdi>" in page and address not in page
        assert "Record the time in custody with its earliest release date" in page
        assert reverse("activation_in_error", args=[case.pk, Activation.objects.get().pk]) in page
        assert "Sentence activated" in client.get(reverse("case", args=[case.pk])).content.decode()

    def test_warn_of_a_day_after_the_suspension_and_keep_what_was_typed(
        self, world: World, case: Case, sign_in: SignIn
    ) -> None:
        row = suspended(world, case, sentence_ends_on=world.today - 4 * DAY)
        address, on = reverse("offence_activate", args=[case.pk, row.pk]), world.today - 3 * DAY
        sent = {"version": "1", "activated_on": f"{on.day}/{on.month}/{on.year}", "court": "Invented Crown Court"}
        sent |= {"term_value": "6", "term_unit": "months"}
        warned = sign_in(world.practitioner).post(address, sent)
        assert warned.status_code == 422 and "before the day of the activation" in warned.content.decode()
        assert "Invented Crown Court" in warned.content.decode()
        assert sign_in(world.practitioner).post(address, {**sent, "acknowledge": "OFF-33"}).status_code == 302

    def test_mark_it_as_an_error_with_the_reason(self, world: World, case: Case, sign_in: SignIn) -> None:
        row = suspended(world, case)
        made = activated(row, world)
        client, address = sign_in(world.practitioner), reverse("activation_in_error", args=[case.pk, made.pk])
        assert "6 months, activated on" in client.get(address).content.decode()
        refused = client.post(address, {"version": "2"})
        assert refused.status_code == 422
        assert "Say why this activation was recorded in error" in refused.content.decode()
        assert client.post(address, {"version": "1", "reason": WHY}).status_code == 409
        assert client.post(address, {"version": "2", "reason": WHY}).status_code == 302
        page = client.get(reverse("case_offences", args=[case.pk])).content.decode()
        assert WHY.replace("'", "&#x27;") in page and "Recorded in error" in page
        assert reverse("offence_activate", args=[case.pk, row.pk]) in page
        assert client.get(address).status_code == 404

    def test_are_not_there_for_others_nor_on_another_case(self, world: World, case: Case, sign_in: SignIn) -> None:
        row = suspended(world, case)
        made = activated(suspended(world, case), world)
        for name, pk in (("offence_activate", row.pk), ("activation_in_error", made.pk)):
            for who in (world.stranger, world.colleague):
                assert sign_in(who).get(reverse(name, args=[case.pk, pk])).status_code == 404
            elsewhere = reverse(name, args=[factories.make_case(world).pk, pk])
            assert sign_in(world.practitioner).get(elsewhere).status_code == 404
