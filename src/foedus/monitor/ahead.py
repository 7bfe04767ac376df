"""One thread works ahead of another."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import Any, TypeVar

T = TypeVar("T")


def ahead(items: Iterator[T], most: int) -> Iterator[T]:
    """Yield the items while at most so many more are made in another thread."""
    ready: queue.Queue[T | BaseException | None] = queue.Queue(maxsize=most)
    stopped = threading.Event()

    def work() -> None:
        try:
            for item in items:
                if not _put(ready, item, stopped):
                    return
            _put(ready, None, stopped)
        except BaseException as error:
            _put(ready, error, stopped)

    thread = threading.Thread(target=work, name="foedus-reader", daemon=True)
    thread.start()
    try:
        while True:
            item = ready.get()
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopped.set()
        thread.join()


def _put(
    ready: queue.Queue[T | BaseException | None], item: T | BaseException | None, stopped: Any
) -> bool:
    while not stopped.is_set():
        try:
            ready.put(item, timeout=0.1)
            return True
        except queue.Full:
            continue
    return False
