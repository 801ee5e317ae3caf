"""Meetings of counter-terrorism cases: two chairs, and a case that is restricted."""

from collections.abc import Sequence
from dataclasses import replace

from audit.refusals import Effect, Finding
from meetings.rules.people import CHAIR_EMPLOYERS, Chair, Invitee, chair_findings


def joint_findings(*, joint: bool, restricted: bool, chair: Chair | None, second: Chair | None) -> list[Finding]:
    """Refusals of the chairs of a meeting, and of a counter-terrorism meeting on an open case (MTG-67, MTG-68).

    `joint` says that it is a counter-terrorism meeting, `restricted` that its case is restricted.
    """
    if not joint:
        return _only_one(second)
    return [*_restricted(restricted), *_two_agencies(chair, second)]


def second_chair_findings(second: Chair | None, invitees: Sequence[Invitee], *, held: bool = False) -> list[Finding]:
    """What the first chair is asked, asked of the second (MTG-01 to MTG-03); nothing where there is none."""
    if second is None:
        return []
    return [replace(finding, field="co_chair") for finding in chair_findings(second, invitees, held=held)]


def minuted_findings(*, joint: bool, reason: str) -> list[Finding]:
    """What stops closing a counter-terrorism meeting: why it was not a standard one is not written down (MTG-69)."""
    if not joint or reason.strip():
        return []
    message = "It is not written down why this meeting was not a standard one, and who was left out."
    field = "agenda_confidentiality.not_standard"
    return [Finding("MTG-69", Effect.BLOCK, message, field, "Say why, and who was left out.")]


def _only_one(second: Chair | None) -> list[Finding]:
    if second is None:
        return []
    message = "Only a counter-terrorism meeting has a second chair."
    return [Finding("MTG-67", Effect.REFUSE, message, "co_chair", "Leave the second chair empty.")]


def _restricted(restricted: bool) -> list[Finding]:
    if restricted:
        return []
    message = "A counter-terrorism meeting is held on a restricted case only, and this case is open."
    return [Finding("MTG-68", Effect.REFUSE, message, "kind", "Have the case restricted first.")]


def _two_agencies(chair: Chair | None, second: Chair | None) -> list[Finding]:
    if second is None:
        message = "A counter-terrorism meeting has two chairs."
        return [Finding("MTG-67", Effect.REQUIRE, message, "co_chair", "Choose the second chair.")]
    if chair is None or {chair.employer.employer, second.employer.employer} == CHAIR_EMPLOYERS:
        return []
    message = "The two chairs are not from two agencies: one is from Probation and one from the police."
    return [Finding("MTG-67", Effect.REFUSE, message, "co_chair", "Choose a chair from the other agency.")]
