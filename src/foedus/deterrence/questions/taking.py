"""Positions that are supposed: some members have spoken, and what each said before is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from foedus.deterrence.job import Job
from foedus.language import Arrangement, Position, Source, Stance
from foedus.process import voters_and_rule

_SUPPOSED_ID, _SUPPOSED = "supposed", Source(title="supposed for the sake of argument")


class Electorate(NamedTuple):
    """Those whose positions on an issue bear on a step of what answers a breach.

    Parameters
    ----------
    issue
        What they decide on.
    members
        Everybody who votes in a step that turns on it.
    """

    issue: str
    members: tuple[str, ...]


def electorates(a: Arrangement) -> tuple[Electorate, ...]:
    """Return whose positions can be moved: by issue that some option's steps turn on."""
    found: dict[str, dict[str, None]] = {}
    for name in list(a.options) or [""]:
        variant = Job(a, name).variant
        for place, issue in variant.decides_on.items():
            procedure, _, act = place.partition(".")
            for step in variant.procedures[procedure].steps:
                if step.act == act:
                    voters, _ = voters_and_rule(variant, step)
                    found.setdefault(issue, {}).update(dict.fromkeys(voters))
    return tuple(Electorate(issue, tuple(members)) for issue, members in found.items())


def taking(a: Arrangement, stances: Mapping[str, Mapping[str, Stance]]) -> Arrangement:
    """Return an arrangement in which some members have taken positions, and no others on the issue.

    Parameters
    ----------
    a
        The arrangement.
    stances
        By issue and member: the stance that it takes on the day of the file.
    """
    if not any(stances.values()):
        return a
    kept = [p for p in a.positions if p.state not in stances.get(p.issue, {})]
    supposed = [
        Position(
            actor=member,
            state=member,
            date=a.as_of,
            issue=issue,
            stance=stance,
            says=_SUPPOSED.title,
            source=(_SUPPOSED_ID,),
        )
        for issue, by_member in stances.items()
        for member, stance in by_member.items()
    ]
    sources = {**a.sources, _SUPPOSED_ID: _SUPPOSED}
    return replace(a, positions=(*kept, *supposed), sources=sources)
