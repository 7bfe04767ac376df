"""What is owed, by whom and to whom: a duty, what it waits for, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from foedus.assessment.freed import freed_told
from foedus.assessment.sentence import Plain, days_text, name_of, several, speaking
from foedus.language import Arrangement, listed
from foedus.process import Obligation, in_short, merged
from foedus.process.walk import Consequence, Due, Goal, Row, Supposition, Walk, owed

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


@dataclass(frozen=True, slots=True)
class Beside:
    """A lesser duty that stands beside the strongest that can come of an act.

    Attributes
    ----------
    due
        Who owes what to whom, and how many days after the act it can come at the earliest.
    sure
        Whether it is owed at once, and nobody can keep it away.
    called_for
        Whether it is owed as soon as its victim acts for it, and nobody else can keep it away.
    """

    due: Due
    sure: bool
    called_for: bool

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return self.due.as_json() | {"sure": self.sure, "called_for": self.called_for}


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
    return tuple(_beside(walk, s, due) for due in met.duties if due.clause not in comes.of)


def _beside(walk: Walk, s: Supposition, due: Due) -> Beside:
    goal = owed(walk.process, due.clause)
    sure = goal.holds(walk.outset(s).end) and walk.forces(s, goal, ())
    return Beside(due, sure, not sure and _by_its_victim(walk, s, goal))


def _by_its_victim(walk: Walk, s: Supposition, goal: Goal) -> bool:
    """Say whether a victim alone can see to it, on the day of the act, that an answer is owed."""
    members = (s.against, *_members(walk.process.arrangement, s.against))
    others = {one for them in walk.candidates(goal, s).values() for one in them} - {*members}
    play = walk.comes(replace(s, refusing=frozenset(others)), goal)
    return play is not None and walk.day(s, goal, play) == 0


def _members(a: Arrangement, party: str) -> tuple[str, ...]:
    entry = a.parties.get(party)
    return entry.members if entry else ()


# In words ----------------------------------------------------------------------------------------


def owing(plain: Plain, owed: Sequence[Plain], *, beside: bool = False) -> str:
    """Say who owes whom what, or may respond.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.
    owed
        Obligations as plain data.
    beside
        Whether they stand beside greater ones.
    """
    several = merged([Obligation.of_json(one) for one in owed])
    return in_short(several, speaking(plain), beside=beside)


def renewed(plain: Plain, row: Plain) -> str:
    """Say what would be owed for an act that is stopped and done again, and once what.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.
    row
        The row of the matrix of an act for which nothing is owed as it is done first.
    """
    owed = [due["owed"] for due in row["renewed"]]
    alike = [one for one in owed if one["response"] == owed[0]["response"]]
    texts = listed([repr(text) for text in row["awaits"]])
    are = "are" if len(row["awaits"]) > 1 else "is"
    done = f"once {texts} {are} in force" if texts else "anew"
    is_ = "gives a right" if owed[0]["response"] == "right_only" else "is answered"
    return f"only the same act, done {done}, {is_}: {owing(plain, alike)}"


def at_will(plain: Plain, pair: Plain) -> str:
    """Say that each of several can end what they owe only together; empty where they do not.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.
    pair
        A pair of it, whose answer nobody can keep from being owed.
    """
    if pair["consequence"] != "duty" or not pair["owed"]:
        return ""
    together = [one for one in pair["owed"] if one["joint"] and len(one["by"]) > 1]
    if len(together) < len(pair["owed"]):
        return ""
    who = listed(
        [name_of(plain, one) for one in dict.fromkeys(b for o in together for b in o["by"])], "or"
    )
    return f" before it is owed; then by {who} in declining, for it is owed only by all together"


def waiting(plain: Plain, pair: Plain, row: Plain, *, at_once: bool = False) -> str:
    """Say what must be performed, honoured or declined before what an act leads to can come.

    With `at_once` what must be performed for it to come on the day of the act.
    """
    dues = (*row["duties"], *row["rights"], *row["effects"])
    of = (
        [one["clause"] for one in _first_of(pair, row)]
        if pair["consequence"] == "duty"
        else pair["of"]
    )
    told = [_first(plain, due, at_once=at_once) for due in dues if due["clause"] in of]
    return listed(list(dict.fromkeys(told)), "or") if all(told) else ""


def unanswered(plain: Plain, pair: Plain, row: Plain) -> str:
    """Say of an act which nobody comes to owe an answer to what follows from it, if anything does.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.
    pair
        A pair of it of which nothing comes while everybody else goes on as before.
    row
        The row of the matrix about its act.
    """
    again = f"nothing is owed for it; {renewed(plain, row)}" if row["renewed"] else ""
    if deeds := [*(_deed(plain, due) for due in pair["obliged"]), *freed_told(plain, pair)]:
        said = f"{again or 'no answer is owed'}; {listed(deeds)}"
    else:
        last = f" by {plain['ends_early']}" if plain["ends_early"] else ""
        said = again or f"nothing is owed and nothing follows{last}"
    ways = [listed([_acting(plain, act) for act in way]) for way in pair["unless"]]
    return f"{said}, unless {listed(ways, 'or')}" if ways else said


def _deed(plain: Plain, due: Plain) -> str:
    by, to = (listed([name_of(plain, one) for one in due[key]]) for key in ("by", "to"))
    verb = "owe" if several(plain, due["by"]) else "owes"
    when = "at once" if _at_once(due) else _later(plain, due)
    return f"{by} {verb} {due['deed']!r}{f' to {to}' if to else ''} {when}"


def _acting(plain: Plain, act: Plain) -> str:
    against = name_of(plain, act["against"])
    apart = against and against not in act["does"]
    whom = f", acting against {against}," if apart else ""
    return f"{name_of(plain, act['by'])}{whom} {act['does']}"


def in_turn(plain: Plain, pair: Plain, row: Plain) -> tuple[str, str]:
    """Say who owes what first, and which duties as strong as that come later, and once what.

    Of several that are looked at together one may be owed at once, and another only when that one
    was honoured, or a breach found. What those who owe it first owe already is not told again.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.
    pair
        A pair of it, which leads to a duty or a right.
    row
        The row of the matrix about its act.
    """
    if pair["consequence"] != "duty":
        return owing(plain, pair["owed"]), _rights_later(plain, pair, row)
    first = _first_of(pair, row)
    told = merged([Obligation.of_json(one) for one in first])
    strongest = first[0]["response"]
    later = [due for due in row["duties"] if due["owed"] not in first]
    says = [
        f"{owing(plain, [due['owed']])} {_later(plain, due)}"
        for due in later
        if due["owed"]["response"] == strongest and not _within(due["owed"], told)
    ]
    return owing(plain, first), f"; {listed(says)}" if says else ""


def _rights_later(plain: Plain, pair: Plain, row: Plain) -> str:
    """Say who else may respond, once something comes; a right is not owed from a day."""
    told = merged([Obligation.of_json(one) for one in pair["owed"]])
    says = [
        f"{_later(plain, due)} {owing(plain, [due['owed']])}"
        for due in row["rights"]
        if due["clause"] not in pair["of"] and not _within(due["owed"], told)
    ]
    return f"; {listed(says)}" if says else ""


def effects_beside(pair: Plain, row: Plain) -> str:
    """Say what takes effect because of an act that brings a right and no duty.

    Parameters
    ----------
    pair
        A pair of `foedus.assessment.Assessment.as_json`.
    row
        The row of the matrix about its act.
    """
    effects = [repr(due["clause"]) for due in row["effects"]]
    if pair["consequence"] != "right" or not effects:
        return ""
    return f"; whether or not anybody responds, {listed(effects)} can take effect"


def _first_of(pair: Plain, row: Plain) -> list[Plain]:
    """Return what is owed first: of several what is owed at once, else what follows on no other."""
    clauses = {one["clause"]: one for one in pair["owed"]}
    dues = [due for due in row["duties"] if due["clause"] in clauses]
    at_once = [due for due in dues if _at_once(due)]
    alone = [due for due in dues if not any(f"{one} is honoured" in due["way"] for one in clauses)]
    named = {due["clause"] for due in at_once or alone}
    return [one for name, one in clauses.items() if name in named] or [*clauses.values()]


def once(plain: Plain, row: Plain, of: Sequence[str]) -> str:
    """Say once what the answers of other days come, where none of them comes at once.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.
    row
        The row of the matrix about the act.
    of
        The guarantees, as far as they could come of it on its own day too.
    """
    dues = [due for due in (*row["duties"], *row["rights"]) if due["clause"] in of]
    told = [_later(plain, due) for due in dues if due["way"] or due.get("deeds")]
    alike = 0 < len(dues) == len(of) == len(told)
    return f" {listed(list(dict.fromkeys(told)), 'or')}" if alike else ""


def _within(owed: Plain, told: Sequence[Obligation]) -> bool:
    """Say whether those who owe something owe the same already."""
    one = Obligation.of_json(owed)
    return any({*one.by} <= {*o.by} and replace(one, clause=o.clause, by=o.by) == o for o in told)


def _later(plain: Plain, due: Plain) -> str:
    """Say once what a duty comes; where only time must pass, on which day at the earliest."""
    ends = (end.split(" ", 1) for end in due["way"] if not end.endswith(_ANSWERED))
    first = listed([*filter(None, [_first(plain, due)]), *(f"{n!r} {how}" for n, how in ends)])
    return f"once {first}" if first else f"on day {due['day']} at the earliest"


def _first(plain: Plain, due: Plain, *, at_once: bool = False) -> str:
    """Say what must be done before one of them can come; empty where nothing must.

    What comes without a deed as well, later, does not wait for it.
    """
    if either := due.get("either"):
        soon = [way for way in either if way["day"] == due["day"]]
        return _either(plain, soon if at_once else either)
    answered = _answers([end for end in due["way"] if end.endswith(_ANSWERED)])
    ways = due.get("deeds", ()) if at_once or not due.get("without") else ()
    deeds = listed([listed([_doing(plain, *one) for one in way]) for way in ways], "or")
    # "A and B or C" could be read both ways: a comma tells that A is needed in any case.
    return (", and " if len(ways) > 1 else " and ").join(filter(None, (answered, deeds)))


def _either(plain: Plain, ways: Sequence[Plain]) -> str:
    """Say what each way to a duty needs; of one that needs nothing how much time must pass."""
    told, several = list[str](), False
    for way in ways:
        deeds = [_doing(plain, *one) for one in way["deeds"]]
        needs = [*filter(None, [_answers(way["answers"])]), *deeds]
        told.append(listed(needs or [f"{days_text(way['day'])} have passed"]))
        several |= len(needs) > 1
    return (", or " if several else " or ").join(told)


def _answers(ends: Sequence[str]) -> str:
    return listed([f"{name!r} {how}" for name, how in (end.split(" ", 1) for end in ends)])


def _doing(plain: Plain, by: str, deed: str) -> str:
    return f"{name_of(plain, by)} {'perform' if several(plain, [by]) else 'performs'} {deed!r}"


def rights_beside(plain: Plain, pair: Plain, row: Plain) -> str:
    """Say which rights there are beside a duty that asks for no help in the field, and once what.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.
    pair
        A pair of it, which leads to a duty.
    row
        The row of the matrix about its act, of which the rights of the pair are called.
    """
    if not pair["rights"] or pair["owed"][0]["response"] not in _NO_FORCE:
        return ""
    told = [
        called if _at_once(due) else f"{called}, {_later(plain, due)}"
        for called, due in zip(pair["rights"], row["rights"], strict=True)
    ]
    return f"; beside it a right, and no duty: {listed(told)}"


def _at_once(due: Plain) -> bool:
    return not (due["day"] or due["way"] or due.get("deeds"))


def lesser(plain: Plain, pair: Plain, where: str) -> tuple[str, list[str]]:
    """Say which lesser duties are owed whatever comes of the greater, and off what it is read."""
    at_once = pair["takes_effect"]["value"] == 1 and pair["days_to_effect"]["value"] == 0
    told = {} if at_once else dict(_lesser(plain, pair, where))
    said = f"; whatever comes of that, {listed(list(told))}" if told else ""
    return said, list(told.values())


def _lesser(plain: Plain, pair: Plain, where: str) -> Iterator[tuple[str, str]]:
    for at, one in enumerate(pair["beside"]):
        said = owing(plain, [one["owed"]], beside=True)
        if one["sure"]:
            yield f"{said} at once", f"{where}/beside/{at}"
        elif one["called_for"]:
            victim = name_of(plain, pair["against"])
            yield f"{said} as soon as {victim} calls for it", f"{where}/beside/{at}"
