"""Where somebody lives or can be found (OFF-25), and how living there bears on the risk of serious harm (OFF-29)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding

CURRENT = "current"
REGULAR_PLACE = "regular_place"
PROPOSED = "proposed"
HOMES = frozenset({CURRENT, REGULAR_PLACE})
"""Of these kinds one holds at a time: the next takes the place of the one before."""


def home(at: Mapping[str, str]) -> str:
    """The home as a form prints it, from kind of address -> its text; empty where none is known (OFF-25)."""
    if at.get(CURRENT):
        return at[CURRENT]
    place = at.get(REGULAR_PLACE)
    return f"No fixed home. Can regularly be found at:\n{place}" if place else ""


LIVED_AT = frozenset({CURRENT, PROPOSED})
"""Of these kinds somebody has to find out how living there bears on the risk of serious harm."""


@dataclass(frozen=True, slots=True)
class Accommodation:
    """What was found out about living at an address. `linked` is "yes", "no", or empty while nobody assessed it."""

    assessed_on: date | None = None
    location: str = ""
    residents: str = ""
    linked: str = ""
    how: str = ""
    staff: str = ""


def assessment_findings(found: Accommodation, *, today: date) -> list[Finding]:
    """Return what an assessment of accommodation lacks (rule OFF-29): its day, place, residents, link and how."""
    if found.assessed_on is None or found.assessed_on > today:
        message = "The accommodation is assessed today or was before."
        return [Finding("OFF-29", Effect.REFUSE, message, "assessed_on", "Enter today or an earlier date.")]
    asked = [
        ("location_risk", found.location, "how its location bears on the risk"),
        ("residents_risk", found.residents, "who else lives there and how that bears on the risk"),
        ("linked", found.linked, "whether it is linked to the risk of serious harm"),
    ]
    if found.linked == "yes":
        asked.append(("linked_how", found.how, "how it is linked to the risk of serious harm"))
    return [
        Finding("OFF-29", Effect.REQUIRE, f"It is not said {what}.", field, "Say it, or that there is nothing.")
        for field, text, what in asked
        if not text.strip()
    ]


def accommodation_prompts(kind: str, found: Accommodation, *, managed: bool) -> list[Finding]:
    """Return what is open about an address where a managed person lives or will live (rule OFF-29).

    That nobody assessed it; and, where there is a risk to housing staff, the plan and disclosure that go with it.
    """
    if not managed or kind not in LIVED_AT:
        return []
    if found.assessed_on is None:
        message = "Nobody has assessed how living here bears on the risk of serious harm."
        return [Finding("OFF-29", Effect.PROMPT, message, None, "Look at the location and at who else lives there.")]
    if found.staff.strip():
        message = "Housing staff may be at risk here."
        step = "Manage it in the risk management plan, and decide on disclosure to them."
        return [Finding("OFF-29", Effect.PROMPT, message, None, step)]
    return []
