"""Stability in words: which states are stable, and under which orderings one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from foedus.stability import Above, Requirement, Robustness, Way, Ways

Say = Callable[[int], str]
"""How an outcome is said in a sentence."""
Parts = Callable[[int], list[str]]
"""The clauses that an outcome is told in; none for the status quo."""
SUPPOSES = {
    "R": "if the others do nothing",
    "SEQ": "if the others answer only where that is better for those who do",
    "GMR": "if the others may answer in any way they can",
    "SMR": "if the others may answer in any way, and no second move escapes",
}
"""What each sense supposes of the others."""


def listed(names: Sequence[str], joint: str = "and") -> str:
    """Return clauses as a list; semicolons where they hold commas or joints themselves."""
    if len(names) <= 1:
        return "".join(names)
    long = any("," in name or " and " in name or " or " in name for name in names)
    sign = ";" if long else ","
    return f"{f'{sign} '.join(names[:-1])}{sign if long else ''} {joint} {names[-1]}"


def conditions(
    found: Requirement, called: Sequence[str], parts: Parts, subject: str = "the status quo"
) -> list[str]:
    """Return the weakest condition as sentences: a head, and a line for each thing required.

    Parameters
    ----------
    found
        The condition.
    called
        By decision maker, its name.
    parts
        How outcomes are told.
    subject
        What the state is called.
    """
    who = called[found.maker]
    if found.verdict == "always":
        why = "whatever it moves, it may end no better off" if found.able else "it has no move"
        return [f"{who} would let it stand under every ordering: {why}."]
    if found.verdict == "never":
        return [f"{who} would let it stand under no ordering."]
    lines = list(_clauses(found, called, parts, subject))
    if len(lines) == 1:
        return [f"{who} would let it stand under every ordering in which {lines[0]}."]
    head = f"{who} would let it stand under every ordering in which all of this holds:"
    return [head, *(f"  {at}. {line}." for at, line in enumerate(lines, 1))]


def _clauses(
    found: Requirement, called: Sequence[str], parts: Parts, subject: str
) -> Iterator[str]:
    plain: list[int] = []
    rest = list[tuple[Ways, tuple[int, ...]]]()
    for ways, moves in zip(found.clauses, found.moves, strict=True):
        if len(ways) == 1 and all(_compares(found, s) for s in ways[0]):
            plain += [s.low for s in sorted(ways[0])]
        else:
            rest.append((ways, moves))
    who = called[found.maker]
    if plain:
        names = [_quoted(parts(low)) for low in plain]
        each = "each of these: " if len(names) > 1 else ""
        yield f"{who} ranks {subject} at least as high as {each}{listed(names)}"
    for ways, moves in rest:
        if all(len(way) == 1 and _compares(found, next(iter(way))) for way in ways):
            lows = [next(iter(way)).low for way in ways]
            yield _answers(who, subject, lows, moves, parts)
        else:
            yield _reasons(found, ways, moves, called, parts, subject)


def _compares(found: Requirement, statement: Above) -> bool:
    """Say whether a statement ranks the state at least as high as something, for the mover."""
    return statement.maker == found.maker and not statement.strict


def _quoted(clauses: Sequence[str], subject: str = "the status quo") -> str:
    """Return an outcome in quotation marks; the status quo needs none."""
    if not clauses:
        return subject
    joined = ", and ".join([", ".join(clauses[:-1]), clauses[-1]] if clauses[1:] else clauses)
    return f"\N{LEFT DOUBLE QUOTATION MARK}{joined}\N{RIGHT DOUBLE QUOTATION MARK}"


def _answers(
    who: str, subject: str, lows: Sequence[int], moves: Sequence[int], parts: Parts
) -> str:
    """Say that the state is no worse than one of what can become of a move."""
    move = parts(moves[0])
    if len(moves) > 1 or not all(set(move) <= set(parts(low)) for low in lows):
        names = [_quoted(parts(low)) for low in lows]
        return f"{who} ranks {subject} at least as high as one of these: {listed(names, 'or')}"
    answers = [tuple(p for p in parts(low) if p not in move) for low in lows]
    free = _free(answers)
    kept = list(dict.fromkeys(tuple(p for p in a if p not in free) for a in answers))
    told = [f"that with {_quoted(a)}" if a else "that alone" for a in sorted(kept, key=len)]
    also = f" (each also with {_quoted(sorted(free))})" if free else ""
    return f"{_head(who, subject, move)}: {listed(told, 'or')}{also}"


def _head(who: str, subject: str, move: Sequence[str]) -> str:
    return f"{who} ranks {subject} at least as high as one outcome of its move {_quoted(move)}"


def _free(answers: Sequence[tuple[str, ...]]) -> set[str]:
    """Return the clauses that make no difference: each answer is there with and without."""
    sets = {frozenset(answer) for answer in answers}
    every = {clause for answer in answers for clause in answer}
    return {clause for clause in every if all(answer ^ {clause} in sets for answer in sets)}


def _reasons(
    found: Requirement,
    ways: Ways,
    moves: Sequence[int],
    called: Sequence[str],
    parts: Parts,
    subject: str,
) -> str:
    """Say of a move that the state is no worse than it, or than what others would make of it."""
    who = called[found.maker]
    short = [_in_turn(found, way, moves[0], called, parts) for way in ways]
    told = [text for text in short if text is not None]
    if len(moves) == 1 and len(told) == len(ways):
        head = _head(who, subject, parts(moves[0]))
    else:
        told = [way_said(way, called, parts, subject) for way in ways]
        head = "at least one of these holds"
    if len(ways) == 1:
        return way_said(ways[0], called, parts, subject)
    lettered = [f"({_letter(at)}) {text}" for at, text in enumerate(told)]
    return f"{head}: {'; '.join(lettered[:-1])}; or {lettered[-1]}"


def _in_turn(
    found: Requirement, way: Way, move: int, called: Sequence[str], parts: Parts
) -> str | None:
    """Tell a sanction as answers one after the other, each preferred by who gives it."""
    ends = [s.low for s in way if _compares(found, s)]
    willing = sorted((s for s in way if s.strict), key=lambda s: (s.low != move, s))
    if len(ends) != 1 or len(ends) + len(willing) < len(way):
        return None
    told, now = list[str](), move
    while willing:
        nexts = [s for s in willing if s.low == now]
        if len(nexts) != 1:
            return None
        added = [clause for clause in parts(nexts[0].high) if clause not in parts(now)]
        how = "with" if set(parts(now)) <= set(parts(nexts[0].high)) else "then"
        told.append(f"{how} {_quoted(added)}, which {called[nexts[0].maker]} prefers")
        now = nexts[0].high
        willing.remove(nexts[0])
    if now != ends[0]:
        return None
    if not told:
        return "that alone"
    return f"that {', and '.join(told)}"


def _letter(at: int) -> str:
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(ord("a") + at % 26)


def way_said(way: Way, called: Sequence[str], parts: Parts, subject: str = "the status quo") -> str:
    """Return statements that hold together as one clause of a sentence.

    Examples
    --------
    >>> way_said(frozenset({Above(0, 0, 1, False)}), ["A"], lambda o: [[], ["A attacks"]][o])
    'A ranks the status quo at least as high as “A attacks”'
    """

    def said(outcome: int) -> str:
        return subject if parts(outcome) == [subject] else _quoted(parts(outcome), subject)

    told = []
    for strict, how in ((True, "above"), (False, "at least as high as")):
        pairs = sorted((s.maker, s.high) for s in way if s.strict == strict)
        for maker, high in dict.fromkeys(pairs):
            same = (strict, maker, high)
            lows = [s.low for s in sorted(way) if (s.strict, s.maker, s.high) == same]
            all_ = "all of these: " if len(lows) > 1 else ""
            told.append(
                f"{called[maker]} ranks {said(high)} {how} {all_}{listed([said(o) for o in lows])}"
            )
    return "; and ".join(told)


def swaps_said(found: Robustness, called: Sequence[str], say: Say) -> str:
    """Say how many swaps of neighbours it takes until the answer is another, and whose."""
    if found.swaps is None:
        return (
            f"No {found.tried} swaps of neighbours in anybody's ordering change that; "
            "more were not tried."
        )
    told = []
    for way in found.ways[:3]:
        steps = [
            f"{called[s.maker]} puts {_tied(s.lower, say)} above {_tied(s.higher, say)}"
            for s in way
        ]
        told.append(", ".join(steps))
    more = len(found.ways) - len(told)
    ways = "way" if more == 1 else "ways"
    several = f"; {more} more {ways} with as few" if more else ""
    noun = "swap" if found.swaps == 1 else "swaps"
    return f"{found.swaps} {noun} of neighbours would change that: {'; or '.join(told)}{several}."


def _tied(outcomes: Sequence[int], say: Say) -> str:
    return " = ".join(say(outcome) for outcome in outcomes)
