"""What a play is made of: events, and consent that is withheld, which is no event.

A step is written as ``foedus replay`` reads an event. Where a no is not final, to withhold consent
is simply not to act: it changes nothing, and an event file has no word for it. A play remembers it
all the same, so that *everybody else agrees* leaves that member out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foedus.process import VOTES, Event, read_events

MOST_STEPS = 2_000
"""Steps in the longest play that is taken."""
_LONGEST_NAME = 200
_MOST_NAMES = 500
WITHHOLD = "withholds"
"""The key of a step that records who withholds consent."""
_KEYS = ("on", "by", "do", "what", "vote", "against")


class PlayError(ValueError):
    """A play that cannot be taken; the message says which step, what is wrong, and the fix."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A member that withholds its consent in a step in which a no is not final.

    Parameters
    ----------
    on
        The day.
    by
        The member.
    what
        The procedure.
    line
        Which step of the play it is, counted from 1.
    """

    on: date
    by: str
    what: str
    line: int = 0


Step = Event | Withheld


def steps_of(rows: Any) -> tuple[Step, ...]:
    """Return the steps that plain data stand for.

    Raises
    ------
    PlayError
        At the first that is none.

    Examples
    --------
    >>> steps_of([{"on": "2025-03-01", "by": ["RUS"], "do": "attack"}])[0].do
    'attack'
    """
    if not isinstance(rows, list):
        raise PlayError("the steps of a play are a list")
    if len(rows) > MOST_STEPS:
        raise PlayError(f"the play has {len(rows)} steps, and {MOST_STEPS} at most are taken")
    return tuple(_step(row, at) for at, row in enumerate(rows, start=1))


def _step(row: Any, at: int) -> Step:
    if not isinstance(row, Mapping):
        raise PlayError(f"step {at} is a map of keys, not {row!r:.60}")
    on = _day(row.get("on"), at)
    if WITHHOLD in row:
        _known(row, ("on", WITHHOLD, "what"), at)
        return Withheld(on, _name(row, WITHHOLD, at), _name(row, "what", at), at)
    _known(row, _KEYS, at)
    vote = row.get("vote", "yes")
    if vote not in VOTES:
        raise PlayError(f"step {at}: a vote is yes, no or abstain, not {vote!r:.60}")
    return Event(
        on,
        _names(row, "by", at),
        _name(row, "do", at),
        _name(row, "what", at) if row.get("what") else "",
        vote,
        at,
        _names(row, "against", at),
    )


def _known(row: Mapping[str, Any], keys: Sequence[str], at: int) -> None:
    for key in row:
        if key not in keys:
            raise PlayError(f"step {at} has a key {key!r:.60}; it may have {', '.join(keys)}")


def _day(value: Any, at: int) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PlayError(f"step {at}: 'on' is a day, as 2025-03-01, not {value!r:.60}") from None


def _name(row: Mapping[str, Any], key: str, at: int) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_NAME:
        raise PlayError(f"step {at}: {key!r} is a name, not {value!r:.60}")
    return value


def _names(row: Mapping[str, Any], key: str, at: int) -> tuple[str, ...]:
    values = row.get(key, [])
    if not isinstance(values, list) or len(values) > _MOST_NAMES:
        raise PlayError(f"step {at}: {key!r} is a list of names, not {values!r:.60}")
    return tuple(_name({key: value}, key, at) for value in values)


def written(step: Step) -> dict[str, Any]:
    """Return a step as plain data; what says nothing is left out."""
    if isinstance(step, Withheld):
        return {"on": str(step.on), WITHHOLD: step.by, "what": step.what}
    row: dict[str, Any] = {"on": str(step.on), "by": list(step.by), "do": step.do}
    row |= {"what": step.what} if step.what else {}
    row |= {"vote": step.vote} if step.vote != "yes" else {}
    return row | ({"against": list(step.against)} if step.against else {})


def exported(steps: Iterable[Step]) -> str:
    """Return a play as an event file that ``foedus replay`` reads.

    Consent that is withheld stands in it as a remark.
    """
    from foedus.loopholes import event_file

    lines: list[str] = []
    for step in sorted(steps, key=lambda step: step.on):
        if isinstance(step, Withheld):
            lines.append(f"# {step.on}: {step.by} withholds its consent in {step.what}.\n")
        else:
            lines.append(event_file([step]))
    return "".join(lines)


def imported(text: str, name: str) -> list[dict[str, Any]]:
    """Return the events of a file, YAML or CSV, as the steps of a play.

    Raises
    ------
    foedus.language.BadArrangementError
        With every problem and its place.
    """
    return [written(event) for event in read_events(text, name)] if text.strip() else []
