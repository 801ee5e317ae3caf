"""What a bar on somebody who oversees a case has to say (rule ACC-36). Pure."""

import datetime as dt

from audit.refusals import Effect, Finding

LONGEST = dt.timedelta(days=183)


def check_bar(*, oversees: bool, review_on: dt.date | None, today: dt.date) -> list[Finding]:
    """Return a finding for a review day that is missing for somebody who oversees the case, past, or too far ahead."""
    if review_on is None:
        if not oversees:
            return []
        message = "This person oversees the case. Say by when the bar is decided anew."
        return [Finding("ACC-36", Effect.REQUIRE, message, "review_on", "Enter a day within six months.")]
    if review_on <= today:
        return [Finding("ACC-36", Effect.REFUSE, "The bar has to be decided anew on a day to come.", "review_on")]
    if review_on > today + LONGEST:
        message = "A bar on somebody is decided anew within six months."
        return [Finding("ACC-36", Effect.REFUSE, message, "review_on", "Enter an earlier day.")]
    return []
