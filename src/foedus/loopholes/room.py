"""Room after the horizon, in which everything that was begun before it can run its course."""

from __future__ import annotations

from dataclasses import replace

from foedus.language import Arrangement, Duration
from foedus.process import Process, conditions_in


def with_room(a: Arrangement) -> Process:
    """Return the process of `a` with room after the horizon for everything to run its course."""
    courses = [p for p in a.procedures.values() for _ in range(1 + bool(p.reopens))]
    room = sum(step.within.days + 1 for p in courses for step in p.steps if step.within)
    room += sum(b.silence.days for b in a.bodies.values() if b.silence)
    room += sum(i.withdrawal.notice.days for i in a.instruments.values() if i.withdrawal)
    room += sum(i.sunset.days for i in a.instruments.values() if i.sunset)
    room += sum(n.within.days for n in a.norms.values() if n.within)
    room += sum(g.within.days for g in a.guarantees.values() if g.within)
    room += sum(act.needs.days for c in a.conduct.values() for act in c.acts if act.needs)
    last = max(a.horizon.days, *_dated(a), 0)
    return Process(replace(a, horizon=days(last + room + len(a.procedures) + 3)))


def _dated(a: Arrangement) -> list[int]:
    """Return the days that conditions name, counted from the start."""
    atoms = [atom for condition in conditions_in(a) for atom in condition.atoms()]
    return [(atom.from_ - a.as_of).days for atom in atoms if atom.from_ is not None]


def days(count: int) -> Duration:
    """Return a duration of so many days."""
    return Duration(count, f"P{count}D")
