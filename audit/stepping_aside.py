"""Who may make the database's guards step aside: the owner of the schema alone, never the role of the product.

django-pgtrigger lets any session name triggers to be passed over (`SET pgtrigger.ignore`). What keeps decisions, the
audit record and row history as they are would then hold only against those who do not know the word for it.
"""

from typing import Any

from django.db import connections

NAME = "_pgtrigger_should_ignore"
BODY = """
DECLARE
    passed_over text := current_setting('pgtrigger.ignore', true);
BEGIN
    IF passed_over IS NULL OR passed_over = '' THEN
        RETURN FALSE;
    END IF;
    RETURN trigger_name::text = ANY(passed_over::text[]) AND (
        SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'public.audit_event'::regclass
    );
END
"""
INSTALL = (
    f'CREATE OR REPLACE FUNCTION public."{NAME}"(trigger_name NAME) RETURNS BOOLEAN LANGUAGE plpgsql AS $${BODY}$$'
)
OWNS = "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'public.audit_event'::regclass"


def for_the_owner_alone(using: str = "default", **kwargs: Any) -> None:
    """After every migrate, because each migration of a trigger installs django-pgtrigger's own function again."""
    with connections[using].cursor() as cursor:
        cursor.execute(INSTALL)


def may_step_aside(using: str = "default") -> bool:
    """Whether guards step aside for the role that is connected."""
    with connections[using].cursor() as cursor:
        cursor.execute(OWNS)
        row = cursor.fetchone()
    return bool(row and row[0])
