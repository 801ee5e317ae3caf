"""E-mails that say that papers wait. They name nobody, no case and no meeting; who may have nothing gets none.

Each asks when it is sent, not when it was decided, who may be told.
"""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef
from django.urls import reverse

from meetings.models import ExecutiveSummary, Invitation
from minutes import facts
from minutes.models import Circulation, MinutesCopy, MinutesCopyStep
from minutes.rules.distribution import Step
from offenders.access import Detail, can_see


def mail_contributors(*, circulation_id: UUID) -> int:
    """Tell those asked for comments that a draft summary waits; to how many addresses. None once it is overtaken."""
    later = Circulation.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
    issued = ExecutiveSummary.objects.filter(meeting=OuterRef("meeting"), issued_at__gt=OuterRef("recorded_at"))
    rows = Circulation.objects.filter(~Exists(later), ~Exists(issued), pk=circulation_id)
    row = rows.select_related("meeting", "case").first()
    if row is None:
        return 0
    body = (
        "1 draft summary of a MAPPA meeting waits for your comments.\n\n"
        "Say what is wrong in it, and what should be left out and why. The chair decides.\n\n"
        f"Sign in to comment: {settings.SITE_ADDRESS}{reverse('meetings')}\n"
    )
    asked = facts.contributors(row.meeting, row.case)
    return _send("Draft summary waits for comments", body, [_address(one) for one in asked])


def mail_recipient(*, copy_id: UUID) -> int:
    """Tell the recipient of a copy that minutes wait to be read and confirmed; to how many addresses.

    Nobody is told who reads them on no page here, who may have nothing any more, or who has read them.
    """
    copy = MinutesCopy.objects.select_related("case", "invitation__person", "invitation__agency").get(pk=copy_id)
    person = copy.invitation.person if copy.invitation else None
    read = MinutesCopyStep.objects.filter(copy=copy, step=Step.READ.value).exists()
    if person is None or read or facts.receives_nothing(copy) or not can_see(person, copy.case_id, Detail.PACK):
        return 0
    body = (
        "The minutes of 1 MAPPA meeting wait for you.\n\n"
        "Confirm that they arrived, and read them before the next meeting.\n\n"
        f"Sign in to read them: {settings.SITE_ADDRESS}{reverse('home')}\n"
    )
    return _send("Minutes wait for you", body, [person.email])


def _address(row: Invitation) -> str:
    """Where somebody invited is told: by name if they read the papers here, else their agency, inside the agreement."""
    if row.person is not None:
        return row.person.email if can_see(row.person, row.case_id, Detail.PACK) else ""
    return row.agency.mailbox if row.agency.shares_information else ""


def _send(subject: str, body: str, addresses: list[str]) -> int:
    told = dict.fromkeys(filter(None, addresses))
    return sum(EmailMessage(subject=subject, body=body, to=[address]).send() for address in told)
