"""Who is kept out of a case: barred people by their names, and people and agencies that are not to be told.

For services and selectors, inside an opened case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Agency, User
from audit.refusals import Effect, Finding, stop
from meetings.models import Invitation, KeptOut
from meetings.rules.kept_out import names_somebody
from meetings.rules.names import KnownName, split_name
from meetings.rules.people import Attendance
from offenders.models import AccessDenial, Case
from offenders.services.parts import DENIED

ANOTHER = "Choose somebody else. If only the surname is the same, write the full name."


@dataclass(frozen=True, slots=True)
class Out:
    """Who is kept out: barred accounts with their names, agencies, and named people with their agency where known."""

    barred: Mapping[UUID, str] = field(default_factory=dict)
    agencies: frozenset[UUID] = frozenset()
    people: Sequence[tuple[KnownName, UUID | None]] = ()

    def names_at(self, agency: UUID | None) -> list[KnownName]:
        """The names of people kept out who are of this agency, or of one that is not known."""
        return [name for name, of in self.people if agency is None or of is None or of == agency]

    def means(self, typed: str, agency: UUID | None = None) -> bool:
        """Whether a typed name may be that of somebody kept out, or anybody's of an agency that is kept out."""
        if agency in self.agencies:
            return bool(typed.strip())
        barred = [split_name(name) for name in self.barred.values() if name.strip()]
        return bool(typed.strip()) and names_somebody(typed, [*barred, *self.names_at(agency)])

    def holds(self, agency: UUID | None, person: User | None, typed: str = "") -> bool:
        """Whether an agency, or the person who stands for it, is kept out."""
        if agency in self.agencies:
            return True
        if person is None:
            return self.means(typed, agency)
        return person.pk in self.barred or names_somebody(person.full_name, self.names_at(agency))


def kept_out_of(case: Case, on: date | None = None) -> Out:
    """Who is kept out of a case on a day; without one, today or from a coming day. Two queries."""
    day = on or timezone.localdate()
    holds = Q(ends__isnull=True) | Q(ends__gt=day)
    if on is not None:
        holds &= Q(starts__lte=on)
    denials = AccessDenial.objects.filter(holds, case=case).values_list("user", "user__full_name")
    rows = list(KeptOut.objects.filter(holds, case=case))
    return Out(
        barred=dict(denials),
        agencies=frozenset(row.agency_id for row in rows if row.agency_id and not row.person_name),
        people=[(split_name(row.person_name), row.agency_id) for row in rows if row.person_name.strip()],
    )


def agencies_kept_out() -> QuerySet[KeptOut]:
    """The rows by which a whole agency is kept out of a case today or from a coming day, to filter by."""
    return KeptOut.objects.filter(Q(ends__isnull=True) | Q(ends__gt=timezone.localdate()), person_name="")


def people_kept_out(case: Any, agency: Any) -> QuerySet[KeptOut]:
    """The rows by which a person of an agency, or of one not known, is kept out of a case, to filter by; as above."""
    of = Q(agency=agency) | Q(agency__isnull=True)
    holds = Q(ends__isnull=True) | Q(ends__gt=timezone.localdate())
    return KeptOut.objects.filter(of, holds, case=case).exclude(person_name="")


def cases_kept_from(person: User) -> list[UUID]:
    """The cases of which somebody with an account is kept out by name, today or from a coming day. One query."""
    of = Q(agency=person.agency_id) | Q(agency__isnull=True)
    holds = Q(ends__isnull=True) | Q(ends__gt=timezone.localdate())
    rows = KeptOut.objects.filter(of, holds).exclude(person_name="").values_list("case", "person_name")
    return [case for case, name in rows if names_somebody(person.full_name, [split_name(name)])]


def stop_kept_out(case: Case, person: User, field: str) -> None:
    """Raise RuleRefused when somebody about to be given a part, or their agency, is kept out (ACC-73).

    Whoever is barred by account is refused where the part is opened (`stop_denied`).
    """
    out = kept_out_of(case)
    if person.agency_id in out.agencies:
        message = "The agency of this person can be given no part in the meetings of this case."
        stop([Finding("ACC-73", Effect.REFUSE, message, field, "Choose somebody else.")])
    if names_somebody(person.full_name, out.names_at(person.agency_id)):
        stop([_person(field)])


def stop_named(case: Case, typed: Iterable[tuple[str, str, UUID | None]]) -> None:
    """Raise RuleRefused when a name typed in a box is that of somebody kept out; it does not say why (ACC-25, ACC-73).

    `typed` has each box, what stands in it, and for which agency. No query when nothing is typed.
    """
    filled = [(box, words, agency) for box, words, agency in typed if words.strip()]
    if not filled:
        return
    out = kept_out_of(case)
    stop([_person(box) for box, words, agency in filled if out.means(words, agency)])


def stop_asked(case: Case, asked: Iterable[tuple[Agency, User | None, str]], *, field: str) -> None:
    """Raise RuleRefused when somebody about to be invited, or their agency, is kept out (ACC-25, ACC-73).

    `asked` has agency, person with an account and typed name; `field` is where agencies are chosen. Somebody barred by
    account is refused where the papers are opened to them.
    """
    out = kept_out_of(case)
    found: list[Finding] = []
    for agency, person, typed in asked:
        if agency.pk in out.agencies:
            message = f"{agency.name} can be given no part in the meetings of this case."
            found.append(Finding("ACC-73", Effect.REFUSE, message, field, "Choose another agency."))
        elif person is None and out.means(typed, agency.pk):
            found.append(_person("person_name"))
        elif person is not None and names_somebody(person.full_name, out.names_at(agency.pk)):
            found.append(_person("person"))
    stop(found)


def came_though_kept_out(case: Case, rows: Sequence[Invitation], on: date) -> list[str]:
    """Organisation and post of those marked as attended who were kept out on the day of the meeting."""
    out = kept_out_of(case, on)
    came = (row for row in rows if row.attendance == Attendance.ATTENDED)
    return [
        f"{row.agency.name}, {row.role_title}"
        for row in came
        if out.holds(row.agency_id, None if row.deputy else row.person, row.deputy or row.person_name)
    ]


def _person(box: str) -> Finding:
    return Finding("ACC-25", Effect.REFUSE, DENIED, box, ANOTHER)
