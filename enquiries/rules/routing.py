"""Where a request for minutes goes, under which law, what usually answers it, and by when (chapter 13b, MARAC 22.25).

The table proposes and explains. It refuses nobody: a person decides, with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Requester(StrEnum):
    """Who asks for minutes."""

    OFFENDER = "offender"
    REPRESENTATIVE = "representative"
    VICTIM = "victim"
    COURT = "court"
    PAROLE_BOARD = "parole_board"
    PROSECUTOR = "prosecutor"
    BRANCH = "branch"
    REVIEW = "review"
    IOPC = "iopc"
    INSPECTORATE = "inspectorate"
    MARAC = "marac"
    OTHER = "other"


REQUESTER_WORDS: Mapping[Requester, str] = {
    Requester.OFFENDER: "The person themselves",
    Requester.REPRESENTATIVE: "Their solicitor or another representative",
    Requester.VICTIM: "A victim, about what the minutes say of them",
    Requester.COURT: "A court or tribunal, also a family or coroner's court",
    Requester.PAROLE_BOARD: "The Parole Board",
    Requester.PROSECUTOR: "The Crown Prosecution Service",
    Requester.BRANCH: "Another branch of an agency in MAPPA",
    Requester.REVIEW: "The chair of a review, such as one of a domestic homicide",
    Requester.IOPC: "The Independent Office for Police Conduct",
    Requester.INSPECTORATE: "An inspectorate, such as Ofsted",
    Requester.MARAC: "A MARAC co-ordinator",
    Requester.OTHER: "Anybody else, such as a relative or a journalist",
}
THEMSELVES = frozenset({Requester.OFFENDER, Requester.REPRESENTATIVE})
SUBJECTS = THEMSELVES | {Requester.VICTIM}


class Regime(StrEnum):
    """Under which law a request is dealt with."""

    SAR = "sar"
    FOI = "foi"
    OFFICIAL = "official"
    MARAC = "marac"


REGIME_WORDS: Mapping[Regime, str] = {
    Regime.SAR: "Subject access request (Data Protection Act 2018)",
    Regime.FOI: "Freedom of Information Act 2000",
    Regime.OFFICIAL: "Official request of a third party",
    Regime.MARAC: "Request of a MARAC co-ordinator",
}


class Response(StrEnum):
    """What answers a request."""

    SUMMARY = "summary"
    FULL = "full"
    REDACTED = "redacted"
    KEY_DETAILS = "key_details"
    REDIRECT = "redirect"
    NCND = "ncnd"
    REFUSED = "refused"
    NONE_HELD = "none_held"


RESPONSE_WORDS: Mapping[Response, str] = {
    Response.SUMMARY: "Executive summary",
    Response.FULL: "Full minutes",
    Response.REDACTED: "Redacted example of minutes",
    Response.KEY_DETAILS: "Key details of the decisions",
    Response.REDIRECT: "Sent on to the agency that holds the document",
    Response.NCND: "Neither confirmed nor denied",
    Response.REFUSED: "Refused",
    Response.NONE_HELD: "No such minutes are held",
}
FROM_MINUTES = frozenset({Response.SUMMARY, Response.FULL, Response.REDACTED, Response.KEY_DETAILS})
"""Replies that give something of what a meeting recorded: for its chair to decide."""
TERRORISM_RULE = "ENQ-07"


class Handler(StrEnum):
    """Who deals with a request."""

    COORDINATOR = "coordinator"
    CHAIR = "chair"


HANDLER_WORDS: Mapping[Handler, str] = {
    Handler.COORDINATOR: "MAPPA Co-ordinator",
    Handler.CHAIR: "Chair of the most recent meeting",
}
DATA_TEAM = "the data protection team of the Ministry of Justice (Branston)"
SENT_TO_DATA_TEAM = frozenset({"probation", "prison"})
"""Kinds of agency whose subject access requests go to that team."""
SAR_DAYS = 30
SAR_MONTHS = 1
"""The month of the Data Protection Act 2018 sections 45 and 54; the guidance says 30 days."""
MARAC_WORKING_DAYS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the table looks at. `received_by` is the kind of agency that first received it; `insists_on_foi` None
    while nobody asked; `document` whether one specific document of an agency is wanted; `recording_held` whether a
    recording of a meeting still exists."""

    requester: Requester
    received_by: str = ""
    insists_on_foi: bool | None = None
    names_foi: bool = False
    document: bool = False
    counter_terrorism: bool = False
    recording_held: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """What the table says of a request. `first` is what must be asked or agreed before a reply; `why` the reasons in
    sentences, each with its rule; `asks` whether the requester is asked in writing, `agrees` whether contributing
    agencies agree in writing, `passes_on` whether it goes to the data protection team."""

    to: str
    regime: Regime
    response: Response
    decides: Handler
    clock: str
    clock_source: str
    first: tuple[str, ...]
    why: tuple[tuple[str, str], ...]
    asks: bool = False
    agrees: bool = False
    passes_on: bool = False


UNIT = "The Co-ordinator, or the chair of the most recent meeting"
NO_CLOCK = "No time limit of its own: the day that the requester sets"
OFFICIAL_SOURCE = "MAPPA Guidance 13b.24"
ASK_OFFICIAL = "Ask, in writing where possible, exactly what is wanted."
LEAST = "Offer the executive summary; full minutes only if absolutely necessary."
TABLE: Mapping[Requester, Route] = {
    **{
        who: Route(
            to="The agency that received it, by its own procedure",
            regime=Regime.SAR,
            response=Response.SUMMARY,
            decides=Handler.CHAIR,
            clock=f"{SAR_DAYS} days from the first receipt by any agency, or a month where that ends earlier",
            clock_source="MAPPA Guidance 13b.18 and 13b.20",
            first=(),
            why=(
                (
                    "ENQ-02",
                    "Whoever is written about asks for their own data: a subject access request, said so or not.",
                ),
                ("ENQ-02", "An executive summary meets it."),
            ),
        )
        for who in (Requester.OFFENDER, Requester.REPRESENTATIVE, Requester.VICTIM)
    },
    **{
        who: Route(
            to=UNIT,
            regime=Regime.OFFICIAL,
            response=Response.SUMMARY,
            decides=Handler.CHAIR,
            clock=NO_CLOCK,
            clock_source="MAPPA Guidance 13b.24: promptly, as time is often short",
            first=(ASK_OFFICIAL, LEAST),
            why=(("ENQ-02", words),),
            asks=True,
        )
        for who, words in (
            (
                Requester.COURT,
                "A court or tribunal is offered the summary first; full minutes are given if ordered.",
            ),
            (
                Requester.PAROLE_BOARD,
                "The Parole Board is offered the summary first; full minutes are given if ordered.",
            ),
            (Requester.PROSECUTOR, "An official third party receives the summary, unless more is necessary."),
            (Requester.BRANCH, "Another branch of an agency is an official third party, and receives the summary."),
        )
    },
    Requester.REVIEW: Route(
        to=UNIT,
        regime=Regime.OFFICIAL,
        response=Response.SUMMARY,
        decides=Handler.CHAIR,
        clock=NO_CLOCK,
        clock_source="MAPPA Guidance 13b.27 gives none",
        first=("Ask what the review needs that individual agencies cannot give.",),
        why=(("ENQ-02", "What only minutes hold usually goes to a review as a summary."),),
        asks=True,
    ),
    Requester.IOPC: Route(
        to=UNIT,
        regime=Regime.OFFICIAL,
        response=Response.FULL,
        decides=Handler.CHAIR,
        clock=NO_CLOCK,
        clock_source="MAPPA Guidance 13b.28 gives none",
        first=(ASK_OFFICIAL, "Agree for this case how sensitive data and third parties' data are protected."),
        why=(("ENQ-02", "An inquiry into how police managed a case may need a full copy."),),
        asks=True,
        agrees=True,
    ),
    Requester.INSPECTORATE: Route(
        to=UNIT,
        regime=Regime.OFFICIAL,
        response=Response.REDACTED,
        decides=Handler.CHAIR,
        clock=NO_CLOCK,
        clock_source="MAPPA Guidance 13b.29 gives none",
        first=(
            "Ask how each set of minutes serves the published aims of the inspection.",
            "Agree in writing, before anything is shared, how data are protected; redact personal data.",
        ),
        why=(("ENQ-02", "An inspectorate may receive examples of minutes, with personal data taken out."),),
        asks=True,
        agrees=True,
    ),
    Requester.MARAC: Route(
        to=UNIT,
        regime=Regime.MARAC,
        response=Response.SUMMARY,
        decides=Handler.CHAIR,
        clock=f"{MARAC_WORKING_DAYS} working days, or earlier when that is agreed to be necessary",
        clock_source="MAPPA Guidance 22.25",
        first=("Or ask the chair's permission to pass on key details instead.",),
        why=(("ENQ-02", "After a further incident MARAC may have the summary of a case that was at Level 2 or 3."),),
    ),
    Requester.OTHER: Route(
        to="The agency that received it, by its own procedure; for the Unit, that of the agency the Board named",
        regime=Regime.FOI,
        response=Response.NCND,
        decides=Handler.COORDINATOR,
        clock="20 working days, or the area's own figure",
        clock_source="Freedom of Information Act 2000 section 10(1)",
        first=("Look at the request on its merits before answering as usual.",),
        why=(
            ("ENQ-02", "Anybody else asks under the Freedom of Information Act."),
            ("ENQ-16", "To say whether minutes exist would say whether somebody is managed at Level 2 or 3."),
        ),
    ),
}


def route_of(asked: Asked) -> Route:
    """Where this request goes and what it needs (ENQ-02 to ENQ-09, ENQ-13, ENQ-25)."""
    route = _of_themselves(asked) if asked.requester in THEMSELVES else TABLE[asked.requester]
    if route.regime is Regime.SAR:
        route = _subject_access(asked, route)
    if asked.document and route.regime is not Regime.FOI:
        route = _more(
            route,
            to="The agency that gave the document to the meeting",
            response=Response.REDIRECT,
            decides=Handler.COORDINATOR,
            asks=route.regime is Regime.OFFICIAL,
            agrees=False,
            first=("Say which agency holds it; what stands in the minutes alone stays here.",),
            why=("ENQ-02", "A document of one agency is that agency's to give."),
        )
    if asked.counter_terrorism:
        route = _more(
            route,
            to="The chair of the meeting",
            decides=Handler.CHAIR,
            why=(TERRORISM_RULE, "Minutes of a counter-terrorism meeting always go to the chair."),
        )
    return route


def _of_themselves(asked: Asked) -> Route:
    """Somebody about themselves: their own data, unless they were asked and insist on the other Act (13b.22)."""
    if asked.insists_on_foi:
        route = TABLE[Requester.OTHER]
        said = ("ENQ-08", "They were asked whether they mean a subject access request, and insist on this Act.")
        return replace(route, why=(said, *route.why[1:]), asks=True)
    route = TABLE[asked.requester]
    if asked.names_foi and asked.insists_on_foi is None:
        ask = "Ask whether a subject access request is meant."
        return replace(route, first=(ask, *route.first), asks=True)
    return route


def _subject_access(asked: Asked, route: Route) -> Route:
    if asked.recording_held:
        words = "A recording of a meeting still exists: ask the National MAPPA Team."
        route = replace(route, first=(*route.first, words))
    if asked.received_by not in SENT_TO_DATA_TEAM:
        return route
    return _more(
        route,
        to=f"At once to {DATA_TEAM}, which sends it to the Co-ordinator",
        passes_on=True,
        first=("Tell that team which exemptions were used: it writes to the requester.",),
        why=("ENQ-09", "Probation and prisons send every subject access request through that team."),
    )


def _more(route: Route, *, first: tuple[str, ...] = (), why: tuple[str, str], **changes: object) -> Route:
    """The route with something changed, what comes first besides, and one reason more."""
    return replace(route, first=(*route.first, *first), why=(*route.why, why), **changes)  # type: ignore[arg-type]  # fields of Route
