"""What changes nothing: questions and clauses on which no stakes, and no other clause, hang."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foedus.deterrence.situation import Question
from foedus.language import Arrangement, plain


def is_idle(a: Arrangement, question: Question) -> bool:
    """Say whether a party with nothing at stake is asked for what nothing reads.

    It would have no reason to choose, and whatever it chose no figure would be another. Whether
    anything reads a procedure or a deed is whether its id stands anywhere outside it.

    Parameters
    ----------
    a
        The arrangement, with its option laid over it.
    question
        Who would be asked what.
    """
    if question.actor in a.conduct or question.actor in a.stakes:
        return False
    if question.kind == "open":
        return not is_followed(a, question.clause)
    return question.kind in ("perform", "undo") and not is_read(a, "deeds", question.clause)


def is_followed(a: Arrangement, procedure: str) -> bool:
    """Say whether anything can come of a procedure: an effect, a finding, or what reads it.

    Parameters
    ----------
    a
        The arrangement, with its option laid over it.
    procedure
        Its id.
    """
    p = a.procedures[procedure]
    acts = any(step.finds or step.strategic for step in p.steps)
    return bool(p.then or acts or is_read(a, "procedures", procedure))


def is_read(a: Arrangement, section: str, name: str) -> bool:
    """Say whether the id of a clause stands anywhere outside the clause itself.

    Parameters
    ----------
    a
        The arrangement, with its option laid over it.
    section, name
        Where the clause stands, as in the file, and its id.
    """
    whole: dict[str, Any] = plain(a)
    of = {key: clause for key, clause in whole.pop(section).items() if key != name}
    return name in _written({**whole, section: of})


def _written(value: Any) -> Iterator[Any]:
    """Yield every value in plain data, and every key of its maps."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _written(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _written(inner)
    else:
        yield value
