"""Facts about a person that decide who else is told or comes: one small record for each kind, never changed.

What changes is recorded anew: the last record of a kind is how it stands, the earlier ones are its history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models

from audit.history import tracked
from circumstances.rules import children, control, foreign, safety, support
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
                value = "Yes" if value else "No"
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


class Lasting(Circumstance):
    """What began on a day and may have ended since."""

    began_on = _day("since")
    ended_on = _day("until")

    class Meta:
        abstract = True


@tracked()
class Marac(Circumstance):
    """Whether a victim was referred to MARAC, their adviser, and what both chairs agreed. It names no victim."""

    given = safety.Marac

    involved = models.BooleanField("a victim was referred to MARAC")
    referred_on = _day("referred to MARAC on")
    adviser = models.CharField("service of the victim’s adviser", max_length=200, blank=True)
    engaged_on = _day("lead agency in touch with the adviser since")
    left_out_on = _day("left out by agreement of both chairs on")
    mappa_chair = models.CharField("chair of MAPPA who agreed", max_length=200, blank=True)
    marac_chair = models.CharField("chair of MARAC who agreed", max_length=200, blank=True)
    left_out_why = models.TextField("how safety is planned at MAPPA", blank=True)

    class Meta(Decision.Meta):
        verbose_name = "record of MARAC"
        verbose_name_plural = "records of MARAC"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"record of MARAC {self.pk}"


@tracked()
class Monitoring(Lasting):
    """Electronic monitoring, and when its provider was told of MAPPA."""

    given = control.Monitoring

    provider = models.CharField(max_length=200, blank=True)
    told_on = _day("provider told of MAPPA on")

    class Meta(Decision.Meta):
        verbose_name = "electronic monitoring"
        verbose_name_plural = "electronic monitoring"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"electronic monitoring {self.pk}"


@tracked()
class Measures(Lasting):
    """Terrorism prevention measures, and what came of considering Category 3."""

    given = control.Measures

    considered_on = _day("Category 3 considered on")
    considered = models.TextField("what came of it", blank=True)

    class Meta(Decision.Meta):
        verbose_name = "terrorism prevention measures"
        verbose_name_plural = "terrorism prevention measures"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"terrorism prevention measures {self.pk}"


@tracked()
class Abroad(Lasting):
    """Deployment abroad with the armed forces."""

    given = control.Abroad

    contact = models.CharField("contact at the Royal Military Police", max_length=200, blank=True)

    class Meta(Decision.Meta):
        verbose_name = "service abroad"
        verbose_name_plural = "service abroad"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"service abroad {self.pk}"


@tracked()
class Travel(Circumstance):
    """Whether travel by rail is part of the risk."""

    given = control.Travel

    by_rail = models.BooleanField("travel by rail is part of the risk")
    why = models.TextField("what the risk is", blank=True)

    class Meta(Decision.Meta):
        verbose_name = "travel by rail"
        verbose_name_plural = "travel by rail"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"travel by rail {self.pk}"


@tracked()
class Radicalisation(Circumstance):
    """Whether there is a risk of radicalisation."""

    given = control.Radicalisation

    at_risk = models.BooleanField("there is a risk of radicalisation")
    why = models.TextField("what the risk is", blank=True)

    class Meta(Decision.Meta):
        verbose_name = "risk of radicalisation"
        verbose_name_plural = "risk of radicalisation"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"risk of radicalisation {self.pk}"


@tracked()
class CareLeaver(Circumstance):
    """Whether somebody left care, and who owes them support."""

    given = support.CareLeaver

    left_care = models.BooleanField("they left care")
    authority = models.CharField("authority that looked after them", max_length=200, blank=True)
    adviser = models.CharField("personal adviser", max_length=200, blank=True)

    class Meta(Decision.Meta):
        verbose_name = "care leaver"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"care leaver {self.pk}"


@tracked()
class Patient(Circumstance):
    """Whether a patient was told of MAPPA."""

    given = support.Patient

    telling = models.CharField("told of MAPPA", max_length=10, choices=choices(support.TELLING_WORDS))
    told_on = _day("told on")
    discussed_on = _day("discussed at the meeting of")
    why = models.TextField("why not", blank=True)
    views = models.TextField("what the patient says", blank=True)
    feedback = models.TextField("what the meeting agreed to tell them", blank=True)

    class Meta(Decision.Meta):
        verbose_name = "record of telling a patient"
        verbose_name_plural = "records of telling a patient"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"record of telling a patient {self.pk}"


@tracked()
class Housing(Circumstance):
    """That somebody is or will be without a home, and their referral."""

    given = support.Housing

    known_on = _day("known since")
    homeless_on = _day("no home from")
    consent = models.CharField(
        "consent to a referral",
        max_length=10,
        choices=choices(support.CONSENT_WORDS),
        default=support.Consent.NOT_ASKED.value,
    )
    authority = models.CharField("housing authority that they chose", max_length=200, blank=True)
    referred_on = _day("referred on")
    housed_on = _day("a home again since")

    class Meta(Decision.Meta):
        verbose_name = "record of housing"
        verbose_name_plural = "records of housing"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"record of housing {self.pk}"


@tracked()
class ChildReferral(Circumstance):
    """A referral of a child to children's social care, and what came of it. It names no child."""

    given = children.ChildReferral

    about = models.CharField("which child", max_length=10, choices=choices(children.CHILD_WORDS))
    authority = models.CharField("service that is told", max_length=200)
    concern = models.TextField("what the concern is")
    told_on = _day("told verbally on")
    written_on = _day("sent in writing on")
    joint_asked_on = _day("joint assessment asked for on")
    assessed_on = _day("assessed on")
    assessors = models.CharField("who assessed", max_length=200, blank=True)
    outcome_on = _day("decided on")
    outcome = models.TextField("what was decided", blank=True)
    outcome_why = models.TextField("why", blank=True)
    entered_on = _day("in the record of children’s social care since")

    class Meta(Decision.Meta):
        verbose_name = "referral of a child"
        verbose_name_plural = "referrals of children"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"referral of a child {self.pk}"


MODELS: Mapping[Kind, type[Circumstance]] = {
    model.given.kind: model
    for model in (
        Nationality,
        Immigration,
        Marac,
        Monitoring,
        Measures,
        Abroad,
        Travel,
        CareLeaver,
        Patient,
        Housing,
        ChildReferral,
        Radicalisation,
    )
}
"""Kind of fact -> the records of it."""
