"""Rows that ship with the package, each with its source. Only this module reads files here."""

from __future__ import annotations

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the files of this folder, by its name without ``.csv``.

    Examples
    --------
    >>> rows("nato_rounds")[0]["candidates"]
    'Greece, Turkey'
    """
    text = files(__name__).joinpath(f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
