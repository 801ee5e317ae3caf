"""What stops a set form from being drawn up, sent or answered (rules FRM-01 to FRM-14). Facts in, findings out."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from audit.refusals import Effect, Finding
from deadlines.rules.days import birthday, in_words
from papers.rules.choices import GRAVEST, PRACTITIONER
from papers.rules.shape import SEVERAL_BY, Form, Kind, Sender, Spec

YOUTH_JUSTICE = frozenset({"youth_offending_team"})
HEALTH = frozenset({"mental_health", "nhs_trust", "independent_health", "health_board"})
HOLDERS = frozenset({"prison", "defence"})
EXEMPT_UNTIL = 35
BEFORE_THE_OFFENCE = 28
"""Days before an offence in which management at Level 2 or 3 makes a review mandatory."""

IN_ORDER = (
    ("committed_on", "charged_on", "The charge is dated before the offence."),
    ("noticed_on", "answered_on", "The answer is dated before section 8 was received."),
)
"""Fields of dates that follow one another, and what is said when they do not."""

SENDER_WORDS: Mapping[Sender, str] = {
    Sender.LEAD: "the lead agency",
    Sender.YOUTH_JUSTICE: "the youth justice service",
    Sender.HEALTH: "the mental health service",
    Sender.HOLDER: "the prison or the military centre",
    Sender.UNIT: "the Co-ordination Unit",
}


@dataclass(frozen=True, slots=True)
class Drawer:
    """Who draws a form up, as the rules see them."""

    agency_kind: str
    leads: bool
    of_the_unit: bool


def is_theirs(spec: Spec, drawer: Drawer) -> bool:
    """Whether drawing up this form is the duty of this agency."""
    return {
        Sender.LEAD: drawer.leads,
        Sender.YOUTH_JUSTICE: drawer.agency_kind in YOUTH_JUSTICE,
        Sender.HEALTH: drawer.agency_kind in HEALTH,
        Sender.HOLDER: drawer.agency_kind in HOLDERS,
        Sender.UNIT: drawer.of_the_unit,
    }[spec.sender]


def sender_findings(spec: Spec, drawer: Drawer) -> list[Finding]:
    """Refuse a form that another agency draws up (FRM-01)."""
    if is_theirs(spec, drawer):
        return []
    message = f"{spec.name} is drawn up by {SENDER_WORDS[spec.sender]}."
    return [Finding("FRM-01", Effect.REFUSE, message, None, "Ask them to draw it up.")]


def closed_findings(spec: Spec, *, closed: bool) -> list[Finding]:
    """Refuse a step on a form that applies no longer (FRM-05)."""
    if not closed:
        return []
    return [Finding("FRM-05", Effect.REFUSE, f"This {spec.name} applies no longer.", None, "Draw up a new one.")]


def open_findings(spec: Spec, *, in_use: bool) -> list[Finding]:
    """Refuse a second form of a kind that is renewed instead (FRM-05)."""
    if not in_use or not spec.again:
        return []
    message = f"There is a {spec.name} already; when something has changed, a further version of it is drawn up."
    return [Finding("FRM-05", Effect.REFUSE, message, None, "Open it and draw up a further version.")]


def answer_findings(spec: Spec, answers: Mapping[str, str]) -> list[Finding]:
    """Refuse what is not a field of the form, and ask for what is missing (FRM-02)."""
    known = {one.key for one in spec.asked}
    found = [
        Finding("FRM-02", Effect.REFUSE, f"“{key}” is no field of {spec.name}.", None)
        for key in answers
        if key not in known
    ]
    for one in spec.asked:
        text = answers.get(one.key, "").strip()
        wanted = one.needed if one.given is None else answers.get(one.given[0]) == one.given[1]
        if not text and wanted:
            found.append(Finding("FRM-02", Effect.REQUIRE, f"{one.sentence}.", one.key))
        elif text and one.kind in (Kind.CHOICE, Kind.SEVERAL):
            chosen = text.split(SEVERAL_BY) if one.kind is Kind.SEVERAL else [text]
            if not set(chosen) <= set(one.choices or {}):
                found.append(Finding("FRM-02", Effect.REFUSE, f"{one.sentence}.", one.key))
    return found


def date_findings(spec: Spec, answers: Mapping[str, str], today: date) -> list[Finding]:
    """Refuse dates in the future of what has happened, and dates that do not follow one another (FRM-02)."""
    found = []
    for one in spec.asked:
        text = answers.get(one.key, "")
        if one.kind is Kind.DATE and one.past and text and date.fromisoformat(text) > today:
            message = f"“{one.label}” lies in the future: {in_words(date.fromisoformat(text))}."
            found.append(Finding("FRM-02", Effect.REFUSE, message, one.key, "Correct the date."))
    for earlier, later, message in IN_ORDER:
        if answers.get(earlier) and answers.get(later) and answers[later] < answers[earlier]:
            found.append(Finding("FRM-02", Effect.REFUSE, message, later, "Correct one of the two dates."))
    return found


def word_findings(
    spec: Spec, answers: Mapping[str, str], *, offences: Collection[str], victims: Collection[str]
) -> list[Finding]:
    """Refuse a text that names a victim, or an offence on a form that says nothing of offences (FRM-03).

    `victims` are the names that the writer may see, so that a refusal tells them nothing new. A name of one word is
    asked about only: it may be meant otherwise.
    """
    found = []
    for one in spec.asked:
        text = answers.get(one.key, "")
        if one.kind not in (Kind.LINE, Kind.TEXT) or not text:
            continue
        named = [name for name in victims if _stands_in(name, text)]
        if named:
            whole = any(len(name.split()) > 1 for name in named)
            message = f"“{one.label}” {'names' if whole else 'may name'} a victim or somebody at risk."
            effect = Effect.REFUSE if whole else Effect.WARN
            found.append(Finding("FRM-03", effect, message, one.key, "Leave the name out."))
        if spec.no_offences and any(_stands_in(title, text) for title in offences):
            message = f"“{one.label}” names an offence, and {spec.name} says nothing of offences."
            found.append(Finding("FRM-03", Effect.REFUSE, message, one.key, "Leave the offence out."))
    return found


def _stands_in(words: str, text: str) -> bool:
    """Whether these words stand in a text as whole words, however they are spaced and written."""
    named = r"\s+".join(re.escape(part) for part in words.casefold().split())
    return bool(named) and re.search(rf"(?<!\w){named}(?!\w)", text.casefold()) is not None


@dataclass(frozen=True, slots=True)
class About:
    """What a form's own conditions ask of the case. `exempt_at` is the address of an exemption that was sent."""

    born: date
    level: int | None
    exempt_at: str | None = None


def own_findings(spec: Spec, answers: Mapping[str, str], about: About, today: date) -> list[Finding]:
    """What is peculiar to one form: the exemption's criteria (FRM-10), and speaking to the DWP first (FRM-08)."""
    if spec.form is Form.P:
        return age_findings(spec, about.born, today) or _exemption(answers, about, today)
    if spec.form is Form.J:
        return _spoken(answers)
    return []


def age_findings(spec: Spec, born: date, today: date) -> list[Finding]:
    """Refuse the exemption for somebody of 35 or over, before anything is typed (FRM-10)."""
    ends = birthday(born, EXEMPT_UNTIL)
    if spec.form is not Form.P or today < ends:
        return []
    message = f"The person was 35 on {in_words(ends)}: the exemption is for those under 35."
    return [Finding("FRM-10", Effect.REFUSE, message, None)]


def _exemption(answers: Mapping[str, str], about: About, today: date) -> list[Finding]:
    ends = birthday(about.born, EXEMPT_UNTIL)
    found = []
    if answers.get("ends_on") and date.fromisoformat(answers["ends_on"]) > ends:
        message = f"The exemption ends with the 35th birthday at the latest, on {in_words(ends)}."
        found.append(Finding("FRM-10", Effect.REFUSE, message, "ends_on", "Enter that day or an earlier one."))
    stays = about.level == 1 and about.exempt_at is not None and about.exempt_at == answers.get("address", "")
    if about.level not in (2, 3) and not stays:
        message = "The exemption is for Level 2 and 3; at Level 1 it goes on only at the address it was given for."
        found.append(Finding("FRM-10", Effect.REFUSE, message, None))
    if answers.get("alone") == "no":
        message = "The exemption is for somebody who lives alone in a self-contained private tenancy."
        found.append(Finding("FRM-10", Effect.REFUSE, message, "alone"))
    return found


def _spoken(answers: Mapping[str, str]) -> list[Finding]:
    why = ""
    if answers.get("told") == "no":
        why = "The person has not been told"
    elif PRACTITIONER in answers.get("basis", "").split(SEVERAL_BY):
        why = "The practitioner set the restriction"
    if not why or answers.get("spoken_on"):
        return []
    message = f"{why}: speak to the DWP contact before MAPPA J is issued, and enter the day."
    return [Finding("FRM-08", Effect.REQUIRE, message, "spoken_on")]


def early_close_findings(spec: Spec, sent_to: Collection[str], *, drew_it_up: bool) -> list[Finding]:
    """Refuse that whoever drew up MAPPA N closes it before everybody was told of the charge (FRM-12).

    Somebody else may, because the charge was withdrawn.
    """
    waiting = [one for one in spec.recipients if one.key not in sent_to]
    if spec.form is not Form.N or not drew_it_up or not waiting:
        return []
    message = f"{spec.name} was not sent yet to: {', '.join(one.words for one in waiting)}."
    step = "Record that first. If the charge was withdrawn, ask somebody else to close it."
    return [Finding("FRM-12", Effect.REFUSE, message, None, step)]


def again_findings(reason: str) -> list[Finding]:
    """A further version says what has changed (FRM-05)."""
    if reason.strip():
        return []
    return [Finding("FRM-05", Effect.REQUIRE, "Say what has changed.", "reason")]


def sending_findings(spec: Spec, to: str, *, on: date, drawn_up_on: date, today: date, before: bool) -> list[Finding]:
    """Refuse a sending to somebody else, in the future, before it was drawn up, or out of turn (FRM-04, FRM-12).

    `before` says whether it has gone to those who come before this recipient.
    """
    found = []
    keys = [one.key for one in spec.recipients]
    if to not in keys:
        message = f"{spec.name} goes to: {', '.join(one.words for one in spec.recipients)}."
        found.append(Finding("FRM-04", Effect.REFUSE, message, "to"))
    elif keys.index(to) > 0 and not before:
        message = f"It goes first to: {spec.recipients[0].words}."
        found.append(Finding("FRM-12", Effect.REFUSE, message, "to", "Record that first."))
    if on > today:
        message = f"It cannot have been sent on {in_words(on)}, which is in the future."
        found.append(Finding("FRM-04", Effect.REFUSE, message, "sent_on", "Enter the day on which it was sent."))
    elif on < drawn_up_on:
        message = f"This version was drawn up on {in_words(drawn_up_on)}, after that day."
        found.append(Finding("FRM-04", Effect.REFUSE, message, "sent_on", "Enter the day on which it was sent."))
    return found


def receipt_findings(*, on: date, sent_on: date, today: date, again: bool) -> list[Finding]:
    """Refuse a receipt before the sending, in the future, or a second one (FRM-09)."""
    if again:
        return [Finding("FRM-09", Effect.REFUSE, "The receipt is recorded already.", None)]
    if on > today:
        message = f"It cannot have been confirmed on {in_words(on)}, which is in the future."
        return [Finding("FRM-09", Effect.REFUSE, message, "received_on", "Enter the day of the confirmation.")]
    if on < sent_on:
        message = f"It was sent on {in_words(sent_on)}, after that day."
        return [Finding("FRM-09", Effect.REFUSE, message, "received_on", "Correct the day.")]
    return []


def review_is_mandatory(kind: str, committed_on: date, levels: Sequence[tuple[date, int | None]]) -> bool:
    """Whether these facts make a serious case review mandatory (FRM-13).

    `levels` are the decisions, day and level, oldest first: Level 2 or 3 on the day of the offence or on one of the 28
    days before it. A level holds from its day until the next decision's.
    """
    if kind not in GRAVEST:
        return False
    since = committed_on - timedelta(days=BEFORE_THE_OFFENCE)
    ends = [*(day for day, _ in levels[1:]), None][: len(levels)]
    return any(
        level in (2, 3) and begins <= committed_on and (end is None or end >= since)
        for (begins, level), end in zip(levels, ends, strict=True)
    )
