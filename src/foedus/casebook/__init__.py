"""The casebook: the arrangements that ship, and drafts to begin from.

Data; the only code here finds the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class History:
    """What happened in a case, as an event file.

    Parameters
    ----------
    case, option
        The case, and the option under which its events are told; empty where it has none.
    title, note
        What it is called, and what it shows.
    events
        The file, as ``foedus replay`` reads it.
    """

    case: str
    option: str
    title: str
    note: str
    events: str


def cases() -> list[str]:
    """Return the ids of the cases, in alphabetical order."""
    return _named("")


def text_of(case: str) -> bytes:
    """Return the text of a case.

    Raises
    ------
    KeyError
        When there is no such case.
    """
    return _text(case, "")


def backtest_text(name: str) -> bytes:
    """Return the ``template`` of stakes or the ``cases`` of the backtest."""
    return _text(name, "backtest")


def histories(case: str) -> list[History]:
    """Return what happened in a case, as far as the casebook tells it.

    Examples
    --------
    >>> [story.title for story in histories("budapest-1994")]
    ['What was owed in 2014']
    """
    stories = [_history(_text(name, "histories").decode()) for name in _named("histories")]
    return [story for story in stories if story.case == case]


def _history(text: str) -> History:
    """Read a history: an event file whose first three lines say of what, its title and a note."""
    about, title, note = (line.removeprefix("# ") for line in text.splitlines()[:3])
    case, _, option = about.partition(" ")
    return History(case, option, title, note, text)


def kinds() -> list[str]:
    """Return the kinds of treaty of which there is a draft to begin from.

    Examples
    --------
    >>> kinds()[0]
    'accession'
    """
    return _named("drafts")


def draft_of(kind: str) -> str:
    """Return the text of a draft, with ``$names`` for what a user fills in.

    Raises
    ------
    KeyError
        When there is no such kind.
    """
    return _text(kind, "drafts").decode()


def _named(folder: str) -> list[str]:
    names = (entry.name for entry in files(__name__).joinpath(folder).iterdir())
    return sorted(
        name.removesuffix(".yaml")
        for name in names
        if name.endswith(".yaml") and "." not in name.removesuffix(".yaml")
    )


def _text(name: str, folder: str) -> bytes:
    if name not in _named(folder):
        raise KeyError(name)
    return files(__name__).joinpath(folder, f"{name}.yaml").read_bytes()
