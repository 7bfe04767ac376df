"""What a verdict examined, in the reader's words."""

from __future__ import annotations

from foedus.language import listed
from foedus.loopholes.inquiry import Inquiry
from foedus.process import names_of

FROM_AN_ATTACK = frozenset(
    {"assured-response", "single-blocker", "promptness", "capability-gap", "judge-of-content"}
)
"""Properties that ask what follows an attack made as soon as a duty to answer it binds."""

OF_WHAT_A_DUTY_ANSWERS = frozenset(
    {"gap", "assured-response", "promptness", "expiry", "withdrawal-dodge", "judge-of-content"}
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
    for at, (name, text) in enumerate(process.arrangement.instruments.items()):
        if text.sunset is not None:
            last = process.clauses.last_day(lives[at], at)
            told.append(repr(name) + (f" (until {process.date_of(last)})" if last else ""))
    return f", as if {listed(told)} never ran out" if told else ""


def _left(inquiry: Inquiry) -> bool:
    return any(text.withdrawal for text in inquiry.process.arrangement.instruments.values())


def _acts(inquiry: Inquiry, asked: str) -> list[str]:
    clauses = inquiry.process.clauses
    told: list[str] = []
    for threat in inquiry.threats:
        by = names_of(clauses, [threat.by])
        to = f" against {names_of(clauses, [threat.against])}" if threat.against else ""
        acts = grave = inquiry.grave(threat)
        if asked in OF_WHAT_A_DUTY_ANSWERS:
            acts = inquiry.answered(threat)
        less = listed([repr(act) for act in grave if act not in acts])
        rest = f" (not {less}, which no duty answers)" if less else ""
        told.append(f"{' and '.join(map(repr, acts))} by {by}{to}{rest}")
    return told


def _alike(inquiry: Inquiry) -> bool:
    steps = (step for steps in inquiry.process.clauses.steps for step in steps)
    return any(len(members) > 1 for s in steps for members in s.electorate.classes.values())
