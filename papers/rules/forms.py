"""The set forms and their fields: one table, read by the pages, the checks, the snapshot and the PDF.

Where the Guidance gives no layout (H, Part 1 of I, sections 1 to 4 of N, S) the fields are those that it asks of such a
notification, and nothing is added to them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from papers.rules.fields import (
    AGENCY,
    CATEGORY,
    CONTACT,
    HELD,
    LEVEL,
    NAME,
    NI_NUMBER,
    NO_VICTIMS,
    NUMBERS,
    OFFENCE,
    WHERE,
    YES,
)
from papers.rules.shape import (
    CLINICIAN,
    COORDINATOR,
    DWP,
    DWP_HOUSING,
    PPG,
    SMB_CHAIR,
    Field,
    Form,
    Kind,
    Sender,
    Spec,
)

PRACTITIONER = "practitioner"
RESTRICTIONS = {
    "licence_zone": "Licence condition: exclusion zone",
    "licence_contact": "Licence condition: no contact",
    "licence_other": "Another licence condition",
    "order": "An order of a court",
    "barred_children": "Barred from regulated activity with children",
    "barred_adults": "Barred from regulated activity with adults",
    PRACTITIONER: "Set by the practitioner under the licence",
}
LEAVE = {
    "unescorted": "First unescorted leave",
    "escorted": "First escorted leave, with a high risk of absconding, of harm or to reputation",
    "extended": "Extended leave of absence",
    "discharge": "First care meeting at which discharge was discussed",
    "level_1": "Level 1 is enough",
}
UNESCORTED, DISCHARGE = "unescorted", "discharge"
EXITS = {
    "registration": "Category 1: registration has ended",
    "discharged": "Category 2: absolutely discharged from the order",
    "licence": "Category 2: the licence has ended",
    "not_needed": "Category 3: active management is no longer needed",
}
GRAVEST = {
    "murder": "Murder",
    "attempted_murder": "Attempted murder",
    "manslaughter": "Manslaughter",
    "rape": "Rape",
    "attempted_rape": "Attempted rape",
}
SFO = {**GRAVEST, "other": "Another serious further offence"}
REVIEWS = {"mandatory": "Required: Level 2 or 3 within 28 days", "discretion": "At the discretion of the Board"}

ALL = (
    Spec(
        Form.H,
        "MAPPA H",
        "Notification by youth justice",
        "Tells the Co-ordinator of a child who is managed under MAPPA.",
        Sender.YOUTH_JUSTICE,
        (COORDINATOR,),
        (*NAME, *NUMBERS, *WHERE, CATEGORY, *OFFENCE, *HELD, LEVEL, AGENCY, CONTACT),
        watched=("area",),
    ),
    Spec(
        Form.I1,
        "MAPPA I Part 1",
        "Notification by mental health services",
        "Tells the Co-ordinator of the home area that somebody in hospital is managed under MAPPA.",
        Sender.HEALTH,
        (COORDINATOR,),
        (
            *NAME,
            *NUMBERS,
            *WHERE,
            CATEGORY,
            *OFFENCE,
            Field("hospital", "Hospital", source="establishment"),
            Field(
                "admitted_on",
                "Admitted or transferred on",
                Kind.DATE,
                source="held_since",
                past=True,
                ask="Enter the day of the admission or transfer",
            ),
            Field(
                "clinician",
                "Responsible Clinician",
                hint="Name, telephone and secure e-mail.",
                ask="Enter the Responsible Clinician",
            ),
            Field(
                "abscond_plan",
                "Plan if the person absconds",
                Kind.TEXT,
                hint="Who tells whom, out of hours too.",
                ask="Say what is done if the person absconds",
            ),
            CONTACT,
        ),
        watched=("area",),
    ),
    Spec(
        Form.I2,
        "MAPPA I Part 2",
        "The Co-ordinator’s reply to the Responsible Clinician",
        "Tells the Responsible Clinician what other agencies hold that bears on the risk.",
        Sender.UNIT,
        (CLINICIAN,),
        (
            *NAME,
            Field(
                "held_elsewhere",
                "What other agencies hold",
                Kind.TEXT,
                hint=f"Only what bears on managing the risk, and only what its owner agreed to. {NO_VICTIMS}",
                ask="Say what other agencies hold",
            ),
            Field("unit", "Co-ordination Unit", Kind.TEXT, ask="Enter the Unit’s name and telephone"),
        ),
        again=False,
    ),
    Spec(
        Form.I3,
        "MAPPA I Part 3",
        "Update on leave, discharge or level",
        "Sent before leave and once discharge is discussed. Leave does not wait for it.",
        Sender.HEALTH,
        (COORDINATOR,),
        (
            *NAME,
            NUMBERS[0],
            Field("hospital", "Hospital", source="establishment"),
            Field("why", "What it tells of", Kind.CHOICE, choices=LEAVE, ask="Choose what it tells of"),
            Field(
                "on", "Date of it", Kind.DATE, needed=False, hint="The first day of leave, or the day of the meeting."
            ),
            Field(
                "where_to",
                "Where to",
                Kind.TEXT,
                needed=False,
                hint="Places, and areas that have to know.",
                ask="Say where to",
            ),
            LEVEL,
            CONTACT,
        ),
        again=False,
    ),
    Spec(
        Form.I4,
        "MAPPA I Part 4",
        "Exit from MAPPA",
        "Tells the Co-ordinator that a Level 1 patient is no longer managed under MAPPA.",
        Sender.HEALTH,
        (COORDINATOR,),
        (
            *NAME,
            NUMBERS[0],
            Field("why", "Why", Kind.CHOICE, choices=EXITS, ask="Choose why it ends"),
            Field("ended_on", "Ended on", Kind.DATE, past=True, ask="Enter the day on which it ended"),
            Field("clinician", "Responsible Clinician", ask="Enter the Responsible Clinician"),
            CONTACT,
        ),
        again=False,
    ),
    Spec(
        Form.J,
        "MAPPA J",
        "Restrictions on employment and training",
        "Tells the DWP which work or training is unsuitable. It says nothing of offences or of risk to the public.",
        Sender.LEAD,
        (DWP,),
        (
            *NAME,
            NI_NUMBER,
            Field(
                "basis",
                "What restricts the person",
                Kind.SEVERAL,
                choices=RESTRICTIONS,
                ask="Choose what restricts the person",
                printed=False,
            ),
            Field(
                "restricted",
                "Work or training that is unsuitable",
                Kind.TEXT,
                hint="No offence, no order by its name, no victim, nothing of risk to the public.",
                ask="Say which work or training is unsuitable",
            ),
            Field("ends", "Do the restrictions end?", Kind.CHOICE, choices=YES, ask="Say whether the restrictions end"),
            Field(
                "ends_on",
                "Restrictions end on",
                Kind.DATE,
                given=("ends", "yes"),
                hint="If they end.",
                ask="Enter the day on which they end",
            ),
            Field(
                "staff_risk",
                "Risk of serious harm to DWP staff?",
                Kind.CHOICE,
                choices=YES,
                hint="Contracted staff and medical examiners too.",
                ask="Say whether there is a risk to DWP staff",
            ),
            Field(
                "staff_how",
                "What staff should do",
                Kind.TEXT,
                given=("staff_risk", "yes"),
                hint="Not why.",
                ask="Say what staff should do",
            ),
            Field(
                "told",
                "Has the person been told of the restrictions?",
                Kind.CHOICE,
                choices=YES,
                ask="Say whether the person has been told",
                printed=False,
            ),
            Field(
                "spoken_on",
                "Spoken to the DWP contact beforehand on",
                Kind.DATE,
                needed=False,
                past=True,
                hint="Needed if the person has not been told, or if the practitioner set the restriction.",
                ask="Enter the day on which the DWP contact was spoken to",
                printed=False,
            ),
            AGENCY,
            CONTACT,
        ),
        watched=("restrictions",),
        no_offences=True,
    ),
    Spec(
        Form.N,
        "MAPPA N",
        "Serious further offence, sections 1 to 4",
        "Tells the Co-ordinator that somebody managed under MAPPA is charged; the Unit passes it to the Board’s Chair.",
        Sender.LEAD,
        (COORDINATOR, SMB_CHAIR),
        (
            *NAME,
            *NUMBERS,
            CATEGORY,
            Field("levels", "Levels of management, with dates", Kind.TEXT, source="levels"),
            Field("kind", "Charged with", Kind.CHOICE, choices=SFO, ask="Choose the offence charged"),
            Field("charge", "Charge in full", Kind.TEXT, hint=NO_VICTIMS),
            Field("committed_on", "Committed on", Kind.DATE, past=True, ask="Enter the day of the offence"),
            Field("charged_on", "Charged on", Kind.DATE, past=True, ask="Enter the day of the charge"),
            Field("agencies", "Agencies involved", Kind.TEXT, source="agencies"),
            AGENCY,
            CONTACT,
        ),
        again=False,
    ),
    Spec(
        Form.N8,
        "MAPPA N section 8",
        "Serious case review: notice to the national team",
        "Tells the national MAPPA team that the Board’s Chair has decided on a serious case review.",
        Sender.UNIT,
        (PPG,),
        (
            *NAME,
            NUMBERS[0],
            Field("kind", "Charged with", Kind.CHOICE, choices=SFO, ask="Choose the offence charged"),
            Field("review", "The review is", Kind.CHOICE, choices=REVIEWS, ask="Choose on what it rests"),
            Field("decided_on", "Decided on", Kind.DATE, past=True, ask="Enter the day of the decision"),
            Field("chair", "Chair of the Board", ask="Enter the Chair of the Board"),
            Field("reasons", "Reasons", Kind.TEXT, hint=NO_VICTIMS, ask="Give the reasons"),
        ),
        again=False,
    ),
    Spec(
        Form.P,
        "MAPPA P",
        "Exemption from the shared accommodation rate",
        "Tells the DWP that somebody under 35 at Level 2 or 3 is exempt. Nothing else stands on it.",
        Sender.LEAD,
        (DWP_HOUSING,),
        (
            *NAME,
            NI_NUMBER,
            Field("address", "Address", Kind.TEXT, source="home", ask="Enter the address"),
            Field(
                "statement",
                "Statement",
                Kind.STATED,
                hint="The claimant meets the criteria for exemption from the shared accommodation rate.",
            ),
            Field(
                "ends_on",
                "Management ends on",
                Kind.DATE,
                source="managed_until",
                hint="The day on which MAPPA management ends, or the 35th birthday if that is earlier.",
                ask="Enter the day on which the exemption ends",
            ),
            Field(
                "alone",
                "Lives alone in a self-contained private tenancy?",
                Kind.CHOICE,
                choices=YES,
                ask="Say whether the person lives alone in a self-contained private tenancy",
                printed=False,
            ),
            CONTACT,
        ),
        no_offences=True,
    ),
    Spec(
        Form.S,
        "MAPPA S",
        "The level has not been given in time",
        "The prison or the military centre asks the Co-ordinator to obtain the level.",
        Sender.HOLDER,
        (COORDINATOR,),
        (
            *NAME,
            Field("prison_number", "Prison number", source="prison_number", needed=False),
            Field("establishment", "Held in", source="establishment", ask="Enter where the person is held"),
            Field("release_due", "Earliest release date", Kind.DATE, source="release_due", needed=False),
            AGENCY,
            Field(
                "asked",
                "Who was asked for the level",
                Kind.TEXT,
                hint="Whom, when, and what they answered.",
                ask="Say who was asked for the level",
            ),
            Field("asked_on", "First asked on", Kind.DATE, past=True, ask="Enter the day on which it was first asked"),
            CONTACT,
        ),
        again=False,
    ),
)

SPECS: Mapping[Form, Spec] = MappingProxyType({one.form: one for one in ALL})
CONTACTS = frozenset({"contact", "unit"})
"""Fields that are filled in from whoever draws the form up."""


def spec_of(form: str) -> Spec | None:
    """The form of this letter; None for one that is not in the set."""
    return next((one for one in ALL if one.form == form), None)
