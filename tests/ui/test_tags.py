"""Component tags and word filters."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template

from tests.ui.demo import EVENTS, GRID, HOSTILE, IDENTITY, ROWS, TODAY
from tests.ui.markup import tags, text
from ui.fields import london_today
from ui.words import Missing

pytestmark = pytest.mark.usefixtures("kit")


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_a_tag_has_its_words_and_its_colour() -> None:
    drawn = draw('{% tag "Overdue" "red" %}')
    assert text(drawn) == "Overdue"
    assert tags(drawn, "strong")[0]["class"] == "govuk-tag govuk-tag--red"


def test_a_colour_that_does_not_exist_is_a_mistake_of_the_page() -> None:
    with pytest.raises(ValueError, match="crimson"):
        draw('{% tag "Overdue" "crimson" %}')


@pytest.mark.parametrize(
    ("word", "colour"),
    [("Very high", "red"), ("High", "orange"), ("Medium", "yellow"), ("Low", "green"), ("Not assessed", "grey")],
)
def test_a_band_has_its_usual_colour_and_always_its_word(word: str, colour: str) -> None:
    drawn = draw("{% band_tag word %}", word=word)
    assert text(drawn) == word
    assert f"govuk-tag--{colour}" in drawn


def test_a_due_date_is_told_in_words() -> None:
    assert text(draw("{% due_tag due today %}", due=date(2026, 1, 11), today=TODAY)) == "Overdue by 3 days"
    assert text(draw("{% due_tag due today %}", due=None, today=TODAY)) == "No date set"


def test_the_due_date_of_an_instant_is_its_london_date() -> None:
    late = datetime(2026, 6, 13, 23, 30, tzinfo=UTC)
    assert text(draw("{% due_tag due today %}", due=late, today=date(2026, 6, 14))) == "Due today"


def test_a_why_link_names_its_rule_for_those_who_do_not_see_the_page() -> None:
    drawn = draw('{% why "LVL-02" %}')
    assert tags(drawn, "a")[0]["href"] == "/rules/LVL-02/"
    assert text(drawn) == "Why? LVL-02"


@pytest.mark.parametrize("rule", ["", None])
def test_without_a_rule_there_is_no_why_link(rule: str | None) -> None:
    assert draw("{% why rule %}", rule=rule) == ""


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ on|day }}", "14 January 2026"),
        ("{{ on|weekday }}", "Wednesday 14 January 2026"),
        ("{{ at|moment }}", "14 January 2026 at 2:05pm"),
        ("{% contextual_date on today %}", "Wednesday 14 January 2026 (today)"),
        ("{{ nothing|day }}{{ nothing|weekday }}{{ nothing|moment }}", "Not recorded Not recorded Not recorded"),
    ],
)
def test_dates_are_put_into_words(source: str, shown: str) -> None:
    at = datetime(2026, 1, 14, 14, 5, tzinfo=UTC)
    assert text(draw(source, on=TODAY, today=TODAY, at=at, nothing=None)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "Not recorded"),
        ([], "None"),
        ("", "None"),
        ("  ", "None"),
        (Missing.NONE, "None"),
        (Missing.UNKNOWN, "Not recorded"),
        (Missing.UNAVAILABLE, "Not available to you"),
        (0, "0"),
        (True, "Yes"),
        (False, "No"),
        (["One", None], "One; Not recorded"),
        (TODAY, "14 January 2026"),
        (HOSTILE, " ".join(HOSTILE.split())),
    ],
)
def test_unknown_none_and_unavailable_are_told_apart(value: object, shown: str) -> None:
    assert text(draw("{{ value|shown }}", value=value)) == shown


def test_the_three_kinds_of_missing_look_different() -> None:
    looks = {tags(draw("{{ value|shown }}", value=missing), "span")[0]["class"] for missing in Missing}
    assert len(looks) == 3


def test_a_summary_list_keeps_line_breaks_and_offers_change_and_why() -> None:
    drawn = draw("{% summary_list rows %}", rows=ROWS)
    assert {"/category/", "/rules/CAT-03/"} == {attrs["href"] for attrs in tags(drawn, "a")}
    assert "Change category" in text(drawn)
    assert text(draw("{% summary_list rows %}", rows=[("Note", "one\ntwo")])) == "Note one two"
    assert "one&#10;two" in draw("{% summary_list rows %}", rows=[("Note", "one\ntwo")])


def test_the_identity_bar_says_who_and_what_is_next() -> None:
    shown = text(draw("{% identity_bar identity %}", identity=IDENTITY))
    for words in ("Zéphyrine", "EX-2026-0042", "28 February 1985 (age 40)", "Restricted", "Monday 19 January 2026"):
        assert words in shown


@pytest.mark.parametrize(("days_ago", "told"), [(1, True), (0, False)])
def test_the_identity_bar_says_when_the_review_is_overdue(days_ago: int, told: bool) -> None:
    due = london_today() - timedelta(days=days_ago)
    shown = text(draw("{% identity_bar identity %}", identity={"name": "A", "reference": "B", "next_review": due}))
    assert ("Overdue by 1 day" in shown) is told


def test_the_identity_bar_takes_a_plain_dictionary_and_tells_what_is_missing() -> None:
    shown = text(draw("{% identity_bar identity %}", identity={"name": "A. Sample", "reference": "EX-1"}))
    assert shown == "A. Sample Reference EX-1 Date of birth Not recorded Next review None set"


def test_a_grid_has_a_word_in_every_cell_and_headers_on_both_sides() -> None:
    drawn = draw("{% matrix grid %}", grid=GRID)
    assert [attrs["scope"] for attrs in tags(drawn, "th")] == ["colgroup", "col", "col", "col", "col", "row", "row"]
    words = re.findall(r'house-matrix__word">([^<]*)<', drawn)
    assert words == [cell.word for _, cells in GRID.rows for cell in cells]
    assert "Violence with a weapon" in text(drawn)
    assert "Impact: Very high" in text(drawn)


def test_a_timeline_keeps_its_order_and_its_heading_level() -> None:
    drawn = draw("{% timeline events heading_level=3 %}", events=EVENTS)
    assert len(tags(drawn, "h3")) == 2
    assert text(drawn).index("Level 2 decided") < text(drawn).index("Case opened")
    assert [attrs["datetime"] for attrs in tags(drawn, "time")] == ["2026-01-12T14:05:00+00:00", "2025-11-03"]


def test_a_number_opens_its_list_and_an_unknown_number_is_not_a_nought() -> None:
    drawn = draw('{% stat 12 "Overdue reviews" "/reviews/" tone="late" %}')
    assert tags(drawn, "a")[0]["href"] == "/reviews/"
    assert text(drawn) == "12 Overdue reviews"
    assert "Not available:" in text(draw('{% stat None "Overdue reviews" %}'))
    assert "house-stat--zero" in draw('{% stat 0 "Overdue reviews" %}')
    assert "house-stat--zero" not in draw('{% stat None "Overdue reviews" %}')


def test_a_pager_shows_only_the_ways_that_exist() -> None:
    assert [a["href"] for a in tags(draw('{% pager next="/?after=2" %}'), "a")] == ["/?after=2"]
    assert [a["rel"] for a in tags(draw('{% pager previous="/a" next="/b" showing="1 to 2" %}'), "a")] == [
        "prev",
        "next",
    ]
    assert draw("{% pager %}").strip() == ""


def test_an_empty_list_says_what_to_do_next() -> None:
    drawn = draw('{% empty_state "No review is due." "/reviews/" "See all reviews" %}')
    assert text(drawn) == "No review is due. See all reviews"


def test_an_empty_list_can_be_told_inside_a_loop() -> None:
    source = '{% for item in items %}{{ item }}{% empty %}{% empty_state "Nothing yet." %}{% endfor %}'
    assert text(draw(source, items=[])) == "Nothing yet."


def test_breadcrumbs_end_with_the_page_itself() -> None:
    drawn = draw('{% breadcrumbs "Home" "/" "Cases" "/cases/" "Reviews" %}')
    assert [attrs["href"] for attrs in tags(drawn, "a")] == ["/", "/cases/"]
    assert text(drawn) == "Home Cases Reviews"


def test_typed_text_keeps_its_line_breaks_and_its_direction() -> None:
    drawn = draw("{{ note|paragraphs }}", note="One\ntwo\n\nשלוש")
    assert [attrs["dir"] for attrs in tags(drawn, "p")] == ["auto", "auto"]
    assert "One\ntwo" in drawn
    assert text(draw("{{ note|paragraphs }}", note=None)) == "Not recorded"


@pytest.mark.parametrize(
    "source",
    [
        "{% tag hostile %}",
        "{{ hostile|paragraphs }}",
        "{{ hostile|shown }}",
        "{% stat 1 hostile hostile note=hostile %}",
        "{% empty_state hostile hostile hostile %}",
        "{% pager previous=hostile showing=hostile %}",
        "{% breadcrumbs hostile hostile hostile %}",
        "{% back_link hostile hostile %}",
        '{% govuk "Button" text=hostile href=hostile %}',
        "{% summary_list rows %}",
        "{% timeline events %}",
        "{% matrix grid %}",
        "{% sub_navigation tabs hostile %}",
        "{% identity_bar identity %}",
        "{% both_versions conflict %}",
    ],
)
def test_hostile_text_is_text_in_every_component(source: str) -> None:
    identity = {"name": HOSTILE, "reference": HOSTILE, "badges": [(HOSTILE, "red")], "facts": [(HOSTILE, HOSTILE)]}
    drawn = draw(
        source,
        hostile=HOSTILE,
        rows=[(HOSTILE, HOSTILE), (HOSTILE, f"{HOSTILE}\n"), (HOSTILE, [HOSTILE])],
        events=EVENTS,
        grid=GRID,
        tabs=[{"text": HOSTILE, "href": HOSTILE, "current": True}],
        identity=identity,
        conflict=type("Both", (), {"theirs": {HOSTILE: HOSTILE}, "yours": {HOSTILE: [HOSTILE]}}),
    )
    assert not tags(drawn, "script")
    assert not tags(drawn, "img")
    assert "alert(1)" in text(drawn) or "alert(1)" in drawn
    assert not any(
        name.startswith("on")
        for element in ("a", "p", "li", "td", "strong")
        for a in tags(drawn, element)
        for name in a
    )
