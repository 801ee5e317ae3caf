"""Reads of referrals that were sent in: for the Unit, and for whoever sent them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet, Subquery
from django.http import Http404

from accounts.models import User
from audit.refusals import NotPermitted
from offenders.access import Viewer, areas_for
from offenders.paging import KeyedPage, page_after
from referrals import facts
from referrals.access import SEND, TAKE, VIEW
from referrals.models import Referral, ReferralDecision, ReferralVersion, SentCorrection, SentReferral
from referrals.rules import sending
from referrals.rules.completeness import Answers
from referrals.rules.sending import OUTCOME_WORDS, Outcome
from referrals.rules.steps import State
from referrals.selectors import Shown

PAGE = 50
COLOURS = {Outcome.WAITING: "yellow", Outcome.TAKEN: "blue", Outcome.REFUSED: "red"}
DECIDED = {State.ACCEPTED.value: ("Accepted", "green"), State.REFUSED.value: ("Refused", "red")}


def may_send(viewer: Viewer) -> bool:
    """Whether somebody works for an agency that may refer (REF-19)."""
    return bool(areas_for(SEND, viewer))


def sees_the_list(viewer: Viewer) -> bool:
    """Whether somebody is of a Unit, or audits one (REF-20)."""
    return bool(areas_for(VIEW, viewer))


def may_take(viewer: Viewer, sent: SentReferral) -> bool:
    """Whether the viewer takes on what was sent to that area (REF-21)."""
    return sent.area_id in areas_for(TAKE, viewer)


def waiting(*, viewer: Viewer) -> QuerySet[SentReferral]:
    """What was sent in and is neither taken on nor refused, the oldest first."""
    rows = SentReferral.objects.visible_to(viewer).filter(outcome=Outcome.WAITING.value)
    return rows.select_related("agency").order_by("received_on", "id")


def waiting_page(*, viewer: User, after: str) -> KeyedPage:
    """A page of them."""
    return page_after(waiting(viewer=viewer), after, PAGE)


@dataclass(frozen=True, slots=True)
class Own:
    """A referral as its sender sees it: what they wrote, and the answer. Nothing of a case (REF-20)."""

    sent: SentReferral
    words: str
    colour: str
    reason: str
    answer: str
    waits: bool


def own_page(*, viewer: User, after: str) -> KeyedPage:
    """A page of what the viewer sent in, newest first, with the answers: two queries."""
    rows = SentReferral.objects.filter(sent_by=viewer).select_related("referral").order_by("-received_on", "-id")
    page = page_after(rows, after, PAGE)
    decisions: dict[UUID, ReferralDecision] = {}
    taken = [row.referral_id for row in page.rows if row.referral_id is not None]
    for decision in ReferralDecision.objects.filter(referral__in=taken).order_by("recorded_at"):
        decisions[decision.referral_id] = decision
    return replace(page, rows=[_own(row, decisions) for row in page.rows])


def _own(row: SentReferral, decisions: dict[UUID, ReferralDecision]) -> Own:
    if row.outcome == Outcome.REFUSED.value:
        return Own(row, "Refused", "red", row.reason, "", waits=False)
    decision = decisions.get(row.referral_id) if row.referral_id else None
    standing = DECIDED.get(row.referral.state) if row.referral else None
    if decision is None or standing is None:
        return Own(row, OUTCOME_WORDS[Outcome.WAITING], COLOURS[Outcome.WAITING], "", "", waits=True)
    words, colour = standing
    answer = f"Level {decision.level}" if decision.level else ""
    return Own(row, words, colour, decision.reason, answer, waits=False)


def own_for(*, viewer: User, sent_id: UUID) -> SentReferral:
    """One that the viewer sent in for the agency they work for. Raises: NotPermitted; Http404 where there is none."""
    found = SentReferral.objects.select_related("referral").filter(pk=sent_id).first()
    if found is None:
        raise Http404
    own = found.sent_by_id == viewer.pk and found.agency_id == viewer.agency_id
    if not own or found.area_id not in areas_for(SEND, viewer):
        raise NotPermitted(SEND)
    return found


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction by the sender: each answer that changed, with what it said before and since (REF-26)."""

    row: SentCorrection
    changes: Sequence[tuple[str, str, str]]


def corrections_of(*, viewer: Viewer, sent: SentReferral) -> list[Corrected]:
    """What the sender corrected, the newest first: one query."""
    found, since = [], sent.answers
    for row in SentCorrection.objects.visible_to(viewer).filter(sent=sent).order_by("-number"):
        found.append(Corrected(row, _changes(row.before, since)))
        since = row.before
    return found


def corrected_after_taking(*, viewer: Viewer, referral: Referral) -> SentCorrection | None:
    """The last correction that reached the Unit after it took the referral on; None for who is not of the Unit."""
    rows = SentCorrection.objects.visible_to(viewer).filter(sent__referral=referral)
    taken = ReferralVersion.objects.filter(referral=referral, number=1).values("recorded_at")[:1]
    return rows.filter(recorded_at__gt=Subquery(taken)).order_by("-number").first()


def _changes(before: Answers, since: Answers) -> list[tuple[str, str, str]]:
    found = []
    for section in sending.sections():
        was, now = (dict(facts.frozen(section, answers)["rows"]) for answers in (before, since))
        labels = [one.label for one in section.questions if was.get(one.label) != now.get(one.label)]
        found += [(label, was.get(label, ""), now.get(label, "")) for label in labels]
    return found


def sent_for(*, viewer: Viewer, sent_id: UUID) -> SentReferral:
    """One of them, as the Unit sees it. Raises: NotPermitted for who does not; Http404 where there is none."""
    rows = SentReferral.objects.select_related("agency", "sent_by", "decided_by", "referral")
    found = rows.visible_to(viewer).filter(pk=sent_id).first()
    if found is None:
        if not SentReferral.objects.filter(pk=sent_id).exists():
            raise Http404
        raise NotPermitted(VIEW)
    return found


def parts_of(sent: SentReferral) -> Sequence[Shown]:
    """What was written, section by section; what was left empty is left out."""
    found = [facts.frozen(section, sent.answers) for section in sending.sections()]
    return [Shown(part["title"], [(label, text) for label, text in part["rows"]]) for part in found if part["rows"]]
