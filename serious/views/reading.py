"""The tab of a case, one review, and the register of those that are running."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.form_pages import SignedInRequest
from accounts.roles import Role
from accounts.standing import standing_of
from audit.services import viewed
from offenders.access import MANAGERS
from offenders.pages import CasePage
from serious import selectors
from serious.access import CRITICAL, RECORD, VIEW
from serious.rules.timetable import Outcome, State, Step
from serious.views.base import OfOffence
from serious.views.critical import HEADINGS
from ui.components import Row

VIEWERS = (Role.COORDINATOR, Role.AUDITOR, *MANAGERS)


class CaseSerious(CasePage):
    """The tab: the case as a critical one; for the few who may see them, serious further offences and reviews."""

    tab = "serious"
    template_name = "serious/serious.html"

    def context(self) -> dict[str, Any]:
        """What is recorded, newest first."""
        viewer = self.request.user
        known = selectors.critical_facts(viewer=viewer, case=self.case)
        offered = known.offered() if self.may(CRITICAL) else []
        sees = self.may(VIEW)
        rows = list(selectors.of_case(viewer=viewer, case_id=self.case.pk)) if sees else []
        return {
            "state": known.state,
            "considered": selectors.considered(viewer=viewer, case_id=self.case.pk),
            "events": selectors.critical_told(viewer=viewer, case_id=self.case.pk),
            "may_correct": self.may(CRITICAL),
            "offered": [(event.value, HEADINGS[event]) for event in offered],
            "shows_reviews": sees,
            "rows": [(row, selectors.COLOURS[State(row.state)]) for row in rows],
            "may_record": self.may(RECORD),
        }


class ReviewPage(OfOffence):
    """One serious further offence: what was decided, the timetable of its review, and what happened."""

    template_name = "serious/review.html"

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        shown = selectors.shown(viewer=self.request.user, offence=self.offence)
        offence, records = self.offence, self.may(RECORD)
        decided = shown.decisions[0] if shown.decisions else None
        reviewed = decided is not None and decided.outcome != Outcome.NONE
        open_review = reviewed and shown.facts.goes_on
        return {
            "shown": shown,
            "offence": offence,
            "facts": self.facts(),
            "decided": decided,
            "lines": shown.lines(),
            "lead": Step.LEAD_NAMED,
            "today": timezone.localdate(),
            "may_record": records,
            "may_decide": records and not reviewed and offence.received_on is not None,
            "may_defer": records and open_review,
            "may_go_on": records and open_review and shown.facts.deferred,
            "may_discontinue": records and open_review,
            "reviewed": reviewed,
            "may_plan": records and open_review,
        }

    def facts(self) -> list[Row]:
        """The charge with each of its days."""
        row = self.offence
        return [
            Row("Charged with", row.get_kind_display()),
            Row("Charge in full", row.charge or None),
            Row("Day of the offence", row.committed_on, rule="SCR-01"),
            Row("Day of the charge", row.charged_on, rule="SCR-19"),
            Row("Co-ordinator made aware", row.told_on),
            Row("MAPPA N reached the Chair", row.received_on, rule="SCR-16"),
            Row("Managed then for the sentence of", selectors.sentence_of(row) or None, rule="SCR-23"),
        ]


@require_safe
def reviews_running(request: SignedInRequest) -> HttpResponse:
    """Serious further offences on which something is to be done, in the viewer's sight. Not there for anybody else."""
    if not standing_of(request.user).holds(*VIEWERS):
        raise Http404
    page = selectors.running_page(viewer=request.user, after=request.GET.get("after", ""))
    viewed(actor=request.user, what="reviews", cases=[row.offence.case_id for row in page.rows])
    context = {"rows": page.rows, "next": page.next_key, "today": timezone.localdate()}
    return render(request, "serious/running.html", context)
