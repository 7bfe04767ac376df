"""How parties leave an instrument, read out: by what notice, what holds it back, and what stays."""

from __future__ import annotations

from foedus.language import Arrangement, Instrument, condition, leaves_alone, listed
from foedus.process import called
from foedus.texts import capital
from foedus.views.quoting import quoted
from foedus.views.reading_procedures import as_one, voting

_BILATERAL = 2
"""Parties of which one that leaves is the end of a treaty for the other as well."""


def withdrawal(a: Arrangement, i: Instrument) -> str:
    """Return who may withdraw from an instrument, how, and what becomes of it and what is owed."""
    if not i.withdrawal:
        return " Nobody may withdraw from it by the clauses of this file."
    who = listed([as_one(a, p) for p in i.withdrawal.by], "or")
    days = i.withdrawal.notice
    how = f"by {days.words} of notice" if days.days else "by notice that runs out the same day"
    bar = i.withdrawal.barred_while
    barred = f" while {condition(bar, lambda party: called(a, party))}" if bar else ""
    unless = f" No notice can be given, and none runs out,{barred}." if barred else ""
    alone, few = leaves_alone(i), _leaves_one(a, i)
    ends = "it goes on for the others" if alone and not few else "it then ends for all"
    ends += ", since one party alone is left" if alone and few else ""
    stays = "stays owed" if i.accrued == "stay" else "ends with it"
    left = f"; {ends}, and a response that is owed by then {stays}{_right_too(a, i)}.{unless}"
    left += _voting_on(a, i) if alone else ""
    return f" {capital(who)} may withdraw {how}{left}{quoted(i.withdrawal)}"


def _leaves_one(a: Arrangement, i: Instrument) -> bool:
    """Say whether one exit leaves one party: one of several members counts as one.

    It does not where members of it may leave: each is then bound by itself.
    """
    able = set(i.withdrawal.by) if i.withdrawal else set()
    members = [a.parties[p].members if p in a.parties else () for p in i.parties]
    return sum(len(m) if able & {*m} else 1 for m in members) <= _BILATERAL


def _right_too(a: Arrangement, i: Instrument) -> str:
    """Say that a right that has arisen goes the way of what is owed, where there are rights."""
    texts = [g.in_ for g in a.guarantees.values() if g.response == "right_only"]
    if not any(text is not None and a.instruments[text] is i for text in texts):
        return ""
    return ", as does a right to respond that has arisen"


def _voting_on(a: Arrangement, i: Instrument) -> str:
    """Say in which bodies that decide under the instrument those who have left vote on."""
    deciding = [
        step.by
        for p in a.procedures.values()
        if p.in_ is not None and a.instruments[p.in_] is i
        for step in p.steps
    ]
    leaving = set(i.withdrawal.by) if i.withdrawal else set()
    voters = {by: voting(a, by, None)[0] for by in deciding if by in a.bodies}
    kept = [called(a, by) for by, members in voters.items() if leaving & set(members)]
    return f" Who has left keeps its vote in {listed(kept)}." if kept else ""


_BINDS = {
    "legal": " It binds in law.",
    "political": " It binds as policy and not in law.",
    "disputed": " Whether it binds in law is disputed.",
}


def binding(i: Instrument) -> str:
    """Say whether an instrument binds in law, after a space; nothing where that is not said."""
    return _BINDS[i.binding] if i.binding else ""


def under_way(a: Arrangement, name: str, i: Instrument) -> str:
    """Say what becomes of procedures under way when the instrument they stand in ends."""
    inside = [p for p in a.procedures.values() if p.in_ == name]
    if not inside or not (i.sunset or i.withdrawal):
        return ""
    becomes = "goes on" if i.under_way == "stay" else "lapses with it"
    return f" A procedure that is under way when it ends {becomes}."
