"""Completion of plans in %%recoupe cells: tables, fields, words, periods and known values, from the catalog."""
import re

from .client import mcp_client
from .errors import RecoupeError

_MAGIC = re.compile(r"\s*%{1,2}recoupe\b")
_BEGINS_PLAN = re.compile(r"(\s+|--[^\n]*\n|/\*.*?\*/)*(f|fr|fro|from\b|$)", re.I | re.S)


def _plan_at(code, cursor):
    """Gives a plan that is being written in a magic's cell or line, and the cursor's place in it; None elsewhere."""
    magic = _MAGIC.match(code)
    if not magic:
        return None
    first_line = code.find("\n", magic.end())
    begin = magic.end() if "%%" not in magic.group() else first_line + 1
    if first_line < 0 and "%%" in magic.group() or cursor < begin or not _BEGINS_PLAN.match(code, begin):
        return None
    return code[begin:], cursor - begin


def _matches(context):
    from IPython.core.completer import SimpleCompletion
    nothing = {"completions": []}
    lines = context.full_text.split("\n")
    cursor = sum(len(line) + 1 for line in lines[:context.cursor_line]) + context.cursor_position
    found = _plan_at(context.full_text, cursor)
    if found is None:
        return nothing
    plan, place = found
    try:
        completed = mcp_client.complete(plan, place)
    except RecoupeError:  # no configuration, a server that is away: Tab is no place for it
        return nothing
    return {"completions": [SimpleCompletion(text=one["text"], type=one["kind"]) for one in completed["candidates"]],
            "matched_fragment": plan[completed["begin"]:place], "suppress": True, "ordered": True}


def register_completer(ipython):
    """Adds the completer once; an IPython before 8.6 has no place for it."""
    try:
        from IPython.core.completer import context_matcher
    except ImportError:
        return
    matchers = ipython.Completer.custom_matchers
    if not any(getattr(matcher, "matcher_identifier", "") == "recoupe" for matcher in matchers):
        matchers.append(context_matcher(identifier="recoupe")(_matches))
