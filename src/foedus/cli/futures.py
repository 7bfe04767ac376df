"""What `foedus deter` says beyond the table: regret, conditions of failure, influence, maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import write
from foedus.figures import rounded

if TYPE_CHECKING:
    from foedus.deterrence import Box, Deterrence, RegimeMap, Reputation, Sensitivities
    from foedus.figures import Figure

_FAILS = 0.5
_MARKS = ".-+#@"
_SHOWN = 6


def again(found: Deterrence, told: Mapping[str, Reputation]) -> None:
    """Print how attack goes over several episodes, and what a broken promise changes."""
    count = len(next(iter(told.values())).attack)
    click.echo(
        f"\nOver {count} episodes, in which honouring is learned of: the chance of an attack in "
        "each, and in the second after a promise kept or broken in the first"
    )
    for name, option in found.options.items():
        if name not in told:
            click.echo(f"  {option.label}: nothing can be learned of honouring")
            continue
        one = told[name]
        each = ", ".join(_shown(figure) for figure in one.attack)
        kept, broken = _shown(one.next_attack["kept"]), _shown(one.next_attack["broken"])
        click.echo(
            f"  {option.label}: {each}; kept {kept}, broken {broken} ({_shown(one.lost)}); in the "
            f"first, beside a single episode, {_shown(one.first)}"
        )


def _shown(figure: Figure) -> str:
    return rounded(figure.value or 0.0, figure.unit)


def boxes(found: Deterrence, told: Mapping[str, Box | None]) -> None:
    """Print for each option the few conditions under which attack is likelier than not."""
    click.echo(f"\nWhere each option fails (chance of attack above {_FAILS:g})")
    for name, option in found.options.items():
        box = told[name]
        always = "in every draw" if (found.attack(name) > _FAILS).all() else "in no draw"
        click.echo(f"  {option.label} fails {box.sentence() if box else always}")


def sensitivity(found: Deterrence, told: Mapping[str, Sensitivities]) -> None:
    """Print for each option which inputs move the chance of attack most."""
    from foedus.deterrence import ERROR

    click.echo(
        "\nWhat decides (share of the variance of the chance of attack, with interactions, and its "
        "95 % error; scaled effect of a step through the range)"
    )
    for name, option in found.options.items():
        one = told[name]
        short = "" if one.error < ERROR else f"; the error is still {rounded(one.error)}"
        click.echo(f"  {option.label} (base sample {one.size}{short})")
        for row in one.rows[:_SHOWN]:
            error, effect = rounded(row.error), rounded(row.effect)
            click.echo(f"    {rounded(max(row.total, 0.0))} (+-{error}), {effect}  {row.name}")


def made_maps(found: Deterrence, two: tuple[str, str], fine: bool) -> dict[str, RegimeMap]:
    """Map each option over two parameters."""
    from foedus.deterrence import regimes

    return {name: regimes(job, *two, size=41 if fine else 21) for name, job in found.jobs.items()}


def draw(found: Deterrence, made: Mapping[str, RegimeMap], svg_file: str) -> None:
    """Draw the map of the one option to a file."""
    from foedus.views import regimes_svg

    ((name, one),) = made.items()
    write(svg_file, regimes_svg(one, found.options[name].label))


def maps(found: Deterrence, made: Mapping[str, RegimeMap]) -> None:
    """Print the adversary's best act over two parameters."""
    for name, one in made.items():
        click.echo(f"\n{found.options[name].label}")
        click.echo("\n".join(_drawn(one)))


def _drawn(made: RegimeMap) -> list[str]:
    across, up = made.names
    lines = [f"  {up} (up) {made.up[0]:.3g} to {made.up[-1]:.3g}"]
    lines += ["  " + "".join(_MARKS[min(act, 4)] * 2 for act in row) for row in made.act[::-1]]
    lines.append(f"  {across} (across) {made.across[0]:.3g} to {made.across[-1]:.3g}")
    there = sorted(set(made.act.ravel().tolist()))
    lines.append("  " + ", ".join(f"{_MARKS[min(act, 4)]} {made.acts[act]}" for act in there))
    return lines
