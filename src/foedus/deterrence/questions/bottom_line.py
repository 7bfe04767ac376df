"""The bottom line of a decision table, in sentences that are read off its plain data alone.

Each sentence names the set that it is said of. `tests/deterrence` builds them again from the JSON,
and a number that is changed there changes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foedus.deterrence.job import NOTHING
from foedus.deterrence.wording import beside, valued
from foedus.figures import percent
from foedus.language import listed

Plain = Mapping[str, Any]
_FEW = 0.005
"""A share that rounds to none."""
LEVEL = 0.01
"""Means that differ by less count as level: none of them is called the lowest."""


def bottom_line(table: Plain) -> list[str]:
    """Return what a decision table says.

    Parameters
    ----------
    table
        `foedus.deterrence.Decision.as_json`.
    """
    told: list[str] = []
    for by in dict.fromkeys(row["by"] for row in table["rows"]):
        rows = [row for row in table["rows"] if row["by"] == by]
        told += _about(rows[0], rows[1:], table)
    return [*told, *_unmeasured(table)]


def _about(nothing: Plain, options: Sequence[Plain], table: Plain) -> Iterator[str]:
    lost = table["draws"] - table["solved"]
    if lost:
        yield f"{lost} of {table['draws']} draws have no solution in numbers and are left out."
    if not table["solved"]:
        return
    attack = _attack(nothing, table)
    yield _in_general(nothing, options, table)
    idle = [row for row in options if _beside(row)["lower"] == _beside(row)["higher"] == 0]
    if idle:
        yield f"{_as_likely(idle, attack, table)} {_answered(idle, table)}"
    for row in options:
        if row not in idle:
            yield f"{_change(row, attack, table)} {_answered([row], table)}"
    if len(options) > 1:
        yield _best(options, attack, table)
    signing = [row for row in options if row["attack"]["given"] is not None]
    if signing:
        yield _signing(signing, attack)
    yield from _switches([row for row in options if row["switches"]], attack, table)
    yield from _not_known(nothing, options, table)


def _attack(row: Plain, table: Plain) -> str:
    """Return what an attack is called: by whom, where several are to be deterred."""
    several = len({one["by"] for one in table["rows"]}) > 1
    return f"an attack by {row['name']}" if several else "an attack"


def _beside(row: Plain) -> Plain:
    """Return how an option compares with no arrangement at all."""
    return next(one for one in row["paired"] if one["other"] == NOTHING)


def _in_general(nothing: Plain, options: Sequence[Plain], table: Plain) -> str:
    shares = nothing["deciding"]
    one = len(options) == 1
    none = "it does not bring it there either" if one else "none of them brings it there"
    among = "with the option on the table" if one else f"with the {len(options)} options"
    return (
        f"Of the {table['solved']} situations assumed here: in {percent(shares['not_needed'])} an "
        f"attack by {nothing['name']} is below even odds with no arrangement at all; {among}, in "
        f"{percent(shares['none'])} {none}, and in {percent(shares['another'])} "
        f"{'it does' if one else 'it hangs on which is chosen'}."
    )


def _as_likely(rows: Sequence[Plain], attack: str, table: Plain) -> str:
    most = max(_beside(row)["most"] for row in rows)
    return (
        f"{_labels(rows)}: {attack} is as likely as with no arrangement, within "
        f"{_number(max(most, 0.001))} in all {table['solved']} situations."
    )


def _change(row: Plain, attack: str, table: Plain) -> str:
    paired, deciding = _beside(row), row["deciding"]
    return (
        f"{row['label']}: beside no arrangement {attack} is less likely in "
        f"{percent(paired['lower'])} of the situations (by more than "
        f"{_number(table['tolerance'])}), as likely in {percent(paired['same'])} and likelier in "
        f"{percent(paired['higher'])}; it falls below even odds in {percent(deciding['enough'])}, "
        f"and no longer lies below them in {percent(deciding['harms'])}."
    )


def _answered(rows: Sequence[Plain], table: Plain) -> str:
    """Say how many of the attacks that are made are answered with force."""
    met = [row["met"] for row in rows if row["met"] is not None]
    under = "it" if len(rows) == 1 else "them"
    name = rows[0]["name"]
    if not met:
        solved = table["solved"]
        return f"Under {under} there is no attack by {name} in any of the {solved} situations."
    low, high = percent(min(met)), percent(max(met))
    share = high if low == high or max(met) < _FEW else f"{low} to {high}"
    told = f"Of the attacks by {name} {share} are answered with force under {under}"
    if max(met) < _FEW:
        rare = "no" if max(met) == 0 else "hardly ever a"
        return f"{told}: {rare} guarantee of force is in force, owed and honoured when one comes."
    return f"{told}."


def _labels(rows: Sequence[Plain]) -> str:
    return listed([row["label"] for row in rows])


def _lowest(options: Sequence[Plain], figure: str, key: str) -> tuple[list[Plain], str]:
    """Return the options whose figure is lowest, or level with the lowest, and the figures."""
    of = [float(row[figure][key]) for row in options]
    level = [at for at, value in enumerate(of) if value - min(of) < LEVEL]
    most = max(of[at] for at in level)
    ends = dict.fromkeys((_number(min(of)), _number(most)))
    return [options[at] for at in level], " to ".join(ends)


def _best(options: Sequence[Plain], attack: str, table: Plain) -> str:
    by_attack, regret = _lowest(options, "regret", "mean")
    by_breach, short = _lowest(options, "regret_breach", "mean")
    shares = [row["regret"]["best"] for row in by_attack]
    share = " to ".join(dict.fromkeys((percent(min(shares)), percent(max(shares)))))
    first = (
        f"Of the {len(options)} options {_labels(by_attack)} "
        f"{'falls' if len(by_attack) == 1 else 'fall'} least short of whichever is "
        f"best in a situation: {attack} is {regret} likelier than under that one, on average, and "
        f"in {share} of the {table['solved']} situations no other does better"
    )
    if by_attack == by_breach:
        does = "it does" if len(by_attack) == 1 else "they do"
        return f"{first}; so {does} when any breach counts ({short})."
    apart = all(row not in by_breach for row in by_attack)
    decides = ": which act is to be deterred decides between them" if apart else ""
    does = "it is" if len(by_breach) == 1 else "they are"
    return f"{first}. When any breach counts {does} {_named(by_breach, short)}{decides}."


def _named(rows: Sequence[Plain], figures: str) -> str:
    """Name options and their figure, and say where several count as level."""
    level = f", level within {_number(LEVEL)}" if len(rows) > 1 else ""
    return f"{_labels(rows)} ({figures}{level})"


def _signing(options: Sequence[Plain], attack: str) -> str:
    (free, forced), (freely, given), (calm, war) = (
        _lowest(options, "attack", what) for what in ("forced", "given", "war")
    )
    if len(options) == 1:
        return (
            f"The mean chance of {attack} under {_labels(free)} is {forced} with all signatures "
            f"forced, {given} given that all sign, and that of no deal or {attack} {war}."
        )
    return (
        f"The mean chance of {attack} is lowest under {_named(free, forced)} with all "
        f"signatures forced, and under {_named(freely, given)} given that all sign; no deal "
        f"or {attack} is least likely under {_named(calm, war)}."
    )


def _switches(rows: Sequence[Plain], attack: str, table: Plain) -> Iterator[str]:
    """Yield, by input, the values at which options start or stop to hold attack below even odds."""
    nearest = [(row["switches"][0]["name"], row["switches"][0]["middle"]) for row in rows]
    for name, middle in dict.fromkeys(nearest):
        mine = [row for row, of in zip(rows, nearest, strict=True) if of == (name, middle)]
        first = mine[0]["switches"][0]
        parts = []
        for deters, words in ((False, ("becomes", "once")), (True, ("is", "only while"))):
            told: dict[str, list[str]] = {}
            for row in mine:
                for one in row["switches"][:1]:
                    if row["deters"] is deters:
                        at = beside(one["name"], table["inputs"][name], one["deters"], one["value"])
                        where = f"{words[1]} {at} ({percent(one['away'])})"
                        told.setdefault(where, []).append(row["label"])
            if told:
                likely = f"{attack} {words[0]} less likely than not"
                under = [f"under {listed(labels)} {where}" for where, labels in told.items()]
                parts.append(f"{likely} {', '.join(under)}")
        yield (
            f"What changes the answer, all else at its middle: {table['inputs'][name]} "
            f"({valued(name, first['middle'])} in the middle; {first['kind']}): "
            f"{'; '.join(parts)}. In "
            "brackets: the share of what is thought possible of it that lies between."
        )


_SILENT = {
    "false_alarm": (
        "how likely {who} is found in breach when there was none (false_alarm under its conduct)",
        "it never happens, and if it always does",
    ),
    "detect": (
        "how likely acts of {who} are noticed and laid at its door (detect, attribute)",
        "they always are, and if they never are",
    ),
}


def _not_known(nothing: Plain, options: Sequence[Plain], table: Plain) -> Iterator[str]:
    """Yield what the figures would be at the other end of what the file is silent on."""
    labels = {row["option"]: row["label"] for row in options}
    ends = [one for one in table["not_known"] if one["by"] == nothing["by"]]
    for what, (asked, ways) in _SILENT.items():
        mine = [one for one in ends if one["what"] == what and one["option"] in labels]
        if not mine:
            continue
        ids = dict.fromkeys(name.split(".")[1] for one in mine for name in one["names"])
        parties = [table["parties"][one] for one in ids]
        told = ", ".join(
            f"{labels[one['option']]} {one['played']:.2f} and {one['other']:.2f}" for one in mine
        )
        yield (
            f"Not known: {asked.format(who=listed(parties))}. The mean chance that "
            f"{nothing['name']} attacks if {ways}: {told}. All other figures are for the first."
        )


_BY_NOBODY = {
    "judged": ("is an analyst's judgement", "are an analyst's judgement"),
    "assumed": ("is assumed", "are assumed"),
}


def _unmeasured(table: Plain) -> Iterator[str]:
    """Yield how many inputs nobody has measured, and which of them decides."""
    kinds = {kind: len(names) for kind, names in table["unmeasured"].items()}
    every, measured = sum(kinds.values()), kinds["measured"]
    if every == measured:
        yield (
            f"Of the {every} inputs with a range all are measured."
            if every
            else f"No input has a range: the {table['solved']} situations differ at most in how "
            "votes and procedures go."
        )
        return
    told = [f"{kinds[k]} {says[kinds[k] > 1]}" for k, says in _BY_NOBODY.items() if kinds[k]]
    costs = dict.fromkeys(row["switches"][0]["name"] for row in table["rows"] if row["switches"])
    decisive = [name for name in costs if name not in table["unmeasured"]["measured"]][:3]
    some = "namely" if every - measured == 1 else "among them"
    among = f", {some} {listed([table['inputs'][n] for n in decisive])}" if decisive else ""
    known = f"{measured or 'none'} {'is' if measured < 2 else 'are'}"
    yield (
        f"Of the inputs with a range ({every}) {known} measured; {' and '.join(told)}{among}: "
        f"nobody has measured {'it' if every - measured == 1 else 'these'}."
    )


def _number(value: float | None) -> str:
    if value is None:
        return "not known"
    return f"{value:.2f}" if abs(value) >= 0.01 or value == 0 else f"{value:.3f}"
