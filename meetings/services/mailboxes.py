"""Functional mailboxes of prisons and military establishments, kept by the Unit of their area."""

from django.db import transaction

from accounts.models import Agency, User
from accounts.standing import standing_of
from audit.refusals import Conflict, NotPermitted, RuleRefused, stop
from audit.services import record
from meetings.models_days import PLANNERS
from meetings.rules.mailboxes import mailbox_findings

ACTION = "keep_mailboxes"
VERB = "mailbox.entered"


def enter_mailbox(*, actor: User, agency: Agency, mailbox: str, seen: str) -> Agency:
    """Enter the functional mailbox of an establishment in place of the one that was `seen`.

    Raises: NotPermitted; RuleRefused (MTG-96); Conflict when somebody entered another one meanwhile.
    """
    try:
        with transaction.atomic():
            if agency.area_id not in standing_of(actor).areas(*PLANNERS):
                raise NotPermitted(ACTION)
            current = Agency.objects.select_for_update().get(pk=agency.pk)
            if current.mailbox != seen:
                theirs, yours = {"mailbox": current.mailbox}, {"mailbox": mailbox}
                raise Conflict("agency", theirs=theirs, yours=yours, current_version=current.mailbox)
            of_a_person = User.objects.filter(email__iexact=mailbox).exists()
            stop(mailbox_findings(kind=current.kind_id, of_a_person=of_a_person))
            changes = {"mailbox": (current.mailbox, mailbox)}
            current.mailbox = mailbox
            current.save(update_fields=["mailbox"])
            record(actor=actor, verb=VERB, subject=current, changes=changes, rules=["MTG-96"])
    except (NotPermitted, RuleRefused) as refusal:
        rules = refusal.rules if isinstance(refusal, RuleRefused) else ()
        record(actor=actor, verb=VERB, subject=agency, refused=True, reason=str(refusal), rules=rules)
        raise
    return current
