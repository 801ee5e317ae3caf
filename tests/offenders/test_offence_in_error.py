"""An offence that was recorded in error is marked so, with the reason: it is kept and counts for nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.facts import on_licence
from audit.history import history_of
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from levels.clocks import gather, gather_unidentified
from levels.selectors import computed_category, current_category
from levels.services import decide_category, place_in_category_3
from offenders import selectors, timeline
from offenders.facts import case_facts, facts_of_cases
from offenders.models import Case, Offence
from offenders.panels import awaited_sentences
from offenders.rules.data_checks import check_mistake
from offenders.services.sentences import correct_offence, take_back_offence
from papers.facts import offences_named
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]
WHY = "It was typed on the wrong case."
DAY = dt.timedelta(days=1)


def convicted(case: Case, world: World, **changes: Any) -> Offence:
    offence: Offence = factories.conviction(case, world.practitioner, today=world.today, **changes)
    return offence


def take_back(offence: Offence, actor: User, *, version: int = 1, reason: str = WHY) -> Offence:
    return take_back_offence(actor=actor, offence=offence, version=version, reason=reason)


def asked(case: Case, identifier: str) -> dt.date | None:
    found = Deadline.objects.filter(case=case, rule=identifier, closed_at=None).first()
    return found.due_on if found else None


@rule("OFF-30")
class TestMarking:
    def test_leaves_it_out_of_the_category_and_the_record_has_why(self, world: World, case: Case) -> None:
        me = world.practitioner
        row = convicted(case, world, schedule_3=True, schedule_19za=True, domestic_abuse=True)
        assert computed_category(case=case, today=world.today).category == 4
        assert asked(case, "REV-12") is not None
        take_back(row, me)
        assert computed_category(case=case, today=world.today).category is None
        assert case_facts(case).offences == () == facts_of_cases([case])[case.pk].offences
        assert asked(case, "REV-12") is None
        assert gather_unidentified([case.pk]) == {}
        assert not gather([case.pk])[case.pk].terrorist
        event = AuditEvent.objects.get(verb="offence.recorded_in_error")
        assert (event.reason, event.changes) == (WHY, {"wrong_entry": [False, True]})

    def test_leaves_it_out_everywhere_but_in_the_list(self, world: World, case: Case) -> None:
        me = world.practitioner
        row = convicted(case, world)
        take_back(row, me)
        assert not Offence.objects.exists() and not case.offences.exists()
        assert not selectors.offences(viewer=me, case_id=case.pk).exists()
        assert offences_named(case) == set() and not on_licence(case, world.today)
        assert not any(row.title in one.title for one in timeline.of_this_floor(me, case))
        listed = selectors.recorded_offences(viewer=me, case_id=case.pk)
        assert [(one.pk, one.wrong_entry) for one in listed] == [(row.pk, True)]
        kept: Any = history_of(Offence)
        assert [one.wrong_entry for one in kept.objects.filter(id=row.pk)] == [False, True]

    def test_leaves_another_offence_as_it_was(self, world: World, case: Case) -> None:
        right = convicted(case, world)
        before = computed_category(case=case, today=world.today)
        take_back(convicted(case, world, title="Robbery", term_value=9), world.practitioner)
        after = computed_category(case=case, today=world.today)
        assert (after.category, after.ends_on, after.tests) == (before.category, before.ends_on, before.tests)
        assert Offence.objects.get() == right

    def test_asks_no_more_for_its_sentence(self, world: World, case: Case) -> None:
        ends = {"term_value": None, "term_unit": "", "licence_ends_on": None, "sentence_ends_on": None}
        row = convicted(case, world, disposal="awaiting_sentence", **ends)
        assert awaited_sentences(world.practitioner, case) is not None
        take_back(row, world.practitioner)
        assert awaited_sentences(world.practitioner, case) is None

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_has_a_reason(self, world: World, case: Case, reason: str) -> None:
        row = convicted(case, world)
        with pytest.raises(RuleRefused) as refused:
            take_back(row, world.practitioner, reason=reason)
        assert refused.value.rules == ("OFF-30",)
        assert [one.rule for one in check_mistake(reason)] == ["OFF-30"]
        assert check_mistake(WHY) == []
        assert not Offence.objects.get().wrong_entry

    def test_is_for_who_records_offences_and_for_one_of_two(self, world: World, case: Case) -> None:
        row = convicted(case, world)
        with pytest.raises(NotPermitted):
            take_back(row, world.colleague)
        stale = Offence.objects.get(pk=row.pk)
        take_back(row, world.practitioner)
        with pytest.raises(Conflict):
            take_back(stale, world.practitioner)
        with pytest.raises(Conflict):
            correct_offence(
                actor=world.practitioner, offence=stale, version=1, today=world.today, changes={"details": "Late."}
            )


@rule("OFF-30")
@pytest.mark.django_db(transaction=True)
class TestTheCategoryIsDecidedAgain:
    """Each step in a transaction of its own, as it is kept by the moment it was written."""

    @pytest.fixture
    def made(self) -> World:
        return factories.make_world()

    @rule("LIFE-14")
    def test_where_it_would_be_another_one(self, made: World) -> None:
        case = factories.make_case(made)
        factories.in_category_2(case, made.practitioner, today=made.today)
        assert asked(case, "LIFE-14") is None
        take_back(Offence.objects.get(case=case), made.practitioner)
        assert asked(case, "LIFE-14") == made.today + 3 * DAY
        standing = current_category(case)
        assert standing is not None
        decide_category(
            actor=made.practitioner, case=case, reason="The offence was another person's.", on=made.today,
            today=made.today, based_on=str(standing.pk),
        )  # fmt: skip
        assert asked(case, "LIFE-14") is None
        assert case.category is None

    @rule("LIFE-14")
    def test_not_where_another_offence_keeps_it(self, made: World) -> None:
        case = factories.make_case(made)
        factories.in_category_2(case, made.practitioner, today=made.today)
        further = convicted(case, made, title="Robbery", outcome_on=made.today - 700 * DAY)
        take_back(further, made.practitioner)
        assert asked(case, "LIFE-14") is None

    @rule("LIFE-14", "CAT-14")
    def test_where_the_unit_judged_by_it(self, made: World) -> None:
        case = factories.make_case(made)
        row = convicted(case, made, specified=None, checked_not_listed=True, term_value=3, term_unit="months")
        place_in_category_3(
            actor=made.coordinator, case=case, offence=row, level=2, reason="Capable of serious harm.",
            on=made.today, today=made.today, based_on="",
        )  # fmt: skip
        assert asked(case, "LIFE-14") is None
        take_back(row, made.practitioner)
        assert computed_category(case=case, today=made.today).category is None
        assert asked(case, "LIFE-14") == made.today + 3 * DAY


@rule("OFF-30")
class TestThePage:
    def test_asks_why_and_the_tab_strikes_it_through(self, world: World, case: Case, sign_in: SignIn) -> None:
        row = convicted(case, world)
        client, address = sign_in(world.practitioner), reverse("offence_in_error", args=[case.pk, row.pk])
        tab = reverse("case_offences", args=[case.pk])
        assert address in client.get(tab).content.decode()
        assert row.title in client.get(address).content.decode()
        refused = client.post(address, {"version": "1"})
        assert refused.status_code == 422
        assert "Say why this offence was recorded in error" in refused.content.decode()
        assert client.post(address, {"version": "1", "reason": WHY}).status_code == 302
        page = client.get(tab).content.decode()
        assert f'<s dir="auto">{row.title}</s>' in page
        assert "Decide the category again if it is another one now." in page
        assert address not in page
        assert client.get(address).status_code == 404
        assert client.get(reverse("offence_correct", args=[case.pk, row.pk])).status_code == 404

    def test_two_editors_meet(self, world: World, case: Case, sign_in: SignIn) -> None:
        row = convicted(case, world)
        correct_offence(
            actor=world.practitioner, offence=row, version=1, today=world.today, changes={"details": "Mine."}
        )
        address = reverse("offence_in_error", args=[case.pk, row.pk])
        sent = sign_in(world.practitioner).post(address, {"version": "1", "reason": WHY})
        assert sent.status_code == 409
        assert not Offence.objects.get().wrong_entry

    def test_is_not_there_for_others_nor_on_another_case(self, world: World, case: Case, sign_in: SignIn) -> None:
        row = convicted(case, world)
        address = reverse("offence_in_error", args=[case.pk, row.pk])
        assert sign_in(world.stranger).get(address).status_code == 404
        assert sign_in(world.colleague).get(address).status_code == 404
        elsewhere = reverse("offence_in_error", args=[factories.make_case(world).pk, row.pk])
        assert sign_in(world.practitioner).get(elsewhere).status_code == 404
