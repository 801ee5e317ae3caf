"""The youth justice assessments of the invented children, each as far as its specimen says."""

import datetime as dt
from typing import Any

from mappa.demo.scene import Scene
from youthjustice import services
from youthjustice.models import YouthAssessment

ACKNOWLEDGED = frozenset({"YJ-07", "YJ-09", "YJ-22"})
SIGNED = (45, 95)
"""A countersigned assessment was signed so many days ago; the longer makes the review of its risks overdue."""

# description, impact, likelihood, how near: by the level that the matrix then gives
BEHAVIOURS = {
    "high": (
        ("Carrying a knife in public", "critical", "possible", "any_time"),
        ("Threats to other children online", "major", "possible", "remote"),
        ("Damage to property at home", "minor", "very_likely", ""),
    ),
    "medium": (
        ("Sexual touching of other children", "major", "possible", "remote"),
        ("Shouting at staff in school", "slight", "likely", ""),
    ),
}
OUTCOMES = (
    ("Exploited by older people", "major", "likely", "any_time", "high"),
    ("Missing from home overnight", "medium", "likely", "any_time", "medium"),
)


def assess(scene: Scene) -> None:
    """The assessment of a child: a draft, submitted, returned, or countersigned with the panel's question decided."""
    state = scene.specimen.youth
    if not state:
        return
    days = {"draft": 4, "submitted": 15, "returned": 18}.get(state, scene.pick(SIGNED) + 14)
    assessment = services.start_assessment(
        actor=scene.owner,
        case=scene.case,
        stage=scene.pick(("review", "referral_order", "pre_sentence")),
        reason="A new order, and a new school.",
        on=scene.ago(days),
        today=scene.ago(days),
    )
    _begin(scene, assessment)
    if state == "draft":
        return
    _fill_in(scene, assessment, scene.ago(days - 8))
    _call(services.submit, assessment, actor=scene.owner, today=scene.ago(days - 11), acknowledged=ACKNOWLEDGED)
    if state == "returned":
        _call(
            services.return_with_instructions,
            assessment,
            actor=scene.manager,
            instructions="Speak to the school, and say what would change if the placement ended.",
            today=scene.ago(days - 13),
        )
    elif state == "countersigned":
        _sign(scene, assessment, scene.ago(days - 14))


def _call(service: Any, assessment: YouthAssessment, **arguments: Any) -> None:
    """Call a service with the version as it is now, as the page would send it."""
    version = YouthAssessment.objects.values_list("version", flat=True).get(pk=assessment.pk)
    service(assessment=assessment, version=version, **arguments)


def _level(scene: Scene) -> str:
    return "high" if scene.specimen.rosh == "high" else "medium"


def _begin(scene: Scene, assessment: YouthAssessment) -> None:
    """What even a draft has: the first behaviour, and the likelihood of reoffending."""
    description, impact, likelihood, imminence = BEHAVIOURS[_level(scene)][0]
    plot = {"description": description, "impact": impact, "likelihood": likelihood, "imminence": imminence}
    _call(services.plot_behaviour, assessment, actor=scene.owner, setting="community", **plot)
    yogrs, band = scene.pick(((52, "medium"), (38, "low"), (81, "high")))
    _call(services.record_reoffending, assessment, actor=scene.owner, yogrs=yogrs, reoffending=band, reason="")


def _fill_in(scene: Scene, assessment: YouthAssessment, visited_on: dt.date) -> None:
    """Everything that a submission needs."""
    for description, impact, likelihood, imminence in BEHAVIOURS[_level(scene)][1:]:
        plot = {"description": description, "impact": impact, "likelihood": likelihood, "imminence": imminence}
        _call(services.plot_behaviour, assessment, actor=scene.owner, setting="community", **plot)
    in_custody = {
        "description": "Fights in a group",
        "impact": "major",
        "likelihood": "possible",
        "imminence": "remote",
    }
    _call(services.plot_behaviour, assessment, actor=scene.owner, setting="custody", **in_custody)
    for name, impact, likelihood, imminence, concern in OUTCOMES:
        plot = {"name": name, "impact": impact, "likelihood": likelihood, "imminence": imminence, "concern": concern}
        _call(services.add_outcome, assessment, actor=scene.owner, setting="community", **plot)
    reason = "As the matrix suggests; the behaviour has stopped twice and begun again."
    _call(services.record_rosh, assessment, actor=scene.owner, rosh=_level(scene), reason=reason)
    _call(services.record_wellbeing, assessment, actor=scene.owner, concerns=True, wellbeing="high", reason="Missing.")
    _call(services.record_intervention, assessment, actor=scene.owner, level="", order_starts_on=visited_on)
    _call(
        services.record_information,
        assessment,
        actor=scene.owner,
        today=visited_on,
        sources=["police", "education", "social_care", "child"],
        sources_note="School and Children's Services answered within a week.",
        home_visit_on=visited_on,
        shared_on=visited_on,
        shared_with="The child and a parent, at home.",
    )


def _sign(scene: Scene, assessment: YouthAssessment, on: dt.date) -> None:
    """The manager's countersignature, after the decision on the High Risk Panel where one is called for."""
    if scene.case.level == 1:
        services.decide_panel_referral(
            actor=scene.manager,
            assessment=assessment,
            referred=True,
            reason="Both risks are High, and no MAPPA meeting looks at them.",
            today=on,
            based_on="",
        )
    comment = "The three judgements are well founded."
    _call(services.countersign, assessment, actor=scene.manager, today=on, comment=comment, acknowledged=ACKNOWLEDGED)
