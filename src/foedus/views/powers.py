"""Who can force what, and who can keep it away, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.language import Arrangement, Places, listed
from foedus.loopholes import Power, Side
from foedus.process import called
from foedus.texts import capital

_SHOWN = 6


def powers_told(a: Arrangement, found: Sequence[Power]) -> Iterator[str]:
    """Yield the lines that tell, for each thing that may come about, who has it in hand."""
    if not found:
        return
    yield ""
    yield "WHO CAN FORCE IT, AND WHO CAN KEEP IT AWAY, whatever all others do:"
    alike: dict[tuple[str, Side, Side, bool], list[str]] = {}
    for power in found:
        key = power.outcome, power.forced, power.kept_away, power.by_itself
        alike.setdefault(key, []).append(power.said)
    for (outcome, forced, kept_away, by_itself), said in alike.items():
        yield from (f"  {capital(one)}{';' if one != said[-1] else ':'}" for one in said)
        if outcome == "contested":
            if by_itself:  # who could keep it away and does not is not said to bring it about
                yield "    It comes by itself, unless it is kept away."
            else:
                yield from _side(a, forced, "force it")
            yield from _side(a, kept_away, "keep it away")
        else:
            yield f"    {_SAID[outcome]}"


_SAID = {
    "certain": "That is so whatever anybody does.",
    "impossible": "That never comes, whatever anybody does.",
    "undecided": "Undecided: the search was given up.",
}


def _side(a: Arrangement, side: Side, what: str) -> Iterator[str]:
    if side.alone:
        # One more is named: it takes no more room than its number.
        shown = _SHOWN + (len(side.alone) == _SHOWN + 1)
        more = f" and {len(side.alone) - shown} more" if len(side.alone) > shown else ""
        names = [called(a, name) for name in side.alone[:shown]]
        who = f"{', '.join(names)}{more}" if more else listed(names, "or")
        several = "any one of " if more else ""
        yield f"    {capital(several + who)} can {what} alone."
    elif side.together:
        first, *others = side.together
        yield f"    Nobody can {what} alone; a smallest coalition that can: {first}."
        yield from (f"      Or: {other}." for other in others[: _SHOWN - 1])
        if others[_SHOWN - 1 :]:
            yield f"      Or {len(others) - _SHOWN + 1} more."
        if not side.every:
            yield "      Others may be as small: there are too many to look at all."
    else:
        yield f"    Nobody can {what}."
    if side.how:
        yield f"      How {side.example} can:"
    yield from (f"        - {rule.when}, {rule.who} must {rule.does};" for rule in side.how[:-1])
    yield from (f"        - {rule.when}, {rule.who} must {rule.does}." for rule in side.how[-1:])


def powers_json(found: Sequence[Power], places: Places) -> list[dict[str, object]]:
    """Return the same as plain values."""
    return [
        {
            "kind": power.kind,
            "said": power.said,
            "outcome": power.outcome,
            "by_itself": power.by_itself,
            "clauses": [{"path": list(path), "line": places.of(path)[0]} for path in power.clauses],
            "forced": _side_json(power.forced),
            "kept_away": _side_json(power.kept_away),
        }
        for power in found
    ]


def _side_json(side: Side) -> dict[str, object]:
    return {
        "alone": list(side.alone),
        "together": list(side.together),
        "every": side.every,
        "example": side.example or None,
        "how": [rule._asdict() for rule in side.how],
    }
