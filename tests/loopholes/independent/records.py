"""What is found, rightly or wrongly, what a victim may do, and whether order matters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from independent.asking import Asking, making
from independent.meaning import DONE, FRESH, NEVER, PROPOSED
from independent.plays import Graph, Label
from independent.program import excusing
from independent.rules import Var

from foedus.language.conditions import Condition


class RecordsAsked(Asking):
    """What is found, rightly or wrongly, what a victim may do, and whether order matters."""

    def false_flag(self) -> bool:
        """AG (effect → breached)."""
        found = set()
        for name, p in self.a.procedures.items():
            norms = self.grounds(name)
            if not p.then or not norms:
                continue
            graph = self.on([("progress", name)], (("breached", n) for n in norms))

            def kept(at: int, graph: Graph = graph, norms: set[str] = norms) -> bool:
                return not any(graph.value(at, "breached", n) for n in norms)

            reached = graph.reached([graph.start], lambda _a, _l, to, kept=kept: kept(to))
            if any(kept(at) and graph.value(at, "progress", name) == DONE for at in reached):
                found.add(name)
        return bool(found) or any(self._starting_on_nothing())

    def _starting_on_nothing(self) -> Iterator[str]:
        """Yield the instruments and guarantees that a breach brings about, and none too."""
        texts = ((n, i) for n, i in self.a.instruments.items() if i.status != "in_force")
        waits = [(("standing", n), (i.enters,)) for n, i in texts]
        for name, norm in self.a.norms.items():
            if norm.obligation:
                waits.append((("due", name), (norm.when,)))
        for name, g in self.a.guarantees.items():
            waits.append((("active", name), (g.in_force, g.activates_when)))
            waits.append((("answerable", name), (g.due_when,)))
            waits.append((("lost", name), (g.forfeited_if,)))
        read = [(v, {n for c in cs for n in self._grounds_of(c)}) for v, cs in waits]
        excuses = {name: set(excusing(norm)) for name, norm in self.a.norms.items()}
        read += [(("excused", name), norms) for name, norms in excuses.items() if norms]
        for var, norms in read:
            graph = self.on([var], (("breached", n) for n in norms))

            def kept(at: int, graph: Graph = graph, norms: set[str] = norms) -> bool:
                return not any(graph.value(at, "breached", n) for n in norms)

            def so(at: int, graph: Graph = graph, var: Var = var) -> bool:
                if var[0] in ("active", "answerable", "excused"):
                    return bool(graph.flag(at, *var))
                if var[0] == "lost":
                    return bool(graph.value(at, *var))
                return graph.value(at, *var) != {"standing": PROPOSED, "due": NEVER}[var[0]]

            if norms and not so(graph.start):
                reached = graph.reached([graph.start], lambda _a, _l, to, kept=kept: kept(to))
                if any(kept(at) and so(at) for at in reached):
                    yield var[1]

    def _grounds_of(self, condition: Condition | None) -> set[str]:
        """Return the norms whose breach, alleged or found, a condition waits for."""
        found: set[str] = set()
        for atom in making(condition):
            found |= {atom.found, atom.alleged, atom.breached} - {None}
            for name in {atom.done, atom.open, atom.lapsed} - {None}:
                found |= self.grounds(name)
        return found

    def deniable_breach(self) -> set[tuple[str, str]]:
        """AG (breached ∧ alleged → AF found): the lowest breach, alleged the same day."""
        found = set()
        for name, p in self.a.procedures.items():
            for norm in {step.finds for step in p.steps if step.finds} & {p.opens.alleging}:
                for bearer in self.a.norms[norm].bearer:
                    if self.forbids(norm, bearer) and self._missed(name, norm, bearer):
                        found.add((name, bearer))
        return found

    def _missed(self, name: str, norm: str, bearer: str) -> bool:
        seeds = [("progress", name), ("found", norm), ("breached", norm)]
        seeds += [(what, n) for n in self.duties(bearer) for what in ("active",)]
        graph = self.on(seeds, [("rung", bearer)])
        number = self.procedures.index(name)
        for start in self.breaking(graph, norm, bearer):
            for by in self.a.procedures[name].opens.by:
                alleged = graph.by(start, "allege", by, number)
                if alleged is None:
                    continue

                def told(at: int) -> bool:
                    return bool(graph.value(at, "found", norm))

                def lets(_at: int, label: Label, _to: int) -> bool:
                    return label[0] in ("ballot", "wait")

                return alleged in graph.can_avoid([alleged], told, lets)
        return False

    def self_defence(self) -> bool:
        """AG (attacked ∧ answers → breached, active for the victim as if it bore it)."""
        return any(
            self._punished(actor, victim)
            for actor in self.adversaries
            for victim in set(self.protected(actor)) & set(self.a.conduct) - {actor}
        )

    def _punished(self, actor: str, victim: str) -> bool:
        """Say whether an answer, on the day of the worst act or the next, costs the victim."""
        norms = [n for n, norm in self.a.norms.items() if victim in norm.bearer]
        alone = [n for n in norms if len(self.a.norms[n].bearer) == 1]
        shared = [n for n in norms if n not in alone and not self.a.norms[n].unless]
        mine = [n for n, g in self.a.guarantees.items() if g.protects.state == victim]
        graph = self.on(
            [("rung", actor), ("rung", victim)],
            (("breached", n) for n in norms),
            ((what, n) for n in {*mine, *self.duties(actor)} for what in ("active", "gives")),
        )
        attacks = range(self._lowest(actor), len(self.a.conduct[actor].acts))
        answers = range(1, len(self.a.conduct[victim].acts))
        starts = self._quiet(graph, actor)
        for start, attack, rung in product(starts, attacks, answers):
            same = self._acts(graph, start, {actor: attack, victim: rung})
            attacked = self._acts(graph, start, {actor: attack})
            bore_it = graph.by(attacked, "wait")
            later = self._acts(graph, bore_it, {victim: rung})
            for silent, at in ((attacked, same), (bore_it, later)):
                broken = [[graph.value(s, "breached", n) for s in (silent, at)] for n in alone]
                bound = [
                    [graph.flag(s, what, n) for s in (at, silent)]
                    for n in mine
                    for what in ("active", "gives")
                ]
                if any(graph.value(at, "breached", n) for n in shared):
                    return True
                if any(after and not before for before, after in (*broken, *bound)):
                    return True
        return False

    def _lowest(self, actor: str) -> int:
        """Return the lowest rung that is grave: unbearable, or answered by a duty."""
        unbearable = self.a.conduct[actor].unbearable_from
        rungs = [self.casus(actor), *([self.rung(actor, unbearable)] if unbearable else [])]
        return max(min(rungs), 1)

    def _quiet(self, graph: Graph, actor: str) -> set[int]:
        """Return the mornings to which a play comes in which nobody acts gravely or leaves."""
        reached = graph.reached([graph.start], lambda _a, label, _t: self.calm(label))
        fresh = {at for at in reached if graph.value(at, "rank") == FRESH}
        return fresh | set(self.started(graph, actor))

    def _acts(self, graph: Graph, at: int | None, rungs: dict[str, int]) -> int:
        return graph.by(at, "conduct", tuple(rungs.get(p, -1) for p in self.a.conduct))

    def order(self) -> bool:
        """AG (a, b enabled, of one kind → a;b = b;a)."""
        seeds = [("progress", n) for n in self.a.procedures]
        seeds += [("performed", n) for n in self.a.deeds]
        seeds += [("standing", n) for n in self.a.instruments]
        seeds += [(what, n) for n in self.a.norms for what in ("breached", "due")]
        seeds += [(what, n) for n in self.a.guarantees for what in ("lost", "started", "case")]
        graph = self.on(seeds, endless=True)
        alike = {at: self._but_for_limits(graph, at) for at in graph.nodes}
        ranks = {"perform": 2, "sign": 2, "withdraw": 3, "allege": 4, "open": 4}
        for at in graph.nodes:
            ways = [(label, to) for label, to in graph.ways[at] if label[0] in ranks]
            for n, (one, after_one) in enumerate(ways):
                for other, after_other in ways[n + 1 :]:
                    same = one[1] == other[1] or (one[2] == other[2] and one[0] == other[0])
                    if same or ranks[one[0]] != ranks[other[0]]:
                        continue
                    ends = graph.by(after_one, *other), graph.by(after_other, *one)
                    first = after_one if ends[0] is None else ends[0]
                    last = after_other if ends[1] is None else ends[1]
                    if alike[first] != alike[last]:
                        return True
        return False

    def _but_for_limits(self, graph: Graph, at: int) -> tuple[int, ...]:
        """Return a state without the days in which a deed would have been due that is done."""
        row = list(graph.rows[at])
        for name, norm in self.a.norms.items():
            if norm.obligation and graph.value(at, "performed", norm.obligation):
                row[graph.at["due", name]] = NEVER
        return tuple(row)
