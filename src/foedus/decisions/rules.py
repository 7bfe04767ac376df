"""Decision rules as a small algebra over ballots.

One atom and three connectives. A `Score` gives every member a number for each ballot and passes
when the sum reaches a quota: counts, weights, vetoes, shares of those present and voting are
all scores. `AllOf`, `AnyOf` and `Not` combine them. Rules are values: frozen, hashable, equal
when they are written alike. The usual bodies are one call each in `foedus.decisions.majorities`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from foedus.decisions.ballots import Ballot, did_you_mean

Row = tuple[int, int, int, int]
"""One member's score for yes, abstain, no, absent."""

_ABSENT = Ballot.ABSENT
_LARGEST = 2**62


class RuleError(ValueError):
    """A decision rule that cannot be.

    Parameters
    ----------
    message
        What is wrong and, where it is clear, the fix.
    path
        Keys and indices that lead to the place within the spec; empty for a rule built in Python.
    """

    def __init__(self, message: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        where = ".".join(str(key) for key in self.path)
        return f"{where}: {self.message}" if where else self.message


class Rule:
    """What the four kinds of rule share; not made directly.

    Attributes
    ----------
    members
        Everyone in the body, in order. A member whose ballot changes nothing is still a member.
    """

    __slots__ = ()
    members: tuple[str, ...]

    def passes(self, ballots: Mapping[str, Ballot]) -> bool:
        """Whether these ballots adopt; a member missing from the mapping is absent.

        Parameters
        ----------
        ballots
            What each member does. Names that are no members are ignored, so that one set of
            ballots can be put to several bodies.
        """
        raise NotImplementedError

    def atoms(self) -> Iterator[Score]:
        """Iterate over the scores the rule is built of, in reading order."""
        raise NotImplementedError

    def settled(self, ballots: Mapping[str, Ballot], *, undecided: Iterable[str]) -> bool | None:
        """Say whether the outcome no longer depends on the undecided.

        Parameters
        ----------
        ballots
            Ballots already cast.
        undecided
            Members that may still cast any ballot. Members in neither are absent.

        Returns
        -------
        bool or None
            ``True`` when it passes and ``False`` when it fails however they vote, else ``None``.
            Exact for every rule, also where a *yes* can hurt.

        Examples
        --------
        >>> from foedus.decisions import parse_rule
        >>> rule = parse_rule("consensus", ["A", "B"])
        >>> print(rule.settled({"A": Ballot.NO}, undecided=["B"]))
        False
        >>> print(rule.settled({"A": Ballot.YES}, undecided=["B"]))
        None
        """
        from foedus.decisions.settlement import settled

        return settled(self, ballots, undecided)

    def describe(self, called: Callable[[str], str] = str) -> str:
        """Read the rule out as a fragment of an English sentence.

        Parameters
        ----------
        called
            What to call a member, where not by its id.

        Examples
        --------
        >>> from foedus.decisions import parse_rule
        >>> parse_rule("consensus", ["A", "B", "C"]).describe()
        'consensus of 3 members (no member objects)'
        """
        from foedus.decisions.wording import describe

        return describe(self, called)


QUOTA, SCALE = "quota ", " in units of 1/"
"""How a label says the quota of weights as it was written, and that weights were not whole."""


@dataclass(frozen=True, slots=True)
class Score(Rule):
    """The atom: a sum of scores over the ballots reaches a quota.

    Parameters
    ----------
    members
        The body, in order, without repetition.
    rows
        One row (yes, abstain, no, absent) of whole numbers for each member.
    quota
        Passes when the sum is at least this.
    label
        The name under which a spec knows this rule ("consensus", "majority", ...), or "quota " with
        the quota of weights as it was written, where that is a share, and with the unit in which
        weights that were not whole are counted; only wording.

    Raises
    ------
    RuleError
        When a member is repeated, the rows do not fit the members, or numbers are not whole.

    Examples
    --------
    >>> rule = Score(("A", "B"), ((3, 0, 0, 0), (2, 0, 0, 0)), 3)
    >>> rule.passes({"A": Ballot.YES}), rule.passes({"B": Ballot.YES})
    (True, False)
    """

    members: tuple[str, ...]
    rows: tuple[Row, ...]
    quota: int
    label: str = ""

    def __post_init__(self) -> None:
        _check_members(self.members)
        if len(self.rows) != len(self.members):
            raise RuleError(f"{len(self.rows)} rows of scores for {len(self.members)} members")
        for member, row in zip(self.members, self.rows, strict=True):
            if len(row) != 4 or any(type(x) is not int for x in row):
                raise RuleError(f"{member}: a row is four whole numbers, not {row!r}")
        if type(self.quota) is not int:
            raise RuleError(f"the quota is a whole number, not {self.quota!r}")
        reach = sum(max(abs(x) for x in row) for row in self.rows) + abs(self.quota)
        if reach >= _LARGEST:
            raise RuleError(
                f"scores up to 2**{reach.bit_length()} are finer than the engine holds (2**62): "
                "round the weights"
            )

    def passes(self, ballots: Mapping[str, Ballot]) -> bool:
        """Whether the scores of these ballots reach the quota."""
        cast = ballots.get
        total = 0
        for member, row in zip(self.members, self.rows, strict=True):
            total += row[cast(member, _ABSENT)]
        return total >= self.quota

    def atoms(self) -> Iterator[Score]:
        """Iterate over the one score that this is."""
        yield self

    @property
    def voters(self) -> tuple[str, ...]:
        """Members whose ballot can change the sum."""
        return tuple(m for m, row in zip(self.members, self.rows, strict=True) if len(set(row)) > 1)


@dataclass(frozen=True, slots=True)
class AllOf(Rule):
    """Passes when every part passes; the parts are put to the same ballots.

    Parameters
    ----------
    parts
        At least one rule; all over the same members.
    """

    parts: tuple[Rule, ...]

    def __post_init__(self) -> None:
        _check_parts(self.parts)

    @property
    def members(self) -> tuple[str, ...]:  # type: ignore[override]
        """The members of the parts."""
        return self.parts[0].members

    def passes(self, ballots: Mapping[str, Ballot]) -> bool:
        """Whether every part passes."""
        return all(part.passes(ballots) for part in self.parts)

    def atoms(self) -> Iterator[Score]:
        """Iterate over the scores of the parts."""
        for part in self.parts:
            yield from part.atoms()


@dataclass(frozen=True, slots=True)
class AnyOf(Rule):
    """Passes when at least one part passes.

    Parameters
    ----------
    parts
        At least one rule; all over the same members.
    """

    parts: tuple[Rule, ...]

    def __post_init__(self) -> None:
        _check_parts(self.parts)

    @property
    def members(self) -> tuple[str, ...]:  # type: ignore[override]
        """The members of the parts."""
        return self.parts[0].members

    def passes(self, ballots: Mapping[str, Ballot]) -> bool:
        """Whether some part passes."""
        return any(part.passes(ballots) for part in self.parts)

    def atoms(self) -> Iterator[Score]:
        """Iterate over the scores of the parts."""
        for part in self.parts:
            yield from part.atoms()


@dataclass(frozen=True, slots=True)
class Not(Rule):
    """Passes when its part fails: a consequence that comes unless a body stops it.

    Parameters
    ----------
    part
        The rule by which the body would stop it.
    """

    part: Rule

    @property
    def members(self) -> tuple[str, ...]:  # type: ignore[override]
        """The members of the part."""
        return self.part.members

    def passes(self, ballots: Mapping[str, Ballot]) -> bool:
        """Whether the part fails."""
        return not self.part.passes(ballots)

    def atoms(self) -> Iterator[Score]:
        """Iterate over the scores of the part."""
        return self.part.atoms()


def signed_atoms(rule: Rule, sign: int = 1) -> Iterator[tuple[Score, int]]:
    """Iterate over the scores with +1 where more of it helps the rule and -1 where it hurts.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule({"not": "majority"}, ["A", "B"])
    >>> [sign for _, sign in signed_atoms(rule)]
    [-1]
    """
    if isinstance(rule, Score):
        yield rule, sign
    elif isinstance(rule, Not):
        yield from signed_atoms(rule.part, -sign)
    elif isinstance(rule, AllOf | AnyOf):
        for part in rule.parts:
            yield from signed_atoms(part, sign)


@lru_cache(maxsize=256)
def extreme_ballots(rule: Rule) -> tuple[tuple[Ballot, Ballot], ...] | None:
    """Return for each member the ballot that helps and that hurts the rule most.

    Returns
    -------
    tuple of pairs, or None
        ``None`` when some member has no such ballot: what helps one part hurts another.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> best, worst = extreme_ballots(parse_rule("consensus", ["A", "B"]))[0]
    >>> best.name, worst.name
    ('YES', 'NO')
    """
    signed = list(signed_atoms(rule))
    pairs = []
    for i in range(len(rule.members)):
        rows = [tuple(sign * x for x in atom.rows[i]) for atom, sign in signed]
        best = [b for b in Ballot if all(row[b] == max(row) for row in rows)]
        worst = [b for b in Ballot if all(row[b] == min(row) for row in rows)]
        if not best or not worst:
            return None
        pairs.append((best[0], Ballot.NO if Ballot.NO in worst else worst[0]))
    return tuple(pairs)


def _check_members(members: Sequence[str]) -> None:
    if not members:
        raise RuleError("a rule needs at least one member")
    seen: set[str] = set()
    for member in members:
        if member in seen:
            raise RuleError(f"{member} is a member twice")
        seen.add(member)


def _check_parts(parts: Sequence[Rule]) -> None:
    if not parts:
        raise RuleError("a combination needs at least one part")
    for part in parts[1:]:
        if part.members != parts[0].members:
            raise RuleError(
                "the parts of a combination are put to the same members, in the same order:"
                f" {parts[0].members} and {part.members}"
            )


def check_known(names: Iterable[str], members: Sequence[str], path: tuple[str | int, ...]) -> None:
    """Raise `RuleError` at `path` for the first name that is no member.

    Examples
    --------
    >>> check_known(["FRE"], ["FRA", "GBR"], ("veto",))
    Traceback (most recent call last):
    foedus.decisions.rules.RuleError: veto.0: 'FRE' is not a member. Did you mean FRA?
    """
    known = set(members)
    for i, name in enumerate(names):
        if name not in known:
            hint = did_you_mean(str(name), members)
            raise RuleError(f"{name!r} is not a member{hint}", (*path, i))
