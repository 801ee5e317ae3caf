"""Findings about an item of information: what must be said of it, how it may be corrected, shared and kept."""

from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import add_months, in_words
from information.rules.codes import Handling
from offenders.rules.sensitivity import MAY_BECOME, SENSITIVITY_WORDS, Sensitivity, shareable

LONGEST_MONTHS = 12
"""An item is looked at again within a year (INF-09)."""


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item about to be recorded or corrected. Dates are Europe/London dates."""

    today: date
    sensitivity: Sensitivity
    dated_on: date
    review_on: date
    text: str
    source_evaluation: str = ""
    assessment: str = ""
    handling: str = ""
    conditions: str = ""
    recorder_is_of_owner: bool = True


def item_findings(facts: ItemFacts) -> list[Finding]:
    """Everything that stops an item from being recorded (INF-02, INF-06, INF-07, INF-09, INF-12)."""
    found = review_findings(facts.review_on, facts.today)
    if facts.dated_on > facts.today:
        message = f"The date of the information, {in_words(facts.dated_on)}, is in the future."
        found.append(Finding("INF-02", Effect.REFUSE, message, "dated_on", "Enter today or an earlier date."))
    if not facts.text.strip():
        found.append(Finding("INF-02", Effect.REQUIRE, "The information itself is missing.", "text", "Write it down."))
    return [*found, *_evaluation(facts), *_conditions(facts), *_recorder(facts)]


def _evaluation(facts: ItemFacts) -> list[Finding]:
    if facts.sensitivity is not Sensitivity.INTELLIGENCE:
        return []
    asked = (
        ("source_evaluation", facts.source_evaluation, "how far the source can be relied on"),
        ("assessment", facts.assessment, "how the source came to know"),
        ("handling", facts.handling, "whether it may be passed on"),
    )
    return [
        Finding("INF-06", Effect.REQUIRE, f"Intelligence is evaluated: it is not said {what}.", field, "Choose one.")
        for field, value, what in asked
        if not value
    ]


def _conditions(facts: ItemFacts) -> list[Finding]:
    if facts.handling != Handling.CONDITIONS or facts.conditions.strip():
        return []
    message = "It may be shared with conditions only, and the conditions are missing."
    return [Finding("INF-07", Effect.REQUIRE, message, "conditions", "Write the conditions down.")]


def _recorder(facts: ItemFacts) -> list[Finding]:
    if facts.sensitivity is not Sensitivity.LEGAL or facts.recorder_is_of_owner:
        return []
    message = "Legal advice is recorded by the agency that was advised, and by nobody else."
    return [Finding("INF-12", Effect.REFUSE, message, "owner_agency", "Ask that agency to record it.")]


def review_findings(review_on: date, today: date) -> list[Finding]:
    """Why an item cannot be kept until this day before it is looked at again (INF-09)."""
    latest = add_months(today, LONGEST_MONTHS)
    if review_on <= today:
        message = f"{in_words(review_on)} is not after today."
    elif review_on > latest:
        message = f"{in_words(review_on)} is too far away: it is looked at again within {LONGEST_MONTHS} months."
    else:
        return []
    return [Finding("INF-09", Effect.REFUSE, message, "review_on", f"Choose a day up to {in_words(latest)}.")]


def correction_findings(before: Sensitivity, after: Sensitivity) -> list[Finding]:
    """Why a correction cannot make this of an item: it would open it more widely (INF-08)."""
    if after in MAY_BECOME[before]:
        return []
    now, then = SENSITIVITY_WORDS[before].lower(), SENSITIVITY_WORDS[after].lower()
    message = f"This is {now}: making it {then} would open what it said before to more people."
    return [Finding("INF-08", Effect.REFUSE, message, "sensitivity", "Withdraw it, and record anew what may be seen.")]


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """Somebody is about to be let in on an item."""

    sensitivity: Sensitivity
    today: date
    ends: date | None = None
    withdrawn: bool = False
    is_owner: bool = False
    has_part: bool = True
    signed_agreement: bool = True
    open_already: bool = False
    conditions: str = ""


def share_findings(facts: ShareFacts) -> list[Finding]:
    """What stops or questions sharing an item with an agency (INF-04, INF-05, INF-07, INF-10 to INF-12)."""
    if facts.sensitivity is Sensitivity.RESTRICTED:
        message = "Restricted information is opened to named people, not to agencies."
        return [Finding("INF-11", Effect.REFUSE, message, "agency", "Name the person instead.")]
    if not shareable(facts.sensitivity):
        message = "Legal advice is not shared."
        return [Finding("INF-12", Effect.REFUSE, message, "agency", "Record separately what others need to know.")]
    found = _standing(facts, "agency")
    if facts.is_owner:
        found.append(Finding("INF-04", Effect.REFUSE, "This agency owns the item.", "agency", "Choose another agency."))
    elif not facts.has_part:
        message = "This agency has no part in the case and is asked to none of its meetings."
        step = "Add the agency to the case first, if it takes part."
        found.append(Finding("INF-04", Effect.REFUSE, message, "agency", step))
    if not facts.signed_agreement:
        message = "This agency has not signed the information-sharing agreement."
        found.append(Finding("INF-05", Effect.WARN, message, "agency", "Make sure that sharing is still needed."))
    return [*found, *_on_conditions(facts)]


def naming_findings(facts: ShareFacts, *, may_be_named: bool) -> list[Finding]:
    """What stops or questions opening a restricted item to somebody by name (INF-07, INF-10, INF-11)."""
    if facts.sensitivity is not Sensitivity.RESTRICTED:
        message = "Only restricted information is opened to people by name."
        return [Finding("INF-11", Effect.REFUSE, message, "person", "Share it with the agency instead.")]
    found = _standing(facts, "person")
    if not may_be_named:
        message = "This person does not see the case, or holds no role that may receive restricted information."
        found.append(Finding("INF-11", Effect.REFUSE, message, "person", "Choose somebody else."))
    return [*found, *_on_conditions(facts)]


def _standing(facts: ShareFacts, field: str) -> list[Finding]:
    found = []
    if facts.withdrawn:
        found.append(Finding("INF-10", Effect.REFUSE, "The item is withdrawn, so it is not shared any more.", None))
    if facts.open_already:
        message = "The item is open to them already."
        found.append(Finding("INF-04", Effect.REFUSE, message, field, "Look at whom it is shared with."))
    if facts.ends is not None and facts.ends <= facts.today:
        message = f"{in_words(facts.ends)} is not after today."
        found.append(Finding("INF-04", Effect.REFUSE, message, "ends", "Enter a later day, or none."))
    return found


def _on_conditions(facts: ShareFacts) -> list[Finding]:
    if not facts.conditions.strip():
        return []
    message = "The item may be shared on its conditions only, and they bind whoever receives it."
    return [Finding("INF-07", Effect.WARN, message, None, "Confirm that the conditions are kept and passed on.")]


def may_decide(*, owner_manager: bool, recorder: bool) -> bool:
    """Whether somebody decides about an item: as a manager of its owner, or as who recorded it (INF-03)."""
    return owner_manager or recorder


def agreed_findings(*, of_owner: bool, agreed_by: str) -> list[Finding]:
    """A question back when another agency's information is passed on without saying who there agreed (INF-03)."""
    if of_owner or agreed_by.strip():
        return []
    message = "Another agency owns this item, and it is not said who there decided."
    return [Finding("INF-03", Effect.REQUIRE, message, "agreed_by", "Name the person in the owner agency.")]
