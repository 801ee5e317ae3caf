"""Reference data: every row of the files is loaded, and a policy that breaks a rule is not."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command

from audit.refusals import RuleRefused
from deadlines.models import Deadline, Policy
from deadlines.rules.policies import parse_policies
from mappa.reference import load_reference, refuse_laxer
from offenders.models import Case
from tests import factories
from tests.factories import World
from tests.marks import rule

FILE = Path(__file__).parents[2] / "deadlines" / "reference" / "policies.toml"


@pytest.mark.django_db
def test_loading_again_gives_every_row_of_the_files_once() -> None:
    assert load_reference() == {
        "areas": 42,
        "agency types": 25,
        "specified offences": 153,
        "gravity offences": 205,
        "gravity factors": 29,
        "notification periods": 8,
        "policies": 3,
    }


@rule("REV-08")
class TestALocalPolicyThatIsLaxer:
    policies = {one.key: one for one in parse_policies(FILE.read_text(encoding="utf-8"))}

    def changed(self, **values: object) -> list:
        return [self.policies["national-2022"], replace(self.policies["dorset-2004"], **values)]

    def test_is_not_loaded_while_it_is_in_use(self) -> None:
        with pytest.raises(RuleRefused) as refused:
            refuse_laxer(self.changed(superseded=False))
        assert set(refused.value.rules) == {"REV-08"}

    def test_is_kept_for_the_record_once_superseded(self) -> None:
        refuse_laxer(self.changed(superseded=True))


@rule("DUE-07")
class TestPreview:
    """What loading would change is told by area before it is loaded, without names."""

    def told(self) -> list[str]:
        said = io.StringIO()
        call_command("load_reference", "--preview", stdout=said)
        return said.getvalue().splitlines()

    def test_of_files_that_are_loaded_already(self, world: World, case: Case) -> None:
        factories.at_level_1(case, world.practitioner, today=world.today)
        assert self.told() == ["hampshire: nothing would fall due on another day"]

    def test_of_files_that_are_stricter_than_what_is_stored(self, world: World, case: Case) -> None:
        local = Policy.objects.get(key="hampshire-2008")
        local.values |= {"level_1_review_weeks": 17}
        local.save()
        factories.at_level_1(case, world.practitioner, today=world.today)
        before = Deadline.objects.get(case=case, is_review=True, closed_at=None)
        said = "of the deadlines of 1 open cases 1 fall sooner, 0 later, 0 are new, 0 go, 0 become overdue"
        assert self.told() == [f"hampshire: {said}"]
        assert Deadline.objects.get(pk=before.pk).closed_at is None
        local.refresh_from_db()
        assert local.values["level_1_review_weeks"] == 17
