"""A reply is drafted, items are left out of it, and the request takes its plain steps."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from audit.refusals import Effect, Finding
from enquiries import selectors, services
from enquiries.forms import DraftForm, ExemptForm, LiftForm, RedactionForm, StepForm
from enquiries.models import ReplyExemption
from enquiries.rules.replies import Draft
from enquiries.rules.routing import RESPONSE_WORDS, Response
from enquiries.rules.steps import PLAIN, TOLD, Step, Told, out_of_turn
from enquiries.views.base import RequestFormPage
from ui.forms import HouseForm
from ui.words import day


class DraftReply(RequestFormPage):
    """Draft a reply, or another in place of the last one."""

    form_class = DraftForm
    heading = "Draft a reply"
    submit = "Save the draft"
    done = "The draft is saved."

    def prepare(self, **kwargs: Any) -> None:
        """What stands."""
        super().prepare(**kwargs)
        self.shown = selectors.shown(viewer=self.request.user, request=self.enquiry)

    def findings(self) -> list[Finding]:
        """Why nothing can be drafted now; else what usually answers such a request, and what comes first."""
        stopped = out_of_turn(self.shown.read.facts(), Step.DRAFTED)
        if stopped:
            return stopped
        route = self.shown.read.route
        usual = f"What usually answers such a request: {RESPONSE_WORDS[route.response].lower()}."
        found = [Finding("ENQ-02", Effect.PROMPT, usual, None)]
        found += [Finding("ENQ-02", Effect.PROMPT, first, None) for first in route.first]
        if self.shown.summary is not None:
            words = f"The executive summary that stands: {self.shown.summary.reference}."
            found.append(Finding("ENQ-11", Effect.PROMPT, words, None))
        return found

    def form_arguments(self) -> dict[str, Any]:
        """The meetings whose minutes are approved; none where the request is tied to no case."""
        return {"meetings": selectors.minuted_meetings(viewer=self.request.user, request=self.enquiry)}

    def initial(self) -> dict[str, Any]:
        """The last draft, or what is usual."""
        last = self.shown.read.reply
        if last is None:
            return {"response": self.shown.read.route.response.value}
        names = ("response", "meeting", "reason", "lawful_basis", "necessity", "proportionality")
        return {name: getattr(last, name) for name in (*names, "suppliers", "agreement", "covering")}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = dict(form.cleaned_data)
        on, meeting = typed.pop("happened_on"), typed.pop("meeting", None)
        return services.draft(
            actor=self.request.user,
            request=self.enquiry,
            version=form.version_seen,
            reply=Draft(**typed | {"response": Response(typed["response"])}),
            on=on,
            today=timezone.localdate(),
            meeting=meeting,
            acknowledged=form.acknowledged,
        )


class Redact(RequestFormPage):
    """That the copy of an approved reply was redacted by hand, and who checked it."""

    form_class = RedactionForm
    heading = "Record that the copy was redacted by hand"
    guidance = (
        "The system leaves nothing out of minutes by itself. Print the numbered copy, take out each item that is left "
        "out, and have somebody else check it."
    )
    submit = "Record it"
    done = "The redaction is recorded. The reply can be sent."

    def base_version(self) -> str | None:
        """It adds a row and edits none."""
        return None

    def findings(self) -> list[Finding]:
        """Why nothing can be recorded now, before anybody types."""
        copies = selectors.copies_for(viewer=self.request.user, request=self.enquiry)
        if any(line.waits for line in copies):
            return []
        message = "No copy of an approved reply waits to be redacted by hand."
        return [Finding("ENQ-30", Effect.REFUSE, message, None)]

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.record_redaction(
            actor=self.request.user,
            request=self.enquiry,
            redaction=services.Redaction(**form.cleaned_data),
            today=timezone.localdate(),
        )


class Exempt(RequestFormPage):
    """Leave one item out."""

    form_class = ExemptForm
    heading = "Leave an item out"
    guidance = "One item at a time, each with its law and reason. An exemption is never for the whole."
    submit = "Record the exemption"
    done = "The exemption is recorded."

    def base_version(self) -> str | None:
        """It adds a row and edits none."""
        return None

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.exempt(actor=self.request.user, request=self.enquiry, **form.cleaned_data)


class Lift(RequestFormPage):
    """Do not leave an item out after all."""

    form_class = LiftForm
    heading = "Do not leave the item out after all"
    submit = "Lift the exemption"
    done = "The exemption is lifted."
    exemption: ReplyExemption

    def prepare(self, **kwargs: Any) -> None:
        """The exemption that stands."""
        super().prepare(**kwargs)
        self.exemption = selectors.exemption_for(
            viewer=self.request.user, request=self.enquiry, exemption_id=kwargs["exemption_id"]
        )

    @property
    def guidance(self) -> str:  # type: ignore[override]  # names the item
        """Which item."""
        return f"{self.exemption.item}. {self.exemption.get_exemption_display()}."

    def base_version(self) -> str | None:
        """It adds a row and edits none."""
        return None

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.lift(actor=self.request.user, exemption=self.exemption, reason=form.cleaned_data["reason"])


class TakeStep(RequestFormPage):
    """Record one plain step."""

    form_class = StepForm
    submit = "Record it"
    done = "It is recorded."
    told: Told

    def prepare(self, **kwargs: Any) -> None:
        """404 for what is no plain step."""
        super().prepare(**kwargs)
        if kwargs["taken"] not in {step.value for step in PLAIN}:
            raise Http404
        self.told = TOLD[Step(kwargs["taken"])]
        self.shown = selectors.shown(viewer=self.request.user, request=self.enquiry)

    @property
    def heading(self) -> str:  # type: ignore[override]  # each step has its own
        """What is done."""
        return self.told.does

    def findings(self) -> list[Finding]:
        """Why it cannot be recorded now, before anybody types."""
        return out_of_turn(self.shown.read.facts(), self.told.step)

    def initial(self) -> dict[str, Any]:
        """To whom the draft of the enclosed summary went, if it was sent round."""
        reply = self.shown.read.reply
        if self.told.step is not Step.CIRCULATED or reply is None:
            return {}
        round_ = selectors.circulated(viewer=self.request.user, summary=reply.summary)
        if round_ is None:
            return {}
        asked = "; ".join(f"{one['role']}, {one['organisation']}" for one in round_.asked)
        return {"said": f"The draft of the summary was sent round on {day(round_.circulated_on)}. To: {asked}."}

    def form_arguments(self) -> dict[str, Any]:
        """Which step."""
        return {"told": self.told}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = dict(form.cleaned_data)
        return services.take(
            actor=self.request.user,
            request=self.enquiry,
            version=form.version_seen,
            step=self.told.step,
            took=services.Took(on=typed.pop("happened_on"), **typed),
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )
