"""What the questions are made of: whom they are about, goals, moves, and where plays begin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache
from heapq import heappop, heappush

from independent.meaning import DONE, FRESH
from independent.plays import Graph, Label, Lets, Test
from independent.program import Program
from independent.reached import Reached
from independent.rules import Var

from foedus.language import Arrangement, Condition, Effect

LESS = ("right_only", "consult")
"""What is no duty of defence: a right, and consultation."""


def making(condition: Condition | None) -> list[Condition]:
    """Return the atoms that can make a condition hold: not those that keep it from holding."""
    places = condition.placed(()) if condition else ()
    return [atom for path, atom in places if path.count("not") % 2 == 0]


def every_condition(a: Arrangement) -> Iterator[Condition]:
    """Yield every condition of a text."""
    for g in a.guarantees.values():
        yield from filter(None, (g.in_force, g.activates_when, g.due_when, g.forfeited_if))
    for norm in a.norms.values():
        yield from filter(None, (norm.when, norm.while_, norm.unless))
    for p in a.procedures.values():
        yield from filter(None, (p.opens.when, *(step.needs for step in p.steps)))
    yield from filter(None, (deed.needs for deed in a.deeds.values()))
    yield from filter(None, (text.enters for text in a.instruments.values()))


class Asking:
    """An arrangement, the graphs it has, and what questions are made of.

    Parameters
    ----------
    arrangement
        With bodies of at most four members and time limits of a few days.
    """

    def __init__(self, arrangement: Arrangement) -> None:
        self.a = a = arrangement
        endless = {name: replace(i, sunset=None) for name, i in a.instruments.items()}
        self.programs = {False: Program(a), True: Program(replace(a, instruments=endless))}
        self.graph = cache(self._graph)
        self.procedures = list(a.procedures)
        # Procedures with a step that all its members saying yes do not carry.
        self.mixed = {
            self.procedures.index(p)
            for (p, _s), count in self.programs[False].counts.items()
            if not any(tally.passed for tally in count.said(("yes",)))
        }
        grave = [p for p in a.conduct if a.conduct[p].unbearable_from or self.guarded(p)]
        self.adversaries = [p for p in a.conduct if p in grave or self._breaks(p, grave)]

    def _graph(self, seeds: frozenset[Var], endless: bool) -> Graph:
        return Graph(Reached(self.programs[endless], sorted(seeds)))

    def on(self, *seeds: Iterable[Var], endless: bool = False) -> Graph:
        """Return the graph of the slice that decides `seeds`."""
        return self.graph(frozenset(var for part in seeds for var in part), endless)

    # Whom and what a question is about ---------------------------------------------------------

    def guarded(self, actor: str) -> bool:
        return any(g.against == actor for g in self.a.guarantees.values())

    def grave(self) -> list[str]:
        """Return who acts gravely by the text alone; all who are asked about if nobody does."""
        found = [
            p for p in self.adversaries if self.a.conduct[p].unbearable_from or self.guarded(p)
        ]
        return found or self.adversaries

    def _breaks(self, actor: str, grave: list[str]) -> bool:
        """Say whether some act of it is forbidden, and nothing excuses it as an answer.

        What it does to whoever acts gravely answers that, unless a norm owed to that one has no
        exception.
        """
        acts = [act.act for act in self.a.conduct[actor].acts]
        norms = (n for n in self.a.norms.values() if actor in n.bearer)
        answers = (p for p in grave if actor in (self.a.conduct[p].towards or (actor,)))
        broken = [n for n in norms if n.prohibition in acts]
        if any(answers):
            return any(n.towards and n.unless is None for n in broken)
        return bool(broken)

    def duties(self, actor: str) -> list[str]:
        """Guarantees against `actor` that bind somebody."""
        every = self.a.guarantees.items()
        return [n for n, g in every if g.against == actor and g.response not in LESS]

    def promises(self, actor: str) -> list[str]:
        """Guarantees against `actor`, rights and consultation among them."""
        return [name for name, g in self.a.guarantees.items() if g.against == actor]

    def with_members(self, *parties: str) -> set[str]:
        named = (self.a.parties[p].members for p in parties if p in self.a.parties)
        return {*parties, *(member for members in named for member in members)}

    def protected(self, actor: str) -> list[str]:
        """Whom the guarantees against `actor`, or else the norms that bind it, protect."""
        found = [g.protects.state for g in self.a.guarantees.values() if g.against == actor]
        found += self.a.conduct[actor].towards
        norms = self.a.norms.values()
        return found + [s for n in norms if actor in n.bearer for s in n.towards]

    def grounds(self, name: str) -> set[str]:
        """Norms whose breach, alleged or found, sets off a procedure, through others too."""
        found: set[str] = set()
        pending, seen = [name], set()
        while pending:
            opens = self.a.procedures[pending[-1]].opens
            seen.add(pending.pop())
            found |= {opens.alleging} - {None}
            for atom in making(opens.when):
                found |= {atom.found, atom.alleged, atom.breached} - {None}
                pending += [p for p in (atom.done, atom.open, atom.lapsed) if p and p not in seen]
        return found

    def acts_awaited(self, name: str, seen: frozenset[str] = frozenset()) -> set[str | None]:
        """Whose acts a procedure waits for, through others too."""
        atoms = list(making(self.a.procedures[name].opens.when))
        found = {atom.by for atom in atoms if atom.act or atom.acted}
        before = {p for atom in atoms for p in (atom.done, atom.open, atom.lapsed) if p}
        for other in before - seen - {name}:
            found |= self.acts_awaited(other, seen | {name})
        return found

    def alone(self, actor: str, name: str) -> bool:
        """Whether nobody else has a part in a procedure."""
        p = self.a.procedures[name]
        return bool(p.opens.by) and {*p.opens.by, *(s.by for s in p.steps)} <= self.with_members(
            actor
        )

    def set_off(self, actor: str) -> list[str]:
        """Procedures that an act of `actor`, or its breach, can set off."""
        return [
            name
            for name in self.a.procedures
            if any(actor in self.a.norms[n].bearer for n in self.grounds(name))
            or (actor in self.acts_awaited(name) and not self.alone(actor, name))
        ]

    def measures(self, actor: str) -> dict[str, set[str]]:
        """Texts that `actor`, or its breach, can bring into force, with what they wait for."""
        started = self.set_off(actor)
        found: dict[str, set[str]] = {}
        for name, text in self.a.instruments.items():
            if text.status == "in_force" or text.enters is None:
                continue
            atoms = making(text.enters)
            by = [{a.found, a.alleged, a.breached} - {None} for a in atoms]
            broken = any(actor in self.a.norms[n].bearer for norms in by for n in norms)
            broken = broken or any(a.by == actor and (a.act or a.acted) for a in atoms)
            read = {a.done or a.open or a.lapsed for a in atoms}
            if broken or read & {*started}:
                found[name] = {a.done for a in atoms if a.done}
        return found

    def consequences(self, actor: str) -> list[str]:
        """Those of them with an effect, if it is more than to lift what a breach brought."""
        effects = {n: self.a.procedures[n].then for n in self.set_off(actor)}
        brought = {e.bring_into_force for then in effects.values() for e in then} - {None}
        brought |= {*self.measures(actor)}
        return [
            n
            for n, then in effects.items()
            if then and not all(effect.terminate in brought for effect in then)
        ]

    def answering(self, actor: str) -> list[str]:
        """Those of them that do more than end what is there against `actor`, and for others."""
        struck = {
            name
            for name in self.consequences(actor)
            if any(self._strikes(effect, actor) for effect in self.a.procedures[name].then)
        }
        waited = {name for names in self.measures(actor).values() for name in names}
        return [name for name in self.set_off(actor) if name in struck | waited]

    def _strikes(self, effect: Effect, actor: str) -> bool:
        own = self.with_members(actor)
        stands = [g for g in self.a.guarantees.values() if g.in_ == effect.terminate]
        bound = [n for n in self.a.norms.values() if n.in_ == effect.terminate]
        if effect.terminate is None or not (stands or bound):
            return True
        return any(g.protects.state in own for g in stands) or any(
            by not in own for n in bound for by in n.bearer
        )

    def rung(self, actor: str, act: str) -> int:
        return self.programs[False].rungs[actor][act]

    def casus(self, actor: str) -> int:
        """The lowest rung that a duty answers; without one, the lowest that cannot be borne."""
        duties = [self.a.guarantees[n].casus_foederis for n in self.duties(actor)]
        rungs = [self.rung(actor, act) for act in duties]
        ladder = self.a.conduct[actor]
        unbearable = ladder.unbearable_from or ladder.acts[-1].act
        return min(rungs, default=self.rung(actor, unbearable))

    def forbids(self, norm: str, by: str) -> bool:
        """Say whether a norm forbids an act on somebody's ladder."""
        return self.a.norms[norm].prohibition in self.programs[False].rungs.get(by, {})

    def about(self, actor: str, *, effects: bool = True) -> list[Var]:
        """What the answer to `actor` is made of."""
        seeds: list[Var] = [("rung", actor)]
        seeds += [(what, n) for n in self.duties(actor) for what in ("owed", "active", "lost")]
        if effects:
            seeds += [("progress", name) for name in self.answering(actor)]
        return seeds

    def truly(self, seeds: Iterable[Var]) -> list[Var]:
        """What a question reads, and of all that is alleged on the way whether it is so."""
        seeds = list(seeds)
        on_the_way = [var[1] for var in self.programs[False].slice(seeds) if var[0] == "progress"]
        norms = {self.a.procedures[name].opens.alleging for name in on_the_way} - {None}
        return seeds + [("breached", norm) for norm in sorted(norms)]

    def is_so(self, graph: Graph, at: int, label: Label) -> bool:
        """Say whether a move alleges no breach where there was none."""
        if label[0] != "allege":
            return True
        norm = self.a.procedures[self.procedures[label[2]]].opens.alleging
        return ("breached", norm) not in graph.at or bool(graph.value(at, "breached", norm))

    def owed(self, graph: Graph, actor: str) -> Test:
        duties = self.duties(actor)
        return lambda at: any(graph.flag(at, "owed", name) for name in duties)

    def effect(self, graph: Graph, actor: str) -> Test:
        named = self.answering(actor)
        return lambda at: any(graph.value(at, "progress", name) == DONE for name in named)

    def answer(self, graph: Graph, actor: str) -> Test:
        owed, effect = self.owed(graph, actor), self.effect(graph, actor)
        return lambda at: owed(at) or effect(at)

    # Moves -------------------------------------------------------------------------------------

    def moved(self, label: Label, actor: str) -> bool:
        """Say whether `actor` changes its conduct."""
        return label[0] == "conduct" and label[1][list(self.a.conduct).index(actor)] >= 0

    def movers(self, label: Label) -> set[str]:
        """Return who acts; nobody when time passes."""
        if label[0] == "conduct":
            return {p for p, rung in zip(self.a.conduct, label[1], strict=True) if rung >= 0}
        return {label[1]} - {"nature"} if len(label) > 1 else set()

    def lenders(self, actor: str) -> set[str]:
        """Whose acts can be help against `actor`: who attacks nobody, or nobody but `actor`.

        Of these, only a norm may speak against the acts: they answer those of `actor`.
        """
        grave = [p for p in self.adversaries if self.a.conduct[p].unbearable_from]
        grave += [p for p in self.adversaries if self.guarded(p)]
        answering = {p for p in self.adversaries if p not in grave and self.aims(p) == {actor}}
        return {*self.a.conduct} - {*self.adversaries} - {actor} | (answering - {actor})

    def aims(self, actor: str) -> set[str]:
        """Return against whom somebody acts."""
        return {*(self.a.conduct[actor].towards or self.protected(actor))}

    def outsiders(self) -> set[str]:
        """Who neither attacks nor is attacked."""
        attacked = {v for actor in self.adversaries for v in self.aims(actor)}
        return {*self.a.conduct} - {*self.adversaries} - attacked

    def able(self, graph: Graph, starts: list[int], actor: str) -> set[str]:
        """Whose acts count as help: of outsiders, or of all who may help if theirs do not do."""
        owed = self.owed(graph, actor)
        for able in (self.outsiders(), self.lenders(actor)):
            if any(map(owed, graph.reached(starts, self.helping(graph, able)))):
                return able
        return self.outsiders()

    def unmoved(self, graph: Graph, actor: str) -> Lets:
        """The attack goes on, and nobody acts on the ground but who can help by it."""
        lenders = self.lenders(actor)
        return lambda at, label, _to: (
            (label[0] != "conduct" or self.movers(label) <= lenders)
            and self.is_so(graph, at, label)
        )

    def honest(self, graph: Graph) -> Lets:
        return lambda at, label, _to: self.is_so(graph, at, label)

    def helping(self, graph: Graph, able: Collection[str] = ()) -> Lets:
        """Nobody but the able changes its conduct, or leaves, and what is alleged is so."""
        return lambda at, label, _to: self.calm(label, able) and self.is_so(graph, at, label)

    def brings(self, label: Label) -> bool:
        """Say whether somebody leaves what something waits for: a notice, or its end."""
        if label[0] != "withdraw":
            return False
        found = [place for c in every_condition(self.a) for place in c.placed(())]
        waited = {atom.in_force for path, atom in found if path.count("not") % 2 == 1}
        making = [atom for path, atom in found if path.count("not") % 2 == 0]
        waited |= {name for atom in making for name in (atom.ended, atom.noticed)}
        return list(self.a.instruments)[label[2]] in waited

    def calm(self, label: Label, able: Collection[str] = ()) -> bool:
        """Nobody but the able changes its conduct, and nobody leaves."""
        if label[0] == "conduct":
            return self.movers(label) <= {*able}
        return label[0] != "withdraw"

    def started(self, graph: Graph, actor: str, duties: Collection[str] = ()) -> list[int]:
        """Return where a peaceful play of the fewest acts has made a duty bind, next morning.

        One of these, of all that there are if left out. Where there is no such play, or none is
        needed, that is the start.
        """
        duties = duties or self.duties(actor)
        peaceful = ("sign", "perform", "open", "ballot", "wait")
        found = self._fewest(
            graph, peaceful, lambda at: any(graph.flag(at, "active", n) for n in duties)
        )
        if not found or graph.start in found:
            return [graph.start]
        rested = [at if graph.value(at, "rank") == FRESH else graph.by(at, "wait") for at in found]
        return list(dict.fromkeys(rested))

    def _fewest(self, graph: Graph, kinds: Collection[str], there: Test) -> list[int]:
        """Return where plays of the fewest acts, and then days, of some kinds come to something."""
        costs, queue = {graph.start: (0, 0)}, [((0, 0), graph.start)]
        least, found = None, []
        while queue:
            cost, at = heappop(queue)
            if cost != costs[at] or (least is not None and cost > least):
                continue
            if there(at):
                least, found = cost, [*found, at]
                continue
            for label, to in graph.ways[at]:
                if label[0] not in kinds:
                    continue
                onward = (cost[0] + (label[0] != "wait"), cost[1] + (label[0] == "wait"))
                if onward < costs.get(to, (9999, 0)):
                    costs[to] = onward
                    heappush(queue, (onward, to))
        return found

    def attacked(
        self, graph: Graph, actor: str, act: str, duties: Collection[str] = ()
    ) -> list[int]:
        """Return where `actor` has just done `act`, a duty binding if one ever does."""
        doing = self._doing(actor, act)
        return [graph.by(at, *doing) for at in self.started(graph, actor, duties)]

    def _doing(self, actor: str, act: str) -> Label:
        rung = self.rung(actor, act)
        return "conduct", tuple(rung if p == actor else -1 for p in self.a.conduct)

    def breached(self, graph: Graph, norm: str) -> list[int]:
        """Return where a norm is broken, by the fewest acts of anybody and the fewest days."""
        kinds = ("conduct", "sign", "perform", "withdraw", "allege", "open", "ballot", "wait")
        return self._fewest(graph, kinds, lambda at: bool(graph.value(at, "breached", norm)))

    def breaking(self, graph: Graph, norm: str, actor: str) -> list[int]:
        """Return where the act that a norm forbids has just broken it, as soon as it can.

        As soon as a duty binds or, where the norm does not bind then, as soon as that does.
        """
        act = self.a.norms[norm].prohibition or ""
        doing = self._doing(actor, act)

        def broken(at: int | None) -> bool:
            return at is not None and bool(graph.value(at, "breached", norm))

        at_once = [at for at in self.attacked(graph, actor, act) if broken(at)]
        kinds = ("sign", "perform", "withdraw", "allege", "open", "ballot", "wait")
        later = self._fewest(graph, kinds, lambda at: broken(graph.by(at, *doing)))
        return at_once or [graph.by(at, *doing) for at in later if not broken(at)]
