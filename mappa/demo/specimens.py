"""Who the invented people are: one line each. Days are counted back from the day the data is loaded."""

from dataclasses import dataclass

BEFORE_THE_MEETING = 30
BETWEEN_REVIEWS = 105
BEFORE_RELEASE = 40


@dataclass(frozen=True, slots=True)
class Specimen:
    """One invented person. `decided` is how many days ago the level was decided or last reviewed."""

    given: str
    family: str
    age: int
    category: int | None
    level: int | None
    decided: int
    rosh: str = "medium"
    female: bool = False
    area: str = "hampshire"
    lead: str = "probation"
    owner: str = "practitioner"
    custody: int | None = None  # in custody, release due in so many days
    released: int = 450  # released so many days ago, when sentenced to custody
    was: int | None = None  # the level before the last meeting, when that changed it
    earlier: int | None = None  # a first meeting was held so many days ago
    met: int | None = None  # the last meeting was held so many days ago
    coming: int | None = None  # a meeting is arranged in so many days
    reviewed: bool = False  # at Level 1, and `decided` is the day of a review
    plan: str = ""  # none, draft or in force; empty: in force at Level 2 and 3, none otherwise
    disclosure: str = ""  # no, agreed (at a meeting, details to come), planned or made
    youth: str = ""  # how far a child's assessment has come
    restricted: bool = False
    ended: bool = False
    summary: bool = False  # an executive summary was issued from the last meeting

    @property
    def child(self) -> bool:
        """Under 18 on the day of loading."""
        return self.age < 18

    @property
    def first_level(self) -> int | None:
        """The level at which the case began."""
        return self.was or self.level

    @property
    def first_decided(self) -> int:
        """How many days ago the first level was decided; before release, when the risk was judged."""
        if self.level is None:
            return BEFORE_RELEASE
        if self.met is not None:
            return (self.earlier or self.met) + BEFORE_THE_MEETING
        return self.decided + (BETWEEN_REVIEWS if self.reviewed else 0)

    @property
    def planned(self) -> str:
        """How far the risk management plan has come."""
        return self.plan or ("in force" if (self.level or 0) > 1 else "none")


SPECIMENS = (
    # Hampshire: local policy of 2008, so Level 2 is reviewed every 12 weeks and Level 3 every 6
    Specimen("Test-Adam", "Alder", 41, 1, 2, 60, "high", earlier=135, met=60, coming=20, summary=True),
    Specimen("Test-Brian", "Birch", 33, 2, 3, 50, "very_high", met=50, coming=6, disclosure="planned"),
    Specimen("Test-Carl", "Cedar", 52, 2, 1, 119, "medium", reviewed=True, plan="in force", disclosure="no"),
    Specimen("Test-Dai", "Dogwood", 29, 3, 2, 82, "high", met=82),
    Specimen("Test-Ed", "Elm", 36, 4, 3, 30, "high", met=30, coming=10, restricted=True),
    Specimen("Test-Fay", "Fir", 44, 2, 1, 20, "low", female=True),
    Specimen("Test-Gus", "Gorse", 61, 1, 1, 107, lead="police", owner="officer", plan="in force", disclosure="planned"),
    Specimen("Test-Hal", "Hazel", 25, 2, 2, 10, "high", owner="practitioner2", released=12, coming=16, plan="draft"),
    Specimen("Test-Ian", "Ivy", 38, 2, None, 0, "high", custody=200),
    Specimen("Test-Joe", "Juniper", 47, 1, 2, 90, "high", met=90),
    Specimen("Test-Karl", "Kapok", 31, 3, 3, 38, "high", met=38, coming=3),
    Specimen("Test-Len", "Larch", 55, 2, 1, 140, "medium", owner="practitioner2"),
    Specimen("Test-Max", "Maple", 27, 2, None, 0, "medium", custody=120),
    Specimen("Test-Neil", "Nettle", 49, 1, 1, 60, "low", lead="police", owner="officer", reviewed=True),
    Specimen("Test-Olu", "O’Sorrel", 34, 2, 1, 100, "medium", disclosure="no"),
    Specimen("Test-Piotr", "Łopian", 40, 4, 2, 45, "high", was=3, earlier=86, met=45),
    Specimen("Test-Ray", "Rowan", 58, None, None, 0, "medium"),
    Specimen("Test-Sol", "Spruce", 30, 2, 1, 30, "low", ended=True),
    # Children, led by the youth justice service
    Specimen(
        "Test-Tia",
        "Thistle",
        16,
        2,
        2,
        70,
        "high",
        female=True,
        lead="yjs",
        owner="yjs",
        met=70,
        coming=8,
        youth="countersigned",
    ),
    Specimen("Test-Uma", "Umbel", 15, 1, 1, 80, "medium", female=True, lead="yjs", owner="yjs", youth="submitted"),
    Specimen("Test-Vic", "Vetch", 17, 3, 2, 20, "high", lead="yjs", owner="yjs", met=20, youth="returned"),
    Specimen("Test-Will", "Willow", 14, None, None, 0, "medium", lead="yjs", owner="yjs", youth="draft"),
    # Kent: national policy only, Level 2 every 16 weeks and Level 3 every 8
    Specimen("Test-Xan", "Xerophyte", 37, 1, 2, 100, "high", area="kent", met=100, coming=9, disclosure="made"),
    Specimen("Test-Yan", "Yew", 42, 2, 3, 60, "very_high", area="kent", met=60),
    Specimen("Test-Zed", "Zelkova", 28, 2, 1, 50, "medium", area="kent", reviewed=True),
    Specimen(
        "Test-Anne",
        "Aspen",
        35,
        1,
        1,
        120,
        "medium",
        female=True,
        area="kent",
        lead="police",
        owner="officer",
        plan="in force",
        disclosure="made",
    ),
    Specimen("Test-Beth", "Bracken", 46, 3, 2, 111, "high", female=True, area="kent", met=111, disclosure="agreed"),
    Specimen("Test-Cleo", "Clover", 53, 2, 1, 14, "low", female=True, area="kent"),
    Specimen("Test-Dot", "Daphne", 39, 4, 2, 8, "high", female=True, area="kent", met=8),
    Specimen("Test-Eli", "Elder", 32, 2, None, 0, "high", area="kent", custody=185),
    Specimen("Test-Flo", "Fern", 26, 2, 1, 105, "medium", female=True, area="kent", owner="practitioner2"),
    Specimen(
        "Test-Gil",
        "Ginkgo",
        15,
        2,
        1,
        90,
        "high",
        area="kent",
        lead="yjs",
        owner="yjs",
        disclosure="no",
        youth="countersigned",
    ),
    Specimen("Test-Hope", "Heather", 24, 1, 2, 5, "high", female=True, area="kent", coming=30, plan="none"),
)
