"""The durations and the quorums of an arrangement, and the arrangement with another value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from foedus.language import Arrangement, Duration, did_you_mean, examined, plain
from foedus.loopholes.story import Path


class Parameter(NamedTuple):
    """A duration or a quorum that the text fixes.

    Parameters
    ----------
    name
        ``procedure.act.within``, ``instrument.sunset``, ``body.rule`` and so on; what comes before
        the last two parts may be left out where one alone is meant.
    kind
        ``days``, or how many must ``agree``.
    path
        Where it stands.
    written
        What the text says: days, or how many must agree; ``None`` where a rule is given in a word.
    most
        The highest value that makes sense; ``None`` for days.
    words
        A duration of months or years as the text has it, which is no fixed number of days.
    """

    name: str
    kind: Literal["days", "agree"]
    path: Path
    written: int | None
    most: int | None = None
    words: str = ""


def parameters(a: Arrangement) -> tuple[Parameter, ...]:
    """Return every duration and every quorum of an arrangement.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> [p.name for p in parameters(read(text_of("unscr-2231-snapback"))) if p.kind == "agree"]
    ['UNSC.rule']
    """
    return (*_durations(a), *_quorums(a))


def named(a: Arrangement, name: str) -> Parameter:
    """Return the parameter that a name, or the end of one, stands for.

    Raises
    ------
    KeyError
        When there is none, or more than one; the message says which there are.
    """
    every = parameters(a)
    found = [p for p in every if p.name == name or p.name.endswith(f".{name}")]
    exact = [p for p in found if p.name == name]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        raise KeyError(f"{name!r} may be {' or '.join(p.name for p in found)}: write one of them.")
    fix = did_you_mean(name, [p.name for p in every])
    raise KeyError(f"no duration or quorum is called {name!r}. {fix}")


def with_value(a: Arrangement, parameter: Parameter, value: int) -> Arrangement:
    """Return the arrangement with another value of a parameter, examined as a file would be.

    Raises
    ------
    ValueError
        When the text would make no sense with that value.
    """
    written = {key: part for key, part in plain(a).items() if key != "options"}
    new = f"P{value}D" if parameter.kind == "days" else _rule(written, parameter.path, value)
    changed = _set(written, parameter.path, new)
    varied, problems = examined(changed)
    if varied is None or problems:
        raise ValueError(f"{parameter.name} cannot be {value}")
    return varied


def _durations(a: Arrangement) -> Iterator[Parameter]:
    for name, body in a.bodies.items():
        yield from _if(f"{name}.silence", ("bodies", name, "silence"), body.silence)
    for actor, ladder in a.conduct.items():
        for at, act in enumerate(ladder.acts):
            place: Path = ("conduct", actor, "acts", at, "needs")
            yield from _if(f"{actor}.{act.act}.needs", place, act.needs)
    for name, text in a.instruments.items():
        yield from _if(f"{name}.sunset", ("instruments", name, "sunset"), text.sunset)
        if text.withdrawal:
            path = ("instruments", name, "withdrawal", "notice")
            yield _days(f"{name}.notice", path, text.withdrawal.notice)
    for name, norm in a.norms.items():
        yield from _if(f"{name}.within", ("norms", name, "within"), norm.within)
    for name, procedure in a.procedures.items():
        for at, step in enumerate(procedure.steps):
            place = ("procedures", name, "steps", at, "within")
            yield from _if(f"{name}.{step.act}.within", place, step.within)
    for name, g in a.guarantees.items():
        yield from _if(f"{name}.within", ("guarantees", name, "within"), g.within)


def _if(name: str, path: Path, duration: Duration | None) -> Iterator[Parameter]:
    if duration is not None:
        yield _days(name, path, duration)


def _days(name: str, path: Path, duration: Duration) -> Parameter:
    words = duration.words if duration.on_calendar else ""
    return Parameter(name, "days", path, duration.days, words=words)


def _quorums(a: Arrangement) -> Iterator[Parameter]:
    written = plain(a)
    for name, body in written.get("bodies", {}).items():
        path: Path = ("bodies", name, "rule")
        yield from _quorum(f"{name}.rule", path, body["rule"], _voters(a, name))
    for name, procedure in written.get("procedures", {}).items():
        for at, step in enumerate(procedure["steps"]):
            path = ("procedures", name, "steps", at, "rule")
            if "rule" in step:
                label = f"{name}.{step['act']}.rule"
                yield from _quorum(label, path, step["rule"], _voters(a, step["by"]))


def _voters(a: Arrangement, by: str) -> int:
    """Return how many vote where a body, a collective party or one actor decides."""
    if by in a.bodies:
        body = a.bodies[by]
        everybody = {m for name in body.members for m in _members(a, name)}
        return len(everybody - set(body.without))
    return len(_members(a, by))


def _members(a: Arrangement, name: str) -> tuple[str, ...]:
    return (a.parties[name].members if name in a.parties else ()) or (name,)


def _quorum(name: str, path: Path, rule: Any, voters: int) -> Iterator[Parameter]:
    if isinstance(rule, str):
        yield Parameter(name, "agree", path, None, voters)
    elif "at_least" in rule:
        yield Parameter(name, "agree", path, int(rule["at_least"]), voters)
    elif "quota" in rule:
        most = sum(int(weight) for weight in rule["weights"].values())
        yield Parameter(name, "agree", path, int(rule["quota"]), most)


def _rule(written: Mapping[str, Any], path: Path, value: int) -> dict[str, Any]:
    rule: Any = written
    for key in path:
        rule = rule[key]
    if isinstance(rule, str):
        return {"at_least": value}
    return {**rule, ("quota" if "quota" in rule else "at_least"): value}


def _set(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(value, list):
        return [_set(part, rest, new) if at == first else part for at, part in enumerate(value)]
    return {**value, first: _set(value.get(first, {}), rest, new)}
