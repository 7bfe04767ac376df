"""What is found of one party that acts against another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from foedus.assessment.clock import Clock, clock
from foedus.assessment.freed import Freed, freed
from foedus.assessment.owing import Beside, beside
from foedus.assessment.steps import StepChance, step_chances
from foedus.assessment.together import by_member
from foedus.deterrence import Deterrence, targets_of
from foedus.figures import DIFFERENCE, Figure
from foedus.language import Arrangement, Norm
from foedus.process import Obligation, called, several
from foedus.process.walk import (
    Act,
    Due,
    Goal,
    Row,
    Supposition,
    Walk,
    clause_called,
    joining,
    leaving_first,
    obligations_of,
    obliging,
)
from foedus.prospects import Cut, Driver, Outlook, Prospects

_UNASKED = Figure(None, because=("not computed",))


@dataclass(frozen=True, slots=True)
class PairAssessment:
    """What is found of the gravest act of one party against another.

    Attributes
    ----------
    by, against, act, does
        Whose act, against whom, which, and the same in words after the name of who does it.
    consequence, of
        What the rest is about: a ``duty`` or a ``right`` under the guarantees named, the ``effect``
        of the procedures named, or ``none``.
    called
        What the guarantees or procedures are called.
    owed
        Who owes what to whom, or may respond; empty for an effect or nothing.
    unless
        Where nothing follows while all others go on as before: the acts of others, each with what
        it is called, by which an answer comes all the same; any one of these ways suffices.
    obliged
        Where no answer comes: the obligations whose deed comes to be owed because of the act.
    freed
        Where no answer comes: the norms that the act frees others of, with whom.
    rights
        What the rights are called that the act can bring beside a duty.
    beside
        The lesser duties that the act can bring beside the strongest.
    blockers
        Everyone who alone can keep the consequence from coming, though all others help.
    groups
        Smallest groups that can, by member, or by class of members with their number, where nobody
        in them can alone.
    classes
        The members of each class of which not all are in a group.
    needed
        Where nobody alone can: parties that can together, by not doing what they alone may do.
    takes_effect, days_to_effect
        Chance that the consequence comes, and the days until then. *Owed* is not *honoured*.
    steps
        With what chance each step passes that the consequence waits for, and who votes how.
    clock
        From the act to force on the ground.
    cut
        What of the chance is not counted, since the horizon ends sooner.
    sooner_later
        Whether it comes in fewer days where the act is done later: it waits for a date.
    leaves_first
        Whether who acts can leave a treaty first, and is then not answered; ``None`` where
        the search for that was given up.
    others_leave_first
        Who else can keep a duty away by leaving a treaty without notice before the act.
    attack, attack_added
        Chance that this party attacks, the gravest act that is fought over or a graver one; and how
        much likelier that is than with no arrangement at all, on the same draws.
    """

    by: str
    against: str
    act: str
    consequence: str
    of: tuple[str, ...]
    blockers: tuple[str, ...]
    groups: tuple[Mapping[str, int], ...]
    takes_effect: Figure
    days_to_effect: Figure
    clock: Clock
    attack: Figure
    attack_added: Figure
    does: str = ""
    called: tuple[str, ...] = ()
    owed: tuple[Obligation, ...] = ()
    unless: tuple[tuple[tuple[Act, str], ...], ...] = ()
    obliged: tuple[tuple[Due, Norm], ...] = ()
    freed: tuple[Freed, ...] = ()
    rights: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()
    drivers: tuple[Driver, ...] = ()
    cut: Cut | None = None
    sooner_later: bool = False
    leaves_first: bool | None = False
    others_leave_first: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    steps: tuple[StepChance, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the pair as plain data."""
        return {
            "by": self.by,
            "against": self.against,
            "act": self.act,
            "does": self.does,
            "consequence": self.consequence,
            "of": list(self.of),
            "called": list(self.called),
            "owed": [one.as_json() for one in self.owed],
            "unless": [
                [{**act._asdict(), "does": does} for act, does in way] for way in self.unless
            ],
            "obliged": [
                {
                    **due.as_json(),
                    "deed": norm.obligation,
                    "by": list(norm.bearer),
                    "to": list(norm.owed_to or norm.towards),
                }
                for due, norm in self.obliged
            ],
            **({"freed": [one._asdict() for one in self.freed]} if self.freed else {}),
            "rights": list(self.rights),
            "beside": [one.as_json() for one in self.beside],
            "blockers": list(self.blockers),
            "groups": [dict(group) for group in self.groups],
            "classes": {label: list(members) for label, members in self.classes.items()},
            "needed": list(self.needed),
            "leaves_first": self.leaves_first,
            "others_leave_first": list(self.others_leave_first),
            "takes_effect": self.takes_effect.as_json(),
            "days_to_effect": self.days_to_effect.as_json(),
            "sooner_later": self.sooner_later,
            "cut": cut_json(self.cut),
            "steps": [one.as_json() for one in self.steps],
            "clock": self.clock.as_json(),
            "attack": self.attack.as_json(),
            "attack_added": self.attack_added.as_json(),
            "drivers": [driver._asdict() for driver in self.drivers],
        }


def pair_of(outlook: Outlook, found: Prospects, rows: Sequence[Row]) -> PairAssessment:
    """Return what the text and the positions say of an act, before the game is asked.

    Parameters
    ----------
    outlook
        The arrangement with its draws.
    found
        What the act leads to.
    rows
        What every act meets.
    """
    s, comes = found.supposition, found.consequence
    assert s is not None, "a pair has a ladder of acts"
    met = next(r for r in rows if (r.by, r.against, r.act) == (s.by, s.against, s.act))
    walk, goal, a = outlook.walk, comes.goal, outlook.arrangement
    classes = walk.candidates(goal, s) if goal else {}
    groups = by_member(walk.groups(s, goal), classes) if goal else ()
    return PairAssessment(
        s.by,
        s.against,
        s.act,
        comes.kind,
        comes.of,
        walk.blockers(s, goal) if goal else (),
        groups,
        found.takes_effect,
        found.days_to_effect,
        clock(outlook, found, met),
        _UNASKED,
        _UNASKED,
        _does(a, s.by, s.act),
        tuple(clause_called(a, name) for name in comes.of),
        obligations_of(a, comes),
        _unless(walk, s) if comes.kind == "none" else (),
        _obliged(walk, s) if comes.kind == "none" else (),
        freed(walk, s) if comes.kind == "none" else (),
        tuple(clause_called(a, due.clause) for due in met.rights) if comes.kind == "duty" else (),
        beside(walk, s, comes, met),
        found.chance_drivers or found.days_drivers,
        found.cut,
        goal is not None and _sooner_later(walk, s, goal),
        others_leave_first=leaving_first(walk, s, goal) if goal and comes.kind == "duty" else (),
        needed=walk.needed(s, goal) if goal else (),
        classes={
            k: m for k, m in classes.items() if any(k in group for group in groups) and m != (k,)
        },
        steps=step_chances(found, _acts(a)),
    )


def _sooner_later(walk: Walk, s: Supposition, goal: Goal) -> bool:
    """Say whether a goal comes in fewer days of an act on the day on which it comes of this one."""
    play = walk.comes(s, goal)
    days = walk.day(s, goal, play) if play is not None else 0
    day = walk.outset(s).end.day + days
    if not days or s.unsigned or day > walk.process.arrangement.horizon.days:
        return False
    if not any(item.kind == "date" for item in walk.sliced(goal).scope.items):
        return False
    later = replace(s, day=day)
    again = walk.comes(later, goal)
    return again is not None and walk.day(later, goal, again) < days


def _acts(a: Arrangement) -> dict[tuple[str, int], str]:
    """Return what each step of every procedure is called."""
    return {
        (name, at): step.act
        for name, procedure in a.procedures.items()
        for at, step in enumerate(procedure.steps)
    }


def _unless(walk: Walk, s: Supposition) -> tuple[tuple[tuple[Act, str], ...], ...]:
    a = walk.process.arrangement
    return tuple(tuple((act, _does(a, act.by, act.act)) for act in way) for way in joining(walk, s))


def _obliged(walk: Walk, s: Supposition) -> tuple[tuple[Due, Norm], ...]:
    norms = walk.process.arrangement.norms
    return tuple((due, norms[due.clause]) for due in obliging(walk, s))


def cut_json(cut: Cut | None) -> dict[str, object] | None:
    """Return what a chance leaves out as plain data."""
    return {"on": cut.on.isoformat(), "under_way": cut.under_way} if cut else None


def _does(a: Arrangement, by: str, act: str) -> str:
    """Say what somebody does, after its name."""
    labels = {one.act: one.label for one in a.conduct[by].acts}
    return labels[act] or f"{'do' if several(a, [by]) else 'does'} {act!r}"


def playing(
    a: Arrangement,
    pair: PairAssessment,
    name: str,
    found: Deterrence | None,
    absent: tuple[str, ...],
) -> PairAssessment:
    """Add what the game says of the party that acts, where its conduct is asked about."""
    who = called(a, pair.by)
    if found is None:
        nothing = Figure(None, because=("not computed", *absent))
        return replace(pair, attack=nothing, attack_added=nothing)
    if pair.by not in found.adversaries:
        nothing = Figure(None, because=(f"not asked: {who} is none that is to be deterred",))
        return replace(pair, attack=nothing, attack_added=nothing)
    chance = found.attack(name, pair.by, pair.against)
    without = found.unguarded(pair.by, pair.against)
    many = len(targets_of(a, pair.by)) > 1
    whom = f" {called(a, pair.against)}, whatever it does to others" if many else ""
    why = f"{who} attacks{whom}, at any time until the horizon: mean and middle 80 % of draws"
    added = "the chance of an attack, less the same with no arrangement at all, on the same draws"
    return replace(
        pair,
        attack=_spread(chance, why, "probability"),
        attack_added=_spread(chance - without, added, DIFFERENCE),
    )


def _spread(row: NDArray[np.float64], why: str, unit: str) -> Figure:
    solved = row[np.isfinite(row)]
    if not solved.size:
        return Figure(None, unit=unit, because=("not computed: no draw has a solution",))
    low, high = (float(q) for q in np.quantile(solved, (0.1, 0.9)))
    lost = len(row) - solved.size
    left = (f"{lost} of {len(row)} draws have no solution and are left out",) if lost else ()
    return Figure(float(solved.mean()), low, high, unit, "derived", (why, *left))
