"""What a property supposes: without it, that nothing fails proves nothing.

Each premise returns a witness that what the property speaks of can come about, as a play or as the
clauses that it is about; or else, in words, what is missing. In safety engineering a proof without
a witness is called vacuous.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from foedus.language import Condition, Norm, rivals
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path
from foedus.process.exploration import Batch, Explored, Item, Rules, Test


@dataclass(frozen=True, slots=True)
class Witness:
    """Something in which the premise of a property comes about.

    Parameters
    ----------
    batches
        A play, batch by batch; empty where the text alone shows it.
    clauses
        The clauses that the property is about.
    """

    batches: tuple[Batch, ...] = ()
    clauses: tuple[Path, ...] = ()


Premise = Callable[[Inquiry], Witness | str]
"""Returns a witness, or what is missing."""


def written(paths: Iterable[Path], missing: str) -> Witness | str:
    """Return a witness of the clauses that there are, or what is missing where there is none."""
    found = tuple(paths)
    return Witness((), found) if found else missing


def duty(inquiry: Inquiry) -> Witness | str:
    """Ask for an act in answer to which a duty comes to be owed."""
    return _answered(inquiry, effects=False)


def answer(inquiry: Inquiry) -> Witness | str:
    """Ask for an act that is answered, by a duty or by a procedure that a breach sets off."""
    return _answered(inquiry, effects=True)


def _answered(inquiry: Inquiry, *, effects: bool) -> Witness | str:
    if not inquiry.threats:
        return "nobody is said to act gravely against anybody"
    threats = [t for t in inquiry.threats if inquiry.guarantees(t)]
    threats += [t for t in inquiry.threats if effects and t not in threats]
    if not threats:
        return "no duty to respond is written"

    def find(ever: bool) -> Witness | None:
        found = (_comes(inquiry, threat, effects=effects, ever=ever) for threat in threats)
        return next((one for one in found if one is not None), None)

    if effects:
        return in_time(inquiry, find, "no answer can ever follow", "an answer can follow")
    return in_time(inquiry, find, "no duty can ever come to be owed", "a duty can come to be owed")


def in_time(
    inquiry: Inquiry, find: Callable[[bool], Witness | None], never: str, late: str
) -> Witness | str:
    """Return what is found within the horizon, or whether it comes never or too late.

    Parameters
    ----------
    inquiry
        The arrangement.
    find
        Looks for it: through the horizon only, or on any day.
    never, late
        What is said where it never comes, and where it comes after the horizon.
    """
    found = find(False)
    if found is None and find(True) is not None:
        last = inquiry.process.date_of(inquiry.horizon)
        return f"{late} only after {last}, where the horizon of the file ends"
    return found or never


def never_owed(inquiry: Inquiry, threat: Threat) -> bool:
    """Say whether it is certain that no duty to answer a threat ever comes to be owed."""
    goal, seeds = inquiry.owed(threat), inquiry.seeds(threat, effects=False)
    told = _told_of_what_is_so(inquiry, seeds, goal)  # mostly it is owed then, and soon seen
    if told is not None and told.stopped is not None:
        return False
    graph = inquiry.graph(seeds, stop=goal, ever=True)
    return graph.stopped is None and graph.complete


def _told_of_what_is_so(
    inquiry: Inquiry, seeds: Iterable[Item], goal: Test, *, ever: bool = False
) -> Explored | None:
    """Look for a goal where no breach is alleged but one that is so; not where none is alleged."""
    a, read = inquiry.process.arrangement, inquiry.slice(seeds).scope.names("procedure")
    if not any(a.procedures[name].opens.alleging for name in read):
        return None
    rules = Rules(allowed=inquiry.is_so, unnamed=True)
    return inquiry.graph(seeds, rules=rules, stop=goal, ever=ever)


def _comes(inquiry: Inquiry, threat: Threat, *, effects: bool, ever: bool) -> Witness | None:
    goal = inquiry.owed(threat)
    if effects:
        goal, seeds = inquiry.answer(threat)
    else:
        seeds = inquiry.seeds(threat, effects=False)
    found = _told_of_what_is_so(inquiry, seeds, goal, ever=ever)
    if found is None or found.stopped is None:
        found = inquiry.graph(seeds, stop=goal, ever=ever)
    if found.stopped is None:
        return None
    paths = tuple(("guarantees", name) for _, name, _ in inquiry.guarantees(threat))
    return Witness(found.path(found.stopped), paths)


def timed_answer(inquiry: Inquiry) -> Witness | str:
    """Ask for an act that takes time, and is answered by a duty or what a breach sets off."""
    acts = [
        act.needs
        for t in inquiry.threats
        for act in inquiry.process.arrangement.conduct[t.by].acts
        if act.needs is not None
    ]
    return answer(inquiry) if acts else "no act is said to need any time"


def threshold(inquiry: Inquiry) -> Witness | str:
    """Ask for an unbearable act, and for a guarantee against whoever may commit it."""
    a = inquiry.process.arrangement
    marked = [t for t in inquiry.threats if a.conduct[t.by].unbearable_from]
    if not marked:
        return "no ladder says from where acts are unbearable"
    guarded = [t for t in marked if inquiry.guarantees(t, duties=False)]
    paths = (("conduct", t.by, "unbearable_from") for t in guarded)
    return written(paths, "no guarantee is against those whose acts are unbearable")


def guarantee(inquiry: Inquiry) -> Witness | str:
    """Ask for a guarantee."""
    names = inquiry.process.arrangement.guarantees
    return written((("guarantees", name) for name in names), "no guarantee is written")


def first_come(inquiry: Inquiry, comes: Mapping[str, Test], ever: bool) -> Witness | None:
    """Return the first guarantee of which what is asked comes, with a play to it."""
    for name, goal in comes.items():
        graph = inquiry.graph([Item("owed", name)], stop=goal, ever=ever)
        if graph.stopped is not None:
            return Witness(graph.path(graph.stopped), (("guarantees", name),))
    return None


def arriving(inquiry: Inquiry) -> Witness | str:
    """Ask for help that takes time to arrive, against an act that takes time."""
    a = inquiry.process.arrangement
    named = [
        ("guarantees", name, "arrives")
        for name, g in a.guarantees.items()
        if g.arrives is not None
        and any(
            act.needs
            for act in a.conduct[g.against].acts[inquiry.rung(g.against, g.casus_foederis) :]
        )
    ]
    if not named:
        return "it is not said both how long help takes and how long the act needs"
    found = duty(inquiry)
    return found if isinstance(found, str) else Witness(found.batches, tuple(named))


def finding(inquiry: Inquiry) -> Witness | str:
    """Ask for a procedure that finds a breach."""
    a = inquiry.process.arrangement
    named = (("procedures", n) for n, p in a.procedures.items() if any(s.finds for s in p.steps))
    return written(named, "no procedure finds a breach")


def alleged(inquiry: Inquiry) -> Witness | str:
    """Ask for a procedure that finds a breach which somebody may allege."""
    procedures = inquiry.process.arrangement.procedures.items()
    norms = {p.opens.alleging for _, p in procedures} - {None}
    named = (("procedures", n) for n, p in procedures if any(s.finds in norms for s in p.steps))
    found = finding(inquiry)
    missing = "no breach that is found is alleged by anybody"
    return found if isinstance(found, str) else written(named, missing)


def trigger(inquiry: Inquiry) -> Witness | str:
    """Ask for a decision that waits for another procedure."""
    a = inquiry.process.arrangement
    named = (
        ("procedures", n)
        for n, p in a.procedures.items()
        if any(_atoms(c) for c in (p.opens.when, *(step.needs for step in p.steps)))
    )
    return written(named, "no procedure waits for another one")


def _atoms(condition: Condition | None) -> list[str]:
    atoms = condition.atoms() if condition else ()
    return [name for atom in atoms if (name := atom.done or atom.found or atom.lapsed)]


def consequence(inquiry: Inquiry) -> Witness | str:
    """Ask for something that is to follow a breach, alleged or found."""
    a = inquiry.process.arrangement
    named: list[Path] = [
        ("procedures", n) for n, p in a.procedures.items() if p.then and inquiry.grounds(n)
    ]
    named += [("instruments", n) for n, i in a.instruments.items() if inquiry.grounds_of(i.enters)]
    named += [
        ("norms", n)
        for n, m in a.norms.items()
        if (m.obligation and inquiry.grounds_of(m.when)) or excusing(m.unless)
    ]
    named += [
        ("guarantees", n)
        for n, g in a.guarantees.items()
        if any(map(inquiry.grounds_of, (g.activates_when, g.in_force, g.due_when, g.forfeited_if)))
    ]
    return written(named, "nothing is to follow a breach that is alleged or found")


def excusing(unless: Condition | None) -> tuple[str, ...]:
    """Return the norms whose breach, alleged or found, excuses from another."""
    places = unless.placed(()) if unless is not None else ()
    excuses = (atom for path, atom in places if path.count("not") % 2 == 0)
    return tuple(dict.fromkeys(n for atom in excuses if (n := atom.found or atom.alleged)))


def reply(inquiry: Inquiry) -> Witness | str:
    """Ask for a victim that has acts of its own against whoever attacks it."""
    pairs = inquiry.process.arrangement.pairs
    named = (("conduct", t.against) for t in inquiry.threats if (t.against, t.by) in pairs)
    return written(named, "no victim has acts of its own against whoever attacks it")


def movers(inquiry: Inquiry) -> Witness | str:
    """Ask for acts of one kind by two parties."""
    a = inquiry.process.arrangement
    who = {deed.by for deed in a.deeds.values()}
    who |= {by for p in a.procedures.values() for by in p.opens.by}
    who |= {by for i in a.instruments.values() if i.withdrawal for by in i.withdrawal.by}
    signing = [n for n, i in a.instruments.items() if i.status == "proposed"]
    who |= {p for name in signing for p in inquiry.process.clauses.signatories(name)}
    if len(who) < 2:
        return "no two parties have anything to sign, open, perform or leave"
    return Witness((), tuple((table, name) for table in _MOVED for name in getattr(a, table)))


_MOVED = ("deeds", "instruments", "procedures")


def obligation(inquiry: Inquiry) -> Witness | str:
    """Ask for a norm that obliges to a deed."""
    a = inquiry.process.arrangement
    named = (("norms", name) for name, norm in a.norms.items() if norm.obligation)
    return written(named, "no norm obliges to a deed")


def clause(inquiry: Inquiry) -> Witness | str:
    """Ask for any clause that something could bring to bear."""
    a = inquiry.process.arrangement
    tables = ("procedures", "guarantees", "deeds", "norms")
    named = [(table, name) for table in tables for name in getattr(a, table)]
    named += [("instruments", n) for n, i in a.instruments.items() if i.status != "in_force"]
    return written(named, "nothing is written that could come to bear")


def norm(inquiry: Inquiry) -> Witness | str:
    """Ask for a norm."""
    names = inquiry.process.arrangement.norms
    return written((("norms", name) for name in names), "no norm is written")


def standing(inquiry: Inquiry) -> Witness | str:
    """Ask for a procedure by which a breach is alleged, and that stands in an instrument."""
    named = (("procedures", name) for name, _ in inquiry.standings())
    return written(named, "no breach is alleged under an instrument that could end")


def waiting(inquiry: Inquiry) -> Witness | str:
    """Ask for a clause that waits for another."""
    a = inquiry.process.arrangement
    named: list[Path] = [("deeds", n) for n, deed in a.deeds.items() if deed.needs]
    named += [("instruments", n) for n, i in a.instruments.items() if i.enters]
    named += [
        ("procedures", n)
        for n, p in a.procedures.items()
        if p.opens.when or any(step.needs for step in p.steps)
    ]
    named += [
        ("norms", n)
        for n, m in a.norms.items()
        if m.obligation and (_deeds(m.unless) or _deeds(m.when))
    ]
    for name, g in a.guarantees.items():
        conditions = [c for c in (g.in_force, g.activates_when, g.due_when) if c is not None]
        keys = {atom.key for condition in conditions for atom in condition.atoms()}
        named += [("guarantees", name)] if keys - _NO_CLAUSE else []
    return written(named, "no clause waits for another one")


def _deeds(condition: Condition | None) -> list[str]:
    """Return the deeds that a condition reads."""
    return [atom.performed for atom in condition.atoms() if atom.performed] if condition else []


_NO_CLAUSE = {"act", "acted", "prevailed", "repelled", "from"}
"""What a condition speaks of that is no clause: acts, fights and days."""


def conflicting(inquiry: Inquiry) -> Witness | str:
    """Ask for a norm that forbids what another clause provides for."""
    a = inquiry.process.arrangement
    named = (
        ("norms", name)
        for name, norm in a.norms.items()
        if norm.prohibition == "admit" or norm.prohibition in a.deeds
    )
    return written(named, "no norm forbids an admission or a deed")


def assurance(inquiry: Inquiry) -> Witness | str:
    """Ask for something by which a victim is assured against an act."""
    named = (path for threat in inquiry.threats for path in inquiry.assured(threat))
    return written(dict.fromkeys(named), "nobody is assured against an act")


def exception(inquiry: Inquiry) -> Witness | str:
    """Ask for a norm with an exception, that binds only while something holds, or that may end.

    The last by a breach that is alleged, which ends the treaty in which it stands.
    """
    a = inquiry.process.arrangement
    keys = (("unless", "unless"), ("while", "while_"))
    named = [
        ("norms", n, key) for n, norm in a.norms.items() for key, of in keys if getattr(norm, of)
    ]
    named += [("norms", n, "in") for n, norm in a.norms.items() if alleged_to_end(inquiry, norm)]
    return written(named, "no norm has an exception (unless), or binds only while something holds")


def alleged_to_end(inquiry: Inquiry, norm: Norm) -> tuple[str, ...]:
    """Return the procedures that end the treaty in which a norm stands, for an alleged breach."""
    return tuple(
        name
        for name, procedure in inquiry.process.arrangement.procedures.items()
        if norm.in_ is not None
        and any(effect.terminate == norm.in_ for effect in procedure.then)
        and inquiry.grounds(name)
    )


def judged(inquiry: Inquiry) -> Witness | str:
    """Ask for an answer that waits for somebody's decision."""
    found = _answered(inquiry, effects=True)
    if isinstance(found, str):
        return found
    for threat in inquiry.threats:
        within = inquiry.slice(inquiry.about(threat)).scope
        kinds = (("procedures", "procedure"), ("deeds", "deed"))
        named = [(table, name) for table, kind in kinds for name in sorted(within.names(kind))]
        named += [("conduct", name) for name in within.actors if name in inquiry.bystanders]
        if named:
            return Witness(found.batches, tuple(named))
    return "no answer waits for anybody's decision"


def rivalry(inquiry: Inquiry) -> Witness | str:
    """Ask for a clause that is read in rival ways."""
    named = ((r.section, r.clause, "readings") for r in rivals(inquiry.process.arrangement))
    return written(named, "no clause is read in rival ways")
