"""Reads what `planner_eval --links FOLDER` writes: items of schemas, words of instructions, and what their plans are made of."""
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

NONE = -1  # no string
ITEM_KINDS = ("table", "field", "value")


@dataclass
class Schema:
    name: str
    kinds: np.ndarray
    parents: np.ndarray
    flags: np.ndarray
    strings: np.ndarray  # item × (text, comment, table, field): rows of Dump.strings, or NONE
    names: list

    def __len__(self):
        return len(self.kinds)

    def tables(self):
        """The table of each item."""
        return self.parents[self.parents]


@dataclass
class Case:
    id: str
    schema: int
    answer: int
    about: str
    words: list
    flags: np.ndarray
    word_at: int
    likeness: np.ndarray  # k × 4: word, item, channel, value
    atoms: list = field(default_factory=list)  # one array of (item, role) for each right plan
    marks: list = field(default_factory=list)  # one row of 0 and 1 for each right plan


@dataclass
class Dump:
    names: dict
    schemas: list
    cases: list
    strings: np.ndarray
    words: np.ndarray
    digest: str


def vectors(path, width):
    return np.fromfile(path, dtype=np.float16).reshape(-1, width)


def schema_of(row):
    items = row["items"]
    return Schema(row["schema"], np.array([ITEM_KINDS.index(i["kind"]) for i in items]), np.array([i["parent"] for i in items]),
                  np.array([i["flags"] for i in items], np.float32),
                  np.array([[i.get(part, NONE) for part in ("text", "comment", "table", "field")] for i in items], np.int64),
                  [i["name"] for i in items])


def case_of(row, places, names):
    marks = len(names["flags"])
    rows = [np.isin(np.arange(marks), numbers_of(gold["flags"], marks)).astype(np.float32) for gold in row.get("gold", ())]
    return Case(row["id"], places[row["schema"]], names["answers"].index(row["answer"]), row.get("about", ""),
                [word["text"] for word in row["words"]],
                np.array([word["flags"] for word in row["words"]], np.float32).reshape(len(row["words"]), len(names["word_flags"])),
                row["word_at"], np.array(row["likeness"], np.float32).reshape(-1, 4),
                [np.array(gold["atoms"], np.int64).reshape(-1, 2) for gold in row.get("gold", ())], rows)


def numbers_of(flags, count):
    """Marks are a row of 0 and 1, or the numbers of those that hold."""
    return np.flatnonzero(flags) if len(flags) == count else np.array(flags, np.int64)


def read(folder):
    """One folder of a dump."""
    folder = Path(folder)
    names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256()
    for file in ("schemas.jsonl", "cases.jsonl"):
        digest.update((folder / file).read_bytes())
    with open(folder / "schemas.jsonl", encoding="utf-8") as lines:
        schemas = [schema_of(json.loads(line)) for line in lines]
    places = {schema.name: place for place, schema in enumerate(schemas)}
    with open(folder / "cases.jsonl", encoding="utf-8") as lines:
        cases = [case_of(json.loads(line), places, names) for line in lines]
    return Dump(names, schemas, cases, vectors(folder / "strings.f16", names["dim"]), vectors(folder / "words.f16", names["dim"]),
                digest.hexdigest())


def join(dumps):
    """Several dumps as one; they must agree on all names."""
    first = dumps[0]
    if any(dump.names != first.names for dump in dumps):
        raise SystemExit("the dumps differ in their names")
    schemas, cases, string_at, word_at = [], [], 0, 0
    for dump in dumps:
        for schema in dump.schemas:
            schema.strings = np.where(schema.strings == NONE, NONE, schema.strings + string_at)
        for case in dump.cases:
            case.schema += len(schemas)
            case.word_at += word_at
        schemas += dump.schemas
        cases += dump.cases
        string_at += len(dump.strings)
        word_at += len(dump.words)
    digest = hashlib.sha256("".join(dump.digest for dump in dumps).encode()).hexdigest()
    return Dump(first.names, schemas, cases, np.concatenate([d.strings for d in dumps]), np.concatenate([d.words for d in dumps]), digest)
