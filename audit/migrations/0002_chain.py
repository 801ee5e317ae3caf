"""The hash chain: every event is linked to the one before when its transaction commits.

The link is written by a deferred constraint trigger, so that the lock which orders the chain is held only while
transactions commit.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_hash(previous text, e audit_event) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(previous || jsonb_build_array(
        e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_id, e.actor_role, e.via,
        e.request_id, e.verb, e.refused, e.case_id, e.subject_type, e.subject_id, e.changes, e.reason, e.rules
    )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION audit_append_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    previous text;
    event audit_event;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_link'));
    SELECT hash INTO previous FROM audit_link ORDER BY seq DESC LIMIT 1;
    SELECT * INTO event FROM audit_event WHERE id = NEW.id;
    INSERT INTO audit_link (event_id, hash) VALUES (NEW.id, audit_hash(coalesce(previous, ''), event));
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER append_link AFTER INSERT ON audit_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_append_link();
"""
BACKWARD = """
DROP TRIGGER append_link ON audit_event;
DROP FUNCTION audit_append_link();
DROP FUNCTION audit_hash(text, audit_event);
"""


class Migration(migrations.Migration):
    """Adds the chain."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
