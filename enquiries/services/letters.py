"""The letter of a reply is drawn, and that it was taken is recorded."""

from accounts.models import User
from audit.refusals import NotPermitted
from audit.services import record
from enquiries import facts
from enquiries.access import VIEW, may_view
from enquiries.models import MinutesRequest, Reply
from enquiries.paper import letter_of
from enquiries.rules.steps import State, Step, keeps_texts
from ui.pdf import Document


def draw(*, actor: User, request: MinutesRequest) -> Document | None:
    """The PDF of the draft that stands; None where there is none any more. Raises: NotPermitted (ENQ-24)."""
    if not may_view(actor, request):
        raise NotPermitted(VIEW, case_id=request.case_id)
    if not keeps_texts(State(request.state)):
        return None
    found = facts.read(request)
    reply: Reply | None = found.reply
    if reply is None:
        return None
    given = [step for step in found.steps if step.kind == Step.APPROVED and step.reply_id == reply.pk]
    on = given[-1].recorded_at if given else reply.recorded_at
    kept = [one.exemption for one in found.exemptions]
    made = letter_of(request, reply, kept, on=on, approved=bool(given))
    record(actor=actor, verb="enquiry_letter.downloaded", case_id=request.case_id, subject=request)
    return made
