"""A plain interpreter of the plan language: small, slow, obviously right. It shares no code with the engine.

run(text, world, now, zone) -> Table     the answer, as LANGUAGE.md says it
"""

from .interpreter import Refused, run
from .values import MISSING, EvalError, Oid, digest_of

__all__ = ["MISSING", "EvalError", "Oid", "Refused", "digest_of", "run"]
