"""Information of an agency in a report: it is asked, answers, the chair clears; and minutes that went astray."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from accounts.models import Agency, User
from audit.refusals import Effect, Finding, stop
from enquiries import facts
from enquiries.access import DECIDE, HANDLE, REPORT
from enquiries.facts import ItemFacts
from enquiries.models import DataLoss, ReportAnswer, ReportItem
from enquiries.rules import reports
from enquiries.rules.reports import Said
from enquiries.services.common import signed
from meetings.models import Meeting
from offenders.models import Case
from offenders.writing import Entry, accept, recorded_already, writing


def ask_agency(
    *,
    actor: User,
    meeting: Meeting,
    report: str,
    agency: Agency,
    information: str,
    mentions_minutes: bool,
    on: dt.date,
    today: dt.date,
) -> ReportItem:
    """Record that an agency is asked whether what it said at a meeting may stand in a report.

    Raises: NotPermitted; RuleRefused (ENQ-19; OFF-21 for the same item twice).
    """
    with writing(meeting.case, actor=actor, may=REPORT, verb="report.agency_asked") as entry:
        if not meeting.held_on <= on <= today:
            message = "The agency was asked between the meeting and today."
            stop([Finding("ENQ-19", Effect.REFUSE, message, "on", "Correct the day.")])
        same = ReportItem.objects.filter(meeting=meeting, report=report, agency=agency, information=information)
        if same.exists():
            stop([recorded_already("a record of this information", "information")])
        entry.rules.append("ENQ-19")
        by, role = signed(entry)
        return entry.add(
            ReportItem(
                case=entry.case,
                meeting=meeting,
                report=report,
                agency=agency,
                information=information,
                mentions_minutes=mentions_minutes,
                asked_on=on,
                recorded_by=by,
                recorded_as=role,
            )
        )


def answer(
    *,
    actor: User,
    item: ReportItem,
    agreed: bool,
    who: str,
    wording: str,
    reason: str,
    on: dt.date,
    today: dt.date,
    told: str = "",
    acknowledged: frozenset[str] = frozenset(),
) -> ReportAnswer:
    """Record what the agency said, with the wording that was agreed with who came for it.

    An agreement may be withdrawn; once the report left, `told` says who of those that have it was told so.
    Raises: NotPermitted; RuleRefused (ENQ-19 to ENQ-22, ENQ-29).
    """
    with _answering(item, actor, REPORT, "report.agency_answered", reason) as (entry, known):
        since, left = known.said_on or item.asked_on, bool(known.left)
        found = reports.consent_findings(
            answered=known.answered, agreed=agreed, who=who, on=on, since=since, today=today
        )
        if agreed:
            found += reports.wording_findings(wording, clears=item.mentions_minutes)
        else:
            found += reports.refusal_findings(reason=reason, left=left, told=told)
        accept(entry, found, acknowledged)
        entry.rules += ["ENQ-19", *(("ENQ-29",) if left and not agreed else ())]
        if agreed:
            return _add(entry, item, Said.AGREED, on, who=who, wording=wording, reason=reason)
        return _add(entry, item, Said.REFUSED, on, who=who, reason=reason, told=told if left else "")


def leave(*, actor: User, item: ReportItem, recipients: str, on: dt.date, today: dt.date) -> ReportAnswer:
    """Record that the report with this information left, and to whom it went.

    Raises: NotPermitted; RuleRefused (ENQ-29; OFF-21 for the same twice).
    """
    with _answering(item, actor, REPORT, "report.left", "") as (entry, known):
        usable = reports.may_be_used(mentions=item.mentions_minutes, answered=known.answered, cleared=known.cleared)
        since = known.said_on or item.asked_on
        stop(reports.leaving_findings(usable=usable, recipients=recipients, on=on, since=since, today=today))
        if any((row.recipients, row.happened_on) == (recipients, on) for row in known.left):
            stop([recorded_already("a record of this report", "recipients")])
        entry.rules.append("ENQ-29")
        return _add(entry, item, Said.LEFT, on, recipients=recipients)


def clear(*, actor: User, item: ReportItem, reason: str, on: dt.date, today: dt.date) -> ReportAnswer:
    """Record, as the chair of that meeting, that a report that mentions its minutes may leave.

    Raises: NotPermitted; RuleRefused (ENQ-22).
    """
    with _answering(item, actor, DECIDE, "report.cleared", reason) as (entry, known):
        if not facts.stands_for(actor, item.meeting):
            message = "Another chair decides about the minutes of that meeting."
            stop([Finding("ENQ-22", Effect.REFUSE, message, None, "Ask whoever chaired it.")])
        stop(reports.clearing_findings(mentions=item.mentions_minutes, answered=known.answered, cleared=known.cleared))
        if not item.asked_on <= on <= today:
            message = "It was cleared between the question to the agency and today."
            stop([Finding("ENQ-22", Effect.REFUSE, message, "on", "Correct the day.")])
        entry.rules.append("ENQ-22")
        return _add(entry, item, Said.CLEARED, on, reason=reason)


@contextmanager
def _answering(item: ReportItem, actor: User, may: str, verb: str, reason: str) -> Iterator[tuple[Entry, ItemFacts]]:
    with writing(item.case, actor=actor, may=may, verb=verb, reason=reason) as entry:
        answers = ReportAnswer.objects.filter(item=item).order_by("recorded_at")
        yield entry, facts.item_facts(item, answers)


def _add(entry: Entry, item: ReportItem, said: Said, on: dt.date, **typed: str) -> ReportAnswer:
    by, role = signed(entry)
    return entry.add(
        ReportAnswer(
            case=entry.case,
            item=item,
            said=said.value,
            happened_on=on,
            **typed,
            rules=list(dict.fromkeys(entry.rules)),
            recorded_by=by,
            recorded_as=role,
        )
    )


@dataclass(frozen=True, slots=True)
class Lost:
    """Minutes that went astray, as typed: `referred_on` to the Information Commissioner, or `reason` why not."""

    happened: str
    found_on: dt.date
    told: str
    referred_on: dt.date | None = None
    reason: str = ""


def lose(*, actor: User, case: Case, lost: Lost, today: dt.date) -> DataLoss:
    """Record a breach of the rules on distribution. Raises: NotPermitted; RuleRefused (ENQ-23; OFF-21 twice)."""
    with writing(case, actor=actor, may=HANDLE, verb="minutes.lost", reason=lost.reason) as entry:
        stop(
            reports.loss_findings(
                found_on=lost.found_on,
                told=lost.told,
                referred_on=lost.referred_on,
                reason=lost.reason,
                today=today,
            )
        )
        if DataLoss.objects.filter(case=entry.case, **asdict(lost)).exists():
            stop([recorded_already("a record of this loss")])
        entry.rules.append("ENQ-23")
        by, role = signed(entry)
        return entry.add(DataLoss(case=entry.case, recorded_by=by, recorded_as=role, **asdict(lost)))
