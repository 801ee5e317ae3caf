"""What the rules on leaving papers are asked about, read under the caller's lock or for the caller's page."""

from typing import Any
from uuid import UUID

from assessments.models import PlanAction
from audit.history import history_of
from information.models import InformationVersion
from meetings.content import known_names, split_name, subject_names
from meetings.facts import standing_invitations
from meetings.models import Invitation, Meeting, SummaryDraft
from meetings.rules.names import tokens_of
from meetings.rules.people import Attendance
from meetings.rules.summary import FIELDS
from minutes.models import Circulation, LeakOverride, SummaryComment
from minutes.rules.circulation import CirculationFacts
from minutes.rules.leaks import Hit, Kind, Known, leaks
from offenders.models import AccessDenial, Address, Case, ProtectedPerson
from offenders.models.access import in_force
from offenders.rules.sensitivity import Sensitivity

LABELS = {item.key: item.label for item in FIELDS}
ATTENDANCE = "attendance"
CONTRIBUTED = (Attendance.ATTENDED, Attendance.REPORT_ONLY)


def known_of(meeting: Meeting, case: Case) -> Known:
    """Everything the case knows that must not leave with a summary."""
    protected = list(ProtectedPerson.objects.filter(case=case))
    names = [split_name(person.name) for person in protected if person.name.strip()]
    withheld = [text for person in protected for text in (person.contact, person.safety)]
    versions = InformationVersion.objects.filter(case=case).exclude(sensitivity=Sensitivity.ORDINARY)
    for source, text, conditions in versions.values_list("source", "text", "conditions"):
        withheld += [text, conditions]
        if _looks_like_a_name(source):
            names.append(split_name(source))
        else:
            withheld.append(source)
    withheld += PlanAction.objects.filter(case=case, sensitive=True).values_list("description", flat=True)
    organisations = [row.agency.name for row in standing_invitations(meeting)]
    organisations += [case.lead_agency.name, case.area.name]
    return Known(
        protected=tuple(names),
        others=tuple(name for name in known_names(meeting, case) if name not in names),
        subject=tuple(subject_names(case)),
        withheld=tuple(text for text in withheld if text.strip()),
        addresses=tuple(f"{row.lines}\n{row.postcode}" for row in Address.objects.filter(case=case)),
        public=frozenset(token.text for name in organisations for token in tokens_of(name)),
    )


def _looks_like_a_name(source: str) -> bool:
    """Whether who gave an item is named rather than described: "Una Thrupp", not "a neighbour"."""
    words = source.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)


def hits_of(meeting: Meeting, case: Case, draft: SummaryDraft | None) -> tuple[Hit, ...]:
    """What the leak check finds in a draft as printed. Names in attendance lines have a rule of their own (EXS-04)."""
    if draft is None:
        return ()
    texts = {key: text for key, text in draft.values.items() if key not in draft.nothing}
    texts[ATTENDANCE] = "\n".join(row.role_title for row in standing_invitations(meeting))
    found = leaks(texts, known_of(meeting, case))
    return tuple(hit for hit in found if (hit.field, hit.kind) != (ATTENDANCE, Kind.NAME))


def let_stand(meeting: Meeting) -> frozenset[str]:
    """The keys of the hits that somebody let stand."""
    return frozenset(LeakOverride.objects.filter(meeting=meeting).values_list("key", flat=True))


def wrote_to(draft: SummaryDraft) -> frozenset[UUID]:
    """Everybody who ever wrote to a draft, by the database's own history."""
    kept: Any = history_of(SummaryDraft)._default_manager
    rows = kept.filter(id=draft.pk, case=draft.case_id)
    return frozenset({draft.edited_by_id, *rows.values_list("edited_by", flat=True)})


def circulation_of(meeting: Meeting, draft: SummaryDraft | None) -> CirculationFacts:
    """Where the circulation of the draft stands."""
    last = Circulation.objects.filter(meeting=meeting).order_by("-number").first()
    if last is None:
        return CirculationFacts(circulated=False)
    waiting = SummaryComment.objects.filter(meeting=meeting, answer__isnull=True).count()
    now = {"values": draft.values, "nothing": draft.nothing} if draft else {}
    return CirculationFacts(True, last.comments_by, changed=now != last.content, unanswered=waiting)


def contributors(meeting: Meeting, case: Case) -> list[Invitation]:
    """Who is asked for comments: those who attended or sent a report, still at work and not barred from the case."""
    barred = set(AccessDenial.objects.filter(in_force(), case=case).values_list("user", flat=True))
    gave = (row for row in standing_invitations(meeting) if row.attendance in CONTRIBUTED)
    return [row for row in gave if row.person is None or (row.person.is_active and row.person.pk not in barred)]
