"""What `foedus deter` says beyond the table: regret, conditions of failure, influence, maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import stop, write
from foedus.figures import rounded

if TYPE_CHECKING:
    from foedus.deterrence import Deterrence
    from foedus.deterrence.regimes import RegimeMap
    from foedus.deterrence.reputation import Reputation
    from foedus.figures import Figure

_FAILS = 0.5
_MARKS = ".-+#@"
_SHOWN = 6


def regrets(found: Deterrence) -> None:
    """Print how each option fares beside the others on the same draws."""
    from foedus.deterrence.robustness import GOOD_ENOUGH, robustness

    rows = {name: found.attack(name) for name in found.options}
    click.echo(
        f"\nBeside the others, draw by draw (good enough: attack at most {GOOD_ENOUGH:g}; regret: "
        "how much more likely attack is than under the best option)"
    )
    for name, row in robustness(rows).items():
        click.echo(
            f"  {found.options[name].label}: good enough in {row.satisfies}, best in {row.best}, "
            f"regret {row.regret}"
        )


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


def boxes(found: Deterrence) -> None:
    """Print for each option the few conditions under which attack is likelier than not."""
    from foedus.deterrence.discovery import discover
    from foedus.deterrence.inputs import inputs

    click.echo(f"\nWhere each option fails (chance of attack above {_FAILS:g})")
    for name, option in found.options.items():
        fails = found.attack(name) > _FAILS
        box = discover(inputs(found.jobs[name], found.chunks), fails)
        always = "in every draw" if fails.all() else "in no draw"
        click.echo(f"  {option.label} fails {box.sentence() if box else always}")


def sensitivity(found: Deterrence) -> None:
    """Print for each option which estimates move the chance of attack most."""
    from foedus.deterrence.sensitivity import sensitivities

    click.echo(
        "\nWhat decides (share of the variance of the chance of attack, with interactions, and its "
        "95 % error; mean change of that chance over steps through the range)"
    )
    for name, option in found.options.items():
        click.echo(f"  {option.label}")
        for one in sensitivities(found.jobs[name])[:_SHOWN]:
            error, effect = rounded(one.total_error), rounded(one.effect)
            click.echo(f"    {rounded(max(one.total, 0.0))} (+-{error}), {effect}  {one.name}")


def maps(found: Deterrence, two: tuple[str, str], svg_file: str | None) -> None:
    """Print, or draw, the adversary's best act over two parameters."""
    from foedus.deterrence.regimes import regimes

    if svg_file is not None and len(found.options) != 1:
        stop("--svg draws the map of one option: name it with --options.")
    for name, option in found.options.items():
        made = regimes(found.jobs[name], *two, size=41 if svg_file else 21)
        if svg_file is not None:
            from foedus.views.regimes import svg

            write(svg_file, svg(made, option.label))
            continue
        click.echo(f"\n{option.label}")
        click.echo("\n".join(_drawn(made)))


def _drawn(made: RegimeMap) -> list[str]:
    across, up = made.names
    lines = [f"  {up} (up) {made.up[0]:.3g} to {made.up[-1]:.3g}"]
    lines += ["  " + "".join(_MARKS[min(act, 4)] * 2 for act in row) for row in made.act[::-1]]
    lines.append(f"  {across} (across) {made.across[0]:.3g} to {made.across[-1]:.3g}")
    there = sorted(set(made.act.ravel().tolist()))
    lines.append("  " + ", ".join(f"{_MARKS[min(act, 4)]} {made.acts[act]}" for act in there))
    return lines
