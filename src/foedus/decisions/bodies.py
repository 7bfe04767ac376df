"""Bodies that ship: who votes, by which rule, in which time, and where it is written.

Treaty articles are named as the source of each rule; what an article leaves to practice, or what
is taken for want of a text, the note says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foedus.decisions import rosters
from foedus.decisions.ballots import did_you_mean
from foedus.decisions.majorities import Amount
from foedus.decisions.procedure import Procedure, Stage, not_objected, then
from foedus.decisions.rules import Rule, RuleError, check_known
from foedus.decisions.specs import parse_rule


@dataclass(frozen=True, slots=True, repr=False)
class Body:
    """A body that decides.

    Parameters
    ----------
    id, name
        What it is called here, and in English.
    members
        ISO 3166 codes, in order.
    rule
        How it decides.
    source
        Where the rule is written.
    as_of
        When its members were these.
    note
        What else one should know, and what is assumed.
    procedure
        Its stages in time, where it has them.
    """

    id: str
    name: str
    members: tuple[str, ...]
    rule: Rule
    source: str
    as_of: str
    note: str = ""
    procedure: Procedure | None = None

    def __repr__(self) -> str:
        return f"<{self.id}: {self.name}, {len(self.members)} members on {self.as_of}>"

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "id": self.id,
            "name": self.name,
            "members": list(self.members),
            "as_of": self.as_of,
            "rule": self.rule.describe(),
            "source": self.source,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    members: tuple[str, ...]
    spec: Any
    source: str
    as_of: str
    note: str = ""
    parties: str = ""
    stages: Callable[[Rule], Procedure] | None = None


_COUNCIL = (*rosters.PERMANENT, *rosters.ELECTED_2025)
_EU = tuple(rosters.EU_POPULATION)
_SUBSTANTIVE = {"at_least": 9, "veto": list(rosters.PERMANENT)}
_SIXTY_FIVE = {"weights": rosters.EU_POPULATION, "quota": "65 %"}
_ABSTAINING_THIRDS = {
    "all_of": [
        {"scores": {m: [0, 1, 0, 0] for m in _EU}, "quota": 9},
        {
            "scores": {m: [0, 3 * n, 0, 0] for m, n in rosters.EU_POPULATION.items()},
            "quota": sum(rosters.EU_POPULATION.values()),
        },
    ]
}


def _passerelle(rule: Rule) -> Procedure:
    return then(
        not_objected(_EU, 182, "national parliaments are notified", "parliament"),
        Stage("consent of the European Parliament", parse_rule("unanimity", ["EP"]), asks="EP"),
        Stage("the European Council decides", rule, asks="head of government"),
    )


_BODIES: dict[str, _Entry] = {
    "nato": _Entry(
        "North Atlantic Council, by consensus",
        rosters.NATO,
        "consensus",
        "NATO, 'Consensus decision-making at NATO'; the Treaty (article 9) names no rule",
        "2024-03-07",
        "there is no vote: a decision stands if no member objects",
    ),
    "nato-silence": _Entry(
        "North Atlantic Council, by silence procedure",
        rosters.NATO,
        "silence",
        "NATO practice; the Treaty does not name it",
        "2024-03-07",
        "each silence sets its own time; three days are assumed",
        stages=lambda rule: Stage("silence", rule, within=3),
    ),
    "nato-accession": _Entry(
        "accession to the North Atlantic Treaty, by every member's ratification",
        rosters.NATO,
        "unanimity",
        "North Atlantic Treaty, article 10, and the protocols of accession, article I",
        "2024-03-07",
        "a protocol enters into force when each member has notified that it accepts it",
    ),
    "unsc": _Entry(
        "UN Security Council, on matters of substance",
        _COUNCIL,
        _SUBSTANTIVE,
        "UN Charter, article 27(3)",
        "2025-12-31",
        "by practice an abstention or absence of a permanent member is no veto",
    ),
    "unsc-procedural": _Entry(
        "UN Security Council, on procedure",
        _COUNCIL,
        {"at_least": 9},
        "UN Charter, article 27(2)",
        "2025-12-31",
    ),
    "unsc-chapter-vi": _Entry(
        "UN Security Council under chapter VI, parties to the dispute abstaining",
        _COUNCIL,
        _SUBSTANTIVE,
        "UN Charter, article 27(3), last clause",
        "2025-12-31",
        "the Council has not applied the clause for decades",
        parties="abstains",
    ),
    "snapback": _Entry(
        "return of UN sanctions under resolution 2231, unless the Council acts",
        _COUNCIL,
        {"not": _SUBSTANTIVE},
        "Security Council resolution 2231 (2015), operative paragraphs 11 and 12",
        "2025-12-31",
        "ballots are on a resolution to go on lifting the sanctions; without one they return",
        stages=lambda rule: Stage("let the relief end", rule, within=30),
    ),
    "eu-council": _Entry(
        "Council of the European Union, by qualified majority on a proposal of the Commission",
        _EU,
        {"any_of": [{"all_of": [{"at_least": "55 %"}, _SIXTY_FIVE]}, {"at_least": 24}]},
        "TEU article 16(4); TFEU article 238(3)(a); populations of 1 January 2018 (Eurostat)",
        "2020-02-01",
        "with fewer than four opposing, that is 24 in favour, the share of population is waived",
    ),
    "eu-cfsp": _Entry(
        "Council of the European Union, common foreign and security policy",
        _EU,
        {"all_of": ["consensus", {"not": _ABSTAINING_THIRDS}]},
        "TEU article 31(1); populations of 1 January 2018 (Eurostat)",
        "2020-02-01",
        "every abstention is taken as constructive: it blocks only if a third of the members with"
        " a third of the population abstain",
    ),
    "passerelle": _Entry(
        "European Council: to qualified majority by the general bridging clause",
        _EU,
        "consensus",
        "TEU article 48(7); TFEU article 235(1) on abstention",
        "2020-02-01",
        "any national parliament may object within six months (182 days); the European"
        " Parliament's consent, by a majority of its members, counts as one ballot",
        stages=_passerelle,
    ),
    "unga": _Entry(
        "UN General Assembly, on important questions",
        rosters.UNITED_NATIONS,
        "at_least 2/3 of present_and_voting",
        "UN Charter, article 18(2); Rules of Procedure, rule 86",
        "2011-07-14",
        "those who abstain do not count as voting",
    ),
    "league-council": _Entry(
        "Council of the League of Nations, disputants not counted",
        rosters.LEAGUE_COUNCIL_1936,
        "unanimity",
        "Covenant of the League of Nations, articles 5(1) and 15(6)",
        "1936-03-07",
        "an abstention is taken as withholding agreement; who sat is recalled, not re-read",
        parties="without",
    ),
    "coalition": _Entry(
        "a coalition of the willing among NATO's members other than the United States",
        tuple(rosters.CAPABILITY),
        {"all_of": [{"at_least": 5}, {"weights": rosters.CAPABILITY, "quota": "40 %"}]},
        "assumed; shares of military expenditure in 2022 derived from Correlates of War, NMC 7.0",
        "2024-03-07",
        "no text sets how many must take part: at least 5, with 40 % of the spending, is assumed",
    ),
}


def body_ids() -> tuple[str, ...]:
    """Return the ids of the bodies that ship.

    Examples
    --------
    >>> body_ids()[:3]
    ('nato', 'nato-silence', 'nato-accession')
    """
    return tuple(_BODIES)


def body(name: str, parties: Sequence[str] = ()) -> Body:
    """Return a body that ships.

    Parameters
    ----------
    name
        Its id, one of `body_ids`.
    parties
        Parties to the dispute, in a body whose rule depends on them.

    Raises
    ------
    RuleError
        For an unknown body or member, or parties where no rule speaks of them.

    Examples
    --------
    >>> from foedus.decisions import chance, single_vetoes
    >>> council = body("unsc-chapter-vi", parties=["RUS"])
    >>> single_vetoes(council.rule)
    ('CHN', 'FRA', 'GBR', 'USA')
    >>> round(chance(body("nato-accession").rule, 0.99), 3)
    0.725
    """
    if name not in _BODIES:
        raise RuleError(
            f"{name!r} is no body that ships; there are {', '.join(_BODIES)}"
            f"{did_you_mean(name, _BODIES)}"
        )
    entry = _BODIES[name]
    spec = entry.spec
    if parties:
        if not entry.parties:
            raise RuleError(f"the rule of {name!r} does not depend on who is party to a dispute")
        check_known(parties, entry.members, ("parties",))
        spec = {entry.parties: list(parties), "rule": spec}
    rule = parse_rule(spec, entry.members)
    stages = entry.stages(rule) if entry.stages else None
    return Body(
        name, entry.name, entry.members, rule, entry.source, entry.as_of, entry.note, stages
    )


def coalition(capability: Mapping[str, Amount], at_least: Amount, share: Amount) -> Rule:
    """Return the rule of a coalition of the willing.

    Parameters
    ----------
    capability
        What each possible member would bring, in any one unit.
    at_least
        How many must take part, or which share of them.
    share
        Which share of the capability they must have together.

    Examples
    --------
    >>> rule = coalition({"FRA": 40, "GBR": 50, "DNK": 10}, at_least=2, share="60 %")
    >>> rule.describe()
    'at least 2 of 3 members voting yes, and members with at least 60 % of all votes (60 of 100)...'
    """
    spec = {"all_of": [{"at_least": at_least}, {"weights": dict(capability), "quota": share}]}
    return parse_rule(spec, list(capability))
