"""The bottom line of a decision table, in sentences that are read off its plain data alone.

Each sentence names the set that it is said of. `tests/deterrence` builds them again from the JSON,
and a number that is changed there changes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foedus.figures import percent

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
    idle = [row for row in options if _beside(row)["lower"] == _beside(row)["higher"] == 0]
    if idle:
        yield f"{_as_likely(idle, table)} {_answered(idle)}"
    for row in options:
        if row not in idle:
            yield f"{_change(row, table)} {_answered([row])}"
    if len(options) > 1:
        yield _best(options, table)
    signing = [row for row in options if row["attack"]["given"] is not None]
    if signing:
        yield _signing(signing)
    yield from _switches([row for row in options if row["switches"]])
    yield from _not_known(nothing, options, table)


def _beside(row: Plain) -> Plain:
    """Return how an option compares with no arrangement at all."""
    return next(one for one in row["paired"] if one["other"] == NOTHING)


def _in_general(nothing: Plain, options: Sequence[Plain], table: Plain) -> str:
    deciding = nothing["deciding"]
    each = "the one option" if len(options) == 1 else f"any of the {len(options)} options"
    return (
        f"Of the {table['solved']} situations assumed here: in {percent(deciding['not_needed'])} "
        f"{nothing['name']} is likelier not to attack than to, though there is no arrangement; in "
        f"{percent(deciding['none'])} it is likelier to attack under {each}; in "
        f"{percent(deciding['another'])} the choice of an option decides which of the two it is."
    )


def _as_likely(rows: Sequence[Plain], table: Plain) -> str:
    most = max(_beside(row)["most"] for row in rows)
    return (
        f"{_listed(rows)}: an attack is as likely as with no arrangement, within "
        f"{_number(max(most, 0.001))} in all {table['solved']} situations."
    )


def _change(row: Plain, table: Plain) -> str:
    paired, deciding = _beside(row), row["deciding"]
    return (
        f"{row['label']}: beside no arrangement an attack is less likely in "
        f"{percent(paired['lower'])} of the situations (by more than "
        f"{_number(table['tolerance'])}), as likely in {percent(paired['same'])}, likelier in "
        f"{percent(paired['higher'])}; in {percent(deciding['enough'])} it is then "
        f"likelier not to come than to come, in "
        f"{percent(deciding['harms'])} the reverse."
    )


def _answered(rows: Sequence[Plain]) -> str:
    """Say how many of the attacks that are made are answered with force."""
    met = [row["met"] for row in rows if row["met"] is not None]
    if not met:
        return "Nobody attacks."
    low, high = percent(min(met)), percent(max(met))
    share = high if low == high or max(met) < _FEW else f"{low} to {high}"
    told = f"Of the attacks that are made {share} are answered with force under it"
    told = told if len(rows) == 1 else told.replace("under it", "under them")
    if max(met) < _FEW:
        return f"{told}: no guarantee of force is in force, owed and honoured when one comes."
    return f"{told}."


def _best(options: Sequence[Plain], table: Plain) -> str:
    by_attack = min(options, key=lambda row: row["regret"]["mean"])
    by_breach = min(options, key=lambda row: row["regret_breach"]["mean"])
    first = (
        f"Of the {len(options)} options {by_attack['label']} falls least short of whichever is "
        f"best in a situation: an attack is {_number(by_attack['regret']['mean'])} likelier than "
        f"under that one, on average, and in {percent(by_attack['regret']['best'])} of the "
        f"{table['solved']} situations no other does better"
    )
    regret = _number(by_breach["regret_breach"]["mean"])
    if by_attack["option"] == by_breach["option"]:
        return f"{first}; so it does when any breach counts ({regret})."
    return (
        f"{first}. When any breach counts it is {by_breach['label']} ({regret}): which act is to "
        "be deterred decides between them."
    )


def _signing(options: Sequence[Plain]) -> str:
    forced = min(options, key=lambda row: row["attack"]["forced"])
    given = min(options, key=lambda row: row["attack"]["given"])
    war = min(options, key=lambda row: row["attack"]["war"])
    if len(options) == 1:
        one = forced["attack"]
        return (
            f"The mean chance of an attack under {forced['label']} is {_number(one['forced'])} "
            f"with all signatures forced, {_number(one['given'])} given that all sign, and that "
            f"of no deal or an attack {_number(one['war'])}."
        )
    return (
        f"The mean chance of an attack is lowest under {forced['label']} "
        f"({_number(forced['attack']['forced'])}) with all signatures forced, and under "
        f"{given['label']} ({_number(given['attack']['given'])}) given that all sign; no deal or "
        f"an attack is least likely under {war['label']} ({_number(war['attack']['war'])})."
    )


def _switches(rows: Sequence[Plain]) -> Iterator[str]:
    """Yield, by input, the values at which options start or stop to hold attack below even odds."""
    nearest = [(row["switches"][0]["name"], row["switches"][0]["middle"]) for row in rows]
    for name, middle in dict.fromkeys(nearest):
        mine = [row for row, of in zip(rows, nearest, strict=True) if of == (name, middle)]
        first = mine[0]["switches"][0]
        parts = []
        for deters, word in ((False, "starts"), (True, "stops")):
            told = [
                f"{row['label']} at {one['value']:.2g} ({percent(one['away'])})"
                for row in mine
                for one in row["switches"][:1]
                if row["deters"] is deters
            ]
            if told:
                parts.append(f"attack {word} to be less likely than not under {', '.join(told)}")
        yield (
            f"What changes the answer, all else at its middle: {called(name)} "
            f"({first['middle']:.2g} in the middle; {first['kind']}): {'; '.join(parts)}. In "
            "brackets: the share of what is thought possible of it that lies between."
        )


def called(name: str) -> str:
    """Return what an input is called in a sentence.

    Examples
    --------
    >>> called("stakes.RUS.the cost of war"), called("honour.pact")
    ('the cost of war to RUS', 'honour.pact')
    """
    kind, _, rest = name.partition(".")
    party, _, label = rest.partition(".")
    return f"{label} to {party}" if kind == "stakes" and label else name


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
        parties = dict.fromkeys(name.split(".")[1] for one in mine for name in one["names"])
        told = ", ".join(
            f"{labels[one['option']]} {one['played']:.2f} and {one['other']:.2f}" for one in mine
        )
        yield (
            f"Not known: {asked.format(who=' and '.join(parties))}. The mean chance that "
            f"{nothing['name']} attacks if {ways}: {told}. All other figures are for the first."
        )


def _unmeasured(table: Plain) -> Iterator[str]:
    kinds = {kind: len(names) for kind, names in table["unmeasured"].items()}
    every = sum(kinds.values())
    if not every:
        return
    costs = dict.fromkeys(row["switches"][0]["name"] for row in table["rows"] if row["switches"])
    decisive = [name for name in costs if name not in table["unmeasured"]["measured"]]
    names = f", among them {', '.join(map(called, decisive[:3]))}" if decisive else ""
    yield (
        f"Of the {every} inputs with a range {kinds['measured']} are measured; "
        f"{kinds['judged']} are an analyst's judgement and {kinds['assumed']} are assumed{names}: "
        "nobody has measured these."
    )


def _number(value: float | None) -> str:
    if value is None:
        return "not known"
    return f"{value:.2f}" if abs(value) >= 0.01 or value == 0 else f"{value:.3f}"


def _listed(rows: Sequence[Plain]) -> str:
    *others, last = (row["label"] for row in rows)
    return f"{', '.join(others)} and {last}" if others else str(last)
