"""What is asked under each agenda item, as data: the form, the minutes and the closing rules read the same table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.levels import RoshLevel
from meetings.rules.agenda import AGENDA

YES_NO = (("yes", "Yes"), ("no", "No"))
ROSH = tuple((level.value, level.label) for level in RoshLevel)
REMOVED = "removed"
LEVELS = (
    ("1", "Level 1"),
    ("2", "Level 2"),
    ("3", "Level 3"),
    (REMOVED, "Out of MAPPA (Category 3 only)"),
)


class Kind(StrEnum):
    """How an answer is given. All are stored as text: dates as ISO, people as their id, choices as their key."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    APPROVER = "approver"


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of an agenda item. `note` answers can still be worded better in the draft minutes."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    note: bool = False

    def in_words(self, stored: str) -> str:
        """The stored answer as people read it; an id of a person stays an id here."""
        return dict(self.choices).get(stored, stored)


def _note(hint: str = "") -> tuple[Answer, ...]:
    return (Answer("note", "What was said and decided", hint=hint, note=True),)


ANSWERS: Mapping[str, tuple[Answer, ...]] = {
    "confidentiality": _note("For example, that the statement was read out and everybody accepted it."),
    "previous_minutes": (
        Answer("correct", "Are the minutes of the previous meeting correct?", Kind.CHOICE, YES_NO),
        *_note("Who has read them, and any correction. At a first meeting, say so."),
    ),
    "risk": (
        Answer("updates", "Updates since the last meeting, and discussion", note=True),
        Answer("outcomes", "Outcomes of risk assessments", hint="For example OASys, ARMS, OSP or SARA.", note=True),
        Answer("rosh", "Agreed risk of serious harm", Kind.CHOICE, ROSH),
        Answer("who", "Who is at risk", hint="Roles, such as a former partner, rather than names.", note=True),
        Answer("nature", "Nature of the risk", note=True),
        Answer("when", "When the risk is greatest", note=True),
        Answer("circumstances", "What would raise the risk", note=True),
        Answer("protective_factors", "What protects against it", note=True),
    ),
    "disclosure": (
        Answer("disclose", "Is information to be disclosed to anyone?", Kind.CHOICE, YES_NO),
        Answer("purpose", "What disclosure is, or would be, for"),
        Answer("reason", "Reasons for the decision, either way"),
        Answer(
            "presumption_reason",
            "Sexual offence against a child, a child at risk, and no disclosure: why it is not needed",
            hint="Only where the law presumes disclosure.",
        ),
        Answer("dissent", "Views that differed"),
    ),
    "plan": _note("Each action since the last meeting, done or not and why. Victims' and staff safety."),
    "media": _note("Whether interest is expected, and who speaks for police and for Probation."),
    "visor": (
        Answer("owner", "Owner of the ViSOR record, by role", note=True),
        Answer("reviewer", "Who adds what was said today, by role", note=True),
    ),
    "human_rights": _note("Lawful, necessary, proportionate, and why."),
    "diversity": _note("Which of the nine characteristics matter here, and what is done about it."),
    "cppc": (
        Answer("referred", "Is the case referred as a Critical Public Protection Case?", Kind.CHOICE, YES_NO),
        Answer("reason", "Why, or why not"),
    ),
    "level": (
        Answer("level", "Level from now on", Kind.CHOICE, LEVELS),
        Answer("reason", "Why, and on what information"),
        Answer("dissent", "Views that differed"),
        Answer("next_review_on", "Date of the next meeting", Kind.DATE, hint="Not needed for Level 1."),
        Answer("second_approver", "Second approval, when the level goes down on thin ground", Kind.APPROVER),
        Answer("second_reason", "Reason of the second approval"),
        Answer("re_referral_route", "If the case leaves MAPPA: how it would be referred again"),
        Answer("re_referral_agency", "If the case leaves MAPPA: which agency would refer it"),
    ),
    "smb": _note("Good practice, gaps and difficulties; or that there is nothing to report."),
}

LABELS: Mapping[str, str] = {item.key: item.label for item in AGENDA}


def note_text(item: str, answers: Mapping[str, str]) -> str:
    """The answers of an item as one text, for the rule that asks whether it is answered; empty when one is missing."""
    given = [str(answers.get(answer.key, "")).strip() for answer in ANSWERS[item] if answer.kind is Kind.TEXT]
    return "\n".join(given) if all(given) else ""


def progress(item: str, answers: Mapping[str, str] | None) -> tuple[str, str]:
    """How far an item has come, in words with the colour of its tag."""
    if not answers or not any(str(value).strip() for value in answers.values()):
        return "Not started", "grey"
    needed = {"level": ("level", "reason"), "disclosure": ("disclose", "reason")}.get(
        item, tuple(answer.key for answer in ANSWERS[item] if answer.key not in {"correct", "rosh", "outcomes"})
    )
    complete = all(str(answers.get(key, "")).strip() for key in needed)
    return ("Completed", "green") if complete else ("In progress", "blue")
