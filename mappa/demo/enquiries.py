"""Requests for minutes about one invented person, one about nobody on record, and information for a report."""

import datetime as dt

from accounts.models import Agency, User
from enquiries import services
from enquiries.models import MinutesRequest
from enquiries.rules.replies import Draft
from enquiries.rules.routing import Response
from enquiries.rules.steps import Step
from mappa.demo.scene import Scene
from meetings.models import Meeting

ASKED_FOR = 1
KEPT = 730
COURT = {
    "lawful_basis": "The court's direction in the proceedings.",
    "necessity": "No agency's own record says why the level was raised.",
    "proportionality": "The summary of one meeting, and no names.",
    "suppliers": "Each agency that gave information saw the draft.",
}


def ask(scene: Scene) -> None:
    """A court waits for the summary, a journalist was told nothing, and somebody asks about a stranger."""
    if scene.number != ASKED_FOR:
        return
    _of_a_court(scene)
    _of_a_journalist(scene)
    _about_nobody(scene)
    _of_an_uncle(scene)
    _for_a_report(scene)


def _of_a_court(scene: Scene) -> None:
    unit = scene.cast.people["coordinator"]
    wrote = services.Wrote(
        agency=_police(scene),
        received_on=scene.ago(12),
        requester="court",
        requester_name="Imagina Clerkwell, legal adviser of the Invented Family Court",
        subject=scene.case.name,
        sought="The minutes of the last meeting, for a hearing about contact with a child.",
        wanted_by=scene.ago(-3),
    )
    row = services.record(actor=unit, wrote=wrote, today=scene.ago(12), case=scene.case)
    asked = "Would an executive summary of the last meeting answer the court's question?"
    _clarify(scene, row, scene.ago(10), asked, "Yes, with the level and the reasons for it.")
    reply = Draft(Response.SUMMARY, reason="The court accepts a summary, as it is offered first.", **COURT)
    _draft(scene, row, reply, scene.ago(8))
    _take(
        scene, row, Step.CIRCULATED, scene.ago(6), "Police, Probation and health saw it. Nobody asks for an exemption."
    )


def _of_a_journalist(scene: Scene) -> None:
    unit = scene.cast.people["administrator"]
    wrote = services.Wrote(
        agency=_police(scene),
        received_on=scene.ago(40),
        requester="other",
        requester_name="Imagina Columnist, The Invented Gazette",
        subject="A man of that name said to live in the county",
        sought="Whether he is managed under MAPPA, and any minutes.",
        names_foi=True,
    )
    row = services.record(actor=unit, wrote=wrote, today=scene.ago(39), case=scene.case)
    _clarify(scene, row, scene.ago(38), because="The letter says plainly what it asks for.")
    _draft(scene, row, Draft(Response.NCND, reason="To say either would say whether he is managed."), scene.ago(36))
    _take(scene, row, Step.APPROVED, scene.ago(35), "Looked at on its merits; nothing else can be said.")
    _take(scene, row, Step.SENT, scene.ago(34), "To the newspaper's address, by post.")
    _take(scene, row, Step.CLOSED, scene.ago(33), "")


def _about_nobody(scene: Scene) -> None:
    wrote = services.Wrote(
        agency=_police(scene),
        received_on=scene.ago(9),
        requester="other",
        requester_name="Imagina Neighbourly",
        subject="Somebody who moved in next door",
        sought="Everything that is known about him.",
    )
    row = services.record(actor=scene.cast.people["coordinator"], wrote=wrote, today=scene.ago(8))
    services.identify(actor=_unit(scene), request=row, version=row.version, reference="", today=scene.ago(8))


def _of_an_uncle(scene: Scene) -> None:
    """Answered long ago and destroyed since: its number, days and decision are left."""
    wrote = services.Wrote(
        agency=_police(scene),
        received_on=scene.ago(500),
        requester="other",
        requester_name="Imagina Avuncular, an uncle",
        subject=scene.case.name,
        sought="What the agencies say of his nephew.",
    )
    row = services.record(actor=_unit(scene), wrote=wrote, today=scene.ago(499), case=scene.case)
    _clarify(scene, row, scene.ago(498), because="The letter says plainly what it asks for.")
    _draft(scene, row, Draft(Response.NCND, reason="To say either would say whether he is managed."), scene.ago(497))
    for step, ago, said in (
        (Step.APPROVED, 496, "Nothing else can be said."),
        (Step.SENT, 495, "By post."),
        (Step.CLOSED, 494, ""),
        (Step.DESTROYED, 120, "Letter and reply, on paper and in the mailbox of the Unit."),
    ):
        closing = (scene.ago(ago), scene.ago(130)) if step is Step.CLOSED else (None, None)
        services.take(
            actor=_unit(scene),
            request=row,
            version=row.version,
            step=step,
            took=services.Took(scene.ago(ago), said, *closing),
            today=scene.ago(ago),
        )


def _for_a_report(scene: Scene) -> None:
    meeting = Meeting.objects.filter(case=scene.case, status=Meeting.Status.HELD).latest("starts_at")
    item = services.ask_agency(
        actor=scene.owner,
        meeting=meeting,
        report="parole_board",
        agency=_police(scene),
        information="He was spoken to outside a licensed premises after midnight.",
        mentions_minutes=False,
        on=scene.ago(15),
        today=scene.today,
    )
    services.answer(
        actor=scene.owner,
        item=item,
        agreed=True,
        who="The detective sergeant who came for the police",
        wording="Police report that officers spoke to him outside licensed premises after midnight.",
        reason="",
        on=scene.ago(13),
        today=scene.today,
    )


def _unit(scene: Scene) -> User:
    return scene.cast.people["coordinator"]


def _police(scene: Scene) -> Agency:
    agency = scene.cast.people["police.manager"].agency
    if agency is None:
        raise LookupError("the police manager works for no agency")
    return agency


def _clarify(
    scene: Scene, row: MinutesRequest, on: dt.date, question: str = "", answer: str = "", because: str = ""
) -> None:
    said = services.Clarified(on, question, answer, because)
    services.clarify(actor=_unit(scene), request=row, version=row.version, clarified=said, today=scene.today)


def _draft(scene: Scene, row: MinutesRequest, reply: Draft, on: dt.date) -> None:
    services.draft(actor=_unit(scene), request=row, version=row.version, reply=reply, on=on, today=scene.today)


def _take(scene: Scene, row: MinutesRequest, step: Step, on: dt.date, said: str) -> None:
    copied, until = (on, scene.ago(-KEPT)) if step is Step.CLOSED else (None, None)
    services.take(
        actor=_unit(scene),
        request=row,
        version=row.version,
        step=step,
        took=services.Took(on, said, copied, until),
        today=scene.today,
    )
