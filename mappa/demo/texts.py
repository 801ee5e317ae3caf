"""What the invented people's records say, in a few variants each. Every name here is plainly nobody's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# name, relationship, what keeps them safe; no word of a name is a word that a summary would use
WISH = "No contact by any means, and not to come to the market place of Invented Town on Saturdays."
REACHED = "01632 960000, weekday mornings. Leave no message."
VICTIMS = (
    ("Imagina Notrealby", "Former partner", "Exclusion zone; police marker on the address."),
    ("Fictiva Madeupton", "Former partner", "Non-molestation order; new address, not known to the person."),
    ("Inventa Nonesuchley", "Neighbour", "Has moved away; told of the release in writing."),
    ("Unrealla Makebelieve", "Colleague", "Alarm at home; named contact in the police."),
    ("Pretenda Figmenton", "Acquaintance", "No-contact condition; agreed words with the liaison officer."),
)

TEACHERS = (
    ("Docenta Unrealby", "Teacher at the former school", "The school gate is watched; the form tutor has changed."),
    ("Magistra Fableworth", "Teacher at the former school", "Has moved to another school; told of the order."),
)

SCREENING = (
    "Considered against the criteria for each level.",
    "The lead agency asked what formal meetings would add to its own management.",
    "Looked at who has to act, how soon, and at what rank.",
)

CHILD_AT_MEETING = (
    "Lives with an aunt, who keeps to the plan. Wants to stay at the same school and says so in a letter. "
    "The conditions asked for leave school and football alone."
)
EXTREMISM = (
    "The Extremism Risk Guidance was applied by a trained psychologist in prison: engaged, with little intent to act "
    "alone. The Healthy Identities Intervention was begun. The low reoffending score is not relied on."
)

DOMESTIC_ABUSE = (
    "SARA was applied: high, and rising when the relationship ends. Two calls to the police this year; Children's "
    "Services and the independent adviser keep in touch with those at risk, who know what to do on the day of release."
)

HISTORY = (
    "One conviction years before; supervision was kept to until its end.",
    "Three convictions in four years, the last within two months of release, and two missed appointments.",
    "None before this one; every appointment of the bail period was kept.",
)

INFORMATION = (
    "Police: recent intelligence. Housing: settled address. Health: no contact.",
    "Police: nothing since release. Housing: a private tenancy. Health: registered with a practice.",
    "Police: one call, no action. Housing: a room in a shared house. Health: an open referral.",
)

LEVEL_REASONS: Mapping[int, Sequence[str]] = {
    1: (
        "The lowest level at which a defensible plan can be provided.",
        "One agency can manage the risk; the others share what they know.",
        "Supervision holds, and formal meetings would add nothing to it.",
    ),
    2: (
        "Police, Probation and health have to act together on one plan.",
        "The plan depends on several agencies, and formal meetings keep them to it.",
        "Risk is high and housing is not settled: one agency cannot manage it.",
    ),
    3: (
        "Senior people must be able to commit resources at short notice.",
        "Press interest is likely, and the plan needs decisions at a senior rank.",
        "Surveillance and a supported placement may be needed within days.",
    ),
}

ROSH_REASONS = (
    "Judged from the offence, the interview and the records of the agencies.",
    "Judged after the home visit and a talk with the police.",
    "Judged on the reports to the court and on what supervision has shown.",
)

ROSH_AGAIN = (
    "Looked at again before the meeting; nothing has lowered the risk.",
    "Looked at again after new intelligence; the level stands.",
)

CIRCUMSTANCES = (
    "Drinking again, losing the home, or finding out a new address.",
    "A new relationship that is kept from the agencies.",
    "Missed appointments, and contact with former associates.",
    "Isolation, and the end of work that fills the day.",
)

PROTECTIVE = (
    "A settled home, and a sister who tells the agencies what she sees.",
    "Work on four days of the week, and a programme that is going well.",
    "Open with the practitioner; keeps the conditions of the licence.",
    "A mentor, and no drinking since release.",
)

STATIC = "One earlier conviction of the same kind; the first at a young age."
DYNAMIC = "Housing, drinking, and how disagreements are handled."


@dataclass(frozen=True, slots=True)
class Harm:
    """What might happen, by category: to the person known to be at risk, to the public, and the risks of the plan."""

    known: str
    public: str
    risks: tuple[str, str]


HARM: Mapping[int, Harm] = {
    1: Harm(
        known="Sexual assault, after contact was made through friends.",
        public="Sexual assault of an adult met by chance, late in the evening.",
        risks=("Sexual assault of somebody newly met", "Contact with the victim"),
    ),
    2: Harm(
        known="Violence with a weapon in an argument about the past.",
        public="Violence towards a stranger when drunk.",
        risks=("Violence when drunk", "Contact with the victim"),
    ),
    3: Harm(
        known="Stalking that turns into violence: waiting outside, messages, damage.",
        public="Stalking of somebody newly met.",
        risks=("Stalking at home and at work", "A new relationship that is not disclosed"),
    ),
    4: Harm(
        known="Pressure on family members to lend money or a telephone.",
        public="Encouraging others, on the internet, to violence against a group.",
        risks=("Extremist material on hidden devices", "Contact with known associates"),
    ),
}

TOOL_RESULTS: Mapping[str, Sequence[str]] = {
    "oasys": ("OVP 48, medium", "OVP 61, high", "OVP 35, medium"),
    "rm2000": ("Medium", "High"),
    "arms": ("Priority: high", "Priority: medium"),
    "sara": ("High risk of further violence", "Moderate risk of further violence"),
}

CONTINGENCY = (
    "Recall is considered on the day; the police are told, and the victim's liaison officer calls.",
    "A meeting within 48 hours; police check the address the same night; recall is considered.",
    "The manager on call decides on recall; the placement is held for three nights.",
)

LICENCE = (
    "Not to contact the victim, directly or through others.",
    "To live only where the supervising officer approves.",
    "To report every new relationship.",
)

NO_VICTIM = "No victim is known, and nobody in particular is at risk."

# description, how it manages the risk
SUPERVISION = (
    ("Weekly appointment at the office", "Changes in mood and drinking are noticed early."),
    ("Appointment each week, every fourth one at home", "Who lives there, and how, is seen."),
    ("Two appointments each week, one by telephone", "Problems are dealt with before they grow."),
)
MONITORING = (
    ("Unannounced visit by the police", "The address and the devices are checked."),
    ("Check of the telephone and its messages", "Attempts at contact come to light."),
    ("Search of intelligence records, and a note to the lead agency", "New associates become known."),
)
TREATMENT = (
    ("Referral to the programme on violence", "Other ways of dealing with arguments are learned."),
    ("Referral to alcohol treatment", "Drinking came before the offence."),
    ("Assessment by the community mental health team", "Low mood has come before risk."),
)
VICTIM_SAFETY = (
    ("Go through the safety plan with the victim", "The victim knows whom to call and what is in force."),
    ("Review the exclusion zone", "The zone fits where the victim now works."),
)
SAFEGUARDING = (
    "Ask Children's Services to see the children in the new household",
    "Children are seen by somebody who knows the risk.",
)
AGREED_WITH_POLICE = (
    ("Give the meeting's concerns to the neighbourhood team", "Officers on the street know what to look for."),
    ("Ask the housing provider about the tenancy, and visit", "A settled home keeps the risk down."),
    ("Flag the victim's address on the command system", "A call from there is answered first."),
)
AGREED_WITH_HEALTH = (
    ("Report on attendance at treatment", "The meeting sees whether treatment takes hold."),
    ("Write to the practice about missed appointments", "A relapse is noticed before it raises the risk."),
)
OUTCOMES = ("Done; the report is on the file.", "Done a day early.", "Done, and nothing new was found.")

LATE_REVIEW = "The chair was called to a major incident, and no other trained chair was free in time."
"""Why a review is planned beyond the day on which it is owed; kept of those that are."""

VENUES = ("Room 1, Invented House", "Room 4, Imaginary Court", "Meeting room, Nowhere Police Station")
UPDATES = (
    "Appointments have been kept. The tenancy is at risk because of noise.",
    "One appointment was missed, with a good reason. A new job has begun.",
    "The person is open about a new relationship. Nothing new is known to the police.",
    "Drinking was admitted in the second week and has stopped since.",
)
WHO = (
    "The former partner, and the public to a lesser degree.",
    "The former partner and their family.",
    "The public, late in the evening.",
)
WHO_OF_A_CHILD = "A teacher at the former school, and other children."
WHEN = (
    "After drinking, and around anniversaries.",
    "In the weeks after a relationship ends.",
    "When supervision is missed.",
)
NOT_DISCLOSED = (
    "Nobody is at risk who does not know already.",
    "The people around know, and telling more of them would drive the person away.",
    "There is no new partner and no work with the public.",
)
HELD_BACK = "Telling was considered for the employer; the work is alone and the risk does not arise there."
PLAN_NOTES = (
    "Each action was gone through: those due are done, and two go on.",
    "The visits took place. The referral is accepted and waits for a place.",
)
DIVERSITY = (
    ("none", ""),
    ("age", "Services for young adults are used."),
    ("religion", "Appointments are moved in Ramadan."),
)
"""Which of the nine characteristics matter, and what is done about it."""
SAFETY = "Those at risk have a safety plan and somebody to ring. Visits to the home are made by two members of staff."
PREMISES_AND_ORDERS = "Approved Premises are not needed. The restrictions in force are enough for now."
ROSH_DIFFERS = "Reports at the meeting are newer than the lead agency's judgement, which will be looked at again."
STAYS = (
    "Formal meetings still add value: three agencies hold parts of the plan.",
    "The plan works because agencies act together; without the meeting it would not.",
    "Risk is unchanged and housing is not settled.",
)
LOWERED = "Senior oversight is no longer needed: the plan has held for three months and every agency reported."
