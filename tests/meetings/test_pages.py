"""The pages of meetings: who finds which, what they do, and what they answer to bad input."""

import datetime as dt

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from meetings.models import AgendaEntry, ExecutiveSummary, Invitation, Meeting, MinutesApproval
from meetings.services import minutes, planning, record
from offenders.services.cases import involve_agency
from tests.marks import rule
from tests.meetings.conftest import plan_for, those_asked
from tests.minutes.test_summary import issue, prepare
from ui.forms import ONCE

PLANNED = (
    "meeting_detail",
    "meeting_invite",
    "meeting_invitations_sent",
    "meeting_move",
    "meeting_cancel",
    "meeting_chair",
    "meeting_minute_taker",
    "meeting_attendance",
    "meeting_action",
)
HELD = ("meeting_detail", "minutes_detail", "minutes_word", "minutes_approve", "summary_prepare", "summary_issue")


def url(name, meeting, *args):
    return reverse(name, args=[meeting.case_id, meeting.pk, *args])


def title(response):
    return response.content.decode().split("<title>")[1].split("</title>")[0]


class TestWhoFindsWhat:
    def test_the_co_ordinator_opens_every_page_of_a_planned_meeting(self, meeting, people, sign_in):
        client = sign_in(people.coordinator)
        for page in PLANNED:
            response = client.get(url(page, meeting))
            assert (page, response.status_code) == (page, 200)
            assert meeting.case.family_name not in title(response)

    def test_a_stranger_finds_none_of_them(self, meeting, people, sign_in):
        client = sign_in(people.stranger)
        assert {client.get(url(page, meeting)).status_code for page in PLANNED} == {404}

    def test_the_practitioner_reads_the_meeting_and_changes_nothing(self, meeting, people, sign_in):
        client = sign_in(people.practitioner)
        assert client.get(url("meeting_detail", meeting)).status_code == 200
        assert {client.get(url(page, meeting)).status_code for page in PLANNED[1:]} == {404}

    def test_the_first_page_of_the_case_leads_an_invitee_to_the_papers_and_nobody_else(self, meeting, people, sign_in):
        first_page = reverse("case", args=[meeting.case_id])
        papers = url("meeting_detail", meeting)
        assert papers in sign_in(people.spoc).get(first_page).content.decode()
        assert papers in sign_in(people.practitioner).get(first_page).content.decode()
        day = people.today
        involve_agency(actor=people.practitioner, case=meeting.case, agency=people.police, part="involved", starts=day)
        summary = sign_in(people.police_officer).get(first_page)
        assert summary.status_code == 200
        assert papers not in summary.content.decode()

    @rule("ACC-28")
    @rule("MIN-07")
    def test_an_invitee_reads_the_papers_and_the_approved_minutes(self, closed, people, sign_in):
        client = sign_in(people.spoc)
        papers, page = url("meeting_detail", closed), url("minutes_detail", closed)
        waiting = client.get(papers)
        assert waiting.status_code == 200
        assert "wait for the chair" in waiting.content.decode()
        assert page not in waiting.content.decode()
        assert client.get(page).status_code == 404
        assert client.get(reverse("case_meetings", args=[closed.case_id])).status_code == 404
        minutes.approve_minutes(actor=people.chair, meeting=closed, based_on=1, today=people.today)
        ready = client.get(papers).content.decode()
        assert page in ready
        assert "wait for the chair" not in ready
        assert client.get(page).status_code == 200
        with time_machine.travel(closed.next_review_on + dt.timedelta(days=1), tick=False):
            later = sign_in(people.spoc)
            assert later.get(papers).status_code == 404
            assert later.get(page).status_code == 404

    @rule("MIN-07")
    def test_the_draft_is_read_by_who_works_on_it_or_sees_the_case_in_full(self, closed, people, sign_in):
        page = url("minutes_detail", closed)
        for reader in (people.chair, people.administrator, people.coordinator, people.practitioner):
            assert (reader.full_name, sign_in(reader).get(page).status_code) == (reader.full_name, 200)

    @rule("MIN-07")
    def test_of_worded_drafts_an_invitee_reads_the_version_that_was_approved(self, closed, people, sign_in):
        minutes.word_minutes(
            actor=people.chair,
            meeting=closed,
            based_on=1,
            texts={"media.note": "Nobody asked."},
            reason="",
            today=people.today,
        )
        minutes.approve_minutes(actor=people.chair, meeting=closed, based_on=2, today=people.today)
        page = sign_in(people.spoc).get(url("minutes_detail", closed))
        assert [row.number for row in page.context["versions"]] == [2]
        assert len(sign_in(people.coordinator).get(url("minutes_detail", closed)).context["versions"]) == 2

    def test_the_chair_opens_every_page_after_the_meeting(self, approved, people, sign_in):
        client = sign_in(people.chair)
        found = {page: client.get(url(page, approved.meeting)).status_code for page in HELD}
        assert set(found.values()) == {200}, found

    def test_the_co_ordinator_neither_closes_approves_nor_issues(self, recorded, people, sign_in):
        client = sign_in(people.coordinator)
        assert client.get(url("meeting_close", recorded)).status_code == 404
        assert client.post(url("meeting_close", recorded)).status_code == 404

    def test_looking_at_a_meeting_is_recorded(self, meeting, people, sign_in):
        sign_in(people.practitioner).get(url("meeting_detail", meeting))
        event = AuditEvent.objects.filter(verb="case_meetings.viewed").last()
        assert (event.actor_id, event.case_id) == (people.practitioner.pk, meeting.case_id)

    def test_the_list_records_which_cases_it_named(self, meeting, people, sign_in):
        sign_in(people.practitioner).get(reverse("meetings") + "?show=coming")
        event = AuditEvent.objects.filter(verb="meetings.viewed").latest("pk")
        assert event.changes == {"cases": [None, [str(meeting.case_id)]]}

    def test_the_list_holds_only_meetings_of_cases_that_the_viewer_sees(self, meeting, people, sign_in):
        coming = reverse("meetings") + "?show=coming"
        assert meeting.case.reference in sign_in(people.coordinator).get(coming).content.decode()
        assert meeting.case.reference not in sign_in(people.stranger).get(coming).content.decode()
        assert sign_in(people.stranger).get(reverse("meetings") + "?show=x&page=x").status_code == 200


class TestPlanning:
    def form(self, people, **changes):
        day = people.today + dt.timedelta(days=21)
        values = {
            "kind": "review",
            "starts_at_date": f"{day.day}/{day.month}/{day.year}",
            "starts_at_time": "2:30pm",
            "chair": str(people.chair.pk),
            "minute_taker": str(people.administrator.pk),
            "asked": [str(people.police.pk), str(people.probation.pk)],
        }
        return {**values, **changes}

    def test_a_meeting_is_planned_from_the_page(self, level_2_case, people, sign_in):
        page = reverse("meeting_schedule", args=[level_2_case.pk])
        response = sign_in(people.coordinator).post(page, self.form(people))
        meeting = Meeting.objects.get()
        assert response.headers["Location"] == url("meeting_detail", meeting)
        assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "14:30"

    @rule("MTG-03")
    def test_what_is_refused_keeps_what_was_typed(self, level_2_case, people, sign_in):
        page = reverse("meeting_schedule", args=[level_2_case.pk])
        typed = self.form(people, asked=[str(people.probation.pk)], venue="Zoë's <b>room</b>")
        response = sign_in(people.coordinator).post(page, typed)
        text = response.content.decode()
        assert response.status_code == 422
        assert "only representative of Invented Police Hampshire" in text
        assert "Zoë&#x27;s &lt;b&gt;room&lt;/b&gt;" in text or "Zoë&#39;s &lt;b&gt;room&lt;/b&gt;" in text
        assert not Meeting.objects.exists()

    def test_a_date_that_does_not_exist_gets_a_sentence(self, level_2_case, people, sign_in):
        page = reverse("meeting_schedule", args=[level_2_case.pk])
        response = sign_in(people.coordinator).post(page, self.form(people, starts_at_date="31/2/2027"))
        assert response.status_code == 422
        assert not Meeting.objects.exists()


class TestRecording:
    def test_two_editors_of_one_item_see_both_versions(self, meeting, people, sign_in):
        page = url("meeting_item", meeting, "media")
        sign_in(people.administrator).post(page, {"note": "Hers, first.", "version": "0"})
        response = sign_in(people.chair).post(page, {"note": "His, second.", "version": "0"})
        text = response.content.decode()
        assert response.status_code == 409
        assert "Hers, first." in text
        assert "His, second." in text
        again = sign_in(people.chair).post(page, {"note": "Both.", "version": "1"})
        assert again.status_code == 302
        assert AgendaEntry.objects.get(item="media").answers["note"] == "Both."

    def test_editors_of_different_items_do_not_meet(self, meeting, people, sign_in):
        first = sign_in(people.administrator).post(
            url("meeting_item", meeting, "media"), {"note": "A.", "version": "0", "next": "yes"}
        )
        second = sign_in(people.chair).post(url("meeting_item", meeting, "smb"), {"note": "B.", "version": "0"})
        assert first.headers["Location"] == url("meeting_item", meeting, "visor")
        assert second.headers["Location"] == url("meeting_detail", meeting)

    def test_an_item_that_does_not_exist_is_not_found(self, meeting, people, sign_in):
        client = sign_in(people.chair)
        assert client.get(url("meeting_item", meeting, "cppc")).status_code == 404
        assert client.get(url("meeting_item", meeting, "lunch")).status_code == 404

    def test_a_two_megabyte_note_is_refused_in_one_sentence(self, meeting, people, sign_in):
        page = url("meeting_item", meeting, "media")
        response = sign_in(people.chair).post(page, {"note": "x" * 2_000_000, "version": "0"})
        assert response.status_code == 422
        assert "Shorten this to 8,000 characters" in response.content.decode()
        assert not AgendaEntry.objects.exists()

    def test_attendance_is_recorded_in_one_table(self, meeting, people, sign_in):
        rows = list(Invitation.objects.filter(meeting=meeting))
        typed = {f"role_{row.pk}": row.role_title for row in rows}
        typed |= {f"attendance_{row.pk}": "attended" for row in rows}
        typed["version"] = record.attendance_version(rows)
        client = sign_in(people.administrator)
        assert client.post(url("meeting_attendance", meeting), typed).status_code == 302
        assert set(Invitation.objects.values_list("attendance", flat=True)) == {"attended"}
        assert client.post(url("meeting_attendance", meeting), typed).status_code == 409


class TestClosing:
    @rule("MTG-15")
    def test_the_page_lists_what_stands_in_the_way_with_a_link_to_where_it_is_settled(
        self, meeting_today, people, sign_in
    ):
        text = sign_in(people.chair).get(url("meeting_close", meeting_today)).content.decode()
        for item in ("media", "risk", "disclosure", "level"):
            assert url("meeting_item", meeting_today, item) in text
        assert url("meeting_attendance", meeting_today) in text
        assert reverse("rule", args=["MTG-15"]) in text
        assert "preventDoubleClick" not in text
        assert '<form method="post" novalidate>' not in text.split("<main")[1]

    def test_no_step_can_be_taken_before_the_one_it_rests_on(self, recorded, people, sign_in):
        client, before = sign_in(people.chair), AuditEvent.objects.filter(refused=False).count()
        for name, typed in (
            ("minutes_word", {"version": "1"}),
            ("minutes_approve", {"version": "1"}),
            ("summary_prepare", {"version": "0"}),
            ("summary_issue", {"version": "1", "recipient": "Invented Crown Court", "purpose": "Asked for."}),
        ):
            assert client.post(url(name, recorded), typed).status_code == 404
        assert AuditEvent.objects.filter(refused=False).count() == before
        assert AuditEvent.objects.filter(refused=True, verb="request.refused").count() == 4
        assert not MinutesApproval.objects.exists()
        assert not ExecutiveSummary.objects.exists()

    def test_the_chair_closes_and_reads_the_draft(self, recorded, people, sign_in):
        client = sign_in(people.chair)
        response = client.post(url("meeting_close", recorded), follow=True)
        assert response.redirect_chain[-1][0] == url("minutes_detail", recorded)
        assert "Draft, to be approved" in response.content.decode()

    def test_the_chair_approves_the_version_that_was_shown(self, closed, people, sign_in):
        client = sign_in(people.chair)
        assert client.post(url("minutes_approve", closed), {"version": "1"}).status_code == 302
        assert MinutesApproval.objects.get().approved_by == people.chair


class TestSummary:
    def test_the_chair_prepares_issues_and_downloads(self, approved, people, sign_in):
        client, meeting = sign_in(people.chair), approved.meeting
        opened = client.get(url("summary_prepare", meeting))
        form = opened.context["form"]
        boxes = [name for name in form.fields if name != ONCE and not name.startswith("nothing_")]
        typed = {name: form.initial.get(name, "") for name in boxes}
        typed |= {f"nothing_{name}": "on" for name, value in typed.items() if not value}
        saved = client.post(url("summary_prepare", meeting), {**typed, "version": "0"})
        assert saved.headers["Location"] == url("summary_overview", meeting)
        typed = {"recipient": "Invented Crown Court", "purpose": "It asked.", "version": "1", "acknowledge": "EXS-11"}
        sent = client.post(url("summary_issue", meeting), typed)
        assert sent.status_code == 302
        issued = ExecutiveSummary.objects.get()
        response = client.get(reverse("summary_download", args=[issued.case_id, issued.pk]))
        assert response.content.startswith(b"%PDF-")
        assert response.headers["Content-Disposition"] == f'attachment; filename="{issued.reference}.pdf"'
        assert AuditEvent.objects.filter(verb="summary.downloaded", actor_id=people.chair.pk).count() == 1

    def test_the_ledger_shows_reference_version_hash_recipient_and_who(self, approved, people, sign_in):
        prepare(approved.meeting, people)
        issued = issue(approved.meeting, people)
        text = sign_in(people.practitioner).get(reverse("case_meetings", args=[issued.case_id])).content.decode()
        for shown in (issued.reference, issued.file.sha256, issued.recipient, people.chair.full_name):
            assert shown in text

    def test_nobody_without_full_sight_downloads_and_no_download_is_recorded(self, approved, people, sign_in):
        prepare(approved.meeting, people)
        issued = issue(approved.meeting, people)
        address = reverse("summary_download", args=[issued.case_id, issued.pk])
        for viewer in (people.stranger, people.spoc, people.sysadmin):
            assert sign_in(viewer).get(address).status_code == 404
        assert not AuditEvent.objects.filter(verb="summary.downloaded").exists()


class TestQueries:
    def count(self, client, address):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    def test_lists_ask_as_much_for_one_meeting_as_for_six(self, level_2_case, people, sign_in):
        client = sign_in(people.coordinator)
        lists = (reverse("meetings") + "?show=coming", reverse("case_meetings", args=[level_2_case.pk]))

        def plan(later=0):
            planning.schedule_meeting(
                actor=people.coordinator,
                case=level_2_case,
                plan=plan_for(people, people.today + dt.timedelta(days=21 + later)),
                asked=those_asked(people),
                today=people.today,
            )

        plan()
        client.get(lists[0])  # signing in leaves a session to be read once
        once = [self.count(client, address) for address in lists]
        for later in range(1, 6):
            plan(later)
        assert [self.count(client, address) for address in lists] == once
