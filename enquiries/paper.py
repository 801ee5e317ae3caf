"""The letter to a requester as a tagged PDF. It knows nothing but what the letter says: no case, no name."""

import datetime as dt

from enquiries.models import MinutesRequest, Reply
from enquiries.rules.letters import Writes, paragraphs
from enquiries.rules.replies import Exemption
from enquiries.rules.routing import Response
from ui.pdf import Document
from ui.printed import Printed, Section, printed_form
from ui.words import day

MARKING = "OFFICIAL"
DRAFT = "Draft: this reply is not approved."


def letter(*, reference: str, area: str, on: dt.datetime, approved: bool, wrote: Writes, identifier: str) -> Document:
    """The PDF of a letter. The same arguments give the same bytes (ENQ-16)."""
    printed = Printed(
        title="Answer to your request",
        reference=reference,
        marking=MARKING,
        author=f"Co-ordination Unit, {area}",
        at=on,
        about=[("Our reference", reference), ("Date", day(on.date())), ("From", f"Co-ordination Unit, {area}")],
        sections=[Section("Our answer", [("Answer", "\n".join(paragraphs(wrote)))])],
        notice="" if approved else DRAFT,
    )
    return printed_form(printed, identifier=identifier)


def letter_of(
    request: MinutesRequest, reply: Reply, exemptions: list[str], *, on: dt.datetime, approved: bool
) -> Document:
    """The letter of a draft; `on` is the instant of its approval, or of the draft (UTC)."""
    said = Writes(
        response=Response(reply.response),
        received_on=request.received_on,
        enclosed=reply.summary.reference if reply.summary else "",
        covering=reply.covering,
        sent_on_to=reply.suppliers,
        exemptions=[Exemption(one) for one in exemptions],
    )
    return letter(
        reference=request.reference,
        area=request.area.name,
        on=on,
        approved=approved,
        wrote=said,
        identifier=f"{request.reference} {reply.number}",
    )
