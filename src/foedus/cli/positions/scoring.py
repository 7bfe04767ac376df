"""`foedus positions score`: how well the rules do on texts annotated by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import JSON, deliver_json, screen, stop, take
from foedus.cli.positions.statements import dispute_of

if TYPE_CHECKING:
    from foedus.positions import Score

_COLUMNS = ("attribution", "actors", "stances", "coverage", "triggers", "leak", "targets", "base")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--dispute", "dispute_name", metavar="NAME", help="Shipped, or a file; else each text's own."
)
@JSON
def score(files: tuple[str, ...], dispute_name: str | None, json_file: str | None) -> None:
    """Score the rules on annotated FILEs, by part and style."""
    groups = _scores(files, dispute_name)
    if json_file is not None:
        deliver_json({name: _as_data(made) for name, made in groups.items()}, json_file)
    if not screen():
        return
    for line in _lines(groups):
        click.echo(line)


def _scores(files: tuple[str, ...], dispute_name: str | None) -> Mapping[str, Score]:
    from foedus.positions import AnnotationError, Score, annotated
    from foedus.positions import score as scored

    groups: dict[str, Score] = {}
    for file in files:
        try:
            text = annotated(take(file).decode(), file)
        except (AnnotationError, UnicodeDecodeError) as error:
            stop(str(error))
        beside = Path(file).with_name(f"{text.meta.get('world', '')}.toml")
        named = dispute_name or (str(beside) if beside.exists() else None)
        made = scored(text, dispute_of(named))
        part, style = text.meta.get("part", "all"), text.meta.get("style", "")
        for name in (part, f"{part}, {style}"):
            groups[name] = groups.get(name, Score()) + made
    return dict(sorted(groups.items()))


def _lines(groups: Mapping[str, Score]) -> Iterator[str]:
    width = max(len(name) for name in groups)
    yield f"{'':<{width}}  {'  '.join(f'{c:>11}' for c in _COLUMNS)}"
    for name, made in groups.items():
        values = _as_data(made)
        cells = (f"{values[c]:>11.3f}" for c in _COLUMNS)
        yield f"{name:<{width}}  {'  '.join(cells)}"


def _as_data(made: Score) -> dict[str, float]:
    return {
        "attribution": made.attribution.f1,
        "actors": made.actor_accuracy,
        "stances": made.stance_f1,
        "coverage": made.coverage,
        "triggers": made.trigger.f1,
        "leak": made.leak,
        "targets": made.target.f1,
        "base": made.target_baseline,
        "statements": float(made.attribution.annotated),
    }
