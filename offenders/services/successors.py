"""Naming somebody for a restricted case about which nobody may decide any more, and telling who has to (ACC-37)."""

import datetime as dt
from uuid import UUID, uuid5

from django.utils import timezone

from accounts.models import User
from audit.refusals import Effect, Finding, NotPermitted, stop
from audit.services import record
from offenders import successors
from offenders.models import AccessGrant, AccessNotice, Case, Restriction
from offenders.rules.restriction import NAMED_BEYOND_REVIEW
from offenders.services.notices import coordinators, lead_managers, tell
from offenders.services.parts import open_grant
from offenders.writing import writing

ACTION = "name_successor"


def name_successor(*, actor: User, case: Case, user: User, reason: str) -> AccessGrant:
    """Name who decides about a restricted case that nobody may decide about: it opens to them, and they are told.

    They see it until some weeks after the day on which the restriction is decided anew, as everybody named does.
    Raises: NotPermitted; RuleRefused (ACC-37: oneself, or somebody who holds neither office; ACC-25).
    """
    with writing(case, actor=actor, may=None, verb="successor.named", reason=reason, rules=["ACC-37"]) as entry:
        if not successors.waiting(viewer=actor).filter(pk=entry.case.pk).exists():
            raise NotPermitted(ACTION, case_id=entry.case.pk)
        if not successors.candidates(viewer=actor, case=entry.case).filter(pk=user.pk).exists():
            message = "Name a Co-ordinator of the area or a manager of the lead agency, never yourself."
            stop([Finding("ACC-37", Effect.REFUSE, message, "user", "Choose somebody from the list.")])
        today = timezone.localdate()
        standing = Restriction.objects.filter(case=entry.case, superseded_by__isnull=True, restricted=True).first()
        review_on = standing.review_on if standing and standing.review_on else today
        row = open_grant(
            entry,
            approver=actor,
            user=user,
            reason=reason,
            starts=today,
            ends=max(review_on, today) + NAMED_BEYOND_REVIEW,
            kind=AccessGrant.Kind.NAMED,
            restriction=standing,
        )
        tell([user.pk], kind=AccessNotice.Kind.SUCCESSOR_NAMED, about=row.pk)
    return row


def tell_of_undecided(*, today: dt.date) -> int:
    """Tell whoever names successors of each case that waits for one, once a day as long as it waits; how many cases.

    The first of these days starts the clock. A second run on a day adds nothing.
    """
    cases = list(successors.undecided()[:500])
    for case in cases:
        about = uuid5(case.pk, f"undecided {today}")
        if not AccessNotice.objects.filter(about=about).exists():
            record(actor=None, verb="successor.wanted", case_id=case.pk, rules=["ACC-37"])
            tell(_namers(case), kind=AccessNotice.Kind.DECIDER_WANTED, about=about)
    return len(cases)


def _namers(case: Case) -> set[UUID]:
    """Who names somebody: as `successors.waiting` says, for one case."""
    return (lead_managers(case) or coordinators(case)) if case.presence_hidden else coordinators(case)
