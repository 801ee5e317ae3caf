"""Offences with their outcome and one disposal each, orders, and custody."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem, CaseItemQuerySet, Decision, Versioned


class _Standing(models.Manager[Any]):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(wrong_entry=False)


class _Counting(models.Manager[Any]):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(wrong_entry=False, quashed_on=None)


StandingItems = _Standing.from_queryset(CaseItemQuerySet)
"""Offences or times in custody without those recorded in error, which count for nothing (OFF-26, OFF-30)."""

CountingOffences = _Counting.from_queryset(CaseItemQuerySet)
"""Offences that count today: neither recorded in error (OFF-30) nor quashed (CAT-35)."""


@tracked()
class Offence(CaseItem, Versioned):
    """One offence, its outcome, and the one disposal given for it. The term is kept in the unit it was given in."""

    class Outcome(models.TextChoices):
        CONVICTION = "conviction", "Conviction"
        CONVICTION_ABROAD = "conviction_abroad", "Conviction abroad"
        CAUTION = "caution", "Caution"
        REPRIMAND_OR_WARNING = "reprimand_or_warning", "Reprimand or warning"
        UNFIT_AND_DID_ACT = "unfit_and_did_act", "Unfit to plead and did the act"
        NOT_GUILTY_INSANITY = "not_guilty_insanity", "Not guilty by reason of insanity"

    class Disposal(models.TextChoices):
        IMPRISONMENT = "imprisonment", "Imprisonment"
        YOUTH_DETENTION = "youth_detention", "Detention in youth detention accommodation"
        DTO = "dto", "Detention and training order"
        SUSPENDED = "suspended", "Suspended sentence"
        HOSPITAL_ORDER = "hospital_order", "Hospital order"
        HOSPITAL_ORDER_RESTRICTED = "hospital_order_restricted", "Hospital order with restrictions"
        HOSPITAL_DIRECTION = "hospital_direction", "Imprisonment with hospital and limitation directions (s.45A)"
        GUARDIANSHIP = "guardianship", "Guardianship order"
        CTO = "cto", "Community treatment order"
        COMMUNITY_ORDER = "community_order", "Community order"
        YOUTH_REHABILITATION_ORDER = "youth_rehabilitation_order", "Youth rehabilitation order"
        REFERRAL_ORDER = "referral_order", "Referral order"
        FINE = "fine", "Fine"
        CONDITIONAL_DISCHARGE = "conditional_discharge", "Conditional discharge"
        ABSOLUTE_DISCHARGE = "absolute_discharge", "Absolute discharge"
        CAUTION_ONLY = "caution_only", "Caution, reprimand or warning only"
        DISQUALIFICATION_ORDER = "disqualification_order", "Disqualification order alone"
        OTHER = "other", "Other disposal"
        AWAITING = "awaiting_sentence", "Awaiting sentence"

    class Liability(models.TextChoices):
        ITSELF = "itself", "The offence itself"
        AIDING = "aiding", "Aiding, abetting, counselling or procuring it"
        INCITING = "inciting", "Inciting it"
        CONSPIRING = "conspiring", "Conspiring to commit it"
        ATTEMPTING = "attempting", "Attempting it"

    class Unit(models.TextChoices):
        YEARS = "years", "years"
        MONTHS = "months", "months"
        WEEKS = "weeks", "weeks"
        DAYS = "days", "days"

    title = models.CharField(max_length=300)
    specified = models.ForeignKey(
        "offenders.SpecifiedOffence", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    condition_holds = models.BooleanField("the condition of the entry in Schedule 15 holds", default=False)
    checked_not_listed = models.BooleanField("looked up in the whole of Schedule 15 and not listed", default=False)
    liability = models.CharField(max_length=10, choices=Liability.choices, default=Liability.ITSELF)
    is_index = models.BooleanField("index offence", default=False)
    is_murder = models.BooleanField("murder", default=False)
    section_327_4a = models.BooleanField("listed in CJA 2003 s.327(4A)", default=False)
    schedule_3 = models.BooleanField("listed in Schedule 3 to the Sexual Offences Act 2003", default=False)
    schedule_3_threshold_months = models.PositiveSmallIntegerField(
        "custodial term from which notification is required, in months", null=True, blank=True
    )
    overseas_sexual = models.BooleanField("sexual offence abroad", default=False)
    schedule_19za = models.BooleanField("relevant terrorist offence (CJA 2003 Schedule 19ZA)", default=False)
    terrorist_connection = models.BooleanField("terrorist connection found by the court", default=False)
    cta_s41_42 = models.BooleanField("CTA 2008 s.41 or s.42 offence", default=False)
    maximum_sentence_months = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_is_life = models.BooleanField("the longest sentence for it is life", default=False)
    armed_forces_s42 = models.BooleanField("Armed Forces Act 2006 s.42", default=False)
    domestic_abuse = models.BooleanField(default=False)
    stalking = models.BooleanField(default=False)
    outcome = models.CharField(max_length=24, choices=Outcome.choices)
    committed_on = models.DateField(null=True, blank=True)
    outcome_on = models.DateField()
    sentenced_on = models.DateField(null=True, blank=True, help_text="Empty where it was the day of the outcome.")
    disposal = models.CharField(max_length=28, choices=Disposal.choices)
    term_value = models.PositiveSmallIntegerField(null=True, blank=True)
    term_unit = models.CharField(max_length=6, choices=Unit.choices, blank=True)
    custodial_months = models.PositiveSmallIntegerField("custodial part in months", null=True, blank=True)
    indeterminate = models.BooleanField(default=False)
    licence_ends_on = models.DateField(null=True, blank=True)
    sentence_ends_on = models.DateField(null=True, blank=True)
    supervision_ends_on = models.DateField("post-sentence supervision ends", null=True, blank=True)
    discharged_on = models.DateField("absolute discharge from the order", null=True, blank=True)
    cto_ends_on = models.DateField("community treatment order ends", null=True, blank=True)
    details = models.TextField(blank=True)
    activation = models.ForeignKey(
        "offenders.Activation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What a court activated of a suspended sentence, while that stands.",
    )
    wrong_entry = models.BooleanField(
        "recorded in error", default=False, help_text="There is no such offence of this person: it counts for nothing."
    )
    quashed_on = models.DateField(null=True, blank=True, help_text="From this day it counts for nothing (CAT-35).")

    objects = CountingOffences()  # type: ignore[assignment, misc]  # fewer rows than those of other items of a case
    happened = StandingItems()  # with those quashed since: for whoever asks about a day, as the category does
    recorded = CaseItemQuerySet.as_manager()

    class Meta:
        ordering = ["-outcome_on"]
        indexes = [
            models.Index(
                fields=["outcome_on", "id"],
                condition=models.Q(disposal="awaiting_sentence", wrong_entry=False),
                name="awaited_sentences",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(term_value__isnull=True, term_unit="")
                | (models.Q(term_value__isnull=False) & ~models.Q(term_unit="")),
                name="term_has_value_and_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(indeterminate=False) | models.Q(term_value__isnull=True),
                name="indeterminate_has_no_term",
            ),
            models.CheckConstraint(
                condition=models.Q(committed_on__isnull=True) | models.Q(outcome_on__gte=models.F("committed_on")),
                name="outcome_not_before_offence",
            ),
            models.CheckConstraint(
                condition=models.Q(sentenced_on__isnull=True) | models.Q(sentenced_on__gte=models.F("outcome_on")),
                name="sentence_not_before_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(quashed_on__isnull=True) | models.Q(quashed_on__gte=models.F("outcome_on")),
                name="quashed_not_before_outcome",
            ),
            models.CheckConstraint(
                condition=~models.Q(disposal="awaiting_sentence")
                | models.Q(sentenced_on__isnull=True, term_value__isnull=True, indeterminate=False),
                name="awaited_sentence_says_nothing",
            ),
            models.CheckConstraint(
                condition=models.Q(maximum_is_life=False) | models.Q(maximum_sentence_months__isnull=True),
                name="maximum_of_life_has_no_months",
            ),
        ]

    def __str__(self) -> str:
        return f"offence {self.pk}"

    @property
    def is_awaiting_sentence(self) -> bool:
        """Whether the outcome is recorded and no sentence is passed yet."""
        return self.disposal == self.Disposal.AWAITING

    @property
    def passed_on(self) -> dt.date | None:
        """The day of the sentence: that of the outcome where no other is recorded; None while it is awaited."""
        return None if self.is_awaiting_sentence else self.sentenced_on or self.outcome_on

    @property
    def term_in_words(self) -> str:
        """The term as given, for example "52 weeks"; "indeterminate"; or empty."""
        if self.indeterminate:
            return "indeterminate"
        if self.term_value is None:
            return ""
        return term_in_words(self.term_value, self.term_unit)


def term_in_words(value: int, unit: str) -> str:
    """A term as given, for example "1 month"."""
    return f"{value} {unit[:-1] if value == 1 else unit}"


PASSED_ON = models.Case(
    models.When(disposal=Offence.Disposal.AWAITING, then=models.Value(None)),
    default=Coalesce("sentenced_on", "outcome_on"),
    output_field=models.DateField(),
)
"""The day of the sentence in a query, as `Offence.passed_on`."""


@tracked()
class Activation(Decision):
    """That a court activated a suspended sentence wholly or in part. `decided_on` is the day of the court.

    The ends that were recorded for the suspension are kept here, since those of the term served take their place at
    the offence. One that was recorded in error is superseded by a row that says so, with the reason; `reason` of the
    first is its note, which may be empty (OFF-32).
    """

    offence = models.ForeignKey(Offence, on_delete=models.PROTECT, related_name="activations")
    court = models.CharField(max_length=120)
    term_value = models.PositiveSmallIntegerField()
    term_unit = models.CharField(max_length=6, choices=Offence.Unit.choices)
    licence_ended_on = models.DateField("end of the licence recorded before", null=True, blank=True)
    sentence_ended_on = models.DateField("end of the suspension recorded before", null=True, blank=True)
    supervision_ended_on = models.DateField("end of the supervision recorded before", null=True, blank=True)
    withdrawn = models.BooleanField("recorded in error", default=False)

    class Meta(Decision.Meta):
        verbose_name = "activation of a suspended sentence"
        verbose_name_plural = "activations of suspended sentences"
        triggers = [NEVER_CHANGED]
        constraints = [
            models.CheckConstraint(condition=models.Q(term_value__gte=1), name="activated_term_is_one_or_more"),
            models.CheckConstraint(
                condition=models.Q(withdrawn=False) | (models.Q(supersedes__isnull=False) & ~models.Q(reason="")),
                name="withdrawn_activation_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"activation {self.pk}"

    @property
    def term_in_words(self) -> str:
        """The term that was activated, for example "6 months"."""
        return term_in_words(self.term_value, self.term_unit)


@tracked()
class Order(CaseItem, Versioned):
    """A notification requirement or other order with its dates."""

    class Kind(models.TextChoices):
        NOTIFICATION = "notification", "Sexual offender notification (SOA 2003)"
        NOTIFICATION_ORDER = "notification_order", "Notification order (offence abroad)"
        TERRORIST_NOTIFICATION = "terrorist_notification", "Terrorist notification (CTA 2008)"
        SHPO = "shpo", "Sexual harm prevention order"
        VOO = "voo", "Violent offender order"
        OTHER = "other", "Other order"

    kind = models.CharField(max_length=24, choices=Kind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    indefinite = models.BooleanField(default=False)
    details = models.TextField(blank=True)
    wrong_entry = models.BooleanField(
        "recorded in error", default=False, help_text="There is no such order: it counts for nothing."
    )

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="order_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(indefinite=False) | models.Q(ends_on__isnull=True), name="indefinite_has_no_end"
            ),
        ]

    def __str__(self) -> str:
        return f"order {self.pk}"


@tracked()
class CustodyPeriod(CaseItem, Versioned):
    """A time in prison, youth detention or hospital, with the release that is expected and the one that happened."""

    class Place(models.TextChoices):
        PRISON = "prison", "Prison"
        YOUTH = "youth", "Youth detention accommodation"
        HOSPITAL = "hospital", "Hospital"

    place = models.CharField(max_length=10, choices=Place.choices, default=Place.PRISON)
    establishment = models.CharField(max_length=120)
    starts_on = models.DateField()
    release_due_on = models.DateField("earliest release date", null=True, blank=True)
    released_on = models.DateField(null=True, blank=True)
    recall = models.BooleanField("after recall", default=False)
    wrong_entry = models.BooleanField(
        "recorded in error", default=False, help_text="There was no such time: it counts for nothing."
    )

    objects = StandingItems()  # type: ignore[assignment, misc]  # fewer rows than those of other items of a case
    recorded = CaseItemQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(released_on__isnull=True, wrong_entry=False),
                name="one_open_custody",
            ),
            models.CheckConstraint(
                condition=models.Q(released_on__isnull=True) | models.Q(released_on__gte=models.F("starts_on")),
                name="release_not_before_custody",
            ),
        ]

    def __str__(self) -> str:
        return f"custody {self.pk}"
