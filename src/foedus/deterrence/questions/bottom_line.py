"""The bottom line of a decision table, in sentences that are read off its plain data alone.

Each sentence names the set that it is said of. `tests/deterrence` builds them again from the JSON,
and a number that is changed there changes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any

from foedus.deterrence.job import NOTHING
from foedus.deterrence.questions.erring import erring
from foedus.deterrence.questions.unsaid import at_both_ends, situations, unmeasured, unsaid
from foedus.deterrence.taken import taken_as
from foedus.deterrence.wording import holding, valued
from foedus.figures import percent
from foedus.language import listed

Plain = Mapping[str, Any]
_FEW = 0.005
"""A share that rounds to none."""
_LEAST = 0.001
"""What is less is not written out."""
_MUCH = 0.1
"""How much likelier lesser breaches must become for a sentence to say so."""
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
    return [*told, *(said for said, _ in unsaid(table)), *unmeasured(table)]


def _about(nothing: Plain, options: Sequence[Plain], table: Plain) -> Iterator[str]:
    lost = table["draws"] - table["solved"]
    if lost:
        yield f"{lost} of {table['draws']} draws have no solution in numbers and are left out."
    if not table["solved"]:
        return
    attack = _attack(nothing, table)
    yield _in_general(nothing, options, table)
    idle = [row for row in options if _idle(row)]
    if idle:
        yield f"{_as_likely(idle, attack, table)} {_answered(idle, table)}"
    for row in options:
        if row not in idle:
            yield f"{_change(row, attack, table)} {_answered([row], table)}"
    yield from (_by_target(row, nothing) for row in options if row["fronts"])
    yield from (
        _instead(row, nothing) for row in options if _lesser(row) > _lesser(nothing) + _MUCH
    )
    if len(options) > 1:
        yield _best(options, attack, table)
    signing = [row for row in options if row["attack"]["given"] is not None]
    if signing:
        yield _signing(signing, attack, nothing, _signers(table))
    yield from _switches([row for row in options if row["switches"]], attack, table)
    yield from erring([nothing, *options], attack, table)
    yield from at_both_ends(nothing, options, table)


def _attack(row: Plain, table: Plain) -> str:
    """Return what an attack is called: by whom, where several are to be deterred."""
    several = len({one["by"] for one in table["rows"]}) > 1
    return f"an attack{' by ' + row['name'] if several else ''}{_anybody(row)}"


def _anybody(row: Plain) -> str:
    """Say, where there are several whom a party can attack, that it is of all of them."""
    return " against anybody" if row["fronts"] else ""


def _beside(row: Plain) -> Plain:
    """Return how an option compares with no arrangement at all."""
    return next(one for one in row["paired"] if one["other"] == NOTHING)


def _idle(row: Plain) -> bool:
    """Say whether an option makes attack neither less nor more likely in any situation."""
    return bool(_beside(row)["lower"] == _beside(row)["higher"] == 0)


def _in_general(nothing: Plain, options: Sequence[Plain], table: Plain) -> str:
    shares = nothing["deciding"]
    one = len(options) == 1
    always, never = (
        ("with the option on the table and with none", "is so with neither")
        if one
        else (
            f"whichever of the {len(options)} options is chosen, and with no arrangement at all",
            "is so with none of these",
        )
    )
    hangs = percent(shares["another"] + shares["harms"])
    return (
        f"Of {situations(table)} assumed here{taken_to_sign(table)}: "
        f"in {percent(shares['not_needed'])} an "
        f"attack by {nothing['name']}{_anybody(nothing)} is below even odds {always}; in "
        f"{percent(shares['none'])} it {never}; and in {hangs} it hangs on "
        f"{'the option' if one else 'which is chosen'}: in "
        f"{percent(shares['another'])} {'it' if one else 'an option'} brings attack below even "
        f"odds, and in {percent(shares['harms'])} {'it' if one else 'one'} lifts it to even odds "
        "or above."
    )


def taken_to_sign(table: Plain) -> str:
    """Say of figures that hold once all have signed that they do, where somebody could refuse.

    Those who choose in the game whether they sign are not among them.
    """
    refusable = table["signing"]["first"]
    return f" ({_signers(table)[0]} taken to have signed)" if refusable else ""


def _signers(table: Plain) -> tuple[str, str, str]:
    """Return who is taken to have signed, whose signatures these are, and that they sign."""
    first, later = table["signing"]["first"], table["signing"]["later"]
    if not later:
        return "all", "all signatures", "all sign"
    one = len(first) == 1
    whose = f"the signature{'' if one else 's'} of {listed(first)}"
    return listed(first), whose, "it signs" if one else "they sign"


def _as_likely(rows: Sequence[Plain], attack: str, table: Plain) -> str:
    most = max(_beside(row)["most"] for row in rows)
    return (
        f"{_labels(rows)}: {attack} is as likely as with no arrangement, within "
        f"{_bound(most)} in {_all(table)}."
    )


def _change(row: Plain, attack: str, table: Plain) -> str:
    paired, deciding = _beside(row), row["deciding"]
    return (
        f"{row['label']}: beside no arrangement {attack} is less likely in "
        f"{percent(paired['lower'])} of the situations (by more than "
        f"{table['tolerance']:g}), as likely in {percent(paired['same'])} and likelier in "
        f"{percent(paired['higher'])}; it falls below even odds in {percent(deciding['enough'])}, "
        f"and no longer lies below them in {percent(deciding['harms'])}."
    )


def _lesser(row: Plain) -> float:
    """Return the mean chance of a breach that is less than an attack."""
    return float(row["any_breach"]["forced"] - row["attack"]["forced"])


def _instead(row: Plain, nothing: Plain) -> str:
    """Say that lesser breaches are likelier, and in how many situations in place of an attack.

    Counted situation by situation: of two means that move apart it cannot be told.
    """
    instead, added = (percent(row["lesser"][key]) for key in ("instead", "added"))
    return (
        f"{row['label']}: lesser breaches by {row['name']} become likelier by more than {_MUCH:g} "
        f"on average: in {instead} of the situations an attack becomes less likely by as much, so "
        f"that they come in its place, and in {added} it does not; their mean chance is "
        f"{_number(_lesser(row))} (with no arrangement {_number(_lesser(nothing))}), and that of "
        f"any breach {_number(row['any_breach']['forced'])} (with no arrangement "
        f"{_number(nothing['any_breach']['forced'])})."
    )


def _by_target(row: Plain, nothing: Plain) -> str:
    """Say what an option does for each of several whom a party can attack: it may but deflect."""
    told = []
    for one, bare in zip(row["fronts"], nothing["fronts"], strict=True):
        beside = next(pair for pair in one["paired"] if pair["other"] == NOTHING)
        told.append(
            f"against {one['name']} less likely in {percent(beside['lower'])} of the situations "
            f"and likelier in {percent(beside['higher'])} (mean chance {_number(one['attack'])}, "
            f"with no arrangement {_number(bare['attack'])})"
        )
    return f"{row['label']}, by whom it is that {row['name']} attacks: {listed(told)}."


def _answered(rows: Sequence[Plain], table: Plain) -> str:
    """Say how many of the attacks that are made are answered with force, alike options together."""
    told: dict[str, list[Plain]] = {}
    for row in rows:
        told.setdefault(_share_met(row), []).append(row)
    one = len(told) == 1
    under = "it" if len(rows) == 1 else "them"
    name = rows[0]["name"]
    if one and "none" in told:
        return f"Under {under} there is no attack by {name} in any of {situations(table)}."
    if one and "hardly any" in told:
        return f"Under {under} the mean chance of an attack by {name} is less than {_LEAST:g}."
    parts = [
        f"{f'{share} is made' if share in _RARE else share} under {_labels(alike)}"
        for share, alike in told.items()
    ]
    shares = f"{next(iter(told))} are answered with force, in time or too late, under {under}"
    if not one:
        shares = f"these are answered with force, in time or too late: {', '.join(parts)}"
    said = f"Of the attacks by {name} {shares}"
    most = max((row["met"] for row in rows if row["met"] is not None), default=0.0)
    if most < _FEW:
        rare = "no" if most == 0 else "hardly ever a"
        return f"{said}: {rare} guarantee of force is in force, owed and honoured when one comes."
    return f"{said}."


_RARE = ("none", "hardly any")


def _share_met(row: Plain) -> str:
    """Return the share of attacks that are answered, unless there is hardly one to answer."""
    if row["met"] is None:
        return "none"
    return "hardly any" if row["attack"]["forced"] < _LEAST else percent(row["met"])


def _all(table: Plain) -> str:
    return "the one situation" if table["solved"] == 1 else f"all {table['solved']} situations"


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
    """Say which options fall least short of the best, by attack and when any breach counts."""
    by_attack, regret = _lowest(options, "regret", "mean")
    by_breach, short = _lowest(options, "regret_breach", "mean")
    one, of = len(by_attack) == 1, f"Of the {len(options)} options"
    if len(by_attack) == len(options):
        first = (
            f"Between the {len(options)} options there is nothing to choose by attack: under none "
            f"is {attack} likelier than under whichever is best in a situation, no arrangement "
            f"included, by more than {_bound(_most(options, 'regret'))}, on average"
        )
    elif _unbeaten(by_attack, "regret"):
        first = (
            f"{of} none does better than {_labels(by_attack)} in any of {situations(table)}, nor "
            "does no arrangement"
        )
    else:
        first = (
            f"{of} {_labels(by_attack)} {'falls' if one else 'fall'} least short of whichever is "
            f"best in a situation, no arrangement included: {attack} is {regret} likelier than "
            "under that one, on average"
        )
        if one:
            share = percent(by_attack[0]["regret"]["best"])
            first += f", and in {share} of {situations(table)} no other does better"
    if len(by_breach) == len(options):
        within = f"(within {_bound(_most(options, 'regret_breach'))})"
        if by_attack == by_breach:
            return f"{first}; nor when any breach counts {within}."
        return f"{first}. When any breach counts there is nothing to choose between them {within}."
    if by_attack == by_breach and _unbeaten(by_attack, "regret"):
        if _unbeaten(by_breach, "regret_breach"):
            return f"{first}, also when any breach counts."
    elif by_attack == by_breach:
        return f"{first}; so {'it does' if one else 'they do'} when any breach counts ({short})."
    apart = all(row not in by_breach for row in by_attack)
    decides = ": which act is to be deterred decides between them" if apart else ""
    falls = "falls" if len(by_breach) == 1 else "fall"
    return (
        f"{first}. When any breach counts {_named(by_breach, short)} {falls} least short of "
        f"whichever is best{decides}."
    )


def _most(options: Sequence[Plain], regret: str) -> float:
    return max(float(row[regret]["mean"]) for row in options)


def _unbeaten(rows: Sequence[Plain], regret: str) -> bool:
    """Say whether no other option does better in any situation."""
    return all(row[regret]["best"] == 1 and abs(row[regret]["mean"]) < _LEAST for row in rows)


def _named(rows: Sequence[Plain], figures: str) -> str:
    """Name options and their figure, and say where several count as level."""
    level = f", level within {_number(LEVEL)}" if len(rows) > 1 else ""
    return f"{_labels(rows)} ({figures}{level})"


def _signing(
    options: Sequence[Plain], attack: str, nothing: Plain, signers: tuple[str, str, str]
) -> str:
    _, signatures, sign = signers
    (free, forced), (freely, given), (calm, war) = (
        _lowest(options, "attack", what) for what in ("forced", "given", "war")
    )
    if len(options) == 1:
        return (
            f"The mean chance of {attack} under {_labels(free)} is {forced} with {signatures} "
            f"forced, {given} given that {sign}, and that of no deal or {attack} {war}."
        )
    return (
        f"The mean chance of {attack} is {_least(free, forced, nothing, 'forced')} with "
        f"{signatures} forced, and {_least(freely, given, nothing, 'given')} given that {sign}; "
        f"no deal or {attack} is {_least(calm, war, nothing, 'war', 'less likely')}."
    )


def _least(
    rows: Sequence[Plain], figures: str, nothing: Plain, key: str, less: str = "lower"
) -> str:
    """Name the options with the lowest figure; none where it is as low with no arrangement."""
    bare = nothing["attack"][key]
    if bare is not None and bare - min(float(row["attack"][key]) for row in rows) < LEVEL:
        return f"under no option {less} than with no arrangement ({_number(bare)})"
    return f"{'lowest' if less == 'lower' else 'least likely'} under {_named(rows, figures)}"


def _switches(rows: Sequence[Plain], attack: str, table: Plain) -> Iterator[str]:
    """Yield, by input, the values at which options start or stop to hold attack below even odds."""
    nearest = [(row["switches"][0]["name"], row["switches"][0]["middle"]) for row in rows]
    for name, middle in dict.fromkeys(nearest):
        mine = [row for row, of in zip(rows, nearest, strict=True) if of == (name, middle)]
        first = mine[0]["switches"][0]
        parts = []
        for deters, words in ((False, ("becomes", "once")), (True, ("is", "as long as"))):
            told: dict[str, list[str]] = {}
            for row in mine:
                for one in row["switches"][:1]:
                    if row["deters"] is deters:
                        turns = turning(row, name)
                        at = holding(name, table["inputs"][name], turns, middle, row["by"])
                        where = f"{words[1]} {at}"
                        where += "" if one["span"] else f" ({percent(one['away'])})"
                        alike = " (as with no arrangement)" if row["as_with_none"] else ""
                        told.setdefault(where, []).append(f"{row['label']}{alike}")
            if told:
                likely = f"{attack} {words[0]} less likely than not"
                under = [f"under {listed(labels)} {where}" for where, labels in told.items()]
                parts.append(f"{likely} {', '.join(under)}")
        taken = f"{valued(name, middle)} in the middle"
        between = " In brackets: the share of what is thought possible of it that lies between."
        if first["span"]:
            taken, between = taken_as(name, middle, first["span"]), ""
        yield (
            f"What changes the answer, all else at its middle: {table['inputs'][name]} "
            f"({taken}; {first['kind']}): {'; '.join(parts)}.{between}"
        )


def turning(row: Plain, name: str) -> list[tuple[float, str]]:
    """Return every value of an input at which an option starts or stops to deter, and the side."""
    return [(one["value"], one["deters"]) for one in row["switches"] if one["name"] == name]


def _bound(value: float) -> str:
    """Write what a difference is at most: never less than it is.

    Examples
    --------
    >>> _bound(0.024), _bound(0.02), _bound(0.0041), _bound(1e-9)
    ('0.03', '0.02', '0.005', '0.001')
    """
    steps = 100 if value > 0.01 else 1000
    return _number(max(1, ceil(round(value * steps, 6))) / steps)


def _number(value: float | None) -> str:
    if value is None:
        return "not known"
    if 0 < abs(value) < _LEAST:
        return f"less than {_LEAST:g}"
    return f"{value:.2f}" if abs(value) >= 0.01 or value == 0 else f"{value:.3f}"
