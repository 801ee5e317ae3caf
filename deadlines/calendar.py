"""The bank holidays of England and Wales: computed by the `holidays` library, corrected by the override table."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays


def bank_holidays(year_from: int, year_to: int, overrides: Mapping[date, bool] | None = None) -> frozenset[date]:
    """Return the bank holidays from 1 January of `year_from` to 31 December of `year_to`, both included.

    `overrides` adds a day proclaimed late (True) or takes one away (False), over the computed list (rule DAY-08).
    ValueError when the years are the wrong way round.
    """
    if year_to < year_from:
        raise ValueError("the last year comes before the first")
    days = set(_computed(year_from, year_to))
    for day, is_holiday in (overrides or {}).items():
        if not year_from <= day.year <= year_to:
            continue
        if is_holiday:
            days.add(day)
        else:
            days.discard(day)
    return frozenset(days)


@lru_cache(maxsize=64)
def _computed(year_from: int, year_to: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(year_from, year_to + 1)))
