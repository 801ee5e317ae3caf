"""What runs by itself, and when (UTC)."""

from celery.schedules import crontab

SCHEDULE = {
    # Just after midnight in London in winter and in summer alike; the sweep itself asks what day it is in London.
    "sweep-deadlines": {"task": "deadlines.tasks.sweep", "schedule": crontab(minute=10)},
    "check-deadlines": {"task": "deadlines.tasks.check_deadlines", "schedule": crontab(hour="0", minute=15)},
    # After each sweep: what goes out at once, and the day's e-mail for those whose hour in London has come.
    "send-alert-emails": {"task": "deadlines.tasks.send_alert_emails", "schedule": crontab(minute=15)},
    "retire-dormant-accounts": {"task": "accounts.tasks.retire_dormant", "schedule": crontab(hour="3", minute=40)},
    "draw-level-1-samples": {"task": "levels.tasks.draw_level_1_samples", "schedule": crontab(hour="4", minute=10)},
    "forget-sent-forms": {"task": "ui.tasks.forget_sent_forms", "schedule": crontab(hour="3", minute=50)},
    "note-late-requests": {"task": "deadlines.tasks.note_late_requests", "schedule": crontab(minute=20)},
    "pass-on-notices": {"task": "offenders.tasks.pass_on_notices", "schedule": crontab()},
    "tell-of-undecided": {"task": "offenders.tasks.tell_of_undecided", "schedule": crontab(minute="*/10")},
    "drop-ended-grants": {"task": "offenders.tasks.drop_ended_grants", "schedule": crontab(minute="*/15")},
    "render-waiting-summaries": {"task": "minutes.tasks.render_waiting", "schedule": crontab(minute="*/5")},
    "send-waiting-invitations": {
        "task": "meetings.tasks.send_waiting_invitations",
        "schedule": crontab(minute="*/10"),
    },
    "tell-core-groups": {
        "task": "meetings.tasks.tell_waiting_core_groups",
        "schedule": crontab(minute="*/10"),
    },
    "scan-waiting-attachments": {
        "task": "meetings.tasks.scan_waiting_attachments",
        "schedule": crontab(minute="*/5"),
    },
    "tell-of-infected-files": {
        "task": "meetings.tasks.tell_waiting_of_infected",
        "schedule": crontab(minute="*/10"),
    },
    "verify-audit": {"task": "audit.tasks.verify", "schedule": crontab(hour="2", minute=30)},
    # Soon after midnight in London in winter and in summer alike, and again while a move could not be made.
    "move-cases": {"task": "transfers.tasks.move_cases", "schedule": crontab(minute=5)},
    "find-anomalies": {"task": "oversight.tasks.find_anomalies", "schedule": crontab(minute=20)},
    "tell-of-anomalies": {
        "task": "oversight.tasks.tell_of_unreviewed",
        "schedule": crontab(hour="6", minute=25, day_of_week="1-5"),
    },
    "draw-waiting-chronologies": {"task": "oversight.tasks.draw_waiting", "schedule": crontab(minute="*/5")},
    "remove-old-chronologies": {"task": "oversight.tasks.remove_old_chronologies", "schedule": crontab(minute=50)},
    "remind-of-referrals": {"task": "referrals.tasks.remind", "schedule": crontab(minute=35)},
    "remind-of-enquiries": {"task": "enquiries.tasks.remind", "schedule": crontab(minute=25)},
    "verify-new-audit": {"task": "audit.tasks.verify", "schedule": crontab(minute=40), "kwargs": {"whole": False}},
}
