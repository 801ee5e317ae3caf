"""The form of the identifying numbers: PNC ID with its check letter, prison number, ViSOR reference.

Normalises what was typed and says in one sentence what is wrong with it. Whether a number is already in use is for the
caller to find out.
"""

import re
from dataclasses import dataclass

from audit.refusals import Effect, Finding

CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
"""The 23 letters of the PNC check: the remainder of the number divided by 23 picks one."""

_PNC = re.compile(r"(?P<year>\d{4}|\d{2})/?(?P<serial>\d{1,7})(?P<letter>[A-Z])", re.ASCII)
_PRISON_NUMBER = re.compile(r"[A-Z]\d{4}[A-Z]{2}", re.ASCII)
_VISOR = re.compile(r"[A-Z0-9][A-Z0-9/-]{3,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checked:
    """A number in its standard form, or as it was typed together with what is wrong with it."""

    value: str
    findings: tuple[Finding, ...] = ()


def check_pnc(typed: str) -> Checked:
    """Return a PNC ID as `yyyy/nnnnnnnX`, or the finding of rule OFF-13.

    A year of two digits is kept as typed: the century cannot be told from it. Without the slash the year must have
    four digits and the serial number seven.
    """
    text = _squeezed(typed)
    match = _PNC.fullmatch(text)
    if match is None or ("/" not in text and len(text) != len("yyyynnnnnnnX")):
        return Checked(typed, (_wrong("OFF-13", "pnc_id", "A PNC ID looks like 2004/0012345D."),))
    serial = match["serial"].zfill(7)
    if pnc_letter(match["year"], serial) != match["letter"]:
        message = f"The last letter does not match this PNC ID: check {match['year']}/{serial} for a slip."
        return Checked(typed, (_wrong("OFF-13", "pnc_id", message),))
    return Checked(f"{match['year']}/{serial}{match['letter']}")


def pnc_letter(year: str, serial: str) -> str:
    """Return the check letter: the last two digits of the year and the seven of the serial number, modulus 23."""
    return CHECK_LETTERS[int(year[-2:] + serial.zfill(7)) % len(CHECK_LETTERS)]


def check_prison_number(typed: str) -> Checked:
    """Return a prison number such as A1234AA, or the finding of rule OFF-14."""
    text = _squeezed(typed)
    if _PRISON_NUMBER.fullmatch(text) is None:
        return Checked(typed, (_wrong("OFF-14", "prison_number", "A prison number looks like A1234AA."),))
    return Checked(text)


def check_visor_reference(typed: str) -> Checked:
    """Return a ViSOR reference in capitals, or the finding of rule OFF-15; areas write it differently."""
    text = _squeezed(typed)
    if _VISOR.fullmatch(text) is None or not any(character.isdigit() for character in text):
        message = "A ViSOR reference has 4 to 20 letters and digits, with at least one digit."
        return Checked(typed, (_wrong("OFF-15", "visor_reference", message),))
    return Checked(text)


def _squeezed(typed: str) -> str:
    return "".join(typed.split()).upper()


def _wrong(rule: str, field: str, message: str) -> Finding:
    return Finding(rule, Effect.REFUSE, message, field, "Type it again as it stands on the source document.")
