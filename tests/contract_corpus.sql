-- What the PostgreSQL half of the contract reads through every server: types with the values that are most easily changed on the
-- way, tables that take several pages with and without a key, a view, names that need quotes.
DROP SCHEMA IF EXISTS contract CASCADE;
CREATE SCHEMA contract;
SET search_path = contract, pg_catalog;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s "fine"');
CREATE DOMAIN email AS text;
CREATE TABLE corpus (
  id int PRIMARY KEY, small int2, big int8, n numeric, money_like numeric(12,2), f float8, r float4, b bool, d date,
  at timestamptz, local timestamp, tod time, u uuid, m mood, mail email, code char(5), doc jsonb, js json, raw bytea,
  tags text[], numbers int[], reals float8[], flags bool[], days date[], instants timestamptz[], span interval, addr inet, t text);
COMMENT ON TABLE corpus IS 'Valeurs fragiles';
COMMENT ON COLUMN corpus.t IS 'Texte, « entre guillemets »';
INSERT INTO corpus VALUES
 (1, 32767, 9223372036854775807, 12345678901234567890123456789012345.5, 1.10, 0.1, 0.1, true, '2026-03-01',
  '2026-03-01 00:00:00.000001+01', '2026-03-29 02:30:00.123456', '23:59:59.999999', '00000000-0000-0000-0000-00000000000A', 'ok',
  'a@x.fr', 'AB', '{"k": 1.10, "big": 12345678901234567890}', '{"a" : 1}', '\x00ff27', '{a,"b,c",NULL,"q\"\\"}', '{1,NULL,-3}',
  '{0.1,NaN,-0}', '{t,f,NULL}', '{2026-01-01}', '{"2026-03-01 00:00:00.5+01"}', '1 year -2 mons 3 days -04:05:06.789', '10.0.0.1/8',
  E'l''été "quoted" \\ back\nline\ttab $1 $$ -- ; /* é𝄞'),
 (2, -32768, -9223372036854775808, 1.1, -0.00, '-0', '-0', false, '0001-01-01', '2026-03-31 21:59:59.999999+00', '1969-12-31 23:59:59.5',
  '00:00', NULL, 'it''s "fine"', NULL, 'ab', 'null', 'null', '\x', '{}', '{}', '{}', '{}', '{}', '{}', '00:00:00', '::1', ''),
 (3, 0, 9007199254740993, 'NaN', NULL, 'NaN', 'Infinity', NULL, '9999-12-31', '1883-11-18 12:00:00+00', NULL, NULL, NULL, NULL, NULL, NULL,
  '{"$oid": "000000000000000000000001"}', NULL, NULL, NULL, NULL, '{Infinity,-Infinity}', NULL, '{NULL}', NULL, '1 mon -30 days', NULL, 'Ünïcode K'),
 (4, NULL, NULL, 1.100, NULL, 5e-324, 3.4028235e38, NULL, '0044-03-15 BC', '0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00 BC', NULL,
  NULL, NULL, NULL, NULL, '[]', NULL, NULL, '{NULL,"NULL",""}', NULL, NULL, NULL, NULL, NULL, '0.000001', NULL, '%_\'),
 (5, NULL, NULL, NULL, NULL, 1.7976931348623157e308, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
 (6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, NULL, NULL),
 (7, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '-infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE many (place text, number int, amount numeric(12,2), note text, PRIMARY KEY (place, number));
INSERT INTO many SELECT 'lieu ' || (i % 7), i, i / 100.0, repeat('x', i % 40) FROM generate_series(1, 11000) i;
CREATE TABLE keyless AS SELECT i % 5000 AS n, md5((i % 5000)::text) AS t FROM generate_series(1, 7000) i;
CREATE TABLE child (id int PRIMARY KEY, place text NOT NULL, number int NOT NULL, corpus_id int REFERENCES corpus (id),
  FOREIGN KEY (place, number) REFERENCES many (place, number));
INSERT INTO child SELECT i, 'lieu ' || (i % 7), i, 1 + i % 3 FROM generate_series(1, 60) i;
CREATE VIEW seen AS SELECT id, t FROM corpus WHERE id < 4;
CREATE TABLE "odd ""name" ("a$1" int PRIMARY KEY, "select" text);
INSERT INTO "odd ""name" VALUES (1, '$1'), (2, 'x');
CREATE TABLE spans (id int PRIMARY KEY, span tstzrange);
INSERT INTO spans VALUES (1, '[2026-01-01 00:00+00,2026-02-01 00:00+00)');
ANALYZE;
