"""Another agency takes the lead by a decision, and the case has an owner on every day."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from audit.refusals import Conflict, NotPermitted, RuleRefused
from levels.models import LeadDecision
from levels.rules.leading import LeadChange, lead_change_findings
from levels.services.leading import change_lead
from offenders.access import can_see
from offenders.models import Assignment, Case, Involvement
from offenders.rules.lead import MENTAL_HEALTH, POLICE, PRISON, PROBATION, YOUTH_JUSTICE, Leads
from offenders.rules.sight import Detail
from tests.factories import World
from tests.marks import rule

TODAY = dt.date(2026, 3, 2)
TO_POLICE = LeadChange(PROBATION, POLICE, same=False, owner_is_theirs=True, on=TODAY, today=TODAY)
POLICE_LEAD = Leads(POLICE, "LIFE-04", "Nothing else runs.")


class TestTheRule:
    @rule("LIFE-09")
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"same": True}, "to_agency"),
            ({"owner_is_theirs": False}, "owner"),
            ({"on": TODAY + dt.timedelta(days=1)}, "decided_on"),
            ({"began_on": TODAY + dt.timedelta(days=1)}, "decided_on"),
            ({"from_kind": YOUTH_JUSTICE, "to_kind": PROBATION}, "to_agency"),
        ],
    )
    def test_each_reason_refuses_by_itself(self, changes: dict[str, Any], field: str) -> None:
        assert lead_change_findings(TO_POLICE, POLICE_LEAD) == []
        (finding,) = lead_change_findings(replace(TO_POLICE, **changes), POLICE_LEAD)
        assert (finding.rule, finding.field, finding.stops) == ("LIFE-09", field, True)

    @rule("LIFE-05")
    def test_the_prison_never_leads(self) -> None:
        assert [one.rule for one in lead_change_findings(replace(TO_POLICE, to_kind=PRISON), POLICE_LEAD)] == [
            "LIFE-05"
        ]

    @rule("LIFE-03")
    def test_another_agency_than_the_table_s_is_acknowledged(self) -> None:
        treated = Leads(MENTAL_HEALTH, "LIFE-03", "A hospital order runs.")
        (finding,) = lead_change_findings(TO_POLICE, treated)
        assert (finding.rule, finding.stops) == ("LIFE-03", False)
        assert lead_change_findings(replace(TO_POLICE, to_kind="independent_health"), treated) == []


@rule("LIFE-09")
class TestTheChange:
    def change(self, case: Case, world: World, **changes: Any) -> LeadDecision:
        said = {
            "actor": world.manager, "to_agency": world.police, "owner": world.police_officer, "stays_involved": False,
            "reason": "The licence has ended.", "on": world.today, "today": world.today, "based_on": "", **changes,
        }  # fmt: skip
        return change_lead(case=case, **said)

    def test_gives_the_case_its_new_owner_on_the_same_day(self, case: Case, world: World) -> None:
        row = self.change(case, world)
        case.refresh_from_db()
        assert (case.lead_agency, case.team, row.from_agency) == (world.police, None, world.probation)
        (owner,) = Assignment.objects.filter(case=case, capacity="owner", ends__isnull=True)
        assert (owner.user, owner.starts) == (world.police_officer, world.today)
        assert not Involvement.objects.filter(case=case, agency=world.probation).exists()

    def test_the_former_agency_may_stay_involved(self, case: Case, world: World) -> None:
        self.change(case, world, stays_involved=True)
        assert Involvement.objects.get(case=case, agency=world.probation).starts == world.today

    @pytest.mark.parametrize("stays", [True, False])
    def test_people_named_there_keep_sight_only_while_their_agency_stays(
        self, case: Case, world: World, stays: bool
    ) -> None:
        def part(user: User, capacity: str, days: int) -> Assignment:
            starts = world.today + dt.timedelta(days=days)
            return Assignment.objects.create(case=case, user=user, capacity=capacity, starts=starts)

        named, coming = part(world.colleague, "worker", -9), part(world.team_mate, "worker", 5)
        theirs, liaison = part(world.police_officer, "worker", 0), part(world.vlo, "victim_liaison", 0)
        assert can_see(world.colleague, case.pk, Detail.FULL)
        self.change(case, world, stays_involved=stays)
        for row in (named, coming, theirs, liaison):
            row.refresh_from_db()
        assert (named.ends, coming.ends) == ((None, None) if stays else (world.today, coming.starts))
        assert (theirs.ends, liaison.ends) == (None, None)
        assert can_see(User.objects.get(pk=world.colleague.pk), case.pk) is stays

    def test_an_agency_that_was_involved_before_it_led_does_not_stay_by_that(self, case: Case, world: World) -> None:
        self.change(case, world, stays_involved=True)
        self.change(
            case, world, to_agency=world.probation, owner=world.practitioner, actor=world.coordinator,
            acknowledged=frozenset({"LIFE-04"}), based_on=str(LeadDecision.objects.get(case=case).pk),
        )  # fmt: skip
        back = LeadDecision.objects.filter(case=case).latest("recorded_at")
        self.change(case, world, based_on=str(back.pk))
        assert Involvement.objects.get(case=case, agency=world.probation).ends == world.today
        assert not can_see(User.objects.get(pk=world.manager.pk), case.pk)

    def test_is_not_for_a_practitioner_and_not_made_unseen(self, case: Case, world: World) -> None:
        with pytest.raises(NotPermitted):
            self.change(case, world, actor=world.practitioner)
        self.change(case, world)
        with pytest.raises(Conflict):
            self.change(
                case, world, actor=world.coordinator, to_agency=world.probation, owner=world.practitioner,
                acknowledged=frozenset({"LIFE-04"}),
            )  # fmt: skip

    def test_somebody_of_another_agency_does_not_own_it(self, case: Case, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            self.change(case, world, owner=world.practitioner)
        assert refused.value.rules == ("LIFE-09",)
        case.refresh_from_db()
        assert case.lead_agency == world.probation

    @rule("LIFE-01")
    def test_against_the_table_it_is_acknowledged(self, category_2_case: Case, world: World) -> None:
        with pytest.raises(RuleRefused) as warned:
            self.change(category_2_case, world)
        assert warned.value.rules == ("LIFE-01",)
        row = self.change(category_2_case, world, acknowledged=frozenset({"LIFE-01"}))
        assert row.rules == ["LIFE-01", "LIFE-09"]

    def test_through_the_page(self, case: Case, world: World, sign_in) -> None:
        client = sign_in(world.coordinator)
        path = reverse("lead_change", args=[case.pk])
        assert "By the table it would be the police." in client.get(path).content.decode()
        day = f"{world.today.day}/{world.today.month}/{world.today.year}"
        typed = {"to_agency": str(world.police.pk), "owner": str(world.police_officer.pk), "stays_involved": "yes"}
        sent = client.post(path, {**typed, "decided_on": day, "reason": "Supervision has ended.", "version": ""})
        assert sent.status_code == 302
        page = client.get(reverse("case_level", args=[case.pk])).content.decode()
        assert "Supervision has ended." in page
