"""The table of set forms: each form's whitelist as it is printed, and that nothing beyond it gets in."""

import pytest

from papers.rules.checks import answer_findings
from papers.rules.forms import ALL, SPECS, spec_of
from papers.rules.shape import Form, Kind, Spec, changed, filled, kept, renewed
from tests.marks import rule

NAME = {"family_name", "given_names", "born"}
NUMBERS = {"reference", "pnc_id"}
WHERE = {"current_address", "release_address"}
OFFENCE = {"offence", "outcome_on", "sentence"}
WHITELIST = {
    "H": NAME | NUMBERS | WHERE | OFFENCE | {"category", "establishment", "release_due", "level", "agency", "contact"},
    "I1": NAME
    | NUMBERS
    | WHERE
    | OFFENCE
    | {"category", "hospital", "admitted_on", "clinician", "abscond_plan", "contact"},
    "I2": NAME | {"held_elsewhere", "unit"},
    "I3": NAME | {"reference", "hospital", "why", "on", "where_to", "level", "contact"},
    "I4": NAME | {"reference", "why", "ended_on", "clinician", "contact"},
    "J": NAME | {"ni_number", "restricted", "ends", "ends_on", "staff_risk", "staff_how", "agency", "contact"},
    "N": NAME
    | NUMBERS
    | {"category", "levels", "kind", "charge", "committed_on", "charged_on", "agencies", "agency", "contact"},
    "N8": NAME | {"reference", "kind", "review", "decided_on", "chair", "reasons"},
    "N9": NAME | {"reference", "noticed_on", "answered_on", "officer", "answer"},
    "P": NAME | {"ni_number", "address", "statement", "ends_on", "contact"},
    "S": NAME | {"prison_number", "establishment", "release_due", "agency", "asked", "asked_on", "contact"},
}


@rule("FRM-02")
@pytest.mark.parametrize("form", list(WHITELIST))
def test_each_form_prints_its_own_fields_and_no_others(form: str) -> None:
    spec = spec_of(form)
    assert spec is not None
    assert {one.key for one in spec.printed} == WHITELIST[form]


def test_every_form_of_the_set_is_in_the_table() -> None:
    assert set(SPECS) == set(Form) == {Form(form) for form in WHITELIST}
    assert spec_of("Z") is None


@rule("FRM-02")
@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.form)
def test_what_is_no_field_is_refused_on_each_form(spec: Spec) -> None:
    found = answer_findings(spec, {"victim": "Somebody"})
    assert [one.message for one in found if one.effect == "refuse"] == [f"“victim” is no field of {spec.name}."]


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.form)
def test_each_key_stands_once_and_every_sentence_is_whole(spec: Spec) -> None:
    keys = [one.key for one in spec.fields]
    assert len(keys) == len(set(keys))
    assert all(one.sentence.split()[0] in {"Enter", "Choose", "Say", "Give"} for one in spec.asked)
    assert all(one.choices for one in spec.asked if one.kind in (Kind.CHOICE, Kind.SEVERAL))
    assert all(spec.field(one.given[0]) for one in spec.asked if one.given)


@rule("FRM-02")
def test_the_exemption_states_its_sentence_and_nothing_of_the_tenancy() -> None:
    spec = SPECS[Form.P]
    stated = next(one for one in spec.printed if one.kind is Kind.STATED)
    assert "exemption from the shared accommodation rate" in stated.in_words("")
    assert "alone" not in {one.key for one in spec.printed}


@rule("FRM-02")
def test_a_needed_answer_is_asked_for_in_its_own_sentence() -> None:
    found = answer_findings(SPECS[Form.J], {"ends": "yes"})
    said = {one.field: one.message for one in found}
    assert said["ends_on"] == "Enter the day on which they end."
    assert said["basis"] == "Choose what restricts the person."
    assert "ni_number" not in said


@rule("FRM-02")
@pytest.mark.parametrize(("key", "value"), [("ends", "perhaps"), ("basis", "order,whim")])
def test_an_answer_that_is_not_offered_is_refused(key: str, value: str) -> None:
    assert any(one.field == key for one in answer_findings(SPECS[Form.J], {key: value}) if one.effect == "refuse")


def test_facts_fill_in_their_fields_and_a_change_of_one_is_seen_and_renewed() -> None:
    spec = SPECS[Form.J]
    facts = {"family_name": "Invented", "lead_agency": "Probation", "restrictions": "Curfew"}
    assert filled(spec, facts) == {"family_name": "Invented", "agency": "Probation"}
    before = kept(spec, facts)
    assert changed(before, facts) == []
    now = {**facts, "lead_agency": "Police", "restrictions": "None"}
    assert set(changed(before, now)) == {"lead_agency", "restrictions"}
    answers = {"family_name": "Invented-Typed", "agency": "Probation", "restricted": "Kitchens"}
    assert renewed(spec, answers, before, now) == {**answers, "agency": "Police"}


def test_a_form_about_one_occasion_watches_nothing() -> None:
    assert SPECS[Form.N].sources == ()
    assert "area" in SPECS[Form.H].sources


def test_several_choices_are_told_line_by_line() -> None:
    basis = SPECS[Form.J].field("basis")
    assert basis is not None
    assert basis.in_words("order,barred_children").splitlines() == [
        "An order of a court",
        "Barred from regulated activity with children",
    ]


def test_an_abbreviation_keeps_its_capitals_in_a_sentence() -> None:
    spec = SPECS[Form.H]
    said = {one.key: one.sentence for one in spec.asked}
    assert (said["pnc_id"], said["born"]) == ("Enter the PNC ID", "Enter the date of birth")
