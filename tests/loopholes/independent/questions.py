"""The properties of the catalogue, asked of the graph that clingo grounds.

Each function is one formula of `docs/reference/loopholes`, written out over states and ways, and
returns what it finds at fault: clauses, members, or just that there is a fault. Nothing of
`foedus.loopholes` is called. `NOT_ASKED` names the properties that are left out, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from heapq import heappop, heappush

from independent.plays import Graph, Label, Lets, Test
from independent.program import (
    DONE,
    EXPIRED,
    FRESH,
    IDLE,
    LAPSED,
    NEVER,
    NOTICED,
    OPEN,
    OVER,
    PROPOSED,
    TERMINATED,
    WITHDRAWN,
    Program,
    Reached,
    Var,
)

from foedus.language import Arrangement

NOT_ASKED = {
    "toothless-norm": "it is about the text: no clause reads a norm, which no play can show",
    "threshold-gap": "it is about the text: the rungs between two that the file names",
    "adversary-guarantor": "it is about the text: one name in two lists",
    "scope-gap": "it is about the text: the territory that the file names",
}


class Asked:
    """An arrangement, the graphs it has, and the questions.

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
        self.adversaries = [p for p in a.conduct if a.parties[p].role == "adversary"]

    def _graph(self, seeds: frozenset[Var], endless: bool) -> Graph:
        return Graph(Reached(self.programs[endless], sorted(seeds)))

    def on(self, *seeds: Iterable[Var], endless: bool = False) -> Graph:
        """Return the graph of the slice that decides `seeds`."""
        return self.graph(frozenset(var for part in seeds for var in part), endless)

    # Whom and what a question is about ---------------------------------------------------------

    def duties(self, actor: str) -> list[str]:
        """Guarantees against `actor` that bind somebody."""
        every = self.a.guarantees.items()
        return [n for n, g in every if g.against == actor and g.response != "right_only"]

    def protected(self, actor: str) -> list[str]:
        """Whom the guarantees against `actor`, or else the norms that bind it, protect."""
        found = [g.protects.state for g in self.a.guarantees.values() if g.against == actor]
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
            for atom in opens.when.atoms() if opens.when else ():
                found |= {atom.found, atom.alleged, atom.breached} - {None}
                pending += [p for p in (atom.done, atom.open, atom.lapsed) if p and p not in seen]
        return found

    def consequences(self, actor: str) -> list[str]:
        """Procedures with an effect that a breach by `actor` can set off."""
        return [
            name
            for name, p in self.a.procedures.items()
            if p.then and any(actor in self.a.norms[n].bearer for n in self.grounds(name))
        ]

    def rung(self, actor: str, act: str) -> int:
        return self.programs[False].rungs[actor][act]

    def casus(self, actor: str) -> int:
        """The lowest rung that a duty answers, the highest of all without a duty."""
        duties = [self.a.guarantees[n].casus_foederis for n in self.duties(actor)]
        rungs = [self.rung(actor, act) for act in duties]
        return min(rungs, default=len(self.a.conduct[actor].acts) - 1)

    def about(self, actor: str, *, effects: bool = True) -> list[Var]:
        """What the answer to `actor` is made of."""
        seeds: list[Var] = [("rung", actor)]
        seeds += [(what, n) for n in self.duties(actor) for what in ("owed", "active", "lost")]
        if effects:
            seeds += [("progress", name) for name in self.consequences(actor)]
        return seeds

    def owed(self, graph: Graph, actor: str) -> Test:
        duties = self.duties(actor)
        return lambda at: any(graph.flag(at, "owed", name) for name in duties)

    def effect(self, graph: Graph, actor: str) -> Test:
        named = self.consequences(actor)
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

    def unmoved(self, actor: str) -> Lets:
        return lambda _at, label, _to: not self.moved(label, actor)

    def started(self, graph: Graph, actor: str) -> list[int]:
        """Return where a peaceful play of the fewest acts has made a duty bind, next morning.

        Where there is no such play, or none is needed, that is the start.
        """
        duties = self.duties(actor)
        peaceful = ("sign", "perform", "open", "ballot", "wait")
        costs, queue = {graph.start: (0, 0)}, [((0, 0), graph.start)]
        least, found = None, []
        while queue:
            cost, at = heappop(queue)
            if cost != costs[at] or (least is not None and cost > least):
                continue
            if any(graph.flag(at, "active", name) for name in duties):
                least, found = cost, [*found, at]
                continue
            for label, to in graph.ways[at]:
                if label[0] not in peaceful:
                    continue
                onward = (cost[0] + (label[0] != "wait"), cost[1] + (label[0] == "wait"))
                if onward < costs.get(to, (9999, 0)):
                    costs[to] = onward
                    heappush(queue, (onward, to))
        if not found or graph.start in found:
            return [graph.start]
        rested = [at if graph.value(at, "rank") == FRESH else graph.by(at, "wait") for at in found]
        return list(dict.fromkeys(rested))

    def attacked(self, graph: Graph, actor: str, act: str) -> list[int]:
        """Return where `actor` has just done `act`, a duty binding if one ever does."""
        rung = self.rung(actor, act)
        label = tuple(rung if p == actor else -1 for p in self.a.conduct)
        return [graph.by(at, "conduct", label) for at in self.started(graph, actor)]

    # The properties ------------------------------------------------------------------------------

    def gap(self) -> bool:
        """AG (attacked ∧ undisturbed → EF[attack goes on] owed)."""
        return any(self._gap(actor) for actor in self.adversaries) if self.a.guarantees else False

    def _gap(self, actor: str) -> bool:
        if not self.duties(actor):
            return True
        seeds = self.about(actor) + [("standing", name) for name in self.a.instruments]
        seeds += [("lost", name) for name in self.a.guarantees]
        graph = self.on(seeds, endless=True)
        able = graph.can_reach(self.owed(graph, actor), self.unmoved(actor))
        ended = (NOTICED, WITHDRAWN, EXPIRED, TERMINATED)

        def undisturbed(at: int) -> bool:
            return not any(
                graph.value(at, "standing", name) in ended for name in self.a.instruments
            ) and not any(graph.value(at, "lost", name) for name in self.a.guarantees)

        return any(
            at not in able
            and graph.value(at, "rung", actor) >= self.casus(actor)
            and undisturbed(at)
            for at in graph.nodes
        )

    def dead_end(self) -> bool:
        """AG (¬forfeited → EF answer), without sunsets, where EF answer."""
        for actor in self.adversaries:
            duties = self.duties(actor)
            graph = self.on(self.about(actor, effects=not duties), endless=True)
            goal = self.owed(graph, actor) if duties else self.effect(graph, actor)
            able = graph.can_reach(goal)
            lost = [n for n in self.a.guarantees if ("lost", n) in graph.at]
            if graph.start in able and any(
                at not in able and not any(graph.value(at, "lost", name) for name in lost)
                for at in graph.nodes
            ):
                return True
        return False

    def assured_response(self) -> bool:
        """attacked → AF[victim diligent] answer; for each of the ways to be attacked."""
        return any(self._assured(actor) for actor in self.adversaries)

    def _assured(self, actor: str) -> bool:
        graph = self.on(self.about(actor))
        starts = self.attacked(graph, actor, self.a.conduct[actor].acts[-1].act)
        helpful = graph.reached(starts, self._still)
        goals = (self.owed(graph, actor), self.effect(graph, actor))
        goal = next((g for g in goals if any(map(g, helpful))), None)
        if goal is None:
            return False
        openers = [by for n in self.consequences(actor) for by in self.a.procedures[n].opens.by]
        victims = set(self.protected(actor) or openers)

        def urgent(label: Label) -> bool:
            by_vote = label[0] == "ballot" and label[3] == "yes"
            advances = label[0] in ("perform", "sign", "allege", "open")
            return bool(self.movers(label) & victims) and (by_vote or advances)

        def lets(_at: int, label: Label, _to: int) -> bool:
            if label[0] == "conduct":
                return False
            return not self.movers(label) & victims or urgent(label)

        avoiding = graph.can_avoid(starts, goal, lets, urgent)
        return any(at in avoiding for at in starts)

    def _still(self, _at: int, label: Label, _to: int) -> bool:
        """Nobody changes its conduct or leaves."""
        return label[0] not in ("conduct", "withdraw")

    def single_blocker(self) -> set[str]:
        """Who alone can stop the answer to the lowest unbearable act that somebody can stop."""
        for actor in self.adversaries:
            ladder = self.a.conduct[actor]
            graph = self.on(self.about(actor))
            goal = self.answer(graph, actor)
            first = self.rung(actor, ladder.unbearable_from) if ladder.unbearable_from else 1
            for act in ladder.acts[first:]:
                starts = self.attacked(graph, actor, act.act)
                able = {m for at in starts for m in self._blockers(graph, at, goal)}
                able -= set(self.protected(actor))
                if able:
                    return able
        return set()

    def _blockers(self, graph: Graph, start: int, goal: Test) -> Iterator[str]:
        def comes(lets: Lets, urgent: Callable[[Label], bool] | None = None) -> bool:
            return any(map(goal, graph.reached([start], lets, urgent, goal)))

        def calm(label: Label) -> bool:
            return label[0] not in ("conduct", "withdraw", "prevail", "repel")

        if not comes(lambda _a, label, _t: calm(label)):
            return
        everyone = {m for ways in graph.ways for label, _ in ways for m in self.movers(label)}
        for member in sorted(everyone):

            def away(_at: int, label: Label, _to: int, member: str = member) -> bool:
                return calm(label) and member not in self.movers(label)

            def no(label: Label, member: str = member) -> bool:
                return label[0] == "ballot" and label[1] == member and label[3] == "no"

            def against(at: int, label: Label, to: int, member: str = member) -> bool:
                return away(at, label, to, member) or no(label, member)

            if not comes(away) or not comes(against, no):
                yield member

    def vetoes(self, procedure: str, step: int) -> set[str]:
        """Return who can stop a step alone: by its no, or by staying away, though all else help."""
        text = self.a.procedures[procedure].steps[step]
        program = self.programs[False]
        if text.escrowed:
            return set()
        count, voters = program.counts[procedure, step], program.voters[procedure, step]
        timed = program.limit(procedure, step) != NEVER

        def passes(tally: int) -> bool:
            settled = count.tallies[tally]
            sure = settled.passed and not text.at_deadline
            in_time = timed and (settled.carries or text.on_timeout == "adopt")
            return sure or (in_time and not (settled.failed and not text.at_deadline))

        def carried(tally: int, without: str) -> bool:
            seen, pending = {tally}, [tally]
            while pending:
                tally = pending.pop()
                settled = count.tallies[tally]
                if passes(tally):
                    return True
                if settled.failed and text.on_block != "hold" and not text.at_deadline:
                    continue
                for (source, member, choice), to in count.casts.items():
                    says = choice == "yes" or text.on_block != "hold"
                    if source == tally and member != without and says and to not in seen:
                        seen.add(to)
                        pending.append(to)
            return False

        def stops(member: str) -> bool:
            objects = count.casts[0, member, "no"]
            may_object = text.on_block != "hold"
            return not carried(0, member) or (may_object and not carried(objects, member))

        return {member for member in voters if stops(member)}

    def circular_veto(self) -> set[tuple[str, str]]:
        """vetoes(trigger) ∩ vetoes(decision) = ∅, but for those who open it."""
        found = set()
        for name, p in self.a.procedures.items():
            atoms = list(p.opens.when.atoms()) if p.opens.when else []
            norms = {atom.found for atom in atoms if atom.found}
            triggers = {atom.done for atom in atoms if atom.done}
            triggers |= {
                n
                for n, q in self.a.procedures.items()
                if any(s.finds in norms for s in q.steps if s.finds)
            }
            for trigger in triggers - {name}:
                both = self._vetoes(name) & self._vetoes(trigger) - set(p.opens.by)
                found |= {(trigger, name)} if both else set()
        return found

    def _vetoes(self, name: str) -> set[str]:
        steps = range(len(self.a.procedures[name].steps))
        return {member for step in steps for member in self.vetoes(name, step)}

    def own_cause(self) -> set[tuple[str, int]]:
        """bearer(norm) ∩ vetoes(finding of norm) = ∅, and finders ⊄ accusers."""
        found = set()
        for name, p in self.a.procedures.items():
            for number, step in enumerate(p.steps):
                if step.finds is None:
                    continue
                bearers = set(self.a.norms[step.finds].bearer)
                voters = set(self.programs[False].voters[name, number])
                if bearers & self.vetoes(name, number) or voters <= set(p.opens.by):
                    found.add((name, number))
        return found

    def promptness(self) -> bool:
        """attacked ∧ all agree → AF≤needs(act) answer, no step being let run out."""
        for actor in self.adversaries:
            graph = self.on(self.about(actor))
            goal = self.answer(graph, actor)
            for act in self.a.conduct[actor].acts[self.casus(actor) :]:
                if act.needs is None:
                    continue
                for start in self.attacked(graph, actor, act.act):
                    slow = self._slowest(graph, start, goal)
                    if slow is not None and slow > act.needs.days:
                        return True
        return False

    def _slowest(self, graph: Graph, start: int, goal: Test) -> float | None:
        """Return the most days to the answer with everybody agreeing, `None` when there is none."""
        victims = {v for actor in self.adversaries for v in self.protected(actor)}

        def agree(_at: int, label: Label, _to: int) -> bool:
            if label[0] == "ballot":
                return label[3] == "yes" or label[2] in self.mixed
            return label[0] in ("sign", "perform", "allege", "open", "wait")

        reached = graph.reached([start], agree, None, goal)
        if not any(map(goal, reached)):
            return None
        able = graph.can_reach(goal, agree)

        named = {self.procedures.index(v[1]): v for v in graph.at if v[0] == "progress"}

        def runs_out(at: int, to: int) -> bool:
            """Say whether a step lapses in which somebody could still have said yes."""
            open_ = {label[2] for label, _ in graph.ways[at] if label[0] == "ballot"}
            return any(
                graph.value(at, *named[n]) == OPEN and graph.value(to, *named[n]) == LAPSED
                for n in open_
            )

        def lets(at: int, label: Label, to: int) -> bool:
            return agree(at, label, to) and to in able and not runs_out(at, to)

        def urgent(label: Label) -> bool:
            at_once = label[0] in ("sign", "perform", "allege", "open")
            return at_once or (label[0] == "ballot" and label[1] in victims)

        return graph.longest(start, goal, lets, urgent)

    def false_flag(self) -> set[str]:
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
        return found

    def deniable_breach(self) -> set[tuple[str, str]]:
        """AG (breached ∧ alleged → AF found): the lowest breach, alleged the same day."""
        found = set()
        for name, p in self.a.procedures.items():
            for norm in {step.finds for step in p.steps if step.finds}:
                for bearer in self.a.norms[norm].bearer:
                    act = self.a.norms[norm].prohibition
                    ladder = self.programs[False].rungs.get(bearer, {})
                    if act in ladder and self._missed(name, norm, bearer, act):
                        found.add((name, bearer))
        return found

    def _missed(self, name: str, norm: str, bearer: str, act: str) -> bool:
        seeds = [("progress", name), ("found", norm), ("breached", norm)]
        seeds += [(what, n) for n in self.duties(bearer) for what in ("active",)]
        graph = self.on(seeds, [("rung", bearer)])
        number = self.procedures.index(name)
        for start in self.attacked(graph, bearer, act):
            if not graph.value(start, "breached", norm):
                continue
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
        """AG (attacked ∧ answers → ¬breached by the victim ∧ ¬forfeited)."""
        return any(
            self._punished(actor, victim)
            for actor in self.adversaries
            for victim in set(self.protected(actor)) & set(self.a.conduct) - {actor}
        )

    def _punished(self, actor: str, victim: str) -> bool:
        """Say whether an answer, on the day of the worst act or the next, costs the victim."""
        norms = [n for n, norm in self.a.norms.items() if victim in norm.bearer]
        mine = [n for n, g in self.a.guarantees.items() if g.protects.state == victim]
        graph = self.on(
            [("rung", actor), ("rung", victim)],
            (("breached", n) for n in norms),
            (("lost", n) for n in mine),
            (("active", n) for n in self.duties(actor)),
        )
        worst = len(self.a.conduct[actor].acts) - 1
        for rung in range(1, len(self.a.conduct[victim].acts)):
            for start in self.started(graph, actor):
                same = self._acts(graph, start, {actor: worst, victim: rung})
                attacked = self._acts(graph, start, {actor: worst})
                later = self._acts(graph, graph.by(attacked, "wait"), {victim: rung})
                for at in (same, later):
                    if any(graph.value(at, "breached", n) for n in norms):
                        return True
                    if any(graph.value(at, "lost", n) for n in mine):
                        return True
        return False

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
        ranks = {"perform": 2, "sign": 2, "withdraw": 3, "allege": 4, "open": 4}
        for at in graph.nodes:
            ways = [(label, to) for label, to in graph.ways[at] if label[0] in ranks]
            for n, (one, after_one) in enumerate(ways):
                for other, after_other in ways[n + 1 :]:
                    alike = one[1] == other[1] or (one[2] == other[2] and one[0] == other[0])
                    if alike or ranks[one[0]] != ranks[other[0]]:
                        continue
                    ends = graph.by(after_one, *other), graph.by(after_other, *one)
                    first = after_one if ends[0] is None else ends[0]
                    if first != (after_other if ends[1] is None else ends[1]):
                        return True
        return False

    def expiry(self) -> set[str]:
        """AG (attacked ∧ open ∧ EF answer → after the sunset EF answer)."""
        found: set[str] = set()
        for actor in self.adversaries:
            casus = self.casus(actor)
            for name, i in self.a.instruments.items():
                if i.sunset is None or name in found:
                    continue
                graph = self.on(self.about(actor))
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
        still = self.unmoved(actor)
        able = graph.can_reach(
            self.answer(graph, actor), lambda a, way, t: lets(a, way, t) and still(a, way, t)
        )
        named = [var for var in graph.at if var[0] == "progress"]
        return any(
            to not in able and graph.value(to, "standing", name) == EXPIRED
            for at in reached & able
            if graph.value(at, "rung", actor) >= casus
            and graph.value(at, "standing", name) != EXPIRED
            and any(graph.value(at, *var) == OPEN for var in named)
            for label, to in graph.ways[at]
            if lets(at, label, to)
        )

    def withdrawal_dodge(self) -> set[str]:
        """AG[only the adversary acts] (left ∧ attacked → EF[attack goes on] answer)."""
        found = set()
        for actor in self.adversaries:
            graph = self.on(self.about(actor), endless=True)
            goal, casus = self.answer(graph, actor), self.casus(actor)
            worst = self.a.conduct[actor].acts[-1].act
            starts = self.attacked(graph, actor, worst)
            if not any(map(goal, graph.reached(starts, self._still))):
                continue

            def only(_at: int, label: Label, _to: int, actor: str = actor) -> bool:
                return label[0] != "withdraw" or label[1] == actor

            still = self.unmoved(actor)
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

    def double_bind(self) -> set[str]:
        """AG (due → EF[no breach by the bearer] performed)."""
        found = set()
        for name, norm in self.a.norms.items():
            if not norm.obligation:
                continue
            mine = [n for n, m in self.a.norms.items() if set(m.bearer) & set(norm.bearer)]
            graph = self.on(
                [("due", name), ("performed", norm.obligation)], (("breached", n) for n in mine)
            )

            def clean(
                at: int, _label: Label, to: int, graph: Graph = graph, mine: list = mine
            ) -> bool:
                return all(
                    graph.value(at, "breached", n) == graph.value(to, "breached", n) for n in mine
                )

            able = graph.can_reach(
                lambda at, g=graph, d=norm.obligation: bool(g.value(at, "performed", d)), clean
            )
            if any(
                at not in able
                and graph.value(at, "due", name) not in (NEVER, OVER)
                and not graph.value(at, "breached", name)
                for at in graph.nodes
            ):
                found.add(name)
        return found

    def dead_clause(self) -> set[str]:
        """For each clause c: EF c."""
        return {name for _table, name in self._never()} | {
            name
            for name in self.a.norms
            if not self._ever([("breached", name)], "value", "breached", name)
        }

    def _never(self) -> Iterator[tuple[str, str]]:
        for name in self.a.procedures:
            if not self._comes("procedures", name):
                yield "procedures", name
        for name in self.a.guarantees:
            if not self._ever([("answerable", name)], "flag", "answerable", name):
                yield "guarantees", name
        for name, i in self.a.instruments.items():
            if i.status != "in_force" and not self._comes("instruments", name):
                yield "instruments", name
        for name in self.a.deeds:
            if not self._comes("deeds", name):
                yield "deeds", name

    def _ever(self, seeds: list[Var], how: str, *var: str) -> bool:
        graph = self.on(seeds)
        return any(getattr(graph, how)(at, *var) for at in graph.nodes)

    def _comes(self, table: str, name: str) -> bool:
        if table == "deeds":
            return self._ever([("performed", name)], "value", "performed", name)
        var = ("progress", name) if table == "procedures" else ("standing", name)
        graph = self.on([var])
        if table == "procedures":
            return any(graph.value(at, *var) == DONE for at in graph.nodes)
        return any(graph.value(at, *var) != PROPOSED for at in graph.nodes)

    def monotone_protection(self) -> bool:
        """AG (active → after a graver act of the adversary, active)."""
        parties = list(self.a.conduct)
        for actor in self.adversaries:
            duties, where = self.duties(actor), parties.index(actor)
            if not duties:
                continue
            graph = self.on(self.about(actor, effects=False), endless=True)
            for at in graph.nodes:
                for label, to in graph.ways[at]:
                    if label[0] != "conduct" or self.movers(label) != {actor}:
                        continue
                    if label[1][where] > graph.value(at, "rung", actor) and any(
                        graph.flag(at, "active", n) and not graph.flag(to, "active", n)
                        for n in duties
                    ):
                        return True
        return False

    def right_without_duty(self) -> set[str]:
        """AG (may respond → owed)."""
        found = set()
        for name, g in self.a.guarantees.items():
            if g.response == "right_only":
                graph = self.on(self.about(g.against, effects=False), [("answerable", name)])
                owed = self.owed(graph, g.against)
                if any(graph.flag(at, "answerable", name) and not owed(at) for at in graph.nodes):
                    found.add(name)
        return found

    def idle_finding(self) -> set[str]:
        """For each finding f that can come about: some clause reads f."""
        atoms = [atom for c in _conditions(self.a) for atom in c.atoms()]
        found = set()
        for name, p in self.a.procedures.items():
            norms = [step.finds for step in p.steps if step.finds]
            read = any(atom.found in norms or name in (atom.done, atom.lapsed) for atom in atoms)
            idle = norms and not read and not p.then
            if idle and self._ever([("found", norms[-1])], "value", "found", norms[-1]):
                found.add(name)
        return found

    def predates(self) -> set[str]:
        """AG (active ∧ under attack → casus foederis)."""
        found = set()
        for actor in self.adversaries:
            for name in self.duties(actor):
                g = self.a.guarantees[name]
                graph = self.on([("active", name), ("case", name), ("rung", actor)])
                if g.covers_ongoing or graph.flag(graph.start, "active", name):
                    continue
                casus = self.rung(actor, g.casus_foederis)
                if any(
                    graph.value(at, "rung", actor) >= casus
                    and not graph.value(at, "case", name)
                    and graph.flag(at, "active", name)
                    for at in graph.nodes
                ):
                    found.add(name)
        return found

    def lost_standing(self) -> set[str]:
        """AG (breached ∧ ended ∧ ¬alleged → can allege)."""
        found = set()
        for name, p in self.a.procedures.items():
            norm = p.opens.alleging
            if norm is None or p.in_ is None:
                continue
            seeds = [(what, norm) for what in ("breached", "alleged")]
            seeds += [("progress", name), ("openable", name), ("standing", p.in_)]
            graph = self.on(seeds)
            ended = (WITHDRAWN, EXPIRED, TERMINATED)
            if any(
                graph.value(at, "breached", norm)
                and not graph.value(at, "alleged", norm)
                and graph.value(at, "standing", p.in_) in ended
                and graph.value(at, "progress", name) == IDLE
                and not graph.flag(at, "openable", name)
                for at in graph.nodes
            ):
                found.add(name)
        return found

    def activation_veto(self) -> set[str]:
        """EF[adversary withholds] active, where EF active."""
        found = set()
        for actor in self.adversaries:
            for name, g in self.a.guarantees.items():
                if g.against != actor:
                    continue
                graph = self.on([("active", name)])
                if graph.flag(graph.start, "active", name):
                    continue

                def helped(_at: int, label: Label, _to: int) -> bool:
                    return label[0] != "withdraw"

                def alone(at: int, label: Label, to: int, actor: str = actor) -> bool:
                    return helped(at, label, to) and actor not in self.movers(label)

                def starts(lets: Lets, graph: Graph = graph, name: str = name) -> bool:
                    reached = graph.reached([graph.start], lets)
                    return any(graph.flag(at, "active", name) for at in reached)

                if starts(helped) and not starts(alone):
                    found.add(name)
        return found

    def forfeiture(self) -> set[str]:
        """AG ¬forfeited."""
        every = self.a.guarantees.items()
        return {
            n for n, g in every if g.forfeited_if and self._ever([("lost", n)], "value", "lost", n)
        }

    def deadlock(self) -> bool:
        """No circle of clauses that wait for one another and never come."""
        a = self.a
        waits = {("deeds", n): [d.needs] for n, d in a.deeds.items()}
        waits |= {
            ("instruments", n): [i.enters]
            for n, i in a.instruments.items()
            if i.status != "in_force"
        }
        waits |= {
            ("procedures", n): [p.opens.when, *(s.needs for s in p.steps)]
            for n, p in a.procedures.items()
        }
        stuck = {node for node in waits if not self._comes(*node)}
        needs = {
            node: {
                onward
                for c in waits[node]
                for atom in (c.atoms() if c else ())
                for onward in (
                    ("deeds", atom.performed),
                    ("instruments", atom.in_force),
                    ("procedures", atom.done),
                )
                if onward in stuck
            }
            for node in stuck
        }
        while True:
            free = {node for node in needs if not needs[node] & set(needs)}
            if not free:
                return bool(needs)
            needs = {node: onward for node, onward in needs.items() if node not in free}

    def capability_gap(self) -> bool:
        """Days to owed + arrives ≤ needs(act)."""
        for actor in self.adversaries:
            graph = self.on(self.about(actor))
            owed = self.owed(graph, actor)
            for name in self.duties(actor):
                g = self.a.guarantees[name]
                act = self.a.conduct[actor].acts[self.rung(actor, g.casus_foederis)]
                if g.arrives is None or act.needs is None:
                    continue
                for start in self.attacked(graph, actor, act.act):
                    days = graph.soonest(start, owed, self._still)
                    if days is not None and days + g.arrives.highest > act.needs.days:
                        return True
        return False

    def conflict(self) -> set[str]:
        """AG (effect or deed provided for → no breach by those who act)."""
        owed = {norm.obligation for norm in self.a.norms.values() if norm.obligation}
        return {
            name
            for name, norm in self.a.norms.items()
            if (norm.prohibition == "admit" or norm.prohibition in owed)
            and self._ever([("breached", name)], "value", "breached", name)
        }


def _conditions(a: Arrangement) -> list:
    """Return every condition that stands in a clause."""
    found = [d.needs for d in a.deeds.values()]
    for i in a.instruments.values():
        found += [i.enters, i.tolled_while, i.withdrawal and i.withdrawal.barred_while]
    found += [c for n in a.norms.values() for c in (n.while_, n.unless, n.when)]
    for p in a.procedures.values():
        found += [p.opens.when, *(s.needs for s in p.steps)]
    for g in a.guarantees.values():
        found += [g.in_force, g.activates_when, g.forfeited_if, g.due_when]
    return [c for c in found if c is not None]
