"""Items of information on a case: their present state, their versions, and to whom each is open.

What an item says is never changed: a correction is a further version. Who sees an item is `offenders.sensitivity`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from audit.history import tracked
from information.rules import codes
from offenders.models.base import NEVER_CHANGED, CaseItem, CaseItemQuerySet, Versioned
from offenders.rules.needs import Beyond, Needs
from offenders.rules.sensitivity import SENSITIVITY_WORDS, Sensitivity, shareable
from offenders.rules.sight import Detail

if TYPE_CHECKING:
    from offenders.access import Viewer

SENSITIVITIES = [(kind.value, words) for kind, words in SENSITIVITY_WORDS.items()]
SOURCE_EVALUATIONS = [(code.value, label) for code, label in codes.SOURCE_LABELS.items()]
ASSESSMENTS = [(code.value, label) for code, label in codes.ASSESSMENT_LABELS.items()]
HANDLING = [(code.value, label) for code, label in codes.HANDLING_LABELS.items()]
BADGE_COLOURS = {
    Sensitivity.ORDINARY: "grey",
    Sensitivity.INTELLIGENCE: "blue",
    Sensitivity.THIRD_PARTY: "purple",
    Sensitivity.RESTRICTED: "red",
    Sensitivity.LEGAL: "orange",
}


class InformationItemQuerySet(CaseItemQuerySet):
    """Items, as far as a viewer may see each of them."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Items open to `viewer` by the table of sensitivities (INF-13); `at_least` asks for more of the case too."""
        from offenders import sensitivity  # it knows the models; importing it here breaks the circle

        rows = super().visible_to(viewer, at_least) if at_least is not None else self
        return rows.filter(sensitivity.items_visible_to(viewer, InformationShare.objects.all()))


class OfItemQuerySet(CaseItemQuerySet):
    """Rows that belong to an item, for those who may see the item."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Rows of items open to `viewer`."""
        return self.filter(item__in=InformationItem.objects.visible_to(viewer, at_least).values("pk"))


@tracked()
class InformationItem(CaseItem, Versioned):
    """One item: whose it is, how sensitive, when it is looked at again, and whether it was withdrawn."""

    sensitivity = models.CharField("kind", max_length=15, choices=SENSITIVITIES)
    owner_agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(help_text="Day by which it is looked at again.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.KIND)
    objects: ClassVar[Any] = InformationItemQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        verbose_name = "item of information"
        verbose_name_plural = "items of information"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True) | ~models.Q(withdrawn_reason=""),
                name="withdrawn_with_a_reason",
            )
        ]
        indexes = [
            models.Index(fields=["case", "-recorded_at", "-id"], name="information_of_case"),
        ]

    def __str__(self) -> str:
        return f"information {self.pk}"

    @property
    def newest_first(self) -> list[InformationVersion]:
        """Its versions, as the selectors fetched them."""
        versions: list[InformationVersion] = self.fetched_versions  # type: ignore[attr-defined]  # by Prefetch
        return versions

    @property
    def kind(self) -> Sensitivity:
        """How sensitive it is."""
        return Sensitivity(self.sensitivity)

    @property
    def badge(self) -> tuple[str, str]:
        """Its kind in words, with the colour of the tag."""
        return SENSITIVITY_WORDS[self.kind], BADGE_COLOURS[self.kind]

    @property
    def is_shareable(self) -> bool:
        """Whether it can be shared with agencies; otherwise it is opened by name, or not at all."""
        return shareable(self.kind)

    @property
    def opens_by_name(self) -> bool:
        """Whether it is opened to people one by one (INF-11)."""
        return self.kind is Sensitivity.RESTRICTED

    @property
    def stays_off_paper(self) -> bool:
        """Whether its words are left out when the page is printed (INF-15)."""
        return self.kind in (Sensitivity.RESTRICTED, Sensitivity.LEGAL)


@tracked()
class InformationVersion(CaseItem):
    """What an item says, from one correction to the next. Never changed."""

    item = models.ForeignKey(InformationItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    sensitivity = models.CharField("kind", max_length=15, choices=SENSITIVITIES)
    source = models.CharField("who gave it", max_length=200, blank=True, help_text="The person, in words.")
    dated_on = models.DateField("date of the information")
    text = models.TextField()
    source_evaluation = models.CharField(max_length=1, choices=SOURCE_EVALUATIONS, blank=True)
    assessment = models.CharField(max_length=1, choices=ASSESSMENTS, blank=True)
    handling = models.CharField(max_length=1, choices=HANDLING, blank=True)
    conditions = models.TextField("handling conditions", blank=True)
    reason = models.TextField(blank=True, help_text="Why it was corrected; empty for the first version.")
    rules = models.JSONField(default=list, help_text="Ids of the rules that were applied.")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.KIND)
    objects: ClassVar[Any] = OfItemQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="information_version_once"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""), name="correction_with_a_reason"
            ),
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"version {self.number} of information {self.item_id}"


@tracked()
class InformationShare(CaseItem):
    """That an item is open to an agency, or to one person by name, from `starts` until the day before `ends`."""

    item = models.ForeignKey(InformationItem, on_delete=models.PROTECT, related_name="shares")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    agreed_by = models.CharField(max_length=200, help_text="Who in the owner agency decided, in words.")
    reason = models.TextField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    needs: ClassVar[Needs] = Needs(Detail.PACK, Beyond.KIND)
    objects: ClassVar[Any] = OfItemQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agency__isnull=True, person__isnull=False)
                | models.Q(agency__isnull=False, person__isnull=True),
                name="shared_with_an_agency_or_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="share_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["item", "agency", "person", "starts", "ends"], name="information_share_of_item"),
        ]

    def __str__(self) -> str:
        return f"share {self.pk}"
