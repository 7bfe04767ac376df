"""What parties, members and acts are called in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from foedus.language import (
    Arrangement,
    Condition,
    Plural,
    agreeing,
    condition,
    listed,
    names_by_code,
)
from foedus.process.clauses import Clauses, CompiledStep
from foedus.process.obligation import Names
from foedus.process.state import State

_WITH_ARTICLE = {"ARE", "GBR", "NLD", "PHL", "SUN", "USA"}
"""Countries whose English names take an article in a sentence."""


def called(arrangement: Arrangement, actor: str) -> str:
    """Return the name of a party or body, else of the country, else the id."""
    entry = arrangement.parties.get(actor) or arrangement.bodies.get(actor)
    if entry is not None:
        return Plural(entry.name or actor) if entry.plural else entry.name or actor
    article = "the " if actor in _WITH_ARTICLE else ""
    return article + names_by_code().get(actor, actor)


def name_of(clauses: Clauses, actor: str) -> str:
    """Return the name of a party, a body or a member."""
    return called(clauses.arrangement, actor)


def names_of(clauses: Clauses, actors: Sequence[str]) -> str:
    """Return the names of several as a list in a sentence."""
    return listed([name_of(clauses, actor) for actor in actors])


def several(arrangement: Arrangement, actors: Sequence[str]) -> bool:
    """Whether a sentence about these takes a plural: several, or one whose name does (`plural`).

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> case = read(text_of("eu-42-7"))
    >>> several(case, ["member-states"]), several(case, ["FRA"])
    (True, False)
    """
    if len(actors) != 1:
        return True
    return isinstance(called(arrangement, actors[0]), Plural)


def speaking(arrangement: Arrangement) -> Names:
    """Return what those are called who are named in a sentence about what is owed."""
    return Names(partial(called, arrangement), partial(several, arrangement))


def as_one(clauses: Clauses, state: State, actor: str, able: Sequence[str]) -> str:
    """Say which party of those able acts for one of its members; empty where none does.

    A party with members is one party wherever it is named, but for a vote. Who has been admitted to
    it is a member as those are whom the file lists.
    """
    parties = clauses.arrangement.parties
    for party in able:
        if party in parties and _member(clauses, state, actor, party):
            who, named = name_of(clauses, actor), name_of(clauses, party)
            return (
                f"{who} {agreeing(who, 'is')} a member of {party!r}, and {named} "
                f"{agreeing(named, 'acts')} as one here: write 'by: {party}'"
            )
    return ""


def _member(clauses: Clauses, state: State, actor: str, party: str) -> bool:
    """Say whether somebody is a member of a party, from the start or admitted since."""
    at = clauses.index.admissions.get((actor, party))
    admitted = at is not None and state.record.admitted[at]
    return admitted or actor in clauses.arrangement.parties[party].members


def alike(clauses: Clauses, step: CompiledStep, label: str, only: Sequence[str] = ()) -> str:
    """Return what the members of a class of voters are called, after their number.

    Where no class is declared they are the members, or the other members beside those that count
    one by one; where that would be said of two classes, they are named, or those of `only`.
    """
    classes = step.electorate.classes
    said = {one: _alike(clauses, step, one) for one, members in classes.items() if len(members) > 1}
    if list(said.values()).count(said[label]) == 1:
        return said[label]
    named = names_of(clauses, only or classes[label])
    return f"{said[label].replace('other members', 'members')} ({named})"


def one_of(clauses: Clauses, step: CompiledStep, label: str, size: int) -> str:
    """Say that one or more act of `size` voters of a class: *the 4 other members of the Council*.

    Where two classes of a body would be called alike they are named, and no number is told: they
    are not as many as the body has members.
    """
    said = alike(clauses, step, label)
    members = step.electorate.classes[label]
    if said.endswith(")") and size == len(members):
        return names_of(clauses, members)
    return f"the {size} {said}"


def _alike(clauses: Clauses, step: CompiledStep, label: str) -> str:
    body, declared = name_of(clauses, step.step.by), label.rstrip("'")
    parties = clauses.arrangement.parties.values()
    if any(declared in party.classes for party in parties):
        return f"members of {body} called {declared!r}"
    alone = len(step.electorate.classes) == 1
    return f"members of {body}" if alone else f"other members of {body}"


def said(clauses: Clauses, c: Condition, *, negated: bool = False) -> str:
    """Return a condition as a clause of a sentence, parties by their names."""
    return condition(c, lambda party: name_of(clauses, party), negated=negated)


def act_label(clauses: Clauses, actor: str, act: str) -> str:
    """Return the act in the words of the ladder it is on."""
    ladder = clauses.arrangement.conduct.get(actor)
    labels = {a.act: a.label for a in ladder.acts} if ladder else {}
    return labels.get(act) or act.replace("_", " ")
