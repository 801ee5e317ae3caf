"""What may be chosen in the set forms, key and words."""

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
