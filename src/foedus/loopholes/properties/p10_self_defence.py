"""Lawful self-defence that the text turns into a breach, or a loss of the guarantee."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from foedus.language import Arrangement, Guarantee, listed
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Bad, Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path
from foedus.process import Move, Process, State
from foedus.process.exploration import ACTED, FRESH, STEADY, Batch, Explored, Item


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Let each adversary attack and the victim answer, on the same day and on the next.

    First as soon as a duty to answer binds; then on every morning of a play in which neither has
    moved yet, nobody has left, and what the answer may cost is otherwise.
    """
    a = inquiry.process.arrangement
    for threat in inquiry.threats:
        victim = threat.against
        if victim not in a.conduct or (victim, threat.by) not in a.pairs:
            continue
        for attack in inquiry.grave(threat):
            hole = _unsafe(inquiry, threat, attack) or _later(inquiry, threat, attack)
            if hole is not None:
                yield hole
                break


def _unsafe(inquiry: Inquiry, threat: Threat, attack: str) -> Loophole | None:
    """Return what an answer costs as soon as a duty binds."""
    before, ready = inquiry.ready(threat)
    cost = _cost(inquiry, threat, attack, ready)
    return _told(inquiry, threat, attack, before, cost) if cost is not None else None


def _later(inquiry: Inquiry, threat: Threat, attack: str) -> Loophole | None:
    """Return what an answer costs on some other day."""
    last = inquiry.process.arrangement.horizon.days

    def costly(graph: Explored) -> Bad:
        def dear(at: int, _late: State) -> bool:
            """Try the first morning that a node stands for: its own state may be a late one."""
            if graph.hours[at] != FRESH:
                return False
            morning = graph.end(at)
            return morning.day < last and _cost(inquiry, threat, attack, morning) is not None

        return dear, None

    norms, guarantees = _at_stake(inquiry.process.arrangement, threat.against)
    seeds = [Item("conduct", threat.by, 1), Item("conduct", threat.against, 1)]
    seeds += [*(Item("breached", n) for n in norms), *(Item("owed", n) for n in guarantees)]
    timed = norms or guarantees
    found = inquiry.exact.worst_case(seeds, costly, STEADY) if timed else None
    cost = _cost(inquiry, threat, attack, found.state) if found is not None else None
    if found is None or cost is None:
        return None
    return _told(inquiry, threat, attack, found.path, cost)


def _at_stake(a: Arrangement, victim: str) -> tuple[list[str], list[str]]:
    """Return the norms and guarantees that an answer may break or lose, and that hang on more."""
    acts = {act.act for act in a.conduct[victim].acts}
    mine = {n for n, norm in a.norms.items() if victim in norm.bearer and norm.prohibition in acts}
    norms = [n for n in mine if a.norms[n].unless or a.norms[n].while_ or a.norms[n].in_]

    def hangs(g: Guarantee) -> bool:
        hangs_on = (g.in_force, g.forfeited_if, g.activates_when, g.due_when)
        conditions = [c for c in hangs_on if c is not None]
        atoms = [atom for condition in conditions for atom in condition.atoms()]
        return any(
            (atom.by == victim and (atom.act or atom.acted))
            or {atom.breached, atom.complied} & mine
            for atom in atoms
        )

    named = a.guarantees.items()
    return sorted(norms), [n for n, g in named if g.protects.state == victim and hangs(g)]


class Cost(NamedTuple):
    """What an answer costs: the answer, what is played to it, what is lost, and the clauses."""

    reply: str
    batches: tuple[Batch, ...]
    words: Sequence[str]
    clauses: Sequence[Path]


def _cost(inquiry: Inquiry, threat: Threat, attack: str, state: State) -> Cost | None:
    """Return the mildest answer of the victim to an act, made in a state, that costs something."""
    process, victim = inquiry.process, threat.against
    act = process.clauses.aimed(threat.by, attack, threat.front)
    tomorrow = (Move("wait", until=state.day + 1),)
    for reply in process.arrangement.conduct[victim].acts[1:]:
        answer = process.clauses.aimed(victim, reply.act, threat.by)
        for batches, silent in (
            (((act, answer),), ((act,),)),
            (((act,), tomorrow, (answer,)), ((act,), tomorrow)),
        ):
            bore, answered = (_end(process, state, taken) for taken in (silent, batches))
            lost = list(_lost(inquiry, bore, answered, answer))
            if lost:
                return Cost(reply.act, batches, *zip(*lost, strict=True))
    return None


def _told(
    inquiry: Inquiry, threat: Threat, attack: str, before: Sequence[Batch], cost: Cost
) -> Loophole:
    said = f"{cost.reply!r} by {inquiry.called(threat.against)} in answer to {attack!r} by"
    said += f" {inquiry.called(threat.by)} {listed(list(cost.words))}"
    return inquiry.found("self-defence", said, [*before, *cost.batches], cost.clauses)


def _end(process: Process, state: State, batches: tuple[Batch, ...]) -> State:
    for batch in batches:
        state = process.during(state, batch)
    return state


def _lost(
    inquiry: Inquiry, silent: State, answered: State, answer: Move
) -> Iterator[tuple[str, Path]]:
    """Yield what an answer costs that would not be lost by bearing the act in silence."""
    a, active = inquiry.process.arrangement, inquiry.process.clauses.active
    for at, (name, norm) in enumerate(a.norms.items()):
        broken = answered.world.breached[at] and not silent.world.breached[at]
        if answer.actor in norm.bearer and (broken or _breaks(inquiry, answered, at, answer)):
            yield f"breaches {name!r}", ("norms", name)
    for at, (name, g) in enumerate(a.guarantees.items()):
        if g.protects.state != answer.actor:
            continue
        if active(silent, at) and not active(answered, at):
            yield f"loses {name!r}", ("guarantees", name)
        elif inquiry.gives(silent, at):
            if not inquiry.gives(answered, at):
                yield f"loses what {name!r} gives", ("guarantees", name)
        elif _comes(inquiry, silent, name, answer) and not _comes(inquiry, answered, name, answer):
            yield f"loses what {name!r} gives", ("guarantees", name)


def _comes(inquiry: Inquiry, state: State, guarantee: str, answer: Move) -> bool:
    """Say whether a response can come to be due while the act, and the answer if any, go on.

    Asked only of a guarantee whose own conditions read what the victim does: an excuse that whoever
    acts has for its act is no condition of the guarantee.
    """
    if guarantee not in _at_stake(inquiry.process.arrangement, answer.actor)[1]:
        return False
    seeds = inquiry.with_truth([Item("owed", guarantee)])
    comes, rules = inquiry.answers(guarantee), inquiry.steady
    return (
        inquiry.graph(seeds, start=state, hour=ACTED, rules=rules, stop=comes).stopped is not None
    )


def _breaks(inquiry: Inquiry, state: State, norm: int, answer: Move) -> bool:
    """Say whether an answer breaks a norm that binds both sides, and that the other broke first."""
    compiled, clauses = inquiry.process.clauses.norms[norm], inquiry.process.clauses
    lowest = clauses.index.rungs[answer.actor].get(compiled.norm.prohibition or "")
    if lowest is None or inquiry.rung(answer.actor, answer.clause) < lowest:
        return False
    towards = compiled.norm.towards
    owed = not towards or not answer.against or answer.against in towards
    return owed and clauses.binds(state, norm) and not compiled.unless(state)


PROPERTY = Property(
    10,
    "self-defence",
    "unsafe self-defence",
    "Firing back that the text turns into a breach, or that costs the victim its guarantee.",
    "Whoever is attacked, on whatever day, may answer, that day or the next and while the attack"
    " lasts, without breaching a norm or losing a guarantee.",
    "AG (attacked ∧ answers → ¬breached by the victim ∧ ¬forfeited)",
    check,
    premises.reply,
)
