"""Groups of cases of one schema as arrays of few different sizes, and what is varied from one epoch to the next."""
from dataclasses import dataclass

import numpy as np

from dump import ITEM_KINDS, NONE

WORD_SIZES = (16, 32, 56, 128)
ITEM_SIZES = (96, 128, 192, 256, 384, 640, 1024)
ITEMS_MOST = 96  # when training: what no case of a group uses is drawn from the schema's other items
GROUP = 16  # cases
NO_COMMENTS, NO_LIKENESS, FEWER_TABLES, OTHER_TABLES, NO_TABLE_VECTOR, NO_SUBJECT = 0.3, 0.3, 0.3, 0.3, 0.1, 0.04
OTHER_TABLES_MOST = 3
TEXT, COMMENT, TABLE = 0, 1, 2  # columns of Schema.strings


@dataclass
class View:
    """Those items of a schema that a group sees, with tables of another one behind them."""
    schema: object
    chosen: np.ndarray  # places in the schema, rising
    parents: np.ndarray
    count: int

    def kept(self, rows, column):
        """Rows whose item is seen, renumbered."""
        at = np.searchsorted(self.chosen, rows[:, column])
        seen = (at < len(self.chosen)) & (self.chosen[np.minimum(at, len(self.chosen) - 1)] == rows[:, column])
        made = rows[seen].copy()
        made[:, column] = at[seen]
        return made


@dataclass
class Words:
    """What the flags of words and items are called in the dump, as columns."""
    content: int
    has_comment: int
    gloss: int
    roles: list
    answers: list

    @staticmethod
    def of(names):
        return Words(names["word_flags"].index("content"), names["item_flags"].index("has_comment"), names["channels"].index("gloss"),
                     names["roles"], names["answers"])


TABLE_ROLES = ("subject", "checked", "joined")
VALUE_ROLES = ("is", "is_not")
SAID = ("subject", "checked", "joined", "is_true", "is_false", "is_null", "is_present", "is_missing", "greater", "less", "array_empty",
        "grouped", "measured", "counted", "is", "is_not")  # roles whose item some word should point at


def size_for(count, sizes):
    return next((size for size in sizes if size >= count), count)


def kind_mask(roles):
    """item kind × role."""
    kinds = ["table" if role in TABLE_ROLES else "value" if role in VALUE_ROLES else "field" for role in roles]
    return np.array([[kind == own for own in kinds] for kind in ITEM_KINDS], np.float32)


class Maker:
    """Makes arrays of groups. varied=False: as the program computes."""

    def __init__(self, dump):
        self.dump = dump
        self.columns = Words.of(dump.names)
        self.kinds = kind_mask(dump.names["roles"])
        self.said = np.isin(dump.names["roles"], SAID)
        self.plan = dump.names["answers"].index("plan")
        self.refused = dump.names["answers"].index("not_in_schema")
        self.channels = len(dump.names["channels"])

    def groups(self, cases, rng=None):
        """Case numbers in groups of one schema and about one length."""
        by_schema = {}
        for case in cases:
            by_schema.setdefault(self.dump.cases[case].schema, []).append(case)
        made = []
        for members in by_schema.values():
            noise = rng.random(len(members)) if rng else np.zeros(len(members))
            lengths = [size_for(len(self.dump.cases[c].words), WORD_SIZES) for c in members]
            ordered = [members[i] for i in np.lexsort((noise, lengths))]
            made += [ordered[at:at + GROUP] for at in range(0, len(ordered), GROUP)]
        if rng:
            rng.shuffle(made)
        return made

    def items(self, cases, schema, rng):
        """The items of a schema, at times with tables of another one: (places of items in the schema, kinds, parents, flags, strings)."""
        rows = np.arange(len(schema)) if rng is None else self.some(cases, schema, rng)
        parts = [(schema, rows)]
        if rng is not None and rng.random() < OTHER_TABLES:
            other = self.dump.schemas[rng.integers(len(self.dump.schemas))]
            tables = np.flatnonzero(other.kinds == 0)
            chosen = rng.permutation(tables)[:rng.integers(1, OTHER_TABLES_MOST + 1)]
            added = np.flatnonzero(np.isin(other.tables(), chosen))
            if other is not schema and len(added) and len(rows) + len(added) <= ITEMS_MOST:
                parts.append((other, added))
        kinds = np.concatenate([s.kinds[r] for s, r in parts])
        flags = np.concatenate([s.flags[r] for s, r in parts])
        strings = np.concatenate([s.strings[r] for s, r in parts])
        parents = np.concatenate([np.searchsorted(r, s.parents[r]) + (0 if r is rows else len(rows)) for s, r in parts])
        return rows, kinds, parents, flags, strings

    def some(self, cases, schema, rng):
        """What the cases use with its tables, and others by chance up to the most."""
        used = np.zeros(len(schema), bool)
        for case in cases:
            for atoms in case.atoms:
                used[atoms[:, 0]] = True
        others = rng.permutation(np.flatnonzero(~used))
        room = int(ITEMS_MOST * rng.uniform(0.6, 1.0)) - int(used.sum())
        used[others[:max(room, 0)]] = True
        used[schema.parents[used]] = True
        used[schema.parents[used]] = True
        return np.flatnonzero(used)

    def make(self, group, rng=None):
        cases = [self.dump.cases[number] for number in group]
        schema = self.dump.schemas[cases[0].schema]
        chosen, kinds, parents, flags, strings = self.items(cases, schema, rng)
        no_comments = rng is not None and rng.random() < NO_COMMENTS
        if no_comments:
            strings[:, COMMENT] = NONE
            flags[:, self.columns.has_comment] = 0
        if rng is not None and rng.random() < NO_TABLE_VECTOR:
            strings[:, TABLE] = NONE
        count, rows = len(kinds), size_for(len(kinds), ITEM_SIZES)
        words, group_size = size_for(max(len(c.words) for c in cases), WORD_SIZES), GROUP
        roles = len(self.dump.names["roles"])
        batch = {
            "item_flags": padded(flags, rows), "parents": padded(parents, rows).astype(np.int32),
            "strings": np.stack([padded(self.dump.strings[np.maximum(strings[:, part], 0)].astype(np.float32), rows) for part in range(4)]),
            "has": np.stack([padded((strings[:, part] != NONE).astype(np.float32), rows) for part in range(4)]),
            "kind_roles": padded(self.kinds[kinds], rows),
            "words": np.zeros((group_size, words, self.dump.words.shape[1]), np.float32),
            "word_flags": np.zeros((group_size, words, cases[0].flags.shape[1]), np.float32),
            "word_there": np.zeros((group_size, words), bool), "item_there": np.zeros((group_size, rows), bool),
            "likeness": np.zeros((group_size, words, rows, self.channels), np.float32),
            "gold": np.zeros((group_size, rows, roles), np.float32), "doubt": np.zeros((group_size, rows, roles), np.float32),
            "marks": np.zeros((group_size, len(self.dump.names["flags"])), np.float32),
            "answer": np.zeros(group_size, np.int32), "planned": np.zeros(group_size, np.float32),
            "case": np.zeros(group_size, np.float32), "about": np.zeros((group_size, words), np.float32),
            "used": np.zeros((group_size, rows), np.float32), "said": np.zeros((group_size, rows), np.float32)}
        batch["word_there"][len(cases):, 0] = True  # an empty place must not divide by nought
        batch["item_there"][len(cases):, 0] = True
        for place, case in enumerate(cases):
            self.fill(batch, place, case, View(schema, chosen, parents, count), rng, no_comments)
        return batch

    def fill(self, batch, place, case, view, rng, no_comments):
        size = len(case.words)
        batch["words"][place, :size] = self.dump.words[case.word_at:case.word_at + size]
        batch["word_flags"][place, :size] = case.flags
        batch["word_there"][place, :size] = True
        batch["item_there"][place, :view.count] = True
        batch["case"][place] = 1
        batch["answer"][place] = case.answer
        likeness = case.likeness
        if rng is not None and len(likeness) and rng.random() < NO_LIKENESS:
            kept = rng.random(self.channels) < 0.3
            likeness = likeness[kept[likeness[:, 2].astype(int)]]
        if no_comments and len(likeness):
            likeness = likeness[likeness[:, 2] != self.columns.gloss]
        likeness = view.kept(likeness, 1)
        at = likeness[:, :3].astype(int).T
        batch["likeness"][place, at[0], at[1], at[2]] = likeness[:, 3]
        if case.atoms:
            self.fill_gold(batch, place, case, view, rng)
        elif case.answer == self.refused:
            batch["about"][place, :size] = self.about(case)

    def fill_gold(self, batch, place, case, view, rng):
        gold = batch["gold"][place]
        every_atoms = [view.kept(atoms, 0) for atoms in case.atoms]
        first, parents = every_atoms[0], view.parents
        gold[first[:, 0], first[:, 1]] = 1
        for atoms in every_atoms[1:]:
            batch["doubt"][place, atoms[:, 0], atoms[:, 1]] = 1
        batch["doubt"][place] *= 1 - gold
        batch["planned"][place] = 1
        batch["marks"][place] = case.marks[0]
        every = np.unique(np.concatenate([atoms[:, 0] for atoms in every_atoms]))
        used = batch["used"][place]
        used[every] = 1
        used[parents[every]] = 1
        used[parents[parents[every]]] = 1
        said = np.unique(first[self.said[first[:, 1]], 0])
        batch["said"][place, said] = 1
        if rng is None:
            return
        tables = parents[parents]
        if rng.random() < NO_SUBJECT and case.answer == self.plan:
            batch["item_there"][place, :view.count] &= ~np.isin(tables, first[first[:, 1] == 0, 0])
            batch["answer"][place], batch["planned"][place] = self.refused, 0
        elif rng.random() < FEWER_TABLES:
            own = np.arange(view.count) == parents
            kept = np.unique(np.concatenate([tables[every], np.flatnonzero(own & (rng.random(view.count) < 0.5))]))
            batch["item_there"][place, :view.count] &= np.isin(tables, kept)

    def about(self, case):
        """The content words that a refusal is about."""
        told = {word.strip(".,;:!?'\"’()").casefold() for word in case.about.replace("'", " ").replace("’", " ").split()}
        return np.array([word.casefold() in told for word in case.words]) * case.flags[:, self.columns.content]


def padded(rows, count):
    made = np.zeros((count, *rows.shape[1:]), rows.dtype)
    made[:len(rows)] = rows
    return made
