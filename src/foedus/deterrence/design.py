"""The design of a sweep: everything but the arrangement that its figures depend on.

Command, sweep and assessment share one. What it says of who does the work stands apart
(`foedus.deterrence.sweep.Runner`), because that changes no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from foedus.deterrence.contests import Form
from foedus.deterrence.rivals import STATED, Over

CHUNK = 500
"""Draws in a chunk. It belongs to the seed: another size gives other draws."""
BREAK_EVENS = ("honour", "passing", "days")
"""Parameters of which a break-even can be searched for."""
Chunks = list[tuple[int, int]]


@dataclass(frozen=True)
class Design:
    """What is drawn, how choices are made, which model of fights and honouring, what is read off.

    Parameters
    ----------
    draws
        How many draws of what is uncertain.
    seed
        Of the draws: the same gives the same figures, whoever computes them.
    precision
        Of the players' choices, per unit of the prize; the higher, the fewer errors. The default
        gives odds of e² for a tenth of the prize.
    vary
        Parameters drawn evenly from a range instead of from the file: ``honour``, ``days`` and
        ``passing`` (of whatever answers a breach), or a parameter by its own name.
    fixed
        Parameters held at a value.
    within
        Between which ranks of its law a parameter is drawn.
    at
        Positions taken later are not known, and figures that rest on later sources are refused;
        the day of the file when left out.
    contest
        How fights end: ``stated`` in the file, or by the ``ratio`` or ``difference`` of its forces.
    honour
        A published record of honouring (`foedus.evidence.HONOUR`) that duties of force follow,
        instead of what the file says.
    over
        Whether rights and arms follow that record as well.
    break_evens
        Which to search for, of `BREAK_EVENS`.
    waiting
        Whether it is read off what waiting out a sunset brings, which takes two more games.
    stories
        Whether a story of the middle case is told, and what would change its answer.

    Examples
    --------
    >>> Design(draws=1200).chunks
    [(0, 500), (1, 500), (2, 200)]
    """

    draws: int = 1000
    seed: int = 0
    precision: float = 20.0
    vary: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)
    within: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    at: date | None = None
    contest: Form = "stated"
    honour: str = STATED
    over: Over = "force"
    break_evens: tuple[str, ...] = BREAK_EVENS
    waiting: bool = True
    stories: bool = True

    def __post_init__(self) -> None:
        if self.draws < 1:
            raise ValueError(f"{self.draws} draws are none; give at least 1")

    @property
    def chunks(self) -> Chunks:
        """The (number, size) of the chunks that its draws are computed in."""
        starts = range(0, self.draws, CHUNK)
        return [(at // CHUNK, min(CHUNK, self.draws - at)) for at in starts]

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """Both ends of what is varied, and of what is held."""
        return {**self.vary, **{name: (value, value) for name, value in self.fixed.items()}}

    @property
    def fingerprint(self) -> dict[str, object]:
        """All that the figures of a draw depend on, as plain data: not how many draws there are."""
        return {name: value for name, value in asdict(self).items() if name != "draws"}
