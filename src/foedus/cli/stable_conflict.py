"""What `foedus stable` says of a conflict written as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foedus.cli.edge import stop
from foedus.cli.stable import Asked, Told
from foedus.stability import (
    SENSES,
    Requirement,
    Sense,
    Share,
    StabilityError,
    analyse,
    requirement,
    robustness,
    share,
    shortest_ways,
    state_number,
)

if TYPE_CHECKING:
    from foedus.stability import Analysis, Model

_INVERTED = 200
"""States up to which it is also said under which orderings a state is stable, unless asked for."""


def told(asked: Asked, model: Model) -> Told:
    """Return everything that is said of a conflict."""
    from foedus.views import graph_svg, tree_svg
    from foedus.views import stability_screen as screen

    for name in ("option", "orderings", "stakes"):
        if getattr(asked, name):
            stop(f"--{name} is for arrangements; {asked.case} is a conflict and holds its own.")
    state = _state(asked, model)
    senses = asked.senses or SENSES
    lines, plain = list(screen.heading(model)), _head(model)
    rows: list[dict[str, object]] = []
    ordered = all(rank is not None for rank in model.ranks)
    if ordered:
        found = analyse(model, senses, asked.readings)
        lines += ["", *screen.stability_table(found)]
        rows = found.rows()
        plain["stable"] = rows
        plain["for_all"] = [
            {"sense": sense, "sanctions": reading, "states": list(found.for_all(sense, reading))}
            for sense, reading in found.found
        ]
        lines += _ways(model, found, plain)
        if asked.coalitions:
            lines += ["", *_coalitions(asked, model, state, senses)]
    elif asked.senses and not set(asked.senses) <= set(SENSES):
        model.orderings  # noqa: B018 - says who has none
    if state is not None and (asked.state or len(model.graph.states) <= _INVERTED):
        said, inverted = _inverse(asked, model, state, ordered)
        lines += said
        plain["inverse"] = inverted
    lines += ["", screen.NO_FORECAST]
    return Told(
        lines,
        plain,
        rows,
        graph_svg(model, state) if asked.graph else "",
        tree_svg(model, _needed(state)) if asked.tree else "",
    )


def _needed(state: int | None) -> int:
    if state is None:
        raise StabilityError("it is not said where to start", "Write 'status_quo', or --state.")
    return state


def _state(asked: Asked, model: Model) -> int | None:
    if asked.state is None:
        return model.status_quo
    try:
        return state_number(model.graph, asked.state)
    except StabilityError as error:
        stop(f"--state: {error}")


def _head(model: Model) -> dict[str, object]:
    graph = model.graph
    return {
        "title": model.title,
        "source": model.source,
        "decision_makers": dict(zip(graph.makers, model.called, strict=True)),
        "states": list(graph.states),
    }


def _ways(model: Model, found: Analysis, plain: dict[str, object]) -> Iterator[str]:
    """Yield how what is stable for all is reached from the status quo."""
    from foedus.views import ways_told

    if model.status_quo is None:
        return
    graph = model.graph
    targets = [
        s for s in range(len(graph.states)) if any(f[:, s].all() for f in found.found.values())
    ]
    for what, ranks in (("by any moves", None), ("by improvements only", model.orderings)):
        ways = shortest_ways(graph, model.status_quo, ranks, targets)
        plain[f"ways {what}"] = {
            graph.states[s]: [[graph.makers[m], graph.states[t]] for m, t in ways[s]]
            for s in targets
            if s in ways
        }
        head, *rest = ways_told(model, ways, targets)
        yield ""
        yield f"{head[:-1]}, {what}:"
        yield from rest or ["  nothing else is stable for all."]


def _coalitions(
    asked: Asked, model: Model, state: int | None, senses: tuple[str, ...]
) -> Iterator[str]:
    from foedus.views import coalitions_told

    for reading in asked.readings:
        yield from coalitions_told(model, _needed(state), senses, reading)


def _inverse(
    asked: Asked, model: Model, state: int, ordered: bool
) -> tuple[list[str], list[dict[str, object]]]:
    from foedus.views import inverse_told, swaps_said

    lines, plain = list[str](), list[dict[str, object]]()
    for sense in SENSES:
        if sense not in (asked.senses or SENSES):
            continue
        found, shares, joint = inverted(model, state, sense, asked)
        lines += ["", *inverse_told(model, found, shares, joint)]
        entry: dict[str, object] = {
            "state": model.graph.states[state],
            "sense": sense,
            "share": joint.value,
            "share_exact": str(joint.exact) if joint.exact is not None else None,
            "requirements": [as_plain(r, model.graph.makers, model.graph.states) for r in found],
        }
        if ordered:
            far = robustness(model.graph, model.orderings, state, sense, asked.readings[0])
            lines.append("  " + swaps_said(far, model.called, lambda s: model.graph.states[s]))
            entry["swaps"] = far.swaps
            entry["swaps_tried"] = far.tried
        plain.append(entry)
    return lines, plain


def inverted(
    model: Model, state: int, sense: Sense, asked: Asked
) -> tuple[list[Requirement], list[Share], Share]:
    """Return the weakest conditions, their shares, and the share that fulfils all."""
    graph = model.graph
    found = [
        requirement(graph, state, maker, sense, asked.readings[0])
        for maker in range(len(graph.makers))
    ]
    shares = [share(r.clauses) for r in found]
    return found, shares, share([c for r in found for c in r.clauses])


def as_plain(
    found: Requirement, makers: tuple[str, ...], outcomes: tuple[str, ...]
) -> dict[str, object]:
    """Return a condition as plain data: clauses, each a list of ways, each of statements."""
    return {
        "decision_maker": makers[found.maker],
        "sense": found.sense,
        "sanctions": found.reading,
        "verdict": found.verdict,
        "all_of": [
            {
                "moves": [outcomes[move] for move in moves],
                "one_of": [
                    [
                        {
                            "who": makers[s.maker],
                            "ranks": outcomes[s.high],
                            "above" if s.strict else "at_least_as_high_as": outcomes[s.low],
                        }
                        for s in sorted(way)
                    ]
                    for way in ways
                ],
            }
            for ways, moves in zip(found.clauses, found.moves, strict=True)
        ],
    }
