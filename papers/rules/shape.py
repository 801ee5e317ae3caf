"""What a set form is made of: who draws it up, to whom it goes, its fields, and what is filled in from the case.

A form is a disclosure. What is not among its fields has no place on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """A form, or a part of one that is sent by itself."""

    H = "H"
    I1 = "I1"
    I2 = "I2"
    I3 = "I3"
    I4 = "I4"
    J = "J"
    N = "N"
    N8 = "N8"
    N9 = "N9"
    P = "P"
    S = "S"


class Sender(StrEnum):
    """Whose duty it is to draw up a form."""

    LEAD = "lead"
    YOUTH_JUSTICE = "youth_justice"
    HEALTH = "health"
    HOLDER = "holder"
    UNIT = "unit"


class Kind(StrEnum):
    """How a field is answered. All answers are stored as text: dates as ISO, choices as their key."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    SEVERAL = "several"
    STATED = "stated"  # a sentence of the form itself: printed, never typed


SEVERAL_BY = ","


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `source` is what the case gives for it; `given` names the answer that makes it needed.

    A field that is not `printed` is asked because a rule needs it, and stands on no copy that is sent.
    """

    key: str
    label: str
    kind: Kind = Kind.LINE
    source: str = ""
    needed: bool = True
    given: tuple[str, str] | None = None
    choices: Mapping[str, str] | None = None
    hint: str = ""
    ask: str = ""
    past: bool = False
    printed: bool = True

    @property
    def sentence(self) -> str:
        """What is said when it is not answered."""
        if self.ask:
            return self.ask
        verb = "Choose" if self.kind in (Kind.CHOICE, Kind.SEVERAL) else "Enter"
        # An abbreviation keeps its capitals.
        first = self.label[0] if self.label[1:2].isupper() else self.label[0].lower()
        return f"{verb} the {first}{self.label[1:]}"

    def in_words(self, stored: str) -> str:
        """The stored answer as people read it; a date stays as it is stored."""
        if self.kind is Kind.STATED:
            return self.hint
        if self.kind is Kind.SEVERAL:
            words = dict(self.choices or {})
            return "\n".join(words.get(one, one) for one in stored.split(SEVERAL_BY) if one)
        return dict(self.choices or {}).get(stored, stored)


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a form goes: key, who that is, and the word for it in a sentence."""

    key: str
    words: str


COORDINATOR = Recipient("coordinator", "MAPPA Co-ordinator of the area where the person lives or will live")
CLINICIAN = Recipient("clinician", "Responsible Clinician")
DWP = Recipient("dwp", "DWP single point of contact")
DWP_HOUSING = Recipient("dwp_housing", "DWP MAPPA single point of contact for Universal Credit")
SMB_CHAIR = Recipient("smb_chair", "Chair of the Strategic Management Board")
PPG = Recipient("ppg", "National MAPPA team (Public Protection Group)")


@dataclass(frozen=True, slots=True)
class Spec:
    """One form: its title, what it is for, whose duty it is, to whom it goes in turn, its fields.

    `watched` are facts of the case after whose change it is sent again, beside those its fields are filled in from.
    `no_offences`: it names neither an offence nor what the case is about.
    """

    form: Form
    name: str
    title: str
    about: str
    sender: Sender
    recipients: tuple[Recipient, ...]
    fields: tuple[Field, ...]
    watched: tuple[str, ...] = ()
    no_offences: bool = False
    again: bool = True

    def field(self, key: str) -> Field | None:
        """The field of this key."""
        return next((one for one in self.fields if one.key == key), None)

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields that somebody answers."""
        return tuple(one for one in self.fields if one.kind is not Kind.STATED)

    @property
    def printed(self) -> tuple[Field, ...]:
        """What stands on the copy that is sent: the whole of its whitelist."""
        return tuple(one for one in self.fields if one.printed)

    @property
    def sources(self) -> tuple[str, ...]:
        """The facts of the case that a version keeps, so that a change of one is seen."""
        if not self.again:
            return ()
        return tuple(dict.fromkeys([*(one.source for one in self.asked if one.source), *self.watched]))


def filled(spec: Spec, facts: Mapping[str, str]) -> dict[str, str]:
    """Key of a field -> what the case gives for it today; nothing for a field without a source."""
    found = {one.key: facts.get(one.source, "") for one in spec.asked if one.source}
    return {key: text for key, text in found.items() if text}


def kept(spec: Spec, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts a version was drawn up from: what a later change is held against."""
    return {source: facts.get(source, "") for source in spec.sources}


def changed(before: Mapping[str, str], facts: Mapping[str, str]) -> list[str]:
    """The facts that are no longer what they were when the version was drawn up, in the order of the form."""
    return [source for source, was in before.items() if facts.get(source, "") != was]


def renewed(
    spec: Spec, answers: Mapping[str, str], before: Mapping[str, str], facts: Mapping[str, str]
) -> dict[str, str]:
    """The answers of the last version, with those renewed whose facts have changed since."""
    new = set(changed(before, facts))
    fresh = {one.key: facts.get(one.source, "") for one in spec.asked if one.source in new}
    return {**answers, **fresh}
