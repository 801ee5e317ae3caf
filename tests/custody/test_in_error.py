"""A time in custody that was typed in error is marked so, with the reason: it is kept and counts for nothing."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from custody.facts import facts_of
from custody.rules.kinds import Kind
from custody.rules.periods import mistake_findings
from custody.services import take_back_time
from deadlines.models import Deadline
from levels.clocks import gather
from levels.selectors import level_facts
from offenders import selectors, timeline
from offenders.models import Case, CustodyPeriod
from tests import factories
from tests.custody.builders import inside, recorded
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]
WHY = "It was typed on the wrong case."


def open_reviews(case: Case) -> list[tuple[str, dt.date]]:
    rows = Deadline.objects.filter(case=case, is_review=True, closed_at=None)
    return list(rows.values_list("rule", "due_on"))


def take_back(period: CustodyPeriod, actor: User, *, version: int = 1, reason: str = WHY) -> CustodyPeriod:
    return take_back_time(actor=actor, custody=period, version=version, reason=reason)


@rule("OFF-26")
class TestMarking:
    @rule("REV-04")
    def test_gives_the_review_back_as_it_was(self, world: World, case: Case) -> None:
        me, today = world.practitioner, world.today
        factories.at_level_1(case, me, today=today, on=today - dt.timedelta(days=90))
        before, facts = open_reviews(case), gather([case.pk])[case.pk]
        period = inside(case, me, today=today, days=10)
        assert open_reviews(case) == []
        assert level_facts(case).in_custody
        take_back(period, me)
        assert open_reviews(case) == before != []
        assert gather([case.pk])[case.pk] == facts
        assert not level_facts(case).in_custody
        event = AuditEvent.objects.get(verb="custody.recorded_in_error")
        assert (event.reason, event.changes) == (WHY, {"wrong_entry": [False, True]})

    def test_leaves_it_out_everywhere_but_in_the_list(self, world: World, case: Case) -> None:
        me, today = world.practitioner, world.today
        period = inside(case, me, today=today, days=10)
        take_back(period, me)
        assert not CustodyPeriod.objects.exists()
        assert facts_of([case.pk]) == {}
        assert not case.custodyperiods.exists()
        assert not any(one.text == "HMP Invented" for one in timeline.of_this_floor(me, case))
        listed = selectors.recorded_custody(viewer=me, case_id=case.pk)
        assert [(one.pk, one.wrong_entry) for one in listed] == [(period.pk, True)]
        assert not selectors.custody_periods(viewer=me, case_id=case.pk).exists()

    def test_another_is_recorded_in_its_place(self, world: World, case: Case) -> None:
        me, today = world.practitioner, world.today
        take_back(inside(case, me, today=today, days=10), me)
        right = inside(case, me, today=today, days=12)
        assert CustodyPeriod.objects.get() == right

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_has_a_reason(self, world: World, case: Case, reason: str) -> None:
        period = inside(case, world.practitioner, today=world.today)
        with pytest.raises(RuleRefused) as refused:
            take_back(period, world.practitioner, reason=reason)
        assert refused.value.rules == ("OFF-26",)

    def test_is_for_who_records_the_case_and_for_one_of_two(self, world: World, case: Case) -> None:
        period = inside(case, world.practitioner, today=world.today)
        with pytest.raises(NotPermitted):
            take_back(period, world.colleague)
        take_back(period, world.practitioner)
        with pytest.raises(Conflict):
            take_back(period, world.practitioner)


@rule("CUS-23")
def test_one_that_an_event_opened_or_closed_is_corrected_there(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    place = {"choice": "prison", "place": "HMP Invented"}
    recorded(case, me, Kind.RECEIVED, today - dt.timedelta(days=300), today=today, **place)
    with pytest.raises(RuleRefused) as refused:
        take_back(CustodyPeriod.objects.get(), me)
    assert refused.value.rules == ("CUS-23",)
    assert [one.rule for one in mistake_findings(WHY, of_an_event=True)] == ["CUS-23"]
    assert mistake_findings(WHY, of_an_event=False) == []


@rule("OFF-26")
class TestThePage:
    def test_asks_why_and_the_tab_says_so(self, world: World, case: Case, sign_in: SignIn) -> None:
        me = world.practitioner
        period = inside(case, me, today=world.today, days=10)
        client, address = sign_in(me), reverse("custody_in_error", args=[case.pk, period.pk])
        tab = reverse("case_offences", args=[case.pk])
        assert address in client.get(tab).content.decode()
        assert period.establishment in client.get(address).content.decode()
        refused = client.post(address, {"version": "1"})
        assert refused.status_code == 422
        assert "Say why there was no such time in custody" in refused.content.decode()
        assert client.post(address, {"version": "1", "reason": WHY}).status_code == 302
        page = client.get(tab).content.decode()
        assert "Recorded in error</strong>" in page
        assert address not in page
        assert client.get(address).status_code == 404

    def test_is_not_there_for_others_nor_on_another_case(self, world: World, case: Case, sign_in: SignIn) -> None:
        period = inside(case, world.practitioner, today=world.today)
        address = reverse("custody_in_error", args=[case.pk, period.pk])
        assert sign_in(world.stranger).get(address).status_code == 404
        assert sign_in(world.colleague).get(address).status_code == 404
        elsewhere = reverse("custody_in_error", args=[factories.make_case(world).pk, period.pk])
        assert sign_in(world.practitioner).get(elsewhere).status_code == 404
