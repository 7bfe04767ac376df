"""From stances to ballots: what a position on an issue, at a date, says about a vote.

A member's ballot is uncertain, and how uncertain is itself uncertain: its chances of yes, abstain,
no and absent follow a Dirichlet law. The table below gives each stance its weights. They are
judged, not measured: no study of how statements on accession turned into votes was found. An
arrangement overrides them under ``leanings``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

import numpy as np

from foedus.language import Arrangement, Position, agreeing
from foedus.process import called

Weights = tuple[float, float, float, float]
"""Dirichlet weights of yes, abstain, no, absent."""

LEANINGS: Mapping[str, Weights] = {
    "support": (19.0, 0.5, 0.5, 0.0),
    "conditional": (6.0, 1.0, 3.0, 0.0),
    "ambiguous": (2.0, 1.0, 2.0, 0.0),
    "oppose": (0.5, 1.0, 8.5, 0.0),
    "unknown": (1.0, 1.0, 1.0, 0.0),
}
"""Weights by stance. *support*: yes 19 times in 20. *conditional*: yes 6 times in 10, because the
condition may be found wanting. *ambiguous*: as likely one way as the other. *oppose*: no 17 times
in 20, because governments have come round. *unknown*: every mix of yes, abstain and no is as likely
as another."""
LAPSED = 0.25
"""How much of a position is left once its election or change of office has come."""
HEARSAY = 0.5
"""How much is left of a stance that unnamed or third persons report."""
PRESUPPOSED = 0.3
"""How much support of a wider issue says about a narrower one, or opposition to a narrower one
about a wider one."""
SIBLING = 0.5
"""How much a stance says about another issue under the same wider one."""
COMPETING = timedelta(days=60)
"""Voices of one state within so many days of its latest are weighed equally; older ones are
superseded."""


Basis = Literal["direct", "related", "shared", "none"]


class Stand(NamedTuple):
    """Where a member stands on an issue.

    Attributes
    ----------
    weights
        Dirichlet weights of its ballot.
    basis
        ``direct`` (it spoke on this issue), ``related`` (on others), ``shared`` (only a body that
        it belongs to spoke) or ``none``.
    because
        The reason, in a sentence.
    sources
        Ids of sources.
    positions
        The positions that it rests on.
    """

    weights: Weights
    basis: Basis
    because: str
    sources: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()

    @property
    def objects(self) -> bool:
        """Whether a no is likelier than a yes."""
        return self.weights[2] > self.weights[0]


AGREES = Stand((1.0, 0.0, 0.0, 0.0), "direct", "taken to agree: it chooses by its stakes")
"""Where a member stands that has let a step pass, as far as it depends on that member."""


class Weighing(NamedTuple):
    """How words become ballots.

    Attributes
    ----------
    leanings
        Dirichlet weights of yes, abstain, no and absent, by stance.
    own
        Whether the file has some of them.
    beside, wider, hearsay, lapsed
        How much counts of words on a question beside this one, on a wider one, as others report
        them, and of a mandate that has ended. What is left counts as if nothing were said.
    alone
        How much words on the question itself must count to go before those on any other.
    season
        Days before the latest words on a question within which others are heard beside them.
    """

    leanings: Mapping[str, Weights]
    own: bool
    beside: float = SIBLING
    wider: float = PRESUPPOSED
    hearsay: float = HEARSAY
    lapsed: float = LAPSED
    alone: float = HEARSAY
    season: int = COMPETING.days


def weighing(arrangement: Arrangement) -> Weighing:
    """Return how the words of an arrangement become ballots.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> said = weighing(read(text_of("ukraine-2025")))
    >>> said.leanings["oppose"], said.own
    ((0.5, 1.0, 8.5, 0.0), False)
    """
    leanings = {stance: _weights(arrangement, stance) for stance in LEANINGS}
    return Weighing(leanings, bool(arrangement.leanings))


class _Voice(NamedTuple):
    position: Position
    weight: float
    lapsed: bool


def stand(
    arrangement: Arrangement,
    member: str,
    issue: str,
    at: date,
    fades: timedelta | None = None,
) -> Stand:
    """Return where a member stands on an issue, by what was known on a date.

    Parameters
    ----------
    arrangement
        Holds the positions, how issues are related, and its own leanings where it has any.
    member
        A state or party.
    issue
        The issue; empty when the step names none.
    at
        Positions taken after this day are not known yet; mandates that ended by it have lapsed.
    fades
        After how long half of what a position says is left; it does not fade when left out.
    """
    chosen, basis = _heard(arrangement, _known(arrangement, member, at), issue, at)
    if all(voice.lapsed for voice in chosen):
        bodies = [name for name, p in arrangement.parties.items() if member in p.members]
        texts = [position for body in bodies for position in _known(arrangement, body, at)]
        together, _ = _heard(arrangement, texts, issue, at)
        if _most(together) > _most(chosen):
            chosen, basis = together, "shared"
    chosen = [_faded(voice, at, fades) for voice in chosen]
    unknown = _weights(arrangement, "unknown")
    if not chosen:
        who = called(arrangement, member)
        return Stand(unknown, "none", f"{who} {agreeing(who, 'has')} said nothing to the point")
    leanings = np.array([_weights(arrangement, v.position.stance) for v in chosen])
    heard, share = np.array([v.weight for v in chosen]), _most(chosen)
    mixed = share * (heard @ leanings) / heard.sum() + (1 - share) * np.array(unknown)
    yes, abstain, no, absent = (float(w) for w in mixed)
    sources = tuple(dict.fromkeys(s for v in chosen for s in v.position.source))
    told = "; ".join(_told(arrangement, v, issue) for v in chosen)
    by = tuple(v.position for v in chosen)
    return Stand(
        (yes, abstain, no, absent), basis, f"{called(arrangement, member)}: {told}", sources, by
    )


def _faded(voice: _Voice, at: date, fades: timedelta | None) -> _Voice:
    if fades is None:
        return voice
    left: float = 0.5 ** ((at - voice.position.date) / fades)
    return voice._replace(weight=voice.weight * left)


def _known(arrangement: Arrangement, speaker: str, at: date) -> list[Position]:
    """Return the positions that committed a state, or a body, by a date."""
    return [
        p
        for p in arrangement.positions
        if p.state == speaker and p.speaks_for == "state" and p.date <= at
    ]


def _heard(
    arrangement: Arrangement, known: list[Position], issue: str, at: date
) -> tuple[list[_Voice], Basis]:
    """Return the voices to go by: on the issue itself, unless they say less than others do."""
    direct = _latest(_voices(p for p in known if issue and p.issue == issue), at)
    if _most(direct) >= HEARSAY:
        return direct, "direct"
    related = _related(arrangement, known, issue, at)
    return (related, "related") if _most(related) > _most(direct) else (direct, "direct")


def _most(voices: list[_Voice]) -> float:
    return max((voice.weight for voice in voices), default=0.0)


def _voices(positions: Iterable[Position], share: float = 1.0) -> list[_Voice]:
    """Return the latest position of each who speaks, oldest first: a government is one of them."""
    latest: dict[str, Position] = {}
    for position in sorted(positions, key=lambda p: p.date):
        latest[position.actor] = position
    words = _current(tuple(latest.values()))
    return [_Voice(p, share * (HEARSAY if p.hearsay else 1.0), False) for p in words]


def _current(positions: tuple[Position, ...]) -> list[Position]:
    if len(positions) < 2:
        return list(positions)
    from foedus.positions import current_words  # loaded only where several have spoken

    return current_words(positions)


def _latest(voices: list[_Voice], at: date) -> list[_Voice]:
    """Return the voices that count: those in office, and near the latest of them."""
    aged = [
        v._replace(weight=v.weight * LAPSED, lapsed=True)
        if v.position.binds_until is not None and v.position.binds_until <= at
        else v
        for v in voices
    ]
    best = max((v.weight for v in aged), default=0.0)
    current = [v for v in aged if v.weight >= min(best, HEARSAY)]
    newest = max((v.position.date for v in current), default=at)
    return [v for v in current if newest - v.position.date <= COMPETING]


def _related(arrangement: Arrangement, known: list[Position], issue: str, at: date) -> list[_Voice]:
    """Return the voices on other issues, each with how much it says about this one."""
    return [
        voice._replace(weight=voice.weight * share)
        for other in dict.fromkeys(p.issue for p in known)
        for voice in _latest(_voices(p for p in known if p.issue == other), at)
        if (share := _share(arrangement, other, voice.position.stance, issue))
    ]


def _share(arrangement: Arrangement, other: str, stance: str, issue: str) -> float:
    """Return how much a stance on `other` says about `issue`, 0 when they are unrelated.

    To support the narrower issue is to support the wider; to oppose the wider is to oppose the
    narrower. The converse says little.
    """
    if issue in _wider(arrangement, other):
        return 1.0 if stance == "support" else PRESUPPOSED
    if other in _wider(arrangement, issue):
        return 1.0 if stance == "oppose" else PRESUPPOSED
    shared = set(_wider(arrangement, other)) & set(_wider(arrangement, issue))
    return SIBLING if shared and other != issue else 0.0


def _wider(arrangement: Arrangement, issue: str) -> list[str]:
    chain: list[str] = []
    while issue in arrangement.issues:
        above = arrangement.issues[issue].implies
        if above is None or above in chain:
            break
        chain.append(above)
        issue = above
    return chain


def _weights(arrangement: Arrangement, stance: str) -> Weights:
    own = {str(key): leaning for key, leaning in arrangement.leanings.items()}
    if stance in own:
        leaning = own[stance]
        return (leaning.yes, leaning.abstain, leaning.no, leaning.absent)
    return LEANINGS[stance]


def _told(a: Arrangement, voice: _Voice, issue: str) -> str:
    p = voice.position
    words = f"{p.actor} {_VERBS[p.stance]} ({p.date.isoformat()})"
    words += f", on {about(a, p.issue)}" if p.issue != issue else ""
    words += ", as reported by others" if p.hearsay else ""
    return words + (f", bound until {p.binds_until}" if voice.lapsed else "")


def about(a: Arrangement, issue: str) -> str:
    """Return what an issue is called, between quotes."""
    return repr((a.issues[issue].label if issue in a.issues else "") or issue)


_VERBS = {
    "support": "in favour",
    "conditional": "in favour on a condition",
    "ambiguous": "undecided",
    "oppose": "against",
}
