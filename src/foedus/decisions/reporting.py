"""One decision looked at from every side, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foedus.decisions.ballots import Chances, did_you_mean
from foedus.decisions.blocking import Blocking, blocking_groups, dummies, single_vetoes
from foedus.decisions.chances import pivotality
from foedus.decisions.coalitions import TooManyCoalitionsError
from foedus.decisions.correlation import Correlation, NotOneFactorError
from foedus.decisions.critical import deegan_packel, holler, johnston
from foedus.decisions.diagram import DiagramTooLargeError
from foedus.decisions.indices import Power, power
from foedus.decisions.monotone import hurt_by
from foedus.decisions.persuasion import Persuasion, SearchTooLargeError, persuade_to
from foedus.decisions.rules import Not, Rule, RuleError
from foedus.decisions.sampling import estimated_chance
from foedus.decisions.ternary import ballot_power
from foedus.decisions.unions import union_power
from foedus.decisions.weighted_game import as_weighted
from foedus.decisions.written import rule_spec
from foedus.figures import Figure

INDICES = {
    "banzhaf": "absolute Banzhaf",
    "normalised": "normalised Banzhaf",
    "shapley": "Shapley–Shubik",
    "prevent": "Coleman, to prevent",
    "initiate": "Coleman, to initiate",
    "johnston": "Johnston",
    "deegan": "Deegan–Packel",
    "holler": "Holler",
    "ternary": "pivotality, abstaining counted",
    "rollcall": "roll-call, abstaining counted",
}
"""The indices of power by the word that asks for each."""

UNITED = {"owen": "Owen", "banzhaf-owen": "Banzhaf–Owen"}
"""The indices of power under a priori unions, which are shown where there are unions."""

USUAL = ("banzhaf", "normalised", "shapley")


@dataclass(frozen=True, slots=True)
class Report:
    """What can be said about one decision.

    Parameters
    ----------
    name
        The body or the step.
    rule
        How it decides.
    vetoes, idle
        Members that alone can block; members that never matter.
    blocking
        Minimal blocking groups, ``None`` where the rule has no such thing.
    chance
        With the positions given, ``None`` without positions.
    pivotal
        What each member's yes adds to the chance over its no.
    indices
        By the name of the index and the member.
    persuasion
        Whom it takes to reach the target, where one was given and that can be.
    target
        The chance of passing asked for.
    remarks
        What could not be computed and why, and what the numbers assume.
    """

    name: str
    rule: Rule
    vetoes: tuple[str, ...]
    idle: tuple[str, ...]
    blocking: Blocking | None
    chance: Figure | None
    pivotal: Mapping[str, float]
    indices: Mapping[str, Mapping[str, float]]
    persuasion: Persuasion | None
    target: float | None
    remarks: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain data for a JSON file.

        Examples
        --------
        >>> from foedus.decisions import parse_rule
        >>> report("two of three", parse_rule("majority", ["A", "B", "C"])).as_json()["vetoes"]
        []
        """
        groups = self.blocking.groups if self.blocking else ()
        return {
            "name": self.name,
            "members": list(self.rule.members),
            "rule": self.rule.describe(),
            "spec": rule_spec(self.rule),
            "vetoes": list(self.vetoes),
            "dummies": list(self.idle),
            "blocking": [
                {
                    "size": group.size,
                    "groups": group.ways,
                    "of": [{"count": count, "members": list(of)} for count, of in group.parts],
                }
                for group in groups
            ],
            "blocking_complete": self.blocking.complete if self.blocking else False,
            "chance": self.chance.as_json() if self.chance else None,
            "pivotality": dict(self.pivotal),
            "indices": {name: dict(values) for name, values in self.indices.items()},
            "target": self.target,
            "persuade": {
                "members": list(self.persuasion.members),
                "cost": self.persuasion.cost,
                "chance": self.persuasion.chance,
            }
            if self.persuasion
            else None,
            "remarks": list(self.remarks),
        }


def report(
    name: str,
    rule: Rule,
    positions: Mapping[str, Chances] | Chances | None = None,
    correlation: Correlation = 0.0,
    *,
    indices: Sequence[str] = USUAL,
    target: float | None = None,
    costs: Mapping[str, float] | None = None,
    seed: int = 0,
    unions: Mapping[str, Sequence[str]] | None = None,
    one_body: bool = True,
) -> Report:
    """Look at a decision from every side.

    Parameters
    ----------
    name
        What to call it.
    rule
        The rule.
    positions, correlation
        As for `foedus.decisions.chance`; without positions there is no chance.
    indices
        Words of `INDICES`.
    target, costs
        A chance to reach by persuading members, and what each costs (1 unless given).
    seed
        For the chance, where it can only be sampled.
    unions
        Members that have joined beforehand without voting as one, by the name of the union; adds
        Owen's values to the indices.
    one_body
        Whether it is one vote of one body; not so of several stages, in which groups of different
        bodies may each have their turn.

    Raises
    ------
    RuleError
        For an unknown index.
    BallotError
        For positions or correlations that cannot be.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> found = report("Council", parse_rule("unanimity", ["A", "B"]), 0.5)
    >>> found.vetoes, str(found.chance), found.indices["shapley"]["A"]
    (('A', 'B'), '0.2', 0.5)
    """
    for index in indices:
        if index not in INDICES:
            hint = did_you_mean(index, INDICES)
            raise RuleError(f"{index!r} is no index of power{hint}. There are {', '.join(INDICES)}")
    remarks: list[str] = []
    if isinstance(rule, Not):
        remarks.append("Ballots are on the motion to stop it: those who vote yes on it block.")
    elif one_body and improper(rule):
        remarks.append("Improper: two groups that share no member can both pass it.")
    found = None if positions is None else estimated_chance(rule, positions, correlation, seed=seed)
    return Report(
        name,
        rule,
        single_vetoes(rule),
        dummies(rule),
        _blocking(rule, remarks),
        found,
        _pivotal(rule, positions, correlation),
        _indices(rule, indices, remarks) | _united(rule, unions, remarks),
        _persuasion(rule, positions, correlation, target, costs, remarks),
        target,
        tuple(remarks),
    )


_MOST_TOTAL = 1_000_000
"""Weights up to which it is worth going through all sums."""


def improper(rule: Rule) -> bool:
    """Tell whether a weighted rule lets two groups pass that share no member.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> [improper(parse_rule({"at_least": k}, ["A", "B", "C", "D"])) for k in (2, 3)]
    [True, False]
    """
    game = as_weighted(rule)
    if game is None or game.decided is not None or 2 * game.quota > game.total:
        return False
    if game.total > _MOST_TOTAL:
        game = game.reduced()
    sums = 1
    for weight in game.weights:
        sums |= sums << weight
    between = (1 << (game.total - game.quota + 1)) - (1 << game.quota)
    return bool(sums & between)


def _blocking(rule: Rule, remarks: list[str]) -> Blocking | None:
    try:
        return blocking_groups(rule)
    except RuleError as error:
        remarks.append(f"Blocking groups: {error}.")
        return None


def _pivotal(
    rule: Rule, positions: Mapping[str, Chances] | Chances | None, correlation: Correlation
) -> Mapping[str, float]:
    if positions is None:
        return {}
    try:
        return pivotality(rule, positions, correlation)
    except (DiagramTooLargeError, NotOneFactorError):
        return {}


def _indices(
    rule: Rule, wanted: Sequence[str], remarks: list[str]
) -> dict[str, Mapping[str, float]]:
    measured = rule
    if wanted and isinstance(rule, Not) and hurt_by(rule) is not None:
        measured = rule.part
        remarks.append("Power is that over the motion: who turns the one turns the other.")
    found: dict[str, Mapping[str, float]] = {}
    main: Power[float] | None = None
    for index in wanted:
        try:
            if index in ("banzhaf", "normalised", "shapley", "prevent", "initiate"):
                main = main or power(measured)
                attribute = {"normalised": "normalised_banzhaf", "shapley": "shapley_shubik"}
                found[index] = getattr(main, attribute.get(index, index))
            elif index in ("ternary", "rollcall"):
                ternary = ballot_power(measured)
                found[index] = ternary.pivotality if index == "ternary" else ternary.roll_call
            else:
                compute = {"johnston": johnston, "deegan": deegan_packel, "holler": holler}[index]
                found[index] = compute(measured)
        except (RuleError, TooManyCoalitionsError, DiagramTooLargeError) as error:
            remarks.append(f"{INDICES[index]}: {error}.")
    return found


def _united(
    rule: Rule, unions: Mapping[str, Sequence[str]] | None, remarks: list[str]
) -> dict[str, Mapping[str, float]]:
    if not unions:
        return {}
    try:
        found = union_power(rule, unions)
    except DiagramTooLargeError as error:
        remarks.append(f"Owen's values: {error}.")
        return {}
    told = "; ".join(
        f"{name} ({', '.join(group)}) has {found.unions[name]:.4f} together"
        for name, group in unions.items()
    )
    remarks.append(f"Joined beforehand, each casting its own ballot: {told}.")
    return {"owen": found.owen, "banzhaf-owen": found.banzhaf_owen}


def _persuasion(
    rule: Rule,
    positions: Mapping[str, Chances] | Chances | None,
    correlation: Correlation,
    target: float | None,
    costs: Mapping[str, float] | None,
    remarks: list[str],
) -> Persuasion | None:
    if target is None:
        return None
    if positions is None:
        raise RuleError("whom to persuade depends on the positions: give chances")
    try:
        found = persuade_to(rule, positions, target, costs, correlation)
    except (SearchTooLargeError, NotOneFactorError, DiagramTooLargeError) as error:
        remarks.append(f"Whom to persuade: {error}.")
        return None
    if found is None:
        remarks.append(f"Persuading every member would not bring the chance to {target:g}.")
    return found
