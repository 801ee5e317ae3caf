"""The record on ViSOR in the picture of a case on a day."""

from uuid import UUID

from oversight.reconstruction.naming import Names, Told, joined, period
from oversight.reconstruction.past import Reader
from ui.words import day
from visor.models import VisorEvent, VisorPart
from visor.rules.kinds import OWNER_WORDS, Owner
from visor.rules.parts import ROLE_WORDS, Role


def visor_events(reader: Reader, names: Names) -> Told:
    """Each event of the record; what was taken back says so."""
    told: Told = {}
    for row in reader.recorded(VisorEvent):
        key: UUID = row.supersedes_id or row.pk
        owner = f"owner {OWNER_WORDS[Owner(row.owner)]}" if row.owner else ""
        access = "Restricted Access" if row.restricted else ""
        words = joined(day(row.happened_on), owner, access, row.who, row.details)
        told[key] = (row.get_kind_display(), "Taken back" if row.withdrawn else words)
    return told


def parts_in_visor(reader: Reader, names: Names) -> Told:
    """Who managed the record, and who were partners to it."""
    told: Told = {}
    for row in reader.rows(VisorPart):
        told[row["id"]] = (ROLE_WORDS[Role(row["role"])], joined(row["holder"], names.of(row["agency"]), period(row)))
    return told
