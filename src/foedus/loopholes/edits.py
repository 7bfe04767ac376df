"""Known repairs: small edits to a text, each an overlay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from foedus.language import Arrangement, plain
from foedus.loopholes.lasting import may_cease

Changes = dict[str, Any]


class Edit(NamedTuple):
    """A repair as an overlay.

    Parameters
    ----------
    name
        Which known repair.
    said
        What it changes, in a sentence.
    changes
        The keys to lay over the arrangement.
    """

    name: str
    said: str
    changes: Changes


def known_edits(a: Arrangement) -> list[Edit]:
    """Return every known repair that applies somewhere in the arrangement."""
    return [edit for repair in _KNOWN for edit in repair(a)]


def _pre_ratify(a: Arrangement) -> Iterator[Edit]:
    for name, procedure in a.procedures.items():
        steps = [plain(step) for step in procedure.steps]
        open_ones = [s for s in steps if not s.get("finds") and not s.get("escrowed")]
        if procedure.then and open_ones and not procedure.opens.alleging:
            done = [
                {"act": s["act"], "by": s["by"], "escrowed": True} if s in open_ones else s
                for s in steps
            ]
            said = f"do every step of {name!r} in advance and hold the instruments in escrow"
            yield Edit("pre-ratify", said, {"procedures": {name: {"steps": done}}})


def _reverse(a: Arrangement) -> Iterator[Edit]:
    for name, procedure in a.procedures.items():
        for at, step in enumerate(procedure.steps):
            body = a.bodies.get(step.by)
            if body is None or step.escrowed:
                continue
            steps = [plain(s) for s in procedure.steps]
            steps[at] |= {"rule": "reverse_consensus", "within": steps[at].get("within", "P3D")}
            steps[at].pop("on_block", None)
            said = f"let {step.act!r} in {name!r} pass unless every member objects"
            yield Edit("reverse-consensus", said, {"procedures": {name: {"steps": steps}}})


def _finding_stands(a: Arrangement) -> Iterator[Edit]:
    for name, procedure in a.procedures.items():
        for at, step in enumerate(procedure.steps):
            if step.finds and step.within:
                steps = [plain(s) for s in procedure.steps]
                steps[at] |= {"on_timeout": "adopt"}
                said = f"let {step.act!r} in {name!r} be taken as made when its time runs out"
                yield Edit("silence-adopts", said, {"procedures": {name: {"steps": steps}}})


def _hold_open(a: Arrangement) -> Iterator[Edit]:
    for name, procedure in a.procedures.items():
        for at, step in enumerate(procedure.steps):
            if not step.finds and not step.escrowed and step.on_block == "lapse":
                steps = [plain(s) for s in procedure.steps]
                steps[at] |= {"on_block": "hold"}
                if step.within:
                    steps[at] |= {"on_timeout": "hold"}
                said = f"let a refusal of {step.act!r} in {name!r} not be final"
                yield Edit("hold-open", said, {"procedures": {name: {"steps": steps}}})


def _bridge(a: Arrangement) -> Iterator[Edit]:
    """Owe the response until the guarantee itself binds, and let that take over."""
    for name, g in a.guarantees.items():
        waits = g.in_ is not None and a.instruments[g.in_].status != "in_force"
        if g.in_force is None and g.activates_when is None and not waits:
            continue
        bridge = plain(g)
        for key in ("activates_when", "due_when", "forfeited_if", "honour", "in", "readings"):
            bridge.pop(key, None)
        bridge["in_force"] = {"not": {"active": name}}
        bridge["label"] = f"a bridging duty until {name} binds"
        said = (
            f"owe the response of {name!r} from the first day until it binds, as a bridging duty,"
            " and let it then answer what is under way"
        )
        taking_over = {f"bridge-{name}": bridge, name: {"covers_ongoing": True}}
        yield Edit("bridge-guarantee", said, {"guarantees": taking_over})


def _cover(a: Arrangement) -> Iterator[Edit]:
    for name, g in a.guarantees.items():
        if not g.covers_ongoing:
            said = f"let {name!r} answer an act that is under way when it begins to bind"
            yield Edit("cover-ongoing", said, {"guarantees": {name: {"covers_ongoing": True}}})


def _survive(a: Arrangement) -> Iterator[Edit]:
    left = [name for name, i in a.instruments.items() if i.withdrawal]
    for instrument in left:
        changes: Changes = {}
        for table in ("norms", "procedures", "guarantees"):
            for name, clause in getattr(a, table).items():
                if clause.in_ == instrument and "withdrawal" not in clause.survives:
                    survives = [*clause.survives, "withdrawal"]
                    changes.setdefault(table, {})[name] = {"survives": survives}
        if changes:
            said = f"let what stands in {instrument!r} survive withdrawal from it"
            yield Edit("survive-withdrawal", said, changes)


def _outlast(a: Arrangement) -> Iterator[Edit]:
    for name, procedure in a.procedures.items():
        dated = procedure.in_ and a.instruments[procedure.in_].sunset
        if dated and "sunset" not in procedure.survives:
            survives = [*procedure.survives, "sunset"]
            said = f"let {name!r} be opened after the sunset, for what was done before it"
            yield Edit("survive-sunset", said, {"procedures": {name: {"survives": survives}}})


def _toll(a: Arrangement) -> Iterator[Edit]:
    for name, i in a.instruments.items():
        opened = [p for p, q in a.procedures.items() if q.in_ == name]
        norms = [n for n, norm in a.norms.items() if norm.in_ == name]
        if i.sunset and opened and i.tolled_while is None:
            parts = [{"open": p} for p in opened] + [{"found": n} for n in norms if _findable(a, n)]
            toll: Changes = {"any": parts} if len(parts) > 1 else parts[0]
            said = f"hold back the sunset of {name!r} while an allegation is open or upheld"
            yield Edit("toll-sunset", said, {"instruments": {name: {"tolled_while": toll}}})


def _findable(a: Arrangement, norm: str) -> bool:
    return any(step.finds == norm for p in a.procedures.values() for step in p.steps)


def _bar_exit(a: Arrangement) -> Iterator[Edit]:
    for name, i in a.instruments.items():
        if i.withdrawal and i.withdrawal.notice.days < 180:
            said = f"require half a year's notice for leaving {name!r}"
            changes = {"instruments": {name: {"withdrawal": {"notice": "P180D"}}}}
            yield Edit("longer-notice", said, changes)


def _several(a: Arrangement) -> Iterator[Edit]:
    for name, g in a.guarantees.items():
        if g.joint:
            said = f"let each owe the response of {name!r} for itself"
            yield Edit("several", said, {"guarantees": {name: {"joint": None}}})


def _exclude(a: Arrangement) -> Iterator[Edit]:
    for name, g in a.guarantees.items():
        if g.against in g.owed_by and len(g.owed_by) > 1:
            rest = [by for by in g.owed_by if by != g.against]
            said = f"leave {g.against} out of the guarantors of {name!r}"
            yield Edit("exclude-adversary", said, {"guarantees": {name: {"owed_by": rest}}})


def _forum(a: Arrangement) -> Iterator[Edit]:
    judges = [name for name, party in a.parties.items() if party.role == "monitor"]
    for name, procedure in a.procedures.items():
        for at, step in enumerate(procedure.steps):
            if not step.finds or step.by in judges or not judges:
                continue
            steps = [plain(s) for s in procedure.steps]
            steps[at] |= {"by": judges[0]}
            steps[at].pop("rule", None)
            said = f"let {judges[0]} and not {step.by} {step.act} in {name!r}"
            yield Edit("forum-shift", said, {"procedures": {name: {"steps": steps}}})


def _threshold(a: Arrangement) -> Iterator[Edit]:
    for name, g in a.guarantees.items():
        lowest = a.conduct[g.against].unbearable_from
        acts = [act.act for act in a.conduct[g.against].acts]
        if lowest and acts.index(lowest) < acts.index(g.casus_foederis):
            said = f"let {name!r} answer {lowest!r} already"
            yield Edit("lower-threshold", said, {"guarantees": {name: {"casus_foederis": lowest}}})


def _unforfeit(a: Arrangement) -> Iterator[Edit]:
    for name, g in a.guarantees.items():
        if g.forfeited_if is not None:
            said = f"strike what forfeits {name!r}"
            yield Edit("strike-forfeiture", said, {"guarantees": {name: {"forfeited_if": None}}})


def _due(a: Arrangement) -> Iterator[Edit]:
    """Strike what the response waits for where that can cease to be so; a finding cannot."""
    for name, g in a.guarantees.items():
        if g.due_when is not None and may_cease(g.due_when):
            said = f"let what {name!r} owes be due as soon as its case arises"
            yield Edit("strike-due", said, {"guarantees": {name: {"due_when": None}}})


def _excuses(a: Arrangement) -> Iterator[Edit]:
    """Strike an exception, or what a norm hangs on, that is in the hands of whom the norm binds."""
    for name, norm in a.norms.items():
        freed = f"strike the exception from {name!r}, which whoever it frees can bring about"
        bound = f"let {name!r} bind whatever is done by whoever it binds"
        for key, condition, said in (("unless", norm.unless, freed), ("while", norm.while_, bound)):
            atoms = condition.atoms() if condition else ()
            makers = {a.deeds[atom.performed].by if atom.performed else atom.by for atom in atoms}
            if makers & set(norm.bearer):
                yield Edit("strike-excuse", said, {"norms": {name: {key: None}}})


def _defends(a: Arrangement) -> Iterator[Edit]:
    """Except from what binds the protected state what it does while the other attacks.

    An attack is an act from which the other's ladder is unbearable, and else any above compliance.
    """
    protected = {g.protects.state for g in a.guarantees.values()}
    for name, norm in a.norms.items():
        for other in norm.towards if norm.prohibition and protected & set(norm.bearer) else ():
            ladder = a.conduct.get(other)
            attacked = [by for by in norm.bearer if ladder and by in ladder.towards]
            if ladder is None or not protected & set(attacked) or len(ladder.acts) == 1:
                continue
            attack: Changes = {"act": ladder.unbearable_from or ladder.acts[1].act, "by": other}
            if len(ladder.towards) > 1:
                attack["against"] = next(by for by in attacked if by in protected)
            excused = {"any": [plain(norm.unless), attack]} if norm.unless else attack
            said = f"except from {name!r} what is done while {other} attacks"
            yield Edit("except-defence", said, {"norms": {name: {"unless": excused}}})


def _goes_first(a: Arrangement) -> Iterator[Edit]:
    """Let a duty be due, or a deed be done, that waits for another: somebody has to go first."""
    owed = {norm.obligation for norm in a.norms.values()} - {None}
    for name, norm in a.norms.items():
        for key, condition in (("unless", norm.unless), ("when", norm.when)):
            read = {atom.performed for atom in condition.atoms()} if condition else set()
            if norm.obligation and read & (owed - {norm.obligation}):
                said = f"let what {name!r} asks for be due whether or not the other is done"
                yield Edit("goes-first", said, {"norms": {name: {key: None}}})
    for name, deed in a.deeds.items():
        if deed.needs and any(atom.performed for atom in deed.needs.atoms()):
            said = f"let {name!r} be done without waiting for another deed"
            yield Edit("goes-first", said, {"deeds": {name: {"needs": None}}})


def _duty(a: Arrangement) -> Iterator[Edit]:
    for name, g in a.guarantees.items():
        if g.response == "right_only":
            for response, what in (
                ("as_deemed_necessary", "a duty to do what each deems necessary"),
                ("defend", "a duty of defence"),
            ):
                changes = {"guarantees": {name: {"response": response}}}
                yield Edit("right-to-duty", f"make {name!r} {what}", changes)


def _at_once(a: Arrangement) -> Iterator[Edit]:
    for name, g in a.guarantees.items():
        if g.activates_when is not None:
            waits = g.in_force or (g.in_ and a.instruments[g.in_].status != "in_force")
            said = f"let {name!r} bind from the first day"
            if waits:
                said = f"let {name!r} start as soon as it is in force"
            yield Edit("unconditional", said, {"guarantees": {name: {"activates_when": None}}})


def _recognised(a: Arrangement) -> Iterator[Edit]:
    for name, g in a.guarantees.items():
        if g.protects.territory != "recognised":
            territory = {"territory": "recognised", "control_as_of": None}
            if g.protects.control_as_of is None:
                del territory["control_as_of"]
            said = f"let {name!r} protect what is recognised as {g.protects.state}'s"
            yield Edit("whole-territory", said, {"guarantees": {name: {"protects": territory}}})


_KNOWN: tuple[Callable[[Arrangement], Iterable[Edit]], ...] = (
    _pre_ratify,
    _reverse,
    _finding_stands,
    _hold_open,
    _bridge,
    _cover,
    _survive,
    _outlast,
    _toll,
    _bar_exit,
    _several,
    _exclude,
    _forum,
    _threshold,
    _unforfeit,
    _due,
    _excuses,
    _goes_first,
    _duty,
    _at_once,
    _recognised,
    _defends,
)
