"""Doing what one clause provides for breaches another."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Item, Rules


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a procedure whose effect, or a deed whose doing, breaches a norm of those who act."""
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    for name, norm in a.norms.items():
        if norm.prohibition != "admit" and norm.prohibition not in a.deeds:
            continue
        if norm.prohibition in a.deeds and not _called_for(inquiry, norm.prohibition or ""):
            continue
        at = index.norms[name]

        def breached(state: State, at: int = at) -> bool:
            return state.world.breached[at]

        graph = inquiry.graph([Item("breached", name)], rules=Rules(), stop=breached)
        if graph.stopped is not None:
            what = (
                f"admitting {norm.of}" if norm.prohibition == "admit" else f"{norm.prohibition!r}"
            )
            said = f"{what}, which one clause provides for, breaches {name!r}"
            said += f" of {norm.in_!r}" if norm.in_ else ""
            clauses = [("norms", name), *_providers(inquiry, name)]
            yield inquiry.found("conflict", said, graph.path(graph.stopped), clauses)


def _called_for(inquiry: Inquiry, deed: str) -> bool:
    """Say whether some clause obliges to the deed, or waits for it."""
    a = inquiry.process.arrangement
    return any(norm.obligation == deed for norm in a.norms.values())


def _providers(inquiry: Inquiry, name: str) -> list[tuple[str, str]]:
    a = inquiry.process.arrangement
    norm = a.norms[name]
    procedures = [
        ("procedures", p)
        for p, procedure in a.procedures.items()
        if any(effect.admit and effect.admit == norm.of for effect in procedure.then)
    ]
    return procedures + [
        ("norms", n) for n, other in a.norms.items() if other.obligation == norm.prohibition
    ]


PROPERTY = Property(
    29,
    "conflict",
    "conflicting undertakings",
    "A clause that cannot be carried out without breaching another.",
    "Nothing that one clause provides for breaches another.",
    "AG (effect or deed provided for → no breach by those who act)",
    check,
    premises.conflicting,
)
