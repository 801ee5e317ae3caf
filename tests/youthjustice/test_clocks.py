"""When a child's risks and assessment are next reviewed."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from deadlines.models import Deadline
from deadlines.policies import read_policies
from deadlines.rules.days import add_months
from deadlines.services import recompute_cases
from offenders.models import Case
from tests import factories
from tests.factories import World
from tests.marks import rule
from tests.youthjustice.conftest import sign, start
from youthjustice.clocks import gather


def due(case: Case) -> dict[str, dt.date]:
    rows = Deadline.objects.filter(case=case, closed_at__isnull=True, rule__startswith="YJ-")
    return dict(rows.values_list("rule", "due_on"))


@rule("YJ-15")
@rule("YJ-16")
class TestReviews:
    def test_count_from_the_start_while_nothing_is_countersigned(self, world: World, child_case: Case) -> None:
        began = world.today - dt.timedelta(days=20)
        start(world, child_case, on=began)
        assert due(child_case) == {"YJ-15": add_months(began, 3), "YJ-16": add_months(began, 6)}

    def test_count_from_the_last_countersignature(self, world: World, submitted) -> None:
        later = world.today + dt.timedelta(days=5)
        sign(world, submitted, today=later)
        assert due(submitted.case) == {"YJ-15": add_months(later, 3), "YJ-16": add_months(later, 6)}

    def test_end_when_the_person_is_no_longer_a_child_here(self, world: World, draft) -> None:
        adult = world.today.replace(year=world.today.year - 18, day=1)
        case = Case.objects.get(pk=draft.case_id)
        for supervised, rules in ((True, {"YJ-15", "YJ-16"}), (False, set())):
            Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(
                date_of_birth=adult, youth_justice=supervised
            )
            recompute_cases([Case.objects.get(pk=case.pk)], read_policies(world.today))
            assert set(due(case)) == rules

    def test_do_not_become_the_next_mappa_review(self, draft) -> None:
        assert Case.objects.get(pk=draft.case_id).next_review_on is None

    def test_have_a_local_basis_and_name_their_source(self, draft) -> None:
        rows = Deadline.objects.filter(case=draft.case, rule__startswith="YJ-").values_list("basis", "policy")
        assert set(rows) == {("local", "Enfield YJS Risk Management Guidance")}


def test_facts_are_gathered_with_three_queries_however_many_cases(world: World) -> None:
    cases = [factories.make_child_case(world) for _ in range(4)]
    for case in cases[:3]:
        start(world, case)
    for number in (1, 4):
        with CaptureQueriesContext(connection) as queries:
            found = gather([case.pk for case in cases[:number]])
        assert len(queries) == 3
        assert len(found) == min(number, 3)
