"""The vocabulary of risk of serious harm: levels, groups at risk and imminence, with the words the screens show."""

from enum import StrEnum

from assessments.rules.ordered import OrderedChoice


class RoshLevel(OrderedChoice):
    """Risk of serious harm, lowest first (MAPPA Guidance 11.7)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"

    @property
    def label(self) -> str:
        """The level as the screens print it, for example "Very High"."""
        return LEVEL_LABELS[self]


class RiskGroup(StrEnum):
    """Who may be harmed. The first five are MAPPA Guidance 11.8; `SELF` comes from the local protocols (LP-35)."""

    PUBLIC = "public"
    PRISONERS = "prisoners"
    KNOWN_ADULT = "known_adult"
    CHILDREN = "children"
    STAFF = "staff"
    SELF = "self"

    @property
    def label(self) -> str:
        """The group as the screens print it."""
        return GROUP_LABELS[self]


class Imminence(StrEnum):
    """How near the harm is judged to be."""

    REMOTE = "remote"
    DATED_EVENT = "dated_event"
    ANY_TIME = "any_time"
    IMMINENT = "imminent"

    @property
    def label(self) -> str:
        """The answer as the screens print it."""
        return IMMINENCE_LABELS[self]


LEVEL_LABELS: dict[RoshLevel, str] = {
    RoshLevel.LOW: "Low",
    RoshLevel.MEDIUM: "Medium",
    RoshLevel.HIGH: "High",
    RoshLevel.VERY_HIGH: "Very High",
}

LEVEL_MEANINGS: dict[RoshLevel, str] = {
    RoshLevel.LOW: "Nothing known at present points to serious harm.",
    RoshLevel.MEDIUM: (
        "There are signs that serious harm could happen, but it is not expected unless something changes: "
        "medication stopped, a home lost, a relationship ended, drink or drugs taken up again."
    ),
    RoshLevel.HIGH: "There are clear signs of risk. It could happen at any time, and the effect would be serious.",
    RoshLevel.VERY_HIGH: (
        "The risk is imminent. It is more likely than not to happen very soon, and the effect would be serious."
    ),
}

GROUP_LABELS: dict[RiskGroup, str] = {
    RiskGroup.PUBLIC: "The public",
    RiskGroup.PRISONERS: "Prisoners",
    RiskGroup.KNOWN_ADULT: "A known adult",
    RiskGroup.CHILDREN: "Children",
    RiskGroup.STAFF: "Staff",
    RiskGroup.SELF: "Self",
}

GROUP_MEANINGS: dict[RiskGroup, str] = {
    RiskGroup.PUBLIC: "People in general, or a particular group such as older people or future partners.",
    RiskGroup.PRISONERS: "Other people in custody.",
    RiskGroup.KNOWN_ADULT: "An adult who can be named, such as a past victim or a partner.",
    RiskGroup.CHILDREN: "Any child: violence, sexual harm, emotional harm or neglect.",
    RiskGroup.STAFF: "Anyone from any agency who works with the person.",
    RiskGroup.SELF: "Suicide or self-harm. Shown beside the others and not part of the overall level.",
}

IMMINENCE_LABELS: dict[Imminence, str] = {
    Imminence.REMOTE: "Not expected unless something changes",
    Imminence.DATED_EVENT: "Tied to an event with a date",
    Imminence.ANY_TIME: "Could happen at any time",
    Imminence.IMMINENT: "More likely than not to happen very soon",
}

OTHERS: tuple[RiskGroup, ...] = tuple(group for group in RiskGroup if group is not RiskGroup.SELF)
"""The five groups from which the overall level is suggested."""
