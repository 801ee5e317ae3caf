"""E-mails of the audit record itself: alarms, and the head of the chain. Numbers, ids and hashes, no names."""

from django.conf import settings
from django.core.mail import EmailMessage

from audit.models import AuditCheck


def raise_alarm(subject: str, body: str) -> int:
    """Tell those who watch over the system; the number of e-mails sent (none when nobody is named)."""
    return _send(settings.AUDIT_ALARM_RECIPIENTS, subject, body)


def send_head(check: AuditCheck) -> int:
    """Send the head of the chain to where the database's administrators cannot take it back; how many were sent."""
    body = (
        f"Link: {check.upto_seq}\nHash: {check.upto_hash}\nLinks that hold: {check.links}\n"
        f"Checked: {check.at:%Y-%m-%d %H:%M} UTC\n\nKeep this message. The link with this number must keep this hash.\n"
    )
    return _send(settings.AUDIT_ANCHOR_ADDRESSES, "Head of the audit chain", body)


def _send(addresses: list[str], subject: str, body: str) -> int:
    return sum(EmailMessage(subject=subject, body=body, to=[address]).send() for address in addresses)
