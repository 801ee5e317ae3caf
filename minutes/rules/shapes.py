"""What gives somebody away by its shape alone: telephone numbers, addresses, e-mail, the wording of intelligence.

Everything is looked for in the folded text: no case, accents, apostrophes or invisible marks (EXS-07, EXS-08).
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from meetings.rules.names import TITLES, folded


class Shape(StrEnum):
    """What something looks like."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    ADDRESS = "address"
    INTELLIGENCE = "intelligence"


DIGITS_OF_A_NUMBER = 10
"""From so many digits on it is a telephone number, an account or the like, whatever stands between them."""

_OH = re.compile(r"(?<![^\W_])o(?=\d{2})|(?<=\d)o{1,4}(?=\d)")
_RUN = re.compile(rf"[+(]{{0,2}}\d(?:[\W_]{{0,4}}\d){{{DIGITS_OF_A_NUMBER - 1},}}")
_FEW = re.compile(r"\d(?:[\W_]{0,4}\d)+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_NUMBER = (
    re.compile(r"(?<![\d-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])"),
    re.compile(
        r"(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])(?P<s>[./-])(?:0?[1-9]|1[0-2])(?P=s)(?:(?:19|20)\d\d|\d\d)"
        r"(?!\d|(?P=s)\d|[\W_]{1,2}\d{3})"
    ),
    re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d|[:.]\d)"),
    re.compile(r"£\s?\d{1,3}(?:,\d{3}){0,3}(?:\.\d{1,2})?(?!\d|,\d)"),
    re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d\d)/\d{1,7}[a-z](?![^\W_])"),
)
"""Days, times, sums of money and PNC numbers: their digits belong to no telephone number."""

_EMAIL = re.compile(
    r"""[^\s@<>()"]{1,64}@[^\s@<>()"]{1,255}
        |(?<=\w)\s{1,2}@\s{0,2}[\w-]{1,63}\.\w{2}
        |(?<=\w)\s{0,2}[(\[{]\s?(?:at|@)\s?[)\]}]\s{0,2}[\w.-]{1,80}
        |\sat\s{1,2}[\w-]{1,63}(?:\s{1,2}dot\s{1,2}|\.(?=(?:co|org|com|gov|net|ac|nhs|police|uk)(?!\w)))\w{2,20}""",
    re.VERBOSE,
)
_POSTCODE = re.compile(
    r"""(?<![^\W_])(?:gir\s?0aa|[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[a-z]{2}
        |[a-z]{1,2}[\s-]{0,2}\d[a-z\d]?[\W_]{0,3}\d(?!st|nd|rd|th|hr|yr|ft|gb|lb)[abd-hjlnp-uw-z]{2})(?![^\W_])""",
    re.VERBOSE,
)
_ROOM = re.compile(
    r"""(?<!\w)(?:flat|apartment|apt|unit|room|suite|caravan|plot)\s{1,2}
        (?:\d\w{0,3}|[a-z]\d{1,3}|one|two|three|four|five|six|(?P<letter>[a-z]))(?!\w)""",
    re.VERBOSE,
)
_STREET = re.compile(
    r"""(?<!\w)\d{1,4}[a-z]?,?\s{1,4}(?P<middle>(?:[\w-]{1,30}\.?\s{1,4}){1,3}?)
        (?:(?P<kind>street|st|road|rd|avenue|ave|lane|close|drive|crescent|cres|court|ct|gardens|grove|place|terrace|way
            |square|walk|mews|row|parade|hill|rise|view|park|green|wharf|quay|boulevard|blvd|broadway)
          |(?P<capital>house|cottage|estate|end|yard|gate|passage|villas|mansions|buildings|lodge|farm|heights|mount
            |dene|meadows?|fields?|circus|esplanade|promenade))(?!\w)""",
    re.VERBOSE,
)
_WITHOUT_NUMBER = re.compile(
    r"""(?<!\w)(?:street|road|rd|avenue|ave|lane|close|drive|crescent|cres|gardens|grove|terrace|boulevard|blvd|mews
        |cottage|bungalow)(?!\w)(?!\s{1,2}traffic)""",
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"(?<![\w-])([\w-]{1,30})\.?\s{1,3}$")
_FILLING_WORDS = """
    about all an and are as at away been before but by day days for from had has have he her his hour hours in into is
    it its kept left made met minutes month months my no not of off on one or our out over people per she so than their
    they time times to two under was we week weeks were who will with years year
"""
_FILLING = frozenset(_FILLING_WORDS.split())
"""Words that stand in no address: with one of them, "way" in small letters is no street."""
_NO_STREET_BEFORE = (
    frozenset({"the", "a", "an", "no", "in", "on", "of", "his", "her", "their", "and", "public"}) | TITLES
)
_WHICH_COURT = "crown magistrates county high youth supreme family appeal royal sheriff the in at to of before"
_COURTS = frozenset(_WHICH_COURT.split())

_SAYS = (
    "say|says|said|tell|tells|told|state|states|stated|report|reports|reported|suggest|suggests|suggested|indicate"
    "|indicates|indicated|claim|claims|claimed|allege|alleges|alleged|believe|believes|believed"
)
_INTELLIGENCE = re.compile(
    rf"""(?<!\w)(?:intelligence|intel|informants?|informers?|chis|c\.\s?h\.\s?i\.\s?s|c\sh\si\ss|covert(?:ly)?|undercover
        |surveill(?:ance|ed|ing)|intercept(?:s|ed|ion)?
        |(?:anonymous|confidential|sensitive|protected|registered|human|reliable|undisclosed|unnamed)\s{{1,2}}sources?
        |source\s{{1,2}}(?:evaluation|handling|handlers?)|handling\s{{1,2}}codes?
        |sources?\s{{1,2}}(?:(?:has|have|had|also|who|that)\s{{1,2}})?(?:{_SAYS})
        |grad(?:ed|ing|e)\s{{1,2}}(?:(?:as|at)\s{{1,2}})?[a-e]\s?[1-5]{{1,2}}|[a-e]\s?[1-5]{{1,2}}\s{{1,2}}grad(?:ed|ings?)
        |[35]\s?[x*\u00d7]\s?5\s?[x*\u00d7]\s?[25]|3\s?[x*\u00d7]\s?5\s?[x*\u00d7]\s?2
        |crime[\s-]{{0,2}}stoppers|ripa|sanitised
        |tip[\s-]{{0,2}}offs?|tipped[\s-]{{1,2}}off
        |(?:phone|telephone|wire|line)[\s-]{{0,2}}tap(?:s|ped|ping)?|tapp(?:ed|ing)\s{{1,2}}(?:\w{{1,8}}\s{{1,2}})?(?:tele)?phones?
        |bugg(?:ed|ing)|listening\s{{1,2}}devices?|test[\s-]{{1,2}}purchas(?:es?|ing|ed))(?!\w)""",
    re.VERBOSE,
)


def shapes_in(text: str) -> Iterator[tuple[Shape, int, int]]:
    """Everything in a text that gives somebody away by its shape: what, from which character, to which."""
    plain, places = folded(text)
    if not plain:
        return
    capital = [text[place].isupper() for place in places]
    finders = (
        (Shape.EMAIL, (match.span() for match in _EMAIL.finditer(plain))),
        (Shape.TELEPHONE, _numbers(plain)),
        (Shape.INTELLIGENCE, (match.span() for match in _INTELLIGENCE.finditer(plain))),
        (Shape.ADDRESS, _addresses(plain, capital)),
    )
    for shape, spans in finders:
        for start, end in spans:
            yield shape, places[start], places[end - 1] + 1


def _numbers(plain: str) -> Iterator[tuple[int, int]]:
    """Runs of ten digits or more, whatever stands between them but a letter; not days, times, sums and years."""
    for match in _RUN.finditer(_without_days(plain)):
        groups = re.findall(r"\d+", match.group())
        others = [group for group in groups if not _YEAR.fullmatch(group)]
        few = sum(len(group) for group in others) < DIGITS_OF_A_NUMBER
        if not (few and len(groups) - len(others) > 1):
            yield match.span()


def _without_days(plain: str) -> str:
    """The folded text with letters typed for noughts as digits, and without those of days, times and sums."""
    digits = _OH.sub(lambda match: "0" * len(match.group()), plain)
    for pattern in _NO_NUMBER:
        digits = pattern.sub(lambda match: "x" * len(match.group()), digits)
    return digits


def digits_in(text: str, least: int) -> Iterator[tuple[str, list[int]]]:
    """Runs of at least so many digits, whatever stands between them but a letter, each digit with its place in `text`.

    Days, times and sums are none, nor are runs of years alone.
    """
    plain, places = folded(text)
    digits = _without_days(plain)
    for match in _FEW.finditer(digits):
        at = [place for place in range(match.start(), match.end()) if digits[place].isdigit()]
        years = all(_YEAR.fullmatch(group) for group in re.findall(r"\d+", match.group()))
        if len(at) >= least and not years:
            yield "".join(digits[place] for place in at), [places[place] for place in at]


def _addresses(plain: str, capital: list[bool]) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _POSTCODE.finditer(plain))
    for match in _ROOM.finditer(plain):
        if match["letter"] is None or capital[match.start("letter")]:
            yield match.span()
    for match in _STREET.finditer(plain):
        group = "kind" if match["kind"] else "capital"
        middle = re.findall(r"[\w-]+", match["middle"])
        small = not capital[match.start(group)]
        if small and (group == "capital" or not _FILLING.isdisjoint(middle)):
            continue
        if match[group] != "court" or middle[-1] not in _COURTS:
            yield match.span()
    for match in _WITHOUT_NUMBER.finditer(plain):
        start = max(0, match.start() - 36)
        before = _WORD_BEFORE.search(plain[start : match.start()])
        if before is None or not capital[match.start()] or not capital[start + before.start(1)]:
            continue
        if before[1] not in _NO_STREET_BEFORE:
            yield start + before.start(1), match.end()
