"""Finding a person by name, date of birth or number, and saying why each result matched.

The viewer's sight is part of the same SQL: nothing is filtered after the limit.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz.distance import JaroWinkler

from offenders import names
from offenders.access import Detail, Viewer
from offenders.models import Case, CaseName
from offenders.rules import numbers

LIMIT = 25
CANDIDATES = 200
STRONG = 0.9


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
    """The best matches, best first, at most 25.

    `before_create` also reports the presence of an ordinary case outside the viewer's sight when a number matches
    exactly, or name and date of birth match strongly; never a restricted case beyond its audience.
    """
    matches = {match.case.pk: match for match in _by_number(viewer, query, before_create)}
    for match in _by_name(viewer, query, before_create):
        matches.setdefault(match.case.pk, match)
    if query.born and not query.name.strip():
        for match in _by_birth(viewer, query):
            matches.setdefault(match.case.pk, match)
    return sorted(matches.values(), key=lambda match: (-match.score, match.case.sort_name))[:LIMIT]


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


def _by_number(viewer: Viewer, query: Query, before_create: bool) -> list[Match]:
    typed = query.number.strip().upper()
    if not typed:
        return []
    wanted = {typed, numbers.check_pnc(typed).value, numbers.check_prison_number(typed).value}
    condition = Q(pnc_id__in=wanted) | Q(visor_ref__in=wanted) | Q(prison_number__in=wanted) | Q(reference__in=wanted)
    cases = _seen(viewer, condition) + (_unseen(viewer, condition) if before_create else [])
    labels = {"pnc_id": "PNC ID", "visor_ref": "ViSOR reference", "prison_number": "prison number"}
    return [
        Match(
            case,
            "same "
            + next((label for column, label in labels.items() if getattr(case, column) in wanted), "case reference"),
            2.0,
            _detail(case),
        )
        for case in cases
    ]


def _by_birth(viewer: Viewer, query: Query) -> list[Match]:
    return [
        Match(case, "same date of birth", 0.5, _detail(case)) for case in _seen(viewer, Q(date_of_birth=query.born))
    ]


def _by_name(viewer: Viewer, query: Query, before_create: bool) -> list[Match]:
    wanted = names.words(query.name)
    if not wanted:
        return []
    rows = CaseName.objects.filter(
        Q(words__overlap=wanted) | Q(sounds__overlap=names.sounds(query.name)) | Q(near__overlap=names.near(query.name))
    )
    condition = Q(pk__in=rows.values("case"))
    if query.born:
        condition &= Q(date_of_birth__in=_near_births(query.born))
    seen = _seen(viewer, condition)
    unseen = _unseen(viewer, condition) if before_create and query.born else []
    texts: dict[object, list[CaseName]] = {}
    for row in CaseName.objects.filter(case__in=[case.pk for case in seen + unseen]):
        texts.setdefault(row.case_id, []).append(row)
    found = [_scored(case, texts.get(case.pk, []), query) for case in seen]
    strong = (_scored(case, texts.get(case.pk, []), query) for case in unseen)
    return found + [match for match in strong if match.score >= STRONG and match.case.date_of_birth == query.born]


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
    for row in rows:
        score = sum(max((JaroWinkler.similarity(word, other) for other in row.words), default=0.0) for word in wanted)
        if score / len(wanted) > best:
            best, best_row = score / len(wanted), row
    why = _why(best, best_row, wanted)
    if query.born and case.date_of_birth == query.born:
        return Match(case, f"{why}, same date of birth", best + 0.5, _detail(case))
    if query.born:
        return Match(case, f"{why}, similar date of birth", best + 0.2, _detail(case))
    return Match(case, why, best, _detail(case))


def _why(score: float, row: CaseName | None, wanted: list[str]) -> str:
    if row is None:
        return "sounds alike"
    used = row.kind != "legal"
    if set(wanted) == set(row.words):
        return "same as a name also used" if used else "same name"
    if set(wanted) & set(row.words):
        return "part of a name also used" if used else "part of the name"
    how = "spelt" if score >= STRONG else "sounding"
    return f"a name also used, {how} alike" if used else f"name {how} alike"
