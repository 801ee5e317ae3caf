"""Reads HTML into something that two renderings can be compared by: tags, sorted attributes, text without layout."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[object, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        shown = {name: " ".join((value or "").split()) for name, value in attrs}
        self.parts.append(("open", tag, tuple(sorted(shown.items()))))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(("close", tag))

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text:
            self.parts.append(("text", text))


def read(markup: str) -> list[tuple[object, ...]]:
    """The markup as a list of opening tags, closing tags and texts."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.parts


def tags(markup: str, name: str) -> list[dict[str, str]]:
    """The attributes of every element of that name."""
    return [dict(part[2]) for part in read(markup) if part[0] == "open" and part[1] == name]  # type: ignore[arg-type]


def text(markup: str) -> str:
    """What a reader sees, without tags."""
    return " ".join(str(part[1]) for part in read(markup) if part[0] == "text")


def ids(markup: str) -> list[str]:
    """Every id on the page, in order."""
    return [dict(part[2])["id"] for part in read(markup) if part[0] == "open" and "id" in dict(part[2])]  # type: ignore[arg-type]
