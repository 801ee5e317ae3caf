"""App configuration."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Referrals to Level 2 or 3 and to Category 3, and what is decided about them."""

    name = "referrals"
    verbose_name = "Referrals"

    def ready(self) -> None:
        """Register clocks and timeline, when a referral opens victims to the Unit, and that one follows an end."""
        from levels.services.ending import FOLLOWED
        from offenders import access
        from offenders import timeline as timelines
        from offenders.conditions import Condition, there_is
        from referrals import clocks, timeline
        from referrals.facts import referred_since
        from referrals.models import Referral

        if referred_since not in FOLLOWED:
            FOLLOWED.append(referred_since)  # LIFE-07
        clocks.register_all()
        timelines.register(timeline.events)
        waits = Condition("r.case_id = {case}.id AND r.state IN ('submitted', 'disputed')")
        access.count_as_managed(there_is(Referral, "r", waits))  # REF-16
