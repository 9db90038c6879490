"""Packs: the cards of one schema, varied, and cases that ask about it, laid out flat for gemma.forward in few static shapes."""
import numpy as np

from gemma import CHUNK
from gemma_weights import WIDTH

CARD_BUCKETS, QUESTION_BUCKETS = (256, 384, 512, 640, 768, 1024, 1280, 1600), (512, 1024)
CARDS_MOST, CARD_TOKENS_MOST = 12, 1536
BARE, FEWER, LEFT, STRANGE, STRANGE_MOST, FIRST_ANSWER = 0.3, 0.35, 0.5, 0.3, 3, 0.8
VOCABULARY_STEP = 2048


def bucket(size, sizes):
    return next(n for n in sizes if n >= size)


def spread(count):
    """A vocabulary's size, padded so that a few more words need no new program."""
    return -(-count // VOCABULARY_STEP) * VOCABULARY_STEP


class Maker:
    """Makes batches out of a plans_data.Data."""

    def __init__(self, data, cases_most):
        self.data, self.cases_most = data, cases_most
        self.queues = {}
        shares = np.array([len(schema.cases) * schema.weight for schema in data.learn], np.float64)
        self.shares = shares / shares.sum()
        size = spread(len(data.vocabulary))
        self.written = np.zeros((size, WIDTH), np.float32)
        self.written[:len(data.vocabulary)] = data.embedding[np.searchsorted(data.tokens, data.vocabulary)]
        self.reach = np.zeros(-(-(data.longest - 1) // CHUNK), bool)
        self.there = np.arange(size) < len(data.vocabulary)

    def draw(self, seed):
        """A batch to learn from, and how many cases are in it."""
        rng = np.random.default_rng(seed)
        schema = self.data.learn[rng.choice(len(self.data.learn), p=self.shares)]
        form = "bare" if rng.random() < BARE else "full"
        sizes = [len(card) for card in schema.cards[form]]
        queue = self.queues.setdefault(id(schema), [])
        if len(queue) < self.cases_most:  # what is left of the last round comes first
            waiting = {case.name for case in queue}
            queue[:0] = [schema.cases[n] for n in rng.permutation(len(schema.cases))
                         if schema.cases[n].name not in waiting]
        pairs, needed, length = [], set(), 0
        while queue and len(pairs) < self.cases_most:
            case = queue[-1]
            answer = case.answers[0]
            if len(case.answers) > 1 and rng.random() >= FIRST_ANSWER:
                answer = case.answers[rng.integers(1, len(case.answers))]
            length += len(case.prompt) + len(answer)
            wanted = needed | set(case.tables)
            fits = len(wanted) <= CARDS_MOST and sum(sizes[n] for n in wanted) <= CARD_TOKENS_MOST
            if pairs and (length > QUESTION_BUCKETS[-1] or not fits):
                break
            queue.pop()
            needed = wanted
            pairs.append((case.prompt, answer))
        return self.lay(self.cards(schema, form, needed, rng), pairs), len(pairs)

    def cards(self, schema, form, needed, rng=None):
        """The cards that are shown: what is needed, and others as far as they fit; with `rng` varied."""
        own, others = schema.cards[form], [n for n in range(len(schema.cards[form])) if n not in needed]
        shown, strange = [own[n] for n in sorted(needed)], []
        if rng is not None:
            others = list(rng.permutation(others)) if others else []
            if rng.random() < FEWER:
                others = [n for n in others if rng.random() >= LEFT]
            if rng.random() < STRANGE:
                other = self.data.schemas[rng.integers(len(self.data.schemas))]
                names = {tuple(card) for card in own}
                strange = [card for card in other.cards[form] if other.name != schema.name and tuple(card) not in names]
                strange = [strange[n] for n in rng.permutation(len(strange))[:rng.integers(1, STRANGE_MOST + 1)]]
        for card in [own[n] for n in others] + strange:
            if len(shown) < CARDS_MOST and sum(map(len, shown)) + len(card) <= CARD_TOKENS_MOST:
                shown.append(card)
        return shown

    def lay(self, cards, pairs):
        """The two streams of gemma.forward, and of each question's token the next one (`next`, its place in the vocabulary)
        where that belongs to the answer (`wanted`). `pair` says which pair a token is in."""
        data = self.data
        tokens, positions, own = [data.bos, data.mark], [0, data.start - 1], [0, 1]
        for number, card in enumerate(cards):
            tokens += card
            positions += range(1, len(card) + 1)
            own += [number + 2] * len(card)
        space = bucket(len(tokens), CARD_BUCKETS) - len(tokens)
        tokens, positions, own = tokens + [data.bos] * space, positions + [0] * space, own + [-1] * space
        asked, places, pair, following, wanted = [], [], [], [], []
        for number, (prompt, answer) in enumerate(pairs):
            text = prompt + answer
            asked += text
            places += range(data.start, data.start + len(text))
            pair += [number] * len(text)
            following += text[1:] + [answer[-1]]
            wanted += [0.0] * (len(prompt) - 1) + [1.0] * len(answer) + [0.0]
        space = bucket(len(asked), QUESTION_BUCKETS) - len(asked)
        all_tokens = np.array(tokens + asked + [data.bos] * space)
        following = np.searchsorted(data.vocabulary, np.array(following + [answer[-1]] * space))
        wanted = np.array(wanted + [0.0] * space, np.float32)
        return {"x": data.embedding[np.searchsorted(data.tokens, all_tokens)],
                "positions": np.array(positions + places + [0] * space, np.int32),
                "card_own": np.array(own, np.int32), "own": np.array(pair + [-1] * space, np.int32),
                "next": np.where(wanted > 0, following, 0).astype(np.int32), "wanted": wanted, "reach": self.reach}

    def checks(self, most, seed):
        """Cases apart, as (batch, numbers of the cases, of each pair): every answer is a pair; and the kinds of the cases."""
        picked = [(schema, case) for schema in self.data.apart for case in schema.cases]
        chosen = np.random.default_rng(seed).permutation(len(picked))[:most]
        made, kinds = [], []
        for schema in self.data.apart:
            pairs, numbers, needed = [], [], set()
            for place in chosen:
                if picked[place][0] is not schema:
                    continue
                case = picked[place][1]
                for answer in case.answers:
                    if sum(len(p) + len(a) for p, a in pairs) + len(case.prompt) + len(answer) > QUESTION_BUCKETS[-1]:
                        made.append((self.lay(self.cards(schema, "full", needed), pairs), numbers))
                        pairs, numbers, needed = [], [], set()
                    pairs.append((case.prompt, answer))
                    numbers.append(len(kinds))
                    needed |= set(case.tables)
                kinds.append(case.kind)
            if pairs:
                made.append((self.lay(self.cards(schema, "full", needed), pairs), numbers))
        return made, kinds
