"""Who learns of an anomaly, and who may say what it was."""

from django.db.models import Q

from accounts.models import User
from accounts.roles import Role
from accounts.standing import Standing, standing_of
from offenders.access import MANAGERS, Detail
from offenders.models import Case
from oversight.models import Anomaly

REVIEWERS = (Role.COORDINATOR,)
READERS = (*REVIEWERS, Role.AUDITOR)


def audience(viewer: User) -> Q:
    """The condition on Anomaly under which `viewer` learns of it: by area, never about themselves.

    One about a case is shown to nobody who may not know that the case exists. A restricted case may be hidden from
    the Co-ordinator: managers who are named on it see its anomalies too.
    """
    standing = standing_of(viewer)
    known = Q(case__isnull=True) | Q(case__in=Case.objects.visible_to(viewer, Detail.PRESENCE).values("pk"))
    named = Q(case__restricted=True, case__in=Case.objects.visible_to(viewer, Detail.FULL).values("pk"))
    by_area = Q(area__in=standing.areas(*READERS)) & known
    by_name = Q(area__in=standing.areas(*MANAGERS)) & named
    return (by_area | by_name) & ~Q(reader=standing.user_id)


def reads_anomalies(viewer: User) -> bool:
    """Whether there is a list of anomalies for this viewer at all: for a manager only while it shows something."""
    standing = standing_of(viewer)
    if standing.holds(*READERS):
        return True
    return standing.holds(*MANAGERS) and Anomaly.objects.visible_to(viewer).exists()


def reviews_in(viewer: User, area: str) -> bool:
    """Whether this viewer may review anomalies of this area: the Co-ordinator, or a manager named on the case."""
    standing: Standing = standing_of(viewer)
    return area in standing.areas(*REVIEWERS, *MANAGERS)
