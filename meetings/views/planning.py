"""Planning a meeting, inviting, moving and cancelling."""

from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.roles import Role
from meetings import selectors
from meetings.facts import circumstances
from meetings.forms import (
    BY_EMAIL,
    ApprovedForm,
    CancelForm,
    InviteForm,
    MoveForm,
    ScheduleForm,
    SentForm,
    WithdrawForm,
    invitation_lines,
)
from meetings.models import Invitation, Meeting, MeetingSlot
from meetings.rules.expected import Strength, expected_at
from meetings.selectors import days, standing
from meetings.selectors.convening import latest_new_date, owed
from meetings.selectors.standing import Offered
from meetings.services import invitations, moving, planning
from meetings.views.base import MeetingFormPage
from offenders.pages import CaseFormPage
from referrals import selectors as referrals
from ui.forms import HouseForm
from ui.words import weekday

OFFERED = 6
"""So many free slots are offered above the form; its list has all of them."""


def filled_by(slot: MeetingSlot) -> dict[str, Any]:
    """What a slot of a meeting day says of a meeting."""
    day = slot.day
    return {
        "slot": slot.pk,
        "starts_at": slot.starts_at,
        "venue": day.venue,
        "remote": day.remote,
        "chair": day.chair_id,
        "minute_taker": day.minute_taker_id,
    }


class ScheduleMeeting(CaseFormPage):
    """A new meeting, at the level of the case."""

    template_name = "meetings/schedule.html"
    tab = "meetings"
    action = "schedule_meeting"
    form_class = ScheduleForm
    heading = "Plan a meeting"
    guidance = (
        "The meeting is held at the level of the case. The chair, the minute-taker and people invited by name see what "
        "they need from now on."
    )
    submit = "Plan this meeting"
    done = "The meeting is planned."

    def form_arguments(self) -> dict[str, Any]:
        """Who may chair, who may take minutes, and which agencies there are."""
        area = self.case.area_id
        return {
            "chairs": selectors.people_in_role(area_id=area, roles=[Role.CHAIR]),
            "minute_takers": selectors.people_in_role(area_id=area, roles=[Role.ADMINISTRATOR, Role.COORDINATOR]),
            "agencies": selectors.agencies_of_area(area),
            "slots": self.slots,
            "standing": self.standing,
        }

    @property
    def slots(self) -> QuerySet[MeetingSlot]:
        """The free slots for this case."""
        return days.free_slots(area_id=self.case.area_id, level=self.case.level)

    @cached_property
    def standing(self) -> list[Offered]:
        """The standing members of today who are offered (MTG-89)."""
        return standing.offered(case=self.case, level=self.case.level, on=timezone.localdate())

    def initial(self) -> dict[str, Any]:
        """Standing members, and those who must or should come and have none, are ticked.

        A slot that the address names fills time, place and people.
        """
        expected = expected_at(circumstances(self.case, approved_premises=False))
        needed = [one for one in expected if one.strength is not Strength.RELEVANT]
        lines = invitation_lines(selectors.agencies_of_area(self.case.area_id))
        first = [one.asked for one in self.standing]
        needed = [one for one in needed if not any(one.asks(line.party, line.kind) for line in first)]
        asked = [one.key for one in self.standing]
        asked += [key for key, line in lines.items() if any(one.asks(line.party, line.kind) for one in needed)]
        slot = days.slot_asked_for(self.slots, self.request.GET.get("slot", ""))
        return {"asked": asked, "kind": Meeting.Kind.REVIEW, **(filled_by(slot) if slot else {})}

    def context(self) -> dict[str, Any]:
        """The next free slots, by when the review is owed, and the date that the last accepted referral named."""
        offered = {"slots": list(self.slots[:OFFERED]), "owed": owed(case=self.case, today=timezone.localdate())}
        named = referrals.meeting_named(viewer=self.request.user, case_id=self.case.pk)
        if named is None or named < timezone.localdate():
            return offered
        return offered | {"guidance": f"The accepted referral named {weekday(named)} for the meeting. {self.guidance}"}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = dict(form.cleaned_data)
        typed.pop("asked")
        return planning.schedule_meeting(
            actor=self.request.user,
            case=self.case,
            plan=planning.Plan(**typed),
            asked=cast(ScheduleForm, form).those_asked,
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )

    def success_url(self, result: Any) -> str:
        """The new meeting; the tab before there is one."""
        if result is None:
            return super().success_url(None)
        return reverse("meeting_detail", args=[self.case.pk, result.pk])


class Invite(MeetingFormPage):
    """A further invitation."""

    template_name = "meetings/invite.html"
    action = "schedule_meeting"
    form_class = InviteForm
    heading = "Invite to this meeting"
    submit = "Invite"
    done = "The invitation is recorded."

    @cached_property
    def standing(self) -> list[Offered]:
        """The standing members who are not asked yet (MTG-89)."""
        meeting = self.meeting
        return standing.offered(case=self.case, level=meeting.level, on=meeting.held_on, meeting=meeting)

    def initial(self) -> dict[str, Any]:
        """The standing member that the address names."""
        named = next((one for one in self.standing if str(one.member.pk) == self.request.GET.get("member")), None)
        if named is None:
            return {}
        asked = named.asked
        person = asked.person.pk if asked.person else None
        filled = {"agency": asked.agency.pk, "person": person, "person_name": asked.person_name}
        return {**filled, "role_title": asked.role_title}

    def context(self) -> dict[str, Any]:
        """Those offered first."""
        return {**super().context(), "standing": self.standing}

    def form_arguments(self) -> dict[str, Any]:
        """Agencies and people of the area."""
        area = self.case.area_id
        return {"agencies": selectors.agencies_of_area(area), "people": selectors.people_of_area(area)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        asked = cast(InviteForm, form).asked
        return planning.invite(actor=self.request.user, meeting=self.meeting, asked=asked, today=timezone.localdate())


class Withdraw(MeetingFormPage):
    """Taking an invitation back."""

    action = "schedule_meeting"
    form_class = WithdrawForm
    heading = "Withdraw an invitation"
    submit = "Withdraw the invitation"
    done = "The invitation is withdrawn; the papers are closed to that person."
    subject: Invitation

    def prepare(self, **kwargs: Any) -> None:
        """The invitation that the address names."""
        super().prepare(**kwargs)
        self.subject = selectors.invitation_for(
            viewer=self.request.user, meeting=self.meeting, invitation_id=kwargs["invitation_id"]
        )
        self.guidance = f"{self.subject.role_title}, {self.subject.agency.name}"  # type: ignore[misc]  # of this page

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return planning.withdraw_invitation(
            actor=self.request.user,
            invitation=self.subject,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )


class PlannedMeetingForm(MeetingFormPage):
    """A form that changes the meeting itself, guarded by its version."""

    action = "schedule_meeting"

    def prepare(self, **kwargs: Any) -> None:
        """The meeting is what is edited."""
        super().prepare(**kwargs)
        self.subject = self.meeting


class InvitationsSent(PlannedMeetingForm):
    """Sending the invitations by e-mail, or the day on which they went another way."""

    form_class = SentForm
    heading = "Send the invitations"
    guidance = (
        "Each person or agency gets an e-mail with the day and time and a link. It names nobody and no place. A prison "
        "or a military establishment is told by its functional mailbox only."
    )
    submit = "Send or record"
    done = "The invitations are sent. Who was told stands under who must be there."

    def initial(self) -> dict[str, Any]:
        """By e-mail."""
        return {"way": BY_EMAIL}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        actor, today = self.request.user, timezone.localdate()
        if form.cleaned_data["way"] == BY_EMAIL:
            return invitations.send_invitations(
                actor=actor,
                meeting=self.meeting,
                version=form.version_seen,
                today=today,
                acknowledged=form.acknowledged,
            )
        return planning.record_invitations_sent(
            actor=actor,
            meeting=self.meeting,
            version=form.version_seen,
            on=form.cleaned_data["sent_on"],
            today=today,
            acknowledged=form.acknowledged,
        )


class WithApproval(PlannedMeetingForm):
    """A form that needs the chair's approval: their own, or as the Unit records it."""

    def form_arguments(self) -> dict[str, Any]:
        """Those who chair this meeting, and whether the viewer does."""
        return {
            "chairs": selectors.chairs_of(meeting=self.meeting),
            "own": self.meeting.is_chaired_by(self.request.user),
        }

    def initial(self) -> dict[str, Any]:
        """The one chair, today."""
        one = None if self.meeting.co_chair_id else self.meeting.chair_id
        return {"approved_by": one, "approved_on": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """The last day for a new date, where one is laid down (REV-07)."""
        latest = latest_new_date(meeting=self.meeting, case=self.case, today=timezone.localdate())
        return {**super().context(), "latest": latest}

    @staticmethod
    def approval_of(form: HouseForm) -> moving.Approval:
        """The approval as typed."""
        return moving.Approval(**cast(ApprovedForm, form).approval)


class MoveMeeting(WithApproval):
    """A new date."""

    template_name = "meetings/move.html"

    form_class = MoveForm
    heading = "Move this meeting"
    submit = "Move the meeting"
    guidance = (
        "Those who were told of the present date get an e-mail that it is moved. It names nobody and no place. "
        "Apologies for the present date are cleared: ask those who sent them again."
    )
    done = "The meeting has a new date, and those who expected it are told. Send the invitations again."

    def initial(self) -> dict[str, Any]:
        """The present date, or that of the slot which the address names."""
        slot = days.slot_asked_for(self.slots, self.request.GET.get("slot", ""))
        new = {"slot": slot.pk, "starts_at": slot.starts_at} if slot else {"starts_at": self.meeting.starts_at}
        return {**super().initial(), **new}

    @property
    def slots(self) -> QuerySet[MeetingSlot]:
        """The free slots on days of those who chair this meeting."""
        area, chairs = self.case.area_id, self.meeting.chairs
        return days.free_slots(area_id=area, level=self.meeting.level, chairs=chairs)

    def form_arguments(self) -> dict[str, Any]:
        """The free slots as well."""
        return {**super().form_arguments(), "slots": self.slots}

    def context(self) -> dict[str, Any]:
        """The next free slots as well."""
        return {**super().context(), "slots": list(self.slots[:OFFERED])}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return moving.move_meeting(
            actor=self.request.user,
            meeting=self.meeting,
            version=form.version_seen,
            starts_at=form.cleaned_data["starts_at"],
            slot=form.cleaned_data["slot"],
            reason=form.cleaned_data["reason"],
            approval=self.approval_of(form),
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class CancelMeeting(WithApproval):
    """Cancelling."""

    template_name = "meetings/move.html"
    form_class = CancelForm
    heading = "Cancel this meeting"
    guidance = (
        "Those who were told of the date get an e-mail that the meeting is cancelled. It names nobody and no place. A "
        "new date is then due. It stays among the case's deadlines until another meeting is planned."
    )
    submit = "Cancel the meeting"
    done = "The meeting is cancelled; its papers are closed, and those who expected it are told."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return moving.cancel_meeting(
            actor=self.request.user,
            meeting=self.meeting,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
            approval=self.approval_of(form),
            today=timezone.localdate(),
        )

    def success_url(self, result: Any) -> str:
        """The tab once it is cancelled, since a chair's window has closed with it; the meeting before."""
        return self.meeting_url() if result is None else reverse("meetings")
