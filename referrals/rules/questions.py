"""What a referral asks (MAPPA A), as data: the forms, the check before submitting, the snapshot and the PDF read it.

Each question says when it has to be answered before the referral is submitted, and by which rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.levels import RoshLevel

YES_NO = (("yes", "Yes"), ("no", "No"))
LEVELS = (("2", "Level 2"), ("3", "Level 3"))
ROSH = tuple((level.value, level.label) for level in RoshLevel)
VICTIMS = "victims"


class Kind(StrEnum):
    """How an answer is given. All are stored as text: dates as ISO, choices as their key."""

    TEXT = "text"
    LINE = "line"
    CHOICE = "choice"
    DATE = "date"


class When(StrEnum):
    """The stage, or the circumstance, in which an answer is needed before submitting."""

    ALWAYS = "always"
    OPTIONAL = "optional"
    CUSTODY = "custody"
    COMMUNITY = "community"
    COMMUNITY_ORDER = "community_order"
    SEXUAL = "sexual"
    LEAD_AGENCY = "lead_agency"
    OTHER_AGENCY = "other_agency"
    DISAGREEMENT = "disagreement"
    CATEGORY_3 = "category_3"
    URGENT = "urgent"
    PSYCHOLOGY = "psychology"


WHEN_WORDS: Mapping[When, str] = {
    When.ALWAYS: "Every referral",
    When.OPTIONAL: "Where there is something to say",
    When.CUSTODY: "Somebody in custody or hospital",
    When.COMMUNITY: "Somebody in the community",
    When.COMMUNITY_ORDER: "A community order",
    When.SEXUAL: "Sexual offences",
    When.LEAD_AGENCY: "The lead agency refers",
    When.OTHER_AGENCY: "An agency other than the lead agency refers",
    When.DISAGREEMENT: "The lead agency does not agree",
    When.CATEGORY_3: "Category 3",
    When.URGENT: "An urgent referral",
    When.PSYCHOLOGY: "HMPPS Psychology is involved",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its label, how it is answered, when it has to be, and the rule that asks for it."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    when: When = When.ALWAYS
    rule: str = "REF-02"
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""

    @property
    def guidance(self) -> str:
        """What stands under its label: when it is needed, where that is not always, and its hint."""
        needed = "" if self.when is When.ALWAYS else f"{WHEN_WORDS[self.when]}."
        return f"{needed} {self.hint}".strip()

    def in_words(self, stored: str) -> str:
        """The stored answer as people read it; a date stays as it is stored."""
        return dict(self.choices).get(stored, stored)


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its title, what it is for, and its questions."""

    key: str
    title: str
    questions: tuple[Question, ...]
    guidance: str = ""
    only: When | None = None  # the circumstance in which the section is asked at all


NO_NAMES = "Do not name victims here: they have a section of their own."
NONE_KNOWN = "Say so where there is none."

SECTIONS: tuple[Section, ...] = (
    Section(
        "reason",
        "Reason for the referral",
        (
            Question("level", "Level asked for", Kind.CHOICE, rule="REF-04", choices=LEVELS),
            Question("reason", "Reason for the referral", rule="REF-04"),
            Question("issues", "Specific issues that need more than Level 1", rule="REF-04"),
            Question("added_value", "What management at Level 2 or 3 would add", rule="REF-04"),
            Question("harm", "Why the person can cause serious harm", when=When.CATEGORY_3, rule="REF-12"),
            Question("relied_on", "Offence that shows it", when=When.CATEGORY_3, rule="REF-12"),
            Question("urgent", "Is it urgent?", Kind.CHOICE, rule="REF-09", choices=YES_NO),
            Question("urgent_reason", "Why it cannot wait", when=When.URGENT, rule="REF-09"),
            Question(
                "urgent_spoken_to",
                "Who in the Unit was spoken to",
                Kind.LINE,
                When.URGENT,
                "REF-09",
                hint="Name and post",
            ),
            Question("urgent_spoken_on", "When they were spoken to", Kind.DATE, When.URGENT, "REF-09"),
        ),
        NO_NAMES,
    ),
    Section(
        "lead_agency",
        "What was said with the lead agency",
        (
            Question("discussed_on", "Discussed with the lead agency on", Kind.DATE, When.OTHER_AGENCY, "REF-08"),
            Question("discussed_with", "Discussed with", Kind.LINE, When.OTHER_AGENCY, "REF-08", hint="Name and post"),
            Question("lead_said", "What the lead agency said", when=When.OTHER_AGENCY, rule="REF-08"),
            Question(
                "lead_agrees", "Does the lead agency agree?", Kind.CHOICE, When.OTHER_AGENCY, "REF-08", choices=YES_NO
            ),
            Question("escalated_on", "Disagreement escalated on", Kind.DATE, When.DISAGREEMENT, "REF-08"),
            Question(
                "escalated_to",
                "Escalated to",
                Kind.LINE,
                When.DISAGREEMENT,
                "REF-08",
                hint="Managers, by name and post",
            ),
            Question("escalated_result", "What came of it", when=When.DISAGREEMENT, rule="REF-08"),
            Question("unit_on", "Discussed with the Co-ordination Unit on", Kind.DATE, When.OTHER_AGENCY, "REF-08"),
            Question("unit_with", "Who in the Unit", Kind.LINE, When.OTHER_AGENCY, "REF-08", hint="Name and post"),
        ),
        "An agency that does not lead the case speaks to the lead agency first, then to the Unit.",
        When.OTHER_AGENCY,
    ),
    Section(
        "person",
        "The person",
        (
            Question("category", "MAPPA category", Kind.LINE),
            Question("family_name", "Family name", Kind.LINE),
            Question("given_names", "Given names", Kind.LINE),
            Question("born", "Date of birth", Kind.DATE),
            Question("aliases", "Other names and nicknames", hint=NONE_KNOWN),
            Question("gender", "Gender", Kind.LINE),
            Question("ethnicity", "Ethnicity", Kind.LINE, hint="Write “not known” where it is not."),
            Question("pnc_id", "PNC ID", Kind.LINE, hint="Write “none” where there is none."),
            Question("visor_ref", "ViSOR reference", Kind.LINE, When.SEXUAL, "REF-06"),
            Question("lead_reference", "Lead agency's own reference", Kind.LINE),
        ),
    ),
    Section(
        "place",
        "Where the person is",
        (
            Question("prison", "Prison or hospital", Kind.LINE, When.CUSTODY),
            Question("prison_number", "Prison number", Kind.LINE, When.CUSTODY),
            Question("last_address", "Last address before imprisonment", when=When.CUSTODY),
            Question(
                "release_address",
                "Proposed address on release",
                when=When.CUSTODY,
                hint="Say so where none is proposed.",
            ),
            Question("current_address", "Current address", when=When.COMMUNITY),
        ),
    ),
    Section(
        "offence",
        "Offence and sentence",
        (
            Question("index_offence", "Index offence, or caution relied on"),
            Question("outcome_on", "Date of conviction or caution", Kind.DATE),
            Question("sentence", "Sentence"),
            Question("details", "Brief details of the offences", hint=NO_NAMES),
            Question("earliest_release", "Earliest release date", Kind.DATE, When.CUSTODY),
            Question("order_starts", "Community order starts", Kind.DATE, When.COMMUNITY_ORDER),
            Question("order_ends", "Community order ends", Kind.DATE, When.COMMUNITY_ORDER),
        ),
    ),
    Section(
        "risk",
        "Risk",
        (
            Question("tools", "Scores from assessment tools", hint=NONE_KNOWN),
            Question("reoffending", "How likely re-offending is", rule="REF-03"),
            Question("rosh", "Risk of serious harm", Kind.CHOICE, rule="REF-03", choices=ROSH),
            Question("who", "Who is at risk", rule="REF-03", hint=f"Roles, such as a former partner. {NO_NAMES}"),
            Question("imminence", "When harm is likely, and how soon", rule="REF-03"),
            Question("assessment", "The lead agency's risk assessment", rule="REF-03"),
            Question("prison_information", "Information from the prison", when=When.CUSTODY, rule="REF-05"),
            Question("psychology", "Is HMPPS Psychology involved?", Kind.CHOICE, rule="REF-05", choices=YES_NO),
            Question("psychology_work", "What HMPPS Psychology does", when=When.PSYCHOLOGY, rule="REF-05"),
        ),
    ),
    Section(
        "plan",
        "Risk management plan",
        (Question("plan", "Summary of the lead agency's risk management plan", rule="REF-03", hint=NO_NAMES),),
    ),
    Section(
        "safeguarding",
        "Safeguarding",
        (
            Question("marac", "MARAC involvement", hint=NONE_KNOWN),
            Question("children", "Child protection concerns", hint=NONE_KNOWN),
            Question("adults", "Concerns about adults at risk", hint=NONE_KNOWN),
        ),
        NO_NAMES,
    ),
    Section(
        "people",
        "Who refers, and who should come",
        (
            Question("referrer", "Person referring", Kind.LINE, hint="Name, post and agency"),
            Question("contact", "How to reach them", Kind.LINE),
            Question(
                "sign_off", "Signed off by a manager", Kind.LINE, When.OPTIONAL, hint="Where your agency asks for it."
            ),
            Question("sign_off_on", "Signed off on", Kind.DATE, When.OPTIONAL),
            Question("invitees", "Who should be invited", rule="REF-03", hint="Agencies and posts, one to a line"),
            Question("additional", "Additional invitees", hint=NONE_KNOWN),
            Question("own_words", "What the person said in writing, if anything", when=When.OPTIONAL),
        ),
    ),
    Section(
        VICTIMS,
        "Victims",
        (
            Question("index_victim", "Victim of the index offence", when=When.LEAD_AGENCY, hint=NONE_KNOWN),
            Question("potential", "Other people who may become victims", when=When.LEAD_AGENCY, hint=NONE_KNOWN),
            Question("in_contact", "Who is in contact with the victim", when=When.OPTIONAL, rule="REF-18"),
            Question("represents", "Who speaks for the victim at meetings", when=When.OPTIONAL, rule="REF-18"),
        ),
        "Seen only by those who may see the victims of this case. Another agency may leave this to the lead agency.",
    ),
)
BY_KEY: Mapping[str, Section] = {section.key: section for section in SECTIONS}
