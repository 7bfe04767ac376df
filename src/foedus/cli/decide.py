"""`foedus decide`: who can block, with what chance it passes, and who has how much power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import JSON, OPTION, Number, console, deliver_json, load, stop

if TYPE_CHECKING:
    from foedus.cli.decide_subjects import Subject
    from foedus.decisions.ballots import Chances


@click.command()
@click.argument("case", required=False)
@click.option("--body", "body_id", metavar="ID", help="A body of CASE, or one that ships.")
@click.option("--bodies", is_flag=True, help="List the bodies that ship, with their sources.")
@OPTION
@click.option("--chances", metavar="P", help="Everybody's: yes, or yes,abstain,no[,absent].")
@click.option("--position", "positions", multiple=True, metavar="ID=P", help="One member's chance.")
@click.option("--party", "parties", multiple=True, metavar="ID", help="A party to the dispute.")
@click.option("--correlation", type=Number(0, 1), metavar="R", help="Of any two leanings, 0 to 1.")
@click.option("--indices", default="usual", metavar="LIST", help="Which, or all, or none.")
@click.option("--persuade", "target", type=Number(0, 1), metavar="P", help="Whom to win over.")
@click.option("--seed", type=int, default=0, metavar="N", help="Of what has to be sampled.")
@JSON
def decide(
    case: str | None,
    body_id: str | None,
    bodies: bool,
    option_id: str | None,
    chances: str | None,
    positions: tuple[str, ...],
    parties: tuple[str, ...],
    correlation: float | None,
    indices: str,
    target: float | None,
    seed: int,
    json_file: str | None,
) -> None:
    """Look at the decisions of CASE, or of a body that ships: blockers, chances, power."""
    from foedus.cli.decide_statements import statements
    from foedus.cli.decide_subjects import subjects_of_body, subjects_of_case
    from foedus.decisions.report import INDICES, USUAL

    if bodies:
        _list_bodies()
        return
    if case is None and body_id is None:
        stop("Name a case, or a body that ships: foedus decide --body nato. List them: --bodies.")
    if case is not None and parties:
        stop("--party belongs to a body that ships; in a case, write `abstains` into its rule.")
    shorthand = {"all": tuple(INDICES), "usual": USUAL, "none": ()}
    wanted = shorthand.get(indices) or tuple(i for i in indices.split(",") if i != "none")
    whole = ""
    try:
        everybody = None if chances is None else _chance(chances)
        named = dict(_position(text) for text in positions)
        if case is None:
            subjects = subjects_of_body(str(body_id), parties)
        else:
            arrangement = load(case, option_id)
            said = statements(arrangement, correlation, seed)
            subjects = subjects_of_case(arrangement, body_id, said)
            if said and not (everybody or named or body_id):
                whole = said.whole()
        _check_named(named, subjects)
        seen = [s.seen(everybody, named, correlation, wanted, target, seed) for s in subjects]
    except ValueError as error:
        message = str(error)
        stop(message if message.endswith("?") else f"{message}.")
    if target is not None and all(looked.report.chance is None for looked in seen):
        stop("Whom to persuade depends on positions, and there are none: give --chances.")
    if json_file is not None:
        deliver_json({"decisions": [looked.as_json() for looked in seen]}, json_file)
        return
    from foedus.cli.decide_screen import screen

    printer = console()
    for looked in seen:
        printer.print(screen(looked))
    if whole:
        printer.print(whole)


def _list_bodies() -> None:
    from foedus.decisions import body, body_ids

    for name in body_ids():
        shipped = body(name)
        click.echo(f"{name}: {shipped.name}, {len(shipped.members)} members")
        click.echo(f"    {shipped.source}")


def _chance(text: str) -> Chances:
    from foedus.decisions import BallotError

    try:
        parts = [float(part) for part in text.split(",")]
    except ValueError:
        raise BallotError(
            f"{text!r} is no chance: write 0.9, or 0.9,0.07,0.03 for yes, abstain and no"
        ) from None
    return parts[0] if len(parts) == 1 else parts


def _position(text: str) -> tuple[str, Chances]:
    from foedus.decisions import BallotError

    name, equals, chance = text.partition("=")
    if not equals:
        raise BallotError(f"{text!r} is no position: write ID=P, such as HUN=0.1")
    return name.strip(), _chance(chance)


def _check_named(named: Mapping[str, Chances], subjects: Sequence[Subject]) -> None:
    from foedus.decisions import BallotError
    from foedus.decisions.ballots import did_you_mean

    known = list(dict.fromkeys(m for s in subjects for m in s.actors))
    for name in named:
        if name not in known:
            raise BallotError(f"{name!r} decides nothing here{did_you_mean(name, known)}")
