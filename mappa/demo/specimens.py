"""Who the invented people are: one line each. Days are counted back from the day the data is loaded."""

from dataclasses import dataclass


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
    area: str = "hampshire"
    lead: str = "probation"
    owner: str = "practitioner"
    custody: int | None = None  # release due in so many days
    met: int | None = None  # a meeting was held so many days ago
    coming: int | None = None  # a meeting is arranged in so many days
    restricted: bool = False
    ended: bool = False
    summary: bool = False  # an executive summary was issued from the meeting


SPECIMENS = (
    # Hampshire: local policy of 2008, so Level 2 is reviewed every 12 weeks and Level 3 every 6
    Specimen("Test-Adam", "Alder", 41, 1, 2, 60, "high", met=60, coming=20, summary=True),
    Specimen("Test-Brian", "Birch", 33, 2, 3, 50, "very_high", met=50, coming=6),
    Specimen("Test-Carl", "Cedar", 52, 2, 1, 119, "medium"),
    Specimen("Test-Dai", "Dogwood", 29, 3, 2, 82, "high", met=82),
    Specimen("Test-Ed", "Elm", 36, 4, 3, 30, "high", met=30, coming=10, restricted=True),
    Specimen("Test-Fay", "Fir", 44, 2, 1, 20, "low"),
    Specimen("Test-Gus", "Gorse", 61, 1, 1, 107, "medium", lead="police", owner="officer"),
    Specimen("Test-Hal", "Hazel", 25, 2, 2, 10, "high", owner="practitioner2", coming=40),
    Specimen("Test-Ian", "Ivy", 38, 2, None, 0, "high", custody=200),
    Specimen("Test-Jo", "Juniper", 47, 1, 2, 90, "high", met=90),
    Specimen("Test-Karl", "Kapok", 31, 3, 3, 38, "high", met=38, coming=3),
    Specimen("Test-Len", "Larch", 55, 2, 1, 140, "medium", owner="practitioner2"),
    Specimen("Test-Max", "Maple", 27, 2, None, 0, "medium", custody=120),
    Specimen("Test-Neil", "Nettle", 49, 1, 1, 60, "low", lead="police", owner="officer"),
    Specimen("Test-Olu", "O’Sorrel", 34, 2, 1, 100, "medium"),
    Specimen("Test-Piotr", "Łopian", 40, 4, 2, 45, "high", met=45),
    Specimen("Test-Ray", "Rowan", 58, None, None, 0, "medium"),
    Specimen("Test-Sol", "Spruce", 30, 2, 1, 30, "low", ended=True),
    # Children, led by the youth justice service
    Specimen("Test-Tia", "Thistle", 16, 2, 2, 70, "high", lead="yjs", owner="yjs", met=70, coming=8),
    Specimen("Test-Uma", "Umbel", 15, 1, 1, 80, "medium", lead="yjs", owner="yjs"),
    Specimen("Test-Vic", "Vetch", 17, 3, 2, 20, "high", lead="yjs", owner="yjs", met=20),
    Specimen("Test-Will", "Willow", 14, None, None, 0, "medium", lead="yjs", owner="yjs"),
    # Kent: national policy only, Level 2 every 16 weeks and Level 3 every 8
    Specimen("Test-Xan", "Xerophyte", 37, 1, 2, 100, "high", area="kent", met=100, coming=9),
    Specimen("Test-Yan", "Yew", 42, 2, 3, 60, "very_high", area="kent", met=60),
    Specimen("Test-Zed", "Zelkova", 28, 2, 1, 50, "medium", area="kent"),
    Specimen("Test-Anne", "Aspen", 35, 1, 1, 120, "medium", area="kent", lead="police", owner="officer"),
    Specimen("Test-Beth", "Bracken", 46, 3, 2, 111, "high", area="kent", met=111),
    Specimen("Test-Cleo", "Clover", 53, 2, 1, 14, "low", area="kent"),
    Specimen("Test-Dot", "Daphne", 39, 4, 2, 20, "high", area="kent", met=20),
    Specimen("Test-Eli", "Elder", 32, 2, None, 0, "high", area="kent", custody=185),
    Specimen("Test-Flo", "Fern", 26, 2, 1, 105, "medium", area="kent", owner="practitioner2"),
    Specimen("Test-Gil", "Ginkgo", 15, 2, 1, 90, "high", area="kent", lead="yjs", owner="yjs"),
    Specimen("Test-Hope", "Heather", 24, 1, 2, 5, "high", area="kent", coming=30),
)
