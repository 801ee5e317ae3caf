"""Actions at a meeting: one more that is agreed, and what an agency answers to one that was proposed."""

from typing import Any, cast

from assessments import selectors as assessments
from assessments.models import PlanAction
from assessments.rules.plan import ActionStatus
from assessments.services import NewAction
from meetings.record_forms import AnswerActionForm, MeetingActionForm
from meetings.selectors import during
from meetings.services import record
from meetings.views.base import MeetingFormPage
from ui.forms import HouseForm


class AgreeAction(MeetingFormPage):
    """An action agreed at the meeting, put on the plan."""

    action = "record_meeting"
    form_class = MeetingActionForm
    heading = "Add an action agreed at the meeting"
    guidance = "An action names the agency that will do it and the date by which it will be done."
    submit = "Add this action"
    done = "The action is on the plan."

    def form_arguments(self) -> dict[str, Any]:
        """The risks of the plan, agencies of the area, people of the case."""
        latest = assessments.latest_plan(self.case)
        return {
            "risks": latest.risks if latest else {},
            "agencies": assessments.agencies_for(self.case),
            "people": assessments.people_for(self.case),
        }

    def initial(self) -> dict[str, Any]:
        """Accepted, unless said otherwise."""
        return {"status": ActionStatus.OPEN.value}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        action = NewAction(**form.cleaned_data, due_text=cast(MeetingActionForm, form).due_text)
        return record.agree_action(
            actor=self.request.user, meeting=self.meeting, action=action, acknowledged=form.acknowledged
        )


class AnswerAction(MeetingFormPage):
    """What an agency answers at the meeting to an action of the plan."""

    template_name = "meetings/action_answer.html"
    action = "record_meeting"
    form_class = AnswerActionForm
    heading = "Answer of the agency"
    guidance = "An agency takes an action, or says why not; then the meeting considers an alternative."
    done = "The answer is recorded."
    subject: PlanAction

    def prepare(self, **kwargs: Any) -> None:
        """The action; 404 for one that is settled."""
        super().prepare(**kwargs)
        self.subject = during.action_to_answer(
            viewer=self.request.user, meeting=self.meeting, action_id=kwargs["action_id"]
        )

    def base_version(self) -> str:
        """The action's version."""
        return str(self.subject.version)

    def initial(self) -> dict[str, Any]:
        """What was answered before; nothing while it is only proposed."""
        return {"status": self.subject.status}

    def context(self) -> dict[str, Any]:
        """The action that is answered."""
        return {**super().context(), "planned": self.subject}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return record.answer_action(
            actor=self.request.user,
            meeting=self.meeting,
            action=self.subject,
            version=form.version_seen,
            **form.cleaned_data,
        )

    def success_url(self, result: Any) -> str:
        """Back to the plan on the agenda."""
        return self.meeting_url("meeting_item", "plan")
