"""With what chance a step passes.

From the first of these that applies: it was done in advance; the mission's chances to notice and
attribute the act; the record of like steps; the members' positions. What is none of these is
assumed and said to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from foedus.decisions import AllOf, Not, Rule, parse_rule, rule_spec
from foedus.evidence import refusals
from foedus.figures import Kind
from foedus.language import Estimate, Step
from foedus.process import CompiledStep, called
from foedus.prospects.question import Question, weakest
from foedus.prospects.stances import AGREES, Stand
from foedus.prospects.streams import Array, generator, sampled
from foedus.prospects.votes import ASSUMED_CORRELATION, Minds

_FEW = 6


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """The chance that a step passes, draw by draw, with its reasons.

    Where nothing in the file bears on it, it is not `known`, and `passes` is any chance at all.
    """

    passes: Array
    because: tuple[str, ...]
    sources: tuple[str, ...]
    kind: Kind
    known: bool = True


def chance_of(q: Question, procedure: str, at: int) -> Chance:
    """Return the chance that a step passes, given that those before it did."""
    compiled = q.compiled(procedure, at)
    step, voters = compiled.step, compiled.electorate.rule.members
    if step.escrowed:
        why = f"{step.act}: done in advance; whether all would agree to that is not asked here"
        return Chance(np.ones(q.draws), (why,), step.source, "derived")
    if set(voters) <= q.agree(procedure, at):
        why = f"{step.act}: {', '.join(voters)} chooses by what it has at stake; taken to agree"
        return Chance(np.ones(q.draws), (why,), step.source, "assumed")
    if len(voters) == 1 and not q.issue(procedure, step.act):
        return (
            _finding(q, step) if step.finds is not None else _alone(q, procedure, step, voters[0])
        )
    return _vote(q, procedure, at, compiled)


def _finding(q: Question, step: Step) -> Chance:
    """Return the chance that whoever reports notices the act and lays it at the right door."""
    who = called(q.arrangement, step.by)
    noticed, laid = f"{who} notices {q.act.act!r}", f"{who} lays {q.act.act!r} at the right door"
    senses = (("notices", noticed, q.act.detect), ("attributes", laid, q.act.attribute))
    parts = [_sense(q, step, *sense) for sense in senses]
    return Chance(
        np.prod([part.passes for part in parts], axis=0),
        tuple(why for part in parts for why in part.because),
        (*step.source, *(source for part in parts for source in part.sources)),
        weakest({part.kind for part in parts}),
        all(part.known for part in parts),
    )


def _sense(q: Question, step: Step, verb: str, what: str, estimate: Estimate | None) -> Chance:
    luck = q.uniform(verb, q.labels.act(q.by, q.act.act))
    if estimate is None:
        why = f"{step.act}: not known how likely {what}: the file does not say"
        found = Chance(luck, (why,), (), "assumed", known=False)
    else:
        passes = np.clip(sampled(estimate, luck), 0, 1)
        span = f"{estimate.lowest:g} to {estimate.highest:g} ({estimate.kind})"
        why = f"{step.act}: {what} with {span}"
        found = Chance(passes, (why,), estimate.source, estimate.kind)
    q.inputs[f"whether {what}"] = found.passes
    return found


def _alone(q: Question, procedure: str, step: Step, actor: str) -> Chance:
    if actor == q.claimant:
        why = f"{step.act}: {actor} is taken to do it, for it gains by it"
        return Chance(np.ones(q.draws), (why,), step.source, "assumed")
    passes = q.uniform("alone", q.labels.party(actor), q.labels.step(procedure, step.act))
    q.inputs[f"whether {actor} does {step.act!r}"] = passes
    why = f"{step.act}: not known whether {actor} does it: the file does not say"
    return Chance(passes, (why,), step.source, "assumed", known=False)


def _vote(q: Question, procedure: str, at: int, compiled: CompiledStep) -> Chance:
    step, rule = compiled.step, compiled.electorate.rule
    issue = q.issue(procedure, step.act)
    before = _decided_before(q, procedure, at, issue) if issue else []
    if step.like is not None and rule.members in [known.members for known in before]:
        return _performed(q, step, len(rule.members))
    everybody = tuple(dict.fromkeys(m for r in (rule, *before) for m in r.members))
    agree = q.agree(procedure, at)
    stands = {m: AGREES if m in agree else s for m, s in q.positions(everybody, issue).items()}
    weights = tuple((q.labels.party(member), where.weights) for member, where in stands.items())
    minds = Minds(weights, q.labels.issue(issue), q.seed, q.draws, q.correlation)
    about = _issue(q, issue) if issue else step.act
    for member, row in zip(stands, minds.shares, strict=True):
        q.inputs[f"{called(q.arrangement, member)}'s yes to {about}"] = row[0]
    q.inputs["how far members' leanings go together"] = q.correlations
    earlier = tuple(_lifted(r, everybody) for r in before)
    passes = minds.passing(AllOf((*earlier, _lifted(rule, everybody))))
    leaning = "unknown" in q.arrangement.leanings
    stood = _told(stands, about if issue else "", leaning, q.at)
    because = [f"{step.act}: {rule.describe()}", *stood, _linked(q)]
    if earlier:
        passes = _ratio(passes, minds.passing(AllOf(earlier)))
        because.append(f"{step.act}: given how the same question was decided in an earlier step")
    if step.like is not None:
        performed = _performed(q, step, len(rule.members))
        passes, because = passes * performed.passes, [*because, *performed.because]
    sources = tuple(dict.fromkeys(s for where in stands.values() for s in where.sources))
    unknown = any(where.basis == "none" for where in stands.values())
    kind: Kind = "assumed" if unknown or q.correlation is None else "judged"
    known = "unknown" in q.arrangement.leanings or any(
        where.basis != "none" for where in stands.values()
    )
    return Chance(passes, tuple(because), (*step.source, *sources), kind, known)


def _decided_before(q: Question, procedure: str, at: int, issue: str) -> list[Rule]:
    """Return what earlier votes on the same issue must have shown for this step to be reached.

    The same question is put to the same minds: where only its passing leads on, the earlier vote
    passed; where its passing would have ended the procedure, it failed.
    """
    found: list[Rule] = []
    for earlier in range(at):
        step, voters = q.compiled(procedure, earlier)[:2]
        if q.issue(procedure, step.act) != issue or step.escrowed:
            continue
        if step.on_pass == "effect":
            found.append(Not(voters.rule))
        elif step.on_block != "next":
            found.append(voters.rule)
    return found


def _lifted(rule: Rule, members: tuple[str, ...]) -> Rule:
    """Return the rule over more members, of whom the others have no say."""
    if rule.members == members:
        return rule
    if isinstance(rule, Not):
        return Not(_lifted(rule.part, members))
    return parse_rule({"among": list(rule.members), "rule": rule_spec(rule)}, members)


def _performed(q: Question, step: Step, members: int) -> Chance:
    """Return the chance that all who agreed also perform, from the record of like steps."""
    refused, signed = refusals()
    rng = generator(q.seed, "refusal", str(step.like))
    refusing = rng.beta(refused + 0.5, signed - refused + 0.5, q.draws)
    q.inputs[f"refusals to {step.act}"] = refusing
    why = (
        f"{step.act}: those who let the invitation pass then refused in {refused} of {signed}"
        " cases since 1951 (Jeffreys interval); the record holds no contested invitation"
    )
    return Chance((1 - refusing) ** members, (why,), step.source, "measured")


def _issue(q: Question, issue: str) -> str:
    """Return what an issue is called, between quotes."""
    found = q.arrangement.issues.get(issue)
    return repr(found.label if found and found.label else issue)


def _linked(q: Question) -> str:
    if q.correlation is not None:
        return f"members' leanings correlate by {q.correlation:g}"
    low, high = ASSUMED_CORRELATION
    return f"members' leanings correlate by {low:g} to {high:g} (assumed)"


def _told(stands: Mapping[str, Stand], issue: str, leaning: bool, at: date) -> list[str]:
    """Say on what the ballots rest: who spoke on it, who on something related, who not at all.

    With `leaning` the file says how those vote who have said nothing.
    """
    if not issue and not leaning:
        return ["no issue is named for this decision, so nobody's ballot is known"]
    any_ballot = "so every ballot is as likely as another (assumed)"
    if leaning:
        any_ballot = "and vote as the file says of those who are silent (leanings.unknown)"
    told = []
    for basis, words in (
        ("direct", f"spoke on {issue}"),
        ("related", "spoke only on a related issue, which counts for less"),
        ("shared", "are bound only by a text of a body they belong to, which counts for less"),
        (
            "none",
            f"said nothing to the point by {at}, as far as the file tells, {any_ballot}",
        ),
    ):
        names = [m for m, where in stands.items() if where.basis == basis]
        if names:
            shown = ", ".join(names[:_FEW]) + (", ..." if len(names) > _FEW else "")
            told.append(f"{len(names)} of {len(stands)} members {words}: {shown}")
    told += [
        f"likelier to say no to {issue}: {where.because}"
        for where in stands.values()
        if where.objects
    ]
    return told


def _ratio(part: Array, whole: Array) -> Array:
    """Return `part` of `whole`, 0 where there is nothing to have a part of."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0).clip(0, 1)
