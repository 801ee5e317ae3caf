"""The agenda of a Level 2 or 3 meeting as data (MAPPA Guidance 13a.36), and which items still want an answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.refusals import Effect, Finding


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item. With `own_record` the answer is a record of its own (risk, disclosure, plan, level), not a note."""

    number: int
    key: str
    label: str
    question: str
    own_record: bool = False
    level_3_only: bool = False


AGENDA: tuple[AgendaItem, ...] = (
    AgendaItem(
        1, "confidentiality", "Confidentiality statement", "Was the statement given, and did everyone accept it?"
    ),
    AgendaItem(
        2, "previous_minutes", "Previous minutes", "Have attendees received and read them, and are they correct?"
    ),
    AgendaItem(3, "risk", "Current risks", "What is the agreed assessment of risk today?", own_record=True),
    AgendaItem(4, "disclosure", "Disclosure", "Is anyone to be told, and why or why not?", own_record=True),
    AgendaItem(
        5, "plan", "Risk management plan", "What became of each action, and what does the plan now hold for safety?"
    ),
    AgendaItem(6, "media", "Media handling", "Is interest expected, and who speaks for police and for Probation?"),
    AgendaItem(7, "visor", "ViSOR record", "Who owns the record, and who adds what was said today?"),
    AgendaItem(8, "human_rights", "Human rights", "Are the decisions lawful, necessary and proportionate?"),
    AgendaItem(
        9, "diversity", "Protected characteristics", "Which of the nine apply, what difference do they make, and how?"
    ),
    AgendaItem(
        10,
        "cppc",
        "Critical Public Protection Case",
        "Was referral considered, and what was decided?",
        own_record=True,
        level_3_only=True,
    ),
    AgendaItem(11, "level", "Level and re-referral", "At which level from now on, and why?", own_record=True),
    AgendaItem(12, "smb", "Issues for the Strategic Management Board", "Is there anything to report, good or bad?"),
)


def agenda_for(level: int) -> tuple[AgendaItem, ...]:
    """The items of a meeting at `level`, in order."""
    return tuple(item for item in AGENDA if level == 3 or not item.level_3_only)


def unanswered_findings(level: int, answers: Mapping[str, str]) -> list[Finding]:
    """A finding for each item that wants a note and has none (MTG-15); own records are checked where they are kept."""
    return [
        Finding(
            "MTG-15",
            Effect.BLOCK,
            f"Agenda item {item.number}, {item.label}, is not answered.",
            f"agenda_{item.key}",
            item.question,
        )
        for item in agenda_for(level)
        if not item.own_record and not answers.get(item.key, "").strip()
    ]
