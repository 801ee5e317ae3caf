"""All writes of this room: a fact about a person is recorded, and takes the place of the one that stood."""

import datetime as dt
from dataclasses import fields

from accounts.models import User
from circumstances import facts
from circumstances.models import MODELS, Circumstance
from circumstances.rules import given as rules
from circumstances.rules.given import Given
from circumstances.rules.kinds import SPECS
from offenders.models import Case
from offenders.writing import accept, writing

RECORD = "record_case"


def record(
    *,
    actor: User,
    case: Case,
    given: Given,
    on: dt.date,
    source: str,
    today: dt.date,
    based_on: str,
    acknowledged: frozenset[str] = frozenset(),
) -> Circumstance:
    """Record a fact as it stands on a day, and who said so; the one that stood becomes its history.

    Raises: NotPermitted; RuleRefused (CIR-07 and the rules of its kind); Conflict when another was recorded since
    `based_on`.
    """
    with writing(case, actor=actor, may=RECORD, verb=f"circumstances.{given.kind.value}", reason=source) as entry:
        around = facts.around(entry.case, today=today)
        accept(entry, rules.findings(given, on=on, source=source, around=around), acknowledged)
        said = {one.name: getattr(given, one.name) for one in fields(given)}
        named = [SPECS[given.kind].rule, *entry.rules]
        row = MODELS[given.kind](
            case=entry.case, decided_on=on, reason=source, rules=list(dict.fromkeys(named)), **said
        )
        return entry.decide(row, based_on=based_on, check_base=True)
