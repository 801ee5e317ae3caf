"""What a viewer needs before rows of a kind, and each of their fields, are shown: declared on the models.

`Case.needs` is the projection of the case itself (`offenders.projection`); rows that lead to a case declare theirs in
the same way, and docs/access-matrix.md shows what that comes to for each viewer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from offenders.rules.sight import Detail


class Beyond(StrEnum):
    """What is asked for beside the level of detail."""

    NOTHING = "nothing"
    VICTIMS = "victims"  # sight of the victims and people at risk of the case (ACC-27)
    KIND = "kind"  # what opens an item of its kind of information (INF-13)
    MEETING = "meeting"  # full sight, or being asked to that very meeting (ACC-28)
    OFFICE = "office"  # whoever made, answers or reviews it, by an office of theirs
    NOT_A_REVIEW = "not_a_review"  # full sight, unless it is about the next review of the level (ACC-72)
    NOBODY = "nobody"  # read by the product itself; no page shows it


BEYOND_WORDS: Mapping[Beyond, str] = MappingProxyType(
    {
        Beyond.NOTHING: "",
        Beyond.VICTIMS: "sight of victims",
        Beyond.KIND: "what its kind of information asks for",
        Beyond.MEETING: "full sight, or being asked to that meeting",
        Beyond.OFFICE: "who made it, answers it or reviews it",
        Beyond.NOT_A_REVIEW: "full sight of whatever is not the next review of the level",
        Beyond.NOBODY: "read by the product itself, shown on no page",
    }
)


@dataclass(frozen=True, slots=True)
class Needs:
    """The level of detail that opens a row, what it asks for beside that, and fields that open with another level.

    A field that is not named needs what the row needs: a new field is never shown to more people than its row.
    """

    detail: Detail = Detail.FULL
    beyond: Beyond = Beyond.NOTHING
    fields: Mapping[str, Detail] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, name: str) -> Detail:
        """The level that opens this field."""
        return self.fields.get(name, self.detail)

    def groups(self, names: list[str]) -> dict[Detail, list[str]]:
        """The fields by the level that opens them, the widest first: the field groups of this kind of row."""
        found: dict[Detail, list[str]] = {}
        for name in sorted(names):
            found.setdefault(self.of(name), []).append(name)
        return dict(sorted(found.items()))


def opening_at(detail: Detail, *names: str) -> dict[str, Detail]:
    """These fields, each of which opens at this level."""
    return dict.fromkeys(names, detail)
