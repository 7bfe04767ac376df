"""What a verdict examined, in the reader's words."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from foedus.language import Act, listed
from foedus.loopholes.helpers import arriving, timed, unbearable
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.lasting import kept
from foedus.loopholes.reading import Threat
from foedus.process import names_of

FROM_AN_ATTACK = frozenset(
    {"assured-response", "single-blocker", "promptness", "capability-gap", "judge-of-content"}
)
"""Properties that ask what follows an attack made as soon as a duty to answer it binds."""

OF_WHAT_A_DUTY_ANSWERS = frozenset(
    {"gap", "assured-response", "expiry", "withdrawal-dodge", "judge-of-content"}
)
"""Properties that ask about the acts that a duty answers, where one is written: of the others that
are unbearable `threshold-gap` tells."""

SUNSETS_ASIDE = frozenset(
    {"gap", "dead-end", "order", "withdrawal-dodge", "monotone-protection", "forfeiture"}
)
"""Properties of a text as if nothing in it ran out; `expiry` asks what running out does."""


def examined(inquiry: Inquiry, asked: str, *, searched: bool) -> str:
    """Say which acts, by whom, against whom, on which days, and how members are counted.

    Parameters
    ----------
    inquiry
        The arrangement.
    asked
        Which property.
    searched
        Whether states were searched, or the text alone decides.
    """
    if not searched:
        return "the text of the clauses, without a search"
    acts = "; ".join(_acts(inquiry, asked)) or "no act that is grave by the text"
    start, end = inquiry.process.arrangement.as_of, inquiry.process.date_of(inquiry.horizon)
    counted = "; members that are alike are counted" if _alike(inquiry) else ""
    stage = "before and after any start"
    if asked in FROM_AN_ATTACK:
        stage = (
            "each done as soon as a duty to answer binds, or at the start where none does in peace"
        )
    aside = _aside(inquiry) if asked in SUNSETS_ASIDE else ""
    stayed = ", before anybody leaves" if asked == "gap" and _left(inquiry) else ""
    return f"{acts}; on every day from {start} through {end}, {stage}{stayed}{aside}{counted}"


def _aside(inquiry: Inquiry) -> str:
    """Say which treaties are taken to go on, and when they run out, where that is known."""
    process, lives = inquiry.process, inquiry.process.start.record.instruments
    told: list[str] = []
    running = kept(process.arrangement)
    for at, (name, text) in enumerate(process.arrangement.instruments.items()):
        if text.sunset is not None and name not in running:
            last = process.clauses.last_day(lives[at], at)
            told.append(repr(name) + (f" (until {process.date_of(last)})" if last else ""))
    return f", as if {listed(told)} never ran out" if told else ""


def _left(inquiry: Inquiry) -> bool:
    return any(text.withdrawal for text in inquiry.process.arrangement.instruments.values())


def _acts(inquiry: Inquiry, asked: str) -> list[str]:
    """Return the acts that a property asks about, of each who may act, and which it leaves out."""
    clauses = inquiry.process.clauses
    told: list[str] = []
    for threat in inquiry.threats:
        by = names_of(clauses, [threat.by])
        to = f" against {names_of(clauses, [threat.against])}" if threat.against else ""
        acts = _asked(inquiry, asked, threat)
        less = "; ".join(
            f"not {listed(list(map(repr, out)))}, {why}"
            for why, out in _left_out(inquiry, asked, threat, acts)
        )
        if acts:
            rest = f" ({less})" if less else ""
            told.append(f"{listed(list(map(repr, acts)))} by {by}{to}{rest}")
        elif less:
            told.append(f"nothing by {by}{to} ({less})")
    return told


def _asked(inquiry: Inquiry, asked: str, threat: Threat) -> tuple[str, ...]:
    """Return which acts a property asks about."""
    if asked == "single-blocker":
        return _ids(unbearable(inquiry, threat))
    if asked == "promptness":
        return _ids(timed(inquiry, threat))
    if asked == "capability-gap":
        return _ids(arriving(inquiry, threat))
    return (inquiry.answered if asked in OF_WHAT_A_DUTY_ANSWERS else inquiry.grave)(threat)


def _left_out(
    inquiry: Inquiry, asked: str, threat: Threat, acts: Collection[str]
) -> list[tuple[str, list[str]]]:
    """Return which grave acts a property leaves out, by the reason why."""
    less = [act for act in inquiry.grave(threat) if act not in acts]
    if asked == "single-blocker":
        return [("which the ladder does not call unbearable", less)] if less else []
    answered = inquiry.answered(threat)
    others = "which is not said to need time"
    if asked == "capability-gap":
        others = "of which it is not said how long it needs, or how long help takes"
    reasons = (
        ("which no duty answers", [act for act in less if act not in answered]),
        (others, [act for act in less if act in answered]),
    )
    return [(why, out) for why, out in reasons if out]


def _ids(acts: Iterable[Act]) -> tuple[str, ...]:
    return tuple(act.act for act in acts)


def _alike(inquiry: Inquiry) -> bool:
    steps = (step for steps in inquiry.process.clauses.steps for step in steps)
    return any(len(members) > 1 for s in steps for members in s.electorate.classes.values())
