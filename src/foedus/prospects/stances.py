"""From stances to ballots: what a position on an issue, at a date, says about a vote.

A member's ballot is uncertain, and how uncertain is itself uncertain: its chances of yes, abstain,
no and absent follow a Dirichlet law. The table below gives each stance its weights. They are
judged, not measured: no study of how statements on accession turned into votes was found. An
arrangement overrides them under ``leanings``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from foedus.language import Arrangement
from foedus.language.arrangement import Position

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


class Stand(NamedTuple):
    """Where a member stands on an issue.

    Attributes
    ----------
    weights
        Dirichlet weights of its ballot.
    basis
        ``direct`` (it spoke on this issue), ``related`` (on another one) or ``none``.
    because
        The reason, in a sentence.
    sources
        Ids of sources.
    """

    weights: Weights
    basis: str
    because: str
    sources: tuple[str, ...] = ()

    @property
    def objects(self) -> bool:
        """Whether a no is likelier than a yes."""
        return self.weights[2] > self.weights[0]


class _Voice(NamedTuple):
    position: Position
    weight: float
    lapsed: bool


def stand(arrangement: Arrangement, member: str, issue: str, at: date) -> Stand:
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
    """
    known = [p for p in arrangement.positions if _counts(p, member, at)]
    direct = _voices(p for p in known if issue and p.issue == issue)
    chosen, basis = _latest(direct, at), "direct"
    if not chosen or max(v.weight for v in chosen) < HEARSAY:
        related = _related(arrangement, known, issue, at)
        if related and (not chosen or related[0].weight > max(v.weight for v in chosen)):
            chosen, basis = related, "related"
    unknown = _weights(arrangement, "unknown")
    if not chosen:
        return Stand(unknown, "none", f"{member} has said nothing to the point")
    parts = [_blend(_weights(arrangement, v.position.stance), unknown, v.weight) for v in chosen]
    yes, abstain, no, absent = (sum(column) / len(parts) for column in zip(*parts, strict=True))
    sources = tuple(dict.fromkeys(s for v in chosen for s in v.position.source))
    told = "; ".join(_told(v, issue) for v in chosen)
    return Stand((yes, abstain, no, absent), basis, f"{member}: {told}", sources)


def _counts(position: Position, member: str, at: date) -> bool:
    return position.state == member and position.speaks_for == "state" and position.date <= at


def _voices(positions: Iterable[Position], share: float = 1.0) -> list[_Voice]:
    """Return the latest position of each speaker, oldest first."""
    latest: dict[str, Position] = {}
    for position in sorted(positions, key=lambda p: p.date):
        latest[position.actor] = position
    return [_Voice(p, share * (HEARSAY if p.hearsay else 1.0), False) for p in latest.values()]


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
    """Return the voices on the one other issue that say most about this one."""
    found: list[list[_Voice]] = []
    for other in dict.fromkeys(p.issue for p in known):
        voices = [
            v._replace(weight=v.weight * share)
            for v in _latest(_voices(p for p in known if p.issue == other), at)
            if (share := _share(arrangement, other, v.position.stance, issue))
        ]
        found += [voices] if voices else []
    return max(found, key=lambda group: max(v.weight for v in group), default=[])


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


def _blend(weights: Weights, unknown: Weights, share: float) -> Weights:
    w = [share * a + (1 - share) * b for a, b in zip(weights, unknown, strict=True)]
    return (w[0], w[1], w[2], w[3])


def _told(voice: _Voice, issue: str) -> str:
    p = voice.position
    words = f"{p.actor} {_VERBS[p.stance]} ({p.date.isoformat()})"
    words += f", on {p.issue}" if p.issue != issue else ""
    words += ", as reported by others" if p.hearsay else ""
    return words + (f", bound until {p.binds_until}" if voice.lapsed else "")


_VERBS = {
    "support": "in favour",
    "conditional": "in favour on a condition",
    "ambiguous": "undecided",
    "oppose": "against",
}
