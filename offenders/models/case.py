"""The root of everything: one row per person known to the system, with names, numbers and addresses."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from audit.history import tracked
from offenders.models.base import CaseItem, CaseQuerySet, Versioned
from offenders.rules.ages import age_on
from offenders.rules.needs import Beyond, Needs, opening_at
from offenders.rules.sight import Detail


@tracked()
class Case(Versioned):
    """A person and the management of the risk they pose.

    `category`, `level`, `rosh`, `next_review_on` and `ended_on` repeat the last decisions so that lists read one
    table; only services write them, in the same transaction as the decision.
    """

    class Gender(models.TextChoices):
        MALE = "male", "Male"
        FEMALE = "female", "Female"
        OTHER = "other", "Other"
        UNKNOWN = "unknown", "Not known"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, editable=False)
    family_name = models.CharField(max_length=100)
    given_names = models.CharField(max_length=100)
    sort_name = models.CharField(max_length=220, editable=False, help_text="Folded, so that the database can sort it.")
    date_of_birth = models.DateField()
    gender = models.CharField(max_length=10, choices=Gender.choices, default=Gender.UNKNOWN)
    ethnicity = models.CharField(max_length=80, blank=True)
    pnc_id = models.CharField("PNC ID", max_length=13, unique=True, null=True, blank=True)
    visor_ref = models.CharField("ViSOR reference", max_length=20, unique=True, null=True, blank=True)
    prison_number = models.CharField(max_length=10, unique=True, null=True, blank=True)

    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    # The indexes by name below begin with these two; one of each by itself would be taken for lists, and sorted.
    lead_agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    restricted = models.BooleanField(default=False)
    presence_hidden = models.BooleanField(
        default=False, editable=False, help_text="Restricted, and not even Co-ordinators learn that it exists."
    )

    category = models.PositiveSmallIntegerField(null=True, editable=False)
    level = models.PositiveSmallIntegerField(null=True, editable=False)
    rosh = models.CharField(max_length=10, blank=True, editable=False)
    rosh_group = models.CharField(max_length=20, blank=True, editable=False)
    next_review_on = models.DateField(null=True, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    youth_justice = models.BooleanField(default=False, help_text="Supervised by a youth justice service.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    needs: ClassVar[Needs] = Needs(
        Detail.FULL,
        fields={
            **opening_at(Detail.PRESENCE, "area", "lead_agency"),
            **opening_at(Detail.SUMMARY, "id", "reference", "given_names", "family_name", "date_of_birth"),
            **opening_at(Detail.SUMMARY, "category", "level", "rosh", "rosh_group", "next_review_on", "ended_on"),
            **opening_at(Detail.SUMMARY, "restricted"),
        },
    )
    detail: int  # how much of it the viewer sees; there on rows that come from seen_by()

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "id"]
        permissions = [
            ("see_case_in_full", "May see this case in full by an explicit grant"),
            ("see_case_in_emergency", "May see this case, without victims, for some hours"),
        ]
        indexes = [
            # Lists walk along these, one for each way of seeing, and stop at a page (offenders.listing).
            models.Index(fields=["sort_name", "id"], name="case_by_name"),
            models.Index(fields=["area", "sort_name", "id"], name="case_of_area", condition=models.Q(restricted=False)),
            models.Index(
                fields=["area", "level", "sort_name", "id"],
                name="case_of_area_by_level",
                condition=models.Q(restricted=False),
            ),
            models.Index(
                fields=["area", "-created_at", "-id"], name="case_of_area_new", condition=models.Q(restricted=False)
            ),
            models.Index(fields=["lead_agency", "sort_name", "id"], name="case_of_agency"),
            models.Index(fields=["team", "sort_name", "id"], name="case_of_team"),
            models.Index(fields=["date_of_birth"], name="case_by_birth"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(category__isnull=True) | models.Q(category__range=(1, 4)), name="category_1_to_4"
            ),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__range=(1, 3)), name="level_1_to_3"
            ),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(category__isnull=False), name="level_needs_category"
            ),
            models.CheckConstraint(condition=~models.Q(category=3, level=1), name="category_3_not_at_level_1"),
            models.CheckConstraint(
                condition=models.Q(restricted=True) | models.Q(presence_hidden=False), name="only_restricted_is_hidden"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def name(self) -> str:
        """Given names and family name, as shown on the page (never in a title, an address, an e-mail or a log)."""
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def age(self) -> int:
        """Age today (Europe/London)."""
        return age_on(self.date_of_birth, timezone.localdate())

    @property
    def is_child(self) -> bool:
        """Under 18 today."""
        return self.age < 18


class CaseName(CaseItem):
    """Every name of a person, prepared for search: folded words, how they sound, and one-letter deletions."""

    text = models.CharField(max_length=220)
    kind = models.CharField(max_length=12)
    words = ArrayField(models.CharField(max_length=100))
    sounds = ArrayField(models.CharField(max_length=20))
    near = ArrayField(models.CharField(max_length=100))

    needs: ClassVar[Needs] = Needs(beyond=Beyond.NOBODY)

    class Meta:
        ordering = ["text"]
        indexes = [
            GinIndex(fields=["words"], name="name_words"),
            GinIndex(fields=["sounds"], name="name_sounds"),
            GinIndex(fields=["near"], name="name_near"),
        ]

    def __str__(self) -> str:
        return f"name {self.pk}"


@tracked()
class Alias(CaseItem):
    """A further name somebody is or was known by."""

    class Kind(models.TextChoices):
        ALIAS = "alias", "Alias"
        FORMER = "former", "Former name"
        NICKNAME = "nickname", "Nickname"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ALIAS)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint(fields=["case", "name", "kind"], name="alias_once")]

    def __str__(self) -> str:
        return f"alias {self.pk}"


@tracked()
class Address(CaseItem, Versioned):
    """Where somebody lives, lived, or is proposed to live, and how living there bears on the risk of serious harm."""

    class Linked(models.TextChoices):
        YES = "yes", "Yes, it is linked to the risk of serious harm"
        NO = "no", "No link is found"

    class Kind(models.TextChoices):
        CURRENT = "current", "Current address"
        REGULAR_PLACE = "regular_place", "No fixed home: where they can regularly be found"
        BEFORE_CUSTODY = "before_custody", "Last address before imprisonment"
        PROPOSED = "proposed", "Proposed release address"
        PREVIOUS = "previous", "Previous address"

    kind = models.CharField(max_length=15, choices=Kind.choices)
    lines = models.TextField(max_length=400)
    postcode = models.CharField(max_length=8, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    location_risk = models.TextField("where it lies", blank=True)
    residents_risk = models.TextField("who else lives there", blank=True)
    linked = models.CharField("linked to the risk of serious harm", max_length=3, choices=Linked.choices, blank=True)
    linked_how = models.TextField("how it is linked", blank=True)
    staff_risk = models.TextField("risk of harm to housing staff", blank=True)

    class Meta:
        ordering = ["-starts"]
        verbose_name_plural = "addresses"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(assessed_on__isnull=True, linked="")
                | (models.Q(assessed_on__isnull=False) & ~models.Q(linked="")),
                name="address_assessed_with_an_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="address_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"address {self.pk}"
