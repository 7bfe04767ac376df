"""Game files: which format a text is in, and reading it from disk."""

from __future__ import annotations

from pathlib import Path

from foedus.files import FileError, take
from foedus.games.gambit_efg import read_efg
from foedus.games.gambit_nfg import read_nfg
from foedus.games.gambit_text import GameFileError
from foedus.games.tree import Tree
from foedus.texts import named, unfit

LONGEST = 10_000_000
"""Bytes in the longest game file that is read."""


def read_game(text: str | bytes, file: str = "game.efg") -> Tree:
    """Read a game from the text of an `.efg` or `.nfg` file, or its bytes in UTF-8.

    Its first word says which.

    Raises
    ------
    GameFileError
        Names the line and column, what is wrong and the likely fix.

    Examples
    --------
    >>> read_game('EFG 2 R "Nothing to choose" { "A" } t "" 0').title
    'Nothing to choose'
    """
    if isinstance(text, bytes):
        text = _decoded(text, file)
    if (at := unfit(text)) is not None:
        message = f"the character {named(text[at])} has no place in a text"
        raise GameFileError(file, text, at, message, "Delete it.")
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    if first == "NFG":
        return read_nfg(text, file)
    if not first:
        raise GameFileError(file, text, None, "the file is empty")
    if first.startswith(("<?xml", "<gambit")):
        raise GameFileError(
            file, text, 0, "this is a Gambit workbook", "Export the game from Gambit as .efg."
        )
    if first.startswith(("#AGG", "#BAGG")):
        raise GameFileError(
            file, text, 0, "this is an action-graph game", "Only .efg and .nfg files are read."
        )
    return read_efg(text, file)


def read_file(path: str | Path) -> Tree:
    """Read an `.efg` or `.nfg` file.

    Raises
    ------
    GameFileError
        The file cannot be read, is not text in UTF-8, or is not a game.
    """
    try:
        return read_game(take(path, LONGEST), str(path))
    except FileError as error:
        message = str(error).removeprefix(f"{path}: ").rstrip(".")
        raise GameFileError(str(path), "", None, message) from None


def _decoded(text: bytes, file: str) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        message, fix = "the text is not UTF-8 from here", "Save the file in UTF-8."
        raise GameFileError(file, before + "?", len(before), message, fix) from None
