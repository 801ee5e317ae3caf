"""What a reply to a request needs, which exemptions it rests on, and who decides on it (ENQ-11 to ENQ-17)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from audit.refusals import Effect, Finding
from enquiries.rules.routing import (
    FROM_MINUTES,
    RESPONSE_WORDS,
    TERRORISM_RULE,
    Handler,
    Regime,
    Requester,
    Response,
    Route,
)


class Exemption(StrEnum):
    """The law under which one item may be left out."""

    CRIME = "dpa_45_4"
    OTHER_PERSON = "dpa_16_1"
    INVESTIGATIONS = "foia_30_1_b"
    LAW_ENFORCEMENT = "foia_31"
    SAFETY = "foia_38"
    PERSONAL = "foia_40"
    CONFIDENCE = "foia_41"


EXEMPTION_WORDS: Mapping[Exemption, str] = {
    Exemption.CRIME: "Data Protection Act 2018 section 45(4): prevention or detection of crime",
    Exemption.OTHER_PERSON: "Data Protection Act 2018 section 16(1): another person who can be recognised",
    Exemption.INVESTIGATIONS: "Freedom of Information Act 2000 section 30(1)(b): investigations and proceedings",
    Exemption.LAW_ENFORCEMENT: "Freedom of Information Act 2000 section 31: law enforcement",
    Exemption.SAFETY: "Freedom of Information Act 2000 section 38: health and safety",
    Exemption.PERSONAL: "Freedom of Information Act 2000 section 40: personal information",
    Exemption.CONFIDENCE: "Freedom of Information Act 2000 section 41: given in confidence",
}
_WHOLE = """
    a all an and any anything complete content contents copy data document documents each entire every everything file
    files full in information it its mappa meeting meetings minutes note notes of our page pages paper papers record
    records report reports set sets sheet sheets summaries summary text that the their them these they this those
    totality whole
"""
WHOLE = frozenset(_WHOLE.split())
"""Words of the whole: an item that is described by them alone is no single item."""
LOOK_UP_FIRST = "Say first whom it is about."


class SummaryState(StrEnum):
    """How the executive summary that a reply would enclose stands."""

    NONE = "none"
    SUPERSEDED = "superseded"
    EARLIER = "earlier"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply as typed. `suppliers`: how the agencies that gave the information were involved; of a request that is
    sent on, which agency it goes to."""

    response: Response
    reason: str = ""
    covering: str = ""
    lawful_basis: str = ""
    necessity: str = ""
    proportionality: str = ""
    suppliers: str = ""
    agreement: str = ""


SHARING: tuple[tuple[str, str], ...] = (
    ("lawful_basis", "Sharing has a lawful basis."),
    ("necessity", "Sharing is necessary."),
    ("proportionality", "Sharing is proportionate."),
    ("suppliers", "The agencies that gave the information are involved."),
)


def reply_findings(
    draft: Draft,
    route: Route,
    *,
    requester: Requester,
    summary: SummaryState,
    about_a_case: bool,
    looked_up: bool,
    held: bool,
    exemptions: int,
) -> list[Finding]:
    """Why a reply cannot be drafted so, and what it is asked about (ENQ-02, ENQ-11 to ENQ-16, ENQ-31). Nothing is
    automatic. `looked_up`: it was said whom the request is about; `held`: a meeting of the case was held."""
    response = draft.response
    found = [*_of_minutes(draft, route, requester, summary, about_a_case), *_of_others(draft, route)]
    found += ground_findings(response, route, exemptions=exemptions, looked_up=looked_up, held=held)
    if not draft.reason.strip():
        message = "A person decides what answers a request, with a reason."
        found.append(Finding("ENQ-15", Effect.REQUIRE, message, "reason", "Say why."))
    if response is not route.response:
        message = f"What usually answers such a request is: {RESPONSE_WORDS[route.response].lower()}."
        found.append(
            Finding("ENQ-02", Effect.WARN, message, "response", "Confirm that this one is answered otherwise.")
        )
    return found


def _of_minutes(
    draft: Draft, route: Route, requester: Requester, summary: SummaryState, about_a_case: bool
) -> list[Finding]:
    response = draft.response
    if response not in FROM_MINUTES:
        return []
    if not about_a_case:
        message = "The request is not tied to a case here, so there are no minutes to answer from."
        return [Finding("ENQ-11", Effect.REFUSE, message, "response", LOOK_UP_FIRST)]
    found = summary_findings(response, summary)
    if response is Response.KEY_DETAILS and route.regime is not Regime.MARAC:
        message = "Key details are passed on to MARAC only."
        found.append(Finding("ENQ-04", Effect.REFUSE, message, "response", "Choose another reply."))
    if route.regime is not Regime.SAR or response is not Response.SUMMARY:
        found += [
            Finding("ENQ-12", Effect.REQUIRE, message, name, "Say how.")
            for name, message in SHARING
            if not getattr(draft, name).strip()
        ]
    if not draft.agreement.strip() and (route.agrees or requester is Requester.REVIEW):
        message = "Contributing agencies agree in writing how their data are protected."
        effect = Effect.REQUIRE if route.agrees else Effect.WARN
        found.append(Finding("ENQ-13", effect, message, "agreement", "Enter what was agreed, with whom and when."))
    return found


def _of_others(draft: Draft, route: Route) -> list[Finding]:
    found = []
    if draft.response is Response.REDIRECT and not draft.suppliers.strip():
        message = "A request that is sent on goes to one agency."
        found.append(Finding("ENQ-02", Effect.REQUIRE, message, "suppliers", "Name it."))
    if draft.response is Response.NCND and route.regime is not Regime.FOI:
        message = "Neither to confirm nor to deny belongs to the Freedom of Information Act."
        found.append(Finding("ENQ-16", Effect.WARN, message, "response", "Confirm that it is meant here."))
    return found


def ground_findings(response: Response, route: Route, *, exemptions: int, looked_up: bool, held: bool) -> list[Finding]:
    """What a refusal (ENQ-14) and the answer that nothing is held (ENQ-31) rest on, until the reply has left."""
    if response is Response.REFUSED and not exemptions:
        message = "A refusal rests on exemptions, each for one item and with its reason."
        return [Finding("ENQ-14", Effect.REFUSE, message, "response", "Record the exemptions first.")]
    if response is not Response.NONE_HELD:
        return []
    if route.regime is Regime.FOI:
        message = "To say that nothing is held would say that somebody is not managed at Level 2 or 3."
        return [Finding("ENQ-31", Effect.REFUSE, message, "response", "Neither confirm nor deny.")]
    if not looked_up:
        message = "Nobody has looked up yet whom this request is about, so it is not known what is held."
        return [Finding("ENQ-31", Effect.REFUSE, message, "response", LOOK_UP_FIRST)]
    if held:
        message = "A meeting of this case was held, so there are minutes."
        return [Finding("ENQ-31", Effect.REFUSE, message, "response", "Choose another reply.")]
    return []


def said_wrongly(response: Response | None, *, held: bool) -> bool:
    """Whether what a reply said is found to be wrong: that nothing is held, where a meeting was held (ENQ-31)."""
    return response is Response.NONE_HELD and held


def summary_findings(response: Response, summary: SummaryState) -> list[Finding]:
    """A reply that encloses an executive summary needs one that stands; an old one is asked about (ENQ-11)."""
    if response is not Response.SUMMARY or summary is SummaryState.CURRENT:
        return []
    if summary is SummaryState.EARLIER:
        message = "The summary is older than the last meeting, or than the minutes of its own meeting."
        return [Finding("ENQ-11", Effect.WARN, message, "summary", "Confirm that the older one is to be enclosed.")]
    if summary is SummaryState.SUPERSEDED:
        message = "A newer executive summary took the place of this one."
        return [Finding("ENQ-11", Effect.REFUSE, message, "summary", "Draft the reply anew with the one that stands.")]
    message = "An executive summary is enclosed only once its chair issued it."
    return [Finding("ENQ-11", Effect.REFUSE, message, "summary", "Issue it first, under the meeting.")]


def exemption_findings(*, item: str, reason: str) -> list[Finding]:
    """An exemption is for one item, with a reason of its own, never for the whole (ENQ-14)."""
    found = []
    if WHOLE.issuperset(re.findall(r"\w+", item.casefold())):
        message = "An exemption is for one item, never for the whole."
        found.append(Finding("ENQ-14", Effect.REFUSE, message, "item", "Say which item is left out."))
    if not reason.strip():
        message = "Each exemption has its reason: what may very well be harmed."
        found.append(Finding("ENQ-14", Effect.REQUIRE, message, "reason", "Say why."))
    return found


def decider(response: Response | None, route: Route, *, held: bool) -> Handler:
    """Who approves a reply; None while none is drafted. The chair wherever something of the minutes is given (ENQ-15)
    and always where they may be of counter-terrorism (ENQ-07); of what gives nothing, whoever the table says once a
    meeting was `held`, and the Co-ordinator before, so that what has no meeting is answered, too."""
    if response in FROM_MINUTES or _of_terrorism(route):
        return Handler.CHAIR
    return route.decides if held else Handler.COORDINATOR


def _of_terrorism(route: Route) -> bool:
    return any(rule == TERRORISM_RULE for rule, _ in route.why)


def approval_findings(response: Response, route: Route, *, held: bool, is_chair: bool) -> list[Finding]:
    """Why this person does not approve this reply (ENQ-15; ENQ-07 for counter-terrorism)."""
    if is_chair or decider(response, route, held=held) is Handler.COORDINATOR:
        return []
    message = "The chair of the most recent meeting decides on this reply."
    rule_id = TERRORISM_RULE if _of_terrorism(route) else "ENQ-15"
    return [Finding(rule_id, Effect.REFUSE, message, None, "Ask the chair to approve it.")]


def written(response: Response, covering: str, suppliers: str) -> list[str]:
    """What of a draft reaches the requester in its own words."""
    return [covering, suppliers] if response is Response.REDIRECT else [covering]


def naming_findings(hits: int) -> list[Finding]:
    """A reply names nobody at risk, nobody who attended, and nothing that is withheld (ENQ-17)."""
    if not hits:
        return []
    message = "What is written to the requester has a name or words in it that must not leave."
    return [Finding("ENQ-17", Effect.REFUSE, message, "covering", "Say it without them.")]
