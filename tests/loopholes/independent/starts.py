"""What can be kept from ever coming to bind, and what a duty leaves to whoever owes it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from independent.asking import Asking
from independent.meaning import DONE, PROPOSED
from independent.plays import Graph, Label, Test


class StartsAsked(Asking):
    """What can be kept from ever coming to bind, and what a duty leaves to whoever owes it."""

    def kept_from_starting(self) -> set[str]:
        """¬∃ blocker ∉ {whom it is for}: blocker unwilling → ¬EF binds, where EF binds."""
        return {
            name
            for name, graph, binds, whose in self._starts()
            if any(map(binds, graph.reached([graph.start], self._stays, None, binds)))
            if any(self._keeps(graph, who, binds) for who in self._everybody(graph) - whose)
        }

    def _starts(self) -> Iterator[tuple[str, Graph, Test, set[str]]]:
        """Yield what does not bind yet, the graph of what decides it, a test, and whom it is for.

        It is for somebody if for nobody else: what protects two, each of them keeps from the other.
        """
        for name, g in self.a.guarantees.items():
            seeds = [(what, name) for what in ("owed", "active", "lost")]
            graph = self.on(seeds)
            if not graph.flag(graph.start, "active", name):
                yield name, graph, partial(self._active, graph, name), {g.protects.state}
        for name, text in self.a.instruments.items():
            if text.status != "in_force":
                graph = self.on([("standing", name)])
                held = {g.protects.state for g in self.a.guarantees.values() if g.in_ == name}
                whose = held or {v for actor in self.grave() for v in self.protected(actor)}
                alone = whose if len(held) < 2 else set[str]()
                yield name, graph, partial(self._entered, graph, name), alone
        for name, p in self.a.procedures.items():
            admitted = {effect.admit for effect in p.then if effect.admit}
            if admitted:
                graph = self.on([("progress", name)])
                done = partial(self._done, graph, name)
                yield name, graph, done, admitted if len(admitted) == 1 else set()

    def _active(self, graph: Graph, name: str, at: int) -> bool:
        return graph.flag(at, "active", name)

    def _done(self, graph: Graph, name: str, at: int) -> bool:
        return graph.value(at, "progress", name) == DONE

    def _entered(self, graph: Graph, name: str, at: int) -> bool:
        return graph.value(at, "standing", name) != PROPOSED

    def _stays(self, _at: int, label: Label, _to: int) -> bool:
        return label[0] != "withdraw"

    def _everybody(self, graph: Graph) -> set[str]:
        """Return all who do more than change their conduct."""
        labels = (label for ways in graph.ways for label, _ in ways if label[0] != "conduct")
        return {who for label in labels for who in self.movers(label)}

    def _keeps(self, graph: Graph, who: str, binds: Test) -> bool:
        """Say whether one that stays away, or says no each time, keeps it from coming to bind."""

        def no(label: Label) -> bool:
            return label[0] == "ballot" and label[1] == who and label[3] == "no"

        def away(at: int, label: Label, to: int) -> bool:
            mine = label[0] != "conduct" and who in self.movers(label)
            return (self._stays(at, label, to) or self.brings(label)) and not mine

        def against(at: int, label: Label, to: int) -> bool:
            return away(at, label, to) or no(label)

        without = graph.reached([graph.start], away, None, binds)
        objecting = graph.reached([graph.start], against, no, binds)
        return not any(map(binds, without)) or not any(map(binds, objecting))

    def deemed_necessary(self) -> bool:
        """AG (owed → owed a response whose content is fixed)."""
        responses = {name: g.response for name, g in self.a.guarantees.items()}
        for actor in self.adversaries:
            duties = self.duties(actor)
            graph = self.on(self.about(actor, effects=False))
            for victim in dict.fromkeys(self.a.guarantees[n].protects.state for n in duties):
                mine = [n for n in duties if self.a.guarantees[n].protects.state == victim]
                free = [n for n in mine if responses[n] == "as_deemed_necessary"]
                firm = [n for n in mine if n not in free]
                if any(
                    any(graph.flag(at, "owed", n) for n in free)
                    and not any(graph.flag(at, "owed", n) for n in firm)
                    for at in graph.nodes
                ):
                    return True
        return False
