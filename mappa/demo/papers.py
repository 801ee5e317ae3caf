"""Set forms of invented people: children notified, restrictions told to the DWP, one form not sent yet."""

import datetime as dt

from mappa.demo.scene import Scene
from papers import facts, services
from papers.models import PaperVersion
from papers.rules.forms import SPECS
from papers.rules.shape import Field, Form, Kind, filled

EACH = 4
SENT, UNCONFIRMED, DRAWN_UP = 0, 1, 2
CONTACT = "Duty officer, 01632 960123, duty@example.test"
SAID = {
    "basis": "licence_zone",
    "restricted": "No work or training in Nowhere town centre, and none that needs evenings away from home.",
    "ends": "yes",
    "staff_risk": "no",
    "told": "yes",
    "level": "1",
    "contact": CONTACT,
    "offence": "As recorded by the court",
    "sentence": "As recorded by the court",
}
AHEAD = 300


def notify(scene: Scene) -> None:
    """MAPPA H for children, MAPPA J for some adults at Level 2 and 3 who are out."""
    specimen = scene.specimen
    if specimen.ended or specimen.category is None:
        return
    if specimen.lead == "yjs":
        _through(scene, Form.H, to="Co-ordination Unit", address="mappa@example.test", drawn=scene.ago(9))
    elif specimen.level in (2, 3) and specimen.custody is None and scene.number % EACH in (SENT, UNCONFIRMED, DRAWN_UP):
        _through(scene, Form.J, to="DWP contact, Nowhere", address="dwp@example.test", drawn=scene.ago(9))


def _through(scene: Scene, form: Form, *, to: str, address: str, drawn: dt.date) -> None:
    version = _drawn_up(scene, form, drawn)
    if form is Form.J and scene.number % EACH == DRAWN_UP:
        return
    sent_on = scene.weekday(6)
    sending = services.send(
        actor=scene.owner,
        paper=version.paper,
        number=1,
        to=version.paper.spec.recipients[0].key,
        recipient=to,
        address=address,
        on=max(sent_on, drawn),
        today=scene.today,
    )
    if form is Form.H or scene.number % EACH == SENT:
        services.confirm(
            actor=scene.owner,
            sending=sending,
            on=scene.ago(2),
            confirmed_by="Imagina Nobody",
            said="",
            today=scene.today,
        )


def _drawn_up(scene: Scene, form: Form, on: dt.date) -> PaperVersion:
    spec = SPECS[form]
    given = filled(spec, facts.of_case(scene.case))
    answers = {one.key: given.get(one.key) or _said(scene, one) for one in spec.asked}
    return services.draw_up(actor=scene.owner, case=scene.case, spec=spec, answers=answers, today=on)


def _said(scene: Scene, one: Field) -> str:
    if not one.needed or (one.given and SAID.get(one.given[0]) != one.given[1]):
        return ""
    return scene.ago(-AHEAD).isoformat() if one.kind is Kind.DATE else SAID.get(one.key, "Not known")
