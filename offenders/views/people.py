"""Victims and people at risk, for those who hold the further permission."""

from collections.abc import Sequence
from typing import Any

from audit.refusals import Finding
from offenders import selectors, victims
from offenders.access import Detail
from offenders.forms.base import CaseForm
from offenders.forms.people import ProtectedPersonForm
from offenders.models import ProtectedPerson
from offenders.pages import CaseFormPage, CasePage
from offenders.rules.representations import Maker, reminders
from offenders.rules.victim_contact import Standing, difference
from offenders.services import people as services


class CaseVictims(CasePage):
    """Who has to be kept safe, and what keeps them safe."""

    tab = "victims"
    at_least = Detail.SUMMARY
    template_name = "offenders/victims.html"

    def prepare(self, **kwargs: Any) -> None:
        """404 without the further permission."""
        self.people = selectors.protected_people(viewer=self.request.user, case_id=self.case.pk)

    def context(self) -> dict[str, Any]:
        """The people, what the rule finds of the scheme, what they ask for, and whether the viewer may add."""
        contact = victims.victim_contact(viewer=self.request.user, case_id=self.case.pk)
        return {
            "people": [(row, _differences(contact.standing, row)) for row in self.people],
            "contact": contact,
            "grounds": contact.grounds if self.shows.everything else (),
            "representations": [
                (row, reminders(row.course, Maker(row.maker)))
                for row in victims.representations(viewer=self.request.user, case_id=self.case.pk)
            ],
            "may_record": self.may("record_victims"),
        }


def _differences(found: Standing, row: ProtectedPerson) -> Sequence[Finding]:
    """How what is recorded of a person differs from what the rule finds (VIC-02)."""
    return difference(found, recorded=row.victim_contact, is_victim=row.kind == ProtectedPerson.Kind.VICTIM)


class RecordProtectedPerson(CaseFormPage):
    """Add a victim or somebody at risk."""

    tab = "victims"
    at_least = Detail.SUMMARY
    action = "record_victims"
    form_class = ProtectedPersonForm
    heading = "Record a victim or a person at risk"
    submit = "Record this person"
    done = "The person is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """404 without the further permission."""
        super().prepare(**kwargs)
        selectors.protected_people(viewer=self.request.user, case_id=self.case.pk)

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.record_protected_person(actor=self.request.user, case=self.case, person=form.cleaned_data)


class CorrectProtectedPerson(RecordProtectedPerson):
    """Correct what is recorded of them, guarded against a second editor."""

    heading = "Correct what is recorded"
    submit = "Save"
    done = "The record is corrected."

    def prepare(self, **kwargs: Any) -> None:
        """The person must be recorded on this case."""
        super().prepare(**kwargs)
        self.subject = selectors.protected_person(
            viewer=self.request.user, case_id=self.case.pk, pk=kwargs["person_id"]
        )

    def initial(self) -> dict[str, Any]:
        """What is recorded now."""
        return {name: getattr(self.subject, name) for name in ProtectedPersonForm.base_fields}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.correct_protected_person(
            actor=self.request.user,
            person=self.subject,
            version=form.version_seen,
            changes=form.cleaned_data,
        )
