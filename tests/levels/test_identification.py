"""Somebody who was sentenced is identified within three days: until a category is decided, that is due."""

import datetime as dt

import pytest
from django.db import connection

from deadlines.models import Deadline
from levels.clocks import gather_unidentified
from levels.models import CategoryDecision
from levels.services import decide_category
from offenders.models import Case, Offence
from offenders.services.sentences import correct_offence
from offenders.writing import announce
from tests import factories
from tests.factories import World
from tests.marks import rule


@rule("REV-12")
class TestIdentification:
    def open_deadline(self, case: Case) -> Deadline | None:
        return Deadline.objects.filter(case=case, rule="REV-12", closed_at=None).first()

    def test_is_due_three_days_after_the_sentence(self, world: World, case: Case) -> None:
        offence = factories.conviction(case, world.practitioner, today=world.today)
        deadline = self.open_deadline(case)
        assert deadline is not None
        assert deadline.due_on == offence.outcome_on + dt.timedelta(days=3)

    def test_is_settled_by_the_category_decision(self, world: World, case: Case) -> None:
        factories.conviction(case, world.practitioner, today=world.today)
        decide_category(
            actor=world.practitioner, case=case, reason="Computed.", on=world.today, today=world.today, based_on=""
        )
        assert self.open_deadline(case) is None

    def test_is_not_due_without_an_offence(self, case: Case) -> None:
        assert self.open_deadline(case) is None

    def test_a_further_sentence_does_not_put_it_off(self, world: World, case: Case) -> None:
        first = factories.conviction(case, world.practitioner, today=world.today)
        factories.conviction(
            case, world.practitioner, today=world.today, outcome_on=first.outcome_on + dt.timedelta(days=2)
        )
        deadline = self.open_deadline(case)
        assert deadline is not None
        assert deadline.due_on == first.outcome_on + dt.timedelta(days=3)

    @pytest.mark.parametrize(("days", "due"), [(0, False), (1, True)])
    def test_a_sentence_after_the_end_of_management_does_too(
        self, world: World, case: Case, days: int, due: bool
    ) -> None:
        ended = world.today - dt.timedelta(days=90)
        factories.conviction(case, world.practitioner, today=world.today, licence_ends_on=ended, sentence_ends_on=ended)
        Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(ended_on=ended)
        announce(Case.objects.get(pk=case.pk))
        assert self.open_deadline(case) is None
        on = ended + dt.timedelta(days=days - 1)
        factories.conviction(case, world.practitioner, today=world.today, outcome_on=on)
        assert (self.open_deadline(case) is not None) is due

    @pytest.mark.parametrize(("days", "due"), [(0, False), (1, True)])
    def test_a_sentence_after_the_decision_starts_it_again(
        self, world: World, case: Case, days: int, due: bool
    ) -> None:
        first = factories.conviction(case, world.practitioner, today=world.today)
        decided = first.outcome_on + dt.timedelta(days=5)
        decide_category(
            actor=world.practitioner, case=case, reason="Computed.", on=decided, today=world.today, based_on=""
        )
        again = decided + dt.timedelta(days=days)
        factories.conviction(case, world.practitioner, today=world.today, outcome_on=again)
        deadline = self.open_deadline(case)
        assert (deadline is not None) is due
        if deadline is not None:
            assert deadline.due_on == again + dt.timedelta(days=3)


@rule("REV-12")
@pytest.mark.django_db(transaction=True)
def test_what_was_recorded_or_corrected_after_the_decision_asks_for_another() -> None:
    world = factories.make_world()
    me, today = world.practitioner, world.today

    def decided() -> Case:
        case = factories.make_case(world)
        factories.conviction(case, me, today=today)
        decide_category(actor=me, case=case, reason="Computed.", on=today, today=today, based_on="")
        return case

    def due(case: Case) -> bool:
        return Deadline.objects.filter(case=case, rule="REV-12", closed_at=None).exists()

    case = decided()
    offence = Offence.objects.get(case=case)
    assert not due(case)
    ends = {"licence_ends_on": today + dt.timedelta(days=800), "details": "In words."}
    correct_offence(actor=me, offence=offence, version=offence.version, today=today, changes=ends)
    assert not due(case), "the end of a sentence is no new one"
    offence.refresh_from_db()
    term = {"term_value": 6}
    correct_offence(actor=me, offence=offence, version=offence.version, today=today, changes=term)
    assert due(case)
    other = decided()
    factories.conviction(other, me, today=today, outcome_on=today - dt.timedelta(days=1))
    assert due(other)


@rule("REV-12")
@pytest.mark.django_db(transaction=True)
def test_what_is_told_after_the_end_of_management_asks_for_another_decision() -> None:
    world = factories.make_world()
    me, today = world.practitioner, world.today
    ended, before = today - dt.timedelta(days=20), today - dt.timedelta(days=26)

    def over() -> Case:
        """A case whose licence has ended, with the decision that there is no category any more."""
        case = factories.make_case(world)
        factories.conviction(case, me, today=today, licence_ends_on=ended, sentence_ends_on=ended)
        first = decide_category(actor=me, case=case, reason="Computed.", on=before, today=today, based_on="")
        on = ended + dt.timedelta(days=1)
        decide_category(actor=me, case=case, reason="Over.", on=on, today=today, based_on=str(first.pk))
        assert Case.objects.get(pk=case.pk).ended_on == on
        return case

    def due(case: Case) -> dt.date | None:
        found = Deadline.objects.filter(case=case, rule="REV-12", closed_at=None).first()
        return found.due_on if found else None

    told_late, corrected, quiet = over(), over(), over()
    assert due(told_late) is None
    factories.conviction(told_late, me, today=today, outcome_on=before, term_value=18, term_unit="months")
    assert due(told_late) == before + dt.timedelta(days=3)
    stands = CategoryDecision.objects.get(case=told_late, superseded_by__isnull=True)
    decide_category(actor=me, case=told_late, reason="Again.", on=today, today=today, based_on=str(stands.pk))
    assert due(told_late) is None
    offence = Offence.objects.get(case=corrected)
    changes = {"term_value": 4}
    correct_offence(actor=me, offence=offence, version=offence.version, today=today, changes=changes)
    assert due(corrected) == offence.outcome_on + dt.timedelta(days=3)
    announce(quiet)
    assert due(quiet) is None


@rule("REV-12")
@pytest.mark.django_db(transaction=True)
def test_an_offence_whose_history_began_after_the_decision_is_not_a_corrected_one() -> None:
    world = factories.make_world()
    me, today = world.practitioner, world.today
    case = factories.make_case(world)
    offence = factories.conviction(case, me, today=today)
    decide_category(actor=me, case=case, reason="Computed.", on=today, today=today, based_on="")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE offenders_offencehistory SET pgh_label = 'began', pgh_created_at = now() WHERE id = %s",
            [offence.pk],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
    assert gather_unidentified([case.pk]) == {}
    correct_offence(actor=me, offence=offence, version=1, today=today, changes={"details": "In words."})
    assert gather_unidentified([case.pk]) == {}
    correct_offence(actor=me, offence=offence, version=2, today=today, changes={"term_value": 6})
    assert list(gather_unidentified([case.pk])) == [case.pk]
