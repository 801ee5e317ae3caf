"""The table of timescales agrees with the clocks, the rulebook, the policies and the constants in the code."""

import datetime as dt
from collections.abc import Callable
from importlib import import_module

import pytest
from django.test import Client
from django.urls import reverse

from deadlines import rulebook
from deadlines.clocks import CLOCKS
from deadlines.rules.policies import COUNTED_BACK, SETTINGS
from deadlines.rules.timescales import Counted, Timescale, parse, timescales
from deadlines.views.timescales import lines
from tests.deadlines.rules.test_policies import DORSET, HAMPSHIRE, NATIONAL
from tests.factories import World

SignIn = Callable[..., Client]
LONGER_IS_STRICTER = {"prison_silence_days", "recent_release_weeks", "level_1_sample_percent", "lowering_refused"}
"""Counted after their event all the same, or no time at all."""
UNITS = {"days": "_days", "working days": "_working_days", "weeks": "_weeks", "months": "_months"}


def test_every_clock_has_its_rows_and_every_row_its_clock() -> None:
    assert {row.clock for row in timescales() if row.clock} == set(CLOCKS)


def test_every_figure_of_the_policies_is_in_it_once_for_each_clock_that_reads_it() -> None:
    assert {row.setting for row in timescales() if row.setting} == set(SETTINGS)


def test_no_two_rows_say_the_same() -> None:
    whats = [row.what for row in timescales()]
    assert len(set(whats)) == len(whats)


@pytest.mark.parametrize("row", timescales(), ids=lambda row: row.what)
class TestEachRow:
    def test_rests_on_a_rule_of_the_rulebook(self, row: Timescale) -> None:
        assert rulebook.rule(row.rule).source

    def test_has_the_figure_that_the_code_counts_with(self, row: Timescale) -> None:
        assert bool(row.where) == bool(row.figure)
        if row.where:
            module, _, name = row.where.partition(":")
            assert getattr(import_module(module), name) == row.figure
            assert any(name.endswith(suffix.upper()) or "_DAYS" in name for suffix in [UNITS[row.unit], "_WITHIN_DAYS"])

    def test_is_counted_the_way_its_setting_is_compared(self, row: Timescale) -> None:
        if row.setting and row.setting not in LONGER_IS_STRICTER:
            assert (row.setting in COUNTED_BACK) == (row.counted is Counted.BEFORE)


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ('clock = "x"\nmet = "y"', "say how long it is once"),
        ('clock = "x"\nmet = "y"\nfigure = 3\nunit = "days"\nlimit = "At once"', "say how long it is once"),
        ('limit = "At once"', "name its clock"),
        ('clock = "x"\nlimit = "At once"', "name its clock"),
        ('clock = "x"\nmet = "y"\nunwatched = "z"\nlimit = "At once"', "name its clock"),
    ],
)
def test_a_row_that_leaves_a_question_open_is_refused(more: str, wrong: str) -> None:
    row = f'[[timescale]]\nrule = "REV-02"\nwhat = "A limit"\nfrom = "An event"\n{more}\n'
    with pytest.raises(ValueError, match=wrong):
        parse(row)


class TestFigures:
    def of(self, what: str, on: dt.date) -> tuple[str, tuple[tuple[str, str], ...]]:
        line = next(line for line in lines([NATIONAL, HAMPSHIRE, DORSET], on) if line.scale.what == what)
        return line.national, line.local

    def test_are_those_of_the_country_and_of_areas_that_bind_that_day(self) -> None:
        on = dt.date(2026, 3, 3)
        assert self.of("Review at Level 2", on) == ("16 weeks", ((HAMPSHIRE.name, "12 weeks"),))
        assert self.of("First meeting after release, at Level 2 or 3", on) == ("", ((HAMPSHIRE.name, "1 month"),))
        assert self.of("Category to be decided after the sentence", on) == ("3 days", ())

    def test_of_the_product_are_marked_as_its_default(self) -> None:
        assert "default" in self.of("Emergency access to be reviewed", dt.date(2026, 3, 3))[0]


class TestThePage:
    def test_names_each_limit_with_its_rule(self, world: World, sign_in: SignIn) -> None:
        page = sign_in(world.practitioner).get(reverse("timescales")).content.decode()
        assert "The last meeting held, the first decision for this level or the release" in page
        assert "12 weeks: Hampshire MAPPA protocol 2008" in page and reverse("rule", args=["REV-02"]) in page
        assert page.count('<th scope="row"') == len(timescales())
