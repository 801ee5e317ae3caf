"""MARAC beside MAPPA: the victim's adviser comes, and the chairs may agree that one of the two is enough (chapter 22).

Nothing here names a victim. All dates are Europe/London dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from audit.refusals import Finding
from circumstances.rules.given import Around, Given, refuse, remind, require
from circumstances.rules.kinds import Kind

MEETING_LEVELS = frozenset({2, 3})


@dataclass(frozen=True, slots=True, kw_only=True)
class Marac(Given):
    """That a victim was referred to MARAC, and what the two chairs agreed.

    `involved` is False where no victim was referred, or MARAC is over. `adviser` is the service of the independent
    domestic violence adviser, `engaged_on` the day since which the lead agency is in touch with them. `left_out_on` is
    the day on which both chairs agreed that safety is planned at MAPPA alone.
    """

    kind: ClassVar[Kind] = Kind.MARAC

    involved: bool
    referred_on: date | None = None
    adviser: str = ""
    engaged_on: date | None = None
    left_out_on: date | None = None
    mappa_chair: str = ""
    marac_chair: str = ""
    left_out_why: str = ""

    def findings(self, around: Around) -> list[Finding]:
        """A referral has its day; both chairs agree to leave MARAC out, at Level 2 or 3 alone (CIR-08, CIR-09)."""
        if not self.involved:
            return []
        found = []
        if self.referred_on is None:
            found.append(require("CIR-08", "referred_on", "The day of the referral is missing.", "Enter it."))
        return [*found, *self._agreement(around)]

    def _agreement(self, around: Around) -> Iterator[Finding]:
        said = (
            ("mappa_chair", self.mappa_chair, "which chair of MAPPA agreed"),
            ("marac_chair", self.marac_chair, "which chair of MARAC agreed"),
            ("left_out_why", self.left_out_why, "how the victim’s safety is planned at MAPPA"),
        )
        if self.left_out_on is None:
            if any(text.strip() for _, text, _ in said):
                message = "The day on which both chairs agreed is missing."
                yield require("CIR-09", "left_out_on", message, "Enter it, or leave the names out.")
            return
        if around.level not in MEETING_LEVELS:
            message = "MARAC is left out only while the case is at Level 2 or 3."
            yield refuse("CIR-09", "left_out_on", message, "Leave it empty: MARAC goes on beside Level 1.")
        for name, text, wanted in said:
            if not text.strip():
                yield require("CIR-09", name, f"It is not recorded {wanted}.", "Write it down.")


def reminders(known: Marac | None, around: Around) -> list[Finding]:
    """At Level 2 and 3 that the adviser is invited, below that somebody is in touch with them and MARAC goes on.

    Rules CIR-08 and CIR-09.
    """
    if known is None or not known.involved:
        return []
    if around.level in MEETING_LEVELS:
        message = "The independent domestic violence adviser is invited to every meeting."
        step = "Invite them, and whoever else knows of the victim’s safety, such as a stalking advocate."
        return [remind("CIR-08", message, step)]
    found = []
    if known.engaged_on is None:
        message = "It is not recorded that the lead agency is in touch with the victim’s adviser."
        found.append(remind("CIR-08", message, "Get in touch with them, and record the day."))
    if known.left_out_on is not None:
        message = "MARAC was left out, and the case is not at Level 2 or 3 now."
        found.append(remind("CIR-09", message, "Tell the chair of MARAC, and take the agreement out of the record."))
    return found
