"""Findings about one disclosure decision, whichever way it goes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words
from disclosure.rules.codes import LegalBasis, NoRepresentations


class RecipientKind(StrEnum):
    """Who is to be told, as far as a rule depends on it."""

    ADULT = "adult"
    CHILD = "child"
    ADULT_AT_RISK = "adult_at_risk"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Consultation:
    """Whom the decision maker consulted. At a meeting, presence of a senior representative is the consultation."""

    senior_youth_offending_team: bool = False
    childrens_services: bool = False
    adult_social_care: bool = False


@dataclass(frozen=True, slots=True)
class DisclosureFacts:
    """A decision about to be recorded; None means unanswered. Dates are Europe/London dates.

    `subject_is_child` is about the person managed, `recipient_kind` about the person told. `at_meeting` is true for a
    decision made at a Level 2 or 3 meeting.
    """

    decided_on: date
    today: date
    disclose: bool | None
    purpose: str = ""
    reasons: str = ""
    necessity: str = ""
    proportionality: str = ""
    alternatives: str = ""
    recipient: str = ""
    recipient_kind: RecipientKind | None = None
    details: str = ""
    legal_basis: LegalBasis | None = None
    discloser_agency: str = ""
    discloser: str = ""
    planned_on: date | None = None
    representations_sought: bool | None = None
    no_representations: NoRepresentations | None = None
    identifies_victim: bool = False
    identifies_victim_reason: str = ""
    subject_is_child: bool = False
    consulted: Consultation = Consultation()
    urgent_reason: str = ""
    at_meeting: bool = False
    child_sex_offender: bool = False
    risk_to_children: bool = False
    presumption_reason: str = ""


def decision_findings(facts: DisclosureFacts) -> list[Finding]:
    """Everything that stops or questions recording the decision (DIS-01 to DIS-11, DIS-13)."""
    found = [*_date(facts), *_either_way(facts), *_child_subject(facts)]
    if facts.disclose is True:
        found += [*_test(facts), *_arrangements(facts), *_representations(facts), *_victim(facts), *_recipient(facts)]
    if facts.disclose is False:
        found += _presumption(facts)
    return found


def review_findings(reviewed_on: date, last_considered_on: date | None) -> list[Finding]:
    """A block on completing a review at which disclosure was not considered afresh (DIS-12)."""
    if last_considered_on is not None and last_considered_on >= reviewed_on:
        return []
    if last_considered_on is None:
        before = "it has never been considered in this case"
    else:
        before = f"it was last considered on {in_words(last_considered_on)}"
    message = f"Disclosure is not considered at this review of {in_words(reviewed_on)}; {before}."
    step = "Record a decision either way, with the reason."
    return [Finding("DIS-12", Effect.BLOCK, message, "disclose", step)]


def _require(rule: str, field: str, value: object, message: str, step: str) -> list[Finding]:
    given = value.strip() if isinstance(value, str) else value
    return [] if given else [Finding(rule, Effect.REQUIRE, message, field, step)]


def _date(facts: DisclosureFacts) -> list[Finding]:
    if facts.decided_on > facts.today:
        message = f"The date of the decision, {in_words(facts.decided_on)}, is in the future."
        return [Finding("DIS-04", Effect.REFUSE, message, "decided_on", "Enter the day on which it was decided.")]
    return []


def _either_way(facts: DisclosureFacts) -> list[Finding]:
    if facts.disclose is None:
        message = "Whether to disclose is not answered."
        return [Finding("DIS-04", Effect.REQUIRE, message, "disclose", "Answer yes or no.")]
    decision = "to disclose" if facts.disclose else "not to disclose"
    return [
        *_require("DIS-01", "purpose", facts.purpose, "The purpose is not recorded.", "Say what disclosure is for."),
        *_require("DIS-04", "reasons", facts.reasons, f"The decision {decision} has no reasons.", "Give the reasons."),
    ]


def _test(facts: DisclosureFacts) -> list[Finding]:
    return [
        *_require(
            "DIS-02", "necessity", facts.necessity, "It is not recorded why telling someone is necessary.", "Say why."
        ),
        *_require(
            "DIS-02",
            "proportionality",
            facts.proportionality,
            "It is not recorded why what is told is proportionate.",
            "Say why protecting the public outweighs the person's privacy, and why no more is told than needed.",
        ),
        *_require(
            "DIS-03",
            "alternatives",
            facts.alternatives,
            "No alternatives to disclosure are recorded.",
            "Say what else was considered and why it would not do.",
        ),
        *_require(
            "DIS-13",
            "legal_basis",
            facts.legal_basis,
            "The legal basis is not recorded.",
            "Choose the power relied on.",
        ),
    ]


def _arrangements(facts: DisclosureFacts) -> list[Finding]:
    found = [
        *_require("DIS-05", "recipient", facts.recipient, "Nobody is named to be told.", "Name who is to be told."),
        *_require(
            "DIS-05",
            "recipient_kind",
            facts.recipient_kind,
            "It is not recorded who the recipient is.",
            "Choose adult, child, adult at risk or organisation.",
        ),
        *_require(
            "DIS-05", "details", facts.details, "What will be told is not recorded.", "Set out what will be told."
        ),
        *_require(
            "DIS-06", "discloser_agency", facts.discloser_agency, "No agency is named to do it.", "Choose the agency."
        ),
        *_require("DIS-06", "discloser", facts.discloser, "No person is named to do it.", "Name the person."),
        *_require("DIS-06", "planned_on", facts.planned_on, "No date is planned for it.", "Enter the planned date."),
    ]
    if facts.planned_on and facts.planned_on < facts.decided_on:
        message = f"The planned date, {in_words(facts.planned_on)}, is before the day of the decision."
        found.append(Finding("DIS-06", Effect.REFUSE, message, "planned_on", "Correct one of the two dates."))
    return found


def _representations(facts: DisclosureFacts) -> list[Finding]:
    if facts.representations_sought is None:
        message = "It is not recorded whether the person's own views were sought."
        return [Finding("DIS-07", Effect.REQUIRE, message, "representations_sought", "Answer yes or no.")]
    if facts.representations_sought:
        return []
    if facts.no_representations is None:
        message = "The person's own views were not sought and no reason is chosen; seeking them is the norm."
        return [Finding("DIS-07", Effect.REQUIRE, message, "no_representations", "Choose the reason.")]
    message = "The person does not know of this disclosure, and whoever is told has to be told so."
    return [Finding("DIS-07", Effect.PROMPT, message, "no_representations", "Include it in the preparation.")]


def _victim(facts: DisclosureFacts) -> list[Finding]:
    if not facts.identifies_victim or facts.identifies_victim_reason.strip():
        return []
    message = "What will be told could identify a victim."
    step = "Leave it out, or say why it is necessary to manage the risk."
    return [Finding("DIS-08", Effect.REFUSE, message, "identifies_victim_reason", step)]


def _child_subject(facts: DisclosureFacts) -> list[Finding]:
    if not facts.subject_is_child or facts.disclose is None:
        return []
    missing = [
        name
        for name, consulted in (
            ("a senior member of the Youth Offending Team", facts.consulted.senior_youth_offending_team),
            ("Children's Services", facts.consulted.childrens_services),
        )
        if not consulted
    ]
    if not missing:
        return []
    who = " and ".join(missing)
    if facts.at_meeting:
        message = f"The decision is about a child; not at the meeting: {who}."
        step = "Decide at a meeting at which both are present."
        return [Finding("DIS-09", Effect.REFUSE, message, "consulted", step)]
    message = f"The decision is about a child; not consulted: {who}."
    if facts.urgent_reason.strip():
        step = "Consult them as soon as the danger has been met, and record it."
        return [Finding("DIS-09", Effect.WARN, message, "consulted", step)]
    return [Finding("DIS-09", Effect.REFUSE, message, "consulted", "Consult both, or record why it cannot wait.")]


def _recipient(facts: DisclosureFacts) -> list[Finding]:
    if facts.recipient_kind is RecipientKind.CHILD and not facts.consulted.childrens_services:
        message = "A child is to be told and Children's Services has not been consulted on the child's best interests."
        return [Finding("DIS-10", Effect.REFUSE, message, "consulted", "Consult Children's Services first.")]
    if facts.recipient_kind is RecipientKind.ADULT_AT_RISK and not facts.consulted.adult_social_care:
        message = "An adult at risk is to be told and Adult Social Care is not involved."
        step = "Involve Adult Social Care or the safeguarding service, and consider mental capacity."
        return [Finding("DIS-10", Effect.WARN, message, "consulted", step)]
    return []


def _presumption(facts: DisclosureFacts) -> list[Finding]:
    if not (facts.child_sex_offender and facts.risk_to_children) or facts.presumption_reason.strip():
        return []
    message = (
        "The law presumes disclosure where someone convicted of a sexual offence against a child poses a risk of "
        "serious harm to any child, and the decision is not to disclose."
    )
    step = "Say why disclosure is not needed to protect any child."
    return [Finding("DIS-11", Effect.REQUIRE, message, "presumption_reason", step)]
