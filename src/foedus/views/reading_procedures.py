"""Procedures and guarantees read out: who acts, by which rule, by when, and what then follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from foedus.decisions import parse_rule
from foedus.language import (
    Arrangement,
    Condition,
    Duration,
    Guarantee,
    Plural,
    Procedure,
    Response,
    RuleSpec,
    Step,
    agreeing,
    condition,
    estimate,
    listed,
)
from foedus.process import (
    UNBOUND,
    VIENNA_34,
    called,
    occasions_of,
    outsiders,
    response_words,
    several,
    voters_and_rule,
    with_the_others,
)
from foedus.texts import capital
from foedus.views.quoting import quoted, rival


def voting(a: Arrangement, by: str, rule: RuleSpec | None) -> tuple[tuple[str, ...], str]:
    """Return who votes where `by` decides, and the rule in words."""
    voters, spec = voters_and_rule(a, Step(act="", by=by, rule=rule))
    return voters, parse_rule(spec, voters).describe(partial(called, a))


def _if(a: Arrangement, c: Condition) -> str:
    return condition(c, lambda party: called(a, party))


_LASTING = (
    *("done", "lapsed", "alleged", "found", "breached", "acted", "noticed", "signed", "performed"),
    *("honoured", "declined", "defended", "prevailed", "repelled", "from", "ended"),
)
"""Conditions about what has happened; others, and what is denied, are about how things stand."""


def since(c: Condition) -> str:
    """Return the word before a condition that must hold when something is done.

    Examples
    --------
    >>> since(Condition(done="inquiry")), since(Condition(not_=Condition(lapsed="inquiry")))
    ('once', 'while')
    """
    parts = c.all or c.any or ()
    lasting = all(since(part) == "once" for part in parts) if parts else c.key in _LASTING
    return "once" if lasting else "while"


def _cited(source: Sequence[str]) -> str:
    return f" [{', '.join(source)}]" if source else " [assumed]"


def procedure(a: Arrangement, name: str, p: Procedure) -> Iterator[str]:
    """Yield a procedure: how it opens, its steps by number, and its effect."""
    label = f" ({p.label})" if p.label else ""
    said = f"{_opening(a, p)}{_life(p)}{quoted(p)}{_cited(p.source)}{rival(a, p)}"
    yield f"{name}{label}: {said}"
    for number, step in enumerate(p.steps, 1):
        yield f"  {number}. {_step(a, step)}"
    for effect in p.then:
        if effect.admit:
            owes = with_the_others(a, effect.admit, effect.to or "")
            yield f"  Then {_if(a, Condition(member=effect.admit, of=effect.to))}{owes}."
        elif effect.bring_into_force:
            lasts = a.instruments[effect.bring_into_force].sunset
            of_days = f" for {lasts.words} from then on" if lasts else ""
            yield f"  Then {effect.bring_into_force!r} is in force{of_days}."
        else:
            yield f"  Then {effect.terminate!r} ends."


def _opening(a: Arrangement, p: Procedure) -> str:
    who = listed([as_one(a, party) for party in p.opens.by], "or")
    when = f", {since(p.opens.when)} {_if(a, p.opens.when)}" if p.opens.when else ""
    if p.opens.alleging:
        alleging = f"by alleging a breach of {p.opens.alleging!r}, whether or not there was one"
        return f"{who} may open it {alleging}{when}."
    if p.opens.by:
        return f"{who} may open it{when}."
    return f"it opens by itself, once {_if(a, p.opens.when or Condition())}, and only once."


def _life(p: Procedure) -> str:
    said = ""
    if p.opens.by:
        again = "can be opened again from the day after" if p.reopens else "cannot be opened again"
        effect = ", and after it took effect," if p.reopens == "after_effect" else ""
        only = "" if p.reopens == "after_effect" else "; after it took effect it cannot"
        said += f" After a lapse{effect} it {again}{only if p.reopens else ''}."
    if p.in_:
        outlives = listed([f"its {how}" for how in p.survives])
        survives = f"; it outlives {outlives}" if outlives else ""
        said += f" It can be opened only while {p.in_!r} is in force{survives}."
    return said


_TIMEOUT = {
    "lapse": "the procedure lapses",
    "adopt": "it passes, since silence counts as agreement",
    "next": "the next step begins, as if this one had not been",
    "hold": "the step stays open",
}
_BLOCK = {
    "lapse": "a definite no ends the procedure",
    "next": "a definite no leads to the next step",
    "hold": "a no is not final: until there is agreement the step stays open",
}
_NOT_BEFORE = "a no is not final before that time is over"


def _step(a: Arrangement, s: Step) -> str:
    voters, rule = voting(a, s.by, s.rule)
    by = called(a, s.by)
    decides = f"for {by} alone" if len(voters) == 1 else f"for {by}, by this rule: {rule}"
    if s.escrowed:
        how = f"by {by}" if len(voters) == 1 else f"by {by} (by this rule: {rule})"
        said = f"{s.act}: done in advance {how} and held in escrow; it is passed when reached."
    else:
        said = f"{s.act}: {decides}; {_limit(a, s, voters)}."
    if s.on_pass == "effect":
        said += " When it passes the procedure takes effect at once."
    if s.needs:
        told = f"before {_if(a, s.needs)}"
        if s.needs.not_ is not None:  # what must not be so may come to be
            told = f"while {_if(a, s.needs.not_)}"
        said += f" Nobody can act in it {told}."
    if s.finds:
        said += f" When it passes, a breach of {s.finds!r} is found, rightly or wrongly."
    if s.takes:
        said += f" It takes {estimate(s.takes, 'days')}."
    if s.like:
        said += f" Its days are drawn from the record of {s.like.replace('_', ' ')}."
    for member, route in s.routes.items():
        takes = f", {estimate(route.takes, 'days')}" if route.takes else ""
        said += f" For {called(a, member)} by its own route: {route.label}{takes}."
    return said + quoted(s) + (f" [{', '.join(s.source)}]" if s.source else "")


def _over(within: Duration) -> str:
    one = within.words.startswith("1 ") and " and " not in within.words
    return f"{within.words} {'is' if one else 'are'} over"


def _limit(a: Arrangement, s: Step, voters: Sequence[str]) -> str:
    """Say by when a step is decided, what follows if it is not, and what follows a no."""
    body = a.bodies.get(s.by)
    within = s.within or (body.silence if body else None)
    if within is None:
        return f"no time limit; {_BLOCK[s.on_block]}"
    if s.on_timeout == "adopt" and s.on_block == "hold":
        # Nothing that is voted ends the step before, and on its last day all of it adopts.
        early = "" if s.at_deadline else " at the latest"
        return f"it passes when {_over(within)}{early}, whatever is voted"
    otherwise = _TIMEOUT[s.on_timeout]
    by = called(a, s.by)
    # Who is silent then may count for less than who objects: in a veto, or of those present.
    votes = "the votes cast by then carry it"
    agreed = f"{by} {agreeing(by, 'has')} agreed by then"
    carried = f"it passes if {votes if len(voters) > 1 else agreed}, else"
    if s.at_deadline:  # a no before is as little the end as a yes
        last = f"{carried} {otherwise}"
        if s.on_timeout == "adopt":
            last = f"it passes unless {'the votes cast by then' if len(voters) > 1 else by}"
            last += f" {'block' if len(voters) > 1 else agreeing(by, 'has')}"
            last += " it" if len(voters) > 1 else " objected by then"
        last += f"; {_BLOCK[s.on_block]}" if s.on_block not in (s.on_timeout, "hold") else ""
        return f"decided only when {_over(within)}, whatever was voted before: {last}"
    _, spec = voters_and_rule(a, s)
    if silent := parse_rule(spec, voters).passes({}):
        otherwise = "it passes"
    simple = silent or len(voters) == 1 or s.on_timeout == "adopt"
    then = f", failing which {otherwise}" if simple else f": {carried} {otherwise}"
    no = _NOT_BEFORE if s.on_block == "hold" else _BLOCK[s.on_block]
    return f"within {within.words}{then}; {no}"


def guarantee(a: Arrangement, name: str, g: Guarantee) -> str:
    """Return a guarantee as one paragraph: who owes what, for what, when and when not."""
    label = f" ({g.label})" if g.label else ""
    against = called(a, g.against)
    act = f"{agreeing(against, 'goes')} as far as {g.casus_foederis!r} or further"
    if len(a.conduct[g.against].towards) > 1:
        act += f" towards {called(a, g.protects.state)}"
    said = f"{name}{label}: if {against} {act}, {_owes(a, g)}. {_territory(a, g)}"
    said += _conditions(a, g)
    for stage in g.response_ladder:
        cited = f" [{', '.join(stage.source)}]" if stage.source else ""
        said += f" {_when(stage)}: {stage.response}.{cited}"
    if g.within:
        said += f" The response must come within {g.within.words} of when it is owed."
    if g.sole_aim:
        said += f" What is done under it may have one aim only: {g.sole_aim}."
    if g.arrives:
        said += f" Force is on the ground after {estimate(g.arrives, 'days')}."
    if g.honour:
        said += f" Chance that it is honoured: {estimate(g.honour)}."
    if g.response != "right_only":
        said += third_parties(a, g.in_, g.owed_by, g.in_force)
    # Texts seldom say so: it stands behind their article, as what the file makes of them.
    covers = "also answers" if g.covers_ongoing else "does not answer"
    taken = f" As the file has it, it {covers} an act that began before it was active."
    return f"{said}{quoted(g)}{_cited(g.source)}{taken}{rival(a, g)}"


def third_parties(
    a: Arrangement,
    instrument: str | None,
    bound: Sequence[str],
    only_while: Condition | None,
) -> str:
    """Say whom a clause binds that neither is party to its instrument nor signs it."""
    third = [called(a, party) for party in outsiders(a, instrument, bound, only_while)]
    if not third:
        return ""
    plural = len(third) > 1 or isinstance(third[0], Plural)
    are = "are no parties" if plural else "is no party"
    return f" {capital(listed(third))} {are} to {instrument!r}, and {UNBOUND} ({VIENNA_34})."


def _when(stage: Response) -> str:
    """Say when a stage of a response begins and must have come."""
    within = f"ithin {stage.within.words}" if stage.within else ""
    if not stage.after.days:
        return f"W{within}" if within else "At once"
    return f"After {stage.after.words}{f', and w{within}' if within else ''}"


def _owes(a: Arrangement, g: Guarantee) -> str:
    who = listed([as_one(a, party) for party in g.owed_by])
    state = listed([called(a, to) for to in g.owed_to or (g.protects.state,)])
    if g.owed_to and set(g.owed_to) == set(g.owed_by):
        state = "one another"
    itself = [one for one in g.owed_by if {one} == {*(g.owed_to or (g.protects.state,))}]
    if g.response == "right_only" and len(g.owed_by) == len(itself):
        return f"{who} may respond in {'their' if several(a, g.owed_by) else 'its'} own defence"
    if g.response == "right_only":
        owes = "owe" if several(a, g.owed_by) else "owes"
        return f"{who} may come to the aid of {state}, and {owes} it nothing"
    verb = response_words(g.response, several(a, g.owed_by), g.owes)
    if len(g.owed_by) == 1:
        return f"{who} {verb} to {state}"
    how = "only all together" if g.joint else "each for itself"
    own = f" ({state}, whom it protects, {agreeing(state, 'owes')} it to nobody)" if itself else ""
    return f"{who} {verb} to {state}, {how}{own}"


def as_one(a: Arrangement, name: str) -> str:
    """Return what a party is called; of one with members, that it acts as one."""
    party = a.parties.get(name)
    members = len(party.members) if party else 0
    return f"{called(a, name)} ({members} members, taken as one)" if members else called(a, name)


_TERRITORY = {
    "controlled": "the territory that {0} controlled on {1}",
    "recognised": "the territory that is recognised as that of {0}{1}",
    "treaty_line": "the territory of {0} up to the line that the treaty draws{1}",
    "unspecified": "{0}, and the text does not say which territory{1}",
}


def _territory(a: Arrangement, g: Guarantee) -> str:
    protects = g.protects
    day = str(protects.control_as_of) if protects.control_as_of else ""
    if protects.control_as_of and protects.control_as_of > a.as_of:
        return f"It protects the territory that {called(a, protects.state)} will control on {day}."
    if day and protects.territory != "controlled":
        day = f" as of {day}"
    return f"It protects {_TERRITORY[protects.territory].format(called(a, protects.state), day)}."


def _anew(a: Arrangement, g: Guarantee, clause: Condition) -> str:
    """Say that what makes a response due has to come about for each case, where it can."""
    return ", for each case anew" if clause is g.due_when and occasions_of(a, g) else ""


def _ceases(c: Condition | None) -> bool:
    """Say whether a condition is that something is not so: it may hold at first, and cease to."""
    return c is not None and c.not_ is not None


def _conditions(a: Arrangement, g: Guarantee) -> str:
    said = ""
    if g.in_:
        outlives = listed([f"its {how}" for how in g.survives])
        survives = f", and outlives {outlives}" if outlives else ""
        said += f" It stands in {g.in_!r} and binds while that is in force{survives}."
    right = g.response == "right_only"  # of which nothing is ever due
    arises = "The right arises" if right else "The response is due"
    for text, clause in (
        ("It binds only while", g.in_force),
        ("It starts when", g.activates_when),
        ("It is lost for good once", g.forfeited_if),
        (f"{arises} only {'while' if _ceases(g.due_when) else 'once'}", g.due_when),
    ):
        said += f" {text} {_if(a, clause)}{_anew(a, g, clause)}." if clause else ""
    if not (g.in_ or g.in_force or g.activates_when):
        said += " It binds from the start."
    if g.due_when is None:
        gives = "gives the right" if right else "makes the response due"
        said += f" The act itself {gives}: no finding is needed."
    return said
