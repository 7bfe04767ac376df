"""States by number: what is known of a state is looked up by it, and not by the state itself.

A state is deep, so that to look one up takes its time, and one is looked up again and again.
"""

from __future__ import annotations

from foedus.process import State


class States:
    """Numbers states; equal ones have the same number.

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
        self._equal: dict[State, int] = {}
        self._same: dict[int, tuple[int, State]] = {}

    def number(self, state: State) -> int:
        """Return the number of a state."""
        kept = self._same.get(id(state))
        if kept is None:  # what is kept stays where it is, and nothing else has its identity
            number = self._equal.setdefault(state, len(self._equal))
            kept = self._same[id(state)] = (number, state)
        return kept[0]
