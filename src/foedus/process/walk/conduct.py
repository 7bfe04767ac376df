"""The act of a supposition, done, and stopped on the next day."""

from __future__ import annotations

from foedus.process.process import Process
from foedus.process.walk.play import Play
from foedus.process.walk.supposition import Supposition


def done(process: Process, s: Supposition, play: Play) -> Play:
    """Return a play in which the act is done next."""
    return play.then(process, process.clauses.aimed(s.by, s.act, s.against))


def stopped(process: Process, s: Supposition, play: Play) -> Play:
    """Return a play in which the act is stopped on the next day."""
    compliance = process.arrangement.conduct[s.by].acts[0].act
    play = play.until(process, play.end.day + 1)
    return play.then(process, process.clauses.aimed(s.by, compliance, s.against))
