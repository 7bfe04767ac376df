"""Do issues, and what is said on them, make sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from foedus.language.arrangement import Arrangement
from foedus.language.names import Found


def opinions(a: Arrangement) -> Iterator[Found]:
    """Yield every issue and statement of `a` that cannot mean what it says."""
    yield from _for_and_against(a)
    for name, issue in a.issues.items():
        if issue.deed is not None and not issue.claim:
            message = "only a claim is made by a deed"
            yield Found(("issues", name, "deed"), message, "Add 'claim: true'.")
        if _returns(a, name):
            message = f"{name!r} implies itself in the end"
            yield Found(("issues", name, "implies"), message, "Let the widest imply nothing.")
    for at, position in enumerate(a.positions):
        if position.binds_until is not None and position.binds_until < position.date:
            path = ("positions", at, "binds_until")
            yield Found(path, "this position stopped binding before it was taken")
    for stance, leaning in a.leanings.items():
        weights = (leaning.yes, leaning.abstain, leaning.no, leaning.absent)
        if min(weights) < 0 or sum(weights) == 0:
            message = "weights are at least 0, and not all 0"
            yield Found(("leanings", stance), message, at_key=True)


def on_a_motion(a: Arrangement, place: str) -> bool:
    """Say whether the ballots of a step are on a motion that stops it.

    Parameters
    ----------
    a
        The arrangement.
    place
        The step, as `decides_on` names it: ``procedure.act``.
    """
    procedure, _, act = place.partition(".")
    found = a.procedures.get(procedure)
    for step in found.steps if found is not None else ():
        if step.act == act:
            body = a.bodies.get(step.by)
            rule = step.rule if step.rule is not None else body.rule if body is not None else None
            return isinstance(rule, Mapping) and "not" in rule
    return False


def _for_and_against(a: Arrangement) -> Iterator[Found]:
    """Yield issues on which a yes is for what one step does, and against what another does."""
    for place, issue in a.decides_on.items():
        others = [one for one, of in a.decides_on.items() if of == issue]
        plain = next((one for one in others if not on_a_motion(a, one)), None)
        if on_a_motion(a, place) and plain is not None:
            message = (
                f"{issue!r} cannot be the issue here and of {plain!r}: here the ballots are on the"
                " motion to stop the step, and whoever is for the one is against the other"
            )
            fix = "Name an issue of its own for the motion, with who supports and opposes that."
            yield Found(("decides_on", place), message, fix)


def _returns(a: Arrangement, issue: str) -> bool:
    above, seen = a.issues[issue].implies, set[str]()
    while above is not None and above in a.issues and above not in seen:
        if above == issue:
            return True
        seen.add(above)
        above = a.issues[above].implies
    return False


# Guarantees and numbers ------------------------------------------------------------------------
