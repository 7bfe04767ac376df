"""Who votes in a step, with members that are alike counted together.

Two members are alike when no clause names one of them, the arrangement puts them in the same
class, and they vote in the same steps, each under a rule that treats them the same. Only how many
of a class said yes matters then, so thirty-two members in three classes make a few hundred tallies
instead of four billion. The classes are those of the whole arrangement, so that a label means the
same members in each step: whoever is set against all others is counted by it across steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from foedus.decisions import Ballot, Rule, parse_rule
from foedus.language import Arrangement, Condition, RuleSpec, Step

Tally = tuple[tuple[int, int, int], ...]
CHOICES = ("yes", "no", "abstain")
_BALLOTS = (Ballot.YES, Ballot.NO, Ballot.ABSTAIN)


@dataclass(frozen=True)
class Electorate:
    """The voters of a step, by class, and the rule they decide by.

    Parameters
    ----------
    classes
        Members by the label of their class; a class of one is labelled with the member's id.
    rule
        The decision rule over all of them.
    bound
        The classes whose members the rule has abstain or leaves out: no ballot of theirs counts.
    """

    classes: Mapping[str, tuple[str, ...]]
    rule: Rule
    bound: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        return id(self)

    @property
    def blank(self) -> Tally:
        """The tally before anyone has voted."""
        return ((0, 0, 0),) * len(self.classes)

    def label_of(self, member: str) -> str | None:
        """Return the label of the class that `member` is in, ``None`` when it does not vote."""
        for label, members in self.classes.items():
            if member in members:
                return label
        return None

    def left(self, tally: Tally, label: str) -> int:
        """Return how many members of the class `label` have not voted yet."""
        at = list(self.classes).index(label)
        return len(self.classes[label]) - sum(tally[at])

    def add(self, tally: Tally, label: str, choice: str) -> Tally:
        """Return the tally with one more ballot of the class `label`."""
        at = list(self.classes).index(label)
        counts = list(tally[at])
        counts[CHOICES.index(choice)] += 1
        return (*tally[:at], (counts[0], counts[1], counts[2]), *tally[at + 1 :])

    @cache  # noqa: B019 - an electorate lives as long as its process
    def settled(self, tally: Tally) -> bool | None:
        """Say whether the outcome is certain already: passed, blocked, or still open."""
        ballots = dict(self._ballots(tally))
        undecided = [m for m in self.rule.members if m not in ballots]
        return self.rule.settled(ballots, undecided=undecided)

    @cache  # noqa: B019 - an electorate lives as long as its process
    def passes(self, tally: Tally) -> bool:
        """Say whether the motion carries if nobody else votes: silence counts as absence."""
        return self.rule.passes(dict(self._ballots(tally)))

    @cached_property
    def stopping(self) -> tuple[str, ...]:
        """Ballots that can stop what silence would let pass; none if silence does not."""
        if not self.passes(self.blank):
            return ()
        sizes = [len(members) for members in self.classes.values()]
        unanimous = {
            "yes": tuple((size, 0, 0) for size in sizes),
            "no": tuple((0, size, 0) for size in sizes),
        }
        return tuple(choice for choice, tally in unanimous.items() if not self.passes(tally))

    @cached_property
    def turned(self) -> bool:
        """Whether ballots are on a motion that stops the step: if all say yes, it is blocked."""
        return self.settled(tuple((len(m), 0, 0) for m in self.classes.values())) is False

    def _ballots(self, tally: Tally) -> Iterator[tuple[str, Ballot]]:
        for members, counts in zip(self.classes.values(), tally, strict=True):
            cast = [b for b, n in zip(_BALLOTS, counts, strict=True) for _ in range(n)]
            yield from zip(members, cast, strict=False)


def electorate(arrangement: Arrangement, step: Step) -> Electorate:
    """Return the voters of `step`: a body, each member of a collective party, or one actor.

    Raises
    ------
    foedus.decisions.RuleError
        When the rule names someone who does not vote in the step.
    """
    voters, spec = voters_and_rule(arrangement, step)
    classes, rule = _classes(arrangement, voters, spec), parse_rule(spec, voters)
    abstaining = {voter for voter in voters if _bound(spec, rule, voter)}
    return Electorate(
        classes, rule, frozenset(c for c, members in classes.items() if {*members} <= abstaining)
    )


def _bound(spec: RuleSpec, rule: Rule, voter: str) -> bool:
    """Say whether a rule has a voter abstain or leaves it out, in every part of it."""
    places = list(_mentions(spec, voter))
    left_out = _restricts(spec, "among") and not any(place.endswith(".among") for place in places)
    if not left_out and not any(place.endswith((".abstains", ".without")) for place in places):
        return False
    rows = (
        row for a in rule.atoms() for m, row in zip(a.members, a.rows, strict=True) if m == voter
    )
    return all(len(set(row)) == 1 for row in rows)


def _restricts(spec: object, key: str) -> bool:
    """Say whether a rule has a part with a key."""
    if isinstance(spec, Mapping):
        return key in spec or any(_restricts(part, key) for part in spec.values())
    return isinstance(spec, (list, tuple)) and any(_restricts(part, key) for part in spec)


def voters_and_rule(arrangement: Arrangement, step: Step) -> tuple[tuple[str, ...], RuleSpec]:
    """Return who votes in `step` and the rule as it is written."""
    body = arrangement.bodies.get(step.by)
    if body is not None:
        voters = tuple(m for m in _expanded(arrangement, body.members) if m not in body.without)
        return voters, step.rule or body.rule
    voters = _expanded(arrangement, (step.by,))
    return voters, step.rule or "unanimity"


def _expanded(arrangement: Arrangement, names: Sequence[str]) -> tuple[str, ...]:
    """Put the members of each collective party in its place."""
    parties = arrangement.parties
    groups = (parties[n].members if n in parties and parties[n].members else (n,) for n in names)
    return tuple(dict.fromkeys(member for group in groups for member in group))


def _classes(
    arrangement: Arrangement, voters: Sequence[str], spec: RuleSpec
) -> dict[str, tuple[str, ...]]:
    """Return the classes of the arrangement that vote here, split where `spec` tells apart."""
    label_of = {m: label for label, members in _alike(arrangement).items() for m in members}
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for voter in voters:
        groups[label_of.get(voter, ""), tuple(_mentions(spec, voter))].append(voter)
    return _labelled(groups)


def _alike(arrangement: Arrangement) -> dict[str, tuple[str, ...]]:
    """Return everybody who votes, by class: alike in every step there is."""
    named = named_alone(arrangement)
    declared = {
        member: label
        for party in arrangement.parties.values()
        for label, members in party.classes.items()
        for member in members
    }
    roles: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    steps = (step for p in arrangement.procedures.values() for step in p.steps)
    for at, step in enumerate(steps):
        voters, spec = voters_and_rule(arrangement, step)
        for voter in voters:
            roles[voter].append((at, tuple(_mentions(spec, voter))))
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for voter, role in roles.items():
        alone = voter if voter in named else ""
        groups[declared.get(voter, ""), alone, tuple(role)].append(voter)
    return _labelled(groups)


def _labelled(groups: Mapping[tuple[object, ...], Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return groups of members by a label of their own: the first of the key, or the only one."""
    labelled: dict[str, tuple[str, ...]] = {}
    for (label, *_), members in groups.items():
        name = members[0] if len(members) == 1 else str(label or "others")
        while name in labelled:
            name += "'"
        labelled[name] = tuple(members)
    return labelled


def _mentions(spec: object, voter: str, path: str = "") -> Iterator[str]:
    """Yield each place of a rule that names `voter`, with its weight; equal places, equal role."""
    if isinstance(spec, Mapping):
        for key, inner in spec.items():
            if key == voter:
                yield f"{path}={inner!r}"
            else:
                yield from _mentions(inner, voter, f"{path}.{key}")
    elif isinstance(spec, (list, tuple)):
        for at, inner in enumerate(spec):
            if inner == voter:
                yield path
            elif not isinstance(inner, str):
                yield from _mentions(inner, voter, f"{path}[{at}]")
    elif spec == voter:
        yield path


def named_alone(arrangement: Arrangement) -> frozenset[str]:
    """Return every id that some clause names by itself, not as one of a collective."""
    a = arrangement
    ids: set[str] = set()
    for instrument in a.instruments.values():
        ids |= {*instrument.parties, *instrument.signed_by}
        ids |= set(instrument.withdrawal.by) if instrument.withdrawal else set()
    for norm in a.norms.values():
        ids |= {*norm.bearer, *norm.towards, *norm.owed_to}
    for procedure in a.procedures.values():
        ids |= set(procedure.opens.by)
        for step in procedure.steps:
            ids |= {step.by, *step.routes}
    for guarantee in a.guarantees.values():
        ids |= {*guarantee.owed_by, guarantee.protects.state, guarantee.against}
    ids |= {deed.by for deed in a.deeds.values()} | {who for pair in a.pairs for who in pair if who}
    ids |= {atom.by for condition in conditions_in(a) for atom in condition.atoms() if atom.by}
    return frozenset(ids)


def conditions_in(arrangement: Arrangement) -> Iterator[Condition]:
    """Yield every condition that stands in a clause (stakes, which only score, left out)."""
    for _, conditions in conditions_of(arrangement):
        yield from conditions


def conditions_of(arrangement: Arrangement) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """Yield each clause by its id, with the conditions that stand in it."""
    a = arrangement
    for name, deed in a.deeds.items():
        yield name, _written(deed.needs)
    for name, i in a.instruments.items():
        barred = i.withdrawal.barred_while if i.withdrawal else None
        yield name, _written(i.enters, i.tolled_while, barred)
    for name, norm in a.norms.items():
        yield name, _written(norm.while_, norm.unless, norm.when)
    for name, procedure in a.procedures.items():
        yield name, _written(procedure.opens.when, *(s.needs for s in procedure.steps))
    for name, g in a.guarantees.items():
        yield name, _written(g.in_force, g.activates_when, g.forfeited_if, g.due_when)


def _written(*conditions: Condition | None) -> tuple[Condition, ...]:
    return tuple(filter(None, conditions))


def idle_deeds(arrangement: Arrangement) -> frozenset[str]:
    """Return the deeds on which no clause hangs, as a claim: they may be worth something alone."""
    a = arrangement
    owed = {what for norm in a.norms.values() for what in (norm.obligation, norm.prohibition)}
    read = {c.performed for one in conditions_in(replace(a, deeds={})) for c in one.atoms()}
    return frozenset(a.deeds) - owed - read
