"""Pages about custody, hospital and release."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from audit.refusals import Finding
from audit.services import viewed
from custody import paper, selectors, services
from custody.forms import CorrectionForm, EventForm, MistakeForm, ReportForm, as_typed, opening
from custody.models import CustodyEvent
from custody.rules.kinds import SPECS, Kind, kinds_by_group
from custody.state import in_words, reminders
from offenders import selectors as offenders
from offenders.pages import CaseFormPage, CasePage
from ui.forms import HouseForm
from ui.words import day


class CaseCustody(CasePage):
    """Where the person is, what is to come, what is due from it, and everything recorded."""

    tab = "custody"
    template_name = "custody/custody.html"

    def context(self) -> dict[str, Any]:
        """What stands, what is due, and the events under their headings."""
        today, viewer = timezone.localdate(), self.request.user
        facts = selectors.facts_of(self.case)
        told = selectors.told_by_group(viewer=viewer, case_id=self.case.pk)
        offered = kinds_by_group()
        return {
            "state": in_words(facts, today),
            "reminders": [*reminders(facts, today), *selectors.early_allocation(self.case, facts, today)],
            "due": selectors.due(viewer=viewer, case_id=self.case.pk),
            "groups": [
                (group.value, told[group], [(kind, SPECS[kind].label) for kind in offered[group]]) for group in told
            ],
            "reports": selectors.reports(viewer=viewer, case_id=self.case.pk),
            "going": Kind.RELEASED if facts.present else Kind.RECEIVED,
            "may_record": self.may("record_custody"),
            "may_record_period": self.may("record_case"),
            "today": today,
        }


class RecordEvent(CaseFormPage):
    """Record one event; the address says of which kind."""

    tab = "custody"
    action = "record_custody"
    form_class = EventForm
    submit = "Record this"
    done = "It is recorded. What is due is computed again from it."
    kind: Kind

    def prepare(self, **kwargs: Any) -> None:
        """404 for a kind that does not exist."""
        super().prepare(**kwargs)
        try:
            self.kind = Kind(kwargs["kind"])
        except ValueError:
            raise Http404 from None

    @property
    def heading(self) -> str:  # type: ignore[override]  # each kind has its own
        """What the kind is called."""
        return SPECS[self.kind].label

    @property
    def guidance(self) -> str:  # type: ignore[override]  # each kind has its own
        """What has to be known beforehand."""
        return SPECS[self.kind].hint

    def form_arguments(self) -> dict[str, Any]:
        """Which kind the form is about."""
        return {"kind": self.kind}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        if not isinstance(form, EventForm):
            raise TypeError("an event is recorded with its own form")
        return services.record_event(
            actor=self.request.user,
            case=self.case,
            given=form.given(),
            details=form.cleaned_data["details"],
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class CorrectEvent(RecordEvent):
    """Correct an event, or say that it did not happen."""

    form_class = CorrectionForm
    submit = "Record the correction"
    done = "The correction is recorded. The row that was wrong stays in the record."
    event: CustodyEvent

    def prepare(self, **kwargs: Any) -> None:
        """The event must be of this case; the service says when it was corrected already."""
        CaseFormPage.prepare(self, **kwargs)
        self.event = selectors.event_for(viewer=self.request.user, case_id=self.case.pk, event_id=kwargs["event_id"])
        self.kind = Kind(self.event.kind)

    def initial(self) -> dict[str, Any]:
        """As it was recorded."""
        return as_typed(self.event)

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        if not isinstance(form, CorrectionForm):
            raise TypeError("an event is corrected with its own form")
        return services.correct_event(
            actor=self.request.user,
            event=self.event,
            given=form.given(),
            details=form.cleaned_data["details"],
            reason=form.cleaned_data["reason"],
            withdrawn=form.cleaned_data["withdrawn"],
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class TakeBackTime(CaseFormPage):
    """Mark a time in custody as recorded in error, guarded against a second editor."""

    tab = "offences"
    action = "record_case"
    form_class = MistakeForm
    heading = "Time in custody recorded in error"
    submit = "Mark it as recorded in error"
    done = "It counts for nothing now. What is due is computed again without it."

    def prepare(self, **kwargs: Any) -> None:
        """The time in custody must be of this case."""
        super().prepare(**kwargs)
        viewer = self.request.user
        self.subject = offenders.custody_period(viewer=viewer, case_id=self.case.pk, pk=kwargs["custody_id"])

    def findings(self) -> list[Finding]:
        """Why it cannot be done, before anybody types."""
        return selectors.against_taking_back(self.subject)

    def context(self) -> dict[str, Any]:
        """Which time it is, and what becomes of it."""
        row = self.subject
        until = f"to {day(row.released_on)}" if row.released_on else "with no release yet"
        stays = "It stays in the record and counts for nothing. If only the days were wrong, type the time again."
        return {"guidance": f"{row.establishment}, from {day(row.starts_on)} {until}. {stays}"}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.take_back_time(
            actor=self.request.user,
            custody=self.subject,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
        )


class RecordReport(CaseFormPage):
    """Record the prison's report for a meeting (MAPPA F)."""

    tab = "custody"
    action = "record_custody"
    form_class = ReportForm
    heading = "Report of the prison for a meeting (MAPPA F)"
    guidance = "Intelligence and people at risk are recorded in their own rooms; the report says that they exist."
    submit = "Record this report"
    done = "The report is recorded."

    def initial(self) -> dict[str, Any]:
        """The next meeting for which a report is due."""
        meeting_on = selectors.next_report_meeting(viewer=self.request.user, case_id=self.case.pk)
        return opening(timezone.localdate(), meeting_on, selectors.establishment(self.case))

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        if not isinstance(form, ReportForm):
            raise TypeError("a report is recorded with its own form")
        return services.record_report(
            actor=self.request.user,
            case=self.case,
            report=form.report(),
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )


class ReportPdf(CasePage):
    """A report of the prison (MAPPA F) as PDF, for those who see the case in full; every one is recorded."""

    tab = "custody"
    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after the case's reference."""
        report = selectors.report_for(viewer=self.request.user, case_id=self.case.pk, report_id=kwargs["report_id"])
        made = paper.mappa_f(report, self.case.reference)
        viewed(actor=self.request.user, what="case_prison_report_pdf", case_id=self.case.pk, subject=report)
        response = HttpResponse(made.content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="MAPPA-F-{self.case.reference}.pdf"'
        return response
