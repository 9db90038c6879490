"""A tiny parser of canonical text (and of what people write near it). Gives tuples.

Expressions: ("name", parts), ("lit", kind, value), ("interval", count, unit), ("period", words),
("call", op, args, extra); each with its source text as the last member.
"""

import datetime as dt
import re
import uuid
from decimal import Decimal

from .values import UTC, Oid

TOKEN = re.compile(
    r"""\s*(?:--[^\n]*\n\s*)*(?:
  (?P<name>`(?:[^`]|``)*`) | (?P<text>'(?:[^']|'')*') | (?P<number>\d+(?:\.\d+)?) | (?P<word>\w+) |
  (?P<symbol>\|>|<=|>=|!=|<>|[=<>+\-*/(),.;%]))""",
    re.VERBOSE,
)
RESERVED = {
    "NOT",
    "AND",
    "OR",
    "IN",
    "IS",
    "LIKE",
    "TRUE",
    "FALSE",
    "NULL",
    "BETWEEN",
    "CASE",
    "CURRENT_DATE",
    "DISTINCT",
}
TYPES = {
    "BOOL",
    "INT64",
    "NUMERIC",
    "FLOAT64",
    "STRING",
    "DATE",
    "TIMESTAMP",
    "DATETIME",
    "TIME",
    "BYTES",
    "UUID",
    "OBJECTID",
}
COMPARISONS = {"=", "!=", "<>", "<", "<=", ">", ">="}


class Syntax(Exception):
    pass


def instant(text):
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)


LITERALS = {
    "DATE": dt.date.fromisoformat,
    "TIMESTAMP": instant,
    "DATETIME": dt.datetime.fromisoformat,
    "TIME": dt.time.fromisoformat,
    "OBJECTID": lambda text: Oid(text.lower()),
    "UUID": uuid.UUID,
    "BYTES": bytes.fromhex,
}


def tokens_of(text):
    out, at = [], 0
    end = len(text.rstrip())
    while at < end:
        found = TOKEN.match(text, at)
        if not found:
            raise Syntax(f"at {text[at : at + 20]!r}")
        kind = found.lastgroup
        value = found.group(kind)
        start = found.start(kind)
        if kind == "name":
            value = value[1:-1].replace("``", "`")
        elif kind == "text":
            value = value[1:-1].replace("''", "'")
        out.append((kind, value, start, found.end()))
        at = found.end()
    out.append(("end", "", at, at))
    return out


class Parser:
    def __init__(self, text):
        self.source = text
        self.tokens = tokens_of(text)
        self.at = 0

    # --- tokens -------------------------------------------------------------------------------------------------------

    def peek(self, ahead=0):
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def take(self):
        token = self.peek()
        self.at += 1
        return token

    def is_word(self, word, ahead=0):
        kind, value = self.peek(ahead)[:2]
        return kind == "word" and value.upper() == word

    def is_symbol(self, symbol, ahead=0):
        return self.peek(ahead)[:2] == ("symbol", symbol)

    def accept(self, what):
        if self.is_word(what) or self.is_symbol(what):
            self.at += 1
            return True
        return False

    def expect(self, *whats):
        for what in whats:
            if not self.accept(what):
                raise Syntax(f"expected {what} at {self.source[self.peek()[2] :][:30]!r}")

    def identifier(self):
        kind, value = self.take()[:2]
        if kind not in ("word", "name"):
            raise Syntax(f"expected a name, not {value!r}")
        return value

    def dotted(self):
        parts = [self.identifier()]
        while self.accept("."):
            parts.append(self.identifier())
        return parts

    def listed(self, one):
        out = [one()]
        while self.accept(","):
            out.append(one())
        return out

    def since(self, start):
        return self.source[start : self.tokens[self.at - 1][3]].strip()

    # --- steps --------------------------------------------------------------------------------------------------------

    def pipeline(self):
        steps = [self.step()]
        while self.accept("|>"):
            steps.append(self.step())
        return steps

    def alias(self):
        return self.identifier() if self.accept("AS") else None

    def side(self):
        if self.accept("("):
            source = ("pipeline", self.pipeline())
            self.expect(")")
        else:
            source = ("table", self.dotted())
        return (*source, self.alias())

    def named(self):
        return (self.expression(), self.alias())

    def step(self):
        if self.accept("FROM"):
            return ("from", self.side())
        if self.accept("WHERE"):
            return ("where", self.expression())
        if self.accept("EXTEND"):
            return ("extend", self.listed(self.named))
        if self.accept("SELECT"):
            return ("select", self.listed(self.named))
        if self.accept("AGGREGATE"):
            aggregates = self.listed(self.named)
            groups = []
            if self.accept("GROUP"):
                self.expect("BY")
                groups = self.listed(self.named)
            return ("aggregate", aggregates, groups)
        if self.accept("ORDER"):
            self.expect("BY")
            return ("order", self.listed(self.order_key))
        if self.accept("LIMIT"):
            count = int(self.take()[1])
            return ("limit", count, self.listed(self.expression) if self.accept("PER") else [])
        if self.accept("DISTINCT"):
            return ("distinct",)
        if self.accept("UNION"):
            self.expect("ALL")
            return ("union", self.side())
        if self.is_word("LEFT") or self.is_word("JOIN"):
            left = self.accept("LEFT")
            self.expect("JOIN")
            if self.is_word("UNNEST") and self.is_symbol("(", 1):
                self.expect("UNNEST", "(")
                path = self.dotted()
                self.expect(")", "AS")
                return ("unnest", left, path, self.identifier())
            side = self.side()
            self.expect("ON")
            return ("join", left, side, self.expression())
        self.expect("CHECK")
        return self.check()

    def order_key(self):
        expr = self.expression()
        descending = self.accept("DESC")
        if not descending:
            self.accept("ASC")
        return (expr, descending)

    def check(self):
        kind = self.take()[1].upper()
        if kind in ("EXISTS", "ABSENT"):
            self.expect("IN")
            side = self.side()
            self.expect("ON")
            on = self.expression()
            columns = self.listed(self.named) if kind == "EXISTS" and self.accept("SELECT") else []
            body = (kind, side, on, columns)
        elif kind == "MATCH":
            self.expect("WITH")
            side = self.side()
            self.expect("ON")
            on = self.expression()
            self.expect("COMPARE")
            body = (kind, side, on, self.listed(self.compared))
        elif kind == "TOTALS":
            self.expect("WITH")
            side = self.side()
            self.expect("BY")
            by = self.listed(lambda: (*self.pair(), self.alias()))
            self.expect("COMPARE")
            body = (kind, side, by, self.listed(self.compared))
        elif kind == "UNIQUE":
            self.expect("BY")
            body = (kind, self.listed(self.expression))
        elif kind == "SEQUENCE":
            self.expect("BY")
            by = self.expression()
            partition = []
            if self.accept("PARTITION"):
                self.expect("BY")
                partition = self.listed(self.expression)
            body = (kind, by, partition)
        elif kind == "RULE":
            body = (kind, self.expression())
        else:
            raise Syntax(f"no check {kind}")
        return ("check", body, self.alias())

    def pair(self):
        left = self.sum()
        self.expect("=")
        return (left, self.sum())

    def compared(self):
        left, right = self.pair()
        tolerance = None
        if self.accept("TOLERANCE"):
            tolerance = (Decimal(self.take()[1]), self.accept("%"))
        return (left, right, tolerance)

    # --- expressions --------------------------------------------------------------------------------------------------

    def call(self, op, args, start, extra=None):
        return ("call", op, args, extra, self.since(start))

    def expression(self):
        return self.chain("OR", lambda: self.chain("AND", self.negation))

    def chain(self, op, below):
        start = self.peek()[2]
        args = [below()]
        while self.accept(op):
            args.append(below())
        return args[0] if len(args) == 1 else self.call(op, args, start)

    def negation(self):
        start = self.peek()[2]
        if self.accept("NOT"):
            return self.call("NOT", [self.negation()], start)
        return self.predicate()

    def predicate(self):
        start = self.peek()[2]
        left = self.sum()
        kind, value = self.peek()[:2]
        if kind == "symbol" and value in COMPARISONS:
            self.take()
            return self.call("!=" if value == "<>" else value, [left, self.sum()], start)
        negated = self.is_word("NOT") and (
            self.is_word("IN", 1) or self.is_word("LIKE", 1) or self.is_word("BETWEEN", 1)
        )
        if negated:
            self.take()
        if self.accept("IN"):
            self.expect("(")
            found = self.call("IN", [left, *self.listed(self.expression)], start)
            self.expect(")")
        elif self.accept("LIKE"):
            found = self.call("LIKE", [left, self.sum()], start)
        elif self.accept("BETWEEN"):
            low = self.sum()
            self.expect("AND")
            found = self.call("BETWEEN", [left, low, self.sum()], start)
        elif self.accept("IS"):
            negated = self.accept("NOT")
            word = self.take()[1].upper()
            found = self.call("IS " + word, [left], start)
        elif any(self.is_word(word) and self.is_word("PERIOD", 1) for word in ("DURING", "BEFORE", "AFTER")):
            op = self.take()[1].upper()
            self.expect("PERIOD")
            found = self.call(op, [left, ("period", self.take()[1], "")], start)
        else:
            return left
        return self.call("NOT", [found], start) if negated else found

    def sum(self):
        start = self.peek()[2]
        left = self.product()
        while self.is_symbol("+") or self.is_symbol("-"):
            op = self.take()[1]
            left = self.call(op, [left, self.product()], start)
        return left

    def product(self):
        start = self.peek()[2]
        left = self.unary()
        while self.is_symbol("*") or self.is_symbol("/"):
            op = self.take()[1]
            left = self.call(op, [left, self.unary()], start)
        return left

    def unary(self):
        start = self.peek()[2]
        if self.accept("-"):
            if self.peek()[0] == "number":
                return self.number("-", start)
            return self.call("NEGATE", [self.unary()], start)
        return self.operand()

    def number(self, sign, start):
        text = sign + self.take()[1]
        value = Decimal(text)
        if "." not in text and -(2**63) <= int(text) < 2**63:
            return ("lit", "INT64", int(text), self.since(start))
        return ("lit", "NUMERIC", value, self.since(start))

    def operand(self):
        kind, value, start = self.peek()[:3]
        if kind == "number":
            return self.number("", start)
        if kind == "text":
            self.take()
            return ("lit", "STRING", value, self.since(start))
        if self.accept("("):
            out = self.expression()
            self.expect(")")
            return out
        word = value.upper() if kind == "word" else ""
        if word in ("TRUE", "FALSE"):
            self.take()
            return ("lit", "BOOL", word == "TRUE", self.since(start))
        if word == "NULL":
            self.take()
            return ("lit", "NULL", None, self.since(start))
        if word == "CURRENT_DATE":
            self.take()
            return self.call("CURRENT_DATE", [], start)
        if word == "CASE":
            return self.case(start)
        if word in LITERALS and self.peek(1)[0] == "text":
            self.take()
            return ("lit", word, LITERALS[word](self.take()[1]), self.since(start))
        if word == "INTERVAL" and self.peek(1)[0] == "text":
            self.take()
            count, unit = self.take()[1].split(" ")
            return ("interval", int(count), unit.upper().rstrip("S"), self.since(start))
        if kind == "word" and self.is_symbol("(", 1):
            return self.function(word, start)
        if word in RESERVED:
            raise Syntax(f"{word} is no operand")
        return ("name", self.dotted(), self.since(start))

    def case(self, start):
        self.expect("CASE")
        args = []
        while self.accept("WHEN"):
            args.append(self.expression())
            self.expect("THEN")
            args.append(self.expression())
        if self.accept("ELSE"):
            args.append(self.expression())
        self.expect("END")
        return self.call("CASE", args, start)

    def function(self, name, start):
        self.expect(name, "(")
        extra = None
        if name == "COUNT" and self.accept("*"):
            name, args = "COUNT(*)", []
        elif name == "COUNT" and self.accept("DISTINCT"):
            name, args = "COUNT(DISTINCT)", [self.expression()]
        elif name == "EXTRACT":
            extra = self.take()[1].upper()
            self.expect("FROM")
            args = [self.expression()]
        elif name in ("CAST", "TRY_CAST"):
            args = [self.expression()]
            self.expect("AS")
            extra = self.take()[1].upper()
        elif name == "DATE_TRUNC":
            extra = self.take()[1].upper()
            self.expect(",")
            args = [self.expression()]
        elif name in ("DATE_DIFF", "TIMESTAMP_DIFF"):
            args = [self.expression()]
            self.expect(",")
            args.append(self.expression())
            self.expect(",")
            extra = self.take()[1].upper()
        else:
            args = self.listed(self.expression)
        self.expect(")")
        return self.call(name, args, start, extra)


def parse(text):
    parser = Parser(text)
    steps = parser.pipeline()
    parser.accept(";")
    if parser.peek()[0] != "end":
        raise Syntax(f"left over: {text[parser.peek()[2] :][:40]!r}")
    return steps
