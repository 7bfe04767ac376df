"""What the clauses of an arrangement mean in a state, and what they change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from independent.ballots import Count
from independent.rules import Text, Var

from foedus.language import Arrangement
from foedus.language.clauses import Effect, Step
from foedus.language.conditions import Condition

NEVER, OVER = -1, 900
PROPOSED, IN_FORCE, NOTICED, WITHDRAWN, EXPIRED, TERMINATED = range(6)
IDLE, OPEN, DONE, LAPSED = range(4)
FRESH, FIGHTS, DEEDS, NOTICES, OPENINGS, BALLOTS, ANSWERS, NIGHT = range(8)
MOST_VOTERS = 4


class Meaning:
    """What the clauses of an arrangement mean, as terms of the logic program.

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
        self.read = {atom.key for c in conditions_of(a) for atom in c.atoms()}
        self.fights = bool(self.read & {"prevailed", "repelled"})
        self.answers = bool(self.read & {"honoured", "declined", "defended"})
        self.dates = sorted(
            {d.from_ for c in conditions_of(a) for d in c.atoms() if d.from_ and d.from_ > a.as_of}
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
            yield from ((("earlier", name, way), 0) for way in self.lapses(name))
            if g.in_ and a.instruments[g.in_].accrued == "stay":
                yield ("accrued", name), 0
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

    def gives(self, t: Text, name: str) -> str:
        """It is active, and what it owes would be due if its case arose."""
        return t.both([self.active(t, name), self.due(t, name)])

    def answerable(self, t: Text, name: str) -> str:
        """Its case is there and it is due; what was due as its instrument ended stays so."""
        ready = t.both([t.terms["case", name], self.active(t, name), self.due(t, name)])
        if ("accrued", name) not in t.terms:
            return ready
        g = self.a.guarantees[name]
        was = t.both([t.terms["accrued", name], t.not_(self.stands(t, g.in_, g.survives))])
        kept = dict(t.terms)
        left = t.equal(("standing", g.in_), WITHDRAWN)  # read as on its last day
        t.put(("standing", g.in_), f"{left}*{NOTICED}+(1-{left})*{IN_FORCE}")
        still = t.both([self.holds(t, g.in_force), self.due(t, name)])
        t.terms = kept
        lost = t.not_(t.terms["lost", name])
        ended = t.both([t.terms["case", name], t.terms["started", name], lost, was, still])
        return t.either([ready, ended])

    def lapses(self, name: str) -> list[str]:
        """The procedures whose lapse makes the response due, and that can lapse once more."""
        text = self.a.guarantees[name].due_when
        named = [p for p in self.a.procedures if text and f"lapsed='{p}'" in repr(text)]
        return [p for p in named if self.a.procedures[p].opens.by and self.a.procedures[p].reopens]

    def due(self, t: Text, name: str) -> str:
        """What makes the response due holds; a lapse before the act was one of an earlier case."""
        kept = dict(t.terms)
        for way in self.lapses(name):
            old = t.both([t.equal(("progress", way), LAPSED), t.terms["earlier", name, way]])
            t.put(("progress", way), IDLE, old)
        due = self.holds(t, self.a.guarantees[name].due_when)
        t.terms = kept
        return due

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
        for held, g in self.a.guarantees.items():
            if g.in_ == name:  # what ended with it does not come back with it
                gone = t.both([if_, t.not_(self.stands(t, name, g.survives))])
                t.put(("case", held), t.terms.get(("accrued", held), "0"), gone)
        t.put(("standing", name), IN_FORCE, if_)
        t.put(("sunset", name), self.lasting(t, sunset.days) if sunset else NEVER, if_)
        t.put(("notice", name), NEVER, if_)
        for other in self.a.instruments[name].supersedes:
            binding = t.equal(("standing", other), IN_FORCE, NOTICED)
            t.put(("standing", other), TERMINATED, t.both([if_, binding]))

    def lasting(self, t: Text, days: int) -> str | int:
        """Return the days left to what begins now: as a day ends, the next one at least."""
        return days or t.equal(("rank",), NIGHT)

    def begin(self, t: Text, procedure: str, step: int, if_: str) -> None:
        t.put(("progress", procedure), OPEN, if_)
        t.put(("step", procedure), step, if_)
        t.put(("left", procedure), self.lasting(t, self.limit(procedure, step)), if_)
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
        for name in self.a.guarantees if outcome == "lapse" else ():
            t.put(("earlier", name, procedure), 0, if_)
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
            standing = ("standing", effect.terminate)
            binding = t.equal(standing, IN_FORCE, NOTICED)  # what has ended stays as it ended
            t.put(standing, TERMINATED, t.both([if_, binding]))
        else:
            for name, norm in self.a.norms.items():
                forbids = norm.prohibition == "admit" and norm.of == effect.admit
                if forbids and effect.to in norm.bearer:
                    self.breach(t, name, if_)
            t.put(("admitted", effect.admit, effect.to), 1, if_)


def conditions_of(a: Arrangement) -> Iterator[Condition]:
    found = [d.needs for d in a.deeds.values()]
    for i in a.instruments.values():
        found += [i.enters, i.tolled_while, i.withdrawal and i.withdrawal.barred_while]
    found += [c for n in a.norms.values() for c in (n.while_, n.unless, n.when)]
    for p in a.procedures.values():
        found += [p.opens.when, *(s.needs for s in p.steps)]
    for g in a.guarantees.values():
        found += [g.in_force, g.activates_when, g.forfeited_if, g.due_when]
    return (c for c in found if c is not None)
