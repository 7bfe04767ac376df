"""Notices: stakes paid that exclude one another, days left out, inputs moved alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from foedus.deterrence.occasions import occasions_of
from foedus.deterrence.questions.repeated import repeated
from foedus.deterrence.sides import agenda_of
from foedus.language import NO_TIME, Arrangement, Condition, Stake, listed, option
from foedus.process import called, not_followed


def notices(arrangement: Arrangement) -> tuple[str, ...]:
    """Return a sentence for each pair of stakes of which a loser's membership is one.

    Then one for what the text, under any option, says of days after the horizon, for acts that are
    begun before it and fought out only after it, for stakes in fights that no contest decides, for
    what draws move together and a switching value does not, for promises not to admit that no vote
    heeds, for responses in stages, for an order of choices that options set, for stakes in answers
    that are over with their case, and for what is promised, asked or alleged more than once.

    A party that was overcome by force is hardly a member of anything as before; a file that pays
    the prize and the membership at one end says so, or lets one lapse (`unless`).

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> notices(read(text_of("minsk-2")))
    ()
    """
    variants = [option(arrangement, name) for name in arrangement.options] or [arrangement]
    beyond = dict.fromkeys(told for one in variants if (told := not_followed(one)))
    left_out = (f"the game leaves out {told}" for told in beyond)
    return (
        *_paid(arrangement),
        *left_out,
        *_undecided(arrangement),
        *dict.fromkeys(told for one in variants for told in _never_fought(one)),
        *dict.fromkeys(_moved_alone(arrangement, variants)),
        *dict.fromkeys(told for one in variants for told in _unheeded(one)),
        *dict.fromkeys(told for one in variants for told in _staged(one)),
        *_ordered_by(arrangement),
        *dict.fromkeys(told for one in variants for told in _over_with(one, arrangement)),
        *repeated(arrangement),
    )


def _ordered_by(a: Arrangement) -> Iterator[str]:
    """Yield a sentence where some option sets for all of them who chooses on which day."""
    bare = agenda_of(replace(a, options={}))
    setting = [
        repr(name)
        for name, one in a.options.items()
        if agenda_of(replace(a, options={name: one})) != bare
    ]
    if setting:
        yield (
            f"{listed(setting)} {'sets' if len(setting) == 1 else 'set'} for every option who "
            "chooses on which day of an occasion, by a guarantee against somebody else or by a "
            "right to leave: one agenda holds for all, and the figures of the others may be other "
            "ones in a file without it"
        )


def _over_with(a: Arrangement, whole: Arrangement) -> Iterator[str]:
    """Yield a sentence for each guarantee of which stakes read an answer that may be over.

    An answer is one in the case that goes on. Where the act is not fought out, who does it may stop
    on a later occasion: then it has been answered by nobody, and nothing of the answer is paid.
    """
    for name, g in a.guarantees.items():
        acts = [act.act for act in a.conduct[g.against].acts] if g.against in a.conduct else []
        fought = {contest.act for contest in a.contests if contest.by == g.against}
        grave = acts[acts.index(g.casus_foederis) :] if g.casus_foederis in acts else []
        if len(occasions_of(whole)) > 1 and not fought.issuperset(grave):
            read = [
                f"{stake.label!r} of {called(a, party)}"
                for party, stakes in a.stakes.items()
                for stake in stakes
                for atom in stake.counts.atoms()
                if name in (atom.honoured, atom.declined)
            ]
            if read:
                yield (
                    f"{listed(list(dict.fromkeys(read)))}: whether {name!r} was honoured or "
                    f"declined counts as long as its case goes on, and {called(a, g.against)} may "
                    "stop on a later occasion: then neither holds at the end, and what the answer "
                    "cost is paid by nobody; write one occasion where it is to stay paid"
                )


def _staged(a: Arrangement) -> Iterator[str]:
    """Yield a sentence on the guarantees whose response is written in stages."""
    names = [repr(name) for name, g in a.guarantees.items() if g.response_ladder]
    if names:
        yield (
            f"{listed(names)}: the stages of the response (response_ladder) are replayed and not "
            "played: in the game help comes by 'arrives' from the day on which it is owed, as if "
            "there were none, and what only a stage brings does not come"
        )


def _unheeded(a: Arrangement) -> Iterator[str]:
    """Yield a sentence for each promise not to admit somebody that binds no vote of the game."""
    for norm in a.norms.values():
        for name, procedure in a.procedures.items():
            admits = any(e.admit == norm.of and e.to in norm.bearer for e in procedure.then)
            opens = procedure.opens
            free = opens.by and opens.when is None and opens.alleging is None
            if norm.prohibition == "admit" and admits and free:
                whom = called(a, norm.of or "")
                body = listed([called(a, party) for party in norm.bearer])
                yield (
                    f"nothing keeps {body} from admitting {whom} by {name!r} while that is "
                    "forbidden: how votes go is read off positions, and no norm changes them, so "
                    "that the promise holds nobody in the game; write what must have happened "
                    "before (opens: when)"
                )


def _moved_alone(a: Arrangement, variants: Sequence[Arrangement]) -> Iterator[str]:
    """Yield a sentence for all that the draws move together and a switching value does not.

    Stakes of one group, and how surely the guarantees of one option are honoured. In the draws
    another of them may turn the answer the other way round than where one moves alone.
    """
    for group, strength in a.correlations.items():
        drawn = [
            f"{stake.label!r} of {a.parties[party].name or party}"
            for party, stakes in a.stakes.items()
            for stake in stakes
            if stake.group == group and stake.worth.lowest < stake.worth.highest
        ]
        if float(strength) != 0:
            yield from _in_step(drawn, f"correlation {float(strength):g}")
    for one in variants:
        honoured = [
            repr(name)
            for name, g in one.guarantees.items()
            if g.honour is not None and g.honour.lowest < g.honour.highest
        ]
        yield from _in_step(honoured, "all honouring is one doubt", "how surely they are honoured")


def _in_step(drawn: Sequence[str], because: str, what: str = "") -> Iterator[str]:
    if len(drawn) > 1:
        subject = f"{listed(drawn)}: {what} is" if what else f"{listed(drawn)} are"
        yield (
            f"{subject} high or low together in the draws ({because}); a switching value moves "
            "each of them alone, and says nothing of the draws in which it has that value"
        )


def _undecided(a: Arrangement) -> Iterator[str]:
    """Yield a sentence for each act that, for want of days, costs something and gains nothing."""
    rows, ends = agenda_of(a), a.horizon.days
    named = frozenset[str]().union(*(row for row in rows if row is not None))
    occasions = occasions_of(a)
    for contest in a.contests:
        by = contest.by
        act = next(one for one in a.conduct[by].acts if one.act == contest.act)
        chooses = next(
            at for at, row in enumerate(rows) if (by not in named if row is None else by in row)
        )
        begun = {day: a.as_of + timedelta(days=day + chooses) for day in occasions}
        needs = act.needs or NO_TIME
        late = [d for d in occasions if d + chooses + needs.counted_from(begun[d]).days > ends]
        if late:
            first = a.parties[by].name or by
            yield (
                f"{act.act!r} by {first} takes {needs.words}, and the story ends on day {ends} "
                f"(horizon): begun on the occasion of day {', '.join(map(str, late))} it costs "
                "what it costs and is never decided, so that it can gain nothing there; write a "
                "longer horizon"
            )


def _never_fought(a: Arrangement) -> Iterator[str]:
    """Yield a sentence for each fight of which stakes read how it ends, and no contest says how."""
    read: dict[tuple[str, str], list[str]] = {}
    for party, stakes in a.stakes.items():
        for stake in stakes:
            for atom in stake.counts.atoms():
                if by := atom.prevailed or atom.repelled:
                    told = f"{stake.label!r} of {called(a, party)}"
                    read.setdefault((by, atom.against or ""), []).append(told)
    for (by, against), hang in read.items():
        fought = (contest.against for contest in a.contests if contest.by == by)
        if not any(target in ("", against) or not against for target in fought):
            towards = f" against {called(a, against)}" if against else ""
            yield (
                f"no contest says how a use of force by {called(a, by)}{towards} ends, though "
                f"stakes read it ({listed(list(dict.fromkeys(hang)))}): in the game it is neither "
                "won nor repelled; write it in 'contests'"
            )


def _paid(arrangement: Arrangement) -> Iterator[str]:
    return (
        f"{party} is paid {prize.label!r} and {member.label!r} at one end: {loser} would be a "
        f"member after {winner} has overcome it; write under one of them when it lapses (unless)"
        for party, stakes in arrangement.stakes.items()
        for winner, ladder in arrangement.conduct.items()
        for loser in ladder.towards
        for prize in stakes
        if any(atom.prevailed == winner for atom in _positive(prize.when))
        for member in stakes
        if any(atom.member == loser for atom in _positive(member.when))
        and not (_lapses(prize, loser=loser) or _lapses(member, winner=winner))
    )


def _lapses(stake: Stake, winner: str = "", loser: str = "") -> bool:
    """Say whether a stake lapses, or is denied, on the victory or the membership named."""
    parts = [*(stake.unless.atoms() if stake.unless else ()), *_negative(stake.when)]
    return any(
        (winner and atom.prevailed == winner) or (loser and atom.member == loser) for atom in parts
    )


def _positive(condition: Condition) -> Iterator[Condition]:
    denied = {id(atom) for atom in _negative(condition)}
    return (atom for atom in condition.atoms() if id(atom) not in denied)


def _negative(condition: Condition) -> Iterator[Condition]:
    if condition.not_ is not None:
        yield from condition.not_.atoms()
    for part in (*(condition.all or ()), *(condition.any or ())):
        yield from _negative(part)
