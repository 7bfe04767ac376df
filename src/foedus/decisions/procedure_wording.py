"""Procedures in plain English."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from foedus.decisions.days import Fixed
from foedus.decisions.procedure import Otherwise, Procedure, Stage, Then
from foedus.decisions.rules import Not

_TIMEOUT = {
    "adopt": "silence counts as agreement",
    "lapse": "it lapses if undecided by then",
    "next": "the next stage begins if it is undecided by then",
    "hold": "it stays open if undecided by then",
    "end": "all ends if it is undecided by then",
}
_TRIED_NEXT = "the next of these is tried if it is undecided by then"
_BLOCK = {
    "next": "a no does not end the procedure",
    "hold": "a no is not final: the stage stays open",
    "end": "a no ends all",
}
_NOT_FINAL = "a no is not final before the time is over"


def stage_line(stage: Stage, others: bool = False, called: Callable[[str], str] = str) -> str:
    """Read a stage out in one line.

    Parameters
    ----------
    stage
        The stage.
    others
        Whether it is one of several that are tried in turn, and not the last.
    called
        What to call a member, where not by its id.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> stage_line(Stage("ratify", parse_rule("unanimity", ["A", "B"]), on_block="hold"))
    'ratify: unanimity of 2 members (every one votes yes); a no is not final: the stage stays open'
    """
    if stage.certain:  # whose votes there are does not matter
        early = "" if stage.takes == Fixed(stage.within or 0) else " at the latest"
        return (
            f"{stage.name}: it passes when {_limit(stage)} {_over(stage)}{early}, whatever is voted"
        )
    said = f"{stage.name}: {stage.rule.describe(called)}"
    if stage.within is not None and stage.by_silence:
        sooner = isinstance(stage.rule, Not) and stage.takes != Fixed(stage.within)
        said += f", known after {_limit(stage)}"
        said += ", or before, once that can carry no more" if sooner else ""
    elif stage.within is not None:
        tried = others and stage.on_timeout == "lapse"
        then = _TRIED_NEXT if tried else _TIMEOUT[stage.on_timeout]
        said += f", within {_limit(stage)}, and {then}"
    if stage.takes != Fixed() and not (stage.by_silence and stage.within is not None):
        waits = stage.within is not None and stage.takes == Fixed(stage.within)
        said += f", taking {_limit(stage) if waits else stage.takes}"
    if stage.on_block == "hold" and stage.within is not None:
        said += f"; {_NOT_FINAL}"
    elif stage.on_block in _BLOCK:
        said += f"; {_BLOCK[stage.on_block]}"
    return said


def _limit(stage: Stage) -> str:
    """Return the time that a stage has, as the text has it where there is one."""
    return stage.limit or str(Fixed(stage.within or 0))


def _over(stage: Stage) -> str:
    one = _limit(stage).startswith("1 ") and " and " not in _limit(stage)
    return "is over" if one else "are over"


def described(procedure: Procedure, called: Callable[[str], str] = str) -> str:
    """Read a procedure out, numbered as it is nested.

    Parameters
    ----------
    procedure
        The procedure.
    called
        What to call a member, where not by its id.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> from foedus.decisions.procedure import not_objected, standing, then
    >>> print(described(then(standing(["A"]), not_objected(["B", "C"], 3))))
    1. open: A alone decides
    2. hear objections: silence procedure among 2 members (adopted unless one objects)...
    """
    return "\n".join(_lines(procedure, "", False, called))


def stage_lines(procedure: Procedure, others: bool = False) -> Iterator[str]:
    """Yield a line for each stage, as it is read out among the others of its procedure.

    Examples
    --------
    >>> from foedus.decisions.procedure import standing, then
    >>> list(stage_lines(then(standing(["A"]), standing(["B"], "go on"))))
    ['open: A alone decides', 'go on: B alone decides']
    """
    if isinstance(procedure, Stage):
        yield stage_line(procedure, others)
        return
    for part, tried in _parts(procedure, others):
        yield from stage_lines(part, tried)


def _lines(
    procedure: Procedure, number: str, others: bool, called: Callable[[str], str]
) -> Iterator[str]:
    if isinstance(procedure, Stage):
        yield f"{number} {stage_line(procedure, others, called)}".strip()
        return
    chain = isinstance(procedure, Then)
    if not chain:
        yield f"{number} the first of these that succeeds:".strip()
    for at, (part, tried) in enumerate(_parts(procedure, others)):
        own = f"{at + 1}." if chain else f"{'abcdefghijklmnopqrstuvwxyz'[at % 26]})"
        yield from _lines(part, f"{number}{own}", tried, called)


def _parts(procedure: Then | Otherwise, others: bool) -> Iterator[tuple[Procedure, bool]]:
    """Yield the parts, each with whether another way is tried where it lapses."""
    last = len(procedure.parts) - 1
    for at, part in enumerate(procedure.parts):
        yield part, others or (isinstance(procedure, Otherwise) and at < last)
