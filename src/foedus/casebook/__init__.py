"""The casebook: the arrangements that ship, and drafts to begin from.

Data; the only code here finds the files.
"""

from __future__ import annotations

from importlib.resources import files


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
