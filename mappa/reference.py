"""Loads the versioned reference data of the project: areas, agency types, offences, periods, policies.

Loading again brings every row in line with the files; nothing that cases point to is ever removed.
"""

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from accounts.models import AgencyType, Area
from audit.refusals import stop
from audit.services import record
from deadlines.models import Policy
from deadlines.policies import read_policies
from deadlines.rules.days import Basis
from deadlines.rules.policies import PolicyValues, check_local_policy, parse_policies
from deadlines.services.preview import Difference, areas_with_cases, difference
from offenders.models import GravityFactor, GravityOffence, NotificationPeriod, SpecifiedOffence

SCHEDULE_15_EDITION = "CJA 2003 as printed in the 2008 youth pack"
GRAVITY_EDITION = "ACPO youth gravity matrix, 2013"
PERIODS_EDITION = "SOA 2003 s.82"
STORED_APART = ("key", "name", "source", "basis", "effective_from", "effective_to", "superseded", "areas")


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Load every table; returns how many rows each holds. Records one audit event."""
    loaded = {
        "areas": _load(Area, "slug", _rows("accounts/reference/areas.csv", "slug", "name", "country")),
        "agency types": _load(
            AgencyType, "key", _rows("accounts/reference/agency_types.csv", "key", "label", "standing", "source")
        ),
        "specified offences": _load(SpecifiedOffence, "number", _specified()),
        "gravity offences": _load(GravityOffence, "id", _gravity()),
        "gravity factors": _load(GravityFactor, "id", _factors()),
        "notification periods": _load(NotificationPeriod, "id", _periods()),
        "policies": _load(Policy, "key", _policies()),
    }
    record(actor=None, verb="reference.loaded", changes={name: (None, number) for name, number in loaded.items()})
    return loaded


def _load(model: type[models.Model], key: str, rows: Iterator[dict[str, Any]]) -> int:
    fresh = [model(**row) for row in rows]
    columns = [field.name for field in model._meta.concrete_fields if field.name != key]
    model._default_manager.bulk_create(
        fresh, update_conflicts=True, unique_fields=[key], update_fields=columns, batch_size=500
    )
    return len(fresh)


def _read(path: str) -> Iterator[dict[str, str]]:
    with (Path(settings.BASE_DIR) / path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _rows(path: str, *columns: str) -> Iterator[dict[str, Any]]:
    for row in _read(path):
        yield {column: row[column] for column in columns}


def _specified() -> Iterator[dict[str, Any]]:
    for row in _read("offenders/reference/schedule15.csv"):
        yield {
            "number": int(row["number"]),
            "part": row["part"],
            "title": row["offence"],
            "act": row["act"],
            "year": row["year"],
            "section": row["section"],
            "serious": row["serious"] == "true",
            "edition": SCHEDULE_15_EDITION,
        }


def _gravity() -> Iterator[dict[str, Any]]:
    for row in _read("offenders/reference/gravity_offences.csv"):
        yield {
            "id": int(row["number"]),
            "group": row["group"],
            "offence": row["offence"],
            "statute": row["statute"],
            "trial_mode": row["trial_mode"],
            "score": row["gravity_score"],
            "aggravating": row["aggravating_factors"],
            "mitigating": row["mitigating_factors"],
            "note": row["note"],
            "edition": GRAVITY_EDITION,
        }


def _factors() -> Iterator[dict[str, Any]]:
    for row in _read("offenders/reference/gravity_factors.csv"):
        yield {
            "id": int(row["number"]),
            "direction": row["direction"],
            "factor": row["factor"],
            "scope": row["scope"],
            "edition": GRAVITY_EDITION,
        }


def _periods() -> Iterator[dict[str, Any]]:
    for row in _read("offenders/reference/notification_periods.csv"):
        yield {
            "id": int(row["number"]),
            "disposal": row["disposal"],
            "min_months": int(row["min_months"]) if row["min_months"] else None,
            "max_months": int(row["max_months"]) if row["max_months"] else None,
            "adult_period": row["adult_period"],
            "under_18_period": row["under_18_period"],
            "source": row["source"],
            "edition": PERIODS_EDITION,
        }


def refuse_laxer(policies: Sequence[PolicyValues]) -> None:
    """Raise RuleRefused for a local policy in use that is laxer than the newest national one (REV-08, REV-09)."""
    national = max((one for one in policies if one.basis is Basis.NATIONAL), key=lambda one: one.effective_from)
    for local in policies:
        if local.basis is Basis.LOCAL and not local.superseded:
            stop(check_local_policy(local, national))


def policies_of_the_files() -> tuple[PolicyValues, ...]:
    """The policies as the files have them. Raises RuleRefused for a local one that is laxer (REV-08, REV-09)."""
    text = (Path(settings.BASE_DIR) / "deadlines/reference/policies.toml").read_text(encoding="utf-8")
    policies = parse_policies(text)
    refuse_laxer(policies)
    return policies


def preview_policies(today: dt.date) -> Iterator[tuple[str, Difference]]:
    """What loading would change for each area that has cases, from `today` (London) on; nothing is written (DUE-07)."""
    files = policies_of_the_files()
    of_files = {one.key for one in files}
    after = [*files, *(one for one in read_policies(today).rows if one.key not in of_files)]
    for area in areas_with_cases():
        yield area, difference(viewer=None, area=area, after=after, day=today)


def _policies() -> Iterator[dict[str, Any]]:
    for policy in policies_of_the_files():
        values = {name: value for name in policy.__slots__ if (value := getattr(policy, name)) is not None}
        stored = {name: values.pop(name) for name in STORED_APART if name in values}
        values["product_defaults"] = sorted(policy.product_defaults)
        values["sources"] = dict(policy.sources)
        yield {**stored, "areas": list(policy.areas), "basis": policy.basis.value, "values": values}
