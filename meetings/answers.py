"""What is asked under each agenda item, as data: the form, the minutes and the closing rules read the same table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.levels import RoshLevel
from meetings.rules.agenda import AGENDA
from meetings.rules.record import NONE_BEFORE, Gap

YES_NO = (("yes", "Yes"), ("no", "No"))
ROSH = tuple((level.value, level.label) for level in RoshLevel)
REMOVED = "removed"
LEVELS = (
    ("1", "Level 1"),
    ("2", "Level 2"),
    ("3", "Level 3"),
    (REMOVED, "Out of MAPPA (Category 3 and discretionary Category 4 only)"),
)
NONE_OF_THEM = "none"
CHARACTERISTICS = (
    ("age", "Age"),
    ("disability", "Disability"),
    ("gender_reassignment", "Gender reassignment"),
    ("marriage", "Marriage and civil partnership"),
    ("pregnancy", "Pregnancy and maternity"),
    ("race", "Race"),
    ("religion", "Religion or belief"),
    ("sex", "Sex"),
    ("orientation", "Sexual orientation"),
    (NONE_OF_THEM, "All nine were considered, and none makes a difference here"),
)
BY_LEAD_AGENCY = "lead_agency"
WITHHELD = "withheld"


class Kind(StrEnum):
    """How an answer is given. All are stored as text: dates as ISO, people as their id, choices as their key or keys,
    several of them with commas between."""

    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of an agenda item. `note` answers can still be worded better in the draft minutes.

    A `must` answer is wanted before the meeting closes, by `rule`; with `when` only if that other answer is one of
    those values.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    note: bool = False
    must: bool = False
    when: tuple[str, tuple[str, ...]] | None = None
    rule: str = "MTG-15"

    def in_words(self, stored: str) -> str:
        """The stored answer as people read it; an id of a person stays an id here."""
        words = dict(self.choices)
        if self.kind is Kind.SEVERAL:
            return ", ".join(words.get(key, key) for key in chosen(stored))
        return words.get(stored, stored)

    def wanted(self, answers: Mapping[str, str]) -> bool:
        """Whether the meeting may not close without it, given the other answers of the item."""
        return self.must and (self.when is None or answers.get(self.when[0], "") in self.when[1])


def chosen(stored: str) -> list[str]:
    """The keys of an answer of which several may be chosen."""
    return [key for key in stored.split(",") if key]


ANSWERS: Mapping[str, tuple[Answer, ...]] = {
    "confidentiality": (
        Answer(
            "accepted",
            "Was the statement read out or displayed, and did everybody accept it?",
            Kind.CHOICE,
            YES_NO,
            must=True,
            rule="MTR-01",
        ),
        Answer(
            "note",
            "If somebody did not accept it: who, and what was done",
            note=True,
            must=True,
            when=("accepted", ("no",)),
            rule="MTR-01",
        ),
        Answer(
            "not_standard",
            "If this was not a standard meeting: why, and who was left out",
            hint="For example, fewer members because of exceptionally sensitive information.",
            note=True,
        ),
        Answer(
            "never_invited",
            "If somebody who must come was never invited: who, why, and how their information reached the meeting",
            note=True,
            rule="MTG-87",
        ),
        Answer(
            "kept_out",
            "If somebody was there who may have no part in this case: what they heard, and what was done",
            note=True,
            rule="ACC-25",
        ),
        Answer(
            "lower_grade",
            "If an agency sent somebody below the grade expected: why, and how the meeting could decide",
            note=True,
            rule="MTG-91",
        ),
    ),
    "previous_minutes": (
        Answer(
            "correct",
            "Were the minutes of the previous meeting received and read, and are they correct?",
            Kind.CHOICE,
            (*YES_NO, (NONE_BEFORE, "There is no previous meeting")),
            must=True,
            rule="MTR-02",
        ),
        Answer(
            "note",
            "If not: who had not read them, or what is to be corrected",
            note=True,
            must=True,
            when=("correct", ("no",)),
            rule="MTR-02",
        ),
    ),
    "risk": (
        Answer("updates", "Updates since the last meeting, and discussion", note=True, must=True, rule="MTR-03"),
        Answer("outcomes", "Outcomes of risk assessments", hint="For example OASys, ARMS, OSP or SARA.", note=True),
        Answer("rosh", "Agreed risk of serious harm", Kind.CHOICE, ROSH, must=True, rule="MTR-03"),
        Answer(
            "difference",
            "If the meeting does not agree with the lead agency: why",
            hint="The lead agency then looks at its own judgement again.",
            note=True,
        ),
        Answer("who", "Who is at risk", hint="Roles, such as a former partner, rather than names.", note=True),
        Answer("nature", "Nature of the risk", note=True),
        Answer("when", "When the risk is greatest", note=True),
        Answer("circumstances", "What would raise the risk", note=True),
        Answer(
            "may_change",
            "Are there circumstances that may change the assessment of risk?",
            Kind.CHOICE,
            YES_NO,
            hint="If so, HMPPS Psychology must attend the reviews: this meeting if it is one, and the next.",
            must=True,
            rule="MTG-42",
        ),
        Answer("protective_factors", "What protects against it", note=True),
        Answer(
            "child",
            "If it is about a child: how the child is safeguarded, what the child says, and conditions",
            hint="Conditions are proportionate: maturity, special educational needs, safety, well-being.",
            note=True,
            rule="MTR-18",
        ),
        Answer(
            "extremism",
            "If terrorism is part of it: what the Extremism Risk Guidance says, and who applied it",
            hint="For a child: AssetPlus. A low OGRS score says little here. Is the intervention on identity right?",
            note=True,
            rule="MTR-19",
        ),
        Answer(
            "domestic_abuse",
            "If domestic abuse or stalking is part of it: what SARA and the agencies near the victim say",
            hint="Police call-outs, Children's Services, advocates, ViSOR. Has the risk risen since the last meeting?",
            note=True,
            rule="MTR-20",
        ),
        Answer(
            "threat",
            "Is there a real and immediate threat to life that is not managed?",
            Kind.CHOICE,
            YES_NO,
            must=True,
            rule="MTR-04",
        ),
        Answer(
            "threat_steps",
            "If so: what is done, and whether police refer to the protected persons service",
            must=True,
            when=("threat", ("yes",)),
            rule="MTR-04",
        ),
    ),
    "disclosure": (
        Answer("disclose", "Is information to be disclosed to anyone?", Kind.CHOICE, YES_NO),
        Answer("purpose", "What disclosure is, or would be, for"),
        Answer("reason", "Reasons for the decision, either way"),
        Answer(
            "details",
            "If yes: to whom, what, by whom, how and by when",
            hint="Roles rather than names. The decision itself is completed under Disclosure.",
            must=True,
            when=("disclose", ("yes",)),
            rule="MTR-05",
        ),
        Answer(
            "presumption_reason",
            "Sexual offence against a child, a child at risk, and no disclosure: why it is not needed",
            hint="Only where the law presumes disclosure.",
        ),
        Answer("dissent", "Views that differed"),
    ),
    "plan": (
        Answer(
            "note",
            "Each action since the last meeting: done, or not and why",
            hint="At a first meeting, what the plan rests on.",
            note=True,
            must=True,
            rule="MTR-06",
        ),
        Answer(
            "safety",
            "Safety of victims, others at risk and staff: what is in place",
            note=True,
            must=True,
            rule="MTR-06",
        ),
        Answer(
            "considered",
            "Approved Premises and restrictive orders: considered, and what follows",
            note=True,
            must=True,
            rule="MTR-07",
        ),
        Answer(
            "difference",
            "If the lead agency's plan is to say something else: what, and why",
            hint="There is one plan. Differences, such as a victim's safety or sensitive information, are minuted.",
            note=True,
        ),
        Answer(
            "told",
            "Is the person told that they are managed under MAPPA?",
            Kind.CHOICE,
            (("yes", "Yes"), (WITHHELD, "No, something is withheld")),
            must=True,
            rule="MTR-08",
        ),
        Answer(
            "withheld",
            "If something is withheld: what, and why",
            hint="Very exceptional. It also goes on the case record.",
            must=True,
            when=("told", (WITHHELD,)),
            rule="MTR-08",
        ),
    ),
    "media": (
        Answer("interest", "Is interest expected?", Kind.CHOICE, YES_NO, must=True, rule="MTR-09"),
        Answer(
            "police",
            "If so: who speaks for the police, by role",
            must=True,
            when=("interest", ("yes",)),
            rule="MTR-09",
        ),
        Answer(
            "probation",
            "If so: who speaks for Probation, by role",
            hint="When a press office is involved, the National MAPPA Team is told.",
            must=True,
            when=("interest", ("yes",)),
            rule="MTR-09",
        ),
        Answer("note", "What else was said", note=True),
    ),
    "visor": (
        Answer("owner", "Owner of the ViSOR record, by role", note=True, must=True, rule="MTR-10"),
        Answer("reviewer", "Who adds what was said today, by role", note=True, must=True, rule="MTR-10"),
    ),
    "human_rights": (
        Answer(
            "validated",
            "Are the decisions lawful, necessary and proportionate?",
            Kind.CHOICE,
            YES_NO,
            must=True,
            rule="MTR-11",
        ),
        Answer("note", "Why", note=True, must=True, rule="MTR-11"),
    ),
    "diversity": (
        Answer(
            "which",
            "Which of the nine characteristics matter here?",
            Kind.SEVERAL,
            CHARACTERISTICS,
            must=True,
            rule="MTR-12",
        ),
        Answer("note", "What difference they make, and what is done about it", note=True),
    ),
    "cppc": (
        Answer("referred", "Is the case referred as a Critical Public Protection Case?", Kind.CHOICE, YES_NO),
        Answer("reason", "Why, or why not"),
        Answer(
            "papers",
            "If so: who completes the papers within a week",
            hint="Add it as an action, too. The outcome is reported at the next meeting.",
            must=True,
            when=("referred", ("yes",)),
            rule="MTR-13",
        ),
    ),
    "level": (
        Answer("level", "Level from now on", Kind.CHOICE, LEVELS),
        Answer("reason", "Why, and on what information", hint="Say why a lower level would not do."),
        Answer(
            "decided_by",
            "Who decided",
            Kind.CHOICE,
            (("meeting", "The meeting agreed"), (BY_LEAD_AGENCY, "The lead agency, because the meeting did not agree")),
            must=True,
            rule="MTR-14",
        ),
        Answer(
            "dissent",
            "Views that differed",
            must=True,
            when=("decided_by", (BY_LEAD_AGENCY,)),
            rule="MTR-14",
        ),
        Answer("next_review_on", "Date of the next meeting", Kind.DATE, hint="Not needed for Level 1."),
        Answer("re_referral_route", "If the case leaves MAPPA: how it would be referred again"),
        Answer("re_referral_agency", "If the case leaves MAPPA: which agency would refer it"),
    ),
    "smb": (
        Answer(
            "note",
            "Good practice, gaps and difficulties; or that there is nothing to report",
            hint="The Co-ordinator takes them to the board.",
            note=True,
            must=True,
        ),
    ),
}

LABELS: Mapping[str, str] = {item.key: item.label for item in AGENDA}
OF_THE_MEETING_RULES: Mapping[str, tuple[str, ...]] = {
    "risk": ("who", "nature", "when", "circumstances", "protective_factors"),
    "disclosure": ("disclose", "reason"),
    "cppc": ("referred", "reason"),
    "level": ("level", "reason"),
}
"""Answers that have a rule of their own in `rules.closing`, by item: they are wanted, but no gap of the agenda."""


def note_text(item: str, answers: Mapping[str, str]) -> str:
    """The answers of an item as one text, for the rule that asks whether anything was written at all."""
    given = (str(answers.get(answer.key, "")).strip() for answer in ANSWERS[item])
    return "\n".join(text for text in given if text)


def gaps(item: str, answers: Mapping[str, str]) -> list[Gap]:
    """What this item still wants before the meeting closes, apart from what `rules.closing` asks by itself."""
    return [
        Gap(item, answer.key, answer.label, answer.rule)
        for answer in ANSWERS[item]
        if answer.wanted(answers) and not str(answers.get(answer.key, "")).strip()
    ]


def all_gaps(items: Sequence[str], answers: Mapping[str, Mapping[str, str]]) -> list[Gap]:
    """The gaps of these items, in their order."""
    return [gap for item in items for gap in gaps(item, answers.get(item, {}))]


def progress(item: str, answers: Mapping[str, str] | None) -> tuple[str, str]:
    """How far an item has come, in words with the colour of its tag."""
    if not answers or not note_text(item, answers):
        return "Not started", "grey"
    also = OF_THE_MEETING_RULES.get(item, ())
    complete = not gaps(item, answers) and all(str(answers.get(key, "")).strip() for key in also)
    return ("Completed", "green") if complete else ("In progress", "blue")


def as_chosen(answers: Mapping[str, str]) -> dict[str, str | list[str]]:
    """Stored answers with those of several choices as lists, as forms take them."""
    several = {answer.key for item in ANSWERS.values() for answer in item if answer.kind is Kind.SEVERAL}
    return {key: chosen(value) if key in several else value for key, value in answers.items()}
