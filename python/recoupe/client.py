"""The client: a project's servers, catalog and model, kept warm between instructions."""
import asyncio
import json
import threading

from . import _native, logs
from .errors import RecoupeError
from .plans import instant, is_plan, written_parameters
from .progress import progress_for
from .result import Result


def _raise_failure(error):
    """Turns the module's failure, the contract's error object as JSON, into RecoupeError."""
    try:
        parsed = json.loads(str(error))
    except ValueError:
        raise error from None
    raise RecoupeError(parsed) from None


def _text(value, what):
    """Gives a text that says something, as it is."""
    if not isinstance(value, str):
        raise TypeError(f"{what} must be text, not {type(value).__name__}")
    if not value.strip():
        raise ValueError(f"{what} is empty")
    return value


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

    def _call(self, verb, *arguments, in_background=False, **named):
        """Calls the session; tells how far it is, in a notebook too unless the run is in the background."""
        progress = None if in_background and self._progress is None else progress_for(self._progress)
        with self._lock:
            try:
                if self._session is None:
                    self._session = _native.Session(**self._arguments, log=logs.take, log_level=logs.wanted_level())
                return getattr(self._session, verb)(*arguments, progress=progress, **named)
            except RuntimeError as error:
                _raise_failure(error)
            finally:
                if progress is not None:
                    progress.close()

    def _answer(self, verb, instruction, plan, now, language, cancel, passes_off=(), in_background=False, params=None):
        report = self._call(verb, instruction, plan, instant(now), language, cancel, list(passes_off),
                            in_background=in_background, parameters=written_parameters(params))
        result = Result(json.loads(report.json), report.html, report.text, self)
        if result.status in ("refused", "error", "interrupted"):
            raise RecoupeError(result.error, result)
        return result

    def execute(self, instruction, *, now=None, language=None):
        """Answers an instruction in French or English. Gives a :class:`Result`, also when recoupe asks back (``status`` is
        "clarify"); raises :class:`RecoupeError` when it refuses or fails."""
        return self._answer("answer", _text(instruction, "the instruction"), "", now, language, _native.Cancel())

    async def aexecute(self, instruction, *, now=None, language=None):
        """The same without blocking the event loop; cancelling the task cancels the run."""
        words = _text(instruction, "the instruction")
        cancel = _native.Cancel()
        try:
            return await asyncio.to_thread(self._answer, "answer", words, "", now, language, cancel)
        except asyncio.CancelledError:
            cancel.request()
            raise

    def start(self, instruction, *, now=None, language=None):
        """Begins a run in the background; gives a :class:`Run`."""
        words = _text(instruction, "the instruction")
        cancel = _native.Cancel()
        return Run(lambda: self._answer("answer", words, "", now, language, cancel, in_background=True), cancel)

    def plan(self, instruction, *, now=None, language=None, params=None):
        """Gives the plan of an instruction without running it: ``.understood``, ``.plan["text"]``. A plan is taken too, with
        values for its parameters."""
        words, text = ("", instruction) if is_plan(_text(instruction, "the instruction")) else (instruction, "")
        return self._answer("propose", words, text, now, language, _native.Cancel(), params=params)

    def run(self, plan, *, now=None, language=None, without=(), params=None):
        """Runs a plan written in the plan language. ``params`` gives values to its parameters: ``{"since": date(2026, 1, 1)}``
        for ``@since``. ``without`` names passes to leave out: the answer stays the same."""
        return self._answer("answer", "", _text(plan, "the plan"), now, language, _native.Cancel(), without, params=params)

    def complete(self, plan, place):
        """Gives what could stand at a place of a plan that is being written, from the catalog: a dict with ``begin``, where
        the word begins, and ``candidates`` (``text``, ``kind``, ``detail``). Places count characters."""
        found = json.loads(self._call("complete", plan, place, _native.Cancel(), in_background=True))
        found["begin"] = len(plan.encode()[:found["begin"]].decode())
        return found

    def replay(self, run_folder):
        """Runs a run's plan again; gives a dict with ``same``, both digests and ``drift``."""
        return json.loads(self._call("replay", str(run_folder), _native.Cancel()))


def connect(config=None, *, model=None, time_zone=None, language=None, progress=None):
    """Gives a client for a project. ``config``: the path of a .mcp.json (default: looked for from the current folder upward).
    ``progress``: called with a few words as a run goes on (default: a line below the cell in a notebook, else nothing)."""
    return Client(config, model=model, time_zone=time_zone, language=language, progress=progress)


mcp_client = Client()
