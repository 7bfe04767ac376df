"""Processes that work through tasks together, are deaf to interrupts, and end with their parent."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from multiprocessing import active_children, connection, get_context, parent_process
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

_Result = TypeVar("_Result")
_WATCH = "ends with its parent"
_SELDOM = 2_000_000
"""New objects before garbage is looked for: nearly all that is made here is kept."""


_WOULD_NOT = (RuntimeError, OSError)
"""How it is said that a process was not started, or takes no task: another does the work."""


class _Task(NamedTuple):
    future: Future[Any]
    function: Callable[..., Any]
    given: tuple[Any, ...]


class Team:
    """The process that asks and others, which work through tasks together.

    Where the others can be copies of this process they are made at `begin`, at the latest when the
    first task is entered, and have what it has loaded by then. Elsewhere they start at once, and
    load what they will need while the first still reads a file. What a task returns may not depend
    on who does it.

    Parameters
    ----------
    workers
        How many processes, this one among them. With one, nothing is started.
    loads
        A module that the others load at once, by its full name, where they are no copies.

    Attributes
    ----------
    size
        How many processes share the work at most.

    Examples
    --------
    >>> with Team(1) as team:
    ...     tasks = [team.submit(pow, 2, power) for power in (3, 5)]
    ...     sorted(task.result() for task in team.finished(tasks))
    [8, 32]
    """

    def __init__(self, workers: int, loads: str = "") -> None:
        self._open: deque[_Task] = deque()
        self.size = max(workers, 1)
        self._free = self.size - 1
        self._news = threading.Condition()  # guards the above, and tells of what came back
        self._others: list[Any] = []
        self._pool: ProcessPoolExecutor | None = None
        self._loads = loads
        self._begun = not self._free
        if not _copies():
            self.begin()

    def __enter__(self) -> Self:
        """Return the team."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        """Let the others go; at once, if something went wrong."""
        self._open.clear()
        if self._pool is not None:
            for other in self._others if kind is not None else ():
                other.terminate()
            self._pool.shutdown(wait=False, cancel_futures=True)

    def begin(self) -> None:
        """Start the others, unless they have been: as copies of this process where they can be."""
        if self._begun:
            return
        self._begun = True
        before = set(active_children())
        way = "fork" if _copies() else "spawn"
        given = (os.getpid(), "" if way == "fork" else self._loads)
        self._pool = ProcessPoolExecutor(self._free, get_context(way), _begin, given)
        with deaf_to_interrupts(), warnings.catch_warnings():
            # Of the threads of libraries: they know how to be copied, and none of ours is there.
            warnings.filterwarnings("ignore", "This process .* is multi-threaded")
            try:
                for _ in range(self._free):
                    self._pool.submit(_nothing)
            except _WOULD_NOT:
                self._free = 0  # the machine starts no more of them, or they broke
            # Still deaf: whoever is interrupted lets go those that it knows of.
            self._others = [child for child in active_children() if child not in before]

    def submit(self, function: Callable[..., Any], *given: Any) -> Future[Any]:
        """Enter a task: a function of a module, and what it is given."""
        self.begin()
        task = _Task(Future(), function, given)
        self._open.append(task)
        self._hand_over()
        return task.future

    def finished(self, tasks: Sequence[Future[Any]]) -> Iterator[Future[Any]]:
        """Yield tasks as they are done, and work at what is open meanwhile."""
        left = list(tasks)
        del tasks  # what is yielded may be large, and is kept by who asked for it alone
        while left:
            done = [task for task in left if task.done()]
            left = [task for task in left if task not in done]
            yield from done
            if not done and not self._work():
                with self._news:
                    if not self._open and not any(task.done() for task in left):
                        self._news.wait()

    def _work(self) -> bool:
        """Do one open task here, and say whether there was one."""
        try:
            task = self._open.popleft()
        except IndexError:
            return False
        try:
            task.future.set_result(task.function(*task.given))
        except Exception as error:  # it belongs to whoever asks for the result
            task.future.set_exception(error)
        return True

    def _hand_over(self) -> None:
        """Give a task to each of the others that has none."""
        with self._news:
            while self._pool is not None and self._free and self._open:
                task = self._open.popleft()
                try:
                    sent = self._pool.submit(task.function, *task.given)
                except _WOULD_NOT:  # it was shut down, or it broke: this process goes on alone
                    self._open.appendleft(task)
                    self._free = 0
                    return
                self._free -= 1
                sent.add_done_callback(partial(self._returned, task))

    def _returned(self, task: _Task, sent: Future[Any]) -> None:
        """Pass on what another process made of a task; what it died over is open again."""
        if sent.cancelled():
            return
        error = sent.exception()
        with self._news:
            self._free += 1
            if isinstance(error, BrokenProcessPool):
                self._free = 0
                self._open.appendleft(task)
            elif error is not None:
                task.future.set_exception(error)
            else:
                task.future.set_result(sent.result())
            self._hand_over()
            self._news.notify_all()


def beside(function: Callable[..., _Result], *given: Any) -> Callable[[], _Result]:
    """Begin on something in a copy of this process, and return what waits for its result.

    What is not done there, for whatever reason, is done here when it is waited for, and fails here
    as it would have without a copy. The function must be one of a module, and print nothing.

    Parameters
    ----------
    function, given
        What is done, and what it is given.

    Examples
    --------
    >>> later = beside(pow, 2, 5)
    >>> later()
    32
    """
    here = partial(function, *given)
    if not _copies() or (os.cpu_count() or 1) < 2:
        return here
    answer, mouth = connection.Pipe(duplex=False)
    told = (mouth, os.getpid(), here)
    copy = get_context("fork").Process(target=_tell, args=told, daemon=True)
    try:
        with deaf_to_interrupts():
            copy.start()
    except _WOULD_NOT:
        return here
    finally:
        mouth.close()

    def later() -> _Result:
        with answer:
            try:
                found: _Result = answer.recv()
            except EOFError:
                return here()
        copy.join()
        return found

    return later


def _tell(mouth: connection.Connection, parent: int, asked: Callable[[], object]) -> None:
    """Send what was asked for; who fails ends without a word."""
    _begin(parent, "")
    try:
        mouth.send(asked())
    except BaseException:
        os._exit(1)


def _copies() -> bool:
    """Say whether a copy of this process could go on: where it can be made, from a lone thread.

    What another thread holds when a copy is made nobody in the copy would let go.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _nothing() -> None:
    """Do nothing, somewhere else."""


def _begin(parent: int, loads: str) -> None:
    """Begin the life of a process that works for another.

    One that cannot ends without a word: whoever started it goes on alone, and says what it finds.
    """
    try:
        collect_seldom()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a copy would end as the first is to
        end_with(parent)
        if loads:
            import_module(loads)
    except Exception:
        os._exit(1)


def collect_seldom() -> None:
    """Let this process look for garbage seldom: a game is many objects, and all of them are kept.

    Nor is it looked for once more at the very end, when all of it goes. It is for processes that
    are ours: a command and those that work for it.
    """
    gc.set_threshold(_SELDOM)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def one_thread_each() -> None:
    """Let linear algebra use one thread in this process and those it starts, unless one says more.

    Matrices here are small. Threads that wait for the next turn round and round meanwhile, which
    takes a processor from those who share the work. It is said before NumPy is loaded.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Let processes that are started meanwhile be deaf to interrupts: who started them answers.

    An interrupt that comes meanwhile is not lost: it is seen at the end.
    """
    if sys.platform == "win32":
        yield  # they begin by ignoring them
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with(parent: int) -> None:
    """End this process as soon as the one that it works for is gone, however that ended.

    A worker waits for tasks on a pipe that its fellows hold open too, so that it would wait for
    ever. It is called in the worker, as often as one likes; elsewhere it does nothing.

    Parameters
    ----------
    parent
        The number of the process that the work is for.
    """
    names = {thread.name for thread in threading.enumerate()}
    started_by = parent_process()
    if started_by is None or started_by.pid != parent or _WATCH in names:
        return
    watch = partial(_outlived, started_by.sentinel)
    threading.Thread(target=watch, name=_WATCH, daemon=True).start()


def _outlived(parent: int) -> None:
    connection.wait([parent])
    os._exit(1)  # nobody is left to hand anything to
