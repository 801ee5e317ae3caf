"""Requests for minutes, reports and losses in the picture of a case on a day."""

from enquiries.models import DataLoss, MinutesRequest, ReportAnswer, ReportItem
from enquiries.rules.routing import REQUESTER_WORDS, Requester
from enquiries.rules.steps import STATE_WORDS, State
from oversight.reconstruction.naming import Names, Told, joined
from oversight.reconstruction.past import Reader
from ui.words import day


def minutes_requests(reader: Reader, names: Names) -> Told:
    """Each request and how far its answer had come. Only for who may see requests."""
    told: Told = {}
    for row in reader.rows(MinutesRequest):
        asked = REQUESTER_WORDS[Requester(row["requester"])]
        told[row["id"]] = (asked, joined(STATE_WORDS[State(row["state"])], f"received {day(row['received_on'])}"))
    return told


def losses(reader: Reader, names: Names) -> Told:
    """Minutes that went astray. Only for who may see requests."""
    return {
        row.pk: ("Minutes went astray", joined(day(row.found_on), row.happened)) for row in reader.recorded(DataLoss)
    }


def report_items(reader: Reader, names: Names) -> Told:
    """Information for reports, with what its agency last said."""
    said = {row.item_id: row for row in reader.recorded(ReportAnswer)}
    told: Told = {}
    for row in reader.recorded(ReportItem):
        answer = said.get(row.pk)
        words = f"{answer.get_said_display()}, {day(answer.happened_on)}" if answer else "Agency asked"
        told[row.pk] = (f"For a report: {row.get_report_display().lower()}", joined(words, row.information))
    return told
