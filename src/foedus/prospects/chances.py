"""With what chance a step passes.

From the first of these that applies: it was done in advance; the mission's chances to notice and
attribute the act; the record of like steps; the members' positions. What is none of these is
assumed and said to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from foedus.decisions import Rule
from foedus.evidence import refusals, rounds
from foedus.figures import Kind, Premise
from foedus.language import Act, Estimate, Plural, Step, agreeing, listed
from foedus.process import CompiledStep, as_stage, called
from foedus.prospects.asked import PASSING, Asked, Place, leads_on
from foedus.prospects.question import Question, weakest
from foedus.prospects.stances import AGREES, Stand, about
from foedus.prospects.streams import Array, Flags, generator, sampled
from foedus.prospects.votes import ASSUMED_CORRELATION, Minds

_FEW = 6


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """The chance that a step passes, draw by draw, with its reasons.

    Where nothing in the file bears on it, it is not `known`, and `passes` is any chance at all.
    Where it is a matter of ballots, `asked` says more of it.
    """

    passes: Array
    because: tuple[str, ...]
    sources: tuple[str, ...]
    kind: Kind
    known: bool = True
    premises: tuple[Premise, ...] = ()
    asked: Asked | None = None


def chance_of(q: Question, procedure: str, at: int, missed: Callable[[int], Flags]) -> Chance:
    """Return the chance that a step passes, given that it is reached.

    Parameters
    ----------
    q
        What is asked.
    procedure, at
        Which step.
    missed
        Of a step of the procedure by number, the draws in which its time runs out before the vote.
    """
    compiled = q.compiled(procedure, at)
    step, voters = compiled.step, compiled.electorate.rule.members
    if step.escrowed:
        why = f"{step.act}: done in advance; whether all would agree to that is not asked here"
        text = Premise(f"{step.act} done in advance", "derived")
        return Chance(np.ones(q.draws), (why,), step.source, "derived", premises=(text,))
    if compiled.certain:
        why = f"{step.act}: it passes when its time is over, whatever is voted"
        text = Premise(f"that {step.act!r} passes, as nobody's vote can stop it", "derived")
        return Chance(np.ones(q.draws), (why,), step.source, "derived", premises=(text,))
    if set(voters) <= q.agree(procedure, at):
        who = listed([called(q.arrangement, one) for one in voters])
        stake = "they have" if isinstance(who, Plural) else "it has"
        chooses = f"{agreeing(who, 'chooses')} by what {stake} at stake"
        why = f"{step.act}: {who} {chooses}; taken to agree"
        taken = Premise(f"that {who} {agreeing(who, 'agrees')}", "assumed", ours=True)
        return Chance(np.ones(q.draws), (why,), step.source, "assumed", premises=(taken,))
    if len(voters) == 1 and not q.issue(procedure, step.act):
        # Who is to find its own act need not notice it, nor trace it to anybody.
        finds = step.finds is not None and _looked_for(q, step)[0] != voters[0]
        return _finding(q, step) if finds else _alone(q, procedure, step, voters[0])
    return _vote(q, procedure, at, compiled, missed)


def _finding(q: Question, step: Step) -> Chance:
    """Return the chance that whoever reports notices the act and traces it to who did it."""
    who = called(q.arrangement, step.by)
    by, act = _looked_for(q, step)
    what = repr(act.act) if act is not None else f"a breach of {step.finds!r}"
    label = q.labels.act(by, act.act) if act is not None else ""
    noticed = f"{who} {agreeing(who, 'notices')} {what}"
    attributed = f"{who} {agreeing(who, 'traces')} {what} to who did it"
    senses = (
        ("notices", noticed, act.detect if act is not None else None),
        ("attributes", attributed, act.attribute if act is not None else None),
    )
    parts = [_sense(q, step, (verb, label), said, given) for verb, said, given in senses]
    return Chance(
        np.prod([part.passes for part in parts], axis=0),
        tuple(why for part in parts for why in part.because),
        (*step.source, *(source for part in parts for source in part.sources)),
        weakest({part.kind for part in parts}),
        all(part.known for part in parts),
        tuple(premise for part in parts for premise in part.premises),
    )


def _looked_for(q: Question, step: Step) -> tuple[str, Act | None]:
    """Return the act that is looked for, and whose: the one asked about, if it is its doer's norm.

    What is to be found against somebody else is the gravest act of that other; of a norm about a
    deed no act is looked for.
    """
    norm = q.arrangement.norms[step.finds or ""]
    if q.by in norm.bearer:
        return q.by, q.act
    for bearer in norm.bearer:
        acts = q.arrangement.conduct[bearer].acts if bearer in q.arrangement.conduct else ()
        if any(act.act == norm.prohibition for act in acts):
            return bearer, acts[-1]
    return norm.bearer[0], None


def _sense(
    q: Question, step: Step, key: tuple[str, str], what: str, estimate: Estimate | None
) -> Chance:
    luck = q.uniform(*key)
    if estimate is None:
        why = f"{step.act}: not known how likely {what}: the file does not say"
        silent = Premise(f"how likely {what}: any chance", "assumed", "the file does not say")
        found = Chance(luck, (why,), (), "assumed", known=False, premises=(silent,))
    else:
        passes = np.clip(sampled(estimate, luck), 0, 1)
        span = f"{estimate.lowest:g} to {estimate.highest:g} ({estimate.kind})"
        why = f"{step.act}: {what} with {span}"
        put = f"the chance that {what}, {estimate.lowest:g} to {estimate.highest:g}"
        premise = Premise(put, estimate.kind, estimate.because, estimate.source)
        found = Chance(passes, (why,), estimate.source, estimate.kind, premises=(premise,))
    q.inputs[f"whether {what}"] = found.passes
    return found


def _alone(q: Question, procedure: str, step: Step, actor: str) -> Chance:
    who = called(q.arrangement, actor)
    if reason := q.taken_to_act(procedure, actor, who):
        why = f"{step.act}: {who} {agreeing(who, 'is')} taken to do it, for {reason}"
        its = "their" if isinstance(who, Plural) else "its"
        part = f"that {who} {agreeing(who, 'does')} {its} part"
        taken = Premise(part, "assumed", reason, ours=True)
        return Chance(np.ones(q.draws), (why,), step.source, "assumed", premises=(taken,))
    passes = q.uniform("alone", q.labels.party(actor), q.labels.step(procedure, step.act))
    does = agreeing(who, "does")
    q.inputs[f"whether {who} {does} {step.act!r}"] = passes
    why = f"{step.act}: not known whether {who} {does} it: the file does not say"
    silent = Premise(f"whether {who} {does} it: any chance", "assumed", "the file does not say")
    return Chance(passes, (why,), step.source, "assumed", known=False, premises=(silent,))


def _vote(
    q: Question, procedure: str, at: int, compiled: CompiledStep, missed: Callable[[int], Flags]
) -> Chance:
    step, rule = compiled.step, compiled.electorate.rule
    issue = q.issue(procedure, step.act)
    here = (procedure, at)
    puts = dict(_putting(q, issue)) if issue else {here: step}
    before = [place for place in puts if place[0] == procedure and place[1] < at]
    stages = {place: as_stage(q.arrangement, place[0], one) for place, one in puts.items()}
    leads = {place: leads_on(puts[place], stages[place]) for place in before}
    agreed = [
        stages[place].rule.members
        for place in before
        if leads[place] and set(leads[place]) <= PASSING
    ]
    if step.like is not None and rule.members in agreed:
        return _performed(q, step, len(rule.members))
    asked_here = _members(rule, *(stages[place].rule for place in before))
    everybody = _members(rule, *(stages[p].rule for p in (*before, *stages)))
    agree = q.agree(procedure, at)
    stands = {m: AGREES if m in agree else s for m, s in q.positions(everybody, issue).items()}
    weights = tuple((q.labels.party(member), where.weights) for member, where in stands.items())
    minds = Minds(weights, q.labels.issue(issue), q.seed, q.draws, q.correlation)
    topic = about(q.arrangement, issue) if issue else step.act
    heard = {member: stands[member] for member in asked_here}
    for member, row in zip(heard, minds.shares, strict=False):
        q.inputs[f"{called(q.arrangement, member)}'s yes to {topic}"] = row[0]
    q.inputs["how far members' leanings go together"] = q.correlations
    leaning = "unknown" in q.arrangement.leanings
    stood = _told(q, heard, topic if issue else "", leaning)
    because = [f"{step.act}: {rule.describe()}", *stood, _linked(q)]
    if stages[here].within is not None and stages[here].on_timeout == "adopt":
        because.insert(1, f"{step.act}: silence adopts, so that only what is said can stop it")
    premises = _heard(q, heard, leaning)
    late = {place: missed(place[1]) for place in (*before, here)}
    asked = Asked(here, minds, everybody, stages, leads, late, stands=tuple(stands.values()))
    if asked.pasts() != ((),):
        because.append(f"{step.act}: given how the same question was decided in an earlier step")
    if step.like is not None:
        performed = _performed(q, step, len(rule.members))
        asked, because = replace(asked, performs=performed.passes), [*because, *performed.because]
        premises += performed.premises
    passes, _ = asked.reached()
    sources = tuple(dict.fromkeys(s for where in heard.values() for s in where.sources))
    unknown = any(where.basis == "none" for where in heard.values())
    kind: Kind = "assumed" if unknown or q.correlation is None else "judged"
    known = "unknown" in q.arrangement.leanings or any(
        where.basis != "none" for member, where in heard.items() if member not in agree
    )  # that some choose by their stakes says nothing of the others
    told = (*step.source, *sources)
    return Chance(passes, tuple(because), told, kind, known, premises, asked)


def _heard(q: Question, stands: Mapping[str, Stand], leaning: bool) -> tuple[Premise, ...]:
    """Return what the ballots rest on: what members said, and how their leanings are linked."""
    found = []
    for bases, said in (
        (("direct", "related"), "what {} of {} members said"),
        (
            ("shared",),
            "what bodies said, for {} of {} members no word of whose own counts that day",
        ),
    ):
        spoke = [where for where in stands.values() if where.basis in bases]
        sources = tuple(dict.fromkeys(s for where in spoke for s in where.sources))
        if spoke:
            told = f"{said.format(len(spoke), len(stands))}, turned into chances of a yes"
            found.append(Premise(told, "judged", sources=sources))
    silent = sum(where.basis == "none" for where in stands.values())
    if silent:
        votes = "as the file says of the silent" if leaning else "every ballot as likely as another"
        told = f"how {silent} members vote of whom the file has no word by {q.at}: {votes}"
        found.append(Premise(told, "assumed", ours=True))
    if q.correlation is None:
        low, high = ASSUMED_CORRELATION
        linked = f"how far members' leanings go together, {low:g} to {high:g}"
        found.append(Premise(linked, "assumed", ours=True))
    return tuple(found)


def _putting(q: Question, issue: str) -> Iterator[tuple[Place, Step]]:
    """Yield the steps that put a question, in whatever procedure."""
    for name, procedure in q.arrangement.procedures.items():
        for number, step in enumerate(procedure.steps):
            if q.issue(name, step.act) == issue and not step.escrowed:
                yield (name, number), step


def _members(*rules: Rule) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member for rule in rules for member in rule.members))


def _performed(q: Question, step: Step, members: int) -> Chance:
    """Return the chance that all who agreed also perform, from the record of like steps."""
    refused, signed = refusals()
    rng = generator(q.seed, "refusal", str(step.like))
    refusing = rng.beta(refused + 0.5, signed - refused + 0.5, q.draws)
    q.inputs[f"refusals to {step.act}"] = refusing
    why = (
        f"{step.act}: those who let the invitation pass then refused in {refused} of {signed}"
        " cases since 1951 (from which the chance is estimated by the rule of Jeffreys, which does "
        "not take none seen for none possible); the record holds no contested invitation"
    )
    record = Premise(f"refusals, {refused} of {signed} ratifications", "measured", accessions())
    return Chance((1 - refusing) ** members, (why,), step.source, "measured", premises=(record,))


def accessions() -> str:
    """Name the record of accessions, with its years.

    Examples
    --------
    >>> accessions()
    "NATO's rounds of accession, 1951 to 2024"
    """
    known = rounds().values()
    first, last = min(r.signed for r in known), max(r.ended for r in known)
    return f"NATO's rounds of accession, {first.year} to {last.year}"


def _linked(q: Question) -> str:
    if q.correlation is not None:
        return f"members' leanings correlate by {q.correlation:g}"
    low, high = ASSUMED_CORRELATION
    return f"members' leanings correlate by {low:g} to {high:g} (assumed)"


def _told(q: Question, stands: Mapping[str, Stand], issue: str, leaning: bool) -> list[str]:
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
            f"said nothing to the point by {q.at}, as far as the file tells, {any_ballot}",
        ),
    ):
        names = [called(q.arrangement, m) for m, s in stands.items() if s.basis == basis]
        if names:
            shown = ", ".join(names[:_FEW]) + (", ..." if len(names) > _FEW else "")
            told.append(f"{len(names)} of {len(stands)} members {words}: {shown}")
    told += [
        f"likelier to say no to {issue}: {where.because}"
        for where in stands.values()
        if where.objects
    ]
    return told
