"""Anchored, pooled and asked what knowing is worth: the decision table under other weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from foedus.deterrence import NOTHING, Anchored, Decision, Knowing, Pool
from foedus.language import Arrangement, Replaced, Unheard, listed
from foedus.process import called
from foedus.views.deterring import WIDTH, in_percent, line

_MOST = 5
_NOTHING = 0.0005


def anchored(table: Decision, one: Anchored) -> Iterator[str]:
    """Yield the lines of both versions side by side: as drawn, and weighted to a published rate.

    Parameters
    ----------
    table
        The decision table as drawn.
    one
        The same over weighted draws.
    """
    rate = one.rate
    yield ""
    yield from wrap(
        f"Anchored: draws weighted so that without an arrangement an attack by "
        f"{table.parties[one.by]} has the chance {rate.value:.2f} and not {one.before:.2f}: "
        f"{rate.label} ({rate.source}; {rate.unit}, {rate.period}). The weighted draws tell as "
        f"much as {one.effective:.0f} of {table.draws} would. Whether this class of cases is the "
        "right one nobody can say: both versions stand side by side",
        WIDTH,
    )
    yield from line("", ["attack", "then", "enough", "then", "none", "then"])
    for row, then in zip(table.of(one.by), one.table.of(one.by), strict=True):
        cells = [f"{x.attack.forced:.2f}" for x in (row, then)]
        if row.option != NOTHING:
            cells += [in_percent(x.deciding.enough) for x in (row, then)]
            cells += [in_percent(x.deciding.none) for x in (row, then)]
        yield from line(row.label, cells)
    yield "  then: weighted; enough, none: as in the table of where an option decides"


def replaced(a: Arrangement, name: str, lists: Sequence[Replaced | Unheard]) -> Iterator[str]:
    """Yield, for each list that a file of stakes replaces, what of the case it leaves out.

    Then, for each option under which it is not heard, on what.

    Parameters
    ----------
    a
        The arrangement.
    name
        What the file is called.
    lists
        Its lists that leave something out, and the options that set the same themselves.
    """
    for one in lists:
        if isinstance(one, Unheard):
            yield (
                f"{name} is not heard on {listed(one.of)} under the option {one.option!r}, which "
                "sets that itself: this option is compared with the others on other numbers."
            )
            continue
        of, left_out = one
        section, *rest = of.split(".")
        whose = f" of {called(a, rest[0])}" if rest else ""
        what = f"the {'acts' if section == 'conduct' else section}{whose}"
        yield (
            f"{name} replaces the whole list of {what}. Of the case this leaves out: "
            f"{listed(left_out)}. Write there as well what is to count."
        )


def pooled(pool: Pool) -> Iterator[str]:
    """Yield the lines of several analysts' answers side by side, and of their pool."""
    yield from wrap(
        f"{len(pool.analysts)} files of stakes, each solved on its own draws: the mean chance of "
        "attack by each, the mean of all with the same weight, and the share of all variance that "
        "lies between them",
        WIDTH,
    )
    shown = pool.analysts[:_MOST]
    yield from (f"  ({number}) {name}" for number, name in enumerate(shown, 1))
    if len(pool.analysts) > _MOST:
        yield f"  and {len(pool.analysts) - _MOST} more in the JSON"
    for by in pool.first:
        yield ""
        heads = [*(f"({number})" for number in range(1, len(shown) + 1)), "pool", "apart"]
        yield from line(pool.names[by] if len(pool.first) > 1 else "", heads, 6)
        for row in (row for row in pool.rows if row.by == by):
            cells = [f"{row.attack[name]:.2f}" for name in shown]
            share = "-" if row.between is None else f"{100 * row.between:.0f}\u00a0%"
            yield from line(row.label, [*cells, f"{row.pool:.2f}", share], 6)
        yield from wrap(_agreement(pool, by), WIDTH)


def _agreement(pool: Pool, by: str) -> str:
    """Say whether analysts agree on what lowers attack most; an only option is no choice of one."""
    labels, who = {row.option: row.label for row in pool.rows}, pool.names[by]
    firsts = pool.first[by]
    names = [name for name, options in firsts.items() if options]
    alone = len(labels) == 2
    option = labels[next(name for name in labels if name != NOTHING)] if alone else "some option"
    if not names or alone:
        so = "By all of them" if len(names) == len(firsts) else f"By {listed(names)} and no other"
        return (
            f"{so if names else 'By none of them'}, an attack by {who} is less likely on average "
            f"under {option} than with no arrangement, beyond what chance in the draws explains."
        )
    told = {name: listed([labels[o] for o in options]) for name, options in firsts.items()}
    if len(set(told.values())) == 1:
        label = next(iter(told.values()))
        return f"By all of them an attack by {who} is least likely on average under {label}."
    none = "no option lowers it below that with no arrangement"
    said = "; ".join(f"{label or none} by {name}" for name, label in told.items())
    return f"They differ on where an attack by {who} is least likely on average: {said}."


def knowing(found: Sequence[Knowing], table: Decision) -> Iterator[str]:
    """Yield what it is worth to know what an attack costs before an option is chosen."""
    labels = {row.option: row.label for row in table.rows}
    for one in found:
        yield ""
        known = (
            f"Knowing {table.inputs[one.name]}, before an option is chosen (in which of "
            f"{one.parts} equal parts of its draws it lies) would"
        )
        if one.worth < _NOTHING:
            told = (
                f"{known} not lower the mean chance of an attack: no other option would be chosen "
                "for it."
            )
        else:
            told = (
                f"{known} lower the "
                f"mean chance of an attack from {one.now:.3f} ({labels[one.option]}) to "
                f"{one.known:.3f}: in {100 * one.other:.0f}\u00a0% of the situations another "
                "option would be chosen."
            )
        yield from wrap(told, WIDTH)
