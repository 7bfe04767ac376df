"""The chances of nature's moves, by name: each a parameter of the game, computed for any draws.

The shape of a game depends on the clauses; how likely, how soon and how costly things are enters
by name only. One tree therefore serves every draw, every sweep and every break-even.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.contests import Form, called, gains, staggered, taken
from foedus.deterrence.draws import Draws
from foedus.deterrence.elapsed import Link, Race, Slot, told
from foedus.deterrence.minds import Heard, Told, given
from foedus.deterrence.races import by_length, ended_so, points_of
from foedus.deterrence.recalled import answered, unheard
from foedus.deterrence.sides import one_will
from foedus.deterrence.situation import ALONE, FORCE, LEVELS
from foedus.deterrence.timing import Does, Timing
from foedus.games import Expr, const, param
from foedus.language import Arrangement, Contest, Estimate

Array = NDArray[np.float64]
Rule = Callable[[Draws], Array]
_FINDING = ("detect.", "attribute.", "false_alarm.")
"""How the parameters begin of which findings are made."""
_FOUND = "?"
"""Stands before what is found in the name of a chance that rests on how likely it is found."""
_DOES = ("passes", "fails", "adopts")
_NONE: Mapping[str, bool] = {}
Ends = tuple[tuple[str, Expr], ...]
"""How a step may end in a stretch of time, each with its chance."""


class Chances:
    """Names the chances of nature's moves, and remembers how each is computed.

    Parameters
    ----------
    arrangement
        The arrangement, with its option laid over it.
    timing
        With what chance, and after how many days, steps come.
    form
        How fights end: as the file states, or by a contest function of its forces.

    Attributes
    ----------
    wills
        By guarantee: all that are one promise with it.
    rules
        By name of a parameter: how to compute it, shape (draws,), from the draws.
    """

    def __init__(self, arrangement: Arrangement, timing: Timing, form: Form = "stated") -> None:
        self.arrangement, self.timing, self.form = arrangement, timing, form
        self.rules: dict[str, Rule] = {}
        self._computed: dict[str, frozenset[str]] = {}
        self._steps: dict[tuple[Slot, tuple[str, str] | None, tuple[Told, ...]], Ends] = {}
        self._contrary: dict[Expr, Expr] = {}
        self._typical: dict[Slot, int] = {}
        self.wills = one_will(arrangement)
        self._rests: dict[str, tuple[str, ...]] = {}

    def named(self, name: str, rule: Rule) -> Expr:
        """Return the parameter `name`, computed by `rule`."""
        self.rules.setdefault(name, rule)
        return param(name)

    def either(self, chance: Expr) -> tuple[Expr, Expr]:
        """Return a chance and the chance of the contrary."""
        if chance not in self._contrary:
            self._contrary[chance] = 1 - chance
        return chance, self._contrary[chance]

    def drawn(self, name: str, estimate: Estimate) -> Expr:
        """Return a parameter that is drawn from `estimate`."""
        return self.named(name, lambda draws: draws.of(name, estimate))

    def honour(self, guarantee: str, before: Mapping[str, bool] = _NONE) -> Expr | None:
        """Return the chance that a guarantee is honoured when owed; None if its party decides.

        `before` says of others that are the same promise (`minds.one_will`) whether they were.
        """
        estimate = self.arrangement.guarantees[guarantee].honour
        if estimate is None:
            return None
        others = {f"honour.{name}": float(kept) for name, kept in before.items()}
        for name in before:
            self.honour(name)
        return self._recalled(self.drawn(f"honour.{guarantee}", estimate), others)

    def _recalled(self, chance: Expr, before: Mapping[str, float]) -> Expr:
        """Return a parameter given the answers of the same mind when it was asked by others."""
        if not before:
            return chance
        (own,) = chance.names
        rules = {name: self.rules[name] for name in (own, *before)}
        name = "|".join((own, *(f"{one}={yes:g}" for one, yes in before.items())))
        self._rests[name] = tuple(rules)

        def rule(draws: Draws) -> Array:
            heard = [Heard(rules[one](draws), yes, 1 - yes) for one, yes in before.items()]
            return given(rules[own](draws), heard)

        return self.named(name, rule)

    def gives_in(self, by: str) -> Expr | None:
        """Return the chance that those whom `by` threatens give in; None if they decide."""
        estimate = self.arrangement.coercion[by].gives_in
        return None if estimate is None else self.drawn(f"gives_in.{by}", estimate)

    def out_of_hand(self, by: str) -> Expr:
        """Return the chance that what `by` threatens comes about when it is defied."""
        return self.drawn(f"out_of_hand.{by}", self.arrangement.coercion[by].out_of_hand)

    def resolved(self, party: str) -> Expr:
        """Return the chance that a party is resolved."""
        return self.drawn(f"resolved.{party}", self.arrangement.resolved[party])

    def sign(self, party: str, truth: bool) -> Expr:
        """Return the chance that a party sees a sign of another's resolve, given what is so."""
        sign = self.arrangement.signs[party]
        if truth:
            return self.drawn(f"signs.{party}.if_resolved", sign.if_resolved)
        return self.drawn(f"signs.{party}.if_irresolute", sign.if_irresolute)

    def lasting(self) -> Expr:
        """Return the chance that the quarrel lasts from one occasion to the next."""
        estimate = self.arrangement.quarrel_lasts
        return const(1) if estimate is None else self.drawn("quarrel_lasts", estimate)

    def arrives(self, race: Race, before: tuple[Race, ...] = ()) -> Expr:
        """Return the chance that help is in time, given how other helps `before` were.

        Where it is called on after steps of which nobody knows how long they take, it is the
        chance that they and the help together take no longer than the act, given in which stretch
        of time each of them ended.

        How long it takes nobody in the story knows, so it is a chance within the game: the share
        of the law of `arrives` that lies below. Were it drawn for all to know, help that takes a
        day more than the attack would deter nobody, and help that takes a day less everybody.
        How long the act takes that it is to meet may be a law as well (`takes`): then it is the
        chance that help is the quicker, given how many days later it was called on.
        """
        name, after = f"arrives.{race.guarantee}", told(race.links)
        estimate = self.arrangement.guarantees[race.guarantee].arrives
        if estimate is None:
            return const(1)
        if before:
            own, *others = (self.arrives(one) for one in (race, *before))
            (name,) = own.names
            name += "".join(one.code for one in before)
            self._rests[name] = tuple(one for other in (own, *others) for one in other.names)
            return self.named(name, lambda draws: self._given_others(race, before, draws))
        later, links, by = race.later, race.links, self.arrangement.pairs[race.front][0]
        law = next(a.takes for a in self.arrangement.conduct[by].acts if a.act == race.act)
        if law is not None:
            taking = f"takes.{by}.{race.act}"
            return self.named(
                f"{name}.{later}{after}.days.later.than.{taking}",
                lambda draws: self._after(
                    links,
                    draws,
                    lambda spent: draws.sooner((name, estimate), (taking, law), later + spent),
                ),
            )
        days = race.needs - later
        return self.named(
            f"{name}.within.{days}{after}",
            lambda draws: self._after(
                links, draws, lambda spent: draws.below(name, estimate, days - spent)
            ),
        )

    def _given_others(self, race: Race, before: tuple[Race, ...], draws: Draws) -> Array:
        whole = ended_so(self.timing, self.wills, draws, before)
        part = ended_so(self.timing, self.wills, draws, (*before, race))
        return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0).clip(0, 1)

    def _after(self, links: Sequence[Link], draws: Draws, rule: Callable[[Array], Array]) -> Array:
        """Return what a rule says of the days spent before, shape (draws,); none of no days."""
        laws, which = self.timing.spent(links, draws)
        found = np.zeros(draws.size)  # of steps that cannot have ended so nothing is said
        for at, points in enumerate(laws):
            found = np.where(which == at, rule(points), found) if len(points) else found
        return found

    def computes(self, contest: Contest) -> bool:
        """Say whether a fight is computed from forces, and not as the file states it."""
        return self.form != "stated" and contest.decisiveness is not None

    def staggered(self, contest: Contest) -> bool:
        """Say whether forces come while the act of a fight that is computed may go on or not."""
        return self.computes(contest) and bool(staggered(self.arrangement, contest))

    def contest(
        self, contest: Contest, target: str, there: Sequence[str], races: Sequence[Race] = ()
    ) -> Expr:
        """Return the chance that a fight over `target` is won where these guarantees help.

        Where forces come while it goes on, the `races` for it tell how long its act took.
        """
        a, form, name = self.arrangement, self.form, f"contest.{called(contest)}"
        if self.computes(contest):
            towards = "" if contest.against else f"@{target}"
            fight = f"{name}{towards}.{form}.{'+'.join(there) or LEVELS[ALONE]}"
            if self.staggered(contest):
                fight += "".join(race.code for race in races)
            self._computed[fight] = frozenset(taken(a, contest, target, there))
            return self.named(fight, lambda draws: self._won(contest, target, there, races, draws))
        level = LEVELS[max((FORCE.get(a.guarantees[g].response, ALONE) for g in there), default=0)]
        stands = contest.alone
        if level == "armed" and contest.armed is not None:
            stands = contest.armed
        elif level == "helped":
            stands = contest.helped
        where = "alone" if stands is contest.alone else level
        return self.drawn(f"{name}.{where}", stands)

    def _won(
        self,
        contest: Contest,
        target: str,
        there: Sequence[str],
        races: Sequence[Race],
        draws: Draws,
    ) -> Array:
        """Return the chance of winning by forces, over all that the act can have taken."""
        a, form, days = self.arrangement, self.form, staggered(self.arrangement, contest)
        takes = next(o.takes for o in a.conduct[contest.by].acts if o.act == contest.act)
        if takes is None:
            return gains(a, contest, target, there, form, draws)
        taking = f"takes.{contest.by}.{contest.act}"
        if not days:
            return gains(a, contest, target, there, form, draws)
        lengths = points_of(draws, taking, takes)
        likely = by_length(self.timing, self.wills, draws, races, lengths)
        whole, won = likely.sum(axis=1), np.zeros(draws.size)
        for first, end in pairwise((-np.inf, *days, np.inf)):
            share = likely[:, (first <= lengths) & (lengths < end)].sum(axis=1)
            least = max(first, 0.0)
            won = won + share * gains(a, contest, target, there, form, draws, least)
        return np.asarray(np.divide(won, whole, out=np.zeros_like(won), where=whole > 0))

    def step(
        self, slot: Slot, truth: tuple[str, str] | None, before: tuple[Told, ...] = ()
    ) -> Ends:
        """Return the chances that a step passes, fails or does not end in a stretch of time.

        What cannot be is left out, and so is failing where a no is not final. With `truth` the
        step finds whether there was a breach: by whom, and by which act (empty when there was
        none). Its question may have been answered `before`.
        """
        key = slot, truth, before
        if key not in self._steps:
            passes, fails, adopted = self._passes_and_fails(*key)
            rest = 1 - passes
            for other in (fails, adopted):
                rest = rest if other is None else rest - other
            ends = (("pass", passes), ("fail", fails), ("adopted", adopted), ("not yet", rest))
            self._steps[key] = tuple(
                (label, chance) for label, chance in ends if chance is not None and chance.terms
            )
        return self._steps[key]

    def _passes_and_fails(
        self, slot: Slot, truth: tuple[str, str] | None, before: tuple[Told, ...]
    ) -> tuple[Expr, Expr | None, Expr | None]:
        if self.timing.at_once(slot):
            return const(1), None, None
        name = f"{slot.procedure}.{slot.act}.{slot.stretch}"
        final = self.timing.blocks(slot)
        for one in before:
            known = truth or one.place == (slot.procedure, slot.step)
            if one.ending in ("passed", "blocked") and known:
                ends = self.named(f"ends.{name}", lambda draws: self.timing.ends(slot, draws))
                if one.ending == "passed":
                    return ends, None, None
                return const(0), ends if final else None, None
        name += "".join(one.code for one in before)
        if truth is not None:
            found = self._found_after(truth, before)
            if not final:
                return found * self._still(name, slot, truth, found), None, None
            ends = self.named(f"ends.{name}", lambda draws: self.timing.ends(slot, draws))
            return found * ends, (1 - found) * ends, None

        def outcome(draws: Draws) -> Does:
            return self.timing.outcome(slot, draws, answered(self.timing, slot, draws, before))

        for kind in ("passes", "fails", "adopts"):
            others = (f"passes.{one.place[0]}." for one in before)
            self._rests[f"{kind}.{name}"] = tuple(others)
        passes = self.named(f"passes.{name}", lambda draws: outcome(draws)[0])
        fails = self.named(f"fails.{name}", lambda draws: outcome(draws)[1]) if final else None
        if not self.timing.adopts(slot):
            return passes, fails, None
        return passes, fails, self.named(f"adopts.{name}", lambda draws: outcome(draws)[2])

    def _found_after(self, truth: tuple[str, str], before: tuple[Told, ...]) -> Expr:
        """Return the chance that an act is found, where reports on it ran out before they ended."""
        found = self._found(*truth)
        if not before:
            return found
        rules = {parameter: self.rules[parameter] for parameter in found.names}

        def rule(draws: Draws) -> Array:
            chance = found.at({parameter: of(draws) for parameter, of in rules.items()})
            late = [Heard(chance, unheard(self.timing, one, draws), 1.0) for one in before]
            return given(chance, late)

        return self.named(
            f"found{''.join(one.code for one in before)}{_FOUND}{':'.join(truth)}", rule
        )

    def _still(self, name: str, slot: Slot, truth: tuple[str, str], found: Expr) -> Expr:
        """Return the chance that what will be found is found now, where it had not been before.

        That it had not tells of whether it will be.
        """
        rests = {parameter: self.rules[parameter] for parameter in found.names}

        def rule(draws: Draws) -> Array:
            chance = found.at({parameter: of(draws) for parameter, of in rests.items()})
            return self.timing.ends(slot, draws, chance)

        return self.named(f"ends.{name}{_FOUND}{':'.join(truth)}", rule)

    def _found(self, actor: str, act: str) -> Expr:
        ladder = self.arrangement.conduct[actor]
        if not act:
            name = f"false_alarm.{actor}"
            if ladder.false_alarm is not None:
                return self.drawn(name, ladder.false_alarm)
            return self.named(name, lambda draws: draws.either_end(name, 0.0))
        rung = next(a for a in ladder.acts if a.act == act)
        return self._seen(f"detect.{actor}.{act}", rung.detect) * self._seen(
            f"attribute.{actor}.{act}", rung.attribute
        )

    def _seen(self, name: str, estimate: Estimate | None) -> Expr:
        if estimate is not None:
            return self.drawn(name, estimate)
        return self.named(name, lambda draws: draws.either_end(name, 1.0))

    def typical_days(self, slot: Slot) -> int:
        """Return the days after which the step typically ends, if it ends in this stretch."""
        if slot not in self._typical:
            self._typical[slot] = self.timing.typical(slot)
        return self._typical[slot]

    def values(self, draws: Draws) -> dict[str, Array]:
        """Return every parameter that was named, each of shape (draws,)."""
        return {name: rule(draws) for name, rule in self.rules.items()}

    def resting_on(self, name: str) -> list[str]:
        """Return the parameters that change with an estimate, or with ``days`` or ``passing``."""
        about, rests = self._about(name), self._rests
        return [rule for rule in self.rules if any(map(about, (rule, *rests.get(rule, ()))))]

    def _about(self, name: str) -> Callable[[str], bool]:
        """Return what says of the name of a parameter that it changes with an estimate."""
        if name.startswith("refusing."):  # conduct is read off once all have signed
            return lambda _: False
        if name.startswith(_FINDING):
            about = _FOUND + name.partition(".")[2].replace(".", ":")
            return lambda rule: rule == name or rule.rstrip(":").endswith(about)
        if name.startswith("passing."):
            step = name.partition(".")[2]
            begins = tuple(f"{kind}.{step}." for kind in _DOES)
            return lambda rule: rule.startswith(begins)
        if name in ("days", "passing"):
            return lambda rule: rule.startswith(tuple(f"{kind}." for kind in _DOES)) or "~" in rule
        if name == "takes" or name.startswith("takes."):
            return lambda rule: f".than.{name}" in rule
        if name.partition(".")[0] in ("forces", "decisiveness"):  # of fights that are computed
            return lambda fight: any(
                one == name or one.startswith(f"{name}.") for one in self._computed.get(fight, ())
            )
        return lambda rule: rule == name or rule.startswith(f"{name}.")
