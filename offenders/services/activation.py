"""Recording that a court activated a suspended sentence, and that this was recorded in error."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from audit.refusals import Conflict, stop
from offenders.facts import offence_facts
from offenders.models import Activation, Offence
from offenders.rules.activation import ActivationEntry, check_activation, check_mistake
from offenders.rules.terms import Term, Unit
from offenders.writing import accept, writing

KEPT = ("court", "term_value", "term_unit", "licence_ended_on", "sentence_ended_on", "supervision_ended_on")
"""What a row that says an activation was recorded in error repeats of it."""


@dataclass(frozen=True, slots=True)
class Activating:
    """What the court said: the day (Europe/London), the term in its unit, and the ends of it as far as known."""

    on: dt.date
    court: str
    term_value: int
    term_unit: str
    note: str = ""
    licence_ends_on: dt.date | None = None
    sentence_ends_on: dt.date | None = None

    @property
    def entry(self) -> ActivationEntry:
        """The same as the rules read it."""
        term = Term(self.term_value, Unit(self.term_unit))
        return ActivationEntry(self.on, term, self.licence_ends_on, self.sentence_ends_on)


def activate_sentence(
    *,
    actor: User,
    offence: Offence,
    version: int,
    said: Activating,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> Activation:
    """Record that a court activated the suspended sentence for an offence, wholly or in part (OFF-32).

    The ends recorded for the suspension are kept with it, and those of the term served take their place.

    Raises: NotPermitted; RuleRefused (OFF-33, its warning while it is not acknowledged); Conflict.
    """
    with writing(offence.case, actor=actor, may="record_case", verb="sentence.activated", rules=["OFF-32"]) as entry:
        known = Offence.recorded.select_related("specified", "activation").get(pk=offence.pk)
        accept(entry, check_activation(said.entry, offence_facts(known).disposal, today=today), acknowledged)
        row = Activation(
            case=entry.case,
            offence=known,
            decided_on=said.on,
            decided_by=actor,
            decided_as=actor.audit_role,
            reason=said.note,
            rules=["OFF-32", "CAT-34"],
            court=said.court,
            term_value=said.term_value,
            term_unit=said.term_unit,
            licence_ended_on=known.licence_ends_on,
            sentence_ended_on=known.sentence_ends_on,
            supervision_ended_on=known.supervision_ends_on,
        )
        entry.add(row)
        entry.change(
            offence,
            version=version,
            activation=row,
            licence_ends_on=said.licence_ends_on,
            sentence_ends_on=said.sentence_ends_on,
            supervision_ends_on=None,
        )
        return row


def take_back_activation(
    *, actor: User, activation: Activation, version: int, reason: str, today: dt.date
) -> Activation:
    """Mark an activation as recorded in error: it is kept and counts for nothing, and the ends before it hold again.

    `version` is that of the offence. Raises: NotPermitted; RuleRefused (OFF-32 without a reason); Conflict.
    """
    verb, rules = "activation.recorded_in_error", ["OFF-32"]
    offence = activation.offence
    with writing(offence.case, actor=actor, may="record_case", verb=verb, reason=reason, rules=rules) as entry:
        stop(check_mistake(reason))
        known = Offence.recorded.get(pk=offence.pk)
        if known.activation_id != activation.pk:
            raise Conflict("activation", theirs={"stands": False}, yours={}, current_version=known.version)
        entry.change(
            offence,
            version=version,
            activation=None,
            licence_ends_on=activation.licence_ended_on,
            sentence_ends_on=activation.sentence_ended_on,
            supervision_ends_on=activation.supervision_ended_on,
        )
        row = Activation(
            case=entry.case,
            offence=offence,
            decided_on=today,
            decided_by=actor,
            decided_as=actor.audit_role,
            reason=reason,
            rules=rules,
            supersedes=activation,
            withdrawn=True,
            **{name: getattr(activation, name) for name in KEPT},
        )
        return entry.add(row)
