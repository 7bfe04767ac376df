"""What is claimed of the deal, by whom, and whether the game prices it.

A claim is a statement and not a vote. It changes what its maker does only where going back on it
costs something: where a deed of the arrangement makes the claim, and a stake hangs on that deed
(the audience cost). Claims that no deed makes are told, so that nobody takes them for modelled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foedus.language import Arrangement, Position
from foedus.process import called


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim, who makes and who denies it, and what hangs on it in the game.

    Parameters
    ----------
    issue, label
        The issue that it is.
    made, denied
        Who makes it and who denies it, each with the day of the latest word.
    deed
        The deed by which it is made in the game, where there is one.
    stakes
        What hangs on that deed, with whose stake it is. The game prices a claim that has any.
    """

    issue: str
    label: str
    made: tuple[str, ...]
    denied: tuple[str, ...]
    deed: str | None
    stakes: tuple[str, ...]

    @property
    def priced(self) -> bool:
        """Whether anything in the game hangs on it."""
        return bool(self.stakes)

    def __str__(self) -> str:
        who = f"claimed by {'; '.join(self.made)}" if self.made else "claimed by nobody on file"
        denied = f"; denied by {'; '.join(self.denied)}" if self.denied else ""
        if self.priced:
            told = f"priced: {', '.join(self.stakes)} hang on the deed {self.deed!r}"
        elif self.deed:
            told = f"not priced: no stake hangs on the deed {self.deed!r}"
        else:
            told = "not priced: no deed of the file makes it, and nothing in the game hangs on it"
        return f"{self.label}: {who}{denied}; {told}"

    def as_json(self) -> dict[str, object]:
        """Return the claim as plain data."""
        return {
            "issue": self.issue,
            "label": self.label,
            "made": list(self.made),
            "denied": list(self.denied),
            "deed": self.deed,
            "stakes": list(self.stakes),
            "priced": self.priced,
        }


def claims(arrangement: Arrangement, at: date) -> tuple[Claimed, ...]:
    """Return the claims that an arrangement lists, as they stand on a day.

    Parameters
    ----------
    arrangement
        Holds the issues, what was said of them, deeds and stakes.
    at
        What was said later is not known yet.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> case = read(text_of("ukraine-2025"))
    >>> [(claim.issue, claim.priced) for claim in claims(case, case.as_of)]
    [('victory_declared', True), ('prospect_caused_war', False)]
    """
    return tuple(
        Claimed(
            name,
            issue.label,
            tuple(_voices(arrangement, name, "support", at)),
            tuple(_voices(arrangement, name, "oppose", at)),
            issue.deed,
            tuple(_hanging(arrangement, issue.deed)) if issue.deed else (),
        )
        for name, issue in arrangement.issues.items()
        if issue.claim
    )


def _voices(arrangement: Arrangement, issue: str, stance: str, at: date) -> Iterator[str]:
    """Yield whose latest word on a claim makes or denies it."""
    latest: dict[str, Position] = {}
    for position in sorted(arrangement.positions, key=lambda p: p.date):
        if position.issue == issue and position.date <= at:
            latest[position.actor] = position
    for position in latest.values():
        if position.stance == stance:
            told = ", as others say" if position.hearsay else ""
            yield f"{position.actor} ({position.date}{told})"


def _hanging(arrangement: Arrangement, deed: str) -> Iterator[str]:
    for party, stakes in arrangement.stakes.items():
        for stake in stakes:
            if any(atom.performed == deed for atom in stake.counts.atoms()):
                yield f"{stake.label} (to {called(arrangement, party)})"
