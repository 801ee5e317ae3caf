"""Groups of fields that several forms share."""

from papers.rules.shape import Field, Kind

YES = {"yes": "Yes", "no": "No"}
LEVELS = {"1": "Level 1", "2": "Level 2", "3": "Level 3", "none": "Not decided"}
NO_VICTIMS = "Name no victim."

NAME = (
    Field("family_name", "Family name", source="family_name"),
    Field("given_names", "Given names", source="given_names"),
    Field("born", "Date of birth", Kind.DATE, source="born", past=True),
)
NI_NUMBER = Field(
    "ni_number",
    "National Insurance number",
    needed=False,
    hint="Where it is known, so that the right person is found.",
    ask="Enter the National Insurance number",
)
NUMBERS = (
    Field("reference", "Reference in this system", source="reference"),
    Field("pnc_id", "PNC ID", source="pnc_id", needed=False),
)
WHERE = (
    Field("current_address", "Current address", Kind.TEXT, source="current_address", needed=False),
    Field("release_address", "Proposed release address", Kind.TEXT, source="release_address", needed=False),
)
HELD = (
    Field(
        "establishment",
        "Held in",
        source="establishment",
        needed=False,
        hint="Empty in the community.",
        ask="Enter where the person is held",
    ),
    Field("release_due", "Earliest release date", Kind.DATE, source="release_due", needed=False),
)
OFFENCE = (
    Field("offence", "Offence", Kind.TEXT, source="offence"),
    Field(
        "outcome_on",
        "Convicted or found on",
        Kind.DATE,
        source="outcome_on",
        ask="Enter the day of the conviction or finding",
    ),
    Field("sentence", "Sentence or order", source="sentence"),
)
CATEGORY = Field("category", "MAPPA category", source="category")
LEVEL = Field("level", "MAPPA level", Kind.CHOICE, source="level", choices=LEVELS)
AGENCY = Field("agency", "Lead agency", source="lead_agency")
CONTACT = Field(
    "contact",
    "Whom to contact",
    Kind.TEXT,
    hint="Name, post, telephone and secure e-mail.",
    ask="Enter whom to contact",
)
