"""What it means that a treaty can be left, or ends, otherwise than in the draft before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.language import Guarantee, Instrument, leaves_alone, listed
from foedus.process import Process, names_of, said

_FEW = 5
_PAIR = 2


def leaving(new: Process, name: str, was: Instrument, now: Instrument) -> Iterator[str]:
    """Yield who can now end a treaty for all by leaving it, and when one may now leave it.

    Parameters
    ----------
    new
        The new draft.
    name, was, now
        The treaty, in the old draft and in the new.
    """
    able = [_ending(instrument) for instrument in (was, now)]
    gained = [party for party in able[1] if party not in able[0]]
    lost = [party for party in able[0] if party not in able[1]]
    if gained:
        within = [repr(g) for g, of in _answers_in(new, name) if "withdrawal" not in of.survives]
        also = f", and {listed(within)} with it" if within else ""
        yield f"{any_one(new, gained)} can now end {name!r} for all by leaving it{also}"
    if lost:
        stays = ": it goes on for the others" if now.withdrawal and leaves_alone(now) else ""
        names = names_of(new.clauses, lost)
        yield f"{names} can no longer end {name!r} for all by leaving it{stays}"
    if was.withdrawal is None or now.withdrawal is None:
        return
    before, after = was.withdrawal.barred_while, now.withdrawal.barred_while
    who = names_of(new.clauses, now.withdrawal.by)
    if after is None and before is not None:
        yield f"{who} may now leave {name!r} also while {said(new.clauses, before)}"
    elif after is not None and before != after:
        then = f"; before it was not while {said(new.clauses, before)}" if before else ""
        yield f"{who} can no longer leave {name!r} while {said(new.clauses, after)}{then}"


def once_ended(new: Process, name: str, was: Instrument, now: Instrument) -> Iterator[str]:
    """Yield what now becomes of what is owed, and of what is under way, when a treaty ends.

    Parameters
    ----------
    new
        The new draft.
    name, was, now
        The treaty, in the old draft and in the new.
    """
    answers = listed([repr(guarantee) for guarantee, _ in _answers_in(new, name)])
    if was.accrued != now.accrued and answers:
        becomes = "is now lost" if now.accrued == "end" else "now stays owed"
        yield f"what is owed under {answers} {becomes} when {name!r} ends or who owes it leaves it"
    under_way = [repr(n) for n, p in new.arrangement.procedures.items() if p.in_ == name]
    if was.under_way != now.under_way and under_way:
        becomes = "can now lapse with it" if now.under_way == "end" else "can now still take effect"
        yield f"{listed(under_way)}, under way when {name!r} ends, {becomes}"


def any_one(new: Process, members: Sequence[str]) -> str:
    """Return that each of some can do a thing alone, as the subject of a sentence."""
    if len(members) > _FEW:
        return f"any one of {len(members)} members"
    if len(members) == _PAIR:
        return (
            f"either {names_of(new.clauses, members[:1])} or {names_of(new.clauses, members[1:])}"
        )
    return f"{'any one of ' * (len(members) > 1)}{names_of(new.clauses, members)}"


def _ending(instrument: Instrument) -> tuple[str, ...]:
    """Return who ends a treaty for all when it leaves."""
    if instrument.withdrawal is None or leaves_alone(instrument):
        return ()
    return tuple(instrument.withdrawal.by)


def _answers_in(new: Process, instrument: str) -> list[tuple[str, Guarantee]]:
    guarantees = new.arrangement.guarantees.items()
    return [(name, g) for name, g in guarantees if g.in_ == instrument]
