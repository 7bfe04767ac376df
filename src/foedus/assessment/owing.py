"""What is owed, by whom and to whom: a duty, what it waits for, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from foedus.assessment.sentence import OWES, Plain, name_of, several
from foedus.language import Arrangement, listed
from foedus.process.walk import Consequence, Row, Supposition, Walk, owed

_NO_FORCE = ("consult", "sanctions", "arms")
"""Answers that send nobody, so that a right to come to help says more than they do."""
_ANSWERED = (" is honoured", " is declined")
GREATER = {
    "defend": "Defence",
    "as_deemed_necessary": "Such action as is deemed necessary",
    "arms": "Arms",
    "sanctions": "Sanctions",
}
"""What a duty is called where a lesser one stands beside it, as a sentence begins."""
_ALONE = "consultation"
"""What a duty to consult is called beside a greater one."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A lesser duty that stands beside the strongest that can come of an act.

    Attributes
    ----------
    of, owed_by, owed_to, response
        The guarantee, who owes what, and to whom.
    day
        Days after the act on which it can come at the earliest.
    sure
        Whether it is owed at once, and nobody can keep it away.
    called_for
        Whether it is owed as soon as its victim acts for it, and nobody else can keep it away.
    """

    of: str
    owed_by: tuple[str, ...]
    owed_to: tuple[str, ...]
    response: str
    day: int
    sure: bool
    called_for: bool

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "of": self.of,
            "owed_by": list(self.owed_by),
            "owed_to": list(self.owed_to),
            "response": self.response,
            "day": self.day,
            "sure": self.sure,
            "called_for": self.called_for,
        }


def beside(walk: Walk, s: Supposition, comes: Consequence, met: Row) -> tuple[Beside, ...]:
    """Return the duties that can come of an act beside the strongest, the stronger first.

    Parameters
    ----------
    walk, s
        What is asked, and of which act.
    comes
        What is said of it first.
    met
        What the text makes of it.
    """
    if comes.kind != "duty":
        return ()
    return tuple(
        _beside(walk, s, met, due.clause) for due in met.duties if due.clause not in comes.of
    )


def _beside(walk: Walk, s: Supposition, met: Row, name: str) -> Beside:
    a, goal = walk.process.arrangement, owed(walk.process, name)
    g, victim = a.guarantees[name], a.guarantees[name].protects.state
    sure = goal.holds(walk.outset(s).end) and walk.forces(s, goal, ())
    called_for = not sure and _by_its_victim(walk, s, name, victim)
    day = next(due.day for due in met.duties if due.clause == name)
    to = g.owed_to or (victim,)
    return Beside(name, g.owed_by, to, g.response, day, sure, called_for)


def _by_its_victim(walk: Walk, s: Supposition, name: str, victim: str) -> bool:
    """Say whether a victim alone can see to it, on the day of the act, that an answer is owed."""
    goal = owed(walk.process, name)
    members = (victim, *_members(walk.process.arrangement, victim))
    others = {one for them in walk.candidates(goal, s).values() for one in them} - {*members}
    play = walk.comes(replace(s, refusing=frozenset(others)), goal)
    return play is not None and walk.day(s, goal, play) == 0


def _members(a: Arrangement, party: str) -> tuple[str, ...]:
    entry = a.parties.get(party)
    return entry.members if entry else ()


# In words ----------------------------------------------------------------------------------------


def owing(plain: Plain, of: Plain) -> str:
    """Say who owes whom what.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.
    of
        With ``owed_by``, ``owed_to`` and ``response``.
    """
    return _said(plain, of, OWES.get(of["response"], str(of["response"])))


def _said(plain: Plain, of: Plain, what: str) -> str:
    many = several(plain, of["owed_by"])
    what = what.replace("it deems", "each deems") if many else what
    who = listed([name_of(plain, by) for by in of["owed_by"]])
    return f"{who} {'owe' if many else 'owes'} {_whom(plain, of)} {what}"


def _whom(plain: Plain, of: Plain) -> str:
    """Say to whom an answer is owed."""
    if len(of["owed_to"]) > 1 and set(of["owed_to"]) == set(of["owed_by"]):
        return "one another"
    return listed([name_of(plain, to) for to in of["owed_to"]])


def waiting(plain: Plain, pair: Plain, row: Plain) -> str:
    """Say what must be performed, honoured or declined before what an act leads to can come."""
    dues = (*row["duties"], *row["rights"], *row["effects"])
    told = [_first(plain, due) for due in dues if due["clause"] in pair["of"]]
    return listed(list(dict.fromkeys(told)), "or") if all(told) else ""


def _first(plain: Plain, due: Plain) -> str:
    """Say what must be done before one of them can come; empty where nothing must."""
    ends = [end.split(" ", 1) for end in due["way"] if end.endswith(_ANSWERED)]
    answered = listed([f"{name!r} {how}" for name, how in ends])
    ways = due.get("deeds", ())
    deeds = listed([listed([_doing(plain, *one) for one in way]) for way in ways], "or")
    # "A and B or C" could be read both ways: a comma tells that A is needed in any case.
    return (", and " if len(ways) > 1 else " and ").join(filter(None, (answered, deeds)))


def _doing(plain: Plain, by: str, deed: str) -> str:
    return f"{name_of(plain, by)} {'perform' if several(plain, [by]) else 'performs'} {deed!r}"


def rights_beside(pair: Plain) -> str:
    """Say which rights there are beside a duty that asks for no help in the field."""
    if pair["response"] not in _NO_FORCE or not pair["rights"]:
        return ""
    return f"; beside it a right, and no duty: {listed(pair['rights'])}"


def lesser(plain: Plain, pair: Plain, where: str) -> tuple[str, list[str]]:
    """Say which lesser duties are owed whatever comes of the greater, and off what it is read."""
    at_once = pair["takes_effect"]["value"] == 1 and pair["days_to_effect"]["value"] == 0
    told = {} if at_once else dict(_lesser(plain, pair, where))
    said = f"; whatever comes of that, {listed(list(told))}" if told else ""
    return said, list(told.values())


def _lesser(plain: Plain, pair: Plain, where: str) -> Iterator[tuple[str, str]]:
    for at, one in enumerate(pair["beside"]):
        what = _ALONE if one["response"] == "consult" else OWES.get(one["response"], "")
        if one["sure"]:
            yield f"{_said(plain, one, what)} at once", f"{where}/beside/{at}"
        elif one["called_for"]:
            victim = name_of(plain, pair["against"])
            yield (
                f"{_said(plain, one, what)} as soon as {victim} calls for it",
                f"{where}/beside/{at}",
            )
