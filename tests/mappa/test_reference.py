"""Reference data: every row of the files is loaded, and a policy that breaks a rule is not."""

from dataclasses import replace
from pathlib import Path

import pytest

from audit.refusals import RuleRefused
from deadlines.rules.policies import parse_policies
from mappa.reference import load_reference, refuse_laxer
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
