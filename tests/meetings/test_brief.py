"""What is read before a meeting: what is new since the last one, and nothing that the reader may not see."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assessments.models import PlanAction
from assessments.services import NewAction, add_action
from audit.models import AuditEvent
from meetings.models import InformationRequest, Meeting
from meetings.selectors.brief import SECTIONS, SHOWN, WORDS, Brief, brief_of, given_to
from meetings.services import planning, returns
from offenders import timeline
from offenders.access import Viewer
from offenders.models import Case, ProtectedPerson
from tests.factories import World
from tests.information.builders import recorded as information
from tests.marks import rule
from tests.meetings.conftest import schedule
from ui.components import Event

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def brief(meeting: Meeting, world: World, viewer: Viewer | None = None) -> Brief:
    case = Case.objects.get(pk=meeting.case_id)
    return brief_of(viewer=viewer or world.coordinator, case=case, meeting=meeting, today=world.today)


def telling(monkeypatch: pytest.MonkeyPatch, room: str, *events: Event) -> None:
    """Only this room tells something, and it tells this."""

    def provider(viewer: Viewer, case: Case) -> list[Event]:
        return list(events)

    provider.__module__ = f"{room}.timeline"
    monkeypatch.setattr(timeline, "PROVIDERS", [provider])


def action(case: Case, world: World, description: str, due_in: int, **changes: Any) -> PlanAction:
    row = NewAction(
        pillar="supervision",
        description=description,
        how_it_manages_risk="Changes are noticed early.",
        agency=world.probation,
        owner_role="Practitioner",
        due_on=world.today + dt.timedelta(days=abs(due_in)),
        **changes,
    )
    made = add_action(actor=world.practitioner, case=case, action=row, acknowledged=frozenset({"RMP-01", "RMP-06"}))
    made.due_on = world.today + dt.timedelta(days=due_in)
    made.save()
    return made


@pytest.fixture
def following(closed: Meeting, people: World) -> Meeting:
    """The review after a meeting that was held today."""
    return schedule(closed.case, people, on=people.today + dt.timedelta(days=70))


class TestWhatChanged:
    def test_is_everything_so_far_before_a_first_meeting(self, meeting: Meeting, people: World) -> None:
        found = brief(meeting, people)
        assert found.since is None
        assert "Category and level" in [part.heading for part in found.changes]
        assert "Disclosure" in found.unchanged

    def test_every_room_that_tells_of_a_case_has_a_heading(self) -> None:
        rooms = {provider.__module__.partition(".")[0] for provider in timeline.PROVIDERS}
        assert rooms <= set(SECTIONS)

    @pytest.mark.parametrize(
        ("days", "recorded_later", "new"),
        [(-1, False, False), (-1, True, True), (0, False, True), (1, False, False)],
        ids=["before it", "before it, written down after it", "on its day", "to come"],
    )
    def test_is_what_the_last_meeting_cannot_have_known(
        self,
        following: Meeting,
        closed: Meeting,
        people: World,
        monkeypatch: pytest.MonkeyPatch,
        days: int,
        recorded_later: bool,
        new: bool,
    ) -> None:
        recorded = closed.starts_at + dt.timedelta(hours=1 if recorded_later else -48)
        telling(monkeypatch, "custody", Event("Moved", people.today + dt.timedelta(days=days), recorded=recorded))
        found = brief(following, people)
        assert found.since == people.today
        assert [part.heading for part in found.changes] == (["Custody and release"] if new else [])
        assert found.unchanged == ([] if new else ["Custody and release"])

    def test_is_cut_where_it_is_long_and_counts_the_rest(
        self, meeting: Meeting, people: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = [Event(f"Moved {n}", people.today - dt.timedelta(days=n), text="w " * 9999) for n in range(SHOWN + 3)]
        telling(monkeypatch, "custody", *told)
        [part] = brief(meeting, people).changes
        assert [event.title for event in part.events] == [f"Moved {n}" for n in range(SHOWN)]
        assert part.more == 3
        assert max(len(event.text or "") for event in part.events) <= WORDS


class TestWhatIsOpen:
    def test_actions_stand_apart_once_they_are_overdue(self, meeting: Meeting, people: World) -> None:
        action(meeting.case, people, "Late visit", -1)
        action(meeting.case, people, "Next visit", 7)
        found = brief(meeting, people)
        assert [row.description for row in found.overdue] == ["Late visit"]
        assert "Next visit" in [row.description for row in found.open_actions]

    def test_an_agency_that_was_asked_is_named_until_it_answers(self, meeting: Meeting, people: World) -> None:
        planning.record_invitations_sent(
            actor=people.coordinator, meeting=meeting, version=meeting.version, on=people.today, today=people.today
        )
        assert people.mental_health.name in brief(meeting, people).silent
        asked = InformationRequest.objects.get(meeting=meeting, agency=people.mental_health)
        returns.record_return(
            actor=people.spoc, request=asked, answer="nothing", version=asked.version, today=people.today
        )
        assert people.mental_health.name not in brief(meeting, people).silent


class TestThePage:
    def test_shows_what_is_open_to_its_reader_and_records_that_it_was_read(
        self, meeting: Meeting, people: World, sign_in: SignIn
    ) -> None:
        item = information(meeting.case, people.practitioner, today=people.today, text="Has a new van.")
        path = reverse("meeting_brief", args=[meeting.case_id, meeting.pk])
        assert "Has a new van." in sign_in(people.practitioner).get(path).content.decode()
        assert AuditEvent.objects.filter(verb="information_item.viewed", subject_id=str(item.pk)).count() == 1
        others = sign_in(people.chair).get(path)
        assert others.status_code == 200 and "Has a new van." not in others.content.decode()
        assert AuditEvent.objects.filter(verb="information_item.viewed", subject_id=str(item.pk)).count() == 1

    def test_is_offered_before_the_meeting_and_not_after(
        self, recorded: Meeting, people: World, sign_in: SignIn
    ) -> None:
        page, link = reverse("meeting_detail", args=[recorded.case_id, recorded.pk]), "Brief for the meeting"
        client = sign_in(people.coordinator)
        assert link in client.get(page).content.decode()
        recorded.status = Meeting.Status.HELD
        recorded.save()
        assert link not in client.get(page).content.decode()


class TestThePack:
    def download(self, client: Client, meeting: Meeting) -> PdfReader:
        answer = client.get(reverse("meeting_pack", args=[meeting.case_id, meeting.pk]))
        assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
        return PdfReader(io.BytesIO(answer.content))

    def text(self, pdf: PdfReader) -> str:
        return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())

    def test_carries_agenda_plan_and_brief_marked_with_its_reader_on_every_page(
        self, meeting: Meeting, people: World, sign_in: SignIn
    ) -> None:
        action(meeting.case, people, "Weekly office appointment", 7)
        pdf = self.download(sign_in(people.coordinator), meeting)
        text = self.text(pdf)
        for words in ("Confidentiality statement", "Community nurse", "Weekly office appointment", "What changed"):
            assert words in text
        for page in pdf.pages:
            said = " ".join(page.extract_text().split())
            assert "Barnaby Kestlewick" in said
            assert "OFFICIAL" in said

    @rule("INF-15")
    def test_counts_information_and_leaves_its_words_on_the_screen(
        self, meeting: Meeting, people: World, sign_in: SignIn
    ) -> None:
        information(meeting.case, people.practitioner, today=people.today, text="Has a new van.")
        text = self.text(self.download(sign_in(people.practitioner), meeting))
        assert "1 new entry. Read on the screen." in text
        assert "van" not in text

    @rule("SCR-17")
    def test_leaves_reviews_on_the_screen_too(
        self, meeting: Meeting, people: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        telling(monkeypatch, "serious", Event("Charged with a serious further offence", people.today))
        text = self.text(self.download(sign_in(people.coordinator), meeting))
        assert "1 new entry. Read on the screen." in text
        assert "Charged" not in text

    def test_names_nobody_who_is_at_risk(self, meeting: Meeting, people: World, sign_in: SignIn) -> None:
        ProtectedPerson(case=meeting.case, kind="victim", name="Wilhelmina Sparrowgate").save()
        assert "Sparrowgate" not in self.text(self.download(sign_in(people.coordinator), meeting))

    def test_of_somebody_else_is_marked_with_their_name(self, meeting: Meeting, people: World, sign_in: SignIn) -> None:
        ours = self.text(self.download(sign_in(people.coordinator), meeting))
        theirs = self.text(self.download(sign_in(people.practitioner), meeting))
        assert "Copy of Barnaby Kestlewick" in ours
        assert "Copy of Barnaby Kestlewick" not in theirs

    def test_is_not_for_somebody_who_is_asked_to_the_meeting_alone(
        self, meeting: Meeting, people: World, sign_in: SignIn
    ) -> None:
        path = reverse("meeting_pack", args=[meeting.case_id, meeting.pk])
        assert sign_in(people.spoc).get(path).status_code == 404
        assert sign_in(people.coordinator).get(path).status_code == 200


def test_the_printing_is_recorded(meeting: Meeting, people: World, sign_in: SignIn) -> None:
    sign_in(people.coordinator).get(reverse("meeting_pack", args=[meeting.case_id, meeting.pk]))
    event = AuditEvent.objects.filter(verb="meeting_pack.viewed").get()
    assert (event.actor_id, event.case_id) == (people.coordinator.pk, meeting.case_id)
    assert event.at <= timezone.now()


@rule("MTG-58")
class TestContributions:
    def test_each_kind_invited_stands_in_the_brief_until_its_return_came(self, meeting: Meeting, people: World) -> None:
        def missing() -> list[str]:
            return [one.label for one in brief(meeting, people).contributions if not one.came]

        assert missing() == ["Probation Service", "Police", "Mental health services"]
        current = Meeting.objects.get(pk=meeting.pk)
        planning.record_invitations_sent(
            actor=people.coordinator, meeting=current, version=current.version, on=people.today, today=people.today
        )
        request = InformationRequest.objects.get(meeting=meeting, agency=people.mental_health)
        returns.record_return(
            actor=people.spoc, request=request, answer="nothing", version=request.version, today=people.today
        )
        assert missing() == ["Probation Service", "Police"]

    def test_the_pages_say_it(self, meeting: Meeting, people: World, sign_in: Any) -> None:
        current = Meeting.objects.get(pk=meeting.pk)
        planning.record_invitations_sent(
            actor=people.coordinator, meeting=current, version=current.version, on=people.today, today=people.today
        )
        request = InformationRequest.objects.get(meeting=meeting, agency=people.mental_health)
        ids = [meeting.case_id, meeting.pk]
        asked = sign_in(people.spoc).get(reverse("return_record", args=[*ids, request.pk])).content.decode()
        assert "How it is linked to the risk of harm" in asked and "Allegations" not in asked
        client = sign_in(people.coordinator)
        assert (
            "Contributions to the assessment of risk" in client.get(reverse("meeting_brief", args=ids)).content.decode()
        )
        risk = client.get(reverse("meeting_item", args=[*ids, "risk"])).content.decode()
        media = client.get(reverse("meeting_item", args=[*ids, "media"])).content.decode()
        assert "nothing came from: Probation Service; Police; Mental health services" in risk
        assert "nothing came from" not in media


@rule("MTG-56")
def test_the_item_of_risk_says_of_each_agency_how_it_gave_its_information(
    recorded: Meeting, people: World, sign_in: SignIn
) -> None:
    given = dict(row[:2] for row in given_to(viewer=people.coordinator, meeting=recorded))
    assert given[people.police.name] == "At the meeting"
    assert given[people.mental_health.name] == "Missing"
    client = sign_in(people.coordinator)
    risk, level = (reverse("meeting_item", args=[recorded.case_id, recorded.pk, key]) for key in ("risk", "level"))
    assert "Information of each agency invited" in client.get(risk).content.decode()
    assert "Information of each agency invited" not in client.get(level).content.decode()
