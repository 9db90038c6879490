"""Dumps of plans to write, as read: schemas with their cards and cases, and the tokens that occur in them."""
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from gemma import LONGEST

NEWLINE = 107
CARD_LONGEST = 254


@dataclass
class Case:
    """An instruction, its right answers and the cards (indexes) that the first of them needs."""
    name: str
    kind: str
    prompt: list
    answers: list
    tables: list


@dataclass
class Schema:
    name: str
    weight: float  # of one of its cases
    cards: dict  # "full" and "bare": a list of token lists, one of each table
    cases: list = field(default_factory=list)


class Data:
    """All schemas of some folders. learn, apart: schemas; tokens: every id; vocabulary: the ids that can be written."""

    def __init__(self, folders, apart, weights):
        self.schemas, self.dropped, self.longest, names = [], 0, 2, {}
        for folder, weight in folders:
            names = self.read(Path(folder), weight)
        self.bos, self.start = names["bos"], names["question_at"]
        self.mark = names.get("mark", NEWLINE)
        assert self.start == CARD_LONGEST + 2
        filled = [schema for schema in self.schemas if schema.cases]
        self.learn = [schema for schema in filled if schema.name not in apart]
        self.apart = [schema for schema in filled if schema.name in apart]
        written = {names["eos"]}
        read = {self.bos, self.mark}
        for schema in self.schemas:
            written.update(token for cards in schema.cards.values() for card in cards for token in card)
            for case in schema.cases:
                written.update(token for answer in case.answers for token in answer)
                read.update(case.prompt)
        self.vocabulary = np.array(sorted(written))
        self.tokens = np.array(sorted(written | read))
        self.embedding = weights.rows(self.tokens)

    def read(self, folder, weight):
        here = {}
        for line in (folder / "cards.jsonl").read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            cards = {form: [card[form][:CARD_LONGEST] for card in told["cards"]] for form in ("full", "bare")}
            self.longest = max([self.longest, *(len(card) for card in cards["full"])])
            here[told["schema"]] = Schema(told["schema"], weight, cards)
        for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            answers = [answer for answer in told["answers"] if len(told["prompt"]) + len(answer) <= LONGEST]
            if not answers or answers[0] != told["answers"][0]:
                self.dropped += 1
                continue
            self.longest = max([self.longest, *(len(told["prompt"]) + len(answer) for answer in answers)])
            here[told["schema"]].cases.append(Case(told["id"], told["kind"], told["prompt"], answers, told["tables"]))
        self.schemas += here.values()
        return json.loads((folder / "names.json").read_text(encoding="utf-8"))

    def report(self):
        count = {part: sum(len(schema.cases) for schema in getattr(self, part)) for part in ("learn", "apart")}
        return (f"{count['learn']} cases of {len(self.learn)} schemas learn, {count['apart']} of {len(self.apart)} are apart, "
                f"{self.dropped} too long; {len(self.tokens)} tokens, {len(self.vocabulary)} of them can be written")
