"""Does an arrangement make sense, where every name exists: clauses that say nothing, or too much.

Each check refuses what could only be a mistake: a clause that can never matter, two that exclude
each other, a number that cannot be a chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from foedus.language.arrangement import Arrangement
from foedus.language.bounds import out_of_bounds
from foedus.language.clauses import Effect, Guarantee, Instrument, Norm, Step
from foedus.language.conditions import Condition
from foedus.language.names import Found, Names
from foedus.language.nodes import Path
from foedus.language.opinions import opinions
from foedus.language.protection import protection
from foedus.language.quantities import Estimate

_WITHIN = "without 'within' the time never runs out"


def senseless(a: Arrangement, names: Names) -> Iterator[Found]:
    """Yield every clause of `a` that cannot mean what it says."""
    if a.horizon.days == 0:
        yield Found(("horizon",), "with no time ahead nothing can happen")
    if a.horizon.days == 1:
        message = "one day ahead has no room for an act and what follows it"
        yield Found(("horizon",), message, "Write P2D, or longer.")
    yield from _members(a)
    yield from _ladders(a)
    yield from _options(a)
    for name, instrument in a.instruments.items():
        yield from _instrument(a, names, instrument, ("instruments", name))
    for name, norm in a.norms.items():
        yield from _norm(a, names, norm, ("norms", name))
    yield from _procedures(a, names)
    for name, guarantee in a.guarantees.items():
        yield from _guarantee(a, guarantee, ("guarantees", name))
    yield from opinions(a)
    yield from _quantities(a, ())


def _members(a: Arrangement) -> Iterator[Found]:
    for name, party in a.parties.items():
        path: Path = ("parties", name)
        yield from _twice(party.members, (*path, "members"))
        classes: dict[str, str] = {}
        for label, members in party.classes.items():
            yield from _twice(members, (*path, "classes", label))
            for at, member in enumerate(members):
                first = classes.setdefault(member, label)
                if first != label:
                    message = f"{member!r} is in two classes, {first!r} and {label!r}"
                    fix = "Members of a class are alike; keep it in one."
                    yield Found((*path, "classes", label, at), message, fix)


def _options(a: Arrangement) -> Iterator[Found]:
    proposed = [name for name, option in a.options.items() if option.proposed]
    for name in proposed[1:]:
        message = f"{proposed[0]!r} is said to be what is proposed already"
        yield Found(("options", name, "proposed"), message, "Keep it at one option.", at_key=True)
    labelled: dict[str, str] = {}
    for name, option in a.options.items():
        first = labelled.setdefault(option.label, name)
        if option.label and first != name:
            message = f"the options {first!r} and {name!r} are both called {option.label!r}"
            yield Found(("options", name, "label"), message, "Name each differently.")


def _twice(items: Sequence[str], path: Path) -> Iterator[Found]:
    for at, item in enumerate(items):
        if item in items[:at]:
            yield Found((*path, at), f"{item!r} is counted twice here", "Name each once.")


def _ladders(a: Arrangement) -> Iterator[Found]:
    for party, ladder in a.conduct.items():
        path: Path = ("conduct", party, "acts")
        acts = [act.act for act in ladder.acts]
        for at, act in enumerate(acts):
            if act in acts[:at]:
                yield Found((*path, at, "act"), f"the ladder of {party!r} has {act!r} twice")
        if len(acts) < 2:
            yield Found(path, "a ladder needs compliance and at least one act above it")
        elif ladder.unbearable_from == acts[0]:
            yield _compliance(("conduct", party, "unbearable_from"), acts[0])
    fights = [(contest.by, contest.act, contest.against) for contest in a.contests]
    for at, fight in enumerate(fights):
        if fight in fights[:at] or (*fight[:2], "") in fights[:at]:
            message = f"the fight over {fight[1]!r} by {fight[0]} is listed twice"
            yield Found(("contests", at), message, "Keep one of them.")
        if fight[1] == _lowest(a, fight[0]):
            yield _compliance(("contests", at, "act"), fight[1])


def _lowest(a: Arrangement, party: str) -> str | None:
    ladder = a.conduct.get(party)
    return ladder.acts[0].act if ladder and ladder.acts else None


def _compliance(path: Path, act: str) -> Found:
    message = f"{act!r} is compliance, the first act of the ladder"
    return Found(path, message, "Name an act above it.")


def _strangers(a: Arrangement, names: Names, i: Instrument, path: Path) -> Iterator[Found]:
    """Find who may withdraw from what it is no party to."""
    collective = (a.parties[name].members for name in i.parties if name in a.parties)
    bound = {*i.parties, *(member for members in collective for member in members)}
    for at, who in enumerate(i.withdrawal.by if i.withdrawal else ()):
        if who in names.someone and who not in bound:
            message = f"{who!r} is no party to it, and so has nothing to withdraw from"
            yield Found((*path, at), message, f"Add {who!r} to 'parties', or leave it out here.")


def _instrument(a: Arrangement, names: Names, i: Instrument, path: Path) -> Iterator[Found]:
    if i.sunset is not None and i.sunset.days == 0:
        yield Found((*path, "sunset"), "an instrument that lasts no time binds nobody")
    if i.tolled_while is not None and i.sunset is None:
        yield Found((*path, "tolled_while"), "without 'sunset' there is nothing to hold back")
    if i.enters is not None and i.status == "in_force":
        message = "it is in force from the start, so nothing need bring it into force"
        yield Found((*path, "enters"), message, "Say 'status: signed', or leave 'enters' out.")
    yield from _settled(i, path)
    if i.withdrawal is not None:
        yield from _strangers(a, names, i, (*path, "withdrawal", "by"))
        yield from _on_record(i.withdrawal.barred_while, (*path, "withdrawal", "barred_while"))


def _norm(a: Arrangement, names: Names, n: Norm, path: Path) -> Iterator[Found]:
    if (n.prohibition is None) == (n.obligation is None):
        yield Found(path, "a norm needs either a prohibition or an obligation", at_key=True)
        return
    if n.of is not None and n.prohibition != "admit":
        yield Found((*path, "of"), "'of' belongs to 'prohibition: admit' only")
    if n.of is None and n.prohibition == "admit":
        message = "'prohibition: admit' needs 'of': whose admission is forbidden"
        yield Found(path, message, at_key=True)
    if n.keep and n.obligation is None:
        message = "'keep' says that a deed must stay done, and this is a prohibition"
        yield Found((*path, "keep"), message, "Write 'obligation'.")
    for key in ("when", "within"):
        if getattr(n, key) is not None and n.obligation is None:
            message = f"{key!r} says when an obligation is due, and this is a prohibition"
            yield Found((*path, key), message, "Write 'while' for when it binds.")
    if n.open_ended and (n.obligation is None or n.keep or n.within is not None):
        why = "its act is forbidden at once" if n.obligation is None else "there is a time for it"
        message = f"'open_ended' says that an obligation has no time, and {why}"
        yield Found((*path, "open_ended"), message, "Leave it out.")
    yield from _survives(n, path)
    yield from _settled(n, path)
    yield from _bearers(a, names, n, path)


def _bearers(a: Arrangement, names: Names, n: Norm, path: Path) -> Iterator[Found]:
    """Find a bearer who could never breach the norm, or never meet it."""
    deed = a.deeds.get(n.obligation or n.prohibition or "")
    for bearer in n.bearer:
        acts = names.acts.get(bearer, [])
        if deed is not None:
            if bearer != deed.by:
                message = f"the deed is one of {deed.by}, so it cannot be up to {bearer!r}"
                yield Found((*path, "bearer"), message)
        elif n.prohibition not in (None, "admit"):
            others = [act for other in n.bearer for act in names.acts.get(other, [])]
            if n.prohibition not in acts and n.prohibition in others:
                message = f"{bearer!r} has no act {n.prohibition!r} on its ladder"
                yield Found((*path, "bearer"), message, "Give each bearer a norm of its own.")
            elif acts and n.prohibition == acts[0]:
                yield _compliance((*path, "prohibition"), acts[0])


def _survives(clause: Any, path: Path) -> Iterator[Found]:
    if clause.survives and clause.in_ is None:
        message = "it stands in no instrument that it could outlive"
        yield Found((*path, "survives"), message, "Write 'in'.")


# Procedures ------------------------------------------------------------------------------------


def _procedures(a: Arrangement, names: Names) -> Iterator[Found]:
    for name, deed in a.deeds.items():
        if deed.done and not deed.reversible:
            message = "it is done from the start and cannot be undone, so nothing can come of it"
            yield Found(("deeds", name, "done"), message, "Write 'reversible: true'.")
        yield from _on_record(deed.needs, ("deeds", name, "needs"))
    for name, p in a.procedures.items():
        path: Path = ("procedures", name)
        opens = (*path, "opens")
        if not p.opens.by and p.opens.when is None:
            yield Found(opens, "nothing opens it", "Write 'by' or 'when'.", at_key=True)
        if p.opens.alleging is not None and not p.opens.by:
            message = "nobody has standing to allege it"
            yield Found((*opens, "alleging"), message, "Write 'by' as well.")
        if p.opens.by:
            yield from _on_record(p.opens.when, (*opens, "when"))
        if not p.steps:
            yield Found((*path, "steps"), "a procedure needs at least one step")
        yield from _steps(names, p.steps, (*path, "steps"))
        yield from _survives(p, path)
        yield from _settled(p, path)
        for at, effect in enumerate(p.then):
            yield from _effect(effect, (*path, "then", at))


def _steps(names: Names, steps: Sequence[Step], path: Path) -> Iterator[Found]:
    acts = [step.act for step in steps]
    reached = True
    for at, step in enumerate(steps):
        where = (*path, at)
        if step.act in acts[:at]:
            fix = "Name each step differently, so that an event can say which one it means."
            yield Found((*where, "act"), f"two steps are called {step.act!r}", fix)
        if reached and at and not _passed_on(names, steps[at - 1]):
            reached = False
            message = "this step can never be reached: no outcome of the one before leads to it"
            yield Found(where, message, at_key=True)
        yield from _step(names, step, where, last=at + 1 == len(steps))


def _limit(names: Names, step: Step) -> bool:
    """Say whether a step's time can run out; of a body that nobody knows it may."""
    return step.within is not None or step.by in names.silent or step.by not in names.someone


def _passed_on(names: Names, step: Step) -> bool:
    timed_out = _limit(names, step) and step.on_timeout == "next"
    return step.on_pass == "next" or step.on_block == "next" or timed_out


def _step(names: Names, s: Step, path: Path, *, last: bool) -> Iterator[Found]:
    if not _limit(names, s):
        if s.on_timeout != "lapse":
            yield Found((*path, "on_timeout"), _WITHIN)
        if s.at_deadline:
            yield Found((*path, "at_deadline"), _WITHIN)
    if s.like is not None and s.takes is not None:
        yield Found((*path, "takes"), "'like' already says how many days it takes", at_key=True)
    if last:
        for key in ("on_block", "on_timeout"):
            if getattr(s, key) == "next":
                message = "there is no next step after the last"
                yield Found((*path, key), message, "Write 'lapse', or 'adopt' for silence.")
    if s.escrowed and (s.within or s.routes or s.needs or s.at_deadline):
        message = "what was done in advance waits for nobody: it has no time limit, route or need"
        yield Found((*path, "escrowed"), message)
    if s.by in names.someone and not names.electorate(s.by):
        yield Found((*path, "by"), "nobody is left who votes here", "Look at 'without'.")
    yield from _on_record(s.needs, (*path, "needs"))


def _effect(effect: Effect, path: Path) -> Iterator[Found]:
    given = [key for key in ("admit", "bring_into_force", "terminate") if getattr(effect, key)]
    if len(given) != 1:
        yield Found(path, "an effect is one of admit, bring_into_force or terminate")
    elif effect.admit is not None and effect.to is None:
        yield Found(path, "'admit' needs 'to': what the party joins")
    elif effect.admit is None and effect.to is not None:
        yield Found((*path, "to"), f"'to' means nothing beside '{given[0]}'")


def _on_record(condition: Condition | None, path: Path) -> Iterator[Found]:
    """Refuse a right that hangs on a truth which nobody need know."""
    for at, atom in condition.placed(path) if condition else ():
        if atom.key in ("breached", "complied"):
            message = f"what someone may do cannot hang on {atom.key!r}, which nobody need know"
            yield Found((*at, atom.key), message, "Write 'found' or 'alleged'.")


# Positions -------------------------------------------------------------------------------------


def _guarantee(a: Arrangement, g: Guarantee, path: Path) -> Iterator[Found]:
    yield from protection(a, g, path)
    if g.casus_foederis == _lowest(a, g.against):
        yield _compliance((*path, "casus_foederis"), g.casus_foederis)
    stages = [stage.after.days for stage in g.response_ladder]
    if stages != sorted(stages):
        yield Found((*path, "response_ladder"), "the stages are not in the order of their times")
    for at, stage in enumerate(g.response_ladder):
        if stage.within is not None and stage.within < stage.after:
            message = "this stage must have come before it begins"
            yield Found((*path, "response_ladder", at, "within"), message)
    for key in ("within", "owes") if g.response == "right_only" else ():
        if getattr(g, key):
            yield Found((*path, key), "a right is not a duty: nothing is owed under it, by any day")
    yield from _survives(g, path)
    yield from _settled(g, path)


def _settled(clause: Any, path: Path) -> Iterator[Found]:
    """Refuse somebody who may settle between readings where there is one reading alone."""
    if clause.settled_by and not clause.readings:
        message = "there are no rival readings to settle between"
        yield Found((*path, "settled_by"), message, "Write 'readings'.")


def misjoined(condition: Condition, path: Path) -> Iterator[Found]:
    """Yield what is wrong in a condition that stands by itself, as in a file of properties."""
    yield from _quantities(condition, path)


def _quantities(value: Any, path: Path) -> Iterator[Found]:
    """Check every condition and estimate, wherever it stands."""
    if isinstance(value, Condition):
        yield from _one_statement(value, path)
    if isinstance(value, Estimate):
        yield from _estimate(value, path)
    elif is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            if f.name != "changes":
                yield from _quantities(getattr(value, f.name), (*path, f.name.rstrip("_")))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _quantities(inner, (*path, key))
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from _quantities(inner, (*path, at))


_COMPANIONS = {"act": ("by",), "acted": ("by",), "member": ("of",)}


def _one_statement(c: Condition, path: Path) -> Iterator[Found]:
    keys = [key.rstrip("_") for key in c.written()]
    if len(keys) != 1:
        if keys:
            message, fix = "a condition is one statement", "Join several with 'all' or 'any'."
        else:
            message, fix = "this condition says nothing", "Name what must hold."
        yield Found(path, message, fix)
        return
    for wanted in _COMPANIONS.get(keys[0], ()):
        if getattr(c, wanted) is None:
            yield Found((*path, keys[0]), f"{keys[0]!r} needs {wanted!r} beside it")
    for companion, beside in (
        ("by", ("act", "acted", "signed", "in_force", "ended", "noticed")),
        ("of", ("member",)),
        ("against", ("act", "acted", "prevailed", "repelled")),
    ):
        if getattr(c, companion) is not None and keys[0] not in beside:
            yield Found((*path, companion), f"'{companion}' means nothing beside '{keys[0]}'")
    for joined in ("all", "any"):
        if keys == [joined] and not getattr(c, joined):
            yield Found((*path, joined), "an empty list says nothing", "Name what must hold.")


def _estimate(e: Estimate, path: Path) -> Iterator[Found]:
    if e.value is None and (e.low is None or e.high is None):
        yield Found(path, "an estimate needs a value, or both low and high")
        return
    if (e.low is None) != (e.high is None):
        yield Found(path, "a range needs both low and high")
        return
    if not e.lowest <= e.middle <= e.highest:
        given = {"low": e.low, "value": e.value, "high": e.high}
        named = [name for name, number in given.items() if number is not None]
        order = ", ".join(f"{given[name]:g}" for name in named)
        listed = f"{', '.join(named[:-1])} and {named[-1]}"
        yield Found(path, f"{listed} are not in order: {order}")
    if told := out_of_bounds(str("resolved" if path[0] == "resolved" else path[-1]), e):
        yield Found(path, told)
    if e.kind == "measured" and not e.source:
        yield Found(path, "what is measured needs a source", "Or say 'kind: assumed' and why.")
    if e.kind != "measured" and not e.because:
        yield Found(path, f"what is {e.kind} needs a reason", "Write 'because'.")
