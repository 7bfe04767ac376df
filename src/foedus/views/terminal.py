"""An assessment on the terminal, in about a screen: a line for each option in each table."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.assessment import NO_FORECAST, Assessment, OptionAssessment
from foedus.views.cells import (
    COLUMNS,
    Column,
    act_heading,
    answer,
    band,
    column_text,
    common_loopholes,
    in_time,
    loophole_ids,
    stages,
    who,
)

WIDE = 130
"""Columns of a terminal that have room for every interval beside its value."""
_LEFT_OUT = ("lesser acts",)
"""Figures that are on the page, in the JSON and in `foedus deter`, but not on this screen."""
_ALWAYS = ("takes effect", "days to effect", "attack")
"""Figures that keep their interval on a narrow terminal too."""
_LABEL = 15
"""Columns that the name of an option has at least; on a narrow terminal it is cut to them."""


def screen(assessment: Assessment, width: int = WIDE) -> RenderableType:
    """Return the matrix, the clock, the table of options, the assumptions and what is absent.

    Parameters
    ----------
    assessment
        What was found.
    width
        Columns of the terminal; where there are fewer than `WIDE`, some intervals are left out.
    """
    a, wide = assessment, width >= WIDE
    return Group(
        Text(a.title, style="bold"),
        Text(
            f"text as of {a.as_of}, positions as known on {a.at}; {a.draws:,} draws, seed {a.seed}"
        ),
        matrix(a, wide),
        clocks(a, wide),
        table(a, wide),
        faults(a, wide),
        *_paragraphs(a),
    )


def _titled(title: str, columns: Iterable[str], wide: bool, *, whole: bool = False) -> Table:
    """Return an empty table under its title; with `whole`, no cell but the first is broken."""
    gap = 2 if wide else 1
    shown = Table(
        title=title, title_justify="left", box=None, padding=(0, gap, 0, 0), pad_edge=False
    )
    option, *others = columns
    least = None if wide else _LABEL
    shown.add_column(
        option, overflow="ellipsis", no_wrap=not wide, min_width=_LABEL, max_width=least
    )
    for column in others:
        shown.add_column(column, overflow="fold", no_wrap=whole)
    return shown


def matrix(a: Assessment, wide: bool) -> Table:
    """Return the act-by-response matrix: for each act, what each option answers it with."""
    rows = next(iter(a.options.values())).matrix
    headings = [act_heading(row) for row in rows]
    shown = _titled(
        "What each act meets, if everybody who can help does so at once (the days the act needs)",
        ["option", *headings, "uncovered band"],
        wide,
    )
    for found in a.options.values():
        shown.add_row(found.label, *(answer(row) for row in found.matrix), band(found))
    return shown


def clocks(a: Assessment, wide: bool) -> Table:
    """Return the dated clock: the days at which each stage is over, against what the act needs."""
    needs = next((o.clock.needs for o in a.options.values() if o.clock.needs is not None), None)
    by = f"by day {needs}" if needs is not None else "in time"
    shown = _titled(
        "Days from the gravest act until each stage is over, median (middle 80 %), and the chance"
        " that the last comes in time",
        ["option", "stages", by],
        wide,
    )
    for found in a.options.values():
        shown.add_row(found.label, stages(found), in_time(found))
    return shown


def table(a: Assessment, wide: bool) -> Table:
    """Return the options side by side: chances, days and deterrence."""
    kept = [column for column in COLUMNS if column.heading not in _LEFT_OUT]
    spread = "middle 80 % of draws" if wide else f"middle 80 % of draws; all from {WIDE} columns on"
    shown = _titled(
        f"The options: mean chances, median days and median break-even credibility ({spread})",
        ["option", *(c.heading if wide else _broken(c.heading) for c in kept)],
        wide,
        whole=True,
    )
    for found in a.options.values():
        shown.add_row(found.label, *(_cell(column, found, wide) for column in kept))
    return shown


def _cell(column: Column, found: OptionAssessment, wide: bool) -> str:
    said = column_text(column, found)
    value, _, interval = said.partition(" (")
    if wide or not interval:
        return said
    return f"{value}\n({interval}" if column.heading in _ALWAYS else value


def _broken(heading: str) -> str:
    """Break a heading of several words after its first."""
    first, _, rest = heading.replace(",", "").partition(" ")
    return f"{first}\n{rest}" if rest else first


def faults(a: Assessment, wide: bool) -> Table:
    """Return who alone can stop each option, and its loopholes beside those that all have."""
    several = len(a.options) > 1
    common = common_loopholes(a.options) if several else ()
    shown = _titled(
        "Who alone can keep help from coming, and what fails (stories: --stories, foedus check)",
        ["option", "who can stop it", "loopholes"],
        wide,
    )
    if common:
        shown.add_row("every option", "", ", ".join(common))
    for found in a.options.values():
        own = [id_ for id_ in loophole_ids(found) if id_ not in common]
        said = ", ".join(own) or ("no other" if common else "none found")
        shown.add_row(found.label, who(found, a.groups), said)
    return shown


def _paragraphs(a: Assessment) -> Iterable[Text]:
    if a.honour_record:
        said = "; ".join(f"{row.label} {row.figure}" for row in a.honour_record)
        yield Text(f"Honoured when invoked, by rival published estimates: {said}.")
    for assumption in a.assumptions:
        yield Text(f"Assumes: {assumption.says}")
    if a.not_modelled:
        yield Text(f"Not modelled: {'; '.join(a.not_modelled)}.")
    for absent in a.absent:
        yield Text(f"Not computed: {absent}")
    yield Text(NO_FORECAST, style="bold")
