"""Reads of standing members: those of an area, and who of them is offered for a meeting of a case."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from accounts.models import Area, User
from accounts.roles import Role
from accounts.selectors import areas
from accounts.standing import standing_of
from meetings.facts import Asked, party_of
from meetings.kept_out import Out, kept_out_of
from meetings.models import Invitation, Meeting, StandingMember
from meetings.models_days import PLANNERS, READERS
from meetings.rules.standing import Offer, Standing, offers, unfilled
from meetings.selectors import people_in_role
from offenders.access import Viewer
from offenders.models import Case
from offenders.paging import KeyedPage, page_after

PAGE = 50
_WHO = ("agency__kind", "person", "deputy")


@dataclass(frozen=True, slots=True)
class Offered:
    """A standing member offered for a meeting: under which key, who would be asked, and why in words."""

    key: str
    member: StandingMember
    asked: Asked
    label: str
    deputy_instead: bool


def areas_read_by(viewer: Viewer) -> list[Area]:
    """The areas whose standing members the viewer sees."""
    return list(areas(sorted(standing_of(viewer).areas(*READERS))))


def may_keep(viewer: Viewer, area_id: str) -> bool:
    """Whether the viewer keeps the standing members of an area."""
    return area_id in standing_of(viewer).areas(*PLANNERS)


def members_page(*, viewer: Viewer, area: Area, over: bool, after: str, today: dt.date) -> KeyedPage:
    """One page of an area's standing members, or of those whose last day has passed: by agency, then post.

    One query; later beginnings come on earlier pages.
    """
    passed = Q(ends_on__isnull=False, ends_on__lt=today)
    rows = StandingMember.objects.visible_to(viewer).filter(passed if over else ~passed, area=area)
    page = page_after(rows.select_related(*_WHO, "kept_by").order_by("-starts_on", "-id"), after, PAGE)
    return replace(page, rows=sorted(page.rows, key=lambda row: (row.agency.name, row.post, row.who)))


def lacking(*, viewer: Viewer, area: Area, today: dt.date) -> list[str]:
    """Permanent members and standing representatives that an area lacks today, in words (MTG-90): two queries."""
    rows = StandingMember.objects.visible_to(viewer).filter(area=area, starts_on__lte=today)
    here = list(rows.exclude(ends_on__lt=today).select_related("agency__kind"))
    unit = set(people_in_role(area_id=area.pk, roles=[Role.COORDINATOR]).values_list("pk", flat=True))
    coordinating = {level for row in here if row.person_id in unit for level in row.levels}
    members = [(party_of(row.agency), row.agency.kind_id, row.levels) for row in here]
    return unfilled(members, coordinators=coordinating)


def member_for(*, viewer: Viewer, member_id: UUID) -> StandingMember:
    """A standing member whom the viewer keeps; Http404 for any other."""
    rows = StandingMember.objects.visible_to(viewer).filter(area__in=standing_of(viewer).areas(*PLANNERS))
    return get_object_or_404(rows.select_related(*_WHO, "area"), pk=member_id)


def offered(*, case: Case, level: int | None, on: dt.date, meeting: Meeting | None = None) -> list[Offered]:
    """Who of the standing members of the case's area is offered for a meeting of this level on this day (MTG-89).

    For whoever may plan a meeting of the case, so it takes no viewer. Nobody who is barred from it, works for the
    agency no longer, chairs the `meeting` or is asked to it already: three queries.
    """
    rows = StandingMember.objects.filter(area=case.area_id, starts_on__lte=on).exclude(ends_on__lt=on)
    found = {row.pk: row for row in rows.select_related(*_WHO).order_by("agency__name", "post", "id")}
    out = kept_out_of(case)
    invited = list(_asked_to(meeting)) if meeting else []
    known = [
        _as_known(row, out)
        for row in found.values()
        if row.agency_id not in out.agencies and not _asked_by_name(row, invited)
    ]
    asked = {row.person_id for row in invited if row.person_id} | ({c.pk for c in meeting.chairs} if meeting else set())
    told = offers(known, level=level or 0, on=on, barred=out.barred, asked=asked)
    return [_offered(found[one.key], one) for one in told]


def _asked_to(meeting: Meeting) -> Collection[Invitation]:
    return Invitation.objects.filter(meeting=meeting, withdrawn_on__isnull=True)


def _asked_by_name(row: StandingMember, invited: Collection[Invitation]) -> bool:
    """Whether somebody without an account, or the agency in this post, is asked already."""
    return any(
        one.agency_id == row.agency_id and one.person_id is None and one.role_title == row.post for one in invited
    )


def _as_known(row: StandingMember, out: Out) -> Standing:
    return Standing(
        key=row.pk,
        levels=row.levels,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        party=party_of(row.agency),
        kind=row.agency.kind_id,
        person=row.person_id,
        works=_works(row, row.person) and not out.holds(row.agency_id, row.person, row.name),
        deputy=row.deputy_id,
        deputy_works=_works(row, row.deputy) and not out.holds(row.agency_id, row.deputy, row.deputy_name),
        has_deputy=bool(row.deputy_who),
    )


def _works(row: StandingMember, person: User | None) -> bool:
    return person is None or (person.is_active and person.agency_id == row.agency_id)


def _offered(row: StandingMember, offer: Offer) -> Offered:
    person, name, post = row.person, row.name, row.post
    if offer.deputy_instead:
        person, name, post = row.deputy, row.deputy_name, f"{row.post}, deputy"
    if not offer.by_name:
        person, name = None, ""
    asked = Asked(row.agency, post, party_of(row.agency), person, name)
    who = asked.person.full_name if asked.person else asked.person_name
    why = "deputy of a standing member" if offer.deputy_instead else "standing member"
    also = f"; deputy {row.deputy_who}" if offer.with_deputy else ""
    named = f", {who}" if who else ""
    label = f"{row.agency.name}: {post}{named} ({why}{also})"
    return Offered(f"standing:{row.pk}", row, asked, label, offer.deputy_instead)
