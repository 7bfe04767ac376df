"""The casebook: the arrangements that ship. Data; the only code here finds the files."""

from __future__ import annotations

from importlib.resources import files


def cases() -> list[str]:
    """Return the ids of the cases, in alphabetical order."""
    names = (entry.name for entry in files(__name__).iterdir())
    return sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))


def text_of(case: str) -> bytes:
    """Return the text of a case.

    Raises
    ------
    KeyError
        When there is no such case.
    """
    if case not in cases():
        raise KeyError(case)
    return files(__name__).joinpath(f"{case}.yaml").read_bytes()
