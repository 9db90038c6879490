"""Expressions: their type, and a function of a row. Three-valued logic: TRUE, FALSE, None."""

import datetime as dt
from decimal import Decimal

from . import functions as fn
from . import periods
from .logic import (
    AGGREGATES,
    COMPARISONS,
    DAYS,
    NUMBERS,
    TYPE_WORDS,
    both,
    common,
    comparable,
    compare,
    convert,
    element_of,
    negate,
)
from .periods import Refused
from .values import EXACT, MISSING, EvalError, group_key, key_of, null, text_key


class Typed:
    """An expression made ready: its type, whether it may be missing, and a function of a row."""

    def __init__(self, kind, of, name=None, slot=None, literal=False, missable=False):
        self.kind, self.of, self.name, self.slot, self.literal, self.missable = kind, of, name, slot, literal, missable

    def value(self, row):
        return null(self.of(row))

    negated = None  # the literal whose negative this is

    def adopt(self, kind):
        """A number literal takes the other side's type; its negative is that of what it then is."""
        if self.negated and kind == "FLOAT64" and self.kind != kind:
            made = self.negated.adopt(kind).of
            return Typed(kind, lambda row: -made(row), literal=True)
        if self.literal and self.kind in NUMBERS and kind in NUMBERS and self.kind != kind:
            made = self.of
            return Typed(kind, lambda row: convert(made(row), kind), literal=True)
        return self


class Expressions:
    """Compiles expressions over a scope. With `grouped`, a row is a group: names stand in aggregates."""

    def __init__(self, scope, plan, shift=0):
        self.scope, self.plan, self.shift = scope, plan, shift

    def compile(self, node, grouped=False, inside_any=None):
        kind = node[0]
        if kind == "name":
            if grouped:
                raise Refused("a name outside of any aggregate")
            slot = self.scope.find(node[1])
            column = self.scope.columns[slot]
            at = slot + self.shift
            return Typed(column.kind, lambda row: row[at], name=node[1][-1], slot=at, missable=column.missable)
        if kind == "lit":
            value = node[2]
            return Typed(node[1], lambda row: value, literal=True)
        if kind == "call":
            return self.call(node, grouped, inside_any)
        raise Refused(f"{kind} stands alone")

    def condition(self, node, grouped=False):
        out = self.compile(node, grouped)
        if out.kind not in ("BOOL", "NULL"):
            raise Refused("a condition")
        return out

    def call(self, node, grouped, inside_any):
        op, args, extra = node[1], node[2], node[3]
        if op in AGGREGATES:
            if not grouped:
                raise Refused("an aggregate")
            return self.aggregate(op, args)
        if (
            args
            and args[0][0] == "call"
            and args[0][1] == "ANY"
            and inside_any is None
            and (op in COMPARISONS or op in ("IN", "BETWEEN", "LIKE", "DURING", "BEFORE", "AFTER", "IS NULL"))
        ):
            return self.any(node, grouped)
        if op == "ANY":
            return inside_any
        if op in ("+", "-") and args[1][0] == "interval":
            return self.shifted(op, self.compile(args[0], grouped), args[1])
        typed = [
            None if arg[0] == "period" else self.compile(arg, grouped, inside_any if i == 0 else None)
            for i, arg in enumerate(args)
        ]
        if op in COMPARISONS:
            if any(arg[:2] == ("lit", "NULL") for arg in args):
                raise Refused("= NULL is never true")
            return self.comparison(op, *typed)
        if op in ("DURING", "BEFORE", "AFTER"):
            return self.period(op, typed[0], args[1][1])
        method = getattr(self, "op_" + op.lower().replace(" ", "_"), None)
        if method:
            return method(typed, extra)
        if op in ("+", "-", "*", "/"):
            return self.arithmetic(op, *typed)
        raise Refused(f"no function {op}")

    # --- predicates ---------------------------------------------------------------------------------------------------

    @staticmethod
    def comparison(op, left, right):
        if not (comparable(left.kind) and comparable(right.kind)):
            raise Refused("compared")
        kind = common(left.kind, right.kind)
        return Typed("BOOL", lambda row: compare(op, left.value(row), right.value(row), kind))

    def any(self, node, grouped):
        """Some element TRUE is TRUE; else NULL where some is NULL; an array that is not there is NULL."""
        array = self.compile(node[2][0][2][0], grouped)
        element = element_of(array.kind)
        if not element:
            raise Refused("ANY of no array")
        holder = []
        item = Typed(element, lambda row: holder[-1])
        test = self.call(("call", node[1], [node[2][0], *node[2][1:]], node[3], ""), grouped, item)

        def of(row):
            values = array.value(row)
            if values is None:
                return None
            found = []
            for value in values:
                holder.append(null(value))
                found.append(test.value(row))
                holder.pop()
            return True if True in found else None if None in found else False

        return Typed("BOOL", of)

    def period(self, op, operand, phrase):
        plan = self.plan
        start, end = periods.days_of(phrase, plan.today)
        if operand.kind == "TIMESTAMP":
            start, end = fn.midnight(start, plan.zone), fn.midnight(end, plan.zone)
        elif operand.kind == "DATETIME":
            start, end = dt.datetime(start.year, start.month, start.day), dt.datetime(end.year, end.month, end.day)
        elif operand.kind not in ("DATE", "NULL"):
            raise Refused("a period of what is no day")

        def of(row):
            value = operand.value(row)
            if value is None:
                return None
            return {"DURING": start <= value < end, "BEFORE": value < start, "AFTER": value >= end}[op]

        return Typed("BOOL", of)

    @staticmethod
    def want(kind, *operands):
        for operand in operands:
            if operand.kind not in (kind, "NULL"):
                raise Refused(f"{operand.kind} is not {kind}")

    def op_and(self, args, _):
        self.want("BOOL", *args)

        def of(row):
            out = True
            for arg in args:
                out = both(out, lambda: arg.value(row))
            return out

        return Typed("BOOL", of)

    def op_or(self, args, _):
        self.want("BOOL", *args)

        def of(row):
            out = True
            for arg in args:
                out = both(out, lambda: negate(arg.value(row)))
            return negate(out)

        return Typed("BOOL", of)

    def op_not(self, args, _):
        self.want("BOOL", *args)
        return Typed("BOOL", lambda row: negate(args[0].value(row)))

    def op_in(self, args, _):
        kinds = [common(args[0].kind, item.kind) for item in args[1:]]

        def of(row):
            value = args[0].value(row)
            found = [compare("=", value, item.value(row), kind) for item, kind in zip(args[1:], kinds)]
            return True if True in found else None if None in found else False

        return Typed("BOOL", of)

    def op_between(self, args, _):
        low = self.comparison(">=", args[0], args[1])
        high = self.comparison("<=", args[0], args[2])
        return Typed("BOOL", lambda row: both(low.value(row), lambda: high.value(row)))

    def op_like(self, args, _):
        self.want("STRING", *args)
        return self.strict("BOOL", fn.like, args)

    def op_is_null(self, args, _):
        return Typed("BOOL", lambda row: args[0].value(row) is None)

    def op_is_missing(self, args, _):
        return Typed("BOOL", lambda row: args[0].of(row) is MISSING)

    def op_is_true(self, args, _):
        return Typed("BOOL", lambda row: args[0].value(row) is True)

    def op_is_false(self, args, _):
        return Typed("BOOL", lambda row: args[0].value(row) is False)

    # --- functions ----------------------------------------------------------------------------------------------------

    @staticmethod
    def strict(kind, function, args):
        """A function that gives NULL where an operand is NULL."""

        def of(row):
            values = [arg.value(row) for arg in args]
            return None if None in values else function(*values)

        return Typed(kind, of)

    def text(self, function, args, kind="STRING"):
        self.want("STRING", *args)
        return self.strict(kind, function, args)

    def op_lower(self, args, _):
        return self.text(str.lower, args)

    def op_upper(self, args, _):
        return self.text(str.upper, args)

    def op_unaccent(self, args, _):
        return self.text(fn.unaccent, args)

    def op_trim(self, args, _):
        return self.text(lambda text: text.strip(fn.WHITE), args)

    def op_length(self, args, _):
        return self.text(len, args, "INT64")

    def op_concat(self, args, _):
        return self.text(lambda *parts: "".join(parts), args)

    def op_substr(self, args, _):
        self.want("STRING", args[0])
        self.want("INT64", *args[1:])
        return self.strict("STRING", fn.substr, args)

    def op_coalesce(self, args, _):
        kind, args = self.meeting(args)

        def of(row):
            for arg in args:
                value = arg.value(row)
                if value is not None:
                    return convert(value, kind)
            return None

        return Typed(kind, of)

    @staticmethod
    def meeting(args):
        kind = "NULL"
        for arg in args:
            kind = common(kind, arg.kind)
        return kind, [arg.adopt(kind) for arg in args]

    def op_case(self, args, _):
        whens = args[0 : len(args) // 2 * 2 : 2]
        thens = args[1::2]
        kind, thens = self.meeting([*thens, *([args[-1]] if len(args) % 2 else [])])

        def of(row):
            for when, then in zip(whens, thens):
                if when.value(row) is True:
                    return convert(then.value(row), kind)
            return convert(thens[-1].value(row), kind) if len(args) % 2 else None

        return Typed(kind, of)

    def op_nullif(self, args, _):
        same = self.comparison("=", *args)
        return Typed(args[0].kind, lambda row: None if same.value(row) is True else args[0].value(row))

    def op_cast(self, args, kind):
        def of(row):
            value = args[0].value(row)
            if value is None:
                return None
            out = fn.cast(value, kind, self.plan.zone)
            if out is None:
                raise EvalError(f"{value!r} is no {kind}")
            return out

        return Typed(kind, of)

    def op_try_cast(self, args, kind):
        return self.strict(kind, lambda value: fn.cast(value, kind, self.plan.zone), args)

    def op_type(self, args, _):
        def of(row):
            value = args[0].of(row)
            if value is MISSING:
                return "missing"
            if value is None:
                return "null"
            if args[0].kind == "MIXED":
                return self.plan.type_word(value)
            return "array" if element_of(args[0].kind) else TYPE_WORDS[args[0].kind]

        return Typed("STRING", of)

    def op_array_length(self, args, _):
        if not element_of(args[0].kind):
            raise Refused("no array")
        return self.strict("INT64", len, args)

    # --- numbers ------------------------------------------------------------------------------------------------------

    @staticmethod
    def number(*operands):
        for operand in operands:
            if operand.kind not in (*NUMBERS, "NULL"):
                raise Refused("numbers")

    def arithmetic(self, op, left, right):
        self.number(left, right)
        kind = common(left.kind, right.kind)
        left, right = left.adopt(kind), right.adopt(kind)
        out = "NUMERIC" if op == "/" and kind == "INT64" else kind

        def of(row):
            a, b = convert(left.value(row), out), convert(right.value(row), out)
            if a is None or b is None:
                return None
            if op == "/":
                if b == 0:
                    raise EvalError("division by zero")
                return a / b if out == "FLOAT64" else fn.divide(a, b)
            if out == "NUMERIC":
                done = {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply}[op](a, b)
                return fn.plain(done)
            done = {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b}[op]()
            return fn.int64(done) if out == "INT64" else done

        return Typed(out, of)

    def op_negate(self, args, _):
        self.number(*args)

        def of(value):
            if isinstance(value, int):
                return fn.int64(-value)
            return fn.plain(value.copy_negate()) if isinstance(value, Decimal) else -value

        out = Typed(args[0].kind, self.strict(args[0].kind, of, args).of, literal=args[0].literal)
        out.negated = args[0] if args[0].literal else None
        return out

    def op_abs(self, args, _):
        self.number(*args)
        return self.strict(
            args[0].kind,
            lambda v: fn.int64(abs(v)) if isinstance(v, int) else v.copy_abs() if isinstance(v, Decimal) else abs(v),
            args,
        )

    def op_round(self, args, _):
        self.number(args[0])
        self.want("INT64", *args[1:])
        return self.strict(args[0].kind, lambda value, digits=0: fn.round_number(value, digits), args)

    # --- dates --------------------------------------------------------------------------------------------------------

    def shifted(self, op, day, interval):
        if day.kind not in (*DAYS, "NULL"):
            raise Refused("a day")
        if day.kind == "DATE" and interval[2] in ("HOUR", "MINUTE", "SECOND"):
            raise Refused("a day moves by whole days")
        count = interval[1] if op == "+" else -interval[1]
        return self.strict(day.kind, lambda value: fn.shift(value, count, interval[2], self.plan.zone), [day])

    def day(self, value):
        if isinstance(value, dt.datetime):
            return (fn.local(value, self.plan.zone) if value.tzinfo else value).date()
        return value

    def op_date(self, args, _):
        return self.strict("DATE", self.day, args)

    def op_date_trunc(self, args, unit):
        if unit not in ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR"):
            raise Refused("no unit")
        return self.strict("DATE", lambda value: fn.truncate(unit, self.day(value)), args)

    def op_extract(self, args, unit):
        def of(value):
            if isinstance(value, dt.datetime) and value.tzinfo:
                value = fn.local(value, self.plan.zone)
            return fn.part(unit, value)

        return self.strict("INT64", of, args)

    def op_date_diff(self, args, unit):
        self.want("DATE", *args)
        return self.strict("INT64", lambda a, b: fn.date_diff(unit, a, b), args)

    def op_timestamp_diff(self, args, unit):
        return self.strict("INT64", lambda a, b: fn.timestamp_diff(unit, a, b), args)

    def op_current_date(self, args, _):
        return Typed("DATE", lambda row: self.plan.today)

    # --- aggregates: the "row" is the list of a group's rows ----------------------------------------------------------

    def aggregate(self, op, args):
        if op == "COUNT(*)":
            return Typed("INT64", len)
        operand = self.compile(args[0])
        if op in ("SUM", "AVG"):
            self.number(operand)
        elif op != "COUNT" and not comparable(operand.kind):
            raise Refused("compared")
        kind = {"COUNT": "INT64", "COUNT(DISTINCT)": "INT64"}.get(op, operand.kind)
        if op == "AVG" and kind != "FLOAT64":
            kind = "NUMERIC"

        def of(rows):
            values = [value for value in (operand.value(row) for row in rows) if value is not None]
            return self.over(op, values, operand.kind)

        return Typed(kind, of)

    @staticmethod
    def over(op, values, kind):
        if op == "COUNT":
            return len(values)
        if op == "COUNT(DISTINCT)":
            return len({group_key(value) for value in values})
        if not values:
            return None
        if op in ("MIN", "MAX"):
            return (min if op == "MIN" else max)(values, key=lambda value: (key_of(value), text_key(value)))
        if kind == "FLOAT64":
            return fn.float_sum(values) if op == "SUM" else fn.float_average(values)
        if op == "SUM":
            total = sum(values) if kind == "INT64" else Decimal(0)
            if kind == "INT64":
                return fn.int64(total)
            for value in values:
                total = EXACT.add(total, value)
            return fn.plain(total)
        total = Decimal(0)
        for value in values:
            total = EXACT.add(total, convert(value, "NUMERIC"))
        if not total.is_finite():
            return total
        return fn.fit(fn.Fraction(total) / len(values), fn.QUOTIENT_SCALE, 0)
