"""Does every name that an arrangement uses exist: parties, acts, clauses, sources, members."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from foedus.decisions import Ballot, RuleError, parse_rule
from foedus.language.actors import RuleSpec
from foedus.language.arrangement import Arrangement, fronts_about
from foedus.language.clauses import Norm, Step
from foedus.language.conditions import Condition
from foedus.language.countries import is_country, likely_member, mistaken
from foedus.language.ids import SOMEONE, Ref, refs
from foedus.language.names import Found, Names
from foedus.language.nodes import Path
from foedus.language.problems import did_you_mean
from foedus.language.sights import sights
from foedus.language.wording import listed


def dangling(a: Arrangement, names: Names) -> Iterator[Found]:
    """Yield every reference of `a` to a name that is nowhere declared."""
    yield from _members(a, names)
    yield from _ladders(a, names)
    yield from _norms(a, names)
    yield from _procedures(a, names)
    yield from _guarantees(a, names)
    yield from _scores(a, names)
    yield from _everywhere(a, a, (), names)
    yield from (Found(*wrong) for wrong in sights(a, names.someone))


def _members(a: Arrangement, names: Names) -> Iterator[Found]:
    for name, party in a.parties.items():
        path: Path = ("parties", name)
        for at, member in enumerate(party.members):
            yield from _member((*path, "members", at), member, names.parties, "party")
        for label, members in party.classes.items():
            for at, member in enumerate(members):
                if member not in party.members:
                    fix = did_you_mean(member, party.members)
                    message = f"{member!r} is not a member of {name!r}"
                    yield Found((*path, "classes", label, at), message, fix, absent=member)
    for name, body in a.bodies.items():
        for at, member in enumerate(body.members):
            yield from _member(("bodies", name, "members", at), member, names.someone, "party")
        for at, member in enumerate(body.without):
            path = ("bodies", name, "without", at)
            yield from names.wrong(path, member, names.voters(body.members), "member")
        voters = names.voters(body.members, body.without)
        yield from _rule(names, body.rule, voters, ("bodies", name, "rule"))


def _member(path: Path, name: str, known: Sequence[str], sort: str) -> Iterator[Found]:
    if name not in known and not is_country(name):
        fix = likely_member(name, known)
        yield Found(path, f"there is no {sort} or country {name!r}", fix, absent=name)


def _rule(names: Names, spec: RuleSpec, voters: Sequence[str], path: Path) -> Iterator[Found]:
    try:
        parse_rule(spec, voters)
    except RuleError as error:
        message, mark, fix = error.message.rstrip(".").partition(" Did you mean")
        strange = message.partition("' is not a member")[0].removeprefix("'")
        inside = names.voters([strange])
        told = f"{mark.lstrip()}{fix}"
        if strange in names.parties and inside != [strange]:
            told = f"Its members vote in its place: {listed(inside)}."
        yield Found((*path, *error.path), message.rstrip("."), told)


def _ladders(a: Arrangement, names: Names) -> Iterator[Found]:
    for party, ladder in a.conduct.items():
        path: Path = ("conduct", party)
        yield from names.wrong(path, party, names.parties, "party")
        if ladder.unbearable_from:
            where = (*path, "unbearable_from")
            yield from names.wrong(where, ladder.unbearable_from, names.acts[party], "act")


def _norms(a: Arrangement, names: Names) -> Iterator[Found]:
    for name, norm in a.norms.items():
        path: Path = ("norms", name)
        yield from _prohibition(names, norm, path)
        yield from _directed(a, norm, path)


def _directed(a: Arrangement, norm: Norm, path: Path) -> Iterator[Found]:
    """Check that what a norm forbids can be done to somebody to whom the norm is owed."""
    for bearer in norm.bearer:
        ladder = a.conduct.get(bearer)
        on_ladder = ladder is not None and norm.prohibition in [act.act for act in ladder.acts]
        if on_ladder and not fronts_about(a, bearer, norm.towards):
            targets = listed(ladder.towards if ladder else (), "or")
            message = f"the acts of {bearer!r} are directed at {targets}, not"
            fix = "Name one of them, or leave 'towards' out: the norm is then about all of them."
            yield Found((*path, "towards"), f"{message} at {listed(norm.towards, 'or')}", fix)


def _target(a: Arrangement, by: str, against: str, path: Path) -> Iterator[Found]:
    """Check that `against` is one of those at whom the acts of `by` are directed."""
    ladder = a.conduct.get(by)
    if ladder is not None and against not in ladder.towards:
        fix = did_you_mean(against, ladder.towards)
        if not ladder.towards:
            fix = f"Write 'towards' in the ladder of {by!r}."
        yield Found(path, f"the acts of {by!r} are not directed at {against!r}", fix)


def _prohibition(names: Names, norm: Norm, path: Path) -> Iterator[Found]:
    """Check what is forbidden: an act of a bearer, a deed, or that somebody is admitted."""
    act, where = norm.prohibition, (*path, "prohibition")
    if act is None:
        return
    known = [one for bearer in norm.bearer for one in names.acts.get(bearer, [])]
    known += [*names.of("deeds"), "admit"]
    others = [party for party, acts in names.acts.items() if act in acts]
    idle = [one for one in norm.bearer if one in names.someone and one not in names.acts]
    if act not in known and others and idle:
        message = f"{idle[0]!r} has no acts under 'conduct', and {act!r} is one of {listed(others)}"
        fix = "Name who is bound as 'bearer'; or write a ladder of acts for it."
        yield Found(where, message, fix, absent=act)
        return
    if not set(norm.bearer) <= set(names.someone):  # whose acts are meant is not known
        known = [*(one for acts in names.acts.values() for one in acts), *known]
    yield from names.wrong(where, act, known, "act or deed")


def _procedures(a: Arrangement, names: Names) -> Iterator[Found]:
    for name, procedure in a.procedures.items():
        for at, step in enumerate(procedure.steps):
            yield from _step(names, step, ("procedures", name, "steps", at))


def _step(names: Names, step: Step, path: Path) -> Iterator[Found]:
    voters = names.electorate(step.by)
    if step.rule is not None:
        yield from _rule(names, step.rule, voters, (*path, "rule"))
    yield from _unheard(names, step, path)
    for at, member in enumerate(step.strategic):
        yield from _strategic(names, step, member, (*path, "strategic", at))
    for member in step.routes:
        yield from names.wrong((*path, "routes", member), member, voters, "voter")


def _unheard(names: Names, step: Step, path: Path) -> Iterator[Found]:
    """Refuse that a no is not final where, once the time is over, silence is more than a no.

    Then an objection would count for nothing: it ends the step neither at once nor on the last day.
    """
    if step.on_block != "hold" or (step.within is None and step.by not in names.silent):
        return
    try:
        rule = parse_rule(
            step.rule or names.rule(step.by) or "unanimity", names.electorate(step.by)
        )
    except RuleError:
        return
    if any(row[Ballot.NO] != row[Ballot.ABSENT] for atom in rule.atoms() for row in atom.rows):
        message = (
            f"with 'hold' no objection to {step.act!r} is final, and when its time is over silence"
            " counts for more than an objection under its rule: to object would stop nothing"
        )
        fix = (
            "Leave 'on_block' out, so that an objection ends the step; or give it no time limit;"
            " or write 'rule: unanimity', so that whoever does not agree holds it up."
        )
        yield Found((*path, "on_block"), message, fix)


def _strategic(names: Names, step: Step, member: str, path: Path) -> Iterator[Found]:
    """Check that a member who is to choose its vote has one, and that it can block the step."""
    voters = names.electorate(step.by)
    if member not in voters:
        yield from names.wrong(path, member, voters, "voter")
        return
    if member not in names.of("stakes"):
        fix = "Write what it gains and loses."
        yield Found(path, f"{member!r} has nothing at stake to choose its vote by", fix)
    spec = step.rule or names.rule(step.by) or "unanimity"
    try:
        rule = parse_rule(spec, voters)
    except RuleError:
        return
    if rule.passes({v: Ballot.NO if v == member else Ballot.YES for v in voters}):
        message = f"{member!r} cannot block {step.act!r} alone, so its vote stays a chance"
        yield Found(path, message, "Leave it out.")


def _guarantees(a: Arrangement, names: Names) -> Iterator[Found]:
    for name, g in a.guarantees.items():
        path: Path = ("guarantees", name)
        if g.against in names.acts:
            where = (*path, "casus_foederis")
            yield from names.wrong(where, g.casus_foederis, names.acts[g.against], "act")
            if g.against in a.conduct and not fronts_about(a, g.against, (g.protects.state,)):
                targets = listed(a.conduct[g.against].towards, "or")
                message = f"the acts of {g.against!r} are directed at {targets}, not at "
                fix = f"Add {g.protects.state!r} to 'towards' of its ladder."
                yield Found((*path, "protects", "state"), f"{message}{g.protects.state!r}", fix)


def _scores(a: Arrangement, names: Names) -> Iterator[Found]:
    for at, contest in enumerate(a.contests):
        path: Path = ("contests", at)
        if contest.by in names.acts:
            yield from names.wrong((*path, "act"), contest.act, names.acts[contest.by], "act")
        if contest.against:
            yield from _target(a, contest.by, contest.against, (*path, "against"))
    for party in a.stakes:
        yield from names.wrong(("stakes", party), party, names.parties, "party")
    yield from _opinions(a, names)


def _opinions(a: Arrangement, names: Names) -> Iterator[Found]:
    """Check issues, and positions on them; files that declare no issues may name any."""
    declared = names.of("issues")
    for name, issue in a.issues.items():
        if issue.implies is not None:
            yield from names.wrong(("issues", name, "implies"), issue.implies, declared, "issue")
    for at, position in enumerate(a.positions):
        path: Path = ("positions", at)
        if fix := mistaken(position.state, names.someone):
            message = f"there is no party or country {position.state!r}"
            yield Found((*path, "state"), message, fix, absent=position.state)
        if declared:
            where: Path = (*path, "issue")
            yield from names.wrong(where, position.issue, declared, "issue")
    taken = declared or sorted({position.issue for position in a.positions})
    for step, about in a.decides_on.items():
        where = ("decides_on", step)
        if step not in names.steps:
            fix = did_you_mean(step, names.steps)
            yield Found(where, f"there is no step {step!r}", fix, at_key=True, absent=step)
        if taken:
            sort = "issue" if declared else "issue that a position is on"
            yield from names.wrong(where, about, taken, sort)


# Conditions and sources, wherever they stand ---------------------------------------------------

SORTS: Mapping[str, tuple[str, str]] = {
    key: (ref.section, ref.sort)
    for key, ref in refs(Condition).items()
    if ref.section not in (SOMEONE, "conduct")
}
"""By key of a condition about a clause: its section, and what a clause of that is called."""


def _everywhere(a: Arrangement, value: Any, path: Path, names: Names) -> Iterator[Found]:
    """Check every condition, and every id by the section that its type names."""
    if isinstance(value, Condition):
        yield from _condition(a, value, path, names)
    if is_dataclass(value) and not isinstance(value, type):
        marked = refs(type(value))
        for f in fields(value):
            key, inner = f.name.rstrip("_"), getattr(value, f.name)
            if f.name in marked:
                yield from names.ids((*path, key), inner, marked[f.name])
            elif f.name != "changes":
                yield from _everywhere(a, inner, (*path, key), names)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _everywhere(a, inner, (*path, key), names)
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from _everywhere(a, inner, (*path, at), names)


def _condition(a: Arrangement, condition: Condition, path: Path, names: Names) -> Iterator[Found]:
    for attribute in condition.written():
        key, value = attribute.rstrip("_"), getattr(condition, attribute)
        if key in ("act", "acted"):
            yield from _act(condition.by, key, value, path, names)
    if condition.against is not None:
        by = condition.by or condition.prevailed or condition.repelled or ""
        yield from _target(a, by, condition.against, (*path, "against"))
    if condition.by is not None and condition.act is None and condition.acted is None:
        yield from names.ids((*path, "by"), condition.by, Ref(SOMEONE))


def _act(by: str | None, key: str, act: str, path: Path, names: Names) -> Iterator[Found]:
    if by is None:
        return
    if by not in names.acts:
        yield from names.wrong((*path, "by"), by, names.acts, "party with a ladder")
    else:
        yield from names.wrong((*path, key), act, names.acts[by], "act")
