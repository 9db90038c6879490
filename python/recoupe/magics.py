"""%%recoupe: a cell whose text is an instruction, or a plan where it begins with FROM."""
from . import _native
from .client import mcp_client
from .completer import register_completer
from .plans import is_plan


def recoupe(line, cell=None):
    """``%recoupe instruction`` or ``%%recoupe [name]``: the result is shown; with a name it is also kept under it. A plan's
    parameters are the notebook's variables: ``@since`` is the value of ``since``."""
    from IPython import get_ipython
    variables = get_ipython().user_ns
    text = (cell if cell is not None else line).strip()
    if is_plan(text):
        params = {name: variables[name] for name in _native.parameter_names(text) if name in variables}
        result = mcp_client.run(text, params=params)
    else:
        result = mcp_client.execute(text)
    if cell is not None and line.strip():
        variables[line.strip()] = result
    return result


def register(ipython):
    ipython.register_magic_function(recoupe, "line_cell", "recoupe")
    register_completer(ipython)
