"""What falls due because of a transfer: the answer, the records, the move, the review of the level, a joint meeting."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from deadlines.clocks import Clock, Compute, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due
from transfers import facts
from transfers.rules import due
from transfers.rules.due import TransferFacts

Rule = Callable[[TransferFacts, Collection[date]], Iterable[tuple[str, Due]]]
CLOCKS: tuple[tuple[str, str, Rule], ...] = (
    ("transfer_answer", "Transfer to be answered by the other area", due.answer),
    ("transfer_records", "Records to be sent to the other area", due.records),
    ("transfer_move", "Case to move to the other area", due.move),
    ("transfer_level", "Level to be reviewed after the change of area", due.level_review),
    ("transfer_meeting", "Meeting of both areas before release", due.joint_meeting),
)


def register_all() -> None:
    """Register every clock of this app; all of them read the same facts."""
    for name, label, rule in CLOCKS:
        register(Clock(name=name, label=label, gather=facts.gather, compute=_each(rule)))


def _each(rule: Rule) -> Compute:
    def compute(transfers: Sequence[TransferFacts], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
        for one in transfers:
            yield from rule(one, policy.holidays)

    return compute
