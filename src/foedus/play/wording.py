"""Steps and offers in words: who may do what, and what was done."""

from __future__ import annotations

from foedus.language import OTHERS, listed
from foedus.play.steps import Step, Withheld
from foedus.process import (
    Event,
    Move,
    Process,
    State,
    act_label,
    called,
    kind_of,
    may,
    step_called,
    votes,
)


def worded(process: Process, state: State, move: Move) -> tuple[str, str]:
    """Return who may do something, and what it is."""
    clauses = process.clauses
    if move.kind == "conduct":
        towards = f" (towards {called(process.arrangement, move.against)})" if move.against else ""
        does = act_label(clauses, move.actor, move.clause)
        return called(process.arrangement, move.actor), f"{does}{towards}"
    who, does = may(clauses, state, move)
    if move.kind == "ballot" and move.choice != "abstain":
        at = clauses.index.procedures[move.clause]
        step = clauses.steps[at][state.record.procedures[at].step]
        agrees = (move.choice == "yes") is not step.electorate.turned
        does = _alone(process, move.clause, step.step.act, agrees) or does
    return who, does


def _alone(process: Process, procedure: str, act: str, agrees: bool) -> str:
    """Return what a step is that one alone decides: who agrees with itself simply does it."""
    steps = process.clauses.steps[process.clauses.index.procedures[procedure]]
    voters = [s.electorate.rule.members for s in steps if s.step.act == act]
    if not voters or len(voters[0]) > 1:
        return ""
    return f"{act} ({procedure!r})" if agrees else f"refuse to {act} ({procedure!r})"


_DOES = {
    "sign": ("signs", "sign"),
    "withdraw": ("gives notice of withdrawal from", "give notice of withdrawal from"),
    "open": ("opens", "open"),
    "allege": ("alleges a breach in", "allege a breach in"),
    "perform": ("performs", "perform"),
    "undo": ("undoes", "undo"),
    "honour": ("honours", "honour"),
    "decline": ("declines to respond under", "decline to respond under"),
}
_FEW = 4


def said(process: Process, step: Step) -> str:
    """Return what a step is, in a sentence without its full stop."""
    a = process.arrangement
    if isinstance(step, Withheld):
        return f"{called(a, step.by)} withholds its consent in {step.what!r}"
    if step.do == "wait":
        return "time passes until this day"
    who = listed([called(a, by) for by in step.by])
    who = who if len(step.by) <= _FEW else f"{len(step.by)} members"
    who = "everybody else" if step.by == (OTHERS,) else who
    many = len(step.by) > 1
    kind = kind_of(process, step)
    if kind == "conduct":
        whom = listed([called(a, target) for target in step.against])
        act = act_label(process.clauses, step.by[0], step.do)
        return f"{who}: {act}{f' (towards {whom})' if whom else ''}"
    if kind in ("prevail", "repel"):
        by = called(a, step.what.partition(".")[0])
        return f"{by} {'gains what it fought for' if kind == 'prevail' else 'is repelled'}"
    if kind == "ballot":
        alone = "" if step.vote == "abstain" else _done_alone(process, step)
        if alone:
            return f"{who}: {alone}"
        return f"{who} {_cast(process, step)[many]} {step.do!r} in {step.what!r}"
    return f"{who} {_DOES[kind][many]} {step.what!r}"


def _cast(process: Process, step: Event) -> tuple[str, str]:
    """Return what a ballot does, as the verb for one and for several who cast it."""
    return votes(step_called(process.clauses, step.what, step.do))[step.vote]


def _done_alone(process: Process, step: Event) -> str:
    known = step_called(process.clauses, step.what, step.do)
    if known is None:
        return ""
    return _alone(process, step.what, step.do, (step.vote == "yes") is not known.electorate.turned)
