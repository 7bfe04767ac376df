"""Whose conduct is to be deterred, and who chooses before whom: read off the clauses, not labels.

A party that one guarantee protects may be the one that another answers, and a guarantor besides.
Who is to be deterred therefore follows from what the file says of its acts: a guarantee answers
them, under some option at least, or they are fought over; where no act is either, a norm forbids
them. Only where nothing of this tells parties apart does the label `role` count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foedus.deterrence.occasions import days_in_words
from foedus.deterrence.situation import FORCE
from foedus.language import Arrangement, listed
from foedus.process import called


class DeterrenceError(ValueError):
    """A question about deterrence that the arrangement gives no answer to; says what is missing."""


def adversaries_of(arrangement: Arrangement) -> tuple[str, ...]:
    """Return the parties whose conduct is to be deterred, in the order of their ladders.

    Parameters
    ----------
    arrangement
        The arrangement with its options pending, so that all of them have the same.

    Raises
    ------
    DeterrenceError
        When nobody has a ladder of acts.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> adversaries_of(read(text_of("ukraine-2025"))), adversaries_of(read(text_of("minsk-2")))
    (('RUS',), ('UKR', 'ORDLO'))
    """
    found = _told(arrangement)
    if not found:
        raise DeterrenceError(
            "no party has a ladder of acts (conduct), so nobody is to be deterred; write what each "
            "can do as conduct.PARTY"
        )
    return found


def _told(a: Arrangement) -> tuple[str, ...]:
    acting = tuple(a.conduct)
    answered = {*_answered(a), *(contest.by for contest in a.contests)}
    forbidden = {
        by
        for norm in a.norms.values()
        for by in norm.bearer
        if by in a.conduct and norm.prohibition in {act.act for act in a.conduct[by].acts}
    }
    labelled = {name for name, party in a.parties.items() if party.role == "adversary"}
    for told in (answered, forbidden, labelled):
        if found := tuple(by for by in acting if by in told):
            return found
    return acting


def _answered(a: Arrangement) -> Iterator[str]:
    """Yield whose acts a guarantee answers, in the file or under one of its options."""
    yield from (guarantee.against for guarantee in a.guarantees.values())
    for option in a.options.values():
        for changes in _mapping(option.changes.get("guarantees")).values():
            yield str(_mapping(changes).get("against", ""))


def beneficiary_of(arrangement: Arrangement) -> str | None:
    """Return the party that may provoke: the only one with a ladder that is not to be deterred."""
    others = [by for by in arrangement.conduct if by not in _told(arrangement)]
    return others[0] if len(others) == 1 else None


def agenda_of(arrangement: Arrangement) -> tuple[frozenset[str] | None, ...]:
    """Return who chooses on each day of an occasion; None stands for all that are named nowhere.

    An empty day is the one on which notice of withdrawal may be given before the last day's acts.

    Parameters
    ----------
    arrangement
        The arrangement with its options pending, so that all of them have the same.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> agenda_of(read(text_of("ukraine-2025")))
    (None, frozenset(), frozenset({'RUS'}))
    """
    if arrangement.agenda:
        first, *later = (frozenset(row) for row in arrangement.agenda)
        left = set(arrangement.parties) - first.union(*later)
        rows: tuple[frozenset[str] | None, ...] = (first | left, *later)
    else:
        second = _told(arrangement) or tuple(
            name for name, party in arrangement.parties.items() if party.role == "adversary"
        )
        rows = (None, frozenset(second))
    return (*rows[:-1], frozenset(), rows[-1]) if _leaving(arrangement) else rows


def _leaving(a: Arrangement) -> bool:
    """Say whether an instrument may be left, in the file or under one of its options."""
    changed = (one.get("withdrawal") for one in _changed(a, "instruments"))
    return any(i.withdrawal for i in a.instruments.values()) or any(changed)


def _opening(a: Arrangement) -> bool:
    """Say whether somebody may open a procedure, in the file or under one of its options."""
    changed = (_mapping(one.get("opens")).get("by") for one in _changed(a, "procedures"))
    return any(p.opens.by for p in a.procedures.values()) or any(changed)


def _changed(a: Arrangement, clauses: str) -> Iterator[Mapping[str, Any]]:
    """Yield what options write anew of clauses of one kind."""
    for option in a.options.values():
        yield from map(_mapping, _mapping(option.changes.get(clauses)).values())


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def in_words(arrangement: Arrangement) -> str:
    """Return the agenda in a sentence.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> signing, order, *_ = in_words(read(text_of("ukraine-2025"))).split(". ")
    >>> signing
    'Before all else each of these signs or refuses, in an order drawn evenly: Russia; Ukraine'
    >>> days, said = order.split(": ")
    >>> days
    'Choices on each occasion (at the start, after 60 days and after 2 years)'
    >>> said
    'first Ukraine, then Russia, having seen what went before'
    """
    first, *later = [_asked(arrangement, row) for row in _acting(arrangement) if any(row.values())]
    order = first
    if later:
        order = f"first {first}, then {', then '.join(later)}, having seen what went before"
    leaving = (
        " Who may leave an instrument may do so on the day before the last acts, and again after "
        "them."
    )
    leaving = leaving if _leaving(arrangement) else ""
    opened = " Who may open a procedure is asked after all of these."
    opening = opened if _opening(arrangement) else ""
    choices = f"Choices on each occasion ({days_in_words(arrangement)})"
    return f"{_signing(arrangement)}{choices}: {order}.{leaving}{opening}"


def _signing(a: Arrangement) -> str:
    """Say who signs or refuses before all else; nothing where all are taken to have signed."""
    who = [called(a, party) for party in sorted(signatories(a))]
    if a.resolved:
        return _signed(a)
    if len(who) < 2:
        return f"Before all else it is for {who[0]} to sign or to refuse. " if who else ""
    each = "; ".join(who)  # a name may itself join two
    return f"Before all else each of these signs or refuses, in an order drawn evenly: {each}. "


def _signed(a: Arrangement) -> str:
    """Say who is taken to have signed, and what is not told because signing would tell of it."""
    who = [called(a, party) for party in sorted(refusable(a))]
    if not who:
        return ""
    knows = [called(a, party) for party in sorted(informed(a))]
    taken = f"Taken to have signed, though able to refuse: {listed(who)}; how likely that is"
    if not knows:
        return f"{taken} stands beside it. "
    return (
        f"{taken}, and what holds given that all sign, is not told, since "
        f"signing tells of what only {listed(knows)} can know. "
    )


def refusable(a: Arrangement) -> tuple[str, ...]:
    """Return who could refuse to sign, and has something at stake."""
    return tuple(party for party in a.refusing if party in a.conduct or party in a.stakes)


def signatories(a: Arrangement) -> tuple[str, ...]:
    """Return who signs or refuses in the game."""
    return () if a.resolved else refusable(a)


def informed(a: Arrangement) -> tuple[str, ...]:
    """Return who of those that could refuse to sign knows what others do not.

    Its own resolve, or a sign of another's. It signs or refuses by what it knows, so that signing
    tells of it.
    """
    return tuple(party for party in refusable(a) if party in a.resolved or party in a.signs)


def _asked(a: Arrangement, row: Mapping[str, Sequence[str]]) -> str:
    """Say who is asked on one day: what is chosen one after the other is told so."""

    def all_of(parties: Sequence[str]) -> str:
        drawn = " (in an order drawn evenly)" if len(parties) > 1 else ""
        return listed([called(a, party) for party in parties]) + drawn

    kinds = [(kind, parties) for kind, parties in row.items() if parties]
    everybody = sorted({party for _, parties in kinds for party in parties})
    if len(everybody) == 1 or len(kinds) == 1:
        return all_of(everybody)
    return ", then ".join(f"the {kind} of {all_of(parties)}" for kind, parties in kinds)


def _acting(a: Arrangement) -> Iterator[dict[str, list[str]]]:
    """Yield, for each day of an occasion, who may act, sign or perform on it, in that order.

    Who could refuse has signed before the first.
    """
    waiting = [i for i in a.instruments.values() if i.status == "proposed"]
    able = {
        "acts": set(a.conduct),
        "signing": {p for i in waiting for p in i.signed_by or i.parties if p not in a.refusing},
        "deeds": {deed.by for deed in a.deeds.values()},
    }
    rows = agenda_of(a)
    named = frozenset().union(*(row for row in rows if row is not None))
    for row in rows:
        yield {
            kind: sorted(p for p in who if (p in row if row is not None else p not in named))
            for kind, who in able.items()
        }


def one_will(a: Arrangement) -> Mapping[str, tuple[str, ...]]:
    """Return the guarantees that are one promise, by each of them.

    The same parties owe the same thing to the same one against the same: whether it is force or
    arms, under whatever text, and whichever act calls for it. Where several owe, all or any of them
    must; a promise of all is another than one of any, and one that is kept with a stated chance
    another than one of which those who owe it decide by their stakes.
    """
    alike: dict[tuple[object, ...], list[str]] = {}
    for name, g in a.guarantees.items():
        owed = frozenset(g.owed_by), g.joint and len(g.owed_by) > 1, g.honour is None
        does = FORCE.get(g.response, g.response)
        alike.setdefault((*owed, g.protects.state, g.against, does), []).append(name)
    return {name: tuple(names) for names in alike.values() for name in names}
