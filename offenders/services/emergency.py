"""Emergency access: seeing a case for some hours when waiting would put somebody at risk, and its review by another."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from audit.refusals import Effect, Finding, NotPermitted, RuleRefused, stop
from audit.services import record
from offenders.access import Detail, areas_for, can_see, is_denied, of_own_discipline
from offenders.models import AccessGrant, AccessNotice, Case, EmergencyReview
from offenders.rules.requests import check_reason, tidy_reference
from offenders.services.notices import coordinators, owners, tell
from offenders.services.parts import guardian_row
from offenders.writing import recorded_already, writing

Emergency = AccessGrant.Kind.EMERGENCY
VERB = "access.opened_in_emergency"
NOT_OPENED = "No case was opened. Emergency access does not reach every case."
WHOM_TO_ASK = (
    "If somebody is in danger now, call 999. Otherwise call the MAPPA Co-ordinator, or the lead agency's duty line."
)

WAITING = "No case was opened. Too many of your emergency accesses wait for review."
CALL = "Call the MAPPA Co-ordinator, who can review them or let you in. If somebody is in danger now, call 999."


def open_in_emergency(
    *, actor: User, reason: str, now: dt.datetime, reference: str = "", found: UUID | None = None
) -> AccessGrant:
    """Open a case to the actor for EMERGENCY_ACCESS_HOURS, without victims' items, and have the owner told.

    The caller has seen to it that the actor confirmed just now that it is them. Reaches cases of their own area and
    discipline; never a restricted one, never a barred person, and the answer does not tell these from a case that
    does not exist. Raises: NotPermitted for roles without emergency access; RuleRefused (ACC-33; ACC-70 while too many
    of the actor's own wait for review).
    """
    if not areas_for("use_emergency_access", actor):
        record(actor=actor, verb=VERB, refused=True, reason="not permitted: use_emergency_access")
        raise NotPermitted("use_emergency_access")
    stop(check_reason(reason, rule="ACC-33"))
    typed = tidy_reference(reference)
    case = Case.objects.filter(pk=found).first() if found else Case.objects.filter(reference=typed).first()
    if _unreviewed(actor) >= settings.EMERGENCY_ACCESSES_UNREVIEWED:
        raise _refusal(actor, case, reason, Finding("ACC-70", Effect.REFUSE, WAITING, None, CALL))
    if case is None or not _within_reach(actor, case):
        raise _refusal(actor, case, reason, Finding("ACC-33", Effect.REFUSE, NOT_OPENED, None, WHOM_TO_ASK))
    if can_see(actor, case.pk, Detail.FULL):
        raise _refusal(actor, case, reason, Finding("ACC-33", Effect.REFUSE, "You see this case in full already."))
    return _opened(actor, case, reason, now)


def hours() -> int:
    """For how many hours emergency access opens a case."""
    return int(settings.EMERGENCY_ACCESS_HOURS)


def _unreviewed(actor: User) -> int:
    """How many of the actor's emergency accesses nobody has reviewed yet, whether or not they still run."""
    return AccessGrant.objects.filter(user=actor, kind=Emergency, review__isnull=True).count()


def _within_reach(actor: User, case: Case) -> bool:
    areas = areas_for("use_emergency_access", actor)
    return (
        not case.restricted and case.area_id in areas and of_own_discipline(actor, case) and not is_denied(actor, case)
    )


def _refusal(actor: User, case: Case | None, reason: str, finding: Finding) -> RuleRefused:
    record(
        actor=actor,
        verb=VERB,
        case_id=case.pk if case else None,
        refused=True,
        reason=f"{finding.message} They had said: {reason}",
        rules=[finding.rule],
    )
    return RuleRefused([finding])


def _opened(actor: User, case: Case, reason: str, now: dt.datetime) -> AccessGrant:
    expires_at = now + dt.timedelta(hours=hours())
    with writing(case, actor=actor, may=None, verb=VERB, reason=reason, rules=["ACC-33"]) as entry:
        if not _within_reach(actor, entry.case):  # asked again under the lock: it may just have been restricted
            raise RuleRefused([Finding("ACC-33", Effect.REFUSE, NOT_OPENED, None, WHOM_TO_ASK)])
        guarded = guardian_row(entry.case, actor, Emergency)
        for former in AccessGrant.objects.filter(permission=guarded):
            entry.change(former, permission=None)
        row = entry.add(
            AccessGrant(
                case=entry.case,
                user=actor,
                kind=Emergency,
                reason=reason,
                made_at=now,
                starts=timezone.localdate(now),
                ends=timezone.localdate(expires_at) + dt.timedelta(days=1),
                expires_at=expires_at,
                permission=guarded,
            )
        )
        told = (owners(entry.case) | coordinators(entry.case)) - {actor.pk}
        tell(told, kind=AccessNotice.Kind.EMERGENCY_USED, about=row.pk)
    return row


def review_emergency(
    *, actor: User, granted: AccessGrant, outcome: str, reason: str, today: dt.date
) -> EmergencyReview:
    """Judge an emergency access, as somebody else than its user. A decision: it stands.

    Raises: NotPermitted; RuleRefused (ACC-34: one's own, no emergency, reviewed already, no words).
    """
    with writing(
        granted.case, actor=actor, may="review_emergency_access", verb="emergency.reviewed", reason=reason
    ) as entry:
        current = AccessGrant.objects.get(pk=granted.pk, kind=Emergency)
        if current.user_id == actor.pk:
            message = "Nobody reviews their own emergency access."
            stop([Finding("ACC-34", Effect.REFUSE, message, None, "Leave it to another manager or Co-ordinator.")])
        if EmergencyReview.objects.filter(grant=current).exists():
            raise RuleRefused([recorded_already("a review of this emergency access")])
        if not reason.strip():
            stop([Finding("ACC-34", Effect.REQUIRE, "Say what you found.", "reason")])
        return entry.add(
            EmergencyReview(
                case=entry.case,
                grant=current,
                outcome=outcome,
                decided_on=today,
                decided_by=actor,
                decided_as=actor.audit_role,
                reason=reason,
            )
        )
