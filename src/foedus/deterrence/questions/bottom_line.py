"""The bottom line of a decision table, in sentences that are read off its plain data alone.

Each sentence names the set that it is said of. `tests/deterrence` builds them again from the JSON,
and a number that is changed there changes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Plain = Mapping[str, Any]
_FEW = 0.005
"""A share that rounds to none."""
NOTHING = "-"


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
    yield _in_general(nothing, options, table)
    for row in options:
        yield f"{_change(row, table)} {_why(row)}"
    if len(options) > 1:
        yield _best(options, table)
    signing = [row for row in options if row["attack"]["given"] is not None]
    if signing:
        yield _signing(signing)
    for row in options:
        if row["switches"]:
            yield _switch(row)


def _in_general(nothing: Plain, options: Sequence[Plain], table: Plain) -> str:
    none, unneeded = nothing["deciding"]["none"], nothing["deciding"]["not_needed"]
    choice = nothing["deciding"]["another"]
    return (
        f"In {_share(unneeded)} of the {table['solved']} situations assumed here {nothing['name']} "
        f"attacks with less than even odds though there is no arrangement; in {_share(none)} "
        f"{_of(len(options))} brings attack below even odds; in {_share(choice)} the choice of an "
        "option decides."
    )


def _of(count: int) -> str:
    return "not even the one option" if count == 1 else f"none of the {count} options"


def _change(row: Plain, table: Plain) -> str:
    paired = next(one for one in row["paired"] if one["other"] == NOTHING)
    tolerance, draws = table["tolerance"], table["solved"]
    if paired["lower"] == paired["higher"] == 0:
        return (
            f"{row['label']}: attack is as likely as with no arrangement, within "
            f"{_number(max(paired['most'], 0.001))} in all {draws} situations."
        )
    return (
        f"{row['label']}: beside no arrangement attack is less likely, by more than "
        f"{_number(tolerance)}, in {_share(paired['lower'])} of the situations, more likely in "
        f"{_share(paired['higher'])}, and the same in {_share(paired['same'])}; it takes attack "
        f"below even odds in {_share(row['deciding']['enough'])}, and above them in "
        f"{_share(row['deciding']['harms'])}."
    )


def _why(row: Plain) -> str:
    met = row["met"]
    if met is None:
        return "Nobody attacks."
    answered = f"Of the attacks that are made {_share(met)} are answered with force under it"
    if met < _FEW:
        return f"{answered}: no guarantee is in force, owed and honoured when one comes."
    return f"{answered}."


def _best(options: Sequence[Plain], table: Plain) -> str:
    by_attack = min(options, key=lambda row: row["regret"]["mean"])
    by_breach = min(options, key=lambda row: row["regret_breach"]["mean"])
    first = (
        f"Of the {len(options)} options considered, {by_attack['label']} has the least regret when "
        f"attacks count ({_number(by_attack['regret']['mean'])}; no other does better in "
        f"{_share(by_attack['regret']['best'])} of the {table['solved']} situations)"
    )
    regret = _number(by_breach["regret_breach"]["mean"])
    if by_attack["option"] == by_breach["option"]:
        return f"{first}, and when any breach counts ({regret})."
    return (
        f"{first}; when any breach counts it is {by_breach['label']} ({regret}). Which act "
        "is to be deterred decides between them."
    )


def _signing(options: Sequence[Plain]) -> str:
    forced = min(options, key=lambda row: row["attack"]["forced"])
    given = min(options, key=lambda row: row["attack"]["given"])
    war = min(options, key=lambda row: row["attack"]["war"])
    if len(options) == 1:
        one = forced["attack"]
        return (
            f"With all signatures forced the mean chance of attack under {forced['label']} is "
            f"{_number(one['forced'])}, given that all sign {_number(one['given'])}, and of no "
            f"deal or an attack {_number(one['war'])}."
        )
    return (
        f"Among these {len(options)} the mean chance of attack is lowest under {forced['label']} "
        f"({_number(forced['attack']['forced'])}) with all signatures forced, and under "
        f"{given['label']} ({_number(given['attack']['given'])}) given that all sign; no deal or "
        f"an attack is least likely under {war['label']} ({_number(war['attack']['war'])})."
    )


def _switch(row: Plain) -> str:
    one = row["switches"][0]
    side = "starts" if not row["deters"] else "stops"
    return (
        f"{row['label']}, with all else at its middle, {side} to keep attack below even odds where "
        f"{one['name']} is {one['value']:.2g} instead of {one['middle']:.2g} ({one['kind']}; "
        f"{_share(one['away'])} of what is thought possible of it lies between)."
    )


def _unmeasured(table: Plain) -> Iterator[str]:
    kinds = {kind: len(names) for kind, names in table["unmeasured"].items()}
    every = sum(kinds.values())
    if not every:
        return
    costs = dict.fromkeys(row["switches"][0]["name"] for row in table["rows"] if row["switches"])
    decisive = [name for name in costs if name not in table["unmeasured"]["measured"]]
    names = f", among them {', '.join(decisive[:3])}" if decisive else ""
    yield (
        f"Of the {every} inputs with a range {kinds['measured']} are measured; "
        f"{kinds['judged']} are an analyst's judgement and {kinds['assumed']} are assumed{names}: "
        "nobody has measured these."
    )


def _share(share: float | None) -> str:
    if share is None:
        return "a share not known"
    if 0 < share < _FEW:
        return "less than 1\u00a0%"
    if 1 - _FEW < share < 1:
        return "more than 99\u00a0%"
    return f"{100 * share:.0f}\u00a0%"


def _number(value: float | None) -> str:
    if value is None:
        return "not known"
    return f"{value:.2f}" if abs(value) >= 0.01 or value == 0 else f"{value:.3f}"
