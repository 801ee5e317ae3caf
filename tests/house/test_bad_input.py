"""Whatever is typed into a form: a page with plain sentences, the text as it was typed, nothing kept by halves."""

from collections import Counter
from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from django.urls import reverse

from deadlines.selectors import deadlines_of_case
from deadlines.services.decisions import is_decidable
from tests.house.addresses import opener, path_to
from tests.house.filling import FORMS, REFUSED, SAVING_NOTHING, Blank, Box, Kind, blank, send
from tests.house.permission_table import TABLE
from tests.house.specimen import Specimen, alert_of, into_staff_mode
from tests.house.state import recorded, refusals

WITHOUT_TEXT = {
    "return_remind",
    "minutes_copies_make",
    "minutes_copies_send",
    "minutes_own_copy",
    "plan_copy_make",
    "access_request",
    "meeting_close",
    "my_alerts",
    "person_invite_again",
    "referral_start",
    "referral_submit",
    "limits_decide",
    "agreed_grade_decide",
    "sight_decide",
    "staff_leave",
    "terms",
    "youth_behaviour_remove",
    "youth_outcome_remove",
}
PAPERS = {
    "case_chronology_pdf",
    "case_chronology_download",
    "referral_pdf",
    "meeting_calendar",
    "cancelled_calendar",
    "core_group_meeting_calendar",
    "meeting_pack",
    "summary_download",
    "summary_copy_download",
    "minutes_pdf",
    "minutes_word_draft",
    "attachment_download",
    "minutes_copy_pdf",
    "plan_copy_pdf",
    "transfer_pdf",
    "paper_pdf",
    "prison_report_pdf",
    "screening_pdf",
    "review_pdf",
    "critical_pdf",
    "enquiry_letter",
}  # files
TWO_MEGABYTES = 2_000_000
AT_ONCE = 5  # five texts of 2 MB fit into one request
SCRIPT = "<script>alert(1)</script>"
HOSTILE = f'O\'Brien-D’Arcy {SCRIPT} \x00\u202eمحمد Łukasz {{{{ 7 }}}} "q" <b>'
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
UNDONE = {
    "custody_in_error",
    "offence_in_error",
    "quashing_in_error",
    "activation_in_error",
    "access_assign",
    "access_deny",
    "alert_put_off",
    "access_request",
    "access_restrict",
    "assignment_end",
    "attachment_withdraw",
    "denial_end",
    "emergency_review",
    "enquiry_lift",
    "enquiry_step",
    "enquiry_identify",
    "grant_end",
    "information_share_end",
    "information_withdraw",
    "invitation_email_settle",
    "invitation_withdraw",
    "let_in",
    "involvement_end",
    "meeting_attendance",
    "meeting_cancel",
    "meeting_minute_taker",
    "people_agency_domain_end",
    "people_move",
    "people_outside",
    "person_move_withdraw",
    "person_remove",
    "referral_withdraw",
    "return_record",
    "review_defer",
    "review_discontinue",
    "person_role_end",
    "limits_decide",
    "agreed_grade_decide",
    "sent_referral_refuse",
    "sent_referral_take",
    "sight_decide",
    "staff",
    "staff_leave",
    "minutes_approve",
    "minutes_copy_strike",
    "minutes_leave_out",
    "minutes_note_decide",
    "minutes_own_copy",
    "minutes_take_back",
    "recording_deleted",
    "summary_comment_answer",
    "transfer_refuse",
    "transfer_withdraw",
    "youth_behaviour_remove",
    "youth_outcome_remove",
}
"""Forms whose success would close pages that are looked at afterwards."""


@pytest.mark.parametrize("name", [name for name in FORMS if name not in SAVING_NOTHING])
def test_a_form_filled_in_soundly_is_saved_unless_a_rule_refuses_it(
    specimen: Specimen, blanks: dict[str, Blank], name: str
) -> None:
    before = recorded()
    answer = send(specimen, blanks[name])
    if name in REFUSED:
        assert answer.status_code == 422
        assert recorded() == before
    else:
        assert answer.status_code == 302, answer.context["form"].errors
        assert recorded() != before


@pytest.mark.parametrize("name", FORMS)
def test_a_text_of_two_megabytes_is_refused_in_one_sentence_beside_its_field(
    specimen: Specimen, blanks: dict[str, Blank], name: str
) -> None:
    form = blanks[name]
    texts = form.of_kind(Kind.TEXT)
    assert bool(texts) != (name in WITHOUT_TEXT)
    before, told, sent = recorded(), refusals(), 0
    for few in (texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)):
        answer = send(specimen, form, **{box.name: "x" * TWO_MEGABYTES for box in few})
        assert answer.status_code == 422
        sent += 1
        shown = answer.context["form"]
        boxes_of = Counter(box.field for box in few)  # a date and a time are two boxes of one field
        for box in few:
            assert 1 <= len(shown.errors[box.field]) <= boxes_of[box.field], shown.errors[box.field]
            assert len(shown.errors[box.field][0]) < 300
            assert shown.data[box.name] == "x" * TWO_MEGABYTES
    assert recorded() == before
    assert refusals() == told + sent


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for hostile text, and in which boxes it had been typed."""

    status: int
    page: str
    typed: list[Box]


@dataclass(frozen=True, slots=True)
class Hostile:
    """The answers to hostile text in every form, and every page after it was saved."""

    answers: dict[str, Answer]
    pages: dict[str, tuple[int, str]]


@pytest.fixture(scope="module")
def hostile(made: Specimen, blanks: dict[str, Blank]) -> Hostile:
    """Hostile text sent to one form after another, then every page opened; all of it is undone again."""
    with transaction.atomic():
        answers = {name: _send_hostile(made, blanks[name]) for name in FORMS}
        pages = {name: _open(made, name) for name in TABLE}
        transaction.set_rollback(True)
    return Hostile(answers, pages)


def _send_hostile(specimen: Specimen, form: Blank) -> Answer:
    """A fresh copy of the form, with hostile text in each box that is long enough for it."""
    with transaction.atomic():
        fresh = blank(specimen, form.name)
        typed = [box for box in fresh.of_kind(Kind.TEXT) if box.longest >= len(HOSTILE)]
        answer = send(specimen, fresh, **{box.name: HOSTILE for box in typed})
        page = answer.content.decode()
        if answer.status_code == 302:
            page = specimen.clients[form.sender].get(answer["Location"]).content.decode()
        if form.name in UNDONE:
            transaction.set_rollback(True)
    if form.name == "staff_leave":  # the session keeps its own copy in the cache
        into_staff_mode(specimen.clients[form.sender], specimen.ids["use_id"])
    return Answer(answer.status_code, page, typed)


def _open(specimen: Specimen, name: str) -> tuple[int, str]:
    """Status and text of a page. What is due was worked out anew with every form that was saved."""
    every = deadlines_of_case(viewer=specimen.world.practitioner, case_id=specimen.case.pk)
    due = next(one for one in every if is_decidable(one))
    alert = alert_of(specimen.world, specimen.case)
    now = replace(specimen, ids={**specimen.ids, "deadline_id": due.pk, "alert_id": alert.pk})
    answer = specimen.clients[opener(name)].get(path_to(name, now))
    return answer.status_code, answer.content.decode(errors="ignore")


@pytest.mark.parametrize("name", FORMS)
def test_hostile_text_is_answered_with_a_page_that_shows_it_as_text(hostile: Hostile, name: str) -> None:
    answer = hostile.answers[name]
    assert answer.status in {200, 302, 409, 422}
    assert SCRIPT not in answer.page
    if answer.status == 422 and answer.typed:
        assert ESCAPED in answer.page


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_page_shows_hostile_text_that_was_saved_as_text(hostile: Hostile, name: str) -> None:
    status, page = hostile.pages[name]
    assert status == TABLE[name].status
    assert SCRIPT not in page
    assert name in PAPERS or "\x00" not in page


def test_hostile_text_was_saved_in_every_room(hostile: Hostile) -> None:
    rooms = ["case", "case_timeline", "case_offences", "case_victims", "case_level", "case_risk", "case_plan"]
    rooms += ["case_disclosure", "meeting_detail", "minutes_detail", "summary_prepare", "youth_assessment"]
    assert [room for room in rooms if ESCAPED not in hostile.pages[room][1]] == []


QUERIES = {
    "cases": ["level", "category", "agency", "state", "mine", "before", "after"],
    "due": ["state", "level", "agency", "mine", "after"],
    "meetings": ["show", "page"],
    "rulebook": ["q"],
    "rulebook_coverage": ["mark"],
    "gravity": ["q", "group", "score"],
    "case_access": ["older"],
    "referrals_waiting": ["after"],
    "level_1_checks": ["after"],
    "reviews": ["after"],
    "cases_awaiting_sentence": ["after"],
    "visor_list": ["after"],
    "enquiries": ["show", "after"],
    "sent_referrals": ["show", "after"],
    "transfers": ["after"],
    "search": ["name"],
}


@pytest.mark.parametrize("value", ["\x00", SCRIPT, "9" * 5_000, "-1", "٣", "' OR '1'='1"])
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_nonsense_in_an_address_is_left_aside(specimen: Specimen, name: str, value: str) -> None:
    viewer = "manager" if name == "case_access" else opener(name)
    answer = specimen.clients[viewer].get(path_to(name, specimen), dict.fromkeys(QUERIES[name], value))
    assert answer.status_code == 200
    assert SCRIPT not in answer.content.decode()


@pytest.mark.parametrize("path", ["/cases/not-an-id/", "/rules/%00/", "/rules/<script>/", "/cases/%F0%9F%98%80/"])
def test_an_address_that_is_none_is_not_found(specimen: Specimen, path: str) -> None:
    answer = specimen.clients["practitioner"].get(path)
    assert answer.status_code == 404
    assert "<script>/" not in answer.content.decode()


class TestTooMuch:
    """More than a form can hold gets a page that says so."""

    def test_text_of_13_megabytes(self, specimen: Specimen) -> None:
        path = reverse("alias_add", args=[specimen.case.pk])
        answer = specimen.clients["practitioner"].post(path, {"name": "x" * 13_000_000, "kind": "alias"})
        assert answer.status_code == 413
        assert "too large" in answer.content.decode()

    def test_more_boxes_than_any_form_has(self, specimen: Specimen) -> None:
        path = reverse("alias_add", args=[specimen.case.pk])
        answer = specimen.clients["practitioner"].post(path, {f"box{number}": "x" for number in range(2_100)})
        assert answer.status_code == 413
