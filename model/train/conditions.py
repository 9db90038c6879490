"""One condition of a wish: how it is said and what it is in a plan."""
import re
from dataclasses import dataclass, field

import speech
from bank import TEXT_STATES, pick, values_of

OUTRIGHT = 0.3  # conditions said by the field's name rather than by a state's own words
PLAIN_NAME = re.compile(r"[A-Za-z_]\w*$")
KEYWORDS = frozenset("""all and any array as asc between by case check date desc distinct else end exists extend false from group in interval is join left like limit
missing not null on or order per period rule select sequence sum then time timestamp totals true unique union uuid when where with absent match after before during
cast count avg min max bytes objectid unnest values partition compare tolerance aggregate full inner outer right over range rows""".split())
ASCII_ADJECTIVE = re.compile(r"[a-z-]+$")


@dataclass
class Said:
    phrase: str
    sql: str
    before: bool = False  # an English adjective
    exact: list = field(default_factory=list)  # what no slip of the pen may touch


def quoted(path):
    parts = path.split(".")
    return ".".join(f"`{p}`" if not PLAIN_NAME.match(p) or (place == 0 and p.casefold() in KEYWORDS) else p for place, p in enumerate(parts))


def literal(text):
    return "'" + str(text).replace("'", "''") + "'"


def column_sql(column, alias=None):
    return f"{alias}.{column.sql}" if alias else quoted(column.sql)


def number(rng):
    return pick(rng, [2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 90, 100, 120, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000, 5000])


class Conditions:
    """Makes conditions on a column in a language."""

    def __init__(self, rng, lang):
        self.rng, self.lang = rng, lang

    def of(self, column, alias=None):
        """A condition, or None where the column has none."""
        told, sql = column.entity_field, column_sql(column, alias)
        states = [s for s in told.get("states", ()) if s.get(self.lang) and self.fits(column, s["is"])]
        if states and self.rng.random() >= OUTRIGHT:
            return self.state(pick(self.rng, states), column, sql, states)
        return self.outright(column, sql)

    def fits(self, column, kind):
        if column.type.startswith("ARRAY") or "[]" in column.path:
            return isinstance(kind, str) and (kind not in TEXT_STATES or (kind in ("null", "not null") and "[]" not in column.path))
        if kind == "period":
            return column.type in ("DATE", "TIMESTAMP")
        if kind in ("number", "less", "zero"):
            return column.type in ("INT64", "NUMERIC", "FLOAT64")
        if kind is True or kind is False:
            return column.type == "BOOL"
        return kind in ("null", "not null") or column.type == "STRING"

    def state(self, state, column, sql, states):
        rng, kind, phrase = self.rng, state["is"], pick(self.rng, state[self.lang])
        if kind == "period":
            return self.period(phrase, sql)
        if kind in ("number", "less"):
            if "{n}" not in phrase:
                return None
            n = number(rng)
            return Said(phrase.replace("{n}", str(n)), f"{sql} {'>' if kind == 'number' else '<'} {n}")
        before = self.lang == "en" and bool(ASCII_ADJECTIVE.match(phrase)) and rng.random() < 0.6
        if kind == "null":
            return Said(phrase, self.nothing(column, sql), before)
        if kind == "not null":
            return Said(phrase, self.something(column, sql), before)
        if kind == "zero":
            return Said(phrase, f"{sql} = 0", before)
        return self.choice(state, kind, phrase, column, sql, states, before)

    def choice(self, state, kind, phrase, column, sql, states, before):
        """TRUE, FALSE or a known value; at times all but it, or one of two."""
        rng = self.rng
        array = column.crosses
        if rng.random() < 0.12:
            said = pick(rng, speech.EXCEPT[self.lang]).format(p=phrase)
            if isinstance(kind, bool):
                return Said(said, f"{sql} = {'FALSE' if kind else 'TRUE'}")
            return Said(said, f"NOT ANY({sql}) = {literal(kind)}" if array else f"{sql} != {literal(kind)}")
        if isinstance(kind, bool):
            return Said(phrase, f"{sql} = {'TRUE' if kind else 'FALSE'}", before)
        others = [s for s in states if s is not state and isinstance(s["is"], str) and s["is"] not in TEXT_STATES]
        if others and not array and rng.random() < 0.12:
            other = pick(rng, others)
            return Said(phrase + speech.OR[self.lang] + pick(rng, other[self.lang]), f"{sql} IN ({literal(kind)}, {literal(other['is'])})")
        return Said(phrase, f"ANY({sql}) = {literal(kind)}" if array else f"{sql} = {literal(kind)}", before)

    def nothing(self, column, sql):
        if column.type.startswith("ARRAY"):
            return f"({sql} IS NULL OR ARRAY_LENGTH({sql}) = 0)"
        if column.type == "STRING" and not values_of(column.entity_field):
            return f"({sql} IS NULL OR {sql} = '')"
        return f"{sql} IS NULL"

    def something(self, column, sql):
        if column.type.startswith("ARRAY"):
            return f"ARRAY_LENGTH({sql}) > 0"
        if column.type == "STRING" and not values_of(column.entity_field):
            return f"{sql} IS NOT NULL AND {sql} != ''"
        return f"{sql} IS NOT NULL"

    def period(self, phrase, sql):
        period = pick(self.rng, speech.PERIODS[self.lang] * 3 + speech.COMING[self.lang])
        return Said(f"{phrase} {period}", f"{sql} DURING PERIOD {literal(period)}", exact=[period])

    def outright(self, column, sql):
        """By the field's name: missing, there, above, below, a value."""
        rng, lang, told = self.rng, self.lang, column.entity_field
        name = pick(rng, told["say"][lang])

        def say(forms, **more):
            return pick(rng, forms[lang]).format(f=name, **more)

        if "[]" in column.path:
            return None
        if rng.random() < 0.25 and ("null" in column.spec or "missing" in column.spec or not column.spec):
            return Said(say(speech.SAY_NULL), self.nothing(column, sql)) if rng.random() < 0.7 else Said(say(speech.SAY_THERE), self.something(column, sql))
        if column.type in ("INT64", "NUMERIC", "FLOAT64"):
            return self.figure(sql, say)
        if column.type in ("DATE", "TIMESTAMP"):
            if rng.random() < 0.2:
                period = pick(rng, speech.BEFORE[lang])
                return Said(say(speech.SAY_BEFORE, p=period), f"{sql} BEFORE PERIOD {literal(period)}", exact=[period])
            period = pick(rng, speech.PERIODS[lang])
            return Said(say(speech.SAY_PERIOD, p=period), f"{sql} DURING PERIOD {literal(period)}", exact=[period])
        values = values_of(told)
        if values and column.type == "STRING":
            value = pick(rng, values)
            if rng.random() < 0.15:
                return Said(say(speech.SAY_NOT_VALUE, v=value), f"{sql} != {literal(value)}", exact=[value])
            return Said(say(speech.SAY_VALUE, v=value), f"{sql} = {literal(value)}", exact=[value])
        return None

    def figure(self, sql, say):
        n = number(self.rng)
        form = self.rng.randrange(5)
        if form <= 1:
            return Said(say(speech.SAY_MORE, n=n), f"{sql} > {n}")
        if form == 2:
            return Said(say(speech.SAY_LESS, n=n), f"{sql} < {n}")
        if form == 3:
            return Said(say(speech.SAY_LEAST, n=n), f"{sql} >= {n}")
        return Said(say(speech.SAY_BETWEEN, n=n, m=n * 3), f"{sql} BETWEEN {n} AND {n * 3}")
