"""Referrals of invented people: one that waits, one that was refused, one still a draft."""

from mappa.demo.scene import Scene
from referrals import facts, services
from referrals.models import Referral
from referrals.rules.completeness import missing
from referrals.rules.questions import VICTIMS, Question
from referrals.rules.steps import Purpose

EACH = 6
WAITING, REFUSED, DRAFT = 1, 3, 5
CONFIRMED = frozenset({"REF-07"})
SAID = {
    "level": "2",
    "reason": "Risk has risen since the tenancy ended, and one agency cannot see all of it.",
    "issues": "Housing, police and health each hold a part: addresses, visits at night, treatment that was broken off.",
    "added_value": "One plan agreed by all, with somebody senior who can release a place in supported housing.",
    "urgent": "no",
    "psychology": "no",
    "reoffending": "Likely within a year if the tenancy is lost.",
    "rosh": "high",
    "who": "A former partner; women met online.",
    "imminence": "Greatest when drinking, and in the weeks after a move.",
    "assessment": "High, by the lead agency's judgement and the tools.",
    "tools": "OASys, this year.",
    "plan": "Weekly supervision, police visits, a curfew, and work on alcohol.",
    "marac": "Heard at the MARAC last spring; no further referral.",
    "children": "None known.",
    "adults": "None known.",
    "ethnicity": "Not known",
    "aliases": "None known",
    "visor_ref": "INV00000",
    "details": "Violence at home after drinking.",
    "additional": "The supported housing provider.",
    "index_victim": "Told by the victim liaison officer; asks that no letters are sent.",
    "potential": "Somebody new in the household.",
    "prison_information": "Two adjudications this year; works in the kitchens.",
    "last_address": "9 Invented Lane, Nowhere",
    "release_address": "None is proposed yet.",
    "prison_number": "A0000ZZ",
    "harm": "The stalking shows it.",
    "relied_on": "Stalking.",
}


SENT_IN = 1
FROM_OUTSIDE = {
    "person": {"family_name": "Nonesuch-Test", "given_names": "Bartleby", "aliases": "Calls himself Barty."},
    "place": {"current_address": "A hostel in Inventedport"},
    "offence": {"index_offence": "Affray, caution of last spring", "details": "Threatened a neighbour with a tool."},
    "reason": {
        "level": "2",
        "reason": "His threats grow more exact, and he has stopped his treatment.",
        "issues": "Each of three agencies knows a part.",
        "added_value": "One plan, and somebody who watches the hostel.",
        "harm": "He said whom he would hurt, and how.",
        "relied_on": "The affray: he went for the neighbour's head.",
        "urgent": "no",
    },
    "risk": {"who": "A neighbour, staff of the hostel", "imminence": "Within weeks, when he is turned away"},
    "safeguarding": {"marac": "Not known", "children": "None known", "adults": "None known"},
    "people": {"contact": "spoc@example.test"},
}
"""What somebody says who sees no case."""


def refer(scene: Scene) -> None:
    """Some cases at Level 1 are referred: sent a week ago, refused last month, or begun today."""
    if scene.specimen.level != 1 or scene.specimen.ended or scene.specimen.category is None:
        return
    kind = scene.number % EACH
    if kind not in (WAITING, REFUSED, DRAFT):
        return
    sent = scene.ago(6 if kind == WAITING else 40)
    referral = services.start(actor=scene.owner, case=scene.case, purpose=Purpose.LEVEL, today=sent)
    if kind == DRAFT:
        return
    _answer(scene, referral)
    referral.refresh_from_db()
    services.submit(
        actor=scene.owner, referral=referral, version=referral.version, reason="", today=sent, acknowledged=CONFIRMED
    )
    if kind == REFUSED:
        referral.refresh_from_db()
        services.decide(
            actor=scene.cast.people["coordinator"],
            referral=referral,
            decided=services.Decided("refused", "The lead agency's plan is robust, and no agency has to be called in."),
            based_on=facts.decision_base(referral),
            today=scene.ago(34),
        )


def send_in(scene: Scene) -> None:
    """Mental health refers somebody for Category 3 whose case it does not see; nobody has taken it on yet."""
    if scene.number == SENT_IN:
        spoc = scene.cast.people["spoc"]
        services.send(actor=spoc, purpose=Purpose.CATEGORY_3, answers=FROM_OUTSIDE, today=scene.ago(3))


def _answer(scene: Scene, referral: Referral) -> None:
    """Every answer that is needed and that the case did not give."""
    answers = facts.answers_of(referral)
    wanted: dict[str, dict[str, str]] = {}
    for one in missing(facts.circumstances(referral), answers):
        wanted.setdefault(one.section.key, {})[one.question.key] = _said(scene, one.question)
    for section, given in wanted.items():
        kept = {**answers.get(section, {}), **given}
        version = 1 if answers.get(section) else services.NOTHING_YET
        if section == VICTIMS:
            services.write_victims(actor=scene.owner, referral=referral, answers=kept, version=version)
        else:
            services.write_section(actor=scene.owner, referral=referral, section=section, answers=kept, version=version)


def _said(scene: Scene, question: Question) -> str:
    dates = {"earliest_release": scene.ago(-200), "order_starts": scene.ago(600), "order_ends": scene.ago(-130)}
    if question.key in dates:
        return dates[question.key].isoformat()
    return SAID.get(question.key, "None")
