"""What the rules of referrals are asked about, and what a new referral is filled with from the case."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from accounts.models import User
from assessments import selectors as assessments
from assessments.facts import SEXUAL
from assessments.models import RoshJudgement
from assessments.rules.levels import RiskGroup, RoshLevel
from levels import selectors as levels
from levels.models import EndReview
from levels.rules.ending import CATEGORY_3
from offenders import selectors as offenders
from offenders.access import can_see_victims
from offenders.models import Case, CustodyPeriod, Offence
from offenders.rules.addresses import home
from offenders.words import CATEGORY_WORDS, sentence_words
from referrals.models import Referral, ReferralSection, ReferralVictims, SentCorrection, SentReferral
from referrals.rules.completeness import Answers, Circumstances
from referrals.rules.questions import VICTIMS, Kind, Section
from referrals.rules.sending import Outcome
from referrals.rules.steps import Purpose, State
from ui.words import day

Filled = dict[str, str]
COMMUNITY_ORDERS = ("community_order", "youth_rehabilitation_order")


def circumstances(referral: Referral) -> Circumstances:
    """What decides which answers the referral needs: three queries. The case is opened to the actor already."""
    case = referral.case
    held = CustodyPeriod.objects.filter(case=case, released_on__isnull=True).first()
    offences = Offence.objects.filter(case=case)
    return Circumstances(
        purpose=Purpose(referral.purpose),
        by_lead_agency=referral.by_lead_agency,
        in_custody=held is not None,
        sexual_offence=has_sexual_offence(case),
        community_order=offences.filter(is_index=True, disposal__in=COMMUNITY_ORDERS).exists(),
        release_due_on=held.release_due_on if held else None,
    )


def has_sexual_offence(case: Case) -> bool:
    """Whether somebody is in Category 1, or has a sexual offence that counts today (REF-06, MIN-19)."""
    return case.category == 1 or Offence.objects.filter(SEXUAL, case=case).exists()


def referred_by(case: Case) -> str:
    """The kind of the agency whose referral of the case was accepted last; empty where none was."""
    rows = Referral.objects.filter(case=case, state=State.ACCEPTED.value).order_by("-received_on", "-id")
    return rows.values_list("agency__kind_id", flat=True).first() or ""


def psychology_noted(case: Case, on: dt.date) -> bool:
    """Whether the last referral received by a day says that HMPPS Psychology is involved (MAPPA Guidance 13a.16)."""
    sent = Referral.objects.filter(case=case, received_on__lte=on).exclude(state=State.WITHDRAWN.value)
    rows = ReferralSection.objects.filter(referral__in=sent.values("pk"), answers__psychology__in=("yes", "no"))
    rows = rows.order_by("-referral__received_on", "-referral__started_at")
    return rows.values_list("answers__psychology", flat=True).first() == "yes"


def answers_of(referral: Referral) -> Answers:
    """Everything that was answered so far, victims included: for rules and snapshots, never for a page."""
    rows = ReferralSection.objects.filter(referral=referral).values_list("section", "answers")
    victims = ReferralVictims.objects.filter(referral=referral).first()
    return {**dict(rows), VICTIMS: victims.answers if victims else {}}


def decision_base(referral: Referral) -> str:
    """What a decision is based on: the referral and the level of the case as they stand, as one version.

    Of one that was sent in, also what its sender corrected since (REF-26).
    """
    level = levels.current_level(referral.case)
    corrected = SentCorrection.objects.filter(sent__referral=referral).count()
    return f"{referral.version}.{corrected}.{level.pk if level else ''}"


def is_answered(sent: SentReferral) -> bool:
    """Whether the sender of a referral has an answer: it was refused, or decided on the case that it was taken on to.

    That it was taken on is none: nothing tells the sender of that (REF-20).
    """
    if sent.outcome == Outcome.REFUSED.value:
        return True
    return sent.referral is not None and sent.referral.state in (State.ACCEPTED.value, State.REFUSED.value)


def prefilled(*, viewer: User, case: Case, purpose: Purpose) -> dict[str, Filled]:
    """Section -> answers as the case gives them to `viewer` today; nothing that the viewer may not see."""
    filled = {
        "person": _person(viewer, case, purpose),
        "place": _place(viewer, case),
        "offence": _offence(viewer, case),
        "risk": _risk(viewer, case),
        "plan": _plan(viewer, case),
        "people": _people(viewer, case),
    }
    if can_see_victims(viewer, case.pk):
        filled[VICTIMS] = _victims(viewer, case)
    return {section: _said(answers) for section, answers in filled.items()}


def _said(answers: Filled) -> Filled:
    return {key: text for key, text in answers.items() if text}


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _date(value: dt.date | None) -> str:
    return value.isoformat() if value else ""


def _person(viewer: User, case: Case, purpose: Purpose) -> Filled:
    known_as = offenders.aliases(viewer=viewer, case_id=case.pk)
    known = CATEGORY_WORDS.get(case.category, "")
    return {
        "category": "3: other dangerous, proposed" if purpose is Purpose.CATEGORY_3 else known,
        "family_name": case.family_name,
        "given_names": case.given_names,
        "born": _date(case.date_of_birth),
        "aliases": _lines(f"{one.name} ({one.get_kind_display().lower()})" for one in known_as),
        "gender": case.get_gender_display(),
        "ethnicity": case.ethnicity,
        "pnc_id": case.pnc_id or "",
        "visor_ref": case.visor_ref or "",
        "lead_reference": case.reference,
    }


def _place(viewer: User, case: Case) -> Filled:
    held = next((one for one in offenders.custody_periods(viewer=viewer, case_id=case.pk) if not one.released_on), None)
    at: dict[str, str] = {}
    for address in offenders.addresses(viewer=viewer, case_id=case.pk):
        if address.ends is None:
            at.setdefault(address.kind, _lines([address.lines, address.postcode]))
    return {
        "prison": held.establishment if held else "",
        "prison_number": case.prison_number or "",
        "last_address": at.get("before_custody", ""),
        "release_address": at.get("proposed", ""),
        "current_address": home(at),
    }


def _offence(viewer: User, case: Case) -> Filled:
    every = list(offenders.offences(viewer=viewer, case_id=case.pk))
    index = next((one for one in every if one.is_index), every[0] if every else None)
    periods = offenders.custody_periods(viewer=viewer, case_id=case.pk)
    held = next((one for one in periods if not one.released_on), None)
    if index is None:
        return {}
    by_order = index.disposal in COMMUNITY_ORDERS
    return {
        "index_offence": f"{index.title} ({index.get_outcome_display().lower()})",
        "outcome_on": _date(index.outcome_on),
        "sentence": sentence_words(index),
        "details": index.details,
        "earliest_release": _date(held.release_due_on) if held else "",
        "order_starts": _date(index.passed_on) if by_order else "",
        "order_ends": _date(index.sentence_ends_on) if by_order else "",
    }


def _risk(viewer: User, case: Case) -> Filled:
    results = assessments.tool_results(viewer=viewer, case_id=case.pk)
    filled = {"tools": _lines(f"{one.get_tool_display()}: {one.result}, {day(one.assessed_on)}" for one in results)}
    judged = assessments.judgements(viewer=viewer, case_id=case.pk).first()
    return {**filled, **_judged(judged)} if judged is not None else filled


def _judged(judged: RoshJudgement) -> Filled:
    groups = [f"{RiskGroup(row.group).label}: {RoshLevel(row.level).label}" for row in judged.in_order]
    soon = [f"{RiskGroup(row.group).label}: {row.get_imminence_display()}" for row in judged.in_order if row.imminence]
    likely = _lines([judged.get_reoffending_display(), judged.reoffending_basis])
    nature = [f"{RiskGroup(row.group).label}: {row.nature}" for row in judged.in_order if row.nature]
    judged_on = f"Judged on {day(judged.decided_on)}: {judged.get_overall_display()}. {judged.reason}"
    return {
        "rosh": judged.overall,
        "who": _lines(groups),
        "imminence": _lines(soon),
        "reoffending": likely,
        "assessment": _lines([judged_on, judged.static_factors, judged.dynamic_factors, *nature]),
    }


def _plan(viewer: User, case: Case) -> Filled:
    plan = next((one for one in assessments.plans(viewer=viewer, case_id=case.pk) if one.in_force), None)
    if plan is None:
        return {}
    actions = [one for one in assessments.actions(viewer=viewer, case_id=case.pk) if one.unfinished]
    planned = [f"{one.get_pillar_display()}: {one.description} ({one.agency.name})" for one in actions]
    contingency = f"If it goes wrong: {plan.contingency}" if plan.contingency else ""
    return {"plan": _lines([f"Version {plan.number}, in force from {day(plan.decided_on)}.", *planned, contingency])}


def _people(viewer: User, case: Case) -> Filled:
    parts = offenders.access_list(viewer=viewer, case_id=case.pk).involvements
    agencies = [case.lead_agency.name, *(part.agency.name for part in parts if part.ends is None)]
    agency = viewer.agency.name if viewer.agency else ""
    return {
        "referrer": ", ".join(part for part in (viewer.full_name, viewer.job_title, agency) if part),
        "contact": viewer.email,
        "invitees": _lines(dict.fromkeys(agencies)),
    }


def _victims(viewer: User, case: Case) -> Filled:
    known = list(offenders.protected_people(viewer=viewer, case_id=case.pk))
    told = {kind: _lines(_named(one) for one in known if one.kind == kind) for kind in ("victim", "at_risk")}
    scheme = any(one.victim_contact for one in known)
    contact = "The victim liaison officer: in the victim contact scheme." if scheme else ""
    return {"index_victim": told["victim"], "potential": told["at_risk"], "in_contact": contact}


def _named(person: object) -> str:
    name, relationship = getattr(person, "name", ""), getattr(person, "relationship", "")
    return f"{name} ({relationship.lower()})" if relationship else str(name)


def referred_since(case: Case, review: EndReview) -> bool:
    """Whether the case was referred to Category 3 since that was decided to follow its category, or is being so now."""
    if review.outcome != CATEGORY_3:
        return False
    waits = Q(state__in=(State.SUBMITTED.value, State.DISPUTED.value))
    since = Q(received_on__gte=review.decided_on) & ~Q(state__in=(State.DRAFT.value, State.WITHDRAWN.value))
    return Referral.objects.filter(waits | since, case=case, purpose=Purpose.CATEGORY_3.value).exists()


def frozen(section: Section, answers: Answers) -> dict[str, Any]:
    """A section as it was submitted: its title, and each answered question in words."""
    given = answers.get(section.key, {})
    rows = [
        [one.label, day(dt.date.fromisoformat(text)) if one.kind is Kind.DATE else one.in_words(text)]
        for one in section.questions
        if (text := given.get(one.key, ""))
    ]
    return {"key": section.key, "title": section.title, "rows": rows}
