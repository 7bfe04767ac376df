"""A row of the decision table: one option, and one party that is to be deterred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from foedus.deterrence.questions.switching import Switch


class Act(NamedTuple):
    """An act: the chance that it is the gravest, and that it or a graver one is done."""

    act: str
    label: str
    gravest: float
    at_least: float


class Signing(NamedTuple):
    """The chance of an attack by what is supposed of signatures.

    Parameters
    ----------
    forced
        All sign, whether or not they would.
    given
        All sign because they would: draws weighted by the chance of that. Not known where nobody
        could refuse, or nobody would sign.
    war
        There is no deal, or there is one and an attack.
    signed
        The chance that all sign.
    """

    forced: float
    given: float | None
    war: float | None
    signed: float | None


class Paired(NamedTuple):
    """Shares of draws in which attack is less likely than under another option, as likely, more."""

    other: str
    lower: float
    same: float
    higher: float
    most: float
    """The largest difference in any draw, in either direction."""


class Deciding(NamedTuple):
    """Shares of draws by what the option does there; they add up to 1.

    In the row of no arrangement at all they say what all options do there together: below even
    odds whatever is chosen, one of them harms, one of them (`another`) is enough, or none is.

    Parameters
    ----------
    not_needed
        Attack is below even odds with no arrangement and with this option.
    harms
        It is below them with no arrangement and not with this option.
    enough
        It is not below them with no arrangement, and it is with this option.
    another
        It is not with this option, and it is with another.
    none
        No option considered brings it below them.
    """

    not_needed: float
    harms: float
    enough: float
    another: float
    none: float


class Regret(NamedTuple):
    """How much likelier attack is than under the best choice of a draw; how often it is best.

    No arrangement at all is among what can be chosen.
    """

    mean: float
    most: float
    best: float


class Lesser(NamedTuple):
    """Shares of draws in which breaches that are less than an attack are likelier than with none.

    Parameters
    ----------
    instead
        An attack is less likely by as much, within what counts as the same: they take its place.
    added
        It is not: where they come there was peace, or more of an attack than they take from it.
    """

    instead: float
    added: float


class Worth(NamedTuple):
    """What a party can expect, in prizes: with all signatures forced, and given that all sign."""

    forced: float
    given: float | None


class Front(NamedTuple):
    """What an option does for one of several whom a party can attack.

    Parameters
    ----------
    against, name
        Whom.
    attack
        The mean chance that this one is attacked, whatever is done to others.
    paired, deciding, regret
        As of the row, by attacks on this one alone.
    """

    against: str
    name: str
    attack: float
    paired: tuple[Paired, ...]
    deciding: Deciding
    regret: Regret


@dataclass(frozen=True, slots=True)
class Row:
    """One option, and one party that is to be deterred.

    Attributes
    ----------
    option, label, by, name
        The option, and whose conduct it is about.
    acts, breach
        Every act of its ladder, and the chance that it goes beyond compliance at all.
    attack, any_breach
        The chance of an attack, and of any breach, by what is supposed of signatures.
    met
        The share of attacks that are answered with force under a guarantee; none where nobody
        attacks.
    catastrophe
        The chance that what is threatened comes about; none where nobody threatens.
    worth
        By party, guarantors included.
    paired, paired_breach
        Beside no arrangement and each other option, by attack and by any breach.
    deciding, regret, regret_breach
        By attack; the last by any breach.
    unsolved
        Draws of which no solution was found under this option; the table leaves out every draw
        that has none under some option.
    deters, switches
        Whether attack is below even odds with every estimate at its middle, and what changes that;
        not asked of no arrangement.
    unerring
        Whether it is with every estimate at its middle as errors of judgement vanish.
    erring
        The share of draws in which whether attack is below even odds is another as they vanish.
    lesser
        Where lesser breaches are likelier than with no arrangement; not asked of that.
    as_with_none
        Whether an attack is as likely with no arrangement in every draw, the answer in the middle
        case is the same, and so, as it is told, is every value of an input at which it changes.
    fronts
        Where the party can attack several: what the option does for each. All else in the row is of
        attacks on anybody.
    """

    option: str
    label: str
    by: str
    name: str
    acts: tuple[Act, ...]
    attack: Signing
    any_breach: Signing
    met: float | None
    catastrophe: float | None
    worth: Mapping[str, Worth]
    paired: tuple[Paired, ...]
    paired_breach: tuple[Paired, ...]
    deciding: Deciding
    regret: Regret
    regret_breach: Regret
    unsolved: int
    deters: bool | None
    switches: tuple[Switch, ...]
    unerring: bool | None
    erring: float
    lesser: Lesser | None = None
    as_with_none: bool = False
    fronts: tuple[Front, ...] = ()

    def on(self, against: str) -> Row:
        """Return the same of attacks on one of several, as far as that is told."""
        for one in self.fronts:
            if one.against == against:
                attack = self.attack._replace(forced=one.attack, given=None, war=None)
                paired, deciding, regret = one.paired, one.deciding, one.regret
                return replace(self, attack=attack, paired=paired, deciding=deciding, regret=regret)
        return self
