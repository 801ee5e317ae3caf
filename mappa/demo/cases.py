"""Makes the invented cases up to category and level, each step through the service that a user's click would call."""

import datetime as dt

from deadlines.rules.days import add_months
from levels import selectors as levels
from levels import services as level_services
from levels.services import asking, ending
from mappa.demo import texts
from mappa.demo.people import Cast
from mappa.demo.scene import Scene
from mappa.demo.specimens import BETWEEN_REVIEWS, Specimen
from offenders.facts import notification_period
from offenders.models import Assignment, Offence, ProtectedPerson, SpecifiedOffence
from offenders.rules.numbers import pnc_letter
from offenders.rules.representations import Course
from offenders.services import access, cases, people, representations, sentences

LONG_AGO = 700
IDENTIFIED = 690
WITHOUT_HOME = 14
WOUNDING_WITH_INTENT, SEXUAL_ASSAULT = 6, 104
"""Their entries in Schedule 15: section 18 of the Act of 1861, and section 3 of the Act of 2003."""
ACKNOWLEDGED = frozenset(f"LVL-{number:02}" for number in range(1, 40))


def has_visor_record(specimen: Specimen, number: int) -> bool:
    """Whether a record was made on ViSOR: for all who must have one but every seventh."""
    return (specimen.category == 1 or specimen.level in (2, 3)) and number % 7 != 0


def open_case(specimen: Specimen, cast: Cast, number: int, today: dt.date) -> Scene:
    """The case of one invented person, long ago: identity, address, agencies, offence, custody and category."""
    opened = today - dt.timedelta(days=LONG_AGO)
    year = str(opened.year)
    case = cases.create_case(
        actor=cast.people[specimen.owner],
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
            "gender": "female" if specimen.female else "male",
            "pnc_id": f"{year}/{number:07}{pnc_letter(year, str(number))}",
            "visor_ref": f"INV{number:05}" if has_visor_record(specimen, number) else None,
        },
    )
    scene = Scene(specimen, case, cast, number, today)
    _surroundings(scene, opened)
    if specimen.category is not None:
        _sentence(scene, opened)
        if specimen.category != 3:
            level_services.decide_category(
                actor=scene.owner,
                case=case,
                reason="By the offence and its sentence.",
                on=scene.ago(IDENTIFIED),
                today=today,
                based_on="",
            )
    return scene


def _born(today: dt.date, age: int, number: int) -> dt.date:
    return add_months(today.replace(day=1 + number % 27), -12 * age - 1 - number % 11)


def _surroundings(scene: Scene, opened: dt.date) -> None:
    specimen, case, owner = scene.specimen, scene.case, scene.owner
    cases.add_address(
        actor=owner,
        case=case,
        kind="current",
        lines=f"{case.reference[-2:]} Invented Street\nNowhere",
        postcode="ZZ1 1ZZ",
        starts=opened,
        today=opened,
    )
    if scene.number == WITHOUT_HOME:
        cases.add_address(
            actor=owner,
            case=case,
            kind="regular_place",
            lines="Imaginary Day Centre, Invented Square, every morning",
            postcode="",
            starts=scene.ago(10),
            today=scene.today,
        )
    cases.add_alias(actor=owner, case=case, name=f"{specimen.given.removeprefix('Test-')}ster", kind="nickname")
    for key in ("police", "probation", "mental_health"):
        if key != specimen.lead:
            agency = scene.cast.agencies[key]
            cases.involve_agency(actor=owner, case=case, agency=agency, part="involved", starts=opened)


def _sentence(scene: Scene, opened: dt.date) -> None:
    """The offence with its disposal, the order that goes with it, the victim, and the time in custody."""
    specimen, case, owner = scene.specimen, scene.case, scene.owner
    offence = sentences.record_offence(actor=owner, case=case, today=opened, offence=_offence(specimen, opened))
    period = notification_period(offence, case.date_of_birth)
    if period is not None:
        lasts = {"indefinite": period.indefinite, "ends_on": period.last_day(opened)}
        order = {"kind": "notification", "starts_on": opened, **lasts}
        sentences.record_order(actor=owner, case=case, order=order)
    if specimen.rosh in {"high", "very_high"} and specimen.category != 4:
        _victim(scene, opened)
    if specimen.category != 3 and not specimen.child:
        _custody(scene, opened)


def _victim(scene: Scene, opened: dt.date) -> None:
    name, relationship, safety = scene.pick(texts.TEACHERS if scene.specimen.child else texts.VICTIMS)
    person = {
        "kind": "victim",
        "name": name,
        "relationship": relationship,
        "contact": texts.REACHED,
        "safety": safety,
        "victim_contact": not scene.specimen.child,
    }
    victim = people.record_protected_person(actor=scene.owner, case=scene.case, person=person)
    if not scene.specimen.child:
        liaison = scene.cast.people["vlo"]
        capacity = Assignment.Capacity.VICTIM_LIAISON
        access.assign(actor=scene.manager, case=scene.case, user=liaison, capacity=capacity, starts=opened)
        _wish(scene, victim)


def _wish(scene: Scene, victim: ProtectedPerson) -> None:
    """What the victim asks for about the licence: with every other one it was sent."""
    given = {
        "asked": texts.WISH,
        "through": "Victim liaison officer",
        "received_on": scene.ago(30),
        "stage": "release" if scene.specimen.custody is not None else "variation",
        "sentence": "determinate",
        "statement": False,
    }
    asked = representations.record(actor=scene.owner, person=victim, given=given, today=scene.today)
    if scene.number % 2:
        course = Course(sent_on=scene.ago(25))
        representations.follow(
            actor=scene.owner, representation=asked, version=asked.version, course=course, today=scene.today
        )


def _custody(scene: Scene, opened: dt.date) -> None:
    """Still in custody with a release to come, or released some time ago."""
    specimen = scene.specimen
    custody: dict[str, object] = {"place": "prison", "establishment": "HMP Imaginary", "starts_on": opened}
    if specimen.custody is not None:
        custody["release_due_on"] = scene.ago(-specimen.custody)
    else:
        custody["release_due_on"] = custody["released_on"] = scene.ago(specimen.released)
    sentences.record_custody(actor=scene.owner, case=scene.case, today=scene.today, custody=custody)


def _offence(specimen: Specimen, opened: dt.date) -> dict[str, object]:
    """A qualifying offence for the category; the licence still runs unless the case has ended."""
    ends = opened + dt.timedelta(days=LONG_AGO + (-20 if specimen.ended else 500))
    common: dict[str, object] = {
        "is_index": True,
        "outcome": "conviction",
        "committed_on": opened - dt.timedelta(days=200),
        "outcome_on": opened - dt.timedelta(days=3),
    }
    prison = {
        "disposal": "dto" if specimen.child else "imprisonment",
        "term_value": 18 if specimen.child else 4,
        "term_unit": "months" if specimen.child else "years",
        "licence_ends_on": ends,
        "sentence_ends_on": ends,
    }
    if specimen.category == 1:
        sexual = SpecifiedOffence.objects.get(number=SEXUAL_ASSAULT)
        return {**common, **prison, "title": "Sexual assault", "specified": sexual, "schedule_3": True}
    if specimen.category == 2:
        violent = SpecifiedOffence.objects.get(number=WOUNDING_WITH_INTENT)
        on_bail = {"outcome_on": opened - dt.timedelta(days=31), "sentenced_on": opened - dt.timedelta(days=3)}
        return {**common, **prison, **on_bail, "title": "Wounding with intent", "specified": violent}
    if specimen.category == 4:
        title = "Possession of a document likely to be useful to a terrorist"
        return {**common, **prison, "title": title, "schedule_19za": True, "checked_not_listed": True}
    order = "youth_rehabilitation_order" if specimen.child else "community_order"
    stalking = {"title": "Stalking", "stalking": True, "domestic_abuse": not specimen.child, "disposal": order}
    return {**common, **stalking, "checked_not_listed": True}


def set_level(scene: Scene) -> None:
    """The first decision on the level, with the screening before it; nothing for a case that has no level yet."""
    specimen, level = scene.specimen, scene.specimen.first_level
    if level is None:
        return
    decided, unit = scene.ago(specimen.first_decided), scene.cast.people["coordinator"]
    if specimen.category == 3:
        level_services.place_in_category_3(
            actor=unit,
            case=scene.case,
            offence=Offence.objects.get(case=scene.case),
            reason="The stalking shows a capability of serious harm; several agencies must act together.",
            level=level,
            on=decided,
            today=scene.today,
            based_on="",
        )
        return
    level_services.screen_case(
        actor=scene.owner,
        case=scene.case,
        proposed_level=level,
        rationale=scene.pick(texts.SCREENING),
        history=scene.pick(texts.HISTORY),
        information=scene.pick(texts.INFORMATION),
        sources=3,
        on=decided,
        today=scene.today,
    )
    level_services.decide_level(
        actor=scene.owner if level == 1 else unit,
        case=scene.case,
        level=level,
        reason=scene.pick(texts.LEVEL_REASONS[level]),
        on=decided,
        today=scene.today,
        based_on="",
        grounds={1: [], 2: ["rosh_high"], 3: ["rosh_high", "resources"]}[level],
        why_not_level_2="" if level > 1 else "The lead agency holds every part of the plan itself.",
        acknowledged=ACKNOWLEDGED,
    )


def ask_agencies(scene: Scene) -> None:
    """What other agencies were asked before the next review, of the cases at Level 1 that have had one."""
    if not scene.specimen.reviewed:
        return
    asking.ask_agency(
        actor=scene.owner,
        case=scene.case,
        agency=scene.cast.agencies["mental_health"],
        asked_for="Whether appointments were kept, and anything that worries you, for the next review.",
        asked_on=scene.ago(4),
        today=scene.today,
    )


def review_level_1(scene: Scene) -> None:
    """The review at Level 1, some weeks after the level was set, of the cases that have had one."""
    if not scene.specimen.reviewed:
        return
    level_services.review_at_level_1(
        actor=scene.owner,
        case=scene.case,
        on=scene.ago(scene.specimen.decided),
        today=scene.today,
        new_information=scene.pick(texts.INFORMATION),
        action_progress="Each action is on its way; none is overdue.",
        victim_information="Nothing new.",
        records_checked="ViSOR by the police, and the agency's own assessment.",
        plan_revised=scene.specimen.planned == "in force",
        disclosure_considered="Yes. Nobody needs to be told: nothing in the home or at work has changed.",
        outcome="stays",
        reason=f"One agency can manage the risk, as it has for {BETWEEN_REVIEWS // 7} weeks.",
        why_not_level_2="Police and probation act together through the plan; formal meetings would add nothing.",
    )


def finish(scene: Scene) -> None:
    """What comes last: the end of a case, and the restriction of another."""
    if scene.specimen.ended:
        current = levels.current_category(scene.case)
        ending.look_ahead(
            actor=scene.owner,
            case=scene.case,
            outcome="ends",
            reason="Category 3 was considered: no agency but probation is needed, and the risk is low.",
            on=scene.ago(20),
            today=scene.today,
            based_on="",
        )
        level_services.decide_category(
            actor=scene.owner,
            case=scene.case,
            reason="The licence has ended and no other category is met.",
            on=scene.ago(5),
            today=scene.today,
            based_on=str(current.pk) if current else "",
        )
    if scene.specimen.restricted:
        access.restrict(
            actor=scene.cast.people["coordinator"],
            case=scene.case,
            restricted=True,
            reason="Category 4 with national interest: named people only.",
        )
