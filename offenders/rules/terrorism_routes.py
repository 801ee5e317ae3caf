"""The ways into Category 4, each tried against one offence or one recorded decision."""

from datetime import date

from offenders.rules.ages import LeapBirthday, age_on
from offenders.rules.disposals import End, end_of, qualifying_disposal, sentence_or_direction
from offenders.rules.facts import HOSPITAL, Answer, CaseFacts, OffenceFacts, Outcome, Route, RouteOutcome
from offenders.rules.routes import DEALT_WITH, begun, by_record, covered_by, doubt_about, said, sentenced_on

NOTIFICATION_AGE = 16
_IN_PLACE_OF_CONVICTION = frozenset({Outcome.UNFIT_AND_DID_ACT, Outcome.NOT_GUILTY_INSANITY})


def category_4(facts: CaseFacts, on: date) -> list[RouteOutcome]:
    """Try Category 4 on a day: notification, sentence, hospital order after a finding, belief (CAT-18 to -22)."""
    law = "Part 4 of the Counter-Terrorism Act 2008"
    found = [
        by_record(one, route=Route.CTA2008_P4, rule="CAT-18", law=law)
        for one in facts.terrorism_notifications
        if one.required
    ]
    records = begun(facts.terrorism_notifications, on)
    for offence in facts.offences:
        dealt_with_on = sentenced_on(offence)
        if offence.cta_s41_42 and not covered_by(records, offence, dealt_with_on):
            found.append(_notification(facts, offence, doubt_about(records, dealt_with_on)))
        if offence.schedule_19za or offence.terrorist_connection:
            found.extend(_relevant_offence(offence))
    return [*found, *_discretionary(facts)]


def _notification(facts: CaseFacts, offence: OffenceFacts, doubt: str | None) -> RouteOutcome:
    route, rule = Route.CTA2008_P4, "CAT-18"
    if offence.outcome not in DEALT_WITH:
        return said(offence, route, Answer.NOT_MET, rule, "the outcome is not a conviction or a finding in its place")
    dealt_with_on = sentenced_on(offence)
    if offence.awaiting_sentence:
        return said(offence, route, Answer.NOT_MET, rule, "no sentence has been passed yet")
    if facts.date_of_birth is None or dealt_with_on is None:
        return said(offence, route, Answer.ASK, rule, "whether the person was 16 when dealt with is not recorded")
    # Notification is a burden that starts at 16, so somebody born on 29 February turns 16 on 1 March.
    if age_on(facts.date_of_birth, dealt_with_on, LeapBirthday.MARCH_1) < NOTIFICATION_AGE:
        return said(offence, route, Answer.NOT_MET, rule, "the person was under 16 when dealt with")
    disposal = qualifying_disposal(offence.disposal)
    if disposal.answer is Answer.MET and doubt is not None:
        return said(offence, route, Answer.ASK, rule, f"{disposal.phrase}, {doubt}")
    why = f"section 41 or 42 applies, the person was 16 or over, and {disposal.phrase}"
    return said(offence, route, disposal.answer, rule, why, begins_on=dealt_with_on)


def _relevant_offence(offence: OffenceFacts) -> list[RouteOutcome]:
    """Try the sentence route after a conviction, the mental health route after a finding in its place."""
    if offence.outcome in _IN_PLACE_OF_CONVICTION:
        return [_mental_health(offence)]
    if offence.outcome is not Outcome.CONVICTION:
        return [said(offence, Route.TERR_SENT, Answer.NOT_MET, "CAT-19", "the outcome is not a conviction here")]
    if offence.disposal is not None and offence.disposal.kind in HOSPITAL:
        why = "a hospital or guardianship order after a conviction is not among the sentences listed"
        return [said(offence, Route.TERR_SENT, Answer.ASK, "CAT-22", why)]
    sentence = sentence_or_direction(offence.disposal)
    why = f"a relevant terrorist offence; {sentence.phrase}"
    rule = "CAT-19" if sentence.answer is Answer.MET else sentence.rule
    begins_on, end = sentenced_on(offence), end_of(offence.disposal)
    return [said(offence, Route.TERR_SENT, sentence.answer, rule, why, begins_on=begins_on, end=end)]


def _mental_health(offence: OffenceFacts) -> RouteOutcome:
    route, rule = Route.TERR_MH, "CAT-20"
    if offence.disposal is None or offence.disposal.kind not in HOSPITAL:
        return said(offence, route, Answer.NOT_MET, rule, "no hospital or guardianship order was made")
    maximum = offence.maximum_sentence
    if maximum is None and not offence.maximum_is_life:
        return said(offence, route, Answer.ASK, rule, "the maximum sentence for the offence is not recorded")
    if maximum is not None and not offence.maximum_is_life and not maximum.exceeds(12):
        return said(offence, route, Answer.NOT_MET, rule, f"the maximum sentence, {maximum}, is not over 12 months")
    why = "a relevant terrorist offence with a maximum over 12 months, and a hospital or guardianship order"
    begins_on, end = sentenced_on(offence), end_of(offence.disposal)
    return said(offence, route, Answer.MET, rule, why, begins_on=begins_on, end=end)


def _discretionary(facts: CaseFacts) -> list[RouteOutcome]:
    belief = facts.discretionary_4
    if belief is None:
        return []
    route, rule = Route.DISCR, "CAT-21"
    offence = next((one for one in facts.offences if one.id == belief.offence_id), None)
    if offence is None:
        why = "Discretionary Category 4 needs an offence with an outcome, and the one it rests on is not recorded."
        return [RouteOutcome(route, Answer.NOT_MET, rule, why, belief.offence_id)]
    if not belief.believed_at_risk:
        return [said(offence, route, Answer.NOT_MET, rule, "no belief in a risk of terrorism-related activity")]
    if not belief.identified_nationally:
        why = "Counter-Terrorism Police and the National Security Division have not identified the case yet"
        return [said(offence, route, Answer.ASK, rule, why)]
    why = "the Responsible Authority believes the person may be or become involved in terrorism-related activity"
    end = End(belief.ended_on, open_ended=True)
    return [said(offence, route, Answer.MET, rule, why, begins_on=belief.decided_on, end=end)]
