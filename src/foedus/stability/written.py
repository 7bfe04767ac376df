"""The graph as plain values: decision makers, options, states and moves as a file holds them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import numpy as np

from foedus.stability.graph import Graph, Moves, StabilityError
from foedus.stability.optionform import from_options, option_number, pattern_of

Path = tuple[str | int, ...]
_ARROWS = ("<->", "<>", "->", ">")
_OPTION_KEYS = ("infeasible", "same", "irreversible", "names")


@contextmanager
def placed(*path: str | int) -> Iterator[None]:
    """Give a problem that has no place yet this one."""
    try:
        yield
    except StabilityError as error:
        raise StabilityError(error.message, error.fix, error.path or path) from None


def near(word: object, known: Sequence[str]) -> str:
    """Return the likely fix for a name that is not known."""
    close = get_close_matches(str(word), known, 1)
    return f"Did you mean {close[0]!r}?" if close else f"Known here: {', '.join(known[:12])}."


def texts(written: object, path: Path) -> list[str]:
    """Return a list of names; a number is a name too, a truth value is none."""
    if isinstance(written, str | int | float):
        written = [written]
    if not isinstance(written, Sequence):
        raise StabilityError("this is no list", "Write names in brackets.", path)
    for at, item in enumerate(written):
        if not isinstance(item, str | int | float) or isinstance(item, bool):
            raise StabilityError(f"{item!r} is no name", "Write it as text.", (*path, at))
    return [str(item) for item in written]


def makers_of(values: Mapping[str, Any]) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Return the options of each decision maker, and what each is called."""
    written = values.get("decision_makers")
    if isinstance(written, Sequence) and not isinstance(written, str):
        written = dict.fromkeys(texts(written, ("decision_makers",)))
    if not isinstance(written, Mapping) or not written:
        raise StabilityError(
            "nobody decides",
            "Write 'decision_makers', a map from each to its options, or a list of names.",
            ("decision_makers",),
        )
    options, called = dict[str, list[str]](), list[str]()
    for key, value in written.items():
        path, name, own = ("decision_makers", key), str(key), value
        if isinstance(value, Mapping):
            for word in value:
                if word not in ("name", "options"):
                    fix = "Write name or options."
                    raise StabilityError(f"there is no key {word!r} here", fix, (*path, word))
            name, own = str(value.get("name") or key), value.get("options")
        options[str(key)] = [] if own is None else texts(own, path)
        if len(set(options[str(key)])) < len(options[str(key)]):
            raise StabilityError(f"{key} has two options of one name", "Name them apart.", path)
        called.append(name)
    return options, tuple(called)


def graph_of(values: Mapping[str, Any], makers: Mapping[str, list[str]]) -> Graph:
    """Return the graph: by options if somebody has any, else by states and moves."""
    graph = _by_options(values, makers) if any(makers.values()) else _by_states(values, makers)
    return _with_moves(values["moves"], graph) if values.get("moves") else graph


def _by_states(values: Mapping[str, Any], makers: Mapping[str, list[str]]) -> Graph:
    for key in _OPTION_KEYS:
        if values.get(key):
            fix = "Write each decision maker's options, or leave it out."
            raise StabilityError(f"{key!r} needs options, and nobody has any", fix, (key,))
    if not values.get("states"):
        fix = "Write their names under 'states'."
        raise StabilityError("there are no states", fix, ("states",))
    if not values.get("moves"):
        raise StabilityError("nobody can move", "Write 'moves' by decision maker.", ("moves",))
    written = values["states"]
    names = texts(list(written) if isinstance(written, Mapping) else written, ("states",))
    with placed("states"):
        return Graph.of(names, dict.fromkeys(makers, ()))


def _by_options(values: Mapping[str, Any], makers: Mapping[str, list[str]]) -> Graph:
    owners = [maker for maker, own in makers.items() for _ in own]
    names = [name for own in makers.values() for name in own]

    def patterns(key: str) -> dict[str, str]:
        """Return by name, or position, the patterns under a key."""
        written = values.get(key) or {}
        if isinstance(written, str) or not isinstance(written, Sequence | Mapping):
            raise StabilityError(f"{key!r} is no list of patterns", "Write ['Y-N', ...].", (key,))
        listed = isinstance(written, Sequence)
        found = dict[str, str]()
        for at, pattern in enumerate(written) if listed else dict(written).items():
            with placed(key, at):
                found[str(at)] = _pattern(pattern, names, owners)
        return found

    states = patterns("states")
    if states and not isinstance(values["states"], Mapping):
        states = {pattern: pattern for pattern in states.values()}
    one_way = values.get("irreversible") or ()
    if isinstance(one_way, Mapping):
        one_way = {str(word): str(kind) for word, kind in one_way.items()}
    else:
        one_way = texts(one_way, ("irreversible",))
    return from_options(
        makers,
        infeasible=list(patterns("infeasible").values()),
        same=list(patterns("same").values()),
        irreversible=one_way,
        names={pattern: name for name, pattern in patterns("names").items()},
        states=states or None,
    )


def _pattern(written: object, names: Sequence[str], owners: Sequence[str]) -> str:
    """Return a pattern of signs, from signs or from a map of options to Y and N."""
    if isinstance(written, Mapping):
        signs = ["-"] * len(names)
        for word, sign in written.items():
            if isinstance(sign, bool):
                sign = "Y" if sign else "N"
            signs[option_number(str(word), names, owners)] = str(sign).upper()[:1] or "?"
        written = "".join(signs)
    if not isinstance(written, str):
        raise StabilityError(
            f"{written!r} is no pattern", "Write it in quotes, one of Y, N and - for each option."
        )
    pattern_of(written, len(names))
    return written


def state_number(graph: Graph, written: object) -> int:
    """Return the number of a state by its name or, with options, its pattern.

    Raises
    ------
    StabilityError
        When there is no such state.
    """
    name = str(written)
    if name in graph.number:
        return graph.number[name]
    options = graph.options
    if options is not None and len(name) == len(options.names) and not set(name) - set("YNyn-"):
        fixed, values = pattern_of(name, len(options.names))
        fits = np.unique(options.state[(options.codes & fixed) == values])
        if len(fits) == 1:
            return int(fits[0])
    raise StabilityError(f"there is no state {name!r}", near(name, graph.states))


def _with_moves(written: object, graph: Graph) -> Graph:
    """Return the graph with the moves that are written, for those who have any written."""
    if not isinstance(written, Mapping):
        fix = "Write 'moves' as a map from decision makers to their moves."
        raise StabilityError("this is no map of moves", fix, ("moves",))
    moves = list(graph.moves)
    for key, listed in written.items():
        if str(key) not in graph.makers:
            fix = near(key, graph.makers)
            raise StabilityError(f"{key!r} is no decision maker", fix, ("moves", key))
        pairs = list(_arcs(listed, graph, ("moves", key)))
        numbers = np.array(pairs, np.int32).reshape(-1, 2)
        moves[graph.makers.index(str(key))] = Moves.of(numbers[:, 0], numbers[:, 1])
    return Graph(graph.states, graph.makers, tuple(moves), graph.options)


def _arcs(listed: object, graph: Graph, path: Path) -> Iterator[tuple[int, int]]:
    if listed is None:
        return
    if isinstance(listed, Mapping):
        for state, there in listed.items():
            for name in texts(there, (*path, state)):
                with placed(*path, state):
                    pair = state_number(graph, state), state_number(graph, name)
                yield pair
        return
    if isinstance(listed, str) or not isinstance(listed, Sequence):
        raise StabilityError("this is no list of moves", "Write ['a -> b', 'b <-> c'].", path)
    for at, item in enumerate(listed):
        with placed(*path, at):
            arrow, ends = _ends(item, (*path, at))
            numbers = [state_number(graph, end) for end in ends]
        for one, two in itertools.pairwise(numbers):
            yield one, two
            if arrow.startswith("<"):
                yield two, one


def _ends(item: object, path: Path) -> tuple[str, list[str]]:
    """Return how a move is written, and the states that it joins."""
    if not isinstance(item, str):
        return "->", texts(item, path)
    arrow = next((a for a in _ARROWS if a in item), None)
    if arrow is None:
        raise StabilityError(f"{item!r} is no move", "Write 'a -> b' or 'a <-> b'.")
    return arrow, [part.strip() for part in item.split(arrow)]
