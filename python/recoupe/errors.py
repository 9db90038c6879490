"""What can go wrong, as one exception with the contract's properties to branch on."""


class RecoupeError(Exception):
    """A run that was refused or failed. ``code``, ``origin``, ``stage``, ``remedy`` are the contract's; ``result`` is the whole
    :class:`Result` where a run was begun, else None."""

    def __init__(self, error, result=None):
        super().__init__(error["message"])
        self.code = error["code"]
        self.origin = error.get("origin")
        self.stage = error.get("stage")
        self.remedy = error.get("remedy") or ""
        self.result = result

    def _render_traceback_(self):
        """Two lines in a notebook: what is wrong, what would do."""
        return [f"{self.code}: {self}"] + ([f"→ {self.remedy}"] if self.remedy else [])
