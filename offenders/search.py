"""Finding a person by name, date of birth or number, and saying why each result matched.

The viewer's sight is part of the same SQL: nothing is filtered after the limit. What opens a column decides whom it
finds: other names and numbers match for those who see the case in full, the legal name and the date of birth from the
summary upwards. Below that a record is found only by a number that is exactly the same, or by the legal name and the
date of birth together (ACC-71).
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz.distance import JaroWinkler

from offenders import names
from offenders.access import Detail, Viewer
from offenders.models import Case, CaseName
from offenders.projection import shows
from offenders.rules import numbers

LIMIT = 25
CANDIDATES = 200
STRONG = 0.9
LEGAL = "legal"
NEUTRAL = "a record matches what you typed"
"""The one reason given below full sight: which of what was typed matched would tell more than the viewer may see."""


@dataclass(frozen=True, slots=True)
class Match:
    """One result: the case, why it matched, and how much of it the viewer sees."""

    case: Case
    why: str
    score: float
    detail: Detail


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody typed into the search."""

    name: str = ""
    born: dt.date | None = None
    number: str = ""

    @property
    def empty(self) -> bool:
        """True when there is nothing to search for."""
        return not (self.name.strip() or self.born or self.number.strip())


def find(*, viewer: Viewer, query: Query, before_create: bool = False) -> list[Match]:
    """The best matches, best first, at most 25 (ACC-71).

    `before_create` also reports the presence of an ordinary case outside the viewer's sight when a number matches
    exactly, or legal name and date of birth match strongly; never a restricted case beyond its audience.
    """
    matches = {match.case.pk: match for match in _by_number(viewer, query, before_create)}
    for match in _by_name(viewer, query, before_create):
        matches.setdefault(match.case.pk, match)
    if query.born and not query.name.strip():
        for match in _by_birth(viewer, query):
            matches.setdefault(match.case.pk, match)
    return sorted(matches.values(), key=_best_first)[:LIMIT]


def _best_first(match: Match) -> tuple[float, str]:
    """By score and then by name, where the viewer may read it; the order of records without a name tells nothing."""
    return -match.score, match.case.sort_name if shows(match.detail).person else str(match.case.pk)


FULL = Q(detail__gte=Detail.FULL)
NAMED = Q(detail__gte=Detail.SUMMARY)
PRESENCE = Q(detail=Detail.PRESENCE)


def _seen(viewer: Viewer, condition: Q) -> list[Case]:
    return list(Case.objects.seen_by(viewer).filter(condition).select_related("area", "lead_agency")[:CANDIDATES])


def _unseen(viewer: Viewer, condition: Q) -> list[Case]:
    hidden = (
        Case.objects.not_denied_to(viewer)
        .filter(condition, restricted=False)
        .exclude(pk__in=Case.objects.seen_by(viewer).filter(condition).values("pk"))
    )
    return list(hidden.select_related("area", "lead_agency")[:CANDIDATES])


def _detail(case: Case) -> Detail:
    return Detail(getattr(case, "detail", Detail.PRESENCE))


def _match(case: Case, why: str, score: float) -> Match:
    detail = _detail(case)
    return Match(case, why if shows(detail).everything else NEUTRAL, score, detail)


def _by_number(viewer: Viewer, query: Query, before_create: bool) -> list[Match]:
    typed = query.number.strip().upper()
    if not typed:
        return []
    wanted = {typed, numbers.check_pnc(typed).value, numbers.check_prison_number(typed).value}
    by_reference = Q(reference__in=wanted)
    exactly = Q(pnc_id__in=wanted) | Q(visor_ref__in=wanted) | Q(prison_number__in=wanted) | by_reference
    # Beside a name, a number would say whose it is. Where no name is shown, it says only that there is a record.
    asked = exactly if before_create else exactly & (by_reference | FULL | PRESENCE)
    cases = _seen(viewer, asked) + (_unseen(viewer, exactly) if before_create else [])
    labels = {"pnc_id": "PNC ID", "visor_ref": "ViSOR reference", "prison_number": "prison number"}
    return [
        _match(
            case,
            "same "
            + next((label for column, label in labels.items() if getattr(case, column) in wanted), "case reference"),
            2.0,
        )
        for case in cases
    ]


def _by_birth(viewer: Viewer, query: Query) -> list[Match]:
    cases = _seen(viewer, Q(date_of_birth=query.born) & NAMED)
    return [_match(case, "same date of birth", 0.5) for case in cases]


def _by_name(viewer: Viewer, query: Query, before_create: bool) -> list[Match]:
    wanted = names.words(query.name)
    if not wanted:
        return []
    spelt = Q(words__overlap=wanted) | Q(near__overlap=names.near(query.name))
    alike = CaseName.objects.filter(spelt | Q(sounds__overlap=names.sounds(query.name)))
    legal = Q(pk__in=alike.filter(kind=LEGAL).values("case"))
    condition = (Q(pk__in=alike.values("case")) & FULL) | (legal & NAMED)
    if query.born:
        condition &= Q(date_of_birth__in=_near_births(query.born))
    strong = Q(pk__in=CaseName.objects.filter(spelt, kind=LEGAL).values("case"), date_of_birth=query.born)
    seen = _seen(viewer, condition | (strong & PRESENCE) if query.born else condition)
    unseen = _unseen(viewer, strong) if before_create and query.born else []
    texts: dict[object, list[CaseName]] = {}
    for row in CaseName.objects.filter(case__in=[case.pk for case in seen + unseen]):
        texts.setdefault(row.case_id, []).append(row)
    found = [case for case in seen + unseen if shows(_detail(case)).person or _strong(case, query)]
    return [_scored(case, texts.get(case.pk, []), query) for case in found]


def _strong(case: Case, query: Query) -> bool:
    """Whether what was typed is the legal name, a slip of the pen aside: all of the family name, and a given name.

    Every typed word must be part of it: otherwise a list of family names would find out which of them it is.
    """
    wanted, family, given = (names.words(text) for text in (query.name, case.family_name, case.given_names))
    if query.born is None or case.date_of_birth != query.born:
        return False
    return (
        all(_meets(word, [*family, *given]) for word in wanted)
        and all(_meets(word, wanted) for word in family)
        and (not given or any(_meets(word, wanted) for word in given))
    )


def _meets(word: str, others: list[str]) -> bool:
    return any(JaroWinkler.similarity(word, other) >= STRONG for other in others)


def _near_births(born: dt.date) -> list[dt.date]:
    """The date, the same with day and month exchanged, and a year either side: the usual slips."""
    dates = [born]
    for year, month, day in (
        (born.year, born.day, born.month),
        (born.year - 1, born.month, born.day),
        (born.year + 1, born.month, born.day),
    ):
        try:
            dates.append(dt.date(year, month, day))
        except ValueError:
            continue
    return dates


def _scored(case: Case, rows: list[CaseName], query: Query) -> Match:
    wanted = names.words(query.name)
    best, best_row = 0.0, None
    for row in rows if shows(_detail(case)).everything else [row for row in rows if row.kind == LEGAL]:
        score = sum(max((JaroWinkler.similarity(word, other) for other in row.words), default=0.0) for word in wanted)
        if score / len(wanted) > best:
            best, best_row = score / len(wanted), row
    why = _why(best, best_row, wanted)
    if query.born and case.date_of_birth == query.born:
        return _match(case, f"{why}, same date of birth", best + 0.5)
    if query.born:
        return _match(case, f"{why}, similar date of birth", best + 0.2)
    return _match(case, why, best)


def _why(score: float, row: CaseName | None, wanted: list[str]) -> str:
    if row is None:
        return "sounds alike"
    used = row.kind != LEGAL
    if set(wanted) == set(row.words):
        return "same as a name also used" if used else "same name"
    if set(wanted) & set(row.words):
        return "part of a name also used" if used else "part of the name"
    how = "spelt" if score >= STRONG else "sounding"
    return f"a name also used, {how} alike" if used else f"name {how} alike"
