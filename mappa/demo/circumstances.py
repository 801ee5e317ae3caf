"""Circumstances that decide who else is told or comes: a few invented people."""

import datetime as dt

from circumstances import selectors, services
from circumstances.rules.children import Child, ChildReferral
from circumstances.rules.control import Monitoring
from circumstances.rules.foreign import Deportation, Detention, Immigration, Nationality, Status
from circumstances.rules.given import Given
from circumstances.rules.safety import Marac
from circumstances.rules.support import CareLeaver, Housing
from mappa.demo.scene import Scene

FOREIGN, INSIDE, UNCERTAIN, MARAC, LEAVER, CHILD = 11, 9, 12, 2, 4, 20


def record(scene: Scene) -> None:
    """Somebody at Level 3 who may be deported, somebody in prison, and somebody of whom it is not certain."""
    if scene.number == FOREIGN:
        _say(scene, Nationality(status=Status.FOREIGN, country="Ruritanian"), "The person told the court.")
        _say(scene, _pursued(scene), "Letter of Criminal Casework.")
    if scene.number == INSIDE:
        _say(
            scene, Nationality(status=Status.FOREIGN, country="Ruritanian"), "The person told the prison at reception."
        )
        told = Immigration(referred_on=scene.ago(30), detention=Detention.EXPECTED, contact="Imagina Contact, London")
        _say(scene, told, "E-mail of the prison.")
    if scene.number == UNCERTAIN:
        _say(scene, Nationality(status=Status.UNCERTAIN), "The papers of two countries do not agree.")
    if scene.number == MARAC:
        _say(
            scene,
            Marac(involved=True, referred_on=scene.ago(45), adviser="Imaginary Refuge, duty adviser"),
            "List of MARAC.",
        )
        tagged = Monitoring(began_on=scene.ago(60), provider="Imaginary Tags", told_on=scene.ago(58))
        _say(scene, tagged, "Order of the court.")
    if scene.number == LEAVER:
        _say(scene, CareLeaver(left_care=True, authority="Imaginary Council"), "Children’s services.")
        ahead = scene.today + dt.timedelta(days=80)
        _say(scene, Housing(known_on=scene.ago(20), homeless_on=ahead), "The person’s landlord.")
    if scene.number == CHILD:
        referral = ChildReferral(
            about=Child.PERSON,
            authority="Imaginary Council, duty social worker",
            concern="They carry a knife to school because older boys threaten them.",
            told_on=scene.ago(20),
            joint_asked_on=scene.ago(20),
        )
        _say(scene, referral, "Telephone call with the duty social worker.")


def _pursued(scene: Scene) -> Immigration:
    return Immigration(
        referred_on=scene.ago(40),
        practitioner_told_on=scene.ago(38),
        details_given_on=scene.ago(37),
        owner="Imagina Caseowner, Criminal Casework",
        deportation=Deportation.PURSUED,
    )


def _say(scene: Scene, given: Given, source: str) -> None:
    stands = selectors.current(viewer=scene.owner, case_id=scene.case.pk, kind=given.kind)
    services.record(
        actor=scene.owner,
        case=scene.case,
        given=given,
        on=scene.ago(20),
        source=source,
        today=scene.today,
        based_on=str(stands.pk) if stands else "",
    )
