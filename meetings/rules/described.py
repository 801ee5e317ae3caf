"""Who is named in a description such as "Una Thrupp (sister)", "Amy" or "his sister Una", typed in one box."""

import re

from meetings.rules.names import PARTICLES, TITLES, KnownName, Token, tokens_of

_RELATIONS = """
    acquaintance adult associate aunt boy boyfriend brother carer caller child children colleague contact cousin
    daughter employee employer ex family father fiance fiancee foster former friend girl girlfriend grandchild
    granddaughter grandfather grandmother grandparent grandson guardian husband law landlady landlord man
    maternal member mother neighbour neighbours nephew new next niece old older parent parents partner paternal
    people person relative relatives resident sibling sister son spouse step stepdaughter stepfather stepmother
    stepson stranger tenant uncle victim victims wife witness witnesses woman young younger
"""
_POSTS = """
    academy accommodation administrator adviser advisor advocate agency anonymous approved area arrest
    association assessor assistant board borough branch business care case centre charity chief children's
    church city clerk clinic clinical dept hmp hmyoi functional mailbox college commissioner community constable
    control coordinator council councillor counsellor county court crown custody department deputy detective
    director district doctor dentist domestic duty education emergency employer enforcement fire gp group head
    health home hospital hostel hotel housing immigration independent information inspector intelligence
    intervention job judge justice key keyworker lawyer lead legal liaison local magistrates manager matron
    member mental midwife ministry national neighbourhood nhs night nurse offender office officer official
    operator paramedic parole police practice practitioner premises press primary prison probation programme
    protection psychiatrist psychologist public receptionist registrar residential safeguarding school secondary
    secretary security senior sergeant service services shop social solicitor special specialist staff
    superintendent supervisor support supporting surgery teacher team therapist treatment trust tutor unit
    university co ordinator visitor volunteer ward warden welfare work worker workers youth
"""
_HOW = """
    alleged an another approach bank by call called calls cctv check checks comment complaint confidential
    conversation described diary disclosed door discussion document email entry facebook file first form given
    heard hearsay her his home i interview its known last letter listed log mail meeting message messages mobile
    my no none not note noted notes number observation observed of on one online or our own phone phoned post
    questioned rang received record recorded records referral report reported reports said says second seen self
    several sighting sightings sms some somebody someone source sources statement submission supervision system
    telephone text their they third this told tool two undisclosed unknown unnamed various verbal via visit
    visits voicemail website who with without withheld yes a the he she we at in from for that
"""
NOT_NAMES = frozenset(_RELATIONS.split()) | frozenset(_POSTS.split()) | frozenset(_HOW.split()) | TITLES
"""Words that say what somebody is, or how something became known: none of them is a name here."""
_APART = re.compile(
    r"[,;:()\[\]/|&\n\r]+|\s[-\u2013\u2014]+\s|(?<=\w\w\w)\.\s|\b(?:and|or|of|at|from|for|in|on|by|via|with|who|that)\b",
    re.IGNORECASE,
)
_VAGUE = frozenset({"a", "an", "the", "some", "one", "another", "no", "not", "somebody", "someone"})
MOST_WORDS = 4
"""A name has no more words than this; longer ones describe."""


def named_in(words: str, *, public: frozenset[str] = frozenset()) -> tuple[KnownName, ...]:
    """The names in a description, each once, in order; none where somebody is described alone (EXS-03).

    `public` are folded words that everybody may read, such as those of organisations: no name is made of them.
    """
    found = [_name_of(tokens_of(chunk), public) for chunk in _APART.split(words)]
    return tuple(dict.fromkeys(name for name in found if name is not None))


def _name_of(tokens: list[Token], public: frozenset[str]) -> KnownName | None:
    said = [token for token in tokens if token.text not in NOT_NAMES and token.text not in public]
    said = [token for token in said if token.text.isalpha() and (len(token.text) > 1 or token.raw.isupper())]
    capital = [token for token in said if not token.raw.islower()]
    if not capital and not _VAGUE.isdisjoint(token.text for token in tokens):
        return None  # "a man next door": nothing of it was typed as a name
    name = [token for token in said if token in capital or token.text in PARTICLES] if capital else said
    if not any(len(token.text) > 1 and token.text not in PARTICLES for token in name) or len(name) > MOST_WORDS:
        return None
    of = next((place for place, token in enumerate(name) if token.text in PARTICLES and place < len(name) - 1), None)
    *given, family = (token.raw for token in name)
    if of is not None:
        return KnownName(" ".join(given[:of]), " ".join([*given[of:], family]))
    if given or not TITLES.isdisjoint(token.text for token in tokens):
        return KnownName(" ".join(given), family)
    return KnownName(family, "")
