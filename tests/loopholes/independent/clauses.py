"""What becomes of single clauses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from independent.asking import Asking
from independent.meaning import (
    DONE,
    EXPIRED,
    IDLE,
    NEVER,
    OVER,
    PROPOSED,
    TERMINATED,
    WITHDRAWN,
    conditions_of,
)
from independent.plays import Graph, Label, Lets
from independent.rules import Var

from foedus.language.clauses import Guarantee, Norm
from foedus.language.conditions import Condition

STRENGTH = {
    "right_only": 0,
    "consult": 1,
    "as_deemed_necessary": 2,
    "sanctions": 3,
    "arms": 3,
    "defend": 4,
}
"""In the order in which the page of the language gives them."""
_BINDING = ("active", "answerable")
"""What a graver act must not take away."""


class ClausesAsked(Asking):
    """What becomes of single clauses."""

    def double_bind(self) -> set[str]:
        """AG[nothing brought on by the bearer] (due → EF[no breach by the bearer] performed)."""
        found = set()
        for name, norm in self.a.norms.items():
            if not norm.obligation:
                continue
            by = frozenset(norm.bearer)
            mine = [n for n, m in self.a.norms.items() if by & set(m.bearer)]
            graph = self.on(
                [("due", name), ("performed", norm.obligation)], (("breached", n) for n in mine)
            )

            def clean(
                at: int, _label: Label, to: int, graph: Graph = graph, mine: list = mine
            ) -> bool:
                return all(
                    graph.value(at, "breached", n) == graph.value(to, "breached", n) for n in mine
                )

            def done(at: int, graph: Graph = graph, deed: str = norm.obligation) -> bool:
                return bool(graph.value(at, "performed", deed))

            able = graph.can_reach(done, clean)
            due = {
                at
                for at in graph.nodes
                if graph.value(at, "due", name) not in (NEVER, OVER)
                and not graph.value(at, "breached", name)
            }

            def own(
                at: int,
                label: Label,
                to: int,
                clean: Lets = clean,
                by: frozenset = frozenset(norm.bearer),
            ) -> bool:
                unhelped = label[0] == "wait" or self.movers(label) <= by
                return unhelped and clean(at, label, to)

            alone = graph.can_reach(done, own)
            lets = partial(self._blameless, graph, by, due, alone, clean)
            if graph.reached([graph.start], lets) & (due - able - self._today(graph, norm, due)):
                found.add(name)
        return found

    def _today(self, graph: Graph, norm: Norm, due: set[int]) -> set[int]:
        """Return where what fell due past the hour of deeds (rank 2) can be done that day still.

        A deed that waits for something, or that some norm forbids, is taken not to be.
        """
        barred = [m for m in self.a.norms.values() if m.prohibition == norm.obligation]
        if barred or self.a.deeds[norm.obligation or ""].needs is not None:
            return set()
        late = [
            to
            for at in graph.nodes
            for label, to in graph.ways[at]
            if to in due and at not in due and label[0] != "wait" and graph.value(to, "rank") > 2
        ]
        return graph.reached(late, lambda _at, label, to: to in due and label[0] != "wait")

    def _blameless(
        self,
        graph: Graph,
        by: frozenset[str],
        due: set[int],
        alone: set[int],
        clean: Lets,
        at: int,
        label: Label,
        to: int,
    ) -> bool:
        """Say whether a way is none by which a debtor makes it impossible for itself.

        It does by acts that nothing obliges it to, and where the deed is due and it alone could
        still have seen to it: by letting a day end, or deciding otherwise. Who acts past the hour
        of deeds (rank 2) takes nothing away that the end of that day takes away anyhow.
        """
        if not self._lets_be(graph, set(by), at, label, to):
            return False
        if at not in due or at not in alone or to in alone:
            return True
        if label[0] == "wait" or by & self.movers(label):
            return graph.value(to, "rank") <= 2 and label[0] != "wait"
        goes_on = any(
            later in alone and clean(at, wait, later)
            for wait, later in graph.ways[at]
            if wait[0] == "wait"
        )
        return graph.value(to, "rank") <= 2 or goes_on

    def _lets_be(self, graph: Graph, bearer: set[str], at: int, label: Label, _to: int) -> bool:
        """Say whether nobody of a norm's bearers acts more gravely by it, or undoes a deed.

        Nor does a deed that nothing obliges it to.
        """
        if label[0] == "undo":
            return not bearer & self.movers(label)
        if label[0] == "perform" and bearer & self.movers(label):
            deed = list(self.a.deeds)[label[2]]
            return any(
                norm.obligation == deed and bearer & set(norm.bearer)
                for norm in self.a.norms.values()
            )
        return label[0] != "conduct" or not any(
            by in bearer and rung >= 0 and rung > graph.value(at, "rung", by)
            for by, rung in zip(self.a.conduct, label[1], strict=True)
        )

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
            promises, where = self.promises(actor), parties.index(actor)
            if not promises:
                continue
            seeds = [("rung", actor)]
            seeds += [(what, name) for name in promises for what in _BINDING]
            graph = self.on(seeds, endless=True)
            for at in graph.nodes:
                for label, to in graph.ways[at]:
                    if label[0] != "conduct" or self.movers(label) != {actor}:
                        continue
                    if label[1][where] > graph.value(at, "rung", actor) and any(
                        graph.flag(at, what, n) and not graph.flag(to, what, n)
                        for n in promises
                        for what in _BINDING
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
        atoms = [atom for c in conditions_of(self.a) for atom in c.atoms()]
        found = set()
        for name, p in self.a.procedures.items():
            norms = [step.finds for step in p.steps if step.finds]
            ends = p.then or any(name == atom.done for atom in atoms)
            idle = {n for n in norms if not any(atom.found == n for atom in atoms)}
            idle -= {norms[-1]} if norms and ends else set()
            if any(self._ever([("found", n)], "value", "found", n) for n in idle):
                found.add(name)
        return found

    def predates(self) -> set[str]:
        """AG (active ∧ under attack → casus foederis)."""
        found = set()
        for actor in self.adversaries:
            for name in self.promises(actor):
                g = self.a.guarantees[name]
                same = [n for n, one in self.a.guarantees.items() if self._same(n, one, name)]
                asked = [(w, n) for n in (name, *same) for w in ("active", "case", "owed")]
                graph = self.on([*asked, ("rung", actor)])
                if g.covers_ongoing:
                    continue
                casus = self.rung(actor, g.casus_foederis)
                if any(
                    graph.value(at, "rung", actor) >= casus
                    and not graph.value(at, "case", name)
                    and graph.flag(at, "active", name)
                    and not any(self._called_for(graph, at, n) for n in same)
                    for at in graph.nodes
                ):
                    found.add(name)
        return found

    def _same(self, other: str, g: Guarantee, name: str) -> bool:
        """Say whether one guarantee gives no less than another, by the same."""
        lost = self.a.guarantees[name]
        return (
            other != name
            and (g.owed_by, g.against) == (lost.owed_by, lost.against)
            and g.protects == lost.protects
            and (g.response == lost.response or STRENGTH[g.response] > STRENGTH[lost.response])
            and g.due_when in (None, lost.due_when)
            and g.covers_ongoing >= lost.covers_ongoing
            and g.joint <= lost.joint
            and self.rung(g.against, g.casus_foederis)
            <= self.rung(lost.against, lost.casus_foederis)
        )

    def _called_for(self, graph: Graph, at: int, name: str) -> bool:
        """Say whether a response is owed, or was and somebody has said whether it comes."""
        parties = [("answer", name, by) for by in self.a.guarantees[name].owed_by]
        said = any(var in graph.at and graph.value(at, *var) for var in parties)
        return graph.flag(at, "owed", name) or bool(graph.value(at, "case", name) and said)

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
                    away = label[0] == "conduct" or actor not in self.movers(label)
                    return (helped(at, label, to) or self.brings(label)) and away

                def starts(lets: Lets, graph: Graph = graph, name: str = name) -> bool:
                    reached = graph.reached([graph.start], lets)
                    return any(graph.flag(at, "active", name) for at in reached)

                if starts(helped) and not starts(alone):
                    found.add(name)
        return found

    def forfeiture(self) -> set[str]:
        """AG (EF active → after every act but the victim's consent, EF active)."""
        return {name for name in self.a.guarantees if self._can_be_lost(name)}

    def _can_be_lost(self, name: str) -> bool:
        """Say whether it can be lost that it binds, or that what it owes would be due."""
        return any(self._loses(name, what) for what in ("active", "gives"))

    def _loses(self, name: str, what: str) -> bool:
        steps = (step for p in self.a.procedures.values() for step in p.steps)
        norms = sorted({step.finds for step in steps if step.finds})
        seeds = [(w, n) for n in self.a.guarantees for w in ("active", "gives", "lost")]
        graph = self.on(seeds, (("found", norm) for norm in norms), endless=True)

        def stays(_at: int, label: Label, _to: int) -> bool:
            return label[0] != "withdraw"

        able = graph.can_reach(lambda at: graph.flag(at, what, name), stays)
        return any(
            to not in able
            and stays(at, label, to)
            and (what == "active" or graph.flag(at, what, name))
            and self._counts(graph, name, at, label, to, norms)
            and not self._replaced(graph, name, what, to)
            for at in graph.reached([graph.start], stays) & able
            for label, to in graph.ways[at]
        )

    def _agreed(self, graph: Graph, victim: str, at: int, to: int) -> bool:
        """Say whether the victim had to let it happen: by its vote, or by its signature."""
        found = any(
            graph.value(at, *var) != graph.value(to, *var) for var in graph.at if var[0] == "found"
        )
        own = self.with_members(victim)
        for name, p in self.a.procedures.items():
            if ("progress", name) not in graph.at:
                continue
            was, now = (
                [graph.value(node, what, name) for what in ("progress", "step")]
                for node in (at, to)
            )
            done = was[0] != DONE == now[0]
            if done or (found and was != now):
                behind = range(len(p.steps) if done else was[1] + 1)
                ends = bool(p.then) and all(effect.terminate for effect in p.then)
                asked = ends and len(p.opens.by) == 1 and own >= {*p.opens.by}
                if asked or any(own & self.vetoes(name, step) for step in behind):
                    return True
        entered = (
            name
            for name, text in self.a.instruments.items()
            if ("standing", name) in graph.at
            and text.status == "proposed"
            and graph.value(at, "standing", name) == PROPOSED != graph.value(to, "standing", name)
        )
        texts = self.a.instruments
        signing = ({*(texts[n].signed_by or texts[n].parties)} for n in entered)
        return any(own & who for who in signing)

    def _counts(
        self, graph: Graph, name: str, at: int, label: Label, to: int, norms: list[str]
    ) -> bool:
        """Say whether a loss is one of this kind: staged, found, decided, done by others, timed."""
        g, who = self.a.guarantees[name], self.movers(label)
        if label[0] == "conduct":
            staged = g.protects.state in who or bool(graph.flag(at, "active", name))
            return g.against not in who and staged
        if self._agreed(graph, g.protects.state, at, to):
            return False
        if any(graph.value(at, "found", n) != graph.value(to, "found", n) for n in norms):
            return True
        if label[0] != "wait" and who == {g.protects.state}:
            return False
        return bool(graph.flag(at, "active", name))

    def _replaced(self, graph: Graph, name: str, what: str, at: int) -> bool:
        lost = self.a.guarantees[name]
        return any(
            other != name
            and (g.protects.state, g.against) == (lost.protects.state, lost.against)
            and (g.response == lost.response or STRENGTH[g.response] > STRENGTH[lost.response])
            and g.due_when in (None, lost.due_when)
            and g.covers_ongoing >= lost.covers_ongoing
            and g.joint <= lost.joint
            and graph.flag(at, what, other)
            for other, g in self.a.guarantees.items()
        )

    def _making(self, atom: Condition) -> list[str]:
        """Return the procedures by which a breach is found or alleged, or somebody admitted."""
        return [
            name
            for name, p in self.a.procedures.items()
            if (atom.found and atom.found in {step.finds for step in p.steps})
            or (atom.alleged and atom.alleged == p.opens.alleging)
            or (atom.member and atom.member in {effect.admit for effect in p.then})
        ]

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
                    ("procedures", atom.done or atom.open or atom.lapsed),
                    *(("procedures", name) for name in self._making(atom)),
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
            graph = self.on(self.truly(self.about(actor)))
            for name in self.duties(actor):
                g = self.a.guarantees[name]
                act = self.a.conduct[actor].acts[self.rung(actor, g.casus_foederis)]
                if g.arrives is None or act.needs is None:
                    continue

                def owed(at: int, graph: Graph = graph, name: str = name) -> bool:
                    return graph.flag(at, "owed", name)

                for start in self.attacked(graph, actor, act.act, [name]):
                    able = self.able(graph, [start], actor)
                    days = graph.soonest(start, owed, self.helping(graph, able))
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
