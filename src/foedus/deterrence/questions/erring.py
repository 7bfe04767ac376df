"""What of an answer is how errors of judgement add up, and no one's best conduct."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foedus.deterrence.job import NOTHING
from foedus.figures import percent
from foedus.language import listed

Plain = Mapping[str, Any]
UNERRING = "; as errors of judgement vanish, nothing changes along it"
"""Said of an input along which it is the errors that change the answer."""


def erring(rows: Sequence[Plain], attack: str, table: Plain) -> Iterator[str]:
    """Yield in how many situations the answer is another as errors vanish, and where no input is.

    What is done by mistake on each of several occasions adds up, to even odds and above.

    Parameters
    ----------
    rows
        Of one party that is to be deterred, as of the JSON of a decision table.
    attack
        What its attack is called.
    table
        The whole table.
    """
    if told := another(rows):
        about = f"whether {attack} is below even odds"
        yield f"As errors of judgement vanish, {about} is another {told}."
    idle: dict[tuple[str, bool], list[Plain]] = {}
    for row in rows:
        if row["switches"] and row["switches"][0]["erring"]:
            idle.setdefault((row["switches"][0]["name"], row["unerring"]), []).append(row)
    for (name, below), of in idle.items():
        odds = "below even odds" if below else "at even odds or above"
        yield (
            f"What changes with {table['inputs'][name]}, {_under(of)} is how errors of judgement"
            f" add up: as they vanish, {attack} is {odds} at each of its values."
        )


def another(rows: Sequence[Plain], least: float = 0.0) -> str:
    r"""Say in how many situations the answer of each row is another as errors vanish.

    Parameters
    ----------
    rows
        As of `erring`.
    least
        The share that some row must have; nothing is said where none has, or all round to none.

    Examples
    --------
    >>> shares = {"-": 0.2, "aid": 0.02, "arms": 0.02}
    >>> rows = [{"option": o, "label": o, "erring": e} for o, e in shares.items()]
    >>> another(rows).replace("\xa0", " ")
    'in 20 % of the situations with no arrangement; in 2 % of the situations under aid and arms'
    >>> another(rows, least=0.5)
    ''
    """
    shares: dict[str, list[Plain]] = {}
    for row in rows:
        if (share := percent(row["erring"])) != percent(0):
            shares.setdefault(share, []).append(row)
    if max((row["erring"] for row in rows), default=0.0) < least:
        return ""
    return "; ".join(f"in {share} of the situations {_under(of)}" for share, of in shares.items())


def _under(rows: Sequence[Plain]) -> str:
    """Name options, and no arrangement at all, as what something is so with or under."""
    labels = [row["label"] for row in rows if row["option"] != NOTHING]
    bare = ["with no arrangement"] if len(labels) < len(rows) else []
    return listed([*bare, *([f"under {listed(labels)}"] if labels else [])])
