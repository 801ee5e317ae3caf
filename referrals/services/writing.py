"""Starting a referral, writing its sections, submitting and withdrawing it.

Audit events name the sections and what was done; what a referral says stands in its sections and versions.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from accounts.models import User
from audit.refusals import Conflict, Effect, Finding, NotPermitted, stop
from levels.services.considering import note_referral
from offenders.access import can_see_victims
from offenders.models import Case
from offenders.writing import Entry, accept, writing
from referrals import facts
from referrals.models import Referral, ReferralSection, ReferralVersion, ReferralVictims, SubmittedVictims
from referrals.rules import steps
from referrals.rules.completeness import Answers, date_findings, missing, missing_findings, sections_for
from referrals.rules.questions import BY_KEY, VICTIMS
from referrals.rules.steps import OPEN, Purpose, State, Step

REFER = "refer"
NOTHING_YET = 0
"""The version of a section that nobody has written to."""


def start(*, actor: User, case: Case, purpose: Purpose, today: dt.date) -> Referral:
    """Begin a referral of the actor's agency, filled in from the case as far as the actor sees it.

    Raises: NotPermitted; RuleRefused (REF-14).
    """
    with writing(case, actor=actor, may=REFER, verb="referral.started") as entry:
        if actor.agency is None:
            raise NotPermitted(REFER, case_id=case.pk)
        in_progress = Referral.objects.filter(case=entry.case, agency=actor.agency, state__in=sorted(OPEN)).exists()
        ended = entry.case.ended_on is not None
        stop(steps.start_findings(purpose, in_progress=in_progress, ended=ended))
        referral = entry.add(
            Referral(
                case=entry.case,
                purpose=purpose,
                agency=actor.agency,
                by_lead_agency=actor.agency_id == entry.case.lead_agency_id,
                referred_by=actor,
            )
        )
        for section, answers in facts.prefilled(viewer=actor, case=entry.case, purpose=purpose).items():
            if answers:
                new_part(entry, referral, section, answers, actor)
        return referral


def write_section(
    *, actor: User, referral: Referral, section: str, answers: Mapping[str, str], version: int
) -> ReferralSection:
    """Keep the answers of one section; sections do not disturb one another. Nothing has to be complete.

    Raises: NotPermitted; RuleRefused (REF-01, REF-15); Conflict with both sets of answers.
    """
    with _own(referral, actor, Step.WRITE, "referral.written") as (entry, current):
        if section not in BY_KEY or section == VICTIMS:
            stop([Finding("REF-15", Effect.REFUSE, "A referral has no such section.", None)])
        row = ReferralSection.objects.filter(referral=current, section=section).first()
        kept: ReferralSection = _keep(entry, current, section, row, answers, version, actor)
        if section == "reason":
            entry.change(current, urgent=kept.answers.get("urgent") == "yes")
        return kept


def write_victims(*, actor: User, referral: Referral, answers: Mapping[str, str], version: int) -> ReferralVictims:
    """Keep what the referral says about victims, by somebody who may see them.

    Raises: NotPermitted (also without sight of victims: ACC-27); RuleRefused (REF-01, REF-15); Conflict.
    """
    with _own(referral, actor, Step.WRITE, "referral.written") as (entry, current):
        if not can_see_victims(actor, entry.case.pk):
            raise NotPermitted(REFER, case_id=entry.case.pk)
        row = ReferralVictims.objects.filter(referral=current).first()
        kept: ReferralVictims = _keep(entry, current, VICTIMS, row, answers, version, actor)
        return kept


def submit(
    *,
    actor: User,
    referral: Referral,
    version: int,
    reason: str,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> ReferralVersion:
    """Send the referral to the Co-ordination Unit as it stands: the first version, or a correction with its `reason`.

    The Unit receives it on the same day. Raises: NotPermitted; RuleRefused (REF-01 to REF-09, REF-12, REF-15); REF-07
    is a warning until it is acknowledged; Conflict.
    """
    with _own(referral, actor, Step.SUBMIT, "referral.submitted", reason) as (entry, current):
        _stop_changed(current, version)
        case, answers = facts.circumstances(current), facts.answers_of(current)
        found = [*missing_findings(missing(case, answers)), *date_findings(answers, today)]
        if case.in_custody:
            found += steps.release_findings(case.release_due_on, today)
        number = ReferralVersion.objects.filter(referral=current).count() + 1
        if number > 1 and not reason.strip():
            found.append(Finding("REF-15", Effect.REQUIRE, "Say what is corrected, and why.", "reason"))
        accept(entry, found, acknowledged)
        row = freeze(
            entry,
            current,
            answers,
            number=number,
            by=actor,
            role=actor.audit_role,
            on=today,
            reason=reason,
            rules=[one.rule for one in found],
        )
        if number == 1:
            entry.change(current, state=State.SUBMITTED.value, received_on=today, decide_from=today)
            if current.purpose == Purpose.CATEGORY_3:
                note_referral(entry, by=current.agency.name, on=today, today=today)
        return row


def withdraw(*, actor: User, referral: Referral, version: int, reason: str) -> Referral:
    """Take back a referral that is not decided yet; nothing of it is deleted.

    Raises: NotPermitted; RuleRefused (REF-01, REF-15); Conflict.
    """
    with _own(referral, actor, Step.WITHDRAW, "referral.withdrawn", reason) as (entry, current):
        return entry.change(current, version=version, state=State.WITHDRAWN.value)


@contextmanager
def _own(referral: Referral, actor: User, step: Step, verb: str, reason: str = "") -> Iterator[tuple[Entry, Referral]]:
    """Write to a referral of the actor's own agency, as it stands now, if it can take this step."""
    with writing(referral.case, actor=actor, may=REFER, verb=verb, reason=reason) as entry:
        current = Referral.objects.select_for_update().get(pk=referral.pk)
        current.case = entry.case
        own = current.agency_id == actor.agency_id
        stop([*steps.own_agency_findings(own), *steps.step_findings(step, State(current.state))])
        yield entry, current
    referral.refresh_from_db()


def _stop_changed(current: Referral, version: int) -> None:
    if current.version != version:
        raise Conflict("referral", theirs={}, yours={}, current_version=current.version)


def _keep(
    entry: Entry, referral: Referral, section: str, row: Any, answers: Mapping[str, str], version: int, actor: User
) -> Any:
    """The section with these answers. The version of the referral moves too, so that nobody submits unseen answers."""
    clean = {one.key: str(answers.get(one.key) or "").strip() for one in BY_KEY[section].questions}
    present = row.version if row else NOTHING_YET
    if present != version:
        stored = row.answers if row else {}
        raise Conflict(BY_KEY[section].title, theirs=stored, yours=clean, current_version=present)
    if row is None:
        row = new_part(entry, referral, section, clean, actor)
    else:
        row.answers, row.edited_by, row.edited_at = clean, actor, timezone.now()
        row.version += 1
        row.save(update_fields=["answers", "edited_by", "edited_at", "version"])
    entry.note(referral, {"section": (None, BY_KEY[section].title)})
    referral.version += 1
    referral.save(update_fields=["version"])
    return row


def new_part(entry: Entry, referral: Referral, section: str, answers: Mapping[str, str], actor: User) -> Any:
    """Inside a service: the first answers of a section."""
    common = {"case": entry.case, "referral": referral, "answers": dict(answers), "edited_by": actor}
    row = ReferralVictims(**common) if section == VICTIMS else ReferralSection(section=section, **common)
    row.save(force_insert=True)
    return row


def freeze(
    entry: Entry,
    referral: Referral,
    answers: Answers,
    *,
    number: int,
    by: User,
    role: str,
    on: dt.date,
    reason: str = "",
    rules: Sequence[str] = (),
) -> ReferralVersion:
    """Inside a service: keep the whole form as it stands as a version that `by` submitted on a day."""
    asked = sections_for(facts.circumstances(referral))
    open_part = [facts.frozen(section, answers) for section in asked if section.key != VICTIMS]
    about_victims = facts.frozen(BY_KEY[VICTIMS], answers)
    whole = json.dumps([open_part, about_victims], sort_keys=True, ensure_ascii=False).encode()
    row = ReferralVersion(
        case=entry.case,
        referral=referral,
        number=number,
        content=open_part,
        sha256=hashlib.sha256(whole).hexdigest(),
        reason=reason,
        rules=list(dict.fromkeys(rules)),
        submitted_by=by,
        submitted_as=role[:200],
        submitted_on=on,
    )
    row.save(force_insert=True)
    SubmittedVictims(case=entry.case, version=row, content=about_victims).save(force_insert=True)
    entry.note(row, {"number": (None, number), "sha256": (None, row.sha256), "submitted_on": (None, on)})
    return row
