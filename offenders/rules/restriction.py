"""What a decision to restrict a case has to say (rule ACC-23). Pure."""

import datetime as dt

from audit.refusals import Effect, Finding

USUAL = dt.timedelta(weeks=26)
LONGEST = dt.timedelta(days=366)
NAMED_BEYOND_REVIEW = dt.timedelta(weeks=4)
"""People named see the case this much longer than the review date, so that a late review shuts nobody out."""


def usual_review(today: dt.date) -> dt.date:
    """Return the day of the review where the decision names none: 26 weeks on, a product default."""
    return today + USUAL


def check_restriction(*, kind: str, review_on: dt.date, today: dt.date) -> list[Finding]:
    """Return a finding for each thing missing: the kind, and a review day ahead but not beyond a year."""
    findings = []
    if not kind:
        findings.append(Finding("ACC-23", Effect.REQUIRE, "Choose why the case is restricted.", "kind"))
    if review_on <= today:
        findings.append(Finding("ACC-23", Effect.REFUSE, "The review has to be on a day to come.", "review_on"))
    elif review_on > today + LONGEST:
        message = "A restriction is looked at again within a year."
        findings.append(Finding("ACC-23", Effect.REFUSE, message, "review_on", "Enter an earlier day."))
    return findings
