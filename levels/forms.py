"""Forms for category, screening, level and the Level 1 review."""

from collections.abc import Collection
from typing import Any, ClassVar, cast

from django import forms

from levels.models import LevelOneReview
from levels.rules import INDETERMINATE_CONCERNS, LEVEL_2_REASONS, LEVEL_3_REASONS, lowering, outside, retention
from levels.rules.asking import STEPS
from levels.rules.considering import OUTCOMES as CONSIDERED
from levels.rules.ending import OUTCOMES as ENDINGS
from levels.rules.sampling import OUTCOMES
from offenders.forms.base import CaseForm, Pick, choices_field
from offenders.forms.people import PersonPick
from ui.fields import PlainCharField, PlainTextField, TypedDateField, WholeNumberField
from ui.words import day

LEVELS = {
    1: ("Level 1", "One agency manages the risk; others share information."),
    2: ("Level 2", "Formal meetings of several agencies add value."),
    3: ("Level 3", "Senior people have to commit resources, or public interest is high."),
}
REASON = 4_000


def level_field(*levels: int, label: str = "Level") -> forms.TypedChoiceField:
    """A choice between these levels, with what each is for. Gives a whole number."""
    field = forms.TypedChoiceField(
        choices=[(str(level), LEVELS[level][0]) for level in levels],
        coerce=int,
        widget=forms.RadioSelect,
        label=label,
        error_messages={"required": "Choose a level", "invalid_choice": "Choose a level"},
    )
    field.widget.option_hints = {str(level): LEVELS[level][1] for level in levels}
    return field


class CategoryForm(CaseForm):
    """The decision to record the computed category."""

    decided_on = TypedDateField(ask="Enter the date of the decision", past=True, label="Date of the decision")
    reason = PlainTextField(ask="Say why this category is right", label="Reason", max_length=REASON, count=True)


class OffencePick(Pick):
    """One of the recorded offences, with its outcome."""

    def label_from_instance(self, obj: Any) -> str:
        """Offence and outcome, and whether that was quashed since."""
        quashed = f", quashed on {day(obj.quashed_on)}" if obj.quashed_on else ""
        return f"{obj.title}, {obj.get_outcome_display().lower()}{quashed}"


class PlacementForm(CaseForm):
    """A category that is decided rather than computed, with the offence it rests on and the level it needs."""

    offence = OffencePick("Choose the offence it rests on", label="Offence it rests on")
    level = level_field(2, 3)
    decided_on = TypedDateField(ask="Enter the date of the decision", past=True, label="Date of the decision")
    reason = PlainTextField(ask="Say why", label="Reason", max_length=REASON, count=True)

    def __init__(self, *args: Any, offences: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["offence"]).queryset = offences


class ScreeningForm(CaseForm):
    """The lead agency's screening."""

    renamed: ClassVar[dict[str, str]] = {"level": "proposed_level", "decided_on": "screened_on"}

    screened_on = TypedDateField(ask="Enter the date of the screening", past=True, label="Date of the screening")
    sources = WholeNumberField(
        ask="Enter how many agencies gave information", least=0, most=99, label="Agencies that gave information"
    )
    information = PlainTextField(
        ask="Enter which agencies were asked and what they said",
        label="Information",
        help_text="For each agency: the date and what it said. No names of victims.",
        rows=8,
    )
    history = PlainTextField(
        ask="Say what earlier offending, compliance and re-offending show",
        label="Earlier offending and compliance",
        help_text="What was done before, whether supervision was kept to, and how soon they offended again.",
        rows=4,
        max_length=REASON,
    )
    proposed_level = level_field(1, 2, 3, label="Proposed level")
    rationale = PlainTextField(ask="Say why this level", label="Why this level", max_length=REASON, count=True)
    prison_notified_on = TypedDateField(
        required=False,
        past=True,
        label="Prison told on",
        help_text="Only for somebody in custody. For example, 27 3 2026",
    )
    prison_replied_on = TypedDateField(
        required=False, past=True, label="Prison answered on", help_text="Leave empty when it has not answered."
    )


class LevelForm(CaseForm):
    """A level decision outside a meeting."""

    renamed: ClassVar[dict[str, str]] = {"information_sources": "level", "prison_notified_on": "level"}

    level = level_field(1, 2, 3)
    grounds = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Grounds for Level 2 or 3",
        choices=[
            *((key, f"Level 2: {words}") for key, words in LEVEL_2_REASONS.items()),
            *((key, f"Level 3: {words}") for key, words in LEVEL_3_REASONS.items()),
        ],
        error_messages={"invalid_choice": "Choose from the grounds listed", "invalid_list": "Choose from the grounds"},
    )
    decided_on = TypedDateField(ask="Enter the date of the decision", past=True, label="Date of the decision")
    reason = PlainTextField(ask="Say why this level is needed", label="Reason", max_length=REASON, count=True)
    why_not_level_2 = PlainTextField(
        required=False,
        label="Why not Level 2",
        help_text="Answer each reason above that asks for more than Level 1.",
        max_length=REASON,
        count=True,
    )
    concerns = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Release from the sentence for life or indeterminate",
        choices=[(key, words[0].upper() + words[1:]) for key, words in INDETERMINATE_CONCERNS.items()],
        error_messages={"invalid_choice": "Choose from those listed", "invalid_list": "Choose from those listed"},
    )

    def __init__(self, *args: Any, levels: list[int], asked: bool, indeterminate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if 1 not in levels or not asked:
            del self.fields["why_not_level_2"]
        if 1 not in levels or not indeterminate:
            del self.fields["concerns"]
        field = cast(forms.ChoiceField, self.fields["level"])
        field.choices = [(str(level), LEVELS[level][0]) for level in levels]
        if levels == [1]:
            del self.fields["grounds"]


class ApprovalForm(CaseForm):
    """A second person's approval of a lower level."""

    to = choices_field(
        "Choose what is approved", lowering.LOWERED_TO.items(), label="The case may go to", widget=forms.RadioSelect
    )
    accepts = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Although",
        help_text="Tick what you take upon yourself. Anything else still stands in the way.",
        choices=[(key, words[0].upper() + words[1:]) for key, words in lowering.ACCEPTABLE.items()],
        error_messages={"invalid_choice": "Choose from those listed", "invalid_list": "Choose from those listed"},
    )
    reason = PlainTextField(ask="Say why", label="Reason", max_length=REASON, count=True)

    def __init__(self, *args: Any, offered: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["to"])
        field.choices = [(key, words) for key, words in lowering.LOWERED_TO.items() if key in offered]


class ReviewForm(CaseForm):
    """A Level 1 review: the must-do list."""

    renamed: ClassVar[dict[str, str]] = {"decided_on": "reviewed_on"}

    reviewed_on = TypedDateField(ask="Enter the date of the review", past=True, label="Date of the review")
    new_information = PlainTextField(
        ask="Enter what was asked of agencies and what they said", label="New information from agencies", rows=6
    )
    action_progress = PlainTextField(
        ask="Enter how far the actions of the plan are", label="Actions of the plan", max_length=REASON, rows=3
    )
    victim_information = PlainTextField(
        ask="Enter whether there is anything new about victims",
        label="Victims and people at risk",
        help_text="Anything new? No names.",
        max_length=REASON,
        rows=3,
    )
    records_checked = PlainTextField(
        ask="Enter which records were looked at",
        label="Records looked at",
        help_text="For example, ViSOR by the police, OASys by probation.",
        max_length=REASON,
        rows=2,
    )
    plan_revised = forms.TypedChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        label="Has the risk management plan been revised?",
        error_messages={"required": "Say whether the plan was revised", "invalid_choice": "Choose yes or no"},
    )
    disclosure_considered = PlainTextField(
        ask="Say whether disclosure was considered and why it is or is not needed",
        label="Disclosure",
        help_text="Was disclosure considered? What was decided, and why?",
        rows=3,
    )
    outcome = choices_field(
        "Choose the outcome", LevelOneReview.Outcome.choices, label="Outcome", widget=forms.RadioSelect
    )
    reason = PlainTextField(ask="Say why", label="Reason for the outcome", max_length=REASON, count=True)
    why_not_level_2 = PlainTextField(
        required=False,
        label="Why not Level 2",
        help_text="When it stays at Level 1: answer each reason above that asks for more.",
        max_length=REASON,
        count=True,
    )

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["why_not_level_2"]


class CheckForm(CaseForm):
    """What a supervisor found of a case at Level 1."""

    outcome = choices_field("Choose what you found", OUTCOMES.items(), label="Your finding", widget=forms.RadioSelect)
    found = PlainTextField(ask="Say what you looked at and why", label="Reason", max_length=REASON, count=True)


class AskForm(CaseForm):
    """Which agency is asked, for what."""

    agency = Pick("Choose the agency", label="Agency")
    asked_for = PlainTextField(
        ask="Enter what is asked, and why", label="What is asked, and why", max_length=REASON, rows=4
    )
    asked_on = TypedDateField(ask="Enter the day of the request", past=True, label="Asked on")

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies


class FollowUpForm(CaseForm):
    """A reminder, or the answer of an agency."""

    step = choices_field(
        "Choose what happened",
        STEPS.items(),
        label="What happened",
        help_text="An agency that declines, or is told that its answer is not needed, still counts as missing when the "
        "level is lowered.",
        widget=forms.RadioSelect,
    )
    on = TypedDateField(ask="Enter the day", past=True, label="On")
    note = PlainTextField(
        required=False,
        label="Answer",
        help_text="In a sentence. What was given is recorded as information or in the screening.",
        max_length=REASON,
        rows=3,
    )


class LookAheadForm(CaseForm):
    """What follows when the category ends."""

    outcome = choices_field("Choose what follows", ENDINGS.items(), label="What follows", widget=forms.RadioSelect)
    decided_on = TypedDateField(ask="Enter the date of the decision", past=True, label="Date of the decision")
    reason = PlainTextField(
        ask="Say why",
        label="Reason",
        help_text="Say how Category 3 and discretionary Category 4 were considered.",
        max_length=REASON,
        count=True,
    )


class ConsiderForm(CaseForm):
    """What came of considering somebody for Category 3."""

    outcome = choices_field("Choose what came of it", CONSIDERED.items(), label="Outcome", widget=forms.RadioSelect)
    decided_on = TypedDateField(ask="Enter the date", past=True, label="Considered on")
    reason = PlainTextField(
        ask="Say why",
        label="Reason",
        help_text="What was looked at, and why the person is or is not suitable. No names of victims.",
        max_length=REASON,
        count=True,
    )


class LeadForm(CaseForm):
    """Which agency takes the lead, who owns the case there, from when and why."""

    renamed: ClassVar[dict[str, str]] = {"user": "owner"}

    to_agency = Pick("Choose the agency that takes the lead", label="New lead agency")
    owner = PersonPick("Choose who owns the case from then on", label="New case owner")
    stays_involved = forms.TypedChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        label="Does the agency that leads now stay involved?",
        error_messages={"required": "Say whether it stays involved", "invalid_choice": "Choose yes or no"},
    )
    decided_on = TypedDateField(ask="Enter the day of the change", past=True, label="From")
    reason = PlainTextField(ask="Say why the lead changes", label="Reason", max_length=REASON, count=True)

    def __init__(self, *args: Any, agencies: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["to_agency"]).queryset = agencies
        cast(forms.ModelChoiceField, self.fields["owner"]).queryset = owners


class DangerForm(CaseForm):
    """Whether somebody outside MAPPA is marked as potentially dangerous, and by whose authority on ViSOR."""

    outcome = choices_field(
        "Choose what was decided", outside.OUTCOMES.items(), label="Decision", widget=forms.RadioSelect
    )
    decided_on = TypedDateField(ask="Enter the date of the decision", past=True, label="Date of the decision")
    reason = PlainTextField(ask="Say why", label="Reason", max_length=REASON, count=True)
    agency_told_on = TypedDateField(
        required=False,
        past=True,
        label="Managing agency told on",
        help_text="That the person is outside MAPPA, and why.",
    )
    on_visor = forms.BooleanField(required=False, label="A record is made on ViSOR")
    authorised_by = PlainCharField(
        required=False, max_length=200, label="Authorised by", help_text="For ViSOR: a Superintendent at least."
    )
    rank = forms.ChoiceField(
        required=False,
        choices=[("", "Choose one"), *outside.RANKS.items()],
        label="Rank",
        error_messages={"invalid_choice": "Choose a rank"},
    )


class RetentionForm(CaseForm):
    """Whether the record is kept or removed."""

    outcome = choices_field(
        "Choose what was decided", retention.OUTCOMES.items(), label="Decision", widget=forms.RadioSelect
    )
    decided_on = TypedDateField(ask="Enter the date of the decision", past=True, label="Date of the decision")
    reason = PlainTextField(ask="Say why", label="Reason", max_length=REASON, count=True)


class DisputeForm(CaseForm):
    """Which level somebody holds to be right, and why."""

    wanted_level = level_field(1, 2, 3, label="The level you hold to be right")
    reason = PlainTextField(ask="Say why", label="Reason", max_length=REASON, count=True)


class StepForm(CaseForm):
    """A step on a dispute: to whom it is escalated, or at which level it is settled and why."""

    step = choices_field("Choose what happened", (), label="What happened", widget=forms.RadioSelect)
    on = TypedDateField(ask="Enter the day", past=True, label="On")
    to = PlainCharField(required=False, max_length=200, label="Escalated to", help_text="Name or post.")
    level = forms.TypedChoiceField(
        required=False,
        choices=[("", "Choose one"), *((str(key), words[0]) for key, words in LEVELS.items())],
        coerce=int,
        empty_value=None,
        label="Settled at",
        error_messages={"invalid_choice": "Choose a level"},
    )
    reason = PlainTextField(required=False, label="Reason", max_length=REASON, rows=4)

    def __init__(self, *args: Any, steps: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["step"]).choices = list(steps)
