"""What each address of the API sends, field by field, with the level of detail that opens it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from rest_framework import serializers

from accounts.api.serializers import AgencySerializer, AreaSerializer
from assessments.api.serializers import NarrativeSerializer, RoshJudgementSerializer
from assessments.models import RoshGroupLevel, RoshJudgement
from deadlines.api.serializers import ReviewDueSerializer
from deadlines.models import Deadline
from levels.api.serializers import CategoryDecisionSerializer, LevelDecisionSerializer
from levels.models import CategoryDecision, LevelDecision
from offenders.api.serializers import CaseSerializer
from offenders.models import Case
from offenders.projection import FIELDS
from offenders.rules.needs import Needs
from offenders.rules.sight import Detail
from tests.house.permission_table import API

Serializer = type[serializers.BaseSerializer[Any]]

ANSWERS: Mapping[str, tuple[Serializer, type[Model] | None]] = {
    "api_areas": (AreaSerializer, None),
    "api_agencies": (AgencySerializer, None),
    "api_offenders": (CaseSerializer, Case),
    "api_offender": (CaseSerializer, Case),
    "api_categories": (CategoryDecisionSerializer, CategoryDecision),
    "api_levels": (LevelDecisionSerializer, LevelDecision),
    "api_rosh_judgements": (RoshJudgementSerializer, RoshJudgement),
    "api_offender_rosh": (RoshJudgementSerializer, RoshJudgement),
    "api_reviews_due": (ReviewDueSerializer, Deadline),
}
"""Address -> how it writes its rows, and what they are; None for what is about no case."""

MADE_OF: Mapping[tuple[type[Model], str], tuple[str, ...]] = {
    (RoshJudgement, "in_force"): ("supersedes",),
    (LevelDecision, "at_meeting"): ("meeting_id",),
    (Deadline, "overdue"): ("due_on",),
}
"""A field that is worked out -> the columns it tells of."""

NO_CASE = "no case"


def written() -> dict[str, dict[str, Any]]:
    """Address -> scope and fields, each with the level that opens it."""
    return {name: {"scope": scope, "fields": fields_of(name)} for name, scope in sorted(API.items())}


def fields_of(name: str) -> dict[str, str]:
    """Field of one address -> the level that opens it, in words."""
    if name not in ANSWERS:
        raise AssertionError(f"{name}: say in tests/house/matrix_api.py what this address of the API sends")
    serializer, model = ANSWERS[name]
    fields = serializer().fields  # type: ignore[attr-defined]  # every one of them has fields
    if model is None:
        return dict.fromkeys(fields, NO_CASE)
    return {field: _level(model, field, made).name.lower() for field, made in fields.items()}


def _level(model: type[Model], name: str, field: Any) -> Detail:
    if model is Case:
        return FIELDS[name][0]
    if name == "narrative":
        return min(_narrative())
    needs: Needs = model.needs  # type: ignore[attr-defined]  # every row of a case has them
    if (model, name) in MADE_OF:
        return max(needs.of(column) for column in MADE_OF[model, name])
    if name == "groups":
        return max(RoshGroupLevel.needs.of(column) for column in ("group", "level"))
    first, _, rest = (field.source or name).partition(".")
    column = _column(model, first)
    return max(needs.of(column), Case.needs.of(rest)) if column == "case" and rest else needs.of(column)


def _column(model: type[Model], name: str) -> str:
    """The column behind a name; a sentence where there is none."""
    for column in model._meta.concrete_fields:
        if name in (column.name, column.attname):
            return str(column.name)
    raise AssertionError(f"{model.__name__}.{name} is no column: say in tests/house/matrix_api.py what it tells of")


def _narrative() -> list[Detail]:
    """The levels of what an assessor wrote: of the judgement, and of each group."""
    own = [RoshJudgement.needs.of(name) for name in NarrativeSerializer().fields if name != "groups"]
    wrote = ("nature", "imminence", "circumstances", "protective_factors")
    return own + [RoshGroupLevel.needs.of(name) for name in wrote]
