"""Does an arrangement hang together: every name it uses exists, every clause can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from foedus.decisions import RuleError, parse_rule
from foedus.language.arrangement import Arrangement, Norm, Step
from foedus.language.conditions import Condition
from foedus.language.nodes import Path
from foedus.language.problems import did_you_mean
from foedus.language.quantities import Estimate
from foedus.language.scoring import law_problem, senseless


@dataclass(frozen=True, slots=True)
class Found:
    """Something wrong, by its path in the arrangement."""

    path: Path
    message: str
    fix: str = ""
    at_key: bool = False


def check(a: Arrangement) -> list[Found]:
    """Return everything that is wrong with the references and the sense of `a`."""
    names = _Names(a)
    return [
        *_whole(a),
        *_parties(a),
        *_ladders(a, names),
        *_instruments(a, names),
        *_norms(a, names),
        *_procedures(a, names),
        *_guarantees(a, names),
        *_scores(a, names),
        *_opinions(a, names),
        *_everywhere(a, (), names),
    ]


class _Names:
    """The names an arrangement declares, by sort."""

    def __init__(self, a: Arrangement) -> None:
        self.arrangement = a
        members = [m for party in a.parties.values() for m in party.members]
        self.someone = list(dict.fromkeys([*a.parties, *a.bodies, *members]))
        self.acts = {party: [act.act for act in row.acts] for party, row in a.conduct.items()}

    def wrong(self, path: Path, name: str, known: Iterable[str], sort: str) -> Iterator[Found]:
        listed = list(known)
        if name not in listed:
            yield Found(path, f"there is no {sort} {name!r}", did_you_mean(name, listed))

    def people(self, path: Path, names: Sequence[str], key: str) -> Iterator[Found]:
        for name in names:
            yield from self.wrong((*path, key), name, self.someone, "party, body or member")


def _whole(a: Arrangement) -> Iterator[Found]:
    if a.horizon.days == 0:
        yield Found(("horizon",), "with no time ahead nothing can happen")


def _parties(a: Arrangement) -> Iterator[Found]:
    for name, party in a.parties.items():
        yield from _twice(party.members, ("parties", name, "members"))
        everyone = [m for members in party.classes.values() for m in members]
        yield from _twice(everyone, ("parties", name, "classes"))
        for label, members in party.classes.items():
            for at, member in enumerate(members):
                if member not in party.members:
                    path: Path = ("parties", name, "classes", label, at)
                    fix = did_you_mean(member, party.members)
                    yield Found(path, f"{member!r} is not a member of {name!r}", fix)
    for name, body in a.bodies.items():
        known = _Names(a).someone
        for key in ("members", "without"):
            for member in getattr(body, key):
                if member not in known and not _is_country(member):
                    fix = did_you_mean(member, known)
                    yield Found(("bodies", name, key), f"there is no party {member!r}", fix)
        yield from _rule(a, body.rule, _voters(a, body.members, body.without), ("bodies", name))
        yield from _twice(body.members, ("bodies", name, "members"))


def _is_country(name: str) -> bool:
    return len(name) == 3 and name.isascii() and name.isupper()


def _twice(members: Sequence[str], path: Path) -> Iterator[Found]:
    for member in dict.fromkeys(m for m in members if members.count(m) > 1):
        yield Found(path, f"{member!r} is counted twice here", "Name each member once.")


def _voters(a: Arrangement, members: Sequence[str], without: Sequence[str]) -> list[str]:
    groups = [a.parties[m].members or (m,) if m in a.parties else (m,) for m in members]
    return [m for m in dict.fromkeys(m for group in groups for m in group) if m not in without]


def _rule(a: Arrangement, spec: Any, voters: Sequence[str], path: Path) -> Iterator[Found]:
    try:
        parse_rule(spec, voters)
    except RuleError as error:
        yield Found((*path, "rule", *error.path), str(error).rstrip("."))


def _ladders(a: Arrangement, names: _Names) -> Iterator[Found]:
    for party, ladder in a.conduct.items():
        path: Path = ("conduct", party)
        yield from names.wrong(path, party, a.parties, "party")
        yield from names.people(path, ladder.towards, "towards")
        yield from _twice(names.acts[party], (*path, "acts"))
        if len(ladder.acts) < 2:
            yield Found((*path, "acts"), "a ladder needs compliance and at least one act above it")
        if ladder.unbearable_from:
            where = (*path, "unbearable_from")
            yield from names.wrong(where, ladder.unbearable_from, names.acts[party], "act")
    for name, deed in a.deeds.items():
        yield from names.people(("deeds", name), (deed.by,), "by")


def _instruments(a: Arrangement, names: _Names) -> Iterator[Found]:
    for name, instrument in a.instruments.items():
        path: Path = ("instruments", name)
        yield from names.people(path, instrument.parties, "parties")
        yield from names.people(path, instrument.signed_by, "signed_by")
        if instrument.withdrawal:
            yield from names.people((*path, "withdrawal"), instrument.withdrawal.by, "by")
        if instrument.sunset is not None and instrument.sunset.days == 0:
            yield Found((*path, "sunset"), "an instrument that lasts no time binds nobody")
        for other in instrument.supersedes:
            yield from names.wrong((*path, "supersedes"), other, a.instruments, "instrument")
            if other == name:
                yield Found((*path, "supersedes"), f"{name!r} cannot supersede itself")


def _norms(a: Arrangement, names: _Names) -> Iterator[Found]:
    for name, norm in a.norms.items():
        path: Path = ("norms", name)
        yield from names.people(path, norm.bearer, "bearer")
        yield from names.people(path, norm.towards, "towards")
        if norm.of is not None and norm.prohibition != "admit":
            yield Found((*path, "of"), "'of' belongs to 'prohibition: admit' only")
        if (norm.prohibition is None) == (norm.obligation is None):
            yield Found(path, "a norm needs either a prohibition or an obligation", at_key=True)
        elif norm.obligation is not None:
            yield from names.wrong((*path, "obligation"), norm.obligation, a.deeds, "deed")
        else:
            yield from _prohibition(a, names, norm, path)
        yield from _in(a, names, norm.in_, path)


def _prohibition(a: Arrangement, names: _Names, norm: Norm, path: Path) -> Iterator[Found]:
    if norm.prohibition == "admit":
        if norm.of is None:
            message = "'prohibition: admit' needs 'of': whose admission is forbidden"
            yield Found(path, message, at_key=True)
        else:
            yield from names.people(path, (norm.of,), "of")
        return
    known = [act for bearer in norm.bearer for act in names.acts.get(bearer, [])]
    known += [*a.deeds, "admit"]
    yield from names.wrong((*path, "prohibition"), norm.prohibition or "", known, "act or deed")


def _in(a: Arrangement, names: _Names, instrument: str | None, path: Path) -> Iterator[Found]:
    if instrument is not None:
        yield from names.wrong((*path, "in"), instrument, a.instruments, "instrument")


def _procedures(a: Arrangement, names: _Names) -> Iterator[Found]:
    for name, procedure in a.procedures.items():
        path: Path = ("procedures", name)
        yield from names.people((*path, "opens"), procedure.opens.by, "by")
        yield from _in(a, names, procedure.in_, path)
        if procedure.opens.alleging is not None:
            where = (*path, "opens", "alleging")
            yield from names.wrong(where, procedure.opens.alleging, a.norms, "norm")
        if not procedure.opens.by and procedure.opens.when is None:
            yield Found((*path, "opens"), "nothing opens it", "Write 'by' or 'when'.", at_key=True)
        if not procedure.steps:
            yield Found((*path, "steps"), "a procedure needs at least one step")
        acts = [step.act for step in procedure.steps]
        for act in dict.fromkeys(a for a in acts if acts.count(a) > 1):
            fix = "Name each step differently, so that an event can say which one it means."
            yield Found((*path, "steps"), f"two steps are called {act!r}", fix)
        waits = procedure.opens.when.atoms() if procedure.opens.when else ()
        if any(atom.done == name for atom in waits) and not procedure.opens.by:
            yield Found((*path, "opens"), f"{name!r} waits for itself to be done")
        for at, step in enumerate(procedure.steps):
            yield from _step(a, names, step, (*path, "steps", at))
            if at and _never_passed_on(procedure.steps[at - 1]):
                yield Found((*path, "steps", at), "this step can never be reached", at_key=True)
        for at, effect in enumerate(procedure.then):
            yield from _effect(a, names, effect, (*path, "then", at))


def _never_passed_on(step: Step) -> bool:
    timed_out = step.within is not None and step.on_timeout == "next"
    return step.on_pass == "effect" and step.on_block != "next" and not timed_out


def _step(a: Arrangement, names: _Names, step: Step, path: Path) -> Iterator[Found]:
    yield from names.people(path, (step.by,), "by")
    body = a.bodies.get(step.by)
    if step.on_timeout != "lapse" and step.within is None and not (body and body.silence):
        yield Found((*path, "on_timeout"), "without 'within' the time never runs out")
    if step.at_deadline and step.within is None and not (body and body.silence):
        yield Found((*path, "at_deadline"), "without 'within' the time never runs out")
    if step.like is not None and step.takes is not None:
        yield Found((*path, "takes"), "'like' already says how many days it takes", at_key=True)
    if step.finds is not None:
        yield from names.wrong((*path, "finds"), step.finds, a.norms, "norm")
    voters = _voters(a, body.members if body else (step.by,), body.without if body else ())
    if step.rule is not None:
        yield from _rule(a, step.rule, voters, path)
    for member in step.routes:
        yield from names.wrong((*path, "routes", member), member, voters, "voter")


def _effect(a: Arrangement, names: _Names, effect: Any, path: Path) -> Iterator[Found]:
    given = [k for k in ("admit", "bring_into_force", "terminate") if getattr(effect, k)]
    if len(given) != 1:
        yield Found(path, "an effect is one of admit, bring_into_force or terminate")
        return
    if effect.admit is None:
        yield from names.wrong(
            (*path, given[0]), getattr(effect, given[0]), a.instruments, "instrument"
        )
        return
    yield from names.people(path, (effect.admit,), "admit")
    if effect.to is None:
        yield Found(path, "'admit' needs 'to': what the party joins")
    else:
        yield from names.people(path, (effect.to,), "to")


def _guarantees(a: Arrangement, names: _Names) -> Iterator[Found]:
    for name, g in a.guarantees.items():
        path: Path = ("guarantees", name)
        yield from names.people(path, g.owed_by, "owed_by")
        yield from names.people((*path, "protects"), (g.protects.state,), "state")
        yield from _in(a, names, g.in_, path)
        yield from names.wrong((*path, "against"), g.against, names.acts, "party with a ladder")
        if g.against in names.acts:
            where = (*path, "casus_foederis")
            yield from names.wrong(where, g.casus_foederis, names.acts[g.against], "act")
        if g.protects.territory == "controlled" and g.protects.control_as_of is None:
            message = "'territory: controlled' needs 'control_as_of': control on which day"
            yield Found((*path, "protects"), message, at_key=True)


def _scores(a: Arrangement, names: _Names) -> Iterator[Found]:
    for at, contest in enumerate(a.contests):
        path: Path = ("contests", at)
        yield from names.wrong((*path, "by"), contest.by, names.acts, "party with a ladder")
        known = names.acts.get(contest.by, [])
        yield from names.wrong((*path, "act"), contest.act, known, "act")
    for party in a.stakes:
        yield from names.wrong(("stakes", party), party, a.parties, "party")
    yield from (Found(*found) for found in senseless(a))
    steps = [f"{name}.{s.act}" for name, p in a.procedures.items() for s in p.steps]
    for step in a.decides_on:
        if step.partition(".")[0] in a.procedures:
            yield from names.wrong(("decides_on", step), step, steps, "step")


def _opinions(a: Arrangement, names: _Names) -> Iterator[Found]:
    """Check issues, and positions on them; files that declare no issues may name any."""
    for name, issue in a.issues.items():
        if issue.implies is not None:
            yield from names.wrong(("issues", name, "implies"), issue.implies, a.issues, "issue")
            if _returns(a, name):
                message = f"{name!r} implies itself in the end"
                yield Found(("issues", name, "implies"), message, "Let the widest imply nothing.")
    for at, position in enumerate(a.positions):
        path: Path = ("positions", at)
        if a.issues:
            yield from names.wrong((*path, "issue"), position.issue, a.issues, "issue")
        if position.binds_until is not None and position.binds_until < position.date:
            yield Found((*path, "binds_until"), "this position stopped binding before it was taken")
    for step, about in a.decides_on.items():
        if a.issues:
            yield from names.wrong(("decides_on", step), about, a.issues, "issue")
    for stance, leaning in a.leanings.items():
        weights = (leaning.yes, leaning.abstain, leaning.no, leaning.absent)
        if min(weights) < 0 or sum(weights) == 0:
            message = "weights are at least 0, and not all 0"
            yield Found(("leanings", stance), message, at_key=True)


def _returns(a: Arrangement, issue: str) -> bool:
    above, seen = a.issues[issue].implies, set[str]()
    while above is not None and above in a.issues and above not in seen:
        if above == issue:
            return True
        seen.add(above)
        above = a.issues[above].implies
    return False


_CHANCES = {"detect", "attribute", "false_alarm", "honour", "alone", "helped", "armed", "quarrel_lasts"}
ATOMS: Mapping[str, str] = {
    **dict.fromkeys(("done", "open", "lapsed"), "procedures"),
    **dict.fromkeys(("alleged", "found", "breached", "complied"), "norms"),
    **dict.fromkeys(("in_force", "ended", "noticed", "signed"), "instruments"),
    **dict.fromkeys(("active", "owed", "honoured", "declined"), "guarantees"),
    "performed": "deeds",
    "prevailed": "conduct",
    "repelled": "conduct",
}


def _everywhere(value: Any, path: Path, names: _Names) -> Iterator[Found]:
    """Check every condition, estimate and source, wherever it stands."""
    if isinstance(value, Condition):
        yield from _condition(value, path, names)
    if isinstance(value, Estimate):
        yield from _estimate(value, path)
    if is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            key, inner = f.name.rstrip("_"), getattr(value, f.name)
            if key == "source" and not isinstance(value, Arrangement):
                for source in inner:
                    known = names.arrangement.sources
                    yield from names.wrong((*path, key), source, known, "source")
            elif f.name != "changes":
                yield from _everywhere(inner, (*path, key), names)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _everywhere(inner, (*path, key), names)
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from _everywhere(inner, (*path, at), names)


def _condition(condition: Condition, path: Path, names: _Names) -> Iterator[Found]:
    keys = condition.keys()
    if len(keys) != 1:
        fix = "Join several with 'all' or 'any'."
        message = "a condition is one statement" if keys else "this condition says nothing"
        yield Found(path, message, fix)
        return
    key = keys[0].rstrip("_")
    value = getattr(condition, keys[0])
    for companion, wanted in (("by", ("act", "acted", "signed")), ("of", ("member",))):
        if getattr(condition, companion) is not None and key not in wanted:
            yield Found((*path, companion), f"'{companion}' means nothing beside '{key}'")
    if key in ATOMS:
        known = getattr(names.arrangement, ATOMS[key])
        yield from names.wrong((*path, key), value, known, _SORT[ATOMS[key]])
    elif key in ("act", "acted"):
        if condition.by not in names.acts:
            message = f"'{key}' needs 'by': a party that has a ladder"
            yield Found(path, message, did_you_mean(condition.by or "", list(names.acts)))
        else:
            yield from names.wrong((*path, key), value, names.acts[condition.by], "act")
    elif key == "defended":
        yield from names.people(path, (value,), "defended")
    elif key == "member":
        yield from names.people(path, (value,), "member")
        yield from names.people(path, (condition.of or "",), "of")


_SORT = {
    "procedures": "procedure",
    "norms": "norm",
    "instruments": "instrument",
    "guarantees": "guarantee",
    "deeds": "deed",
    "conduct": "party with a ladder",
}


def _estimate(e: Estimate, path: Path) -> Iterator[Found]:
    if e.value is None and (e.low is None or e.high is None):
        yield Found(path, "an estimate needs a value, or both low and high")
        return
    if (e.low is None) != (e.high is None):
        yield Found(path, "a range needs both low and high")
        return
    if not e.lowest <= e.middle <= e.highest:
        yield Found(
            path, f"low, value and high are not in order: {e.lowest:g}, {e.middle:g}, {e.highest:g}"
        )
    if law_problem(e):
        yield Found(path, law_problem(e))
    if path[-1] in _CHANCES and not (e.lowest >= 0 and e.highest <= 1):
        yield Found(path, f"{path[-1]!r} is a chance and lies between 0 and 1")
    if path[-1] in ("takes", "arrives") and e.lowest < 0:
        yield Found(path, f"{path[-1]!r} is a number of days and cannot be negative")
    if e.kind == "measured" and not e.source:
        yield Found(path, "what is measured needs a source", "Or say 'kind: assumed' and why.")
    if e.kind != "measured" and not e.because:
        yield Found(path, f"what is {e.kind} needs a reason", "Write 'because'.")
