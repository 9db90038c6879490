"""A calendar: every day from 2019 to 2031, so that a period's first and last day can be asked for; and instants around clock changes."""

NOW = "2026-03-18T10:00:00Z"  # a Wednesday, 11:00 in Paris
ZONE = "Europe/Paris"

POSTGRES = {"postgres": """
CREATE TABLE days (d date PRIMARY KEY);
INSERT INTO days SELECT generate_series('2019-01-01'::date, '2031-12-31'::date, '1 day')::date;
-- every quarter of an hour around the nights on which clocks change in Paris and in New York
CREATE TABLE quarters (t timestamptz PRIMARY KEY);
INSERT INTO quarters SELECT generate_series('2026-03-07T00:00Z'::timestamptz, '2026-03-10T00:00Z', '15 minutes')
  UNION SELECT generate_series('2026-03-28T00:00Z'::timestamptz, '2026-03-31T00:00Z', '15 minutes')
  UNION SELECT generate_series('2026-10-24T00:00Z'::timestamptz, '2026-10-27T00:00Z', '15 minutes');
"""}
MONGODB = {}
