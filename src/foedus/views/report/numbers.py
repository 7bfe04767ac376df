"""Numbers that open below their row: how each came about, from which inputs and which sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from foedus.assessment import Assessment, consents
from foedus.deterrence import NOTHING, Decision, valued
from foedus.figures import Figure, figure_text, percent, threshold_text
from foedus.views.cells import COLUMNS, Line, column_text, lines, pays_again, who
from foedus.views.options import faults_told, in_time_told, small

_MOST = 8
"""Inputs named below a number that the game computes; the section on assumptions has all."""


class Number(NamedTuple):
    """A number of a row.

    Parameters
    ----------
    id
        Where it is explained on the page.
    heading, said
        What it is, and how it is written.
    kind, unit
        Measured, judged, assumed or derived, and what it is measured in.
    because
        The steps that it came from, those that were told of this row already left out.
    again
        Whether some were.
    inputs, sources
        Ids of what it rests on.
    whole
        All the steps, whether told of this row already or not.
    """

    id: str
    heading: str
    said: str
    kind: str
    unit: str
    because: tuple[str, ...]
    again: bool
    inputs: tuple[str, ...]
    sources: tuple[str, ...]
    whole: tuple[str, ...] = ()


class Row(NamedTuple):
    """A row of a table: its label, its cells, and the numbers that open below it."""

    label: str
    option: str
    words: tuple[str, ...]
    numbers: tuple[Number, ...]
    after: tuple[str, ...] = ()


_BEHIND = "break-even"
"""A threshold that is not the one of the answer: told behind it with the others of its input."""
_PLAYED = ("attack", "against none", "lesser acts", "break-even", "provokes, added")
"""Figures that the game computes, so that they rest on what is at stake."""
_KEYS = {"takes effect": "takes_effect", "days to effect": "days_to_effect", "attack": "attack"}
_KEYS |= {"against none": "attack_added"}


def anchor(pointer: str) -> str:
    """Return where on the page a figure of the JSON is explained."""
    return "f" + pointer.replace("/", "-")


def compared(a: Assessment) -> list[Row]:
    """Return the options side by side, a row for each line, without columns that say nothing."""
    rows = [
        Row(
            x.label, x.option.id, (who(x, a.groups, a.names),), tuple(_figures(a, x)), (_faults(x),)
        )
        for x in lines(a)
    ]
    telling = {n.heading for row in rows for n in row.numbers if n.said != "-"} - {_BEHIND}
    return [
        row._replace(numbers=tuple(n for n in row.numbers if n.heading in telling)) for row in rows
    ]


def _faults(line: Line) -> str:
    return faults_told(line)


def _figures(a: Assessment, line: Line) -> Iterator[Number]:
    told: set[str] = set()
    named = False
    at = list(a.options).index(line.option.id)
    pair = line.option.pairs.index(line.pair) if line.pair in line.option.pairs else 0
    if any(option.granted for option in a.options.values()):
        given = consents(line.option.granted, a.names)
        where = f"f-options-{at}-taken_as_given"
        yield number(where, "given", f"{given.value:.0f}", given, told)
    for column in COLUMNS:
        figure, key = column.of(line), _KEYS.get(column.heading)
        of = (
            f"-pairs-{pair}-{key}"
            if key
            else f"-{column.heading.replace(' ', '_').replace(',', '')}"
        )
        played = column.heading in _PLAYED and figure.value is not None
        yield number(
            f"f-options-{at}{of}",
            column.heading,
            column_text(column, line),
            figure,
            told,
            [one.name for one in a.inputs[:_MOST]] if played and not named else (),
        )
        named = named or played
    clock = line.pair.clock
    yield number(
        f"f-options-{at}-pairs-{pair}-in_time",
        "in time",
        in_time_told(line),
        clock.in_time,
        told,
    )


def number(
    id_: str, heading: str, said: str, figure: Figure, told: set[str], inputs: Sequence[str] = ()
) -> Number:
    """Return a number with its reasons, those left out that `told` holds, which it adds to."""
    new = tuple(why for why in figure.because if why not in told)
    again = len(new) < len(figure.because)
    told.update(new)
    unit = "" if figure.unit == "probability" else figure.unit
    sources, whole = figure.sources, figure.because
    return Number(id_, heading, said, figure.kind, unit, new, again, tuple(inputs), sources, whole)


def staged(a: Assessment) -> list[Row]:
    """Return the clock of each line: its stages, and what is said of the last against the act."""
    rows = []
    for line in lines(a):
        at = list(a.options).index(line.option.id)
        pair = line.option.pairs.index(line.pair) if line.pair in line.option.pairs else 0
        told: set[str] = set()
        where = f"f-options-{at}-pairs-{pair}-clock-stages"
        numbers = tuple(
            number(f"{where}-{n}-day", stage.name, figure_text(stage.day), stage.day, told)
            for n, stage in enumerate(line.pair.clock.stages)
        )
        rows.append(Row(line.label, line.option.id, (), numbers, (line.pair.clock.verdict,)))
    return rows


def decision_rows(table: Decision | None) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return a decision table: where each row is, its label, and its cells."""
    if table is None:
        return []
    several = len({row.by for row in table.rows}) > 1
    told = []
    for at, row in enumerate(table.rows):
        if row.option == NOTHING:
            continue
        beside = next(one for one in row.paired if one.other == NOTHING)
        d = row.deciding
        shares = (beside.lower, beside.same, beside.higher, d.not_needed, d.enough, d.harms)
        cells = (
            *(percent(x) for x in (*shares, d.another, d.none)),
            small(row.regret.mean),
            "–" if row.met is None else percent(row.met),
        )
        label = f"{row.label}: {row.name}" if several else row.label
        told.append((f"f-decision-rows-{at}", label, cells))
    return told


def decision_terms(table: Decision | None) -> list[tuple[str, str]]:
    """Return what each column of the decision table counts."""
    return list(zip(DECISION_HEADS, _MEANT, strict=True)) if table is not None else []


class Threshold(NamedTuple):
    """From which chance of being honoured an option deters, by three ways of asking.

    `why` says of a median that is marked what its draws say: that an attack pays again above it, or
    that none of it is needed in most of them, whatever the middle says.
    """

    label: str
    switching: str
    middle: str
    median: str
    why: str


def thresholds(a: Assessment) -> list[Threshold]:
    """Return the thresholds of being honoured of each option for which the game has any."""
    found = []
    for line in lines(a):
        even = line.option.break_even_credibility
        said = [why for why in even.because if why.startswith(_MIDDLE)]
        switches = line.decided.switches if line.decided else ()
        own = [s for s in switches if s.name.startswith("honour.")]
        if said:
            told = "; ".join(f"{s.deters} {valued(s.name, s.value, unit=False)}" for s in own)
            again = pays_again(even)
            marked = bool(again) or even.value == 0
            shares = [why for why in even.because if why == again or why.startswith("in ")]
            found.append(
                Threshold(
                    line.label,
                    told or "none within its range",
                    said[0].removeprefix(_MIDDLE).removeprefix("deterred at "),
                    f"{threshold_text(even)}{'*' * marked}",
                    "; ".join(shares) if marked else "",
                )
            )
    return found


def marked(found: Sequence[Threshold]) -> list[str]:
    """Return what is said below the table of medians that are marked, what is alike once."""
    alike: dict[str, list[str]] = {}
    for one in found:
        alike.setdefault(one.why, []).append(one.label)
    return [f"{'; '.join(labels)}: {why}" for why, labels in alike.items() if why]


WEIGHING = (
    "What the game draws from a range, those that attack turns on most first. The number beside "
    "each is its rank correlation with attack under the option where it is strongest: +1 if attack "
    "is likelier in every draw in which the input is higher, -1 if it is less likely, 0 if "
    "neither. What chance alone could explain moves attack too little to be ranked so. That is "
    "over all draws, where every input moves; such an input may all the same turn an answer alone, "
    "with all else at its middle, which is what switching values say."
)
"""What stands above the inputs by weight."""
_MIDDLE = "with every estimate at its middle: "
_MEANT = (
    "share of draws in which attack is less likely than with no arrangement at all",
    "share of draws in which attack is as likely as with no arrangement at all",
    "share of draws in which attack is likelier than with no arrangement at all",
    "share of draws in which attack is unlikely with and without it",
    "share of draws in which attack is unlikely with it, and not without",
    "share of draws in which attack is unlikely without it, and not with it",
    "share of draws in which another option makes attack unlikely, and this one does not",
    "share of draws in which no option makes attack unlikely",
    "mean over draws of how much likelier attack is than under the best option of the draw",
    "share of attacks that are answered with force at any time, not only before the act is done",
)
"""What each column of the decision table counts."""
DECISION_HEADS = (
    "less likely",
    "the same",
    "likelier",
    "not needed",
    "decides",
    "harms",
    "another decides",
    "none does",
    "regret",
    "attacks answered",
)
