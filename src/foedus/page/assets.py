"""The files of the page: ours, and the libraries that ship with it, by the name they are asked for.

Nothing else can be asked for: a name is looked up in a table, and no path is made of it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_OURS = (
    "index.html",
    "style.css",
    "asking.js",
    "assume.js",
    "board.js",
    "edit.js",
    "faults.js",
    "figures.js",
    "ledger.js",
    "look.js",
    "main.js",
    "moves.js",
    "play.js",
    "python.js",
    "saving.js",
    "state.js",
    "story.js",
    "timeline.js",
    "words.js",
    "worker.js",
    "working.js",
)
_VENDORED = ("codemirror.js", "preact.js")
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
}


@cache
def assets() -> dict[str, bytes]:
    """Return the files of the page by name."""
    folder = files(__package__)
    found = {name: folder.joinpath("front", name).read_bytes() for name in _OURS}
    return found | {name: folder.joinpath("vendored", name).read_bytes() for name in _VENDORED}


def kind_of(name: str) -> str:
    """Return the media type of a file.

    Examples
    --------
    >>> kind_of("style.css")
    'text/css; charset=utf-8'
    """
    return _TYPES[name.rpartition(".")[2]]
