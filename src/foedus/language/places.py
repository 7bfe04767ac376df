"""Where each clause stands in its file, so that what follows from it can be looked up."""

from __future__ import annotations

from collections.abc import Mapping

from foedus.language.nodes import parse

Places = Mapping[tuple[str, str], str]
"""``file:line`` of each clause, by its section and id."""


def places(text: str | bytes, name: str, option: str | None = None) -> Places:
    r"""Return where each clause stands: in the option where that changes it, else in the base.

    Parameters
    ----------
    text
        A file that reads.
    name
        What to call it.
    option
        The option that is laid over it.

    Examples
    --------
    >>> places("norms:\n  no-attack: {bearer: RUS}\n", "deal.yaml")["norms", "no-attack"]
    'deal.yaml:2'
    """
    document, _ = parse(text, name)
    found: dict[tuple[str, str], str] = {}
    prefixes = [(), ("options", option, "changes")] if option else [()]
    for prefix in prefixes:
        for path, (line, _) in document.keys.items():
            if path[: len(prefix)] == prefix and len(path) == len(prefix) + 2:
                section, clause = path[len(prefix) :]
                found[str(section), str(clause)] = f"{name}:{line}"
    return found
