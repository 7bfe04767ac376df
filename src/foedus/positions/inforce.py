"""Which statement is in force for a state on an issue on a day, and why.

Who has authority for the act at hand outranks who has not; among equals the later word outranks the
earlier; a voice whose mandate has ended has lapsed. Voices of the same rank that disagree within a
season are all shown; a government and its head are one voice (`current_words`). Age is told, and
fades a statement: half of it is left after `HALF_LIFE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from foedus.language import Position
from foedus.positions.register import office_class

Act = Literal["decide", "ratify", "referendum"]
HALF_LIFE = timedelta(days=4 * 365)
"""After how long a statement tells half as much. Assumed: about one parliamentary term; no study of
how fast public positions lose their worth was found."""
SEASON = timedelta(days=60)
"""Voices of one rank within so many days of the latest are heard side by side."""
_RANKS: dict[str, dict[str, int]] = {
    "decide": {"head": 3, "government": 3, "minister": 2, "spokes": 1, "parliament": 1},
    "ratify": {"parliament": 3, "referendum": 3, "head": 2, "government": 2, "minister": 1},
    "referendum": {"referendum": 3, "parliament": 2, "head": 1, "government": 1},
}


@dataclass(frozen=True, slots=True)
class Voice:
    """A position that was heard, and how much it counts.

    Parameters
    ----------
    place
        Its place among the arrangement's positions.
    position
        The position.
    rank
        The authority of its office for the act, 0 to 3.
    lapsed
        Whether its mandate has ended.
    age
        How old it is.
    weight
        How much of it is left, by age: 1 when new.
    """

    place: int
    position: Position
    rank: int
    lapsed: bool
    age: timedelta
    weight: float


@dataclass(frozen=True, slots=True)
class InForce:
    """Where a state stands on an issue on a day.

    Parameters
    ----------
    state, issue
        Whose stance on what.
    voice
        The one in force; nothing where nobody spoke.
    beside
        Others of the same rank and season that say something else.
    because
        Why this one, in a sentence.
    until
        The day its mandate ends, where that is known.
    """

    state: str
    issue: str
    voice: Voice | None
    beside: tuple[Voice, ...]
    because: str
    until: date | None = None


def in_force(
    positions: Sequence[Position], state: str, issue: str, at: date, act: Act = "decide"
) -> InForce:
    """Return the position of a state on an issue that is in force on a day.

    Parameters
    ----------
    positions
        All of them.
    state, issue
        Whose, on what.
    at
        The day: what was said later is not known yet.
    act
        What is decided: by a government (``decide``), by a parliament (``ratify``) or by a people
        (``referendum``).
    """
    heard = [
        _voice(place, p, at, act)
        for place, p in enumerate(positions)
        if p.state == state and p.issue == issue and p.speaks_for == "state" and p.date <= at
    ]
    if not heard:
        return InForce(state, issue, None, (), f"{state} has said nothing on it by {at}")
    current = [v for v in heard if not v.lapsed] or heard
    newest = max(v.position.date for v in current)
    season = [v for v in current if newest - v.position.date <= SEASON]
    ranked = sorted(current, key=lambda v: (_recent(v, season), v.rank, v.position.date))
    chosen = ranked[-1]
    beside = tuple(
        v
        for v in season
        if v is not chosen and v.position.stance != chosen.position.stance and v.rank == chosen.rank
        and v.position in current_words([v.position, chosen.position])
        and _another(v.position, chosen.position)
    )  # fmt: skip
    return InForce(state, issue, chosen, beside, _because(chosen, heard, act), _until(chosen))


def _another(one: Position, chosen: Position) -> bool:
    """Whether a word is another's, or of the same day, so that neither is the later."""
    return one.actor != chosen.actor or one.date == chosen.date


def _recent(voice: Voice, season: Sequence[Voice]) -> bool:
    return voice in season


def _until(voice: Voice) -> date | None:
    return voice.position.binds_until


def _because(chosen: Voice, heard: Sequence[Voice], act: Act) -> str:
    if chosen.lapsed:
        return (
            f"the file has the mandate end on {chosen.position.binds_until}, and nobody speak since"
        )
    older = [v for v in heard if v is not chosen and not v.lapsed]
    lapsed = [v for v in heard if v.lapsed]
    told = []
    earlier = [v for v in older if v.position.date < chosen.position.date]
    if any(v.rank > chosen.rank for v in earlier):
        told.append(f"the latest word, though others with more authority to {act} spoke before")
    elif earlier:
        told.append("the latest word")
    if any(v.rank < chosen.rank for v in older):
        told.append(f"the highest authority to {act}")
    if lapsed and len(lapsed) == len(heard) - 1:
        told.append("the only one whose mandate runs")
    several = "no higher or later than the others of its season"
    return ", ".join(told) or (several if older else "the only one on it")


def _voice(place: int, position: Position, at: date, act: Act) -> Voice:
    age = at - position.date
    ended = position.binds_until is not None and position.binds_until <= at
    return Voice(place, position, rank(position, act), ended, age, 0.5 ** (age / HALF_LIFE))


def current_words(positions: Sequence[Position]) -> list[Position]:
    """Return those that no later word of the same organ has taken the place of.

    A government is one, whether it speaks by itself or by its head; a head of state is another.
    What both say on one day stands side by side.

    Parameters
    ----------
    positions
        Of one state on one issue, the latest of each who spoke.

    Examples
    --------
    >>> spoken = dict(state="HUN", issue="x", stance="support", says="", source=())
    >>> head = Position(actor="A. B.", office="Prime Minister", date=date(2026, 6, 3), **spoken)
    >>> whole = Position(actor="the government of Hungary", date=date(2026, 6, 25), **spoken)
    >>> [p.actor for p in current_words([head, whole])]
    ['the government of Hungary']
    """
    last: dict[str, date] = {}
    for position in positions:
        who = _organ(position)
        last[who] = max(position.date, last.get(who, position.date))
    return [p for p in positions if p.date == last[_organ(p)]]


def _organ(position: Position) -> str:
    office = office_class(position.office)
    whole = office == "government" or position.actor.lower().startswith("the government")
    return "the government" if whole or office == "head of government" else position.actor


def rank(position: Position, act: Act) -> int:
    """Return how much authority an office has for an act, 0 to 3.

    Examples
    --------
    >>> spoken = dict(state="HRV", date=date(2024, 2, 28), issue="x", stance="support", says="",
    ...               source=())
    >>> rank(Position(actor="the Sabor", office="parliament", **spoken), "ratify")
    3
    >>> rank(Position(actor="A. B.", office="Foreign Minister", **spoken), "decide")
    2
    """
    office = office_class(position.office)
    words = f"{office} {position.actor}".lower()
    kinds = _RANKS[act]
    if "referendum" in words or "voters" in words:
        return kinds.get("referendum", 0)
    if any(w in words for w in ("parliament", "assembly", "senate", "bundestag", "congress")):
        return kinds.get("parliament", 0)
    if office in ("president", "head of government") or "heads of state" in words:
        return kinds.get("head", 0)
    if "government" in words:
        return kinds.get("government", 0)
    if "spokes" in words:
        return kinds.get("spokes", 0)
    return kinds.get("minister", 0) if position.office else 1


@dataclass(frozen=True, slots=True)
class Conflict:
    """Voices of one state that disagree on an issue within a season.

    Parameters
    ----------
    state, issue
        Whose, on what.
    voices
        The latest of each, oldest first.
    """

    state: str
    issue: str
    voices: tuple[Voice, ...]


def conflicts(positions: Sequence[Position], at: date, act: Act = "decide") -> list[Conflict]:
    """Return where voices of one state disagree on a day, whatever their rank.

    A voice that has been superseded by the same speaker, or has lapsed, does not count.
    """
    found = []
    for state, issue in dict.fromkeys((p.state, p.issue) for p in positions):
        latest: dict[str, Voice] = {}
        for place, p in sorted(enumerate(positions), key=lambda item: item[1].date):
            if p.state == state and p.issue == issue and p.date <= at:
                voice = _voice(place, p, at, act)
                if not voice.lapsed:
                    latest[p.actor] = voice
        words = current_words([v.position for v in latest.values()])
        voices = tuple(v for v in latest.values() if v.position in words)
        if len({v.position.stance for v in voices}) > 1:
            found.append(Conflict(state, issue, voices))
    return found
