"""What the cells of an assessment say: the same words on the terminal and on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from foedus.assessment import Assessment, Clock, OptionAssessment, PairAssessment
from foedus.deterrence import AGAIN
from foedus.deterrence import Row as Decided
from foedus.figures import Figure, figure_text, threshold_text
from foedus.language import Arrangement, listed
from foedus.language import option as under
from foedus.process.walk import Row
from foedus.views.met import is_open, needed, on_days

_FEW = 3
_UNNAMED: Mapping[str, str] = {}


class Line(NamedTuple):
    """An option with one of those who act in it: a line of the tables."""

    label: str
    option: OptionAssessment
    pair: PairAssessment
    decided: Decided | None = None


class Column(NamedTuple):
    """A column of the table of options: its heading, its figure, and what it means."""

    heading: str
    of: Callable[[Line], Figure]
    meaning: str


COLUMNS = (
    Column(
        "takes effect",
        lambda line: line.pair.takes_effect,
        "the chance that the consequence of the gravest act comes",
    ),
    Column(
        "days to effect",
        lambda line: line.pair.days_to_effect,
        "from the act until then, given that it comes",
    ),
    Column(
        "attack",
        lambda line: line.pair.attack,
        "the mean chance of an attack; in most situations it is near 0 or near 1, so that a middle "
        "80 % of draws would say nothing of it",
    ),
    Column(
        "against none",
        lambda line: line.pair.attack_added,
        "that chance less what it is with no arrangement at all, without even the deal that an "
        "option with no guarantee still has; on the same draws",
    ),
    Column(
        "lesser acts",
        lambda line: line.option.probe,
        "the mean chance of a breach that is less than an attack",
    ),
    Column(
        "break-even",
        lambda line: line.option.break_even_credibility,
        "the least chance of being honoured at which attacking no longer pays, in the median draw "
        "and without errors of judgement: 0 where in most draws none is needed, never where in "
        "half or more none is enough, split where in half none is needed and in half none is "
        "enough; with every assumption at its middle it can be another; *: in some "
        "draws an attack pays again higher up",
    ),
    Column(
        "provokes, added",
        lambda line: line.option.provoke_added,
        "how much more often the protected party itself uses force or breaks the deal than with no"
        " arrangement at all, without even the deal",
    ),
)
"""The figures of an option, in the order they are shown."""

_CHOSEN = ("attack", "lesser acts")
"""Chances of what somebody chooses: in one situation nearly 0, in another nearly 1. Their ends over
the draws are those of the assumed stakes, and would read as those of a chance that is measured."""


_NO_ACT = Figure(None, because=("nobody has a ladder of acts",))
NOBODY = PairAssessment(
    by="",
    against="",
    act="",
    consequence="none",
    of=(),
    blockers=(),
    groups=(),
    takes_effect=_NO_ACT,
    days_to_effect=_NO_ACT,
    clock=Clock("", None, (), _NO_ACT, "no act to answer"),
    attack=_NO_ACT,
    attack_added=_NO_ACT,
)
"""Stands in the tables for an option in which nobody can act."""


def lines(a: Assessment) -> list[Line]:
    """Return a line for each option and each of those who act in it, named where there are several.

    An option in which nobody can act has a line too, which says that nothing follows.
    """
    several = len({(p.by, p.against) for o in a.options.values() for p in o.pairs}) > 1
    several |= any(row.fronts for row in a.decision.rows) if a.decision else False
    decided = {(row.option, row.by): row for row in a.decision.rows} if a.decision else {}
    return [
        Line(_named(o, p, several=several), o, p, row.on(p.against) if row else None)
        for o in a.options.values()
        for p in o.pairs or (NOBODY,)
        for row in [decided.get((o.id, p.by))]
    ]


def _named(option: OptionAssessment, pair: PairAssessment, *, several: bool) -> str:
    """Name a line by its option and, where there are several, by who acts against whom."""
    acting = between(pair) if several and pair.by else ""
    if option.id:
        return f"{option.label}: {acting}" if acting else option.label
    return acting or "as written"


def between(pair: PairAssessment | Row, names: Mapping[str, str] = _UNNAMED) -> str:
    """Say who acts against whom, by what they are called where `names` has it."""
    by, against = (names.get(one, one) for one in (pair.by, pair.against))
    return f"{by} against {against}" if against else by


def column_text(column: Column, line: Line) -> str:
    """Write the cell of a column; what needs no step is no matter of chance."""
    pair, row = line.pair, asked_of(line)
    if column.heading == "break-even":
        return f"{threshold_text(column.of(line))}{'*' if pays_again(column.of(line)) else ''}"
    figure = column.of(line)
    if column.heading in _CHOSEN and figure.known:
        return figure_text(replace(figure, low=None, high=None))
    said = figure_text(figure)
    if column.heading == "days to effect" and pair.sooner_later:
        return f"up to {said}"  # an act on a later day is answered sooner
    if column.heading != "takes effect" or pair.consequence == "none":
        return said
    at_once = {"duty": "owed at once", "right": "a right at once"}.get(pair.consequence, "")
    if not at_once or pair.days_to_effect.value != 0 or pair.takes_effect.value != 1:
        return said + (on_days(row, begun=True) if row else "")
    return at_once + (needed(row, pair.of) + on_days(row) if row else "")


def pays_again(figure: Figure) -> str:
    """Say where beyond a break-even an attack is worth while once more; empty where nowhere."""
    return next((why for why in figure.because if figure.known and f" {AGAIN} " in why), "")


def asked_of(line: Line) -> Row | None:
    """Return the row of the matrix about the gravest act of a line."""
    return next((row for row in rows_of(line) if row.act == line.pair.act), None)


def rows_of(line: Line) -> list[Row]:
    """Return the rows of the matrix that are about the pair of a line."""
    by, against = line.pair.by, line.pair.against
    return [row for row in line.option.matrix if (row.by, row.against) == (by, against)]


def band(line: Line) -> str:
    """Name the acts that nothing more than consultation is owed for."""
    names = [row.act.replace("_", " ") for row in rows_of(line) if is_open(row)]
    if not names:
        return "none"
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def unanswered(a: Assessment) -> list[str]:
    """Say which acts of whom no guarantee of any option is there for."""
    shown = {(p.by, p.against) for o in a.options.values() for p in o.pairs}
    found: dict[tuple[str, str], dict[str, None]] = {}
    for option in a.options.values():
        for row in option.matrix:
            if (row.by, row.against) not in shown and not row.duties and not row.rights:
                found.setdefault((row.by, row.against), {})[_done(a, row)] = None
    return [
        f"{a.names.get(by, by)} {listed(list(acts), 'or')}"
        + (f" (against {a.names.get(to, to)})" if to else "")
        for (by, to), acts in found.items()
    ]


def _done(a: Assessment, row: Row) -> str:
    """Say what somebody does, in the words of the file where it has any."""
    ladder = a.arrangement.conduct.get(row.by) if a.arrangement else None
    labels = {one.act: one.label for one in ladder.acts} if ladder else {}
    return labels.get(row.act) or f"commits {row.act.replace('_', ' ')!r}"


def who(
    line: Line, groups: Mapping[str, tuple[str, ...]], names: Mapping[str, str] = _UNNAMED
) -> str:
    """Say who alone can keep the consequence from coming; a whole group by its name."""
    if line.pair.consequence == "none":
        return "nothing follows"
    left, said = list(line.pair.blockers), []
    for name, members in groups.items():
        if len(members) > _FEW and set(members) <= set(left):
            said.append(f"each of {names.get(name, name)}'s {len(members)}")
            left = [one for one in left if one not in members]
    shown = [names.get(one, one) for one in left[:_FEW]]
    shown += [f"{len(left) - _FEW} more"] if len(left) > _FEW else []
    if line.pair.leaves_first is not False and line.pair.by not in line.pair.blockers:
        open_ = "" if line.pair.leaves_first else " (undecided)"
        shown.append(f"{names.get(line.pair.by, line.pair.by)} by leaving{open_}")
    alone = ", ".join([*said, *shown])
    if alone or not line.pair.groups:
        return alone or "nobody"
    fewest = min(sum(group.values()) for group in line.pair.groups)
    return f"nobody alone; {fewest} together"


_NO_DATE = {
    "owed": "not said: the file does not say when help is there",
    "allowed": "no duty: help is allowed and nobody owes it",
}


def help_in_time(line: Line) -> Figure:
    """Return the chance that help is there in time, with no value where it has no date.

    Where the last stage of the clock is that help is owed, the clock's own figure is of that.
    """
    clock = line.pair.clock
    why = _NO_DATE.get(clock.stages[-1].name, "") if clock.stages else ""
    return Figure(None, because=(why,)) if why else clock.in_time


def stages(line: Line) -> str:
    """Tell the stages of the clock in one line: medians, and for the last its interval."""
    told: list[str] = []
    last = line.pair.clock.stages[-1:]
    for stage in line.pair.clock.stages:
        days = "?" if stage.day.value is None else f"{stage.day.value:.0f}"
        told.append(f"{stage.name} {figure_text(stage.day) if stage in last else days}")
    row = asked_of(line)
    days = on_days(row) if row and told else ""
    return " > ".join(told) + days or "nothing follows"


def loophole_ids(found: OptionAssessment) -> tuple[str, ...]:
    """Return the ids of the faults found, each once."""
    return tuple(dict.fromkeys(hole.id for hole in found.loopholes))


def fault_count(found: OptionAssessment) -> str:
    """Return how many kinds of fault were found, and how many more are undecided."""
    told = str(len(loophole_ids(found)))
    return f"{told} + {len(found.undecided)}?" if found.undecided else told


def common_loopholes(options: Mapping[str, OptionAssessment]) -> tuple[str, ...]:
    """Return the ids of the faults that every option has."""
    rows = [loophole_ids(found) for found in options.values()]
    return tuple(id_ for id_ in rows[0] if all(id_ in row for row in rows)) if rows else ()


def drawn(a: Assessment) -> list[str]:
    """Say in how many draws figures were computed, and by which seed; nothing of no draw."""
    pairs = [pair for option in a.options.values() for pair in option.pairs]
    found = [f for p in pairs for f in (p.takes_effect, p.days_to_effect)]
    found += [stage.day for p in pairs for stage in p.clock.stages]
    ranged = any(f.known and f.low is not None and f.low != f.high for f in found)
    if a.decision is None and not ranged:
        return []
    count = a.draws if a.decision is not None else a.draws_of_chances
    return [f"{count:,} draws, seed {a.seed}"]


def variant_of(a: Assessment, name: str) -> Arrangement | None:
    """Return the arrangement under an option; None where only figures are kept."""
    if a.arrangement is None:
        return None
    return under(a.arrangement, name) if name else a.arrangement
