"""Procedures in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.decisions.days import Fixed
from foedus.decisions.procedure import Procedure, Stage, Then

_TIMEOUT = {
    "adopt": "silence counts as agreement",
    "lapse": "it lapses if undecided by then",
    "next": "the next stage begins if it is undecided by then",
    "hold": "it stays open if undecided by then",
}
_BLOCK = {
    "next": "a no does not end the procedure",
    "hold": "a no is not final: the stage stays open",
}


def stage_line(stage: Stage) -> str:
    """Read a stage out in one line.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> stage_line(Stage("ratify", parse_rule("unanimity", ["A", "B"]), on_block="hold"))
    'ratify: unanimity of 2 members (every one votes yes); a no is not final: the stage stays open'
    """
    said = f"{stage.name}: {stage.rule.describe()}"
    if stage.within is not None and stage.by_silence:
        said += f", known after {Fixed(stage.within)}"
    elif stage.within is not None:
        said += f", within {Fixed(stage.within)}, and {_TIMEOUT[stage.on_timeout]}"
    if stage.takes != Fixed() and not (stage.by_silence and stage.within is not None):
        said += f", taking {stage.takes}"
    if stage.on_block in _BLOCK:
        said += f"; {_BLOCK[stage.on_block]}"
    return said


def described(procedure: Procedure) -> str:
    """Read a procedure out, numbered as it is nested.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> from foedus.decisions.procedure import not_objected, standing, then
    >>> print(described(then(standing(["A"]), not_objected(["B", "C"], 3))))
    1. open: A alone decides
    2. hear objections: silence procedure among 2 members (adopted unless one objects)...
    """
    return "\n".join(_lines(procedure, ""))


def _lines(procedure: Procedure, number: str) -> Iterator[str]:
    if isinstance(procedure, Stage):
        yield f"{number} {stage_line(procedure)}".strip()
        return
    chain = isinstance(procedure, Then)
    if not chain:
        yield f"{number} the first of these that succeeds:".strip()
    for at, part in enumerate(procedure.parts):
        own = f"{at + 1}." if chain else f"{'abcdefghijklmnopqrstuvwxyz'[at % 26]})"
        yield from _lines(part, f"{number}{own}")
