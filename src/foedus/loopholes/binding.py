"""What a property supposes of time: what begins to bind, what runs out, and who can leave."""

from __future__ import annotations

from foedus.language import Arrangement, Guarantee, agreeing, listed
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.lasting import may_cease, times
from foedus.loopholes.premises import Witness, answer, in_time, written
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path
from foedus.process import reliefs
from foedus.process.exploration import Explored, Item, Test


def starting(inquiry: Inquiry) -> Witness | str:
    """Ask for a guarantee that does not bind from the first day."""
    active, start = inquiry.process.clauses.active, inquiry.process.start
    names = inquiry.process.clauses.guarantee_ids
    if not names:
        return "no guarantee is written"
    later = (("guarantees", name) for at, name in enumerate(names) if not active(start, at))
    return written(later, "every guarantee binds from the first day")


def interrupted(inquiry: Inquiry) -> Witness | str:
    """Ask for a guarantee that can begin to bind, or begin again, while an act goes on."""
    a = inquiry.process.arrangement
    if not a.guarantees:
        return "no guarantee is written"
    waiting = [n for n, g in a.guarantees.items() if g.in_ or g.in_force or g.activates_when]
    if not waiting:
        return "every guarantee binds from the first day to the last"
    able = [name for name in waiting if not once(a, a.guarantees[name])]

    def find(ever: bool) -> Witness | None:
        found = tuple(("guarantees", name) for name in able if _begins(inquiry, name, ever))
        return Witness((), found) if found else None

    never = "no guarantee can begin to bind after the first day"
    return in_time(inquiry, find, never, "a guarantee can begin to bind")


def once(a: Arrangement, g: Guarantee) -> bool:
    """Say whether a guarantee binds from the first day and, once it does no more, never again.

    That is so where it hangs on nothing, or on a treaty alone that is in force and never renewed.
    """
    if g.in_force or g.activates_when:
        return False
    renewed = (effect.bring_into_force for p in a.procedures.values() for effect in p.then)
    return g.in_ is None or (a.instruments[g.in_].status == "in_force" and g.in_ not in renewed)


def _begins(inquiry: Inquiry, name: str, ever: bool) -> bool:
    """Say whether a guarantee that does not bind can come to, at first or after it was lost."""
    binds, seeds = inquiry.binds(name), [Item("owed", name)]
    if not binds(inquiry.process.start):
        return inquiry.graph(seeds, stop=binds, ever=ever).stopped is not None
    if inquiry.graph(seeds, stop=lambda state: not binds(state), ever=ever).stopped is None:
        return False

    def again(graph: Explored) -> bool | None:
        able = graph.reaching(binds)
        states = enumerate(graph.states)
        return any(not binds(state) and able.inside(at) for at, state in states) or None

    return inquiry.certain(seeds, again) is not None


def losable(inquiry: Inquiry) -> Witness | str:
    """Ask for a guarantee that hangs on something, however that is written."""
    keys = ("forfeited_if", "in_force", "activates_when", "in_")
    named: list[Path] = []
    for name, g in inquiry.process.arrangement.guarantees.items():
        due = "due_when" if g.due_when and may_cease(g.due_when) else None
        key = next((key for key in keys if getattr(g, key) is not None), due)
        named += [("guarantees", name, key.rstrip("_"))] if key else []
    return written(named, "no guarantee hangs on anything that it could lose")


def sunset(inquiry: Inquiry) -> Witness | str:
    """Ask for an instrument that runs out, and for an answer that could be lost with it."""
    a = inquiry.process.arrangement
    named = (("instruments", n, "sunset") for n, i in a.instruments.items() if i.sunset)
    runs_out = written(named, "no instrument runs out")
    follows = answer(inquiry) if isinstance(runs_out, Witness) else runs_out
    return follows if isinstance(follows, str) else runs_out


def leaving(inquiry: Inquiry) -> Witness | str:
    """Ask for an instrument that somebody whose acts can be answered can leave."""
    by = {threat.by for threat in inquiry.threats}
    named = {
        name: by & set(i.withdrawal.by)
        for name, i in inquiry.process.arrangement.instruments.items()
        if i.withdrawal and by & set(i.withdrawal.by)
    }
    if not named:
        return _nobody_leaves(inquiry)
    leavers = {who for some in named.values() for who in some}

    def find(ever: bool) -> Witness | None:
        threats = (t for t in inquiry.threats if t.by in leavers)
        answered = {t.by for t in threats if _may_come(inquiry, t, ever)}
        left = [("instruments", n, "withdrawal") for n, some in named.items() if some & answered]
        return Witness((), tuple(left)) if left else None

    never = "no act of anybody who can leave anything can ever be answered"
    return in_time(inquiry, find, never, "an act of somebody who can leave can be answered")


def _nobody_leaves(inquiry: Inquiry) -> str:
    """Say whose acts are grave, that none of them can leave anything, and whose acts are none."""
    pairs = [(threat.by, threat.against) for threat in inquiry.threats]
    who = tuple(dict.fromkeys(by for by, _ in pairs))
    if not who:
        return "nobody is said to act gravely against anybody"
    others = "nobody else may act gravely"
    if any((to, by) in pairs for by, to in inquiry.process.arrangement.pairs if by not in who):
        others += ": what is done to an attacker is an answer"
    return f"nothing can be left by {inquiry.called(*who)}, and {others}"


def _may_come(inquiry: Inquiry, threat: Threat, ever: bool) -> bool:
    """Say whether an act of a threat can be answered, by a duty or at least by a right."""
    goal, seeds = answer_or_right(inquiry, threat)
    return inquiry.graph(seeds, stop=goal, ever=ever).stopped is not None


def pending(inquiry: Inquiry) -> Witness | str:
    """Ask for a guarantee, a treaty or an accession that has yet to come to bind."""
    a = inquiry.process.arrangement
    active, start = inquiry.process.clauses.active, inquiry.process.start
    named: list[Path] = [
        ("guarantees", name) for at, name in enumerate(a.guarantees) if not active(start, at)
    ]
    waiting = (n for n, i in a.instruments.items() if i.status != "in_force")
    named += [("instruments", n) for n in waiting if n not in times(a) | freeing(inquiry)]
    named += [("procedures", n) for n, p in a.procedures.items() if any(e.admit for e in p.then)]
    timing, freed = (
        listed([repr(n) for n in sorted(some)]) for some in (times(a), freeing(inquiry))
    )
    apart = [f"nothing is owed under {timing}"] if timing else []
    apart += [f"{freed} only {agreeing(freed, 'frees')} whoever acts from a norm"] if freed else []
    other = "everything else" if apart else "everything"
    return written(named, ", and ".join([*apart, f"{other} binds from the first day"]))


def freeing(inquiry: Inquiry) -> frozenset[str]:
    """Return the treaties, not in force at first, that do nothing but free those who act."""
    a = inquiry.process.arrangement
    return frozenset(name for threat in inquiry.threats for name in reliefs(a, threat.by))


def answer_or_right(inquiry: Inquiry, threat: Threat) -> tuple[Test, list[Item]]:
    """Return the test whether an act of it is answered or, where no duty is, may be."""
    rights = [
        name
        for _, name, g in inquiry.guarantees(threat, duties=False)
        if g.response == "right_only"
    ]
    if not rights or inquiry.guarantees(threat) or inquiry.answering(threat):
        return inquiry.answer(threat)
    tests = [inquiry.answers(name) for name in rights]
    read = [*inquiry.about(threat), *(Item("owed", name) for name in rights)]
    return lambda state: any(test(state) for test in tests), inquiry.with_truth(read)
