"""Who is told when somebody leaves their agency: the rooms above end what that person still holds there.

Listeners run inside the service's transaction and say which cases they took the person off.
"""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from accounts.models import User

Listener = Callable[[User, User | None, dt.date, str], list[UUID]]

ON_LEAVING: list[Listener] = []
"""Called with the person, the actor, the first day without them, and the reason. Registered in AppConfig.ready()."""


def tell(*, person: User, actor: User | None, on: dt.date, reason: str) -> list[UUID]:
    """Tell everybody who registered; the ids of the cases that the person is off."""
    return [case_id for listener in ON_LEAVING for case_id in listener(person, actor, on, reason)]
