"""Set forms from drawing up to receipt: what is written, what is refused, what a change of the case brings about."""

import datetime as dt
from typing import Any

import pytest
from django.db import InternalError, transaction

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from custody.models import CustodyEvent
from deadlines.models import Deadline
from levels.models import CategoryDecision
from offenders import timeline
from offenders.models import Assignment, Case, Involvement
from offenders.services import people, sentences
from offenders.services.cases import add_address
from offenders.writing import announce
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from papers import facts, services
from papers.models import Paper, PaperSending, PaperVersion
from papers.rules.forms import SPECS
from papers.rules.shape import Form
from tests import factories
from tests.assessments.builders import judge
from tests.custody.builders import inside
from tests.factories import World
from tests.marks import rule
from tests.papers.builders import again, answers_for, confirmed, drawn_up, sent

pytestmark = pytest.mark.django_db
VICTIM = "Wilhelmina Inventedvictim"


def open_due(case: Case, rule_id: str) -> list[dt.date]:
    return list(
        Deadline.objects.filter(case=case, rule=rule_id, closed_at__isnull=True).values_list("due_on", flat=True)
    )


@pytest.fixture
def level_2(world: World, category_2_case: Case) -> Case:
    """The ordinary case in Category 2, at Level 2 on its row."""
    return on_its_row(category_2_case, level=2)


def on_its_row(case: Case, **state: Any) -> Case:
    """What decisions project onto the row of a case, set there as they would."""
    Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(**state)
    announce(Case.objects.get(pk=case.pk))
    case.refresh_from_db()
    return case


@rule("FRM-02")
def test_a_version_holds_its_printed_fields_alone(world: World, level_2: Case) -> None:
    version = drawn_up(level_2, world.practitioner, "J", today=world.today)
    labels = [label for label, _ in version.content]
    assert {"Family name", "Work or training that is unsuitable"} <= set(labels)
    assert "What restricts the person" not in labels
    assert "Has the person been told of the restrictions?" not in labels
    said = " ".join(text for _, text in version.content)
    for offence in facts.offences_named(level_2):
        assert offence not in said
    assert AuditEvent.objects.filter(verb="form.drawn_up", case_id=level_2.pk).exists()


@rule("FRM-02")
def test_a_field_that_the_form_does_not_have_is_refused_whoever_sends_it(world: World, level_2: Case) -> None:
    answers = answers_for(level_2, SPECS[Form.P], today=world.today) | {"offence": "Rape"}
    with pytest.raises(RuleRefused) as refused:
        services.draw_up(actor=world.practitioner, case=level_2, spec=SPECS[Form.P], answers=answers, today=world.today)
    assert "FRM-02" in refused.value.rules
    assert not Paper.objects.exists()


@rule("FRM-03")
def test_a_victims_name_and_an_offence_stay_off_the_form(world: World, level_2: Case) -> None:
    person = {"kind": "victim", "name": VICTIM, "relationship": "", "contact": "", "safety": ""}
    people.record_protected_person(actor=world.practitioner, case=level_2, person={**person, "name": "Children"})
    people.record_protected_person(actor=world.practitioner, case=level_2, person=person)
    with pytest.raises(RuleRefused, match="names a victim"):
        drawn_up(level_2, world.practitioner, "J", today=world.today, restricted=f"Any work near {VICTIM}")
    offence = next(iter(facts.offences_named(level_2)))
    with pytest.raises(RuleRefused, match="names an offence"):
        drawn_up(level_2, world.practitioner, "J", today=world.today, restricted=f"Because of {offence}")
    with pytest.raises(RuleRefused, match="may name a victim"):
        drawn_up(level_2, world.practitioner, "J", today=world.today, restricted="No work with children.")
    spec = SPECS[Form.J]
    version = services.draw_up(
        actor=world.practitioner,
        case=level_2,
        spec=spec,
        answers=answers_for(level_2, spec, today=world.today, restricted="No work with children."),
        today=world.today,
        acknowledged=frozenset({"FRM-03"}),
    )
    assert version.answers["restricted"] == "No work with children."


@rule("FRM-01")
def test_another_agency_is_refused_and_an_outsider_is_not_permitted(world: World, level_2: Case) -> None:
    Involvement.objects.create(
        case=level_2, agency=world.police, part=Involvement.Part.INVOLVED, starts=world.today - dt.timedelta(days=9)
    )
    with pytest.raises(RuleRefused) as refused:
        drawn_up(level_2, world.coordinator, "J", today=world.today)
    assert refused.value.rules == ("FRM-01",)
    with pytest.raises(NotPermitted):
        drawn_up(level_2, world.stranger, "J", today=world.today)


@rule("FRM-05")
def test_one_form_goes_on_in_versions_until_it_applies_no_longer(world: World, level_2: Case) -> None:
    me, today = world.practitioner, world.today
    first = drawn_up(level_2, me, "J", today=today)
    with pytest.raises(RuleRefused) as refused:
        drawn_up(level_2, me, "J", today=today)
    assert refused.value.rules == ("FRM-05",)
    with pytest.raises(RuleRefused):
        again(first.paper, me, today=today, reason=" ")
    second = again(first.paper, me, today=today, restricted="No work with children.")
    assert (second.number, second.reason) == (2, "New facts.")
    with pytest.raises(Conflict):
        services.draw_up_again(
            actor=me, paper=first.paper, answers=second.answers, reason="Mine.", based_on=1, today=today
        )
    with pytest.raises(Conflict):
        sent(first.paper, me, today=today, number=1)
    first.paper.refresh_from_db()
    services.close(actor=me, paper=first.paper, version=first.paper.version, reason="Order ended.", today=today)
    with pytest.raises(RuleRefused) as closed:
        sent(first.paper, me, today=today)
    assert closed.value.rules == ("FRM-05",)
    assert drawn_up(level_2, me, "J", today=today).number == 1


@rule("FRM-05")
def test_the_unit_closes_a_form_that_is_left_with_nobody(world: World, level_2: Case) -> None:
    paper = drawn_up(level_2, world.practitioner, "J", today=world.today).paper
    Case.objects.filter(pk=level_2.pk).in_bulk_with_own_audit().update(lead_agency=world.police)
    services.close(
        actor=world.coordinator, paper=paper, version=paper.version, reason="Another leads now.", today=world.today
    )
    paper.refresh_from_db()
    assert paper.closed_on == world.today


@rule("FRM-04")
@rule("FRM-09")
def test_a_sending_is_on_record_until_its_receipt_and_then_too(world: World, level_2: Case) -> None:
    me, today = world.practitioner, world.today
    version = drawn_up(level_2, me, "J", today=today)
    with pytest.raises(RuleRefused) as wrong:
        sent(version.paper, me, today=today, to="coordinator")
    assert wrong.value.rules == ("FRM-04",)
    sending = sent(version.paper, me, today=today)
    assert (sending.version, sending.sent_by, sending.sent_on) == (version, me, today)
    assert len(open_due(level_2, "FRM-09")) == 1
    confirmed(sending, world.coordinator, today=today)
    assert open_due(level_2, "FRM-09") == []
    with pytest.raises(RuleRefused):
        confirmed(sending, me, today=today)
    told = [event.title for event in timeline.events(viewer=me, case=level_2)]
    assert {"MAPPA J sent", "MAPPA J confirmed"} <= set(told)


@rule("FRM-07")
def test_a_change_after_the_sending_asks_for_another_and_that_settles_it(world: World, level_2: Case) -> None:
    me, today = world.practitioner, world.today
    paper = drawn_up(level_2, me, "J", today=today).paper
    order = {"kind": "shpo", "starts_on": today, "details": "Not to work with children."}
    sentences.record_order(actor=me, case=level_2, order=order)
    paper.refresh_from_db()
    assert paper.changed_on is None, "nobody was sent the earlier state"
    again(paper, me, today=today)
    sent(paper, me, today=today)
    assert open_due(level_2, "FRM-07") == []
    sentences.record_order(actor=me, case=level_2, order={**order, "kind": "voo"})
    paper.refresh_from_db()
    assert paper.changed_on == today
    assert open_due(level_2, "FRM-07") == [today]
    assert AuditEvent.objects.filter(verb="form.out_of_date", case_id=level_2.pk, actor_id=None).exists()
    again(paper, me, today=today)
    assert open_due(level_2, "FRM-07") == [today], "drawn up is not sent"
    sent(paper, me, today=today)
    paper.refresh_from_db()
    assert paper.changed_on is None
    assert open_due(level_2, "FRM-07") == []


@rule("FRM-06")
def test_a_childs_notification_is_due_until_it_was_sent(world: World, child_case: Case) -> None:
    me, today = world.yjs_case_manager, world.today
    factories.in_category_2(child_case, me, today=today)
    sentences.record_custody(
        actor=me,
        case=child_case,
        today=today,
        custody={
            "place": "youth",
            "establishment": "Invented Secure Home",
            "starts_on": today - dt.timedelta(days=30),
            "release_due_on": today + dt.timedelta(days=700),
        },
    )
    assert len(open_due(child_case, "FRM-06")) == 1
    paper = drawn_up(child_case, me, "H", today=today).paper
    assert len(open_due(child_case, "FRM-06")) == 1
    sent(paper, me, today=today)
    assert open_due(child_case, "FRM-06") == []


@rule("FRM-06")
def test_a_childs_notification_stays_due_in_custody_without_a_release_date(world: World, child_case: Case) -> None:
    me, today = world.yjs_case_manager, world.today
    factories.in_category_2(child_case, me, today=today)
    assessed_on = today - dt.timedelta(days=20)
    judge(child_case, me, today=today, on=assessed_on)
    before = open_due(child_case, "FRM-06")
    custody = {"place": "youth", "establishment": "Invented Secure Home", "starts_on": today - dt.timedelta(days=9)}
    sentences.record_custody(actor=me, case=child_case, today=today, custody=custody)
    assert open_due(child_case, "FRM-06") == before == [assessed_on]


@rule("FRM-06")
@pytest.mark.parametrize(("days_since_end", "waiting"), [(0, True), (1, False)])
def test_a_childs_notification_sent_before_management_ended_counts_no_longer(
    world: World, child_case: Case, days_since_end: int, waiting: bool
) -> None:
    me, today = world.yjs_case_manager, world.today
    factories.in_category_2(child_case, me, today=today)
    sent(drawn_up(child_case, me, "H", today=today).paper, me, today=today)
    assert facts.children([child_case.pk]) == {}
    standing = CategoryDecision.objects.get(case=child_case, superseded_by__isnull=True)
    terms: dict[str, Any] = {"case": child_case, "decided_by": me, "reason": "Invented.", "steps": [], "rules": []}
    day = today - dt.timedelta(days=days_since_end)
    ended = CategoryDecision.objects.create(**terms, decided_on=day, supersedes=standing)
    CategoryDecision.objects.create(**terms, category=2, decided_on=today, supersedes=ended)
    assert (child_case.pk in facts.children([child_case.pk])) is waiting


@rule("FRM-12")
@rule("FRM-14")
def test_a_charge_is_told_to_the_unit_and_by_the_unit_to_the_chair(world: World, level_2: Case) -> None:
    me, today = world.practitioner, world.today
    charged = today - dt.timedelta(days=1)
    paper = drawn_up(level_2, me, "N", today=today, kind="murder", charged_on=charged.isoformat()).paper
    assert open_due(level_2, "FRM-12") == [charged + dt.timedelta(days=5)]
    with pytest.raises(RuleRefused) as refused:
        sent(paper, world.coordinator, today=today, to="smb_chair")
    assert refused.value.rules == ("FRM-12",)
    sent(paper, me, today=today)
    assert open_due(level_2, "FRM-12") == []
    assert open_due(level_2, "FRM-14") == [today + dt.timedelta(days=5)]
    sent(paper, world.coordinator, today=today, to="smb_chair")
    assert open_due(level_2, "FRM-14") == []


@rule("FRM-12")
@rule("FRM-14")
def test_whoever_drew_it_up_cannot_close_it_until_both_were_told(world: World, level_2: Case, sign_in: Any) -> None:
    me, today = world.practitioner, world.today

    def close(by: Any) -> None:
        paper.refresh_from_db()
        services.close(actor=by, paper=paper, version=paper.version, reason="A duplicate.", today=today)

    paper = drawn_up(level_2, me, "N", today=today, charged_on=today.isoformat()).paper
    address = f"/cases/{level_2.pk}/forms/{paper.pk}/close/"
    with pytest.raises(RuleRefused) as refused:
        close(me)
    assert refused.value.rules == ("FRM-12",)
    assert "was not sent yet to: MAPPA Co-ordinator" in str(refused.value)
    assert "was not sent yet to" in sign_in(me).get(address).content.decode()
    assert open_due(level_2, "FRM-12")
    sent(paper, me, today=today)
    with pytest.raises(RuleRefused):
        close(me)
    assert open_due(level_2, "FRM-14")
    sent(paper, world.coordinator, today=today, to="smb_chair")
    assert "was not sent yet to" not in sign_in(me).get(address).content.decode()
    close(me)


@rule("FRM-12")
def test_somebody_else_closes_it_when_the_charge_was_withdrawn(world: World, level_2: Case) -> None:
    today = world.today
    paper = drawn_up(level_2, world.practitioner, "N", today=today, charged_on=today.isoformat()).paper
    services.close(actor=world.coordinator, paper=paper, version=paper.version, reason="Withdrawn.", today=today)
    assert not open_due(level_2, "FRM-12")


@rule("FRM-11")
def test_the_exemption_stays_due_after_the_end_until_it_was_taken_back(world: World) -> None:
    me, today = world.practitioner, world.today
    young = factories.make_case(world, date_of_birth=today.replace(year=today.year - 25, day=1))
    on_its_row(factories.in_category_2(young, me, today=today), level=2)
    add_address(actor=me, case=young, kind="current", lines="1 Invented Street", postcode="", starts=today, today=today)
    paper = drawn_up(young, me, "P", today=today).paper
    sent(paper, me, today=today)
    on_its_row(young, level=None, ended_on=today)
    assert open_due(young, "FRM-11") == [today]
    paper.refresh_from_db()
    services.close(actor=me, paper=paper, version=paper.version, reason="Destroyed by the DWP.", today=today)
    assert open_due(young, "FRM-11") == []


def test_mappa_i_sent_meets_the_time_limits_of_custody(world: World, case: Case) -> None:
    today = world.today
    nurse = factories.make_user("nurse", agency=world.mental_health, area=world.area, roles=("practitioner",))
    since = today - dt.timedelta(days=2)
    Involvement.objects.create(case=case, agency=world.mental_health, part="involved", starts=since)
    sentences.record_custody(
        actor=world.practitioner,
        case=case,
        today=today,
        custody={"place": "hospital", "establishment": "Invented Hospital", "starts_on": since},
    )
    assert len(open_due(case, "CUS-08")) == 1
    factories.conviction(case, world.practitioner, today=today)
    Assignment.objects.create(case=case, user=nurse, capacity="worker", starts=since)
    paper = drawn_up(case, nurse, "I1", today=today).paper
    sent(paper, nurse, today=today)
    assert open_due(case, "CUS-08") == []
    assert CustodyEvent.objects.filter(case=case, kind="patient_notified", day=today).count() == 1


def test_nothing_of_it_is_ever_changed_and_the_picture_of_a_day_holds_it(world: World, level_2: Case) -> None:
    me, today = world.practitioner, world.today
    version = drawn_up(level_2, me, "J", today=today)
    sent(version.paper, me, today=today)
    for row in (PaperVersion.objects.get(), PaperSending.objects.get()):
        with pytest.raises(InternalError), transaction.atomic():
            row.save()
    sections = {one.title: one for one in compare(viewer=me, case=level_2, then=AsRecordedBy(level_2.pk, today))}
    [line] = sections["Forms"].lines
    assert line.label == "MAPPA J"
    assert "version 1, sent on" in str(line.now)


@rule("FRM-15")
def test_the_prison_is_late_with_mappa_s_until_it_is_sent(world: World, category_2_case: Case) -> None:
    case, today = category_2_case, world.today
    officer = factories.make_user("officer", agency=world.prison, area=world.area, roles=("practitioner",))
    since = today - dt.timedelta(days=200)
    Involvement.objects.create(case=case, agency=world.prison, part="involved", starts=since)
    Assignment.objects.create(case=case, user=officer, capacity="worker", starts=since)
    inside(case, world.practitioner, today=today, days=200, release_due_on=today + dt.timedelta(days=60))
    [level_due] = open_due(case, "REV-05")
    assert open_due(case, "FRM-15") == [level_due + dt.timedelta(days=1)]
    paper = drawn_up(case, officer, "S", today=today).paper
    assert open_due(case, "FRM-15"), "drawn up is not sent"
    sent(paper, officer, today=today)
    assert not open_due(case, "FRM-15")
    assert open_due(case, "REV-05") == [level_due], "the level is late all the same"


@rule("FRM-12")
def test_a_charge_after_the_end_of_management_is_told_all_the_same(world: World, category_2_case: Case) -> None:
    today = world.today
    on_its_row(category_2_case, category=None, ended_on=today - dt.timedelta(days=10))
    charged = today - dt.timedelta(days=1)
    drawn_up(category_2_case, world.practitioner, "N", today=today, charged_on=charged.isoformat())
    assert open_due(category_2_case, "FRM-12") == [charged + dt.timedelta(days=5)]
