"""How somebody hears of alerts, and what they put off for themselves. Nothing is closed here (ALT-09)."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.views.base import AccountFormPage
from audit.refusals import Finding
from audit.services import viewed
from deadlines import selectors
from deadlines.forms import PutOffForm, WayForm
from deadlines.models import Alert, AlertPreference, AlertSnooze
from deadlines.services import telling
from ui.forms import HouseForm


class MyAlerts(AccountFormPage):
    """How somebody hears of alerts by e-mail, what waits for them, and what they put off."""

    what = "my_alerts"
    template_name = "deadlines/my_alerts.html"
    form_class = WayForm
    heading = "My alerts"
    done = "Saved."

    def open_to(self, viewer: User) -> bool:
        """Everybody who is signed in: it is about themselves."""
        return True

    def looked(self, subject: Any = None) -> None:
        """With the cases that the page names."""
        cases: list[UUID] = [alert.deadline.case_id for alert, _ in self.alerts()]
        viewed(actor=self.request.user, what=self.what, cases=[*cases, *(row.deadline.case_id for row in self.off())])

    def alerts(self) -> list[tuple[Alert, bool]]:
        """The alerts that wait for the viewer, each with whether it can be put off."""
        if not hasattr(self, "_alerts"):
            self._alerts = selectors.alerts_to_put_off(viewer=self.request.user)
        return self._alerts

    def off(self) -> list[AlertSnooze]:
        """What the viewer put off."""
        if not hasattr(self, "_off"):
            self._off = selectors.put_off_by(viewer=self.request.user, today=timezone.localdate())
        return self._off

    def initial(self) -> dict[str, Any]:
        """As it is."""
        present = selectors.preference_of(self.request.user)
        return {"way": present.way, "hour": str(present.hour)}

    def context(self) -> dict[str, Any]:
        """What waits and what is put off."""
        return {"alerts": self.alerts(), "put_off": self.off(), "today": timezone.localdate()}

    def perform(self, form: HouseForm) -> AlertPreference:
        """Choose."""
        return telling.choose_way(actor=self.request.user, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        """The same page; Home for who changes nothing."""
        return reverse("my_alerts") if result else reverse("home")


class PutOff(AccountFormPage):
    """An alert is put off by its addressee, for themselves alone."""

    what = "alert_put_off_form"
    template_name = "deadlines/put_off.html"
    form_class = PutOffForm
    heading = "Put an alert off"
    guidance = (
        "It comes back by itself on the day that you enter. Nobody else’s alerts change, and nothing is closed: only "
        "what satisfies the rule ends an alert."
    )
    submit = "Put it off"
    done = "The alert is put off."
    alert: Alert
    latest: dt.date | None

    def open_to(self, viewer: User) -> bool:
        """Whoever has alerts."""
        return True

    def prepare(self, **kwargs: Any) -> None:
        """The alert, when it is addressed to the viewer and not put off already."""
        found = selectors.open_alerts(viewer=self.request.user).filter(pk=kwargs["alert_id"]).first()
        if found is None:
            raise Http404
        self.alert, self.latest = found, telling.latest_day(found)

    def looked(self, subject: Any = None) -> None:
        """With the case that the page names."""
        viewed(actor=self.request.user, what=self.what, cases=[self.alert.deadline.case_id])

    def findings(self) -> list[Finding]:
        """That it cannot be put off, where that is so."""
        return telling.against_putting_off(self.alert, self.latest)

    def context(self) -> dict[str, Any]:
        """Which alert, and the latest day."""
        return {"alert": self.alert, "latest": self.latest, "today": timezone.localdate()}

    def perform(self, form: HouseForm) -> AlertSnooze:
        """Put it off."""
        return telling.put_off(
            actor=self.request.user, alert=self.alert, today=timezone.localdate(), **form.cleaned_data
        )

    def success_url(self, result: Any) -> str:
        """What waits, and what is put off."""
        return reverse("my_alerts")
