"""Who can force it, and who can keep it away: help, the end of a guarantee, what takes effect.

Each question sets a coalition against all others (alternating-time logic: Alur, Henzinger and
Kupferman, *Journal of the ACM* 49, 2002). Moves of one day are simultaneous: nothing is said to be
forced that hangs on being quicker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from foedus.loopholes.coalitions import Counts, Smallest, interchangeable, smallest
from foedus.loopholes.contested import GivenUpError, Kind, Question, questions
from foedus.loopholes.inquiry import Patience
from foedus.loopholes.membership import coalition, members_of
from foedus.loopholes.story import Path
from foedus.loopholes.strategy import IDLE, forcing, keeping_away
from foedus.loopholes.tables import Rule
from foedus.process import Process
from foedus.process.walk import (
    Contest,
)

MOST_CONTESTED = 20_000
MOST_IN_ALL = 30_000
"""How many states one contest may hold, and all contests of one question together."""
Outcome = Literal["contested", "certain", "impossible", "undecided"]


@dataclass(frozen=True, slots=True)
class Side:
    """Who is able to force something, or to keep it away.

    Parameters
    ----------
    alone
        Ids of everybody who is, without anybody else.
    together
        Where nobody is: the smallest coalitions that are, in words. Those who stand for one another
        are told in one: any two of three.
    example
        One of all these, in words; `how` tells what it does. Not one with the attacker, where there
        is another.
    how
        Its strategy, as a decision table.
    every
        Whether no other coalition is as small; they were too many to look at all of them if not.
    """

    alone: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    example: str = ""
    how: tuple[Rule, ...] = ()
    every: bool = True


@dataclass(frozen=True, slots=True)
class Power:
    """Who can force something, and who can keep it away.

    Parameters
    ----------
    kind, said, clauses
        As of the `Question`.
    outcome
        ``certain`` when it comes whatever anybody does, ``impossible`` when it never comes,
        ``undecided`` when the search was given up, else ``contested``.
    by_itself
        Whether it comes if nobody does anything: whoever lets it come brings nothing about.
    forced, kept_away
        Who brings it about whatever all others do, and who keeps it away; whoever is attacked is
        not counted on to refuse its own help.
    """

    kind: Kind
    said: str
    clauses: tuple[Path, ...]
    outcome: Outcome
    forced: Side = Side()
    kept_away: Side = Side()
    by_itself: bool = False


def powers(
    process: Process, *, most: int = MOST_CONTESTED, patience: Patience | None = None
) -> tuple[Power, ...]:
    """Return who can force each thing that may come about, and who can keep it away.

    Parameters
    ----------
    process
        The process of the arrangement.
    most
        How many states one contest may hold; past that the answer is ``undecided``.
    patience
        Called now and then; when it says no, what is left is undecided.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import option, read
    >>> case = option(read(text_of("unscr-2231-snapback")), "notice-2025")
    >>> back, *_ = powers(Process(case))
    >>> back.said
    "'snapback' takes effect after 'non_performance' by Iran"
    >>> back.forced.alone, back.kept_away.alone
    (('GBR', 'FRA'), ())
    >>> back.kept_away.together
    ('the United Kingdom, France and Germany',)
    """
    return tuple(_power(process, q, patience) for q in questions(process, most, patience))


def _power(process: Process, q: Question, patience: Patience | None) -> Power:
    told = q.kind, q.said, q.clauses

    held = 0

    def contest(counts: Counts) -> Contest:
        nonlocal held
        found = q.against(counts)
        held += len(found.graph.states)
        tired = patience is not None and not patience(held, 0)
        if not found.graph.complete or held > MOST_IN_ALL or tired:
            raise GivenUpError
        return found

    def forces(counts: Counts) -> bool:
        return contest(_others(q.sizes, counts)).ours

    def keeps_away(counts: Counts) -> bool:
        return not contest(counts).ours

    try:
        free = contest({})
        if not free.ours:
            still = ", if everybody else goes on as before on the ground" if q.still else ""
            return Power(q.kind, q.said + q.on + still, q.clauses, "impossible")
        if forces({}):
            return Power(q.kind, q.said + q.on, q.clauses, "certain")
        others = {label: size for label, size in q.sizes.items() if label not in q.spared}
        able, unwilling = smallest(forces, q.sizes), smallest(keeps_away, others)
        return Power(
            *told,
            "contested",
            _side(process, able, q, lambda c: forcing(contest(_others(q.sizes, c)))),
            _side(
                process, unwilling, q, lambda c: _kept(keeping_away(contest(c), free), q.staying(c))
            ),
            _by_itself(free),
        )
    except GivenUpError:
        return Power(*told, "undecided")


def _by_itself(contest: Contest) -> bool:
    """Say whether it comes where only time passes."""
    at, seen, edges = 0, set[int](), contest.graph.edges
    while at not in seen:
        if not edges[at]:
            return at in contest.won
        seen.add(at)
        at = next((e.to for e in edges[at] if e.batch[0].kind == "wait"), at)
    return False


def _kept(how: tuple[Rule, ...], staying: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return a table with what is left undone on the ground, in place of a line that says less."""
    who = {rule.who for rule in staying}
    return (*(rule for rule in how if rule.does != IDLE or rule.who not in who), *staying)


def _others(sizes: Counts, counts: Counts) -> dict[str, int]:
    left = {label: size - counts.get(label, 0) for label, size in sizes.items()}
    return {label: size for label, size in left.items() if size > 0}


def _side(
    process: Process, able: Smallest, q: Question, how: Callable[[Counts], tuple[Rule, ...]]
) -> Side:
    if not able.found:
        return Side()
    members, found = members_of(process), able.found
    first = min(found, key=lambda counts: not q.by.isdisjoint(counts))  # the first that will do
    alone = [counts for counts in found if sum(counts.values()) == 1]
    return Side(
        tuple(m for counts in alone for label in counts for m in members.get(label, (label,))),
        () if alone else tuple(_together(process, found, q.sizes)),
        coalition(process, first),
        how(first),
        able.every,
    )


def _together(process: Process, found: Sequence[Counts], sizes: Counts) -> Iterator[str]:
    """Yield coalitions in words, those that differ in who stands for one another as one."""
    groups, members = interchangeable(found, sizes), members_of(process)
    joined = {"+".join(group): group for group in groups}
    classes = {
        name: tuple(m for label in group for m in members.get(label, (label,)))
        for name, group in joined.items()
    }
    told = [
        {name: sum(counts.get(label, 0) for label in group) for name, group in joined.items()}
        for counts in found
    ]
    for counts in dict.fromkeys(tuple(one.items()) for one in told):
        yield coalition(process, dict(counts), joined=classes)
