"""What falls due because of a transfer: answer, form, dispute, records, move, review of the level, joint meeting."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from deadlines.clocks import RECEIVERS_TOLD, Clock, Compute, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due
from deadlines.rules.policies import Limit, stricter
from transfers import facts
from transfers.rules import due
from transfers.rules.due import TransferFacts

Dues = Iterable[tuple[str, Due]]
FIXED: tuple[tuple[str, str, Callable[[TransferFacts, Collection[date]], Dues]], ...] = (
    ("transfer_dispute", "Dispute about a transfer to be settled", due.dispute),
    ("transfer_form", "MAPPA G to be sent again", due.form_again),
    ("transfer_records", "Records to be sent to the other area", due.records),
    ("transfer_move", "Case to move to the other area", due.move),
)
BY_POLICY: tuple[tuple[str, str, str, Callable[[TransferFacts, Collection[date], Limit | None], Dues]], ...] = (
    ("transfer_answer", "Transfer to be answered by the other area", "transfer_answer_days", due.answer),
    (
        "transfer_level",
        "Level to be reviewed after the change of area",
        "transfer_level_review_days",
        due.level_review,
    ),
    ("transfer_meeting", "Meeting of both areas before release", "transfer_meeting_days", due.joint_meeting),
)
TOLD_TO_BOTH = ("TRF-07", "TRF-08", "TRF-10", "TRF-12", "TRF-18", "TRF-19")
"""What falls due while both areas see the case: the Co-ordinator of the area that takes it over is told of it too."""


def register_all() -> None:
    """Register every clock of this app; all of them read the same facts."""
    for name, label, rule in FIXED:
        register(Clock(name=name, label=label, gather=facts.gather, compute=_each(rule)))
    for name, label, setting, rule_by_policy in BY_POLICY:
        register(Clock(name=name, label=label, gather=facts.gather, compute=_each_by(setting, rule_by_policy)))
    RECEIVERS_TOLD.update(TOLD_TO_BOTH)


def _each(rule: Callable[[TransferFacts, Collection[date]], Dues]) -> Compute:
    def compute(transfers: Sequence[TransferFacts], policy: CasePolicy) -> Dues:
        for one in transfers:
            yield from rule(one, policy.holidays)

    return compute


def _each_by(setting: str, rule: Callable[[TransferFacts, Collection[date], Limit | None], Dues]) -> Compute:
    def compute(transfers: Sequence[TransferFacts], policy: CasePolicy) -> Dues:
        limit = stricter(setting, policy.national, policy.local)
        for one in transfers:
            yield from rule(one, policy.holidays, limit)

    return compute
