"""The lists a disclosure decision chooses from (MAPPA Guidance chapter 10), in the product's words. Keys are stored."""

from enum import StrEnum


class Trigger(StrEnum):
    """What prompted the question (10.11). The list is not exhaustive, hence `OTHER`."""

    GROOMING = "grooming"
    GROOMING_IN_EDUCATION = "grooming_in_education"
    EXCLUSION_OR_NO_CONTACT = "exclusion_or_no_contact"
    OTHERS_IN_ACCOMMODATION = "others_in_accommodation"
    PAST_VICTIM = "past_victim"
    POTENTIAL_VICTIM = "potential_victim"
    WORK_TRAINING_EDUCATION = "work_training_education"
    CAN_HELP_MANAGE_RISK = "can_help_manage_risk"
    PLACE_OF_WORSHIP = "place_of_worship"
    EVENT_OR_VENUE = "event_or_venue"
    ROUTINE_REVIEW = "routine_review"
    OTHER = "other"


class NoRepresentations(StrEnum):
    """Why the person's own views were not sought before deciding (10.20)."""

    PREJUDICES_INVESTIGATION = "prejudices_investigation"
    RISK_TO_CHILD_OR_ADULT_AT_RISK = "risk_to_child_or_adult_at_risk"
    RISK_TO_NEW_PARTNER = "risk_to_new_partner"
    REINFORCES_GRIEVANCE = "reinforces_grievance"
    REVEALS_INTELLIGENCE = "reveals_intelligence"
    IMMINENT_HARM = "imminent_harm"
    CANNOT_BE_TRACED = "cannot_be_traced"


class LegalBasis(StrEnum):
    """The power relied on (10.10a)."""

    POLICE_ACT_1997 = "police_act_1997"
    CJA_2003_S327A = "cja_2003_s327a"
    CHILDREN_ACT_2004 = "children_act_2004"
    DVCVA_2004 = "dvcva_2004"
    COMMON_LAW = "common_law"


class Schedule8(StrEnum):
    """The Data Protection Act 2018 Schedule 8 condition met, where the processing is sensitive (10.10b)."""

    STATUTORY_PURPOSES = "statutory_purposes"
    ADMINISTRATION_OF_JUSTICE = "administration_of_justice"
    SAFEGUARDING = "safeguarding"


class Principle(StrEnum):
    """The six data protection principles as a checklist (10.9)."""

    LAWFUL_AND_FAIR = "lawful_and_fair"
    SPECIFIED_PURPOSE = "specified_purpose"
    ADEQUATE_NOT_EXCESSIVE = "adequate_not_excessive"
    ACCURATE = "accurate"
    NO_LONGER_THAN_NEEDED = "no_longer_than_needed"
    SECURE = "secure"


TRIGGER_LABELS: dict[Trigger, str] = {
    Trigger.GROOMING: "Grooming is suspected or feared: leisure, church, work",
    Trigger.GROOMING_IN_EDUCATION: "To prevent grooming in a school or college",
    Trigger.EXCLUSION_OR_NO_CONTACT: "A condition bars a place or contact with a named person",
    Trigger.OTHERS_IN_ACCOMMODATION: "Staff or residents where the person lives may be at risk",
    Trigger.PAST_VICTIM: "A past victim needs protection",
    Trigger.POTENTIAL_VICTIM: "A possible victim needs protection, such as a new partner with children",
    Trigger.WORK_TRAINING_EDUCATION: "The public may be at risk through work, training or education",
    Trigger.CAN_HELP_MANAGE_RISK: "Someone could help manage the risk if told",
    Trigger.PLACE_OF_WORSHIP: "The person attends a place of worship",
    Trigger.EVENT_OR_VENUE: "The person attends an event or venue",
    Trigger.ROUTINE_REVIEW: "Considered at a review; nothing in particular prompted it",
    Trigger.OTHER: "Something else",
}

NO_REPRESENTATIONS_LABELS: dict[NoRepresentations, str] = {
    NoRepresentations.PREJUDICES_INVESTIGATION: "It could prejudice an investigation",
    NoRepresentations.RISK_TO_CHILD_OR_ADULT_AT_RISK: "It could put a child or an adult at risk in more danger",
    NoRepresentations.RISK_TO_NEW_PARTNER: "It could put a new partner in more danger",
    NoRepresentations.REINFORCES_GRIEVANCE: "It could feed a grievance and so raise the risk",
    NoRepresentations.REVEALS_INTELLIGENCE: "It would reveal what the person does not know, or a source",
    NoRepresentations.IMMINENT_HARM: "Harm is imminent and there is no time",
    NoRepresentations.CANNOT_BE_TRACED: "The person cannot be traced",
}

LEGAL_BASIS_LABELS: dict[LegalBasis, str] = {
    LegalBasis.POLICE_ACT_1997: "Police Act 1997, Part 5 (criminal records certificates)",
    LegalBasis.CJA_2003_S327A: "Criminal Justice Act 2003, section 327A (child sex offenders)",
    LegalBasis.CHILDREN_ACT_2004: "Children Act 2004, sections 12D and 14B",
    LegalBasis.DVCVA_2004: "Domestic Violence, Crime and Victims Act 2004, Part 3",
    LegalBasis.COMMON_LAW: "Common law: preventing and detecting crime",
}

SCHEDULE_8_LABELS: dict[Schedule8, str] = {
    Schedule8.STATUTORY_PURPOSES: "Needed for a statutory purpose",
    Schedule8.ADMINISTRATION_OF_JUSTICE: "Needed for the administration of justice",
    Schedule8.SAFEGUARDING: "Needed to safeguard children or individuals at risk",
}

PRINCIPLE_LABELS: dict[Principle, str] = {
    Principle.LAWFUL_AND_FAIR: "Lawful and fair",
    Principle.SPECIFIED_PURPOSE: "For a stated and legitimate purpose",
    Principle.ADEQUATE_NOT_EXCESSIVE: "Enough, relevant and no more than needed",
    Principle.ACCURATE: "Accurate and up to date",
    Principle.NO_LONGER_THAN_NEEDED: "Kept no longer than needed",
    Principle.SECURE: "Held and passed on securely",
}
