"""What is counted over the ends of a game: who did what, what took effect, what was honoured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from foedus.deterrence.scoring import Outcome, bearing
from foedus.deterrence.situation import CALM, FORCE, HELPED, OUT_OF_HAND, YIELDED
from foedus.deterrence.turns import GAVE_IN, THREATENED, remembered, told_of
from foedus.games import Expr, Terminal, const
from foedus.language import Arrangement

_NO, _YES = const(0), const(1)
Test = Callable[[Outcome], bool]


class Counts(NamedTuple):
    """What is counted, by name, and by label of an end whether it counts there."""

    names: tuple[str, ...]
    rows: Mapping[str, Sequence[bool]]

    def columns(self, end: Terminal) -> list[Expr]:
        """Return what an end pays, and a one for all that counts there; nothing does on the way."""
        counting = self.rows.get(end.outcome, (False,) * len(self.names))
        return [*end.payoffs, *(_YES if counts else _NO for counts in counting)]


def counted(arrangement: Arrangement, outcomes: Mapping[str, Outcome]) -> Counts:
    """Return what is counted, and for each label of an end whether it counts there.

    Names are ``act.PARTY.ACT`` (the highest act of a party), ``attack.PARTY`` (it is an attack),
    ``attack.PARTY.TARGET`` (against that one, where it can act against several),
    ``met.PARTY`` (and was answered with force under a guarantee), ``cried``, ``done.PROCEDURE`` (of
    those on which something hangs), ``honoured.GUARANTEE`` and ``entrapped`` (guarantors fought for
    a party that had gone beyond compliance); with threats also ``out_of_hand`` and, where making
    one costs anything, ``threatened`` and ``gave_in``: how many are made and given in to, each
    counted at its move.
    Where somebody refused to sign, nothing counts.
    """
    tests = dict(_tests(arrangement))
    rows = {
        label: [not o.refused and test(o) for test in tests.values()]
        for label, o in outcomes.items()
    }
    rows |= {what: [name == what for name in tests] for what in (THREATENED, GAVE_IN)}
    return Counts(tuple(tests), rows)


def _tests(a: Arrangement) -> Iterator[tuple[str, Test]]:
    for at, (party, ladder) in enumerate(a.conduct.items()):
        for act in ladder.acts:
            yield f"act.{party}.{act.act}", _acted(at, (act.act,))
    for at, by in enumerate(a.conduct):
        attacks = _acted(at, attacking(a, by))
        answering = [n for n, g in a.guarantees.items() if g.against == by and _fights(a, n)]
        yield f"attack.{by}", attacks
        for n, target in enumerate(targets_of(a, by)):
            yield f"attack.{by}.{target}", _aimed(at, n, attacking(a, by))
        yield f"met.{by}", _both(attacks, _honoured(*answering))
    yield "cried", lambda o: o.cried
    if told_of(a):
        yield THREATENED, lambda o: o.threat > CALM and remembered(a)
        yield GAVE_IN, lambda o: o.threat == YIELDED
    if a.coercion:
        yield "out_of_hand", lambda o: o.threat == OUT_OF_HAND
    bears = bearing(a)
    for name in a.procedures:
        if name in bears:
            yield f"done.{name}", _done(name)
    for name in a.guarantees:
        yield f"honoured.{name}", _honoured(name)
    yield "entrapped", lambda o: _entrapped(a, o)


def _acted(at: int, acts: tuple[str, ...]) -> Test:
    return lambda o: o.acts[at] in acts


def _aimed(at: int, target: int, acts: tuple[str, ...]) -> Test:
    return lambda o: o.towards[at][target] in acts


def targets_of(a: Arrangement, by: str) -> tuple[str, ...]:
    """Return those against whom a party can act, where there are several; else nobody."""
    found = tuple(against for party, against in a.pairs if party == by)
    return found if len(found) > 1 else ()


def _done(name: str) -> Test:
    return lambda o: name in o.done


def _honoured(*names: str) -> Test:
    return lambda o: any(name in o.honoured for name in names)


def _both(one: Test, other: Test) -> Test:
    return lambda o: one(o) and other(o)


def attacking(a: Arrangement, by: str) -> tuple[str, ...]:
    """Return the acts that count as an attack: the gravest that is fought over, and any graver.

    Where nothing is fought over, the gravest. A nuclear threat at the end of a ladder is thus an
    attack, and so is the invasion below it.
    """
    acts = [act.act for act in a.conduct[by].acts]
    fought = [acts.index(c.act) for c in a.contests if c.by == by and c.act in acts]
    return tuple(acts[max(fought, default=len(acts) - 1) :])


def _fights(a: Arrangement, guarantee: str) -> bool:
    return FORCE.get(a.guarantees[guarantee].response) == HELPED


def _entrapped(a: Arrangement, outcome: Outcome) -> bool:
    """Say whether somebody fought for a party that had itself done more than keep to the deal."""
    highest = dict(zip(a.conduct, outcome.acts, strict=True))
    for name in outcome.honoured:
        state = a.guarantees[name].protects.state
        if _fights(a, name) and state in highest and highest[state] != a.conduct[state].acts[0].act:
            return True
    return False
