"""All writes of this app: `sections` fills an assessment in, `plots` puts behaviours and outcomes on its grids, and
`signing` takes it from its start to the countersignature and the High Risk Panel.
"""

from youthjustice.services.adulthood import before_another_leads, before_handing_over, consider_transfer
from youthjustice.services.plots import add_outcome, plot_behaviour, remove_behaviour, remove_outcome
from youthjustice.services.sections import (
    record_information,
    record_intervention,
    record_reoffending,
    record_rosh,
    record_wellbeing,
    risks_first,
)
from youthjustice.services.signing import (
    countersign,
    decide_panel_referral,
    return_with_instructions,
    start_assessment,
    submit,
)

__all__ = [
    "add_outcome",
    "before_another_leads",
    "before_handing_over",
    "consider_transfer",
    "countersign",
    "decide_panel_referral",
    "plot_behaviour",
    "record_information",
    "record_intervention",
    "record_reoffending",
    "record_rosh",
    "record_wellbeing",
    "remove_behaviour",
    "remove_outcome",
    "risks_first",
    "return_with_instructions",
    "start_assessment",
    "submit",
]
