"""Victims and people at risk: a sensitivity of their own, above the case's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models

from audit.history import tracked
from offenders.models.base import CaseItem, CaseItemQuerySet, Versioned
from offenders.rules.needs import Beyond, Needs
from offenders.rules.sight import Detail
from sealed.fields import SealedTextField

if TYPE_CHECKING:
    from offenders.access import Viewer


class ProtectedPersonQuerySet(CaseItemQuerySet):
    """Victims and people at risk, as far as a viewer holds the further permission."""

    def visible_to(self, viewer: Viewer, at_least: Detail | None = None) -> Self:
        """Rows of cases whose victim items `viewer` may see (ACC-27)."""
        from offenders import access
        from offenders.models.case import Case

        cases = Case.objects.filter(access.victim_audience(viewer))
        return self.filter(case__in=cases.values("pk"))


@tracked()
class ProtectedPerson(CaseItem, Versioned):
    """A victim or somebody at risk from this person."""

    class Kind(models.TextChoices):
        VICTIM = "victim", "Victim of the index offence"
        AT_RISK = "at_risk", "Person at risk"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=200, blank=True)
    is_child = models.BooleanField(default=False)
    contact = SealedTextField("how to reach them", blank=True)
    safety = SealedTextField("what keeps them safe", blank=True)
    victim_contact = models.BooleanField("in the victim contact scheme", default=False)

    needs: ClassVar[Needs] = Needs(Detail.SUMMARY, Beyond.VICTIMS)
    objects: ClassVar[Any] = ProtectedPersonQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        verbose_name_plural = "protected people"

    def __str__(self) -> str:
        return f"protected person {self.pk}"
