"""A long chronology: drawn in the background once, for one person, and removed after its time (AUD-44)."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.history import history_of
from audit.models import AuditEvent
from audit.refusals import NotPermitted
from offenders.models import Case
from offenders.services.access import deny
from oversight import services, tasks
from oversight.models import ChronologyFile
from oversight.reconstruction.chronology import Period
from tests.factories import World
from tests.house.specimen import client_of
from tests.marks import rule

pytestmark = rule("AUD-44")
State = ChronologyFile.State


def now() -> dt.datetime:
    return timezone.now()


def asked(case: Case, actor: User) -> ChronologyFile:
    return services.ask_for_chronology(actor=actor, case=case, period=Period())


def draw(file: ChronologyFile) -> bool:
    drawn = services.draw_chronology(file_id=file.pk, now=now())
    file.refresh_from_db()
    return drawn


@pytest.fixture
def file(case: Case, world: World) -> ChronologyFile:
    """A chronology that the manager asked for and that waits."""
    return asked(case, world.manager)


@pytest.fixture
def drawn(file: ChronologyFile) -> ChronologyFile:
    """The same, ready."""
    assert draw(file)
    return file


def at(name: str, file: ChronologyFile) -> str:
    return reverse(name, args=[file.case_id, file.pk])


class TestAsking:
    def test_the_page_leads_to_where_one_sees_how_far_it_is(
        self, case: Case, world: World, django_capture_on_commit_callbacks: Any
    ) -> None:
        client = client_of(world.manager)
        form = client.get(reverse("case_chronology_ask", args=[case.pk])).context["form"]
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                reverse("case_chronology_ask", args=[case.pk]), {"first": "", "last": "", "once": form["once"].value()}
            )
        file = ChronologyFile.objects.get()
        assert answer["Location"] == at("case_chronology_file", file)
        assert file.state == State.READY
        page = client.get(answer["Location"]).content.decode()
        assert at("case_chronology_download", file) in page
        assert file.sha256 in page
        assert (
            at("case_chronology_file", file) in client.get(reverse("case_chronology", args=[case.pk])).content.decode()
        )

    def test_while_it_waits_the_page_says_so_and_can_be_opened_again(self, file: ChronologyFile, world: World) -> None:
        client = client_of(world.manager)
        page = client.get(at("case_chronology_file", file)).content.decode()
        assert "Being drawn" in page
        assert f'href="{at("case_chronology_file", file)}"' in page
        assert client.get(at("case_chronology_download", file))["Location"] == at("case_chronology_file", file)

    def test_the_same_is_not_asked_for_twice_while_it_waits(self, file: ChronologyFile, world: World) -> None:
        assert asked(file.case, world.manager).pk == file.pk
        assert asked(file.case, world.coordinator).pk != file.pk

    def test_not_by_who_may_not_see_who_has_written_what(self, case: Case, world: World) -> None:
        with pytest.raises(NotPermitted):
            asked(case, world.practitioner)
        assert AuditEvent.objects.filter(verb="case_chronology.asked", refused=True).exists()

    def test_confirmation_is_asked_for_before_it_is_asked_for_and_before_it_leaves(
        self, drawn: ChronologyFile, world: World
    ) -> None:
        client = client_of(world.manager)
        session = client.session
        session["account_authentication_methods"] = []
        session.save()
        for path in (reverse("case_chronology_ask", args=[drawn.case_id]), at("case_chronology_download", drawn)):
            assert "reauthenticate" in client.get(path)["Location"]

    def test_a_queue_that_is_away_loses_nothing(
        self, case: Case, world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
    ) -> None:
        def away(*args: Any) -> None:
            raise OperationalError("no broker")

        monkeypatch.setattr(tasks.draw_chronology, "delay", away)
        with django_capture_on_commit_callbacks(execute=True):
            file = asked(case, world.manager)
        assert file.state == State.WAITING
        assert services.forgotten(now=now() + services.STUCK) == [file.pk]


class TestDrawing:
    def test_once_however_often_it_is_given_out(self, file: ChronologyFile) -> None:
        assert tasks.draw_chronology(str(file.pk)) is True
        assert tasks.draw_chronology(str(file.pk)) is False
        assert AuditEvent.objects.filter(verb="case_chronology.drawn", subject_id=str(file.pk)).count() == 1

    def test_a_worker_that_is_killed_leads_to_another_attempt(
        self, file: ChronologyFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(*args: Any, **kwargs: Any) -> None:
            raise SystemExit

        with monkeypatch.context() as patch, pytest.raises(SystemExit):
            patch.setattr("oversight.paper.drawn", killed)
            draw(file)
        file.refresh_from_db()
        assert (file.state, file.attempts) == (State.WAITING, 1)
        assert services.forgotten(now=now()) == []
        assert services.forgotten(now=now() + services.STUCK) == [file.pk]
        assert draw(file)
        assert (file.state, file.attempts) == (State.READY, 2)

    def test_what_nobody_is_at_is_given_out_again(self, file: ChronologyFile) -> None:
        ago = now() - dt.timedelta(hours=1)
        ChronologyFile.objects.filter(pk=file.pk).in_bulk_with_own_audit().update(asked_at=ago)
        assert tasks.draw_waiting() == 1
        file.refresh_from_db()
        assert file.state == State.READY
        assert tasks.draw_waiting() == 0

    def test_not_for_ever(self, file: ChronologyFile, monkeypatch: pytest.MonkeyPatch, world: World) -> None:
        def broken(*args: Any, **kwargs: Any) -> None:
            raise MemoryError

        with monkeypatch.context() as patch:
            patch.setattr("oversight.paper.drawn", broken)
            for _ in range(services.ATTEMPTS):
                with pytest.raises(MemoryError):
                    draw(file)
            assert draw(file) is False
        assert (file.state, file.attempts) == (State.FAILED, services.ATTEMPTS)
        assert draw(file) is False
        page = client_of(world.manager).get(at("case_chronology_file", file)).content.decode()
        assert "could not be drawn" in page

    def test_not_for_who_may_not_see_it_any_more(self, file: ChronologyFile, world: World) -> None:
        world.manager.is_active = False
        world.manager.save()
        assert draw(file) is False
        assert file.state == State.FAILED

    def test_the_history_of_the_row_keeps_no_copy_of_the_file(self, drawn: ChronologyFile) -> None:
        assert "pdf" not in {field.name for field in history_of(ChronologyFile)._meta.fields}


class TestOpening:
    def test_each_download_is_recorded_with_the_hash_of_the_file(self, drawn: ChronologyFile, world: World) -> None:
        answer = client_of(world.manager).get(at("case_chronology_download", drawn))
        assert answer.content.startswith(b"%PDF")
        event = AuditEvent.objects.get(verb="case_chronology.exported")
        assert (event.actor_id, event.changes["sha256"]) == (world.manager.pk, [None, drawn.sha256])

    def test_by_nobody_else(self, drawn: ChronologyFile, world: World) -> None:
        others: list[Client] = [client_of(one) for one in (world.coordinator, world.auditor, world.practitioner)]
        for name in ("case_chronology_file", "case_chronology_download"):
            assert {client.get(at(name, drawn)).status_code for client in others} == {404}
        with pytest.raises(NotPermitted):
            services.export_chronology(actor=world.coordinator, file=drawn)

    def test_not_by_who_was_barred_since(self, drawn: ChronologyFile, world: World) -> None:
        deny(
            actor=world.coordinator,
            case=drawn.case,
            user=world.manager,
            reason="Related to them.",
            starts=world.today,
            review_on=world.today + dt.timedelta(days=90),
        )
        assert client_of(world.manager).get(at("case_chronology_download", drawn)).status_code == 404
        with pytest.raises(NotPermitted):
            services.export_chronology(actor=User.objects.get(pk=world.manager.pk), file=drawn)

    def test_not_by_who_may_not_see_victims_any_more(
        self, drawn: ChronologyFile, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert drawn.with_victims
        client = client_of(world.manager)
        monkeypatch.setattr("oversight.selectors.can_see_victims", lambda *args: False)
        monkeypatch.setattr("oversight.services.can_see_victims", lambda *args: False)
        assert client.get(at("case_chronology_download", drawn)).status_code == 404
        with pytest.raises(NotPermitted):
            services.export_chronology(actor=world.manager, file=drawn)

    def test_it_says_until_when_and_is_gone_then(self, drawn: ChronologyFile, world: World) -> None:
        over = drawn.remove_at
        assert over - now() <= dt.timedelta(hours=settings.CHRONOLOGY_KEPT_HOURS)
        ChronologyFile.objects.filter(pk=drawn.pk).in_bulk_with_own_audit().update(remove_at=now())
        assert client_of(world.manager).get(at("case_chronology_download", drawn)).status_code == 404

    def test_it_removes_itself_and_that_is_recorded(self, drawn: ChronologyFile) -> None:
        assert services.remove_old_chronologies(now=drawn.remove_at - dt.timedelta(seconds=1)) == 0
        assert services.remove_old_chronologies(now=drawn.remove_at) == 1
        assert not ChronologyFile.objects.exists()
        assert AuditEvent.objects.filter(verb="case_chronology.removed", case_id=drawn.case_id).count() == 1
        assert tasks.remove_old_chronologies() == 0
