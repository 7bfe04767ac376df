"""The outlook on an arrangement: what to expect of every step, and of what an act leads to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from foedus.figures import Figure
from foedus.language import Act, Arrangement, Duration, Labels, labels_of, listed
from foedus.process import Process
from foedus.process import start as opened
from foedus.process.walk import Consequence, Supposition, Walk, consequence, effect
from foedus.prospects.drivers import Driver, drivers
from foedus.prospects.figures import Cut, chance_figure, cut_off, days_figure
from foedus.prospects.honouring import honours
from foedus.prospects.question import Question
from foedus.prospects.steps import Step, StepProspect, step_prospect
from foedus.prospects.streams import Array, uniforms
from foedus.prospects.unfolding import Unfolding, Way, summed

DRAWS = 2000
"""How many draws chances and days rest on: what seldom comes needs many to tell its days."""
_TAKEN = (
    "taken for granted: what must be opened, signed or done for it is, once, as soon as it may be;"
    " a decision that fails is refused on the day on which it would have come"
)
_AT_ONCE = {"duty": "owed", "right": "allowed", "effect": "in effect"}


@dataclass(frozen=True, slots=True, eq=False)
class Prospects:
    """What is to be expected of an arrangement after an act.

    Attributes
    ----------
    supposition
        Whose act, which, and against whom; ``None`` where nobody has a ladder of acts.
    supposes
        What is taken to have come about before it; empty when the act comes first.
    steps
        Every step of every procedure, by procedure and place.
    consequence
        What the act leads to.
    ways
        Every way to it, of each draw.
    takes_effect
        Chance that it comes: the mean over what is uncertain, and the interval that holds 80 % of
        it. Without a value it is not known, within its bounds; without bounds nothing can follow.
    days_to_effect
        Days from the act until then, given that it comes: median and 80 % interval.
    chance_drivers, days_drivers
        The uncertain inputs that either figure follows most closely.
    cut
        What of it is not counted, since the horizon ends sooner; none where that moves no figure.
    """

    supposition: Supposition | None
    supposes: str
    steps: Mapping[Step, StepProspect]
    consequence: Consequence
    ways: tuple[Way, ...]
    takes_effect: Figure
    days_to_effect: Figure
    chance_drivers: tuple[Driver, ...] = ()
    days_drivers: tuple[Driver, ...] = ()
    cut: Cut | None = None

    @property
    def taken(self) -> tuple[Step, ...]:
        """The steps that are decided on some way to the consequence, in the order of the file."""
        met = _met(self.ways)
        return tuple(step for step in self.steps if step in met)


@dataclass
class Outlook:
    """What is to be expected of an arrangement, act by act, from one set of draws.

    Parameters
    ----------
    arrangement
        The arrangement, with an option laid over it if it has any.
    draws
        How many draws of what is uncertain.
    seed
        The same seed gives the same numbers, and gives two options the same luck.
    at
        The day of the question: only positions taken by then are known. The file's own day when
        left out.
    correlation
        Of members' leanings, in [0, 1]; anything from 0 to 0.6 when left out.
    agreeing
        Whether members that choose their vote by their stakes (`strategic`) are taken to agree, for
        a game in which they choose. Else they vote as their positions say, like all others.
    fades
        After how long half of what a position says is left; it does not fade when left out.
    labels
        What entries are, whatever their ids. Options of a file share its labels, and so their luck;
        those of the arrangement itself when left out.

    Raises
    ------
    ValueError
        When `draws` is not positive or `correlation` is outside [0, 1].
    """

    arrangement: Arrangement
    draws: int = DRAWS
    seed: int = 0
    at: date | None = None
    correlation: float | None = None
    agreeing: bool = False
    fades: timedelta | None = None
    labels: Labels | None = None
    walk: Walk = field(init=False)
    _steps: dict[tuple[str, int, str, str, str], StepProspect] = field(default_factory=dict)
    _after: dict[tuple[str, str, str], Prospects] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what cannot be computed, and compile the arrangement."""
        if self.draws < 1:
            raise ValueError(f"{self.draws} draws are none; give at least 1")
        if self.correlation is not None and not 0 <= self.correlation <= 1:
            raise ValueError(f"the correlation {self.correlation:g} is outside [0, 1]")
        self.walk = Walk(Process(self.arrangement))

    @property
    def named(self) -> Labels:
        """What streams are named by."""
        return self.labels or labels_of(self.arrangement)

    def uniforms(self, *names: str) -> Array:
        """Return the uniform numbers of a stream, shape (draws,)."""
        return uniforms(self.seed, self.draws, *names)

    def after(
        self, *, by: str | None = None, act: str | None = None, against: str | None = None
    ) -> Prospects:
        """Return what is to be expected after an act.

        Parameters
        ----------
        by, act, against
            Whose act, which, and against whom. Left out: the first of the `mentioned`, and the
            gravest act.

        Raises
        ------
        ValueError
            When there is no such act.
        """
        supposed = _supposed(self.arrangement, by, act, against)
        if supposed is None:
            why = ("nobody has a ladder of acts, so there is nothing to answer",)
            return Prospects(None, "", {}, Consequence("none", (), None), (), *_nothing(why))
        s = supposed[0]
        key = (s.by, s.act, s.against)
        if key not in self._after:
            question = self._question(*supposed)
            self._after[key] = self._answered(question, s, self._expected(question))
        return self._after[key]

    def procedure(self, name: str) -> tuple[Figure, Figure, Cut | None]:
        """Return the chance that a procedure takes effect once it is opened, and its days.

        Last comes what of that is not counted, since the horizon ends sooner.

        What it finds is the gravest act of the first of the `mentioned`.
        """
        question = self._unasked()
        process = self.walk.process
        begun = opened(process.clauses, process.start, process.clauses.index.procedures[name])
        goal = effect(process, name)
        steps = self._expected(question)
        relevant = self.walk.sliced(goal).scope.names("procedure")
        unfolding = Unfolding(process, begun, goal.holds, frozenset(), relevant, steps)
        ways = tuple(unfolding.ways(self.draws))
        met = _met(ways)
        because = tuple(line for step in steps if step in met for line in steps[step].because)
        return (
            chance_figure(unfolding, ways, met, because, question),
            days_figure(unfolding, ways, met, because, question),
            cut_off(unfolding, question),
        )

    @property
    def steps(self) -> dict[Step, StepProspect]:
        """What is to be expected of every step, once its procedure is opened.

        What is found is the gravest act of the first `mentioned`.
        """
        return self._expected(self._unasked())

    def _unasked(self) -> Question:
        """Return the question of what becomes of procedures by themselves, whoever opens them."""
        supposed = _supposed(self.arrangement, None, None, None)
        nobody = (Supposition(by="", act=""), Act(act="nothing"))
        s, act = supposed or nobody
        return self._question(replace(s, against=""), act)

    def _question(self, s: Supposition, act: Act) -> Question:
        return Question(
            self.walk.process,
            self.named,
            s.by,
            act,
            self.at or self.arrangement.as_of,
            self.seed,
            self.draws,
            self.correlation,
            self.agreeing,
            s.against,
            self.fades,
        )

    def _expected(self, q: Question) -> dict[Step, StepProspect]:
        """Return what is to be expected of every step; what no act bears on is worked out once."""
        return {
            (name, at): self._step(q, name, at)
            for name, procedure in self.arrangement.procedures.items()
            for at in range(len(procedure.steps))
        }

    def _step(self, q: Question, name: str, at: int) -> StepProspect:
        finds = self.arrangement.procedures[name].steps[at].finds is not None
        key = (name, at, *((q.by, q.act.act) if finds else ("", "")), q.claimant)
        if key not in self._steps:
            self._steps[key] = step_prospect(q, name, at)
        return self._steps[key]

    def _answered(
        self, q: Question, s: Supposition, steps: Mapping[Step, StepProspect]
    ) -> Prospects:
        comes = consequence(self.walk, s)
        supposes = _supposes(self.walk) if self.walk.signs(s) or self.walk.unsigned else ""
        if comes.goal is None:
            why = (f"{s.act!r} leads to no duty, no right and no effect under the text",)
            return Prospects(s, supposes, steps, comes, (), *_nothing(why))
        unfolding = Unfolding(
            self.walk.process,
            self.walk.outset(s).end,
            comes.goal.holds,
            self.walk.willing(s, comes.goal),
            self.walk.sliced(comes.goal).scope.names("procedure"),
            steps,
            honours(q, comes.goal),
        )
        ways = tuple(unfolding.ways(q.draws))
        met = _met(ways)
        cut = cut_off(unfolding, q)
        because = tuple(_because(s, comes, unfolding, met, self.arrangement.horizon))
        because += (str(cut),) if cut else ()
        takes = chance_figure(unfolding, ways, met, because, q)
        return Prospects(
            s,
            supposes,
            steps,
            comes,
            ways,
            takes,
            days_figure(unfolding, ways, met, because, q),
            drivers(q.inputs, summed(ways, q.draws)) if takes.known else (),
            drivers(_durations(q, unfolding, met), _mean_days(ways, q.draws)),
            cut,
        )


def prospects(
    arrangement: Arrangement,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    at: date | None = None,
    correlation: float | None = None,
    by: str | None = None,
    act: str | None = None,
    against: str | None = None,
    agreeing: bool = False,
) -> Prospects:
    """Say with what chance, and after how many days, the consequence of an act comes.

    The parameters are those of `Outlook` and of `Outlook.after`.

    Raises
    ------
    ValueError
        When `draws` is not positive, `correlation` is outside [0, 1] or there is no such act.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import option, read
    >>> case = option(read(text_of("ukraine-2025")), "immediate-membership")
    >>> prospects(case, draws=100).days_to_effect.value
    0.0
    """
    outlook = Outlook(arrangement, draws, seed, at, correlation, agreeing)
    return outlook.after(by=by, act=act, against=against)


def mentioned(arrangement: Arrangement) -> tuple[tuple[str, str], ...]:
    """Return the pairs of who acts and against whom that guarantees are there for.

    Those who act against somebody whom a guarantee protects, answered or not; all pairs where the
    arrangement has no guarantee.
    """
    guarded = arrangement.guaranteed
    found = tuple(p for p in arrangement.pairs if guarded and p[1] in ("", *guarded))
    return found or arrangement.pairs


def _supposed(
    a: Arrangement, by: str | None, act: str | None, against: str | None
) -> tuple[Supposition, Act] | None:
    named = [p for p in (*mentioned(a), *a.pairs) if by in (None, p[0]) and against in (None, p[1])]
    if not named:
        if by is None and against is None:
            return None
        raise ValueError(f"nobody acts as {by!r} against {against!r}: {a.pairs}")
    who, whom = named[0]
    acts = {one.act: one for one in a.conduct[who].acts}
    if act is not None and act not in acts:
        raise ValueError(f"{act!r} is not on the ladder of {who}: {', '.join(acts)}")
    chosen = acts[act] if act is not None else list(acts.values())[-1]
    return Supposition(by=who, act=chosen.act, against=whom), chosen


def _nothing(why: tuple[str, ...]) -> tuple[Figure, Figure]:
    return Figure(None, because=why), Figure(None, unit="days", because=why)


def _met(ways: Collection[Way]) -> frozenset[Step]:
    return frozenset(step for way in ways for step, _, _ in way.trace)


def _supposes(walk: Walk) -> str:
    """Say what is taken to be done before an act: signatures, and what else brings into force."""
    process, concluded = walk.process, walk.concluded.end.record
    texts = process.arrangement.instruments.items()
    waiting = [name for name, text in texts if text.status == "proposed"]
    unsigned = [repr(name) for name in waiting if name in walk.unsigned]
    if len(unsigned) == len(waiting):
        return f"{listed(unsigned)} {'are' if len(unsigned) > 1 else 'is'} not signed"
    signed = f"all sign {listed([repr(name) for name in waiting if name not in walk.unsigned])}"
    signed += f" and not {listed(unsigned, 'or')}" if unsigned else ""
    courses = zip(process.start.record.procedures, concluded.procedures, strict=True)
    names = zip(process.clauses.procedure_ids, courses, strict=True)
    needed = [repr(n) for n, (was, now) in names if now.took_effect > was.took_effect]
    if not needed:
        return signed
    return f"{signed} and {listed(needed)} {'take' if len(needed) > 1 else 'takes'} effect"


def _because(
    s: Supposition,
    comes: Consequence,
    unfolding: Unfolding,
    met: Collection[Step],
    within: Duration,
) -> Iterator[str]:
    what = ", ".join(comes.of)
    if not met and not unfolding.willing and not unfolding.answered:
        yield f"{_AT_ONCE[comes.kind]} at once under {what}, from the text alone"
    else:
        yield (
            f"from {s.act!r} to {what}, by every way there is, within {within.words}, as far as"
            " the file is followed"
        )
        yield _TAKEN
    for name in unfolding.honours:
        if name in unfolding.answered:
            yield from unfolding.honours[name].because
    if comes.kind == "duty":
        yield "owed is not honoured: whether the response comes is another question"
    if comes.kind == "right":
        yield "a right is no duty: those who may respond owe nothing"
    for step in unfolding.steps:
        if step in met:
            yield from unfolding.steps[step].because


def _durations(q: Question, unfolding: Unfolding, met: Collection[Step]) -> dict[str, Array]:
    procedures = q.arrangement.procedures
    return {
        f"days of {name}.{procedures[name].steps[at].act}": unfolding.steps[name, at].days
        for name, at in sorted(met)
        if unfolding.steps[name, at].dated
    }


def _mean_days(ways: Collection[Way], draws: int) -> Array:
    """Return the mean day of each draw, weighing its ways; 0 where the goal does not come."""
    chance, days = np.zeros(draws), np.zeros(draws)
    for way in ways:
        chance[way.draw] += way.chance
        days[way.draw] += way.chance * way.day
    return np.divide(days, chance, out=np.zeros(draws), where=chance > 0)
