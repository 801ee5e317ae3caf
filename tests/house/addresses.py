"""Every address of the project, read from the resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house.permission_table import PREFIXES, TABLE
from tests.house.specimen import VIEWERS, Specimen


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its name, its path with placeholders, and the placeholders' names."""

    name: str
    path: str
    placeholders: tuple[str, ...]

    @property
    def group(self) -> str:
        """The prefix of the library that it comes with; empty for the project's own."""
        return next((prefix for prefix in PREFIXES if self.path.startswith(prefix)), "")


def addresses() -> list[Address]:
    """All of them, in the order in which they are resolved."""
    return list(_walk(get_resolver().url_patterns, "", "", ()))


def own() -> dict[str, Address]:
    """The project's own, by name."""
    return {address.name: address for address in addresses() if not address.group}


def of_group(prefix: str) -> list[Address]:
    """Those of a library."""
    return [address for address in addresses() if address.group == prefix]


def _walk(
    patterns: list[URLPattern | URLResolver], prefix: str, namespace: str, before: tuple[str, ...]
) -> Iterator[Address]:
    for one in patterns:
        path = prefix + str(one.pattern)
        placeholders = (*before, *(name for name in one.pattern.regex.groupindex if name not in before))
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, path, inner, placeholders)
        else:
            yield Address(f"{namespace}{one.name}", path, placeholders)


def path_to(name: str, specimen: Specimen) -> str:
    """The address of one row of the table, filled in from the specimen."""
    row, address = TABLE[name], own()[name]
    values = specimen.in_address(address.placeholders, about=row.about, meeting=row.meeting, account=row.account)
    return reverse(name, kwargs=values)


def signs_in_first(answer: Any) -> bool:
    """Whether an answer sends the viewer to the sign-in page."""
    return answer.status_code == 302 and answer["Location"].startswith("/account/login/")


def opener(name: str) -> str:
    """Somebody who opens this page: the first viewer that its row names."""
    return next(viewer for viewer in VIEWERS if viewer in TABLE[name].opened_by)
