"""An assessment on the terminal: the answer first, and behind it what it is drawn from."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.assessment import NO_FORECAST, Assessment
from foedus.views import options
from foedus.views.answering import told
from foedus.views.cells import (
    COLUMNS,
    Column,
    Line,
    band,
    column_text,
    common_loopholes,
    drawn,
    lines,
    loophole_ids,
    rows_of,
    stages,
    unanswered,
    who,
)
from foedus.views.met import act_heading, answer

WIDE_SCREEN = 130
"""Columns of a terminal that have room for every interval beside its value."""
_LEFT_OUT = ("lesser acts",)
"""Figures that are on the page, in the JSON and in `foedus deter`, but not on this screen."""
_ALWAYS = ("takes effect", "days to effect")
"""Figures that keep their interval on a narrow terminal too."""
_LABEL = 15
"""Columns that the name of an option has at least; on a narrow terminal it is broken to them."""


def assessment_screen(
    assessment: Assessment, width: int = WIDE_SCREEN, *, full: bool = False
) -> RenderableType:
    """Return the answer and the options side by side; with `full`, all that it is drawn from.

    Parameters
    ----------
    assessment
        What was found.
    width
        Columns of the terminal; where there are fewer than `WIDE_SCREEN`, some intervals are
        left out.
    full
        Whether the matrix, the clock, every figure, the faults and the assumptions follow.
    """
    a, wide = assessment, width >= WIDE_SCREEN
    parts: list[RenderableType] = list(_heading(a, width))
    given = any(column.heading == "given" for column in options.chosen(a, width))
    parts += [*told(a.answer, width, given=given), *map(Text, options.told(a, width))]
    if full:
        parts += [*matrix(a, wide), *clocks(a, wide), *table(a, wide), *faults(a, wide)]
        parts += _paragraphs(a)
    foot = NO_FORECAST if full else f"{NO_FORECAST} More: --full."
    return Group(*parts, *(Text(line, style="bold") for line in wrap(foot, width)))


def _heading(a: Assessment, width: int) -> Iterable[Text]:
    at = f", positions of {a.at}" if a.at != a.as_of else ""
    how = f"({'; '.join([f'{a.as_of}{at}', *drawn(a)])})"
    first, *rest = wrap(f"{a.title} {how}", width)
    shown = Text(first)
    shown.stylize("bold", 0, min(len(first), len(a.title)))
    return [shown, *map(Text, rest)]


def _tabled(
    title: str,
    columns: Iterable[str],
    rows: Iterable[Iterable[str]],
    wide: bool,
    *,
    whole: bool = False,
) -> Iterable[RenderableType]:
    """Yield a title and its table; with `whole`, no cell but the first of a row is broken."""
    shown = Table(box=None, padding=(0, 2 if wide else 1, 0, 0), pad_edge=False)
    option, *others = columns
    most = None if wide else _LABEL
    shown.add_column(option, overflow="fold", min_width=_LABEL, max_width=most)
    for column in others:
        shown.add_column(column, overflow="fold", no_wrap=whole)
    for row in rows:
        shown.add_row(*row)
    return (Text(title, style="italic"), shown) if title else (shown,)


def matrix(a: Assessment, wide: bool) -> Iterable[RenderableType]:
    """Return the act-by-response matrix: for each act, what each option answers it with.

    Each who acts against whom has a table of its own, since their acts differ.
    """
    titled = "What each act meets, if everybody who can help does so at once (days the act needs)"
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines(a):
        groups.setdefault((line.pair.by, line.pair.against), []).append(line)
    for of_pair in groups.values():
        yield from _tabled(
            titled,
            ["option", *map(act_heading, rows_of(of_pair[0])), "uncovered band"],
            ([line.label, *map(answer, rows_of(line)), band(line)] for line in of_pair),
            wide,
        )
        titled = ""
    nobody = unanswered(a)
    if groups and nobody:
        yield Text(f"Under no option does a guarantee answer it if {'; or if '.join(nobody)}.")
    for supposed in dict.fromkeys(o.supposes for o in a.options.values() if o.supposes):
        first = "first " if supposed.startswith("all ") else ""
        yield Text(f"Here and below it is supposed that {first}{supposed}.")


def clocks(a: Assessment, wide: bool) -> Iterable[RenderableType]:
    """Return the dated clock: the days at which each stage is over, against what the act needs."""
    clocks = [line.pair.clock for line in lines(a)]
    needs = {clock.needs for clock in clocks if not clock.takes} - {None}
    return _tabled(
        "Days from the gravest act until each stage is over, median (middle 80 %), and the chance"
        " that help is there in time",
        ["option", "stages", f"by day {needs.pop()}" if len(needs) == 1 else "in time"],
        ([line.label, stages(line), options.in_time_told(line)] for line in lines(a)),
        wide,
    )


def table(a: Assessment, wide: bool) -> Iterable[RenderableType]:
    """Return the options side by side: chances, days and deterrence."""
    kept = [column for column in COLUMNS if column.heading not in _LEFT_OUT]
    spread = (
        "middle 80 % of draws"
        if wide
        else f"middle 80 % of draws; all from {WIDE_SCREEN} columns on"
    )
    return _tabled(
        f"The options: mean chances, median days and median break-even credibility ({spread})",
        ["option", *(c.heading if wide else _broken(c.heading) for c in kept)],
        ([line.label, *(_cell(c, line, wide) for c in kept)] for line in lines(a)),
        wide,
        whole=True,
    )


def _cell(column: Column, line: Line, wide: bool) -> str:
    said = column_text(column, line)
    value, _, interval = said.partition(" (")
    if wide or not interval:
        return said
    return f"{value}\n({interval}" if column.heading in _ALWAYS else value


def _broken(heading: str) -> str:
    """Break a heading of several words after its first."""
    first, _, rest = heading.replace(",", "").partition(" ")
    return f"{first}\n{rest}" if rest else first


def faults(a: Assessment, wide: bool) -> Iterable[RenderableType]:
    """Return who alone can stop each option, and its loopholes beside those that all have."""
    common = common_loopholes(a.options) if len(a.options) > 1 else ()
    rows = [["every option", "", ", ".join(common)]] if common else []
    told: set[str] = set()
    for line in lines(a):
        own = [id_ for id_ in loophole_ids(line.option) if id_ not in common]
        said = ", ".join(own) or ("no other" if common else "none found")
        undecided = len(line.option.undecided)
        said += f"; {undecided} undecided" if undecided else ""
        again = line.option.id in told
        rows.append([line.label, who(line, a.groups), "as above" if again else said])
        told.add(line.option.id)
    return _tabled(
        "Who alone can keep help from coming, and what fails (stories: --stories, foedus check)",
        ["option", "who can stop it", "loopholes"],
        rows,
        wide,
    )


def _paragraphs(a: Assessment) -> Iterable[Text]:
    if a.honour_record:
        said = "; ".join(f"{row.label} {row.figure}" for row in a.honour_record)
        yield Text(f"Honoured when invoked, by rival published estimates: {said}.")
    for assumption in a.assumptions:
        yield Text(f"Assumes: {assumption.says}")
    for claim in a.claims:
        yield Text(f"Claim: {claim}.")
    if a.not_modelled:
        yield Text(f"Not modelled: {'; '.join(a.not_modelled)}.")
    for absent in a.absent:
        yield Text(f"Not computed: {absent}")
