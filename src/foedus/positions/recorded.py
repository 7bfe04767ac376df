"""Whether a text is the record of those who made it: a communique, conclusions, a joint statement.

A record has no narrator who could suppose anything. Where a report says "Armenia favours an
extension", its writer may have drawn the conclusion; where a joint statement says so, Armenia
signed it. Its title names the kind of document and has no verb, and in it hardly anybody "said".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.positions.grammar import word_set
from foedus.positions.phrases import finite
from foedus.positions.segments import Block, sentences

_TITLES = 3
"""The title stands among so many blocks at the top."""
_TOLD = 0.1
"""In a record fewer sentences than one in ten say that somebody said or told."""
_KIND = re.compile(
    r"\b(?:communiqu[eé]|conclusions (?:of|on|by)"
    r"|(?:european council|council|summit|presidency)\W+(?:\([^)]*\)\W+)?conclusions"
    r"|(?:joint|final|agreed|presidency|chair(?:'s)?|common|political) (?:press )?(?:statement"
    r"|declaration|minutes|summary|document|release|record|communication)"
    r"|declaration (?:of|on|by|adopted)|resolution (?:\d|of|on|adopted)|minutes of"
    r"|protocol (?:of|on|to)|memorandum of|read-?outs? (?:of|on|from)|note verbale"
    r"|aide-m[eé]moire|statements? (?:by|of) (?:the|h\.?e))",
    re.IGNORECASE,
)
_ISSUED = word_set(
    "adopted issued agreed signed published released approved made given done circulated held"
)
"""What tells in a title when and where a record was made: "Communique of the Group, adopted on"."""
_SAID = re.compile(r"\b(?:said|says|told)\b")


def recorded(text: str, blocks: Sequence[Block]) -> bool:
    r"""Return whether a text is a record.

    Parameters
    ----------
    text
        The text, with straight quotation marks.
    blocks
        Its blocks.

    Examples
    --------
    >>> from foedus.positions.segments import blocks
    >>> words = "Communique of the Summit of Lutz\n\nOsten favours entry. Renn opposes it."
    >>> recorded(words, blocks(words))
    True
    """
    titled = any(
        block.kind == "headline" and _KIND.search(block.span.of(text)) and not _told(text, block)
        for block in blocks[:_TITLES]
    )
    if not titled:
        return False
    rows = [s.span.of(text) for block in blocks for s in sentences(text, block)]
    return sum(bool(_SAID.search(row)) for row in rows) <= max(_TOLD * len(rows), 1)


def _told(text: str, block: Block) -> bool:
    """Whether a headline tells something, as that of a report on a communique does."""
    for sentence in sentences(text, block):
        row = sentence.tokens
        end = next((i for i, t in enumerate(row) if t.low in _ISSUED), len(row))
        if finite(row, 0, end):
            return True
    return False
