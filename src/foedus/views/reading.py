"""An arrangement read out in plain English, precisely enough to be objected to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.decisions import parse_rule
from foedus.language import Arrangement, Condition
from foedus.language.arrangement import Guarantee, Instrument, Norm, Procedure, Step
from foedus.process.electorate import voters_and_rule
from foedus.process.wording import RESPONSES


def reading(a: Arrangement) -> str:
    """Return the arrangement as paragraphs of plain text, one clause each."""
    return "\n".join(_paragraphs(a))


def _paragraphs(a: Arrangement) -> Iterator[str]:
    yield f"{a.title} (as of {a.as_of})"
    if a.summary:
        yield a.summary
    yield ""
    for name, party in a.parties.items():
        members = f", {len(party.members)} members" if party.members else ""
        yield f"{party.name or name} [{name}] is the {party.role}{members}."
    for name, instrument in a.instruments.items():
        yield _instrument(name, instrument)
    for name, norm in a.norms.items():
        yield _norm(a, name, norm)
    for name, procedure in a.procedures.items():
        yield from _procedure(a, name, procedure)
    for name, guarantee in a.guarantees.items():
        yield _guarantee(a, name, guarantee)
    for name, option in a.options.items():
        yield f"Option {name}: {option.label}. {option.summary}".rstrip()
    for gap in a.not_modelled:
        yield f"Not modelled: {gap}"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


_STATUS = {
    "proposed": "is proposed and not signed",
    "signed": "is signed and not in force",
    "in_force": "is in force",
}


def _instrument(name: str, i: Instrument) -> str:
    said = f"{i.name or name} [{name}], between {_and(i.parties)}, {_STATUS[i.status]}."
    if i.enters:
        said += f" It enters into force once {condition(i.enters)}."
    if i.sunset:
        tolled = f", unless {condition(i.tolled_while)}" if i.tolled_while else ""
        said += f" It ends {i.sunset.words} after its entry into force{tolled}."
    if i.withdrawal:
        barred = i.withdrawal.barred_while
        unless = f", but not while {condition(barred)}" if barred else ""
        notice = i.withdrawal.notice.words
        said += f" {_and(i.withdrawal.by)} may withdraw with {notice} of notice{unless}."
    else:
        said += " Nobody may withdraw from it."
    return said


def _norm(a: Arrangement, name: str, n: Norm) -> str:
    if n.prohibition == "admit":
        duty = f"must not admit {n.of}"
    elif n.prohibition is not None:
        lowest = f"{n.prohibition!r}"
        ladder = any(n.prohibition in [x.act for x in row.acts] for row in a.conduct.values())
        duty = f"must not go as far as {lowest}" if ladder else f"must not do {lowest}"
    else:
        within = f" within {n.within.words}" if n.within else ""
        when = f" once {condition(n.when)}" if n.when else ""
        duty = f"must do {n.obligation!r}{within}{when}"
    said = f"Norm {name}: {_and(n.bearer)} {duty}"
    said += f" towards {_and(n.towards)}" if n.towards else ""
    said += f", while {condition(n.while_)}" if n.while_ else ""
    said += f", unless {condition(n.unless)}" if n.unless else ""
    survives = f" and after its {_and(n.survives)}" if n.survives else ""
    said += f"; it binds while {n.in_!r} is in force{survives}" if n.in_ else ""
    return said + f". A breach is {n.breach}."


def _procedure(a: Arrangement, name: str, p: Procedure) -> Iterator[str]:
    if p.opens.alleging:
        opens = f"{_and(p.opens.by)} may open it by alleging a breach of {p.opens.alleging!r}"
    elif p.opens.by:
        opens = f"{_and(p.opens.by)} may open it"
    else:
        opens = "it opens by itself"
    when = f" once {condition(p.opens.when)}" if p.opens.when else ""
    yield f"Procedure {name}{f' ({p.label})' if p.label else ''}: {opens}{when}."
    for number, step in enumerate(p.steps, 1):
        yield f"  {number}. {_step(a, step)}"
    for effect in p.then:
        if effect.admit:
            yield f"  Then {effect.admit} is admitted to {effect.to}."
        elif effect.bring_into_force:
            yield f"  Then {effect.bring_into_force!r} is in force."
        else:
            yield f"  Then {effect.terminate!r} ends."


_TIMEOUT = {
    "lapse": "the procedure lapses",
    "adopt": "silence counts as agreement",
    "next": "the next step begins",
    "hold": "the step stays open",
}
_BLOCK = {
    "lapse": "a definite no ends the procedure",
    "next": "a definite no leads to the next step",
    "hold": "a no is not final, and without agreement the step simply stays open",
}


def _step(a: Arrangement, s: Step) -> str:
    voters, spec = voters_and_rule(a, s)
    alone = len(voters) == 1
    how = "" if alone else f", by {parse_rule(spec, voters).describe()}"
    if s.escrowed:
        return f"{s.act}, by {s.by}: done in advance and held in escrow."
    body = a.bodies.get(s.by)
    within = s.within or (body.silence if body else None)
    silent = parse_rule(spec, voters).passes({})
    otherwise = "it passes unless stopped" if silent else _TIMEOUT[s.on_timeout]
    limit = f" within {within.words}, else {otherwise}" if within else " with no deadline"
    limit += ", and is decided only then" if s.at_deadline else ""
    found = f" Its passing finds a breach of {s.finds!r}." if s.finds else ""
    return f"{s.act}: {s.by}{how},{limit}; {_BLOCK[s.on_block]}.{found}"


def _guarantee(a: Arrangement, name: str, g: Guarantee) -> str:
    since = f" as of {g.protects.control_as_of}" if g.protects.control_as_of else ""
    said = (
        f"Guarantee {name}: if {g.against} goes as far as {g.casus_foederis!r}, {_and(g.owed_by)} "
        f"{_owes(g)} "
        f"(territory: {g.protects.territory.replace('_', ' ')}{since}), "
        f"{'jointly' if g.joint else 'severally'}."
    )
    for text, clause in (
        ("It binds while", g.in_force),
        ("It starts once", g.activates_when),
        ("It is lost for good if", g.forfeited_if),
        ("The response is due only once", g.due_when),
    ):
        said += f" {text} {condition(clause)}." if clause else ""
    covers = "also answers" if g.covers_ongoing else "does not answer"
    said += f" It {covers} an act that began before it was active."
    for stage in g.response_ladder:
        said += f" After {stage.after.words}: {stage.response}."
    return said


def _owes(g: Guarantee) -> str:
    if g.response == "right_only":
        return f"may come to the aid of {g.protects.state}, without owing it"
    verb = RESPONSES[g.response]
    if len(g.owed_by) > 1:
        verb = verb.replace("owes", "owe")
    return f"{verb} to {g.protects.state}"


_SAID = {
    "done": "{0!r} has taken effect",
    "open": "{0!r} is under way",
    "lapsed": "{0!r} has lapsed",
    "alleged": "a breach of {0!r} has been alleged",
    "found": "a breach of {0!r} has been found",
    "breached": "{0!r} has in fact been breached",
    "complied": "{0!r} has in fact never been breached",
    "in_force": "{0!r} is in force",
    "ended": "{0!r} has ended",
    "noticed": "notice of withdrawal from {0!r} has been given",
    "performed": "{0!r} has been performed",
    "active": "{0!r} is active",
    "owed": "a response is owed under {0!r}",
    "honoured": "{0!r} has been honoured",
    "declined": "a response under {0!r} has been declined",
    "prevailed": "{0} has prevailed",
    "repelled": "{0} has been repelled",
    "from": "{0} has come",
}


def condition(c: Condition) -> str:
    """Return a condition as a clause of a sentence.

    Examples
    --------
    >>> condition(Condition(not_=Condition(done="finding")))
    "it is not so that 'finding' has taken effect"
    """
    if c.all is not None:
        return " and ".join(condition(part) for part in c.all)
    if c.any is not None:
        return "either " + " or ".join(condition(part) for part in c.any)
    if c.not_ is not None:
        return f"it is not so that {condition(c.not_)}"
    if c.act or c.acted:
        when = "is now" if c.act else "has ever been"
        return f"{c.by} {when} at {c.act or c.acted!r} or above"
    if c.signed is not None:
        return f"{c.by or 'all who must'} have signed {c.signed!r}"
    if c.member is not None:
        return f"{c.member} is a member of {c.of}"
    key = c.key
    return _SAID[key].format(getattr(c, "from_" if key == "from" else key))
