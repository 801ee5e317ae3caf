"""What is recorded of a record on ViSOR, by whom, and what falls due until it is."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from deadlines.services import recompute
from meetings.models import Minutes
from offenders.models import Case
from offenders.services import cases
from tests import factories
from tests.custody import builders as custody
from tests.factories import World
from tests.marks import rule
from tests.visor.builders import added, happened, made, placed
from visor import facts, services
from visor.models import VisorEvent, VisorPart
from visor.rules.kinds import Kind, Owner
from visor.rules.record import Known, standing

DAY = dt.timedelta(days=1)


def due(case: Case) -> dict[str, dt.date]:
    rows = Deadline.objects.filter(case=case, closed_at__isnull=True, rule__startswith="VIS-")
    return {row.rule: row.due_on for row in rows}


def refused_by(error: pytest.ExceptionInfo[RuleRefused]) -> tuple[str, ...]:
    return tuple(error.value.rules)


class TestAnEvent:
    @rule("VIS-10")
    def test_is_kept_as_said_with_who_recorded_it_and_its_rules(self, world: World, case: Case) -> None:
        placed(world, case, 1, 2)
        row = made(case, world.coordinator, today=world.today, owner=Owner.POLICE)
        assert (row.kind, row.owner, row.recorded_by) == ("made", "police", world.coordinator)
        assert row.recorded_as and VisorEvent.objects.get() == row
        event = AuditEvent.objects.filter(verb="visor.made").get()
        assert event.actor_id == world.coordinator.pk

    @rule("VIS-02")
    def test_of_another_owner_than_the_category_s_is_asked_about(self, world: World, case: Case) -> None:
        placed(world, case, 1, 2)
        given = Known(Kind.MADE, world.today, Owner.PROBATION, who="A clerk")
        with pytest.raises(RuleRefused) as refused:
            services.record_event(actor=world.coordinator, case=case, given=given, today=world.today)
        assert refused_by(refused) == ("VIS-02",)
        row = services.record_event(
            actor=world.coordinator, case=case, given=given, today=world.today, acknowledged=frozenset({"VIS-02"})
        )
        assert row.rules == ["VIS-02"]

    @rule("VIS-11")
    @pytest.mark.parametrize("who", ["spoc", "yjs_manager", "auditor", "chair", "vlo", "smb_member", "stranger"])
    def test_is_not_recorded_by_others(self, world: World, case: Case, who: str) -> None:
        with pytest.raises(NotPermitted):
            made(case, world.people[who], today=world.today)
        assert not VisorEvent.objects.exists()

    @rule("VIS-11")
    @pytest.mark.parametrize("kind", ["probation", "mental_health"])
    def test_is_recorded_by_people_of_agencies_that_use_visor(self, world: World, case: Case, kind: str) -> None:
        world.practitioner.agency.kind_id = kind
        world.practitioner.agency.save()
        world.practitioner.refresh_from_db()
        if kind == "probation":
            assert made(case, world.practitioner, today=world.today).pk
        else:
            with pytest.raises(NotPermitted):
                made(case, world.practitioner, today=world.today)

    @rule("VIS-10")
    def test_is_taken_back_with_a_reason_once_and_stays(self, world: World, case: Case) -> None:
        row = made(case, world.coordinator, today=world.today)
        with pytest.raises(RuleRefused):
            services.withdraw_event(actor=world.coordinator, event=row, reason=" ")
        back = services.withdraw_event(actor=world.coordinator, event=row, reason="Another person.")
        assert back.supersedes == row and VisorEvent.objects.count() == 2
        for again in (row, back):
            with pytest.raises(RuleRefused):
                services.withdraw_event(actor=world.coordinator, event=again, reason="Again.")
        assert standing(facts.known_of(case)).made_on is None
        assert made(case, world.coordinator, today=world.today, days=3).pk

    @rule("VIS-02")
    def test_names_the_owner_of_category_4_that_the_installation_has(
        self, world: World, case: Case, settings: Any
    ) -> None:
        placed(world, case, 4, 2)
        assert facts.case_facts(case, world.today).for_category_4 is None
        settings.VISOR_OWNER_CATEGORY_4 = "police"
        assert facts.case_facts(case, world.today).for_category_4 is Owner.POLICE
        settings.VISOR_OWNER_CATEGORY_4 = "nobody"
        with pytest.raises((ValueError, ImproperlyConfigured)):
            facts.case_facts(case, world.today)

    @rule("VIS-02")
    def test_knows_category_3_from_a_licence_and_on_a_community_order(self, world: World) -> None:
        today = world.today
        from_licence = factories.in_category_2(factories.make_case(world), world.practitioner, today=today)
        from_licence.category = 3
        assert facts.case_facts(from_licence, today).from_probation is True
        on_order = factories.make_case(world)
        more = {"disposal": "community_order", "term_value": None, "term_unit": "", "licence_ends_on": None}
        factories.conviction(on_order, world.practitioner, today=today, **more, sentence_ends_on=today)
        on_order.category = 3
        assert facts.case_facts(on_order, today).from_probation is True
        assert facts.case_facts(on_order, today + DAY).from_probation is False
        neither = factories.make_case(world)
        factories.conviction(neither, world.practitioner, today=today)
        neither.category = 3
        assert facts.case_facts(neither, today).from_probation is False


class TestAPart:
    @rule("VIS-07")
    def test_of_a_new_manager_ends_the_one_before(self, world: World, case: Case) -> None:
        unit, today = world.coordinator, world.today
        first = added(case, unit, agency=world.police, today=today, role="manager", holder="First")
        partner = added(case, unit, agency=world.police, today=today, holder="Partner")
        second = added(case, unit, agency=world.police, today=today, role="manager", holder="Second", days=4)
        first.refresh_from_db(), partner.refresh_from_db()
        assert first.ends == second.starts and partner.ends is None and second.ends is None

    @rule("VIS-07")
    def test_is_recorded_once_and_ended_by_one_of_two_editors(self, world: World, case: Case) -> None:
        unit, today = world.coordinator, world.today
        part = added(case, unit, agency=world.police, today=today)
        with pytest.raises(RuleRefused) as refused:
            added(case, unit, agency=world.police, today=today, days=3)
        assert refused_by(refused) == ("VIS-07",)
        with pytest.raises(Conflict):
            services.end_part(actor=unit, part=part, version=part.version + 1, ends=today, today=today)
        services.end_part(actor=unit, part=part, version=part.version, ends=today, today=today)
        assert VisorPart.objects.get().ends == today


class TestWhatIsDue:
    @rule("VIS-03")
    def test_in_category_1_is_met_by_the_making_or_a_reference(self, world: World) -> None:
        for number, meets in enumerate(("making", "reference")):
            case = placed(world, factories.make_case(world), 1, 1)
            sentenced = world.today - 2 * DAY
            factories.conviction(case, world.practitioner, today=world.today, schedule_3=True, outcome_on=sentenced)
            assert due(case) == {"VIS-03": sentenced + 3 * DAY}
            if meets == "making":
                made(case, world.coordinator, today=world.today, owner=Owner.POLICE)
            else:
                case.refresh_from_db()
                names = ("family_name", "given_names", "date_of_birth", "gender")
                identity = {name: getattr(case, name) for name in names} | {"visor_ref": f"INV{number}123"}
                cases.correct_identity(
                    actor=world.practitioner, case=case, version=case.version, today=world.today, identity=identity
                )
            assert due(case) == {}

    @rule("VIS-04")
    def test_in_category_2_comes_before_release_at_level_2_alone(self, world: World, case: Case) -> None:
        release = world.today + 300 * DAY
        placed(world, case, 2, 1)
        custody.inside(case, world.practitioner, today=world.today, release_due_on=release)
        assert due(case) == {}
        second = placed(world, factories.make_case(world), 2, 2)
        custody.inside(second, world.practitioner, today=world.today, release_due_on=release)
        assert set(due(second)) == {"VIS-04"}

    @rule("VIS-05")
    def test_after_a_meeting_ends_with_the_recorded_update_alone(self, approved: Minutes, people: World) -> None:
        case, meeting = approved.meeting.case, approved.meeting
        assert set(due(case)) == {"VIS-05"}
        row = Deadline.objects.get(case=case, rule="VIS-05", closed_at__isnull=True)
        assert row.key == str(meeting.pk) and row.start_on == people.today
        made(case, people.coordinator, today=people.today)
        assert set(due(case)) == {"VIS-05"}
        update = happened(case, people.coordinator, "updated", people.today, today=people.today, meeting=meeting)
        assert due(case) == {} and update.who
        services.withdraw_event(actor=people.coordinator, event=update, reason="Another case.")
        assert set(due(case)) == {"VIS-05"}

    @rule("VIS-05")
    def test_is_no_update_before_the_minutes_are_agreed(self, closed: Any, people: World) -> None:
        made(closed.case, people.coordinator, today=people.today)
        with pytest.raises(RuleRefused) as refused:
            happened(closed.case, people.coordinator, "updated", people.today, today=people.today, meeting=closed)
        assert refused_by(refused) == ("VIS-05",)

    @rule("VIS-06")
    def test_at_the_end_is_archiving(self, world: World, case: Case) -> None:
        made(case, world.coordinator, today=world.today)
        case.refresh_from_db()
        case.ended_on = world.today
        case.save(update_fields=["ended_on"])
        recompute(case)
        assert due(case) == {"VIS-06": world.today}
        happened(case, world.coordinator, "archived", world.today, today=world.today)
        assert due(case) == {}

    @rule("VIS-03")
    def test_when_management_begins_anew_is_making_the_archived_record_active_again(
        self, world: World, case: Case
    ) -> None:
        unit, today = world.coordinator, world.today
        made(case, unit, today=today)
        happened(case, unit, "archived", today - 20 * DAY, today=today)
        placed(world, case, 1, 2, days=10)
        recompute(case)
        assert due(case) == {"VIS-03": today - 7 * DAY}
        factories.conviction(case, world.practitioner, today=today, schedule_3=True, outcome_on=today - 12 * DAY)
        assert due(case) == {"VIS-03": today - 9 * DAY}
        happened(case, unit, "reactivated", today, today=today)
        assert due(case) == {}

    @rule("VIS-03")
    def test_which_no_further_decision_on_category_1_puts_off(self, world: World, case: Case) -> None:
        unit, today = world.coordinator, world.today
        made(case, unit, today=today)
        placed(world, case, 1, None, days=40)
        happened(case, unit, "archived", today - 20 * DAY, today=today)
        recompute(case)
        assert due(case) == {"VIS-03": today - 17 * DAY}
        for days in (10, 5):
            placed(world, case, 1, None, days=days)
            recompute(case)
            assert due(case) == {"VIS-03": today - 17 * DAY}
        for category, days in ((None, 4), (1, 3), (1, 0)):
            placed(world, case, category, None, days=days)
        recompute(case)
        assert due(case) == {"VIS-03": today}

    @rule("VIS-05")
    @pytest.mark.parametrize(("days", "left"), [(1, {"VIS-05"}), (0, set())])
    def test_after_a_meeting_since_the_archiving_is_the_update(
        self, approved: Minutes, people: World, days: int, left: set[str]
    ) -> None:
        case, today = approved.meeting.case, people.today
        made(case, people.coordinator, today=today)
        happened(case, people.coordinator, "archived", today - days * DAY, today=today)
        assert set(due(case)) == left
