"""A progress bar with the time left, on a terminal only."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def tracked_progress(what: str) -> Callable[[Iterable[int]], Iterable[int]]:
    """Return a wrapper that shows how far a loop is, on standard error; nothing when piped.

    Examples
    --------
    >>> list(tracked_progress("counting")(range(3)))
    [0, 1, 2]
    """

    def wrap(steps: Iterable[int]) -> Iterable[int]:
        from rich.console import Console
        from rich.progress import track

        console = Console(stderr=True)
        if not console.is_terminal:
            return steps
        return track(steps, what, console=console, transient=True)

    return wrap
