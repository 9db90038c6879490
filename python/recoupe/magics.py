"""%%recoupe: a cell whose text is an instruction, or a plan where it begins with FROM."""
from .client import mcp_client


def recoupe(line, cell=None):
    """``%recoupe instruction`` or ``%%recoupe [name]``: the result is shown; with a name it is also kept under it."""
    text = (cell if cell is not None else line).strip()
    result = mcp_client.run(text) if text.upper().startswith("FROM ") else mcp_client.execute(text)
    if cell is not None and line.strip():
        from IPython import get_ipython
        get_ipython().user_ns[line.strip()] = result
    return result


def register(ipython):
    ipython.register_magic_function(recoupe, "line_cell", "recoupe")
