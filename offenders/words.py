"""Words for values that are stored as keys, in one place for pages, API and documents."""

CATEGORY_WORDS: dict[int | None, str] = {
    1: "1: subject to notification",
    2: "2: violent or other sexual",
    3: "3: other dangerous",
    4: "4: terrorist or terrorist risk",
}
ROSH_WORDS = {"low": "Low", "medium": "Medium", "high": "High", "very_high": "Very high"}
GROUP_WORDS = {
    "public": "the public",
    "prisoners": "prisoners",
    "known_adult": "a known adult",
    "children": "children",
    "staff": "staff",
    "self": "self",
}
