"""What stops a set form: whose it is, what it names, its own conditions, its sending and receipt."""

import datetime as dt

import pytest

from papers.rules import checks
from papers.rules.checks import About, Drawer
from papers.rules.forms import ALL, SPECS
from papers.rules.shape import Form
from tests.marks import rule

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
BORN = dt.date(2000, 2, 29)
DRAWERS = {
    "youth": Drawer("youth_offending_team", leads=False, of_the_unit=False),
    "health": Drawer("mental_health", leads=False, of_the_unit=False),
    "prison": Drawer("prison", leads=False, of_the_unit=False),
    "military": Drawer("defence", leads=False, of_the_unit=False),
    "lead": Drawer("probation", leads=True, of_the_unit=False),
    "unit": Drawer("police", leads=False, of_the_unit=True),
    "other": Drawer("local_housing", leads=False, of_the_unit=False),
}
THEIRS = {
    "youth": {"H"},
    "health": {"I1", "I3", "I4"},
    "prison": {"S"},
    "military": {"S"},
    "lead": {"J", "N", "P"},
    "unit": {"I2", "N8", "N9"},
    "other": set(),
}


@rule("FRM-01")
@pytest.mark.parametrize("who", list(DRAWERS))
def test_each_agency_draws_up_the_forms_that_are_its_duty(who: str) -> None:
    open_to = {spec.form.value for spec in ALL if not checks.sender_findings(spec, DRAWERS[who])}
    assert open_to == THEIRS[who]


@rule("FRM-03")
def test_no_form_names_a_victim_that_the_writer_may_see() -> None:
    answers = {"charge": "Assault on  wilhelmina\nINVENTEDVICTIM"}
    found = checks.word_findings(SPECS[Form.N], answers, offences=(), victims=["Wilhelmina Inventedvictim"])
    assert [one.rule for one in found] == ["FRM-03"]
    assert [one.effect for one in found] == ["refuse"]
    for text in ("Assault", "Wilhelmina’s sister", "Wilhelminas Inventedvictims"):
        assert not checks.word_findings(
            SPECS[Form.N], {"charge": text}, offences=(), victims=["Wilhelmina Inventedvictim"]
        )


@rule("FRM-03")
def test_a_name_of_one_word_is_asked_about_and_only_as_a_whole_word() -> None:
    def effects(text: str) -> list[str]:
        found = checks.word_findings(SPECS[Form.J], {"restricted": text}, offences=(), victims=["Children"])
        return [one.effect for one in found]

    assert effects("No work with children.") == ["warn"]
    assert effects("No work in children’s homes.") == ["warn"]
    assert effects("No childrenswear.") == []


@rule("FRM-03")
def test_only_the_forms_for_the_dwp_name_no_offence() -> None:
    answers = {"restricted": "None after the Rape of 2019", "charge": "Rape", "contact": "Somebody"}
    assert checks.word_findings(SPECS[Form.J], answers, offences=["Rape"], victims=())[0].field == "restricted"
    assert not checks.word_findings(SPECS[Form.N], answers, offences=["Rape"], victims=())


@rule("FRM-02")
def test_what_has_happened_is_not_dated_ahead_and_a_charge_follows_the_offence() -> None:
    ahead = (TODAY + DAY).isoformat()
    assert checks.date_findings(SPECS[Form.N], {"charged_on": ahead}, TODAY)
    assert checks.date_findings(SPECS[Form.N], {"charged_on": "2026-01-01", "committed_on": "2026-01-02"}, TODAY)
    assert not checks.date_findings(SPECS[Form.N], {"charged_on": TODAY.isoformat()}, TODAY)
    answered = {"noticed_on": "2026-01-02", "answered_on": "2026-01-01"}
    assert [one.field for one in checks.date_findings(SPECS[Form.N9], answered, TODAY)] == ["answered_on"]
    assert not checks.date_findings(SPECS[Form.N9], {**answered, "answered_on": "2026-01-02"}, TODAY)
    assert not checks.date_findings(SPECS[Form.J], {"ends_on": ahead}, TODAY)


@rule("FRM-08")
@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"told": "no", "basis": "order"}, True),
        ({"told": "yes", "basis": "order,practitioner"}, True),
        ({"told": "no", "basis": "order", "spoken_on": "2026-11-01"}, False),
        ({"told": "yes", "basis": "order"}, False),
    ],
)
def test_the_dwp_is_spoken_to_first_where_the_guidance_says_so(answers: dict[str, str], asked: bool) -> None:
    found = checks.own_findings(SPECS[Form.J], answers, About(BORN, 2), TODAY)
    assert [one.field for one in found] == (["spoken_on"] if asked else [])


@rule("FRM-10")
@pytest.mark.parametrize(
    ("level", "exempt_at", "address", "through"),
    [
        (2, None, "1 Invented Street", True),
        (3, None, "1 Invented Street", True),
        (1, None, "1 Invented Street", False),
        (1, "1 Invented Street", "1 Invented Street", True),
        (1, "1 Invented Street", "2 Invented Street", False),
        (None, None, "1 Invented Street", False),
    ],
)
def test_the_exemption_follows_level_and_address(
    level: int | None, exempt_at: str | None, address: str, through: bool
) -> None:
    about = About(BORN, level, exempt_at)
    assert (not checks.own_findings(SPECS[Form.P], {"address": address}, about, TODAY)) is through


@rule("FRM-10")
def test_the_exemption_never_goes_beyond_the_35th_birthday() -> None:
    spec, birthday = SPECS[Form.P], dt.date(2035, 2, 28)
    assert not checks.own_findings(spec, {"ends_on": birthday.isoformat()}, About(BORN, 2), TODAY)
    assert checks.own_findings(spec, {"ends_on": (birthday + DAY).isoformat()}, About(BORN, 2), TODAY)
    assert checks.own_findings(spec, {}, About(BORN, 2), birthday)
    assert not checks.own_findings(spec, {}, About(BORN, 2), birthday - DAY)
    assert checks.own_findings(spec, {"alone": "no"}, About(BORN, 2), TODAY)[0].field == "alone"


@rule("FRM-05")
def test_one_form_of_a_kind_goes_on_and_a_closed_one_does_not() -> None:
    assert checks.open_findings(SPECS[Form.J], in_use=True)
    assert not checks.open_findings(SPECS[Form.J], in_use=False)
    assert not checks.open_findings(SPECS[Form.N], in_use=True)
    assert checks.closed_findings(SPECS[Form.J], closed=True)
    assert checks.again_findings("  ")[0].field == "reason"


@rule("FRM-04")
def test_a_form_is_sent_to_those_it_is_for_on_a_day_that_can_be() -> None:
    def sent(to: str, on: dt.date, *, before: bool = False, form: Form = Form.J) -> list[str]:
        spec = SPECS[form]
        found = checks.sending_findings(spec, to, on=on, drawn_up_on=TODAY - DAY, today=TODAY, before=before)
        return [one.rule for one in found]

    assert sent("dwp", TODAY) == []
    assert sent("coordinator", TODAY) == ["FRM-04"]
    assert sent("dwp", TODAY + DAY) == ["FRM-04"]
    assert sent("dwp", TODAY - 2 * DAY) == ["FRM-04"]
    assert sent("smb_chair", TODAY, form=Form.N) == ["FRM-12"]
    assert sent("smb_chair", TODAY, form=Form.N, before=True) == []


@rule("FRM-09")
def test_a_receipt_is_recorded_once_and_not_before_the_sending() -> None:
    def received(on: dt.date, *, again: bool = False) -> int:
        return len(checks.receipt_findings(on=on, sent_on=TODAY - DAY, today=TODAY, again=again))

    assert [received(TODAY), received(TODAY - DAY)] == [0, 0]
    assert [received(TODAY + DAY), received(TODAY - 2 * DAY), received(TODAY, again=True)] == [1, 1, 1]


@rule("FRM-13")
@pytest.mark.parametrize(
    ("levels", "mandatory"),
    [
        ([(-100, 2)], True),
        ([(-100, 3), (-28, 1)], True),
        ([(-100, 3), (-29, 1)], False),
        ([(-100, 1)], False),
        ([(-100, 1), (0, 2)], True),
        ([(-100, 1), (1, 2)], False),
        ([(-100, 2), (-10, None)], True),
        ([], False),
    ],
)
def test_a_review_is_mandatory_by_the_level_within_28_days(
    levels: list[tuple[int, int | None]], mandatory: bool
) -> None:
    dated = [(TODAY + offset * DAY, level) for offset, level in levels]
    assert checks.review_is_mandatory("murder", TODAY, dated) is mandatory
    assert not checks.review_is_mandatory("other", TODAY, dated)
