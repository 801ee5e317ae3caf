"""Names typed for somebody, beside the names of those who are kept out of the case."""

import pytest

from audit.refusals import Effect
from meetings.rules.kept_out import names_somebody, presence_findings
from meetings.rules.names import KnownName
from tests.marks import rule

BARRED = [KnownName("Thessaly Ann", "Oakenfell")]


@rule("ACC-25")
class TestNames:
    @pytest.mark.parametrize(
        "typed",
        [
            "Thessaly Oakenfell",
            "OAKENFELL, Thessaly",
            "Detective Sergeant Thessaly Ann Oakenfell",
            "Thessaly Jane Oakenfell",
            "T. Oakenfell",
            "DS Oakenfell",
            "Mrs Oakenfell",
            "oakenfell",
        ],
    )
    def test_of_somebody_kept_out_are_found(self, typed: str) -> None:
        assert names_somebody(typed, BARRED)

    @pytest.mark.parametrize(
        "typed", ["", "Barnaby Oakenfell", "Thessaly Kestlewick", "Detective Sergeant", "B Oakenfell"]
    )
    def test_of_others_are_not(self, typed: str) -> None:
        assert not names_somebody(typed, BARRED)


@rule("ACC-25")
class TestPresence:
    def test_stops_the_closing_until_it_is_minuted(self) -> None:
        (found,) = presence_findings(["Invented Police, offender manager"], " ")
        assert (found.effect, found.field) == (Effect.BLOCK, "agenda_confidentiality.kept_out")

    def test_is_warned_of_once_it_is(self) -> None:
        (found,) = presence_findings(["Invented Police, offender manager"], "They left at once.")
        assert found.effect is Effect.WARN
