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

import clingo
from independent.ballots import Count
from independent.rules import Literal, Text, Var

from foedus.language import Arrangement
from foedus.language.actors import Deed
from foedus.language.clauses import Effect, Step
from foedus.language.conditions import Condition

NEVER, OVER = -1, 900
PROPOSED, IN_FORCE, NOTICED, WITHDRAWN, EXPIRED, TERMINATED = range(6)
IDLE, OPEN, DONE, LAPSED = range(4)
FRESH, FIGHTS, DEEDS, NOTICES, OPENINGS, BALLOTS, ANSWERS = range(7)
MOST_VOTERS = 4


class Program:
    """The logic program of an arrangement.

    Parameters
    ----------
    arrangement
        With bodies of at most four members and time limits of a few days.
    """

    def __init__(self, arrangement: Arrangement) -> None:
        self.a = a = arrangement
        self.rungs = {p: {act.act: r for r, act in enumerate(c.acts)} for p, c in a.conduct.items()}
        self.signers = {n: i.signed_by or i.parties for n, i in a.instruments.items()}
        self.pairs = list(
            dict.fromkeys(
                (e.admit, e.to or "") for p in a.procedures.values() for e in p.then if e.admit
            )
        )
        self.read = {atom.key for c in _conditions(a) for atom in c.atoms()}
        self.fights = bool(self.read & {"prevailed", "repelled"})
        self.answers = bool(self.read & {"honoured", "declined", "defended"})
        self.dates = sorted(
            {d.from_ for c in _conditions(a) for d in c.atoms() if d.from_ and d.from_ > a.as_of}
        )
        self.voters = {
            (p, s): self._voters(step.by)
            for p, procedure in a.procedures.items()
            for s, step in enumerate(procedure.steps)
        }
        self.counts = {
            (p, s): Count(self.voters[p, s], self._rule(a.procedures[p].steps[s]))
            for p, s in self.voters
        }
        first = dict(self._variables())
        self.order, self.first = list(first), first
        self.all_rules = list(self.rules())
        self.decided_by: dict[Var, set[Var]] = {}
        for rule in self.all_rules:
            for var, sources in rule.depends():
                self.decided_by.setdefault(var, set()).update(sources)

    def _voters(self, by: str) -> tuple[str, ...]:
        a = self.a
        body = a.bodies.get(by)
        named = body.members if body else (by,)
        members = [
            m for n in named for m in (a.parties[n].members or (n,) if n in a.parties else (n,))
        ]
        voters = tuple(dict.fromkeys(m for m in members if not body or m not in body.without))
        assert len(voters) <= MOST_VOTERS, voters
        return voters

    def _rule(self, step: Step) -> object:
        body = self.a.bodies.get(step.by)
        return step.rule or (body.rule if body else "unanimity")

    def limit(self, procedure: str, step: int) -> int:
        """Return the days that a step has, `NEVER` when it has no limit."""
        written = self.a.procedures[procedure].steps[step]
        body = self.a.bodies.get(written.by)
        silence = body.silence if body else None
        return written.within.days if written.within else silence.days if silence else NEVER

    # The parts of a state --------------------------------------------------------------------

    def _variables(self) -> Iterator[tuple[Var, int]]:
        a = self.a
        yield ("rank",), FRESH
        for party in a.conduct:
            yield ("rung", party), 0
            if "acted" in self.read:
                yield ("peak", party), 0
            if self.fights:
                yield ("fight", party), 0
                yield ("ready", party), 0
        for name in a.deeds:
            yield ("performed", name), 0
        for name, i in a.instruments.items():
            yield ("standing", name), IN_FORCE if i.status == "in_force" else PROPOSED
            yield ("sunset", name), i.sunset.days if i.sunset and i.status == "in_force" else NEVER
            yield ("notice", name), NEVER
            for party in self.signers[name]:
                yield ("signed", name, party), int(i.status != "proposed")
        for name in a.norms:
            yield from (((what, name), 0) for what in ("breached", "alleged", "found"))
            yield ("due", name), NEVER
        for name in a.procedures:
            yield ("progress", name), IDLE
            yield from (((what, name), 0) for what in ("step", "tally", "today"))
            yield ("left", name), NEVER
        for pair in self.pairs:
            yield ("admitted", *pair), 0
        for name, g in a.guarantees.items():
            yield from (((what, name), 0) for what in ("started", "lost", "case"))
            if self.answers:
                yield from ((("answer", name, party), 0) for party in g.owed_by)
        for day in self.dates:
            yield ("until", str(day)), (day - a.as_of).days

    # What a condition says ---------------------------------------------------------------------

    def holds(self, t: Text, c: Condition | None) -> str:
        """Return the truth of a condition; what is left out always holds."""
        if c is None:
            return "1"
        if c.all is not None:
            return t.both([self.holds(t, part) for part in c.all])
        if c.any is not None:
            return t.either([self.holds(t, part) for part in c.any])
        if c.not_ is not None:
            return t.not_(self.holds(t, c.not_))
        return self._atom(t, c)

    def _atom(self, t: Text, c: Condition) -> str:
        key = c.key
        if key in ("done", "open", "lapsed"):
            progress = {"done": DONE, "open": OPEN, "lapsed": LAPSED}[key]
            return t.equal(("progress", getattr(c, key)), progress)
        if key in ("alleged", "found", "breached"):
            return t.terms[key, getattr(c, key)]
        if key == "complied":
            return t.not_(t.terms["breached", c.complied])
        if key == "in_force":
            return t.equal(("standing", c.in_force), IN_FORCE, NOTICED)
        if key == "ended":
            return t.equal(("standing", c.ended), WITHDRAWN, EXPIRED, TERMINATED)
        if key == "noticed":
            return t.equal(("standing", c.noticed), NOTICED, WITHDRAWN)
        if key == "signed":
            who = (c.by,) if c.by else self.signers[c.signed]
            return t.both([t.terms["signed", c.signed, party] for party in who])
        if key == "act":
            return t.at_least(("rung", c.by), self.rungs[c.by][c.act])
        if key == "acted":
            return t.at_least(("peak", c.by), self.rungs[c.by][c.acted])
        if key == "performed":
            return t.terms["performed", c.performed]
        if key == "member":
            party = self.a.parties.get(c.of)
            if party is not None and c.member in party.members:
                return "1"
            return t.terms.get(("admitted", c.member, c.of), "0")
        if key in ("prevailed", "repelled"):
            return t.equal(("fight", getattr(c, key)), 1 if key == "prevailed" else 2)
        if key == "from":
            return t.equal(("until", str(c.from_)), 0) if c.from_ in self.dates else "1"
        return self._about_guarantee(t, key, c)

    def _about_guarantee(self, t: Text, key: str, c: Condition) -> str:
        if key == "active":
            return self.active(t, c.active)
        if key == "owed":
            return self.owed(t, c.owed)
        if key == "defended":
            force = ("defend", "as_deemed_necessary", "right_only")
            return t.either(
                [
                    self._answered(t, name, 1)
                    for name, g in self.a.guarantees.items()
                    if g.protects.state == c.defended and g.response in force
                ]
            )
        return self._answered(t, getattr(c, key), 1 if key == "honoured" else 2)

    def _answered(self, t: Text, name: str, how: int) -> str:
        """A joint duty is honoured by all and declined by one; a several one the other way."""
        g = self.a.guarantees[name]
        given = [t.equal(("answer", name, party), how) for party in g.owed_by]
        return t.both(given) if g.joint is (how == 1) else t.either(given)

    # What binds -----------------------------------------------------------------------------

    def stands(self, t: Text, instrument: str | None, survives: Sequence[str]) -> str:
        """A clause binds while its instrument is in force, and after an end that it survives."""
        if instrument is None:
            return "1"
        outlived = {"withdrawal": WITHDRAWN, "sunset": EXPIRED}
        return t.equal(
            ("standing", instrument), IN_FORCE, NOTICED, *(outlived[s] for s in survives)
        )

    def binds(self, t: Text, norm: str) -> str:
        n = self.a.norms[norm]
        return t.both([self.stands(t, n.in_, n.survives), self.holds(t, n.while_)])

    def bound(self, t: Text, name: str) -> str:
        g = self.a.guarantees[name]
        return t.both([self.stands(t, g.in_, g.survives), self.holds(t, g.in_force)])

    def active(self, t: Text, name: str) -> str:
        lost = t.not_(t.terms["lost", name])
        return t.both([t.terms["started", name], lost, self.bound(t, name)])

    def answerable(self, t: Text, name: str) -> str:
        due = self.holds(t, self.a.guarantees[name].due_when)
        return t.both([t.terms["case", name], self.active(t, name), due])

    def owed(self, t: Text, name: str) -> str:
        if self.a.guarantees[name].response == "right_only":
            return "0"
        return self.answerable(t, name)

    def openable(self, t: Text, name: str) -> str:
        """It is not under way and not spent; a lapsed one opens again from the next day on."""
        p = self.a.procedures[name]
        ways = [t.equal(("progress", name), IDLE)]
        if p.reopens:
            lapsed = t.equal(("progress", name), LAPSED)
            ways.append(t.both([lapsed, t.not_(t.terms["today", name])]))
        return t.both([self.stands(t, p.in_, p.survives), t.either(ways)])

    # What changes ----------------------------------------------------------------------------

    def breach(self, t: Text, norm: str, if_: str) -> None:
        unless = self.a.norms[norm].unless
        excused = self.holds(t, unless) if unless else "0"
        t.put(("breached", norm), 1, t.both([if_, self.binds(t, norm), t.not_(excused)]))

    def enter(self, t: Text, name: str, if_: str) -> None:
        """An instrument enters into force today; what it supersedes ends."""
        sunset = self.a.instruments[name].sunset
        t.put(("standing", name), IN_FORCE, if_)
        t.put(("sunset", name), sunset.days if sunset else NEVER, if_)
        t.put(("notice", name), NEVER, if_)
        for other in self.a.instruments[name].supersedes:
            binding = t.equal(("standing", other), IN_FORCE, NOTICED)
            t.put(("standing", other), TERMINATED, t.both([if_, binding]))

    def begin(self, t: Text, procedure: str, step: int, if_: str) -> None:
        t.put(("progress", procedure), OPEN, if_)
        t.put(("step", procedure), step, if_)
        t.put(("left", procedure), self.limit(procedure, step), if_)
        t.put(("tally", procedure), 0, if_)
        t.put(("today", procedure), 0, if_)

    def succeed(self, t: Text, procedure: str, step: int, if_: str) -> None:
        """A step passes: what it finds is found, and what follows success follows."""
        written = self.a.procedures[procedure].steps[step]
        if written.finds:
            t.put(("found", written.finds), 1, if_)
        self.follow(t, procedure, step, written.on_pass, if_)

    def follow(self, t: Text, procedure: str, step: int, outcome: str, if_: str) -> None:
        last = step + 1 == len(self.a.procedures[procedure].steps)
        if outcome == "next" and not last:
            self.begin(t, procedure, step + 1, if_)
            return
        t.put(("progress", procedure), LAPSED if outcome == "lapse" else DONE, if_)
        t.put(("step", procedure), 0, if_)
        t.put(("left", procedure), NEVER, if_)
        t.put(("tally", procedure), 0, if_)
        t.put(("today", procedure), int(outcome == "lapse"), if_)
        if outcome != "lapse":
            for effect in self.a.procedures[procedure].then:
                self._effect(t, effect, if_)

    def _effect(self, t: Text, effect: Effect, if_: str) -> None:
        if effect.bring_into_force:
            self.enter(t, effect.bring_into_force, if_)
        elif effect.terminate:
            t.put(("standing", effect.terminate), TERMINATED, if_)
        else:
            for name, norm in self.a.norms.items():
                forbids = norm.prohibition == "admit" and norm.of == effect.admit
                if forbids and effect.to in norm.bearer:
                    self.breach(t, name, if_)
            t.put(("admitted", effect.admit, effect.to), 1, if_)

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
        yield from (self._wait(), self._round(), self._flags())

    def slice(self, seeds: Iterable[Var]) -> list[Var]:
        """Return the parts of a state that decide the parts asked for, in their order."""
        kept, pending = {("rank",)}, list(seeds)
        while pending:
            var = pending.pop()
            if var not in kept:
                kept.add(var)
                pending += self.decided_by.get(var, ())
        return [var for var in self.order if var in kept]

    def text(self, kept: Sequence[Var], asked: Sequence[Var]) -> str:
        """Return the program for a slice."""
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
        first = f"s({','.join(str(self.first[var]) for var in kept)})"
        facts += [f"due({first}).", f"reach(Y) :- final({first},Y).", _FIXED]
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
        for name, g in self.a.guarantees.items():
            if g.against in movers:
                self._case(t, name)
        return t

    def _case(self, t: Text, name: str) -> None:
        """An act that begins while the guarantee is active is its case; a lesser act ends it."""
        g = self.a.guarantees[name]
        grave = t.at_least(("rung", g.against), self.rungs[g.against][g.casus_foederis])
        if self.answers:
            for party in g.owed_by:
                t.put(("answer", name, party), 0, t.not_(grave))
        case = t.either([t.terms["case", name], self.active(t, name)])
        t.put(("case", name), t.both([grave, case]))

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
        barred, tolled, bound = {}, {}, {}
        for name, i in self.a.instruments.items():
            bar = i.withdrawal.barred_while if i.withdrawal else None
            barred[name] = self.holds(t, bar) if bar else "0"
            tolled[name] = self.holds(t, i.tolled_while) if i.tolled_while else "0"
        for name, norm in self.a.norms.items():
            if norm.obligation:
                unmet = t.not_(t.terms["performed", norm.obligation])
                bound[name] = t.both([self.binds(t, name), unmet])
        for var in self.order:
            if var[0] == "today":
                t.put(var, 0)
            elif var[0] in ("left", "sunset", "notice", "due"):
                t.put(var, t.look("later", t.terms[var])[0])
            elif var[0] in ("until", "ready"):
                t.put(var, f"{t.terms[var]}-1", t.not_(t.equal(var, 0)))
        self._time_out(t)
        self._run_out(t, barred, tolled)
        for name, unmet in bound.items():
            late = t.either([t.is_(t.before["due", name], day) for day in (0, OVER)])
            t.put(("breached", name), 1, t.both([late, unmet]))
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
                t.put(("due", name), norm.within.days if norm.within else 0, falls)
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
                (("answerable", name), self.answerable(t, name)),
                (("owed", name), self.owed(t, name)),
            ]
        t.asked += [(("openable", name), self.openable(t, name)) for name in self.a.procedures]
        return t


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
edge(S,L,Z) :- move(S,L,X), final(X,Z).
reach(Z) :- edge(_,_,Z).
"""


class Reached:
    """Everything that can happen: the states that the grounding reaches, and the ways between.

    Attributes
    ----------
    rows
        The states, each a tuple in the order of `Program.order`.
    ways
        For each state, ``(label, to)``; a label is ``(kind, actor, clause, choice)``, for conduct
        ``("conduct", rungs)`` with -1 for whoever did not move.
    """

    def __init__(self, program: Program, asked: Sequence[Var]) -> None:
        self.program = program
        self.kept = kept = program.slice(asked)
        told = [var for rule in program.all_rules for var, _ in rule.asked if var in asked]
        control = clingo.Control(["--warn=none"])
        control.add("base", [], program.text(kept, asked))
        control.ground([("base", [])])
        self.rows: list[tuple[int, ...]] = []
        self.flags: list[tuple[int, ...]] = []
        numbers: dict[clingo.Symbol, int] = {}
        for atom in control.symbolic_atoms.by_signature("flags", 2):
            state, row = atom.symbol.arguments
            numbers[state] = len(self.rows)
            self.rows.append(tuple(v.number for v in state.arguments))
            self.flags.append(tuple(v.number for v in row.arguments))
        self.ways: list[list[tuple[tuple, int]]] = [[] for _ in self.rows]
        for atom in control.symbolic_atoms.by_signature("edge", 3):
            source, label, to = atom.symbol.arguments
            self.ways[numbers[source]].append((_label(label), numbers[to]))
        moves = sum(1 for _ in control.symbolic_atoms.by_signature("move", 3))
        assert moves == sum(map(len, self.ways)), "every move settles, in one way"
        self.at = {var: at for at, var in enumerate(kept)}
        self.flag_at = {var: at for at, var in enumerate(told)}
        first = clingo.Function("s", [clingo.Number(program.first[v]) for v in kept])
        final = control.symbolic_atoms.by_signature("final", 2)
        settled = dict(atom.symbol.arguments for atom in final)
        self.start = numbers[settled[first]]

    def value(self, node: int, *var: str) -> int:
        """Return a part of a state."""
        return self.rows[node][self.at[var]]

    def flag(self, node: int, *var: str) -> bool:
        """Say whether what was asked of each state holds in this one."""
        return bool(self.flags[node][self.flag_at[var]])


def _label(symbol: clingo.Symbol) -> tuple:
    parts = []
    for part in symbol.arguments:
        kind = part.type
        parts.append(
            part.number
            if kind is clingo.SymbolType.Number
            else part.string
            if kind is clingo.SymbolType.String
            else part.name
        )
    if parts[0] == "conduct":
        return "conduct", tuple(parts[1:])
    return tuple(parts)


def _subsets(parties: list[str]) -> Iterator[list[str]]:
    for mask in range(1, 2 ** len(parties)):
        yield [party for at, party in enumerate(parties) if mask >> at & 1]


def _conditions(a: Arrangement) -> Iterator[Condition]:
    found = [d.needs for d in a.deeds.values()]
    for i in a.instruments.values():
        found += [i.enters, i.tolled_while, i.withdrawal and i.withdrawal.barred_while]
    found += [c for n in a.norms.values() for c in (n.while_, n.unless, n.when)]
    for p in a.procedures.values():
        found += [p.opens.when, *(s.needs for s in p.steps)]
    for g in a.guarantees.values():
        found += [g.in_force, g.activates_when, g.forfeited_if, g.due_when]
    return (c for c in found if c is not None)
