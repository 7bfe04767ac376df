"""Suppositions: who acts, how, against whom, when, and who will not help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.language.arrangement import Arrangement


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """What is supposed to happen first.

    Parameters
    ----------
    by, act, against
        Whose act, which, and against whom; empty `against` where the text does not say.
    day
        The day of the act, counted from the start; as soon as the arrangement stands when ``None``.
    renewed
        Whether the act was done before, stopped once what it started had taken effect, and is now
        done again.
    refusing
        Parties and members that do nothing that helps, and object where that counts.
    """

    by: str
    act: str
    against: str = ""
    day: int | None = None
    renewed: bool = False
    refusing: frozenset[str] = frozenset()


def pairs(arrangement: Arrangement) -> tuple[tuple[str, str], ...]:
    """Return everybody who has a ladder of acts, with each of those the acts are directed at.

    Where a ladder names nobody, those whom guarantees protect from it count; with neither, the
    second of the pair is empty.
    """
    return tuple(_pairs(arrangement))


def _pairs(a: Arrangement) -> Iterator[tuple[str, str]]:
    for by, ladder in a.conduct.items():
        protected = [g.protects.state for g in a.guarantees.values() if g.against == by]
        for victim in ladder.towards or tuple(dict.fromkeys(protected)) or ("",):
            yield by, victim
