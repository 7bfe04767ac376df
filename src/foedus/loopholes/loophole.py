"""A fault found, with the play that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.figures import Figure
from foedus.loopholes.story import Line, Path
from foedus.process import Move
from foedus.process.exploration import Batch


@dataclass(frozen=True, slots=True)
class Loophole:
    """A fault found, with the play that shows it.

    Parameters
    ----------
    id
        Which property of the catalogue fails.
    statement
        The fault in a sentence.
    lines
        The play, told; empty where the text alone shows the fault.
    moves
        The same play as moves; the process allows each of them in turn.
    batches
        The same moves, those that belong together in one batch.
    clauses
        The clauses that make the fault, as paths of keys; the first is where it is reported.
    unmet
        What is not owed at the end, and why.
    chance
        How likely the fault is, where the arrangement says how reliable the record is.
    needs
        The clauses that it needs, each of them, where that was asked.
    needs_each
        Whether it is known that it needs each of them: not where asking was given up.
    headline
        Of what kind it is, in a few words that are true of it, where the definition of its property
        says more than is so.
    threat
        Who acts against whom in it, where it is about what answers an act.
    able
        Everybody who can do alone what the statement says, where it may name some of them only.
    """

    id: str
    statement: str
    lines: tuple[Line, ...] = ()
    moves: tuple[Move, ...] = ()
    batches: tuple[Batch, ...] = ()
    clauses: tuple[Path, ...] = ()
    unmet: tuple[str, ...] = ()
    chance: Figure | None = None
    needs: tuple[Path, ...] = ()
    needs_each: bool = True
    headline: str = ""
    threat: tuple[str, str] | None = None
    able: tuple[str, ...] = ()

    @property
    def story(self) -> tuple[str, ...]:
        """The play as dated sentences, and what is not owed at its end."""
        return (*(line.text() for line in self.lines), *(f"In the end {u}" for u in self.unmet))
