"""What is lost when an instrument runs out or is left."""

from __future__ import annotations

from independent.asking import Asking
from independent.meaning import EXPIRED, NOTICED, OPEN, WITHDRAWN
from independent.plays import Graph, Label


class EndingsAsked(Asking):
    """What is lost when an instrument runs out or is left."""

    def expiry(self) -> set[str]:
        """AG (attacked ∧ (owed ∨ open ∧ EF answer) → after the sunset EF answer)."""
        found: set[str] = set()
        for actor in self.adversaries:
            casus = self.casus(actor)
            for name, i in self.a.instruments.items():
                if i.sunset is None or name in found:
                    continue
                graph = self.on(self.truly(self.about(actor)))
                if ("standing", name) not in graph.at:
                    continue
                if self._expires(graph, actor, casus, name):
                    found.add(name)
        return found

    def _expires(self, graph: Graph, actor: str, casus: int, name: str) -> bool:
        def lets(at: int, label: Label, _to: int) -> bool:
            if label[0] == "conduct":
                alone = self.movers(label) == {actor}
                return alone and graph.value(at, "rung", actor) < casus == max(label[1])
            return label[0] != "withdraw" and (label[0] != "ballot" or label[3] == "yes")

        reached = graph.reached([graph.start], lets)
        still = self.unmoved(graph, actor)
        able = graph.can_reach(
            self.answer(graph, actor), lambda a, way, t: lets(a, way, t) and still(a, way, t)
        )
        named = [var for var in graph.at if var[0] == "progress"]
        owed, ends = self.owed(graph, actor), self.a.instruments[name].accrued == "end"
        return any(
            to not in able and graph.value(to, "standing", name) == EXPIRED
            for at in reached & able
            if graph.value(at, "rung", actor) >= casus
            and graph.value(at, "standing", name) != EXPIRED
            and (any(graph.value(at, *var) == OPEN for var in named) or (ends and owed(at)))
            for label, to in graph.ways[at]
            if lets(at, label, to)
        )

    def withdrawal_dodge(self) -> set[str]:
        """AG[only the adversary acts] (left ∧ attacked → EF[attack goes on] answer)."""
        found = set()
        for actor in self.adversaries:
            graph = self.on(self.truly(self.about(actor)), endless=True)
            goal, casus = self.answer(graph, actor), self.casus(actor)
            worst = self.a.conduct[actor].acts[-1].act
            starts = self.attacked(graph, actor, worst)
            helping = self.helping(graph, self.able(graph, starts, actor))
            if not any(map(goal, graph.reached(starts, helping))):
                continue

            def only(_at: int, label: Label, _to: int, actor: str = actor) -> bool:
                return label[0] != "withdraw" or label[1] == actor

            still = self.unmoved(graph, actor)
            able = graph.can_reach(
                goal, lambda a, way, t, only=only, still=still: only(a, way, t) and still(a, way, t)
            )
            alone = graph.reached(
                [graph.start], lambda _a, label, _t, actor=actor: self._alone(label, actor)
            )
            for name, i in self.a.instruments.items():
                if not i.withdrawal or actor not in i.withdrawal.by:
                    continue
                if ("standing", name) in graph.at and any(
                    at not in able
                    and graph.value(at, "rung", actor) >= casus
                    and graph.value(at, "standing", name) in (NOTICED, WITHDRAWN)
                    for at in alone
                ):
                    found.add(name)
        return found

    def _alone(self, label: Label, actor: str) -> bool:
        return label[0] == "wait" or self.movers(label) == {actor}
