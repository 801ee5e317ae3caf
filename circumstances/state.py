"""What the page of a person's circumstances shows: each fact as it stands, what it reminds of, its history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.refusals import Finding
from circumstances.models import Circumstance
from circumstances.rules import children, control, foreign, safety, support
from circumstances.rules.given import Around, Given
from circumstances.rules.kinds import SPECS, Group, Kind, Spec, by_group
from ui.components import Row

Reminding = Callable[[Mapping[Kind, Any], Around], list[Finding]]


def _alone(kind: Kind, of: Callable[[Any, Around], list[Finding]]) -> Reminding:
    """The reminders of a fact that needs no other."""
    return lambda known, around: of(known.get(kind), around)


REMINDERS: Mapping[Kind, Reminding] = {
    Kind.IMMIGRATION: lambda known, around: foreign.reminders(
        known.get(Kind.NATIONALITY), known.get(Kind.IMMIGRATION), around
    ),
    Kind.MARAC: _alone(Kind.MARAC, safety.reminders),
    Kind.MONITORING: _alone(Kind.MONITORING, control.monitoring_reminders),
    Kind.MEASURES: _alone(Kind.MEASURES, control.measures_reminders),
    Kind.ABROAD: _alone(Kind.ABROAD, control.abroad_reminders),
    Kind.CARE_LEAVER: _alone(Kind.CARE_LEAVER, support.care_reminders),
    Kind.CHILD_REFERRAL: lambda known, _: children.reminders(known.get(Kind.CHILD_REFERRAL)),
    Kind.HOUSING: _alone(Kind.HOUSING, support.housing_reminders),
}
"""Kind -> what it reminds of, given everything that is known."""


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of fact on the page; `current` is None where nothing is recorded."""

    kind: Kind
    spec: Spec
    current: Circumstance | None
    earlier: Sequence[Circumstance]
    reminders: Sequence[Finding]

    @property
    def is_bare(self) -> bool:
        """Whether nothing is recorded and nothing follows: such kinds are told in one line."""
        return self.current is None and not self.reminders

    @property
    def rows(self) -> list[Row]:
        """What stands, line by line."""
        return [Row(label, text) for label, text in self.current.told] if self.current else []


def sections(
    records: Mapping[Kind, Sequence[Circumstance]], known: Mapping[Kind, Given], around: Around
) -> list[tuple[Group, list[Section], list[Section]]]:
    """Every heading with the kinds of which something is told, and those of which nothing is recorded."""
    found = []
    for group, kinds in by_group().items():
        every = [_section(kind, records[kind], known, around) for kind in kinds]
        found.append((group, [one for one in every if not one.is_bare], [one for one in every if one.is_bare]))
    return found


def _section(kind: Kind, rows: Sequence[Circumstance], known: Mapping[Kind, Given], around: Around) -> Section:
    reminding = REMINDERS.get(kind)
    return Section(
        kind=kind,
        spec=SPECS[kind],
        current=rows[0] if rows else None,
        earlier=rows[1:],
        reminders=reminding(known, around) if reminding else [],
    )
