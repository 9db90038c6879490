"""The client: a project's servers, catalog and model, kept warm between instructions."""
import asyncio
import datetime
import json
import threading

from . import _native
from .errors import RecoupeError
from .progress import progress_for
from .result import Result


def _instant(now):
    """Gives RFC 3339 of a datetime or text; "" for None. A naive datetime is refused: its instant is not known."""
    if now is None or isinstance(now, str):
        return now or ""
    if isinstance(now, datetime.datetime) and now.tzinfo is None:
        raise ValueError("now must carry a time zone, for example datetime.now(timezone.utc)")
    return now.isoformat()


def _raise_failure(error):
    """Turns the module's failure, the contract's error object as JSON, into RecoupeError."""
    try:
        parsed = json.loads(str(error))
    except ValueError:
        raise error from None
    raise RecoupeError(parsed) from None


class Run:
    """A run that goes on in the background: ``result()`` waits for it; ``cancel()`` stops it, and ``result()`` then raises
    :class:`RecoupeError` with the code "interrupted"."""

    def __init__(self, work, cancel):
        self._cancel = cancel
        self._outcome = None
        self._failure = None

        def target():
            try:
                self._outcome = work()
            except BaseException as failure:  # handed to whoever asks for the result
                self._failure = failure

        self._thread = threading.Thread(target=target, daemon=True)
        self._thread.start()

    def result(self, timeout=None):
        """Waits at most ``timeout`` seconds; gives the :class:`Result` or raises what went wrong."""
        self._thread.join(timeout)
        if self._thread.is_alive():
            raise TimeoutError("the run is still going on")
        if self._failure:
            raise self._failure
        return self._outcome

    def cancel(self):
        """Stops the run; its calls in flight are cancelled."""
        self._cancel.request()

    def done(self):
        """Tells whether it has ended."""
        return not self._thread.is_alive()


class Client:
    """Answers instructions and plans. One run at a time; the first call reads the configuration and connects."""

    def __init__(self, config=None, *, model=None, time_zone=None, language=None, progress=None):
        self._arguments = dict(config=str(config or ""), model=model or "", time_zone=time_zone or "",
                               language=language or "")
        self._progress = progress
        self._session = None
        self._lock = threading.Lock()

    def _call(self, verb, *arguments, in_background=False):
        """Calls the session; tells how far it is, in a notebook too unless the run is in the background."""
        progress = None if in_background and self._progress is None else progress_for(self._progress)
        with self._lock:
            try:
                if self._session is None:
                    self._session = _native.Session(**self._arguments)
                return getattr(self._session, verb)(*arguments, progress=progress)
            except RuntimeError as error:
                _raise_failure(error)
            finally:
                if progress is not None:
                    progress.close()

    def _answer(self, verb, instruction, plan, now, language, cancel, passes_off=(), in_background=False):
        report = self._call(verb, instruction, plan, _instant(now), language, cancel, list(passes_off),
                            in_background=in_background)
        result = Result(json.loads(report.json), report.html, report.text, self)
        if result.status in ("refused", "error", "interrupted"):
            raise RecoupeError(result.error, result)
        return result

    def execute(self, instruction, *, now=None, language=None):
        """Answers an instruction in French or English. Gives a :class:`Result`, also when recoupe asks back (``status`` is
        "clarify"); raises :class:`RecoupeError` when it refuses or fails."""
        return self._answer("answer", instruction, "", now, language, _native.Cancel())

    async def aexecute(self, instruction, *, now=None, language=None):
        """The same without blocking the event loop; cancelling the task cancels the run."""
        cancel = _native.Cancel()
        try:
            return await asyncio.to_thread(self._answer, "answer", instruction, "", now, language, cancel)
        except asyncio.CancelledError:
            cancel.request()
            raise

    def start(self, instruction, *, now=None, language=None):
        """Begins a run in the background; gives a :class:`Run`."""
        cancel = _native.Cancel()
        return Run(lambda: self._answer("answer", instruction, "", now, language, cancel, in_background=True), cancel)

    def plan(self, instruction, *, now=None, language=None):
        """Gives the plan of an instruction without running it: ``.understood``, ``.plan["text"]``."""
        return self._answer("propose", instruction, "", now, language, _native.Cancel())

    def run(self, plan, *, now=None, language=None, without=()):
        """Runs a plan written in the plan language. ``without`` names passes to leave out: the answer stays the same."""
        return self._answer("answer", "", plan, now, language, _native.Cancel(), without)

    def replay(self, run_folder):
        """Runs a run's plan again; gives a dict with ``same``, both digests and ``drift``."""
        return json.loads(self._call("replay", str(run_folder), _native.Cancel()))


def connect(config=None, *, model=None, time_zone=None, language=None, progress=None):
    """Gives a client for a project. ``config``: the path of a .mcp.json (default: looked for from the current folder upward).
    ``progress``: called with a few words as a run goes on (default: a line below the cell in a notebook, else nothing)."""
    return Client(config, model=model, time_zone=time_zone, language=language, progress=progress)


mcp_client = Client()
