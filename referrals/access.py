"""Who sends referrals in, who sees them while they are on no case, and who takes them on (REF-19 to REF-21)."""

from django.db.models import Q

from offenders.access import Detail, Viewer, areas_for
from offenders.models import Case

SEND, VIEW, TAKE = "send_referral", "view_sent_referral", "take_referral"


def visible(viewer: Viewer) -> Q:
    """The condition on a referral that was sent in under which `viewer` sees it as the Unit does (REF-20).

    Those of an area whose Unit the viewer is of; once taken on, only with the case in full.
    """
    cases = Case.objects.visible_to(viewer, Detail.FULL)
    open_to_unit = Q(referral__isnull=True) | Q(referral__case__in=cases.values("pk"))
    return Q(open_to_unit, area__in=areas_for(VIEW, viewer))
