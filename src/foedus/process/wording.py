"""Moves in plain English: what was done, and what somebody may do."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from foedus.language import Plural, agreeing
from foedus.process.clauses import Clauses
from foedus.process.compiled import CompiledStep
from foedus.process.moves import Move
from foedus.process.naming import act_label, alike, name_of, names_of, one_of, several
from foedus.process.state import Course, State

_FEW = 4
"""How many are named who have yet to vote; more are counted."""
_VERBS: dict[str, tuple[str, str]] = {
    "perform": ("performs", "perform"),
    "undo": ("undoes", "undo"),
    "sign": ("signs", "sign"),
    "withdraw": ("gives notice of withdrawal from", "give notice of withdrawal from"),
    "open": ("opens", "open"),
    "honour": ("honours", "honour"),
    "decline": ("declines to respond under", "decline to respond under"),
}


_VOTES = {
    "yes": ("agrees to", "agree to"),
    "no": ("objects to", "object to"),
    "abstain": ("abstains on", "abstain on"),
}
_AGAINST = {
    "yes": ("votes to stop", "vote to stop"),
    "no": ("votes against stopping", "vote against stopping"),
}
"""Where the ballots are on a motion that stops the step: a yes is not for it."""


def votes(compiled: CompiledStep | None) -> Mapping[str, tuple[str, str]]:
    """Return what each ballot in a step does, as the verb for one and for several who cast it."""
    turned = compiled is not None and compiled.electorate.turned
    return _VOTES | (_AGAINST if turned else {})


def step_called(clauses: Clauses, procedure: str, act: str) -> CompiledStep | None:
    """Return the first step of a procedure that an event may mean by its act, if there is one."""
    at = clauses.index.procedures.get(procedure)
    steps = () if at is None else clauses.steps[at]
    return next((one for one in steps if one.step.act == act), None)


def sentence(clauses: Clauses, state: State, move: Move) -> str:
    """Return what `move`, made in `state`, is in a sentence without its full stop."""
    actor, clause = name_of(clauses, move.actor), move.clause
    if move.kind == "ballot":
        return _ballot(clauses, state, move)
    many = several(clauses.arrangement, [move.actor])
    if move.kind in _VERBS:
        return f"{actor} {_VERBS[move.kind][many]} {clause!r}"
    if move.kind == "allege":
        verb = "allege" if many else "alleges"
        return f"{actor} {verb} a breach of {_alleged(clauses, clause)!r}, which opens {clause!r}"
    towards = f" (towards {name_of(clauses, move.against)})" if move.against else ""
    fights = name_of(clauses, clause.partition(".")[0])
    said = {
        "conduct": f"{actor}: {act_label(clauses, move.actor, clause)}{towards}",
        "prevail": f"by {clause!r}, {fights} {agreeing(fights, 'gains')} what "
        f"{'they' if isinstance(fights, Plural) else 'it'} fought for{towards}",
        "repel": f"{fights} {agreeing(fights, 'is')} repelled in {clause!r}{towards}",
        "wait": f"time passes until {clauses.date_of(move.until)}",
    }
    return said[move.kind]


def _alleged(clauses: Clauses, procedure: str) -> str:
    text = clauses.arrangement.procedures.get(procedure)
    return (text.opens.alleging if text else None) or ""


def _ballot(clauses: Clauses, state: State, move: Move) -> str:
    at = clauses.index.procedures[move.clause]
    compiled = clauses.steps[at][state.record.procedures[at].step]
    size = len(compiled.electorate.classes.get(move.actor, ()))
    actor = (
        name_of(clauses, move.actor)
        if size == 1
        else f"one of {one_of(clauses, compiled, move.actor, size)}"
    )
    how = votes(compiled)[move.choice][isinstance(actor, Plural)]
    return f"{actor} {how} {compiled.step.act!r} in {move.clause!r}"


def _yet_to_vote(
    clauses: Clauses, compiled: CompiledStep, course: Course, label: str, voted: Collection[str]
) -> str:
    """Say who of a class has not voted: by name where they are few and it is known who has."""
    members = compiled.electorate.classes[label]
    if len(members) == 1:
        return name_of(clauses, label)
    left = compiled.electorate.left(course.tally, label)
    if left == len(members):
        return f"each of {one_of(clauses, compiled, label, left)}"
    named = [member for member in members if member not in voted]
    if len(named) != left:  # nobody kept who voted
        of = one_of(clauses, compiled, label, len(members))
        return (
            f"the one of {of} yet to vote"
            if left == 1
            else f"each of the {left} of {of} yet to vote"
        )
    if left == 1:
        return name_of(clauses, named[0])
    if left <= _FEW:
        return f"each of {names_of(clauses, named)}"
    return f"each of the {left} {alike(clauses, compiled, label, named)} yet to vote"


def _adopts_anyway(compiled: CompiledStep, course: Course, label: str) -> bool:
    """Say whether a step that passes unless it is stopped is not stopped by one more objection."""
    voters = compiled.electorate
    if compiled.on_timeout != "adopt" and not voters.passes(voters.blank):
        return False
    return voters.settled(voters.add(course.tally, label, _objection(compiled))) is not False


def _objection(compiled: CompiledStep) -> str:
    """Return the ballot that is against a step."""
    return "yes" if compiled.electorate.turned else "no"


def _voting_on(clauses: Clauses, state: State, move: Move) -> str:
    """Say of who has left an instrument that it votes on under it: a body keeps its members."""
    text, at = clauses.arrangement.procedures[move.clause], clauses.index.procedures[move.clause]
    step = clauses.steps[at][state.record.procedures[at].step]
    (member,) = step.electorate.classes[move.actor]
    if not clauses.has_left(state, text.in_, member, text.survives):
        return ""
    return f", though out of {text.in_!r}: a body keeps its members"


def may(clauses: Clauses, state: State, move: Move, voted: Collection[str] = ()) -> tuple[str, str]:
    """Return who may make `move` in `state`, and what that is, after *may*.

    Parameters
    ----------
    clauses, state, move
        The move, and what it is made in.
    voted
        Of a ballot: who has voted in the step, where the record of that was kept.
    """
    if move.kind == "ballot":
        at = clauses.index.procedures[move.clause]
        course = state.record.procedures[at]
        compiled = clauses.steps[at][course.step]
        size = len(compiled.electorate.classes[move.actor])
        who = _yet_to_vote(clauses, compiled, course, move.actor, voted)
        verb = votes(compiled)[move.choice][True]
        out = _voting_on(clauses, state, move) if size == 1 else ""
        against = move.choice == _objection(compiled)
        others = "vote so" if compiled.electorate.turned else "object"
        idle = against and _adopts_anyway(compiled, course, move.actor)
        out += f", which stops nothing unless others {others} too" if idle else ""
        return who, f"{verb} {compiled.step.act!r} in {move.clause!r}{out}"
    who = name_of(clauses, move.actor)
    if move.kind == "allege":
        return who, f"allege a breach of {_alleged(clauses, move.clause)!r} ({move.clause!r})"
    if move.kind in ("prevail", "repel"):
        by, _, act = move.clause.partition(".")
        it = "they" if isinstance(name_of(clauses, by), Plural) else "it"
        outcome = f"gain what {it} fought for" if move.kind == "prevail" else "be repelled"
        towards = f" towards {name_of(clauses, move.against)}" if move.against else ""
        return name_of(clauses, by), f"{outcome} in {act_label(clauses, by, act)!r}{towards}"
    return who, f"{_VERBS[move.kind][1]} {move.clause!r}"
