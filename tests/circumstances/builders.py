"""Facts about a person made the way the product makes them, with plainly invented content."""

import datetime as dt
from typing import Any

from accounts.models import User
from circumstances import selectors, services
from circumstances.models import Circumstance
from circumstances.rules.foreign import Immigration, Nationality, Status
from circumstances.rules.given import Given
from offenders.models import Case

SOURCE = "The person told the officer at reception."
FOREIGN = Nationality(status=Status.FOREIGN, country="Ruritanian")


def recorded(case: Case, actor: User, given: Given, *, today: dt.date, **changes: Any) -> Circumstance:
    """Record this over what stands, today unless said otherwise."""
    stands = selectors.current(viewer=actor, case_id=case.pk, kind=given.kind)
    said = {"on": today, "source": SOURCE, "based_on": str(stands.pk) if stands else "", **changes}
    return services.record(actor=actor, case=case, given=given, today=today, **said)


def every_kind(case: Case, actor: User, *, today: dt.date) -> None:
    """One record of each kind."""
    day = today - dt.timedelta(days=300)
    recorded(case, actor, FOREIGN, today=today)
    recorded(case, actor, Immigration(referred_on=day, owner="Imagina Caseowner"), today=today)
