"""Reads of set forms for pages and documents: everything asks for full sight of the case."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from audit.refusals import Effect, Finding
from deadlines.models import Deadline
from deadlines.selectors import deadlines_of_case
from offenders.access import Viewer, permits, relations_to
from offenders.models import Case
from offenders.rules.permissions import Relation
from offenders.rules.sight import Detail
from papers import facts, facts_restrictions
from papers.models import Paper, PaperReceipt, PaperSending, PaperVersion, RestrictionsWeighed
from papers.rules.checks import Drawer, age_findings, is_theirs, review_is_mandatory
from papers.rules.forms import ALL, CONTACTS
from papers.rules.restrictions import Restriction, in_full, unweighed
from papers.rules.shape import SEVERAL_BY, Form, Kind, Spec, changed, filled, renewed
from ui.words import day

LEVEL_BEFORE_RELEASE = "REV-05"
WATCHED_WORDS = {"area": "Area", "restrictions": "Orders and licence conditions"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A form with its versions, sendings and receipts, each the newest first, and how far it has come."""

    paper: Paper
    versions: Sequence[PaperVersion] = ()
    sendings: Sequence[PaperSending] = ()
    receipts: Mapping[UUID, PaperReceipt] = field(default_factory=dict)

    @property
    def newest(self) -> PaperVersion:
        """The newest version."""
        return self.versions[0]

    @property
    def is_sent(self) -> bool:
        """Whether the newest version was sent to anybody."""
        return any(one.version_id == self.newest.pk for one in self.sendings)

    @property
    def sent_last(self) -> PaperSending | None:
        """The last sending of any version."""
        return self.sendings[0] if self.sendings else None

    @property
    def state(self) -> tuple[str, str]:
        """In words, and the colour of its tag."""
        if self.paper.closed_on:
            return "Applies no longer", "grey"
        if self.paper.changed_on:
            return "To be sent again", "red"
        if not self.is_sent:
            return "Drawn up, not sent", "yellow"
        last = self.sent_last
        if last is not None and last.pk in self.receipts:
            return "Received", "green"
        return "Sent", "blue"


def of_case(*, viewer: Viewer, case_id: UUID) -> list[Standing]:
    """Every form of a case, newest first, with what became of it: four queries."""
    papers = Paper.objects.visible_to(viewer).filter(case_id=case_id).select_related("agency", "started_by")
    versions = PaperVersion.objects.visible_to(viewer).filter(case_id=case_id).select_related("drawn_up_by")
    return _standing(viewer, case_id, list(papers), list(versions.order_by("-number")))


def paper_for(*, viewer: Viewer, case_id: UUID, paper_id: UUID) -> Standing:
    """One form of a case; Http404 when the viewer may not see it."""
    found = next((one for one in of_case(viewer=viewer, case_id=case_id) if one.paper.pk == paper_id), None)
    if found is None:
        raise Http404
    return found


def _standing(viewer: Viewer, case_id: UUID, papers: list[Paper], versions: list[PaperVersion]) -> list[Standing]:
    sendings = _sendings(viewer, case_id)
    receipts = PaperReceipt.objects.visible_to(viewer).filter(case_id=case_id)
    received = {row.sending_id: row for row in receipts}
    found = []
    for paper in papers:
        own = [row for row in versions if row.paper_id == paper.pk]
        ids = {row.pk for row in own}
        sent = [row for row in sendings if row.version_id in ids]
        found.append(Standing(paper, own, sent, {row.pk: received[row.pk] for row in sent if row.pk in received}))
    return found


def _sendings(viewer: Viewer, case_id: UUID) -> list[PaperSending]:
    rows = PaperSending.objects.visible_to(viewer).filter(case_id=case_id).select_related("version", "sent_by")
    return list(rows.order_by("-sent_on", "-recorded_at"))


def sending_for(*, viewer: Viewer, case_id: UUID, sending_id: UUID) -> PaperSending:
    """One sending; Http404 when the viewer may not see it."""
    rows = PaperSending.objects.visible_to(viewer).filter(case_id=case_id)
    return get_object_or_404(rows.select_related("version__paper"), pk=sending_id)


def version_of(standing: Standing, number: int) -> PaperVersion:
    """One version of a form; Http404 when there is none of that number."""
    found = next((one for one in standing.versions if one.number == number), None)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is no longer what a sent form says: what it is called, as it was, as it is."""

    label: str
    then: str
    now: str


def changes(standing: Standing, case: Case) -> list[Change]:
    """What has changed since the form was last sent; nothing where nobody has to send it again."""
    spec, sent = standing.paper.spec, standing.sent_last
    if sent is None or standing.paper.changed_on is None:
        return []
    before, now = sent.version.facts, facts.of_case(case)
    return [Change(_called(spec, one), told(before[one]), told(now.get(one, ""))) for one in changed(before, now)]


def _called(spec: Spec, source: str) -> str:
    own = next((one.label for one in spec.asked if one.source == source), "")
    return own or WATCHED_WORDS.get(source, source)


def told(stored: str) -> str:
    """A fact as people read it: a date in words, what is empty as such."""
    try:
        return day(dt.date.fromisoformat(stored))
    except ValueError:
        return stored or "Nothing"


def opening(*, viewer: User, case: Case, spec: Spec, standing: Standing | None = None) -> dict[str, Any]:
    """What the form opens with: the case's facts, whom to contact, and what the last version said."""
    now = facts.of_case(case)
    whom = ", ".join(part for part in (viewer.full_name, viewer.job_title, viewer.email) if part)
    contact = {one.key: whom for one in spec.asked if one.key in CONTACTS}
    answers = {**filled(spec, now), **contact}
    if standing is not None:
        last = standing.newest
        answers = renewed(spec, last.answers, last.facts, now)
    return {one.key: _typed(one.kind, answers.get(one.key, "")) for one in spec.asked}


def _typed(kind: Kind, stored: str) -> Any:
    if kind is Kind.DATE:
        return dt.date.fromisoformat(stored) if stored else None
    return stored.split(SEVERAL_BY) if kind is Kind.SEVERAL and stored else stored


def drawer_of(viewer: User, case: Case, relations: frozenset[Relation] | None = None) -> Drawer:
    """Whoever looks, as the rules see them."""
    kind = viewer.agency.kind_id if viewer.agency else ""
    leads = viewer.agency_id is not None and viewer.agency_id == case.lead_agency_id
    related = relations_to(viewer, case) if relations is None else relations
    return Drawer(kind, leads, permits(viewer, "answer_form", case, related))


def offered(drawer: Drawer, standings: Sequence[Standing], *, born: dt.date, today: dt.date) -> list[Spec]:
    """The forms whose duty it is to draw up, which can apply, and of which none goes on applying."""
    in_use = {one.paper.form for one in standings if one.paper.closed_on is None}
    fitting = [one for one in ALL if is_theirs(one, drawer) and not age_findings(one, born, today)]
    return [one for one in fitting if not (one.again and one.form in in_use)]


def due(*, viewer: Viewer, case_id: UUID) -> list[Deadline]:
    """What is due on the case because of set forms, and its level before release, soonest first."""
    rows = deadlines_of_case(viewer=viewer, case_id=case_id)
    return [row for row in rows if row.rule.startswith("FRM-") or row.rule == LEVEL_BEFORE_RELEASE]


def waiting(*, viewer: Viewer, case: Case) -> list[Restriction]:
    """What restricts the person and stands on no MAPPA J, unless it was weighed (FRM-16); asks for full sight."""
    seen = Case.objects.visible_to(viewer, Detail.FULL).filter(pk=case.pk).exists()
    return unweighed(facts_restrictions.of_case(case)) if seen else []


def weighed(*, viewer: Viewer, case_id: UUID) -> QuerySet[RestrictionsWeighed]:
    """What was recorded as restricting no work or training, newest first: one query."""
    return RestrictionsWeighed.objects.visible_to(viewer).filter(case_id=case_id)


def reminders(
    standings: Sequence[Standing], restricting: Sequence[Restriction], due: Sequence[Deadline], today: dt.date
) -> list[Finding]:
    """What may have to be sent: MAPPA J for orders and licence conditions (FRM-16), MAPPA S for a late level."""
    told = {one.paper.form for one in standings if one.sendings and one.paper.closed_on is None}
    found = []
    if restricting:
        message = f"{'; '.join(in_full(one) for one in restricting)}: no MAPPA J was sent."
        drawn_up = any(one.paper.form == Form.J and one.paper.closed_on is None for one in standings)
        first = "Send the one that is drawn up" if drawn_up else "Draw up MAPPA J"
        step = f"{first}, or record that it makes no work or training unsuitable."
        found.append(Finding("FRM-16", Effect.PROMPT, message, None, step))
    late = any(row.rule == LEVEL_BEFORE_RELEASE and row.due_on < today for row in due)
    if late and Form.S.value not in told:
        message = "The level is late, and the prison or military centre has not asked the Co-ordinator for it."
        found.append(Finding("FRM-15", Effect.PROMPT, message, None, "They ask with MAPPA S."))
    return found


def of_the_charge(standing: Standing, case: Case) -> list[Finding]:
    """Of MAPPA N: whether its facts make a serious case review mandatory (FRM-13)."""
    answers = standing.newest.answers
    if standing.paper.form != Form.N or not answers.get("committed_on"):
        return []
    committed = dt.date.fromisoformat(answers["committed_on"])
    if review_is_mandatory(answers.get("kind", ""), committed, facts.level_history(case)):
        message = "On these facts a serious case review is mandatory: Level 2 or 3 within the 28 days before."
        return [Finding("FRM-13", Effect.PROMPT, message, None, "The Chair of the Board commissions it.")]
    message = "On these facts the Board decides whether there is a serious case review."
    return [Finding("FRM-13", Effect.PROMPT, message, None, "Its Chair gives reasons either way.")]


def happened(*, viewer: Viewer, case_id: UUID) -> tuple[QuerySet[PaperSending], QuerySet[PaperReceipt]]:
    """What the timeline tells: sendings and receipts, two queries."""
    return (
        PaperSending.objects.visible_to(viewer).filter(case_id=case_id).select_related("version__paper"),
        PaperReceipt.objects.visible_to(viewer).filter(case_id=case_id).select_related("sending__version__paper"),
    )
