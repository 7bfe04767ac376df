"""Game files: which format a text is in, and reading it from disk."""

from __future__ import annotations

from pathlib import Path

from foedus.games.gambit_efg import read_efg
from foedus.games.gambit_nfg import read_nfg
from foedus.games.gambit_text import GameFileError
from foedus.games.tree import Tree


def read_game(text: str, file: str = "game.efg") -> Tree:
    """Read a game from the text of an `.efg` or `.nfg` file; its first word says which.

    Raises
    ------
    GameFileError
        Names the line and column, what is wrong and the likely fix.

    Examples
    --------
    >>> read_game('EFG 2 R "Nothing to choose" { "A" } t "" 0').title
    'Nothing to choose'
    """
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
    file = str(path)
    try:
        text = Path(path).read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        raise GameFileError(
            file,
            before + "?",
            len(before),
            "the text is not UTF-8 from here",
            "Save the file in UTF-8.",
        ) from None
    except OSError as error:
        raise GameFileError(file, "", None, f"it cannot be read: {error.strerror}") from None
    return read_game(text, file)
