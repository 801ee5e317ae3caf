"""Reading in bulk: people are told once, further cases wait, and what is open stays open."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from audit import bulk
from audit.bulk import Burst
from audit.context import working
from audit.models import AuditEvent
from audit.refusals import TooMuchReading
from audit.services import record, viewed
from offenders.models import Case
from tests import factories
from tests.factories import World
from tests.house.partners import ask, partner_of, token_for
from tests.marks import rule

SignIn = Callable[..., Client]
START = "2026-06-01T09:00:00Z"


@pytest.fixture(autouse=True)
def _few(settings: Any) -> Iterator[None]:
    """Three cases in ten minutes are told, five are the most."""
    settings.BULK_READING = {kind: {"minutes": 10, "alarm": 3, "slow": 5} for kind in ("page", "api")}
    settings.BULK_READING["list"] = {"minutes": 60, "alarm": 4, "slow": None}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def bursts(monkeypatch: pytest.MonkeyPatch) -> list[Burst]:
    """What was told."""
    told: list[Burst] = []
    monkeypatch.setattr(bulk, "ON_BURST", [told.append])
    return told


def open_cases(actor: UUID, number: int) -> list[UUID]:
    cases = [uuid4() for _ in range(number)]
    for case in cases:
        bulk.opened(actor_id=actor, via="page", cases=[case])
    return cases


@rule("AUD-05")
class TestCounting:
    def test_few_cases_are_nobodys_concern(self, bursts: list[Burst]) -> None:
        open_cases(uuid4(), 2)
        assert bursts == []

    def test_the_same_case_counts_once(self, bursts: list[Burst]) -> None:
        actor, case = uuid4(), uuid4()
        for _ in range(20):
            bulk.opened(actor_id=actor, via="page", cases=[case])
        assert bursts == []

    def test_a_burst_is_told_once_and_once_more_when_it_is_slowed(self, bursts: list[Burst]) -> None:
        actor = uuid4()
        open_cases(actor, 5)
        assert [(burst.cases, burst.slowed) for burst in bursts] == [(3, False)]
        for _ in range(3):
            with pytest.raises(TooMuchReading):
                open_cases(actor, 1)
        assert [(burst.cases, burst.slowed) for burst in bursts] == [(3, False), (6, True)]

    def test_what_is_open_stays_open_while_further_cases_wait(self, bursts: list[Burst]) -> None:
        actor = uuid4()
        first, *_ = open_cases(actor, 5)
        with pytest.raises(TooMuchReading):
            open_cases(actor, 1)
        bulk.opened(actor_id=actor, via="page", cases=[first])

    def test_after_the_time_cases_open_again(self, bursts: list[Burst]) -> None:
        actor = uuid4()
        with time_machine.travel(START, tick=False) as clock:
            open_cases(actor, 5)
            clock.shift(599)
            with pytest.raises(TooMuchReading):
                open_cases(actor, 1)
            clock.shift(601)
            open_cases(actor, 2)

    def test_a_burst_across_two_stretches_is_a_burst(self, bursts: list[Burst]) -> None:
        actor = uuid4()
        with time_machine.travel("2026-06-01T09:09:50Z", tick=False) as clock:
            open_cases(actor, 5)
            clock.shift(15)
            with pytest.raises(TooMuchReading):
                open_cases(actor, 2)

    def test_each_account_is_counted_for_itself_and_so_is_each_door(self, bursts: list[Burst]) -> None:
        one, other = uuid4(), uuid4()
        open_cases(one, 2)
        open_cases(other, 2)
        bulk.opened(actor_id=one, via="api", cases=[uuid4(), uuid4()])
        assert bursts == []

    def test_commands_and_tasks_are_not_counted(self, world: World, bursts: list[Burst]) -> None:
        for via in ("command", "task"):
            with working(via):
                for _ in range(10):
                    viewed(actor=world.practitioner, what="case", case_id=uuid4())
        assert bursts == []

    def test_an_export_opens_every_case_in_it(self, world: World, bursts: list[Burst]) -> None:
        with working("page"):
            record(
                actor=world.practitioner,
                verb="cases.exported",
                changes={"cases": (None, [uuid4() for _ in range(4)])},
            )
        assert [(burst.cases, burst.via) for burst in bursts] == [(4, "page")]

    @pytest.mark.parametrize("verb", ["cases.viewed", "cases.searched"])
    def test_lists_and_searches_are_counted_apart_told_and_never_made_to_wait(
        self, world: World, bursts: list[Burst], verb: str
    ) -> None:
        with working("page"):
            for number in (3, 40, 60):
                cases = [uuid4() for _ in range(number)]
                for _ in range(2):
                    record(actor=world.practitioner, verb=verb, changes={"cases": (None, cases)})
            viewed(actor=world.practitioner, what="case", case_id=uuid4())
        assert [(burst.cases, burst.via, burst.slowed) for burst in bursts] == [(43, "list", False)]


@rule("AUD-05")
class TestInUse:
    @pytest.fixture
    def cases(self, world: World) -> list[Case]:
        return [factories.make_case(world) for _ in range(6)]

    def test_the_page_says_why_it_waits_and_people_are_told_without_names(
        self,
        cases: list[Case],
        world: World,
        sign_in: SignIn,
        settings: Any,
        mailoutbox: list[EmailMessage],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        settings.AUDIT_ALARM_RECIPIENTS = ["watch@example.test"]
        client = sign_in(world.practitioner)
        answers = [client.get(reverse("case", args=[case.pk])) for case in cases]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert answers[-1]["Retry-After"] == "600"
        assert "Too many cases in a short time" in answers[-1].content.decode()
        assert cases[-1].reference not in answers[-1].content.decode()
        assert client.get(reverse("case_risk", args=[cases[0].pk])).status_code == 200
        told = {message.to[0] for message in mailoutbox}
        assert told == {world.coordinator.email, "watch@example.test"}
        assert len(mailoutbox) == 4
        text = caplog.text + "".join(message.subject + message.body for message in mailoutbox)
        assert str(world.practitioner.pk) in text
        assert world.practitioner.full_name not in text
        assert world.practitioner.email not in text
        assert not any(case.reference in text or case.family_name in text for case in cases)
        refusal = AuditEvent.objects.get(refused=True, actor_id=world.practitioner.pk)
        assert (refusal.verb, refusal.case_id) == ("case_overview.viewed", cases[-1].pk)
        assert set(AuditEvent.objects.filter(verb__startswith="bulk_reading").values_list("verb", flat=True)) == {
            "bulk_reading.noticed",
            "bulk_reading.slowed",
        }

    def test_a_partner_system_waits_too(self, cases: list[Case], world: World) -> None:
        account = partner_of(world, world.probation)
        token = token_for(account, world, "cases:read")
        answer = ask(reverse("api_offenders"), token)
        assert answer.status_code == 429
        assert answer.json()["errors"][0]["code"] == "throttled"
