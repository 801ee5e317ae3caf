"""By when set forms are sent, confirmed and taken back, at each boundary."""

import datetime as dt
from dataclasses import replace

import pytest

from deadlines.rules.days import Basis
from deadlines.rules.policies import PolicyValues
from deadlines.rules.reviews import ReviewFacts
from papers.rules import due
from papers.rules.due import ChildFacts, HeldFacts, OpenPaper, PaperFacts, Sent
from tests.marks import rule

CHARGED = dt.date(2026, 11, 20)  # a Friday
HOLIDAYS = frozenset({dt.date(2026, 12, 25), dt.date(2026, 12, 28)})


def papers(form: str, *sent: Sent, **more: dt.date | None) -> PaperFacts:
    dates = {"counts_from": None, "changed_on": None, **more}
    born, ended = dates.pop("born", dt.date(1999, 5, 1)), dates.pop("ended_on", None)
    return PaperFacts([OpenPaper("k", form, f"MAPPA {form}", sent=sent, **dates)], born, ended)


@rule("FRM-06")
@pytest.mark.parametrize(
    ("facts", "by"),
    [
        (ChildFacts(dt.date(2026, 1, 1), dt.date(2027, 8, 31)), dt.date(2027, 2, 28)),
        (ChildFacts(dt.date(2027, 5, 1), dt.date(2027, 8, 31)), dt.date(2027, 5, 1)),
        (ChildFacts(dt.date(2026, 1, 1), None), None),
        (ChildFacts(dt.date(2026, 2, 1), None, dt.date(2026, 1, 5)), dt.date(2026, 1, 5)),
        (ChildFacts(dt.date(2026, 1, 1), dt.date(2027, 8, 31), dt.date(2026, 1, 5)), dt.date(2027, 2, 28)),
        (ChildFacts(assessed_on=dt.date(2026, 3, 3)), dt.date(2026, 3, 3)),
        (ChildFacts(), None),
    ],
)
def test_mappa_h_six_months_before_release_or_once_assessed(facts: ChildFacts, by: dt.date | None) -> None:
    assert next((one.due_on for _, one in due.notified(facts)), None) == by


@rule("FRM-07")
def test_a_changed_form_is_due_from_the_day_the_change_was_seen() -> None:
    changed = papers("J", changed_on=CHARGED)
    assert [one.due_on for _, one in due.sent_again(changed)] == [CHARGED]
    assert not list(due.sent_again(papers("J")))
    assert not list(due.sent_again(papers("J", changed_on=CHARGED, ended_on=CHARGED)))


@rule("FRM-09")
def test_the_dwp_confirms_the_last_sending_within_five_working_days() -> None:
    on = dt.date(2026, 12, 21)
    waits = papers("J", Sent("dwp", on, 1))
    assert [one.due_on for _, one in due.receipt(waits, HOLIDAYS)] == [dt.date(2026, 12, 30)]
    assert not list(due.receipt(papers("J", Sent("dwp", on, 1, received_on=on)), HOLIDAYS))
    again = papers("J", Sent("dwp", on, 1, received_on=on), Sent("dwp", on, 2))
    assert len(list(due.receipt(again, HOLIDAYS))) == 1
    assert not list(due.receipt(papers("H", Sent("coordinator", on, 1)), HOLIDAYS))


@rule("FRM-11")
def test_the_exemption_is_taken_back_at_the_end_of_management_or_at_35() -> None:
    sent = Sent("dwp_housing", dt.date(2026, 6, 1), 1)
    assert [one.due_on for _, one in due.exemption_ends(papers("P", sent))] == [dt.date(2034, 5, 1)]
    ended = papers("P", sent, ended_on=CHARGED)
    assert [one.due_on for _, one in due.exemption_ends(ended)] == [CHARGED]
    assert not list(due.exemption_ends(papers("P")))


@rule("FRM-12")
def test_the_co_ordinator_is_told_of_a_charge_by_the_earlier_reading() -> None:
    [(_, one)] = list(due.charge_told(papers("N", counts_from=CHARGED), frozenset()))
    assert one.due_on == dt.date(2026, 11, 25)
    assert [other.due_on for other in one.also_shown] == [dt.date(2026, 11, 27)]
    assert not list(due.charge_told(papers("N"), frozenset()))


@rule("FRM-14")
def test_the_chair_of_the_board_is_told_within_five_days_of_the_co_ordinator() -> None:
    told = papers("N", Sent("coordinator", CHARGED, 1), counts_from=CHARGED)
    assert [(one.rule, one.due_on) for _, one in due.charge_told(told, frozenset())] == [
        ("FRM-14", dt.date(2026, 11, 25))
    ]
    both = papers("N", Sent("coordinator", CHARGED, 1), Sent("smb_chair", CHARGED, 1), counts_from=CHARGED)
    assert not list(due.charge_told(both, frozenset()))


NATIONAL = PolicyValues(
    "n", "National", "Guidance", Basis.NATIONAL, dt.date(2022, 4, 28), level_before_release_months=6
)
HELD = ReviewFacts(level=None, in_custody=True, inside_since=dt.date(2026, 1, 5), release_due_on=dt.date(2027, 5, 20))


def escalated(facts: ReviewFacts, today: dt.date, sent_on: dt.date | None = None) -> list[dt.date]:
    found = due.level_escalated(HeldFacts(facts, sent_on), NATIONAL, None, HOLIDAYS, today)
    return [one.due_on for _, one in found]


@rule("FRM-15")
def test_mappa_s_is_due_the_day_after_the_level_was_and_not_before() -> None:
    was_due = CHARGED  # six months before the release
    assert escalated(HELD, was_due) == []
    assert escalated(HELD, was_due + dt.timedelta(days=1)) == [was_due + dt.timedelta(days=1)]
    assert escalated(HELD, was_due + dt.timedelta(days=90)) == [was_due + dt.timedelta(days=1)]


@rule("FRM-15")
def test_mappa_s_is_due_before_parole_too() -> None:
    parole = replace(HELD, release_due_on=None, parole_on=(dt.date(2027, 5, 20),))
    assert escalated(parole, CHARGED + dt.timedelta(days=1)) == [CHARGED + dt.timedelta(days=1)]


@rule("FRM-15")
def test_mappa_s_is_met_by_its_sending_or_by_the_level() -> None:
    late = CHARGED + dt.timedelta(days=1)
    assert escalated(HELD, late, sent_on=late) == []
    assert escalated(HELD, late, sent_on=CHARGED) == [late], "sent before the level was late"
    assert escalated(replace(HELD, level=1, level_decided_on=late), late) == []
    assert escalated(replace(HELD, ended_on=late), late) == []
    assert escalated(replace(HELD, in_custody=False), late) == []
