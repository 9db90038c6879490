"""What a run gives: the contract's fields as attributes, tables for pandas, Arrow and polars, and a rich display."""
import datetime
import importlib
import json
from decimal import Decimal

# A notebook keeps its outputs in its file; all rows are in the result.
SHOWN_ROWS_MAX = 200

# Not application/json: JupyterLab would prefer its tree of that to the HTML.
MIME_TYPE = "application/vnd.recoupe.result+json"

COLOURS = {"ok": "#2e9e5b", "no_key": "#c78a12", "unknown": "#c78a12", "ambiguous": "#8a63d2", "only_left": "#3b7dd8",
           "only_right": "#1696a0"}
COLOUR_OF_OTHERS = "#d1495b"


class Result:
    """A run's result. Every field of the contract is an attribute: ``status``, ``understood``, ``plan``, ``columns``,
    ``rows``, ``findings``, ``coverage``, ``calls``, ``evidence``, … ``result["email"]`` gives a column's values, and
    iterating gives each row as a dict."""

    def __init__(self, fields, html, text, client):
        self._fields = fields
        self._html = html
        self._text = text
        self._client = client

    def __getattr__(self, name):
        fields = self.__dict__.get("_fields", {})
        try:
            return fields[name]
        except KeyError:
            raise AttributeError(f"a result has no {name!r}; it has {', '.join(fields)}") from None

    def __dir__(self):
        return sorted({*super().__dir__(), *self._fields})

    def __len__(self):
        return self._fields["row_count"]

    def __bool__(self):
        return True

    def __iter__(self):
        names = self._ipython_key_completions_()
        return (dict(zip(names, row)) for row in self._fields["rows"])

    def __getitem__(self, name):
        names = self._ipython_key_completions_()
        if name not in names:
            raise KeyError(f"there is no column {name!r}; there are {', '.join(names)}")
        at = names.index(name)
        return [row[at] for row in self._fields["rows"]]

    def _ipython_key_completions_(self):
        return [column["name"] for column in self._fields["columns"]]

    def __repr__(self):
        return self._text

    def _repr_mimebundle_(self, include=None, exclude=None):
        rows = self._fields["rows"]
        shown = {**self._fields, "rows": rows[:SHOWN_ROWS_MAX], "truncated": len(rows) > SHOWN_ROWS_MAX}
        return {"text/plain": self._text, "text/html": self._html, MIME_TYPE: shown}

    def explain(self):
        """Gives what was understood, in words, and the plan."""
        if self.plan is None:
            return self.question["text"]
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
        pyarrow = _module("pyarrow", "to_arrow()")
        if self.status != "ok":
            raise ValueError(f"there are no rows: the status is {self.status!r}")
        columns = self._fields["columns"]
        cells = list(zip(*self._fields["rows"])) or [()] * len(columns)
        arrays = [_arrow_array(pyarrow, column["type"], values) for column, values in zip(columns, cells)]
        return pyarrow.table(arrays, names=[column["name"] for column in columns])

    def to_pandas(self):
        """Gives a pandas.DataFrame: instants with their zone, decimals as Decimal, nothing rounded."""
        _module("pandas", "to_pandas()")
        return self.to_arrow().to_pandas(integer_object_nulls=True, date_as_object=True)

    def to_polars(self):
        """Gives a polars.DataFrame."""
        polars = _module("polars", "to_polars()")
        return polars.from_arrow(self.to_arrow())

    def __arrow_c_stream__(self, requested_schema=None):
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def plot(self, ax=None):
        """Draws the findings of each check as bars with matplotlib; gives the axes."""
        findings = self._fields["findings"]
        if not findings:
            raise ValueError("there is nothing to draw: the plan has no check")
        pyplot = _module("matplotlib.pyplot", "plot()")
        if ax is None:
            _, ax = pyplot.subplots(layout="constrained")
        bars = [(f"{check}: {name}" if len(findings) > 1 else name, count, COLOURS.get(name, COLOUR_OF_OTHERS))
                for check, counts in findings.items() for name, count in counts.items()]
        labels, counts, colours = zip(*bars) if bars else ((), (), ())
        ax.bar_label(ax.barh(labels, counts, color=colours), padding=4)
        ax.invert_yaxis()
        ax.margins(x=0.1)
        ax.spines[["top", "right"]].set_visible(False)
        ax.set_title(self.instruction or self.understood or "", loc="left", wrap=True, fontsize="medium")
        return ax


def _module(name, what):
    """Imports a package that recoupe itself does without."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        raise ImportError(f"{what} needs {package}: pip install {package}") from error


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
