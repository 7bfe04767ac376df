"""By which stream each parameter is drawn: one named by what the parameter is, whatever the ids.

Users and screens call a parameter by ids (``detect.RUS.attack``), and so do `fixed` and `ranges`;
its random numbers are those of its stream.
"""

from __future__ import annotations

from collections.abc import Iterator

from foedus.deterrence.contests import called
from foedus.deterrence.scoring import at_stake_in_threats
from foedus.language import Arrangement, Force, Labels

_OF_PARTIES = ("false_alarm", "out_of_hand", "gives_in", "refusing", "resolved")
_OF_ACTS = ("detect", "attribute", "takes")
_LEVELS = (".alone", ".armed", ".helped")


def streams(a: Arrangement, labels: Labels) -> dict[str, str]:
    """Return the name of the stream of each parameter, and of what several share.

    Parameters
    ----------
    a
        The arrangement, with its option laid over it.
    labels
        Those of the file that it is an option of.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import labels_of, read
    >>> case = read(text_of("ukraine-2025"))
    >>> streams(case, labels_of(case))["detect.RUS.attack"]
    'detect.=Russia/=attacks in force'
    """
    found = dict(_streams(a, labels))
    return {**found, **{f"vary:{name}": f"vary:{stream}" for name, stream in found.items()}}


def _streams(a: Arrangement, labels: Labels) -> Iterator[tuple[str, str]]:
    for name in a.guarantees:
        for key in ("honour", "arrives"):
            yield f"{key}.{name}", f"{key}.{labels.guarantee(name)}"
    for contest in a.contests:
        for key, ends in (("contest", ("", *_LEVELS)), ("decisiveness", ("",))):
            for end in ends:
                yield f"{key}.{called(contest)}{end}", f"{key}.{labels.fight(contest)}{end}"
    for party, ladder in a.conduct.items():
        for act in ladder.acts:
            for key in _OF_ACTS:
                yield f"{key}.{party}.{act.act}", f"{key}.{labels.act(party, act.act)}"
    for party in a.parties:
        for key in _OF_PARTIES:
            yield f"{key}.{party}", f"{key}.{labels.party(party)}"
        for end in ("if_resolved", "if_irresolute"):
            yield f"signs.{party}.{end}", f"signs.{labels.party(party)}.{end}"
    for party, label in _stakes(a):
        yield f"stakes.{party}.{label}", f"stakes.{labels.party(party)}.{label}"
    for name in a.procedures:
        yield f"passing.{name}", f"passing.{labels.procedure(name)}"
    for group in a.correlations:
        yield f"group:{group}", f"group:{labels.group(group)}"
    yield from _forces(a, labels)


def _stakes(a: Arrangement) -> Iterator[tuple[str, str]]:
    yield from ((party, stake.label) for party, stakes in a.stakes.items() for stake in stakes)
    yield from ((party, label) for _, party, label, _, _ in at_stake_in_threats(a))


def _forces(a: Arrangement, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield the streams of forces: whose, under what, and which of several, by the day."""
    alike: dict[str, list[int]] = {}
    for at, force in enumerate(a.forces):
        under = labels.guarantee(force.under) if force.under else ""
        alike.setdefault(f"{labels.party(force.of)}.{under}", []).append(at)
    for told, places in alike.items():
        for number, at in enumerate(sorted(places, key=lambda at: _when(a.forces[at]))):
            yield f"forces.{at}", f"forces.{told}.{number}"


def _when(force: Force) -> tuple[float, ...]:
    strength = force.strength
    return force.after.days, strength.lowest, strength.middle, strength.highest
