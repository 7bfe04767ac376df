"""`foedus schema`: the language, for editors."""

from __future__ import annotations

import json

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of the language, for editors."""
    from foedus.language import json_schema

    click.echo(json.dumps(json_schema(), indent=2))
