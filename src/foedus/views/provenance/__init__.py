"""Where each number of the answer comes from: a row a number, read off the figures themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from foedus.assessment import Assessment
from foedus.figures import Premise
from foedus.language import Source, listed
from foedus.views.citing import titled
from foedus.views.origins import by_kind, documents, reason_of
from foedus.views.provenance.ballots import WORDS
from foedus.views.provenance.game import absent, beside_none, other_turns, situations, turning
from foedus.views.provenance.number import (
    COUNTED,
    NO_SOURCE,
    SIMULATED,
    SOLVED,
    Asked,
    Number,
    at_pointer,
)
from foedus.views.provenance.text import (
    OF_CHANCE,
    arrival,
    chance,
    dates,
    days,
    given,
    needs,
    nothing,
    stopping,
    takes,
    undecided,
    under_way,
    worst,
)

_LONG = 60
"""Characters from which on the sources of an input are not named again, but the row that does."""
_MANY = 5
"""Sources of wording named one by one."""


class Provenance(NamedTuple):
    """Where some numbers come from that are of one thing and have it from the same.

    Parameters
    ----------
    at
        The number of the row.
    numbers
        The numbers as the answer writes them, each once.
    of
        What they are.
    labels
        The options that they are of; empty where of all, or of none.
    kind, rule
        Whether they were counted, computed, assumed or are not known; and how.
    sources
        What was read for it, in words with day and number.
    rests_on
        The assumption that they rest on most.
    pointers
        The figures, as JSON pointers into the assessment.
    told
        The sentences of the answer that they stand in: the option, and what is said; none of what
        the report says of all options at once.
    cited
        Ids of the sources.
    how
        How it came about, a sentence each without its full stop, where the rule alone does not say.
    """

    at: int
    numbers: tuple[str, ...]
    of: str
    labels: tuple[str, ...]
    kind: str
    rule: str
    sources: str
    rests_on: str
    pointers: tuple[str, ...]
    told: tuple[tuple[str, str], ...]
    cited: tuple[str, ...]
    how: tuple[str, ...] = ()


class _Told(NamedTuple):
    """A number, and the option and the sentence that it stands in; none where it is in a list."""

    label: str
    text: str
    number: Number


def provenance(
    a: Assessment, first: str = "", sources: Mapping[str, Source] | None = None
) -> tuple[Provenance, ...]:
    """Return a row for each number of the answer, in the order in which the answer has them.

    Numbers of several options that are of one thing, and have it from the same, share a row.

    Parameters
    ----------
    a
        What was found; nothing is computed here.
    first
        The option that is told first; the first of the file when left out.
    sources
        As they are numbered; all of the file when left out.
    """
    known = documents(a) if sources is None else sources
    alike: dict[tuple[object, ...], list[_Told]] = {}
    for told in _numbers(a, first, known):
        n = told.number
        key = (n.of, n.kind, n.rule, n.sources, n.premises, n.rests_on, n.how)
        alike.setdefault(key, []).append(told)
    rows: list[Provenance] = []
    above: dict[Premise, int] = {}
    worded: dict[str, int] = {}
    for of in alike.values():
        at = len(rows) + 1
        row = _row(at, of, a, _read(of, known, above))
        rows.append(row._replace(how=tuple(_once(one, at, worded) for one in row.how)))
        for premise in of[0].number.premises:
            above.setdefault(premise, len(rows))
    return tuple(_beside_chance(row, rows) for row in _as_above(rows))


def _as_above(rows: Sequence[Provenance]) -> Iterator[Provenance]:
    """Yield rows of the game, of which only the first says what all of them were solved from."""
    first: dict[str, int] = {}
    for row in rows:
        at = first.setdefault(row.sources, row.at) if row.kind == SOLVED else row.at
        yield row if at == row.at else row._replace(sources=f"as for row {at}")


def _once(said: str, at: int, worded: dict[str, int]) -> str:
    """Return how words become ballots, or where that stands if a row above has told it."""
    if said.startswith(WORDS) and worded.setdefault(said, at) != at:
        return f"{WORDS} as in row {worded[said]}"
    return said


def _row(at: int, told: Sequence[_Told], a: Assessment, read: str) -> Provenance:
    labels = tuple(dict.fromkeys(one.label for one in told if one.label))
    n = told[0].number
    return Provenance(
        at,
        tuple(dict.fromkeys(one.number.text for one in told)),
        n.of,
        _few(labels, [option.label for option in a.options.values()]),
        n.kind,
        n.rule,
        read,
        n.rests_on,
        tuple(dict.fromkeys(one.number.pointer for one in told)),
        tuple(dict.fromkeys((one.label, one.text) for one in told if one.text)),
        tuple(dict.fromkeys(key for one in told for key in _keys(one.number))),
        n.how,
    )


def _keys(n: Number) -> tuple[str, ...]:
    return (*n.cites, *(key for premise in n.premises for key in premise.sources))


def _read(told: Sequence[_Told], known: Mapping[str, Source], above: Mapping[Premise, int]) -> str:
    """Say what was read for a row: every input by name, with its sources or the row that has them.

    That row is the first that the input stands in, which names them itself: one step, no chain.
    """
    n = told[0].number
    if not n.premises:
        return n.sources or _worded(told, known)
    long = (one for one in n.premises if len(reason_of(one, known, titled)) > _LONG)
    before = {one: f"as for row {above[one]}" for one in long if one in above}
    kinds = by_kind(n.premises, known, before, titled)
    return ". ".join([*([n.sources] if n.sources else []), *kinds])


def _beside_chance(row: Provenance, rows: Sequence[Provenance]) -> Provenance:
    """Name the rows of the chances where a row has the sources of these, and more."""
    if not row.sources.startswith(OF_CHANCE):
        return row
    chances = {re.sub("/clock/.*", "/takes_effect", pointer) for pointer in row.pointers}
    at = [str(one) for one in rows_at(rows, chances)]
    named = f"{OF_CHANCE} (row{'s' * (len(at) > 1)} {listed(at)})"
    return row._replace(sources=row.sources.replace(OF_CHANCE, named, 1))


def _few(labels: Sequence[str], every: Sequence[str]) -> tuple[str, ...]:
    """Return labels, or those that are left out where these are fewer; nothing of all."""
    others = [label for label in every if label not in labels]
    if not others:
        return ()
    few = len(others) < len(labels) - 1
    return (f"every option but {listed(others)}",) if few else tuple(labels)


def _worded(told: Sequence[_Told], known: Mapping[str, Source]) -> str:
    """Name the sources of the wording that numbers are counted in, and where none is cited."""
    keys = dict.fromkeys(key for one in told for key in one.number.cites)
    if not keys:
        return NO_SOURCE
    bare = dict.fromkeys(one.label for one in told if not one.number.cites)
    none = f"; none is cited under {listed([*bare])}" if bare else ""
    return f"{titled([*keys], known, _MANY)}{none}"


def rows_of(rows: Sequence[Provenance], label: str, text: str) -> tuple[int, ...]:
    """Return the rows that tell where the numbers of a sentence come from.

    Parameters
    ----------
    rows
        All of them.
    label, text
        The option that the sentence is of, empty for what holds whatever the option, and the
        sentence.
    """
    return tuple(row.at for row in rows if (label, text) in row.told)


def rows_at(rows: Sequence[Provenance], pointers: Collection[str]) -> tuple[int, ...]:
    """Return the rows that tell where some figures of the JSON come from.

    Parameters
    ----------
    rows
        All of them.
    pointers
        JSON pointers into the assessment.
    """
    return tuple(row.at for row in rows if not set(pointers).isdisjoint(row.pointers))


def _numbers(a: Assessment, first: str, known: Mapping[str, Source]) -> Iterator[_Told]:
    """Yield the numbers of the answer, those of the option told first first."""
    answer, places = a.answer, {name: at for at, name in enumerate(a.options)}
    ordered = sorted(answer["options"], key=lambda one: one["id"] != first)
    for told in ordered:
        option = a.options[told["id"]]
        helps = [one for one in told["sentences"] if one["about"] == "help"]
        for sentence in told["sentences"]:
            asked = Asked(a, known, option, sentence)
            for one in _of_sentence(asked):
                yield _Told(option.label, sentence["text"], one)
            if sentence in helps:  # there is one for each pair
                where = f"/options/{places[option.id]}/pairs/{helps.index(sentence)}"
                for one in (*nothing(asked, where), *dates(asked)):
                    yield _Told(option.label, sentence["text"], one)
        leads = told is ordered[0]
        for one in other_turns(a, known, option.id) if leads else ():
            yield _Told(option.label, told["sentences"][-1]["text"], one)
        for one in beside_none(a, known, option.id):
            # Beside its threshold for the first; for the others below all thresholds, by option.
            yield _Told(option.label, told["sentences"][-1]["text"] if leads else "", one)
        for sentence in answer["general"] if told is ordered[0] else ():
            for one in situations(a, known, sentence):
                yield _Told("", sentence["text"], one)


def _of_sentence(asked: Asked) -> Iterator[Number]:
    """Yield what the figures of a sentence on an option say."""
    for pointer in asked.sentence["figures"]:
        tells = next((tells for where, tells in _TELLS if re.fullmatch(where, pointer)), None)
        yield from tells(asked, pointer) if tells is not None else ()


_PAIR = r"/options/\d+/pairs/\d+"
_TELLS: tuple[tuple[str, Callable[[Asked, str], Iterator[Number]]], ...] = (
    (rf"{_PAIR}/clock/needs", needs),
    (rf"{_PAIR}/clock/takes/\d", takes),
    (rf"{_PAIR}/takes_effect", chance),
    (rf"{_PAIR}/days_to_effect", days),
    (rf"{_PAIR}/clock/stages/\d+/day", arrival),
    (rf"{_PAIR}/cut/under_way", under_way),
    (rf"{_PAIR}/(blockers|groups)", stopping),
    (r"/options/\d+/taken_as_given/\d+/whose", given),
    (r"/options/\d+/loopholes/\d+", worst),
    (r"/options/\d+/undecided", undecided),
    (r"/decision/rows/\d+/switches/\d+/(value|middle)", turning),
    (r"/absent", absent),
)
"""What tells of a number, by where it stands in the JSON."""

__all__ = [
    "COUNTED",
    "SIMULATED",
    "SOLVED",
    "Provenance",
    "at_pointer",
    "provenance",
    "rows_at",
    "rows_of",
]
