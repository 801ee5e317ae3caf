"""Forms for deciding on disclosure, recording that it was made, and following it up."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from accounts.models import Agency
from disclosure.models import LEGAL_BASES, NO_REPRESENTATIONS, RECIPIENT_KINDS, SCHEDULE_8, DisclosureDecision
from disclosure.rules import codes
from offenders.forms.base import CaseForm, Pick, choices_field, tick
from ui.fields import PlainCharField, PlainTextField, TypedDateField

YES_NO = [("yes", "Yes"), ("no", "No")]
ANSWERS = {"yes": True, "no": False, "": None}
CONTEXTS = [
    (DisclosureDecision.Context.STANDALONE.value, "On its own"),
    (DisclosureDecision.Context.LEVEL_1_REVIEW.value, "At a Level 1 review"),
]
CONSULTED = {
    "yot": "A senior member of the Youth Offending Team",
    "childrens_services": "Children's Services",
    "adult_social_care": "Adult Social Care",
}
LONG = 4_000


def _several(label: str, choices: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    """Boxes to tick, none of them needed."""
    return forms.MultipleChoiceField(
        choices=list(choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=label,
        error_messages={"invalid_choice": "Choose from the list", "invalid_list": "Choose from the list"},
        **kwargs,
    )


def _text(label: str, rows: int = 3, **kwargs: Any) -> PlainTextField:
    return PlainTextField(required=False, max_length=LONG, rows=rows, label=label, **kwargs)


def _yes_no(sentence: str, label: str, **kwargs: Any) -> forms.ChoiceField:
    radios = forms.RadioSelect(attrs={"class": "govuk-radios--inline"})
    field = forms.ChoiceField(choices=YES_NO, widget=radios, label=label, **kwargs)
    field.error_messages |= {"required": sentence, "invalid_choice": sentence}
    return field


class DecisionForm(CaseForm):
    """One question of disclosure: who might be told, the test, and the decision either way."""

    mark_optional = False

    decided_on = TypedDateField(ask="Enter the date on which it was considered", past=True, label="Considered on")
    context = choices_field(
        "Choose where it was considered", CONTEXTS, widget=forms.RadioSelect, label="Where it was considered"
    )
    prompts = _several(
        "What prompted the question", [(code.value, text) for code, text in codes.TRIGGER_LABELS.items()]
    )
    purpose = PlainTextField(
        ask="Say what disclosure would be for", max_length=LONG, rows=3, label="What disclosure would be for"
    )
    consulted = _several("Who was consulted", CONSULTED.items(), help_text="For a child, the first two are needed.")
    urgent_reason = _text("If it could not wait for them, why", rows=2)
    child_sex_offender = _yes_no(
        "Say whether the person was convicted of a sexual offence against a child",
        "Was the person convicted of a sexual offence against a child?",
    )
    disclose = _yes_no("Say whether to disclose", "Is it to be disclosed?")
    reasons = PlainTextField(
        ask="Give the reasons for the decision", max_length=LONG, rows=5, label="Reasons for the decision, either way"
    )
    dissent = _text("Anybody who disagreed, and why", rows=2)
    presumption_reason = _text(
        "If not: why no child needs to be protected by it",
        help_text="Only for a sexual offence against a child with a risk of serious harm to children.",
    )
    necessity = _text("Why it is necessary")
    proportionality = _text("Why it is proportionate")
    alternatives = _text("What else was considered, and why it would not do")
    risks = _text("What telling could do to anybody, the person included")
    principles = _several(
        "Data protection principles checked", [(code.value, text) for code, text in codes.PRINCIPLE_LABELS.items()]
    )
    legal_basis = choices_field("Choose the power relied on", LEGAL_BASES, required=False, label="Legal basis")
    schedule_8 = choices_field(
        "Choose the condition", SCHEDULE_8, required=False, label="Condition in Schedule 8 to the Data Protection Act"
    )
    recipient_kind = choices_field(
        "Choose who the recipient is", RECIPIENT_KINDS, required=False, label="Who is to be told"
    )
    recipient = PlainCharField(required=False, label="Name of the recipient")
    recipient_role = PlainCharField(
        required=False, label="Role of the recipient", help_text="For example, head teacher."
    )
    details = _text("What exactly will be told", rows=5)
    identifies_victim = tick("What will be told could identify a victim")
    identifies_victim_reason = _text("If so, why it is necessary to manage the risk", rows=2)
    representations_sought = _yes_no(
        "Say whether the person's own views were sought", "Were the person's own views sought?", required=False
    )
    no_representations = choices_field(
        "Choose the reason", NO_REPRESENTATIONS, required=False, label="If not, the reason"
    )
    representations = _text("What the person said, or more on why they were not asked")
    discloser_agency = Pick("Choose the agency", required=False, label="Agency that will tell")
    discloser = PlainCharField(required=False, label="Person who will tell")
    planned_on = TypedDateField(required=False, label="Planned for")
    contingency = _text("What is ready in case it goes wrong, for victims and for the person")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["discloser_agency"]).queryset = agencies

    def sections(self) -> list[tuple[str, str, list[BoundField]]]:
        """The fields under their headings, each with what to know beforehand."""
        parts = (
            ("The question", "", ("decided_on", "context", "prompts", "purpose")),
            ("Before deciding", "", ("consulted", "urgent_reason", "child_sex_offender")),
            ("The decision", "Record it either way.", ("disclose", "reasons", "dissent")),
            ("If it is not to be disclosed", "", ("presumption_reason",)),
            (
                "If it is to be disclosed: the test",
                "Leave this and what follows empty when nobody is to be told.",
                ("necessity", "proportionality", "alternatives", "risks", "principles", "legal_basis", "schedule_8"),
            ),
            (
                "If it is to be disclosed: who is told what",
                "",
                (
                    "recipient_kind",
                    "recipient",
                    "recipient_role",
                    "details",
                    "identifies_victim",
                    "identifies_victim_reason",
                ),
            ),
            (
                "If it is to be disclosed: the person's own views",
                "Asking for them is the norm.",
                ("representations_sought", "no_representations", "representations"),
            ),
            (
                "If it is to be disclosed: who tells, and when",
                "",
                ("discloser_agency", "discloser", "planned_on", "contingency"),
            ),
        )
        return [
            (heading, hint, [self[name] for name in names if name in self.fields]) for heading, hint, names in parts
        ]


class CompletionForm(DecisionForm):
    """The same for a decision that a meeting has taken: where it was considered is known."""

    context = None  # type: ignore[assignment]  # Django's way of leaving an inherited field out


class MadeForm(CaseForm):
    """That somebody was told."""

    made_on = TypedDateField(ask="Enter the date on which they were told", past=True, label="Told on")
    agency = Pick("Choose the agency that told them", label="Agency that told")
    person = PlainCharField(ask="Enter the person who told them", label="Person who told")
    details = PlainTextField(
        ask="Set out exactly what was told", max_length=LONG, rows=5, label="What exactly was told"
    )
    recipient_agreed = _yes_no(
        "Say whether the recipient agreed to keep it to themselves",
        "Did the recipient agree to keep it to themselves and to use it as told?",
    )
    agreement = _text("What was agreed, and whom to tell of any concern")
    offender_knows = _yes_no("Say whether the person knows", "Does the person know of this disclosure?")
    recipient_told_so = tick("The recipient was told that the person does not know")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = agencies


class FollowUpForm(CaseForm):
    """What came of a disclosure."""

    followed_up_on = TypedDateField(ask="Enter the date of the follow-up", past=True, label="Followed up on")
    found = PlainTextField(
        ask="Say what came of it",
        max_length=LONG,
        rows=5,
        label="What came of it",
        help_text="How the recipient uses it, what they noticed, and whether the person told others as agreed.",
    )
