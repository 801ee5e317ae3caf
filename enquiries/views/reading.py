"""The register, the tab of a case, one request and its letter."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.form_pages import SignedInRequest
from audit.services import viewed
from enquiries import facts, selectors, services
from enquiries.access import DECIDE, HANDLE, REPORT, VIEW, may_record, sees_a_register
from enquiries.rules.replies import decider
from enquiries.rules.routing import HANDLER_WORDS, Handler, Response
from enquiries.rules.steps import PLAIN, TOLD, UNANSWERED, State, Step, keeps_texts, out_of_turn
from enquiries.views.base import OfRequest
from offenders.pages import CasePage
from ui.components import Row

OWN = "own"


@require_safe
def register(request: SignedInRequest) -> HttpResponse:
    """The register as far as the viewer sees it, or what they recorded themselves. Not there for anybody else."""
    viewer, after = request.user, request.GET.get("after", "")
    records, sees = may_record(viewer), sees_a_register(viewer)
    if not records and not sees:
        raise Http404
    asked = request.GET.get("show", "")
    filters = [*(selectors.SHOWN if sees else ()), *((OWN,) if records else ())]
    show = asked if asked in filters else filters[0]
    if show == OWN:
        page = selectors.own_page(viewer=viewer, after=after)
        viewed(actor=viewer, what="own_enquiries")
    else:
        page = selectors.register_page(viewer=viewer, show=show, after=after, today=timezone.localdate())
        named = [row.request.case_id for row in page.rows if row.request.case_id is not None]
        viewed(actor=viewer, what="enquiries", cases=named)
    context = {
        "rows": page.rows,
        "next": page.next_key,
        "show": show,
        "filters": filters,
        "records": records,
        "today": timezone.localdate(),
    }
    return render(request, "enquiries/register.html", context)


class CaseEnquiries(CasePage):
    """The tab: requests for minutes and minutes that went astray, for the few who see them; information for reports."""

    tab = "enquiries"
    template_name = "enquiries/case.html"

    def context(self) -> dict[str, Any]:
        """What is recorded, newest first."""
        viewer, sees = self.request.user, self.may(VIEW)
        rows = selectors.of_case(viewer=viewer, case_id=self.case.pk) if sees else []
        return {
            "sees": sees,
            "rows": selectors.lines(rows),
            "losses": selectors.losses(viewer=viewer, case_id=self.case.pk) if sees else [],
            "items": selectors.report_items(viewer=viewer, case_id=self.case.pk),
            "may_handle": self.may(HANDLE),
            "may_report": self.may(REPORT),
            "may_clear": self.may(DECIDE),
            "today": timezone.localdate(),
        }


class RequestPage(OfRequest):
    """One request: where it belongs and why, its steps, the reply and what it leaves out."""

    template_name = "enquiries/request.html"

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        shown = selectors.shown(viewer=self.request.user, request=self.enquiry)
        known, reply, handles = shown.read.facts(), shown.read.reply, self.may(HANDLE)
        state = State(self.enquiry.state)
        copies = selectors.copies_for(viewer=self.request.user, request=self.enquiry)
        nothing = state in UNANSWERED and known.response is Response.NONE_HELD
        decides = decider(known.response, shown.read.route, held=shown.meeting is not None)
        chair = reply is not None and decides is Handler.CHAIR
        steps = [one for one in PLAIN if handles and not out_of_turn(known, one)]
        if chair and not facts.is_chair(self.request.user, self.enquiry.case):
            steps = [one for one in steps if one is not Step.APPROVED]
        if not shown.read.route.passes_on:
            steps = [one for one in steps if one is not Step.PASSED_ON]
        return {
            "shown": shown,
            "route": shown.read.route,
            "decides": HANDLER_WORDS[decides],
            "reply": reply,
            "copies": copies,
            "may_redact": handles and any(line.waits for line in copies),
            "colour": selectors.COLOURS[state],
            "facts": self.facts(),
            "waits": state in UNANSWERED,
            "answer_again": nothing and facts.any_held(self.enquiry.case),
            "keeps_texts": keeps_texts(state),
            "left_over": not keeps_texts(state) and selectors.left_over(shown),
            "today": timezone.localdate(),
            "steps": [TOLD[one] for one in steps],
            "waits_for_chair": chair and state in (State.DRAFTED, State.CIRCULATED),
            "may_identify": handles and self.enquiry.case_id is None,
            "may_clarify": handles and not out_of_turn(known, Step.CLARIFIED),
            "may_draft": handles and not out_of_turn(known, Step.DRAFTED),
            "may_exempt": handles and state in UNANSWERED - {State.APPROVED},
        }

    def facts(self) -> list[Row]:
        """The request with each of its days."""
        row = self.enquiry
        return [
            Row("Received", row.received_on),
            Row("Received first by", row.agency.name),
            Row("Who asks", row.get_requester_display()),
            Row("Requester", row.requester_name or None),
            Row("About whom, as written", row.subject or None),
            Row("On record here", row.get_about_display(), rule="ENQ-24"),
            Row("Specific document", row.document or None),
            Row("Given in the first place by", row.supplier or None),
            Row("Wanted by", row.wanted_by, rule="ENQ-06"),
            Row("Kept until", row.destroy_on, rule="ENQ-18"),
        ]


class Letter(OfRequest):
    """The letter of the reply as a PDF; each download is recorded."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # type: ignore[override]  # no case in the address
        """The PDF as an attachment named after the request's own reference."""
        made = services.draw(actor=self.request.user, request=self.enquiry)
        if made is None:
            raise Http404
        response = HttpResponse(made.content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{self.enquiry.reference}.pdf"'
        return response
