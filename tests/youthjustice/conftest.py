"""An assessment of the invented child at each of its states, made through the services."""

from typing import Any

import pytest

from offenders.models import Case
from tests.factories import World
from youthjustice import services
from youthjustice.models import YouthAssessment

WARNINGS = frozenset({"YJ-07", "YJ-09", "YJ-22"})


def again(assessment: YouthAssessment) -> YouthAssessment:
    """The assessment as the database has it now."""
    return YouthAssessment.objects.get(pk=assessment.pk)


def start(world: World, case: Case, **changes: Any) -> YouthAssessment:
    """A draft by the YJS case manager."""
    arguments: dict[str, Any] = {
        "actor": world.yjs_case_manager,
        "case": case,
        "stage": "referral_order",
        "reason": "A new referral order.",
        "on": world.today,
        "today": world.today,
    }
    return services.start_assessment(**{**arguments, **changes})


def plot(world: World, assessment: YouthAssessment, **changes: Any) -> Any:
    """A behaviour with Critical impact that is possible: the matrix says High."""
    arguments: dict[str, Any] = {
        "actor": world.yjs_case_manager,
        "assessment": assessment,
        "version": again(assessment).version,
        "setting": "community",
        "description": "Carries a knife",
        "impact": "critical",
        "likelihood": "possible",
        "imminence": "any_time",
    }
    return services.plot_behaviour(**{**arguments, **changes})


def fill_in(world: World, assessment: YouthAssessment, **changes: Any) -> YouthAssessment:
    """Everything that a submission needs: reoffending Medium, serious harm High, well-being Medium, a home visit."""
    actor = changes.pop("actor", world.yjs_case_manager)
    plot(world, assessment, actor=actor)
    services.record_reoffending(
        actor=actor, assessment=assessment, version=again(assessment).version, yogrs=50, reoffending="medium", reason=""
    )
    services.record_rosh(
        actor=actor,
        assessment=assessment,
        version=again(assessment).version,
        **{"rosh": "high", "reason": "A knife is carried to school.", **changes.pop("rosh", {})},
    )
    services.record_wellbeing(
        actor=actor,
        assessment=assessment,
        version=again(assessment).version,
        **{"concerns": True, "wellbeing": "medium", **changes.pop("wellbeing", {})},
    )
    services.record_information(
        actor=actor,
        assessment=assessment,
        version=again(assessment).version,
        today=world.today,
        home_visit_on=world.today,
        sources=["police", "education"],
    )
    return again(assessment)


def hand_in(world: World, assessment: YouthAssessment, **changes: Any) -> YouthAssessment:
    """Submitted by the YJS case manager."""
    arguments: dict[str, Any] = {
        "actor": world.yjs_case_manager,
        "assessment": assessment,
        "version": again(assessment).version,
        "today": world.today,
        "acknowledged": WARNINGS,
    }
    return services.submit(**{**arguments, **changes})


def sign(world: World, assessment: YouthAssessment, **changes: Any) -> YouthAssessment:
    """Countersigned by the YJS manager."""
    arguments: dict[str, Any] = {
        "actor": world.yjs_manager,
        "assessment": assessment,
        "version": again(assessment).version,
        "today": world.today,
        "acknowledged": WARNINGS,
    }
    return services.countersign(**{**arguments, **changes})


@pytest.fixture
def draft(world: World, child_case: Case) -> YouthAssessment:
    """Just started."""
    return start(world, child_case)


@pytest.fixture
def filled(world: World, draft: YouthAssessment) -> YouthAssessment:
    """Every section filled in, not submitted."""
    return fill_in(world, draft)


@pytest.fixture
def submitted(world: World, filled: YouthAssessment) -> YouthAssessment:
    """With the manager."""
    return hand_in(world, filled)


@pytest.fixture
def countersigned(world: World, submitted: YouthAssessment) -> YouthAssessment:
    """Finished."""
    return sign(world, submitted)
