"""What is promised, asked or alleged more than once, and drawn anew each time in the game.

Each draw of nature stands alone: whoever has declined one promise may keep another, who refused a
question may grant it when it is put again, and what was not noticed may be noticed by the next
report. A text that says a thing twice, or lets it be asked often, thus makes it likelier.
"""

from __future__ import annotations

from collections.abc import Iterator

from foedus.deterrence.chains import doubtful, is_consequence
from foedus.deterrence.minds import one_will
from foedus.deterrence.occasions import occasions_of
from foedus.deterrence.situation import FORCE, HELPED
from foedus.language import Arrangement, listed, option
from foedus.process import called, voters_and_rule


def repeated(arrangement: Arrangement) -> Iterator[str]:
    """Yield a sentence for each thing that some option has drawn more than once.

    Parameters
    ----------
    arrangement
        The arrangement with its options pending, which all share its occasions.
    """
    variants = [option(arrangement, name) for name in arrangement.options] or [arrangement]
    found: dict[str, None] = {}
    for one in variants:
        found |= dict.fromkeys((*_promised(one), *_put(one)))
    yield from found
    times = len(occasions_of(arrangement))
    opened = dict.fromkeys(name for one in variants for name in _opened_anew(one))
    if times > 1 and opened:
        may = "may each" if len(opened) > 1 else "may"
        yield (
            f"{listed([repr(name) for name in opened])} {may} be opened anew on {times} occasions "
            "as long as nothing came of it: what is noticed, and how each votes, is drawn afresh "
            "every time, so that to ask often makes it likelier"
        )


def _promised(a: Arrangement) -> Iterator[str]:
    """Yield a sentence for each party that owes force to one against another by several clauses."""
    owed: dict[tuple[str, str, str], list[str]] = {}
    for name, g in a.guarantees.items():
        if g.honour is not None and FORCE.get(g.response) == HELPED:
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
        else:
            yield (
                f"{told}, not by the same parties: whether who honours one honours the other the "
                "file leaves open, and each is drawn by itself, so that one will counts as several"
            )


def _put(a: Arrangement) -> Iterator[str]:
    """Yield a sentence for each question that several procedures put to the same voters."""
    asked: dict[tuple[str, frozenset[str]], list[str]] = {}
    for name, procedure in a.procedures.items():
        here = {}
        for step in procedure.steps:
            issue = a.decides_on.get(f"{name}.{step.act}", "")
            if issue and not step.escrowed:
                here[issue, frozenset(voters_and_rule(a, step)[0])] = f"{name}.{step.act}"
        for question, place in here.items():
            asked.setdefault(question, []).append(place)
    for (issue, _), places in asked.items():
        if len(places) > 1:
            yield (
                f"{listed([repr(place) for place in places])} put one question ({issue}) to the "
                "same members, whose ballots are drawn anew in each procedure: who refuses it in "
                "one may grant it in another; write them as steps of one procedure"
            )


def _opened_anew(a: Arrangement) -> Iterator[str]:
    """Yield the procedures that somebody may open, and of which something may not come."""
    for name, procedure in a.procedures.items():
        finds = any(step.finds is not None for step in procedure.steps)
        if procedure.opens.by and (finds or (is_consequence(a, name) and doubtful(a, name))):
            yield name
