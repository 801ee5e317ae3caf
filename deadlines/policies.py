"""Which policies bind a case: the national one and, where there is one in force, its area's."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from deadlines.calendar import bank_holidays
from deadlines.models import BankHolidayOverride, Policy
from deadlines.rules.alerts import Threshold, escalation
from deadlines.rules.days import Basis
from deadlines.rules.policies import PolicyValues, current

YEARS_AHEAD = 6
YEARS_BACK = 6


@dataclass(frozen=True, slots=True)
class CasePolicy:
    """What binds one case today: the national values, the local ones if any, and the bank holidays."""

    national: PolicyValues
    local: PolicyValues | None
    holidays: Collection[dt.date]
    today: dt.date

    @property
    def escalation(self) -> tuple[Threshold, ...]:
        """When who is told of what is due and overdue."""
        return escalation(self.national, self.local)


def values_of(row: Policy) -> PolicyValues:
    """A stored policy as the rules read it."""
    stored = dict(row.values)
    sources: Mapping[str, str] = stored.pop("sources", {})
    defaults = frozenset(stored.pop("product_defaults", []))
    return PolicyValues(
        key=row.key,
        name=row.name,
        source=row.source,
        basis=Basis(row.basis),
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        superseded=row.superseded,
        areas=tuple(row.areas),
        product_defaults=defaults,
        sources=sources,
        **stored,
    )


@dataclass(frozen=True, slots=True)
class Policies:
    """Every policy and holiday, read once for a batch of cases."""

    rows: tuple[PolicyValues, ...]
    holidays: frozenset[dt.date]
    today: dt.date

    def of_area(self, area: str) -> CasePolicy:
        """What binds the cases of one area."""
        national = current([row for row in self.rows if row.basis is Basis.NATIONAL], area=None, on=self.today)
        if national is None:
            raise LookupError("no national policy is loaded: run manage.py load_reference")
        local = current([row for row in self.rows if row.basis is Basis.LOCAL], area=area, on=self.today)
        return CasePolicy(national=national, local=local, holidays=self.holidays, today=self.today)

    def escalations(self) -> dict[str, tuple[Threshold, ...]]:
        """The table of each area that has one of its own, and under no name the one for all others."""
        usual = self.of_area("").escalation
        areas = {area for row in self.rows for area in row.areas}
        own = {area: self.of_area(area).escalation for area in sorted(areas)}
        return {"": usual} | {area: table for area, table in own.items() if table != usual}


def read_policies(today: dt.date) -> Policies:
    """All policies and holidays: two queries."""
    overrides = {row.day: row.is_holiday for row in BankHolidayOverride.objects.all()}
    holidays = bank_holidays(today.year - YEARS_BACK, today.year + YEARS_AHEAD, overrides)
    return Policies(rows=tuple(values_of(row) for row in Policy.objects.all()), holidays=holidays, today=today)
