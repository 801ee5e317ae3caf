"""Finding a person: slips of the pen are forgiven, what may not be seen is not found."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from audit.models import AuditEvent
from offenders.access import Detail
from offenders.models import Case
from offenders.search import Query, find
from offenders.services.access import deny, restrict
from offenders.services.cases import add_alias
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
BORN = dt.date(1985, 5, 7)
PNC = "2004/0012345D"


@pytest.fixture
def katherine(world: World) -> Case:
    return factories.make_case(
        world, family_name="O’Brien-Łoś", given_names="Katherine Testcase", date_of_birth=BORN, pnc_id=PNC
    )


def found(world: World, role: str = "team_mate", **typed: object) -> list[str]:
    return [match.why for match in find(viewer=world.people[role], query=Query(**typed))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("katherine testcase obrien los", "same name"),
        ("O'Brien", "part of the name"),
        ("Kathreine OBrien", "part of the name"),
        ("Katerine", "name spelt alike"),
        ("Cathryn", "name sounding alike"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(katherine: Case, world: World, typed: str, why: str) -> None:
    assert found(world, name=typed) == [why]


def test_a_name_that_is_nothing_like_it_finds_nobody(katherine: Case, world: World) -> None:
    assert found(world, name="Winifred") == []


def test_an_alias_is_found_from_the_moment_it_is_added(katherine: Case, world: World) -> None:
    assert found(world, name="Ziggy") == []
    add_alias(actor=world.practitioner, case=katherine, name="Ziggy Example", kind="nickname")
    assert found(world, name="Ziggy") == ["part of a name also used"]


@pytest.mark.parametrize(
    ("born", "why"),
    [
        (BORN, ["part of the name, same date of birth"]),
        (dt.date(1985, 7, 5), ["part of the name, similar date of birth"]),
        (dt.date(1986, 5, 7), ["part of the name, similar date of birth"]),
        (dt.date(1991, 1, 1), []),
    ],
)
def test_day_and_month_exchanged_or_a_year_off_still_match(
    katherine: Case, world: World, born: dt.date, why: list[str]
) -> None:
    assert found(world, name="Katherine", born=born) == why


@pytest.mark.parametrize("typed", [PNC, "2004/12345d", " 2004 / 0012345 D "])
def test_a_number_is_found_as_people_type_it(katherine: Case, world: World, typed: str) -> None:
    assert found(world, number=typed) == ["same PNC ID"]


class TestBeforeSomebodyIsRecorded:
    """Outside the searcher's sight only the presence of an ordinary case is told, and only on a strong match."""

    def details(self, world: World, **typed: object) -> list[Detail]:
        viewer = type(world.stranger).objects.get(pk=world.stranger.pk)
        query = Query(**typed)  # type: ignore[arg-type]
        return [match.detail for match in find(viewer=viewer, query=query, before_create=True)]

    def test_the_exact_number_of_a_case_of_another_area_tells_that_it_exists(
        self, katherine: Case, world: World
    ) -> None:
        assert self.details(world, number=PNC) == [Detail.PRESENCE]
        assert found(world, "stranger", number=PNC) == []

    def test_a_strong_name_with_the_date_of_birth_does_too_but_not_the_name_alone(
        self, katherine: Case, world: World
    ) -> None:
        assert self.details(world, name="Katherine O'Brien Los", born=BORN) == [Detail.PRESENCE]
        assert self.details(world, name="Katherine O'Brien Los") == []
        assert self.details(world, name="Katherine O'Brien Los", born=dt.date(1986, 5, 7)) == []

    @rule("ACC-71")
    @pytest.mark.parametrize(
        "name", ["Ziggy Example", "Cathryn O'Brien Los", "Katherine", "O'Brien Los", "Katherine Los"]
    )
    def test_nor_another_name_nor_what_only_sounds_alike_nor_part_of_the_name(
        self, katherine: Case, world: World, name: str
    ) -> None:
        add_alias(actor=world.practitioner, case=katherine, name="Ziggy Example", kind="nickname")
        assert self.details(world, name=name, born=BORN) == []
        assert self.details(world, name="Katherine O'Brien Los", born=BORN) == [Detail.PRESENCE]

    def test_a_restricted_case_is_never_told(self, katherine: Case, world: World) -> None:
        restrict(actor=world.manager, case=katherine, restricted=True, reason="Protected person.")
        assert self.details(world, number=PNC) == []
        assert self.details(world, name="Katherine O'Brien Los", born=BORN) == []

    def test_nor_any_case_to_somebody_who_is_barred_from_it(self, katherine: Case, world: World) -> None:
        deny(actor=world.manager, case=katherine, user=world.stranger, reason="A relative.", starts=world.today)
        assert self.details(world, number=PNC) == []


NEUTRAL = "a record matches what you typed"


@rule("ACC-71")
class TestBelowFullSight:
    """What a search matches by may be read of the case; the answer never says which of it matched."""

    @pytest.fixture(autouse=True)
    def also_known(self, katherine: Case, world: World) -> None:
        add_alias(actor=world.practitioner, case=katherine, name="Ziggy Example", kind="nickname")

    @pytest.mark.parametrize(
        "typed",
        [{"name": "Katherine"}, {"name": "Cathryn"}, {"born": BORN}, {"name": "Katherine", "born": BORN}],
        ids=str,
    )
    def test_a_summary_is_found_by_what_it_shows(self, world: World, typed: dict[str, object]) -> None:
        assert found(world, "colleague", **typed) == [NEUTRAL]
        assert found(world, **typed) not in ([NEUTRAL], [])

    @pytest.mark.parametrize("typed", [{"name": "Ziggy"}, {"number": PNC}], ids=str)
    def test_and_not_by_another_name_or_a_number(self, world: World, typed: dict[str, object]) -> None:
        assert found(world, "colleague", **typed) == []
        assert len(found(world, **typed)) == 1

    def test_but_by_its_reference_and_before_create_by_the_number_too(self, katherine: Case, world: World) -> None:
        assert found(world, "colleague", number=katherine.reference) == [NEUTRAL]
        matches = find(viewer=world.colleague, query=Query(number=PNC), before_create=True)
        assert [(match.why, match.detail) for match in matches] == [(NEUTRAL, Detail.SUMMARY)]

    @pytest.mark.parametrize(
        "typed",
        [
            {"born": BORN},
            {"name": "Katherine Testcase O'Brien Los"},
            {"name": "O'Brien Los", "born": BORN},
            {"name": "Katherine", "born": BORN},
            {"name": "Ziggy Example", "born": BORN},
            {"name": "Cathryn O'Brien Los", "born": BORN},
            {"name": "Katherine O'Brien Los Smith Jones Brown", "born": BORN},
            {"name": "Katherine O'Brien Los", "born": dt.date(1985, 7, 5)},
            {"number": PNC[:-1]},
        ],
        ids=str,
    )
    @pytest.mark.parametrize("before_create", [False, True])
    def test_a_restricted_record_is_not_found_by_parts(
        self, katherine: Case, world: World, typed: dict[str, object], before_create: bool
    ) -> None:
        restrict(actor=world.manager, case=katherine, restricted=True, reason="Protected person.")
        query = Query(**typed)  # type: ignore[arg-type]
        assert find(viewer=world.coordinator, query=query, before_create=before_create) == []

    @pytest.mark.parametrize("typed", [{"name": "Kathreine O'Brien Los", "born": BORN}, {"number": PNC}], ids=str)
    def test_but_by_the_legal_name_with_the_date_of_birth_or_the_exact_number(
        self, katherine: Case, world: World, typed: dict[str, object]
    ) -> None:
        restrict(actor=world.manager, case=katherine, restricted=True, reason="Protected person.")
        matches = find(viewer=world.coordinator, query=Query(**typed))  # type: ignore[arg-type]
        assert [(match.why, match.detail) for match in matches] == [(NEUTRAL, Detail.PRESENCE)]


class TestTheSearchPage:
    def test_shows_why_each_matched_and_keeps_the_name_out_of_address_and_record(
        self, katherine: Case, world: World, sign_in: SignIn
    ) -> None:
        answer = sign_in(world.team_mate).post("/search/", {"name": "katherine"})
        assert "Part of the name" in answer.content.decode()
        event = AuditEvent.objects.filter(verb="cases.searched").get()
        assert event.changes == {
            "typed": [None, ["name"]],
            "found": [None, 1],
            "cases": [None, [str(katherine.pk)]],
            "presence_only": [None, []],
        }
        assert "name=" not in answer.request["QUERY_STRING"]

    def test_tells_the_co_ordinator_of_the_area_only_that_a_restricted_record_exists(
        self, katherine: Case, world: World, sign_in: SignIn
    ) -> None:
        restrict(actor=world.manager, case=katherine, restricted=True, reason="Protected person.")
        page = sign_in(world.coordinator).post("/search/", {"number": PNC}).content.decode()
        assert "A record exists" in page
        assert "Katherine" not in page
        assert katherine.reference not in page
        nobody = sign_in(world.team_mate).post("/search/", {"number": PNC}).content.decode()
        assert "Nobody whom you may see matches" in nobody

    def test_asks_for_something_to_look_for(self, world: World, sign_in: SignIn) -> None:
        answer = sign_in(world.team_mate).post("/search/", {"name": " ", "born": "31/2/1985"})
        assert answer.status_code == 422
        assert "31/2/1985" in answer.content.decode()
