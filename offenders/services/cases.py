"""Recording a person and correcting who they are."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from accounts.models import Agency, Area, Team, User
from accounts.standing import standing_of
from audit.refusals import Effect, Finding, NotPermitted, RuleRefused, stop
from audit.services import record
from offenders import names
from offenders.facts import accommodation
from offenders.models import AccessNotice, Address, Alias, Assignment, Case, CaseName, Involvement
from offenders.rules import data_checks, numbers
from offenders.rules.addresses import HOMES, assessment_findings
from offenders.rules.lead import YOUTH_JUSTICE, never_prison
from offenders.rules.permissions import PERMISSIONS
from offenders.services.notices import lead_managers, tell
from offenders.services.parts import can_own, end_workers
from offenders.writing import Changes, Entry, announce, fields_of, writing

WHO = ("family_name", "given_names", "date_of_birth", "gender", "ethnicity")
NUMBERS = {
    "pnc_id": numbers.check_pnc,
    "visor_ref": numbers.check_visor_reference,
    "prison_number": numbers.check_prison_number,
}


def create_case(
    *,
    actor: User,
    area: Area,
    lead_agency: Agency,
    today: dt.date,
    identity: Mapping[str, Any],
    dismissed: int | None,
    team: Team | None = None,
    youth_justice: bool = False,
) -> Case:
    """Record a new person after a search and return the case, owned by the actor if they can own one (ACC-30).

    Otherwise the managers of the lead agency are told that it needs an owner. Whoever a youth justice service leads is
    supervised by one, said or not. `dismissed` is how many candidates of
    the search were judged to be somebody else; None means nobody searched.
    Raises: NotPermitted; RuleRefused (OFF-20, the data checks, LIFE-05).
    """
    standing = standing_of(actor)
    permission = PERMISSIONS["record_case"]
    if not any(area.pk in areas and permission.relation_for(role) for role, areas in standing.areas_by_role.items()):
        record(actor=actor, verb="case.created", refused=True, reason="not permitted: record_case")
        raise NotPermitted("record_case")
    clean, findings = _checked(identity, today)
    if dismissed is None:
        findings.append(
            Finding("OFF-20", Effect.REFUSE, "Search for the person before you record them.", None, "Search first.")
        )
    findings += never_prison(lead_agency.kind_id)
    stop(findings)
    with _hits_noted(actor, clean), transaction.atomic():
        case = Case(
            reference=_next_reference(),
            area=area,
            lead_agency=lead_agency,
            team=team,
            youth_justice=youth_justice or lead_agency.kind_id == YOUTH_JUSTICE,
            sort_name=names.sort_name(clean["family_name"], clean["given_names"]),
            **clean,
        )
        _save_unique(case)
        _index_names(case)
        if can_own(actor, area.pk):
            owner = Assignment(case=case, user=actor, capacity=Assignment.Capacity.OWNER, starts=today)
            owner.save(force_insert=True)
        else:
            tell(lead_managers(case) - {actor.pk}, kind=AccessNotice.Kind.OWNER_WANTED, about=case.pk)
        changes: Changes = {name: (None, value) for name, value in fields_of(case).items() if value not in (None, "")}
        changes["dismissed_candidates"] = (None, dismissed)
        record(actor=actor, verb="case.created", case_id=case.pk, subject=case, changes=changes)
        announce(case)
    return case


def correct_identity(*, actor: User, case: Case, version: int, today: dt.date, identity: Mapping[str, Any]) -> Case:
    """Correct who somebody is. Raises: NotPermitted; RuleRefused (data checks); Conflict."""
    clean, findings = _checked(identity, today)
    with _hits_noted(actor, clean), writing(case, actor=actor, may="record_case", verb="identity.corrected") as entry:
        stop(findings)
        new_sort = names.sort_name(clean["family_name"], clean["given_names"])
        with _unique_numbers():
            entry.change(entry.case, version=version, sort_name=new_sort, **clean)
        _index_names(entry.case)
    return case


def add_alias(*, actor: User, case: Case, name: str, kind: str) -> Alias:
    """Add a further name, searchable from now on. Raises: NotPermitted; RuleRefused when it is there already."""
    with writing(case, actor=actor, may="record_case", verb="alias.added") as entry:
        if Alias.objects.filter(case=case, name=name, kind=kind).exists():
            raise RuleRefused([Finding("OFF-20", Effect.REFUSE, "This name is already recorded.", "name")])
        alias = entry.add(Alias(case=entry.case, name=name, kind=kind))
        _index_names(entry.case)
    return alias


def add_address(
    *, actor: User, case: Case, kind: str, lines: str, postcode: str, starts: dt.date, today: dt.date
) -> Address:
    """Add an address. A new home, or place where they are found without one, ends the former, kept as previous.

    Raises: NotPermitted; RuleRefused (OFF-03) when a home would begin in the future. Rule OFF-25.
    """
    with writing(case, actor=actor, may="record_case", verb="address.added") as entry:
        if kind in HOMES:
            if starts > today:
                raise RuleRefused(
                    [
                        Finding(
                            "OFF-03",
                            Effect.REFUSE,
                            "This cannot start in the future: it is where they are now.",
                            "starts",
                        )
                    ]
                )
            for former in Address.objects.filter(case=case, kind__in=HOMES):
                entry.change(former, kind=Address.Kind.PREVIOUS, ends=max(starts, former.starts))
        address = entry.add(Address(case=entry.case, kind=kind, lines=lines, postcode=postcode, starts=starts))
    return address


def assess_address(
    *, actor: User, address: Address, version: int, today: dt.date, assessment: Mapping[str, Any]
) -> Address:
    """Record how living at an address bears on the risk of serious harm; what was found before stays in the history.

    Raises: NotPermitted; RuleRefused (OFF-29); Conflict when it was changed since `version`.
    """
    with writing(address.case, actor=actor, may="record_case", verb="address.assessed") as entry:
        proposed = Address.objects.get(pk=address.pk)
        for name, value in assessment.items():
            setattr(proposed, name, value)
        stop(assessment_findings(accommodation(proposed), today=today))
        entry.rules.append("OFF-29")
        return entry.change(address, version=version, **assessment)


def involve_agency(*, actor: User, case: Case, agency: Agency, part: str, starts: dt.date) -> Involvement:
    """Give an agency its part in the case. An involvement that is already open is returned as it is.

    Raises: NotPermitted (ACC-67), also for victim contact by who does not decide about access, or for one's own agency.
    """
    victims = part == Involvement.Part.VICTIM_CONTACT  # this part opens victims' items to the agency's managers
    with writing(
        case, actor=actor, may="manage_access" if victims else "involve_agency", verb="agency.involved"
    ) as entry:
        if victims and agency.pk == actor.agency_id != entry.case.lead_agency_id:
            message = "Nobody gives their own agency contact with victims."
            stop([Finding("ACC-67", Effect.REFUSE, message, "agency", "Ask the lead agency's manager.")])
        existing = Involvement.objects.filter(case=case, agency=agency, part=part, ends__isnull=True).first()
        involvement = existing or entry.add(Involvement(case=entry.case, agency=agency, part=part, starts=starts))
    return involvement


def end_involvement(*, actor: User, involvement: Involvement, on: dt.date, version: int | None = None) -> Involvement:
    """End an agency's part: its people stop seeing the case from `on`, also who is named as working on it (ACC-26).

    Those stay while their agency leads, or is involved by another part. What they did stays theirs.
    `version` is the one the actor saw; None asks no such question.
    Raises: NotPermitted; RuleRefused (it has ended already); Conflict when somebody changed it meanwhile.
    """
    with writing(involvement.case, actor=actor, may="involve_agency", verb="involvement.ended") as entry:
        current = Involvement.objects.select_related("agency").get(pk=involvement.pk)
        if current.ends is not None and current.ends <= on:
            raise RuleRefused([Finding("ACC-26", Effect.REFUSE, "This part has ended already.", "on")])
        entry.change(current, version=version, ends=max(on, current.starts))
        _end_their_workers(entry, current.agency, on)
    return current


def _end_their_workers(entry: Entry, agency: Agency, on: dt.date) -> None:
    """End the parts of an agency's people with its last own part; contact with victims is none that keeps them."""
    if entry.case.lead_agency_id == agency.pk:
        return
    beside = Involvement.objects.filter(Q(ends__isnull=True) | Q(ends__gt=on), case=entry.case, agency=agency)
    last_days = set(beside.exclude(part=Involvement.Part.VICTIM_CONTACT).values_list("ends", flat=True))
    if None not in last_days:
        end_workers(entry, whose=Q(user__agency=agency), on=max({on} | {day for day in last_days if day}))


def _checked(identity: Mapping[str, Any], today: dt.date) -> tuple[dict[str, Any], list[Finding]]:
    """What was typed, tidied, with the findings about it."""
    clean = {name: identity.get(name) for name in (*WHO, *NUMBERS)}
    for name in ("family_name", "given_names", "ethnicity", "gender"):
        clean[name] = " ".join(str(clean[name] or "").split())
    findings = data_checks.check_person(date_of_birth=clean["date_of_birth"], today=today)
    for name, check in NUMBERS.items():
        checked = check(str(clean[name])) if clean[name] else None
        clean[name] = checked.value if checked else None
        findings += checked.findings if checked else ()
    return clean, findings


def _next_reference() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('offenders_case_reference')")
        return f"MC-{cursor.fetchone()[0]}"


@contextmanager
def _hits_noted(actor: User, clean: Mapping[str, Any]) -> Iterator[None]:
    """Keeps on the record of the case that carries a number already that somebody gave it to another (OFF-12).

    Whoever typed it learns no more by that. It stands outside the transaction that is undone.
    """
    try:
        yield
    except NumberTaken as refusal:
        hit = Case.objects.filter(**{refusal.column: clean[refusal.column]}).first()
        if hit is not None:
            words = f"Somebody gave another case the same {_unique_numbers.FIELDS[refusal.column]}."
            record(
                actor=actor, verb="identity.number_tried", case_id=hit.pk, refused=True, reason=words, rules=["OFF-12"]
            )
        raise


class NumberTaken(RuleRefused):
    """A number that another case carries already; `column` is where it is kept."""

    def __init__(self, column: str, label: str) -> None:
        super().__init__([duplicate_number(column, label)])
        self.column = column


class _unique_numbers:  # noqa: N801 - reads as a statement: `with _unique_numbers():`
    """Turns the database's refusal of a duplicate number into a finding next to its field."""

    FIELDS = {"pnc_id": "PNC ID", "visor_ref": "ViSOR reference", "prison_number": "prison number"}

    def __enter__(self) -> None:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self._atomic.__exit__(kind, error, trace)
        if isinstance(error, IntegrityError):
            for column, label in self.FIELDS.items():
                if column in str(error):
                    raise NumberTaken(column, label) from error


def duplicate_number(column: str, label: str) -> Finding:
    """The sentence for a number that another case already carries; it says nothing about that case."""
    return Finding(
        "OFF-12",
        Effect.REFUSE,
        f"This {label} is already on another case.",
        column,
        "Search for it. If you cannot find the case, ask your MAPPA Co-ordinator.",
    )


def _save_unique(case: Case) -> None:
    with _unique_numbers():
        case.save(force_insert=True)


def _index_names(case: Case) -> None:
    """Rebuild the search rows of a case from its names; derived data, so it carries no audit of its own."""
    rows = CaseName.objects.filter(case=case).in_bulk_with_own_audit()
    rows.delete()
    texts = [(case.name, "legal"), *((alias.name, alias.kind) for alias in Alias.objects.filter(case=case))]
    rows.bulk_create(
        [
            CaseName(
                case=case,
                text=text[:220],
                kind=kind,
                words=names.words(text),
                sounds=names.sounds(text),
                near=names.near(text),
            )
            for text, kind in texts
        ]
    )
