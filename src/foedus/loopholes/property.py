"""What a property of the catalogue is: a number, a name, what it says in plain words, a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.premises import Premise

Check = Callable[[Inquiry], Iterator[Loophole]]


@dataclass(frozen=True, slots=True)
class Property:
    """Something that a sound guarantee has, and the check that finds where one has it not.

    Parameters
    ----------
    number
        Its place in the catalogue.
    id
        Its name on the command line.
    name
        What its absence is called.
    definition
        What its absence is, in a line: the fault as a reader would describe it.
    statement
        What holds when it holds, in plain words.
    formal
        The same as a formula: ``AG`` on every play always, ``EF`` on some play at some time, ``AF``
        on every play at some time.
    check
        Yields the faults found; none is a proof over the abstraction searched.
    premise
        Asks whether what the property supposes can come about; without it, it does not apply.
    by_story
        Whether the story of a fault shows it by itself, whatever else was not looked at: that
        something comes about. Where a fault is that something does not, it stands only as long as
        no search was given up.
    """

    number: int
    id: str
    name: str
    definition: str
    statement: str
    formal: str
    check: Check
    premise: Premise
    by_story: bool = False

    def told(self, inquiry: Inquiry) -> Iterator[Loophole]:
        """Yield the faults found, but none that rests on a search that was given up.

        What that did not find may be there. Where each threat is looked at by itself, a fault rests
        on what was searched for it.
        """
        inquiry.begun = 0
        for hole in self.check(inquiry):
            searched = inquiry.looked_at[inquiry.begun :]
            if self.by_story or all(graph.complete for graph in searched):
                yield hole
