#!/bin/sh
# Run once by the database container, on an empty cluster: the role that the product works under.
# The owner (migrations) may change the schema; the product may read and write rows and nothing more, so that neither
# TRUNCATE nor a changed trigger can make the audit record forget.
set -eu
: "${POSTGRES_USER:?}" "${POSTGRES_DB:?}" "${APP_DATABASE_PASSWORD:?}"

psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set owner="$POSTGRES_USER" --set database="$POSTGRES_DB" <<'SQL'
\getenv password APP_DATABASE_PASSWORD
CREATE ROLE mappa_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO mappa_app;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO mappa_app;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mappa_app;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO mappa_app;
SQL
