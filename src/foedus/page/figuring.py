"""What a page asks that takes arrays and games: assumptions that are moved, best play, prospects.

The answers are plain data, as those of `foedus.play.answer` are. A server works them out in a
process of its own; a page without one is given some of them when it is written.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from foedus.deterrence import (
    DeterrenceError,
    Lever,
    best_play,
    electorates,
    grid,
    levers,
    outcomes,
    ranged,
    signs,
    spanning,
    spoken,
    taking,
)
from foedus.figures import figure_text
from foedus.language import Arrangement, labels_of, listed
from foedus.loopholes import events
from foedus.play import Preset, answered, read_of, written
from foedus.process import Process, act_label, called
from foedus.prospects import Outlook

Progress = Callable[[int, int], None]
Plain = dict[str, Any]
DRAWS = 200
"""Draws that moved assumptions are tried on, and that it is found on what moves attack."""
_GRID_DRAWS = 40
_FIGURES = 4
"""Significant figures of what is sent; more would say more than the draws do."""
_WHOLE = {
    "honour": "how surely every guarantee is honoured",
    "passing": "how likely what answers a breach passes",
}


def figured(question: Mapping[str, Any], progress: Progress | None = None) -> Plain:
    """Answer a question of `FIGURING`.

    Parameters
    ----------
    question
        As `foedus.play.answer` takes it; ``held`` are values by lever, and ``stances`` are stances
        by issue and member.
    progress
        Called with how much is done and how much there is to do.
    """
    return _answered(lambda: FIGURING[question["ask"]](question, progress))


def _answered(ask: Callable[[], Plain]) -> Plain:
    try:
        return answered(lambda: _rounded(ask()))
    except DeterrenceError as error:
        said = str(error)
        return {"error": said if said.endswith((".", "?")) else f"{said}."}


def _levers(question: Mapping[str, Any], progress: Progress | None) -> Plain:
    """Return the assumptions that can be moved, and what comes of them as the file has them."""
    whole = read_of(question).whole
    found = levers(whole, draws=DRAWS, progress=progress)
    return _moved(whole, found)


def with_grid(question: Mapping[str, Any], progress: Progress | None = None) -> Plain:
    """Answer what can be moved, and beside it what the question ``grid`` is answered.

    For a page that has nobody to ask: what moves attack, and how much, is found once for both.
    """

    def both() -> Plain:
        whole = read_of(question).whole
        found = levers(whole, draws=DRAWS)
        grid = _answered(lambda: _spanned(whole, found, progress))
        return _moved(whole, found) | {"grid": grid}

    return _answered(both)


def _moved(whole: Arrangement, found: Sequence[Lever]) -> Plain:
    return {
        "levers": [lever._asdict() | _worded(whole, lever) for lever in found],
        "options": [{"id": "-", "label": "No arrangement at all"}, *_options(whole)],
        "ladders": list(_ladders(whole)),
        "electorates": [
            {
                "issue": one.issue,
                "says": whole.issues[one.issue].label if one.issue in whole.issues else one.issue,
                "members": [[m, called(whole, m)] for m in one.members],
            }
            for one in electorates(whole)
        ],
        "outcomes": _outcomes(whole, {}, None),
        "draws": DRAWS,
    }


def _worded(a: Arrangement, lever: Lever) -> Plain:
    """Return a lever in words: what it is, its range, and what stands before a size of it."""
    below, over = signs(lever.name)
    return {
        "says": _WHOLE.get(lever.name) or spoken(a, lever.name),
        "spans": ranged(lever.name, lever.marks[0], lever.marks[-1]),
        "below": below,
        "over": over,
    }


def _options(a: Arrangement) -> Iterator[Plain]:
    for name, one in a.options.items():
        yield {"id": name, "label": one.label}
    if not a.options:
        yield {"id": "", "label": "The text as it stands"}


def _ladders(a: Arrangement) -> Iterator[Plain]:
    """Yield the acts of everybody who has a ladder of them, from compliance up."""
    clauses = Process(a).clauses
    for party, ladder in a.conduct.items():
        acts = [[act.act, act_label(clauses, party, act.act)] for act in ladder.acts]
        yield {"by": party, "name": called(a, party), "acts": acts}


def _outcomes(a: Arrangement, held: Mapping[str, float], progress: Progress | None) -> list[Plain]:
    return [one._asdict() for one in outcomes(a, held, draws=DRAWS, progress=progress)]


def _suppose(question: Mapping[str, Any], progress: Progress | None) -> Plain:
    """Return what becomes of every option when assumptions are held, and positions supposed."""
    whole = taking(read_of(question).whole, question.get("stances", {}))
    return {"outcomes": _outcomes(whole, question.get("held", {}), progress), "draws": DRAWS}


def _grid(question: Mapping[str, Any], progress: Progress | None) -> Plain:
    """Return outcomes at every combination of a few values of the strongest assumptions."""
    whole = read_of(question).whole
    return _spanned(whole, levers(whole, draws=DRAWS), progress)


def _spanned(whole: Arrangement, several: Sequence[Lever], progress: Progress | None) -> Plain:
    axes = spanning(several)
    spans = grid(whole, several, axes, draws=_GRID_DRAWS, progress=progress)
    plain = [
        one._asdict()
        | {
            "acts": {act: row.tolist() for act, row in one.acts.items()},
            "attack": one.attack.tolist(),
            "deterred": one.deterred.tolist(),
        }
        for one in spans
    ]
    values = {name: list(row) for name, row in axes.items()}
    return {"axes": values, "spans": plain, "draws": _GRID_DRAWS}


def _best(question: Mapping[str, Any], _: Progress | None) -> Plain:
    """Return each side's best play under an option, as a play to begin from."""
    about, name = read_of(question), str(question.get("option", ""))
    found = best_play(about.whole, name)
    steps = tuple(written(event) for event in events(about.process, found.batches))
    note = "each does what is likeliest: what is best for it, given that all sometimes err"
    preset = Preset("game", "Each side's best play", note, steps, found.reasons)
    return {"presets": [asdict(preset)]}


def _outlook(question: Mapping[str, Any], _: Progress | None) -> Plain:
    """Return with what chance the answer to an act comes, by the positions known on a day."""
    about = read_of(question)
    variant, at = about.process.arrangement, date.fromisoformat(str(question["at"]))
    # The draws of an assessment, so that both say the same.
    outlook = Outlook(variant, at=at, labels=labels_of(about.whole))
    return {"outlooks": [_after(outlook, by, against) for by, against in variant.pairs]}


def _after(outlook: Outlook, by: str, against: str) -> Plain:
    a, clauses = outlook.arrangement, outlook.walk.process.clauses
    act = a.conduct[by].acts[-1].act
    whom = f" (towards {called(a, against)})" if len(a.conduct[by].towards) > 1 else ""
    found = outlook.after(by=by, act=act, against=against)
    takes, days = found.takes_effect, found.days_to_effect
    met = [(name, at, found.steps[name, at]) for name, at in found.taken]
    return {
        "if": f"{called(a, by)} {act_label(clauses, by, act)}{whom}",
        "goal": _goal(a, found.consequence.kind, found.consequence.of),
        "chance": takes.value,
        "low": takes.low,
        "high": takes.high,
        "said": figure_text(takes) + (f" by {found.cut.on}" if found.cut else ""),
        "when": figure_text(days) if days.value is not None else "",
        "days": days.value if days.known else None,
        "because": list(takes.because),
        "steps": [
            {
                "says": f"{a.procedures[name].label or name}: {a.procedures[name].steps[at].act}",
                "chance": float(step.passes.mean()) if step.known else None,
                "because": list(step.because),
            }
            for name, at, step in met
        ],
    }


_GOALS = {
    "duty": "an answer is owed under {}",
    "right": "an answer is allowed under {}",
    "effect": "{} takes effect",
    "none": "",
}


def _goal(a: Arrangement, kind: str, names: tuple[str, ...]) -> str:
    clauses: dict[str, Any] = {**a.guarantees, **a.procedures}
    return _GOALS[kind].format(listed([clauses[name].label or name for name in names]))


def _rounded(value: Any) -> Any:
    """Return plain data with figures that are worth saying, and None for what is no number."""
    if isinstance(value, float):
        return float(f"{value:.{_FIGURES}g}") if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list | tuple) else value


FIGURING: dict[str, Callable[[Mapping[str, Any], Progress | None], Plain]] = {
    "best": _best,
    "grid": _grid,
    "levers": _levers,
    "outlook": _outlook,
    "suppose": _suppose,
}
"""The questions that take arrays and games, by name."""
