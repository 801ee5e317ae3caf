"""Versioned reference data about offences. Loaded by `manage.py load_reference`, never typed."""

from django.db import models


class SpecifiedOffence(models.Model):
    """One numbered entry of Schedule 15 to the Criminal Justice Act 2003."""

    class Part(models.TextChoices):
        VIOLENT = "violent", "Violent"
        SEXUAL = "sexual", "Sexual"

    number = models.PositiveSmallIntegerField(primary_key=True)
    part = models.CharField(max_length=10, choices=Part.choices)
    title = models.TextField()
    act = models.CharField(max_length=200, blank=True)
    year = models.CharField(max_length=10, blank=True)
    section = models.CharField(max_length=60, blank=True)
    serious = models.BooleanField()
    edition = models.CharField(max_length=60)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        where = " ".join(part for part in (self.act, self.year, self.section) if part)
        return f"{self.number}. {self.title}" + (f" ({where})" if where else "")


class GravityOffence(models.Model):
    """One row of the youth gravity matrix."""

    group = models.CharField(max_length=120)
    offence = models.TextField()
    statute = models.CharField(max_length=300, blank=True)
    trial_mode = models.CharField(max_length=20, blank=True)
    score = models.CharField(max_length=20, blank=True)
    aggravating = models.TextField(blank=True)
    mitigating = models.TextField(blank=True)
    note = models.TextField(blank=True)
    edition = models.CharField(max_length=60)

    class Meta:
        ordering = ["group", "offence"]

    def __str__(self) -> str:
        return self.offence


class GravityFactor(models.Model):
    """A general aggravating or mitigating factor of the youth gravity matrix."""

    direction = models.CharField(max_length=12)
    factor = models.TextField()
    scope = models.CharField(max_length=10)
    edition = models.CharField(max_length=60)

    class Meta:
        ordering = ["direction", "factor"]

    def __str__(self) -> str:
        return self.factor


class NotificationPeriod(models.Model):
    """How long notification lasts after a disposal."""

    disposal = models.CharField(max_length=200)
    min_months = models.PositiveSmallIntegerField(null=True)
    max_months = models.PositiveSmallIntegerField(null=True)
    adult_period = models.CharField(max_length=60)
    under_18_period = models.CharField(max_length=60)
    source = models.CharField(max_length=160)
    edition = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.disposal
