"""What the rules of this room, and rooms above, are asked about: the facts that stand. For services and clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from circumstances.models import MODELS, Nationality
from circumstances.rules import foreign
from circumstances.rules.foreign import ForeignFacts
from circumstances.rules.given import Around, Given
from circumstances.rules.kinds import Kind
from offenders.models import PASSED_ON, Case, CustodyPeriod, Offence
from offenders.rules.facts import CUSTODY


def standing(kind: Kind, case_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """The fact of a kind that stands of each of these cases: one query."""
    rows: Any = MODELS[kind]._default_manager.all()  # the relation exists on each concrete kind
    return {row.case_id: row.as_given for row in rows.filter(case__in=case_ids, superseded_by__isnull=True)}


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, ForeignFacts]:
    """What the clocks read of people who are not British citizens: one query, and three more where there is any."""
    rows = Nationality.objects.filter(case__in=case_ids, superseded_by__isnull=True)
    found = [row.case_id for row in rows.exclude(status=foreign.Status.BRITISH)]
    if not found:
        return {}
    known: dict[UUID, Any] = standing(Kind.IMMIGRATION, found)
    custodial = Q(disposal__in=sorted(CUSTODY)) | Q(activation__isnull=False)
    sentences = Offence.objects.filter(custodial, case__in=found)
    sentences = sentences.annotate(inside_from=Coalesce("activation__decided_on", PASSED_ON)).order_by("inside_from")
    sentenced = dict(sentences.values_list("case", "inside_from"))
    inside = {row.case_id: row for row in _inside(found)}
    return {
        pk: ForeignFacts(
            foreign=True,
            sentenced_on=sentenced.get(pk),
            immigration=known.get(pk),
            inside_since=inside[pk].starts_on if pk in inside else None,
            release_due_on=inside[pk].release_due_on if pk in inside else None,
        )
        for pk in found
    }


def gather_housing(case_ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    """How housing stands of each case that has a record of it: one query."""
    return standing(Kind.HOUSING, case_ids)


def _inside(case_ids: Sequence[UUID]) -> Any:
    """Times in prison or youth detention that last."""
    rows = CustodyPeriod.objects.filter(case__in=case_ids, released_on__isnull=True)
    return rows.exclude(place=CustodyPeriod.Place.HOSPITAL).order_by("starts_on")


def around(case: Case, *, today: date) -> Around:
    """What stands of a case beside a fact that is to be recorded or shown: two queries."""
    nationality: Any = standing(Kind.NATIONALITY, [case.pk]).get(case.pk)
    period = _inside([case.pk]).last()
    return Around(
        today=today,
        foreign=None if nationality is None else nationality.is_foreign,
        level=case.level,
        category=case.category,
        age=case.age,
        inside_since=period.starts_on if period else None,
        release_due_on=period.release_due_on if period else None,
    )


@dataclass(frozen=True, slots=True)
class WhoElse:
    """What decides who else comes to a meeting on the case."""

    foreign: bool = False
    owner_known: bool = False
    marac: bool = False
    by_rail: bool = False
    child_referral: bool = False
    radicalisation: bool = False
    left_care: bool = False


def who_else(case: Case) -> WhoElse:
    """What of these facts decides who is expected at a meeting: six queries, and one for a foreign national."""
    marac: Any = standing(Kind.MARAC, [case.pk]).get(case.pk)
    travel: Any = standing(Kind.TRAVEL, [case.pk]).get(case.pk)
    child: Any = standing(Kind.CHILD_REFERRAL, [case.pk]).get(case.pk)
    radical: Any = standing(Kind.RADICALISATION, [case.pk]).get(case.pk)
    care: Any = standing(Kind.CARE_LEAVER, [case.pk]).get(case.pk)
    return replace(
        _of_immigration(case),
        marac=marac is not None and marac.involved,
        by_rail=travel is not None and travel.by_rail,
        child_referral=child is not None and child.is_open,
        radicalisation=radical is not None and radical.at_risk,
        left_care=care is not None and care.left_care,
    )


def _of_immigration(case: Case) -> WhoElse:
    nationality: Any = standing(Kind.NATIONALITY, [case.pk]).get(case.pk)
    foreign = nationality is not None and nationality.is_foreign
    known: Any = standing(Kind.IMMIGRATION, [case.pk]).get(case.pk) if foreign else None
    if known is not None and known.is_deported:
        return WhoElse()
    return WhoElse(foreign=foreign, owner_known=known is not None and bool(known.owner.strip()))


def all_given(rows: Mapping[Kind, Any]) -> dict[Kind, Given]:
    """These records as the rules read them."""
    return {kind: row.as_given for kind, row in rows.items()}
