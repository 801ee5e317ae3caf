"""Recording victims and people at risk."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from audit.refusals import NotPermitted
from offenders.access import can_see_victims
from offenders.models import Case, ProtectedPerson
from offenders.writing import writing


def record_protected_person(*, actor: User, case: Case, person: Mapping[str, Any]) -> ProtectedPerson:
    """Add a victim or somebody at risk. Raises: NotPermitted, also when the actor may not see victims (ACC-27)."""
    with writing(case, actor=actor, may="record_victims", verb="protected_person.recorded") as entry:
        _must_see(actor, entry.case)
        row = entry.add(ProtectedPerson(case=entry.case, **person))
    return row


def correct_protected_person(
    *, actor: User, person: ProtectedPerson, version: int, changes: Mapping[str, Any]
) -> ProtectedPerson:
    """Correct what is recorded of a victim or somebody at risk. Raises: NotPermitted; Conflict."""
    with writing(person.case, actor=actor, may="record_victims", verb="protected_person.corrected") as entry:
        _must_see(actor, entry.case)
        entry.change(person, version=version, **changes)
    return person


def _must_see(actor: User, case: Case) -> None:
    if not can_see_victims(actor, case.pk):
        raise NotPermitted("record_victims", case_id=case.pk)
