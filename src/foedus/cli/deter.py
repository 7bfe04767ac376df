"""`foedus deter`: the options on the table as games, solved on the same draws."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from foedus.cli.edge import JSON, OUT, Number, deliver_json, load, stop, take, working, write
from foedus.texts import in_csv

if TYPE_CHECKING:
    from foedus.deterrence import Deterrence
    from foedus.deterrence.claims import Claims
    from foedus.deterrence.reputation import Reputation
    from foedus.figures import Figure
    from foedus.language import Arrangement

_NO_FORECAST = "This follows from the text and the stakes in the file; it is no forecast."


def _ranges(_context: object, _parameter: object, given: tuple[str, ...]) -> dict[str, object]:
    """Read NAME=LOW:HIGH or NAME=VALUE."""
    found: dict[str, object] = {}
    for text in given:
        name, _, numbers = text.partition("=")
        try:
            ends = [float(number) for number in numbers.split(":")]
        except ValueError:
            ends = []
        if len(ends) not in (1, 2) or ends != sorted(ends) or not all(map(isfinite, ends)):
            raise click.BadParameter(f"write NAME=LOW:HIGH or NAME=VALUE, not {text!r}")
        if name in found:
            raise click.BadParameter(f"{name} is given twice")
        found[name] = ends[0] if len(ends) == 1 else (ends[0], ends[1])
    return found


@click.command()
@click.argument("case")
@click.option("--options", metavar="ID,...", help="Only these options.")
@click.option(
    "--vary", multiple=True, callback=_ranges, metavar="NAME=LOW:HIGH", help="Draw it evenly there."
)
@click.option("--draws", default=500, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Of the draws.")
@click.option(
    "--precision", default=20.0, show_default=True, type=Number(0.01, 1e6), help="Errors."
)
@click.option(
    "--contest",
    default="stated",
    show_default=True,
    type=click.Choice(["stated", "ratio", "difference"]),
    help="How fights end: as the file states, or by its forces.",
)
@click.option("--honour", default="", metavar="ID", help="Follow a published record of honouring.")
@click.option("--at", type=click.DateTime(["%Y-%m-%d"]), help="Positions known on this day.")
@click.option("--stakes", metavar="FILE", help="Lay another analyst's numbers over the case.")
@click.option("--why", metavar="ID", help="Tell the story of one option.")
@click.option("--robust", is_flag=True, help="Compare the options draw by draw: regret.")
@click.option("--episodes", default=1, type=click.IntRange(1, 20), help="Play it so many times.")
@click.option("--discount", default=0.9, show_default=True, type=Number(0, 1), help="Of episodes.")
@click.option("--discover", is_flag=True, help="Find the few conditions under which each fails.")
@click.option("--sensitivity", is_flag=True, help="Say which estimates decide (Sobol, Morris).")
@click.option("--map", "axes", metavar="NAME,NAME", help="Map the adversary's best act over two.")
@click.option("--svg", "svg_file", type=OUT, metavar="FILE", help="Draw one option's map to FILE.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option("--scheduler", metavar="URL", help="A Dask scheduler that does the work.")
@click.option("--keep", metavar="FOLDER", help="Keep finished work here, and go on from it.")
@JSON
@click.option("--csv", "csv_file", type=OUT, metavar="FILE", help="Write every draw to FILE.")
def deter(
    case: str,
    options: str | None,
    vary: dict[str, object],
    draws: int,
    seed: int,
    precision: float,
    contest: Literal["stated", "ratio", "difference"],
    honour: str,
    at: date | None,
    stakes: str | None,
    why: str | None,
    robust: bool,
    episodes: int,
    discount: float,
    discover: bool,
    sensitivity: bool,
    axes: str | None,
    svg_file: str | None,
    workers: int,
    scheduler: str | None,
    keep: str | None,
    json_file: str | None,
    csv_file: str | None,
) -> None:
    """Say whether each option of CASE deters, whom it binds, and what would change the answer."""
    from foedus.deterrence import ChunkFolder, DeterrenceError, deter
    from foedus.deterrence.claims import claims
    from foedus.deterrence.reputation import reputation

    arrangement = _with_stakes(load(case, None), stakes)
    two = _two(axes, svg_file)
    ids = options.split(",") if options else ([why] if why else None)
    folder = ChunkFolder(Path(keep)) if keep else None
    try:
        with working("solving") as progress:
            found = deter(
                arrangement,
                ids,
                draws=draws,
                seed=seed,
                vary={k: v for k, v in vary.items() if isinstance(v, tuple)},
                fixed={k: v for k, v in vary.items() if isinstance(v, float)},
                at=getattr(at, "date", lambda: None)(),
                workers=workers,
                precision=precision,
                contest=contest,
                honour=honour,
                scheduler=scheduler,
                folder=folder,
                progress=progress,
            )
        if found.unsolved and (robust or episodes > 1 or discover or sensitivity or two):
            name, count = next(iter(found.unsolved.items()))
            told = f"{count} of {draws} draws of {name!r} have no solution in numbers"
            stop(f"{case}: {told}; comparisons and maps need them all. Narrow its ranges.")
        more: dict[str, Any] = {"workers": workers, "scheduler": scheduler, "folder": folder}
        tried, again = None, None
        if robust and why is None:
            with working("trying rivals") as progress:
                tried = claims(found, progress=progress, **more)
        if episodes > 1 and why is None:
            with working("playing again") as progress:
                again = reputation(found, episodes, discount, progress=progress, **more)
        _show(found, tried, again, why, json_file, csv_file)
        if json_file is None and why is None:
            _beyond(found, tried, again, discover, sensitivity, two, svg_file)
    except (DeterrenceError, KeyError) as error:
        stop(f"{case}: {error.args[0]}")
    except OSError as error:
        stop(f"{keep}: it cannot be written: {error.strerror}.")
    except KeyboardInterrupt:
        kept = f" Finished work is in {keep}; the same command goes on from it." if keep else ""
        click.echo(f"Interrupted.{kept}", err=True)
        raise SystemExit(130) from None


def _two(axes: str | None, svg_file: str | None) -> tuple[str, str] | None:
    names = [name.strip() for name in axes.split(",")] if axes else []
    if axes and len(names) != 2:
        stop(f"--map needs two parameters, such as honour,days, not {axes!r}.")
    if svg_file and not axes:
        stop("--svg draws a map: say of which two parameters with --map.")
    return (names[0], names[1]) if names else None


def _beyond(
    found: Deterrence,
    tried: Claims | None,
    again: Mapping[str, Reputation] | None,
    discover: bool,
    sensitivity: bool,
    two: tuple[str, str] | None,
    svg_file: str | None,
) -> None:
    from foedus.cli import futures
    from foedus.cli.claiming import claimed

    if tried is not None:
        futures.regrets(found)
        claimed(found, tried)
    if again is not None:
        futures.again(found, again)
    if discover:
        futures.boxes(found)
    if sensitivity:
        futures.sensitivity(found)
    if two is not None:
        futures.maps(found, two, svg_file)


def _with_stakes(arrangement: Arrangement, stakes: str | None) -> Arrangement:
    from foedus.language import BadArrangementError
    from foedus.language.overriding import overridden

    if stakes is None:
        return arrangement
    try:
        return overridden(arrangement, take(stakes), stakes)
    except BadArrangementError as error:
        stop(str(error))


def _show(
    found: Deterrence,
    tried: Claims | None,
    again: Mapping[str, Reputation] | None,
    why: str | None,
    json_file: str | None,
    csv_file: str | None,
) -> None:
    if csv_file is not None:
        write(csv_file, _table_of_draws(found))
    if json_file is not None:
        whole = found.as_json()
        if tried is not None:
            whole["rivals"] = tried.as_json()
        if again is not None:
            whole["episodes"] = {name: told.as_json() for name, told in again.items()}
        if turned := _reversals(found):
            whole["reversals"] = turned
        deliver_json(whole, json_file)
        return
    if why is not None:
        for line in found.options[why].because:
            click.echo(line)
        return
    _print_table(found)


def _print_table(found: Deterrence) -> None:
    parties = list(found.baseline.signs)
    click.echo(
        f"{found.draws} draws, seed {found.seed}: the mean, and where 80 % of the draws lie\n"
    )
    for words in (
        ("attack", "probing", "provok-", "comply-", "honoured", "passing", "within", *parties),
        ("", "", "ing", "ing worth", "from", "from", "days", *("signs" for _ in parties)),
    ):
        click.echo(_line(words))
    for option in (found.baseline, *found.options.values()):
        figures = (
            option.attack,
            option.probe,
            option.provoke,
            option.reassurance,
            option.break_even_credibility,
            option.break_even_passing,
            option.break_even_days,
            *(option.signs[party] for party in parties),
        )
        click.echo(option.label)
        for line in zip(*(_ranged(figure) for figure in figures), strict=True):
            if any(line):
                click.echo(_line(line))
    for name, count in found.unsolved.items():
        told = f"{count} of {found.draws} draws have no solution in numbers and are left out"
        click.echo(f"\n{found.options[name].label}: {told}.", nl=False)
    click.echo("" if not found.unsolved else "\nIts numbers may be too large or too far apart.")
    _print_legend(found)
    _print_acts(found)
    _print_waiting(found)
    _print_entrapment(found)
    _print_signed(found)
    _print_equilibria(found)
    click.echo("")
    for option in found.options.values():
        click.echo(f"{option.label}: {option.because[-1]}.")
    for at, told in enumerate(_costs(found)):
        click.echo(told if at else f"\n{told}")
    click.echo(f"\nConcept: {found.concept}.\n{_NO_FORECAST}")


def _reversals(found: Deterrence) -> list[dict[str, object]]:
    from foedus.deterrence.ranking import reversals

    return [reversal._asdict() for reversal in reversals(found)]


def _costs(found: Deterrence) -> Iterator[str]:
    """Say at which cost of what is threatened options change places."""
    from foedus.deterrence.ranking import COSTS, reversals, threatened

    told = reversals(found)
    names = next(iter(found.jobs.values())).arrangement.parties
    for party, threat in threatened(found) if len(found.options) > 1 else ():
        who = f"{threat.label} to {names[party].name or party}"
        mine = [r for r in told if (r.party, r.label) == (party, threat.label)]
        if not mine:
            yield f"No cost of {who}, from 0 to {COSTS[-1]:g} prizes, makes options change places."
        for r in mine:
            better, worse = (found.options[name].label for name in (r.better, r.worse))
            cost, middle = (f"{float(f'{worth:.2g}'):g}" for worth in (r.cost, r.middle))
            at = f"At a cost of {who} of {cost} prizes, not {middle},"
            yield f"{at} {worse} would deter better than {better}."


def _print_legend(found: Deterrence) -> None:
    """Say which acts the table calls an attack, and which probing."""
    from foedus.deterrence.measures import adversary_of, attacking

    a = found.nothing.variant
    adversary, attack = adversary_of(a), attacking(a)
    labels = {act.act: act.label or act.act for act in a.conduct[adversary].acts[1:]}
    name = a.parties[adversary].name or adversary
    probing = [label for act, label in labels.items() if act not in attack]
    click.echo(f"\nAttack: {name} {' or '.join(labels[act] for act in attack)}.", nl=False)
    click.echo(f" Probing: {' or '.join(probing)}, and no more." if probing else "")


def _print_acts(found: Deterrence) -> None:
    """Print the chance that each act is the adversary's gravest, where the table lumps them."""
    acts = list(found.baseline.acts)
    if len(acts) < 4:
        return
    click.echo("\nHow far the adversary goes: the chance that each act is its gravest")
    click.echo("  " + "  ".join(acts))
    for option in (found.baseline, *found.options.values()):
        cells = (f"{_ranged(option.acts[act])[0]:<{len(act)}}" for act in acts)
        click.echo(f"  {'  '.join(cells)}  {option.label}")


def _print_equilibria(found: Deterrence) -> None:
    """Print, where resolve is private, every equilibrium found."""
    if not found.nothing.variant.resolved:
        return
    click.echo(
        "\nEquilibria found, with every estimate at its middle: without errors those that can be "
        "enumerated, and logit ones from many starts"
    )
    for option in found.options.values():
        click.echo(f"  {option.label}")
        for one in option.equilibria:
            click.echo(f"    {one}")
        if not option.equilibria:
            click.echo("    the game is too large: only the principal branch was followed")


def _print_waiting(found: Deterrence) -> None:
    """Print for options with a sunset what waiting it out brings, where that was computed."""
    known = [o for o in found.options.values() if o.waiting.value is not None]
    if known:
        click.echo(
            "\nWhat the adversary gains by keeping to it until the sunset and choosing anew, over "
            "acting now or never"
        )
    for option in known:
        click.echo(f"  {option.label}: {option.waiting}; {option.waiting.because[-1]}")


def _print_entrapment(found: Deterrence) -> None:
    """Print how likely guarantors are drawn into a war that the beneficiary had a part in."""
    known = [o for o in found.options.values() if o.entrapment.value is not None]
    if not known:
        return
    click.echo("\nThe risk of being drawn in: guarantors fight for a party that had provoked")
    for option in known:
        cells = "  ".join(f"{cell:<9}" for cell in _ranged(option.entrapment))
        click.echo(f"  {cells} {option.label}")


def _print_signed(found: Deterrence) -> None:
    """Print the chance that all sign, where more than one is asked."""
    if len(found.baseline.signs) < 2:
        return
    click.echo("\nThe chance that all sign, one after the other, where one refusal is enough")
    for option in (found.baseline, *found.options.values()):
        click.echo(f"  {'  '.join(f'{cell:<9}' for cell in _ranged(option.signed))} {option.label}")


def _line(cells: Sequence[str]) -> str:
    return ("  " + "".join(f"{cell:<10} " for cell in cells)).rstrip()


def _ranged(figure: Figure) -> tuple[str, str]:
    """Return a figure and its interval; a dash where the question does not arise."""
    from foedus.figures import rounded

    if figure.value is None:
        words = {"not asked": "-", "not computed": "unsolved"}
        return words.get(figure.because[0].partition(":")[0], "never"), ""
    if figure.low is None or figure.high is None:
        return rounded(figure.value, figure.unit), ""
    low, high = (rounded(end, figure.unit) for end in (figure.low, figure.high))
    interval = f"{low}..{high}".replace("<0.001", "0").replace(">0.999", "1")
    return rounded(figure.value, figure.unit), interval


def _table_of_draws(found: Deterrence) -> Iterator[str]:
    """Yield the lines of a table with a row for each option and draw."""
    names = list(
        dict.fromkeys(
            key
            for columns in found.rows.values()
            for key in columns
            if columns[key].shape == (found.draws,)
        )
    )
    yield _row(["option", "draw", *(str(in_csv(name)) for name in names)])
    for option, columns in found.rows.items():
        rows = [columns.get(key) for key in names]
        for draw in range(found.draws):
            cells = ["" if row is None else f"{row[draw]:.6g}" for row in rows]
            yield _row([str(in_csv(option)), str(draw), *cells])


def _row(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
