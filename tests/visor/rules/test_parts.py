"""Who works on a record: one manager at a time, partners, and who is missing among them."""

import datetime as dt
from dataclasses import replace

import pytest

from audit.refusals import Effect
from tests.marks import rule
from visor.rules.parts import Part, Role, ending_findings, lacking, part_findings

TODAY = dt.date(2026, 3, 10)
DAY = dt.timedelta(days=1)
MANAGER = Part(Role.MANAGER, "A sergeant", "police-1", TODAY - 9 * DAY)
PARTNER = replace(MANAGER, role=Role.PARTNER)


@rule("VIS-07")
class TestAPart:
    def test_has_begun(self) -> None:
        assert part_findings(replace(PARTNER, starts=TODAY), [], today=TODAY) == []
        assert part_findings(replace(PARTNER, starts=TODAY + DAY), [], today=TODAY)[0].effect is Effect.REFUSE

    def test_is_recorded_once_while_it_lasts(self) -> None:
        assert part_findings(replace(PARTNER, holder="a SERGEANT"), [PARTNER], today=TODAY)
        for other in (MANAGER, replace(PARTNER, agency="prison-1"), replace(PARTNER, holder="A clerk")):
            assert part_findings(PARTNER, [other], today=TODAY) == []
        assert part_findings(PARTNER, [replace(PARTNER, ends=TODAY)], today=TODAY) == []

    @pytest.mark.parametrize(("days", "refused"), [(10, True), (9, False), (0, False)])
    def test_of_a_new_manager_begins_no_earlier_than_the_present_one_s(self, days: int, refused: bool) -> None:
        new = Part(Role.MANAGER, "Another", "police-1", TODAY - days * DAY)
        assert bool(part_findings(new, [MANAGER], today=TODAY)) is refused
        assert part_findings(replace(new, role=Role.PARTNER), [MANAGER], today=TODAY) == []

    @pytest.mark.parametrize(("days", "refused"), [(10, True), (9, False), (0, False), (-1, True)])
    def test_ends_between_its_first_day_and_today(self, days: int, refused: bool) -> None:
        assert bool(ending_findings(PARTNER, TODAY - days * DAY, today=TODAY)) is refused

    def test_ends_once(self) -> None:
        assert ending_findings(replace(PARTNER, ends=TODAY), TODAY, today=TODAY)


@rule("VIS-09")
@pytest.mark.parametrize(
    ("category", "level", "in_custody", "among", "missing"),
    [
        (2, 2, False, set(), "Police, Probation, Prison"),
        (2, 3, False, {"police", "probation"}, "Prison"),
        (3, 2, True, {"police", "probation", "prison"}, ""),
        (1, 1, True, {"police"}, "Prison"),
        (1, 1, False, set(), ""),
        (2, 1, True, set(), ""),
        (None, None, True, set(), ""),
    ],
)
def test_the_agencies_that_belong_to_a_live_record_are_asked_for(
    category: int | None, level: int | None, in_custody: bool, among: set[str], missing: str
) -> None:
    found = lacking(category, level, in_custody=in_custody, among=among)
    assert bool(found) is bool(missing)
    assert not missing or found[0].message.endswith(f"nobody of: {missing}.")
