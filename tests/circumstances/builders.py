"""Facts about a person made the way the product makes them, with plainly invented content."""

import datetime as dt
from typing import Any

from accounts.models import User
from circumstances import selectors, services
from circumstances.models import Circumstance
from circumstances.rules.children import Child, ChildReferral
from circumstances.rules.control import Abroad, Measures, Monitoring, Radicalisation, Travel
from circumstances.rules.foreign import Immigration, Nationality, Status
from circumstances.rules.given import Given
from circumstances.rules.safety import Marac
from circumstances.rules.support import CareLeaver, Consent, Housing, Patient, Telling
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
    others: tuple[Given, ...] = (
        Immigration(referred_on=day, owner="Imagina Caseowner"),
        Marac(involved=True, referred_on=day, adviser="Imaginary Refuge"),
        Monitoring(began_on=day, provider="Imaginary Tags"),
        Measures(began_on=day),
        Abroad(began_on=day, ended_on=today),
        Travel(by_rail=False),
        Radicalisation(at_risk=False),
        CareLeaver(left_care=True, authority="Imaginary Council"),
        Patient(telling=Telling.TOLD, told_on=day),
        Housing(known_on=day, homeless_on=today, consent=Consent.REFUSED),
        ChildReferral(about=Child.OTHER, authority="Imaginary Council", concern="Shouting at night.", told_on=day),
    )
    for given in others:
        recorded(case, actor, given, today=today)
