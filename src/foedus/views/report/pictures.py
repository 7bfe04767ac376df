"""The pictures of the report: the clock, chances, what decides, what switches, who said what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foedus.assessment import Assessment, Input
from foedus.deterrence import Decision
from foedus.deterrence import Row as Decided
from foedus.figures import Figure, figure_text
from foedus.language import Position
from foedus.views import cells
from foedus.views.charts import (
    Drawing,
    Labelled,
    Part,
    bars,
    csv_text,
    inline,
    intervals,
    table_text,
    told,
)
from foedus.views.switching import Crossing, crossings, decided

_MARKS = {"support": "+", "conditional": "~", "ambiguous": "?", "oppose": "−"}
"""A sign for each stance, so that nothing hangs on colour."""


def drawings(a: Assessment) -> dict[str, Drawing]:
    """Return the charts of the page by name; those that have nothing to show are left out."""
    made = (
        _clock(a),
        *_chances(a),
        deciding(a.decision),
        switching(a.decision, a.inputs),
        _positions(a),
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
    needs = {x.pair.clock.needs for x in cells.lines(a) if x.pair.clock.needs is not None}
    own = needs.pop() if len(needs) == 1 else None
    title = "Days from the gravest act until each stage is over: median and middle 80 % of draws"
    said = f"the act itself needs {own} d" if own is not None else ""
    chart = intervals(rows, title, rule=own, rule_label=said, spread=True)
    return Drawing("clock", f"{title}.", f"{said}: {told(rows)}", chart, csv_text(rows))


def _chances(a: Assessment) -> Iterator[Drawing]:
    lines = cells.lines(a)
    for name, title, heading in (
        ("takes-effect", "Chance that the consequence takes effect", "takes effect"),
        ("attack", "Chance that the party to be deterred attacks in force", "attack"),
    ):
        column = next(c for c in cells.COLUMNS if c.heading == heading)
        rows = [Labelled(line.label, column.of(line)) for line in lines]
        if any(row.figure is not None and row.figure.value is not None for row in rows):
            said = f"{title}: mean and middle 80 % of draws"
            yield Drawing(name, f"{said}.", told(rows), intervals(rows, said), csv_text(rows))


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
        (row, crossings(inputs, row)[:3]) for row in decided(table)
    ]
    for row, several in found:
        if several:
            rows.append(
                Labelled(f"{row.label}: {'deters' if row.deters else 'does not deter'}", None)
            )
            rows += [Labelled(one.where, Figure(one.away, 0.0, one.away), False) for one in several]
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


# Who said what ---------------------------------------------------------------------------------


def voices(a: Assessment) -> list[Position]:
    """Return the positions that were known on the day, the oldest first."""
    known = a.arrangement.positions if a.arrangement else ()
    return sorted((p for p in known if p.date <= a.at), key=lambda p: (p.date, p.state, p.actor))


def speaker(said: Position, names: Mapping[str, str]) -> str:
    """Name who spoke, with the office and the state, each where the name does not say it."""
    office = "" if said.office.lower() in said.actor.lower() else f", {said.office}"
    state = names.get(said.state, said.state)
    return f"{said.actor}{office}{'' if state in said.actor else f' ({state})'}"


def _positions(a: Assessment) -> Drawing | None:
    import altair as alt

    found = voices(a)
    if len(found) < 2:
        return None
    states = {p.state: a.names.get(p.state, p.state) for p in found}
    names = sorted(set(states.values()), key=lambda name: name.removeprefix("the "))
    values: list[dict[str, Any]] = [
        {"at": p.date.isoformat(), "state": states[p.state], "mark": _MARKS[p.stance]}
        for p in found
    ]
    title = "Who took which position when: + for, ~ on a condition, ? unclear, − against"
    base = alt.Chart(inline(values)).properties(
        title=alt.TitleParams(title, anchor="start", fontSize=13, fontWeight="normal"),
        width=330,
        height=15 * len(names),
    )
    place = alt.Y(
        "state:N",
        sort=names,
        title=None,
        axis=alt.Axis(labelLimit=0, grid=True, gridColor="#e6e8eb", labelFontSize=12.5),
    )
    when = alt.X(
        "at:T", title=None, axis=alt.Axis(format="%Y", labelOverlap=True, labelFontSize=12.5)
    )
    marks = base.mark_text(fontSize=15, fontWeight="bold").encode(x=when, y=place, text="mark:N")
    chart = alt.LayerChart(layer=[marks]).configure_view(stroke=None)
    table = table_text(
        ["date", "state", "actor", "issue", "stance", "says", "sources"],
        ([p.date, p.state, p.actor, p.issue, p.stance, p.says, " ".join(p.source)] for p in found),
    )
    said = f"{len(found)} positions of {len(states)} states and bodies, listed below with sources."
    return Drawing("positions", f"{title}.", said, chart, table)
