"""To whom the e-mail of an invitation goes, and which establishments stop the sending."""

from dataclasses import replace

import pytest

from audit.refusals import Effect
from meetings.rules.invitations import Addressee, Way, mailbox_findings, named_findings, way_to
from meetings.rules.people import Invitee, Party
from tests.marks import rule

PERSON = Addressee(
    agency="Invented Trust",
    party=Party.OTHER_AGENCY,
    kind="mental_health",
    by_name=True,
    sees_papers=True,
    mailbox="mappa@trust.example",
)
PRISON = Addressee(agency="HMP Exampleton", party=Party.PRISON, kind="prison", mailbox="mappa@prison.example")


@rule("MTG-82")
@pytest.mark.parametrize(
    ("changes", "way"),
    [
        ({}, Way.PERSON),
        ({"sees_papers": False}, Way.NOBODY),
        ({"sees_papers": False, "shares_information": False}, Way.MAILBOX),
        ({"barred": True}, Way.NOBODY),
        ({"barred": True, "shares_information": False}, Way.NOBODY),
        ({"by_name": False, "sees_papers": False}, Way.MAILBOX),
        ({"by_name": False, "sees_papers": False, "mailbox": ""}, Way.NOBODY),
    ],
)
def test_who_is_told(changes: dict[str, object], way: Way) -> None:
    found, why_not = way_to(replace(PERSON, **changes))  # type: ignore[arg-type]  # fields by name
    assert (found, bool(why_not)) == (way, way is Way.NOBODY)


@rule("MTG-80")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, False),
        ({"mailbox": ""}, True),
        ({"mailbox_of_a_person": True}, True),
        ({"mailbox": "", "party": Party.PSYCHOLOGY}, False),
        ({"mailbox": "", "party": Party.OTHER_AGENCY, "kind": "defence"}, True),
        ({"mailbox": "", "party": Party.POLICE, "kind": "police"}, False),
    ],
)
def test_an_establishment_needs_a_mailbox(changes: dict[str, object], refused: bool) -> None:
    one = replace(PRISON, **changes)  # type: ignore[arg-type]  # fields by name
    found = mailbox_findings([one])
    assert [finding.effect for finding in found] == ([Effect.REFUSE] if refused else [])
    if refused:
        assert way_to(one)[0] is Way.NOBODY


@rule("MTG-80")
def test_the_same_establishment_is_named_once() -> None:
    assert len(mailbox_findings([replace(PRISON, mailbox=""), replace(PRISON, mailbox="")])) == 1


@rule("MTG-81")
@pytest.mark.parametrize(
    ("party", "kind", "by_name", "refused"),
    [
        (Party.PRISON, "prison", True, True),
        (Party.PRISON, "prison", False, False),
        (Party.PSYCHOLOGY, "prison", True, False),
        (Party.OTHER_AGENCY, "defence", True, True),
        (Party.POLICE, "police", True, False),
    ],
)
def test_nobody_by_name_for_an_establishment(party: Party, kind: str, by_name: bool, refused: bool) -> None:
    invitee = Invitee(party, "Invented", kind=kind, by_name=by_name)
    assert bool(named_findings([invitee])) is refused
