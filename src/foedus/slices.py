"""Work done in slices, so that whoever does it can say how far it is, answer others, or stop."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

Made = TypeVar("Made")
Slices = Generator[tuple[int, int], None, Made]
"""Yields how much is done and how much there is, and returns what came of it."""


def finished(slices: Slices[Made]) -> Made:
    """Do all of it at once.

    Examples
    --------
    >>> def counting():
    ...     yield 0, 1
    ...     return "done"
    >>> finished(counting())
    'done'
    """
    while True:
        try:
            next(slices)
        except StopIteration as end:
            made: Made = end.value
            return made
