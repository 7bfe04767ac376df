"""What is asked on an occasion: groups of questions, each asked in an order that is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from foedus.deterrence.idle import is_idle
from foedus.deterrence.situation import Question
from foedus.language import Arrangement

Group = tuple[Question, ...]
NIGHTFALL: Group = (Question("nightfall"),)
Days = tuple[frozenset[str] | None, ...]
"""Who chooses on each day of an occasion (`foedus.deterrence.sides.agenda_of`)."""


def groups(a: Arrangement, days: Days) -> Iterator[Group]:
    """Yield what is asked on an occasion.

    Parameters
    ----------
    a
        The arrangement, with its option laid over it.
    days
        Who chooses on each day of one.
    """
    leaving = tuple(
        Question("withdraw", party, name)
        for name, instrument in a.instruments.items()
        if instrument.withdrawal
        for party in instrument.withdrawal.by
    )
    named = frozenset[str]().union(*(row for row in days if row is not None))
    for at, row in enumerate(days):
        if at:
            yield NIGHTFALL
        if row or row is None:
            yield from _conduct_and_deeds(a, _choosing(row, named))
        elif leaving:
            yield leaving
    if leaving:
        yield leaving
    yield from filter(None, (openings(a),))


def openings(a: Arrangement) -> Group:
    """Return the questions about procedures to be opened.

    Parameters
    ----------
    a
        The arrangement, with its option laid over it.
    """
    opening = (
        Question("allege" if procedure.opens.alleging else "open", party, name)
        for name, procedure in a.procedures.items()
        for party in procedure.opens.by
    )
    return tuple(one for one in opening if not is_idle(a, one))


def _choosing(row: frozenset[str] | None, named: frozenset[str]) -> Callable[[str], bool]:
    return (lambda party: party not in named) if row is None else row.__contains__


def _conduct_and_deeds(a: Arrangement, wanted: Callable[[str], bool]) -> Iterator[Group]:
    """Yield the questions about conduct, signatures and deeds of the parties wanted."""
    ladders = tuple(
        Question("conduct", party, against=target if len(ladder.towards) > 1 else "")
        for party, ladder in a.conduct.items()
        for target in ladder.towards or ("",)
        if wanted(party)
    )
    signing = tuple(
        Question("sign", party, name)
        for name, instrument in a.instruments.items()
        for party in (instrument.signed_by or instrument.parties)
        if instrument.status == "proposed" and wanted(party)
    )
    deeds = tuple(
        Question(kind, d.by, name)
        for name, d in a.deeds.items()
        for kind in ("perform", "undo")
        if wanted(d.by) and (kind == "perform" or d.reversible)
    )
    asked = tuple(one for one in deeds if not is_idle(a, one))
    yield from filter(None, (ladders, signing, asked))
