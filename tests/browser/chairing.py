"""What a chair does in every journey: the whole agenda, closing and approving, and issuing the summary."""

import datetime as dt
import hashlib
import re

from tests.browser.person import Person, typed

NEXT = "Save and go to the next item"
SMB = "Good practice, gaps and difficulties; or that there is nothing to report"
PLAN = {
    "Each action since the last meeting: done, or not and why": "All actions are under way.",
    "Safety of victims, others at risk and staff: what is in place": "The former partner has a safety plan.",
    "Approved Premises and restrictive orders: considered, and what follows": "Neither is needed.",
}
RISK = {
    "Updates since the last meeting, and discussion": "He has kept every appointment.",
    "Outcomes of risk assessments": "OASys: high likelihood of violence.",
    "Who is at risk": "A former partner.",
    "Nature of the risk": "Physical violence.",
    "When the risk is greatest": "When he has been drinking.",
    "What would raise the risk": "Contact with the former partner.",
    "What protects against it": "Work and a stable home.",
}


def records_every_item_of_the_agenda(me: Person, today: dt.date) -> None:
    me.follows("1. Confidentiality statement")
    me.chooses("Was the statement read out or displayed, and did everybody accept it?", "Yes")
    writes(me, {})
    me.chooses(
        "Were the minutes of the previous meeting received and read, and are they correct?",
        "There is no previous meeting",
    )
    writes(me, {})
    me.chooses("Agreed risk of serious harm", "High")
    me.chooses("Is there a real and immediate threat to life that is not managed?", "No")
    me.chooses("Are there circumstances that may change the assessment of risk?", "No")
    writes(me, RISK)
    me.chooses("Is information to be disclosed to anyone?", "No")
    writes(
        me,
        {
            "What disclosure is, or would be, for": "To protect a new partner.",
            "Reasons for the decision, either way": "There is no new partner.",
        },
    )
    me.chooses("Is the person told that they are managed under MAPPA?", "Yes")
    writes(me, PLAN)
    me.chooses("Is interest expected?", "No")
    writes(me, {})
    owner = "Offender manager, police"
    writes(me, {"Owner of the ViSOR record, by role": owner, "Who adds what was said today, by role": owner})
    me.chooses("Are the decisions lawful, necessary and proportionate?", "Yes")
    writes(me, {"Why": "The public are protected by nothing more than needed."})
    me.ticks("All nine were considered, and none makes a difference here")
    writes(me, {})
    me.chooses("Level from now on", "Level 2")
    me.chooses("Who decided", "The meeting agreed")
    writes(
        me,
        {
            "Why, and on what information": "Formal meetings still add value.",
            "Date of the next meeting": typed(today + dt.timedelta(weeks=10)),
        },
    )
    writes(me, {SMB: "Nothing to report."}, button="Save")
    assert me.page.get_by_text("Completed", exact=True).count() == 11


def writes(me: Person, answers: dict[str, str], *, button: str = NEXT) -> None:
    for label, text in answers.items():
        me.types(label, text)
    me.presses(button)
    me.is_told("The item is saved.")


def closes_and_approves(me: Person) -> None:
    me.presses("Close the meeting")
    me.presses("Close the meeting")
    me.is_told("The meeting is closed and its minutes are drafted.")
    me.presses("Approve the minutes")
    me.presses("Approve the minutes")
    me.is_told("The minutes are approved.")


def issues_it_and_gets_the_file_of_the_ledger(me: Person) -> None:
    me.follows("Issue the summary")
    me.types("Recipient", "The clerk of the Invented Crown Court")
    me.types("Why they receive it", "The court asked for it before sentence.")
    me.ticks_every_warning()
    me.presses("Issue the summary")
    me.is_told("The summary is issued.")
    with me.page.expect_download() as downloading:
        me.page.get_by_role("link", name=re.compile("^Download the copy")).click()
    content = downloading.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() in me.row("The clerk of the Invented Crown Court").inner_text()
