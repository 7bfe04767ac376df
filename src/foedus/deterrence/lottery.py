"""A move of nature."""

from __future__ import annotations

from typing import NamedTuple

from foedus.deterrence.agenda import Question, Situation
from foedus.games import Expr


class Lottery(NamedTuple):
    """A move of nature: what can come, with what chance, and the situation it leads to."""

    about: Question
    draws: tuple[tuple[str, Expr, Situation], ...]
