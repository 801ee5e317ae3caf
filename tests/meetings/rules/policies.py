"""Policies for the tests of meetings: the national figures, and a local policy to vary."""

from dataclasses import replace
from datetime import date

from deadlines.rules.days import Basis
from deadlines.rules.policies import PolicyValues

NATIONAL = PolicyValues(
    key="national",
    name="National policy",
    source="MAPPA Guidance",
    basis=Basis.NATIONAL,
    effective_from=date(2022, 4, 28),
    level_2_review_weeks=16,
    level_3_review_weeks=8,
    invitation_days=14,
    minutes_level_2_working_days=10,
    minutes_level_3_working_days=5,
)
LOCAL = replace(NATIONAL, key="example", name="Example area", basis=Basis.LOCAL)
