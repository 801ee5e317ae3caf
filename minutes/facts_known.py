"""Everything that a case knows and must not let out, read for the leak check."""

from collections.abc import Iterable, Sequence

from assessments.models import PlanAction
from disclosure.models import DisclosureDecision, DisclosureMade
from information.models import InformationVersion
from meetings.content import known_names, protected_names, subject_names
from meetings.facts import standing_invitations
from meetings.models import AgendaEntry, Meeting
from meetings.rules.described import named_in
from meetings.rules.names import KnownName, split_name, tokens_of
from minutes.rules.joined import in_one_word
from minutes.rules.leaks import Known
from minutes.rules.told import at_length
from offenders.models import Address, Case, ProtectedPerson
from offenders.rules.sensitivity import Sensitivity

WITHHELD_ANSWERS = (("plan", "withheld"), ("risk", "threat_steps"), ("disclosure", "details"))
"""The answers of a meeting, by item and key, that its summary may not repeat."""
SAID_OF_ACTIONS = (
    "description",
    "how_it_manages_risk",
    "outcome",
    "not_completed_reason",
    "refusal_reason",
    "alternative",
)
"""The columns of a sensitive action that a summary may not repeat."""
HERS, HIS = frozenset({"mrs", "ms", "miss"}), frozenset({"mr"})
TITLES_OF_OTHERS = {Case.Gender.MALE: HERS | {"mx"}, Case.Gender.FEMALE: HIS | {"mx"}}
"""Titles that somebody of this gender does not bear; where it is not known, none of them tells who is meant."""


def known_of(meeting: Meeting, case: Case) -> Known:
    """Everything the case knows that must not leave with a summary."""
    organisations = [row.agency.name for row in standing_invitations(meeting)]
    further, told = disclosed(case)
    return known_in(case, others=known_names(meeting, case), organisations=organisations, further=further, told=told)


def disclosed(case: Case) -> tuple[list[str], list[str]]:
    """What was decided to be disclosed, or was; and the words for whom and by whom (EXS-03, EXS-09). Two queries."""
    decided = DisclosureDecision.objects.filter(case=case).values_list("details", "recipient", "discloser")
    made = DisclosureMade.objects.filter(case=case).values_list("details", "person")
    rows = [*decided, *made]
    details = [sentence for row in rows for sentence in at_length(row[0])]
    return details, [words for row in rows for words in row[1:]]


def known_in(
    case: Case,
    *,
    others: Sequence[KnownName],
    organisations: Iterable[str],
    further: Iterable[str] = (),
    told: Iterable[str] = (),
) -> Known:
    """What the case knows and may not let out, with the names and the `further` texts that the caller adds.

    `told` are words for people who were told something, or told it: the names in them count, a post does not.
    """
    own = [number for number in (case.reference, case.pnc_id, case.prison_number) if number]
    words = [*organisations, case.lead_agency.name, case.area.name, *own]
    public = frozenset(token.text for name in words for token in tokens_of(name)) | {in_one_word(one) for one in own}
    names = [split_name(name) for name in protected_names(case)]
    protected = ProtectedPerson.objects.filter(case=case)
    withheld = [text for person in protected for text in (person.contact, person.safety)]
    ordinary = Sensitivity.ORDINARY
    versions = InformationVersion.objects.filter(case=case).exclude(sensitivity=ordinary, item__sensitivity=ordinary)
    for source, text, conditions in versions.values_list("source", "text", "conditions"):
        withheld += [text, conditions, source]
        names += named_in(source, public=public)
    names += [name for words in told for name in named_in(words, public=public)]
    sensitive = PlanAction.objects.filter(case=case, sensitive=True).values_list(*SAID_OF_ACTIONS)
    withheld += [text for row in sensitive for text in row]
    withheld += [*_withheld_answers(case), *further]
    return Known(
        protected=tuple(dict.fromkeys(names)),
        others=tuple(name for name in others if name not in names),
        subject=tuple(subject_names(case)),
        withheld=tuple(text for text in withheld if text.strip()),
        addresses=tuple(f"{row.lines}\n{row.postcode}" for row in Address.objects.filter(case=case)),
        public=public,
        titles_of_others=TITLES_OF_OTHERS.get(Case.Gender(case.gender), HERS | HIS | {"mx"}),
    )


def _withheld_answers(case: Case) -> list[str]:
    """What any meeting of the case recorded as withheld, as steps against a threat, or as what is disclosed to whom."""
    rows = AgendaEntry.objects.filter(case=case, item__in=[item for item, _ in WITHHELD_ANSWERS])
    said = list(rows.values_list("item", "answers"))
    return [answers[key] for item, answers in said for of, key in WITHHELD_ANSWERS if of == item and answers.get(key)]
