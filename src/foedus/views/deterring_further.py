"""What `foedus deter` says beyond the table: episodes, where it fails, what decides, maps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from foedus.deterrence import (
    ERROR,
    Box,
    Deterrence,
    RegimeMap,
    Reputation,
    Sensitivities,
    Sensitivity,
)
from foedus.figures import Figure, rounded
from foedus.views.deterring import told as said

_FAILS = 0.5
_MARKS = ".-+#@"
_SHOWN = 6


def again(found: Deterrence, told: Mapping[str, Reputation]) -> Iterator[str]:
    """Yield how attack goes over several episodes, and what a broken promise changes."""
    count = len(next(iter(told.values())).attack)
    yield ""
    yield from said(
        f"Over {count} episodes, in which honouring is learned of: the chance of an attack in "
        "each, and in the second after a promise kept or broken in the first (a mean over all "
        "draws, however seldom a promise is called on in them)",
        "",
    )
    for name, option in found.options.items():
        if name not in told:
            yield f"  {option.label}: nothing can be learned of honouring"
            continue
        one = told[name]
        each = ", ".join(_shown(figure) for figure in one.attack)
        kept, broken = _shown(one.next_attack["kept"]), _shown(one.next_attack["broken"])
        yield from said(
            f"  {option.label}: {each}; kept {kept}, broken {broken} ({_shown(one.lost)}); in the "
            f"first, beside a single episode, {_shown(one.first)}",
            "    ",
        )


def _shown(figure: Figure) -> str:
    return rounded(figure.value or 0.0, figure.unit)


def boxes(found: Deterrence, told: Mapping[str, Box | None]) -> Iterator[str]:
    """Yield for each option the few conditions under which attack is likelier than not."""
    yield f"\nWhere each option fails (chance of attack above {_FAILS:g})"
    for name, option in found.options.items():
        box = told[name]
        always = "in every draw" if (found.attack(name) > _FAILS).all() else "in no draw"
        yield from said(f"  {option.label} fails {box.sentence() if box else always}", "    ")


def sensitivity(found: Deterrence, told: Mapping[str, Sensitivities]) -> Iterator[str]:
    """Yield for each option which inputs move the chance of attack most."""
    yield ""
    yield from said(
        "What decides (share of the variance of the chance of attack, with interactions, and its "
        "95 % error; scaled effect of a step through the range)",
        "",
    )
    for name, option in found.options.items():
        one = told[name]
        short = "" if one.error < ERROR else f"; the error is still {rounded(one.error)}"
        yield f"  {option.label} (base sample {one.size}{short})"
        for row in one.rows[:_SHOWN]:
            error, effect = rounded(row.error), rounded(row.effect)
            yield f"    {rounded(max(row.total, 0.0))} (+-{error}), {effect}  {_which(row)}"


def _which(row: Sensitivity) -> str:
    """Name an input as ``--vary`` takes it; of a force, which has no id, say whose it is."""
    return f"{row.name}, {row.called}" if row.name.startswith("forces.") else row.name


def maps(found: Deterrence, made: Mapping[str, RegimeMap]) -> Iterator[str]:
    """Yield what the adversary would do over two parameters, and what that supposes."""
    for name, one in made.items():
        yield f"\n{found.options[name].label}"
        yield from (f"  {sentence}" for sentence in one.read())
        across, up = one.names
        yield f"  {up} (up) {one.up[0]:.3g} to {one.up[-1]:.3g}"
        for row in one.act[::-1]:
            yield "  " + "".join(_MARKS[min(act, 4)] * 2 for act in row)
        yield f"  {across} (across) {one.across[0]:.3g} to {one.across[-1]:.3g}"
        there = sorted(set(one.act.ravel().tolist()))
        yield "  " + ", ".join(f"{_MARKS[min(act, 4)]} {one.acts[act]}" for act in there)
