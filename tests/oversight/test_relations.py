"""Every relation that leads to a person is declared, with how merging, subject access and retention treat it."""

import pytest

from oversight import relations
from tests.marks import rule


@rule("AUD-43")
class TestTheRegistry:
    def test_every_relation_that_leads_to_a_person_is_declared(self) -> None:
        assert relations.undeclared() == [], "declare them in oversight/relations.toml, then manage.py write_relations"

    def test_nothing_is_declared_that_is_gone(self) -> None:
        assert relations.gone() == []

    def test_every_treatment_answers_every_question_and_is_used(self) -> None:
        for treatment in relations.treatments().values():
            assert all((treatment.title, treatment.merge, treatment.access, treatment.retention, treatment.source))
        assert set(relations.treatments().values()) == set(relations.declared().values())

    def test_nothing_is_declared_twice(self) -> None:
        names = [name for listed in relations._file()["relations"].values() for name in listed]
        assert len(names) == len(set(names))

    def test_plain_ids_and_relations_of_libraries_are_found_too(self) -> None:
        found = {relation.name for relation in relations.relations()}
        assert {"audit.AuditEvent.case_id", "levels.HeldMeeting.meeting_id", "mfa.Authenticator.user"} <= found

    def test_a_new_relation_is_missed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        known = dict(relations.declared())
        known.pop("offenders.Alias.case")
        monkeypatch.setattr(relations, "declared", lambda: known)
        assert relations.undeclared() == ["offenders.Alias.case"]

    def test_an_unknown_treatment_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        relations.declared.cache_clear()
        monkeypatch.setattr(relations, "_file", lambda: {"treatment": {}, "relations": {"other": ["a.B.c"]}})
        relations.treatments.cache_clear()
        with pytest.raises(relations.UndeclaredTreatment):
            relations.declared()
        monkeypatch.undo()
        relations.treatments.cache_clear()
        relations.declared.cache_clear()

    def test_the_document_is_current(self) -> None:
        assert relations.DOCUMENT.read_text(encoding="utf-8") == relations.document(), "run manage.py write_relations"
