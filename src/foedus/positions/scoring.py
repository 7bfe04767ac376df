"""How well the rules do on annotated texts, by counts that can be added up.

An attribution is found when its source overlaps and its content shares half of its words (an F1 of
.5 or more over words), each at most once. A report within a report counts when it was annotated and
is passed over when it was not. A stance is scored on the proposal that shares most words with the
annotated content; where the rules abstain, it counts against coverage and recall.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from foedus.positions.annotations import Annotated, Gold
from foedus.positions.attribution import Attribution, attributions
from foedus.positions.disputes import Dispute
from foedus.positions.extraction import extract
from foedus.positions.register import Register, key
from foedus.positions.spans import Quote, Span
from foedus.positions.statement import STANCES, Actor, Statement

_HALF = 0.5
_CLOSE = 0.8
_POSITIONS = ("position", "conditional", "demand")


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found, proposed and annotated.

    Parameters
    ----------
    hits, proposed, annotated
        Counts.
    """

    hits: int = 0
    proposed: int = 0
    annotated: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.hits + other.hits,
            self.proposed + other.proposed,
            self.annotated + other.annotated,
        )

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing was there to find."""
        total = self.proposed + self.annotated
        return 2 * self.hits / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over some texts.

    Parameters
    ----------
    attribution, trigger, target
        Tallies.
    actors, right
        Statements with a proposal, and those of them with the right actor.
    stances
        Pairs of the annotated and the proposed stance, empty where the rules abstain.
    leaked, positions
        Positions proposed from words that nobody was annotated to have said, and all positions.
    targets
        The annotated targets, for the baseline.
    """

    attribution: Tally = Tally()
    trigger: Tally = Tally()
    target: Tally = Tally()
    actors: int = 0
    right: int = 0
    stances: tuple[tuple[str, str], ...] = ()
    leaked: int = 0
    positions: int = 0
    targets: tuple[str, ...] = field(default=())

    def __add__(self, other: Score) -> Score:
        return Score(
            self.attribution + other.attribution,
            self.trigger + other.trigger,
            self.target + other.target,
            self.actors + other.actors,
            self.right + other.right,
            self.stances + other.stances,
            self.leaked + other.leaked,
            self.positions + other.positions,
            self.targets + other.targets,
        )

    @property
    def actor_accuracy(self) -> float:
        """The share of statements with the right actor, of those with a proposal."""
        return self.right / self.actors if self.actors else 0.0

    @property
    def stance_f1(self) -> float:
        """The mean F1 over the stances that were annotated."""
        present = [s for s in STANCES if any(gold == s for gold, _ in self.stances)]
        scores = [self.of_stance(s).f1 for s in present]
        return sum(scores) / len(scores) if scores else 0.0

    def of_stance(self, stance: str) -> Tally:
        """Return the tally of one stance."""
        return Tally(
            sum(gold == found == stance for gold, found in self.stances),
            sum(found == stance for _, found in self.stances),
            sum(gold == stance for gold, _ in self.stances),
        )

    @property
    def coverage(self) -> float:
        """The share of annotated stances on which the rules do not abstain."""
        return sum(bool(f) for _, f in self.stances) / len(self.stances) if self.stances else 0.0

    @property
    def leak(self) -> float:
        """The share of proposed positions that are the narrator's."""
        return self.leaked / self.positions if self.positions else 0.0

    @property
    def target_baseline(self) -> float:
        """The F1 of naming the most frequent target every time."""
        named = Counter(t for t in self.targets if t)
        if not named:
            return 0.0
        return Tally(named.most_common(1)[0][1], len(self.targets), named.total()).f1


def score(text: Annotated, dispute: Dispute, table: Register | None = None) -> Score:
    """Return how the rules do on one annotated text."""
    found = extract(
        text.text, dispute, text.name, text.day, table=table, everything=True
    ).statements
    made = Score(attribution=found_among(text, attributions(text.text)))
    for gold in text.statements:
        made = made + _one(text, gold, _best(text, gold, found))
    marked = _words(text.text, [s for g in text.marked.values() for s in g["q"]])
    proposed = [s for s in found if s.kind in _POSITIONS and s.issue]
    leaked = sum(not _words(text.text, [s.quote.span]) & marked for s in proposed)
    return made + Score(leaked=leaked, positions=len(proposed))


def found_among(text: Annotated, found: Sequence[Attribution]) -> Tally:
    """Return how many annotated attributions are among those that were found."""
    free = set(range(len(found)))
    for marks in text.marked.values():
        content, source = _words(text.text, marks["q"]), _words(text.text, marks.get("s", ()))
        fits = [
            (_f1(content, _words(text.text, found[at].content)), -at)
            for at in free
            if not source or _words(text.text, [found[at].source or Span(0, 0)]) & source
        ]
        best = max(fits, default=(0.0, 0))
        if best[0] >= _HALF:
            free.remove(-best[1])
    hits = len(found) - len(free)
    extra = sum(not found[at].nested for at in free)
    return Tally(hits, hits + extra, len(text.marked))


def _one(text: Annotated, gold: Gold, found: Statement | None) -> Score:
    stance = ""
    if found and found.issue == gold.issue and found.kind != "inference":
        stance = found.stance or ""
    target = found.target.name if found and found.target else ""
    hit = bool(set(key(target)) & set(key(gold.target)) - {"of", "the"})
    return Score(
        trigger=_trigger(text, gold, found.trigger if found else None),
        target=Tally(int(hit), int(bool(target)), int(bool(gold.target))),
        actors=int(found is not None),
        right=int(found is not None and _same(gold, found.actor)),
        stances=((gold.stance, stance),) if gold.issue else (),
        targets=(gold.target,),
    )


def _trigger(text: Annotated, gold: Gold, found: Quote | None) -> Tally:
    marked = gold.spans.get("t", ())
    alike = 0.0
    if marked and found:
        alike = _f1(_words(text.text, marked), _words(text.text, [found.span]))
    return Tally(int(alike >= _CLOSE), int(found is not None), int(bool(marked)))


def _same(gold: Gold, actor: Actor) -> bool:
    if key(actor.name) == key(gold.actor):
        return True
    return actor.state == gold.state and bool(set(key(actor.name)) & set(key(gold.actor)) - {"of"})


def _best(text: Annotated, gold: Gold, found: Sequence[Statement]) -> Statement | None:
    """Return the proposal on the annotated words, the one on the right issue before others."""
    content = _words(text.text, gold.spans.get("q", ()))
    fits = []
    for at, statement in enumerate(found):
        own = _words(text.text, [statement.quote.span])
        within = len(content & own) / max(min(len(content), len(own)), 1)
        alike = _f1(content, own)
        if alike >= _HALF or within >= 0.6:
            fits.append(((statement.issue == gold.issue, alike, -at), statement))
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _words(text: str, spans: Iterable[Span]) -> set[int]:
    return {
        span.start + match.start() for span in spans for match in re.finditer(r"\w+", span.of(text))
    }


def _f1(one: set[int], other: set[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
