"""Who is kept out of a case, by the names that people type. For services and selectors, inside an opened case."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit.refusals import Effect, Finding, stop
from meetings.models import Invitation
from meetings.rules.kept_out import names_somebody
from meetings.rules.names import KnownName, split_name
from meetings.rules.people import Attendance
from offenders.models import AccessDenial, Case
from offenders.services.parts import DENIED


def names_kept_out(case: Case) -> tuple[KnownName, ...]:
    """The names of those to whom the case is denied today or from a coming day: one query."""
    rows = AccessDenial.objects.filter(Q(ends__isnull=True) | Q(ends__gt=timezone.localdate()), case=case)
    names = User.objects.filter(pk__in=rows.values("user")).values_list("full_name", flat=True)
    return tuple(split_name(name) for name in names if name.strip())


def stop_named(case: Case, typed: Iterable[tuple[str, str]]) -> None:
    """Raise RuleRefused when a name typed in a box is that of somebody kept out; it does not say why (ACC-25).

    `typed` pairs each box with what stands in it. No query when nothing is typed.
    """
    filled = [(box, words) for box, words in typed if words.strip()]
    if not filled:
        return
    names = names_kept_out(case)
    step = "Choose somebody else. If only the surname is the same, write the full name."
    stop([Finding("ACC-25", Effect.REFUSE, DENIED, box, step) for box, words in filled if names_somebody(words, names)])


def came_though_kept_out(case: Case, rows: Sequence[Invitation], on: date) -> list[str]:
    """Organisation and post of those marked as attended to whom the case was denied on the day of the meeting."""
    denials = AccessDenial.objects.filter(Q(ends__isnull=True) | Q(ends__gt=on), case=case, starts__lte=on)
    barred = dict(denials.values_list("user", "user__full_name"))
    names = [split_name(name) for name in barred.values() if name.strip()]

    def kept_out(row: Invitation) -> bool:
        if row.deputy:
            return names_somebody(row.deputy, names)
        return row.person_id in barred or names_somebody(row.person_name, names)

    came = (row for row in rows if row.attendance == Attendance.ATTENDED)
    return [f"{row.agency.name}, {row.role_title}" for row in came if kept_out(row)]
