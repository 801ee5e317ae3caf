"""What the case gives for the fields of set forms, and what their clocks run from. Read for services and clocks.

Nothing here is a victim's, an agency's information or another's: everything asks for full sight of the case alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from assessments.models import RiskPlan, RoshJudgement
from custody import facts as of_custody
from deadlines.rules.days import birthday
from levels import clocks as of_level
from levels.models import CategoryDecision, LevelDecision
from offenders.models import Address, Case, CustodyPeriod, Involvement, Offence, Order
from offenders.rules.addresses import home
from offenders.words import CATEGORY_WORDS, sentence_words
from papers.models import Paper, PaperSending, PaperVersion
from papers.rules.checks import EXEMPT_UNTIL, YOUTH_JUSTICE
from papers.rules.due import ChildFacts, HeldFacts, OpenPaper, PaperFacts, Sent
from papers.rules.shape import Form
from ui.words import day

Facts = Mapping[str, str]


def _date(value: date | None) -> str:
    return value.isoformat() if value else ""


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def of_case(case: Case) -> Facts:
    """Name of a fact -> what the case gives today, as text: eight queries, however much is recorded."""
    return {**_person(case), **_places(case), **_offence(case), **_levels(case), **_restrictions(case)}


def _person(case: Case) -> Facts:
    parts = Involvement.objects.filter(case=case, ends__isnull=True).select_related("agency").order_by("agency__name")
    agencies = dict.fromkeys([case.lead_agency.name, *(part.agency.name for part in parts)])
    return {
        "family_name": case.family_name,
        "given_names": case.given_names,
        "born": _date(case.date_of_birth),
        "reference": case.reference,
        "pnc_id": case.pnc_id or "",
        "prison_number": case.prison_number or "",
        "visor_ref": case.visor_ref or "",
        "lead_agency": case.lead_agency.name,
        "area": case.area_id,
        "category": CATEGORY_WORDS.get(case.category, ""),
        "level": str(case.level or "none"),
        "agencies": _lines(agencies),
    }


def _places(case: Case) -> Facts:
    at: dict[str, str] = {}
    for address in Address.objects.filter(case=case, ends__isnull=True):
        at.setdefault(address.kind, _lines([address.lines, address.postcode]))
    held = CustodyPeriod.objects.filter(case=case, released_on__isnull=True).first()
    return {
        "current_address": home(at),
        "release_address": at.get("proposed", ""),
        "last_address": at.get("before_custody", ""),
        "home": home(at) or at.get("proposed") or at.get("before_custody", ""),
        "establishment": held.establishment if held else "",
        "held_since": _date(held.starts_on) if held else "",
        "release_due": _date(held.release_due_on) if held else "",
    }


def _offence(case: Case) -> Facts:
    rows = list(Offence.objects.filter(case=case))
    index = next((row for row in rows if row.is_index), rows[0] if rows else None)
    if index is None:
        return {}
    return {
        "offence": index.title,
        "outcome_on": _date(index.outcome_on),
        "sentence": sentence_words(index),
        "details": index.details,
    }


def level_history(case: Case) -> list[tuple[date, int | None]]:
    """Each decision on the level, day and level, oldest first."""
    rows = LevelDecision.objects.filter(case=case).order_by("decided_on", "recorded_at")
    return list(rows.values_list("decided_on", "level"))


def _levels(case: Case) -> Facts:
    decided = level_history(case)
    earlier = [None, *(level for _, level in decided)]
    moved = [(on, level) for (on, level), was in zip(decided, earlier, strict=False) if level != was]
    told = [f"{f'Level {level}' if level else 'Ended'} from {day(on)}" for on, level in moved]
    category = CategoryDecision.objects.filter(case=case, superseded_by__isnull=True).first()
    of_age = birthday(case.date_of_birth, EXEMPT_UNTIL)
    ends = category.ends_on if category is not None and not category.lifelong else None
    return {"levels": _lines(told), "managed_until": _date(min(ends, of_age) if ends else of_age)}


def _restrictions(case: Case) -> Facts:
    orders = Order.objects.filter(
        case=case, kind__in=(Order.Kind.SHPO, Order.Kind.VOO, Order.Kind.OTHER), wrong_entry=False
    )
    told = [
        f"{row.get_kind_display()} from {day(row.starts_on)}" + (f" until {day(row.ends_on)}" if row.ends_on else "")
        for row in orders.order_by("starts_on", "id")
    ]
    plan = RiskPlan.objects.filter(case=case, in_force=True).order_by("-number").first()
    return {"restrictions": _lines([*told, *(plan.licence_conditions if plan else [])])}


def offences_named(case: Case) -> set[str]:
    """What offences of the case are called, those that were quashed among them: they are told even less."""
    return set(Offence.happened.filter(case=case).values_list("title", flat=True))


@dataclass(slots=True)
class _Read:
    """One form that applies, while its rows are put together."""

    paper: Paper
    sent: list[Sent] = field(default_factory=list)


def open_papers(case_ids: Sequence[UUID]) -> Mapping[UUID, PaperFacts]:
    """The forms of these cases that still apply, with their sendings: two queries."""
    rows = Paper.objects.filter(case__in=case_ids, closed_on__isnull=True).select_related("case")
    found = {paper.pk: _Read(paper) for paper in rows}
    if not found:
        return {}
    sendings = PaperSending.objects.filter(version__paper__in=list(found)).select_related("version", "receipt")
    for one in sendings.order_by("sent_on", "recorded_at"):
        receipt = getattr(one, "receipt", None)
        sent = Sent(one.to, one.sent_on, one.version.number, receipt.received_on if receipt else None)
        found[one.version.paper_id].sent.append(sent)
    by_case: dict[UUID, list[_Read]] = {}
    for read in found.values():
        by_case.setdefault(read.paper.case_id, []).append(read)
    return {case_id: _clocked(reads) for case_id, reads in by_case.items()}


def _clocked(reads: list[_Read]) -> PaperFacts:
    case = reads[0].paper.case
    papers = [
        OpenPaper(
            key=str(read.paper.pk),
            form=read.paper.form,
            name=read.paper.spec.name,
            counts_from=read.paper.counts_from,
            changed_on=read.paper.changed_on,
            sent=read.sent,
        )
        for read in reads
    ]
    return PaperFacts(papers, case.date_of_birth, case.ended_on)


def children(case_ids: Sequence[UUID]) -> Mapping[UUID, ChildFacts]:
    """Cases that youth justice leads, in a category, without MAPPA H since management last ended: five queries."""
    rows = Case.objects.filter(
        pk__in=case_ids, lead_agency__kind__in=YOUTH_JUSTICE, category__isnull=False, ended_on__isnull=True
    )
    told = PaperSending.objects.filter(case__in=case_ids, version__paper__form=Form.H.value)
    ends = CategoryDecision.objects.filter(
        case__in=case_ids, category__isnull=True, supersedes__category__isnull=False
    ).order_by("decided_on")
    ended = dict(ends.values_list("case_id", "decided_on"))  # the latest is the last to be kept
    now = {pk for pk, on in told.values_list("case_id", "sent_on") if pk not in ended or on > ended[pk]}
    waiting = set(rows.values_list("pk", flat=True)) - now
    if not waiting:
        return {}
    held = {row.case_id: row for row in CustodyPeriod.objects.filter(case__in=waiting, released_on__isnull=True)}
    assessed: dict[UUID, date] = {}
    judged = RoshJudgement.objects.filter(case__in=waiting).order_by("decided_on")
    for case_id, on in judged.values_list("case_id", "decided_on"):
        assessed.setdefault(case_id, on)
    inside = {pk: ChildFacts(row.starts_on, row.release_due_on, assessed.get(pk)) for pk, row in held.items()}
    outside = {pk: ChildFacts(assessed_on=assessed.get(pk)) for pk in waiting}
    return {**outside, **inside}


def held(case_ids: Sequence[UUID]) -> Mapping[UUID, HeldFacts]:
    """Cases in prison or youth detention: what the level is due from, and when MAPPA S was last sent.

    One query where nobody is held; else one for the sendings and those of the review facts.
    """
    inside = of_custody.inside(case_ids)
    if not inside:
        return {}
    sent = PaperSending.objects.filter(case__in=inside, version__paper__form=Form.S.value).order_by("sent_on")
    escalated = dict(sent.values_list("case_id", "sent_on"))  # the latest is the last to be kept
    reviews = of_level.gather(list(inside))
    return {pk: HeldFacts(review, escalated.get(pk)) for pk, review in reviews.items()}


def last_sent(papers: Iterable[Paper]) -> dict[UUID, PaperVersion]:
    """The newest version of each of these forms that was sent to anybody: one query."""
    rows = PaperVersion.objects.filter(paper__in=list(papers), sendings__isnull=False).order_by("number")
    return {row.paper_id: row for row in rows}
