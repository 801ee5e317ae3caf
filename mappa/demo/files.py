"""Files that came with a meeting: invented throughout."""

from mappa.demo.scene import Scene
from meetings.models import InformationRequest, Meeting
from meetings.rules.attachments import Place
from meetings.services import attachments
from meetings.services.attachments import Sent

WITH_FILES = 1
"""To whose meeting to come files were sent."""


def send_files(scene: Scene) -> None:
    """A paper that was scanned, a report that the worker has still to have scanned, and a paper that was withdrawn."""
    if scene.number != WITH_FILES:
        return
    people = scene.cast.people
    meeting = Meeting.objects.filter(case=scene.case, status=Meeting.Status.SCHEDULED).latest("starts_at")
    paper = attachments.attach_paper(
        actor=people["administrator"],
        meeting=meeting,
        sent=Sent("Summary of the last assessment", "summary.txt", b"An invented summary of an invented assessment.\n"),
    )
    attachments.scan(attachment_id=paper.pk)
    wrong = attachments.attach_paper(
        actor=people["coordinator"],
        meeting=meeting,
        sent=Sent("Letter of the landlord", "letter.txt", b"An invented letter about another invented person.\n"),
    )
    attachments.withdraw(
        actor=people["coordinator"],
        attachment=wrong,
        version=wrong.version,
        reason="The letter is about somebody else.",
        today=scene.today,
    )
    request = InformationRequest.objects.get(meeting=meeting, agency__kind="mental_health", withdrawn_on__isnull=True)
    attachments.attach_to_request(
        actor=people["spoc"],
        request=request,
        place=Place.REPORT,
        sent=Sent("Report instead of attending", "report.txt", b"An invented report of an invented appointment.\n"),
    )
