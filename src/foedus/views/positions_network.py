"""The discourse network of a day: who shares stances with whom, drawn as that program does.

Two actors are tied by each issue on which their stances in force agree, and apart by each on which
one supports what the other opposes (congruence and conflict in Discourse Network Analyzer; Leifeld
2017, *Discourse Network Analysis*, in The Oxford Handbook of Political Networks, pp. 301-326). A
stance that is conditional or ambiguous ties nobody.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from foedus.positions import Joined, in_force

_CLEAR = ("support", "oppose")
_RADIUS = 1.0
_BESIDE = 1.12


class Tie(NamedTuple):
    """Two states and on how many issues they agree and disagree."""

    one: str
    other: str
    alike: int
    apart: int


def ties(found: Joined, at: date) -> list[Tie]:
    """Return the ties of a discourse network on a day, strongest first."""
    stances = _stances(found, at)
    made = []
    for one, other in combinations(sorted(stances), 2):
        shared = set(stances[one]) & set(stances[other])
        alike = sum(1 for issue in shared if stances[one][issue] == stances[other][issue])
        apart = len(shared) - alike
        if shared:
            made.append(Tie(one, other, alike, apart))
    return sorted(made, key=lambda tie: (-tie.alike, -tie.apart, tie))


def _stances(found: Joined, at: date) -> Mapping[str, Mapping[str, str]]:
    positions = found.arrangement.positions
    stances: dict[str, dict[str, str]] = {}
    for state, issue in dict.fromkeys((p.state, p.issue) for p in positions):
        voice = in_force(positions, state, issue, at).voice
        group = " " in state  # words for an unnamed group, which is no actor to tie
        if voice is not None and not group and not voice.lapsed and voice.position.stance in _CLEAR:
            stances.setdefault(state, {})[issue] = voice.position.stance
    return stances


def discourse(found: Joined, at: date) -> Any:
    """Draw the network: states on a circle, solid lines where they agree, dashed where not."""
    import altair as alt

    found_ties = ties(found, at)
    stances = _stances(found, at)
    names = _ordered(found_ties, stances)
    places = {
        name: (_RADIUS * math.cos(turn), _RADIUS * math.sin(turn))
        for name, turn in zip(names, _turns(len(names)), strict=True)
    }
    lines = [
        {
            "one": t.one, "other": t.other, "alike": t.alike, "apart": t.apart,
            "x": places[t.one][0], "y": places[t.one][1],
            "x2": places[t.other][0], "y2": places[t.other][1],
            "tie": "agree" if t.alike >= t.apart else "disagree",
            "strength": max(t.alike, t.apart),
        }
        for t in found_ties
    ]  # fmt: skip
    points = [
        {
            "state": n, "issues": len(stances[n]), "x": places[n][0], "y": places[n][1],
            "name_x": places[n][0] * _BESIDE, "name_y": places[n][1] * _BESIDE,
        }
        for n in names
    ]  # fmt: skip
    bare = alt.Axis(labels=False, ticks=False, domain=False, grid=False, title=None)
    span = alt.Scale(domain=[-1.25, 1.25])
    edges = (
        alt.Chart(alt.Data(values=lines))
        .mark_rule()
        .encode(
            x=alt.X("x:Q", axis=bare, scale=span),
            y=alt.Y("y:Q", axis=bare, scale=span),
            x2="x2:Q",
            y2="y2:Q",
            strokeDash=alt.StrokeDash(
                "tie:N",
                title="they",
                scale=alt.Scale(domain=["agree", "disagree"], range=[[1, 0], [4, 4]]),
            ),
            strokeWidth=alt.StrokeWidth(
                "strength:O", title="issues", scale=alt.Scale(range=[0.7, 4])
            ),
            opacity=alt.Opacity("strength:O", title="issues", scale=alt.Scale(range=[0.2, 0.5])),
            tooltip=["one:N", "other:N", "alike:Q", "apart:Q"],
        )
    )
    nodes = alt.Chart(alt.Data(values=points))
    marks = nodes.mark_point(filled=True, opacity=1, size=90, color="#252525").encode(
        x=alt.X("x:Q", scale=span),
        y=alt.Y("y:Q", scale=span),
        tooltip=["state:N", "issues:Q"],
    )
    beside = nodes.mark_text(fontSize=11, fontWeight="bold").encode(
        x=alt.X("name_x:Q", scale=span), y=alt.Y("name_y:Q", scale=span), text="state:N"
    )
    title = f"{found.arrangement.title}: who shares stances with whom on {at}"
    return (edges + marks + beside).properties(
        width=520, height=520, title=alt.TitleParams(title, anchor="start", fontSize=12)
    )


def _ordered(found: Sequence[Tie], names: Iterable[str]) -> list[str]:
    """Return the states so that each stands beside the one it agrees with most."""
    net = {frozenset((t.one, t.other)): t.alike - t.apart for t in found}
    left = sorted(names)
    made = left[:1]
    left = left[1:]
    while left:
        last = made[-1]
        after = max(left, key=lambda name: (net.get(frozenset((last, name)), 0), -left.index(name)))
        left.remove(after)
        made.append(after)
    return made


def _turns(count: int) -> list[float]:
    return [math.tau * at / max(count, 1) for at in range(count)]


def discourse_lines(found: Joined, at: date, most: int = 40) -> Iterator[str]:
    """Yield the network as text, the strongest ties first."""
    made = ties(found, at)
    yield f"{len(made)} ties on {at}: states, issues on which they agree and disagree"
    for tie in made[:most]:
        yield f"{tie.one} {tie.other}: {tie.alike} alike, {tie.apart} apart"
    if len(made) > most:
        yield f"and {len(made) - most} more; --save FILE.csv has them all"
