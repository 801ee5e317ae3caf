"""Pages about information on a case: the list, one item, and the forms that change it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from audit.refusals import NotPermitted
from audit.services import viewed
from deadlines.rules.days import add_months
from information import selectors, services
from information.forms import (
    KINDS,
    CorrectForm,
    EndForm,
    KeepForm,
    NameForm,
    RecordForm,
    ShareForm,
    WithdrawForm,
)
from information.models import InformationItem, InformationShare
from offenders.access import Detail
from offenders.pages import CaseFormPage, CasePage
from offenders.rules.sensitivity import OPENING_WORDS
from ui.components import Row
from ui.forms import HouseForm

STATE_WORDS = (("current", "Standing"), ("withdrawn", "Withdrawn"), ("all", "Both"))
REVIEW_MONTHS = 6
SAID = (
    "sensitivity",
    "source",
    "dated_on",
    "text",
    "source_evaluation",
    "assessment",
    "handling",
    "conditions",
    "review_on",
)


class OfInformation(CasePage):
    """A page of this room: it opens to whoever sees the papers of the case, and shows what is open to them."""

    tab = "information"
    at_least = Detail.PACK


class CaseInformation(OfInformation):
    """The items that are open to the viewer, filtered, in pages by key."""

    template_name = "information/information.html"

    def context(self) -> dict[str, Any]:
        """One page of items."""
        query = self.request.GET.dict()
        filters = selectors.Filters.from_query(query)
        page = selectors.page(
            viewer=self.request.user, case_id=self.case.pk, filters=filters, older_than=_uuid(query.get("older", ""))
        )
        return {
            "page": page,
            "filters": filters,
            "kinds": KINDS,
            "states": STATE_WORDS,
            "may_add": self.may("add_information"),
            "today": timezone.localdate(),
        }


class OfItem(OfInformation):
    """Finds the item that the address names; 404 unless it is open to the viewer."""

    item: InformationItem

    def prepare(self, **kwargs: Any) -> None:
        """The item, then what the subclass needs."""
        self.item = selectors.item_for(viewer=self.request.user, case_id=self.case.pk, item_id=kwargs["item_id"])
        self.item.case = self.case
        super().prepare(**kwargs)

    @property
    def decides(self) -> bool:
        """Whether the viewer decides about the item."""
        return self.may("decide_information") and selectors.decides(self.request.user, self.item)


class ItemPage(OfItem):
    """One item: what it says, how it was evaluated, what it said before, and to whom it is open."""

    template_name = "information/item.html"

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """Show it, and record that the information of the case was looked at, and that it was this very item.

        The first event is told to whoever may know who looked at the case, the second only with the item (INF-14).
        """
        viewed(actor=self.request.user, what="case_information", case_id=self.case.pk)
        viewed(actor=self.request.user, what="information_item", case_id=self.case.pk, subject=self.item)
        return render(request, self.template_name, {**self.frame(), **self.context()})

    def context(self) -> dict[str, Any]:
        """The newest version row by row, the earlier ones, and the shares that the viewer may know of."""
        item = self.item
        newest, *earlier = item.newest_first
        return {
            "item": item,
            "newest": newest,
            "earlier": earlier,
            "rows": _rows(item, newest),
            "shares": selectors.shares_of(viewer=self.request.user, item=item),
            "decides": self.decides,
            "today": timezone.localdate(),
            "back": reverse("case_information", args=[self.case.pk]),
        }


class ItemFormPage(OfItem, CaseFormPage):
    """A form about one item, for those who decide about it; afterwards back to the item."""

    action = "decide_information"

    def prepare(self, **kwargs: Any) -> None:
        """The page does not exist for those who do not decide about this item (INF-03)."""
        super().prepare(**kwargs)
        if not selectors.decides(self.request.user, self.item):
            raise NotPermitted(self.action, case_id=self.case.pk)

    def success_url(self, result: Any) -> str:
        """The item."""
        return selectors.address_of(self.item)


class RecordItem(OfInformation, CaseFormPage):
    """Record information that an agency gave."""

    action = "add_information"
    form_class = RecordForm
    heading = "Record information"
    guidance = "It stays with the agency that gave it. That agency decides who else gets it."
    submit = "Record this information"
    done = "The information is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """The agencies whose information it may be."""
        return {"agencies": selectors.owners_for(self.case)}

    def initial(self) -> dict[str, Any]:
        """The viewer's own agency, today, and a first look in six months."""
        today = timezone.localdate()
        owner = selectors.owner_for_form(self.request.user, self.case)
        return {"dated_on": today, "owner_agency": owner, "review_on": add_months(today, REVIEW_MONTHS)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.record_item(
            actor=self.request.user,
            case=self.case,
            owner=form.cleaned_data["owner_agency"],
            given=_given(form),
            today=timezone.localdate(),
        )


class CorrectItem(ItemFormPage):
    """Add a further version."""

    form_class = CorrectForm
    heading = "Correct this information"
    guidance = "What it said before is kept. A correction never opens it to more people."
    submit = "Record the correction"
    done = "The correction is recorded as a further version."

    def prepare(self, **kwargs: Any) -> None:
        """The item is what is edited."""
        super().prepare(**kwargs)
        self.subject = self.item

    def initial(self) -> dict[str, Any]:
        """The newest version."""
        newest = self.item.newest_first[0]
        said = {name: getattr(newest, name) for name in SAID if name != "review_on"}
        return {**said, "review_on": self.item.review_on}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.correct_item(
            actor=self.request.user,
            item=self.item,
            given=_given(form),
            reason=form.cleaned_data["reason"],
            version=form.version_seen,
            today=timezone.localdate(),
        )

    def success_url(self, result: Any) -> str:
        """The item, or the list when the correction closed it to whoever made it."""
        open_still = selectors.items(viewer=self.request.user, case_id=self.case.pk).filter(pk=self.item.pk).exists()
        return super().success_url(result) if open_still else reverse("case_information", args=[self.case.pk])


class ShareItem(ItemFormPage):
    """Open an item to another agency, or a restricted one to somebody by name."""

    heading = "Share this information"
    submit = "Open it to them"
    done = "The item is open to them."

    def prepare(self, **kwargs: Any) -> None:
        """The form is for an agency, or for a person."""
        super().prepare(**kwargs)
        self.form_class = NameForm if self.item.opens_by_name else ShareForm  # type: ignore[misc]  # of this page

    def form_arguments(self) -> dict[str, Any]:
        """Those to whom it may be offered."""
        if self.item.opens_by_name:
            return {"people": selectors.people_for(self.item)}
        return {"agencies": selectors.agencies_for(self.item)}

    def context(self) -> dict[str, Any]:
        """The heading that fits, and the conditions that bind whoever receives it."""
        newest = self.item.newest_first[0]
        heading = "Open this information to a named person" if self.item.opens_by_name else self.heading
        return {"heading": heading, "guidance": f"Conditions: {newest.conditions}" if newest.conditions else ""}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed: dict[str, Any] = {**form.cleaned_data, "acknowledged": form.acknowledged}
        share = services.share_with_person if self.item.opens_by_name else services.share_with_agency
        return share(actor=self.request.user, item=self.item, today=timezone.localdate(), **typed)


class EndShare(ItemFormPage):
    """Close an item again to an agency or a person."""

    form_class = EndForm
    heading = "Close this information again"
    submit = "Close it to them"
    done = "The item is closed to them from now on."
    share: InformationShare

    def prepare(self, **kwargs: Any) -> None:
        """The running share that the address names."""
        super().prepare(**kwargs)
        self.share = selectors.share_for(viewer=self.request.user, item=self.item, share_id=kwargs["share_id"])

    def context(self) -> dict[str, Any]:
        """To whom it is open now."""
        return {"guidance": f"It is open to {self.share.agency or self.share.person} now."}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.end_share(
            actor=self.request.user,
            share=self.share,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )

    def success_url(self, result: Any) -> str:
        """The list: who closes an item to themselves no longer sees it."""
        return reverse("case_information", args=[self.case.pk])


class KeepItem(ItemFormPage):
    """Keep an item after looking at it again."""

    form_class = KeepForm
    heading = "Look at this information again"
    guidance = "If it is no longer true, correct or withdraw it instead."
    submit = "Keep it until then"
    done = "It is kept, and looked at again by the day given."

    def prepare(self, **kwargs: Any) -> None:
        """The item is what is edited."""
        super().prepare(**kwargs)
        self.subject = self.item

    def initial(self) -> dict[str, Any]:
        """In six months."""
        return {"review_on": add_months(timezone.localdate(), REVIEW_MONTHS)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.keep_item(
            actor=self.request.user,
            item=self.item,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class WithdrawItem(ItemFormPage):
    """Withdraw an item."""

    form_class = WithdrawForm
    heading = "Withdraw this information"
    guidance = "Nothing is deleted. It is marked as withdrawn and closed to the agencies it was shared with."
    submit = "Withdraw it"
    done = "The information is withdrawn."

    def prepare(self, **kwargs: Any) -> None:
        """The item is what is edited."""
        super().prepare(**kwargs)
        self.subject = self.item

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.withdraw_item(
            actor=self.request.user,
            item=self.item,
            reason=form.cleaned_data["reason"],
            version=form.version_seen,
            today=timezone.localdate(),
        )

    def success_url(self, result: Any) -> str:
        """The list."""
        return reverse("case_information", args=[self.case.pk])


def _given(form: HouseForm) -> services.Given:
    return services.Given(**{name: form.cleaned_data[name] for name in SAID})


def _rows(item: InformationItem, newest: Any) -> list[Row | tuple[str, Any]]:
    """What is known of the item beside its words."""
    evaluated = [
        ("Source evaluated as", newest.get_source_evaluation_display()),
        ("Information assessed as", newest.get_assessment_display()),
        ("Handling code", newest.get_handling_display()),
    ]
    return [
        Row("Owned by", item.owner_agency.name, rule="INF-02"),
        ("Who gave it", newest.source or "Not written down"),
        ("Date of the information", newest.dated_on),
        *((label, value) for label, value in evaluated if value),
        *([Row("Handling conditions", newest.conditions, rule="INF-07")] if newest.conditions else []),
        Row("Who sees it", OPENING_WORDS[item.kind], rule="INF-13"),
        Row("Look at it again by", item.review_on, rule="INF-09"),
        ("Recorded by", f"{newest.recorded_by.full_name}, {newest.recorded_as}"),
    ]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
