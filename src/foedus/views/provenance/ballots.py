"""How a chance comes about: the steps that it is small for, whose ballots, from which words."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment import PairAssessment, StepChance, Voter
from foedus.figures import rounded
from foedus.language import listed
from foedus.prospects import weighing
from foedus.views.provenance.number import Asked

WORDS = "Words become ballots by weights of yes : abstention : no"
"""How it begins to be said how words become ballots."""
_NAMED = 4
"""Members named of whom a no is likeliest; the others have their chances told as a range."""
_SURE = 0.995
"""A chance from which on nobody's ballot is told to keep a step from passing."""
_STANCES = (
    ("support", "in favour"),
    ("conditional", "on a condition"),
    ("ambiguous", "unclear"),
    ("oppose", "against"),
    ("unknown", "no word"),
)


def steps_told(asked: Asked, pair: PairAssessment) -> tuple[str, ...]:
    """Return how the chance of a pair comes about, a sentence each without its full stop.

    The steps come first, the least likely first; then who is likeliest to say no in the least
    likely vote; then how words become such chances.
    """
    steps = sorted(pair.steps, key=lambda one: one.passes)
    if not steps:
        return ()
    each = [f"'{one.act}' {_chance(one.passes)}{_ruled(one)}" for one in steps]
    many = ", multiplied in each draw" if len(steps) > 1 else ""
    told = [f"Mean chance of each step where it is reached{many}: {', '.join(each)}"]
    votes = [one for one in steps if one.voters]
    for one in votes[:1]:
        told += [_no(asked, one), _weights(asked, one)] if one.passes < _SURE else []
    return (*told, *([_words(asked)] if votes else []))


def _chance(value: float) -> str:
    """Write the mean chance of a step with two digits, so that their product can be checked."""
    return f"{value:.2g}" if value < _SURE else rounded(value)


def _ruled(one: StepChance) -> str:
    return f" ({one.rule.replace(' (', ': ').removesuffix(')')})" if one.rule else ""


def _no(asked: Asked, step: StepChance) -> str:
    """Name those of whom a no is likeliest, and the range of the others."""
    ranked = sorted(step.voters, key=lambda one: -one.no)
    named, others = ranked[:_NAMED], ranked[_NAMED:]
    if len(others) == 1:
        named, others = ranked, []
    each = [f"{_named(asked, one)} {_chance(one.no)}" for one in named]
    each += [f"each of {len(others)} others {_range(others)}"] if others else []
    return f"Mean chance of a no in '{step.act}': {listed(each)}"


def _weights(asked: Asked, step: StepChance) -> str:
    """Tell the weights of every voter, those of a likelier no first, who has the same together."""
    alike: dict[str, list[str]] = {}
    for one in sorted(step.voters, key=lambda one: -one.weights[2] / sum(one.weights)):
        shown = " : ".join(f"{weight:.3g}" for weight in one.weights[:3])
        alike.setdefault(shown, []).append(_named(asked, one))
    each = [f"{shown} {listed(names)}" for shown, names in alike.items()]
    return f"Their weights of yes : abstention : no, which draws vary about: {'; '.join(each)}"


def _named(asked: Asked, one: Voter) -> str:
    return asked.a.names.get(one.member, one.member)


def _range(others: Sequence[Voter]) -> str:
    ends = [min(one.no for one in others), max(one.no for one in others)]
    return " to ".join(dict.fromkeys(_chance(end) for end in ends))


def _words(asked: Asked) -> str:
    assert asked.a.arrangement is not None, "votes are read out of a file"
    how = weighing(asked.a.arrangement)
    each = [
        f"{said} {' : '.join(f'{weight:g}' for weight in how.leanings[stance][:3])}"
        for stance, said in _STANCES
    ]
    by = "the file has them" if how.own else "foedus judges them, no study having been found"
    by += " (which of these somebody's words are, the file's authors judged)"
    return (
        f"{WORDS}, as {by}: {'; '.join(each)}."
        f" Words on a question beside this one count {how.beside:g}; on a wider one {how.wider:g},"
        f" or whole if against; on a narrower one whole if in favour, or {how.wider:g}; as others"
        f" report them {how.hearsay:g}; of a mandate that has ended {how.lapsed:g}; the rest counts"
        " as no word. Of one member, words on the question itself stand alone, whoever spoke on"
        f" another, if they count {how.alone:g} or more; else its words on others, if these count"
        " for more; where all have ended, or it has none, a text of a body that it belongs to, if"
        " that counts for more. On each question it is the latest words of each who speaks (a"
        f" government and its head are one) in the {how.season} days up to the last. Their weights"
        " are averaged by what each counts; of the average as much is taken as the most of them"
        " counts, and the rest of no word"
    )
