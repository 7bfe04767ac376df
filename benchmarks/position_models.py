"""Would a trained model help the rules for positions? Each letter of the texts is left out in turn.

    python benchmarks/position_models.py

The texts of one letter (``a-*``, ``b-*``, ...) are one source: the models are trained on the other
letters and asked on it. Left out are ``p-*`` (unread when this was first run), ``s-*``, ``v-*``,
the later ``t-*`` and the even ``u-*``, which stay unread. The rules were mended on these texts, the
models were not, so the comparison favours the rules; `foedus`
ships none of the models because what they add is as often wrong as right. Features are words of
polarity, cues and where they stand; L2 penalty 2 (8 for single words), fixed by hand; no random
number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from foedus.positions import extract, register
from foedus.positions.annotations import Annotated, Gold, annotated
from foedus.positions.disputes import dispute
from foedus.positions.polarity import polarity
from foedus.positions.scoring import _best, _same, _words
from foedus.positions.statement import STANCES, Actor, Statement

CORPUS = Path(__file__).parents[1] / "tests" / "positions" / "corpus"
UNREAD = ("p-", "s-", "v-", "t-09", "t-1", "u-02", "u-04", "u-06", "u-08", "u-10")
Features = Mapping[str, float]
PENALTY, OF_WORDS = 2.0, 8.0
SURE = (0.4, 0.5, 0.6)


@dataclass(frozen=True)
class Text:
    """A text, what the rules propose on it, and which proposal fits each annotation."""

    letter: str
    text: Annotated
    found: tuple[Statement, ...]
    fits: tuple[tuple[Gold, Statement], ...]
    said: frozenset[int] = field(default=frozenset())


def texts() -> list[Text]:
    """Return all texts that may be read."""
    made = []
    for path in sorted(CORPUS.glob("*.txt")):
        if path.stem.startswith(UNREAD):
            continue
        one = annotated(path.read_text(encoding="utf-8"), path.name)
        world = one.meta["world"]
        known = dispute((CORPUS / f"{world}.toml").read_text(encoding="utf-8"), world)
        found = extract(
            one.text, known, one.name, one.day, table=register(known), everything=True
        ).statements
        fits = [(gold, _best(one, gold, found)) for gold in one.statements]
        said = _words(one.text, [s for marks in one.marked.values() for s in marks["q"]])
        made.append(
            Text(path.stem[0], one, found, tuple((g, f) for g, f in fits if f), frozenset(said))
        )
    return made


def counted(words: str) -> dict[str, float]:
    """Return how many words of polarity there are, up to two of a kind, and single words."""
    known = polarity()
    kinds = {**known.words, **known.judged}
    made = {kind: float(min(2, len(p.findall(words)))) for kind, p in kinds.items()}
    for modal in ("will", "would", "must", "should", "can", "may", "could"):
        made[modal] = float(bool(re.search(rf"\b{modal}\b", words, re.IGNORECASE)))
    return made | {f"w:{w[:6]}": 1.0 for w in re.findall(r"[a-z]{3,}", words.lower())}


def of_statement(text: Text, s: Statement) -> dict[str, float]:
    """Return the features of a proposal."""
    cue = s.cue.exact.lower() if s.cue else ""
    made = counted(s.quote.exact) | {f"c:{cue}": 1.0, f"manner {s.manner}": 1.0, "one": 1.0}
    made["condition"] = float(s.trigger is not None)
    made[f"cue {polarity().cues.get(cue, '') or 'plain'}"] = 1.0
    made[f"actor {s.actor.kind}"] = 1.0
    made["carried"] = float("carried" in s.actor.flags)
    made["past"] = float(cue.endswith("ed") or cue in ("said", "told"))
    for other in text.found:
        if other.stance and other.actor.name == s.actor.name and other.quote.start != s.quote.start:
            made[f"elsewhere {other.stance}"] = 1.0
    return made


def trained(
    rows: Sequence[Features], labels: Sequence[int], kinds: int
) -> Callable[[Features], np.ndarray]:
    """Return a log-linear model of labels, as the chance of each."""
    often = Counter(name for row in rows for name in row)
    place = {n: i for i, n in enumerate(sorted(n for n, c in often.items() if c >= 3))}

    def laid(row: Features) -> np.ndarray:
        out = np.zeros(len(place))
        for name, value in row.items():
            if name in place:
                out[place[name]] = value
        return out

    x, y = np.array([laid(row) for row in rows]), np.eye(kinds)[list(labels)]
    penalty = np.array([OF_WORDS if n[:2] in ("w:", "c:") else PENALTY for n in place])[:, None]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(len(place), kinds)
        chance = _chances(x @ weights)
        value = -np.sum(y * np.log(chance + 1e-12)) + 0.5 * np.sum(penalty * weights**2)
        return value, (x.T @ (chance - y) + penalty * weights).ravel()

    weights = minimize(loss, np.zeros(len(place) * kinds), jac=True, method="L-BFGS-B").x
    weights = weights.reshape(len(place), kinds)
    return lambda row: _chances(laid(row)[None] @ weights)[0]


def _chances(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def left_out(rows: Sequence[tuple[str, Features, int]], kinds: int) -> list[np.ndarray]:
    """Return the chances for each row, by a model that saw no text of its letter."""
    models = {}
    for letter in sorted({row[0] for row in rows}):
        seen = [row for row in rows if row[0] != letter]
        models[letter] = trained([f for _, f, _ in seen], [y for _, _, y in seen], kinds)
    return [models[letter](features) for letter, features, _ in rows]


def stances(read: Sequence[Text]) -> None:
    """Print what a model would add where the rules abstain on a known issue."""
    labels = ("", *STANCES)
    pairs = [(t, g, s) for t in read for g, s in t.fits if g.issue and g.issue == s.issue]
    rows = [(t.letter, of_statement(t, s), labels.index(g.stance)) for t, g, s in pairs]
    chances = left_out(rows, len(labels))
    open_ = [i for i, (_, _, s) in enumerate(pairs) if not s.stance]
    alone = sum(int(c.argmax()) == y for c, (_, _, y) in zip(chances, rows, strict=True))
    ruled = sum((s.stance or "") == g.stance for _, g, s in pairs)
    print(f"stance: of {len(rows)} the rules have {ruled} right, a model by itself {alone}")
    for sure in SURE:
        told = [i for i in open_ if max(chances[i][1:]) >= sure]
        right = sum(1 + int(chances[i][1:].argmax()) == rows[i][2] for i in told)
        print(
            f"  where the rules abstain ({len(open_)}), sure {sure}: {right} right of {len(told)}"
        )


def issues(read: Sequence[Text]) -> None:
    """Print what a model would add where a content names no issue: the last one spoken of."""
    rows, right = [], []
    for t in read:
        for gold, s in t.fits:
            before = [o for o in t.found if o.issue and o.quote.start < s.quote.start]
            if s.issue or not before:
                continue
            near = {"near": float(s.quote.start - before[-1].quote.start < 400)}
            same = {"same speaker": float(before[-1].actor.name == s.actor.name)}
            rows.append(
                (t.letter, of_statement(t, s) | near | same, int(gold.issue == before[-1].issue))
            )
            right.append(rows[-1][2])
    chances = left_out(rows, 2)
    print(f"issue taken up from before: {sum(right)} of {len(rows)} contents without one")
    for sure in SURE:
        told = [i for i, c in enumerate(chances) if c[1] >= sure]
        print(f"  sure {sure}: {sum(right[i] for i in told)} right of {len(told)}")


def narrators(read: Sequence[Text]) -> None:
    """Print how a model would tell the narrator's own from what was said."""
    kinds = ("position", "conditional", "demand", "inference")
    pairs = [(t, s) for t in read for s in t.found if s.issue and s.kind in kinds]
    own = [int(not _words(t.text.text, [s.quote.span]) & t.said) for t, s in pairs]
    rows = [(t.letter, of_statement(t, s), y) for (t, s), y in zip(pairs, own, strict=True)]
    held = [s.kind == "inference" for _, s in pairs]
    chances = left_out(rows, 2)
    kept = [i for i, inference in enumerate(held) if not inference]
    print(f"the narrator's: {sum(own[i] for i in kept)} of {len(kept)} proposed by the rules")
    for sure in SURE:
        left = [i for i in kept if chances[i][1] < sure]
        right = sum(own[i] for i in left)
        print(f"  without those of which a model is {sure} sure: {right} of {len(left)}")


def actors(read: Sequence[Text]) -> None:
    """Print how often a model would choose another actor of the text, and how often rightly."""
    rows: list[tuple[str, Features, int]] = []
    of: list[tuple[int, Actor, bool]] = []
    right = number = 0
    for t in read:
        for gold, s in t.fits:
            number += 1
            right += _same(gold, s.actor)
            others = {o.actor.name: o.actor for o in (*t.found, s) if o.actor.name}
            for actor in others.values():
                ruled = actor.name == s.actor.name
                before = [o for o in t.found if o.quote.start < s.quote.start]
                features = {
                    "one": 1.0,
                    "rules": float(ruled),
                    f"rules {s.actor.kind}": float(ruled),
                    "rules carried": float(ruled and "carried" in s.actor.flags),
                    f"kind {actor.kind}": 1.0,
                    "spoke last": float(bool(before) and before[-1].actor.name == actor.name),
                    "same state": float(actor.state == s.actor.state and not ruled),
                }
                rows.append((t.letter, features, int(_same(gold, actor))))
                of.append((number, actor, ruled))
    best: dict[int, tuple[float, bool, int]] = {}
    for (which, _, ruled), chance, (_, _, y) in zip(of, left_out(rows, 2), rows, strict=True):
        best[which] = max(best.get(which, (0.0, False, 0)), (float(chance[1]), ruled, y))
    changed = [y for _, ruled, y in best.values() if not ruled]
    print(f"actor: the rules have {right} of {number}")
    print(f"  a model would change {len(changed)}, {sum(changed)} rightly")


def main() -> None:
    """Print all four."""
    read = texts()
    for one in (stances, issues, narrators, actors):
        one(read)


if __name__ == "__main__":
    main()
