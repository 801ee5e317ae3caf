"""Transfers of a case to another area (MAPPA G), step by step, and moves across a border of the jurisdiction."""

import datetime as dt

from django.db import models
from django.utils import timezone

from audit.history import tracked
from offenders.models.base import NEVER_CHANGED, CaseItem, Decision, Versioned
from transfers.rules.borders import JURISDICTION_WORDS, KIND_WORDS
from transfers.rules.steps import BASIS_WORDS, GROUND_WORDS, STATE_WORDS, State

STATES = [(state.value, words) for state, words in STATE_WORDS.items()]
BASES = [(basis.value, words) for basis, words in BASIS_WORDS.items()]
GROUNDS = [(ground.value, words) for ground, words in GROUND_WORDS.items()]
JURISDICTIONS = [(one.value, words) for one, words in JURISDICTION_WORDS.items()]
KINDS = [(kind.value, words) for kind, words in KIND_WORDS.items()]


@tracked()
class Transfer(CaseItem, Versioned):
    """One transfer: from which area and agency to which, what was agreed, and how far it has come."""

    from_area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    from_agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    to_area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default=State.REQUESTED.value)
    basis = models.CharField(max_length=10, choices=BASES)
    level = models.PositiveSmallIntegerField(null=True, help_text="When it was asked for; empty: not decided.")
    agreed_with = models.CharField(max_length=200, help_text="Senior manager of the agency there, in words.")
    agreed_on = models.DateField(help_text="Day on which the agencies agreed, by their own policy.")
    planned_on = models.DateField(help_text="Day of the move, as asked for.")
    requested_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    requested_on = models.DateField(help_text="Date in Europe/London.")
    answer_from = models.DateField(help_text="Day 0 of the time in which it is answered.")
    coordinator = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who is named there, where the case is restricted.",
    )
    minutes = models.ForeignKey("meetings.Minutes", on_delete=models.PROTECT, null=True, related_name="+")
    new_owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    accepted_on = models.DateField(null=True)
    moves_on = models.DateField(null=True, help_text="Day of the move, as agreed.")
    moved_on = models.DateField(null=True, help_text="Day on which area, lead agency and owner changed.")
    records_sent_on = models.DateField(null=True)
    visor_updated_on = models.DateField(null=True)
    changed_on = models.DateField(null=True, help_text="Day on which a change since MAPPA G was last sent was seen.")

    class Meta:
        ordering = ["-requested_on", "-id"]
        verbose_name = "transfer of area"
        verbose_name_plural = "transfers of area"
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state__in=("requested", "accepted", "disputed")),
                name="one_transfer_in_progress",
            ),
            models.CheckConstraint(condition=~models.Q(from_area=models.F("to_area")), name="transfer_to_another_area"),
            models.CheckConstraint(
                condition=~models.Q(state__in=("accepted", "moved"))
                | models.Q(new_owner__isnull=False, moves_on__isnull=False, accepted_on__isnull=False),
                name="accepted_transfer_names_owner_and_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state="moved", moved_on__isnull=False)
                | (~models.Q(state="moved") & models.Q(moved_on__isnull=True)),
                name="moved_transfer_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-requested_on", "-id"], name="transfer_of_case"),
            models.Index(
                fields=["requested_on", "id"],
                condition=models.Q(state__in=("requested", "accepted", "disputed")),
                name="transfer_in_progress",
            ),
        ]

    def __str__(self) -> str:
        return f"transfer {self.pk}"


@tracked()
class TransferStep(CaseItem):
    """That a transfer took a step: who, when, why. Never changed; the transfer repeats what the last ones come to."""

    class Kind(models.TextChoices):
        REQUESTED = "requested", "Requested"
        ACCEPTED = "accepted", "Accepted"
        REARRANGED = "rearranged", "Day or owner changed"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        DISPUTED = "disputed", "Refusal disputed"
        STANDS = "stands", "The refusal stands"
        ANEW = "anew", "To be answered anew"
        SENT = "sent", "Records sent or ViSOR updated"
        AGAIN = "again", "MAPPA G sent again"
        MOVED = "moved", "Moved"

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    happened_on = models.DateField(help_text="Date in Europe/London.")
    ground = models.CharField(max_length=10, choices=GROUNDS, blank=True)
    manager = models.CharField(max_length=200, blank=True, help_text="The senior manager of a dispute, in words.")
    new_owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    moves_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    rules = models.JSONField(default=list, help_text="Ids of the rules that were applied.")
    taken_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the system."
    )
    taken_as = models.CharField(max_length=200, help_text="Role and agency at the time.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name = "step of a transfer"
        verbose_name_plural = "steps of transfers"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.kind}: {self.transfer_id}"


@tracked()
class TransferForm(CaseItem):
    """A version of MAPPA G as it was sent: section by section, with its hash. Never changed. Nothing of victims."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="forms")
    number = models.PositiveSmallIntegerField(default=1)
    step = models.OneToOneField(
        TransferStep,
        on_delete=models.PROTECT,
        null=True,
        related_name="form",
        help_text="By which it was sent again; empty for the first version, which went with the request.",
    )
    content = models.JSONField(help_text="Sections in order: title, and each line with what it says.")
    facts = models.JSONField(default=dict, help_text="What the case gave on that day for what is watched.")
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(default=timezone.now, help_text="Instant in UTC.")

    class Meta:
        ordering = ["-number"]
        verbose_name = "MAPPA G"
        verbose_name_plural = "MAPPA G"
        constraints = [
            models.UniqueConstraint(fields=["transfer", "number"], name="mappa_g_version_once"),
            models.CheckConstraint(
                condition=models.Q(number=1, step__isnull=True) | models.Q(number__gt=1, step__isnull=False),
                name="further_mappa_g_has_its_step",
            ),
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"MAPPA G of {self.transfer_id}, version {self.number}"

    @property
    def sent_on(self) -> dt.date:
        """The day on which this version was sent (Europe/London)."""
        return self.step.happened_on if self.step is not None else self.transfer.requested_on


@tracked()
class BorderMove(Decision):
    """That somebody moves out of England and Wales, or back, and how that was passed on. The last one stands."""

    jurisdiction = models.CharField(max_length=20, choices=JURISDICTIONS)
    kind = models.CharField(max_length=15, choices=KINDS)
    moves_on = models.DateField(help_text="Day of the move.")
    protocol = models.CharField(max_length=200, blank=True, help_text="The formal protocol that was followed.")
    counterpart = models.CharField(max_length=200, blank=True, help_text="Agency and person told there.")
    informed_on = models.DateField(null=True, help_text="Day on which they were given the information.")
    visor_updated_on = models.DateField(null=True)

    class Meta(Decision.Meta):
        verbose_name = "move across a border"
        verbose_name_plural = "moves across a border"
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"move across a border {self.pk}"
