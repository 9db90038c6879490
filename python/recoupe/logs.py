"""What a session does, for Python's ``logging``: the logger "recoupe" gets each run and call; ``record.recoupe`` is the event as a dict."""
import json
import logging

logger = logging.getLogger("recoupe")
logger.addHandler(logging.NullHandler())  # silent unless somebody listens


def wanted_level():
    """Gives how much is asked for. Statements, which hold literals, come at DEBUG alone."""
    return "debug" if logger.isEnabledFor(logging.DEBUG) else "info"


def take(level, words, event):
    """Logs one event."""
    number = getattr(logging, level.upper())
    if logger.isEnabledFor(number):
        logger.log(number, "%s", words, extra={"recoupe": json.loads(event)})
