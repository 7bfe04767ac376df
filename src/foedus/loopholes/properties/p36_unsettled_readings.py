"""A clause that is read in rival ways, between which nobody may settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foedus.language import Rivals, read_as, rivals
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.met import differences, met
from foedus.loopholes.property import Property
from foedus.process import Process


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find clauses with rival readings, and say what hangs on them."""
    a = inquiry.process.arrangement
    for rival in rivals(a):
        who = _settled(inquiry, rival)
        if who:
            said = f"{rival.clause!r} is read in {len(rival.readings) + 1} ways, and {who}"
            yield inquiry.found(
                "unsettled-readings",
                f"{said}: beside what is written, {_read(inquiry, rival)}",
                clauses=[(rival.section, rival.clause, "readings")],
            )


def _settled(inquiry: Inquiry, rival: Rivals) -> str:
    """Return why it is not settled between the readings; nothing where somebody outside may."""
    if not rival.settled_by:
        return "nobody may settle which holds"
    clause = getattr(inquiry.process.arrangement, rival.section)[rival.clause]
    holders = {who for reading in clause.readings.values() for who in reading.held_by}
    if _voices(inquiry, rival.settled_by) <= _voices(inquiry, holders):
        one = len(rival.settled_by) == 1
        who, does = inquiry.called(*rival.settled_by), "holds" if one else "hold"
        return f"{who}, who may settle which holds, {does} one of them"
    return ""


def _voices(inquiry: Inquiry, parties: Iterable[str]) -> set[str]:
    """Return parties without members, and the members of those that have some."""
    every = inquiry.process.arrangement.parties
    return {
        voice for by in parties for voice in ((every[by].members if by in every else ()) or (by,))
    }


def _read(inquiry: Inquiry, rival: Rivals) -> str:
    """Return each other reading, who holds it, and the first act that it answers otherwise."""
    a = inquiry.process.arrangement
    as_written = met(Process(a))
    told: list[str] = []
    for name in rival.readings:
        reading = getattr(a, rival.section)[rival.clause].readings[name]
        held = f", held by {inquiry.called(*reading.held_by)}" if reading.held_by else ""
        other = met(Process(read_as(a, {f"{rival.section}.{rival.clause}": name})))
        change = next(differences(as_written, other), None)
        then = (
            f", by which {change[0]} meets {change[2]}; as written it meets {change[1]}"
            if change
            else ""
        )
        told.append(f"{reading.label!r}{held}{then}")
    return "; ".join(told)


PROPERTY = Property(
    36,
    "unsettled-readings",
    "readings differ",
    "A clause that is read in rival ways, with nobody to settle which of them holds.",
    "Where a clause is read in rival ways, somebody who holds none of them may settle which holds.",
    "for each clause with rival readings: settled_by ⊄ those who hold one, and not empty",
    check,
    premises.rivalry,
)
