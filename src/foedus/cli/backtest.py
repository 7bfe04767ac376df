"""`foedus backtest`: the game over promises whose outcome is known, misses first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import JSON, deliver_json, stop, take, working

if TYPE_CHECKING:
    from foedus.deterrence import Case


@click.command()
@click.option("--cases", "cases_file", metavar="FILE", help="Cases of one's own.")
@click.option("--template", "template_file", metavar="FILE", help="Stakes of one's own.")
@click.option("--draws", default=200, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Of the draws.")
@JSON
def backtest(
    cases_file: str | None,
    template_file: str | None,
    draws: int,
    seed: int,
    json_file: str | None,
) -> None:
    """Say how one template of stakes would have done over promises whose outcome is known."""
    from foedus.casebook import backtest_text
    from foedus.deterrence import DeterrenceError
    from foedus.deterrence import backtest as tested
    from foedus.language import BadArrangementError
    from foedus.views import backtested

    template = take(template_file) if template_file else backtest_text("template")
    try:
        cases = _cases(cases_file)
        with working("solving"):
            found = tested(template.decode("utf-8"), cases, draws=draws, seed=seed)
    except (BadArrangementError, DeterrenceError) as error:
        stop(str(error))
    except (KeyError, ValueError) as error:  # the template names what no case has, or a lone $
        stop(f"{template_file or 'template'}: {error}; what differs is written $name.")
    if json_file is not None:
        deliver_json(found.as_json(), json_file)
        return
    click.echo("\n".join(backtested(found)))


def _cases(name: str | None) -> dict[str, Case]:
    """Return the cases of a file, else those that ship."""
    from foedus.casebook import backtest_text
    from foedus.deterrence import case_of
    from foedus.language import parse

    text = take(name) if name else backtest_text("cases")
    document, problems = parse(text, name or "cases.yaml")
    if problems:
        stop("\n".join(str(problem) for problem in problems))
    if not isinstance(document.value, dict) or not document.value:
        stop(f"{Path(name or 'cases').name}: a map of cases by id is needed.")
    return {str(key): case_of(str(key), value) for key, value in document.value.items()}
