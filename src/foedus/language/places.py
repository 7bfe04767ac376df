"""Where each clause stands in its file, so that what follows from it can be looked up."""

from __future__ import annotations

from copy import copy

from foedus.language.nodes import Document, Path, parse


class Places:
    """The lines of an arrangement's file.

    Parameters
    ----------
    text
        The file.
    name
        What it is called.
    option
        The option that is laid over it, whose own lines come first.
    """

    def __init__(self, text: str | bytes, name: str, option: str = "") -> None:
        self.name = name
        self._document: Document = parse(text, name)[0]
        self._prefixes = _prefixes(option)

    def under(self, option: str) -> Places:
        r"""Return the lines of the same file with an option laid over it.

        Examples
        --------
        >>> file = "norms: {a: {}}\noptions:\n  b: {changes: {norms: {a: {}}}}"
        >>> Places(file, "x").under("b").of(("norms", "a"))
        (3, 25)
        """
        found = copy(self)
        found._prefixes = _prefixes(option)
        return found

    def of(self, path: Path) -> tuple[int, int]:
        r"""Return line and column of the clause at `path`, or of the nearest one around it.

        Examples
        --------
        >>> Places("norms:\n  no-attack: {prohibition: attack}", "x").of(("norms", "no-attack"))
        (2, 3)
        """
        while path:
            for prefix in self._prefixes:
                for table in (self._document.keys, self._document.values):
                    if (*prefix, *path) in table:
                        return table[(*prefix, *path)]
            path = path[:-1]
        return 1, 1


def _prefixes(option: str) -> tuple[Path, ...]:
    return (("options", option, "changes"), ()) if option else ((),)
