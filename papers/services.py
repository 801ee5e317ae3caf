"""All writes of this room: forms drawn up, sent, confirmed, closed, and the look at sent ones when a case changes."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone

from accounts.models import User
from audit.refusals import Conflict, Effect, Finding, NotPermitted, stop
from audit.services import record
from custody.models import CustodyEvent
from custody.rules.events import Given
from custody.rules.kinds import Kind as CustodyKind
from custody.rules.words import DISCHARGE_NOTICE, LEAVE_NOTICE
from custody.services import record_event
from offenders import selectors as offenders
from offenders.access import can_see_victims
from offenders.access import may as is_permitted
from offenders.models import Case, CustodyPeriod
from offenders.writing import Entry, accept, writing
from papers import facts, facts_restrictions
from papers.models import Paper, PaperReceipt, PaperSending, PaperVersion, RestrictionsWeighed
from papers.rules import checks, restrictions
from papers.rules.checks import About, Drawer
from papers.rules.choices import DISCHARGE, UNESCORTED
from papers.rules.forms import SPECS
from papers.rules.shape import COORDINATOR, SMB_CHAIR, Field, Form, Kind, Spec, changed, kept
from ui.words import day

WRITE, ANSWER = "write_form", "answer_form"
Answers = Mapping[str, str]
TOLD_OF = {UNESCORTED: LEAVE_NOTICE, DISCHARGE: DISCHARGE_NOTICE}
"""What MAPPA I Part 3 tells of, as custody records it."""


def draw_up(
    *,
    actor: User,
    case: Case,
    spec: Spec,
    answers: Answers,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> PaperVersion:
    """Draw up a form: its first version, from its own fields alone. Nothing is sent by it.

    Raises: NotPermitted; RuleRefused (FRM-01, FRM-02, FRM-03, FRM-05, FRM-08, FRM-10).
    """
    with writing(case, actor=actor, may=WRITE, verb="form.drawn_up") as entry:
        if actor.agency is None:
            raise NotPermitted(WRITE, case_id=case.pk)
        stop(checks.sender_findings(spec, drawer(actor, entry.case)))
        rows = Paper.objects.filter(case=entry.case, form=spec.form.value, closed_on__isnull=True)
        stop(checks.open_findings(spec, in_use=rows.exists()))
        accept(entry, _found(actor, entry.case, spec, answers, today, exempt_at=None), acknowledged)
        charged = answers.get("charged_on", "") if spec.form is Form.N else ""
        paper = entry.add(
            Paper(
                case=entry.case,
                form=spec.form.value,
                agency=actor.agency,
                started_by=actor,
                counts_from=dt.date.fromisoformat(charged) if charged else None,
            )
        )
        return _version(entry, paper, answers, 1, "", today)


def draw_up_again(
    *,
    actor: User,
    paper: Paper,
    answers: Answers,
    reason: str,
    based_on: int,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> PaperVersion:
    """Draw up a further version, and say what has changed; earlier ones stay as they are.

    Raises: NotPermitted; RuleRefused (as `draw_up`); Conflict when another version was drawn up since `based_on`.
    """
    with writing(paper.case, actor=actor, may=WRITE, verb="form.drawn_up", reason=reason) as entry:
        current, last = _current(paper, entry)
        spec = current.spec
        stop(checks.sender_findings(spec, drawer(actor, entry.case)))
        stop(checks.closed_findings(spec, closed=current.closed_on is not None))
        if last.number != based_on:
            raise Conflict("form", theirs=dict(last.answers), yours=dict(answers), current_version=last.number)
        sent = facts.last_sent([current]).get(current.pk)
        exempt_at = sent.answers.get("address") if sent else None
        found = _found(actor, entry.case, spec, answers, today, exempt_at=exempt_at)
        accept(entry, [*found, *checks.again_findings(reason)], acknowledged)
        if spec.form is Form.N and answers.get("charged_on"):
            entry.change(current, counts_from=dt.date.fromisoformat(answers["charged_on"]))
        return _version(entry, current, answers, last.number + 1, reason, today)


def send(
    *, actor: User, paper: Paper, number: int, to: str, recipient: str, address: str, on: dt.date, today: dt.date
) -> PaperSending:
    """Record that the newest version was sent. Part 1 and Part 3 of MAPPA I are recorded under custody too.

    Raises: NotPermitted; RuleRefused (FRM-01, FRM-04, FRM-05, FRM-12); Conflict when `number` is not the newest.
    """
    with writing(paper.case, actor=actor, may=WRITE, verb="form.sent") as entry:
        current, last = _current(paper, entry)
        spec = current.spec
        forwards = spec.form is Form.N and to == SMB_CHAIR.key and is_permitted(actor, ANSWER, entry.case)
        if not forwards:
            stop(checks.sender_findings(spec, drawer(actor, entry.case)))
        stop(checks.closed_findings(spec, closed=current.closed_on is not None))
        if last.number != number:
            raise Conflict("form", theirs={}, yours={}, current_version=last.number)
        told = PaperSending.objects.filter(version__paper=current, to=COORDINATOR.key)
        stop(checks.sending_findings(spec, to, on=on, drawn_up_on=last.drawn_up_on, today=today, before=told.exists()))
        row = PaperSending(
            case=entry.case,
            version=last,
            to=to,
            recipient=recipient,
            address=address,
            sent_on=on,
            sent_by=actor,
            sent_as=actor.audit_role[:200],
        )
        entry.add(row)
        _told_custody(actor, entry.case, spec, last.answers, on, today)
        return row


def confirm(
    *, actor: User, sending: PaperSending, on: dt.date, confirmed_by: str, said: str, today: dt.date
) -> PaperReceipt:
    """Record that a sending was confirmed by whoever it went to.

    Raises: NotPermitted; RuleRefused (FRM-09).
    """
    with writing(sending.case, actor=actor, may=WRITE, verb="form.received") as entry:
        again = PaperReceipt.objects.filter(sending=sending).exists()
        stop(checks.receipt_findings(on=on, sent_on=sending.sent_on, today=today, again=again))
        return entry.add(
            PaperReceipt(
                case=entry.case,
                sending=sending,
                received_on=on,
                confirmed_by=confirmed_by,
                said=said,
                recorded_by=actor,
                recorded_as=actor.audit_role[:200],
            )
        )


def close(*, actor: User, paper: Paper, version: int, reason: str, today: dt.date) -> Paper:
    """Record that a form applies no longer: nothing more is due on it, and what was sent stays in the record.

    Raises: NotPermitted; RuleRefused (FRM-01, FRM-05; FRM-12 by the drawer of a MAPPA N not sent to all); Conflict.
    """
    with writing(paper.case, actor=actor, may=WRITE, verb="form.closed", reason=reason) as entry:
        current, _ = _current(paper, entry)
        who = drawer(actor, entry.case)
        # Whoever drew it up may take part no longer: the Unit never leaves a form with nobody.
        stop([] if who.of_the_unit else checks.sender_findings(current.spec, who))
        stop(checks.closed_findings(current.spec, closed=current.closed_on is not None))
        versions = PaperVersion.objects.filter(paper=current)
        sent_to = set(PaperSending.objects.filter(version__in=versions).values_list("to", flat=True))
        drew = versions.filter(drawn_up_by=actor).exists()
        stop(checks.early_close_findings(current.spec, sent_to, drew_it_up=drew))
        if not reason.strip():
            stop([Finding("FRM-05", Effect.REQUIRE, "Say why it applies no longer.", "reason")])
        return entry.change(current, version=version, closed_on=today, closed_reason=reason, changed_on=None)


def weigh_restrictions(
    *, actor: User, case: Case, keys: Collection[str], reason: str, today: dt.date
) -> RestrictionsWeighed:
    """Record that some of what restricts the person makes no work or training unsuitable, as the lead agency judges.

    Raises: NotPermitted; RuleRefused (FRM-01, FRM-16).
    """
    with writing(case, actor=actor, may=WRITE, verb="form.restrictions_weighed", reason=reason) as entry:
        stop(checks.sender_findings(SPECS[Form.J], drawer(actor, entry.case)))
        known = facts_restrictions.of_case(entry.case)
        stop(restrictions.weighing_findings(known, keys, reason))
        chosen = [one for one in restrictions.unweighed(known) if one.key in set(keys)]
        return entry.add(
            RestrictionsWeighed(
                case=entry.case,
                keys=[one.key for one in chosen],
                restrictions=[restrictions.in_full(one) for one in chosen],
                reason=reason,
                decided_on=today,
                decided_by=actor,
                decided_as=actor.audit_role[:200],
            )
        )


def notice_changes(case: Case) -> None:
    """Note on each sent form that still applies since when the case is no longer as it says (FRM-07).

    Called inside the transaction whenever a case was written to: one query where no such form was sent.
    """
    rows = Paper.objects.filter(case=case, closed_on__isnull=True, versions__sendings__isnull=False)
    sent = {paper.pk: paper for paper in rows.distinct() if paper.spec.again}
    if not sent:
        return
    today, now = timezone.localdate(), facts.of_case(case)
    for pk, version in facts.last_sent(sent.values()).items():
        note_difference(sent[pk], differs=bool(changed(version.facts, now)), today=today, verb="form", rule="FRM-07")


def note_difference(row: Any, *, differs: bool, today: dt.date, verb: str, rule: str) -> None:
    """Note on what was sent since when the case is no longer as it says, or that it is so again.

    `row` is of a case and holds that day as `changed_on` (Europe/London); nothing where it says the same already.
    """
    if differs is (row.changed_on is not None):
        return
    before, row.changed_on = row.changed_on, today if differs else None
    row.save(update_fields=["changed_on"])
    record(
        actor=None,
        verb=f"{verb}.out_of_date" if differs else f"{verb}.up_to_date",
        case_id=row.case_id,
        subject=row,
        changes={"changed_on": (before, row.changed_on)},
        rules=[rule],
    )


def drawer(actor: User, case: Case) -> Drawer:
    """Whoever writes, as the rules see them."""
    kind = actor.agency.kind_id if actor.agency else ""
    leads = actor.agency_id is not None and actor.agency_id == case.lead_agency_id
    return Drawer(agency_kind=kind, leads=leads, of_the_unit=is_permitted(actor, ANSWER, case))


def _current(paper: Paper, entry: Entry) -> tuple[Paper, PaperVersion]:
    """The form as it stands now, and its newest version."""
    current = Paper.objects.select_for_update().get(pk=paper.pk)
    current.case = entry.case
    return current, PaperVersion.objects.filter(paper=current).latest("number")


def _found(
    actor: User, case: Case, spec: Spec, answers: Answers, today: dt.date, *, exempt_at: str | None
) -> list[Finding]:
    found = checks.answer_findings(spec, answers)
    if found:
        return found
    found += checks.date_findings(spec, answers, today)
    names: Collection[str] = ()
    if can_see_victims(actor, case.pk):
        names = {one.name for one in offenders.protected_people(viewer=actor, case_id=case.pk)}
    offences = facts.offences_named(case) if spec.no_offences else ()
    found += checks.word_findings(spec, answers, offences=offences, victims=names)
    return found + checks.own_findings(spec, answers, About(case.date_of_birth, case.level, exempt_at), today)


def _version(entry: Entry, paper: Paper, answers: Answers, number: int, reason: str, today: dt.date) -> PaperVersion:
    spec, actor = paper.spec, entry.actor
    if actor is None:
        raise NotPermitted(WRITE, case_id=paper.case_id)
    known = {one.key: answers.get(one.key, "").strip() for one in spec.asked}
    content = [[one.label, _in_words(one, known.get(one.key, ""))] for one in spec.printed]
    return entry.add(
        PaperVersion(
            case=entry.case,
            paper=paper,
            number=number,
            answers=known,
            content=[row for row in content if row[1]],
            facts=kept(spec, facts.of_case(entry.case)) if spec.again else {},
            sha256=hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest(),
            reason=reason,
            drawn_up_by=actor,
            drawn_up_as=actor.audit_role[:200],
            drawn_up_on=today,
            rules=["FRM-02", "FRM-03"],
        )
    )


def _in_words(one: Field, stored: str) -> str:
    return day(dt.date.fromisoformat(stored)) if one.kind is Kind.DATE and stored else one.in_words(stored)


def _told_custody(actor: User, case: Case, spec: Spec, answers: Answers, on: dt.date, today: dt.date) -> None:
    """Record under custody that MAPPA I was sent: by this its time limits are met (CUS-08, CUS-09)."""
    kind, choice = None, ""
    if spec.form is Form.I1:
        kind = CustodyKind.PATIENT_NOTIFIED
    elif spec.form is Form.I3 and answers.get("why") in TOLD_OF:
        kind, choice = CustodyKind.LEAVE_NOTIFIED, TOLD_OF[answers["why"]]
    if kind is None:
        return
    held = CustodyPeriod.objects.filter(case=case, released_on__isnull=True, place=CustodyPeriod.Place.HOSPITAL)
    stands = {"kind": kind, "choice": choice, "superseded_by__isnull": True, "withdrawn": False}
    known = CustodyEvent.objects.filter(case=case, day=on, **stands)
    if held.filter(starts_on__lte=on).exists() and not known.exists():
        record_event(
            actor=actor, case=case, given=Given(kind, on, choice=choice), details=f"{spec.name} sent.", today=today
        )
