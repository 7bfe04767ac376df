"""What is promised, asked or alleged more than once: taken as one where the file says that it is.

One will, one question and one act are answered for once (`foedus.deterrence.minds`,
`foedus.deterrence.recalled`). What is so taken is told, and what the file leaves open.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from foedus.deterrence.chains import doubtful, is_consequence
from foedus.deterrence.occasions import occasions_of
from foedus.deterrence.sides import one_will
from foedus.deterrence.situation import FORCE, HELPED
from foedus.language import Arrangement, Condition, Step, listed, option
from foedus.process import called, conditions_in, voters_and_rule


def repeated(arrangement: Arrangement) -> Iterator[str]:
    """Yield a sentence for each thing that some option promises or asks more than once.

    Parameters
    ----------
    arrangement
        The arrangement with its options pending, which all share its occasions.
    """
    variants = [option(arrangement, name) for name in arrangement.options] or [arrangement]
    found: dict[str, None] = {}
    for one in variants:
        found |= dict.fromkeys((*_promised(one), *_left_open(one)))
    yield from found
    times = len(occasions_of(arrangement))
    opened = dict.fromkeys(name for one in variants for name in _opened_anew(one))
    if times > 1 and opened:
        may = "may each" if len(opened) > 1 else "may"
        yield (
            f"{listed([repr(name) for name in opened])} {may} be opened anew on {times} occasions "
            "as long as nothing came of it: taken to bring the same answer, since each votes as "
            "before, and an act that was not noticed once is not noticed later"
        )


def _promised(a: Arrangement) -> Iterator[str]:
    """Yield a sentence for each party that owes force to one against another by several clauses."""
    owed: dict[tuple[str, str, str], list[str]] = {}
    for name, g in a.guarantees.items():
        if FORCE.get(g.response) == HELPED:
            for party in g.owed_by:
                owed.setdefault((party, g.protects.state, g.against), []).append(name)
    wills = one_will(a)
    for (party, whom, against), names in owed.items():
        if len(names) < 2:
            continue
        told = (
            f"{listed([repr(name) for name in names])} are owed by {called(a, party)} to "
            f"{called(a, whom)} against {called(a, against)}"
        )
        if set(wills[names[0]]) >= set(names):
            yield (
                f"{told}: taken as one will and one force, so that what is promised twice is no "
                "surer than the surer of both"
            )
        elif len({a.guarantees[name].honour is None for name in names}) > 1:
            yield (
                f"{told}, with a stated chance or as {called(a, party)} decides by its stakes: "
                "each is answered by itself, so that one will counts as several"
            )
        else:
            yield (
                f"{told}, not by the same parties: whether who honours one honours the other the "
                "file leaves open, and each is drawn by itself, so that one will counts as several"
            )


def _left_open(a: Arrangement) -> Iterator[str]:
    """Yield a sentence for each two votes alike of which no issue says whether they are one."""
    votes: dict[tuple[object, ...], list[tuple[str, Step]]] = {}
    for name, procedure in a.procedures.items():
        for step in procedure.steps:
            voters, rule = voters_and_rule(a, step)
            if len(voters) > 1 and not step.escrowed and step.finds is None:
                alike = frozenset(voters), str(rule), step.act
                votes.setdefault(alike, []).append((name, step))
    for places in votes.values():
        for (one, step), (other, _) in combinations(places, 2):
            act = step.act
            issues = {a.decides_on.get(f"{name}.{act}", "") for name in (one, other)}
            if one != other and "" in issues and _together(a, one, other):
                yield (
                    f"'{one}.{act}' and '{other}.{act}' ask the same members by the same rule, and "
                    "no issue (decides_on) says whether it is one question: taken as two, so that "
                    "whoever refuses the one may grant the other"
                )


def _together(a: Arrangement, one: str, other: str) -> bool:
    """Say whether one clause reads both procedures, or one of them opens upon the other."""
    whens = {name: a.procedures[name].opens.when for name in (one, other)}
    for when, named in ((whens[one], other), (whens[other], one)):
        if when is not None and named in _read(when):
            return True
    return any({one, other} <= _read(condition) for condition in conditions_in(a))


def _read(condition: Condition) -> set[str | None]:
    return {name for atom in condition.atoms() for name in (atom.done, atom.lapsed)}


def _opened_anew(a: Arrangement) -> Iterator[str]:
    """Yield the procedures that somebody may open, and of which something may not come."""
    for name, procedure in a.procedures.items():
        finds = any(step.finds is not None for step in procedure.steps)
        if procedure.opens.by and (finds or (is_consequence(a, name) and doubtful(a, name))):
            yield name
