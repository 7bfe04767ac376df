"""Rules of the process, each broken in one way: what a test of the semantics must notice.

An entry says what is broken where: a class or module, the name of what is replaced, and how.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from foedus.process import judging, nightfall, settling
from foedus.process.clauses import Clauses
from foedus.process.compiled import Compiled
from foedus.process.electorate import Electorate


class Mutant(NamedTuple):
    """A rule that is broken: who has it, what it is called, and what comes in its place."""

    owner: Any
    attribute: str
    mutate: Callable[[Any], Any]


def keep(_clauses, state, *_rest):
    return state


def always(value) -> Callable[[Any], Any]:
    """Let what is worked out once for all clauses be one value."""
    return lambda _f: property(lambda _self: value)


def each(value) -> Callable[[Any], Any]:
    """Let what is worked out once, clause by clause, be one value for each clause."""
    return lambda f: property(lambda self: tuple(value for _ in f.func(self)))


def steps(**changed) -> Callable[[Any], Any]:
    """Compile every step as if it were written otherwise."""
    return lambda f: lambda self, written: f(self, replace(written, **changed))


def norms(**changed) -> Callable[[Any], Any]:
    return lambda f: lambda self, written: f(self, written)._replace(**changed)


def guarantees(**changed) -> Callable[[Any], Any]:
    return lambda f: property(lambda self: tuple(g._replace(**changed) for g in f.func(self)))


def days(more: int) -> Callable[[Any], Any]:
    """Let each span of a kind last longer, or less long."""

    def longer(span):
        return None if span is None else lambda since: span(since) + more

    return lambda f: property(lambda self: tuple(longer(span) for span in f.func(self)))


def swapped(original):
    defaults = {"adopt": "lapse", "lapse": "adopt", "hold": "lapse", "next": "lapse"}

    def step(self, written):
        compiled = original(self, written)
        return compiled._replace(on_timeout=defaults[compiled.on_timeout])

    return step


def toothless(original):
    """Forget what a no does: count a settled no as undecided."""

    def settled(self, tally):
        return original(self, tally) or None

    return settled


def without_finding(original):
    def pass_step(clauses, state, procedure):
        after = original(clauses, state, procedure)
        return after.recording(after.record._replace(found=state.record.found))

    return pass_step


def without_supersession(original):
    def begin(clauses, state, instrument):
        after = original(clauses, state, instrument)
        kept = state.record.instruments
        lives = tuple(
            life if at == instrument else kept[at]
            for at, life in enumerate(after.record.instruments)
        )
        return after.recording(after.record._replace(instruments=lives))

    return begin


def yes(_state) -> bool:
    return True


def no(_state) -> bool:
    return False


MUTANTS = {
    "a deadline never comes": Mutant(nightfall, "_time_out", lambda _f: keep),
    "a sunset and a notice never run out": Mutant(nightfall, "_run_out", lambda _f: keep),
    "a sunset comes a day late": Mutant(Compiled, "sunsets", days(1)),
    "a notice runs a day longer": Mutant(Compiled, "notices", days(1)),
    "the default on timeout is swapped": Mutant(Clauses, "_step", swapped),
    "what is for the deadline is decided before it": Mutant(
        Clauses, "_step", steps(at_deadline=False)
    ),
    "nothing was done in advance": Mutant(Clauses, "_step", steps(escrowed=False)),
    "a no is final where it is not": Mutant(Clauses, "_step", steps(on_block="lapse")),
    "a step needs nothing": Mutant(Clauses, "_step", steps(needs=None)),
    "a veto is forgotten": Mutant(Electorate, "settled", toothless),
    "a finding is not put on record": Mutant(settling, "pass_step", without_finding),
    "what takes effect has no effect": Mutant(settling, "_apply", lambda _f: keep),
    "nothing survives an exit": Mutant(
        Clauses, "stands", lambda f: lambda s, st, i, _v: f(s, st, i, ())
    ),
    "everything survives an exit": Mutant(
        Clauses, "stands", lambda f: lambda s, st, i, _v: f(s, st, i, ("withdrawal", "sunset"))
    ),
    "who has left is still there": Mutant(Clauses, "has_left", lambda _f: lambda *_a: False),
    "nobody is barred from leaving": Mutant(Clauses, "barred", lambda _f: lambda *_a: False),
    "a sunset cannot be tolled": Mutant(Clauses, "tolled", lambda _f: lambda *_a: False),
    "what was superseded goes on": Mutant(settling, "begin", without_supersession),
    "a treaty waits for nothing but signatures": Mutant(Compiled, "entries", each(yes)),
    "a right is a duty": Mutant(Clauses, "owed", lambda _f: lambda s, st, at: s.answerable(st, at)),
    "a response needs no due date": Mutant(Compiled, "guarantees", guarantees(due_when=yes)),
    "a guarantee is in force whatever holds": Mutant(
        Compiled, "guarantees", guarantees(in_force=yes)
    ),
    "a guarantee starts at once": Mutant(Compiled, "guarantees", guarantees(activates=yes)),
    "what was owed ends with its treaty": Mutant(Compiled, "guarantees", guarantees(accrues=False)),
    "every act is grave": Mutant(Compiled, "guarantees", guarantees(casus=1)),
    "an act under way is never covered": Mutant(Compiled, "covering", always(())),
    "nothing is forfeited": Mutant(Compiled, "forfeitable", always(())),
    "an attack has no case": Mutant(settling, "meet_cases", lambda _f: keep),
    "one that declines frees nobody": Mutant(Clauses, "declined", lambda _f: lambda *_a: False),
    "nothing is ever breached": Mutant(judging, "_with", lambda _f: lambda state, _norms: state),
    "a norm has no exception": Mutant(Clauses, "_norm", norms(unless=no)),
    "a norm binds whatever holds": Mutant(Clauses, "_norm", norms(while_=yes)),
    "an obligation is due at once": Mutant(Clauses, "_norm", norms(when=yes)),
    "what was not done in time is no breach": Mutant(nightfall, "_default", lambda _f: keep),
    "a deed needs nothing": Mutant(Compiled, "deed_needs", each(yes)),
    "nothing opens by itself": Mutant(Compiled, "self_opening", always(())),
    "a procedure that lapsed never opens again": Mutant(
        settling,
        "can_open",
        lambda f: lambda c, st, p: f(c, st, p) and st.record.procedures[p].since < 0,
    ),
    "whoever opens needs no occasion": Mutant(
        Compiled,
        "procedures",
        lambda f: property(lambda self: tuple((text, yes) for text, _ in f.func(self))),
    ),
}
