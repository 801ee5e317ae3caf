"""The pages of this app: thin, each calls one selector or service."""

from transfers.views.answering import AcceptTransfer, RefuseTransfer, SettleDispute
from transfers.views.asking import (
    DisputeRefusal,
    RecordBorderMove,
    RequestTransfer,
    SendFormAgain,
    SendRecords,
    WithdrawTransfer,
)
from transfers.views.reading import CaseTransfers, TransferPage, TransferPaper, transfers_in_progress

__all__ = [
    "AcceptTransfer",
    "CaseTransfers",
    "DisputeRefusal",
    "RecordBorderMove",
    "RefuseTransfer",
    "RequestTransfer",
    "SendFormAgain",
    "SendRecords",
    "SettleDispute",
    "TransferPage",
    "TransferPaper",
    "WithdrawTransfer",
    "transfers_in_progress",
]
