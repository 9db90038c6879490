"""A recogniser of GBNF grammars, as plain as can be: says whether a grammar accepts a text. Knows no grammar of ours."""
import re
import sys

_TOKEN = re.compile(r'\s+|(?P<text>"(?:\\.|[^"\\])*")|(?P<set>\[(?:\\.|[^\]\\])*\])|(?P<name>[A-Za-z][A-Za-z0-9-]*)'
                    r"|(?P<times>\{\d+(?:,\d*)?\})|(?P<mark>[()|*+?])")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def _unescaped(text):
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text, flags=re.S)


class Grammar:
    def __init__(self, text):
        self.rules = {}
        for line in text.splitlines():
            name, body = line.split(" ::= ", 1)
            assert name not in self.rules, f"two rules {name}"
            tokens = self._tokens(body)
            self.rules[name] = self._choice(tokens)
            assert not tokens, f"{name}: {tokens} is left"
        named = {node[1] for rule in self.rules.values() for node in _nodes(rule) if node[0] == "rule"}
        assert named <= set(self.rules), named - set(self.rules)
        assert set(self.rules) <= named | {"root"}, set(self.rules) - named

    @staticmethod
    def _tokens(body):
        tokens, place = [], 0
        while place < len(body):
            found = _TOKEN.match(body, place)
            assert found, body[place:]
            place = found.end()
            if found.lastgroup:
                tokens.append((found.lastgroup, found[0]))
        return tokens

    def _choice(self, tokens):
        ways = [self._sequence(tokens)]
        while tokens and tokens[0] == ("mark", "|"):
            tokens.pop(0)
            ways.append(self._sequence(tokens))
        return ("choice", ways)

    def _sequence(self, tokens):
        parts = []
        while tokens and tokens[0][1] not in ("|", ")"):
            parts.append(self._repeated(self._one(tokens), tokens))
        return ("sequence", parts)

    def _one(self, tokens):
        kind, written = tokens.pop(0)
        if kind == "text":
            return ("text", _unescaped(written[1:-1]))
        if kind == "set":
            return ("set", re.compile(written))
        if kind == "name":
            return ("rule", written)
        assert written == "(", written
        inside = self._choice(tokens)
        assert tokens.pop(0)[1] == ")"
        return inside

    @staticmethod
    def _repeated(node, tokens):
        if not tokens or (tokens[0][0] != "times" and tokens[0][1] not in "*+?"):
            return node
        kind, written = tokens.pop(0)
        if kind != "times":
            return ("repeat", node, 1 if written == "+" else 0, 1 if written == "?" else None)
        least, comma, most = written[1:-1].partition(",")
        return ("repeat", node, int(least), int(most) if most else None if comma else int(least))

    def accepts(self, text):
        return len(text) in _Reading(self.rules, text).ends(("rule", "root"), 0)


def _nodes(node):
    yield node
    below = node[1] if node[0] in ("choice", "sequence") else [node[1]] if node[0] == "repeat" else []
    for one in below:
        yield from _nodes(one)


class _Reading:
    """Gives every place at which a part of the grammar may end that begins at a place; no rule begins with itself."""

    def __init__(self, rules, text):
        self.rules, self.text, self.known = rules, text, {}
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 20_000))

    def ends(self, node, begin):
        kind = node[0]
        if kind == "text":
            return {begin + len(node[1])} if self.text.startswith(node[1], begin) else set()
        if kind == "set":
            return {begin + 1} if node[1].match(self.text, begin) else set()
        if kind == "rule":
            key = (node[1], begin)
            if key not in self.known:
                self.known[key] = self.ends(self.rules[node[1]], begin)
            return self.known[key]
        if kind == "choice":
            return set().union(*(self.ends(way, begin) for way in node[1]))
        places = {begin}
        if kind == "sequence":
            for part in node[1]:
                places = set().union(*(self.ends(part, place) for place in places))
            return places
        _, part, least, most = node
        found, times = (places if least == 0 else set()), 0
        while places and (most is None or times < most):
            times += 1
            places = set().union(*(self.ends(part, place) for place in places)) - (found if times > least else set())
            if times >= least:
                found = found | places
        return found
