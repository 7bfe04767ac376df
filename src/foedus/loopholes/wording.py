"""In which words a question names whom it is about, and what is not owed in the end."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from foedus.language import listed
from foedus.process import Process, Progress, State, called

if TYPE_CHECKING:
    from foedus.loopholes.reading import Threat

_SHOWN = 6
_PAIR = 2


class Wording:
    """An arrangement as sentences name it.

    Attributes
    ----------
    process : Process
        The process of the arrangement.
    """

    process: Process

    @abstractmethod
    def answering(self, threat: Threat) -> tuple[str, ...]:
        """Return the procedures that answer an act by taking effect."""

    def called(self, *actors: str, joint: str = "and") -> str:
        """Return what parties, bodies and members are called, as a list in a sentence."""
        return listed([called(self.process.arrangement, actor) for actor in actors], joint)

    def whose(self, threat: Threat) -> str:
        """Return who acts, and against whom where it may act against several."""
        several = self.process.clauses.index.several(threat.by)
        return " against ".join(map(self.called, [threat.by, threat.against][: 1 + several]))

    def any_one(self, actors: Sequence[str]) -> str:
        """Return that each of these can do something alone, as the subject of a sentence."""
        actors = tuple(dict.fromkeys(actors))
        if len(actors) == 1:
            return f"{self.called(*actors)} alone"
        shown = actors if len(actors) <= _SHOWN + 1 else actors[:_SHOWN]
        if len(actors) == _PAIR:
            return f"either {self.called(*actors, joint='or')} alone"
        if shown == actors:
            return f"any one of {self.called(*actors)}"
        named = ", ".join(map(self.called, shown))
        return f"any one of {named} and {len(actors) - len(shown)} more"

    def no_more(self, threat: Threat, owed: Iterable[str], end: State) -> str:
        """Say that nothing more is owed than under the guarantees that there are, all of them.

        Where there are none, also which procedure that would answer has not taken effect.
        """
        names = sorted(map(repr, owed))
        if names:
            return f"nothing more is owed than what {listed(names)} give{'s' * (len(names) == 1)}"
        at = self.process.clauses.index.procedures
        waiting = [
            repr(name)
            for name in self.answering(threat)
            if end.record.procedures[at[name]].progress is not Progress.DONE
        ]
        has = "has" if len(waiting) == 1 else "have"
        still = f", and {listed(waiting)} {has} not taken effect" if waiting else ""
        several = self.process.clauses.index.several(threat.by)
        of = f" of {self.called(threat.against)}" if several else ""
        return f"no guarantee{of} against {self.called(threat.by)} is written here{still}"
