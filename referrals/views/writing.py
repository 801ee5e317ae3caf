"""Beginning a referral, its sections, submitting and withdrawing it."""

from typing import Any, cast

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from offenders.pages import CaseFormPage
from referrals import selectors, services
from referrals.forms import (
    SectionForm,
    StartForm,
    SubmitForm,
    WithdrawForm,
)
from referrals.models import Referral
from referrals.rules.completeness import sections_for
from referrals.rules.questions import BY_KEY, VICTIMS, Section
from referrals.rules.steps import Purpose, Step
from referrals.views.base import ReferralFormPage
from ui.forms import HouseForm


class StartReferral(CaseFormPage):
    """Begin a referral, filled in from the case."""

    tab = "referrals"
    action = "refer"
    form_class = StartForm
    heading = "Make a referral"
    guidance = "The sections are filled in from the case as you see it. Nothing is sent before you have checked it."
    submit = "Begin the referral"
    done = "The referral is begun. Check each section."

    def perform(self, form: HouseForm) -> Referral:
        """Call the service."""
        purpose = Purpose(form.cleaned_data["purpose"])
        return services.start(actor=self.request.user, case=self.case, purpose=purpose, today=timezone.localdate())

    def success_url(self, result: Referral | None) -> str:
        """The referral, or the list."""
        if result is None:
            return reverse("case_referrals", args=[self.case.pk])
        return reverse("referral", args=[self.case.pk, result.pk])


class WriteSection(ReferralFormPage):
    """One section of the referral."""

    template_name = "referrals/section.html"
    action = "refer"
    step = Step.WRITE
    form_class = SectionForm
    done = "The section is saved."
    section: Section

    def prepare(self, **kwargs: Any) -> None:
        """The section that the address names; 404 for one that this referral does not have."""
        super().prepare(**kwargs)
        section = BY_KEY.get(kwargs.get("section", VICTIMS))
        if section is None or (section.key == VICTIMS) != (self.tab == "victims"):
            raise Http404
        self.section = section
        self.subject = selectors.section_row(viewer=self.request.user, referral=self.referral, section=section.key)
        self.heading = section.title  # type: ignore[misc]  # of this page
        self.guidance = section.guidance  # type: ignore[misc]  # of this page

    def base_version(self) -> str:
        """The section's version; 0 before anybody wrote to it."""
        return str(self.subject.version if self.subject else services.NOTHING_YET)

    def initial(self) -> dict[str, Any]:
        """What was written so far."""
        return selectors.answers_for_form(self.section, self.subject.answers if self.subject else {})

    def form_arguments(self) -> dict[str, Any]:
        """The section."""
        return {"section": self.section}

    def following(self) -> Section | None:
        """The section after this one."""
        every = sections_for(selectors.circumstances(self.referral))
        place = next((number for number, one in enumerate(every) if one.key == self.section.key), len(every))
        return every[place + 1] if place + 1 < len(every) else None

    def context(self) -> dict[str, Any]:
        """The section that follows."""
        return {"following": self.following(), "referral": self.referral}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        answers = cast(SectionForm, form).answers
        actor, referral, version = self.request.user, self.referral, form.version_seen
        if self.section.key == VICTIMS:
            return services.write_victims(actor=actor, referral=referral, answers=answers, version=version)
        key = self.section.key
        return services.write_section(actor=actor, referral=referral, section=key, answers=answers, version=version)

    def success_url(self, result: Any) -> str:
        """The next section when that button was pressed, else the referral."""
        following = self.following()
        if result is None or following is None or "next" not in self.request.POST:
            return self.url()
        return self.url("referral_victims") if following.key == VICTIMS else self.url("referral_section", following.key)


class WriteVictims(WriteSection):
    """What the referral says about victims, for who may see them."""

    tab = "victims"


class SubmitReferral(ReferralFormPage):
    """The check before sending: what is missing, section by section, and what is late."""

    template_name = "referrals/submit.html"
    action = "refer"
    step = Step.SUBMIT
    form_class = SubmitForm
    heading = "Check and submit the referral"
    submit = "Submit the referral"
    done = "The referral is submitted. The Co-ordination Unit decides by the day shown here."

    def form_arguments(self) -> dict[str, Any]:
        """Whether something was submitted before."""
        return {"further": self.referral.received_on is not None}

    def context(self) -> dict[str, Any]:
        """The completeness table."""
        found = selectors.checked(viewer=self.request.user, referral=self.referral)
        return {"progress": found, "referral": self.referral, "back": self.url()}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.submit(
            actor=self.request.user,
            referral=self.referral,
            version=form.version_seen,
            reason=form.cleaned_data.get("reason", ""),
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class WithdrawReferral(ReferralFormPage):
    """Take a referral back."""

    action = "refer"
    step = Step.WITHDRAW
    form_class = WithdrawForm
    heading = "Withdraw the referral"
    guidance = "Nothing is deleted. It is marked as withdrawn, and no decision on it is awaited any more."
    submit = "Withdraw it"
    done = "The referral is withdrawn."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.withdraw(
            actor=self.request.user,
            referral=self.referral,
            version=form.version_seen,
            reason=form.cleaned_data["reason"],
        )
