"""By which conduct one member can stop a step alone: a no, an abstention, or doing nothing."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.process import CHOICES, CompiledStep

WAYS = {"no": "a no", "abstain": "abstaining", "": "doing nothing"}
"""What a member can do short of agreeing, by the ballot that it casts, in words."""


def ways_to_stop(compiled: CompiledStep) -> dict[str, tuple[str, ...]]:
    """Return by what conduct each member can stop a step alone, even if all others carry it.

    The others vote alike, whichever way carries the step. Where a no is not final it is the same as
    doing nothing.

    Parameters
    ----------
    compiled
        The step, nobody having voted.

    Returns
    -------
    dict
        The ballots (``""`` for none) by member; members with none are left out.
    """
    if compiled.step.escrowed:
        return {}
    found = {label: tuple(_of(compiled, label)) for label in compiled.electorate.classes}
    return {
        member: found[label]
        for label, members in compiled.electorate.classes.items()
        for member in members
        if found[label]
    }


def lapses_by(compiled: CompiledStep, ballot: str) -> bool:
    """Say whether a step that is stopped by a ballot, or by none, ends its procedure."""
    ends = compiled.step.on_block if ballot else compiled.on_timeout
    return ends == "lapse" and bool(ballot or compiled.within is not None)


def leads_on(compiled: CompiledStep, ballot: str) -> bool:
    """Say whether a step that is stopped by a ballot, or by none, is passed over."""
    if ballot:
        return compiled.step.on_block == "next"
    return compiled.within is not None and compiled.on_timeout == "next"


def _of(compiled: CompiledStep, label: str) -> Iterator[str]:
    hold = compiled.step.on_block == "hold"
    if hold and not _stops(compiled, label, ""):
        return
    yield from (b for b in WAYS if _stops(compiled, label, "" if hold and b == "no" else b))


def _stops(compiled: CompiledStep, label: str, ballot: str) -> bool:
    """Say whether the conduct of one member keeps all others from carrying the step."""
    voters = compiled.electorate
    for reply in ("yes", "no"):
        tally = voters.blank
        for of, members in voters.classes.items():
            for _ in range(len(members) - (of == label)):
                tally = voters.add(tally, of, reply)
        if _carried(compiled, voters.add(tally, label, ballot) if ballot in CHOICES else tally):
            return False
    return True


def _carried(compiled: CompiledStep, tally: tuple[tuple[int, int, int], ...]) -> bool:
    """Say whether ballots carry the step when nobody else votes and its time, if any, is over."""
    settled = compiled.electorate.settled(tally)
    if compiled.within is None:
        return settled is True
    if compiled.on_timeout == "adopt":
        return settled is not False
    return compiled.electorate.passes(tally)
