"""The pictures of the report: the clock, chances, what decides, what switches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.assessment import Assessment, Input
from foedus.deterrence import Decision
from foedus.deterrence import Row as Decided
from foedus.figures import Figure, figure_text
from foedus.views import cells
from foedus.views.charts import (
    Drawing,
    Labelled,
    Part,
    bars,
    csv_text,
    intervals,
    table_text,
    told,
)
from foedus.views.report.stances import stances
from foedus.views.switching import Crossing, crossings, decided


def drawings(a: Assessment) -> dict[str, Drawing]:
    """Return the charts of the page by name; those that have nothing to show are left out."""
    made = (
        _clock(a),
        *_chances(a),
        deciding(a.decision),
        switching(a.decision, a.inputs),
        stances(a),
    )
    return {one.name: one for one in made if one is not None}


def _clock(a: Assessment) -> Drawing | None:
    rows: list[Labelled] = []
    alike: dict[tuple[tuple[str, str], ...], list[cells.Line]] = {}
    for line in cells.lines(a):
        told_of = tuple((one.name, figure_text(one.day)) for one in line.pair.clock.stages)
        alike.setdefault(told_of, []).append(line)
    for several in alike.values():
        stages = several[0].pair.clock.stages
        if any(stage.day.value is not None for stage in stages):
            rows.append(Labelled("; ".join(line.label for line in several), None))
            later = [one for one in stages if one.day.value or one.day.high] or stages
            rows += [Labelled(stage.name, stage.day) for stage in later]
    if not rows:
        return None
    clocks = [x.pair.clock for x in cells.lines(a)]
    needs = {c.needs for c in clocks if c.needs is not None and not c.takes}
    own = needs.pop() if len(needs) == 1 else None
    title = "Days from the gravest act until each stage is over: median and middle 80 % of draws"
    said = f"the act itself needs {own} d" if own is not None else ""
    chart = intervals(rows, title, rule=own, rule_label=said, spread=True)
    return Drawing("clock", f"{title}.", f"{said}: {told(rows)}", chart, csv_text(rows))


def _chances(a: Assessment) -> Iterator[Drawing]:
    column = next(c for c in cells.COLUMNS if c.heading == "takes effect")
    rows = [Labelled(line.label, column.of(line)) for line in cells.lines(a)]
    if any(row.figure is not None and row.figure.value is not None for row in rows):
        said = "Chance that the consequence takes effect: mean and middle 80 % of draws"
        yield Drawing("takes-effect", f"{said}.", told(rows), intervals(rows, said), csv_text(rows))


PARTS = (
    ("not needed: attack is unlikely with and without it", "not_needed"),
    ("decides: attack is unlikely with it, and not without", "enough"),
    ("harms: attack is unlikely without it, and not with it", "harms"),
    ("another option makes it unlikely, and this one does not", "another"),
    ("no option makes it unlikely", "none"),
)
"""What an option does in a situation, and the share of which it is; unlikely: below even odds."""


def deciding(table: Decision | None) -> Drawing | None:
    """Return what each option does in the situations assumed; None where there is no table."""
    found = decided(table)
    if not found or table is None:
        return None
    several = len({row.by for row in found}) > 1
    rows = [
        (
            f"{row.label}: {row.name}" if several else row.label,
            [Part(name, getattr(row.deciding, key)) for name, key in PARTS],
        )
        for row in found
    ]
    title = f"What each option does in the {table.solved:,} situations assumed, in percent"
    said = "; ".join(
        f"{label}: "
        + ", ".join(f"{part.name.partition(':')[0]} {part.share:.0%}" for part in parts)
        for label, parts in rows
    )
    shares = table_text(
        ["option", "by", *(key for _, key in PARTS)],
        ([row.option, row.by, *(getattr(row.deciding, key) for _, key in PARTS)] for row in found),
    )
    return Drawing("deciding", f"{title}.", f"{said}.", bars(rows, title), shares)


def switching(table: Decision | None, inputs: Sequence[Input]) -> Drawing | None:
    """Return how far each input is from where the answer changes; None where none does."""
    rows: list[Labelled] = []
    found: list[tuple[Decided, Sequence[Crossing]]] = [
        (row, [one for one in crossings(inputs, row) if not one.span][:3]) for row in decided(table)
    ]
    for row, several in found:
        if several:
            rows.append(
                Labelled(f"{row.label}: {'deters' if row.deters else 'does not deter'}", None)
            )
            told = {one.where: one for one in reversed(several)}  # two ends of a window are one
            rows += [
                Labelled(where, Figure(one.away, 0.0, one.away), False)
                for where, one in reversed(told.items())
            ]
    if not rows:
        return None
    title = (
        "How far each input is from where the answer changes, all else at its middle: the share of "
        "what is thought possible of it that lies between"
    )
    values = table_text(
        ["option", "by", "deters", "input", "kind", "middle", "value", "away"],
        (
            [row.option, row.by, row.deters, one.name, one.kind, one.middle, one.value, one.away]
            for row, several in found
            for one in several
        ),
    )
    said = "; ".join(
        f"{r.said} ({r.figure.value:.0%})" for r in rows if r.figure and r.figure.value
    )
    return Drawing("switching", f"{title}.", f"{said}.", intervals(rows, title), values)
