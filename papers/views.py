"""Pages of set forms: the tab, one form, drawing up, sending, receipt, closing, the PDF."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from audit.refusals import Finding
from audit.services import viewed
from offenders.pages import CaseFormPage, CasePage
from papers import paper, selectors, services
from papers.forms import CloseForm, PaperForm, ReceiptForm, SendForm
from papers.models import PaperSending
from papers.rules import checks
from papers.rules.checks import Drawer
from papers.rules.forms import SPECS, spec_of
from papers.rules.shape import COORDINATOR, SMB_CHAIR, Form, Spec
from papers.selectors import Standing
from ui.components import Row
from ui.forms import HouseForm


class CasePapers(CasePage):
    """The tab: every form of the case, what is due, and which forms the viewer's agency draws up."""

    tab = "papers"
    template_name = "papers/papers.html"

    def context(self) -> dict[str, Any]:
        """The forms, newest first."""
        viewer, today = self.request.user, timezone.localdate()
        rows = selectors.of_case(viewer=viewer, case_id=self.case.pk)
        drawer = selectors.drawer_of(viewer, self.case, self.relations)
        due = selectors.due(viewer=viewer, case_id=self.case.pk)
        restricting = selectors.waiting(viewer=viewer, case=self.case)
        return {
            "rows": rows,
            "due": due,
            "reminders": selectors.reminders(rows, restricting, due, today),
            "weighed": selectors.weighed(viewer=viewer, case_id=self.case.pk),
            "may_weigh": bool(restricting) and self.may(services.WRITE) and checks.is_theirs(SPECS[Form.J], drawer),
            "offered": self.offered(drawer, rows, today),
            "today": today,
        }

    def offered(self, drawer: Drawer, rows: Sequence[Standing], today: dt.date) -> list[Spec]:
        """The forms that the viewer may draw up now."""
        if not self.may(services.WRITE):
            return []
        return selectors.offered(drawer, rows, born=self.case.date_of_birth, today=today)


class DrawUp(CaseFormPage):
    """Draw up a form, filled in from the case."""

    tab = "papers"
    action = services.WRITE
    form_class = PaperForm
    submit = "Keep this version"
    done = "The form is drawn up. Print it, send it, and record the sending."
    spec: Spec

    def prepare(self, **kwargs: Any) -> None:
        """404 for a form that is not in the set."""
        super().prepare(**kwargs)
        spec = spec_of(kwargs["form"])
        if spec is None:
            raise Http404
        self.spec = spec

    @property
    def heading(self) -> str:  # type: ignore[override]  # each form has its own
        """What the form is called."""
        return f"{self.spec.name}: {self.spec.title}"

    @property
    def guidance(self) -> str:  # type: ignore[override]  # each form has its own
        """What it is for."""
        return self.spec.about

    def findings(self) -> list[Finding]:
        """Why it cannot be drawn up, before anybody types."""
        viewer = self.request.user
        found = checks.sender_findings(self.spec, selectors.drawer_of(viewer, self.case, self.relations))
        rows = selectors.of_case(viewer=viewer, case_id=self.case.pk)
        in_use = any(one.paper.form == self.spec.form and one.paper.closed_on is None for one in rows)
        found += checks.age_findings(self.spec, self.case.date_of_birth, timezone.localdate())
        return found + checks.open_findings(self.spec, in_use=in_use)

    def initial(self) -> dict[str, Any]:
        """What the case gives."""
        return selectors.opening(viewer=self.request.user, case=self.case, spec=self.spec)

    def form_arguments(self) -> dict[str, Any]:
        """Which form."""
        return {"spec": self.spec}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        if not isinstance(form, PaperForm):
            raise TypeError("a set form is drawn up with its own fields")
        version = services.draw_up(
            actor=self.request.user,
            case=self.case,
            spec=self.spec,
            answers=form.answers,
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )
        return version.paper

    def success_url(self, result: Any) -> str:
        """The form, or the tab."""
        if result is None:
            return reverse("case_papers", args=[self.case.pk])
        return reverse("paper", args=[self.case.pk, result.pk])


class OfPaper(CasePage):
    """Finds the form that the address names; 404 unless the viewer may see it."""

    tab = "papers"
    standing: Standing

    def prepare(self, **kwargs: Any) -> None:
        """The form with what became of it, then what the subclass needs."""
        self.standing = selectors.paper_for(viewer=self.request.user, case_id=self.case.pk, paper_id=kwargs["paper_id"])
        super().prepare(**kwargs)

    @property
    def own(self) -> bool:
        """Whether drawing up this form is the duty of the viewer's agency."""
        drawer = selectors.drawer_of(self.request.user, self.case, self.relations)
        return self.may(services.WRITE) and checks.is_theirs(self.standing.paper.spec, drawer)

    def forwards(self) -> bool:
        """Whether the viewer passes MAPPA N on to the Board's Chair."""
        told = any(one.to == COORDINATOR.key for one in self.standing.sendings)
        return told and self.standing.paper.form == Form.N and self.may(services.ANSWER)

    def url(self) -> str:
        """The address of the form's page."""
        return reverse("paper", args=[self.case.pk, self.standing.paper.pk])


class PaperPage(OfPaper):
    """One form: what it says, where it went, what has changed since."""

    template_name = "papers/paper.html"

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        standing, applies = self.standing, self.standing.paper.closed_on is None
        words, colour = standing.state
        return {
            "standing": standing,
            "state": words,
            "colour": colour,
            "facts": self.facts(),
            "changes": selectors.changes(standing, self.case),
            "charge": selectors.of_the_charge(standing, self.case),
            "sent": [(one, standing.receipts.get(one.pk)) for one in standing.sendings],
            "may_draw": applies and self.own,
            "may_send": applies and (self.own or self.forwards()),
            "may_close": applies and (self.own or self.may(services.ANSWER)),
            "may_confirm": self.may(services.WRITE),
            "today": timezone.localdate(),
        }

    def facts(self) -> list[Row]:
        """Whose form it is, to whom it goes, and how long it has applied."""
        shown = self.standing.paper
        rows = [
            Row("Drawn up by", f"{shown.started_by.full_name}, {shown.agency.name}", rule="FRM-01"),
            Row("Goes to", [one.words for one in shown.spec.recipients], rule="FRM-04"),
        ]
        if shown.counts_from:
            rows.append(Row("Charged on", shown.counts_from, rule="FRM-12"))
        if shown.closed_on:
            rows += [Row("Applies no longer since", shown.closed_on, rule="FRM-05"), Row("Why", shown.closed_reason)]
        return rows


class PaperFormPage(OfPaper, CaseFormPage):
    """A form page about one set form; afterwards back to it."""

    action = services.WRITE

    def may_all_the_same(self) -> bool:
        """Whether the viewer may do it although another agency draws the form up."""
        return False

    def findings(self) -> list[Finding]:
        """Why it cannot be done now, before anybody types."""
        drawer = selectors.drawer_of(self.request.user, self.case, self.relations)
        spec, closed = self.standing.paper.spec, self.standing.paper.closed_on is not None
        theirs = [] if self.may_all_the_same() else checks.sender_findings(spec, drawer)
        return [*theirs, *checks.closed_findings(spec, closed=closed)]

    def success_url(self, result: Any) -> str:
        """The form's page."""
        return self.url()


class DrawUpAgain(PaperFormPage):
    """Draw up a further version: what has changed in the case is filled in anew."""

    form_class = PaperForm
    submit = "Keep this version"
    done = "The new version is drawn up. Send it, and record the sending."

    @property
    def heading(self) -> str:  # type: ignore[override]  # each form has its own
        """What the form is called."""
        return f"{self.standing.paper.spec.name}: a further version"

    def base_version(self) -> str:
        """The number of the version that the user looked at."""
        return str(self.standing.newest.number)

    def initial(self) -> dict[str, Any]:
        """The last version, with what has changed since."""
        spec = self.standing.paper.spec
        return selectors.opening(viewer=self.request.user, case=self.case, spec=spec, standing=self.standing)

    def form_arguments(self) -> dict[str, Any]:
        """Which form, and that it says what has changed."""
        return {"spec": self.standing.paper.spec, "again": True}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        if not isinstance(form, PaperForm):
            raise TypeError("a set form is drawn up with its own fields")
        return services.draw_up_again(
            actor=self.request.user,
            paper=self.standing.paper,
            answers=form.answers,
            reason=form.cleaned_data["reason"],
            based_on=form.version_seen,
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class SendPaper(PaperFormPage):
    """Record that the newest version was sent."""

    form_class = SendForm
    heading = "Record that the form was sent"
    guidance = "Send the PDF by secure e-mail first. What is recorded here is the record of the disclosure."
    submit = "Record the sending"
    done = "The sending is recorded."

    def may_all_the_same(self) -> bool:
        """The Unit passes MAPPA N on."""
        return self.forwards()

    def base_version(self) -> str:
        """The number of the version that was sent."""
        return str(self.standing.newest.number)

    def form_arguments(self) -> dict[str, Any]:
        """To whom this form goes."""
        return {"spec": self.standing.paper.spec}

    def initial(self) -> dict[str, Any]:
        """Today, and whoever it goes to next."""
        keys = [one.key for one in self.standing.paper.spec.recipients]
        told = {one.to for one in self.standing.sendings if one.version_id == self.standing.newest.pk}
        following = SMB_CHAIR.key if self.forwards() else next((key for key in keys if key not in told), keys[0])
        return {"to": following, "sent_on": timezone.localdate()}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return services.send(
            actor=self.request.user,
            paper=self.standing.paper,
            number=form.version_seen,
            to=typed["to"],
            recipient=typed["recipient"],
            address=typed["address"],
            on=typed["sent_on"],
            today=timezone.localdate(),
        )


class ClosePaper(PaperFormPage):
    """Record that a form applies no longer."""

    form_class = CloseForm
    heading = "The form applies no longer"
    guidance = "Nothing more is due on it then. For MAPPA P and J, ask whoever holds it to destroy it first."
    submit = "Record this"
    done = "It is recorded. What was sent stays in the record."

    def findings(self) -> list[Finding]:
        """As any step on a form; and whoever drew up MAPPA N waits until everybody was told."""
        standing, me = self.standing, self.request.user.pk
        drew = any(one.drawn_up_by_id == me for one in standing.versions)
        sent_to = {one.to for one in standing.sendings}
        found = checks.early_close_findings(standing.paper.spec, sent_to, drew_it_up=drew)
        return [*super().findings(), *found]

    def may_all_the_same(self) -> bool:
        """The Unit does, where whoever drew it up takes part no longer."""
        return self.may(services.ANSWER)

    def prepare(self, **kwargs: Any) -> None:
        """The form is what is edited."""
        super().prepare(**kwargs)
        self.subject = self.standing.paper

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.close(
            actor=self.request.user,
            paper=self.standing.paper,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )


class ConfirmPaper(CaseFormPage):
    """Record that a sending was confirmed."""

    tab = "papers"
    action = services.WRITE
    form_class = ReceiptForm
    heading = "Record that the form was received"
    submit = "Record the receipt"
    done = "The receipt is recorded."
    sending: PaperSending

    def prepare(self, **kwargs: Any) -> None:
        """The sending must be of this case."""
        super().prepare(**kwargs)
        self.sending = selectors.sending_for(
            viewer=self.request.user, case_id=self.case.pk, sending_id=kwargs["sending_id"]
        )

    def initial(self) -> dict[str, Any]:
        """Today, and whoever it was sent to."""
        return {"received_on": timezone.localdate(), "confirmed_by": self.sending.recipient}

    def success_url(self, result: Any) -> str:
        """The form's page."""
        return reverse("paper", args=[self.case.pk, self.sending.version.paper_id])

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return services.confirm(
            actor=self.request.user,
            sending=self.sending,
            on=typed["received_on"],
            confirmed_by=typed["confirmed_by"],
            said=typed["said"],
            today=timezone.localdate(),
        )


class PaperPdf(OfPaper):
    """A version as PDF, for those who see the case in full; every one is recorded."""

    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after the form."""
        version = selectors.version_of(self.standing, kwargs["number"])
        made = paper.paper_pdf(self.standing.paper, version)
        viewed(actor=self.request.user, what="case_paper_pdf", case_id=self.case.pk, subject=version)
        response = HttpResponse(made.content, content_type="application/pdf")
        name = f"{self.standing.paper.spec.name.replace(' ', '-')}-{self.case.reference}-{version.number}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
