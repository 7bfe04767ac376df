"""Overlays as files: the changes of an option, alone in a file, to lay over any arrangement."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from foedus.language import (
    Arrangement,
    BadArrangementError,
    Document,
    Problem,
    deletions_of_nothing,
    did_you_mean,
    examined,
    overlaid,
    parse,
    plain,
)

_KEYS = ("label", "changes")
_WIDTH = 100


def laid_over(a: Arrangement, changes: dict[str, Any]) -> Arrangement:
    """Return an arrangement with changes laid over it, examined as a file would be.

    Raises
    ------
    BadArrangementError
        When what results makes no sense.
    """
    base = {key: part for key, part in plain(a).items() if key != "options"}
    changed, found = examined(overlaid(base, changes))
    if changed is None or found:
        raise BadArrangementError([Problem("overlay", 1, 1, one.message) for one in found])
    return changed


def overlay_text(label: str, changes: dict[str, Any], notes: Iterable[str] = ()) -> str:
    """Return an overlay as the text of a file.

    Parameters
    ----------
    label
        What it does, in a few words.
    changes
        The keys to lay over an arrangement.
    notes
        Lines of comment above it.

    Examples
    --------
    >>> changes = {"instruments": {"pact": {"sunset": None}}}
    >>> print(overlay_text("no end", changes, ["Closes expiry."]))
    # Closes expiry.
    label: no end
    changes:
      instruments:
        pact: {sunset: null}
    <BLANKLINE>
    """
    from ruamel.yaml import YAML

    yaml = YAML(pure=True)
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(
        type(None), lambda r, _: r.represent_scalar("tag:yaml.org,2002:null", "null")
    )
    out = io.StringIO()
    out.writelines(f"# {note}\n" for note in notes)
    yaml.dump({"label": label, "changes": _flowing(changes)}, out)
    return out.getvalue()


def _flowing(changes: dict[str, Any]) -> Any:
    """Write what changes in one clause on one line, as people do."""
    from ruamel.yaml.comments import CommentedMap

    styled = CommentedMap()
    for table, clauses in changes.items():
        styled[table] = CommentedMap()
        for name, keys in clauses.items():
            clause = CommentedMap(keys) if isinstance(keys, dict) else keys
            if isinstance(clause, CommentedMap) and len(str(keys)) < _WIDTH:
                clause.fa.set_flow_style()
            styled[table][name] = clause
    return styled


def read_overlay(text: str | bytes, name: str, a: Arrangement) -> Arrangement:
    """Read an overlay and return the arrangement with it laid over.

    Parameters
    ----------
    text
        YAML with the keys ``label`` and ``changes``, as an option has them.
    name
        What to call it in messages.
    a
        The arrangement; lay an option over it first.

    Raises
    ------
    BadArrangementError
        With the place, in the overlay, of everything that is wrong.
    """
    document, problems = parse(text, name)
    value = document.value if isinstance(document.value, dict) else {}
    changes = value.get("changes")
    problems += [_unknown(document, key) for key in value if key not in _KEYS]
    if not isinstance(changes, dict):
        fix = "Write 'changes:' with the keys to lay over the case, as an option has them."
        problems.append(document.problem((), "an overlay is a map with the key 'changes'", fix))
        raise BadArrangementError(problems)
    base = {key: part for key, part in plain(a).items() if key != "options"}
    problems += [
        document.problem(("changes", *path), f"there is no {path[-1]!r} here to delete")
        for path in deletions_of_nothing(base, changes)
    ]
    changed, found = examined(overlaid(base, changes))
    problems += [document.problem(("changes", *f.path), f.message, f.fix) for f in found]
    if changed is None or problems:
        raise BadArrangementError(problems)
    return changed


def _unknown(document: Document, key: object) -> Problem:
    message = f"there is no key {str(key)!r} in an overlay"
    return document.problem((str(key),), message, did_you_mean(str(key), list(_KEYS)))
