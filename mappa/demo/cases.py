"""Makes the invented cases, each step through the service that a user's click would call."""

import datetime as dt

from deadlines.rules.days import add_months
from levels import selectors as levels
from levels import services as level_services
from mappa.demo.people import Cast
from mappa.demo.specimens import Specimen
from offenders.models import Case, Offence, SpecifiedOffence
from offenders.rules.numbers import pnc_letter
from offenders.services import access, cases, people, sentences

LONG_AGO = 700
ACKNOWLEDGED = frozenset(f"LVL-{number:02}" for number in range(1, 40))


def make_case(specimen: Specimen, cast: Cast, number: int, today: dt.date) -> Case:
    """The case of one invented person up to its category and level."""
    owner = cast.people[specimen.owner]
    opened = today - dt.timedelta(days=LONG_AGO)
    year = str(opened.year)
    case = cases.create_case(
        actor=owner,
        area=cast.area,
        lead_agency=cast.agencies[specimen.lead],
        team=cast.teams.get(specimen.lead),
        youth_justice=specimen.lead == "yjs",
        today=opened,
        dismissed=0,
        identity={
            "family_name": specimen.family,
            "given_names": specimen.given,
            "date_of_birth": _born(today, specimen.age, number),
            "gender": "female" if number % 5 == 4 else "male",
            "pnc_id": f"{year}/{number:07}{pnc_letter(year, str(number))}",
            "visor_ref": f"INV{number:05}" if specimen.category == 1 else None,
        },
    )
    _surroundings(specimen, case, cast, opened)
    if specimen.category is not None:
        _offence(specimen, case, cast, opened)
        _category_and_level(specimen, case, cast, today)
    if specimen.custody is not None:
        custody = {
            "place": "prison",
            "establishment": "HMP Imaginary",
            "starts_on": opened,
            "release_due_on": today + dt.timedelta(days=specimen.custody),
        }
        sentences.record_custody(actor=owner, case=case, today=today, custody=custody)
    return case


def _born(today: dt.date, age: int, number: int) -> dt.date:
    return add_months(today.replace(day=1 + number % 27), -12 * age - 1 - number % 11)


def _surroundings(specimen: Specimen, case: Case, cast: Cast, opened: dt.date) -> None:
    owner = cast.people[specimen.owner]
    cases.add_address(
        actor=owner,
        case=case,
        kind="current",
        lines=f"{case.reference[-2:]} Invented Street\nNowhere",
        postcode="ZZ1 1ZZ",
        starts=opened,
        today=opened,
    )
    cases.add_alias(actor=owner, case=case, name=f"{specimen.given.removeprefix('Test-')}ster", kind="nickname")
    for key in ("police", "probation", "mental_health"):
        if key != specimen.lead:
            cases.involve_agency(actor=owner, case=case, agency=cast.agencies[key], part="involved", starts=opened)


def _offence(specimen: Specimen, case: Case, cast: Cast, opened: dt.date) -> Offence:
    owner = cast.people[specimen.owner]
    offence = sentences.record_offence(actor=owner, case=case, today=opened, offence=_offence_fields(specimen, opened))
    if specimen.category == 1:
        order = {"kind": "notification", "starts_on": opened, "indefinite": True}
        sentences.record_order(actor=owner, case=case, today=opened, order=order)
    if specimen.rosh in {"high", "very_high"}:
        person = {
            "kind": "victim",
            "name": f"Imagined Victim {case.reference[-3:]}",
            "relationship": "Former partner",
            "safety": "Exclusion zone; police marker on the address.",
            "victim_contact": True,
        }
        people.record_protected_person(actor=owner, case=case, person=person)
    return offence


def _offence_fields(specimen: Specimen, opened: dt.date) -> dict[str, object]:
    """A qualifying offence for the category; the licence still runs unless the case has ended."""
    ends = opened + dt.timedelta(days=LONG_AGO + (-20 if specimen.ended else 500))
    common: dict[str, object] = {
        "is_index": True,
        "outcome": "conviction",
        "committed_on": opened - dt.timedelta(days=200),
        "outcome_on": opened - dt.timedelta(days=3),
    }
    prison = {
        "disposal": "imprisonment" if specimen.age >= 18 else "dto",
        "term_value": 4 if specimen.age >= 18 else 18,
        "term_unit": "years" if specimen.age >= 18 else "months",
        "licence_ends_on": ends,
        "sentence_ends_on": ends,
    }
    if specimen.category == 1:
        sexual = SpecifiedOffence.objects.filter(part="sexual").first()
        return {**common, **prison, "title": "Sexual assault", "specified": sexual, "schedule_3": True}
    if specimen.category == 2:
        violent = SpecifiedOffence.objects.filter(part="violent", serious=True).first()
        return {**common, **prison, "title": "Wounding with intent", "specified": violent}
    if specimen.category == 4:
        title = "Possession of a document likely to be useful to a terrorist"
        return {**common, **prison, "title": title, "schedule_19za": True}
    return {**common, "title": "Stalking", "stalking": True, "disposal": "community_order"}


def _category_and_level(specimen: Specimen, case: Case, cast: Cast, today: dt.date) -> None:
    owner, unit = cast.people[specimen.owner], cast.people["coordinator"]
    decided = today - dt.timedelta(days=max(specimen.decided, 1))
    began = today - dt.timedelta(days=LONG_AGO - 10)
    if specimen.category == 3:
        level_services.place_in_category_3(
            actor=unit,
            case=case,
            offence=Offence.objects.get(case=case),
            reason="The stalking shows a capability of serious harm; several agencies must act together.",
            level=specimen.level or 2,
            on=decided,
            today=today,
            based_on="",
        )
        return
    level_services.decide_category(
        actor=owner, case=case, reason="By the offence and its sentence.", on=began, today=today, based_on=""
    )
    if specimen.level is None:
        return
    level_services.screen_case(
        actor=owner,
        case=case,
        proposed_level=specimen.level,
        rationale="Considered against the criteria for each level.",
        information="Police: recent intelligence. Housing: settled address. Health: no contact.",
        sources=3,
        on=decided,
        today=today,
    )
    level_services.decide_level(
        actor=owner if specimen.level == 1 else unit,
        case=case,
        level=specimen.level,
        reason="The lowest level at which a defensible plan can be provided.",
        on=decided,
        today=today,
        based_on="",
        grounds=["rosh_high"] if specimen.level == 2 else ["rosh_high", "resources"] if specimen.level == 3 else [],
        acknowledged=ACKNOWLEDGED,
    )


def finish(specimen: Specimen, case: Case, cast: Cast, today: dt.date) -> None:
    """What comes last: the end of a case, and the restriction of another."""
    if specimen.ended:
        current = levels.current_category(case)
        level_services.decide_category(
            actor=cast.people[specimen.owner],
            case=case,
            reason="The licence has ended and no other category is met.",
            on=today - dt.timedelta(days=5),
            today=today,
            based_on=str(current.pk) if current else "",
        )
    if specimen.restricted:
        access.restrict(
            actor=cast.people["coordinator"],
            case=case,
            restricted=True,
            reason="Category 4 with national interest: named people only.",
        )
