"""An arrangement in small: bodies of few members and time limits of a few days.

What depends on the order of time limits and on who is in which class stays; what depends on their
length does not, so both ways of checking are given the same shortened text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil

from foedus.language import Arrangement
from foedus.language.clauses import Step
from foedus.language.quantities import Duration

MOST_MEMBERS = 3
HORIZON = 2000
"""Far beyond every time limit: nothing is cut off."""


def shortened(a: Arrangement) -> Arrangement:
    """Return the arrangement in small, followed far enough that nothing is cut off."""
    return _with_short_limits(_with_few_members(a))


# Members -----------------------------------------------------------------------------------------


def _with_few_members(a: Arrangement) -> Arrangement:
    named = set(_named(a))
    parties = {
        name: replace(
            party,
            members=kept,
            classes={k: tuple(m for m in ms if m in kept) for k, ms in party.classes.items()},
        )
        for name, party in a.parties.items()
        for kept in [_kept(party.members, party.classes, named)]
    }
    bodies = {}
    for name, body in a.bodies.items():
        whole = _expanded(a, body.members)
        kept = tuple(body.members)
        if len(body.members) > MOST_MEMBERS:
            kept = _kept(body.members, {}, named | set(_vetoing(body.rule)) | _step_vetoes(a, name))
        short = _expanded(replace(a, parties=parties), kept)
        without = tuple(m for m in body.without if m in short)
        rule = _scaled(body.rule, len(whole), short)
        bodies[name] = replace(body, members=kept, without=without, rule=rule)
    small = replace(a, parties=parties, bodies=bodies)
    procedures = {
        name: replace(p, steps=tuple(_with_rule(a, small, step) for step in p.steps))
        for name, p in a.procedures.items()
    }
    return replace(small, procedures=procedures)


def _with_rule(a: Arrangement, small: Arrangement, step: Step) -> Step:
    body = a.bodies.get(step.by)
    whole = _expanded(a, body.members if body else (step.by,))
    short = _expanded(small, small.bodies[step.by].members if body else (step.by,))
    return replace(step, rule=_scaled(step.rule, len(whole), short))


def _kept(members: tuple[str, ...], classes: Mapping, named: set[str]) -> tuple[str, ...]:
    """Keep those whom a clause names, then one of each class, then others, in their order."""
    first = [m for m in members if m in named]
    first += [next((m for m in ms if m in members), "") for ms in classes.values()]
    chosen = list(dict.fromkeys([*filter(None, first), *members]))[:MOST_MEMBERS]
    return tuple(m for m in members if m in chosen)


def _named(a: Arrangement) -> Iterator[str]:
    for norm in a.norms.values():
        yield from (*norm.bearer, *norm.towards)
    for instrument in a.instruments.values():
        yield from (*instrument.parties, *instrument.signed_by)
    for procedure in a.procedures.values():
        yield from procedure.opens.by
    for guarantee in a.guarantees.values():
        yield from (*guarantee.owed_by, guarantee.protects.state)
    yield from a.conduct


def _vetoing(rule: object) -> Iterator[str]:
    if isinstance(rule, Mapping):
        for key, inner in rule.items():
            if key == "veto":
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from _vetoing(inner)


def _step_vetoes(a: Arrangement, body: str) -> set[str]:
    steps = [step for p in a.procedures.values() for step in p.steps if step.by == body]
    return {member for step in steps for member in _vetoing(step.rule)}


def _scaled(rule: object, whole: int, short: tuple[str, ...]) -> object:
    if not isinstance(rule, Mapping):
        return rule
    scaled: dict[str, object] = {}
    for key, inner in rule.items():
        if key == "at_least":
            scaled[key] = ceil(inner * len(short) / whole)
        elif key == "veto":
            scaled[key] = [m for m in ([inner] if isinstance(inner, str) else inner) if m in short]
        else:
            scaled[key] = _scaled(inner, whole, short)
    return scaled


def _expanded(a: Arrangement, names: tuple[str, ...]) -> tuple[str, ...]:
    groups = (a.parties[n].members or (n,) if n in a.parties else (n,) for n in names)
    return tuple(dict.fromkeys(m for group in groups for m in group))


# Time limits -------------------------------------------------------------------------------------


def _with_short_limits(a: Arrangement) -> Arrangement:
    ranks = {d: at for at, d in enumerate(sorted({0, *_limits(a)}))}

    def short(duration: Duration | None) -> Duration | None:
        return duration and Duration(ranks[duration.days], f"P{ranks[duration.days]}D")

    def step(s: Step) -> Step:
        return replace(s, within=short(s.within))

    return replace(
        a,
        horizon=Duration(HORIZON, f"P{HORIZON}D"),
        bodies={n: replace(b, silence=short(b.silence)) for n, b in a.bodies.items()},
        conduct={
            n: replace(c, acts=tuple(replace(act, needs=short(act.needs)) for act in c.acts))
            for n, c in a.conduct.items()
        },
        instruments={
            n: replace(
                i,
                sunset=short(i.sunset),
                withdrawal=i.withdrawal
                and replace(i.withdrawal, notice=short(i.withdrawal.notice)),
            )
            for n, i in a.instruments.items()
        },
        norms={n: replace(m, within=short(m.within)) for n, m in a.norms.items()},
        procedures={
            n: replace(p, steps=tuple(map(step, p.steps))) for n, p in a.procedures.items()
        },
    )


def _limits(a: Arrangement) -> Iterator[int]:
    written = [b.silence for b in a.bodies.values()] + [n.within for n in a.norms.values()]
    written += [act.needs for c in a.conduct.values() for act in c.acts]
    for i in a.instruments.values():
        written += [i.sunset, i.withdrawal and i.withdrawal.notice]
    written += [s.within for p in a.procedures.values() for s in p.steps]
    yield from (d.days for d in written if d)
