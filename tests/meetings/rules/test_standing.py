"""Standing members: what may be kept of one, who is offered for a meeting, and who is missing."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest

from meetings.rules.grades import ALL_GRADES, LADDERS, grade_choices, ladder_of
from meetings.rules.people import Party
from meetings.rules.standing import (
    MemberFacts,
    Offer,
    Standing,
    ending_findings,
    member_findings,
    offers,
    stands,
    unfilled,
)
from tests.marks import rule

FIRST = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
AGENCY, OTHER, PERSON, DEPUTY, MEMBER = (UUID(int=number) for number in range(1, 6))
SOUND = MemberFacts(
    party=Party.POLICE,
    kind="police",
    agency=AGENCY,
    grade="inspector",
    levels=[2],
    starts_on=FIRST,
    person=PERSON,
    person_agency=AGENCY,
    deputy=DEPUTY,
    deputy_agency=AGENCY,
)
ONE = Standing(
    key=MEMBER,
    levels=(2,),
    starts_on=FIRST,
    ends_on=None,
    party=Party.POLICE,
    kind="police",
    person=PERSON,
    deputy=DEPUTY,
    has_deputy=True,
)


def fields(**changes: object) -> list[str | None]:
    return [one.field for one in member_findings(replace(SOUND, **changes))]  # type: ignore[arg-type]  # of the facts


@rule("MTG-88")
class TestKeeping:
    def test_a_sound_member_has_no_findings(self) -> None:
        assert fields() == []

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"person": None}, "person"),
            ({"person": None, "name": "  "}, "person"),
            ({"name": "Imagina Standing"}, "name"),
            ({"person_agency": OTHER}, "person"),
            ({"deputy_name": "Imagina Deputy"}, "deputy_name"),
            ({"deputy_agency": OTHER}, "deputy"),
            ({"deputy": PERSON}, "deputy"),
            ({"levels": []}, "levels"),
            ({"levels": [1]}, "levels"),
            ({"grade": "senior_probation_officer"}, "grade"),
            ({"grade": ""}, "grade"),
            ({"ends_on": FIRST - DAY}, "ends_on"),
        ],
    )
    def test_one_fact_wrong_is_one_refusal(self, changes: dict[str, object], field: str) -> None:
        assert fields(**changes) == [field]

    @pytest.mark.parametrize("changes", [{"grade": "another"}, {"ends_on": FIRST}, {"levels": [2, 3]}])
    def test_these_are_right(self, changes: dict[str, object]) -> None:
        assert fields(**changes) == []

    @pytest.mark.parametrize(("last", "fine"), [(FIRST - DAY, False), (FIRST, True)])
    def test_ends_no_earlier_than_it_began(self, last: dt.date, fine: bool) -> None:
        assert (ending_findings(ends_on=last, starts_on=FIRST, ended=False) == []) is fine

    def test_ends_once(self) -> None:
        assert ending_findings(ends_on=FIRST, starts_on=FIRST, ended=True)

    @pytest.mark.parametrize(
        ("on", "holds"), [(FIRST - DAY, False), (FIRST, True), (FIRST + DAY, True), (FIRST + 2 * DAY, False)]
    )
    def test_holds_from_the_first_to_the_last_day(self, on: dt.date, holds: bool) -> None:
        assert stands(FIRST, FIRST + DAY, on) is holds


def offered(one: Standing = ONE, **changes: object) -> list[Offer]:
    arguments: dict[str, object] = {"level": 2, "on": FIRST, "barred": set(), "asked": set()}
    return offers([one], **{**arguments, **changes})  # type: ignore[arg-type]  # of the arguments


@rule("MTG-89")
class TestOffering:
    def test_the_member_is_offered_with_the_deputy_named(self) -> None:
        assert offered() == [Offer(MEMBER, deputy_instead=False, with_deputy=True, by_name=True)]

    @pytest.mark.parametrize("one", [replace(ONE, works=False), ONE])
    def test_the_deputy_is_in_the_place_of_one_who_cannot_come(self, one: Standing) -> None:
        barred = {PERSON} if one.works else set()
        assert offered(one, barred=barred) == [Offer(MEMBER, deputy_instead=True, with_deputy=False, by_name=True)]

    def test_nobody_is_offered_twice_for_two_who_cannot_come(self) -> None:
        other = replace(ONE, key=OTHER, person=AGENCY)
        told = offers([ONE, other], level=2, on=FIRST, barred={PERSON, AGENCY})
        assert [one.key for one in told] == [MEMBER]
        member = replace(ONE, key=OTHER, person=DEPUTY, deputy=None, has_deputy=False)
        told = offers([ONE, member], level=2, on=FIRST, barred={PERSON})
        assert [(one.key, one.deputy_instead) for one in told] == [(OTHER, False)]

    def test_a_barred_deputy_is_not_named(self) -> None:
        assert offered(barred={DEPUTY}) == [Offer(MEMBER, deputy_instead=False, with_deputy=False, by_name=True)]

    def test_nobody_is_offered_where_both_are_barred(self) -> None:
        assert offered(barred={PERSON, DEPUTY}) == []

    def test_nobody_is_offered_where_a_barred_member_has_no_deputy(self) -> None:
        assert offered(replace(ONE, deputy=None, has_deputy=False), barred={PERSON}) == []

    @pytest.mark.parametrize("changes", [{"level": 3}, {"on": FIRST - DAY}, {"asked": {PERSON}}, {"asked": {DEPUTY}}])
    def test_not_at_another_level_before_the_first_day_or_twice(self, changes: dict[str, object]) -> None:
        assert offered(**changes) == []

    def test_a_prison_is_asked_by_its_mailbox(self) -> None:
        one = replace(ONE, party=Party.PRISON, kind="prison")
        assert offered(one) == [Offer(MEMBER, deputy_instead=False, with_deputy=False, by_name=False)]


@rule("MTG-90")
def test_each_level_says_whom_it_lacks() -> None:
    everybody = [
        (Party.POLICE, "police", (2, 3)),
        (Party.PROBATION, "probation", (2, 3)),
        (Party.PRISON, "prison", (2, 3)),
        (Party.OTHER_AGENCY, "mental_health", (2, 3)),
        (Party.CHILDRENS_SERVICES, "childrens_services", (2, 3)),
        (Party.OTHER_AGENCY, "adult_social_care", (2,)),
    ]
    assert unfilled(everybody, coordinators={2}) == ["MAPPA Co-ordinator at Level 3", "Adult Social Care at Level 3"]
    assert len(unfilled([], coordinators=())) == 14


@rule("MTG-40")
def test_a_grade_is_of_one_ladder_alone() -> None:
    assert sum(len(ladder.grades) for ladder in LADDERS.values()) + 1 == len(ALL_GRADES)
    assert all(set(ladder.least.values()) <= set(ladder.grades) for ladder in LADDERS.values())


@rule("MTG-40")
@pytest.mark.parametrize(
    ("party", "kind", "name"),
    [
        (Party.POLICE, "police", "Police"),
        (Party.OTHER_AGENCY, "mental_health", "Mental health services"),
        (Party.OTHER_AGENCY, "local_housing", None),
        (Party.PRACTITIONER, "probation", None),
        (Party.VICTIM_LIAISON_OFFICER, "probation", None),
    ],
)
def test_a_part_of_its_own_has_no_grade(party: Party, kind: str, name: str | None) -> None:
    ladder = ladder_of(party, kind)
    assert (ladder.name if ladder else None) == name
    assert bool(grade_choices(party, kind)) is (name is not None)
