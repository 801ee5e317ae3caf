"""Forms for judgements of risk, results of tools, the plan and its actions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from accounts.models import Agency, User
from assessments.models import IMMINENCE, LEVELS, PILLARS, STATUSES, TOOLS
from assessments.rules.levels import GROUP_MEANINGS, LEVEL_MEANINGS, Imminence, RiskGroup, RoshLevel
from assessments.rules.plan import CONTINGENCY_TRIGGERS, PILLAR_EXAMPLES, ActionStatus, Pillar
from assessments.rules.rosh import GroupJudgement
from assessments.rules.wording import vague_timing
from offenders.forms.base import CaseForm, Pick, choices_field, tick
from offenders.models import ProtectedPerson
from ui.fields import PlainCharField, PlainTextField, TypedDateField

NAMED = {RiskGroup.KNOWN_ADULT: False, RiskGroup.CHILDREN: True}
"""Groups in which people are named, and whether those are children."""
TEXTS = {
    "nature": "what might be done, and how",
    "circumstances": "what would raise the risk",
    "protective_factors": "what lowers the risk",
}
TEXT_LENGTH = 4_000


@dataclass(frozen=True, slots=True)
class GroupFields:
    """The fields of one group at risk, for the template."""

    group: RiskGroup
    meaning: str
    answers: list[BoundField]
    texts: list[BoundField]
    open: bool


class RoshForm(CaseForm):
    """A judgement: a level for each group with what stands behind it, and the overall level."""

    mark_optional = False

    assessed_on = TypedDateField(ask="Enter the date of the judgement", past=True, label="Date of the judgement")
    overall = choices_field(
        "Choose the overall level",
        LEVELS,
        blank_first=True,
        label="Overall level",
        help_text="The highest of the five groups is suggested; risk to self is left out.",
    )
    overall_reason = PlainTextField(
        required=False,
        max_length=TEXT_LENGTH,
        rows=3,
        label="Why the overall level differs from the highest of the groups",
        help_text="Only when it differs.",
    )
    reoffending = choices_field(
        "Choose the likelihood of reoffending", LEVELS, required=False, label="Likelihood of reoffending"
    )
    reoffending_basis = PlainTextField(
        required=False, max_length=TEXT_LENGTH, rows=3, label="What the likelihood of reoffending rests on"
    )
    static_factors = PlainTextField(
        required=False, max_length=TEXT_LENGTH, rows=3, label="Circumstances that do not change, such as history"
    )
    dynamic_factors = PlainTextField(
        required=False, max_length=TEXT_LENGTH, rows=3, label="Circumstances that can change, such as housing"
    )
    change_reason = PlainTextField(
        ask="Say why this is the judgement, and what has changed since the last one",
        max_length=TEXT_LENGTH,
        rows=4,
        label="Reason for the judgement, and what has changed since the last one",
    )

    def __init__(self, *args: Any, people: Sequence[ProtectedPerson] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sees_people = people is not None
        for group in RiskGroup:
            self._add_group(group, people or ())
        grouped = [name for name in self.fields if name not in self.base_fields]
        self.order_fields(["assessed_on", *grouped])  # as on the page, so that errors are listed in that order

    def _add_group(self, group: RiskGroup, people: Sequence[ProtectedPerson]) -> None:
        self.fields[f"{group}_level"] = choices_field(
            f"Choose the level of risk to {_low(group)}",
            LEVELS,
            blank_first=True,
            label=f"{group.label}: level of risk",
        )
        self.fields[f"{group}_imminence"] = choices_field(
            "Choose how near the harm is", IMMINENCE, required=False, label=f"{group.label}: how near"
        )
        options = [(str(row.pk), row.name) for row in people if group in NAMED and row.is_child is NAMED[group]]
        if options:
            self.fields[f"{group}_who"] = forms.MultipleChoiceField(
                choices=options,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                label=f"{group.label}: who is at risk",
                error_messages={
                    "invalid_choice": "Choose from the people shown",
                    "invalid_list": "Choose from the list",
                },
            )
        for name, words in TEXTS.items():
            self.fields[f"{group}_{name}"] = PlainTextField(
                required=False, max_length=TEXT_LENGTH, rows=3, label=f"{group.label}: {words}"
            )

    def groups(self) -> Iterator[GroupFields]:
        """The groups with their fields. The texts lie open where they are needed, filled in or wrong."""
        for group in RiskGroup:
            answers = [
                self[f"{group}_{name}"] for name in ("level", "imminence", "who") if f"{group}_{name}" in self.fields
            ]
            texts = [self[f"{group}_{name}"] for name in TEXTS]
            serious = self[f"{group}_level"].value() in (RoshLevel.HIGH, RoshLevel.VERY_HIGH)
            unfolded = serious or any(text.errors or text.value() for text in texts)
            yield GroupFields(group, GROUP_MEANINGS[group], answers, texts, unfolded)

    def after(self) -> list[BoundField]:
        """The fields that follow the groups."""
        return [self[name] for name in self.base_fields if name != "assessed_on"]

    def judgements(self) -> list[GroupJudgement]:
        """What was typed for each group, as the rules read it."""
        cleaned = self.cleaned_data
        return [
            GroupJudgement(
                group=group,
                level=RoshLevel(cleaned[f"{group}_level"]),
                imminence=Imminence(cleaned[f"{group}_imminence"]) if cleaned[f"{group}_imminence"] else None,
                **{name: cleaned[f"{group}_{name}"] for name in TEXTS},
            )
            for group in RiskGroup
        ]

    def people(self) -> dict[RiskGroup, list[str]] | None:
        """The people at risk chosen for each group; None when the user may not see them."""
        if not self.sees_people:
            return None
        return {group: self.cleaned_data.get(f"{group}_who", []) for group in NAMED}

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """What each level means."""
        return level_meanings()


def level_meanings() -> list[tuple[str, str]]:
    """Each level with what it means, for the page and the form."""
    return [(level.label, LEVEL_MEANINGS[level]) for level in RoshLevel]


def _low(group: RiskGroup) -> str:
    return group.label[0].lower() + group.label[1:]


class ToolForm(CaseForm):
    """A result of an assessment tool."""

    tool = choices_field("Choose the tool", TOOLS, blank_first=True, label="Tool")
    result = PlainCharField(
        ask="Enter the score or band",
        max_length=120,
        label="Result",
        help_text="The score or band as the tool gives it.",
    )
    assessed_on = TypedDateField(ask="Enter the date of the assessment", past=True, label="Date of the assessment")
    notes = PlainTextField(required=False, max_length=TEXT_LENGTH, rows=3, label="Notes")


class PlanForm(CaseForm):
    """A version of the risk management plan."""

    mark_optional = False

    new_risks = PlainTextField(
        required=False,
        max_length=TEXT_LENGTH,
        rows=4,
        label="Risks to add",
        help_text="One risk on each line. Do not name victims here.",
    )
    contingency = PlainTextField(
        required=False, rows=6, label="Contingency: what happens if the plan breaks down or circumstances change"
    )
    contingency_triggers = forms.MultipleChoiceField(
        choices=list(CONTINGENCY_TRIGGERS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="What would set it off",
        error_messages={"invalid_choice": "Choose from the list", "invalid_list": "Choose from the list"},
    )
    licence_conditions = PlainTextField(
        required=False, rows=6, label="Licence conditions", help_text="Every condition, one on each line."
    )
    review_on = TypedDateField(ask="Enter the date of the next formal review", label="Next formal review of the plan")
    reason = PlainTextField(
        ask="Say what this version changes and why", max_length=TEXT_LENGTH, rows=3, label="What this version changes"
    )
    in_force = choices_field(
        "Choose whether to keep a draft or put the plan in force",
        [("no", "Keep it as a draft"), ("yes", "Put it in force")],
        widget=forms.RadioSelect,
        label="What to do with this version",
        help_text="A plan is put in force once every risk has an action and nothing is missing.",
    )

    def __init__(self, *args: Any, risks: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.risk_keys = list(risks)
        for number, key in enumerate(risks, start=1):
            self.fields[f"risk_{key}"] = PlainCharField(
                required=False, max_length=300, label=f"Risk {number}", help_text="Empty the box to remove this risk."
            )
        for pillar in Pillar:
            self.fields[f"reason_{pillar}"] = PlainTextField(
                required=False,
                max_length=TEXT_LENGTH,
                rows=2,
                label=f"{pillar.label}: why no action is needed",
                help_text="Only when the plan has no action under this heading.",
            )

        self.order_fields([bound.name for _, fields in self.sections() for bound in fields])

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        """The fields under their headings, in the order of the plan."""
        return [
            ("Risks", [self[f"risk_{key}"] for key in self.risk_keys] + [self["new_risks"]]),
            ("Headings without an action", [self[f"reason_{pillar}"] for pillar in Pillar]),
            ("Contingency", [self["contingency"], self["contingency_triggers"]]),
            ("Licence", [self["licence_conditions"]]),
            ("This version", [self["review_on"], self["reason"], self["in_force"]]),
        ]


class DueDateField(TypedDateField):
    """A date that may turn out to be words in place of one: those give None, and the rule refuses them (RMP-03)."""

    def to_python(self, value: Any) -> Any:
        """The date; None for nothing and for words such as "as soon as possible"."""
        if isinstance(value, str) and vague_timing(value, is_date=True):
            return None
        return super().to_python(value)


class ActionForm(CaseForm):
    """An action of the plan."""

    mark_optional = False

    pillar = choices_field("Choose the heading", PILLARS, widget=forms.RadioSelect, label="Heading")
    risks = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Risks that this action manages",
        error_messages={"invalid_choice": "Choose from the risks shown", "invalid_list": "Choose from the risks shown"},
    )
    description = PlainTextField(
        ask="Say what will be done", max_length=TEXT_LENGTH, rows=3, label="What will be done", count=True
    )
    how_it_manages_risk = PlainTextField(
        ask="Say how that manages the risk", max_length=TEXT_LENGTH, rows=3, label="How that manages the risk"
    )
    agency = Pick("Choose the agency", label="Agency that will do it")
    owner = Pick("Choose the person", required=False, label="Person, if they have a part in this case")
    owner_role = PlainCharField(required=False, label="Or somebody else at the agency", help_text="Name or post.")
    starts_on = TypedDateField(required=False, label="Starts on, if not at once")
    due_on = DueDateField(
        required=False, label="Done by", help_text="For example, 27 3 2026. An ongoing action has a milestone instead."
    )
    ongoing = tick("This is an ongoing action")
    milestone_on = TypedDateField(required=False, label="Milestone of an ongoing action")
    safeguarding = tick("This is a safeguarding action")
    sensitive = tick("Sensitive: only for those who see the case in full")
    status = choices_field(
        "Choose what the agency answered",
        STATUSES[:3],
        widget=forms.RadioSelect,
        label="Answer of the agency",
    )
    refusal_reason = PlainTextField(required=False, max_length=TEXT_LENGTH, rows=2, label="If not accepted, why")
    alternative = PlainTextField(
        required=False, max_length=TEXT_LENGTH, rows=2, label="If not accepted, the alternative considered"
    )

    def __init__(
        self, *args: Any, risks: Mapping[str, str], agencies: QuerySet[Agency], people: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies
        cast(forms.ModelChoiceField, self.fields["owner"]).queryset = people
        cast(Any, self.fields["pillar"].widget).option_hints = {
            pillar.value: ", ".join(examples) for pillar, examples in PILLAR_EXAMPLES.items()
        }
        if risks:
            cast(forms.MultipleChoiceField, self.fields["risks"]).choices = list(risks.items())
        else:
            del self.fields["risks"]

    @property
    def due_text(self) -> str:
        """What stands in the box for the date when it could not be read as one."""
        return "" if self.cleaned_data.get("due_on") else str(self["due_on"].data or "")


class ActionUpdateForm(ActionForm):
    """The same with what came of the action."""

    status = choices_field("Choose where the action stands", STATUSES, widget=forms.RadioSelect, label="Status")
    outcome = PlainTextField(required=False, max_length=TEXT_LENGTH, rows=3, label="What came of it")
    not_completed_reason = PlainTextField(required=False, max_length=TEXT_LENGTH, rows=2, label="If not completed, why")

    def clean(self) -> dict[str, Any]:
        """An action that was not completed says why."""
        cleaned = super().clean() or {}
        if cleaned.get("status") == ActionStatus.NOT_COMPLETED and cleaned.get("not_completed_reason") == "":
            self.add_error("not_completed_reason", "Say why the action was not completed")
        return cleaned
