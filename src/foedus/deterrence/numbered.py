"""States by number: what is known of a state is looked up by it, and not by the state itself.

A state is deep, so that to look one up takes its time, and one is looked up again and again. Of
worlds, records and instruments there are far fewer than of states: what hangs on one of them alone
is looked up by its own number.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

from foedus.process import Life, Record, State, World

T = TypeVar("T", bound=Hashable)


class Numbers(Generic[T]):
    """Numbers values; equal ones have the same number, and one that came before has it at once.

    Examples
    --------
    >>> words, some = Numbers[tuple[str, ...]](), ("war", "peace")
    >>> words.number(some), words.number(("peace",)), words.number(some), words.number((*some,))
    (0, 1, 0, 0)
    """

    def __init__(self) -> None:
        self._equal: dict[T, int] = {}
        self._same: dict[int, tuple[int, T]] = {}

    def number(self, value: T) -> int:
        """Return the number of a value."""
        kept = self._same.get(id(value))
        if kept is None:  # what is kept stays where it is, and nothing else has its identity
            number = self._equal.setdefault(value, len(self._equal))
            kept = self._same[id(value)] = (number, value)
        return kept[0]


class States:
    """Numbers states, and their parts.

    Attributes
    ----------
    worlds, records, instruments
        The numbers of what states are made of.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> from foedus.process import Process
    >>> start, states = Process(read(text_of("locarno-1925"))).start, States()
    >>> later = start._replace(day=1)
    >>> states.number(start), states.number(later), states.number(later._replace(day=0))
    (0, 1, 0)
    """

    def __init__(self) -> None:
        self.worlds, self.records = Numbers[World](), Numbers[Record]()
        self.instruments = Numbers[tuple[Life, ...]]()
        self._equal: dict[tuple[int, int, int, bool], int] = {}
        self._same: dict[int, tuple[int, State]] = {}

    def number(self, state: State) -> int:
        """Return the number of a state."""
        kept = self._same.get(id(state))
        if kept is None:
            world, record = self.worlds.number(state.world), self.records.number(state.record)
            parts = (state.day, world, record, state.over)
            kept = self._same[id(state)] = (self._equal.setdefault(parts, len(self._equal)), state)
        return kept[0]
