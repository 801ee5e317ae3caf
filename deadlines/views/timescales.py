"""The table of timescales, with the figures of the country and of the areas that have their own."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deadlines import selectors
from deadlines.models import in_unit
from deadlines.policies import values_of
from deadlines.rulebook import Rule, rule
from deadlines.rules.days import Basis
from deadlines.rules.policies import PolicyValues, current, limits
from deadlines.rules.timescales import Counted, Timescale, timescales
from deadlines.views.pages import STRENGTH_WORDS


@dataclass(frozen=True, slots=True)
class Line:
    """One time limit as it stands on the page: its rule, how strong that is, and its figures in words."""

    scale: Timescale
    rule: Rule
    strength: str
    back: bool
    national: str
    local: tuple[tuple[str, str], ...]  # policy and its figure


@require_safe
def timescales_page(request: HttpRequest) -> HttpResponse:
    """Every time limit, in the order of the table: watched by a clock or not, and why."""
    found = lines((values_of(row) for row in selectors.policies()), timezone.localdate())
    context = {"heading": "Time limits", "lines": found}
    return render(request, "deadlines/timescales.html", context)


def lines(policies: Iterable[PolicyValues], on: dt.date) -> list[Line]:
    """The table with the figures in force on a day; a local one only where it binds (REV-08)."""
    known = list(policies)
    national = current(known, area=None, on=on)
    areas = sorted({area for one in known for area in one.areas})
    local = [one for area in areas if (one := current(known, area=area, on=on)) is not None]
    return [_line(scale, national, local) for scale in timescales()]


def _line(scale: Timescale, national: PolicyValues | None, local: Iterable[PolicyValues]) -> Line:
    entry = rule(scale.rule)
    figures: tuple[tuple[str, str], ...] = ()
    said = scale.fixed
    if scale.setting and national is not None:
        own = getattr(national, scale.setting)
        default = scale.setting in national.product_defaults
        said = f"{in_unit(scale.setting, own)}{' (the product’s default)' if default else ''}" if own else ""
        figures = tuple(
            (one.name, in_unit(scale.setting, limit.value))
            for one in local
            for limit in limits(scale.setting, national, one)
            if limit.basis is Basis.LOCAL
        )
    return Line(scale, entry, STRENGTH_WORDS[entry.strength], scale.counted is Counted.BEFORE, said, figures)
