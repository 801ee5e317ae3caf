"""Somebody of an agency that has not signed the information-sharing agreement, and the chair's word on them."""

from collections.abc import Sequence

from audit.refusals import Effect, Finding
from meetings.rules.people import Invitee


def admission_findings(invitees: Sequence[Invitee]) -> list[Finding]:
    """What stops recording who came, and closing, for want of the chair's word on an outsider (MTG-92, MTG-93).

    Nobody from outside the agreement was there before the chair explained the duties of confidence and was told that
    they will be kept. Who was not admitted did not attend, and is told what they need to know afterwards. An agency
    inside the agreement is never asked about.
    """
    return [finding for one in invitees if one.outside for finding in _of(one)]


def _of(one: Invitee) -> list[Finding]:
    came = one.attendance is not None and one.attendance.counts
    if came and one.admitted is None:
        message = (
            f"{one.agency} is outside the information-sharing agreement, and it is not recorded that the chair warned "
            "them and that they will keep to it."
        )
        step = "Record the chair's word beside their attendance."
        return [Finding("MTG-92", Effect.REFUSE, message, "attendance", step)]
    if came and one.admitted is False:
        message = f"{one.agency} was not admitted by the chair, so it did not attend."
        step = "Correct the attendance, or the chair's word."
        return [Finding("MTG-92", Effect.REFUSE, message, "attendance", step)]
    if one.admitted is not None and not one.admission.strip():
        wanted = (
            "what they answered to the chair's warning"
            if one.admitted
            else "what they are told afterwards, and why they were not admitted"
        )
        message = f"{one.agency} is outside the information-sharing agreement, and it is not recorded {wanted}."
        return [Finding("MTG-93", Effect.REFUSE, message, "attendance", f"Record {wanted}.")]
    return []
