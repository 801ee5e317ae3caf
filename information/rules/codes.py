"""How information is evaluated: the 3x5x2 of the police intelligence report, in this product's words."""

from enum import StrEnum


class SourceEvaluation(StrEnum):
    """How far the source can be relied on."""

    RELIABLE = "1"
    UNTESTED = "2"
    NOT_RELIABLE = "3"


class Assessment(StrEnum):
    """How the source came to know, and whether others bear it out."""

    DIRECT = "A"
    CORROBORATED = "B"
    INDIRECT = "C"
    NOT_KNOWN = "D"
    SUSPECTED_FALSE = "E"


class Handling(StrEnum):
    """Whether it may be passed on, and on what terms."""

    PERMITTED = "P"
    CONDITIONS = "C"


SOURCE_LABELS: dict[SourceEvaluation, str] = {
    SourceEvaluation.RELIABLE: "1: reliable",
    SourceEvaluation.UNTESTED: "2: untested",
    SourceEvaluation.NOT_RELIABLE: "3: not reliable",
}

ASSESSMENT_LABELS: dict[Assessment, str] = {
    Assessment.DIRECT: "A: known directly to the source",
    Assessment.CORROBORATED: "B: known indirectly to the source, but corroborated",
    Assessment.INDIRECT: "C: known indirectly to the source",
    Assessment.NOT_KNOWN: "D: not known",
    Assessment.SUSPECTED_FALSE: "E: suspected to be false",
}

HANDLING_LABELS: dict[Handling, str] = {
    Handling.PERMITTED: "P: lawful sharing permitted",
    Handling.CONDITIONS: "C: lawful sharing permitted with conditions",
}
