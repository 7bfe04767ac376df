"""Who was named together with whom: "both capitals", "the latter", "and his counterpart"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from foedus.positions.grammar import word_set
from foedus.positions.made import carried, of_holder
from foedus.positions.register import Key, Register
from foedus.positions.statement import Actor

PAIRED = re.compile(
    r"(.+\S) and ((?:his|her) (?:[\w-]+ ){1,3}(?:counterpart|colleague))", re.IGNORECASE
)
BESIDE = re.compile(r"([^,]+, [A-Z][^,]+), and ([^,]+, [A-Z][^,]+)")
"""Two people, each with an office and a name behind a comma."""
_ALL = {
    ("both",): 2, ("the", "two"): 2, ("the", "pair"): 2, ("the", "duo"): 2,
    ("the", "three"): 3, ("all", "three"): 3, ("the", "trio"): 3, ("the", "four"): 4,
    ("all", "four"): 4,
}  # fmt: skip
_STATES = word_set(
    "capitals sides governments countries states nations neighbours neighbors parties powers"
)
_PEOPLE = word_set("men women ministers leaders presidents premiers diplomats chiefs politicians")


def those(words: Key, together: Sequence[Actor]) -> list[Actor] | None:
    """Return whom "both capitals" or "the latter" stands for, of those named together last.

    Parameters
    ----------
    words
        A source.
    together
        Who acted or spoke together.

    Examples
    --------
    >>> pair = [Actor("Velmark", "state", "VEL"), Actor("Torria", "state", "TOR")]
    >>> [a.name for a in those(("both", "capitals"), pair)]
    ['Velmark', 'Torria']
    >>> [a.name for a in those(("the", "latter"), pair)]
    ['Torria']
    >>> those(("the", "two", "ministers"), pair)
    """
    if len(together) == 2 and words in (("the", "former"), ("the", "latter")):
        return [carried(together[0 if "former" in words else 1])]
    size = next((n for n in (2, 1) if words[:n] in _ALL), 0)
    if not size or _ALL[words[:size]] != len(together):
        return None
    rest = words[size:]
    kinds = {actor.kind for actor in together}
    fits = not rest or (
        len(rest) == 1
        and (
            (rest[0] in _STATES and "person" not in kinds)
            or (rest[0] in _PEOPLE and kinds == {"person"})
        )
    )
    return [carried(actor) for actor in together] if fits else None


def counterpart(person: Actor, words: Key, table: Register, day: date | None) -> list[Actor] | None:
    """Return who holds the office of a person in another state that words name.

    Parameters
    ----------
    person
        Whose counterpart it is.
    words
        "his Iranian counterpart".
    table
        The register.
    day
        When.
    """
    holder = table.holder(table.state(words), person.office, day) if person.office else None
    return [of_holder(holder, ("office",))] if holder else None
