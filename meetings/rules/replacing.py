"""When somebody else takes over a meeting as chair or minute-taker (MTG-27)."""

from audit.refusals import Effect, Finding


def replacing_findings(*, holds: bool, holds_already: bool, field: str) -> list[Finding]:
    """What stops it: whoever is to be replaced does not hold the office, or the other holds it already."""
    if not holds:
        message = "This person does not chair the meeting any more."
        return [Finding("MTG-27", Effect.REFUSE, message, "former", "Choose who chairs it now.")]
    if holds_already:
        message = "This person has that part in the meeting already."
        return [Finding("MTG-27", Effect.REFUSE, message, field, "Choose somebody else.")]
    return []
