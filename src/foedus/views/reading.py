"""An arrangement read out in plain English, precisely enough to be objected to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from foedus.language import (
    Act,
    Arrangement,
    Coercion,
    Condition,
    Instrument,
    Norm,
    Option,
    Party,
    Plural,
    Position,
    agreeing,
    case_told,
    condition,
    estimate,
    listed,
    on_a_motion,
)
from foedus.process import called, not_followed
from foedus.texts import capital
from foedus.views.quoting import quoted, rival, share
from foedus.views.reading_exits import binding, under_way, withdrawal
from foedus.views.reading_procedures import (
    as_one,
    guarantee,
    procedure,
    since,
    third_parties,
    voting,
)


def read_out(
    a: Arrangement,
    under: Option | None = None,
    otherwise: Sequence[str] = (),
    *,
    positions: bool = False,
) -> str:
    """Return the arrangement as plain text: headings, and one clause a paragraph.

    Parameters
    ----------
    a
        The arrangement.
    under
        The option that has been laid over it, to be named.
    otherwise
        What to say of clauses that are read in a rival way.
    positions
        Read out who said what as well.
    """
    return "\n".join(_paragraphs(a, under, otherwise, positions))


def _paragraphs(
    a: Arrangement, under: Option | None, otherwise: Sequence[str], positions: bool
) -> Iterator[str]:
    yield f"{a.title} (as of {a.as_of})"
    if a.summary:
        yield a.summary
    if under is not None:
        yield f"Under the option: {under.label}. {under.summary}"
    yield from otherwise
    yield f"The process starts on {a.as_of} and is followed for {a.horizon.words}."
    if beyond := not_followed(a):
        yield f"Not looked at: {beyond}."
    for heading, lines in (
        ("Parties", _parties(a)),
        ("Bodies that decide", _bodies(a)),
        ("What each can do", _conduct(a)),
        ("Deeds", _deeds(a)),
        ("Instruments", (_instrument(a, n, i) for n, i in a.instruments.items())),
        ("Prohibitions and obligations", (_norm(a, n, x) for n, x in a.norms.items())),
        ("Procedures", _procedures(a)),
        ("Guarantees", (guarantee(a, n, g) for n, g in a.guarantees.items())),
        ("What is at stake", _stakes(a)),
        ("Who stands where", _positions(a, positions)),
        ("Options on the table", _options(a)),
        ("Facts", _facts(a)),
        ("Not modelled", a.not_modelled),
        ("Sources", _sources(a, positions)),
    ):
        told = list(lines)
        if told:
            yield ""
            yield heading
            yield from (f"  {line}" for line in told)


def _cited(source: Sequence[str]) -> str:
    """Say where a clause was read; without a source it is an assumption of the case."""
    return f" [{', '.join(source)}]" if source else " [assumed]"


def _parties(a: Arrangement) -> Iterator[str]:
    for name, party in a.parties.items():
        role = f": {party.role}" if party.role else ""
        yield f"{party.name or name} ({name}){role}.{_members(a, party)}"


def _members(a: Arrangement, party: Party) -> str:
    if not party.members:
        return ""
    said = f" {_count(len(party.members))}: {_names(a, party.members)}."
    for label, members in party.classes.items():
        said += f" Taken as alike ({label}): {_names(a, members)}."
    return said + (_cited(party.source) if party.source else "")


def _count(members: int) -> str:
    return f"{members} member{'' if members == 1 else 's'}"


def _names(a: Arrangement, members: Sequence[str]) -> str:
    return listed([called(a, member) for member in members])


def _bodies(a: Arrangement) -> Iterator[str]:
    for name, body in a.bodies.items():
        voters, rule = voting(a, name, None)
        who = listed([called(a, member) for member in body.members])
        without = f" without {listed([called(a, m) for m in body.without])}" if body.without else ""
        it = "they decide" if body.plural else "it decides"
        silence = (
            f" Under silence a member has {body.silence.words} to object." if body.silence else ""
        )
        yield (
            f"{body.name or name} ({name}): {who}{without} ({_count(len(voters))}); "
            f"{it} by this rule: {rule}.{silence}{_cited(body.source)}"
        )


def _conduct(a: Arrangement) -> Iterator[str]:
    for party, ladder in a.conduct.items():
        towards = (
            f" towards {listed([called(a, p) for p in ladder.towards])}" if ladder.towards else ""
        )
        yield f"{capital(called(a, party))}{towards}, each act graver than the one before it:"
        for number, act in enumerate(ladder.acts):
            grave = " From here on it is taken to be more than those it is directed at can bear."
            yield f"  {number}. {_act(act)}{grave if act.act == ladder.unbearable_from else ''}"
        if ladder.false_alarm:
            chance = estimate(ladder.false_alarm)
            yield f"  Chance that an act is found when there was none: {chance}."


def _act(act: Act) -> str:
    said = f"{act.act}: {act.label or act.act.replace('_', ' ')}."
    if act.purpose:
        said += f" It is done for this: {act.purpose}."
    if act.needs:
        said += f" It needs {act.needs.words}."
    if act.takes:
        said += f" Days that it takes: {estimate(act.takes)}."
    for text, chance in (("noticed", act.detect), ("traced to who did it", act.attribute)):
        if chance:
            said += f" Chance that it is {text}: {estimate(chance)}."
    return said


def _deeds(a: Arrangement) -> Iterator[str]:
    for name, deed in a.deeds.items():
        needs = f", {since(deed.needs)} {_if(a, deed.needs)}" if deed.needs else ""
        label = f" ({deed.label})" if deed.label else ""
        who = called(a, deed.by)
        done = f"{who} {agreeing(who, 'has')} done it from the start"
        said = done if deed.done else f"{who} can do it{needs}"
        undo = ", and can undo it" if deed.reversible else ""
        yield f"{name}{label}: {said}{undo}.{_cited(deed.source)}"


def _if(a: Arrangement, c: Condition) -> str:
    return condition(c, lambda party: called(a, party))


_STATUS = {
    "proposed": "is proposed and not signed",
    "signed": "is signed and not yet in force",
    "in_force": "is in force from the start",
}


def _instrument(a: Arrangement, name: str, i: Instrument) -> str:
    between = "between"
    if len(i.parties) == 1:  # of several that are taken as one, or of one alone
        between = "made by" if a.parties[i.parties[0]].members else "of"
    between += f" {listed([as_one(a, p) for p in i.parties])}"
    stands = _STATUS[i.status]
    if len(i.parties) == 1:  # a decision or an order has one author, and no signatures to wait for
        stands = stands.replace("signed", "adopted")
    said = f"{name}: {i.name or name}, {between}, {stands}."
    signers = i.signed_by or i.parties
    if i.status == "proposed":
        said += f" It needs the signature of {listed([called(a, p) for p in signers])}."
    if i.status != "in_force":
        once = f"once {_if(a, i.enters)}" if i.enters else "at once when all have signed"
        said += f" It enters into force {once}."
    if i.sunset:
        tolled = f", but not while {_if(a, i.tolled_while)}" if i.tolled_while else ""
        said += f" It ends {i.sunset.words} after its entry into force{tolled}."
    else:
        said += " It has no end of its own."
    said += binding(i)
    said += under_way(a, name, i)
    said += withdrawal(a, i)
    if i.accrued == "end" and not i.withdrawal:
        said += " A response that is owed when it ends ends with it."
    if i.supersedes:
        said += f" When it enters into force it ends {listed([repr(n) for n in i.supersedes])}."
    return f"{said}{share(a, name)}{_cited(i.source)}{rival(a, i)}"


def _norm(a: Arrangement, name: str, n: Norm) -> str:
    label = f" ({n.label})" if n.label else ""
    bearer = listed([called(a, p) for p in n.bearer])
    said = f"{name}{label}: {bearer} {_duty(a, n)}"
    if n.owed_to or n.towards:
        said += f"; it is owed to {listed([called(a, p) for p in n.owed_to or n.towards])}"
    if n.owed_to and n.towards:
        said += f", and is about what is done to {listed([called(a, p) for p in n.towards])}"
    if n.while_:
        said += f"; it binds only while {_if(a, n.while_)}"
    if n.unless:
        said += f"; it is no breach while {_if(a, n.unless)}"
    said += _standing(n)
    grave = f" A breach is {n.breach}." if n.breach else ""
    third = third_parties(a, n.in_, n.bearer, n.while_)
    return f"{said}.{grave}{third}{quoted(n)}{_cited(n.source)}{rival(a, n)}"


def _standing(clause: Any) -> str:
    if clause.in_ is None:
        return "; it stands in no instrument, and nothing ends it"
    outlives = listed([f"its {how}" for how in clause.survives])
    survives = f", and outlives {outlives}" if outlives else ""
    return f"; it binds while {clause.in_!r} is in force{survives}"


def _duty(a: Arrangement, n: Norm) -> str:
    if n.prohibition == "admit":
        return f"must not admit {called(a, n.of or '')}"
    if n.prohibition is not None:
        for bearer in n.bearer:
            acts = [act.act for act in a.conduct[bearer].acts] if bearer in a.conduct else []
            if n.prohibition in acts:
                above = acts[acts.index(n.prohibition) :]
                return f"must not: {listed([repr(act) for act in above], 'or')}"
        return f"must not do {n.prohibition!r}"
    start = f"{_if(a, n.when)}" if n.when else "it binds"
    if n.open_ended:
        return f"must do {n.obligation!r} once {start}; the text sets no time for it"
    within = f"within {n.within.words} from when {start}" if n.within else f"as soon as {start}"
    keep = ", and keep it so" if n.keep else ""
    return f"must do {n.obligation!r} {within}{keep}"


def _procedures(a: Arrangement) -> Iterator[str]:
    for name, text in a.procedures.items():
        yield from procedure(a, name, text)


def _options(a: Arrangement) -> Iterator[str]:
    for name, option in a.options.items():
        changed = _changed(option.changes)
        what = f" It changes {changed}." if changed else " It changes nothing."
        cited = f" [{', '.join(option.source)}]" if option.source else ""
        yield f"{name}: {option.label}. {option.summary}{what}{cited}"


def _changed(changes: Mapping[str, Any]) -> str:
    """Name the clauses that an option adds or changes, and those that it deletes."""
    kept: list[str] = []
    gone: list[str] = []
    for section, entries in changes.items():
        if not isinstance(entries, dict):
            (gone if entries is None else kept).append(section)
            continue
        for name, entry in entries.items():
            (gone if entry is None else kept).append(f"{section}.{name}")
    said = [listed(kept)] if kept else []
    said += [f"{'and ' if kept else ''}deletes {listed(gone)}"] if gone else []
    return " ".join(said) if kept else " ".join(said).replace("deletes", "nothing but deletes")


def _cited_in(value: Any) -> Iterator[str]:
    """Yield the sources of every clause, but not those of positions."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _cited_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _cited_in(inner)
    elif is_dataclass(value) and not isinstance(value, (type, Position)):
        yield from getattr(value, "source", ())
        for f in fields(value):
            yield from _cited_in(getattr(value, f.name))


def _facts(a: Arrangement) -> Iterator[str]:
    for fact in a.facts:
        corrects = f" (On this: {fact.corrects}.)" if fact.corrects else ""
        yield f"{fact.date}: {fact.fact}.{corrects}{_cited(fact.source)}"


def _stakes(a: Arrangement) -> Iterator[str]:
    for contest in a.contests:
        who = called(a, contest.by)
        to = f" towards {called(a, contest.against)}" if contest.against else ""
        wins = "gain what they fight for" if isinstance(who, Plural) else "gains what it fights for"
        armed = f", {estimate(contest.armed)} if only arms come" if contest.armed else ""
        yield (
            f"Chance that {who} {wins} by {contest.act!r}{to}: "
            f"{estimate(contest.alone)} if nobody comes in time{armed}, and "
            f"{estimate(contest.helped)} if a guarantee is honoured with force in time."
        )
    for party, stakes in a.stakes.items():
        for stake in stakes:
            worth = estimate(stake.worth)
            lapses = f", unless {_if(a, stake.unless)}" if stake.unless else ""
            when = f"if {_if(a, stake.when)}{lapses}"
            yield f"{capital(called(a, party))}: {stake.label}, {when}: {worth}."
    for party, worth_of_war in a.refusing.items():
        who = called(a, party)
        unsigned = f"if {'they do' if isinstance(who, Plural) else 'it does'} not sign"
        yield f"{capital(who)}, {unsigned}: {estimate(worth_of_war)}."
    for party, threat in a.coercion.items():
        yield from _threat(a, party, threat)
    for party, sign in a.signs.items():
        yield (
            f"{called(a, party)} alone may see a sign that {called(a, sign.of)} is resolved: it "
            f"does with chance {estimate(sign.if_resolved)} if that is so, and "
            f"{estimate(sign.if_irresolute)} if not."
        )
    for group, strength in a.correlations.items():
        yield f"Stakes of the group {group!r} are high or low together, to {strength:g} of 1."
    if a.quarrel_lasts:
        yield f"Chance that the quarrel lasts to the next occasion: {estimate(a.quarrel_lasts)}."
    if a.occasions:
        days = listed([o.words for o in a.occasions])
        yield f"The sides choose their conduct after {days}."
    if a.agenda:
        rows = (listed([called(a, party) for party in row]) for row in a.agenda)
        yield f"On each occasion these choose, one row a day: {'; then '.join(rows)}."


def _threat(a: Arrangement, party: str, threat: Coercion) -> Iterator[str]:
    who, gives_in = called(a, party), threat.gives_in
    answer = (
        f"those threatened give in with chance {estimate(gives_in)}"
        if gives_in
        else "those threatened give in or stand firm by what they have at stake"
    )
    yield (
        f"{who} may threaten {threat.label} when help is about to come; {answer}, and it comes to "
        f"that, if they stand firm, with chance {estimate(threat.out_of_hand)}."
    )
    for other, worth in threat.worth.items():
        yield f"{called(a, other)}, if it comes to {threat.label}: {estimate(worth)}."
    if threat.threatening:
        yield f"{who}, for threatening it: {estimate(threat.threatening)}."


def _positions(a: Arrangement, every: bool) -> Iterator[str]:
    for step, issue in a.decides_on.items():
        motion = ", on the motion to stop it," if on_a_motion(a, step) else ""
        yield f"In {step!r}{motion} each member is taken to stand where it does on {issue!r}."
    for name, one in a.issues.items():
        if one.claim:
            by = f", made by {one.deed!r}" if one.deed else ""
            yield f"{name!r} is a claim{by}: {one.label}."
    if not every and a.positions:
        yield f"{len(a.positions)} statements; --positions reads them out."
    for p in a.positions if every else ():
        office = f" ({p.office})" if p.office else ""
        note = f" ({p.note})" if p.note else ""
        asks = case_told(a.issues.get(p.issue), p.stance, p.condition)
        stance = f"{p.stance}{asks}. {p.told}.{note}{_cited(p.source)}"
        yield f"{p.date}, {p.actor}{office} for {p.state}, on {p.issue}: {stance}"


def _sources(a: Arrangement, positions: bool) -> Iterator[str]:
    only_said = {name for p in a.positions for name in p.source} - set(_cited_in(a))
    for name, source in a.sources.items():
        if name in only_said and not positions:
            continue
        parts = [source.title, source.publisher, source.date and str(source.date), source.url]
        note = f" ({source.note})" if source.note else ""
        yield f"[{name}] {', '.join(part for part in parts if part)}{note}"
