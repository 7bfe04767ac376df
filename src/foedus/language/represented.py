"""Which articles of an instrument the file represents, and which share of the operative ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from foedus.language.arrangement import Arrangement

_LEADING = re.compile(r"([a-z]+\s+)?[^\s(,.]+")


class Represented(NamedTuple):
    """The articles of an instrument that clauses of the file are written in.

    Parameters
    ----------
    articles
        Those articles, in the order of the file; paragraphs count with their article.
    of
        How many operative articles there are, ``None`` where the file does not say.
    missing
        Those that no clause represents, where the file lists the operative ones.
    """

    articles: tuple[str, ...]
    of: int | None
    missing: tuple[str, ...] = ()


def represented(arrangement: Arrangement, instrument: str) -> Represented:
    """Return which articles of an instrument the file represents.

    Parameters
    ----------
    arrangement, instrument
        The arrangement and the id of one of its instruments.
    """
    named = dict.fromkeys(_article(one) for one in _named(arrangement, instrument))
    operative = arrangement.instruments[instrument].articles
    if operative is None or isinstance(operative, int):
        return Represented(tuple(named), operative)
    wanted = list(dict.fromkeys(_article(one) for one in operative))
    missing = tuple(one for one in wanted if one not in named)
    return Represented(tuple(one for one in named if one in wanted), len(wanted), missing)


def _named(a: Arrangement, instrument: str) -> Iterator[str]:
    """Yield the articles that clauses in the instrument name."""
    withdrawal = a.instruments[instrument].withdrawal
    if withdrawal:
        yield from withdrawal.article
    for section in (a.norms, a.procedures, a.guarantees):
        for clause in section.values():
            if clause.in_ == instrument:
                yield from clause.article
    for procedure in a.procedures.values():
        if procedure.in_ == instrument:
            for step in procedure.steps:
                yield from step.article


def _article(written: str) -> str:
    """Return the article without its paragraph: 3 for 3(2).

    Examples
    --------
    >>> _article("3(2)"), _article("IV"), _article("42.7"), _article("section 2(b)")
    ('3', 'IV', '42', 'section 2')
    """
    found = _LEADING.match(written.strip())
    return found[0] if found else written
