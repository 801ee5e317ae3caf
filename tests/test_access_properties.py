"""Lists, single cases and pages agree on who sees what, whatever the facts; guardian agrees where only grants speak."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from guardian.shortcuts import get_objects_for_user
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import RoleHolding, TeamMembership, User
from accounts.roles import Role
from offenders import listing
from offenders.access import Detail, can_see
from offenders.models import AccessDenial, AccessGrant, Assignment, Case, Involvement
from offenders.models.access import CaseUserObjectPermission
from offenders.services.access import grant
from tests import factories

MAY_GRANT = "offenders.see_case_in_full"
days = st.integers(-2, 2)
spans = st.tuples(days, st.one_of(st.none(), st.integers(0, 3)))
"""First day counted from today, and how many days it lasts; None for no end."""

unhurried = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _span(span: tuple[int, int | None]) -> dict[str, Any]:
    starts = timezone.localdate() + dt.timedelta(days=span[0])
    return {"starts": starts, "ends": None if span[1] is None else starts + dt.timedelta(days=span[1])}


ORDERS = (("sort_name", "id"), ("-sort_name", "-id"), ("-created_at", "-id"))


def may_grant() -> Permission:
    """What guardian's rows say: to see this case in full."""
    return Permission.objects.get(codename="see_case_in_full", content_type__app_label="offenders")


facts = st.one_of(
    st.tuples(st.just("role"), st.sampled_from([role.value for role in Role]), spans),
    st.tuples(st.just("part"), st.sampled_from([part.value for part in Assignment.Capacity]), spans),
    st.tuples(st.just("agency"), st.sampled_from([part.value for part in Involvement.Part]), spans),
    st.tuples(st.just("team"), st.just(""), spans),
    st.tuples(st.just("denial"), st.just(""), spans),
)


class Facts(TestCase):
    """One viewer, three cases, and generated facts about them."""

    @classmethod
    def setUpTestData(cls) -> None:
        """An ordinary, a restricted and another area's case, and somebody without any tie to them."""
        world = cls.world = factories.make_world()
        cls.cases = [factories.make_case(world) for _ in range(2)]
        cls.cases.append(
            factories.make_case(
                world, actor=world.stranger, area=world.other_area, lead_agency=world.other_probation, team=None
            )
        )
        Case.objects.filter(pk=cls.cases[1].pk).in_bulk_with_own_audit().update(restricted=True)
        cls.viewer = factories.make_user("Generated", agency=world.police, area=world.area, roles=())

    def given_fact(self, fact: tuple[str, str, tuple[int, int | None]], about: Case) -> None:
        """Record one fact about the viewer."""
        kind, what, span = fact
        when = _span(span)
        if kind == "role":
            if when["ends"] == when["starts"]:
                return
            ends = when["ends"] or (timezone.localdate() + dt.timedelta(days=9) if what == "auditor" else None)
            purpose = "Generated" if what == "auditor" else ""
            area = {"area": about.area, "starts": when["starts"], "ends": ends, "purpose": purpose}
            RoleHolding.objects.create(user=self.viewer, role=what, **area)
        elif kind == "team":
            if when["ends"] != when["starts"]:
                TeamMembership.objects.create(user=self.viewer, team=self.world.team, **when)
        elif kind == "part":
            if what != "owner":
                Assignment(case=about, user=self.viewer, capacity=what, **when).save(force_insert=True)
        elif kind == "agency":
            open_one = Involvement.objects.filter(case=about, agency=self.world.police, part=what, ends__isnull=True)
            if when["ends"] is not None or not open_one.exists():
                Involvement(case=about, agency=self.world.police, part=what, **when).save(force_insert=True)
        else:
            denial = AccessDenial(case=about, user=self.viewer, reason="x", decided_by=self.world.coordinator, **when)
            denial.save(force_insert=True)

    @pytest.mark.rule("ACC-20")
    @pytest.mark.rule("ACC-25")
    @unhurried
    @given(st.lists(st.tuples(facts, st.integers(0, 2)), max_size=6))
    def test_lists_pages_and_single_cases_agree(self, told: list[Any]) -> None:
        """Whoever a list shows a case to, and nobody else, opens it, at the level that is asked about."""
        for fact, number in told:
            self.given_fact(fact, self.cases[number])
        viewer = User.objects.get(pk=self.viewer.pk)
        for level in (Detail.PRESENCE, Detail.SUMMARY, Detail.PACK, Detail.FULL):
            listed = list(Case.objects.visible_to(viewer, level).order_by("sort_name", "id"))
            assert set(listed) == {case for case in self.cases if can_see(viewer, case.pk, level)}
            detailed = Case.objects.seen_by(viewer).filter(detail__gte=level)
            assert set(detailed) == set(listed)

    @pytest.mark.rule("ACC-20")
    @pytest.mark.rule("ACC-25")
    @unhurried
    @given(st.lists(st.tuples(facts, st.integers(0, 2)), max_size=6), st.sampled_from(ORDERS), st.integers(1, 3))
    def test_lists_looked_for_along_each_way_are_those_of_all_ways(
        self, told: list[Any], order: tuple[str, ...], size: int
    ) -> None:
        """The first rows of a list, and its count, are those that `visible_to` names, in the same order, each once."""
        for fact, number in told:
            self.given_fact(fact, self.cases[number])
        if told:
            self.given_exception(told[0][0], self.cases[told[0][1]])
        viewer = User.objects.get(pk=self.viewer.pk)
        for level in (Detail.PRESENCE, Detail.SUMMARY, Detail.FULL):
            for rows in (Case.objects.order_by(*order), Case.objects.filter(level=None).order_by(*order)):
                seen = list(rows.visible_to(viewer, level))
                assert list(listing.first(rows, size, viewer=viewer, at_least=level)) == seen[:size]
                assert listing.count(rows, 2, viewer=viewer, at_least=level) == min(len(seen), 2)

    def given_exception(self, fact: tuple[str, str, tuple[int, int | None]], about: Case) -> None:
        """A grant of the generated days, or an emergency access that runs or has run out."""
        span = _span(fact[2])
        ends = span["ends"] or span["starts"] + dt.timedelta(days=3)
        guarded = CaseUserObjectPermission.objects.create(
            user=self.viewer, permission=may_grant(), content_object=about
        )
        kind: dict[str, Any] = {"approved_by": self.world.coordinator}
        if fact[0] == "agency":
            hours = dt.timedelta(hours=fact[2][0])
            kind = {"kind": AccessGrant.Kind.EMERGENCY, "expires_at": timezone.now() + hours}
        AccessGrant(
            case=about, user=self.viewer, reason="x", starts=span["starts"], ends=ends, permission=guarded, **kind
        ).save(force_insert=True)

    @pytest.mark.rule("ACC-24")
    @unhurried
    @given(st.lists(st.integers(0, 2), max_size=3, unique=True))
    def test_guardian_agrees_where_only_grants_speak(self, granted: list[int]) -> None:
        """Somebody with a role but no tie sees just the cases granted, and guardian says the same."""
        RoleHolding.objects.create(user=self.viewer, role=Role.SPOC, area=self.world.area)
        today = timezone.localdate()
        for number in granted:
            actor = self.world.other_coordinator if number == 2 else self.world.coordinator
            if number == 1:  # a restricted case is granted by the database alone: its co-ordinator sees presence only
                self.grant_quietly(self.cases[1], today)
                continue
            until = today + dt.timedelta(days=3)
            grant(actor=actor, case=self.cases[number], user=self.viewer, reason="x", starts=today, ends=until)
        viewer = User.objects.get(pk=self.viewer.pk)
        permitted = get_objects_for_user(
            viewer, MAY_GRANT, klass=Case, accept_global_perms=False, with_superuser=False, use_groups=False
        )
        chosen = {self.cases[number].pk for number in granted}
        assert {case.pk for case in permitted} == chosen
        assert {case.pk for case in Case.objects.visible_to(viewer, Detail.PRESENCE)} == chosen
        assert {case.pk for case in self.cases if can_see(viewer, case.pk)} == chosen

    def grant_quietly(self, case: Case, today: dt.date) -> None:
        """A grant with its guardian row, without the service."""
        guarded = CaseUserObjectPermission.objects.create(user=self.viewer, permission=may_grant(), content_object=case)
        until = today + dt.timedelta(days=3)
        AccessGrant(
            case=case,
            user=self.viewer,
            reason="x",
            approved_by=self.world.coordinator,
            starts=today,
            ends=until,
            permission=guarded,
        ).save(force_insert=True)
