"""Whether an offence stands in Schedule 15 to the Criminal Justice Act 2003: asked, never guessed (OFF-22 to OFF-24).

The list held here is an older extract without the terrorism part: that an offence is not found in it does not mean
that it is not listed (CAT-30). Some entries hold only for some ways of committing what their section names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from audit.refusals import Effect, Finding

ATTEMPT_AT_MURDER = 65

ONLY_IF: Mapping[int, str] = MappingProxyType(
    {
        32: "the burglary was with intent to inflict grievous bodily harm or to do unlawful damage",
        34: "the accident caused somebody's death",
        35: "the damage was done by fire",
        36: "it was charged under section 1(2), and not as arson",
        59: "it was charged under section 31(1)(a) or (b)",
        60: "it did not involve murder",
        97: "the burglary was with intent to commit rape",
        100: "the goods were indecent or obscene articles",
    }
)
"""Entry -> what has to be so beside the section, where the section alone does not decide."""


class Liability(StrEnum):
    """What somebody did about an offence. All of it counts in the part of the Schedule that lists the offence."""

    ITSELF = "itself"
    AIDING = "aiding"
    INCITING = "inciting"
    CONSPIRING = "conspiring"
    ATTEMPTING = "attempting"


NOT_THE_OFFENCE_ITSELF: Mapping[Liability, str] = MappingProxyType(
    {
        Liability.AIDING: "aiding, abetting, counselling or procuring it",
        Liability.INCITING: "inciting it",
        Liability.CONSPIRING: "conspiring to commit it",
        Liability.ATTEMPTING: "attempting it",
    }
)
_SHORT_OF_MURDER = frozenset({Liability.CONSPIRING, Liability.ATTEMPTING})


@dataclass(frozen=True, slots=True)
class Listing:
    """What was recorded about the Schedule: the entry, if any, that its condition holds, or that it is not listed."""

    entry: int | None = None
    condition_holds: bool = False
    checked_not_listed: bool = False
    murder: bool = False
    liability: Liability = Liability.ITSELF


def check_listing(listing: Listing) -> Iterator[Finding]:
    """Return what is wrong with how an offence was found in the Schedule (rules OFF-22 to OFF-24)."""
    condition = ONLY_IF.get(listing.entry or 0)
    if condition and not listing.condition_holds:
        yield Finding(
            "OFF-22",
            Effect.REQUIRE,
            f"Entry {listing.entry} holds only if {condition}.",
            "condition_holds",
            "Confirm it, or choose another entry.",
        )
    if listing.murder and listing.liability in _SHORT_OF_MURDER:
        yield Finding(
            "OFF-23",
            Effect.REFUSE,
            f"An attempt or conspiracy to murder is entry {ATTEMPT_AT_MURDER}, not murder.",
            "is_murder",
            f"Choose entry {ATTEMPT_AT_MURDER} and leave Murder empty.",
        )
    if listing.checked_not_listed and (listing.entry is not None or listing.murder):
        yield Finding(
            "OFF-24",
            Effect.REFUSE,
            "The offence cannot be listed and not listed.",
            "checked_not_listed",
            "Leave one of the two empty.",
        )


def doubt(listing: Listing) -> str:
    """Return why a person has to look into the Schedule before the category is known, or nothing (rule CAT-30)."""
    condition = ONLY_IF.get(listing.entry or 0)
    if condition and not listing.condition_holds:
        return f"entry {listing.entry} holds only if {condition}: confirm it"
    if listing.entry is None and not listing.checked_not_listed:
        return "not found in the extract of Schedule 15 held here: look into the whole Schedule and record the outcome"
    return ""
