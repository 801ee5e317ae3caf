"""What victims ask for about licence conditions: recorded, followed, and open to those who see victims alone."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse

from audit.refusals import Conflict, NotPermitted, RuleRefused
from offenders import victims
from offenders.models import Case, ProtectedPerson, Representation
from offenders.rules.representations import Course, Outcome, Response
from offenders.services import people, representations
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
WISH = "Not to come to the market on Saturdays."


@pytest.fixture
def victim(case: Case, world: World) -> ProtectedPerson:
    person = {"kind": "victim", "name": "Invented Person", "victim_contact": True}
    return people.record_protected_person(actor=world.practitioner, case=case, person=person)


def asked(world: World, victim: ProtectedPerson, **changes: Any) -> Representation:
    given = {
        "asked": WISH,
        "through": "Victim liaison officer",
        "received_on": world.today - dt.timedelta(days=10),
        "stage": "release",
        "sentence": "determinate",
        "statement": False,
        **changes,
    }
    return representations.record(actor=world.practitioner, person=victim, given=given, today=world.today)


def followed(world: World, row: Representation, **course: Any) -> Representation:
    return representations.follow(
        actor=world.practitioner,
        representation=row,
        version=row.version,
        course=Course(**course),
        today=world.today,
    )


@rule("VIC-03")
class TestAsking:
    def test_is_recorded_with_the_decision_maker_and_sealed(self, world: World, victim: ProtectedPerson) -> None:
        assert asked(world, victim).maker == "governor"
        assert asked(world, victim, stage="variation").maker == "aco"
        assert asked(world, victim, sentence="indeterminate", asked="Another wish.").maker == "parole_board"
        with connection.cursor() as cursor:
            cursor.execute("SELECT asked FROM offenders_representation")
            assert not any(WISH in text for (text,) in cursor.fetchall())

    def test_the_same_is_recorded_once(self, world: World, victim: ProtectedPerson) -> None:
        asked(world, victim)
        with pytest.raises(RuleRefused) as refused:
            asked(world, victim)
        assert refused.value.rules == ("OFF-21",)

    def test_somebody_outside_the_scheme_is_reminded_of_and_not_refused(
        self, world: World, case: Case, victim: ProtectedPerson, sign_in: SignIn
    ) -> None:
        person = {"kind": "victim", "name": "Another Person", "victim_contact": False}
        outside = people.record_protected_person(actor=world.practitioner, case=case, person=person)
        client, words = sign_in(world.practitioner), "not recorded as in the victim contact scheme"
        for row, told in ((outside, True), (victim, False)):
            page = client.get(reverse("representation_record", args=[case.pk, row.pk])).content.decode()
            assert (words in page) is told
        assert asked(world, outside).maker == "governor"

    def test_only_who_may_record_victims_does(self, world: World, victim: ProtectedPerson) -> None:
        given = {"stage": "release", "sentence": "determinate"}
        for actor in (world.vlo, world.coordinator):
            with pytest.raises(NotPermitted):
                representations.record(actor=actor, person=victim, given=given, today=world.today)


@rule("VIC-05")
def test_a_personal_statement_needs_an_offence_that_brings_the_victim_in_by_statute(
    world: World, case: Case, victim: ProtectedPerson
) -> None:
    with pytest.raises(RuleRefused) as refused:
        asked(world, victim, sentence="indeterminate", statement=True)
    assert refused.value.rules == ("VIC-05",)
    factories.conviction(case, world.practitioner, today=world.today)
    assert asked(world, victim, sentence="indeterminate", statement=True).statement


@rule("VIC-04")
class TestWhatCameOfIt:
    def test_it_is_not_closed_before_it_was_sent(self, world: World, victim: ProtectedPerson) -> None:
        row, day = asked(world, victim), world.today
        with pytest.raises(RuleRefused) as refused:
            followed(world, row, outcome=Outcome.ALL, decided_on=day)
        assert refused.value.rules == ("VIC-04",)
        row.refresh_from_db()
        assert row.outcome == "" and row.version == 1
        words = "A street would do."
        row = followed(world, row, response=Response.MODIFICATION, response_text=words, sent_on=day)
        row = followed(world, row, sent_on=day, outcome=Outcome.ALL, decided_on=day, told_on=day)
        assert row.outcome == "all" and row.told_on == day

    def test_a_second_editor_is_told(self, world: World, victim: ProtectedPerson) -> None:
        row = asked(world, victim)
        stale = Representation.objects.get(pk=row.pk)
        followed(world, row, sent_on=world.today)
        with pytest.raises(Conflict):
            representations.follow(
                actor=world.practitioner, representation=stale, version=1, course=Course(), today=world.today
            )


def test_it_stands_in_the_picture_of_a_day_for_who_sees_victims(
    world: World, case: Case, victim: ProtectedPerson
) -> None:
    asked(world, victim)

    def told(viewer: Any) -> list[str]:
        then = AsRecordedBy(case.pk, world.today)
        parts = {one.title: one for one in compare(viewer=viewer, case=case, then=then)}
        return (
            [str(line.then) for line in parts["What victims ask for"].lines] if "What victims ask for" in parts else []
        )

    (line,) = told(world.practitioner)
    assert WISH in line and "Governor" in line and "not sent" in line
    assert told(world.coordinator) == []


class TestTheScreens:
    def test_from_asking_to_telling(self, world: World, case: Case, victim: ProtectedPerson, sign_in: SignIn) -> None:
        client, page = sign_in(world.practitioner), reverse("case_victims", args=[case.pk])
        day = f"{world.today:%d/%m/%Y}"
        sent = {"asked": WISH, "through": "VLO", "received_on": day, "stage": "temporary", "sentence": "determinate"}
        answer = client.post(reverse("representation_record", args=[case.pk, victim.pk]), sent)
        assert answer.status_code == 302 and answer.headers["Location"] == page
        row = Representation.objects.get(case=case)
        shown = client.get(page).content.decode()
        assert WISH in shown and "It was not sent to the Governor" in shown
        form = reverse("representation_follow", args=[case.pk, row.pk])
        assert "It must go to: Governor" in client.get(form).content.decode()
        decided = {"response": "nothing", "outcome": "all", "decided_on": day, "version": "1"}
        refused = client.post(form, decided)
        assert refused.status_code == 422 and "it is not closed before it is sent" in refused.content.decode()
        assert client.post(form, {**decided, "sent_on": day}).status_code == 302
        assert "The victim was not told" in client.get(page).content.decode()

    def test_who_may_not_see_victims_meets_nothing(
        self, world: World, case: Case, victim: ProtectedPerson, sign_in: SignIn
    ) -> None:
        row = asked(world, victim)
        with pytest.raises(Http404):
            victims.representations(viewer=world.vlo, case_id=case.pk)
        client = sign_in(world.vlo)
        for name, pk in (("representation_record", victim.pk), ("representation_follow", row.pk)):
            assert client.get(reverse(name, args=[case.pk, pk])).status_code == 404
