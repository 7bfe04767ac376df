"""A cue with what it governs."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.positions.cues import Cue
from foedus.positions.phrases import Place


@dataclass(frozen=True, slots=True)
class Match:
    """A cue with what it governs.

    Parameters
    ----------
    cue
        The cue.
    source
        Whose words; nothing where the sentence does not say.
    content
        What is reported, in one or more pieces.
    frame
        ``after``, ``before``, ``inverted``, ``around``, ``phrase`` or ``noun``.
    target
        Who is addressed or spoken of.
    shared
        Whether the source is that of the cue before it, or of the whole sentence.
    """

    cue: Cue
    source: Place | None
    content: tuple[Place, ...]
    frame: str
    target: Place | None = None
    shared: bool = False
