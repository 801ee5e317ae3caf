"""Saving once when two sendings meet: on two connections at the same moment, as two workers would."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from offenders.models import Alias
from tests import factories
from tests.marks import rule
from ui.forms import ONCE
from ui.models import SentForm
from ui.services import KEPT_FOR, AlreadySent, forget_sent_forms, save_once
from ui.tasks import forget_sent_forms as nightly

TOKEN = "A" * 22
SOON = 0.4  # seconds that the second sending is given to run into the first


class Refused(Exception):
    """What a service raises whose record of it is to be kept."""


class Killed(Exception):
    """What nobody foresaw: the worker is gone."""


@pytest.fixture
def threads() -> Any:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def on_own_connection(work: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return run


class TestTwoAtOnce:
    """The first sending is held in the middle of saving until the second has begun."""

    pytestmark = [rule("OFF-21"), pytest.mark.django_db(transaction=True)]

    def both(self, threads: ThreadPoolExecutor, end: Exception | None) -> tuple[list[str], Future, Future]:
        actor, saved, inside, go_on = uuid4(), [], Event(), Event()

        def send(save: Callable[[], str]) -> str:
            return save_once(
                actor_id=actor,
                path="/x/",
                token=TOKEN,
                sent=QueryDict("name=Somebody"),
                save=save,
                leads_to=lambda place: place,
                refusals=(Refused,),
            )

        def first() -> str:
            inside.set()
            go_on.wait(10)
            if end is not None:
                raise end
            saved.append("first")
            return "/first/"

        def second() -> str:
            saved.append("second")
            return "/second/"

        one = threads.submit(on_own_connection(lambda: send(first)))
        inside.wait(10)
        two = threads.submit(on_own_connection(lambda: send(second)))
        with pytest.raises(TimeoutError):
            two.result(SOON)  # it waits for the first
        go_on.set()
        return saved, one, two

    def test_one_row_is_written_and_both_lead_to_it(self, threads: ThreadPoolExecutor) -> None:
        saved, one, two = self.both(threads, None)
        assert one.result(10) == "/first/"
        with pytest.raises(AlreadySent) as before:
            two.result(10)
        assert (before.value.same, before.value.leads_to) == (True, "/first/")
        assert saved == ["first"]

    @pytest.mark.parametrize("end", [Refused(), Killed()], ids=["refused", "killed"])
    def test_the_second_saves_when_the_first_did_not(self, threads: ThreadPoolExecutor, end: Exception) -> None:
        saved, one, two = self.both(threads, end)
        with pytest.raises(type(end)):
            one.result(10)
        assert two.result(10) == "/second/"
        assert saved == ["second"]
        assert SentForm.objects.get().leads_to == "/second/"


@rule("OFF-21")
@pytest.mark.django_db(transaction=True)
def test_a_double_click_adds_one_row(threads: ThreadPoolExecutor, sign_in: Callable[..., Client]) -> None:
    world = factories.make_world()
    case = factories.make_case(world)
    path = reverse("alias_add", args=[case.pk])
    session = sign_in(world.practitioner).cookies
    together = Barrier(2)

    def click() -> Any:
        client = Client()
        client.cookies = session
        together.wait(10)
        answer = client.post(path, {"name": "Invented Alias", "kind": "alias", ONCE: TOKEN})
        return answer.status_code, answer["Location"]

    answers = [each.result(30) for each in [threads.submit(on_own_connection(click)) for _ in range(2)]]
    assert answers == [(302, reverse("case", args=[case.pk]))] * 2
    assert Alias.objects.filter(case=case).count() == 1
    assert AuditEvent.objects.filter(verb="form.sent_again", case_id=case.pk).count() == 1


@pytest.mark.django_db
def test_old_notes_are_forgotten_and_young_ones_kept() -> None:
    for age in (KEPT_FOR * 2, KEPT_FOR / 2):
        SentForm.objects.create(actor_id=uuid4(), token=TOKEN, path="/x/", digest="", at=timezone.now() - age)
    assert nightly() == "1 forgotten"
    assert forget_sent_forms() == 0
    assert SentForm.objects.count() == 1
