"""Verifies a run's log from the published format alone: no code of recoupe, the standard library only.

Usage: independent_verifier.py PATH, where PATH is a run's folder (.recoupe/runs/<run_id>) or a sealed bundle (zip).
Exit code 0: it verifies; 7: it does not; 2: not a run. Prints where and why.
"""
import hashlib
import hmac
import json
import math
import re
import sys
import zipfile
from pathlib import Path


def number_text(value):
    """A double as ECMAScript writes it (RFC 8785)."""
    if isinstance(value, int):
        value = float(value)
    if value == 0:
        return "0"
    if not math.isfinite(value):
        raise ValueError("a number beyond the range of doubles")
    mantissa, _, exponent = f"{repr(abs(value))}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len((whole + fraction).lstrip("0")))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        text = digits + "0" * (point - count)
    elif 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:] if count > 1 else "") + "e" + ("+" if point > 0 else "-") + str(abs(point - 1))
    return ("-" if value < 0 else "") + text


def canonical(value):
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
    return "{" + ",".join(canonical(name) + ":" + canonical(item) for name, item in members) + "}"


def unique(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands twice")
    return members


def parse(text):
    value = json.loads(text.decode("utf-8"), object_pairs_hook=unique)
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Folder:
    def __init__(self, path):
        self.path = path.resolve()
        self.run_id = self.path.name
        self.in_store = self.path.parent.name == "runs"
        self.is_bundle = False

    def read(self, name):
        file = self.path / name
        return file.read_bytes() if file.is_file() else None

    def payload_ids(self):
        return [file.name for file in (self.path / "payloads").glob("*")]

    def heads(self):
        if not self.in_store:
            return self.read("head.jsonl")
        file = self.path.parent.parent / "heads.jsonl"
        return file.read_bytes() if file.is_file() else b""


class Bundle:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        logs = [name for name in self.zip.namelist() if name.endswith("/log.jsonl")]
        if len(logs) != 1:
            raise ValueError("no run in it")
        self.run_id = logs[0].rsplit("/", 1)[0]
        self.in_store = False
        self.is_bundle = True

    def read(self, name):
        name = f"{self.run_id}/{name}"
        return self.zip.read(name) if name in self.zip.namelist() else None

    def payload_ids(self):
        folder = f"{self.run_id}/payloads/"
        return [name[len(folder):] for name in self.zip.namelist() if name.startswith(folder) and name != folder]

    def heads(self):
        return self.read("head.jsonl")


def is_cut(text):
    """The beginning of an object, as a killed process leaves it."""
    if not text.startswith(b"{"):
        return False
    try:
        json.loads(text.decode("utf-8"))
        return False
    except UnicodeDecodeError as broken:
        return broken.end == len(text) and broken.reason == "unexpected end of data"
    except json.JSONDecodeError as broken:
        rest = text.decode("utf-8")[broken.pos:]
        return rest == "" or rest.startswith('"') or rest in ("\\", "-") or re.fullmatch(r"\\?u?[0-9a-fA-F]{0,3}|t(ru?)?|f(a(ls?)?)?|n(ul?)?|fal", rest) is not None


def verify_chain(run, say):
    log = run.read("log.jsonl")
    lines = log.split(b"\n")
    torn = lines.pop()
    if torn and not is_cut(torn):
        lines.append(torn)
    records, prev, end = [], sha256(f"recoupe evidence 1\n{run.run_id}\n".encode()), "open"
    for number, line in enumerate(lines):
        try:
            record = parse(line)
            hashed = sha256(canonical({key: value for key, value in record.items() if key != "hash"}).encode())
        except ValueError as broken:
            say(number, f"cannot be read: {broken}")
            records.append({})
            prev = None
            continue
        if record.get("v") != 1:
            say(number, "is of another version")
        if record.get("hash") != hashed:
            say(number, "was altered")
        if canonical(record).encode() != line:
            say(number, "is not canonical")
        if record.get("seq") != number:
            say(number, "has another number")
        if prev is not None and record.get("prev") != prev:
            say(number, "does not follow the record before")
        if end != "open":
            say(number, "comes after the end")
        if record.get("kind") in ("sealed", "aborted"):
            end = record["kind"]
        prev = record.get("hash")
        records.append(record)
    return records, end


def verify_payloads(run, records, end, say):
    try:
        keys = parse(run.read("keys.json") or b"{}")
    except ValueError:
        say(-1, "keys.json cannot be read")
        keys = {}
    named = set()
    for number, record in enumerate(records):
        for name, payload in record.get("payloads", {}).items():
            named.add(payload["id"])
            data = run.read("payloads/" + payload["id"])
            if data is None:
                continue  # erased, or not in this bundle
            key = bytes.fromhex(keys.get(payload["id"], ""))
            if not key or len(data) != payload["bytes"] or hmac.new(key, data, "sha256").hexdigest() != payload["mac"]:
                say(number, f"payload {name} or its key was altered")
            elif name == "digest_lines" and record["body"].get("digest") != "sha256:" + sha256(data):
                say(number, "the result digest is another")
    if end == "sealed":
        for stray in set(run.payload_ids()) - named:
            say(-1, f"payload {stray} belongs to no record")


def verify_heads(run, records, end, say):
    heads = run.heads()
    if heads is None:
        if end == "sealed" and run.is_bundle:
            say(-1, "the head is missing")
        return
    lines = heads.split(b"\n")
    torn = lines.pop()
    if torn and not is_cut(torn):
        say(-1, "heads.jsonl ends in something else")
    prev, latest, found = sha256(b"recoupe heads 1\n"), "", False
    for line in lines:
        try:
            head = parse(line)
        except ValueError:
            say(-1, "a head cannot be read")
            head = {}
        if canonical(head).encode() != line or head.get("v") != 1:
            say(-1, "a head is not canonical")
        if run.in_store and head.get("prev") != prev:
            say(-1, "a head does not follow the one before")
        prev = sha256(line)
        latest = max(latest, head.get("time", ""))
        if head.get("run_id") != run.run_id:
            continue
        found = True
        last = records[-1] if records else {}
        body = last.get("body", {}) if end == "sealed" else {}
        wanted = (last.get("seq"), last.get("hash"), last.get("time"), body.get("outcome", "aborted"), body.get("mac_of_result", ""))
        if wanted != (head["seq"], head["hash"], head["time"], head["outcome"], head["mac_of_result"]):
            say(-1, "the head names another end of the log")
    if end == "sealed" and not found and (run.is_bundle or latest > records[-1].get("time", "")):
        say(-1, "the run has no head")


def main():
    path = Path(sys.argv[1])
    try:
        run = Folder(path) if path.is_dir() else Bundle(path)
        if run.read("log.jsonl") is None:
            raise ValueError("no log.jsonl")
    except (ValueError, OSError, zipfile.BadZipFile) as broken:
        print(f"{path}: not a run: {broken}")
        return 2
    faults = []

    def say(number, why):
        faults.append(f"record {number}: {why}")

    records, end = verify_chain(run, say)
    verify_payloads(run, records, end, say)
    verify_heads(run, records, end, say)
    print("\n".join(faults) or f"{run.run_id}: {len(records)} records verify, {'aborted' if end != 'sealed' else end}")
    return 7 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
