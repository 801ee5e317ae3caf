"""What stops keeping a person or an agency out of the meetings of a case (ACC-73)."""

from audit.refusals import Effect, Finding


def keeping_out_findings(*, named: bool, agency: bool, leads: bool) -> list[Finding]:
    """Refusals: nobody is named, or the agency that leads the case would be kept out as a whole."""
    if not named and not agency:
        message = "Neither a person nor an agency is named."
        return [
            Finding("ACC-73", Effect.REFUSE, message, "person_name", "Enter the person, choose the agency, or both.")
        ]
    if leads and not named:
        message = "This agency leads the case, so it cannot be kept out of its meetings as a whole."
        return [Finding("ACC-73", Effect.REFUSE, message, "agency", "Name the person, or have another agency lead.")]
    return []
