"""An attack that nobody ever owes an answer to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from foedus.language import agreeing, listed
from foedus.loopholes import premises
from foedus.loopholes.consent import ended_together, gave_up
from foedus.loopholes.effects import own_rights
from foedus.loopholes.helpers import allies
from foedus.loopholes.inquiry import Bad, Inquiry
from foedus.loopholes.judging import helping
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.provoked import provoked
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import paths, play
from foedus.process import Answer, Course, Progress, Standing, State, several
from foedus.process.exploration import Batch, Explored, Found, Hour, Rules


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Find, for each act of each party against each other, one that is never answered."""
    inquiry = whole.timeless
    if not inquiry.process.arrangement.guarantees:
        return
    for threat in whole.one_by_one():
        if not inquiry.guarantees(threat):
            yield _unwritten(inquiry, threat)
            continue
        if premises.never_owed(whole, threat):
            yield _empty(inquiry, threat)
            continue
        found = inquiry.worst_case(inquiry.seeds(threat), partial(_unanswered, inquiry, threat))
        if found is not None:
            yield _told(inquiry, found, threat)


def _unwritten(inquiry: Inquiry, threat: Threat) -> Loophole:
    act = inquiry.grave(threat)[-1]
    attack = (inquiry.process.clauses.aimed(threat.by, act, threat.front),)
    several, by = inquiry.process.clauses.index.several(threat.by), inquiry.called(threat.by)
    to = f" to {inquiry.called(threat.against)}" if several else ""
    less = [name for _, name, _ in inquiry.guarantees(threat, duties=False)]
    less += own_rights(inquiry.process.arrangement, threat.by, threat.against)
    said = f"no duty{to} against {by} is written: {act!r} is never answered"
    if less:
        said = (
            f"no duty of defence{to} against {by} is written: {act!r} is answered at most by what"
            f" {listed(list(map(repr, less)))} {'gives' if len(less) == 1 else 'give'}"
        )
    kind = _unowed(inquiry, threat, act)
    clauses = [("conduct", threat.by)]
    return inquiry.found("gap", said, [attack], clauses, threat=threat, headline=kind)


def _empty(inquiry: Inquiry, threat: Threat) -> Loophole:
    """Return that a duty is written, and can never come to be owed."""
    act, names = inquiry.grave(threat)[-1], [name for _, name, _ in inquiry.guarantees(threat)]
    said = (
        f"{act!r} by {inquiry.whose(threat)} is never answered: nothing can ever come to be owed"
        f" under {listed(list(map(repr, names)), 'or')}, whatever anybody does"
    )
    attack = (inquiry.process.clauses.aimed(threat.by, act, threat.front),)
    kind = _unowed(inquiry, threat, act)
    clauses = paths("guarantees", names)
    return inquiry.found("gap", said, [attack], clauses, threat=threat, headline=kind)


def _unowed(inquiry: Inquiry, threat: Threat, act: str) -> str:
    """Return in a few words that an act is never answered; nothing where the definition is so."""
    kind = _kind(inquiry, threat, act)
    at = inquiry.rung(threat.by, act)
    weaker = [g for _, _, g in inquiry.guarantees(threat, duties=False) if g.response == "consult"]
    if any(inquiry.rung(threat.by, g.casus_foederis) <= at for g in weaker):
        return f"{kind} for which nothing beyond consultation ever comes to be owed, {_WILLING}"
    never = f"{kind} that nobody ever comes to owe an answer to, {_WILLING}"
    return "" if kind == _ATTACK else never


_ATTACK = "an attack"
_WILLING = "however willing everybody is"


def _kind(inquiry: Inquiry, threat: Threat, act: str) -> str:
    """Return what an act is, and against whom where several may be acted against.

    Not all that a norm forbids is an attack: a treaty may also forbid to leave a garrison.
    """
    marked = inquiry.process.arrangement.conduct[threat.by].unbearable_from
    if not marked or inquiry.rung(threat.by, act) < inquiry.rung(threat.by, marked):
        return f"the act {act!r} by {inquiry.whose(threat)}"
    several = len({other.against for other in inquiry.threats}) > 1
    return f"an attack on {inquiry.called(threat.against)}" if several else _ATTACK


def _unanswered(inquiry: Inquiry, threat: Threat, graph: Explored) -> Bad:
    """Return where an act is done that is never answered.

    Not where its victim sent help away, nor where the act answers what the victim does; nor where
    help was given, so that what somebody else would owe can rest.
    """
    answered = graph.reaching(inquiry.owed(threat), helping(inquiry, graph, threat))
    casus = inquiry.casus(threat)
    ordinary = _ordinary(inquiry, graph, threat)

    def attacked(at: int, state: State) -> bool:
        if at not in ordinary or inquiry.at(state, threat) < casus:
            return False
        return not (provoked(inquiry, state, threat) or _helped(inquiry, state, threat))

    return attacked, answered.outside


def _helped(inquiry: Inquiry, state: State, threat: Threat) -> bool:
    """Say whether somebody has responded to the act, and not by talk alone."""
    honoured = inquiry.process.clauses.honoured
    given = (g for at, _, g in inquiry.guarantees(threat, duties=False) if honoured(state, at))
    return any(g.response != "consult" for g in given)


def _ordinary(inquiry: Inquiry, graph: Explored, threat: Threat) -> set[int]:
    """Return where the ordinary course leads: what was refused once is so when it is asked anew."""
    found, pending, given_up = set[int](), [0], gave_up(inquiry, threat)
    while pending:
        at = pending.pop()
        state = graph.states[at]
        if at not in found and _undisturbed(inquiry, state, threat) and not given_up(state):
            found.add(at)
            pending += [edge.to for edge in graph.edges[at]]
    return found


def _undisturbed(inquiry: Inquiry, state: State, threat: Threat) -> bool:
    """Say whether nobody has left or refused, and no duty to the victim is lost.

    Here nothing runs out but what measures a time, such as that from a declaration to its effect.
    Whoever declines what it owes, objects to a decision or lets its time run out is not willing:
    what that takes away is no gap. Nor is a treaty that the victim itself agreed to end.
    """
    record = state.record
    refused = any(_refused(course) for course in record.procedures)
    declined = any(Answer.DECLINED in promise.answers for promise in record.guarantees)
    gone = any(life.standing in _LEAVING or life.exits for life in record.instruments)
    ended = ended_together(inquiry, state, threat)
    return inquiry.kept(state, threat) and not (declined or refused or gone or ended)


def _refused(course: Course) -> bool:
    """Say whether a procedure lapsed, or will on its last day, for somebody objects in it."""
    objected = any(no for _, no, _ in course.tally)
    return course.progress is Progress.LAPSED or (course.progress is Progress.OPEN and objected)


_LEAVING = (Standing.NOTICE_GIVEN, Standing.WITHDRAWN)


def _told(inquiry: Inquiry, found: Found, threat: Threat) -> Loophole:
    batches, state = found.path, found.state
    onward = _consequence(inquiry, state, found.hour, threat)
    who = inquiry.whose(threat)
    act = inquiry.process.clauses.act_of(state, threat.by, threat.front)
    said = (
        f"{act!r} by {who} can come without ever being answered by a duty, even if everybody helps"
    )
    kind = _kind(inquiry, threat, act)
    headline = _unowed(inquiry, threat, act)
    graver = _answered_graver(inquiry, batches, threat)
    if graver:
        headline = f"{kind} that nobody owes an answer to once it is less grave than before"
        said = (
            f"when {inquiry.called(threat.by)} {agreeing(inquiry.called(threat.by), 'falls')} from"
            f" {graver!r} to {act!r}{_against(inquiry, threat)}, that can go on without being"
            f" answered, even if everybody helps: what was owed answered {graver!r}"
        )
    elif _was_owed(inquiry, batches, threat):
        headline = f"an answer to {kind} that can be lost again while that goes on"
        said = (
            f"what is owed in answer to {act!r} by {who} can be lost again while the act goes on,"
            " even if everybody helps"
        )
    elif onward is not None:
        said += ": it began before the guarantee did"
    elif hangs := _hangs_on(inquiry, state, found.hour, threat):
        said += f": an answer hangs on what {hangs} on the ground, which is no help"
    elif any(batch[0].kind != "wait" for batch in batches[:-1]):  # at first it would be answered
        headline = f"{kind} that may come when nobody can ever owe an answer to it"
    names = [name for _, name, _ in inquiry.guarantees(threat)]
    story, clauses = (*batches, *(onward or ())), paths("guarantees", names)
    return inquiry.found("gap", said, story, clauses, threat=threat, headline=headline)


def _hangs_on(inquiry: Inquiry, state: State, hour: Hour, threat: Threat) -> str:
    """Return which other attackers a duty waits for, with a verb, if they can make it owed."""

    def goes_on(at: State, batch: Batch) -> bool:
        acts = any(move.kind == "conduct" and move.actor == threat.by for move in batch)
        return not acts and inquiry.is_so(at, batch)

    seeds, owed = inquiry.seeds(threat, effects=False), inquiry.owed(threat)
    graph = inquiry.graph(seeds, start=state, hour=hour, rules=Rules(allowed=goes_on), stop=owed)
    if graph.stopped is None:
        return ""
    lend = allies(inquiry, threat)
    moves = (move for batch in graph.path(graph.stopped) for move in batch)
    who = [move.actor for move in moves if move.kind == "conduct" and move.actor not in lend]
    others = tuple(dict.fromkeys(who))
    doing = "do" if several(inquiry.process.arrangement, others) else "does"
    return f"{inquiry.called(*others)} {doing}" if others else ""


def _against(inquiry: Inquiry, threat: Threat) -> str:
    several = inquiry.process.clauses.index.several(threat.by)
    return f" against {inquiry.called(threat.against)}" if several else ""


def _answered_graver(inquiry: Inquiry, batches: Sequence[Batch], threat: Threat) -> str:
    """Return the act that was last owed an answer, where it was graver than that of the end."""
    owed, act = inquiry.owed(threat), ""
    states = [play(inquiry.process, batches[:end]) for end in range(1, len(batches) + 1)]
    answered = [state for state in states[:-1] if owed(state)]
    if answered and inquiry.at(answered[-1], threat) > inquiry.at(states[-1], threat):
        act = inquiry.process.clauses.act_of(answered[-1], threat.by, threat.front)
    return act


def _was_owed(inquiry: Inquiry, batches: Sequence[Batch], threat: Threat) -> bool:
    """Say whether a duty to answer the attack was owed on the way, and then lost."""
    owed = inquiry.owed(threat)
    return any(owed(play(inquiry.process, batches[:end])) for end in range(1, len(batches)))


def _consequence(
    inquiry: Inquiry, state: State, hour: Hour, threat: Threat
) -> tuple[Batch, ...] | None:
    """Return the play in which the attack at least sets off what it can, if it can."""
    seeds, effects = inquiry.seeds(threat), inquiry.effects(threat)
    onward = inquiry.graph(seeds, start=state, hour=hour, rules=inquiry.steady, stop=effects)
    return onward.path(onward.stopped) if onward.stopped else None


PROPERTY = Property(
    1,
    "gap",
    "gap",
    "An attack that nobody ever comes to owe an answer to, however willing everybody is.",
    "Whoever is attacked, while the arrangement runs its ordinary course, is owed a response to"
    " that very attack or can still come to be, if everybody helps.",
    "AG (attacked ∧ undisturbed → EF[attack goes on] owed)",
    check,
    premises.duty,
)
