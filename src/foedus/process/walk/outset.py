"""Where a supposition begins: what is signed and waited for before the act, and the act itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.process.electorate import conditions_in
from foedus.process.exploration import FRESH
from foedus.process.process import Process
from foedus.process.walk.conduct import done, stopped
from foedus.process.walk.goals import Goal, begun, binding, duties, effect, signed
from foedus.process.walk.play import Play
from foedus.process.walk.seasons import at_best, strongest
from foedus.process.walk.supposition import Supposition

if TYPE_CHECKING:
    from foedus.process.walk.walk import Walk


def acted(walk: Walk, s: Supposition) -> Play:
    """Return the play up to and with the act, done once; up to the day where no act is supposed."""
    s = at_best(walk, s)
    play = s.begun or (Play((), walk.process.start) if s.unsigned else walk.concluded)
    play = play.idle(walk.process, s.day or 0)
    return done(walk.process, s, play) if s.act else play


def renewed(walk: Walk, s: Supposition) -> Play:
    """Let all that answers the act come to bind, stop it, and do it again on the next day.

    What the act started takes effect first; then whatever a guarantee still waits for, a deed
    as much as a decision, is done.
    """
    process = walk.process
    play = acted(walk, s)
    waiting = [binding(process, name) for name, _ in duties(process, s.by, s.against)]
    for goal in (*_effects(walk), *waiting):
        further = walk.reach(play, goal)
        play = further if further is not None else play
    play = stopped(process, s, play)
    return done(process, s, play.until(process, play.end.day + 1))


def concluded(walk: Walk) -> Play:
    """Return the shortest play to the day on which all that waits for a signature is in force.

    But for what is taken to stay unsigned. A deed is no signature: what waits for one besides is
    signed, and not yet in force.
    """
    process = walk.process
    play, a = Play((), process.start), process.arrangement
    deeds = frozenset(("perform", name) for name in a.deeds)
    for name, text in a.instruments.items():
        if text.status == "proposed" and name not in walk.unsigned:
            for goal in (begun(process, name), signed(process, name)):
                further = walk.reach(play, goal, deeds, hour=FRESH)
                if further is not None:
                    play = further
                    break
    if play.steps:  # whoever acts on the day of a signature may have acted before it
        play = play.until(process, play.end.day + 1)
    return play


def left_unsigned(process: Process) -> frozenset[str]:
    """Return the treaties that wait for a signature and without which no less comes of acts.

    Only those that may take away what answers an act: that end a treaty in which an answer stands,
    or beside which a clause is not to bind. They are left out one by one, first the one without
    which the most comes, as long as no answer is weaker for it.
    """
    from foedus.process.walk.walk import Walk

    a = process.arrangement
    placed = (one for condition in conditions_in(a) for one in condition.placed(()))
    denied = {atom.in_force for path, atom in placed if path.count("not") % 2}
    answering = {g.in_ for g in a.guarantees.values()} | {p.in_ for p in a.procedures.values()}
    ending = {
        name
        for name, text in a.instruments.items()
        if text.status == "proposed" and (answering & {*text.supersedes} or name in denied)
    }

    def comes(left: frozenset[str]) -> int:
        walk = Walk(process, unsigned=left)
        gravest = ((by, to, a.conduct[by].acts[-1].act) for by, to in a.pairs)
        return sum(strongest(walk, Supposition(by=b, act=c, against=t)) for b, t, c in gravest)

    left = frozenset[str]()
    most = comes(left) if ending else 0
    while ending - left:
        known = {name: comes(left | {name}) for name in ending - left}
        best = min(known, key=lambda name: (-known[name], name))
        if known[best] < most:
            break
        most, left = known[best], left | {best}
    return left


def _effects(walk: Walk) -> list[Goal]:
    """Return the procedures that change something, or that some clause waits for."""
    a = walk.process.arrangement
    atoms = [atom for condition in conditions_in(a) for atom in condition.atoms()]
    awaited = {atom.done for atom in atoms if atom.key == "done"}
    read = {atom.found for atom in atoms if atom.key == "found"}
    return [
        effect(walk.process, name)
        for name, p in a.procedures.items()
        if p.then or name in awaited or any(step.finds in read for step in p.steps)
    ]
