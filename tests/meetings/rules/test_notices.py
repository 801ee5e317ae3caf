"""Who expects a meeting at which time, to whom its change is told, and what is known of an e-mail."""

import datetime as dt
from dataclasses import replace
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest

from meetings.rules.invitations import Addressee, Way
from meetings.rules.notices import (
    UNSURE_AFTER,
    About,
    Earlier,
    is_unsure,
    surely_not_sent,
    time_heard,
    unsure_findings,
    way_to_notice,
)
from meetings.rules.people import Party
from tests.marks import rule

FIRST = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
SECOND = FIRST + dt.timedelta(days=7)
INVITED = Earlier(About.INVITATION, FIRST, went=True)
MOVED = Earlier(About.MOVED, SECOND, went=True)
CANCELLED = Earlier(About.CANCELLED, SECOND, went=True)
PERSON = Addressee("Invented Trust", Party.OTHER_AGENCY, "mental_health", by_name=True, mailbox="mappa@trust.example")
PRISON = Addressee("HMP Exampleton", Party.PRISON, "prison", mailbox="mappa@prison.example")


@rule("MTG-97")
@pytest.mark.parametrize(
    ("earlier", "otherwise", "heard"),
    [
        ([], None, None),
        ([INVITED], None, FIRST),
        ([replace(INVITED, went=False)], None, None),
        ([INVITED, MOVED], None, SECOND),
        ([INVITED, replace(MOVED, went=False)], None, FIRST),
        ([INVITED, CANCELLED], None, None),
        ([], FIRST, FIRST),
        ([replace(INVITED, went=False)], FIRST, None),
        ([INVITED], SECOND, SECOND),
    ],
)
def test_the_time_that_somebody_expects(
    earlier: list[Earlier], otherwise: dt.datetime | None, heard: dt.datetime | None
) -> None:
    assert time_heard(earlier, otherwise=otherwise) == heard


@rule("MTG-97")
@pytest.mark.parametrize(
    ("one", "way"),
    [
        (PERSON, Way.PERSON),
        (replace(PERSON, barred=True), Way.NOBODY),
        (replace(PERSON, shares_information=False), Way.MAILBOX),
        (replace(PERSON, by_name=False), Way.MAILBOX),
        (replace(PERSON, by_name=False, mailbox=""), Way.NOBODY),
        (PRISON, Way.MAILBOX),
        (replace(PRISON, mailbox=""), Way.NOBODY),
        (replace(PRISON, mailbox_of_a_person=True), Way.NOBODY),
    ],
)
def test_to_whom_a_change_is_told(one: Addressee, way: Way) -> None:
    found, why_not = way_to_notice(one)
    assert (found, bool(why_not)) == (way, way is Way.NOBODY)


@rule("MTG-98")
@pytest.mark.parametrize(
    ("after", "settled", "unsure"),
    [
        (UNSURE_AFTER - dt.timedelta(seconds=1), False, False),
        (UNSURE_AFTER, False, True),
        (UNSURE_AFTER, True, False),
    ],
)
def test_what_is_being_sent_for_too_long_is_decided_by_somebody(
    after: dt.timedelta, settled: bool, unsure: bool
) -> None:
    now = FIRST + after
    done = now if settled else None
    assert is_unsure(FIRST, done, now) is unsure
    assert bool(unsure_findings(FIRST, done, now)) is not unsure


@rule("MTG-98")
def test_what_waits_is_not_decided() -> None:
    assert not is_unsure(None, None, FIRST)


@rule("MTG-98")
@pytest.mark.parametrize(
    ("error", "surely"),
    [
        (SMTPDataError(451, b"Later"), True),
        (SMTPRecipientsRefused({}), True),
        (SMTPServerDisconnected("gone"), False),
        (TimeoutError(), False),
        (ConnectionResetError(), False),
    ],
)
def test_only_the_mail_server_itself_says_no(error: OSError, surely: bool) -> None:
    assert surely_not_sent(error) is surely
