// Plans in canonical text, the language whole: each is read, written as JSON, read again, and comes back letter by letter.
// Takes nothing, gives the texts. Included by tests of the plan's forms.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace recoupe::plan {

inline constexpr std::string_view canonical_text = R"plans(FROM mongodb.users
|> WHERE role = 'admin' AND created_at DURING PERIOD 'this week'
|> CHECK EXISTS IN postgres.public.employees ON LOWER(users.email) = LOWER(work_email) SELECT department
|> SELECT email, created_at, department, finding;

FROM postgres.invoices;

FROM postgres.public.invoices AS i;

FROM `crm-prod`.`app.users`;

FROM warehouse.`2024`.stock
|> WHERE `n°` = 1 AND `not` = TRUE AND `case`.`first name` IS NULL;

FROM (FROM mongodb.orders |> WHERE total > 100 |> SELECT ref, total) AS big
|> ORDER BY total DESC
|> LIMIT 10;

FROM (FROM (FROM pg.a |> DISTINCT) |> WHERE x = 1);

FROM pg.t
|> WHERE date = DATE '2026-03-01' AND status != 'open' AND type < 3 AND name <= 'm' AND finding > 1.50 AND n >= -2;

FROM pg.t
|> WHERE count = 1 OR match = 2 OR rule = 3 OR totals = 4 OR sequence = 5 OR period = 6 OR per = 7 OR key = 8;

FROM pg.t
|> SELECT from, where, select, group, order, limit, join, on, by, before, after, during, left, check;

FROM pg.t
|> SELECT `distinct`, `in`, `is`, `like`, `between`, `null`, `true`, `false`, `and`, `or`, `not`, `current_date`, `case`;

FROM pg.t AS not
|> SELECT `not`.in AS is, `not`.null AS distinct;

FROM pg.t
|> WHERE a = 1 AND (b = 2 OR c = 3) AND NOT (d = 4 AND e = 5);

FROM pg.t
|> WHERE a = 1 OR b = 2 AND c = 3;

FROM pg.t
|> WHERE NOT a = 1 AND NOT NOT b = 2;

FROM pg.t
|> WHERE status IN ('open', 'late') AND country NOT IN ('FR');

FROM pg.t
|> WHERE amount BETWEEN 10 AND 20 OR amount NOT BETWEEN a + 1 AND b - 1;

FROM pg.t
|> WHERE name LIKE 'A%' AND name NOT LIKE '%\_%';

FROM mongodb.t
|> WHERE a IS NULL AND b IS NOT NULL AND c IS MISSING AND d IS NOT MISSING AND e IS TRUE AND f IS NOT FALSE;

FROM mongodb.t
|> WHERE (a = b) IS TRUE AND (NOT a = b) IS NOT TRUE;

FROM mongodb.t
|> WHERE ANY(tags) = 'vip' AND NOT ANY(lines.sku) = 'X1' AND ANY(tags) != 'old' AND ANY(tags) LIKE 'a%';

FROM mongodb.t
|> WHERE NOT ANY(tags) IN ('a', 'b') AND ANY(tags) IN ('c') AND NOT ANY(scores) BETWEEN 1 AND 5 AND NOT ANY(notes) IS NULL;

FROM mongodb.t
|> WHERE COALESCE(ARRAY_LENGTH(photos), 0) = 0;

FROM mongodb.t
|> WHERE TYPE(x) = 'string' AND TRY_CAST(x AS INT64) IS NULL;

FROM pg.t
|> WHERE paid_on DURING PERIOD 'this month' OR due BEFORE PERIOD 'today' OR due AFTER PERIOD 'this week';

FROM pg.t
|> WHERE NOT at DURING PERIOD 'yesterday' AND NOT at BEFORE PERIOD 'this year';

FROM pg.t
|> EXTEND quantity * price AS amount, -total AS refund, -(-total) AS again, -(5) AS minus_five, -5 AS literal, 3 - -2 AS five;

FROM pg.t
|> EXTEND a - b - c AS left_first, a - (b - c) AS right_first, (a + b) * c AS x, a + b * c AS y, a / b / c AS z, a / (b * c) AS w;

FROM pg.t
|> EXTEND -a * b AS p, -(a * b) AS q, a * -b AS r;

FROM pg.t
|> EXTEND a + (b + c) AS kept, (a AND b) = c AS truth, (a = b) = (c = d) AS same;

FROM pg.t
|> EXTEND CASE WHEN a > 1 THEN 'big' WHEN a IS NULL THEN 'none' ELSE 'small' END AS size, CASE WHEN b THEN 1 END AS one;

FROM pg.t
|> EXTEND ABS(x) AS a, ROUND(x) AS b, ROUND(x, 2) AS c, LENGTH(s) AS d, CONCAT(s, ' ', t) AS e, SUBSTR(s, 2) AS f, SUBSTR(s, 2, 3) AS g;

FROM pg.t
|> EXTEND LOWER(s) AS a, UPPER(s) AS b, UNACCENT(s) AS c, TRIM(s) AS d, COALESCE(s, t, '') AS e, NULLIF(s, '') AS f;

FROM pg.t
|> EXTEND CAST(id AS STRING) AS a, CAST(x AS NUMERIC) AS b, TRY_CAST(x AS TIMESTAMP) AS c, CAST(y AS ARRAY<STRING>) AS d;

FROM pg.t
|> EXTEND DATE(at) AS day, DATE_TRUNC('month', at) AS month, EXTRACT(YEAR FROM at) AS year, CURRENT_DATE AS today;

FROM pg.t
|> WHERE DATE_DIFF(CURRENT_DATE, due, DAY) > 30 AND TIMESTAMP_DIFF(closed_at, opened_at, HOUR) <= 48;

FROM pg.t
|> WHERE due < CURRENT_DATE - INTERVAL '30 days' AND at > TIMESTAMP '2026-03-01T09:30:00.000000Z' - INTERVAL '1 hour';

FROM pg.t
|> WHERE opens = TIME '09:30:00.000000' AND local = DATETIME '2026-03-01T09:30:00.000000';

FROM mongodb.t
|> WHERE _id = OBJECTID '507f1f77bcf86cd799439011' AND key = UUID '123e4567-e89b-12d3-a456-426614174000' AND hash = BYTES '00ff';

FROM pg.t
|> WHERE note = '' OR note = 'it''s' OR note = '100 % "sûr" — `oui`' OR note = '-- no comment';

FROM pg.t
|> WHERE a = 9223372036854775807 OR a = -9223372036854775808 OR a = 9223372036854775808 OR a = 9007199254740993 OR a = 0.10 OR a = -0.05;

FROM pg.t
|> WHERE TRUE AND FALSE OR COALESCE(x, NULL) IS NULL;

FROM postgres.sales
|> AGGREGATE COUNT(*) AS n;

FROM postgres.sales
|> AGGREGATE COUNT(*) AS n, COUNT(client) AS with_client, COUNT(DISTINCT client) AS clients, SUM(amount) AS total, AVG(amount) AS average, MIN(day) AS minimum, MAX(day) AS maximum;

FROM postgres.sales
|> AGGREGATE SUM(amount - fee) AS total GROUP BY DATE_TRUNC('month', day) AS month, client.country
|> WHERE total > 1000
|> ORDER BY month, total DESC;

FROM pg.t
|> AGGREGATE COUNT(DISTINCT `distinct`) AS n GROUP BY `case`;

FROM pg.contracts
|> ORDER BY signed_on DESC
|> LIMIT 1 PER client_id;

FROM pg.contracts
|> ORDER BY LOWER(name), signed_on DESC, id
|> LIMIT 3 PER client_id, EXTRACT(YEAR FROM signed_on);

FROM pg.t
|> SELECT country
|> DISTINCT;

FROM pg.orders
|> JOIN mongodb.clients AS c ON orders.client = CAST(c._id AS STRING)
|> SELECT orders.ref, c.name AS client;

FROM pg.orders
|> LEFT JOIN (FROM mongodb.clients |> WHERE active = TRUE) AS c ON orders.client = c.ref AND c.country = 'FR';

FROM pg.orders
|> JOIN pg.lines ON orders.id = lines.order_id OR orders.ref = lines.ref;

FROM mongodb.receipts
|> JOIN UNNEST(lines) AS line
|> WHERE line.quantity > 1
|> AGGREGATE SUM(line.price * line.quantity) AS total GROUP BY line.sku;

FROM mongodb.receipts AS r
|> LEFT JOIN UNNEST(r.tags) AS tag;

FROM pg.orders_2025
|> UNION ALL pg.orders_2026
|> UNION ALL (FROM mongodb.orders |> SELECT id, amount) AS other;

FROM pg.orders
|> CHECK EXISTS IN mongodb.clients ON orders.client = clients.ref
|> WHERE finding = 'missing';

FROM pg.orders
|> CHECK EXISTS IN mongodb.clients AS c ON orders.client = c.ref SELECT c.name, c.city AS town AS client_found;

FROM pg.orders
|> CHECK EXISTS IN mongodb.clients AS c ON orders.client = c.ref SELECT c.name AS name AS client_found;

FROM pg.orders
|> CHECK EXISTS IN mongodb.clients ON orders.client = clients.ref AS client_found
|> CHECK EXISTS IN pg.payments ON orders.id = payments.order_id AS paid
|> WHERE client_found = 'ok' AND paid = 'missing';

FROM mongodb.users
|> WHERE active = TRUE
|> CHECK ABSENT IN (FROM postgres.employees |> WHERE left_on IS NOT NULL) AS e ON LOWER(users.email) = LOWER(e.work_email)
|> WHERE finding = 'present';

FROM mongodb.users
|> CHECK ABSENT IN pg.blocked ON users.email = blocked.email AS not_blocked;

FROM pg.invoices
|> CHECK MATCH WITH mongodb.documents AS d ON invoices.number = d.invoice_no COMPARE amount = d.total, currency = d.currency
|> WHERE finding != 'ok';

FROM pg.invoices
|> CHECK MATCH WITH mongodb.documents ON number = invoice_no AND year = fiscal_year COMPARE amount = total TOLERANCE 0.50, vat = tax TOLERANCE 2 %, net - vat = net_total AS agrees;

FROM pg.payments
|> CHECK TOTALS WITH mongodb.ledger BY client = account COMPARE SUM(amount) = SUM(debit);

FROM pg.payments
|> WHERE day DURING PERIOD 'last month'
|> CHECK TOTALS WITH (FROM mongodb.ledger |> WHERE at DURING PERIOD 'last month') AS l BY LOWER(client) = LOWER(l.account) AS client, DATE_TRUNC('month', day) = DATE_TRUNC('month', l.at) AS month COMPARE SUM(amount) = SUM(l.debit) TOLERANCE 10, COUNT(*) = COUNT(DISTINCT l.ref) AS balanced;

FROM pg.clients
|> CHECK UNIQUE BY LOWER(email)
|> WHERE finding = 'duplicate';

FROM pg.clients
|> CHECK UNIQUE BY siret, country AS one_company;

FROM pg.entries
|> CHECK SEQUENCE BY number
|> WHERE finding = 'gap';

FROM pg.entries
|> CHECK SEQUENCE BY CAST(number AS INT64) PARTITION BY journal, EXTRACT(YEAR FROM day) AS complete;

FROM pg.invoices
|> CHECK RULE paid_on IS NULL OR paid_on >= issued_on
|> WHERE finding = 'violation';

FROM pg.invoices
|> CHECK RULE net + COALESCE(vat, 0) = gross AS adds_up;

FROM pg.a
|> CHECK EXISTS IN (FROM pg.b |> CHECK EXISTS IN (FROM pg.c |> WHERE x = 1) AS c ON b.c_id = c.id |> WHERE finding = 'ok') AS b ON a.b_id = b.id
|> WHERE finding = 'missing';

FROM mongodb.events
|> WHERE geo.country IN ('CN', 'US') AND at DURING PERIOD 'yesterday' AND (device.battery < 15 OR device.battery IS MISSING)
|> SELECT _id, device.serial, device.battery;

FROM mongodb.users
|> EXTEND CONCAT(profile.first, ' ', profile.last) AS full_name
|> JOIN postgres.hr.people AS p ON UNACCENT(LOWER(full_name)) = UNACCENT(LOWER(p.name))
|> AGGREGATE COUNT(*) AS n GROUP BY p.team
|> ORDER BY n DESC
|> LIMIT 5;

FROM pg.t
|> WHERE a IN (1, 2 + 3, b = c, LENGTH(d));

FROM pg.measures
|> WHERE value > 1.5 * (limits.high - limits.low) / 2 AND ABS(value - target) > 0.001;

FROM pg.t
|> SELECT a.b.c.d.e AS leaf, b.c AS d;

FROM pg.t
|> LIMIT 0;
)plans";

/// Gives the plans one by one, cut where a line ends with ";".
inline std::vector<std::string> canonical_plans() {
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (std::size_t end = canonical_text.find(";\n"); end != std::string_view::npos; end = canonical_text.find(";\n", begin)) {
    out.emplace_back(canonical_text.substr(begin, end - begin));
    begin = std::min(canonical_text.find_first_not_of('\n', end + 1), canonical_text.size());
  }
  return out;
}

}  // namespace recoupe::plan
