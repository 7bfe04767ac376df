"""What is lost when an instrument runs out or is left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from independent.asking import Asking
from independent.meaning import EXPIRED, IN_FORCE, NEVER, NOTICED, OPEN, WITHDRAWN
from independent.plays import Graph, Label, Test
from independent.program import Program
from independent.reached import Reached
from independent.rules import Var

State = Mapping[Var, int]


class Evening(NamedTuple):
    """The end of a day of a dispute on which instruments run out."""

    before: State
    after: State
    over: tuple[str, ...]


class EndingsAsked(Asking):
    """What is lost when an instrument runs out or is left."""

    def expiry(self) -> set[str]:
        """AG (attacked ∧ (owed ∨ open) ∧ EF[it goes on] answer → after the sunset EF answer)."""
        return {name for actor in self.adversaries for name in self._taking(actor)}

    def _taking(self, actor: str) -> Iterable[str]:
        """Yield the instruments that take an answer with them on the evening they run out.

        Those with which alone going on it could still come on some evening or, where none of those
        that run out together is ever enough for that, all of them. Sunsets of later evenings are
        left aside throughout.
        """
        evenings = list(self._disputed(actor))
        lost = self._unanswered(actor, (), [e.after for e in evenings])
        evenings = [evening for evening, so in zip(evenings, lost, strict=True) if so]
        told: set[str] = set()
        for over, name in dict.fromkeys((e.over, name) for e in evenings for name in e.over):
            those = [evening for evening in evenings if evening.over == over]
            if not all(self._lost_with(actor, those, {*over} - {name})):
                told.add(name)
        for over in {evening.over for evening in evenings}:
            those = [evening for evening in evenings if evening.over == over]
            if told.isdisjoint(over) and not all(self._lost_with(actor, those, ())):
                yield from over
        yield from told

    def _disputed(self, actor: str) -> Iterable[Evening]:
        """Yield evenings on which something runs out while an attack is answered or may be."""
        graph = self.on(self.truly(self.about(actor)))
        texts = [
            n for n, i in self.a.instruments.items() if i.sunset and ("standing", n) in graph.at
        ]
        opened = [var for var in graph.at if var[0] == "progress"]
        owed = self.owed(graph, actor)
        for at in graph.reached([graph.start], lambda _at, label, _to: label[0] != "withdraw"):
            pending = owed(at) or any(graph.value(at, *var) == OPEN for var in opened)
            to = graph.by(at, "wait")
            if to is None or not pending or graph.value(at, "rung", actor) < self.casus(actor):
                continue
            over = tuple(
                name
                for name in texts
                if graph.value(at, "standing", name) in (IN_FORCE, NOTICED)
                and graph.value(to, "standing", name) == EXPIRED
            )
            if over:
                before, after = (dict(zip(graph.at, graph.rows[n], strict=True)) for n in (at, to))
                yield Evening(before, after, over)

    def _lost_with(self, actor: str, evenings: list[Evening], over: Collection[str]) -> list[bool]:
        """Say of evenings whether the answer is lost if, of what runs out, only some does."""
        begun = [evening.before for evening in evenings]
        return self._unanswered(actor, over, begun, night=True)

    def _unanswered(
        self,
        actor: str,
        over: Collection[str],
        begun: list[State],
        *,
        night: bool = False,
    ) -> list[bool]:
        """Say of states whether no answer can come from them, or from the next morning on.

        Where nothing runs out but some instruments.
        """
        texts = self.a.instruments.items()
        ending = {n: i if n in over else replace(i, sunset=None) for n, i in texts}
        program = Program(replace(self.a, instruments=ending))
        endless = [
            {v: NEVER if v[0] == "sunset" and v[1] not in over else n for v, n in state.items()}
            for state in begun
        ]
        if not begun:
            return []
        seeds = sorted(self.truly(self.about(actor)))
        graph = Graph(Reached(program, seeds, endless))
        still = self.unmoved(graph, actor)

        def lets(at: int, label: Label, to: int) -> bool:
            return label[0] != "withdraw" and still(at, label, to)

        able = graph.can_reach(self.answer(graph, actor), lets)
        starts = [graph.by(at, "wait") if night else at for at in graph.starts]
        return [at not in able for at in starts]

    def withdrawal_dodge(self) -> set[str]:
        """AG[only the adversary acts; all sign what it leaves] (left ∧ attacked → EF answer)."""
        found = set()
        for actor in self.adversaries:
            texts = self.a.instruments.items()
            leaving = [n for n, i in texts if i.withdrawal and actor in i.withdrawal.by]
            if not leaving:
                continue
            rights = self._rights(actor)
            seeds = [("answerable", name) for name in rights]
            about = [*self.about(actor), *seeds]
            graph = self.on(self.truly(about), endless=True)
            goal = self._response(graph, actor, rights)
            answered = {
                self.rung(actor, act.act)
                for act in self.a.conduct[actor].acts[self.casus(actor) :]
                if self._meets(graph, actor, act.act, goal)
            }

            def only(_at: int, label: Label, _to: int, actor: str = actor) -> bool:
                return label[0] != "withdraw" or label[1] == actor

            still = self.unmoved(graph, actor)
            able = graph.can_reach(
                goal, lambda a, way, t, only=only, still=still: only(a, way, t) and still(a, way, t)
            )
            for name in leaving:
                lets = partial(self._leaves, graph, actor, name)
                alone = graph.reached([graph.start], lets)
                if ("standing", name) in graph.at and any(
                    at not in able
                    and graph.value(at, "rung", actor) in answered
                    and graph.value(at, "standing", name) in (NOTICED, WITHDRAWN)
                    for at in alone
                ):
                    found.add(name)
        return found

    def _meets(self, graph: Graph, actor: str, act: str, goal: Test) -> bool:
        """Say whether an act could be answered if nobody had left."""
        starts = self.attacked(graph, actor, act)
        helping = self.helping(graph, self.able(graph, starts, actor))
        return any(map(goal, graph.reached(starts, helping)))

    def _rights(self, actor: str) -> list[str]:
        """Return the rights to respond to an act, where no duty and no procedure answers it."""
        if self.duties(actor) or self.answering(actor):
            return []
        every = self.a.guarantees.items()
        return [n for n, g in every if g.against == actor and g.response == "right_only"]

    def _response(self, graph: Graph, actor: str, rights: list[str]) -> Test:
        """Return the test whether an act is answered or, by right, may be."""
        answer = self.answer(graph, actor)
        return lambda at: answer(at) or any(graph.flag(at, "answerable", n) for n in rights)

    def _leaves(self, graph: Graph, actor: str, name: str, at: int, label: Label, _to: int) -> bool:
        """Say whether nobody else acts; all may sign what `actor` leaves, before it acts."""
        if label[::2] == ("sign", name):
            return graph.value(at, "rung", actor) < self.casus(actor)
        return self._alone(label, actor)

    def _alone(self, label: Label, actor: str) -> bool:
        return label[0] == "wait" or self.movers(label) == {actor}
