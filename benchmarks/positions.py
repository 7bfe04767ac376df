"""Attribution beside a plain list of cues in one regular expression, and the time for an archive.

    python benchmarks/positions.py [ARTICLES]

The corpus is that of the tests, by the hand that wrote the rules: the figures flatter both.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from foedus.positions import attributions, extract, register, shipped_dispute
from foedus.positions.annotations import Annotated, annotated
from foedus.positions.attribution import Attribution
from foedus.positions.scoring import Tally, found_among
from foedus.positions.segments import blocks, sentences
from foedus.positions.spans import Span
from foedus.positions.tokens import straightened

CORPUS = Path(__file__).parents[1] / "tests" / "positions" / "corpus"
CUES = (
    "said|says|say|told|announced|warned|claimed|denied|added|insisted|argued|reported|believes"
    "|thinks|hopes|fears|expects|urged|called|demanded|rejected|opposes|supports|backs|wants|asked"
    "|promised|vowed|agreed|refused|declared|stated|noted|suggested|maintained|confirmed|accused"
    "|criticised|welcomed|described|complained|predicted|wrote|replied|explained|acknowledged"
    "|recalled|stressed|endorsed|ruled"
)
PLAIN = re.compile(
    rf"([A-Z][\w' ]+?|\b(?:[Hh]e|[Ss]he|[Tt]hey))\s+(?:has |have |had )?({CUES})\s+(.+)"
)


def by_one_expression(text: str) -> list[Attribution]:
    """Return what one expression with fifty cues finds: whoever stands before, all that follows."""
    found = []
    straight = straightened(text)
    for block in blocks(text):
        for sentence in sentences(straight, block):
            match = PLAIN.search(sentence.span.of(straight))
            if match:
                source, cue, content = (
                    Span(sentence.span.start + match.start(n), sentence.span.start + match.end(n))
                    for n in (1, 2, 3)
                )
                found.append(
                    Attribution(source, cue, (content,), match[2], "after", "indirect", sentence)
                )
    return found


def main() -> None:
    """Print both."""
    texts = [annotated(p.read_text(encoding="utf-8"), p.name) for p in sorted(CORPUS.glob("*.txt"))]
    for part in ("development", "held-out"):
        own = [t for t in texts if t.meta["part"] == part]
        for name, method in (("rules", attributions), ("one expression", by_one_expression)):
            made = sum((found_among(t, method(t.text)) for t in own), Tally())
            precision, recall = made.hits / made.proposed, made.hits / made.annotated
            print(f"{part:<12} {name:<15} P {precision:.2f}  R {recall:.2f}  F1 {made.f1:.2f}")
    _time(texts, int(sys.argv[1]) if len(sys.argv) > 1 else 1000)


def _time(texts: list[Annotated], count: int) -> None:
    words = " ".join(t.text.replace("\n\n", " \n\n ") for t in texts).split(" ")
    articles = [" ".join(words[(at * 37) % (len(words) - 600) :][:600]) for at in range(count)]
    dispute = shipped_dispute("ukraine-2025")
    table = register(dispute)
    began = time.process_time()
    found = sum(len(extract(a, dispute, table=table, everything=True).statements) for a in articles)
    took = time.process_time() - began
    print(f"{count} articles of 600 words: {took:.1f} s of one processor, {found} statements")


if __name__ == "__main__":
    main()
