"""The forms of a child's assessment: one question, or a few that belong together, to a page."""

from typing import Any

from django import forms

from assessments.rules.levels import LEVEL_MEANINGS, RoshLevel
from ui.fields import PlainCharField, PlainTextField, TypedDateField, WholeNumberField, ask
from ui.forms import HouseForm
from youthjustice.models import (
    CHANCES,
    IMMINENCES,
    IMPACTS,
    INTERVENTIONS,
    LEVELS,
    LIKELIHOODS,
    SETTINGS,
    YouthAssessment,
    YouthTransition,
)
from youthjustice.rules.contacts import FREQUENCIES, ContactPlan, InterventionLevel
from youthjustice.rules.wellbeing import IMPACT_MEANINGS
from youthjustice.rules.wellbeing import LEVEL_MEANINGS as WELLBEING_MEANINGS

YES_NO = [("yes", "Yes"), ("no", "No")]


def _radios(hints: dict[str, str] | None = None) -> forms.RadioSelect:
    widget = forms.RadioSelect()
    widget.option_hints = hints or {}  # type: ignore[attr-defined]  # read by the form renderer
    return widget


def _yes_no(**kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        **kwargs,
    )


class StartForm(HouseForm):
    """Why an assessment is started."""

    stage = forms.ChoiceField(
        label="What the assessment is for",
        choices=YouthAssessment.Stage.choices,
        widget=forms.RadioSelect,
        error_messages=ask("Choose what the assessment is for"),
    )
    started_on = TypedDateField(ask="Enter the day on which the assessment was started", label="Started on", past=True)
    reason = PlainTextField(
        ask="Say why the assessment is started", label="Why it is started", max_length=2_000, rows=4, count=True
    )


class InformationForm(HouseForm):
    """Sources, the home visit, and sharing."""

    sources = forms.MultipleChoiceField(
        label="Sources used",
        choices=YouthAssessment.Source.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=ask("Choose sources from the list"),
    )
    sources_note = PlainTextField(
        label="Checks made",
        help_text="When each was asked for, when it came back, and what it said.",
        required=False,
        max_length=8_000,
        rows=5,
    )
    home_visit_on = TypedDateField(ask="Enter the day of the home visit", label="Home visit", past=True, required=False)
    shared_on = TypedDateField(
        ask="Enter the day on which it was shared",
        label="Shared with the child, parents and other workers on",
        past=True,
        required=False,
    )
    shared_with = PlainTextField(label="Shared with whom", required=False, max_length=1_000, rows=3)


class ReoffendingForm(HouseForm):
    """The YOGRS percentage and the judgement beside its band."""

    mark_optional = False  # the hints say when an answer is needed

    yogrs = WholeNumberField(ask="Enter the YOGRS percentage", label="YOGRS percentage", least=0, most=100)
    reoffending = forms.ChoiceField(
        label="Your judgement of the likelihood of reoffending",
        choices=LIKELIHOODS,
        widget=forms.RadioSelect,
        error_messages=ask("Choose a likelihood of reoffending"),
    )
    reoffending_reason = PlainTextField(
        label="Reason",
        help_text="Needed when your judgement differs from the band of the percentage.",
        required=False,
        max_length=4_000,
        count=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["yogrs"].suffix = "%"  # type: ignore[attr-defined]  # read by the form renderer


class PlottedForm(HouseForm):
    """What behaviours and adverse outcomes have in common: setting, impact, likelihood, imminence."""

    setting = forms.ChoiceField(
        label="Where",
        choices=SETTINGS,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages=ask("Choose community or custody"),
    )
    impact = forms.ChoiceField(
        label="Impact", choices=IMPACTS, widget=forms.RadioSelect, error_messages=ask("Choose an impact")
    )
    likelihood = forms.ChoiceField(
        label="Likelihood", choices=CHANCES, widget=forms.RadioSelect, error_messages=ask("Choose a likelihood")
    )
    imminence = forms.ChoiceField(
        label="How near it is",
        choices=IMMINENCES,
        widget=forms.RadioSelect,
        error_messages=ask("Choose how near it is"),
    )


class BehaviourForm(PlottedForm):
    """A behaviour to be plotted."""

    description = PlainCharField(
        ask="Name the behaviour or offence",
        label="Behaviour or offence of concern",
        help_text="Without the name of a victim: it is shown in the grid.",
    )
    field_order = ["description", "setting", "impact", "likelihood", "imminence"]


class OutcomeForm(PlottedForm):
    """An adverse outcome to be plotted."""

    name = PlainCharField(ask="Name the adverse outcome", label="What may happen to the child")
    concern = forms.ChoiceField(
        label="Your rating of this concern",
        help_text="The grid itself rates nothing. The overall judgement reflects the highest concern.",
        choices=LEVELS,
        widget=forms.RadioSelect,
        error_messages=ask("Choose a rating"),
    )
    field_order = ["name", "setting", "impact", "likelihood", "imminence", "concern"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {impact.value: meaning for impact, meaning in IMPACT_MEANINGS.items()}
        self.fields["impact"].widget.option_hints = hints


class RoshForm(HouseForm):
    """The judgement of serious harm, with what a manager said and did."""

    mark_optional = False  # the hints say when an answer is needed

    rosh = forms.ChoiceField(
        label="Your judgement",
        choices=LEVELS,
        widget=_radios({level.value: meaning for level, meaning in LEVEL_MEANINGS.items()}),
        error_messages=ask("Choose a level of risk of serious harm"),
    )
    rosh_reason = PlainTextField(
        label="Reason",
        help_text="Needed where the grid leaves a choice, or you judge differently. Link the evidence to the level.",
        required=False,
        max_length=4_000,
        count=True,
    )
    manager_discussion = PlainTextField(
        label="Discussion with a manager",
        help_text="When, with whom, and what was said.",
        required=False,
        max_length=4_000,
        rows=4,
    )
    manager_informed = forms.BooleanField(
        label="The YJS manager has been informed", help_text="Needed for Very High.", required=False
    )
    urgent_meeting = PlainTextField(
        label="Urgent risk strategy meeting",
        help_text="For Very High: when it is held, and who takes part.",
        required=False,
        max_length=2_000,
        rows=3,
    )
    manager_agrees_low = forms.BooleanField(label="The line manager agrees that the risk is Low again", required=False)

    def __init__(self, *args: Any, previous: RoshLevel | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if previous is None or previous is RoshLevel.LOW:
            del self.fields["manager_agrees_low"]


class WellbeingForm(HouseForm):
    """The trigger question, the judgement, and the child protection referral."""

    mark_optional = False  # the hints say when an answer is needed

    wellbeing_concerns = _yes_no(
        label="Are there concerns about the child's safety and well-being?",
        error_messages=ask("Say whether there are concerns"),
    )
    wellbeing = forms.ChoiceField(
        label="Your judgement",
        choices=LEVELS,
        widget=_radios({level.value: meaning for level, meaning in WELLBEING_MEANINGS.items()}),
        error_messages=ask("Choose a level of safety and well-being"),
    )
    wellbeing_reason = PlainTextField(
        label="Reason",
        help_text="Needed when you judge lower than the highest concern.",
        required=False,
        max_length=4_000,
        count=True,
    )
    child_protection_referral = PlainTextField(
        label="Child protection referral",
        help_text="When it was made, to whom, and its reference. Needed for Very High before you submit.",
        required=False,
        max_length=2_000,
        rows=3,
    )


class InterventionForm(HouseForm):
    """The intervention level, where it differs from what the risks give."""

    mark_optional = False  # the hints say when an answer is needed

    intervention_level = forms.ChoiceField(
        label="Intervention level", widget=forms.RadioSelect, required=False, error_messages=ask("Choose a level")
    )
    intervention_reason = PlainTextField(
        label="Reason",
        help_text="Needed when the level differs from what the risks give.",
        required=False,
        max_length=4_000,
        rows=4,
    )
    intervention_for_wellbeing = forms.BooleanField(
        label="The only reason is the child's own safety and well-being", required=False
    )
    order_starts_on = TypedDateField(
        ask="Enter the day on which the order starts",
        label="The order starts on",
        help_text="If it is known. For example, 27 3 2026",
        required=False,
    )

    def __init__(self, *args: Any, plan: ContactPlan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        follow = f"Follow the risks: {plan.level.label}" if plan else "Follow the risks"
        field = self.fields["intervention_level"]
        field.choices = [("", follow), *INTERVENTIONS]  # type: ignore[attr-defined]  # a ChoiceField
        field.widget.option_hints = {
            level.value: f"{FREQUENCIES[level].first_three_months} contacts a month for three months, "
            f"then {FREQUENCIES[level].remainder}"
            for level in InterventionLevel
        }


class ConfirmForm(HouseForm):
    """Nothing but the button."""


class SubmitForm(HouseForm):
    """A word to the manager."""

    comment = PlainTextField(label="Comment for the manager", required=False, max_length=4_000, rows=4)


class CountersignForm(HouseForm):
    """A word from the manager."""

    comment = PlainTextField(label="Comment", required=False, max_length=4_000, rows=4)


class ReturnForm(HouseForm):
    """What has to be done first."""

    instructions = PlainTextField(
        ask="Say what has to be done first", label="Instructions", max_length=4_000, rows=6, count=True
    )


class PanelForm(HouseForm):
    """To refer, or not to."""

    referred = _yes_no(
        label="Refer the child to the High Risk Panel?", error_messages=ask("Say whether the child is referred")
    )
    manager_reason = PlainTextField(
        ask="Give the reason for the decision", label="Reason", max_length=4_000, rows=5, count=True
    )


class TransitionForm(HouseForm):
    """What was decided on passing to adult services."""

    on = TypedDateField(ask="Enter the day on which it was considered", past=True, label="Considered on")
    outcome = forms.ChoiceField(
        choices=YouthTransition.Outcome.choices,
        error_messages=ask("Choose what was decided"),
        widget=forms.RadioSelect,
        label="Decision",
    )
    planned_on = TypedDateField(required=False, label="Transfer planned for")
    stays_until = TypedDateField(
        required=False, label="Stays until", help_text="Where the case stays: by this day it passes or is decided anew."
    )
    reason = PlainTextField(ask="Give the reason", label="Reason", rows=4)
