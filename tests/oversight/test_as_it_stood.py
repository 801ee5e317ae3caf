"""A case as it stood on a day: what had been recorded by then, for those who may see it today."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from deadlines.models import Deadline
from offenders.models import Address, Alias, Assignment, Case
from offenders.services import access
from offenders.services.cases import add_address, add_alias
from offenders.services.emergency import open_in_emergency, review_emergency
from offenders.services.people import record_protected_person
from offenders.services.requests import answer, ask
from oversight.reconstruction.past import AsRecordedBy, AsRecordedNow, end_of
from oversight.reconstruction.sections import Section, compare
from tests.factories import World
from tests.house.specimen import client_of
from tests.information import builders as information
from tests.marks import rule
from tests.oversight.past import age_the_record

TODAY = timezone.localdate


def days_ago(number: int) -> dt.date:
    return TODAY() - dt.timedelta(days=number)


def sections(viewer: Any, case: Case, on: dt.date) -> dict[str, Section]:
    return {one.title: one for one in compare(viewer=viewer, case=case, then=AsRecordedBy(case.pk, on))}


def line(section: Section, label: str) -> Any:
    return next(one for one in section.lines if one.label == label)


@pytest.fixture
def old_case(case: Case) -> Case:
    """The case as if recorded ten days ago."""
    age_the_record(10)
    case.refresh_from_db()
    return case


@rule("AUD-41")
class TestWhatWasKnown:
    def test_a_name_that_was_corrected_since(self, old_case: Case, world: World) -> None:
        was = old_case.family_name
        old_case.family_name = "Corrected"
        old_case.save()
        found = line(sections(world.practitioner, old_case, days_ago(5))["Identity"], "Name")
        assert (found.then, found.now) == (f"{old_case.given_names} {was}", f"{old_case.given_names} Corrected")
        assert found.change == "Changed"

    def test_what_was_dated_back_later_was_not_known_then(self, old_case: Case, world: World) -> None:
        add_address(
            actor=world.practitioner,
            case=old_case,
            kind="current",
            lines="1 Invented Street",
            postcode="",
            starts=days_ago(9),
            today=TODAY(),
        )
        found = line(sections(world.practitioner, old_case, days_ago(5))["Identity"], "Address")
        assert found.then is None
        assert found.change == "New since"

    def test_what_was_taken_away_since(self, case: Case, world: World) -> None:
        alias = add_alias(actor=world.practitioner, case=case, name="Invented Other", kind="alias")
        age_the_record(10)
        case.refresh_from_db()
        Alias.objects.get(pk=alias.pk).delete()
        found = line(sections(world.practitioner, case, days_ago(5))["Identity"], "Alias")
        assert (found.then, found.now, found.change) == ("Invented Other", None, "No longer there")

    def test_who_could_see_it(self, old_case: Case, world: World) -> None:
        access.assign(actor=world.manager, case=old_case, user=world.colleague, capacity="worker", starts=TODAY())
        told = sections(world.manager, old_case, days_ago(5))["Who could see the case"]
        assert line(told, world.colleague.full_name).then is None
        assert line(told, world.practitioner.full_name).change == ""

    def test_today_is_read_from_the_same_record(self, case: Case, world: World) -> None:
        add_alias(actor=world.practitioner, case=case, name="Invented Other", kind="alias")
        kept, present = AsRecordedBy(case.pk, TODAY()), AsRecordedNow(case.pk)
        for model in (Alias, Address, Assignment):
            told = present.rows(model)
            assert [{name: row[name] for name in now} for row, now in zip(kept.rows(model), told, strict=True)] == told
        told_today = sections(world.manager, case, TODAY()).values()
        assert not [one for section in told_today for one in section.lines if one.change]

    def test_rows_older_than_their_history_say_so(self, old_case: Case, world: World) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(
                "UPDATE offenders_casehistory SET pgh_label = 'began', pgh_created_at = now() WHERE id = %s",
                [old_case.pk],
            )
            cursor.execute("SET session_replication_role = DEFAULT")
        told = sections(world.practitioner, old_case, days_ago(5))["Identity"]
        assert "What 1 entry said before that is not known." in told.note
        assert line(told, "Name").then is None

    def test_the_day_ends_at_midnight_in_london(self) -> None:
        assert end_of(dt.date(2026, 6, 30)).astimezone(dt.UTC) == dt.datetime(2026, 6, 30, 23, tzinfo=dt.UTC)
        assert end_of(dt.date(2026, 1, 31)).astimezone(dt.UTC) == dt.datetime(2026, 2, 1, tzinfo=dt.UTC)


@rule("AUD-41")
class TestWhoKnewOfIt:
    """Restrictions, bars, requests, emergencies, information and due dates: as they were recorded by then."""

    def test_a_restriction_that_was_lifted_since(self, case: Case, world: World) -> None:
        access.restrict(
            actor=world.manager, case=case, restricted=True, kind="high_profile", reason="Much in the papers."
        )
        age_the_record(10)
        case.refresh_from_db()
        access.restrict(actor=world.manager, case=case, restricted=False, reason="No longer in the papers.")
        told = sections(world.manager, case, days_ago(5))
        assert line(told["Identity"], "Restricted").then == "Yes"
        decided = line(told["Restriction"], "Decision")
        assert decided.then.startswith("Restricted: high profile")
        assert decided.now == "Lifted"
        assert line(told["Restriction"], "Why").then == "Much in the papers."

    def test_a_bar_that_was_lifted_since(self, case: Case, world: World) -> None:
        bar = access.deny(
            actor=world.manager, case=case, user=world.stranger, reason="A neighbour.", starts=days_ago(0)
        )
        age_the_record(10)
        bar.refresh_from_db()
        access.end_denial(actor=world.coordinator, denial=bar, reason="Has moved away.", on=TODAY())
        found = line(sections(world.manager, case, days_ago(5))["Who was barred"], world.stranger.full_name)
        assert "lifted" not in found.then
        assert f"lifted by {world.coordinator.full_name}: Has moved away." in found.now

    def test_a_request_that_was_answered_since(self, case: Case, world: World) -> None:
        asked = ask(
            actor=world.police_officer,
            reference=case.reference,
            part="sight",
            need="We plan a joint visit and have to know of risks to staff.",
            until=TODAY() + dt.timedelta(days=30),
            today=TODAY(),
        )
        age_the_record(10)
        asked.refresh_from_db()
        answer(
            actor=world.manager,
            request=asked,
            version=asked.version,
            outcome="refused",
            words="The visit does not need it.",
            today=TODAY(),
        )
        told = sections(world.manager, case, days_ago(5))["Who asked to be involved"]
        found = line(told, world.police_officer.full_name)
        assert "waits for an answer" in found.then
        assert "The visit does not need it." not in found.then
        assert f"not accepted by {world.manager.full_name}" in found.now
        assert "The visit does not need it." in found.now

    def test_a_review_of_emergency_access_that_came_later(self, case: Case, world: World) -> None:
        opened = open_in_emergency(
            actor=world.colleague,
            reference=case.reference,
            reason="He was seen at the school gate and the owner cannot be reached.",
            now=timezone.now(),
        )
        age_the_record(10)
        review_emergency(
            actor=world.manager,
            granted=opened,
            outcome="justified",
            reason="The owner was ill, the danger was real.",
            today=TODAY(),
        )
        told = sections(world.manager, case, days_ago(5))
        reviewed = line(told["Emergency access that was reviewed"], world.colleague.full_name)
        assert (reviewed.then, reviewed.change) == (None, "New since")
        assert "Justified" in reviewed.now
        assert "Emergency access" in line(told["Who could see the case"], world.colleague.full_name).then

    @rule("INF-14")
    def test_information_is_there_for_those_who_may_see_it_today(self, case: Case, world: World) -> None:
        item = information.recorded(case, world.practitioner, today=TODAY(), sensitivity="third_party")
        title, of_it = "Information agencies gave", "Third-party information"
        told = sections(world.manager, case, TODAY())
        assert line(told[title], of_it).then == line(told[title], of_it).now
        assert information.TEXT not in str(told)
        due = "Information to be looked at again"
        assert due in str(told["What was due"])
        hidden = sections(world.auditor, case, TODAY())
        assert hidden[title].lines == []
        assert due not in str(hidden["What was due"])
        assert str(item.pk) not in str(hidden)

    def test_what_was_due_then(self, case: Case, world: World) -> None:
        information.recorded(case, world.practitioner, today=TODAY(), sensitivity="ordinary")
        kept = Deadline.objects.get(case=case, closed_at__isnull=True)
        age_the_record(10)
        Deadline.objects.filter(pk=kept.pk).in_bulk_with_own_audit().update(closed_at=timezone.now())
        found = line(sections(world.manager, case, days_ago(5))["What was due"], kept.label)
        assert kept.words in found.then
        assert found.change == "No longer there"

    def test_names_of_people_agencies_and_teams_are_those_of_that_day(self, case: Case, world: World) -> None:
        age_the_record(10)
        was = (world.probation.name, world.practitioner.full_name)
        world.probation.name = "Invented Probation Renamed"
        world.probation.save()
        world.practitioner.full_name = "Invented Married Name"
        world.practitioner.save()
        told = sections(world.manager, case, days_ago(5))
        lead = line(told["Identity"], "Lead agency")
        assert (lead.then, lead.now) == (was[0], "Invented Probation Renamed")
        owner = line(told["Who could see the case"], "Invented Married Name")
        assert owner.then.startswith(f"{was[1]}: Case owner")
        assert owner.change == "Changed"


@rule("AUD-41")
class TestWhoSeesIt:
    def url(self, case: Case) -> str:
        return reverse("case_as_it_stood", args=[case.pk])

    def test_victims_only_as_today_allows(self, case: Case, world: World) -> None:
        record_protected_person(
            actor=world.practitioner, case=case, person={"kind": "victim", "name": "Invented Victim"}
        )
        assert "Victims and people at risk" in sections(world.practitioner, case, TODAY())
        assert "Victims and people at risk" not in sections(world.team_mate, case, TODAY())

    @pytest.mark.parametrize(
        "title", ["Who was barred", "Who asked to be involved", "Emergency access that was reviewed"]
    )
    def test_some_of_it_only_for_those_who_view_access(self, case: Case, world: World, title: str) -> None:
        assert title in sections(world.manager, case, TODAY())
        assert title not in sections(world.practitioner, case, TODAY())

    def test_a_former_worker_sees_nothing_of_their_own_time(self, case: Case, world: World) -> None:
        assert client_of(world.stranger).get(self.url(case), {"on": TODAY()}).status_code == 404

    def test_the_look_is_recorded_with_the_day(self, case: Case, world: World) -> None:
        answer = client_of(world.practitioner).get(self.url(case), {"on": TODAY()})
        assert answer.status_code == 200
        event = AuditEvent.objects.filter(verb="case_as_it_stood.viewed", case_id=case.pk).get()
        assert event.changes == {"on": [None, TODAY().isoformat()]}

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [
            ("", "Enter the day to look at"),
            ("31 2 2026", "Enter a real date"),
            ("1 1 2099", "Choose today or a day that has passed"),
            ("1 1 1999", "the record of this case began then"),
        ],
    )
    def test_other_days_are_refused_with_one_sentence(self, case: Case, world: World, on: str, sentence: str) -> None:
        answer = client_of(world.practitioner).get(self.url(case), {"on": on})
        assert answer.status_code == 422
        if on != "31 2 2026":
            assert sentence in answer.content.decode()
        assert not AuditEvent.objects.filter(verb="case_as_it_stood.viewed").exists()


def test_says_what_changed_in_words(old_case: Case, world: World) -> None:
    old_case.ethnicity = "Not stated"
    old_case.save()
    client: Client = client_of(world.practitioner)
    page = client.get(reverse("case_as_it_stood", args=[old_case.pk]), {"on": days_ago(5)}).content.decode()
    assert "1 line changed since" in page
    assert ">Changed<" in " ".join(page.split()).replace("> ", ">").replace(" <", "<")
