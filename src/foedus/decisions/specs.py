"""Rules as they are written in a file.

A spec is a word (``consensus``, ``majority``, ``at_least 2/3 of present_and_voting``) or a
mapping with one of the keys in `KEYS`. `parse_rule` reads one and `rule_schema` says which there
are; `foedus.decisions.written` writes one that reads back equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from foedus.decisions.ballots import did_you_mean
from foedus.decisions.majorities import (
    abstaining,
    any_one,
    atleast,
    check_known_keys,
    consensus,
    majority,
    reverse_consensus,
    silence,
    unanimity,
    veto,
    weighted,
)
from foedus.decisions.rules import AllOf, AnyOf, Not, Rule, RuleError, Score, check_known

Path = tuple[str | int, ...]

_Among = Sequence[str] | None
_T = TypeVar("_T")

WORDS: dict[str, Callable[[Sequence[str], _Among], Score]] = {
    "consensus": consensus,
    "silence": silence,
    "unanimity": unanimity,
    "majority": majority,
    "two_thirds": lambda members, among: atleast("2/3", members, among=among),
    "reverse_consensus": reverse_consensus,
    "any_one": any_one,
}
"""Rules that one word names."""

KEYS: dict[str, tuple[str, ...]] = {
    "at_least": ("of", "veto"),
    "more_than": ("of", "veto"),
    "weights": ("quota", "more_than"),
    "scores": ("quota",),
    "veto": (),
    "all_of": (),
    "any_of": (),
    "not": (),
    "without": ("rule",),
    "among": ("rule",),
    "abstains": ("rule",),
}
"""Keys that say what kind of rule a mapping is, with the other keys each may have."""

_BARE = re.compile(r"\d+(\.\d+)?\s*%?|\d+\s*/\s*\d+")
"""What is an amount in a rule, and no rule by itself."""
_SHARE = re.compile(r"(at_least|more_than)\s+(\S+(?:\s*%)?)(?:\s+of\s+(\w+))?")
_SHORT = 3
"""Letters of a word that may be near to anything: 'all' is no likely 'any_one'."""
_BASES = ("members", "present", "present_and_voting")


def parse_rule(spec: object, members: Sequence[str]) -> Rule:
    """Read a rule.

    Parameters
    ----------
    spec
        A word, or a mapping, as YAML gives it.
    members
        The body, in order.

    Returns
    -------
    Rule
        Over all the members, also where only some of them have a say.

    Raises
    ------
    RuleError
        With the path to what is wrong within the spec.

    Examples
    --------
    >>> rule = parse_rule({"at_least": 9, "veto": ["CHN", "FRA"]}, ["CHN", "FRA", *"abcdefghijklm"])
    >>> rule.describe()
    'at least 9 of 15 members voting yes, and no objection from CHN or FRA'
    >>> parse_rule("concensus", ["A"])
    Traceback (most recent call last):
    foedus.decisions.rules.RuleError: 'concensus' is not a rule. Did you mean consensus?
    """
    body = tuple(members)
    for i, member in enumerate(body):
        if not isinstance(member, str):
            raise RuleError(f"member {i} is {member!r}, not a name")
    return _read(spec, body, None, ())


def _read(spec: object, members: tuple[str, ...], among: _Among, path: Path) -> Rule:
    if isinstance(spec, str):
        return _word(spec, members, among, path)
    if not isinstance(spec, Mapping):
        raise RuleError(f"a rule is a word or a mapping, not {spec!r}", path)
    kind = _kind(spec, path)
    for key in spec:
        if key != kind and key not in KEYS[kind]:
            allowed = [kind, *KEYS[kind]]
            raise RuleError(
                f"{key!r} does not belong to a rule with `{kind}`{did_you_mean(str(key), allowed)}",
                (*path, key),
            )
    return _READERS[kind](spec, members, among, path)


def _kind(spec: Mapping[Any, Any], path: Path) -> str:
    if not spec:
        raise RuleError("an empty mapping is no rule", path)
    found = [key for key in KEYS if key in spec]
    if "weights" in found:
        found = ["weights"]
    if not found:
        key = next(iter(spec))
        if key in WORDS:
            raise RuleError(
                f"{key!r} is a rule by itself, with nothing after it: write 'rule: {key}', or a"
                " share as 'at_least 2/3'",
                (*path, key),
            )
        known = [*KEYS, *WORDS]
        raise RuleError(
            f"{key!r} is not a kind of rule{did_you_mean(str(key), known)}", (*path, key)
        )
    others = [key for key in found[1:] if key not in KEYS[found[0]]]
    if others:
        raise RuleError(
            f"`{found[0]}` and `{others[0]}` in one mapping: join them with all_of or any_of",
            (*path, others[0]),
        )
    return found[0]


def _word(spec: str, members: tuple[str, ...], among: _Among, path: Path) -> Rule:
    text = spec.strip()
    if text in WORDS:
        return _located(path, lambda: WORDS[text](members, among))
    found = _SHARE.fullmatch(text)
    if found:
        return _share(found[1], found[2], found[3] or "members", members, among, path)
    if _BARE.fullmatch(text):
        raise RuleError(f"{spec!r} is an amount and no rule: {written_share(text)}", path)
    likely = did_you_mean(text, WORDS) if len(text) > _SHORT else ""
    likely = likely or f". Write {', '.join(WORDS)}, or an amount, as in at_least 2/3 of members"
    raise RuleError(f"{spec!r} is not a rule{likely}", path)


def written_share(amount: object) -> str:
    """Say how a rule with an amount is written.

    Examples
    --------
    >>> written_share("2/3")
    "write 'at_least 2/3', or 'at_least 2/3 of present_and_voting'"
    >>> written_share(9)
    "write 'at_least 9'"
    """
    written = f"write 'at_least {amount}'"
    whole = str(amount).isdigit()
    return written if whole else f"{written}, or 'at_least {amount} of present_and_voting'"


def _share(
    key: str, amount: Any, of: Any, members: tuple[str, ...], among: _Among, path: Path
) -> Score:
    if of not in _BASES:
        raise RuleError(
            f"{of!r} is no base of a share; the bases are {', '.join(_BASES)}"
            f"{did_you_mean(str(of), _BASES)}",
            path,
        )
    strictly = key == "more_than"
    return _located(path, lambda: atleast(amount, members, of=of, among=among, strictly=strictly))


def _count(
    key: str, spec: Mapping[str, Any], members: tuple[str, ...], among: _Among, path: Path
) -> Rule:
    of = spec.get("of", "members")
    if isinstance(spec[key], list | dict) or spec[key] is None:
        raise RuleError(f"{spec[key]!r} is not an amount: write 9, 2/3 or 55 %", (*path, key))
    where = (*path, "of") if of not in _BASES else (*path, key)
    count = _share(key, spec[key], of, members, among, where)
    if "veto" not in spec:
        return count
    return AllOf((count, _veto(spec, members, among, path)))


def _veto(spec: Mapping[str, Any], members: tuple[str, ...], among: _Among, path: Path) -> Rule:
    holders = _names(spec["veto"], members, among, (*path, "veto"))
    return _located(path, lambda: veto(members, holders))


def _weights(spec: Mapping[str, Any], members: tuple[str, ...], among: _Among, path: Path) -> Rule:
    weights = spec["weights"]
    if not isinstance(weights, Mapping):
        raise RuleError("weights is a mapping from member to weight", (*path, "weights"))
    given = [key for key in ("quota", "more_than") if key in spec]
    if len(given) != 1:
        raise RuleError("a weighted rule needs `quota`, or `more_than`", path)
    quota = spec[given[0]]

    def build() -> Rule:
        check_known_keys(weights, members, "weights")
        kept = {m: w for m, w in weights.items() if among is None or m in among}
        return weighted(kept, quota, members, strictly=given[0] == "more_than")

    return _located(path, build)


def _scores(spec: Mapping[str, Any], members: tuple[str, ...], among: _Among, path: Path) -> Rule:
    scores = spec["scores"]
    if not isinstance(scores, Mapping) or "quota" not in spec:
        raise RuleError("scores is a mapping from member to four numbers, with a quota", path)
    zero = (0, 0, 0, 0)

    def build() -> Rule:
        check_known_keys(scores, members, "scores")
        for member, row in scores.items():
            if not isinstance(row, list | tuple) or len(row) != 4:
                raise RuleError(
                    "give four whole numbers: yes, abstain, no, absent", ("scores", member)
                )
        rows = tuple(
            tuple(scores.get(m, zero)) if among is None or m in among else zero for m in members
        )
        return Score(members, rows, spec["quota"])

    return _located(path, build)


def _parts(
    key: str, spec: Mapping[str, Any], members: tuple[str, ...], among: _Among, path: Path
) -> tuple[Rule, ...]:
    parts = spec[key]
    if not isinstance(parts, list | tuple) or not parts:
        raise RuleError(f"{key} takes a list of rules", (*path, key))
    return tuple(_read(p, members, among, (*path, key, i)) for i, p in enumerate(parts))


def _restricted(
    key: str, spec: Mapping[str, Any], members: tuple[str, ...], among: _Among, path: Path
) -> Rule:
    if "rule" not in spec:
        raise RuleError(f"`{key}` needs a `rule`", path)
    names = _names(spec[key], members, among, (*path, key))
    if key == "abstains":
        inner = _read(spec["rule"], members, among, (*path, "rule"))
        return _located(path, lambda: abstaining(inner, names))
    current = members if among is None else tuple(among)
    chosen = set(names)
    kept = [m for m in current if (m in chosen) == (key == "among")]
    if not kept:
        raise RuleError("nobody is left to vote", (*path, key))
    return _read(spec["rule"], members, kept, (*path, "rule"))


def _names(names: Any, members: tuple[str, ...], among: _Among, path: Path) -> list[str]:
    if isinstance(names, str):
        names = [names]
    if not isinstance(names, list | tuple) or not names:
        raise RuleError("give a list of members", path)
    if not all(isinstance(name, str) for name in names):
        raise RuleError("a member is named by its id", path)
    check_known(names, members if among is None else among, path)
    return list(names)


def _located(path: Path, build: Callable[[], _T]) -> _T:
    try:
        return build()
    except RuleError as problem:
        raise RuleError(problem.message, (*path, *problem.path)) from None


_Reader = Callable[[Mapping[str, Any], tuple[str, ...], _Among, Path], Rule]

_READERS: dict[str, _Reader] = {
    "at_least": lambda s, m, a, p: _count("at_least", s, m, a, p),
    "more_than": lambda s, m, a, p: _count("more_than", s, m, a, p),
    "weights": _weights,
    "scores": _scores,
    "veto": _veto,
    "all_of": lambda s, m, a, p: AllOf(_parts("all_of", s, m, a, p)),
    "any_of": lambda s, m, a, p: AnyOf(_parts("any_of", s, m, a, p)),
    "not": lambda s, m, a, p: Not(_read(s["not"], m, a, (*p, "not"))),
    "without": lambda s, m, a, p: _restricted("without", s, m, a, p),
    "among": lambda s, m, a, p: _restricted("among", s, m, a, p),
    "abstains": lambda s, m, a, p: _restricted("abstains", s, m, a, p),
}


_AMOUNT = {
    "anyOf": [
        {"type": "integer", "minimum": 1},
        {"type": "number", "exclusiveMinimum": 0},
        {"type": "string", "pattern": r"^\d+(\.\d+)?\s*(%|/\s*\d+)?$"},
    ],
    "description": "A number of members, or a share: 2/3, 55 % or 0.55.",
}
_NAMES = {
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
    ],
}


def rule_schema(ref: str = "#") -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a rule's spec, for editors.

    What a schema cannot say (that a member is unknown, that a quota exceeds the total) is left to
    `parse_rule`.

    Parameters
    ----------
    ref
        Where the schema will stand in the document that holds it, since rules hold rules.

    Examples
    --------
    >>> rule_schema("#/$defs/Rule")["anyOf"][0]["enum"][:3]
    ['consensus', 'silence', 'unanimity']
    """
    rule = {"$ref": ref}
    parts = {"type": "array", "items": rule, "minItems": 1}
    votes = {"type": "object", "additionalProperties": _AMOUNT | {"description": "A weight."}}
    score = {"type": "array", "items": {"type": "integer"}, "minItems": 4, "maxItems": 4}
    share = r"^(at_least|more_than)\s+\S+(\s*%)?(\s+of\s+(members|present|present_and_voting))?$"
    base = {"enum": list(_BASES)}
    return {
        "description": "A decision rule: a word, or a mapping that says what must be reached.",
        "anyOf": [
            {"enum": list(WORDS), "description": "A rule that one word names."},
            {"type": "string", "pattern": share, "description": "Such as at_least 2/3 of present."},
            _shape("So many, or such a share, vote yes.", at_least=_AMOUNT, of=base, veto=_NAMES),
            _shape("More than so many, or such a share.", more_than=_AMOUNT, of=base, veto=_NAMES),
            _shape("Votes of those voting yes.", 2, weights=votes, quota=_AMOUNT),
            _shape("More votes than this.", 2, weights=votes, more_than=_AMOUNT),
            _shape(
                "Four numbers for each member: yes, abstain, no, absent.",
                2,
                scores={"type": "object", "additionalProperties": score},
                quota={"type": "integer"},
            ),
            _shape("None of these votes no.", veto=_NAMES),
            _shape("Every part passes.", all_of=parts),
            _shape("Some part passes.", any_of=parts),
            _shape("Passes unless this does.", not_=rule),
            _shape("These do not vote.", 2, without=_NAMES, rule=rule),
            _shape("Only these vote.", 2, among=_NAMES, rule=rule),
            _shape("These are bound to abstain.", 2, abstains=_NAMES, rule=rule),
        ],
    }


def _shape(description: str, required: int = 1, **properties: Any) -> dict[str, Any]:
    """Return a closed object of which the first properties are required."""
    keys = {key.rstrip("_"): value for key, value in properties.items()}
    return {
        "type": "object",
        "description": description,
        "properties": keys,
        "required": list(keys)[:required],
        "additionalProperties": False,
    }
