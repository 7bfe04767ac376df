"""The command line."""

from __future__ import annotations

import click


@click.group()
def main() -> None:
    """Run a conditional security guarantee: read it out, check it, assess it, replay it."""
