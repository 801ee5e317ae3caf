"""Recording a person's circumstances: by whom, over what stood, what falls due, and the pages."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from audit.refusals import Conflict, NotPermitted, RuleRefused
from circumstances.facts import who_else
from circumstances.models import Nationality as Recorded
from circumstances.rules.foreign import Deportation, Immigration, Nationality, Status
from deadlines.models import Deadline
from offenders.models import Case
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from tests import factories
from tests.circumstances.builders import FOREIGN, every_kind, recorded
from tests.custody.builders import inside
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)


def due(case: Case) -> dict[str, dt.date]:
    rows = Deadline.objects.filter(case=case, rule__startswith="CIR", closed_at=None)
    return dict(rows.values_list("rule", "due_on"))


@rule("CIR-02")
@rule("CIR-06")
def test_what_is_due_follows_from_what_is_recorded(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    factories.conviction(case, me, today=today)
    inside(case, me, today=today, days=20, release_due_on=today + 40 * DAY)
    assert due(case) == {}
    recorded(case, me, FOREIGN, today=today)
    assert due(case)["CIR-06"] == today + 40 * DAY and due(case)["CIR-02"] < today
    done = {"referred_on": today - 2 * DAY, "bail_plan_on": today}
    recorded(case, me, Immigration(**done), today=today)
    assert due(case) == {}
    recorded(case, me, Immigration(referred_on=today), today=today)
    assert list(due(case)) == ["CIR-06"]
    recorded(case, me, Nationality(status=Status.BRITISH), today=today)
    assert due(case) == {}


@rule("CIR-07")
class TestTheRecord:
    def test_keeps_what_stood_before_and_is_never_changed(self, world: World, case: Case) -> None:
        me, today = world.practitioner, world.today
        first = recorded(case, me, FOREIGN, today=today)
        second = recorded(case, me, Nationality(status=Status.UNCERTAIN), today=today)
        assert second.supersedes == first and Recorded.objects.filter(case=case).count() == 2
        assert second.rules == ["CIR-01"] and second.decided_as == me.audit_role
        with pytest.raises(DatabaseError), transaction.atomic():
            Recorded.objects.filter(pk=first.pk).in_bulk_with_own_audit().update(country="Other")

    def test_is_not_written_over_unseen(self, world: World, case: Case) -> None:
        recorded(case, world.practitioner, FOREIGN, today=world.today)
        with pytest.raises(Conflict):
            recorded(case, world.manager, FOREIGN, today=world.today, based_on="")

    @pytest.mark.parametrize("who", ["auditor", "stranger", "spoc", "colleague", "chair"])
    def test_is_kept_by_those_who_work_with_the_person(self, world: World, case: Case, who: str) -> None:
        with pytest.raises(NotPermitted):
            recorded(case, world.people[who], FOREIGN, today=world.today, based_on="")

    @rule("CIR-01")
    def test_of_immigration_asks_for_the_nationality_first(self, world: World, case: Case) -> None:
        with pytest.raises(RuleRefused) as refused:
            recorded(case, world.practitioner, Immigration(), today=world.today)
        assert refused.value.rules == ("CIR-01",)

    def test_stands_in_the_picture_of_a_day_and_on_the_timeline(
        self, world: World, case: Case, sign_in: SignIn
    ) -> None:
        me, today = world.practitioner, world.today
        every_kind(case, me, today=today)
        parts = {one.title: one for one in compare(viewer=me, case=case, then=AsRecordedBy(case.pk, today))}
        lines = {line.label: line for line in parts["Circumstances"].lines}
        assert "Ruritanian" in str(lines["Nationality"].then) and lines["Nationality"].change == ""
        told = sign_in(me).get(reverse("case_timeline", args=[case.pk])).content.decode()
        assert "Nationality recorded" in told and "Imagina Caseowner" in told


@rule("CIR-04")
def test_who_else_is_asked_to_a_meeting(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    assert not who_else(case).foreign
    recorded(case, me, FOREIGN, today=today)
    assert (who_else(case).foreign, who_else(case).owner_known) == (True, False)
    recorded(case, me, Immigration(owner="Imagina Caseowner"), today=today)
    assert who_else(case).owner_known
    recorded(case, me, Immigration(deportation=Deportation.DEPORTED, deported_on=today), today=today)
    assert not who_else(case).foreign


def test_the_pages_take_a_fact_and_show_what_follows(world: World, case: Case, sign_in: SignIn) -> None:
    client, tab = sign_in(world.practitioner), reverse("case_circumstances", args=[case.pk])
    assert "No nationality is recorded" in client.get(tab).content.decode()
    form = reverse("circumstance_record", args=[case.pk, "nationality"])
    day = f"{world.today.day}/{world.today.month}/{world.today.year}"
    sent = {"status": "foreign", "country": "", "decided_on": day, "reason": "They said so.", "version": ""}
    assert "Enter it as the person declares it" in client.post(form, sent).content.decode()
    assert client.post(form, {**sent, "country": "Ruritanian"}).status_code == 302
    page = client.get(tab).content.decode()
    assert "Ruritanian" in page and "was told" in page and "They said so." in page
    again = client.get(form)
    assert again.context["form"]["country"].value() == "Ruritanian"
    conflict = client.post(form, {**sent, "country": "Other"})
    assert conflict.status_code in {409, 422} and Recorded.objects.count() == 1
    assert client.get(reverse("circumstance_record", args=[case.pk, "nonsense"])).status_code == 404
    seen = sign_in(world.auditor).get(tab).content.decode()
    assert "Ruritanian" in seen and "Record what changed" not in seen
    assert sign_in(world.stranger).get(tab).status_code == 404
