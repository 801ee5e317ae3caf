"""What the letter to a requester says. It names nobody, and one that neither confirms nor denies is always the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deadlines.rules.days import in_words
from enquiries.rules.replies import EXEMPTION_WORDS, Exemption
from enquiries.rules.routing import Response


@dataclass(frozen=True, slots=True)
class Writes:
    """What a letter may know. `enclosed` is the reference of the summary; nothing of it is used to neither confirm
    nor deny but the day of receipt."""

    response: Response
    received_on: date
    enclosed: str = ""
    covering: str = ""
    sent_on_to: str = ""
    exemptions: Sequence[Exemption] = ()


NCND = (
    "We neither confirm nor deny that we hold information of the kind you ask for. The exemption is section 40(5) of "
    "the Freedom of Information Act 2000: to say whether we hold it would itself disclose personal data.",
    "This is how we answer every request of this kind, whoever it is about. Nothing can be read into it.",
)
REVIEW = (
    "If you are not content with this answer you may ask us to look at it again. After that you may complain to the "
    "Information Commissioner."
)


def paragraphs(said: Writes) -> list[str]:
    """The text of the letter (ENQ-16, ENQ-17)."""
    begun = f"We refer to your request, which was received on {in_words(said.received_on)}."
    if said.response is Response.NCND:
        return [begun, *NCND, REVIEW]
    return [begun, *_answer(said), *said.covering.splitlines(), *_left_out(said.exemptions), REVIEW]


def _answer(said: Writes) -> list[str]:
    if said.response is Response.SUMMARY:
        return [f"We enclose an executive summary, reference {said.enclosed}. It was approved for you by the chair."]
    if said.response is Response.FULL:
        return ["We enclose the minutes you asked for. They are for the purpose you named and for nobody else."]
    if said.response is Response.REDACTED:
        return ["We enclose examples of minutes. Personal data were taken out of them."]
    if said.response is Response.KEY_DETAILS:
        return ["With the chair's permission, these are the key details of the decisions you asked about."]
    if said.response is Response.REDIRECT:
        return [f"The document you ask for is held by {said.sent_on_to}. Please ask there: it is theirs to give."]
    if said.response is Response.NONE_HELD:
        return ["We looked for the minutes you asked for. We hold none."]
    return ["We cannot give you what you ask for."]


def _left_out(exemptions: Sequence[Exemption]) -> list[str]:
    """By which law something is left out, each law once; never what it was."""
    words = [EXEMPTION_WORDS[one] for one in dict.fromkeys(exemptions)]
    return [f"Information is left out, item by item, under: {'; '.join(words)}."] if words else []
