"""The decision table in 80 columns: one small table for each thing that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from foedus.deterrence import NOTHING, Decision, Row, Switch, holding, taken_as
from foedus.figures import percent
from foedus.language import listed

WIDTH = 80
_LABEL = 34
_SWITCHES = 3
_NOT_BELOW = "at even odds or above"
"""Where attack is not below even odds: a party to which it makes no difference is at them."""
_COLUMNS = 6


def deterrence_screen(table: Decision, sentences: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a decision table, its bottom line first.

    Parameters
    ----------
    table
        The table.
    sentences
        Its bottom line.
    """
    for sentence in sentences:
        yield from told(sentence)
    for by in dict.fromkeys(row.by for row in table.rows):
        rows = table.of(by)
        if len({row.by for row in table.rows}) > 1:
            yield f"\n{rows[0].name.upper()}"
        for part in (_acts, _signing, _paired, _deciding, _worth, _switching):
            yield from part(rows, table)


def _acts(rows: Sequence[Row], _table: Decision) -> Iterator[str]:
    acts: dict[str, str] = {}
    for act in (act for row in rows for act in row.acts):  # an option may have another ladder
        acts.setdefault(act.act, act.label)
    yield from _headed(f"The gravest act of {rows[0].name}: the mean chance of each")
    for number, label in enumerate(acts.values(), 1):
        yield from wrap(f"  ({number}) {label}", WIDTH, subsequent_indent="      ")
    nuclear = any(row.catastrophe is not None for row in rows)
    heads = [*(f"({n})" for n in range(1, len(acts) + 1)), "breach", *(["threat"] * nuclear)]
    cells = {
        row.label: [
            *({act.act: _chance(act.gravest) for act in row.acts}.get(act, "-") for act in acts),
            _chance(row.acts[1].at_least if len(row.acts) > 1 else 0.0),
            *([_chance(row.catastrophe)] * nuclear),
        ]
        for row in rows
    }
    for low in range(0, len(heads), _COLUMNS):
        yield from line("", heads[low : low + _COLUMNS])
        for label, row in cells.items():
            yield from line(label, row[low : low + _COLUMNS])
    if nuclear:
        yield "  threat: what is threatened over help comes about"


def _signing(rows: Sequence[Row], table: Decision) -> Iterator[str]:
    if all(row.attack.signed is None for row in rows):
        return
    yield from _headed("The chance of an attack, and signing")
    yield from line("", ["forced", "given", "either", "signed"])
    for row in rows:
        one = row.attack
        yield from line(
            row.label, [_chance(x) for x in (one.forced, one.given, one.war, one.signed)]
        )
    sign, all_ = _sign(table), "all signatures"
    whose = all_ if sign == "all sign" else f"signatures of {listed(table.signing['first'])}"
    yield from told(
        f"  forced: {whose} forced; given: given that {sign}; either: no deal, or an attack; "
        f"signed: the chance that {sign}"
    )


def _paired(rows: Sequence[Row], table: Decision) -> Iterator[str]:
    whom = " against anybody" if rows[0].fronts else ""
    head = f"Attack{whom} beside no arrangement, on the same draws: less likely, the same (within "
    yield from _headed(f"{head}{table.tolerance:g}), more likely; then any breach")
    yield from line("", ["less", "same", "more", "less", "same", "more"])
    for row in rows[1:]:
        cells = []
        for pairs in (row.paired, row.paired_breach):
            one = next(pair for pair in pairs if pair.other == NOTHING)
            cells += [in_percent(x) for x in (one.lower, one.same, one.higher)]
        yield from line(row.label, cells)


def _deciding(rows: Sequence[Row], table: Decision) -> Iterator[str]:
    yield from _headed(
        f"In which share of the {counted(table.solved, 'situation')} the option decides whether "
        "attack is below even odds, and its regret"
    )
    yield from line("", ["idle", "harms", "enough", "other", "none", "regret"])
    for row in rows[1:]:
        one = row.deciding
        shares = (one.not_needed, one.harms, one.enough, one.another, one.none)
        yield from line(row.label, [*(in_percent(x) for x in shares), _chance(row.regret.mean)])
    yield "  idle: not needed; enough: this one is; other: only another is; none is enough;"
    yield "  regret: how much likelier attack is than under the best choice of a situation,"
    yield "  no arrangement included"


def _worth(rows: Sequence[Row], table: Decision) -> Iterator[str]:
    parties = list(rows[0].worth)
    parties += [party for row in rows for party in row.worth if party not in parties]
    known = any(worth.given is not None for row in rows for worth in row.worth.values())
    given = f"given that {_sign(table)}" if known else "expected at the start"
    yield from _headed(f"What each party has of it, in prizes: {given}")
    for group in (parties[low : low + 5] for low in range(0, len(parties), 5)):
        yield from line("", [party[:7] for party in group])
        for row in rows:
            cells = []
            for party in group:
                worth = row.worth.get(party)
                value = None if worth is None else worth.given if known else worth.forced
                absent = value is None or value != value
                cells.append("-" if absent else f"{round(value or 0, 2) + 0:+.2f}")
            yield from line(row.label, cells)


def _switching(rows: Sequence[Row], table: Decision) -> Iterator[str]:
    yield from _headed(
        "What would have to be true for attack to lie below even odds, all else at its middle; in "
        "brackets what is taken, and the share of what is thought possible that lies between"
    )
    for row in rows[1:]:
        odds = "below even odds as long as" if row.deters else f"{_NOT_BELOW}; below only if"
        if not row.switches:
            odds = "below even odds" if row.deters else _NOT_BELOW
        alike = " (as with no arrangement)" if row.as_with_none else ""
        yield from told(f"  {row.label}{alike}: {odds}", "    ")
        inputs: dict[str, list[Switch]] = {}
        for one in row.switches:
            inputs.setdefault(one.name, []).append(one)
        for name, turns in [*inputs.items()][:_SWITCHES]:
            first, places = turns[0], [(one.value, one.deters) for one in turns]
            taken = f"{first.kind}: {taken_as(name, first.middle, first.span)}"
            taken += "" if first.span else f"; {percent(first.away)}"
            where = holding(name, table.inputs[name], places, first.middle, row.by)
            yield from told(f"    {where} ({taken})", "      ")
        if not row.switches:
            yield "    no single input changes that within its range"
        elif len(inputs) > _SWITCHES:
            yield f"    and {len(inputs) - _SWITCHES} more in the JSON"


def _sign(table: Decision) -> str:
    """Say that those sign who could refuse before all else: all, unless others choose later."""
    first = table.signing["first"]
    if not table.signing["later"]:
        return "all sign"
    return f"{listed(first)} {'sign' if len(first) > 1 else 'signs'}"


def _headed(text: str) -> Iterable[str]:
    return ["", *wrap(text, WIDTH)]


def told(text: str, indent: str = "  ") -> list[str]:
    """Return a line of prose over as many lines as it takes, the later ones set in."""
    return wrap(text, WIDTH, subsequent_indent=indent)


def counted(count: int, what: str) -> str:
    """Return a number of things in grammar.

    Examples
    --------
    >>> counted(1, "draw"), counted(500, "draw")
    ('1 draw', '500 draws')
    """
    return f"{count} {what}{'' if count == 1 else 's'}"


def line(label: str, cells: Sequence[str], wide: int = 7, of: int = _LABEL) -> Iterator[str]:
    """Yield a row of a table: a label, over several lines where it is long, and cells set right.

    A label is never cut: two that begin alike would look the same.
    """
    *above, last = wrap(label, of, subsequent_indent="  ") or [""]
    yield from (f"  {part}" for part in above)
    yield f"  {last:<{of}}{''.join(f'{cell:>{wide}}' for cell in cells)}".rstrip()


def _chance(value: float | None) -> str:
    if value is None:
        return "-"
    if value != value:
        return "n/k"
    return f"{value:.2f}" if value >= 0.005 or value == 0 else "<.005"


def in_percent(share: float) -> str:
    r"""Write a share in a cell of a table; one that is there is not written as none.

    Examples
    --------
    >>> [in_percent(share) for share in (0.0, 0.005, 0.472, float("nan"))]
    ['0\xa0%', '<1\xa0%', '47\xa0%', 'unsolved']
    """
    if share != share:  # of no draw that has a solution
        return "unsolved"
    if 0 < (told := round(share, 9)) <= 0.005 or 0.995 <= told < 1:  # a weighted one is a sum
        return "<1\u00a0%" if share < 0.5 else ">99\u00a0%"
    return f"{100 * share:.0f}\u00a0%"
