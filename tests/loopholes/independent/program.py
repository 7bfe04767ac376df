"""An arrangement as a logic program whose grounding is everything that can happen.

Written from `docs/explanation/process.md` and `docs/reference/language.md`, and from the text of
the arrangement alone: nothing of `foedus.process` is called. Differences of method are meant:

- every day is a day: nothing is jumped over, and deadlines count down to zero and past it;
- every member casts its own ballot (`ballots`), and every rung of a ladder is tried;
- nothing is sliced, but for what no clause reads: how fights end, and who answered;
- there is no horizon.

A state is one tuple; each kind of move, the end of a day, and one round of what follows by itself
are each one rule, whose body computes the next tuple from this one. Truth values are 0 and 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from independent.meaning import (
    ANSWERS,
    BALLOTS,
    DEEDS,
    EXPIRED,
    FIGHTS,
    FRESH,
    IDLE,
    IN_FORCE,
    LAPSED,
    NEVER,
    NIGHT,
    NOTICED,
    NOTICES,
    OPEN,
    OPENINGS,
    OVER,
    PROPOSED,
    TERMINATED,
    WITHDRAWN,
    Meaning,
)
from independent.rules import Literal, Text, Var

from foedus.language import Arrangement
from foedus.language.actors import Deed
from foedus.language.clauses import Norm


class Program(Meaning):
    """The logic program of an arrangement.

    Parameters
    ----------
    arrangement
        With bodies of at most four members and time limits of a few days.
    """

    def __init__(self, arrangement: Arrangement) -> None:
        super().__init__(arrangement)
        self.all_rules = list(self.rules())
        self.decided_by: dict[Var, set[Var]] = {}
        for rule in self.all_rules:
            for var, sources in rule.depends():
                self.decided_by.setdefault(var, set()).update(sources)

    # The rules -------------------------------------------------------------------------------

    def rules(self) -> Iterator[Text]:
        """Yield every rule that says what changes, or what is asked of a state."""
        for movers in _subsets(list(self.a.conduct)):
            yield self._conduct(movers)
        for number, (name, deed) in enumerate(self.a.deeds.items()):
            yield self._deed(number, name, deed)
        for number, name in enumerate(self.a.instruments):
            yield from self._instrument(number, name)
        for number, name in enumerate(self.a.procedures):
            yield from self._openings(number, name)
            yield from self._ballots(number, name)
        if self.answers:
            yield from self._answers()
        if self.fights:
            yield from self._fights()
        yield from (self._wait(), self._dawn(), self._round(), self._flags())

    def slice(self, seeds: Iterable[Var]) -> list[Var]:
        """Return the parts of a state that decide the parts asked for, in their order."""
        kept, pending = {("rank",)}, list(seeds)
        while pending:
            var = pending.pop()
            if var not in kept:
                kept.add(var)
                pending += self.decided_by.get(var, ())
        return [var for var in self.order if var in kept]

    def text(
        self, kept: Sequence[Var], asked: Sequence[Var], begun: Sequence[Sequence[int]]
    ) -> str:
        """Return the program for a slice, of plays that begin in some states of it."""
        counts = [len(count.tallies) for count in self.counts.values()]
        most = 1 + max(8, *counts, *self.first.values())
        values = [*range(-1, most), OVER]
        facts = [f"eq({k},{v},{int(k == v)})." for k in values for v in values]
        facts += [f"ge({k},{v},{int(v >= k)})." for k in range(9) for v in range(9)]
        facts += [f"later({v},{OVER if v in (0, OVER) else max(v - 1, -1)})." for v in values]
        for (p, s), count in self.counts.items():
            at = f"{list(self.a.procedures).index(p)},{s}"
            for n, tally in enumerate(count.tallies):
                facts.append(f"tally({at},{n},{','.join(str(int(x)) for x in tally)}).")
            hold = self.a.procedures[p].steps[s].on_block == "hold"
            facts += [
                f'cast({at},{source},"{member}",{choice},{to}).'
                for (source, member, choice), to in count.casts.items()
                if choice == "yes" or not hold
            ]
        for row in begun:
            first = f"s({','.join(map(str, row))})"
            facts += [f"due({first}).", f"reach(Y) :- final({first},Y)."]
        facts.append(_FIXED)
        facts.append(f"other(0..{max(counts, default=0)}).")
        written = [rule.written(kept, asked) for rule in self.all_rules]
        return "\n".join([*facts, *(text for text in written if text)])

    def _move(self, label: str, rank: int) -> Text:
        t = Text(self.order, f"move(OLD,{label},NEW) :- reach(OLD)")
        # The day has not gone past acts of this rank.
        t.guards.append(t.not_(t.at_least(("rank",), rank + 1)))
        t.put(("rank",), max(rank, FIGHTS))
        return t

    def _conduct(self, movers: Sequence[str]) -> Text:
        """Any of those who have not moved today change their conduct, together."""
        parties = list(self.rungs)
        label = ",".join(f"R{at}" if p in movers else "-1" for at, p in enumerate(parties))
        t = self._move(f"l(conduct,{label})", FRESH)
        binding = {
            n: self.active(t, n) for n, g in self.a.guarantees.items() if g.against in movers
        }
        for at, party in enumerate(parties):
            if party not in movers:
                continue
            rung, was = f"R{at}", t.before["rung", party]
            t.body.append(Literal(f"rung({len(self.rungs[party])},{rung})", rung, ()))
            t.guards.append(t.not_(t.look("same", rung, was)[0]))
            t.put(("rung", party), rung)
            if "acted" in self.read:
                higher = t.look("higher", t.terms["peak", party], rung)[0]
                t.put(("peak", party), rung, t.not_(higher))
            if self.fights:
                for act in self.a.conduct[party].acts:
                    here = t.is_(rung, self.rungs[party][act.act])
                    t.put(("ready", party), act.needs.days if act.needs else 0, here)
        for name, active in binding.items():
            self._case(t, name, active)
        return t

    def _case(self, t: Text, name: str, active: str) -> None:
        """An act that begins, or becomes graver, while it is active is its case; a lesser ends it.

        What the act itself brings about was not there before it.
        """
        g = self.a.guarantees[name]
        grave = t.at_least(("rung", g.against), self.rungs[g.against][g.casus_foederis])
        if self.answers:
            for party in g.owed_by:
                t.put(("answer", name, party), 0, t.not_(grave))
        least = self.rungs[g.against][g.casus_foederis]
        begins = t.both([grave, t.not_(t.look("ge", least, t.before["rung", g.against])[0])])
        for way in self.lapses(name):
            t.put(("earlier", name, way), t.equal(("progress", way), LAPSED), begins)
            t.put(("earlier", name, way), 0, t.not_(grave))
        rung, was = t.terms["rung", g.against], t.before["rung", g.against]
        graver = t.not_(t.look("higher", was, rung)[0])
        met = t.both([graver, active, self.active(t, name)])
        t.put(("case", name), t.both([grave, t.either([t.terms["case", name], met])]))

    def _deed(self, number: int, name: str, deed: Deed) -> Text:
        t = self._move(f'l(perform,"{deed.by}",{number})', DEEDS)
        t.guards += [t.not_(t.terms["performed", name]), self.holds(t, deed.needs)]
        for norm_id, norm in self.a.norms.items():
            if norm.prohibition == name and deed.by in norm.bearer:
                self.breach(t, norm_id, "1")
        t.put(("performed", name), 1)
        return t

    def _instrument(self, number: int, name: str) -> Iterator[Text]:
        text = self.a.instruments[name]
        for party in self.signers[name] if text.status == "proposed" else ():
            t = self._move(f'l(sign,"{party}",{number})', DEEDS)
            t.guards += [t.equal(("standing", name), PROPOSED)]
            t.guards += [t.not_(t.terms["signed", name, party])]
            t.put(("signed", name, party), 1)
            yield t
        for party in text.withdrawal.by if text.withdrawal else ():
            t = self._move(f'l(withdraw,"{party}",{number})', NOTICES)
            bar = text.withdrawal.barred_while
            t.guards += [t.not_(self.holds(t, bar))] if bar else []
            t.guards.append(t.equal(("standing", name), IN_FORCE))
            t.put(("standing", name), NOTICED)
            t.put(("notice", name), text.withdrawal.notice.days)
            yield t

    def _openings(self, number: int, name: str) -> Iterator[Text]:
        p = self.a.procedures[name]
        for party in p.opens.by:
            kind = "allege" if p.opens.alleging else "open"
            t = self._move(f'l({kind},"{party}",{number})', OPENINGS)
            t.guards += [self.openable(t, name), self.holds(t, p.opens.when)]
            if p.opens.alleging:
                t.put(("alleged", p.opens.alleging), 1)
            self.begin(t, name, 0, "1")
            yield t

    def _ballots(self, number: int, name: str) -> Iterator[Text]:
        for step, written in enumerate(self.a.procedures[name].steps):
            if written.escrowed:
                continue
            t = self._move(f"l(ballot,M,{number},C)", BALLOTS)
            t.guards += [t.equal(("progress", name), OPEN), t.equal(("step", name), step)]
            t.guards.append(self.holds(t, written.needs))
            tally = t.terms["tally", name]
            t.body.append(Literal(f"cast({number},{step},{tally},M,C,T)", "T", (tally,)))
            t.put(("tally", name), "T")
            yield t

    def _answers(self) -> Iterator[Text]:
        for number, (name, g) in enumerate(self.a.guarantees.items()):
            for party in g.owed_by:
                for how, kind in ((1, "honour"), (2, "decline")):
                    if kind == "decline" and g.response == "right_only":
                        continue
                    t = self._move(f'l({kind},"{party}",{number})', ANSWERS)
                    t.guards += [self.answerable(t, name), t.equal(("answer", name, party), 0)]
                    t.put(("answer", name, party), how)
                    yield t

    def _fights(self) -> Iterator[Text]:
        for contest in self.a.contests:
            for how, kind in ((1, "prevail"), (2, "repel")):
                by = contest.by
                t = self._move(f'l({kind},nature,"{by}")', FIGHTS)
                t.guards.append(t.equal(("rung", by), self.rungs[by][contest.act]))
                t.guards += [t.equal(("fight", by), 0), t.equal(("ready", by), 0)]
                t.put(("fight", by), how)
                yield t

    def _wait(self) -> Text:
        """The day ends: what has run out is judged by the evening and takes effect together."""
        t = Text(self.order, "move(OLD,l(wait),NEW) :- reach(OLD)")
        t.put(("rank",), NIGHT)
        barred, tolled, bound = {}, {}, {}
        for name, i in self.a.instruments.items():
            bar = i.withdrawal.barred_while if i.withdrawal else None
            barred[name] = self.holds(t, bar) if bar else "0"
            tolled[name] = self.holds(t, i.tolled_while) if i.tolled_while else "0"
        for name, norm in self.a.norms.items():
            if norm.obligation:
                unmet = t.not_(t.terms["performed", norm.obligation])
                bound[name] = t.both([self.binds(t, name), unmet])
        self._time_out(t)
        self._run_out(t, barred, tolled)
        for name, unmet in bound.items():
            late = t.either([t.is_(t.before["due", name], day) for day in (0, OVER)])
            t.put(("breached", name), 1, t.both([late, unmet]))
        return t

    def _dawn(self) -> Text:
        """The next day begins, once all that followed from the end of the last is settled."""
        t = Text(self.order, "dawn(OLD,NEW) :- night(OLD)")
        for var in self.order:
            if var[0] == "today":
                t.put(var, 0)
            elif var[0] in ("left", "sunset", "notice", "due"):
                t.put(var, t.look("later", t.terms[var])[0])
            elif var[0] in ("until", "ready"):
                t.put(var, f"{t.terms[var]}-1", t.not_(t.equal(var, 0)))
        t.put(("rank",), FRESH)
        return t

    def _evening(self, t: Text, var: Var, *values: int) -> str:
        return t.either([t.is_(t.before[var], value) for value in values])

    def _time_out(self, t: Text) -> None:
        for number, (name, procedure) in enumerate(self.a.procedures.items()):
            for step, written in enumerate(procedure.steps):
                if self.limit(name, step) == NEVER:
                    continue
                here = self._evening(t, ("step", name), step)
                over = self._evening(t, ("left", name), 0, OVER)
                ended = t.both([over, self._evening(t, ("progress", name), OPEN), here])
                carried = "1"
                if written.on_timeout != "adopt":
                    tally = t.before["tally", name]
                    carried = t.look("carries", number, step, here, tally)[0]
                self.succeed(t, name, step, t.both([ended, carried]))
                if written.on_timeout not in ("adopt", "hold"):
                    missed = t.both([ended, t.not_(carried)])
                    self.follow(t, name, step, written.on_timeout, missed)

    def _run_out(self, t: Text, barred: Mapping[str, str], tolled: Mapping[str, str]) -> None:
        for name in self.a.instruments:
            standing = ("standing", name)
            ends = self._evening(t, ("notice", name), 0, OVER)
            under_notice = self._evening(t, standing, NOTICED)
            leaves = t.both([under_notice, ends, t.not_(barred[name])])
            t.put(standing, WITHDRAWN, leaves)
            over = self._evening(t, ("sunset", name), 0, OVER)
            binding = self._evening(t, standing, IN_FORCE, NOTICED)
            kept_on = t.not_(tolled[name])
            t.put(standing, EXPIRED, t.both([binding, over, kept_on, t.not_(leaves)]))
            gone = t.equal(standing, WITHDRAWN, EXPIRED, TERMINATED)
            for clock in ("sunset", "notice"):
                t.put((clock, name), NEVER, gone)

    def _round(self) -> Text:
        """What follows by itself, once, in the order in which the documentation lists it."""
        t = Text(self.order, "settle(OLD,NEW) :- due(OLD)")
        a = self.a
        for name, i in a.instruments.items():
            if i.status != "in_force":
                signed = [t.terms["signed", name, party] for party in self.signers[name]]
                proposed = t.equal(("standing", name), PROPOSED)
                self.enter(t, name, t.both([proposed, *signed, self.holds(t, i.enters)]))
        for name, norm in a.norms.items():
            acts = [
                t.at_least(("rung", bearer), self.rungs[bearer][norm.prohibition])
                for bearer in norm.bearer
                if norm.prohibition in self.rungs.get(bearer, {})
            ]
            if acts:
                self.breach(t, name, t.either(acts))
        for name, norm in a.norms.items():
            if norm.obligation:
                none = [
                    t.equal(("due", name), NEVER),
                    t.not_(t.terms["performed", norm.obligation]),
                ]
                falls = t.both([*none, self.binds(t, name), self.holds(t, norm.when)])
                within = norm.within.days if norm.within else 0
                t.put(("due", name), self.lasting(t, within), falls)
                free = t.both([t.not_(self.binds(t, name)), t.not_(t.terms["breached", name])])
                t.put(("due", name), NEVER, free)
        for name, g in a.guarantees.items():
            if g.forfeited_if:
                t.put(("lost", name), 1, self.holds(t, g.forfeited_if))
        for name, g in a.guarantees.items():
            starts = t.both([self.bound(t, name), self.holds(t, g.activates_when)])
            t.put(("started", name), 1, starts)
        for name, g in a.guarantees.items():
            if g.covers_ongoing:
                grave = t.at_least(("rung", g.against), self.rungs[g.against][g.casus_foederis])
                t.put(("case", name), 1, t.both([grave, self.active(t, name)]))
        for name, p in a.procedures.items():
            if not p.opens.by:
                idle = t.equal(("progress", name), IDLE)
                may = [idle, self.openable(t, name), self.holds(t, p.opens.when)]
                self.begin(t, name, 0, t.both(may))
        self._votes(t)
        for name in a.guarantees:
            t.put(("accrued", name), self.answerable(t, name))
        return t

    def _votes(self, t: Text) -> None:
        for number, (name, procedure) in enumerate(self.a.procedures.items()):
            under_way = t.equal(("progress", name), OPEN)
            at = [
                t.both([under_way, t.equal(("step", name), s)]) for s in range(len(procedure.steps))
            ]
            tally = t.terms["tally", name]
            for step, written in enumerate(procedure.steps):
                if written.escrowed:
                    self.succeed(t, name, step, at[step])
                elif not written.at_deadline:
                    passed = t.look("passed", number, step, at[step], tally)[0]
                    failed = t.look("failed", number, step, at[step], tally)[0]
                    self.succeed(t, name, step, passed)
                    if written.on_block != "hold":
                        self.follow(t, name, step, written.on_block, failed)

    def _flags(self) -> Text:
        """What the questions ask of a state."""
        t = Text(self.order, "flags(OLD,ROW) :- reach(OLD)")
        for name in self.a.guarantees:
            t.asked += [
                (("active", name), self.active(t, name)),
                (("gives", name), self.gives(t, name)),
                (("answerable", name), self.answerable(t, name)),
                (("owed", name), self.owed(t, name)),
            ]
        t.asked += [(("openable", name), self.openable(t, name)) for name in self.a.procedures]
        for name, norm in self.a.norms.items():
            if norms := excusing(norm):
                known = [t.equal((what, n), 1) for n in norms for what in ("found", "alleged")]
                excused = [self.binds(t, name), self.holds(t, norm.unless), t.either(known)]
                t.asked.append((("excused", name), t.both(excused)))
        return t


def excusing(norm: Norm) -> list[str]:
    """Return the norms whose breach, alleged or found, excuses from this one."""
    places = norm.unless.placed(()) if norm.unless else ()
    named = [atom.found or atom.alleged for path, atom in places if not path.count("not") % 2]
    return [name for name in named if name]


_FIXED = """
rung(N,0..N-1) :- N=1..8.
same(A,B,1) :- A=0..8, B=A.      same(A,B,0) :- A=0..8, B=0..8, A!=B.
higher(P,R,1) :- P=0..8, R=0..8, P>=R.   higher(P,R,0) :- P=0..8, R=0..8, P<R.
% Of a step that a procedure is not at, the tally says nothing.
carries(N,S,1,V,C) :- tally(N,S,V,_,_,C).   carries(N,S,0,V,0) :- tally(N,S,_,_,_,_), other(V).
passed(N,S,1,V,P)  :- tally(N,S,V,P,_,_).   passed(N,S,0,V,0)  :- tally(N,S,_,_,_,_), other(V).
failed(N,S,1,V,F)  :- tally(N,S,V,_,F,_).   failed(N,S,0,V,0)  :- tally(N,S,_,_,_,_), other(V).
due(X) :- move(_,_,X).
due(Y) :- settle(X,Y), X!=Y.
final(X,X) :- settle(X,X).
final(X,Z) :- settle(X,Y), X!=Y, final(Y,Z).
edge(S,L,Z) :- move(S,L,X), L!=l(wait), final(X,Z).
night(Z) :- move(_,l(wait),X), final(X,Z).
due(W) :- dawn(_,W).
edge(S,l(wait),V) :- move(S,l(wait),X), final(X,Z), dawn(Z,W), final(W,V).
reach(Z) :- edge(_,_,Z).
"""


def _subsets(parties: list[str]) -> Iterator[list[str]]:
    for mask in range(1, 2 ** len(parties)):
        yield [party for at, party in enumerate(parties) if mask >> at & 1]
