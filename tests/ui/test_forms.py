"""The base form: versions, findings, warnings."""

import pytest
from django import forms
from django.http import QueryDict

from tests.ui.demo import finding
from tests.ui.markup import tags
from ui.fields import PlainCharField, PlainTextField, ask
from ui.forms import HouseForm, version_of
from ui.renderer import error_items

pytestmark = pytest.mark.usefixtures("kit")


class Record:
    version = 7


class Plan(HouseForm):
    aim = PlainCharField(ask="Enter the aim", label="Aim")
    note = PlainTextField(required=False, label="Note")


def test_a_form_that_edits_carries_the_version_that_the_user_saw() -> None:
    form = Plan(version=version_of(Record()))
    (hidden,) = [attrs for attrs in tags(str(form), "input") if attrs["type"] == "hidden"]
    assert (hidden["name"], hidden["value"]) == ("version", "7")


def test_the_submitted_version_is_the_one_seen_and_not_the_present_one() -> None:
    form = Plan(QueryDict("aim=x&version=6"), version=version_of(Record()))
    assert form.is_valid()
    assert form.submitted_version == "6"
    assert form.cleaned_data == {"aim": "x", "note": ""}  # so that it can be handed to a service as it is


def test_a_record_that_does_not_exist_yet_has_an_empty_version() -> None:
    assert version_of(None) == ""
    assert Plan(QueryDict("aim=x"), version="").submitted_version == ""


def test_after_a_conflict_the_text_can_be_sent_again_against_the_present_version() -> None:
    form = Plan(QueryDict("aim=mine&version=6"), version="7")
    form.renew_version(7)
    drawn = {attrs["name"]: attrs["value"] for attrs in tags(str(form), "input")}
    assert drawn == {"version": "7", "aim": "mine"}


def test_a_form_that_edits_nothing_has_no_version() -> None:
    assert "version" not in str(Plan())


def test_findings_that_stop_become_errors_and_the_others_warnings() -> None:
    form = Plan(QueryDict("aim=x"))
    form.add_findings([finding("RMP-01", "No.", "aim"), finding("RMP-02", "Hm.", stops=False)])
    assert form.errors["aim"] == ["No."]
    assert [warning.rule for warning in form.warnings] == ["RMP-02"]
    assert not form.is_valid()


def test_a_warning_alone_leaves_the_form_valid_and_asks_for_a_tick() -> None:
    form = Plan(QueryDict("aim=x"))
    form.add_findings([finding("RMP-02", "Hm.", stops=False)])
    assert form.is_valid()
    (box,) = [attrs for attrs in tags(str(form), "input") if attrs["name"] == "acknowledge"]
    assert box["value"] == "RMP-02"
    assert "checked" not in box


@pytest.mark.parametrize(
    "data", [QueryDict("aim=x&acknowledge=RMP-02&acknowledge=RMP-03"), {"acknowledge": ["RMP-02", "RMP-03"]}]
)
def test_ticked_warnings_are_known_by_their_rules_and_stay_ticked(data: QueryDict | dict) -> None:
    form = Plan(data)
    assert form.acknowledged == {"RMP-02", "RMP-03"}
    form.add_findings([finding("RMP-02", "Hm.", stops=False)])
    (box,) = [attrs for attrs in tags(str(form), "input") if attrs["name"] == "acknowledge"]
    assert "checked" in box


def test_the_summary_leads_to_the_first_warning_that_is_not_ticked() -> None:
    form = Plan(QueryDict("aim=x&acknowledge=RMP-02"))
    form.add_findings([finding("RMP-02", "Hm.", stops=False), finding("RMP-03", "Oh.", stops=False)])
    (line,) = error_items([form])
    assert line["text"].startswith("Nothing is saved yet")
    assert line["href"] == "#acknowledge-2"
    assert 'id="acknowledge-2"' in str(form)


@pytest.mark.parametrize("data", [None, QueryDict("aim=x&acknowledge=RMP-02")])
def test_the_summary_is_silent_about_warnings_before_sending_and_once_all_are_ticked(data: QueryDict | None) -> None:
    form = Plan(data)
    form.warnings = [finding("RMP-02", "Hm.", stops=False)]
    assert error_items([form]) == []


def test_nothing_is_ticked_before_anything_was_sent() -> None:
    assert Plan().acknowledged == frozenset()


def test_a_finding_on_the_hidden_version_is_shown_above_the_form() -> None:
    form = Plan(QueryDict("aim=x&version=6"), version="7")
    form.add_findings([finding("AUD-01", "Stale.", "version")])
    assert form.non_field_errors() == ["Stale."]


class Filter(HouseForm):
    state = forms.ChoiceField(required=False, choices=[("open", "Open")])
    areas = forms.MultipleChoiceField(required=False, choices=[("1", "One")])
    level = forms.ChoiceField(choices=[("1", "One")], error_messages=ask("Choose a level"))


def test_a_choice_that_was_not_offered_is_refused_in_plain_words() -> None:
    form = Filter(QueryDict("state=<b>&areas=9&level=9"))
    assert form.errors == {
        "state": ["Choose one of the options offered"],
        "areas": ["Choose one of the options offered"],
        "level": ["Choose a level"],
    }


def test_what_was_typed_is_told_by_label() -> None:
    assert Plan(QueryDict("aim=x&note=y%0Az&version=6"), version="7").typed() == {"Aim": "x", "Note": "y\nz"}
