"""`foedus deter`: the options on the table as games, solved on the same draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from foedus.cli.deter_shown import Beyond, Files, pool, show
from foedus.cli.edge import DAY, JSON, OUT, PICTURE, Number, loading, stop, take, working

if TYPE_CHECKING:
    from foedus.deterrence import Deterrence, Runner
    from foedus.language import Arrangement, Replaced, Unheard


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
@click.option(
    "--draws", default=500, show_default=True, type=click.IntRange(1, 10**8), help="How many."
)
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
@click.option("--at", type=DAY, help="Positions known on this day.")
@click.option("--stakes", multiple=True, metavar="FILE", help="Another analyst's numbers; pooled.")
@click.option("--base-rate", metavar="CLASS", help="Weight draws to a published rate of attack.")
@click.option("--by", metavar="PARTY", help="Whose attacks further questions are about.")
@click.option("--why", metavar="ID", help="Tell the story of one option.")
@click.option("--robust", is_flag=True, help="Compare the options draw by draw: regret.")
@click.option("--episodes", default=1, type=click.IntRange(1, 20), help="Play it so many times.")
@click.option("--discount", default=0.9, show_default=True, type=Number(0, 1), help="Of episodes.")
@click.option("--discover", is_flag=True, help="Find the few conditions under which each fails.")
@click.option("--sensitivity", is_flag=True, help="Say which estimates decide (Sobol, Morris).")
@click.option("--map", "axes", metavar="NAME,NAME", help="Map the adversary's best act over two.")
@click.option("--svg", "svg_file", type=PICTURE, metavar="FILE", help="Draw one map to FILE.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option("--scheduler", metavar="URL", help="A Dask scheduler that does the work.")
@click.option("--keep", metavar="FOLDER", help="Keep finished work here, and go on from it.")
@click.option("--html", "html_file", type=OUT, metavar="FILE", help="Write one page with charts.")
@JSON
@click.option("--csv", "csv_file", type=OUT, metavar="FILE", help="Write every draw to FILE.")
@click.option("--table", "table_file", type=OUT, metavar="FILE", help="Write the table.")
@click.option("--tolerance", default=0.05, show_default=True, type=Number(0, 1), help="The same.")
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
    stakes: tuple[str, ...],
    base_rate: str | None,
    by: str | None,
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
    html_file: str | None,
    json_file: str | None,
    csv_file: str | None,
    table_file: str | None,
    tolerance: float,
) -> None:
    """Say whether each option of CASE deters, whom it binds, and what would change the answer."""
    loaded = loading(case)
    from foedus.deterrence import Design, DeterrenceError, Runner, anchored, deter

    arrangements, lists = _with_stakes(loaded(), stakes)
    two = _two(axes, svg_file)
    known = [name for a in arrangements.values() for name in a.options]
    if why and not known:
        stop(f'{case}: there is no option {why!r}. It has no options: --why "" tells its story.')
    if why == "" and known:
        stop(
            f"{case}: --why needs the id of an option, of which one story is told: {known[0]}, say."
        )
    ids = options.split(",") if options else ([why] if why else None)
    beyond = (
        robust,
        episodes > 1,
        discover,
        sensitivity,
        two,
        why,
        csv_file,
        table_file,
        base_rate,
        html_file,
    )
    if len(arrangements) > 1 and any(beyond):
        stop("Several --stakes are pooled; ask further questions of one of them at a time.")
    runner = Runner(workers, scheduler, Path(keep) if keep else None)
    design = Design(
        draws=draws,
        seed=seed,
        precision=precision,
        vary={name: span for name, span in vary.items() if isinstance(span, tuple)},
        fixed={name: value for name, value in vary.items() if isinstance(value, float)},
        at=getattr(at, "date", lambda: None)(),
        contest=contest,
        honour=honour,
    )
    try:
        with working("solving") as progress:
            seen = replace(runner, progress=progress)
            solved = {
                name: deter(arrangement, ids, design, seen, inputs=True)
                for name, arrangement in arrangements.items()
            }
        if len(solved) > 1:
            pool(solved, tolerance, json_file, lists)
            return
        (found,) = solved.values()
        found = _about(found, by, any(beyond) and not (csv_file or table_file or html_file))
        if found.unsolved and (robust or episodes > 1 or discover or sensitivity or two):
            name, count = next(iter(found.unsolved.items()))
            told = f"{count} of {draws} draws of {name!r} have no solution in numbers"
            stop(f"{case}: {told}; comparisons and maps need them all. Narrow its ranges.")
        asked = _asked(
            found, robust, episodes, discount, discover, sensitivity, two, svg_file, runner
        )
        if base_rate is not None:
            asked = asked._replace(rate=anchored(found, base_rate, tolerance))
        files = Files(json_file, csv_file, table_file, svg_file, html_file)
        show(found, tolerance, asked, why, files, lists)
    except (DeterrenceError, KeyError) as error:
        stop(f"{case}: {error.args[0]}")
    except OSError as error:
        stop(f"{keep}: it cannot be written: {error.strerror}.")
    except KeyboardInterrupt:
        kept = f" Finished work is in {keep}; the same command goes on from it." if keep else ""
        click.echo(f"Interrupted.{kept}", err=True)
        raise SystemExit(130) from None


def _about(found: Deterrence, by: str | None, further: bool) -> Deterrence:
    """Return what was found, told of the party whose attacks further questions are about."""
    if by is None:
        if further and len(found.adversaries) > 1:
            listed = ", ".join(found.adversaries)
            stop(f"Several are to be deterred ({listed}): say whose attacks are asked about, --by.")
        return found
    if by not in found.adversaries:
        from foedus.language import did_you_mean

        fix = did_you_mean(by, found.adversaries)
        stop(f"{by!r} is not among those who are to be deterred. {fix}")
    return found.about(by)


def _two(axes: str | None, svg_file: str | None) -> tuple[str, str] | None:
    names = [name.strip() for name in axes.split(",")] if axes else []
    if axes and len(names) != 2:
        stop(f"--map needs two parameters, such as honour,days, not {axes!r}.")
    if svg_file and not axes:
        stop("--svg draws a map: say of which two parameters with --map.")
    return (names[0], names[1]) if names else None


def _asked(
    found: Deterrence,
    robust: bool,
    episodes: int,
    discount: float,
    discover: bool,
    sensitivity: bool,
    two: tuple[str, str] | None,
    svg_file: str | None,
    runner: Runner,
) -> Beyond:
    """Compute what was asked for beyond the table."""
    from foedus.deterrence import boxes, claims, regimes, reputation, sensitivities

    if svg_file is not None and len(found.options) != 1:
        stop("--svg draws the map of one option: name it with --options.")
    tried, again, indices = None, None, None
    if robust:
        with working("trying rivals") as progress:
            tried = claims(found, replace(runner, progress=progress))
    if episodes > 1:
        with working("playing again") as progress:
            seen = replace(runner, progress=progress)
            again = reputation(found, episodes, discount, seen)
    if sensitivity:
        indices = {name: sensitivities(job) for name, job in found.jobs.items()}
    conditions = boxes(found) if discover else None
    size, maps = 21 if svg_file is None else 41, None
    if two:
        maps = {name: regimes(job, *two, size=size) for name, job in found.jobs.items()}
    return Beyond(tried, again, conditions, indices, maps)


def _with_stakes(
    arrangement: Arrangement, stakes: tuple[str, ...]
) -> tuple[dict[str, Arrangement], dict[str, tuple[Replaced | Unheard, ...]]]:
    """Return the arrangement by analyst, and what the lists of each leave out, or options of them.

    As it stands, where no file of stakes is laid over it.
    """
    from foedus.language import BadArrangementError, overridden, replaced, unheard

    try:
        laid = {name: overridden(arrangement, take(name), name) for name in stakes}
    except BadArrangementError as error:
        stop(str(error))
    lists: dict[str, tuple[Replaced | Unheard, ...]] = {
        name: (*replaced(arrangement, changed), *unheard(arrangement, changed))
        for name, changed in laid.items()
    }
    return laid or {"": arrangement}, {name: lost for name, lost in lists.items() if lost}
