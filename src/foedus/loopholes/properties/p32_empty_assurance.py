"""Words without a duty, a right or a procedure behind them."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import listed
from foedus.loopholes import premises
from foedus.loopholes.breaches import broken
from foedus.loopholes.effects import own_rights
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.process import State, several
from foedus.process.exploration import Item


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a victim that is assured of something, and to whom nothing is given if it is broken."""
    for threat in inquiry.threats:
        assured = list(inquiry.assured(threat))
        if assured and not _backed(inquiry, threat):
            act = inquiry.grave(threat)[-1]
            attack = (inquiry.process.clauses.aimed(threat.by, act, threat.front),)
            a, to = inquiry.process.arrangement, _to(inquiry, threat)
            verb, gives = ("assures", "gives") if len(assured) == 1 else ("assure", "give")
            whom = "them" if to and several(a, to) else "it"
            goes = "go" if several(a, [threat.by]) else "goes"
            said = (
                f"{listed([repr(path[1]) for path in assured])} {verb}"
                f" {inquiry.called(*to) or 'anybody'}, and {gives} {whom} no duty of defence, no"
                " right and no procedure with an effect when"
                f" {inquiry.called(threat.by)} {goes} as far as {act!r}"
            )
            norms = (path[1] for path in assured if path[0] == "norms")
            broke = (broken(inquiry, norm, threat, act) for norm in norms)
            story = next((play for play in broke if play is not None), (attack,))
            yield inquiry.found("empty-assurance", said, story, assured)


def _to(inquiry: Inquiry, threat: Threat) -> tuple[str, ...]:
    """Return who is assured: those to whom it is owed, where that is said, and else the victim."""
    a = inquiry.process.arrangement
    clauses = [
        a.norms[path[1]] if path[0] == "norms" else a.guarantees[path[1]]
        for path in inquiry.assured(threat)
    ]
    owed = (to for clause in clauses for to in clause.owed_to or (threat.against,) if to)
    return tuple(dict.fromkeys(owed))


def _backed(inquiry: Inquiry, threat: Threat) -> bool:
    """Say whether a duty of defence, a right, an effect or a deed that is owed is behind it."""
    own = own_rights(inquiry.process.arrangement, threat.by, threat.against)
    if own or inquiry.consequences(threat) or inquiry.entering(threat) or _amends(inquiry, threat):
        return True
    duties = inquiry.guarantees(threat, duties=False)
    return any(_alive(inquiry, at, name) for at, name, g in duties if g.response != "consult")


def _alive(inquiry: Inquiry, guarantee: int, name: str) -> bool:
    """Say whether a guarantee ever calls for a response: one that never does gives nothing."""

    def called(state: State) -> bool:
        return inquiry.process.clauses.answerable(state, guarantee)

    graph = inquiry.graph([Item("owed", name)], stop=called, ever=True)
    return graph.stopped is not None or not graph.complete


def _amends(inquiry: Inquiry, threat: Threat) -> bool:
    """Say whether a deed is owed to the one assured since what it was assured of was broken."""
    norms = inquiry.process.arrangement.norms
    assured = {path[1] for path in inquiry.assured(threat) if path[0] == "norms"}
    to = {threat.against, *_to(inquiry, threat)}
    return any(
        norm.obligation is not None
        and (not threat.against or not to.isdisjoint(norm.owed_to or norm.towards))
        and (
            inquiry.sets_off(threat, norm.when) or bool(assured & {*inquiry.grounds_of(norm.when)})
        )
        for norm in norms.values()
    )


PROPERTY = Property(
    32,
    "empty-assurance",
    "empty assurance",
    "Words of assurance against an act, and no duty, no right and no procedure that has an effect.",
    "Whoever is assured against acts of another is given a duty, a right or a procedure when the"
    " gravest of them is done.",
    "for each assurance against acts: some duty of defence, right or procedure with an effect, or a"
    " deed owed for the breach",
    check,
    premises.assurance,
)
