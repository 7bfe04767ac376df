"""The option form: states as combinations of what each decision maker does and does not do.

Howard, *Paradoxes of Rationality* (MIT Press 1971); Fraser and Hipel, *Conflict Analysis*
(North-Holland 1984). A decision maker moves by changing any of its own options at once, unless one
of them cannot be taken back and that is what the move would do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from foedus.stability.graph import Graph, Ints, Moves, Options, StabilityError

Codes = NDArray[np.int64]
MOST_COMBINATIONS = 1 << 24
MOST_MOVES = 400_000_000


def from_options(
    options: Mapping[str, Sequence[str]],
    *,
    infeasible: Sequence[str] = (),
    same: Sequence[str] = (),
    irreversible: Mapping[str, str] | Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    states: Mapping[str, str] | None = None,
) -> Graph:
    """Return the graph of the option form.

    Parameters
    ----------
    options
        By decision maker, its options; patterns go through them in this order.
    infeasible
        Patterns of Y, N and ``-`` (either), one sign for each option: combinations that cannot be.
    same
        Patterns whose combinations are all one state.
    irreversible
        Options that, once taken, cannot be taken back. As a map: by option ``taking`` (cannot be
        undone), ``leaving`` (once given up, it cannot be taken again) or ``both`` (never changed).
    names
        Names of states, by pattern; others are called by their pattern.
    states
        All states, by name: a pattern each, and where it has a ``-`` the combinations are one
        state. What none of them fits is not feasible. States keep this order.

    Raises
    ------
    StabilityError
        When a pattern does not fit, nothing is feasible, or there would be too much to hold.

    Examples
    --------
    >>> graph = from_options({"A": ["attack"], "B": ["help"]}, infeasible=["NY"])
    >>> graph.states
    ('NN', 'YN', 'YY')
    >>> graph.reach(1, graph.number["YN"])
    [2]
    """
    words = [(maker, name) for maker, own in options.items() for name in own]
    if not words:
        raise StabilityError("nobody has an option", "Give each decision maker its options.")
    if len(words) > 62:
        raise StabilityError(f"{len(words)} options are more than 62", "Leave some out.")
    barred = [pattern_of(p, len(words)) for p in infeasible]
    codes = _feasible(len(words), barred) if states is None else _listed(len(words), states, barred)
    if not len(codes):
        raise StabilityError(
            "no combination is feasible", "Take back one of 'infeasible'.", ("infeasible",)
        )
    if states is None:
        state, first = _merged(codes, [pattern_of(p, len(words)) for p in same])
    else:
        state, first = _as_listed(codes, states, len(words))
        names = {pattern: name for name, pattern in states.items()} | dict(names or {})
    makers = list(options)
    held = Options(
        tuple(name for _, name in words),
        tuple(makers.index(maker) for maker, _ in words),
        codes,
        state,
    )
    moves = [_moves(held, at, _one_way(held, makers, irreversible)) for at in range(len(makers))]
    return Graph(_named(held, first, names or {}), tuple(makers), tuple(moves), held)


def pattern_of(text: str, length: int) -> tuple[int, int]:
    """Return a pattern as the bits that it fixes and the values it gives them.

    Examples
    --------
    >>> pattern_of("-YN", 3)
    (6, 2)
    """
    signs = text.replace(" ", "").upper().replace("–", "-").replace("1", "Y").replace("0", "N")
    if len(signs) != length or set(signs) - set("YN-"):
        raise StabilityError(
            f"the pattern {text!r} does not fit {length} options",
            f"Write {length} signs, each Y, N or - (either).",
        )
    fixed = sum(1 << at for at, sign in enumerate(signs) if sign != "-")
    return fixed, sum(1 << at for at, sign in enumerate(signs) if sign == "Y")


def _feasible(length: int, patterns: Sequence[tuple[int, int]]) -> Codes:
    """Return every combination that no pattern forbids, option after option."""
    codes = np.zeros(1, np.int64)
    for at in range(length):
        codes = np.concatenate([codes, codes | (1 << at)])
        for fixed, values in patterns:
            if max(fixed.bit_length(), 1) == at + 1:
                codes = codes[(codes & fixed) != values]
        if len(codes) > MOST_COMBINATIONS:
            raise StabilityError(
                f"after {at + 1} of {length} options there are {len(codes):,} combinations, and "
                f"{MOST_COMBINATIONS:,} are the most that can be held",
                "Say more of what is infeasible, and put options that exclude each other together.",
            )
    return np.sort(codes)


def _listed(length: int, states: Mapping[str, str], barred: Sequence[tuple[int, int]]) -> Codes:
    """Return the combinations that the states fit, and no pattern forbids."""
    found = [np.zeros(0, np.int64)]
    for name, pattern in states.items():
        fixed, values = pattern_of(pattern, length)
        codes = np.array([values], np.int64)
        for at in range(length):
            if not fixed >> at & 1:
                codes = np.concatenate([codes, codes | (1 << at)])
        for bars, bits in barred:
            codes = codes[(codes & bars) != bits]
        if not len(codes):
            raise StabilityError(
                f"state {name!r} is infeasible", "See 'infeasible'.", ("states", name)
            )
        found.append(codes)
    return np.sort(np.concatenate(found))


def _as_listed(
    codes: Codes, states: Mapping[str, str], length: int
) -> tuple[Ints, NDArray[np.intp]]:
    state = np.full(len(codes), -1, np.int32)
    first = np.zeros(len(states), np.intp)
    for number, (name, pattern) in enumerate(states.items()):
        fixed, values = pattern_of(pattern, length)
        fits = np.flatnonzero((codes & fixed) == values)
        if (state[fits] >= 0).any():
            other = list(states)[int(state[fits].max())]
            raise StabilityError(
                f"states {other!r} and {name!r} share a combination",
                "Write Y or N where they differ.",
                ("states", name),
            )
        state[fits], first[number] = number, fits[0]
    return state, first


def _merged(codes: Codes, same: Sequence[tuple[int, int]]) -> tuple[Ints, NDArray[np.intp]]:
    """Return by combination its state, and by state its first combination."""
    group = np.arange(len(codes))
    for fixed, values in same:
        fits = np.flatnonzero((codes & fixed) == values)
        if len(fits):
            joined = np.unique(group[fits])
            group[np.isin(group, joined)] = joined[0]
    first, state = np.unique(group, return_inverse=True)
    return state.astype(np.int32).reshape(-1), first


def _one_way(
    options: Options, makers: Sequence[str], irreversible: Mapping[str, str] | Sequence[str]
) -> tuple[int, int]:
    """Return the bits that cannot be taken back, and those that cannot be taken again."""
    kinds = (
        dict(irreversible)
        if isinstance(irreversible, Mapping)
        else dict.fromkeys(irreversible, "taking")
    )
    keeps = leaves = 0
    for word, kind in kinds.items():
        try:
            at = option_number(word, options.names, [makers[at] for at in options.owner])
        except StabilityError as error:
            raise StabilityError(error.message, error.fix, ("irreversible",)) from None
        bit = 1 << at
        if kind not in ("taking", "leaving", "both"):
            raise StabilityError(
                f"{word!r} is irreversible in no way called {kind!r}",
                "Write taking, leaving or both.",
                ("irreversible",),
            )
        keeps |= bit if kind != "leaving" else 0
        leaves |= bit if kind != "taking" else 0
    return keeps, leaves


def option_number(word: str, names: Sequence[str], owners: Sequence[str]) -> int:
    """Return the position of an option by its name, MAKER.NAME, or its number from 1."""
    full = [f"{owner}.{name}" for owner, name in zip(owners, names, strict=True)]
    if word in full:
        return full.index(word)
    if list(names).count(word) == 1:
        return list(names).index(word)
    if word in names:
        raise StabilityError(
            f"several decision makers have an option {word!r}",
            f"Write {full[list(names).index(word)]!r}.",
        )
    if word.isdigit() and 1 <= int(word) <= len(names):
        return int(word) - 1
    raise StabilityError(f"there is no option {word!r}", f"Known here: {', '.join(full[:12])}.")


def _moves(options: Options, maker: int, one_way: tuple[int, int]) -> Moves:
    own = [1 << at for at, owner in enumerate(options.owner) if owner == maker]
    total = len(options.codes) * ((1 << len(own)) - 1)
    if total > MOST_MOVES:
        raise StabilityError(
            f"one decision maker with {len(own)} options would have up to {total:,} moves, and "
            f"{MOST_MOVES:,} are the most that can be held",
            "Share its options out, or leave some out.",
        )
    if not own:
        return Moves.of(np.zeros(0, np.int32), np.zeros(0, np.int32))
    masks = np.zeros(1, np.int64)
    for bit in own:
        masks = np.concatenate([masks, masks | bit])
    keeps, leaves = one_way
    codes = options.codes[:, None]
    after = codes ^ masks[None, 1:]
    legal = ((codes & ~after & keeps) == 0) & ((~codes & after & leaves) == 0)
    sources = np.broadcast_to(options.state[:, None], after.shape)[legal]
    targets = options.state_of(after[legal])
    there = targets >= 0
    if (np.diff(options.state) == 1).all():  # in order already, and each once
        return Moves.sorted(sources[there], targets[there])
    return Moves.of(sources[there], targets[there])


def _named(options: Options, first: NDArray[np.intp], names: Mapping[str, str]) -> tuple[str, ...]:
    called = [options.pattern(int(options.codes[at])) for at in first]
    for pattern, name in names.items():
        fixed, values = pattern_of(pattern, len(options.names))
        fits = np.unique(options.state[(options.codes & fixed) == values])
        if len(fits) != 1:
            what = "no feasible state" if not len(fits) else f"{len(fits)} states"
            raise StabilityError(
                f"the pattern {pattern!r} of {name!r} fits {what}",
                "Name one state at a time.",
                ("names", name),
            )
        called[int(fits[0])] = name
    if len(set(called)) < len(called):
        twice = next(name for name in called if called.count(name) > 1)
        raise StabilityError(f"two states are called {twice!r}", "Give each its own name.")
    return tuple(called)
