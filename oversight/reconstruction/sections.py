"""How a case stood, section by section, beside how it stands today: lines of words that can be compared."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from assessments.models import PlanAction, RiskPlan, RoshJudgement
from assessments.rules.levels import LEVEL_LABELS, RiskGroup, RoshLevel
from assessments.rules.plan import PILLAR_LABELS, Pillar
from custody.models import CustodyEvent
from deadlines.models import Deadline
from enquiries.access import VIEW as VIEW_REQUEST
from enquiries.models import MinutesRequest
from information.models import InformationItem
from levels.models import CategoryDecision, LevelDecision
from meetings.models import CoreGroup, CoreGroupMeeting, CoreGroupMember, KeptOut, Meeting
from minutes.models import PlanCopy, PlanCopyGiven
from offenders.access import Viewer, can_see_victims, may
from offenders.models import (
    AccessDenial,
    AccessGrant,
    AccessRequest,
    Address,
    Alias,
    Assignment,
    Case,
    CustodyPeriod,
    Involvement,
    ProtectedPerson,
    ReceivingArea,
    Representation,
)
from offenders.rules.representations import MAKER_WORDS, OUTCOME_WORDS, Maker, Outcome
from offenders.rules.sensitivity import SENSITIVITY_WORDS, Sensitivity
from offenders.words import CATEGORY_WORDS
from oversight.reconstruction.circumstances import circumstances
from oversight.reconstruction.enquiries import losses, minutes_requests, report_items
from oversight.reconstruction.meetings import core_groups, meetings, professionals_meetings
from oversight.reconstruction.naming import Names, Told, decided, joined, period
from oversight.reconstruction.of_access import access, denials, emergency_reviews, kept_out, requests, restriction
from oversight.reconstruction.papers import papers
from oversight.reconstruction.past import AsRecordedBy, AsRecordedNow, Reader
from oversight.reconstruction.serious import critical, review_actions, reviews
from oversight.reconstruction.visor import parts_in_visor, visor_events
from oversight.reconstruction.youth import adult_services
from papers.models import Paper
from referrals.models import Referral, ReferralDecision
from referrals.rules.steps import PURPOSE_WORDS, STATE_WORDS, Purpose, State
from serious.access import VIEW as VIEW_REVIEW
from serious.models import ReviewAction, SeriousOffence
from transfers.models import BorderMove, Transfer
from transfers.rules.steps import STATE_WORDS as TRANSFER_WORDS
from transfers.rules.steps import State as TransferState
from ui.words import day
from visor.models import VisorPart

Part = tuple[str, tuple[type[models.Model], ...], Callable[[Reader, Names], Told]]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing as it stood and as it stands; None where it is not recorded."""

    label: str
    then: str | None
    now: str | None

    @property
    def change(self) -> str:
        """What became of it, in words; empty when it is the same."""
        if self.then == self.now:
            return ""
        if self.then is None:
            return "New since"
        return "No longer there" if self.now is None else "Changed"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the case with its lines, and what has to be said of how far its history reaches."""

    title: str
    lines: list[Line]
    note: str = ""


def compare(*, viewer: Viewer, case: Case, then: AsRecordedBy) -> list[Section]:
    """Every section that the viewer may see today, as it stood and as it stands."""
    now = AsRecordedNow(case.pk)
    parts = list(_parts(viewer, case))
    then_names, now_names = Names(then), Names(now)
    for _, _, told in parts:  # to learn whose names are needed; the readers keep what they have read
        told(then, then_names), told(now, now_names)
    then_names.look_up()
    now_names.look_up()
    return [
        Section(title, _lines(told(then, then_names), told(now, now_names)), _note(then, kinds))
        for title, kinds, told in parts
    ]


def _parts(viewer: Viewer, case: Case) -> Iterator[Part]:
    """The sections open to the viewer today: title, the kinds of row whose history it rests on, what it tells."""
    due = Deadline.objects.visible_to(viewer)
    open_items = frozenset(InformationItem.objects.visible_to(viewer).filter(case=case).values_list("pk", flat=True))
    yield "Identity", (Case, Alias, Address), identity
    yield "Category", (), category
    yield "Level", (), level
    yield "Custody and release", (CustodyPeriod,), custody
    yield "Circumstances", (), circumstances
    yield "Referrals", (Referral,), referrals
    yield "Transfers", (Transfer,), transfers
    yield "Forms", (Paper,), papers
    yield "ViSOR record", (), visor_events
    yield "Manager and partners on ViSOR", (VisorPart,), parts_in_visor
    yield "Meetings", (Meeting,), meetings
    yield "Core groups", (CoreGroup, CoreGroupMember, CoreGroupMeeting), core_groups
    yield "Professionals’ meetings", (), professionals_meetings
    yield "Critical Public Protection Case", (), critical
    if may(viewer, VIEW_REVIEW, case):
        yield "Serious further offences", (SeriousOffence,), reviews
        yield "Actions of serious case reviews", (ReviewAction,), review_actions
    if may(viewer, VIEW_REQUEST, case):
        yield "Requests for minutes", (MinutesRequest,), minutes_requests
        yield "Minutes that went astray", (), losses
    yield "Information for reports", (), report_items
    yield "Passing to adult services", (), adult_services
    yield "Risk of serious harm", (), rosh
    yield "Plan and actions", (PlanAction,), plan
    yield "Plan for the person", (), plan_for_the_person
    yield "What was due", (), lambda reader, names: deadlines(reader, due)
    yield "Information agencies gave", (), lambda reader, names: information(reader, names, open_items)
    yield "Restriction", (), restriction
    yield "Who could see the case", (Involvement, Assignment, AccessGrant, ReceivingArea), access
    if may(viewer, "view_access", case):
        yield "Who was barred", (AccessDenial,), denials
        yield "Who was kept out of the meetings", (KeptOut,), kept_out
        yield "Who asked to be involved", (AccessRequest,), requests
        yield "Emergency access that was reviewed", (), emergency_reviews
    if can_see_victims(viewer, case.pk):
        yield "Victims and people at risk", (ProtectedPerson,), protected_people
        yield "What victims ask for", (Representation,), representations


def _lines(before: Told, after: Told) -> list[Line]:
    keys = [*before, *(key for key in after if key not in before)]
    return [_line(before.get(key), after.get(key)) for key in keys]


def _line(before: tuple[str, str] | None, after: tuple[str, str] | None) -> Line:
    """One thing under its present label; what was called otherwise then says so."""
    label, now = after or (None, None)
    was, then = before or (None, None)
    if was is not None and label is not None and was != label:
        then = f"{was}: {then}"
    return Line(label or was or "", then, now)


def _note(then: AsRecordedBy, kinds: Iterable[type]) -> str:
    """What is not known of this section, because it was recorded before its history was kept."""
    missing = [then.unknown[kind] for kind in kinds if kind in then.unknown]
    if not missing:
        return ""
    number, since = sum(count for count, _ in missing), min(at for _, at in missing)
    entries = "1 entry" if number == 1 else f"{number} entries"
    return f"Changes have been kept since {day(since)}. What {entries} said before that is not known."


def identity(reader: Reader, names: Names) -> Told:
    """Who the person is, who leads and who may see the case."""
    case = reader.case()
    told: Told = {}
    if case is not None:
        told = {
            "name": ("Name", f"{case['given_names']} {case['family_name']}"),
            "born": ("Date of birth", day(case["date_of_birth"])),
            "gender": ("Gender", Case.Gender(case["gender"]).label),
            "ethnicity": ("Ethnicity", case["ethnicity"] or "Not recorded"),
            "pnc": ("PNC ID", case["pnc_id"] or "Not recorded"),
            "visor": ("ViSOR reference", case["visor_ref"] or "Not recorded"),
            "prison": ("Prison number", case["prison_number"] or "Not recorded"),
            "area": ("Area", names.of(case["area"])),
            "lead": ("Lead agency", names.of(case["lead_agency"])),
            "team": ("Team", names.of(case["team"]) if case["team"] else "None"),
            "restricted": ("Restricted", "Yes" if case["restricted"] else "No"),
            "ended": ("Ended", day(case["ended_on"]) if case["ended_on"] else "No"),
        }
    for row in reader.rows(Alias):
        told[row["id"]] = (Alias.Kind(row["kind"]).label, row["name"])
    for row in reader.rows(Address):
        kind = Address.Kind(row["kind"]).label
        found = f"accommodation assessed on {day(row['assessed_on'])}" if row["assessed_on"] else ""
        linked = Address.Linked(row["linked"]).label.lower() if row["linked"] else ""
        told[row["id"]] = ("Address", joined(kind, row["lines"], row["postcode"], period(row), found, linked))
    return told


def category(reader: Reader, names: Names) -> Told:
    """The category that stood."""
    decision = reader.decision(CategoryDecision)
    if decision is None:
        return {}
    words = CATEGORY_WORDS.get(decision.category, "In no category") if decision.category else "In no category"
    begins = day(decision.begins_on) if decision.begins_on else "Not recorded"
    ends = "For life" if decision.lifelong else day(decision.ends_on) if decision.ends_on else "Not known"
    return {
        "is": ("Category", words),
        "begins": ("Begins", begins),
        "ends": ("Ends", ends),
        **decided(decision, names),
    }


def level(reader: Reader, names: Names) -> Told:
    """The level that stood."""
    decision = reader.decision(LevelDecision)
    if decision is None:
        return {}
    words = f"Level {decision.level}" if decision.level else "Management ended"
    return {"is": ("Level", words), **decided(decision, names)}


def custody(reader: Reader, names: Names) -> Told:
    """Times in custody, and the events that stood; a correction stands in the place of what it corrected."""
    told: Told = {}
    for row in reader.rows(CustodyPeriod):
        if row["wrong_entry"]:
            continue
        out = f"released on {day(row['released_on'])}" if row["released_on"] else ""
        due = f"release due {day(row['release_due_on'])}" if row["release_due_on"] and not out else ""
        place = CustodyPeriod.Place(row["place"]).label
        told[row["id"]] = (place, joined(row["establishment"], f"from {day(row['starts_on'])}", due, out))
    first: dict[UUID, UUID] = {}
    for event in reader.recorded(CustodyEvent):
        key = first[event.pk] = first.get(event.supersedes_id, event.pk)
        until = f"until {day(event.until)}" if event.until else ""
        words = joined(day(event.day), until, event.choice_words, event.place, event.details)
        told[key] = (event.get_kind_display(), "Did not happen" if event.withdrawn else words)
    return told


def referrals(reader: Reader, names: Names) -> Told:
    """Each referral, how far it had come, and the last decision on it. What it says stands on its own page."""
    decided = {decision.referral_id: decision for decision in reader.recorded(ReferralDecision)}
    told: Told = {}
    for row in reader.rows(Referral):
        received = f"received {day(row['received_on'])}" if row["received_on"] else ""
        decision = decided.get(row["id"])
        level = f"Level {decision.level}, meeting {day(decision.meeting_on)}" if decision and decision.level else ""
        why = f"decided by {names.of(decision.decided_by_id)}: {decision.reason}" if decision else ""
        words = joined(STATE_WORDS[State(row["state"])], names.of(row["agency"]), received, level, why)
        told[row["id"]] = (PURPOSE_WORDS[Purpose(row["purpose"])], words)
    return told


def transfers(reader: Reader, names: Names) -> Told:
    """Each transfer, how far it had come, and the move across a border that stood."""
    told: Told = {}
    for row in reader.rows(Transfer):
        moves = f"on {day(row['moved_on'] or row['moves_on'])}" if row["moved_on"] or row["moves_on"] else ""
        owner = f"new owner {names.of(row['new_owner'])}" if row["new_owner"] else ""
        words = joined(TRANSFER_WORDS[TransferState(row["state"])], f"from {names.of(row['from_area'])}", moves, owner)
        told[row["id"]] = (f"Transfer to {names.of(row['to_area'])}", words)
    move = reader.decision(BorderMove)
    if move is not None:
        words = joined(move.get_jurisdiction_display(), move.get_kind_display(), day(move.moves_on), move.reason)
        told["border"] = ("Move across a border", words)
    return told


def rosh(reader: Reader, names: Names) -> Told:
    """The judgement of risk of serious harm that stood, by group. Named people are victims' items and not here."""
    judgement = reader.decision(RoshJudgement)
    if judgement is None:
        return {}
    told: Told = {"overall": ("Overall", LEVEL_LABELS[RoshLevel(judgement.overall)])}
    for row in reader.related(judgement, "levels"):
        words = joined(LEVEL_LABELS[RoshLevel(row.level)], row.get_imminence_display(), row.nature)
        told[row.group] = (f"To {RiskGroup(row.group).label.lower()}", words)
    return {**told, **decided(judgement, names)}


def plan_for_the_person(reader: Reader, names: Names) -> Told:
    """Each copy of the plan that was made for the person, with its lines, and when it was given."""
    given = {row.copy_id: row for row in reader.recorded(PlanCopyGiven)}
    told: Told = {}
    for row in reader.recorded(PlanCopy):
        when = f"given on {day(given[row.pk].given_on)}" if row.pk in given else "not given"
        told[row.pk] = (f"Copy {row.number}, {when}", "\n".join(line["text"] for line in row.content["lines"]))
    return told


def plan(reader: Reader, names: Names) -> Told:
    """The plan in force and every action on it."""
    told: Told = {}
    version = reader.decision(RiskPlan, in_force=True)
    if version is not None:
        told = {
            "version": ("Plan in force", f"Version {version.number}"),
            "review": ("Plan reviewed by", day(version.review_on)),
            "contingency": ("Contingency", version.contingency),
            "licence": ("Licence conditions", "\n".join(version.licence_conditions) or "None"),
        }
    for row in reader.rows(PlanAction):
        until = row["due_on"] or row["milestone_on"]
        who = names.of(row["owner"]) if row["owner"] else row["owner_role"]
        words = joined(
            row["description"],
            dict(PlanAction._meta.get_field("status").flatchoices)[row["status"]].lower(),
            names.of(row["agency"]),
            who,
            f"by {day(until)}" if until else "",
            row["outcome"],
        )
        told[row["id"]] = (f"Action: {PILLAR_LABELS[Pillar(row['pillar'])].lower()}", words)
    return told


def deadlines(reader: Reader, rows: models.QuerySet) -> Told:
    """What was due, and the sum as it was computed from the facts known then."""
    return {(row.rule, row.key): (row.label, f"{day(row.due_on)}. {row.words}") for row in reader.deadlines(rows)}


def information(reader: Reader, names: Names, open_items: frozenset[UUID]) -> Told:
    """Which items there were, of those open to the viewer today (INF-14); what each says stands on its own page."""
    told: Told = {}
    for row in reader.rows(InformationItem):
        if row["id"] in open_items:
            withdrawn = f"withdrawn on {day(row['withdrawn_on'])}" if row["withdrawn_on"] else ""
            looked_at = f"looked at again by {day(row['review_on'])}"
            words = joined(names.of(row["owner_agency"]), f"recorded {day(row['recorded_at'])}", looked_at, withdrawn)
            told[row["id"]] = (SENSITIVITY_WORDS[Sensitivity(row["sensitivity"])], words)
    return told


def protected_people(reader: Reader, names: Names) -> Told:
    """Victims and people at risk, for those who may see them today."""
    return {
        row["id"]: (ProtectedPerson.Kind(row["kind"]).label, joined(row["name"], row["relationship"], row["safety"]))
        for row in reader.rows(ProtectedPerson)
    }


def representations(reader: Reader, names: Names) -> Told:
    """What victims asked for about licence conditions, for those who may see victims today."""
    return {
        row["id"]: (
            f"Received {day(row['received_on'])}",
            joined(
                row["asked"],
                MAKER_WORDS[Maker(row["maker"])],
                f"sent {day(row['sent_on'])}" if row["sent_on"] else "not sent",
                OUTCOME_WORDS[Outcome(row["outcome"])] if row["outcome"] else "",
                row["outcome_text"],
            ),
        )
        for row in reader.rows(Representation)
    }
