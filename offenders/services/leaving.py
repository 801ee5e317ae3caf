"""What happens to somebody's parts in cases when they leave their agency (ACC-26)."""

import datetime as dt
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from offenders.models import AccessGrant, Assignment, Case, CaseUserObjectPermission
from offenders.services.requests import withdraw_all
from offenders.writing import writing


def end_parts(person: User, actor: User | None, on: dt.date, reason: str) -> list[UUID]:
    """End their assignments and exceptional access from `on`, each case on its own record; the cases concerned.

    What they asked for and nobody has answered is withdrawn. Whoever may remove the account may do this without seeing
    the cases, so nothing of them is given back but ids.
    """
    goes_on = Q(ends__isnull=True) | Q(ends__gt=on)
    parts = Assignment.objects.filter(goes_on, user=person)
    grants = AccessGrant.objects.filter(Q(permission__isnull=False) | goes_on, user=person)
    ids = {*parts.values_list("case", flat=True), *grants.values_list("case", flat=True)}
    # In the order of their ids, so that two removals at once cannot wait for one another.
    cases = list(Case.objects.filter(pk__in=ids).order_by("pk"))
    for case in cases:
        with writing(case, actor=actor, may=None, verb="person.unassigned", reason=reason, rules=["ACC-26"]) as entry:
            for part in parts.filter(case=case):
                entry.change(part, ends=max(on, part.starts))
            for grant in grants.filter(case=case):
                entry.change(grant, verb="access.ended", permission=None, ends=max(min(on, grant.ends), grant.starts))
            CaseUserObjectPermission.objects.filter(content_object=case, user=person).delete()
    withdraw_all(person=person, actor=actor, reason=reason)
    return [case.pk for case in cases]
