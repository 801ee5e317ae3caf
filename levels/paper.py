"""MAPPA Q as a tagged PDF: one screening, what became of it, and nothing else of the case."""

from django.conf import settings

from levels.models import AgencyRequest, LevelDecision, LevelDispute
from levels.selectors.screened import Screened
from ui.pdf import Document
from ui.printed import Printed, Section, printed_form
from ui.words import day

NO_ANSWER = "No answer is recorded."
NOT_ASKED = "Not asked when this screening was recorded."


def mappa_q(screened: Screened, reference: str) -> Document:
    """The PDF of a screening of the case of this reference. The same arguments give the same bytes."""
    screening = screened.screening
    who = screening.screened_by
    about = [
        ("Case", reference),
        ("Screened", day(screening.screened_on)),
        ("Screened by", ", ".join(part for part in (who.full_name, who.agency.name if who.agency else "") if part)),
        ("Agencies that gave information", str(screening.sources)),
    ]
    proposal = [
        ("Proposed level", f"Level {screening.proposed_level}"),
        ("Why this level", screening.rationale),
        ("Earlier offending and compliance", screening.history or NOT_ASKED),
        ("Information", screening.information),
    ]
    if screening.prison_notified_on:
        replied = screening.prison_replied_on
        proposal += [
            ("Prison told of the proposal", day(screening.prison_notified_on)),
            ("Prison answered", day(replied) if replied else NO_ANSWER),
        ]
    printed = Printed(
        title="MAPPA Q: screening and level",
        reference=f"{reference} MAPPA Q",
        marking=settings.PROTECTIVE_MARKING,
        author=who.agency.name if who.agency else who.full_name,
        at=screened.recorded_at,
        about=about,
        sections=[
            Section("The screening", proposal),
            Section(
                "Asked of agencies", [_asked(one) for one in screened.asked], "No request to an agency is recorded."
            ),
            Section("Disputes", [_disputed(one) for one in screened.disputes], "Nobody disputed the level."),
            Section(
                "The level that was decided",
                [_decided(one) for one in screened.decided],
                "No level is decided on this screening yet.",
            ),
        ],
    )
    versions = [f"{one.pk}.{one.version}" for one in screened.asked]
    versions += [f"{one.pk}.{one.version}" for one in screened.disputes]
    return printed_form(printed, identifier=f"{screening.pk} {screened.recorded_at.isoformat()} {' '.join(versions)}")


def _asked(one: AgencyRequest) -> tuple[str, str]:
    answer = f"{day(one.answered_on)}: {one.get_answer_display()}" if one.answered_on else NO_ANSWER
    return one.agency.name, "\n".join((f"Asked on {day(one.asked_on)}: {one.asked_for}", answer, one.note))


def _disputed(one: LevelDispute) -> tuple[str, str]:
    lines = [f"Level {one.wanted_level} wanted instead of {one.disputed_level}, {one.raised_as}: {one.reason}"]
    if one.escalated_on:
        lines.append(f"Escalated on {day(one.escalated_on)} to {one.escalated_to}.")
    if one.settled_on:
        settled = f"Settled on {day(one.settled_on)} at Level {one.outcome_level}, {one.settled_as}"
        lines.append(f"{settled}: {one.outcome_reason}")
    return f"Raised on {day(one.raised_on)}", "\n".join(lines)


def _decided(one: LevelDecision) -> tuple[str, str]:
    told = f"From {day(one.decided_on)}, by {one.decided_by.full_name}, {one.decided_as}"
    approved = ""
    if one.second_approval:
        approved = f"Second approval: {one.second_approval.full_name}, {one.second_approval_reason}"
    return f"Level {one.level}", "\n".join((told, one.reason, approved))
