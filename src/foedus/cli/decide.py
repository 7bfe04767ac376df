"""`foedus decide`: who can block, with what chance it passes, and who has how much power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import (
    JSON,
    OPTION,
    OUT,
    Number,
    console,
    deliver_json,
    load,
    screen,
    stop,
    write,
)
from foedus.cli.positions.statements import day_of, with_statements

if TYPE_CHECKING:
    from datetime import date, timedelta

    from foedus.assessment import Seen, Statements, Subject
    from foedus.decisions import Chances


@click.command()
@click.argument("case", required=False)
@click.option("--body", "body_id", metavar="ID", help="A body of CASE, or one that ships.")
@click.option("--bodies", is_flag=True, help="List the bodies that ship, with their sources.")
@click.option("--weights", metavar="LIST", help="A body of these: A=4,B=2,C=1. Needs --quota.")
@click.option("--quota", metavar="Q", help="Votes that pass in it: 5, or '65 %', or 2/3.")
@click.option(
    "--bloc", "blocs", multiple=True, metavar="NAME=A,B", help="Members that vote as one."
)
@click.option(
    "--union", "unions", multiple=True, metavar="NAME=A,B", help="Members joined beforehand: Owen."
)
@OPTION
@click.option("--chances", metavar="P", help="Everybody's: yes, or yes,abstain,no[,absent].")
@click.option("--position", "positions", multiple=True, metavar="ID=P", help="One member's chance.")
@click.option("--party", "parties", multiple=True, metavar="ID", help="A party to the dispute.")
@click.option("--correlation", type=Number(0, 1), metavar="R", help="Of any two leanings, 0 to 1.")
@click.option("--indices", default="usual", metavar="LIST", help="Which, or all, or none.")
@click.option("--persuade", "target", type=Number(0, 1), metavar="P", help="Whom to win over.")
@click.option("--at", "day", metavar="DATE", help="The day of the question, such as 2026-06-30.")
@click.option("--half-life", "half_life", metavar="P", help="Positions fade: half is left after P.")
@click.option("--statements", "statements_file", metavar="FILE", help="Reviewed statements to add.")
@click.option(
    "--seed", type=click.IntRange(0), default=0, metavar="N", help="Of what has to be sampled."
)
@JSON
@click.option("--plot", type=OUT, metavar="FILE", help="Draw the indices of power.")
def decide(
    case: str | None,
    body_id: str | None,
    bodies: bool,
    weights: str | None,
    quota: str | None,
    blocs: tuple[str, ...],
    unions: tuple[str, ...],
    option_id: str | None,
    chances: str | None,
    positions: tuple[str, ...],
    parties: tuple[str, ...],
    correlation: float | None,
    indices: str,
    target: float | None,
    day: str | None,
    half_life: str | None,
    statements_file: str | None,
    seed: int,
    json_file: str | None,
    plot: str | None,
) -> None:
    """Look at the decisions of CASE, or of a body that ships: blockers, chances, power."""
    from foedus.assessment import (
        statements,
        subject_of_weights,
        subjects_of_body,
        subjects_of_case,
        with_blocs,
    )
    from foedus.decisions import INDICES, USUAL
    from foedus.language import labels_of

    if bodies:
        _list_bodies(json_file)
        return
    if weights is None and quota is not None:
        stop("--quota belongs to --weights: foedus decide --weights A=4,B=2,C=1 --quota 5.")
    if weights is not None and (case is not None or body_id is not None or quota is None):
        stop("--weights makes a body of its own: it needs --quota, and no CASE and no --body.")
    if case is None and body_id is None and weights is None:
        stop("Name a case, or a body that ships: foedus decide --body nato. List them: --bodies.")
    if case is not None and parties:
        stop("--party belongs to a body that ships; in a case, write `abstains` into its rule.")
    if case is None and (day or half_life or statements_file):
        stop("--at, --half-life and --statements belong to a case: what a body's members said.")
    on, fades = _day(day), _half_life(half_life)
    shorthand = {"all": tuple(INDICES), "usual": USUAL, "none": ()}
    wanted = shorthand.get(indices) or tuple(i for i in indices.split(",") if i != "none")
    whole: Statements | None = None
    try:
        everybody = None if chances is None else _chance(chances)
        named = dict(_position(text) for text in positions)
        if weights is not None:
            subjects = [subject_of_weights(_weights(weights), str(quota))]
        elif case is None:
            subjects = subjects_of_body(str(body_id), parties)
        else:
            arrangement = with_statements(load(case, option_id), statements_file)
            labels = labels_of(load(case, None))  # those by which an assessment draws
            said = statements(arrangement, correlation, seed, on, fades, labels)
            subjects = subjects_of_case(arrangement, body_id, said)
            if said and not (everybody or named or body_id):
                whole = said
        if blocs:
            subjects = [with_blocs(s, dict(map(_bloc, blocs))) for s in subjects]
        _check_named(named, subjects)
        joined = dict(_bloc(text, "union") for text in unions)
        seen = [
            s.seen(everybody, named, correlation, wanted, target, seed, joined) for s in subjects
        ]
    except ValueError as error:
        message = str(error)
        stop(message if message.endswith("?") else f"{message}.")
    if target is not None and all(looked.report.chance is None for looked in seen):
        stop("Whom to persuade depends on positions, and there are none: give --chances.")
    if plot is not None:
        _draw(seen, plot)
    if json_file is not None:
        found = {"decisions": [looked.as_json() for looked in seen]}
        deliver_json(found if whole is None else found | {"whole": whole.as_json()}, json_file)
    if not screen():
        return
    from foedus.views import decision_screen

    printer = console()
    for looked in seen:
        printer.print(decision_screen(looked, named_ballots=on is not None))
    if whole is not None and (told := whole.whole()):
        printer.print(told)


def _draw(seen: Sequence[Seen], file: str) -> None:
    """Draw the power of the first decision that has any."""
    from foedus.decisions import INDICES, UNITED
    from foedus.views import power_drawing, saved_curve

    kind = Path(file).suffix.lower()
    if kind not in (".svg", ".png", ".csv"):
        stop(f"--plot {file}: end the name in .svg, .png or .csv.")
    drawn = next((looked for looked in seen if looked.report.indices), None)
    if drawn is None:
        stop("--plot draws indices of power, and there are none: name one body, or --indices.")
    report = drawn.report
    indices, names = report.indices, INDICES | UNITED
    write(file, saved_curve(kind, power_drawing(report.name, report.rule.members, indices, names)))


def _day(text: str | None) -> date | None:
    return None if text is None else day_of(text, "--at")


def _half_life(text: str | None) -> timedelta | None:
    """Return a duration such as P4Y, or end with what is wrong with it."""
    from datetime import timedelta

    from foedus.language import Duration

    if text is None:
        return None
    try:
        found = Duration.parse(text)
    except ValueError as error:
        stop(f"--half-life: {error}")
    if found.days <= 0:
        stop(f"--half-life: {text!r} is no time at all: write a duration such as P4Y.")
    return timedelta(days=found.days)


def _list_bodies(json_file: str | None) -> None:
    from textwrap import fill

    from foedus.decisions import body, body_ids

    shipped = [body(name) for name in body_ids()]
    if json_file is not None:
        deliver_json({"bodies": [one.as_json() for one in shipped]}, json_file)
    if not screen():
        return
    for one in shipped:
        click.echo(f"{one.id}: {one.name}, {len(one.members)} members on {one.as_of}")
        click.echo(f"    {one.source}")
        click.echo(fill(" ".join(one.members), 96, initial_indent="    ", subsequent_indent="    "))


def _chance(text: str) -> Chances:
    from foedus.decisions import BallotError

    try:
        parts = [float(part) for part in text.split(",")]
    except ValueError:
        raise BallotError(
            f"{text!r} is no chance: write 0.9, or 0.9,0.07,0.03 for yes, abstain and no"
        ) from None
    if wrong := [part for part in parts if not 0 <= part <= 1]:
        raise BallotError(f"--chances: {wrong[0]:g} is no chance; one lies between 0 and 1")
    return parts[0] if len(parts) == 1 else parts


def _weights(text: str) -> dict[str, str]:
    from foedus.decisions import BallotError

    found: dict[str, str] = {}
    for part in text.split(","):
        name, equals, weight = (piece.strip() for piece in part.partition("="))
        if not (equals and name and weight):
            raise BallotError(f"{part.strip()!r} is no weight: write A=4,B=2,C=1")
        if name in found:
            raise BallotError(f"{name!r} has two weights")
        found[name] = weight
    return found


def _bloc(text: str, what: str = "bloc") -> tuple[str, list[str]]:
    from foedus.decisions import BallotError

    name, equals, members = text.partition("=")
    if not equals or not members.strip():
        raise BallotError(f"{text!r} is no {what}: write NAME=A,B, such as Benelux=BEL,NLD,LUX")
    return name.strip(), [m.strip() for m in members.split(",")]


def _position(text: str) -> tuple[str, Chances]:
    from foedus.decisions import BallotError

    name, equals, chance = text.partition("=")
    if not equals:
        raise BallotError(f"{text!r} is no position: write ID=P, such as HUN=0.1")
    return name.strip(), _chance(chance)


def _check_named(named: Mapping[str, Chances], subjects: Sequence[Subject]) -> None:
    from foedus.decisions import BallotError, did_you_mean

    known = list(dict.fromkeys(m for s in subjects for m in s.actors))
    for name in named:
        if name not in known:
            raise BallotError(f"{name!r} decides nothing here{did_you_mean(name, known)}")
