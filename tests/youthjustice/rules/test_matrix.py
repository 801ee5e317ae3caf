"""The matrices as printed, and the suggestion drawn from what is plotted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.levels import RoshLevel
from tests.marks import rule
from youthjustice.rules.matrix import MATRIX_1, MATRIX_2, SERIOUS, Behaviour, Cell, Chance, Impact, plot

LOW, MEDIUM, HIGH, VERY_HIGH = RoshLevel
BEHAVIOURS = st.builds(
    Behaviour,
    label=st.sampled_from(["Robbery", "Arson"]),
    impact=st.sampled_from(Impact),
    chance=st.sampled_from(Chance),
)


@rule("YJ-04")
class TestMatrix2:
    @pytest.mark.parametrize(
        ("impact", "expected"),
        [
            (Impact.SLIGHT, [(LOW, LOW)] * 5),
            (Impact.MINOR, [(LOW, LOW)] * 5),
            (Impact.MEDIUM, [(LOW, LOW)] * 5),
            (Impact.MAJOR, [(MEDIUM, MEDIUM), (MEDIUM, MEDIUM), (MEDIUM, HIGH), (HIGH, HIGH), (HIGH, HIGH)]),
            (
                Impact.CRITICAL,
                [(HIGH, HIGH), (HIGH, HIGH), (HIGH, VERY_HIGH), (VERY_HIGH, VERY_HIGH), (VERY_HIGH, VERY_HIGH)],
            ),
        ],
    )
    def test_each_row_is_as_printed(self, impact: Impact, expected: list[tuple[RoshLevel, RoshLevel]]) -> None:
        assert [MATRIX_2[impact, chance] for chance in Chance] == [Cell(low, high) for low, high in expected]

    @pytest.mark.parametrize("matrix", [MATRIX_1, MATRIX_2])
    def test_every_cell_is_filled(self, matrix: dict[tuple[Impact, Chance], Cell]) -> None:
        assert set(matrix) == {(impact, chance) for impact in Impact for chance in Chance}

    @given(st.sampled_from(Impact), st.sampled_from(Impact), st.sampled_from(Chance), st.sampled_from(Chance))
    def test_more_impact_or_likelihood_never_lowers_a_cell(
        self, impact: Impact, other_impact: Impact, chance: Chance, other_chance: Chance
    ) -> None:
        lesser = MATRIX_2[min(impact, other_impact), min(chance, other_chance)]
        greater = MATRIX_2[max(impact, other_impact), max(chance, other_chance)]
        assert lesser.low <= greater.low
        assert lesser.high <= greater.high

    def test_it_stays_within_the_older_table(self) -> None:
        for place, cell in MATRIX_2.items():
            assert MATRIX_1[place].low <= cell.low <= cell.high <= MATRIX_1[place].high


def test_matrix_1_leaves_serious_harm_open_and_everything_else_low() -> None:
    for (impact, _), cell in MATRIX_1.items():
        assert cell == (Cell(MEDIUM, VERY_HIGH) if impact in SERIOUS else Cell(LOW, LOW))


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        (Cell(HIGH, HIGH), "High"),
        (Cell(HIGH, VERY_HIGH), "High or Very High"),
        (Cell(MEDIUM, VERY_HIGH), "Medium to Very High"),
    ],
)
def test_a_cell_reads_as_a_level_a_choice_or_a_range(cell: Cell, label: str) -> None:
    assert cell.label == label
    assert cell.is_split is (cell.low is not cell.high)


@rule("YJ-04")
class TestSuggestion:
    @given(st.lists(BEHAVIOURS, min_size=1, max_size=6))
    def test_it_is_never_below_any_plotted_behaviour(self, behaviours: list[Behaviour]) -> None:
        suggestion = plot(behaviours)
        for behaviour in behaviours:
            cell = MATRIX_2[behaviour.impact, behaviour.chance]
            assert suggestion.cell.high >= cell.high
            assert suggestion.cell.low >= cell.low

    @given(st.lists(BEHAVIOURS, max_size=4), BEHAVIOURS)
    def test_another_behaviour_never_lowers_it(self, behaviours: list[Behaviour], more: Behaviour) -> None:
        before, after = plot(behaviours).cell, plot([*behaviours, more]).cell
        assert (after.high.rank, after.low.rank) >= (before.high.rank, before.low.rank)

    def test_the_behaviour_that_sets_it_is_named_with_its_steps(self) -> None:
        lesser = Behaviour("Theft", Impact.MINOR, Chance.ALMOST_CERTAIN)
        greater = Behaviour("Robbery", Impact.CRITICAL, Chance.POSSIBLE)
        suggestion = plot([lesser, greater])
        assert (suggestion.cell, suggestion.behaviours, suggestion.rule) == (Cell(HIGH, HIGH), (greater,), "YJ-04")
        assert "Robbery: Critical impact, possible, gives High." in suggestion.steps

    def test_a_split_cell_leaves_the_choice(self) -> None:
        suggestion = plot([Behaviour("Robbery", Impact.MAJOR, Chance.LIKELY)])
        assert suggestion.cell.is_split
        assert [level for level in RoshLevel if suggestion.cell.holds(level)] == [MEDIUM, HIGH]


@rule("YJ-05")
@pytest.mark.parametrize("impact", Impact)
def test_only_major_and_critical_impact_reach_serious_harm(impact: Impact) -> None:
    suggestion = plot([Behaviour("Assault", impact, Chance.ALMOST_CERTAIN)])
    below = impact <= Impact.MEDIUM
    assert (suggestion.rule == "YJ-05") is below
    assert (suggestion.cell.high is LOW) is below


@rule("YJ-05")
def test_nothing_plotted_suggests_low() -> None:
    assert plot([]).cell == Cell(LOW, LOW)
