"""App configuration."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings, minutes, executive summaries."""

    name = "meetings"
    verbose_name = "Meetings"

    def ready(self) -> None:
        """Register clocks, panels, timeline and e-mails of this app, who is asked by name, what follows the level."""
        from levels.services import ON_LEVEL_DECIDED
        from meetings import clocks, panels, timeline
        from meetings.models import Invitation
        from meetings.services import returns, sending
        from meetings.services.following import follow_level
        from offenders import ties
        from offenders import timeline as timelines
        from offenders.conditions import Condition, there_is
        from offenders.services.access import on_restriction

        standing = Condition("i.meeting_id = a.meeting_id AND i.person_id = a.user_id AND i.withdrawn_on IS NULL")
        ties.invites(there_is(Invitation, "i", standing))  # ACC-23
        on_restriction(returns.close_to_contacts)
        timelines.register(timeline.events)
        clocks.register_all()
        panels.register_all()
        sending.register_letters()
        returns.register_letters()
        ON_LEVEL_DECIDED.append(follow_level)
