"""Do the stakes make sense: who plays for what, on which days, with what ranges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from foedus.language.arrangement import Arrangement
from foedus.language.judgements import Coercion, Contest
from foedus.language.names import Found
from foedus.language.nodes import Path
from foedus.language.problems import did_you_mean


def misplayed(a: Arrangement) -> Iterator[Found]:
    """Yield what is wrong with the stakes, what refusing brings, and the occasions of `a`."""
    if a.stakes:
        for party in a.conduct:
            if party not in a.stakes:
                message = f"{party!r} has a ladder of acts and nothing at stake"
                yield Found(("stakes",), message, f"Write what {party!r} gains and loses.")
    for party, stakes in a.stakes.items():
        labels = [stake.label for stake in stakes]
        for at, label in enumerate(labels):
            if label in labels[:at]:
                message = f"two stakes of {party!r} are called {label!r}"
                yield Found(("stakes", party, at, "label"), message, "Name each differently.")
    for party in a.refusing:
        if party not in a.parties:
            fix = did_you_mean(party, list(a.parties))
            yield Found(("refusing", party), f"there is no party {party!r}", fix, absent=party)
    yield from _coercion(a)
    yield from _resolve(a)
    yield from _signs(a)
    yield from _groups(a)
    yield from _forces(a)
    yield from _occasions(a)


def _forces(a: Arrangement) -> Iterator[Found]:
    for at, force in enumerate(a.forces):
        if force.of not in a.parties:
            fix = did_you_mean(force.of, list(a.parties))
            yield Found(("forces", at, "of"), f"there is no party {force.of!r}", fix)
        if force.strength.lowest <= 0:
            yield Found(("forces", at, "strength"), "forces are more than none")
    for at, contest in enumerate(a.contests):
        if contest.decisiveness is not None:
            where = ("contests", at, "decisiveness")
            if contest.decisiveness.lowest <= 0:
                yield Found(where, "with no decisiveness forces would not matter")
            own = [force for force in a.forces if force.of == contest.by and not force.under]
            if not own:
                yield Found(where, f"'forces' says nothing of those of {contest.by!r}")
            elif (soonest := min(force.after.days for force in own)) > (days := _needs(a, contest)):
                message = (
                    f"no force of {contest.by!r} is there when {contest.act!r} is decided: the"
                    f" first comes {soonest} days after it begins, and it needs {days}"
                )
                yield Found(where, message, "Shorten 'after', or leave it out.")


def _needs(a: Arrangement, contest: Contest) -> int:
    ladder = a.conduct.get(contest.by)
    acts = [act.needs for act in ladder.acts if act.act == contest.act] if ladder else []
    return next((needs.days for needs in acts if needs), 0)


def _coercion(a: Arrangement) -> Iterator[Found]:
    for party, threat in a.coercion.items():
        path: Path = ("coercion", party)
        if party not in a.conduct:
            message = f"{party!r} has no ladder of acts, and so nobody to keep away from it"
            fix = did_you_mean(party, list(a.conduct))
            yield Found(path, message, fix, at_key=True, absent=party)
        for who, worth in threat.worth.items():
            if who not in a.stakes:
                message = f"{who!r} has no stakes beside which this could count"
                fix = did_you_mean(who, list(a.stakes))
                yield Found((*path, "worth", who), message, fix, absent=who)
            if worth.highest > 0:
                message = "what nobody wants to come about is worth less than nothing"
                yield Found((*path, "worth", who), message)
        labels = [stake.label for stakes in a.stakes.values() for stake in stakes]
        labels += [other.label for by, other in a.coercion.items() if by != party]
        if {threat.label, threatening(threat)} & set(labels):
            message = f"a stake or another threat is called {threat.label!r} already"
            yield Found((*path, "label"), message, "Name each differently.")
        if threat.gives_in is None:
            yield from _threatened(a, party)


def _threatened(a: Arrangement, by: str) -> Iterator[Found]:
    """Find those who would have to decide whether to give in, and have nothing to decide by."""
    for name, g in a.guarantees.items():
        for party in g.owed_by if g.against == by else ():
            if party not in a.stakes:
                message = f"nothing says whether {party!r}, threatened under {name!r}, gives in"
                fix = f"Write 'gives_in', or what {party!r} has at stake."
                yield Found(("coercion", by), message, fix, at_key=True)


def threatening(threat: Coercion) -> str:
    """Return what the stake in making a threat is called.

    Examples
    --------
    >>> from foedus.language.quantities import Estimate
    >>> zero = Estimate(value=0, kind="assumed", because="an example")
    >>> threatening(Coercion(out_of_hand=zero, worth={}))
    'threatening nuclear use'
    """
    return f"threatening {threat.label}"


def _resolve(a: Arrangement) -> Iterator[Found]:
    for party in a.resolved:
        if party not in a.stakes:
            fix = did_you_mean(party, list(a.stakes))
            message = f"{party!r} has nothing at stake that its resolve could change"
            yield Found(("resolved", party), message, fix)
    for party, stakes in a.stakes.items():
        for at, stake in enumerate(stakes):
            if stake.if_ is not None and party not in a.resolved:
                message = f"it is not said how likely {party!r} is to be resolved"
                yield Found(("stakes", party, at, "if"), message, "Write it in 'resolved'.")


def _signs(a: Arrangement) -> Iterator[Found]:
    for party, sign in a.signs.items():
        if party not in a.parties:
            fix = did_you_mean(party, list(a.parties))
            yield Found(("signs", party), f"there is no party {party!r}", fix, absent=party)
        if sign.of not in a.resolved:
            message = f"it is not said how likely {sign.of!r} is to be resolved"
            fix = did_you_mean(sign.of, list(a.resolved)) or "Write it in 'resolved'."
            yield Found(("signs", party, "of"), message, fix, absent=sign.of)


def _groups(a: Arrangement) -> Iterator[Found]:
    used = {stake.group for stakes in a.stakes.values() for stake in stakes if stake.group}
    for group, strength in a.correlations.items():
        if group not in used:
            fix = did_you_mean(group, sorted(used))
            message = f"no stake is in the group {group!r}"
            yield Found(("correlations", group), message, fix)
        if not 0 <= strength <= 1:
            message = f"a correlation lies between 0 and 1, not {strength:g}"
            yield Found(("correlations", group), message)
    for party, stakes in a.stakes.items():
        for at, stake in enumerate(stakes):
            if stake.group and stake.group not in a.correlations:
                fix = (
                    did_you_mean(stake.group, list(a.correlations)) or "Write it in 'correlations'."
                )
                message = f"it is not said how strongly the group {stake.group!r} moves together"
                yield Found(("stakes", party, at, "group"), message, fix)


def _occasions(a: Arrangement) -> Iterator[Found]:
    days, takes = [duration.days for duration in a.occasions], occasion_days(a)
    for at, (earlier, later) in enumerate(pairwise(days), 1):
        if later - earlier < takes:
            message = f"an occasion takes {takes} days, and each lies after the one before"
            yield Found(("occasions", at), message)
    named = Counter(party for row in a.agenda for party in row)
    for at, row in enumerate(a.agenda):
        for place, party in enumerate(row):
            if named[party] > 1:
                yield Found(("agenda", at, place), f"{party!r} chooses once on an occasion")
    for at, day in enumerate(days):
        if day + 1 >= a.horizon.days:
            yield Found(("occasions", at), "it lies beyond the horizon")


def occasion_days(a: Arrangement) -> int:
    """Return how many days an occasion takes: one a row of the agenda, one more for an exit."""
    leaving = any(instrument.withdrawal for instrument in a.instruments.values())
    return (len(a.agenda) or 2) + leaving
