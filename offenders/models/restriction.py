"""Decisions about who sees a case: restricting it and lifting that, ending a bar, judging an emergency access."""

from django.db import models

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, Decision


@tracked()
class Restriction(Decision):
    """The case is open to named people only, or (`restricted` false) no longer so. The last one is the present state.

    `Case.restricted` and `Case.presence_hidden` repeat it. Who is named: the grants that point here, and assignments.
    """

    class Kind(models.TextChoices):
        CATEGORY_4 = "category_4", "Category 4"
        PROTECTED_PERSON = "protected_person", "Protected person"
        STAFF = "staff", "Staff, or a relative of staff"
        HIGH_PROFILE = "high_profile", "High profile"
        OTHER = "other", "Another reason"

    restricted = models.BooleanField()
    kind = models.CharField(max_length=20, choices=Kind.choices, blank=True)
    coordinators_know = models.BooleanField(
        default=True, help_text="Co-ordinators of the area learn that the case exists."
    )
    review_on = models.DateField(null=True, blank=True, help_text="Day by which somebody decides anew.")

    class Meta(Decision.Meta):
        abstract = False
        triggers = [NEVER_CHANGED]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(restricted=False, kind="", review_on__isnull=True)
                | (models.Q(restricted=True, review_on__isnull=False) & ~models.Q(kind="")),
                name="restriction_has_kind_and_review",
            )
        ]

    def __str__(self) -> str:
        return f"restriction {self.pk}"


@tracked()
class DenialEnd(Decision):
    """Why a bar on somebody was lifted, by whom. `AccessDenial.ends` repeats `decided_on`."""

    denial = models.OneToOneField("offenders.AccessDenial", on_delete=models.PROTECT, related_name="end")

    class Meta(Decision.Meta):
        abstract = False
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"end of denial {self.denial_id}"


@tracked()
class EmergencyReview(Decision):
    """What somebody else found about an emergency access. `reason` holds their words."""

    class Outcome(models.TextChoices):
        JUSTIFIED = "justified", "Justified"
        NOT_JUSTIFIED = "not_justified", "Not justified"
        REFERRED = "referred", "Referred to professional standards"

    grant = models.OneToOneField("offenders.AccessGrant", on_delete=models.PROTECT, related_name="review")
    outcome = models.CharField(max_length=15, choices=Outcome.choices)

    class Meta(Decision.Meta):
        abstract = False
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"review of emergency access {self.grant_id}"
