"""recoupe: ask in French or English; get a cross-database audit that you can read, re-run and prove.

    from recoupe import mcp_client          # reads .mcp.json, .env, recoupe.toml
    resultat = mcp_client.execute("Affiche les utilisateurs admins créés cette semaine …")
    display(resultat)
"""
from ._native import version as __version__
from .client import Client, Run, connect, mcp_client
from .errors import RecoupeError
from .result import Result


def load_ipython_extension(ipython):
    """Registers %%recoupe (``%load_ext recoupe``)."""
    from .magics import register
    register(ipython)


__all__ = ["Client", "RecoupeError", "Result", "Run", "connect", "mcp_client", "__version__"]
