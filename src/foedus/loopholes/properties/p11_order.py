"""Two acts whose order decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations

from foedus.language import Condition, listed
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import clause_of
from foedus.process import NEVER, RANK, Move, State, may
from foedus.process.exploration import Explored, Item, Projection, Rules, Scope

_ABOUT = {
    "perform": "deed",
    "sign": "instrument",
    "withdraw": "instrument",
    "allege": "procedure",
    "open": "procedure",
}
"""What each kind of act that can race is about."""


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Compare both orders of every two openings, deeds, signatures or notices."""
    inquiry, told = whole.timeless, set[tuple[Move, Move]]()
    races: dict[tuple[_What, ...], list[tuple[Explored, tuple[Move, Move], int]]] = {}
    for seeds in _parts(inquiry):
        read = inquiry.slice(seeds).scope
        movers = [move for move in _movers(inquiry) if _bears(read, move)]
        pairs = [pair for pair in combinations(movers, 2) if _alike(*pair) and pair not in told]
        for graph, pair, at in _races_of(inquiry, seeds, pairs) if pairs else ():
            told.add(pair)
            races.setdefault(tuple(sorted(map(_what, pair))), []).append((graph, pair, at))
    for what, raced in races.items():
        yield _told(inquiry, what, raced)


_What = tuple[str, str]
"""What somebody does: the kind of move, and what it is about."""


def _what(move: Move) -> _What:
    return move.kind, move.clause


def _parts(inquiry: Inquiry) -> Iterator[list[Item]]:
    """Yield what two orders may differ in: first what is done, then each breach and each duty.

    Each for itself, since a breach that no clause reads is a breach, and all at once are many. What
    comes to the same in the first is a breach in one order only where one act lets the norm bind
    and the other lets it bind no more: where it hangs on one thing, that would differ too.
    """
    a = inquiry.process.arrangement
    yield [
        *(Item("procedure", name) for name in a.procedures),
        *(Item("deed", name) for name in a.deeds),
        *(Item("instrument", name) for name in a.instruments),
    ]
    for name, n in a.norms.items():
        if _several(n.in_, n.while_, n.unless, n.when):
            yield [Item("breached", name)]
    for name, g in a.guarantees.items():
        if _several(g.in_, g.in_force, g.activates_when, g.forfeited_if, g.due_when):
            yield [Item("owed", name)]


def _several(instrument: str | None, *conditions: Condition | None) -> bool:
    """Say whether a clause hangs on several things besides acts and dates."""
    atoms = (atom for condition in conditions if condition for atom in condition.atoms())
    told = {(a.key, str(getattr(a, a.key))) for a in atoms if a.key not in ("act", "acted", "from")}
    return len(told | ({("in_force", instrument)} if instrument else set())) > 1


def _bears(read: Scope, move: Move) -> bool:
    """Say whether a slice reads what a move is about."""
    return move.clause in read.names(_ABOUT[move.kind])


def _races_of(
    inquiry: Inquiry, seeds: Sequence[Item], pairs: Sequence[tuple[Move, Move]]
) -> Iterator[tuple[Explored, tuple[Move, Move], int]]:
    """Yield where each two moves of these first race, in the slice that `seeds` need."""
    told = "noticed" in inquiry.process.clauses.reads  # else nothing hangs on a notice of one day
    find, rules = partial(_raced, inquiry, pairs), Rules(unnamed=not told)
    found = inquiry.certain(seeds, find, rules)
    if found is None and not all(graph.complete for graph in inquiry.looked_at):
        found = find(inquiry.graph(seeds, rules=rules, most=inquiry.soon))  # what is found stands
    if found is not None:
        graph, raced = found
        yield from ((graph, pair, at) for pair, at in raced.items())


def _alike(one: Move, other: Move) -> bool:
    """Say whether two moves of one rank are of two parties; the same act by two is one act."""
    return one.actor != other.actor and RANK[one.kind] == RANK[other.kind] and one[2:] != other[2:]


def _raced(
    inquiry: Inquiry, pairs: Sequence[tuple[Move, Move]], graph: Explored
) -> tuple[Explored, dict[tuple[Move, Move], int]] | None:
    """Return where each two moves first race, nothing if none ever do."""
    movers = list(dict.fromkeys(move for pair in pairs for move in pair))
    raced: dict[tuple[Move, Move], int] = {}
    for at, state in enumerate(graph.states):
        legal = {m for m in movers if inquiry.process.refusal(state, m) is None}
        for pair in pairs:
            if (
                pair not in raced
                and legal.issuperset(pair)
                and _races(inquiry, graph.projection, state, *pair)
            ):
                raced[pair] = at
    return (graph, raced) if raced else None


def _movers(inquiry: Inquiry) -> list[Move]:
    a = inquiry.process.arrangement
    moves = [Move("perform", deed.by, name) for name, deed in a.deeds.items()]
    for name, instrument in a.instruments.items():
        if instrument.status == "proposed":
            moves += [Move("sign", p, name) for p in inquiry.process.clauses.signatories(name)]
        if instrument.withdrawal:
            moves += [Move("withdraw", p, name) for p in instrument.withdrawal.by]
    for name, procedure in a.procedures.items():
        kind = "allege" if procedure.opens.alleging else "open"
        moves += [Move(kind, p, name) for p in procedure.opens.by]  # type: ignore[arg-type]
    return moves


def _races(inquiry: Inquiry, seen: Projection, state: State, one: Move, other: Move) -> bool:
    """Say whether two acts do not commute, as far as a slice sees it.

    What else would differ may hang on the day, and that is not told apart in this slice.
    """
    outcomes = [_both(inquiry, state, first, then) for first, then in ((one, other), (other, one))]
    return _matters(inquiry, seen, outcomes[0]) != _matters(inquiry, seen, outcomes[1])


def _matters(inquiry: Inquiry, seen: Projection, state: State) -> object:
    """Return what is seen of a state, but for what is done already and would have been due."""
    clauses, record = inquiry.process.clauses, state.record
    done = {
        at
        for at, compiled in enumerate(clauses.norms)
        if (deed := compiled.norm.obligation) and record.performed[clauses.index.deeds[deed]]
    }
    due = tuple(NEVER if at in done else day for at, day in enumerate(record.due))
    return seen.undated(state.recording(record._replace(due=due)))


def _both(inquiry: Inquiry, state: State, first: Move, then: Move) -> State:
    state = inquiry.process.after(state, first)
    if inquiry.process.refusal(state, then) is not None:
        return state
    return inquiry.process.after(state, then)


def _told(
    inquiry: Inquiry,
    what: tuple[_What, ...],
    raced: Sequence[tuple[Explored, tuple[Move, Move], int]],
) -> Loophole:
    """Tell all races of two things that are done, whoever may do them, with the first as story."""
    graph, pair, at = raced[0]
    one, other = (next(move for move in pair if _what(move) == each) for each in what)
    moves = [move for _, each, _ in raced for move in each]
    who = [{inquiry.called(move.actor) for move in moves if _what(move) == each} for each in what]
    first, second = (listed(sorted(each), "or") for each in who)
    said = (
        f"{first} may {_does(inquiry, one)} and {second} may {_does(inquiry, other)}, and who is a"
        " day earlier decides; what both do on one day counts for both"
    )
    clauses = [clause_of(inquiry.process, graph.states[at], move) for move in (one, other)]
    return inquiry.found("order", said, [*graph.path(at), (one,)], clauses)


def _does(inquiry: Inquiry, move: Move) -> str:
    return may(inquiry.process.clauses, inquiry.process.start, move)[1]


PROPERTY = Property(
    11,
    "order",
    "race",
    "Two acts whose order decides, and the text does not say which comes first.",
    "Acts of one kind that are open at once come to the same in whichever order they are taken.",
    "AG (a, b enabled, of one kind → a;b = b;a)",
    check,
    premises.movers,
    by_story=True,
)
