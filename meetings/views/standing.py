"""Standing members of an area: which there are, adding one, changing one, ending one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.form_pages import SignedInRequest
from accounts.models import Area
from audit.services import viewed
from meetings import selectors
from meetings.models import StandingMember
from meetings.selectors import standing
from meetings.services import standing as services
from meetings.standing_forms import ChangeMemberForm, EndMemberForm, MemberForm
from meetings.views.days import OfDays
from ui.forms import HouseForm

KEPT = ("post", "person", "name", "grade", "deputy", "deputy_name", "starts_on")


def _area(found: list[Area], slug: str) -> Area:
    area = next((one for one in found if one.pk == slug), None)
    if area is None:
        raise Http404
    return area


@require_safe
def standing_members(request: SignedInRequest, area: str) -> HttpResponse:
    """The standing members of an area today and to come, or with `?over=1` those of before (MTG-88, MTG-90)."""
    here, today = _area(standing.areas_read_by(request.user), area), timezone.localdate()
    over, after = request.GET.get("over") == "1", request.GET.get("after", "")
    page = standing.members_page(viewer=request.user, area=here, over=over, after=after, today=today)
    viewed(actor=request.user, what="standing_members", subject=here)
    context = {
        "area": here,
        "rows": page.rows,
        "next": page.next_key,
        "over": over,
        "lacking": [] if over else standing.lacking(viewer=request.user, area=here, today=today),
        "may_keep": standing.may_keep(request.user, here.pk),
        "today": today,
    }
    return render(request, "meetings/standing.html", context)


class OfStanding(OfDays):
    """A form about standing members, with the house's frame and without a case."""

    def success_url(self, result: Any) -> str:
        """The members of the area."""
        return reverse("standing_members", args=[self.area.pk])

    def lists(self) -> dict[str, Any]:
        """The agencies and people of the area."""
        return {
            "agencies": selectors.agencies_of_area(self.area.pk),
            "people": selectors.people_of_area(self.area.pk),
        }


class AddStandingMember(OfStanding):
    """A standing member is added."""

    guidance = "From the first day on they are offered first when a meeting of the level is planned."
    submit = "Add this member"
    done = "The standing member is added."

    def find(self, **kwargs: Any) -> None:
        """The area that the address names, for whoever keeps its members."""
        self.area = _area(standing.areas_read_by(self.request.user), kwargs["area"])
        if not standing.may_keep(self.request.user, self.area.pk):
            raise Http404
        self.heading = f"Add a standing member in {self.area.name}"

    def build_form(self, data: Any = None) -> MemberForm:
        """From today on, unless said otherwise."""
        return MemberForm(data, initial={"starts_on": timezone.localdate()}, **self.lists())

    def perform(self, form: HouseForm) -> StandingMember:
        """Call the service."""
        typed = dict(form.cleaned_data)
        levels = [int(level) for level in typed.pop("levels")]
        member = services.Member(**typed, levels=levels)
        return services.add_member(actor=self.request.user, area=self.area, member=member)


class OfMember(OfStanding):
    """A form about one standing member."""

    def find(self, **kwargs: Any) -> None:
        """The member whom the address names."""
        self.member = standing.member_for(viewer=self.request.user, member_id=kwargs["member_id"])
        self.area = self.member.area
        self.guidance = f"{self.member.agency.name}: {self.member.post}"


class ChangeStandingMember(OfMember):
    """What is kept of a standing member is changed."""

    heading = "Change a standing member"
    submit = "Save the change"
    done = "The change is saved. As it was stays in the history."

    def build_form(self, data: Any = None) -> ChangeMemberForm:
        """With what is kept, guarded by the row's version."""
        row = self.member
        kept = {name: getattr(row, name) for name in KEPT}
        kept |= {"levels": [str(level) for level in row.levels], "person": row.person_id, "deputy": row.deputy_id}
        return ChangeMemberForm(data, version=str(row.version), initial=kept, **self.lists())

    def perform(self, form: HouseForm) -> StandingMember:
        """Call the service."""
        typed = dict(form.cleaned_data)
        levels = [int(level) for level in typed.pop("levels")]
        member = services.Member(**typed, agency=self.member.agency, levels=levels)
        return services.change_member(
            actor=self.request.user, row=self.member, version=form.version_seen, member=member
        )


class EndStandingMember(OfMember):
    """A standing membership ends."""

    heading = "End a standing membership"
    submit = "End the membership"
    done = "The membership is ended. It stays among the earlier ones."

    def build_form(self, data: Any = None) -> EndMemberForm:
        """Guarded by the row's version."""
        return EndMemberForm(data, version=str(self.member.version), initial={"ends_on": timezone.localdate()})

    def perform(self, form: HouseForm) -> StandingMember:
        """Call the service."""
        return services.end_member(
            actor=self.request.user, row=self.member, version=form.version_seen, **form.cleaned_data
        )
