"""E-mails that say that papers wait. They name nobody, no case and no meeting; who may have nothing gets none.

Each waits with the record it tells of, and asks when it is sent, not when it was decided, who may be told (MTG-98).
"""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from meetings.models import ExecutiveSummary, Invitation, InvitationEmail, Meeting
from meetings.rules.invitations import Way
from meetings.rules.notices import About
from meetings.services.sending import Letter, register, wait_to_tell
from minutes import facts
from minutes.models import Circulation, MinutesCopy, MinutesCopyStep
from minutes.rules.distribution import Form, Step
from offenders.access import Detail, can_see
from offenders.writing import Entry

OVERTAKEN = "The summary was issued before the e-mail went."
NOT_ASKED = "This contributor is asked no longer."
NO_SIGHT = "This person does not see the papers of the meeting."
NO_MAILBOX = "The agency has no functional mailbox."
NOTHING_WAITS = "No copy waits for this person any more."


def tell_contributors(entry: Entry, meeting: Meeting, asked: Sequence[Invitation]) -> None:
    """Inside another service: have those asked for comments told that a draft summary waits, one address once."""
    first: dict[str, Invitation] = {}
    for row in asked:
        address = row.person.email if row.person else row.agency.mailbox
        first.setdefault(address.lower() or str(row.pk), row)
    wait_to_tell(entry, meeting, About.COMMENTS, [(row, None) for row in first.values()])


def tell_recipients(entry: Entry, meeting: Meeting, copies: Sequence[MinutesCopy]) -> None:
    """Inside another service: have recipients told that minutes wait; nobody who does not read them here."""
    invited = [copy.invitation for copy in copies if copy.invitation is not None and copy.form == Form.FULL]
    by_name = [(row, None) for row in invited if row.person_id is not None]
    if by_name:
        wait_to_tell(entry, meeting, About.COPY, by_name)


def register_letters() -> None:
    """Say how e-mails about a draft and about a copy are worded, and to whom they go."""
    comments = Letter("summary", "EXS-11", "Draft summary waits for comments", _comments_way, _comments_body)
    register(About.COMMENTS, comments)
    register(About.COPY, Letter("minutes", "MIN-06", "Minutes wait for you", _copy_way, _copy_body))


def _comments_way(row: InvitationEmail, invitation: Invitation) -> tuple[Way, str]:
    """To whom somebody asked for comments is told today: by name if they read here, else their agency (EXS-11)."""
    issued = ExecutiveSummary.objects.filter(meeting=OuterRef("meeting"), issued_at__gt=OuterRef("recorded_at"))
    newest = Circulation.objects.filter(meeting=row.meeting_id).annotate(issued=Exists(issued)).order_by("-number")
    draft = newest.first()
    if draft is None or draft.issued:
        return Way.NOBODY, OVERTAKEN
    if invitation not in facts.contributors(row.meeting, row.case):
        return Way.NOBODY, NOT_ASKED
    if invitation.person is not None:
        sees = can_see(invitation.person, row.case_id, Detail.PACK)
        return (Way.PERSON, "") if sees else (Way.NOBODY, NO_SIGHT)
    told = invitation.agency.shares_information and invitation.agency.mailbox
    return (Way.MAILBOX, "") if told else (Way.NOBODY, NO_MAILBOX)


def _comments_body(row: InvitationEmail) -> str:
    return (
        "1 draft summary of a MAPPA meeting waits for your comments.\n\n"
        "Say what is wrong in it, and what should be left out and why. The chair decides.\n\n"
        f"Sign in to comment: {settings.SITE_ADDRESS}{reverse('meetings')}\n"
    )


def _copy_way(row: InvitationEmail, invitation: Invitation) -> tuple[Way, str]:
    """To whom a copy is told today: not to who may have nothing any more, or has read what they were sent (MIN-05)."""
    steps = MinutesCopyStep.objects.filter(copy=OuterRef("pk"))
    mine = MinutesCopy.objects.filter(
        Exists(steps.filter(step=Step.SENT.value)),
        ~Exists(steps.filter(step=Step.READ.value)),
        invitation=invitation,
        form=Form.FULL.value,
    )
    copy = mine.select_related("case", "invitation__person", "invitation__agency").order_by("-number").first()
    if copy is None or invitation.person is None or facts.receives_nothing(copy):
        return Way.NOBODY, NOTHING_WAITS
    sees = can_see(invitation.person, row.case_id, Detail.PACK)
    return (Way.PERSON, "") if sees else (Way.NOBODY, NO_SIGHT)


def _copy_body(row: InvitationEmail) -> str:
    return (
        "The minutes of 1 MAPPA meeting wait for you.\n\n"
        "Confirm that they arrived, and read them before the next meeting.\n\n"
        f"Sign in to read them: {settings.SITE_ADDRESS}{reverse('home')}\n"
    )
