"""Which documents are one story: near-duplicates and rewrites, so that they count once.

Runs of five words are compared by MinHash (Broder 1997), found by locality-sensitive hashing, with
`datasketch`, an extra; within a family the sentences that a rewrite changed are shown side by side.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from foedus.positions.statement import Found, Statement
from foedus.positions.tokens import straightened

SHINGLE = 5
"""Words in a run."""
ALIKE = 0.3
"""From this share of runs in common on, two texts are one story. Judged: a wire report cut by half
and retitled shares about so much with its source; two reports of one event by two hands share
hardly any run of five words."""
_PERMUTATIONS = 128


class LineageError(RuntimeError):
    """Lineage cannot be worked out here: why, and the fix."""


class Changed(NamedTuple):
    """A sentence and what a rewrite made of it.

    Attributes
    ----------
    before, after
        The sentences.
    """

    before: str
    after: str


class Retold(NamedTuple):
    """What a rewrite adds to the first document of its story.

    Attributes
    ----------
    name, first
        What the rewrite and the first document are called.
    repeated
        How many of its statements the story has already.
    changed
        The sentences with statements that it put otherwise.
    """

    name: str
    first: str
    repeated: int
    changed: tuple[Changed, ...]


def once(found: Sequence[Found], texts: Sequence[str]) -> tuple[list[Found], list[Retold]]:
    """Leave out of rewrites what their story has already, and show what they put otherwise.

    Parameters
    ----------
    found
        What was found in each document, in order of time.
    texts
        Their plain texts.

    Raises
    ------
    LineageError
        When datasketch is not installed.
    """
    by_id = dict(zip((f.document.id for f in found), texts, strict=True))
    family = families(by_id)
    firsts = {f.document.id: f for f in found}
    seen: dict[str, set[tuple[object, ...]]] = {}
    kept, retold = [], []
    for one in found:
        id_, first = one.document.id, firsts[family[one.document.id]]
        story = seen.setdefault(first.document.id, set())
        mine = one.statements
        if id_ != first.document.id:
            mine = tuple(s for s in mine if _said(s) not in story)
            otherwise = changes(by_id[first.document.id], by_id[id_])
            both = (*first.statements, *one.statements)
            told = tuple(pair for pair in otherwise if _states(pair, both))
            repeated = len(one.statements) - len(mine)
            retold.append(Retold(one.document.name, first.document.name, repeated, told))
        story.update(map(_said, one.statements))
        document = replace(one.document, lineage=first.document.id)
        kept.append(Found(document, mine))
    return kept, retold


def _said(s: Statement) -> tuple[object, ...]:
    return s.actor.name, s.issue, s.stance, s.kind


def _states(pair: Changed, statements: Sequence[Statement]) -> bool:
    """Whether one of two sentences holds a statement."""
    return any(s.quote.exact in pair.before or s.quote.exact in pair.after for s in statements)


def families(texts: Mapping[str, str]) -> dict[str, str]:
    """Return, for each document, the first document of its story.

    Parameters
    ----------
    texts
        Texts by the id of their document, in order of time.

    Raises
    ------
    LineageError
        When datasketch is not installed.
    """
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        raise LineageError(
            "Grouping rewrites needs datasketch: pip install 'foedus[positions]'."
        ) from None
    index = MinHashLSH(threshold=ALIKE, num_perm=_PERMUTATIONS)
    found: dict[str, str] = {}
    for id_, text in texts.items():
        sketch = MinHash(num_perm=_PERMUTATIONS, seed=1)
        runs = shingles(text)
        sketch.update_batch([run.encode() for run in sorted(runs)])
        near = sorted(index.query(sketch), key=list(texts).index) if runs else []
        alike = [other for other in near if resemblance(text, texts[other]) >= ALIKE]
        found[id_] = found[alike[0]] if alike else id_
        index.insert(id_, sketch, check_duplication=False)
    return found


def shingles(text: str) -> set[str]:
    """Return the runs of five words of a text, in lower case.

    Examples
    --------
    >>> sorted(shingles("He will not go to war."))
    ['he will not go to', 'will not go to war']
    """
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE + 1, 0))}


def resemblance(one: str, other: str) -> float:
    """Return the share of runs of five words that the shorter of two texts has in the other."""
    a, b = shingles(one), shingles(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def changes(before: str, after: str) -> Iterator[Changed]:
    """Yield the sentences that a rewrite changed, each beside what became of it.

    Examples
    --------
    >>> list(changes("He may go. She stays.", "He will go. She stays."))
    [Changed(before='He may go.', after='He will go.')]
    """
    old, new = _sentences(before), _sentences(after)
    matcher = difflib.SequenceMatcher(None, _plain(old), _plain(new), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "replace":
            for was, now in zip(old[a:b], new[c:d], strict=False):
                if difflib.SequenceMatcher(None, was, now).ratio() > 0.5:
                    yield Changed(was, now)


def _sentences(text: str) -> list[str]:
    return [s.strip() for s in re.split(r"(?<=[.!?])\s+|\n+", text) if s.strip()]


def _plain(some: Sequence[str]) -> list[str]:
    """Return sentences without what typesetting makes of quotation marks and spaces."""
    return [" ".join(straightened(one).split()) for one in some]
