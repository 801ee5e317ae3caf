"""Facts about a person that decide who else is told or comes: one small record for each kind, never changed.

What changes is recorded anew: the last record of a kind is how it stands, the earlier ones are its history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models

from audit.history import tracked
from circumstances.rules import foreign
from circumstances.rules.foreign import Bail, Deportation, Detention
from circumstances.rules.given import Given
from circumstances.rules.kinds import Kind
from offenders.models.base import NEVER_CHANGED, Decision
from ui.words import day


def choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """The answers of a rule as the choices of a field."""
    return [(str(key.value if isinstance(key, StrEnum) else key), text) for key, text in words.items()]


def _day(label: str, **more: Any) -> models.DateField:
    return models.DateField(label, null=True, blank=True, **more)


class Circumstance(Decision):
    """One fact as it stood on a day (`decided_on`), with who said so (`reason`) and who recorded it."""

    given: ClassVar[type[Given]]

    class Meta:
        abstract = True

    @property
    def as_given(self) -> Given:
        """The fact as the rules read it."""
        typed = {one.name: getattr(self, one.name) for one in fields(self.given)}
        enums = {one.name: one.type for one in fields(self.given) if isinstance(one.type, type)}
        return self.given(
            **{
                name: enums[name](value) if issubclass(enums.get(name, object), StrEnum) else value
                for name, value in typed.items()
            }
        )

    @property
    def told(self) -> list[tuple[str, str]]:
        """What it says: each label with its answer in words, what is not answered left out."""
        return [(label, text) for label, text in self._told() if text]

    def _told(self) -> Iterable[tuple[str, str]]:
        for one in fields(self.given):
            column: Any = self._meta.get_field(one.name)
            value = getattr(self, one.name)
            label = str(column.verbose_name)
            if column.choices:
                value = dict(column.flatchoices).get(value, "")
            elif isinstance(column, models.DateField):
                value = day(value) if value else ""
            elif isinstance(column, models.BooleanField):
                value = "" if value is None else ("Yes" if value else "No")
            yield label[:1].upper() + label[1:], str(value)


@tracked()
class Nationality(Circumstance):
    """The nationality that the person declares."""

    given = foreign.Nationality

    status = models.CharField("declared as", max_length=10, choices=choices(foreign.STATUS_WORDS))
    country = models.CharField("nationality", max_length=100, blank=True)

    class Meta(Decision.Meta):
        verbose_name_plural = "nationalities"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"nationality {self.pk}"


@tracked()
class Immigration(Circumstance):
    """What was done with Immigration Enforcement, and how deportation, detention and bail stand."""

    given = foreign.Immigration

    referred_on = _day("referred by the prison on")
    practitioner_told_on = _day("Probation Practitioner told on")
    details_given_on = _day("practitioner’s details given to Immigration Enforcement on")
    owner = models.CharField("case owner", max_length=200, blank=True)
    contact = models.CharField("point of contact for MAPPA", max_length=200, blank=True)
    deportation = models.CharField(
        max_length=12, choices=choices(foreign.DEPORTATION_WORDS), default=Deportation.NOT_KNOWN.value
    )
    early_removal_on = _day("early removal possible from")
    deported_on = _day("deported on")
    detention = models.CharField(
        "detention under immigration powers",
        max_length=10,
        choices=choices(foreign.DETENTION_WORDS),
        default=Detention.NOT_KNOWN.value,
    )
    detained_on = _day("held since")
    bail = models.CharField(
        "immigration bail", max_length=10, choices=choices(foreign.BAIL_WORDS), default=Bail.NOT_KNOWN.value
    )
    bail_on = _day("on bail since")
    licence_on = _day("licence and plan drawn up on")
    bail_plan_on = _day("plan in case of bail made on")

    class Meta(Decision.Meta):
        verbose_name = "record of Immigration Enforcement"
        verbose_name_plural = "records of Immigration Enforcement"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"record of Immigration Enforcement {self.pk}"


MODELS: Mapping[Kind, type[Circumstance]] = {model.given.kind: model for model in (Nationality, Immigration)}
"""Kind of fact -> the records of it."""
