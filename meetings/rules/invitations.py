"""How somebody invited is told by e-mail, and what stops the sending. Pure: facts in, a way or findings out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.refusals import Effect, Finding
from meetings.rules.people import Invitee, Party

NOT_TOLD = "This agency may not be told."
ESTABLISHMENT_KINDS = frozenset({"defence"})
"""Kinds of agency that are establishments in whatever part they come; a prison is one when it represents itself."""


class Way(StrEnum):
    """To whom the e-mail of an invitation goes."""

    PERSON = "person"
    MAILBOX = "mailbox"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody invited, as far as an e-mail depends on it.

    `by_name` says that a person with an account is invited, `sees_papers` that this person may see the papers today,
    `barred` that they may receive nothing or work there no longer, `agency_kept_out` that the whole agency is kept out
    of the case (ACC-73). `mailbox` is the agency's functional mailbox,
    `mailbox_of_a_person` that it is the address of somebody with an account.
    """

    agency: str
    party: Party
    kind: str
    by_name: bool = False
    sees_papers: bool = False
    barred: bool = False
    agency_kept_out: bool = False
    shares_information: bool = True
    mailbox: str = ""
    mailbox_of_a_person: bool = False

    @property
    def establishment(self) -> bool:
        """Whether it is a prison or a military establishment (MTG-80)."""
        return is_establishment(self.party, self.kind)


def is_establishment(party: Party, kind: str) -> bool:
    """Whether an agency in this part is a prison or a military establishment."""
    return party is Party.PRISON or kind in ESTABLISHMENT_KINDS


def way_to(one: Addressee) -> tuple[Way, str]:
    """To whom the e-mail goes, and why it goes to nobody (MTG-80 and MTG-82).

    A person is told who may see the papers. An agency is told by its mailbox, and so is an agency outside the
    information-sharing agreement of whom it sends. Somebody barred is not told, and nobody is told in their place.
    """
    if one.agency_kept_out:
        return Way.NOBODY, NOT_TOLD
    if one.establishment:
        missing = mailbox_missing(one)
        return (Way.NOBODY, missing) if missing else (Way.MAILBOX, "")
    if one.barred:
        return Way.NOBODY, "This person may not be told."
    if one.by_name and one.sees_papers:
        return Way.PERSON, ""
    if one.by_name and one.shares_information:
        return Way.NOBODY, "This person does not see the papers of the meeting."
    return (Way.MAILBOX, "") if one.mailbox else (Way.NOBODY, "The agency has no functional mailbox.")


def mailbox_missing(one: Addressee) -> str:
    """Why an establishment cannot be invited by its mailbox, in a sentence; empty when it can."""
    if not one.mailbox:
        return f"{one.agency} has no functional mailbox."
    return f"The mailbox of {one.agency} is the address of a person." if one.mailbox_of_a_person else ""


def mailbox_findings(everyone: Sequence[Addressee]) -> list[Finding]:
    """Establishments that cannot be invited, which stop the sending of all invitations (MTG-80)."""
    step = "Enter the functional mailbox of the establishment under Meetings, then send again."
    missing = [mailbox_missing(one) for one in everyone if one.establishment]
    return [Finding("MTG-80", Effect.REFUSE, words, None, step) for words in dict.fromkeys(missing) if words]


def named_findings(everyone: Sequence[Invitee]) -> list[Finding]:
    """Refusals of a person by name where an establishment is to be invited (MTG-81)."""
    return [
        Finding(
            "MTG-81",
            Effect.REFUSE,
            f"{one.agency} is invited by its functional mailbox, never by a person’s address.",
            "person",
            "Leave the person out. The contacts of the establishment see the papers.",
        )
        for one in everyone
        if one.by_name and is_establishment(one.party, one.kind)
    ]
