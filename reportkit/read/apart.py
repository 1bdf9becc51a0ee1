"""Work in a process apart: a library in C that takes all memory, ends or hangs costs one file, not the run.

The process is started when first needed (a fifth of a second), confined to so much memory, and kept for the next file.
It ends with the process that has started it, whatever ends that: its standard input is closed then. What a function
gives back, or raises, comes back to the caller as if it had been called here.
"""

from __future__ import annotations

import atexit
import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from reportkit import children, limits, resources
from reportkit.errors import UnreadableInput

Result = TypeVar("Result")
Progress = Callable[..., None]
_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = "import sys; sys.path.append(sys.argv[1]); from reportkit.read.apart import serve; serve()"
_ITEM, _DONE, _FAILED, _STEP, _MEMORY = "item", "done", "failed", "step", "memory"
"""What the process sends: one of many results, the result or the end of many, an error, a sign of life, too little memory."""
_out: BinaryIO | None = None


def call(function: Callable[..., Result], *given: Any, shown: str, progress: Progress | None = None) -> Result:
    """``function(*given)`` in a process apart, which may ``report`` how far it has come; ``shown`` is what messages call
    the file. Raises what the function does, and UnreadableInput where the process dies or takes too long."""
    with _lent() as process:
        for kind, told in process.asked(function, given, shown):
            if kind == _STEP and progress:
                progress(*told)
            elif kind == _DONE:
                result: Result = told
                return result
    raise UnreadableInput(f"{shown}: the process that read it ended too early")


def each(function: Callable[..., Iterable[Result]], *given: Any, shown: str) -> Iterator[Result]:
    """The same of a function that gives many results: they come as they are made."""
    with _lent() as process:
        for kind, told in process.asked(function, given, shown):
            if kind == _DONE:
                return
            if kind == _ITEM:
                yield told


def report(*step: Any) -> None:
    """In the process apart: says that it has come further, which the time allowed begins with anew."""
    _send(_STEP, step)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What holds here when work is given, and has to hold there."""

    held: limits.Limits
    overlays: resources.Folders
    environment: dict[str, str]


@dataclass(slots=True, eq=False)
class _Process:
    """A process that waits for work."""

    process: subprocess.Popen[bytes]
    overdue: bool = False
    busy: bool = False

    def asked(self, function: Callable[..., Any], given: tuple[Any, ...], shown: str) -> Iterator[tuple[str, Any]]:
        """All that comes in answer, the result last. Raises UnreadableInput, what the function does."""
        held = limits.current()
        self.busy = True
        self._give((function, given, _Setting(held, resources.overlays(), dict(os.environ))))
        while self.busy:
            kind, told = self._taken(held, shown)
            self.busy = kind in (_ITEM, _STEP)
            if kind == _FAILED:
                raise told
            if kind == _MEMORY:
                raise UnreadableInput(f"{shown}: {limits.Exceeded('memory', held.memory)}")
            yield kind, told

    def _give(self, work: Any) -> None:
        assert self.process.stdin
        with suppress(BrokenPipeError):  # it has ended: so says what it does not send
            pickle.dump(work, self.process.stdin, pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()

    def _taken(self, held: limits.Limits, shown: str) -> tuple[str, Any]:
        """The next that it sends; a process that is silent for too long is killed. Raises UnreadableInput."""
        assert self.process.stdout
        watch = threading.Timer(held.seconds, self._stop)
        watch.start()
        try:
            taken: tuple[str, Any] = pickle.load(self.process.stdout)
            return taken
        except (EOFError, OSError, pickle.UnpicklingError):
            self.kill()
            raise UnreadableInput(f"{shown}: {self._end(held)}") from None
        finally:
            watch.cancel()

    def _stop(self) -> None:
        self.overdue = True
        self.kill()

    def _end(self, held: limits.Limits) -> str:
        """Why it has ended, in words."""
        code = self.process.wait()
        if self.overdue:
            return f"took more than {held.seconds:g} s; {limits.option('seconds')} allows more"
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return (
            f"the library that reads it broke down ({how}; damaged, or more than {held.memory} MB of memory? "
            f"{limits.option('memory')} allows more)"
        )

    def kill(self) -> None:
        """Ends it with all that it has started."""
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def close(self) -> None:
        """Ends it and gives back what it held."""
        self.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()


@dataclass(slots=True)
class _Own:
    """The processes of this process alone: a fork of it has to start its own."""

    owner: int = field(default_factory=os.getpid)
    running: list[_Process] = field(default_factory=list)
    """All, so that none is lost with the generator that works with it."""
    idle: list[_Process] = field(default_factory=list)


_own = _Own()


@contextmanager
def _lent() -> Iterator[_Process]:
    """A process to give work to; it is kept for the next unless it is gone, or left in the midst of its work."""
    global _own
    if _own.owner != os.getpid():
        _own = _Own()
    process = _own.idle.pop() if _own.idle else _started()
    try:
        yield process
    finally:
        if process.busy or process.process.poll() is not None:
            process.close()
            _own.running.remove(process)
        else:
            _own.idle.append(process)


def _started() -> _Process:
    # of its own group, so that what it starts can be ended with it; without the folder that we work in on its path
    command = [sys.executable, "-P", "-c", _COMMAND, str(_ROOT)]
    quiet: dict[str, Any] = {"stderr": subprocess.DEVNULL, "start_new_session": True}
    process = _Process(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **quiet))
    _own.running.append(process)
    return process


@atexit.register
def close() -> None:
    """Ends all of them."""
    if _own.owner == os.getpid():
        _own.idle.clear()
        while _own.running:
            _own.running.pop().close()


def serve() -> None:
    """The life of the process: work by work until who has started it is gone."""
    global _out
    # libraries write what they like to standard output
    _out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("reportkit").addHandler(logging.NullHandler())
    coming: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(coming,), daemon=True).start()
    while True:
        _work(*coming.get())


def _listen(coming: queue.SimpleQueue[Any]) -> None:
    """Takes what comes, also while work goes on: the end of it is the end of all."""
    try:
        while True:
            coming.put(pickle.load(sys.stdin.buffer))
    finally:
        if hasattr(os, "killpg"):
            os.killpg(0, signal.SIGKILL)
        os._exit(0)


def _work(function: Callable[..., Any], given: tuple[Any, ...], setting: _Setting) -> None:
    os.environ.clear()
    os.environ.update(setting.environment)
    try:
        with limits.held(setting.held), resources.laid_over(setting.overlays):
            children.confine(setting.held.memory * limits.MB)
            made = function(*given)
            if isinstance(made, Iterator):
                for item in made:
                    _send(_ITEM, item)
                made = None
        _send(_DONE, made)
    except MemoryError:
        _send(_MEMORY, None)
    except Exception as error:
        _send(_FAILED, _whole(error))


def _whole(error: Exception) -> Exception:
    """An error fit to be sent, with where it arose as a note."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note("".join(traceback.format_tb(error.__traceback__)))
    return error


def _send(kind: str, told: Any) -> None:
    assert _out
    pickle.dump((kind, told), _out, pickle.HIGHEST_PROTOCOL)
    _out.flush()
