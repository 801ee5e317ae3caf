"""Standing members: kept by the Unit of their area, never deleted, offered first and never to who must not come."""

import datetime as dt

import pytest
from django.db import InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from meetings.models import Invitation, StandingMember
from meetings.selectors import standing as selectors
from meetings.services import standing
from offenders.models import AccessDenial
from tests.marks import rule
from tests.meetings.conftest import schedule, standing_member

DAY = dt.timedelta(days=1)


def refused(call, *args, **arguments) -> list[str]:
    with pytest.raises(RuleRefused) as caught:
        call(*args, **arguments)
    return [finding.rule for finding in caught.value.findings]


def nurse(people, **changes) -> StandingMember:
    """The contact of mental health services, with an account, as a standing member."""
    return standing_member(people, **{"name": "", "person": people.spoc, "deputy_name": "", **changes})


def bar(case, user, people) -> None:
    AccessDenial(case=case, user=user, reason="A relative.", decided_by=people.coordinator).save(force_insert=True)


def labels(case, **changes) -> list[str]:
    values = {"level": 2, "on": timezone.localdate(), **changes}
    return [one.label for one in selectors.offered(case=case, **values)]


@rule("MTG-88")
class TestKeeping:
    def test_the_unit_keeps_one_with_deputy_grade_and_levels(self, people):
        row = standing_member(people)
        assert (row.who, row.deputy_who, row.levels_in_words) == (
            "Imagina Standing",
            "Imagina Deputy",
            "Levels 2 and 3",
        )
        assert AuditEvent.objects.filter(verb="standing_member.added", subject_id=str(row.pk)).exists()

    @pytest.mark.parametrize("who", ["chair", "practitioner", "other_coordinator", "spoc"])
    def test_nobody_else_does(self, people, who):
        row = standing_member(people)
        actor = people.people[who]
        member = standing.Member(people.police, "Inspector", "inspector", [2], people.today, name="Imagina Second")
        for call in (
            lambda: standing.add_member(actor=actor, area=people.area, member=member),
            lambda: standing.change_member(actor=actor, row=row, version=1, member=member),
            lambda: standing.end_member(actor=actor, row=row, version=1, ends_on=people.today, reason="Left."),
        ):
            with pytest.raises(NotPermitted):
                call()
        assert StandingMember.objects.get() == row

    def test_an_agency_of_another_area_has_none_here(self, people):
        from tests.factories import Agency

        elsewhere = Agency.objects.exclude(area=people.area).first()
        if elsewhere is None:
            elsewhere = Agency.objects.create(name="Elsewhere", kind=people.police.kind, area=people.other_area)
        assert refused(standing_member, people, agency=elsewhere) == ["MTG-88"]

    @rule("OFF-21")
    def test_nobody_is_kept_twice(self, people):
        nurse(people)
        assert refused(nurse, people) == ["OFF-21"]
        standing_member(people)
        assert refused(standing_member, people) == ["OFF-21"]
        assert StandingMember.objects.count() == 2

    def test_a_change_leaves_what_was_in_the_history(self, people):
        row = nurse(people)
        member = standing.Member(
            row.agency, "Lead nurse", "standing_representative", [3], row.starts_on, person=row.person
        )
        changed = standing.change_member(actor=people.administrator, row=row, version=1, member=member)
        assert (changed.post, changed.levels, changed.version) == ("Lead nurse", (3,), 2)
        history = row._meta.get_field("id").model.pgh_event_model.objects.filter(id=row.pk)  # type: ignore[attr-defined]
        assert {one.post for one in history} == {"Consultant nurse", "Lead nurse"}
        with pytest.raises(Conflict):
            standing.change_member(actor=people.coordinator, row=row, version=1, member=member)

    def test_ended_with_its_last_day_and_added_anew(self, people):
        row = nurse(people)
        arguments = {"actor": people.coordinator, "row": row, "reason": "Retired."}
        assert refused(standing.end_member, **arguments, version=1, ends_on=row.starts_on - DAY) == ["MTG-88"]
        ended = standing.end_member(**arguments, version=1, ends_on=people.today)
        assert (ended.ends_on, ended.ended_reason) == (people.today, "Retired.")
        assert refused(standing.end_member, **arguments, version=2, ends_on=people.today) == ["MTG-88"]
        assert nurse(people, starts_on=people.today + DAY).pk != row.pk

    def test_the_database_deletes_none(self, people):
        row = standing_member(people)
        with pytest.raises(InternalError), transaction.atomic():
            row.delete()


@rule("MTG-89")
class TestOffering:
    def test_first_and_ticked_with_the_deputy_named(self, people, level_2_case, sign_in):
        row = nurse(people, deputy_name="Imagina Deputy")
        form = sign_in(people.coordinator).get(reverse("meeting_schedule", args=[level_2_case.pk])).context["form"]
        key, label = form.fields["asked"].choices[0]
        assert key == f"standing:{row.pk}" and key in form["asked"].value()
        assert str(people.mental_health.pk) not in form["asked"].value()
        assert "Iolanthe Dreckmann (standing member; deputy Imagina Deputy)" in label

    def test_who_is_ticked_is_invited_by_name(self, people, level_2_case):
        nurse(people)
        (one,) = selectors.offered(case=level_2_case, level=2, on=people.today)
        assert (one.asked.person, one.asked.role_title) == (people.spoc, "Consultant nurse")

    def test_nobody_barred_from_the_case_is_offered(self, people, level_2_case):
        nurse(people)
        bar(level_2_case, people.spoc, people)
        assert labels(level_2_case) == []

    def test_the_deputy_of_one_who_is_barred_is(self, people, level_2_case):
        nurse(people, deputy_name="Imagina Deputy")
        bar(level_2_case, people.spoc, people)
        (label,) = labels(level_2_case)
        assert "Imagina Deputy (deputy of a standing member)" in label and "Dreckmann" not in label

    def test_nobody_who_left_the_agency_is(self, people, level_2_case):
        nurse(people)
        people.spoc.agency = people.police
        people.spoc.save(update_fields=["agency"])
        assert labels(level_2_case) == []

    def test_only_at_the_level_and_while_it_lasts(self, people, level_2_case):
        row = nurse(people, levels=[2])
        assert len(labels(level_2_case)) == 1
        assert labels(level_2_case, level=3) == labels(level_2_case, on=row.starts_on - DAY) == []
        standing.end_member(actor=people.coordinator, row=row, version=1, ends_on=people.today, reason="Retired.")
        assert len(labels(level_2_case, on=people.today)) == 1
        assert labels(level_2_case, on=people.today + DAY) == []

    def test_not_who_is_asked_to_the_meeting_already(self, people, level_2_case, sign_in):
        nurse(people)
        row = standing_member(people, agency=people.police, grade="inspector")
        meeting = schedule(level_2_case, people)
        client = sign_in(people.coordinator)
        address = reverse("meeting_invite", args=[level_2_case.pk, meeting.pk])
        page = client.get(address)
        assert [one.member for one in page.context["standing"]] == [row]
        form = client.get(f"{address}?member={row.pk}").context["form"]
        assert form["person_name"].value() == "Imagina Standing"
        assert form["role_title"].value() == "Consultant nurse"
        Invitation(
            case=level_2_case,
            meeting=meeting,
            agency=people.police,
            party="police",
            role_title="Consultant nurse",
            person_name="Imagina Standing",
            invited_on=people.today,
        ).save(force_insert=True)
        assert client.get(address).context["standing"] == []


class TestThePages:
    @rule("MTG-88")
    @pytest.mark.parametrize(
        ("who", "sees", "keeps"),
        [
            ("coordinator", True, True),
            ("administrator", True, True),
            ("chair", True, False),
            ("other_coordinator", False, False),
            ("practitioner", False, False),
        ],
    )
    def test_are_for_the_area(self, people, sign_in, who, sees, keeps):
        row = standing_member(people)
        client = sign_in(people.people[who])
        page = client.get(reverse("standing_members", args=[people.area.pk]))
        assert page.status_code == (200 if sees else 404)
        for address in (
            reverse("standing_member_add", args=[people.area.pk]),
            reverse("standing_member_change", args=[row.pk]),
            reverse("standing_member_end", args=[row.pk]),
        ):
            assert client.get(address).status_code == (200 if keeps else 404)

    @rule("MTG-90")
    def test_say_who_is_missing(self, people, sign_in):
        standing_member(people)
        page = sign_in(people.coordinator).get(reverse("standing_members", args=[people.area.pk]))
        assert "Police at Level 3" in page.context["lacking"]
        assert not [words for words in page.context["lacking"] if "Mental health" in words]

    def test_add_change_and_end(self, people, sign_in):
        client = sign_in(people.coordinator)

        def send(address, **typed):
            form = client.get(address).context["form"]
            hidden = {field.html_name: field.value() for field in form.hidden_fields()}
            return client.post(address, {**hidden, **typed})

        typed = {
            "agency": str(people.police.pk),
            "post": "Detective inspector",
            "name": "Imagina Second",
            "grade": "inspector",
            "levels": ["2"],
            "starts_on": "1/9/2025",
        }
        assert send(reverse("standing_member_add", args=[people.area.pk]), **typed).status_code == 302
        row = StandingMember.objects.get()
        wrong = send(reverse("standing_member_change", args=[row.pk]), **{**typed, "grade": "head_of_unit"})
        assert wrong.status_code == 422 and "This grade is not one of the agency" in wrong.content.decode()
        assert (
            send(reverse("standing_member_change", args=[row.pk]), **{**typed, "levels": ["2", "3"]}).status_code == 302
        )
        ended = {"ends_on": "1/10/2025", "reason": "Moved to another post."}
        assert send(reverse("standing_member_end", args=[row.pk]), **ended).status_code == 302
        address = reverse("standing_members", args=[people.area.pk])
        assert "Imagina Second" not in client.get(address).content.decode()
        earlier = client.get(f"{address}?over=1").content.decode()
        assert "Imagina Second" in earlier and "Moved to another post." in earlier
