"""What a file may come with, until when, and when it is handed out."""

import pytest

from meetings.rules.attachments import Place, Scan, file_findings, handing_out_findings, place_findings
from meetings.rules.returns import DECLINED, GAVE, NOTHING
from tests.marks import rule

RETURN, REPORT, PAPER = Place.RETURN, Place.REPORT, Place.PAPER


@rule("MTG-85")
class TestPlace:
    @pytest.mark.parametrize(
        ("place", "answer", "takes"),
        [
            (PAPER, "", True),
            (REPORT, "", True),
            (REPORT, DECLINED, True),
            (RETURN, "", False),
            (RETURN, NOTHING, False),
            (RETURN, DECLINED, False),
            (RETURN, GAVE, True),
        ],
    )
    def test_before_a_meeting(self, place: Place, answer: str, takes: bool) -> None:
        assert (place_findings(place, answer, is_open=True, was_held=False) == []) is takes

    @pytest.mark.parametrize(("place", "takes"), [(PAPER, False), (REPORT, False), (RETURN, True)])
    def test_after_it_was_held_only_with_a_late_return(self, place: Place, takes: bool) -> None:
        found = place_findings(place, GAVE, is_open=False, was_held=True)
        assert (found == []) is takes
        assert all("over" in finding.message for finding in found)

    @pytest.mark.parametrize("place", list(Place))
    def test_of_a_cancelled_meeting_none(self, place: Place) -> None:
        assert len(place_findings(place, GAVE, is_open=False, was_held=False)) == 1


@rule("MTG-83")
@pytest.mark.parametrize(("size", "taken"), [(9, True), (10, True), (11, False)])
def test_up_to_the_limit(size: int, taken: bool) -> None:
    kind, found = file_findings(name="a.txt", data=b"a" * size, most=10)
    assert (kind is not None, found == []) == (taken, taken)


@rule("MTG-84")
@pytest.mark.parametrize("scan", list(Scan))
@pytest.mark.parametrize("withdrawn", [False, True])
def test_handed_out_only_when_clean_and_not_withdrawn(scan: Scan, withdrawn: bool) -> None:
    assert (handing_out_findings(scan, withdrawn=withdrawn) == []) is (scan is Scan.CLEAN and not withdrawn)
