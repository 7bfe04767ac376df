"""An exception that the one whom it frees can bring about by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.loopholes import premises
from foedus.loopholes.blocking import candidates
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Batch, Item, Rules, of_condition


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a bearer of a norm that makes the exception hold, whether or not others object."""
    for at, (name, norm) in enumerate(inquiry.process.arrangement.norms.items()):
        if norm.unless is None:
            continue
        seeds = [Item("breached", name), *of_condition(inquiry.process, norm.unless)]

        def excused(state: State, at: int = at) -> bool:
            clauses = inquiry.process.clauses
            return clauses.binds(state, at) and clauses.norms[at].unless(state)

        for bearer in norm.bearer:
            graphs = [
                inquiry.graph(seeds, rules=_alone(inquiry, seeds, bearer, o), stop=excused)
                for o in (True, False)
            ]
            if any(graph.stopped is None for graph in graphs):
                continue
            path = graphs[0].path(graphs[0].stopped or 0)
            if any(batch[0].kind != "wait" for batch in path):
                who = inquiry.called(bearer)
                said = f"{who} alone can bring about the exception that frees it from {name!r}"
                yield inquiry.found("own-excuse", said, path, [("norms", name, "unless")])
                break


def _alone(inquiry: Inquiry, seeds: Sequence[Item], bearer: str, objecting: bool) -> Rules:
    """Let nobody act but one party with its members; all others stay away, or object."""
    own = inquiry.with_members(bearer)
    voters = candidates(inquiry, seeds).items()
    mine = {bearer, *(label for label, members in voters if set(members) <= set(own))}

    def allowed(_state: State, batch: Batch) -> bool:
        objects = objecting and batch[0].kind == "ballot" and batch[0].choice == "no"
        return objects or all(move.actor in mine for move in batch)

    others = {label: len(members) for label, members in voters if label not in mine}
    return Rules(allowed=allowed, resisting=others, objecting=objecting)


PROPERTY = Property(
    33,
    "own-excuse",
    "excuse of its own making",
    "An exception that the one whom it frees can bring about by itself.",
    "Nobody can, alone and whether or not others object, bring about the exception that frees it"
    " from a norm.",
    "AG[only the bearer acts] ¬(binds ∧ exception)",
    check,
    premises.exception,
)
