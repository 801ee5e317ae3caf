"""What victims ask for about licence conditions, for those who may see victims."""

from typing import Any

from django.utils import timezone

from audit.refusals import Finding
from offenders import selectors, victims
from offenders.access import Detail
from offenders.forms.base import CaseForm
from offenders.forms.representations import CourseForm, RepresentationForm
from offenders.models import ProtectedPerson, Representation
from offenders.pages import CaseFormPage
from offenders.rules.representations import MAKER_WORDS, Maker, scheme_findings
from offenders.services import representations as services


class RecordRepresentation(CaseFormPage):
    """Record what a victim asks for."""

    tab = "victims"
    at_least = Detail.SUMMARY
    action = services.ACTION
    form_class = RepresentationForm
    heading = "Record what the victim asks for"
    guidance = "It goes to whoever decides on the conditions, whatever others think of it."
    submit = "Record it"
    done = "It is recorded, with the decision-maker to whom it must go."
    person: ProtectedPerson

    def prepare(self, **kwargs: Any) -> None:
        """404 without the further permission, or for somebody of another case."""
        super().prepare(**kwargs)
        self.person = selectors.protected_person(viewer=self.request.user, case_id=self.case.pk, pk=kwargs["person_id"])

    def findings(self) -> list[Finding]:
        """That they are not recorded as in the scheme (VIC-03)."""
        return scheme_findings(in_scheme=self.person.victim_contact)

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.record(
            actor=self.request.user,
            person=self.person,
            given=form.cleaned_data,
            today=timezone.localdate(),
        )


class FollowRepresentation(CaseFormPage):
    """Record what happened with it, guarded against a second editor."""

    tab = "victims"
    at_least = Detail.SUMMARY
    action = services.ACTION
    form_class = CourseForm
    heading = "What came of the victim’s request"
    done = "It is recorded."
    subject: Representation

    def prepare(self, **kwargs: Any) -> None:
        """404 without the further permission, or for a request of another case."""
        super().prepare(**kwargs)
        self.subject = victims.representation(
            viewer=self.request.user, case_id=self.case.pk, pk=kwargs["representation_id"]
        )

    @property
    def guidance(self) -> str:  # type: ignore[override]  # each request goes to its own decision-maker
        """To whom it must go."""
        return f"It must go to: {MAKER_WORDS[Maker(self.subject.maker)]}."

    def initial(self) -> dict[str, Any]:
        """What is recorded now."""
        return {name: getattr(self.subject, name) for name in CourseForm.base_fields}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        if not isinstance(form, CourseForm):
            raise TypeError("what came of a request is recorded with its own form")
        return services.follow(
            actor=self.request.user,
            representation=self.subject,
            version=form.version_seen,
            course=form.course(),
            today=timezone.localdate(),
        )
