#!/bin/sh
# Makes the role that recoupe reads as: it may read what the owner makes, and nothing else.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$READER_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE recoupe_reader LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 20;
ALTER ROLE recoupe_reader SET default_transaction_read_only = on;
GRANT CONNECT ON DATABASE recoupe_demo TO recoupe_reader;
GRANT USAGE ON SCHEMA public TO recoupe_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO recoupe_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO recoupe_reader;
SQL
