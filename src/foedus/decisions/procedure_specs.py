"""Procedures as they are written in a file, and written back.

A list is one stage after another; ``otherwise: [...]`` is the first that succeeds. A stage is a
mapping with ``stage`` (what is done), ``members`` (names, or the name of a body given beside it)
and ``rule``; further `within` and `takes` in days, `on_timeout`, `on_block` and `asks`.
``standing: [...]`` and ``not_objected: [...]`` are the two stages that need no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from foedus.decisions.ballots import did_you_mean
from foedus.decisions.days import Between, Days, Fixed, Quantiles
from foedus.decisions.procedure import Otherwise, Procedure, Stage, Then
from foedus.decisions.rules import RuleError
from foedus.decisions.specs import parse_rule
from foedus.decisions.written import rule_spec

Path = tuple[str | int, ...]
Bodies = Mapping[str, Sequence[str]]
_T = TypeVar("_T")

_COMMON = ("within", "takes", "on_timeout", "on_block", "asks")
_KINDS = {
    "stage": ("members", "rule", *_COMMON),
    "standing": ("stage", *_COMMON),
    "not_objected": ("stage", *_COMMON),
}


def parse_procedure(spec: object, bodies: Bodies | None = None) -> Procedure:
    """Read a procedure.

    Parameters
    ----------
    spec
        A list or mapping, as YAML gives it.
    bodies
        Members by the name of the body, for stages that name one.

    Raises
    ------
    RuleError
        With the path to what is wrong within the spec.

    Examples
    --------
    >>> council = {"council": ["A", "B", "C"]}
    >>> spec = [{"stage": "invite", "members": "council", "rule": "consensus", "within": 3}]
    >>> print(parse_procedure(spec, council).describe())
    1. invite: consensus of 3 members (no member objects), known after 3 days
    >>> parse_procedure([{"stage": "invite", "members": "counsel", "rule": "consensus"}], council)
    Traceback (most recent call last):
    foedus.decisions.rules.RuleError: 0.members: 'counsel' is no body. Did you mean council?
    """
    return _read(spec, bodies or {}, ())


def _read(spec: object, bodies: Bodies, path: Path) -> Procedure:
    if isinstance(spec, list | tuple):
        if not spec:
            raise RuleError("a procedure needs at least one stage", path)
        return Then(tuple(_read(part, bodies, (*path, i)) for i, part in enumerate(spec)))
    if not isinstance(spec, Mapping):
        raise RuleError(f"a procedure is a list of stages, not {spec!r}", path)
    if "otherwise" in spec:
        if len(spec) > 1 or not isinstance(spec["otherwise"], list | tuple):
            raise RuleError("`otherwise` stands alone, with a list of procedures", path)
        parts = enumerate(spec["otherwise"])
        read = tuple(_read(part, bodies, (*path, "otherwise", i)) for i, part in parts)
        return _located(path, lambda: Otherwise(read))
    kind = next((k for k in ("standing", "not_objected", "stage") if k in spec), None)
    if kind is None:
        hint = did_you_mean(str(next(iter(spec), "")), [*_KINDS, "otherwise"])
        raise RuleError(f"a stage needs one of {', '.join(_KINDS)}{hint}", path)
    for key in spec:
        if key not in (kind, *_KINDS[kind]):
            hint = did_you_mean(str(key), _KINDS[kind])
            raise RuleError(f"{key!r} does not belong to a stage with `{kind}`{hint}", (*path, key))
    return _stage(kind, spec, bodies, path)


def _stage(kind: str, spec: Mapping[str, Any], bodies: Bodies, path: Path) -> Stage:
    where = "members" if kind == "stage" else kind
    members = _members(spec.get(where), bodies, (*path, where))
    default = {"standing": "open", "not_objected": "hear objections"}.get(kind)
    name = str(spec.get("stage", default))
    rule_of = {"standing": "any_one", "not_objected": "silence"}
    if kind == "not_objected" and "within" not in spec:
        raise RuleError("`not_objected` needs `within`: how many days there are to object", path)
    given = rule_of.get(kind, spec.get("rule"))
    if given is None:
        raise RuleError("a stage needs a `rule`", path)
    rule = _located((*path, "rule"), lambda: parse_rule(given, members))
    return _located(
        path,
        lambda: Stage(
            name,
            rule,
            _number(spec.get("within"), (*path, "within")),
            spec.get("on_timeout", "lapse"),
            spec.get("on_block", "lapse"),
            _days(spec.get("takes", 0), (*path, "takes")),
            str(spec.get("asks", "")),
        ),
    )


def _members(given: Any, bodies: Bodies, path: Path) -> tuple[str, ...]:
    if isinstance(given, str):
        if given in bodies:
            return tuple(bodies[given])
        raise RuleError(f"{given!r} is no body{did_you_mean(given, bodies)}", path)
    if not isinstance(given, list | tuple) or not given:
        raise RuleError("give a list of members, or the name of a body", path)
    return tuple(given)


def _number(given: Any, path: Path) -> float | None:
    if given is not None and (not isinstance(given, int | float) or isinstance(given, bool)):
        raise RuleError(f"{given!r} is not a number of days", path)
    return given


def _days(given: Any, path: Path) -> Days:
    try:
        if isinstance(given, Mapping):
            if {"low", "high"} <= set(given) <= {"low", "high", "likeliest"}:
                return Between(given["low"], given["high"], given.get("likeliest"))
            return Quantiles({float(share): float(days) for share, days in given.items()})
        number = _number(given, path)
        return Fixed(0.0 if number is None else number)
    except (TypeError, ValueError) as error:
        if isinstance(error, RuleError):
            raise
        raise RuleError(
            f"{given!r}: give days as a number, as low and high, or by share ({error})", path
        ) from None


def procedure_spec(procedure: Procedure) -> dict[str, Any] | list[Any]:
    """Write a procedure so that reading it back gives an equal one.

    Raises
    ------
    RuleError
        When a stage takes days by a distribution that has no written form.

    Examples
    --------
    >>> spec = [{"stage": "decide", "members": ["A", "B"], "rule": "consensus", "within": 3}]
    >>> procedure_spec(parse_procedure(spec)) == spec
    True
    """
    if isinstance(procedure, Then):
        return [procedure_spec(part) for part in procedure.parts]
    if isinstance(procedure, Otherwise):
        return {"otherwise": [procedure_spec(part) for part in procedure.parts]}
    spec: dict[str, Any] = {
        "stage": procedure.name,
        "members": list(procedure.rule.members),
        "rule": rule_spec(procedure.rule),
    }
    plain = Stage("", procedure.rule)
    for key in ("within", "on_timeout", "on_block", "asks"):
        if getattr(procedure, key) != getattr(plain, key):
            spec[key] = getattr(procedure, key)
    if procedure.takes != plain.takes:
        spec["takes"] = _days_spec(procedure.takes)
    return spec


def _days_spec(days: Days) -> float | dict[str, float] | dict[float, float]:
    if isinstance(days, Fixed):
        return days.days
    if isinstance(days, Between):
        ends = {"low": days.low, "high": days.high}
        return ends if days.likeliest is None else {**ends, "likeliest": days.likeliest}
    if isinstance(days, Quantiles):
        return dict(days.at)
    raise RuleError(f"{type(days).__name__} has no written form: write its quantiles")


def _located(path: Path, build: Callable[[], _T]) -> _T:
    try:
        return build()
    except RuleError as problem:
        raise RuleError(problem.message, (*path, *problem.path)) from None
