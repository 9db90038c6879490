"""What a run gives: the contract's fields as attributes, tables for pandas, Arrow and polars, and a rich display."""
import datetime
from decimal import Decimal


class Result:
    """A run's result. Every field of the contract is an attribute: ``status``, ``understood``, ``plan``, ``columns``,
    ``rows``, ``findings``, ``coverage``, ``calls``, ``evidence``, …"""

    def __init__(self, fields, html, text, client):
        self._fields = fields
        self._html = html
        self._text = text
        self._client = client

    def __getattr__(self, name):
        try:
            return self.__dict__["_fields"][name]
        except KeyError:
            raise AttributeError(f"a result has no {name!r}; it has {', '.join(self._fields)}") from None

    def __dir__(self):
        return sorted({*super().__dir__(), *self._fields})

    def __len__(self):
        return self._fields["row_count"]

    def __repr__(self):
        return self._text

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": self._text, "text/html": self._html, "application/json": self._fields}

    def explain(self):
        """Gives what was understood, in words, and the plan."""
        return f"{self.understood}\n\n{self.plan['text']}"

    def choose(self, number):
        """Runs the reading of that number (from 1) when recoupe asked back."""
        choices = (self._fields.get("question") or {}).get("choices") or []
        if not 1 <= number <= len(choices):
            raise ValueError(f"there are {len(choices)} readings to choose from")
        return self._client.run(choices[number - 1]["plan"], language=self.language)

    def replay(self):
        """Runs the plan again and compares: a dict with ``same``, both digests and ``drift``."""
        return self._client.replay(self.evidence["path"])

    def to_arrow(self):
        """Gives a pyarrow.Table of all rows; no value changes."""
        import pyarrow
        if self.status != "ok":
            raise ValueError(f"there are no rows: the status is {self.status!r}")
        columns = self._fields["columns"]
        cells = list(zip(*self._fields["rows"])) or [()] * len(columns)
        arrays = [_arrow_array(pyarrow, column["type"], values) for column, values in zip(columns, cells)]
        return pyarrow.table(arrays, names=[column["name"] for column in columns])

    def to_pandas(self):
        """Gives a pandas.DataFrame: instants with their zone, decimals as Decimal, nothing rounded."""
        return self.to_arrow().to_pandas(integer_object_nulls=True, date_as_object=True)

    def to_polars(self):
        """Gives a polars.DataFrame."""
        import polars
        return polars.from_arrow(self.to_arrow())

    def __arrow_c_stream__(self, requested_schema=None):
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def plot(self):
        """Gives a matplotlib axes with the findings of each check as bars."""
        import pandas
        return pandas.DataFrame(self.findings).plot.barh(legend=len(self.findings) > 1)


def _arrow_array(pyarrow, kind, values):
    """Builds one column. Exact values arrive as text where JSON numbers would lose them."""
    values = [None if _is_missing(value) else value for value in values]
    if kind == "INT64":
        return pyarrow.array([None if v is None else int(v) for v in values], pyarrow.int64())
    if kind == "NUMERIC":
        return _decimals(pyarrow, values)
    if kind == "FLOAT64":
        return pyarrow.array([None if v is None else float(v) for v in values], pyarrow.float64())
    if kind == "BOOL":
        return pyarrow.array(values, pyarrow.bool_())
    if kind == "DATE":
        return pyarrow.array([None if v is None else datetime.date.fromisoformat(v) for v in values], pyarrow.date32())
    if kind in ("TIMESTAMP", "DATETIME"):
        zone = "UTC" if kind == "TIMESTAMP" else None
        return pyarrow.array([None if v is None else datetime.datetime.fromisoformat(v.replace("Z", "+00:00"))
                              for v in values], pyarrow.timestamp("us", tz=zone))
    if kind.startswith("ARRAY") or kind in ("DOCUMENT", "MIXED"):
        import json
        return pyarrow.array([None if v is None else v if isinstance(v, str) else json.dumps(v, ensure_ascii=False)
                              for v in values], pyarrow.string())
    return pyarrow.array(values, pyarrow.string())


def _decimals(pyarrow, values):
    """Gives decimals with the largest scale of the column; as text where Arrow's 76 digits are not enough."""
    decimals = [None if v is None else Decimal(str(v)) for v in values]
    known = [d for d in decimals if d is not None]
    if not all(d.is_finite() for d in known):
        return pyarrow.array([None if v is None else str(v) for v in values], pyarrow.string())
    scale = max((max(0, -d.as_tuple().exponent) for d in known), default=0)
    digits = max((len(d.as_tuple().digits) + d.as_tuple().exponent for d in known), default=1)
    precision = max(1, max(digits, 0) + scale)
    if precision > 76:
        return pyarrow.array([None if v is None else str(v) for v in values], pyarrow.string())
    kind = pyarrow.decimal128(precision, scale) if precision <= 38 else pyarrow.decimal256(precision, scale)
    return pyarrow.array(decimals, kind)


def _is_missing(value):
    return isinstance(value, dict) and value.get("$missing") is True
