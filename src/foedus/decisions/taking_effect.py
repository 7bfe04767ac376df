"""What it takes for a procedure to take effect, exactly.

A procedure *is* a rule: which ballots make it take effect can be said in the algebra of
`foedus.decisions.rules`. Who can block it, the chance that it takes effect and whom to persuade
therefore come from the same engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, overload

from foedus.decisions.ballots import BallotError, Chances, did_you_mean
from foedus.decisions.chances import chance
from foedus.decisions.correlation import Correlation
from foedus.decisions.procedure import Otherwise, Procedure, Stage, Then
from foedus.decisions.rules import AllOf, AnyOf, Rule
from foedus.decisions.transform import put_to

Positions = Mapping[str, Chances] | Chances | Mapping[str, Mapping[str, Chances]]
"""Chances of ballots as for `foedus.decisions.chance`; or such chances for each question asked."""


def questions(procedure: Procedure) -> tuple[str, ...]:
    """Return the questions that are put, in order.

    Examples
    --------
    >>> from foedus.decisions.procedure import standing
    >>> questions(standing(["A"]))
    ('',)
    """
    return tuple(dict.fromkeys(stage.asks for stage in procedure.stages()))


def ballot_names(procedure: Procedure) -> dict[tuple[str, str], str]:
    """Return what each ballot is called, by member and question.

    A member's ballot has its name; where it answers several questions, also the question's.

    Examples
    --------
    >>> from foedus.decisions.procedure import standing, then
    >>> ballot_names(then(standing(["A"], asks="open"), standing(["A", "B"], asks="go on")))
    {('A', 'open'): 'A on open', ('A', 'go on'): 'A on go on', ('B', 'go on'): 'B'}
    """
    asked: dict[str, dict[str, None]] = {}
    for stage in procedure.stages():
        for member in stage.rule.members:
            asked.setdefault(member, {})[stage.asks] = None
    return {
        (member, stage.asks): member
        if len(asked[member]) == 1
        else f"{member} on {stage.asks or 'the question'}"
        for stage in procedure.stages()
        for member in stage.rule.members
    }


def ballot_members(procedure: Procedure) -> dict[str, str]:
    """Return whose each ballot of a procedure is, in the order of `effect`.

    Examples
    --------
    >>> from foedus.decisions.procedure import standing
    >>> ballot_members(standing(["A"]))
    {'A': 'A'}
    """
    return {name: member for (member, _), name in ballot_names(procedure).items()}


def effect(procedure: Procedure) -> Rule:
    """Return the rule by which the procedure takes effect, over all ballots cast in it.

    Deadlines are taken as kept by those who would pass in the end. The ballots have the names of
    `ballot_names`.

    Examples
    --------
    >>> from foedus.decisions import Stage, parse_rule, then
    >>> first = Stage("invite", parse_rule("consensus", ["A", "B"]), asks="now")
    >>> last = Stage("ratify", parse_rule("unanimity", ["A", "C"]), asks="ratify")
    >>> effect(then(first, last)).members
    ('A on now', 'B', 'A on ratify', 'C')
    """
    return _effect(procedure, ballot_names(procedure))


def _effect(procedure: Procedure, names: Mapping[tuple[str, str], str]) -> Rule:
    if isinstance(procedure, Stage):
        return stage_rule(procedure.advances, procedure.asks, names)
    found = [_effect(part, names) for part in procedure.parts]
    if isinstance(procedure, Then):
        return AllOf(tuple(found))
    ways = list[Rule]()
    for at, way in enumerate(found):
        # A later part is reached where all before it lapse: not if one stays open or ends all.
        before = [_lapse(part, names) for part in procedure.parts[:at] if _can_stop(part)]
        ways.append(AllOf((*before, way)) if before else way)
    return AnyOf(tuple(ways))


def _lapse(procedure: Procedure, names: Mapping[tuple[str, str], str]) -> Rule:
    """Return the rule by which a procedure lapses for good."""
    if isinstance(procedure, Stage):
        return stage_rule(procedure.lapses, procedure.asks, names)
    lapses = [_lapse(part, names) for part in procedure.parts]
    if isinstance(procedure, Otherwise):
        return AllOf(tuple(lapses))
    before = [_effect(part, names) for part in procedure.parts]
    ways = [AllOf((*before[:at], lapse)) for at, lapse in enumerate(lapses)]
    return AnyOf(tuple(ways))


def _can_stop(procedure: Procedure) -> bool:
    return any(stage.can_stop for stage in procedure.stages())


def stage_rule(rule: Rule, asks: str, names: Mapping[tuple[str, str], str]) -> Rule:
    """Return a stage's rule over all the ballots of its procedure.

    Parameters
    ----------
    rule
        Over the members of the stage.
    asks
        Its question.
    names
        What each ballot of the procedure is called.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> names = {("A", "now"): "A on now", ("A", "ratify"): "A on ratify"}
    >>> stage_rule(parse_rule("consensus", ["A"]), "now", names).members
    ('A on now', 'A on ratify')
    """
    own = {member: names[member, asks] for member in rule.members}
    return put_to(rule, tuple(dict.fromkeys(names.values())), own)


def ballot_positions(procedure: Procedure, p: Positions) -> dict[str, Chances]:
    """Return the chances of every ballot of a procedure, by its name in `effect`.

    Raises
    ------
    BallotError
        For a question or a member that is unknown or missing.

    Examples
    --------
    >>> from foedus.decisions.procedure import not_objected, standing, then
    >>> first = standing(["A"], asks="open")
    >>> ballot_positions(then(first, not_objected(["B"], 3, asks="stop")), 0.5)
    {'A': 0.5, 'B': 0.5}
    >>> ballot_positions(then(first, not_objected(["B"], 3, asks="stop")), {"open": 1, "stop": 0.5})
    {'A': 1, 'B': 0.5}
    """
    asked = questions(procedure)
    by_question: dict[str, object] = dict.fromkeys(asked, p)
    members = {member for member, _ in ballot_names(procedure)}
    if isinstance(p, Mapping) and (
        any(isinstance(row, Mapping) for row in p.values())
        or (p and p.keys() <= {*asked} - members)
    ):
        for question in p:
            if question not in asked:
                raise BallotError(f"nobody asks {question!r}{did_you_mean(question, asked)}")
        missing = [q for q in asked if q not in p]
        if missing:
            raise BallotError(f"no chances are given for the question {missing[0]!r}")
        by_question = dict(p)
    found: dict[str, Chances] = {}
    for (member, question), name in ballot_names(procedure).items():
        rows = by_question[question]
        if isinstance(rows, Mapping) and member not in rows:
            raise BallotError(f"no chances are given for {name}")
        found[name] = rows[member] if isinstance(rows, Mapping) else rows  # type: ignore[assignment]
    return found


@overload
def chance_of_effect(
    procedure: Procedure,
    p: Positions,
    correlation: Correlation = 0.0,
    *,
    exact: Literal[False] = False,
) -> float: ...
@overload
def chance_of_effect(
    procedure: Procedure, p: Positions, correlation: Correlation = 0.0, *, exact: Literal[True]
) -> Fraction: ...
def chance_of_effect(
    procedure: Procedure, p: Positions, correlation: Correlation = 0.0, *, exact: bool = False
) -> float | Fraction:
    """Return the chance that a procedure takes effect, however long it takes.

    Parameters
    ----------
    procedure
        The procedure.
    p
        Positions, the same on every question or by question.
    correlation, exact
        As for `foedus.decisions.chance`.

    Examples
    --------
    >>> from foedus.decisions import Stage, otherwise, parse_rule
    >>> from foedus.decisions.procedure import without
    >>> decide = Stage("decide", parse_rule("silence", [f"m{n}" for n in range(32)]))
    >>> shifted = otherwise(decide, without(decide, "m0"))
    >>> [round(chance_of_effect(x, (0.9, 0.07, 0.03)), 4) for x in (decide, shifted)]
    [0.3773, 0.389]
    """
    rule = effect(procedure)
    rows = ballot_positions(procedure, p)
    if exact:
        return chance(rule, rows, correlation, exact=True)
    return chance(rule, rows, correlation)
