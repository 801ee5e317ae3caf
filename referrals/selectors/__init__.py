"""Reads of referrals for pages, documents and other rooms. What is said of victims is read by who may see victims."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from deadlines.selectors import open_deadlines
from offenders import selectors as offenders
from offenders.access import Detail, Viewer, can_see_victims, where_may
from offenders.models import Case, Offence
from offenders.paging import KeyedPage, page_after
from referrals import facts
from referrals.models import (
    Referral,
    ReferralDecision,
    ReferralDispute,
    ReferralSection,
    ReferralVersion,
    ReferralVictims,
    SubmittedVictims,
)
from referrals.rules.completeness import Circumstances, Missing, missing, needed, sections_for
from referrals.rules.questions import VICTIMS, WHEN_WORDS, Kind, Section
from referrals.rules.steps import DECISION, Purpose, State

PAGE = 50
COLOURS = {
    State.DRAFT: "grey",
    State.SUBMITTED: "yellow",
    State.ACCEPTED: "green",
    State.REFUSED: "red",
    State.DISPUTED: "orange",
    State.WITHDRAWN: "grey",
}


def of_case(*, viewer: Viewer, case_id: UUID) -> QuerySet[Referral]:
    """Every referral of a case, newest first, with its decisions."""
    decisions = ReferralDecision.objects.visible_to(viewer).order_by("-recorded_at")
    rows = Referral.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("case", "agency", "referred_by").prefetch_related(Prefetch("decisions", decisions))


def referral_for(*, viewer: Viewer, case_id: UUID, referral_id: UUID) -> Referral:
    """One referral of a case; Http404 when the viewer may not see it."""
    rows = Referral.objects.visible_to(viewer).filter(case_id=case_id)
    return get_object_or_404(rows.select_related("case__lead_agency", "agency", "referred_by__agency"), pk=referral_id)


def versions(*, viewer: Viewer, referral: Referral) -> list[ReferralVersion]:
    """What was submitted, newest first."""
    rows = ReferralVersion.objects.visible_to(viewer).filter(referral=referral)
    return list(rows.select_related("submitted_by").order_by("-number"))


def version_for(*, viewer: Viewer, referral: Referral, number: int) -> ReferralVersion:
    """One submitted version; Http404 when there is none or the viewer may not see it."""
    found = next((row for row in versions(viewer=viewer, referral=referral) if row.number == number), None)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """A section as it is read: its title, its lines, and whether it was left out because of who reads."""

    title: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    withheld: bool = False


def sections_of(*, viewer: Viewer, version: ReferralVersion) -> list[Shown]:
    """A submitted version section by section; what it says about victims only for who may see victims (ACC-27)."""
    shown = [Shown(part["title"], [(label, text) for label, text in part["rows"]]) for part in version.content]
    victims = SubmittedVictims.objects.visible_to(viewer).filter(version=version).first()
    if victims is None:
        return [*shown, Shown("Victims", withheld=True)]
    return [*shown, Shown("Victims", [(label, text) for label, text in victims.content["rows"]])]


def section_row(*, viewer: Viewer, referral: Referral, section: str) -> ReferralSection | ReferralVictims | None:
    """What was typed in one section so far; Http404 for victims where the viewer may not see them (ACC-27)."""
    if section == VICTIMS:
        if not can_see_victims(viewer, referral.case_id):
            raise Http404
        return ReferralVictims.objects.visible_to(viewer).filter(referral=referral).first()
    return ReferralSection.objects.visible_to(viewer).filter(referral=referral, section=section).first()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one section has come."""

    section: Section
    answered: int
    asked: int
    open_to_viewer: bool
    gaps: list[tuple[str, str, str]]

    @property
    def words(self) -> str:
        """In words."""
        return "Complete" if not self.gaps else f"{len(self.gaps)} to answer"

    @property
    def colour(self) -> str:
        """The tag's colour; the words say what it means."""
        return "green" if not self.gaps else "yellow"


@dataclass(frozen=True, slots=True)
class Checked:
    """A referral held against what it needs: sections with what is missing, and the circumstances that decide it."""

    sections: list[Progress]
    circumstances: Circumstances

    @property
    def gaps(self) -> int:
        """How many answers are missing."""
        return sum(len(one.gaps) for one in self.sections)

    @property
    def following(self) -> dict[str, Section]:
        """Key of a section -> the one after it."""
        keys = [one.section for one in self.sections]
        return {one.key: after for one, after in zip(keys, keys[1:], strict=False)}


def checked(*, viewer: Viewer, referral: Referral) -> Checked:
    """What is answered and what is missing. Of victims it says only whether something is missing."""
    case, answers = facts.circumstances(referral), facts.answers_of(referral)
    sees_victims = can_see_victims(viewer, referral.case_id)
    by_section: dict[str, list[Missing]] = {}
    for one in missing(case, answers):
        by_section.setdefault(one.section.key, []).append(one)
    shown = []
    for section in sections_for(case):
        asked = [one for one in section.questions if needed(one.when, case, answers)]
        gaps = by_section.get(section.key, [])
        told = [(one.question.label, one.question.rule, WHEN_WORDS[one.question.when]) for one in gaps]
        is_open = section.key != VICTIMS or sees_victims
        shown.append(Progress(section, len(asked) - len(gaps), len(asked), is_open, told))
    return Checked(shown, case)


def disputes(*, viewer: Viewer, referral: Referral) -> list[ReferralDispute]:
    """The steps of disputes about a referral, newest first."""
    rows = ReferralDispute.objects.visible_to(viewer).filter(referral=referral)
    return list(rows.select_related("recorded_by").order_by("-recorded_at"))


def decisions(*, viewer: Viewer, referral: Referral) -> list[ReferralDecision]:
    """The decisions on a referral, newest first."""
    rows = ReferralDecision.objects.visible_to(viewer).filter(referral=referral)
    return list(rows.select_related("decided_by").order_by("-recorded_at"))


def offences_for(*, viewer: Viewer, referral: Referral) -> QuerySet[Offence]:
    """The offences on which Category 3 may rest; none where a level alone is asked for."""
    rows = offenders.offences(viewer=viewer, case_id=referral.case_id)
    return rows if referral.purpose == Purpose.CATEGORY_3 else rows.none()


def base_of(referral: Referral) -> str:
    """What a decision about the referral would be based on."""
    return facts.decision_base(referral)


def level_asked(*, viewer: Viewer, referral: Referral) -> int | None:
    """The level that was asked for, as typed; None before that."""
    row = section_row(viewer=viewer, referral=referral, section="reason")
    said = row.answers.get("level", "") if row else ""
    return int(said) if said.isdecimal() else None


def waiting(*, viewer: User) -> QuerySet[Referral]:
    """Referrals whose decision, or whose dispute, is the viewer's, the longest waiting first."""
    cases = Case.objects.visible_to(viewer, Detail.FULL).filter(where_may(viewer, "decide_referral"))
    rows = Referral.objects.filter(state__in=(State.SUBMITTED.value, State.DISPUTED.value), case__in=cases.values("pk"))
    return rows.select_related("case", "agency").order_by("decide_from", "id")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One referral in the list, with the day by which it is decided."""

    referral: Referral
    due_on: dt.date | None


def waiting_page(*, viewer: User, after: str) -> KeyedPage:
    """A page of the referrals that wait, as `Waiting`; two statements whatever their number."""
    page = page_after(waiting(viewer=viewer), after, PAGE)
    due = due_days(viewer=viewer, rows=page.rows)
    return replace(page, rows=[Waiting(row, due.get(row.pk)) for row in page.rows])


def due_days(*, viewer: Viewer, rows: Sequence[Referral]) -> dict[UUID, dt.date]:
    """By when each of these referrals is decided, by policy and by what was decided about that: one query."""
    by_key = {str(row.pk): row.pk for row in rows}
    due = open_deadlines(viewer=viewer).filter(case__in=[row.case_id for row in rows], rule=DECISION, key__in=by_key)
    return {by_key[key]: on for key, on in due.values_list("key", "due_on")}


def told(*, viewer: Viewer, case_id: UUID) -> dict[str, Any]:
    """What the timeline tells: submitted versions, decisions and disputes of a case, three queries."""
    return {
        "versions": ReferralVersion.objects.visible_to(viewer)
        .filter(case_id=case_id)
        .select_related("referral__agency"),
        "decisions": ReferralDecision.objects.visible_to(viewer).filter(case_id=case_id),
        "disputes": ReferralDispute.objects.visible_to(viewer).filter(case_id=case_id),
    }


def meeting_named(*, viewer: Viewer, case_id: UUID) -> dt.date | None:
    """The date of the meeting that the last accepted referral of a case named; None where none was accepted."""
    rows = ReferralDecision.objects.visible_to(viewer).filter(case_id=case_id, referral__state=State.ACCEPTED.value)
    return rows.order_by("-recorded_at").values_list("meeting_on", flat=True).first()


def circumstances(referral: Referral) -> Circumstances:
    """What decides which sections the referral has, inside a case already opened to the viewer."""
    return facts.circumstances(referral)


def answers_for_form(section: Section, answers: dict[str, str]) -> dict[str, Any]:
    """Stored answers as the form opens with them: dates as dates."""
    kinds = {one.key: one.kind for one in section.questions}
    return {
        key: dt.date.fromisoformat(text) if text and kinds.get(key) is Kind.DATE else text
        for key, text in answers.items()
    }
