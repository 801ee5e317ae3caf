"""Which number of a provider opens which account: tied at the first sign-in, released with a reason (PPL-12)."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import ProviderBinding, User
from accounts.rules import people as rules
from accounts.services.keeping import Entry, keeping
from accounts.sessions import end_sessions_of
from audit.refusals import Effect, Finding
from audit.services import record


def bind(*, user: User, issuer: str, subject: str) -> bool:
    """Tie an account to this pair when it has none yet; whether this very pair opens it now (PPL-12)."""
    try:
        with transaction.atomic():
            User.objects.select_for_update(of=("self",)).get(pk=user.pk)
            present = ProviderBinding.objects.filter(user=user, ended_at__isnull=True).first()
            if present is not None:
                return (present.issuer, present.subject) == (issuer, subject)
            row = ProviderBinding.objects.create(user=user, issuer=issuer, subject=subject)
            record(actor=user, verb="binding.made", subject=row, changes={"issuer": (None, issuer)}, rules=["PPL-12"])
    except IntegrityError:
        return False  # the pair was tied to another account at the same moment
    return True


def end_bindings(entry: Entry) -> None:
    """Inside another service: release the pair that opens an account; the next sign-in ties a new one."""
    for row in ProviderBinding.objects.select_for_update().filter(user=entry.person, ended_at__isnull=True):
        entry.change(row, "binding.released", ended_at=timezone.now(), ended_by=entry.actor, reason=entry.reason)


def release(*, actor: User, person: User, reason: str) -> None:
    """Release an account from the number of the agency's provider, and end its sessions at once.

    Raises: NotPermitted; RuleRefused (PPL-03 one's own; PPL-12 when nothing is tied).
    """
    with keeping(person, actor=actor, verb="binding.released", reason=reason) as entry:
        entry.accept(rules.not_oneself(actor.pk == person.pk))
        if not ProviderBinding.objects.filter(user=entry.person, ended_at__isnull=True).exists():
            message = "This account is tied to no sign-in of the agency (any more)."
            entry.accept([Finding("PPL-12", Effect.REFUSE, message, None, None)])
        entry.rules.append("PPL-12")
        end_bindings(entry)
        end_sessions_of(entry.person, reason="tie to the agency's sign-in released")
