"""`foedus backtest`: the game over promises whose outcome is known, misses first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from foedus.cli.edge import JSON, deliver_json, screen, stop, take, working

if TYPE_CHECKING:
    from foedus.deterrence import Case


@click.command()
@click.option("--cases", "cases_file", metavar="FILE", help="Cases of one's own.")
@click.option("--template", "template_file", metavar="FILE", help="Stakes of one's own.")
@click.option(
    "--draws", default=200, show_default=True, type=click.IntRange(1, 10**6), help="How many."
)
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
    from foedus.language import BadArrangementError, decoded
    from foedus.views import backtested

    try:
        cases = _cases(cases_file)
        template = backtest_text("template").decode("utf-8")
        if template_file:
            template = decoded(take(template_file), template_file)
        with working("solving"):
            found = tested(template, cases, draws=draws, seed=seed)
    except BadArrangementError as error:
        stop(str(error))
    except DeterrenceError as error:
        stop(f"{template_file or cases_file or 'template.yaml'}: {error}.")
    if json_file is not None:
        deliver_json(found.as_json(), json_file)
    if screen():
        click.echo("\n".join(backtested(found)))


def _cases(name: str | None) -> dict[str, Case]:
    """Return the cases of a file, else those that ship."""
    from foedus.casebook import backtest_text
    from foedus.deterrence import BadCaseError, case_of
    from foedus.language import BadArrangementError, parse

    text = take(name) if name else backtest_text("cases")
    document, problems = parse(text, name or "cases.yaml")
    if problems:
        stop("\n".join(str(problem) for problem in problems))
    if not isinstance(document.value, dict) or not document.value:
        stop(f"{name or 'cases.yaml'}:1:1: a map of cases by id is needed.")
    try:
        return {str(key): case_of(str(key), value) for key, value in document.value.items()}
    except BadCaseError as error:
        raise BadArrangementError([document.problem(error.path, str(error))]) from None
