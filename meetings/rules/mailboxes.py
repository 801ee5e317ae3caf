"""Which agencies are invited by a functional mailbox alone, and which address is none. Pure."""

from audit.refusals import Effect, Finding
from meetings.rules.invitations import ESTABLISHMENT_KINDS

KEPT = ESTABLISHMENT_KINDS | {"prison"}
"""Kinds of agency whose functional mailbox the Unit keeps."""


def mailbox_findings(*, kind: str, of_a_person: bool) -> list[Finding]:
    """Why an address is not entered as the functional mailbox of an agency (MTG-96)."""
    if kind not in KEPT:
        message = "The Unit keeps the mailboxes of prisons and military establishments."
        return [Finding("MTG-96", Effect.REFUSE, message, None, "Ask support staff.")]
    if of_a_person:
        message = "This is the address of a person who signs in here."
        return [Finding("MTG-96", Effect.REFUSE, message, "mailbox", "Enter the functional mailbox.")]
    return []
