"""Decisions on telling somebody about an invented person: considered, planned, made and followed up."""

import datetime as dt
from dataclasses import replace

from disclosure.models import DisclosureDecision
from disclosure.services import Decided, Told, decide, follow_up, record_made
from mappa.demo import texts
from mappa.demo.scene import Scene

COMPLETED_AFTER = 5
RECIPIENTS = (
    ("Fabula Unwritten", "Manager of the shop", "Invented Groceries"),
    ("Mythos Neverwas", "Secretary of the club", "Imaginary Bowls Club"),
    ("Narnia Nowhereby", "Head of the college", "Nonexistent College"),
)


def consider(scene: Scene) -> None:
    """Disclosure as decided outside a meeting, or completed after the meeting that agreed to it."""
    story, specimen = scene.specimen.disclosure, scene.specimen
    if story == "no":
        _decide(scene, scene.ago(specimen.decided), _not_to_disclose(scene))
    elif story in {"planned", "made"}:
        agreed = DisclosureDecision.objects.filter(case=scene.case, disclose=True, complete=False).first()
        days = (specimen.met if specimen.met is not None else specimen.decided) - COMPLETED_AFTER
        planned_on = scene.ago(days - 14) if story == "made" else scene.ago(-9)
        decision = _decide(scene, scene.ago(days), _to_disclose(scene, planned_on, agreed), agreed)
        if story == "made":
            _make(scene, decision, planned_on)


def _decide(
    scene: Scene, on: dt.date, decided: Decided, follows: DisclosureDecision | None = None
) -> DisclosureDecision:
    return decide(actor=scene.owner, case=scene.case, decided=decided, on=on, today=scene.today, follows=follows)


def _not_to_disclose(scene: Scene) -> Decided:
    return Decided(
        disclose=False,
        purpose="To protect people at work.",
        reason=texts.HELD_BACK,
        context="level_1_review" if scene.specimen.reviewed else "standalone",
        prompts=["routine_review", "work_training_education"],
        consulted_yot=scene.specimen.child,
        consulted_childrens_services=scene.specimen.child,
    )


def _to_disclose(scene: Scene, planned_on: dt.date, agreed: DisclosureDecision | None) -> Decided:
    name, role, organisation = scene.pick(RECIPIENTS)
    decided = Decided(
        disclose=True,
        purpose="To protect people in a new place of work.",
        reason="The employer cannot keep others safe without knowing.",
        prompts=["work_training_education"],
        necessity="Nobody else can see who works alone with whom.",
        proportionality="Only the offence and the condition are told; the public's safety outweighs privacy here.",
        alternatives="Giving up the post was suggested and refused; supervision does not reach the place of work.",
        risks="The post may be lost, and a settled week with it.",
        principles=["lawful_and_fair", "specified_purpose", "adequate_not_excessive"],
        legal_basis="common_law",
        schedule_8="statutory_purposes",
        details="The conviction, and the condition not to work alone with customers.",
        recipient=name,
        recipient_role=f"{role}, {organisation}",
        recipient_kind="adult",
        representations_sought=True,
        representations="Would rather not, and accepts it.",
        discloser_agency=scene.cast.agencies["police"],
        discloser="Offender manager",
        planned_on=planned_on,
        contingency="A visit on the same day if the words get out.",
    )
    if agreed is None:
        return decided
    return replace(
        decided,
        context=agreed.context,
        meeting_id=agreed.meeting_id,
        prompts=agreed.prompts,
        purpose=agreed.purpose,
        reason=agreed.reason,
    )


def _make(scene: Scene, decision: DisclosureDecision, on: dt.date) -> None:
    told = Told(
        made_on=on,
        agency=scene.cast.agencies["police"],
        person="Offender manager",
        details="The conviction and the condition, read out from the agreed words.",
        recipient_agreed=True,
        agreement="Will tell nobody, and will call if the condition is not kept.",
        offender_knows=True,
    )
    record_made(actor=scene.owner, decision=decision, told=told, today=scene.today)
    found = "The recipient has told nobody; rotas are made so that nobody works alone."
    follow_up(actor=scene.owner, decision=decision, on=on + dt.timedelta(days=30), found=found, today=scene.today)
