"""Checking an arrangement against the catalogue: a verdict for each property."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, TypeVar

from foedus.loopholes.bearing import told
from foedus.loopholes.examined import examined
from foedus.loopholes.inquiry import Inquiry, Patience
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.premises import Witness
from foedus.loopholes.properties import CATALOGUE
from foedus.loopholes.property import Property
from foedus.loopholes.severity import ranked
from foedus.loopholes.story import Line, Path
from foedus.process import Process
from foedus.process.exploration import MOST_STATES
from foedus.slices import Slices

_ROUNDS = 3
"""How often what was given up is asked again, with what the others left of the time."""
Outcome = Literal["holds", "fails", "does-not-apply", "undecided"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one property.

    Parameters
    ----------
    property
        Which.
    loopholes
        The faults found, each with its story; none where it holds.
    states
        How many states were looked at.
    complete
        Whether every state was looked at that had to be; if not, that nothing was found is no
        proof.
    abstraction
        Over what a proof holds.
    scope
        What was examined, in the reader's words.
    missing
        Where it does not apply: what it would need.
    witness
        Where it holds: the play, told, in which what it supposes comes about; empty where the text
        alone shows that.
    about
        Where it holds: the clauses that it is about.
    """

    property: Property
    loopholes: tuple[Loophole, ...]
    states: int
    complete: bool
    abstraction: str
    scope: str = ""
    missing: str = ""
    witness: tuple[Line, ...] = ()
    about: tuple[Path, ...] = ()

    @builtins.property
    def outcome(self) -> Outcome:
        """Whether it holds, fails, does not apply, or is undecided."""
        if self.loopholes:
            return "fails"
        if not self.complete:
            return "undecided"
        return "does-not-apply" if self.missing else "holds"

    @builtins.property
    def holds(self) -> bool:
        """Whether the property was proved, of something that can come about."""
        return self.outcome == "holds"


def verdict(process: Process, asked: Property, *, most: int = MOST_STATES) -> Verdict:
    """Check one property of an arrangement."""
    return examine(Inquiry(process, most), asked)


def verdicts(
    process: Process,
    properties: Sequence[Property] = (),
    *,
    most: int = MOST_STATES,
    patience: Callable[[int], Patience] | None = None,
) -> tuple[Verdict, ...]:
    """Check properties of an arrangement; the whole catalogue when none are given.

    Parameters
    ----------
    process
        The process of the arrangement.
    properties
        Which; all when empty.
    most
        How many states a search may hold before it gives up.
    patience
        Called before each property with how many are left, this one among them. What it returns is
        called now and then with the states found and those waiting; when that says no, the property
        stays undecided, and is asked again once all others have been.
    """
    inquiry = Inquiry(process, most)
    return _in_turn(inquiry, tuple(properties or CATALOGUE.values()), patience, examine)


class _Answer(Protocol):
    @property
    def complete(self) -> bool: ...


_Answered = TypeVar("_Answered", bound=_Answer)


def _in_turn(
    inquiry: Inquiry,
    wanted: Sequence[Property],
    patience: Callable[[int], Patience] | None,
    answer: Callable[[Inquiry, Property], _Answered],
) -> tuple[_Answered, ...]:
    """Return the answer to each property, those given up asked again with what is left."""
    found: dict[int, _Answered] = {}
    for _ in range(_ROUNDS if patience else 1):
        left = [n for n in range(len(wanted)) if n not in found or not found[n].complete]
        for gone, number in enumerate(left):
            inquiry.patience = patience(len(left) - gone) if patience else None
            if number in found and not inquiry.goes_on(0, 0):
                break
            found[number] = answer(inquiry, wanted[number])
            if patience and not found[number].complete and not patience(1)(0, 0):
                inquiry.forget()  # it is not for the share of time that the search gave up
    return tuple(found[number] for number in range(len(wanted)))


def checking(process: Process) -> Slices[tuple[Verdict, ...]]:
    """Check the whole catalogue as `verdicts` does, in slices: a property each."""
    inquiry = Inquiry(process, MOST_STATES)
    found: list[Verdict] = []
    for asked in CATALOGUE.values():
        yield len(found), len(CATALOGUE)
        found.append(examine(inquiry, asked))
    return tuple(found)


def examine(inquiry: Inquiry, asked: Property) -> Verdict:
    """Check one property in an inquiry under way."""
    inquiry.looked_at.clear()
    found = tuple(asked.told(inquiry))
    graphs = list({id(graph): graph for graph in inquiry.looked_at}.values())
    states = sum(len(graph.states) for graph in graphs)
    largest = max(graphs, key=lambda graph: len(graph.states), default=None)
    abstraction = largest.abstraction if largest else "decided from the text, without a search"
    complete = all(graph.complete for graph in graphs)
    premise = asked.premise(inquiry) if complete and not found else Witness()
    complete = complete and all(graph.complete for graph in inquiry.looked_at)
    missing = premise if isinstance(premise, str) else ""
    shown = premise if isinstance(premise, Witness) else Witness()
    return Verdict(
        asked,
        found,
        states,
        complete,
        abstraction,
        examined(inquiry, asked.id, searched=bool(graphs)),
        missing,
        told(inquiry.process, shown.batches, shown.clauses),
        shown.clauses,
    )


class Faults(NamedTuple):
    """The faults of an arrangement, as far as they were looked for.

    Parameters
    ----------
    loopholes
        Those found, the gravest first.
    undecided
        Ids of the properties of which none was found before the search was given up.
    """

    loopholes: tuple[Loophole, ...]
    undecided: tuple[str, ...]


class _Searched(NamedTuple):
    loopholes: tuple[Loophole, ...]
    complete: bool


def faults(
    process: Process,
    ids: Iterable[str] = (),
    *,
    patience: Callable[[int], Patience] | None = None,
) -> Faults:
    """Look for the faults of the catalogue, or of the properties named.

    Parameters
    ----------
    process
        The process of the arrangement.
    ids
        Of properties; all of the catalogue when left out.
    patience
        As of `verdicts`.
    """
    asked = [CATALOGUE[name] for name in ids] or list(CATALOGUE.values())
    found = _in_turn(Inquiry(process, MOST_STATES), asked, patience, _searched)
    return Faults(
        ranked(hole for one in found for hole in one.loopholes),
        tuple(
            prop.id
            for prop, one in zip(asked, found, strict=True)
            if not (one.loopholes or one.complete)
        ),
    )


def _searched(inquiry: Inquiry, asked: Property) -> _Searched:
    inquiry.looked_at.clear()
    found = tuple(asked.told(inquiry))
    return _Searched(found, all(graph.complete for graph in inquiry.looked_at))


def find_all(process: Process, ids: Iterable[str] = ()) -> tuple[Loophole, ...]:
    """Return every fault of the catalogue, or of the properties named, the gravest first."""
    return faults(process, ids).loopholes
