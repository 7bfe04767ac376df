"""Which reports of a text nothing holds, so that they are its writer's own."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.positions.actors import Mentions
from foedus.positions.attribution import Attribution
from foedus.positions.lexicon import voiced
from foedus.positions.offices import HE
from foedus.positions.recorded import recorded
from foedus.positions.register import key
from foedus.positions.segments import Block, sentences
from foedus.positions.statement import Actor
from foedus.positions.voice import ENOUGH_TO_HEAR, argues, saying, unheard, unsupported


class Holding:
    """What holds the reports of one text: its voice, and who is heard in each paragraph.

    Parameters
    ----------
    text
        The text, with straight quotation marks.
    blocks
        Its blocks.
    found
        The attributions of each block.
    mentions
        Who a source is, as far as the text has been read.
    """

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        found: Sequence[Sequence[Attribution]],
        mentions: Mentions,
    ) -> None:
        self.text, self.mentions = text, mentions
        self.record = recorded(text, blocks)
        self.argues = not self.record and argues(text, blocks, (a for some in found for a in some))
        self.long = sum(len(sentences(text, b)) for b in blocks) >= ENOUGH_TO_HEAR
        self.long = self.long and not self.record

    def unheld(
        self, own: Sequence[Attribution], near: Sequence[Attribution]
    ) -> frozenset[Attribution]:
        """Return those attributions of a sentence that nothing holds.

        Parameters
        ----------
        own
            The attributions of the sentence.
        near
            Those of its block.
        """
        if not (self.argues or self.long):
            return frozenset()
        reported = [
            a for a in own if a.source and not a.nested and a.sentence.block.kind != "speech"
        ]
        if self.argues:
            loose = [a for a in reported if unsupported(a, self.text, self._who(a))]
            return frozenset(a for a in loose if not self._spoke(a, near))
        return frozenset(a for a in reported if self._unheard(a, near))

    def _spoke(self, a: Attribution, near: Sequence[Attribution]) -> bool:
        """Whether "she" has just said something: "Osten said no. She also wants a vote"."""
        assert a.source is not None
        if a.source.of(self.text).lower() not in HE:
            return False
        before = (b for b in near if b.sentence.number == a.sentence.number - 1)
        told = (b for b in before if b.source and voiced(b.lemma or "say") and saying(b, self.text))
        return any(self._who(b).name == self._who(a).name for b in told)

    def _unheard(self, a: Attribution, near: Sequence[Attribution]) -> bool:
        spoken = (b for b in near if b is not a and b.source and saying(b, self.text))
        heard = (self._who(b) for b in spoken if self._told_of(b))
        return unheard(a, self.text, self._who(a), heard)

    def _told_of(self, a: Attribution) -> bool:
        """Whether it is told whose words they are: "a spokeswoman" alone is of any state."""
        assert a.source is not None
        words = key(a.source.of(self.text))
        unnamed = words[0] in ("a", "an", "one", "another") and not self.mentions.table.state(words)
        return not unnamed

    def _who(self, a: Attribution) -> Actor:
        assert a.source is not None
        return self.mentions.resolve(a.source.of(self.text))[0]
