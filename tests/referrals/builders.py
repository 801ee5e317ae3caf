"""Referrals made the way the product makes them, with plainly invented content."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import User
from offenders.models import Case
from offenders.writing import deferred_announcements
from referrals import facts, services
from referrals.models import Referral, ReferralSection, ReferralVersion, ReferralVictims, SentReferral
from referrals.rules.completeness import missing, sections_for
from referrals.rules.questions import VICTIMS, Kind, Question
from referrals.rules.steps import Purpose
from tests.factories import World

ACKNOWLEDGED = frozenset({"REF-07"})
VICTIM_WORDS = "Wilhelmina Inventedvictim"


def started(case: Case, actor: User, *, today: dt.date, purpose: Purpose = Purpose.LEVEL) -> Referral:
    """A referral just begun, filled in from the case."""
    return services.start(actor=actor, case=case, purpose=purpose, today=today)


def answer_to(question: Question, today: dt.date) -> str:
    """A sound answer to a question."""
    if question.kind is Kind.DATE:
        return (today - dt.timedelta(days=20)).isoformat()
    if question.kind is Kind.CHOICE:
        return {"urgent": "no", "psychology": "no", "lead_agrees": "yes"}.get(question.key, question.choices[0][0])
    return f"Invented: {question.label.lower()}"


def version_of(referral: Referral, section: str) -> int:
    """The version of a section; 0 before anybody wrote to it."""
    rows: Any = ReferralVictims.objects if section == VICTIMS else ReferralSection.objects.filter(section=section)
    row = rows.filter(referral=referral).first()
    return row.version if row else 0


def wrote(referral: Referral, actor: User, section: str, **answers: str) -> Referral:
    """The referral with these answers in a section; others of the section stay."""
    kept = dict(facts.answers_of(referral).get(section, {})) | answers
    version = version_of(referral, section)
    if section == VICTIMS:
        services.write_victims(actor=actor, referral=referral, answers=kept, version=version)
    else:
        services.write_section(actor=actor, referral=referral, section=section, answers=kept, version=version)
    referral.refresh_from_db()
    return referral


@deferred_announcements()
def complete(referral: Referral, actor: User, *, leave_out: tuple[str, ...] = ()) -> Referral:
    """The referral with every needed answer given that the case did not give, but for these questions."""
    today = timezone.localdate()
    case = facts.circumstances(referral)
    for _ in range(2):  # some answers ask for others
        answers = facts.answers_of(referral)
        for section in sections_for(case):
            gaps = [one.question for one in missing(case, answers) if one.section is section]
            given = {one.key: answer_to(one, today) for one in gaps if one.key not in leave_out}
            if given:
                wrote(referral, actor, section.key, **given)
    return referral


def submitted(referral: Referral, actor: User, *, today: dt.date, reason: str = "") -> ReferralVersion:
    """The referral sent as it stands."""
    return services.submit(
        actor=actor, referral=referral, version=referral.version, reason=reason, today=today, acknowledged=ACKNOWLEDGED
    )


def decided(referral: Referral, actor: User, *, today: dt.date, **changes: Any) -> Any:
    """The referral accepted at Level 2, unless `changes` say otherwise."""
    typed: dict[str, Any] = {
        "outcome": "accepted",
        "level": 2,
        "meeting_on": today + dt.timedelta(days=20),
        "grounds": ["rosh_high"],
        "reason": "Several agencies have to act together.",
    }
    return services.decide(
        actor=actor,
        referral=referral,
        decided=services.Decided(**{**typed, **changes}),
        based_on=facts.decision_base(referral),
        today=today,
    )


def sent_answers(**changes: dict[str, str]) -> dict[str, dict[str, str]]:
    """What somebody who sees no case can say; `changes` replace answers of a section."""
    said: dict[str, dict[str, str]] = {
        "person": {"family_name": "Marchbanks", "given_names": "Ptolemy"},
        "offence": {"index_offence": "Arson, caution of last spring"},
        "reason": {
            "level": "2",
            "reason": "He follows a former partner.",
            "issues": "Three agencies know parts of it.",
            "added_value": "One plan.",
            "harm": "He said whom he would hurt.",
            "relied_on": "The arson.",
            "urgent": "no",
        },
        "risk": {"who": "A former partner", "imminence": "Within weeks"},
        "victims": {"index_victim": VICTIM_WORDS},
        "people": {"contact": "nurse@example.org"},
    }
    return {part: answers | changes.get(part, {}) for part, answers in said.items()} | {
        part: answers for part, answers in changes.items() if part not in said
    }


def sent_in(
    world: World,
    actor: User,
    *,
    purpose: Purpose = Purpose.LEVEL,
    today: dt.date | None = None,
    **changes: dict[str, str],
) -> SentReferral:
    """A referral sent in today by somebody who sees no case."""
    return services.send(actor=actor, purpose=purpose, answers=sent_answers(**changes), today=today or world.today)
