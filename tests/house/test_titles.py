"""No person's name where it would be left behind: window titles, addresses, file names, log lines, e-mails."""

import datetime as dt
import logging
import re
from typing import Any

import pytest
from django.core.mail import EmailMessage

from deadlines.mail import send_alert_emails
from deadlines.models import Alert
from deadlines.services import sweep
from tests.house.addresses import opener, path_to
from tests.house.permission_table import TABLE
from tests.house.specimen import NAMES, VIEWERS, Specimen

PAGES = sorted(TABLE)
WORDS = {word for name in NAMES for word in re.split(r"[ -]", name)}


def named_in(text: str) -> set[str]:
    """The names, or parts of names, of the specimen's people in a text."""
    return {word for word in WORDS if word.casefold() in text.casefold()}


def title_of(answer: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
    return found.group(1).strip() if found else ""


@pytest.mark.parametrize("name", PAGES)
def test_no_name_stands_in_a_title_an_address_or_a_log(
    specimen: Specimen, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    path = path_to(name, specimen)
    with caplog.at_level(logging.INFO):
        answer = specimen.clients[opener(name)].get(path)
        refused = specimen.clients["denied"].get(path)
    if answer.content and answer.get("Content-Type", "").startswith("text/html"):
        title = title_of(answer)
        assert title
        assert not named_in(title)
    assert not named_in(path)
    assert not named_in(" ".join(f"{key}: {value}" for key, value in answer.headers.items()))
    assert not named_in(caplog.text)
    if refused.status_code == 404:
        assert not named_in(refused.content.decode())


def test_e_mails_carry_counts_and_no_names(specimen: Specimen, mailoutbox: list[EmailMessage]) -> None:
    sweep(today=specimen.world.today + dt.timedelta(days=400))
    assert Alert.objects.exists()
    send_alert_emails()
    assert mailoutbox
    for message in mailoutbox:
        text = f"{message.subject}\n{message.body}"
        assert "new alert" in text
        assert not named_in(text)
        assert specimen.case.reference not in text


def test_the_names_that_are_looked_for_are_no_ordinary_words(specimen: Specimen) -> None:
    page = specimen.clients["practitioner"].get(path_to("case", specimen)).content.decode()
    assert {"Quorndonsby", "Alaric", "Umberstone"} <= named_in(page)
    elsewhere = specimen.clients["practitioner"].get(path_to("rulebook", specimen)).content.decode()
    assert named_in(elsewhere) <= named_in(VIEWERS["practitioner"])
