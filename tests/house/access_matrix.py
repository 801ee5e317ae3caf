"""Who sees what of which case, asked of the running product: viewers by states, kinds of row, fields and addresses.

It needs the specimen, so a test writes it anew:
`UPDATE_ACCESS_MATRIX=1 python -m pytest tests/house/test_access_matrix.py`. How it is laid out is in `matrix_words`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from accounts.standing import standing_of
from information.models import InformationItem
from information.views import OfItem
from offenders.access import victim_audience, where_may
from offenders.models import Assignment, Case
from offenders.models.access import in_force
from offenders.projection import FIELDS
from offenders.rules.needs import Beyond, Needs
from offenders.rules.permissions import PERMISSIONS
from offenders.rules.sensitivity import Sensitivity
from offenders.rules.sight import Detail
from tests.house import matrix_api
from tests.house.doors import APPS
from tests.house.permission_table import TABLE

MACHINE = Path(__file__).with_name("access_matrix.json")
DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "access-matrix.md"
UPDATE = "UPDATE_ACCESS_MATRIX=1 python -m pytest tests/house/test_access_matrix.py"

VICTIMS = "victims"
ITEM = "item"
OWNER = "owner"
"""Stands among the permissions of whoever owns the case: the owner may see who has looked at it."""

PERMITTED_BY: Mapping[str, tuple[str, ...]] = {
    "level_decide": ("decide_level", "decide_level_1"),
    "case_chronology": ("view_access",),
    "case_chronology_pdf": ("view_access",),
    "case_chronology_file": ("view_access",),
    "case_chronology_download": ("view_access",),
    "case_looks": ("view_access", OWNER),
    "case_kept_out": ("view_access",),
    "access_request_decide": ("manage_access",),
    "attachment_withdraw": ("record_meeting", "return_information"),
    "review": ("view_review",),
    "review_pdf": ("view_review",),
    "enquiry": ("view_enquiry",),
    "enquiry_letter": ("view_enquiry",),
}
"""Address -> the permissions of which one is enough, where the page has no single `action` of its own."""

NARROWER: Mapping[str, str] = {
    "information_correct": "and they recorded the item, or are a manager of the agency that owns it",
    "information_share": "and they recorded the item, or are a manager of the agency that owns it",
    "information_share_end": "and they recorded the item, or are a manager of the agency that owns it",
    "information_keep": "and they recorded the item, or are a manager of the agency that owns it",
    "information_withdraw": "and they recorded the item, or are a manager of the agency that owns it",
    "notification_record": "and they work for the police",
    "visor_record": "and they work for police, probation or prison, or in a Unit",
    "visor_withdraw": "and they work for police, probation or prison, or in a Unit",
    "visor_part_add": "and they work for police, probation or prison, or in a Unit",
    "visor_part_end": "and they work for police, probation or prison, or in a Unit",
    "meeting_action_points": "invited by name to that meeting, for the agency they work for, whatever they see else",
    "case_chronology_file": "and they asked for it",
    "case_chronology_download": "and they asked for it",
    "return_record": "for the agency that was asked, or as Co-ordinator for any",
    "return_attach": "for the agency that was asked, or as Co-ordinator for any",
    "attachment_download": "of a meeting that they see; a file with a return where its information is open to them",
    "attachment_withdraw": "a paper as who records the meeting, another file as who answers for its agency",
    "meeting_detail": "of the meeting that they are asked to, or of every meeting where they see the case in full",
    "meeting_calendar": "of the meeting that they are asked to, or of every meeting where they see the case in full",
    "cancelled_calendar": "invited to that meeting when it was cancelled, for the agency they work for",
    "minutes_detail": "of the meeting that they are asked to, once approved, or of every one of a case seen in full",
    "minutes_copy_pdf": "and they see the case in full, or that copy of an invitation of theirs was sent to them",
    "minutes_copy_correct": "and that copy of an invitation of theirs was sent to them, or they record the meeting",
    "minutes_copy_share": "and that copy of an invitation of theirs was sent to them, or they record the meeting",
    "minutes_own_copy": "and a copy of the minutes was sent to them that they have not confirmed as read",
    "summary_comment": "and their agency was asked for comments, or they record the meeting",
}
"""Address -> what it asks for beyond its needs, about the row that it names. Fewer open it than the needs say."""

WITHOUT_NEEDS: Mapping[str, str] = {
    "audit.AuditEvent": "the trail and who has looked: `view_access`; events of hidden items left out (INF-14)",
}
"""Model that names a case without a relation to it -> who reads it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one viewer has of one case: the level of detail, what else opens, and what they may do."""

    detail: Detail
    items: frozenset[str]
    permissions: frozenset[str]

    def as_text(self) -> list[str]:
        """As it is written down: level, items, permissions."""
        return [self.detail.name.lower(), " ".join(sorted(self.items)), " ".join(sorted(self.permissions))]


Sight = Mapping[str, Mapping[str, Cell]]
"""Viewer -> state -> cell."""


@dataclass(frozen=True, slots=True)
class RouteNeeds:
    """What an address about a case asks for: a level, perhaps an item beside it, and one of some permissions."""

    detail: Detail
    item: str = ""  # "victims", or "item" for the kind of information that the address names
    permissions: tuple[str, ...] = ()

    def met_by(self, cell: Cell, kind: str) -> bool:
        """Whether somebody who has that opens it, where it names an item of this kind."""
        permitted = not self.permissions or any(one in cell.permissions for one in self.permissions)
        opened = not self.item or (kind if self.item == ITEM else self.item) in cell.items
        return cell.detail >= self.detail and permitted and opened

    def as_text(self) -> str:
        """As it is written down."""
        words = [self.detail.name.lower(), *([self.item] if self.item else [])]
        return " + ".join([*words, *([" or ".join(self.permissions)] if self.permissions else [])])


def matrix(sight: Sight) -> dict[str, Any]:
    """Everything, as it is written down; `sight` is what the viewers of `matrix_states` have of its cases."""
    return {
        "viewers": {who: {state: cell.as_text() for state, cell in row.items()} for who, row in sight.items()},
        "routes": {name: needs.as_text() for name, needs in route_needs().items()},
        "rows": {label: as_text(model) for label, model in leading_to_a_case().items()},
        "elsewhere": dict(WITHOUT_NEEDS),
        "narrower": dict(NARROWER),
        "case": {name: needed.name.lower() for name, (needed, _) in FIELDS.items()},
        "api": matrix_api.written(),
    }


def sight_of(people: Mapping[str, User], made: Mapping[str, Case]) -> Sight:
    """Viewer -> state -> what they have of the case in that state."""
    return {who: cells(user, made) for who, user in people.items()}


def cells(user: User, made: Mapping[str, Case]) -> dict[str, Cell]:
    """What somebody has of each of these cases: a query for each thing that may open, however many cases."""
    if not standing_of(user).areas_by_role:
        return {state: Cell(Detail.NOTHING, frozenset(), frozenset()) for state in made}
    rows = Case.objects.filter(pk__in=[case.pk for case in made.values()])
    seen = dict(rows.seen_by(user).values_list("pk", "detail"))
    victims = _meet(rows, victim_audience(user))
    items = set(InformationItem.objects.visible_to(user).filter(case__in=rows).values_list("case", "sensitivity"))
    permitted = {action: _meet(rows, where_may(user, action)) for action in PERMISSIONS}
    owned = Assignment.objects.filter(in_force(), case__in=rows, user=user, capacity=Assignment.Capacity.OWNER)
    permitted[OWNER] = set(owned.values_list("case", flat=True))
    found = {}
    for state, case in made.items():
        opened = {kind.value for kind in Sensitivity if (case.pk, kind.value) in items}
        if case.pk in victims:
            opened.add(VICTIMS)
        may = frozenset(action for action, where in permitted.items() if case.pk in where)
        found[state] = Cell(Detail(seen.get(case.pk, Detail.NOTHING)), frozenset(opened), may)
    return found


def _meet(rows: Any, condition: Q) -> set[Any]:
    return set(rows.filter(condition).values_list("pk", flat=True))


def route_needs() -> dict[str, RouteNeeds]:
    """Every address about a case -> what it asks for, read from the class that answers it."""
    views = {pattern.name: getattr(pattern.callback, "view_class", None) for pattern in _patterns()}
    found = {}
    for name, row in TABLE.items():
        if row.about:
            view = views[name]
            action = getattr(view, "action", None)
            permissions = PERMITTED_BY.get(name, (action,) if action else ())
            found[name] = RouteNeeds(getattr(view, "at_least", Detail.FULL), _item(view), permissions)
    return found


def _item(view: Any) -> str:
    if getattr(view, "tab", "") == VICTIMS:
        return VICTIMS
    return ITEM if isinstance(view, type) and issubclass(view, OfItem) else ""


def _patterns(under: Collection[Any] | None = None) -> Iterator[URLPattern]:
    for one in get_resolver().url_patterns if under is None else under:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one


def leading_to_a_case() -> dict[str, type[Model]]:
    """The case, and every model of ours whose rows lead to one, by label. History rows go where their row goes."""
    ours = [model for model in apps.get_models() if model._meta.app_label in APPS and not _is_history(model)]
    found: dict[str, type[Model]] = {Case._meta.label: Case}
    while True:
        more = {model._meta.label: model for model in ours if any(_to(field, found) for field in _columns(model))}
        if set(more) <= set(found):
            return dict(sorted(found.items()))
        found |= more


def naming_a_case() -> set[str]:
    """Models that keep a case's id without a relation to it."""
    ours = [model for model in apps.get_models() if model._meta.app_label in APPS and not _is_history(model)]
    return {m._meta.label for m in ours if any(field.name == "case_id" for field in _columns(m))}


def _columns(model: type[Model]) -> list[Any]:
    return list(model._meta.concrete_fields)


def _to(field: Any, found: Mapping[str, Any]) -> bool:
    return bool(field.is_relation and field.related_model._meta.label in found)


def _is_history(model: type[Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def needs_of(model: type[Model]) -> Needs | None:
    """What the model says its rows need; None when it says nothing."""
    return getattr(model, "needs", None)


def as_text(model: type[Model]) -> dict[str, Any]:
    """The needs of a kind of row, and its fields by the level that opens them."""
    needs = needs_of(model)
    if needs is None:
        return {"needs": "undeclared"}
    groups = needs.groups([field.name for field in _columns(model)])
    beyond = {} if needs.beyond is Beyond.NOTHING else {"beyond": needs.beyond.value}
    return {
        "needs": needs.detail.name.lower(),
        **beyond,
        "fields": {level.name.lower(): " ".join(names) for level, names in groups.items()},
    }


def sees_rows(model: type[Model], user: User, case_id: UUID) -> bool:
    """Whether somebody sees a row of this kind of that case."""
    manager: Any = model._default_manager
    return bool(manager.visible_to(user).filter(case=case_id).exists())
