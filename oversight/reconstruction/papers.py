"""Set forms in the picture of a case on a day: which there were, and where they went."""

from uuid import UUID

from oversight.reconstruction.naming import Names, Told
from oversight.reconstruction.past import Reader
from papers.models import Paper, PaperSending, PaperVersion
from papers.rules.forms import spec_of
from ui.words import day


def papers(reader: Reader, names: Names) -> Told:
    """Each form, its last version, and its last sending. What it says stands on its own page."""
    versions = {row.pk: row for row in reader.recorded(PaperVersion)}
    newest: dict[UUID, int] = {}
    for row in versions.values():
        newest[row.paper_id] = max(row.number, newest.get(row.paper_id, 0))
    sent: dict[UUID, PaperSending] = {}
    for sending in reader.recorded(PaperSending):
        if sending.version_id in versions:
            sent[versions[sending.version_id].paper_id] = sending
    told: Told = {}
    for shown in reader.rows(Paper):
        key, spec = shown["id"], spec_of(shown["form"])
        last = sent.get(key)
        parts = (
            f"version {newest.get(key, 1)}",
            f"sent on {day(last.sent_on)} to {last.recipient}" if last else "not sent",
            names.of(shown["agency"]),
            f"applies no longer since {day(shown['closed_on'])}" if shown["closed_on"] else "",
        )
        told[key] = (spec.name if spec else shown["form"], ", ".join(part for part in parts if part))
    return told
