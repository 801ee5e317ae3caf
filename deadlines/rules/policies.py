"""The time limits an area works to: the national policy, a local one, and which of the two binds.

Pure data; `deadlines/reference/policies.toml` holds the values. A local limit may be stricter, never laxer (REV-08).
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import Basis

GUARDED: Mapping[str, str] = {
    "level_2_review_weeks": "the review at Level 2, in weeks",
    "level_3_review_weeks": "the review at Level 3, in weeks",
    "minutes_level_2_working_days": "the minutes at Level 2, in working days",
    "minutes_level_3_working_days": "the minutes at Level 3, in working days",
    "reschedule_level_2_working_days": "a rescheduled meeting at Level 2, in working days",
    "reschedule_level_3_working_days": "a rescheduled meeting at Level 3, in working days",
    "invitation_days": "the notice of a meeting, in days",
    "level_before_release_months": "the level before release, in months",
    "release_recorded_days": "the record of a release whose date has passed, in days",
    "release_date_confirmed_months": "the confirmation of a release date, in months",
    "prison_silence_days": "the time for the prison to answer, in days",
    "recent_release_weeks": "how long a release counts as recent, in weeks",
    "risk_judgement_months": "how long a judgement of risk holds, in months",
    "category_look_ahead_months": "the look ahead to the end of a category, in months",
    "level_1_sample_percent": "the sample of cases at Level 1, in per cent",
    "tell_manager_days": "the day on which the manager is told of what is late",
    "tell_coordinator_days": "the day on which the Co-ordinator is told of what is late",
    "tell_manager_level_3_days": "the day on which the manager is told of what is late at Level 3",
    "tell_coordinator_level_3_days": "the day on which the Co-ordinator is told of what is late at Level 3",
    "referral_decision_days": "the decision on a referral, in days",
    "category_3_consideration_days": "the record of considering Category 3, in days",
    "category_3_referral_days": "the referral to Category 3 that was decided on, in days",
    "foi_reply_working_days": "the answer under the Freedom of Information Act, in working days",
}
"""Settings for which the national text says must or sets a KPI, or for which the product sets the least, escalation
too: a local value may only be stricter."""

COUNTED_BACK = frozenset(
    {
        "invitation_days",
        "level_before_release_months",
        "meeting_before_release_months",
        "release_date_confirmed_months",
        "approved_premises_referral_months",
        "prison_silence_days",
        "recent_release_weeks",
        "category_look_ahead_months",
        "level_1_sample_percent",
        "lowering_refused",
        "remind_first_days",
        "remind_again_days",
    }
)
"""Settings where the larger number is the stricter one: those counted back from an event, and how long one waits."""


@dataclass(frozen=True, slots=True)
class PolicyValues:
    """One dated version of a policy. None means that the policy says nothing on the matter.

    `product_defaults` names the settings that the product chose because the source gives no figure; `sources` holds
    the paragraph of each setting. `superseded` versions are kept for old cases and are never current.
    """

    key: str
    name: str
    source: str
    basis: Basis
    effective_from: date
    effective_to: date | None = None
    superseded: bool = False
    areas: tuple[str, ...] = ()
    level_1_review_weeks: int | None = None
    level_2_review_weeks: int | None = None
    level_3_review_weeks: int | None = None
    level_2_full_meeting_months: int | None = None
    level_3_full_meeting_weeks: int | None = None
    meeting_before_release_months: int | None = None
    meeting_after_release_months: int | None = None
    level_before_release_months: int | None = None
    prison_silence_days: int | None = None
    recall_review_weeks: int | None = None
    reschedule_level_2_working_days: int | None = None
    reschedule_level_3_working_days: int | None = None
    invitation_days: int | None = None
    minutes_level_2_working_days: int | None = None
    minutes_level_3_working_days: int | None = None
    referral_decision_days: int | None = None
    record_search_days: int | None = None
    release_date_confirmed_months: int | None = None
    release_recorded_days: int | None = None
    approved_premises_referral_months: int | None = None
    level_1_disclosure_months: int | None = None
    access_request_working_days: int | None = None
    emergency_review_working_days: int | None = None
    home_visit_very_high_months: int | None = None
    home_visit_high_months: int | None = None
    home_visit_medium_months: int | None = None
    home_visit_low_months: int | None = None
    home_visit_low_preferred_months: int | None = None
    visit_after_move_days: int | None = None
    recent_release_weeks: int | None = None
    risk_judgement_months: int | None = None
    lowering_refused: int | None = None
    category_look_ahead_months: int | None = None
    level_1_sample_percent: int | None = None
    remind_first_days: int | None = None
    remind_again_days: int | None = None
    tell_manager_days: int | None = None
    tell_coordinator_days: int | None = None
    tell_manager_level_3_days: int | None = None
    tell_coordinator_level_3_days: int | None = None
    level_decision_days: int | None = None
    category_3_consideration_days: int | None = None
    category_3_referral_days: int | None = None
    transfer_answer_days: int | None = None
    transfer_level_review_days: int | None = None
    transfer_meeting_days: int | None = None
    foi_reply_working_days: int | None = None
    slot_level_2_shortest_minutes: int | None = None
    slot_level_2_longest_minutes: int | None = None
    slot_level_3_shortest_minutes: int | None = None
    slot_level_3_longest_minutes: int | None = None
    product_defaults: frozenset[str] = frozenset()
    sources: Mapping[str, str] = field(default_factory=dict)

    def source_of(self, setting: str) -> str:
        """Return the paragraph a setting comes from, or the source of the whole policy."""
        return self.sources.get(setting, self.source)

    def in_force(self, on: date) -> bool:
        """Return whether this version applies on the day `on`; a superseded one never does (rule REV-09)."""
        if self.superseded or on < self.effective_from:
            return False
        return self.effective_to is None or on <= self.effective_to


DESCRIBING = frozenset(
    {"key", "name", "source", "basis", "effective_from", "effective_to", "superseded", "areas"}
    | {"product_defaults", "sources"}
)
SWITCHES = frozenset({"lowering_refused"})
"""Settings that are on (1) or left to the national limit, rather than figures."""
SETTINGS: tuple[str, ...] = tuple(one.name for one in fields(PolicyValues) if one.name not in DESCRIBING)
"""Every time limit that a policy may set, in the order in which they are declared."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One setting of one policy."""

    value: int
    basis: Basis
    policy: str
    source: str
    product_default: bool = False


def limits(setting: str, national: PolicyValues, local: PolicyValues | None) -> list[Limit]:
    """Return the national and the local limit for a setting, national first; those who say nothing are left out.

    A local limit laxer than a national one is left out too (rule REV-08), and so is the product's own default where a
    local policy gives a real one (rule REV-11).
    """
    found = []
    stated = getattr(local, setting) if local is not None else None
    stated_locally = stated is not None and not _laxer(setting, national, stated)
    for policy in (national, local):
        value = getattr(policy, setting) if policy is not None else None
        if policy is None or value is None or (policy is local and _laxer(setting, national, value)):
            continue
        by_default = setting in policy.product_defaults
        if not (by_default and stated_locally and policy is national):
            found.append(Limit(value, policy.basis, policy.name, policy.source_of(setting), by_default))
    return found


def stricter(setting: str, national: PolicyValues, local: PolicyValues | None) -> Limit | None:
    """Return the limit that binds, or None when neither policy has one (rules REV-08 and DAY-06)."""
    found = limits(setting, national, local)
    if not found:
        return None
    pick = max if setting in COUNTED_BACK else min
    return pick(found, key=lambda limit: limit.value)


def check_local_policy(local: PolicyValues, national: PolicyValues) -> list[Finding]:
    """Return a refusal for each local value laxer than the national limit, and for a policy without dates in order."""
    findings = [
        Finding(
            rule="REV-08",
            effect=Effect.REFUSE,
            message=(
                f"{local.name} sets {what} at {getattr(local, setting)}; the national limit is "
                f"{getattr(national, setting)}, and a local policy may only be stricter."
            ),
            field=setting,
            next_step="Enter a stricter value, or leave it empty to follow the national limit.",
        )
        for setting, what in GUARDED.items()
        if (value := getattr(local, setting)) is not None and _laxer(setting, national, value)
    ]
    first, again = local.remind_first_days, local.remind_again_days
    if (first or national.remind_first_days or 0) < (again or national.remind_again_days or 0):
        message = f"{local.name} has the second reminder before the first."
        findings.append(Finding("ALT-01", Effect.REFUSE, message, "remind_again_days", "Enter fewer days."))
    findings += _lengths_in_order(local, national)
    if local.effective_to is not None and local.effective_to < local.effective_from:
        message = f"{local.name} ends before it starts."
        findings.append(Finding("REV-09", Effect.REFUSE, message, "effective_to", "Correct the dates."))
    return findings


def _lengths_in_order(local: PolicyValues, national: PolicyValues) -> list[Finding]:
    """A refusal of each level whose longest slot would be shorter than its shortest (MTG-71)."""
    found = []
    for level in (2, 3):
        shortest, longest = f"slot_level_{level}_shortest_minutes", f"slot_level_{level}_longest_minutes"
        least = stricter(shortest, national, local)
        most = stricter(longest, national, local)
        if least is not None and most is not None and least.value > most.value:
            message = f"{local.name} has a longest slot at Level {level} that is shorter than the shortest."
            found.append(Finding("MTG-71", Effect.REFUSE, message, longest, "Enter both lengths."))
    return found


def current(policies: Iterable[PolicyValues], *, area: str | None, on: date) -> PolicyValues | None:
    """Return the policy in force on a day: the area's own, or the national one for `area=None` (rule REV-09).

    The one that started last when several are in force; None when there is none.
    """
    basis = Basis.NATIONAL if area is None else Basis.LOCAL
    fitting = [
        one for one in policies if one.basis is basis and one.in_force(on) and (area is None or area in one.areas)
    ]
    return max(fitting, key=lambda one: one.effective_from) if fitting else None


def parse_policies(text: str) -> tuple[PolicyValues, ...]:
    """Return the policies written in TOML; ValueError naming the policy when one does not fit its shape."""
    known = {one.name for one in fields(PolicyValues)}
    found = []
    for raw in tomllib.loads(text)["policy"]:
        settings = raw.pop("settings", {})
        if unknown := (set(raw) | set(settings)) - known:
            raise ValueError(f"{raw.get('key')}: unknown settings {', '.join(sorted(unknown))}")
        raw["basis"] = Basis(raw["basis"])
        raw["areas"] = tuple(raw.get("areas", ()))
        values = {name: one["value"] for name, one in settings.items()}
        defaults = frozenset(name for name, one in settings.items() if one.get("product_default", False))
        sources = {name: one["source"] for name, one in settings.items()}
        found.append(PolicyValues(**raw, **values, product_defaults=defaults, sources=sources))
    return tuple(found)


def _laxer(setting: str, national: PolicyValues, value: int) -> bool:
    if setting not in GUARDED:
        return False
    limit = getattr(national, setting)
    if limit is None:
        return False
    return bool(value < limit if setting in COUNTED_BACK else value > limit)
