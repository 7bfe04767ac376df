"""Numbers that open below their row: how each came about, from which inputs and which sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from foedus.assessment import Assessment, Input
from foedus.deterrence import NOTHING, Decision
from foedus.figures import Figure, figure_text, percent
from foedus.views.cells import COLUMNS, Line, column_text, fault_count, lines, who
from foedus.views.options import in_time_told, small
from foedus.views.switching import switched

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
    telling = {n.heading for row in rows for n in row.numbers if n.said != "-"}
    return [
        row._replace(numbers=tuple(n for n in row.numbers if n.heading in telling)) for row in rows
    ]


def _faults(line: Line) -> str:
    return fault_count(line.option)


def _figures(a: Assessment, line: Line) -> Iterator[Number]:
    told: set[str] = set()
    named = False
    at = list(a.options).index(line.option.id)
    pair = line.option.pairs.index(line.pair) if line.pair in line.option.pairs else 0
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


def grounds(table: Decision | None, inputs: Sequence[Input]) -> list[Row]:
    """Return what the numbers of the decision table and the switching values rest on."""
    if table is None:
        return []
    sources = tuple(dict.fromkeys(key for one in inputs for key in one.sources))
    heads = dict(zip(DECISION_HEADS, _MEANT, strict=True))
    rows = []
    for row in table.rows:
        if row.option == NOTHING:
            d = row.deciding
            shares = {"not needed": d.not_needed, "none does": d.none, "another decides": d.another}
            numbers = tuple(
                Number(
                    f"{row.by}-{head}",
                    head,
                    percent(share),
                    "derived",
                    "",
                    (),
                    False,
                    (),
                    sources,
                    _why(table, heads[head]),
                )
                for head, share in shares.items()
            )
            rows.append(Row(f"{row.label}: {row.name}", "", (), numbers))
    for at, label, cells in decision_rows(table):
        numbers = tuple(
            Number(f"{at}-{n}", head, said, "derived", "", (), False, (), sources, _why(table, why))
            for n, ((head, why), said) in enumerate(zip(heads.items(), cells, strict=True))
        )
        rows.append(Row(label, "", (), numbers))
    for group in switched(table, inputs):
        known = {one.name: one for one in inputs}
        numbers = tuple(
            Number(
                f"{group.labels[0]}-{group.by}-{one.name}",
                "deters where" if one.name in known else "",
                f"{one.where}",
                "derived",
                "",
                (),
                False,
                (),
                known[one.name].sources if one.name in known else (),
                (_SWITCH, f"{one.what}: {_put(known.get(one.name))}"),
            )
            for one, _ in group.crossings
        )
        rows.append(Row("; ".join(group.labels), "", (), numbers))
    return rows


def _why(table: Decision, why: str) -> tuple[str, ...]:
    drawn = f"the game, solved in each of {table.solved:,} draws of every input from its range"
    return (drawn, why)


def _put(one: Input | None) -> str:
    """Say in which range an input is put, and why."""
    if one is None:
        return "the file does not say"
    return f"{one.spans} ({one.kind}{f': {one.because}' if one.because else ''})"


_SWITCH = (
    "the value at which the chance of attack crosses one half as this input alone moves, with "
    "every other assumption at its middle"
)
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
