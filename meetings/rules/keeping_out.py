"""What stops keeping a person or an agency out of the meetings of a case (ACC-73)."""

from audit.refusals import Effect, Finding


def keeping_out_findings(*, named: bool, agency: bool, leads: bool, has_account: bool = False) -> list[Finding]:
    """Refusals: nobody is named, somebody with an account may be meant, or the whole agency that leads the case.

    A name keeps nobody from what an account opens: whoever has one is barred from the case.
    """
    if not named and not agency:
        message = "Neither a person nor an agency is named."
        return [
            Finding("ACC-73", Effect.REFUSE, message, "person_name", "Enter the person, choose the agency, or both.")
        ]
    if has_account:
        message = "Somebody with an account may be meant, whom a name does not keep from the papers."
        step = "Bar them from the case, under Access, “Bar somebody”. If it is another person, write the full name."
        return [Finding("ACC-73", Effect.REFUSE, message, "person_name", step)]
    if leads and not named:
        message = "This agency leads the case, so it cannot be kept out of its meetings as a whole."
        return [Finding("ACC-73", Effect.REFUSE, message, "agency", "Name the person, or have another agency lead.")]
    return []
