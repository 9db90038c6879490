"""The hand-written phrase bank (model/data/phrases): entities of many trades, what teams call them and how people speak of them."""
import json
import random
from pathlib import Path

BANK = Path(__file__).parents[1] / "data" / "phrases"
TEXT_STATES = ("null", "not null", "period", "number", "less", "zero")


def entities():
    """All entities; each a dictionary as written, its fields without those that no schema can hold."""
    made = []
    for file in sorted(BANK.glob("*.jsonl")):
        made += [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    for entity in made:
        entity["fields"] = [f for f in entity["fields"] if f.get("say", {}).get("fr") and f["say"].get("en")]
    return [entity for entity in made if entity["fields"]]


def values_of(field):
    """The known values that its states speak of."""
    return [s["is"] for s in field.get("states", ()) if isinstance(s["is"], str) and s["is"] not in TEXT_STATES]


def by_trade(rows):
    made = {}
    for entity in rows:
        made.setdefault(entity["trade"], []).append(entity)
    return made


def pick(rng: random.Random, things):
    return things[rng.randrange(len(things))]
