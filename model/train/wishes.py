"""Wishes over one schema, each with its plan: filters, checks, figures, tops, refusals; as GUIDE.md's "the same wish, the same plan"."""
import speech
from bank import pick
from conditions import Conditions, column_sql, literal, quoted

MIX = {"filter": 16, "named": 8, "missing": 12, "also": 6, "anyway": 5, "show": 8, "differ": 4, "totals": 3, "twice": 3, "holes": 1, "rule": 2, "count": 7, "figure": 6,
       "grouped": 7, "across": 4, "months": 3, "most": 3, "highest": 4, "distinct": 2, "elements": 2, "two_checks": 3, "unlike": 2, "unsure": 3,
       "foreign_table": 6, "foreign_field": 5, "foreign_state": 3, "write": 4, "injection": 2, "chat": 2}
NUMERIC = ("INT64", "NUMERIC", "FLOAT64")
TOPS = (3, 5, 10, 15, 20)
WORDS_MOST = 45


class Refuse(dict):
    pass


class Wishes:
    def __init__(self, rng, world, entities):
        self.rng, self.world, self.entities = rng, world, entities
        self.lang = "fr"
        self.exact = []

    def make(self, lang):
        """A case, or None where the schema does not allow the kind drawn."""
        self.lang, self.exact = lang, []
        self.conditions = Conditions(self.rng, lang)
        kind = self.rng.choices(list(MIX), list(MIX.values()))[0]
        made = getattr(self, kind)()
        if made is None:
            return None
        text, body = made
        text = speech.spoken(self.rng, text, [part for part in self.exact if part])
        if len(text.split()) > WORDS_MOST:
            return None
        if isinstance(body, Refuse):
            body["about"] = next((w for w in (body["about"], body["about"].capitalize()) if w in text), body["about"])
            return {"kind": "refuse", "instruction": text, **body}
        if isinstance(body, list):
            return {"kind": "clarify", "instruction": text, "readings": body, "about": text}
        return {"kind": "plan", "instruction": text, "plan": body}

    # Parts

    def say(self, forms, **parts):
        return pick(self.rng, forms[self.lang]).format(**parts)

    def name_of(self, table):
        return pick(self.rng, table.entity["say"][self.lang])

    def field_name(self, column):
        return pick(self.rng, column.entity_field["say"][self.lang])

    def columns(self, table, kinds=None, arrays=False):
        return [c for c in table.speaking() if (arrays or not c.crosses) and (kinds is None or c.type in kinds)]

    def phrase(self, table, most=2, least=0, alias=None):
        """The table's name with conditions: (words, WHERE's inside or '')."""
        rng = self.rng
        wanted = rng.choices(range(least, most + 1), [4, 6, 2][least:most + 1])[0]
        said = []
        for column in rng.sample(table.speaking(), min(wanted, len(table.speaking()))):
            condition = self.conditions.of(column, alias)
            if condition:
                said.append(condition)
                self.exact += condition.exact
        if len(said) < least:
            return None
        words = self.name_of(table)
        before = next((s for s in said if s.before), None)
        if before:
            words = f"{before.phrase} {words}"
        after = [s.phrase for s in said if s is not before]
        joint = pick(rng, [speech.AND[self.lang], " ", ", "])
        sql = " AND ".join(f"({s.sql})" if " OR " in s.sql and not s.sql.startswith("(") else s.sql for s in said)
        return " ".join([words, joint.join(after)]).strip(), sql

    def source(self, table, where=""):
        alias = self.alias(table)
        shown = f"FROM {self.at(table)}" + (f" AS {alias}" if alias != table.name else "")
        return shown + (f" |> WHERE {where}" if where else "")

    def at(self, table):
        return f"{table.server}.{table.name}"

    def alias(self, table):
        """A name that is no column of any table."""
        taken = {c.sql.split(".")[0] for t in self.world.tables for c in t.columns}
        return table.name if table.name not in taken else f"{table.name}_t"

    def side(self, table, where=""):
        alias = self.alias(table)
        return f"(FROM {self.at(table)} |> WHERE {where}) AS {alias}" if where else f"{self.at(table)} AS {alias}" if alias != table.name else self.at(table)

    def link(self):
        """Two tables that a reference joins, in either order, and ON's inside."""
        if not self.world.references:
            return None
        reference = pick(self.rng, self.world.references)
        on = reference.on(self.alias(reference.left), self.alias(reference.right))
        left, right = reference.left, reference.right
        return (left, right, on, reference) if self.rng.random() < 0.5 else (right, left, on, reference)

    def opened(self, words):
        return self.say(speech.OPEN, x=words)

    # Rows

    def filter(self):
        made = self.phrase(self.table(), 2, 1)
        return made and (self.opened(made[0]), self.source(self.last, made[1]))

    def table(self):
        self.last = pick(self.rng, self.world.tables)
        return self.last

    def columns_of(self, table, most=3):
        fields = self.columns(table)
        return self.rng.sample(fields, min(len(fields), self.rng.randint(1, most)))

    def listed(self, names):
        return ", ".join(names[:-1]) + speech.AND[self.lang] + names[-1] if len(names) > 1 else names[0]

    def columns_wish(self, words, chosen):
        return self.say(speech.COLUMNS, x=words, c=self.listed([self.field_name(c) for c in chosen]))

    def named(self):
        table = self.table()
        a = self.phrase(table, 1)
        chosen = self.columns_of(table)
        if not chosen:
            return None
        plan = f"{self.source(table, a[1])} |> SELECT {', '.join(quoted(c.sql) for c in [table.key, *chosen])}"
        return self.columns_wish(a[0], chosen), plan

    # Checks

    def checked(self, forms, kind, finding):
        found = self.link()
        if not found:
            return None
        left, right, on, _ = found
        a, b = self.phrase(left, 1), self.phrase(right, 1)
        words = self.say(forms, a=a[0], b=b[0], c="")
        if self.rng.random() < 0.6:
            words = self.opened(words) if forms is not speech.SHOW and " : " not in words and "?" not in words else words
        plan = f"{self.source(left, a[1])} |> CHECK {kind} IN {self.side(right, b[1])} ON {on}"
        if finding and forms is speech.MISSING and self.rng.random() < 0.12:
            return self.say(speech.COUNT, x=self.say(forms, a=a[0], b=b[0])), f"{plan} |> WHERE finding = '{finding}' |> AGGREGATE COUNT(*) AS n"
        return words, plan + (f" |> WHERE finding = '{finding}'" if finding else "")

    def missing(self):
        return self.checked(speech.MISSING, "EXISTS", "missing")

    def also(self):
        return self.checked(speech.ALSO, "EXISTS", "ok")

    def anyway(self):
        return self.checked(speech.ANYWAY, "ABSENT", "present")

    def show(self):
        found = self.link()
        if not found:
            return None
        left, right, on, _ = found
        a, b = self.phrase(left, 1), self.phrase(right, 1)
        own = {c.sql.split(".")[-1] for c in left.columns}
        shown = [c for c in self.columns(right) if c.sql.split(".")[-1] not in own]
        with_column = bool(shown) and self.rng.random() < 0.65
        forms = [f for f in speech.SHOW[self.lang] if ("{c}" in f) == with_column] + (speech.SHOW_OF[self.lang] if with_column else [])
        column = pick(self.rng, shown) if with_column else None
        words = pick(self.rng, forms).format(a=a[0], b=b[0], c=self.field_name(column) if column else "")
        plan = f"{self.source(left, a[1])} |> CHECK EXISTS IN {self.side(right, b[1])} ON {on}"
        return words, plan + (f" SELECT {quoted(column.sql)}" if column else "")

    def two_checks(self):
        found = self.link()
        if not found:
            return None
        left, right, on, _ = found
        others = [(r.left if r.right is left else r.right, r) for r in self.world.references if left in (r.left, r.right) and right not in (r.left, r.right)]
        if not others:
            return None
        other, reference = pick(self.rng, others)
        if other is left:
            return None
        a, b, c = self.phrase(left, 1), self.name_of(right), self.phrase(other, 1)
        first, second = (("missing", "ok"), ("ok", "missing"))[self.rng.randrange(2)]
        forms = {"missing": speech.MISSING, "ok": speech.ALSO}
        words = self.say(forms[first], a=a[0], b=b) + speech.AND[self.lang] + self.say(forms[second], a="", b=c[0])
        second_on = reference.on(self.alias(reference.left), self.alias(reference.right))
        return self.opened(words) if "?" not in words and ":" not in words else words, (
            f"{self.source(left, a[1])} |> CHECK EXISTS IN {self.side(right)} ON {on} |> WHERE finding = '{first}' "
            f"|> CHECK EXISTS IN {self.side(other, c[1])} ON {second_on} |> WHERE finding = '{second}'")

    def pair(self):
        """Fields of both sides that can be compared."""
        found = self.link()
        if not found:
            return None
        left, right, on, reference = found
        pairs = [(f, g) for f in self.columns(left, NUMERIC + ("DATE", "TIMESTAMP")) for g in self.columns(right, (f.type,))]
        return pairs and (left, right, on, reference, *pick(self.rng, pairs))

    def differ(self):
        found = self.pair()
        if not found:
            return None
        left, right, on, _, f, g = found
        a, b = self.phrase(left, 1), self.phrase(right, 0)
        whole = self.rng.random() < 0.25
        words = self.say(speech.RECONCILE if whole else speech.DIFFER, a=a[0], b=b[0], f=self.field_name(f), g=self.field_name(g))
        plan = f"{self.source(left, a[1])} |> CHECK MATCH WITH {self.side(right)} ON {on} COMPARE {quoted(f.sql)} = {quoted(g.sql)}"
        return words, plan + (" |> WHERE finding != 'ok'" if whole else " |> WHERE finding = 'mismatch'")

    def totals(self):
        found = self.pair()
        if not found or found[4].type not in NUMERIC:
            return None
        left, right, _, reference, f, g = found
        by = reference.equality(quoted(reference.column.sql), quoted(reference.right.key.sql))
        if left is not reference.left:
            one, other = by.split(" = ")
            by = f"{other} = {one}"
        words = self.say(speech.TOTALS, a=self.name_of(left), b=self.name_of(right), f=self.field_name(f), g=self.field_name(g), k=self.name_of(reference.right))
        return words, f"{self.source(left)} |> CHECK TOTALS WITH {self.side(right)} BY {by} AS k COMPARE SUM({quoted(f.sql)}) = SUM({quoted(g.sql)}) |> WHERE finding != 'ok'"

    def twice(self):
        table = self.table()
        fields = self.columns(table, ("STRING", "DATE", "TIMESTAMP", "INT64"))
        if not fields:
            return None
        field, a = pick(self.rng, fields), self.phrase(table, 1)
        return self.say(speech.TWICE, a=a[0], f=self.field_name(field)), f"{self.source(table, a[1])} |> CHECK UNIQUE BY {quoted(field.sql)} |> WHERE finding = 'duplicate'"

    def holes(self):
        tables = [t for t in self.world.tables if t.key.type == "INT64"]
        if not tables:
            return None
        table = pick(self.rng, tables)
        return self.say(speech.HOLES, a=self.name_of(table)), f"{self.source(table)} |> CHECK SEQUENCE BY {quoted(table.key.sql)} |> WHERE finding = 'gap'"

    def both_of_a_kind(self, table):
        fields = self.columns(table, NUMERIC + ("DATE", "TIMESTAMP"))
        pairs = [(f, g) for f in fields for g in fields if f is not g and f.type == g.type]
        return pick(self.rng, pairs) if pairs else None

    def rule(self):
        table = self.table()
        pair = self.both_of_a_kind(table)
        if not pair:
            return None
        f, g = pair
        return (self.say(speech.RULE, a=self.name_of(table), f=self.field_name(f), g=self.field_name(g)),
                f"{self.source(table)} |> CHECK RULE {quoted(f.sql)} <= {quoted(g.sql)} |> WHERE finding = 'violation'")

    def unlike(self):
        """Two fields of one row."""
        table = self.table()
        pair = self.both_of_a_kind(table)
        if not pair:
            return None
        f, g = pair
        forms = {"fr": ["{a} où {f} dépasse {g}", "{a} dont {f} est supérieur à {g}"], "en": ["{a} where {f} exceeds {g}", "{a} whose {f} is beyond {g}"]}
        words = self.say(forms, a=self.name_of(table), f=self.field_name(f), g=self.field_name(g))
        return self.opened(words), self.source(table, f"{quoted(f.sql)} > {quoted(g.sql)}")

    # Figures

    def count(self):
        made = self.phrase(self.table(), 2, 1)
        return made and (self.say(speech.COUNT, x=made[0]), f"{self.source(self.last, made[1])} |> AGGREGATE COUNT(*) AS n")

    def measure(self, table):
        """(words to be filled with {a}, aggregate)."""
        dates, numbers = self.columns(table, ("DATE", "TIMESTAMP")), self.columns(table, NUMERIC)
        if dates and (not numbers or self.rng.random() < 0.2):
            kind, column, forms = pick(self.rng, ["min", "max"]), pick(self.rng, dates), speech.FIGURE_DATE
        elif numbers:
            kind, column, forms = pick(self.rng, ["sum", "sum", "avg", "avg", "min", "max"]), pick(self.rng, numbers), speech.FIGURE
        else:
            return None
        name = {"sum": "total", "avg": "average", "min": "minimum", "max": "maximum"}[kind]
        words = pick(self.rng, forms[kind][self.lang]).replace("{f}", self.field_name(column))
        return words, lambda alias=None: f"{kind.upper()}({column_sql(column, alias)}) AS {name}"

    def figure(self):
        table = self.table()
        measured = self.measure(table)
        if not measured:
            return None
        a = self.phrase(table, 1)
        return measured[0].replace("{a}", a[0]), f"{self.source(table, a[1])} |> AGGREGATE {measured[1]()}"

    def grouped(self):
        table = self.table()
        groups = [c for c in self.columns(table, ("STRING", "BOOL")) if c.type == "BOOL" or "values" in c.spec or self.rng.random() < 0.3]
        measured = self.measure(table) if self.rng.random() < 0.5 else None
        if not groups:
            return None
        group, a = pick(self.rng, groups), self.phrase(table, 1)
        words = measured[0].replace("{a}", a[0]) if measured else self.say(speech.COUNT, x=a[0]).rstrip(" ?")
        return self.say(speech.BY, x=words.rstrip(" ?"), g=self.field_name(group)), (
            f"{self.source(table, a[1])} |> AGGREGATE {measured[1]() if measured else 'COUNT(*) AS n'} GROUP BY {quoted(group.sql)}")

    def across(self):
        """A figure of one table by a field of the other."""
        if not self.world.references:
            return None
        reference = pick(self.rng, self.world.references)
        left, right = reference.left, reference.right
        groups = [c for c in self.columns(right, ("STRING", "BOOL"))]
        measured = self.measure(left) if self.rng.random() < 0.6 else None
        if not groups:
            return None
        group, a = pick(self.rng, groups), self.phrase(left, 1)
        words = measured[0].replace("{a}", a[0]) if measured else self.say(speech.COUNT, x=a[0])
        named = {"fr": f"{self.field_name(group)} des {self.name_of(right)}", "en": f"{self.field_name(group)} of the {self.name_of(right)}"}[self.lang]
        return self.say(speech.BY, x=words.rstrip(" ?"), g=named), (
            f"{self.source(left, a[1])} |> JOIN {self.side(right)} ON {reference.on(self.alias(left), self.alias(right))} "
            f"|> AGGREGATE {measured[1](self.alias(left)) if measured else 'COUNT(*) AS n'} GROUP BY {column_sql(group, self.alias(right))}")

    def months(self):
        table = self.table()
        dates = self.columns(table, ("DATE", "TIMESTAMP"))
        if not dates:
            return None
        date, a = pick(self.rng, dates), self.phrase(table, 1)
        words = self.say(speech.COUNT, x=a[0]).rstrip(" ?")
        return self.say(speech.MONTHS, x=words, f=self.field_name(date)), (
            f"{self.source(table, a[1])} |> AGGREGATE COUNT(*) AS n GROUP BY DATE_TRUNC('month', {quoted(date.sql)}) AS month")

    def most(self):
        if not self.world.references:
            return None
        reference = pick(self.rng, self.world.references)
        a, n = self.phrase(reference.left, 1), pick(self.rng, TOPS)
        return self.say(speech.MOST, n=n, a=a[0], b=self.name_of(reference.right)), (
            f"{self.source(reference.left, a[1])} |> AGGREGATE COUNT(*) AS n GROUP BY {quoted(reference.column.sql)} |> ORDER BY n DESC |> LIMIT {n}")

    def highest(self):
        table = self.table()
        forms = pick(self.rng, [speech.HIGHEST, speech.HIGHEST, speech.LOWEST, speech.LATEST])
        fields = self.columns(table, ("DATE", "TIMESTAMP") if forms is speech.LATEST else NUMERIC)
        if not fields:
            return None
        field, a, n = pick(self.rng, fields), self.phrase(table, 1), pick(self.rng, TOPS)
        down = "" if forms is speech.LOWEST else " DESC"
        return self.say(forms, n=n, a=a[0], f=self.field_name(field)), f"{self.source(table, a[1])} |> ORDER BY {quoted(field.sql)}{down} |> LIMIT {n}"

    def distinct(self):
        if not self.world.references:
            return None
        reference = pick(self.rng, self.world.references)
        a = self.phrase(reference.left, 1)
        return self.say(speech.DISTINCT, a=a[0], b=self.name_of(reference.right)), (
            f"{self.source(reference.left, a[1])} |> AGGREGATE COUNT(DISTINCT {quoted(reference.column.sql)}) AS n")

    def elements(self):
        arrays = [(t, c) for t in self.world.tables for c in t.speaking() if c.type.startswith("ARRAY") and "[]" not in c.path]
        if not arrays:
            return None
        table, column = pick(self.rng, arrays)
        a = self.phrase(table, 1)
        return self.say(speech.BY, x=self.say(speech.COUNT, x=a[0]).rstrip(" ?"), g=self.field_name(column)), (
            f"{self.source(table, a[1])} |> JOIN UNNEST({quoted(column.sql)}) AS item |> AGGREGATE COUNT(*) AS n GROUP BY item")

    # What can't be answered as asked

    def unsure(self):
        """A period that may be of two fields."""
        table = self.table()
        dates = self.columns(table, ("DATE", "TIMESTAMP"))
        if len(dates) < 2:
            return None
        period = pick(self.rng, speech.PERIODS[self.lang])
        self.exact.append(period)
        chosen = self.rng.sample(dates, 2)
        joint = {"fr": pick(self.rng, [" ", ", ", " datant de : "]), "en": pick(self.rng, [" ", " from ", ", "])}[self.lang]
        return self.opened(self.name_of(table) + joint + period), [self.source(table, f"{quoted(c.sql)} DURING PERIOD {literal(period)}") for c in chosen]

    def foreign(self):
        """An entity of another trade."""
        trades = {t.entity["trade"] for t in self.world.tables}
        names = {word for t in self.world.tables for word in t.entity["say"][self.lang]}
        others = [e for e in self.entities if e["trade"] not in trades and not names & set(e["say"][self.lang])]
        return pick(self.rng, others)

    def foreign_table(self):
        entity = self.foreign()
        about = pick(self.rng, entity["say"][self.lang])
        states = [s for f in entity["fields"] for s in f.get("states", ()) if s["is"] in ("null", "not null", True, False) and s.get(self.lang)]
        words = f"{about} {pick(self.rng, pick(self.rng, states)[self.lang])}" if states and self.rng.random() < 0.6 else about
        if self.rng.random() < 0.3:
            return self.say(speech.COUNT, x=words), Refuse(reason="not_in_schema", about=about)
        return self.opened(words), Refuse(reason="not_in_schema", about=about)

    def foreign_field(self):
        field = pick(self.rng, self.foreign()["fields"])
        table = self.table()
        about = pick(self.rng, field["say"][self.lang])
        own = {word for c in table.speaking() for word in c.entity_field["say"][self.lang]}
        if about in own:
            return None
        forms = {"fr": ["{f} des {a}", "{a} avec {f}", "{a} par {f}", "moyenne de {f} des {a}", "donne {f} pour les {a}"], "en": ["{f} of {a}", "{a} with their {f}", "{a} by {f}", "average {f} of {a}", "give {f} for {a}"]}
        return self.say(forms, a=self.phrase(table, 1)[0], f=about), Refuse(reason="not_in_schema", about=about)

    def foreign_state(self):
        states = [s for f in self.foreign()["fields"] for s in f.get("states", ()) if isinstance(s["is"], str) and s["is"] not in ("number", "less", "period", "zero") and s.get(self.lang)]
        if not states:
            return None
        about = pick(self.rng, pick(self.rng, states)[self.lang])
        return self.opened(f"{self.name_of(self.table())} {about}"), Refuse(reason="not_in_schema", about=about)

    def write(self):
        table = self.table()
        about, form = pick(self.rng, speech.WRITE[self.lang])
        fields = self.columns(table)
        if not fields:
            return None
        return form.format(x=self.phrase(table, 1)[0], f=self.field_name(pick(self.rng, fields))), Refuse(reason="write", about=about)

    def injection(self):
        about, form = pick(self.rng, speech.INJECTION[self.lang])
        return form.format(x=self.name_of(self.table()), t=self.last.name), Refuse(reason="injection", about=about)

    def chat(self):
        text = self.say(speech.CHAT, x=self.name_of(self.table()))
        return text, Refuse(reason="not_a_question", about=text)
