"""%%recoupe: a cell whose text is an instruction, or a plan where it begins with FROM."""
import re

from .client import mcp_client


def _is_plan(text):
    """Tells a plan from an instruction: "From the users, show …" is English."""
    return text.startswith("FROM ") or bool(re.match(r"from\b", text, re.I) and "|>" in text)


def recoupe(line, cell=None):
    """``%recoupe instruction`` or ``%%recoupe [name]``: the result is shown; with a name it is also kept under it."""
    text = (cell if cell is not None else line).strip()
    result = mcp_client.run(text) if _is_plan(text) else mcp_client.execute(text)
    if cell is not None and line.strip():
        from IPython import get_ipython
        get_ipython().user_ns[line.strip()] = result
    return result


def register(ipython):
    ipython.register_magic_function(recoupe, "line_cell", "recoupe")
