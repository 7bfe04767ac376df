"""Whether an answer comes, in time, and who can stop it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from independent.asking import Asking, every_condition
from independent.meaning import DONE, EXPIRED, LAPSED, NEVER, NOTICED, OPEN, TERMINATED, WITHDRAWN
from independent.plays import Graph, Label, Lets, Test
from independent.rules import Var

from foedus.language.clauses import Condition, Procedure


class AnswersAsked(Asking):
    """Whether an answer comes, in time, and who can stop it."""

    def gap(self) -> bool:
        """AG (attacked ∧ undisturbed → EF[attack goes on] owed)."""
        return any(self._gap(actor) for actor in self.adversaries) if self.a.guarantees else False

    def _gap(self, actor: str) -> bool:
        owes = self.truly(self.about(actor, effects=False))
        if not self.duties(actor) or not self._comes_to_be_owed(owes, actor):
            return True
        seeds = self.truly(self.about(actor)) + [("standing", name) for name in self.a.instruments]
        seeds += [("lost", name) for name in self.a.guarantees]
        renounced = self._renounced(actor)
        seeds += [("performed", name) for name in renounced]
        graph = self.on(seeds, endless=True)
        able = graph.can_reach(self.owed(graph, actor), self.unmoved(graph, actor))
        ended = (NOTICED, WITHDRAWN, EXPIRED)
        held = {self.a.guarantees[name].in_ for name in self.duties(actor)}
        common = [
            name
            for name, p in self.a.procedures.items()
            if all(effect.terminate for effect in p.then)
            and held & {effect.terminate for effect in p.then} - {None}
            and self.consents(name, self.protected(actor))
        ]
        asked = [
            name
            for name, p in self.a.procedures.items()
            if all(effect.terminate for effect in p.then)
            and held & {effect.terminate for effect in p.then} - {None}
            and len(p.opens.by) == 1
            and set(p.opens.by) <= self.with_members(*self.protected(actor))
        ]

        deciding = [name for name in self.a.procedures if ("progress", name) in graph.at]

        def undisturbed(at: int) -> bool:
            return not (
                any(graph.value(at, "standing", name) in ended for name in self.a.instruments)
                or any(graph.value(at, "progress", name) == LAPSED for name in deciding)
                or any(graph.value(at, "lost", name) for name in self.a.guarantees)
                or any(graph.value(at, "progress", name) == DONE for name in common)
                or any(graph.value(at, "progress", name) in (OPEN, DONE) for name in asked)
                or any(graph.value(at, "performed", name) for name in renounced)
            )

        ordinary = graph.reached(
            [graph.start], lambda at, _label, to: undisturbed(at) and undisturbed(to)
        )
        return any(
            at not in able
            and graph.value(at, "rung", actor) >= self.casus(actor)
            and undisturbed(at)
            and not self._provoked(graph, at, actor)
            for at in ordinary
        )

    def _provoked(self, graph: Graph, at: int, actor: str) -> bool:
        """Say whether each norm that an act breaks is excused by an act of who is protected."""
        rung, victims = graph.value(at, "rung", actor), {*self.protected(actor)}
        acts = {act.act: number for number, act in enumerate(self.a.conduct[actor].acts)}
        broken = [
            (name, norm)
            for name, norm in self.a.norms.items()
            if actor in norm.bearer and 0 < acts.get(norm.prohibition or "", 0) <= rung
        ]

        def done(atom: Condition) -> bool:
            if not atom.act or atom.by not in victims or ("rung", atom.by) not in graph.at:
                return False
            return graph.value(at, "rung", atom.by) >= self.rung(atom.by, atom.act)

        return bool(broken) and all(
            norm.unless is not None
            and not (("breached", name) in graph.at and graph.value(at, "breached", name))
            and not norm.unless.all
            and norm.unless.not_ is None
            and any(map(done, norm.unless.any or [norm.unless]))
            for name, norm in broken
        )

    def _renounced(self, actor: str) -> list[str]:
        """Return the deeds of a debtor that only end its promise: nothing else speaks of them."""
        found, named = [], [name for c in every_condition(self.a) for name in self._deeds(c)]
        for duty in self.duties(actor):
            g = self.a.guarantees[duty]
            ends = [c.not_.performed for c in (g.in_force, g.due_when) if c and c.not_]
            ends += [g.forfeited_if.performed] if g.forfeited_if else []
            found += [n for n in ends if n and self.a.deeds[n].by in g.owed_by]
        norms = {norm.obligation or norm.prohibition for norm in self.a.norms.values()}
        return [n for n in found if named.count(n) == found.count(n) and n not in norms]

    def _deeds(self, condition: Condition) -> list[str]:
        return [atom.performed for atom in condition.atoms() if atom.performed]

    def _comes_to_be_owed(self, seeds: list[Var], actor: str) -> bool:
        """Say whether a duty to answer somebody can come to be owed at all, by any play."""
        graph = self.on(seeds)
        every = graph.reached([graph.start], lambda _at, _label, _to: True)
        return any(map(self.owed(graph, actor), every))

    def dead_end(self) -> bool:
        """AG (¬forfeited → EF answer), without sunsets, where EF answer."""
        for actor in self.adversaries:
            duties = self.duties(actor)
            about = self.about(actor, effects=not duties)
            graph = self.on(self.truly(about), endless=True)
            goal = self.owed(graph, actor) if duties else self.effect(graph, actor)
            able = graph.can_reach(goal, self.honest(graph))
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
        acts = self.a.conduct[actor].acts
        casus = [self.a.guarantees[n].casus_foederis for n in self.duties(actor)]
        marked = self.a.conduct[actor].unbearable_from or acts[-1].act
        lowest = min((self.rung(actor, act) for act in casus or [marked]), default=1)
        return any(self._goes_unanswered(actor, act.act) for act in acts[max(lowest, 1) :])

    def _goes_unanswered(self, actor: str, act: str) -> bool:
        """Say whether an act can go unanswered, whichever way the victim votes."""
        graph = self.on(self.truly(self.about(actor)))
        starts = self.attacked(graph, actor, act)
        able = self.able(graph, starts, actor)
        helpful = graph.reached(starts, self.helping(graph, able))
        goals = (self.owed(graph, actor), self.effect(graph, actor))
        goal = next((g for g in goals if any(map(g, helpful))), None)
        if goal is None:
            return False
        openers = [by for n in self.consequences(actor) for by in self.a.procedures[n].opens.by]
        victims = set(self.protected(actor) or openers)
        starts += self._beside(graph, actor, act, goal, victims)
        own = able & victims
        return all(self._avoids(graph, starts, goal, victims, vote, own) for vote in ("yes", "no"))

    def _beside(
        self, graph: Graph, actor: str, act: str, goal: Test, victims: set[str]
    ) -> list[int]:
        """Return where the others have joined in, or done deeds, on the day of the act."""
        rung = self.rung(actor, act)
        place = list(self.a.conduct).index(actor)

        def joint(label: Label) -> bool:
            others = self.movers(label) - {actor}
            return label[0] == "conduct" and label[1][place] == rung and not others & victims

        begun = [
            to for at in self.started(graph, actor) for lab, to in graph.ways[at] if joint(lab)
        ]

        def deed(_at: int, label: Label, _to: int) -> bool:
            return label[0] == "perform" and not self.movers(label) & victims

        taken = [at for at in graph.reached(begun, deed) if not goal(at)]
        return taken + [at for one in begun for at in self._left(graph, one, goal, victims)]

    def _left(
        self, graph: Graph, start: int, goal: Test, staying: Collection[str], leaving: str = ""
    ) -> list[int]:
        """Return where the next day begins if somebody leaves at once a treaty that ends with it.

        Anybody but those who stay, or the one who leaves.
        """
        at_will = {
            number
            for number, text in enumerate(self.a.instruments.values())
            if text.withdrawal and not text.withdrawal.notice.days and text.accrued == "end"
        }

        def leaves(_at: int, label: Label, _to: int) -> bool:
            who = self.movers(label)
            able = who == {leaving} if leaving else not who & set(staying)
            return label[0] == "withdraw" and label[2] in at_will and able

        gone = [at for at in graph.reached([start], leaves) if at != start]
        mornings = [to for at in gone for label, to in graph.ways[at] if label[0] == "wait"]
        return [at for at in mornings if not goal(at)]

    def _avoids(
        self,
        graph: Graph,
        starts: list[int],
        goal: Test,
        victims: set[str],
        vote: str,
        own: set[str],
    ) -> bool:
        def urgent(label: Label) -> bool:
            by_vote = label[0] == "ballot" and label[3] == vote
            advances = label[0] in ("perform", "sign", "allege", "open")
            advances |= label[0] == "conduct" and self.movers(label) <= own and max(label[1]) > 0
            return bool(self.movers(label) & victims) and (by_vote or advances)

        def lets(at: int, label: Label, _to: int) -> bool:
            if label[0] == "conduct":
                return urgent(label)
            if goal(at) and (label[0] == "wait" or self.movers(label) & victims):
                return False  # what is owed as responses are given is answered
            mine = self.movers(label) & victims
            return not mine or (urgent(label) and self.is_so(graph, at, label))

        kept = self._lasting(graph, goal, lambda label: not self.movers(label) & victims)
        avoiding = graph.can_avoid(starts, kept.__contains__, lets, urgent)
        return any(at in avoiding for at in starts)

    def _lasting(self, graph: Graph, goal: Test, theirs: Callable[[Label], bool]) -> set[int]:
        """Return where the goal is there, and no moves of theirs on that day take it away."""
        acts = ("perform", "undo", "sign", "allege", "open", "ballot")
        kept = {at for at in range(len(graph.ways)) if goal(at)}
        while lost := {
            at
            for at in kept
            for label, to in graph.ways[at]
            if label[0] in acts
            and theirs(label)
            and to not in kept
            and not self._left_owed(graph, at, to)
        }:
            kept -= lost
        return kept

    def _left_owed(self, graph: Graph, at: int, to: int) -> bool:
        """Say whether an instrument ends whose end leaves what is owed: `accrued: stay`."""
        over = (WITHDRAWN, EXPIRED, TERMINATED)
        return any(
            text.accrued == "stay"
            and ("standing", name) in graph.at
            and graph.value(to, "standing", name) in over
            and graph.value(at, "standing", name) not in over
            for name, text in self.a.instruments.items()
        )

    def single_blocker(self) -> set[str]:
        """Who alone can stop the answer to the lowest unbearable act that somebody can stop."""
        for actor in self.adversaries:
            ladder = self.a.conduct[actor]
            graph = self.on(self.truly(self.about(actor)))
            goal = self.answer(graph, actor)
            first = self.rung(actor, ladder.unbearable_from) if ladder.unbearable_from else 1
            for act in ladder.acts[first:]:
                starts = self.attacked(graph, actor, act.act)
                lend = self.able(graph, starts, actor)
                able = {m for at in starts for m in self._blockers(graph, at, goal, lend)}
                able -= set(self.protected(actor))
                if able:
                    return able
        return set()

    def _blockers(
        self, graph: Graph, start: int, goal: Test, able: Collection[str] = ()
    ) -> Iterator[str]:
        def comes(lets: Lets, urgent: Callable[[Label], bool] | None = None) -> bool:
            return any(map(goal, graph.reached([start], lets, urgent, goal)))

        def calm(label: Label) -> bool:
            return self.calm(label, able) and label[0] not in ("prevail", "repel")

        if not comes(lambda at, label, _t: calm(label) and self.is_so(graph, at, label)):
            return
        everyone = {m for ways in graph.ways for label, _ in ways for m in self.movers(label)}

        def still(label: Label) -> bool:
            return calm(label) or self.brings(label)

        for member in sorted(everyone):

            def away(at: int, label: Label, _to: int, member: str = member) -> bool:
                so = self.is_so(graph, at, label)
                return so and still(label) and member not in self.movers(label)

            def no(label: Label, member: str = member) -> bool:
                return label[0] == "ballot" and label[1] == member and label[3] == "no"

            def against(at: int, label: Label, to: int, member: str = member) -> bool:
                return away(at, label, to, member) or no(label, member)

            if (
                not comes(away)
                or not comes(against, no)
                or self._prevents(graph, start, goal, still, member)
            ):
                yield member

    def _prevents(
        self, graph: Graph, start: int, goal: Test, calm: Callable[[Label], bool], member: str
    ) -> bool:
        """Say whether a member keeps the goal away by what it does, whatever all others do."""

        def own(label: Label) -> bool:
            return self.movers(label) == {member} and label[0] != "conduct"

        def deed(_at: int, label: Label, _to: int) -> bool:
            return label[0] == "perform" and own(label)

        starts = [start]
        if goal(start):
            starts = [*graph.reached([start], deed), *self._left(graph, start, goal, (), member)]
        won = self._lasting(graph, goal, own)
        grown = True
        while grown:
            grown = False
            for at, ways in enumerate(graph.ways):
                if at in won:
                    continue
                theirs = [
                    to
                    for label, to in ways
                    if own(label) and not (goal(at) and self._left_owed(graph, at, to))
                ]
                others = [
                    to
                    for label, to in ways
                    if member not in self.movers(label)
                    and calm(label)
                    and self.is_so(graph, at, label)
                ]
                answered = goal(at)  # unless it is taken away on the same day
                if won.issuperset(theirs) and (answered or not won.isdisjoint(others)):
                    won.add(at)
                    grown = True
        return any(at not in won for at in starts)

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

    def consents(self, procedure: str, parties: Iterable[str]) -> bool:
        """Say whether a procedure takes effect only if some of these let it, in some step."""
        return bool(self._vetoes(procedure) & self.with_members(*parties))

    def circular_veto(self) -> set[tuple[str, str]]:
        """vetoes(trigger) ∩ vetoes(decision) = ∅, but for those who open it."""
        found = set()
        for name, p in self.a.procedures.items():
            waits = [p.opens.when, *(step.needs for step in p.steps)]
            atoms = [atom for condition in waits if condition for atom in condition.atoms()]
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
        """bearer ∩ vetoes(finding) = ∅, and finders ⊄ accusers, or ¬EF found by them alone."""
        found = set()
        for name, p in self.a.procedures.items():
            for number, step in enumerate(p.steps):
                if step.finds is None:
                    continue
                voters = set(self.programs[False].voters[name, number])
                accusers = {by for q in self._alleging(name, step.finds) for by in q.opens.by}
                own = self.with_members(*accusers)
                alone = voters <= own and self._found_by(step.finds, name, number, own)
                if self._unfound(step.finds) or alone:
                    found.add((name, number))
        return found

    def _found_by(self, norm: str, name: str, number: int, own: set[str]) -> bool:
        """Say whether those come to a finding of theirs, all others away or voting no."""
        graph = self.on([("found", norm), ("progress", name), ("step", name)])

        def made(at: int) -> bool:
            beyond = graph.value(at, "progress", name) == DONE
            beyond |= graph.value(at, "step", name) > number
            return beyond and bool(graph.value(at, "found", norm))

        def no(label: Label) -> bool:
            return label[0] == "ballot" and label[1] not in own and label[3] == "no"

        def away(_at: int, label: Label, _to: int) -> bool:
            return label[0] == "conduct" or self.movers(label) <= own

        def against(at: int, label: Label, to: int) -> bool:
            return away(at, label, to) or no(label)

        silent = graph.reached([graph.start], away)
        return any(map(made, silent)) and any(map(made, graph.reached([graph.start], against, no)))

    def _unfound(self, norm: str) -> bool:
        """Say whether somebody bound by a norm can alone keep its breach from being found.

        After a breach, all that is alleged being so. Where none can be found, as where it comes to
        light only as another's is alleged, in any play.
        """
        bearers = self.with_members(*self.a.norms[norm].bearer)
        acting = [by for by in self.a.norms[norm].bearer if self.forbids(norm, by)]
        able = False
        for by in acting or ("",):
            rungs = [("rung", by)] if by else []
            seeds = self.truly([("found", norm), ("breached", norm), *rungs])
            graph = self.on(seeds, [("active", n) for n in self.duties(by)])

            def found(at: int, graph: Graph = graph) -> bool:
                return bool(graph.value(at, "found", norm))

            for start in self.breaking(graph, norm, by) if by else self.breached(graph, norm):
                able |= any(map(found, graph.reached([start], self.helping(graph))))
                if bearers & set(self._blockers(graph, start, found)):
                    return True
        return not able and self._never_found(norm, bearers)

    def _never_found(self, norm: str, bearers: set[str]) -> bool:
        """Say whether what can be found in some play is found in none without one of those bound.

        On the ground it may do anything: what it withholds is its part in procedures and texts.
        """
        graph = self.on([("found", norm)])

        def comes(lets: Lets, urgent: Callable[[Label], bool] | None = None) -> bool:
            reached = graph.reached([graph.start], lets, urgent)
            return any(graph.value(at, "found", norm) for at in reached)

        def stays(_at: int, label: Label, _to: int) -> bool:
            return label[0] != "withdraw"

        def away(_at: int, label: Label, _to: int, who: str = "") -> bool:
            return label[0] != "withdraw" and (label[0] == "conduct" or label[1:2] != (who,))

        def no(label: Label, who: str = "") -> bool:
            return label[0] == "ballot" and label[1] == who and label[3] == "no"

        def against(at: int, label: Label, to: int, who: str = "") -> bool:
            return away(at, label, to, who) or no(label, who)

        return comes(stays) and any(
            not comes(partial(away, who=who))
            or not comes(partial(against, who=who), partial(no, who=who))
            for who in bearers
        )

    def _alleging(self, name: str, norm: str) -> list[Procedure]:
        """Return a procedure, and all by which a breach of a norm is alleged."""
        procedures = self.a.procedures.items()
        return [p for other, p in procedures if other == name or p.opens.alleging == norm]

    def promptness(self) -> bool:
        """attacked ∧ all agree → AF≤needs(act) answer, no step being let run out."""
        for actor in self.adversaries:
            graph = self.on(self.truly(self.about(actor)))
            goal = self.answer(graph, actor)
            for act in self.a.conduct[actor].acts[self.casus(actor) :]:
                if act.needs is None:
                    continue
                for start in self.attacked(graph, actor, act.act):
                    slow = self._slowest(graph, start, goal, self.able(graph, [start], actor))
                    if slow is not None and slow > act.needs.days:
                        return True
        return False

    def _slowest(self, graph: Graph, start: int, goal: Test, able: Collection[str]) -> float | None:
        """Return the most days to the answer with everybody agreeing, `None` when there is none."""
        victims = {v for actor in self.adversaries for v in self.protected(actor)}

        def agree(at: int, label: Label, _to: int) -> bool:
            if label[0] == "ballot":
                return label[3] == "yes" or label[2] in self.mixed
            others = ("sign", "perform", "allege", "open", "wait", "conduct")
            may = label[0] in others and self.calm(label, able)
            return may and self.is_so(graph, at, label)

        reached = graph.reached([start], agree, None, goal)
        if not any(map(goal, reached)):
            return None
        own, hopeful = victims & set(able), graph.can_reach(goal, agree)

        named = {self.procedures.index(v[1]): v for v in graph.at if v[0] == "progress"}

        def runs_out(at: int, to: int) -> bool:
            """Say whether a step lapses in which somebody could still have said yes."""
            open_ = {label[2] for label, _ in graph.ways[at] if label[0] == "ballot"}
            return any(
                graph.value(at, *named[n]) == OPEN and graph.value(to, *named[n]) == LAPSED
                for n in open_
            )

        def lets(at: int, label: Label, to: int) -> bool:
            return agree(at, label, to) and to in hopeful and not runs_out(at, to)

        def urgent(label: Label) -> bool:
            at_once = label[0] in ("sign", "perform", "allege", "open")
            at_once |= label[0] == "conduct" and self.movers(label) <= own and max(label[1]) > 0
            return at_once or (label[0] == "ballot" and label[1] in victims)

        return graph.longest(start, goal, lets, urgent)
