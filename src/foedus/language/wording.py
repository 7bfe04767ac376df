"""Conditions, estimates and lists of names in plain English."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from foedus.language.conditions import Condition
from foedus.language.judgements import Issue
from foedus.language.quantities import Estimate
from foedus.texts import Plural, agreeing


def listed(names: Sequence[str], joint: str = "and") -> str:
    """Return names as a list in a sentence.

    Examples
    --------
    >>> listed(["France", "Poland", "Italy"])
    'France, Poland and Italy'
    """
    if len(names) <= 1:
        return next(iter(names), "")
    told = f"{', '.join(names[:-1])} {joint} {names[-1]}"
    return Plural(told) if joint == "and" else told


_OF_A_CLAIM = {
    "support": "makes the claim",
    "conditional": "makes the claim on a condition",
    "ambiguous": "leaves the claim open",
    "oppose": "denies the claim",
}


def stance_told(issue: Issue | None, stance: str) -> str:
    """Return a stance in words: who makes a claim says that it is so, and need not wish it.

    Examples
    --------
    >>> stance_told(Issue(label="that Russia declares victory", claim=True), "support")
    'makes the claim'
    >>> stance_told(Issue(label="an invitation now"), "support")
    'support'
    """
    return _OF_A_CLAIM[stance] if issue is not None and issue.claim else stance


def case_told(issue: Issue | None, stance: str, condition: str) -> str:
    """Return the condition that a statement names, after it; empty where it names none.

    Where the question is itself of a case ("membership at once if the deal is broken"), that is the
    case which whoever takes a clear side speaks of, and the support of it hangs on nothing more.

    Examples
    --------
    >>> at_once = Issue(label="membership at once if the deal is broken")
    >>> case_told(at_once, "support", "Russia attacks again"), case_told(at_once, "oppose", "")
    (' (said of the case that Russia attacks again)', '')
    >>> case_told(at_once, "conditional", "the war is over")
    ', if the war is over'
    >>> case_told(Issue(label="membership"), "support", "conditions allow")
    ', if conditions allow'
    """
    if not condition:
        return ""
    of_a_case = issue is not None and re.search(r"\bif\b", issue.label) is not None
    if of_a_case and stance != "conditional":
        return f" (said of the case that {condition})"
    return f", if {condition}"


_SAID: dict[str, tuple[str, str]] = {
    "done": ("{0!r} has taken effect", "{0!r} has not taken effect"),
    "open": ("{0!r} is under way", "{0!r} is not under way"),
    "lapsed": ("{0!r} has lapsed", "{0!r} has not lapsed"),
    "alleged": ("a breach of {0!r} has been alleged", "no breach of {0!r} has been alleged"),
    "found": ("a breach of {0!r} has been found", "no breach of {0!r} has been found"),
    "breached": ("{0!r} has in fact been breached", "{0!r} has in fact never been breached"),
    "complied": ("{0!r} has in fact never been breached", "{0!r} has in fact been breached"),
    "in_force": ("{0!r} is in force", "{0!r} is not in force"),
    "ended": ("{0!r} has ended", "{0!r} has not ended"),
    "noticed": (
        "notice of withdrawal from {0!r} has been given",
        "no notice of withdrawal from {0!r} has been given",
    ),
    "performed": ("{0!r} has been performed", "{0!r} has not been performed"),
    "active": ("{0!r} is active", "{0!r} is not active"),
    "owed": (
        "the response under {0!r} is due, answered or not",
        "no response under {0!r} is due, answered or not",
    ),
    "honoured": ("{0!r} has been honoured", "{0!r} has not been honoured"),
    "declined": (
        "the response under {0!r} has been declined for good",
        "the response under {0!r} has not been declined for good",
    ),
    "overdue": (
        "the time for the response under {0!r} has run out without it",
        "no response under {0!r} is overdue",
    ),
    "defended": (
        "somebody has come to the aid of {0} with force",
        "nobody has come to the aid of {0} with force",
    ),
    "prevailed": (
        "{0} {has} gained by force what {it} fought for",
        "{0} {has} not gained by force what {it} fought for",
    ),
    "repelled": ("{0} {has} fought and failed", "{0} {has} not fought and failed"),
    "from": ("{0} has come", "{0} has not come"),
}


def _itself(name: str) -> str:
    return name


def condition(
    c: Condition, naming: Callable[[str], str] = _itself, *, negated: bool = False
) -> str:
    """Return a condition as a clause of a sentence.

    Parameters
    ----------
    c
        The condition.
    naming
        What a party is called, by its id.
    negated
        Say that it does not hold.

    Examples
    --------
    >>> condition(Condition(not_=Condition(done="finding")))
    "'finding' has not taken effect"
    >>> condition(Condition(any=(Condition(open="a"), Condition(open="b"))), negated=True)
    "'a' is not under way and 'b' is not under way"
    >>> condition(Condition(all=(Condition(open="a"), Condition(open="b"))), negated=True)
    "either 'a' is not under way or 'b' is not under way"
    """
    if c.not_ is not None:
        return condition(c.not_, naming, negated=not negated)
    for parts, conjunctive in ((c.all, True), (c.any, False)):
        if parts is not None:  # that not all hold is that one does not: each is denied by itself
            told = [_part(part, naming, negated) for part in parts]
            return _joined(told, conjunctive is not negated)
    if c.act is not None or c.acted is not None:
        who, rung = naming(c.by or ""), f"at {c.act or c.acted!r} or above"
        adverb = ("" if c.act else " at some time been", " not" if c.act else " never been")[
            negated
        ]
        is_at = agreeing(who, "is" if c.act else "has") + adverb
        return f"{who} {is_at} {rung}{_towards(c, naming)}"
    if c.signed is not None:
        who = naming(c.by or "")
        if not c.by:
            return f"{'not ' if negated else ''}all who must sign {c.signed!r} have signed it"
        return f"{who} {agreeing(who, 'has')} {'not ' if negated else ''}signed {c.signed!r}"
    if c.member is not None:
        who = naming(c.member)
        is_member = f"{agreeing(who, 'is')}{' not' if negated else ''} "
        is_member += "members" if isinstance(who, Plural) else "a member"
        return f"{who} {is_member} of {naming(c.of or '')}"
    if c.by is not None:
        return _for_one(c, naming(c.by), negated)
    value = getattr(c, "from_" if c.key == "from" else c.key)
    named = naming(value) if c.key in ("defended", "prevailed", "repelled") else value
    it = "they" if isinstance(named, Plural) else "it"
    said = _SAID[c.key][negated].format(named, has=agreeing(named, "has"), it=it)
    return said + _towards(c, naming)


def _for_one(c: Condition, who: str, negated: bool) -> str:
    """Say how an instrument stands for one of its parties."""
    if c.noticed is not None:
        given = f"{agreeing(who, 'has')} {'not ' if negated else ''}given"
        return f"{who} {given} notice of withdrawal from {c.noticed!r}"
    return f"{_SAID[c.key][negated].format(getattr(c, c.key))} for {who}"


def _towards(c: Condition, naming: Callable[[str], str]) -> str:
    return f" towards {naming(c.against)}" if c.against else ""


def _part(part: Condition, naming: Callable[[str], str], negated: bool) -> str:
    text = condition(part, naming, negated=negated)
    while part.not_ is not None:
        part = part.not_
    several = part.all or part.any or ()
    return f"({text})" if len(several) > 1 else text


def _joined(parts: list[str], conjunctive: bool) -> str:
    if len(parts) == 1:
        return parts[0]
    return " and ".join(parts) if conjunctive else f"either {' or '.join(parts)}"


def estimate(e: Estimate, unit: str = "") -> str:
    """Return an estimate with its range, kind and reason.

    Examples
    --------
    >>> estimate(Estimate(low=10, high=60, kind="judged", because="an example"), "days")
    '10 to 60 days (judged: an example)'
    """
    unit = f" {unit}" if unit else ""
    if e.low is None or e.high is None:
        said = f"{e.middle:g}{unit}"
    else:
        likeliest = f", likeliest {e.value:g}" if e.value is not None else ""
        likeliest += ", even in ratios" if e.law == "log" else ""
        said = f"{e.low:g} to {e.high:g}{unit}{likeliest}"
    reason = f": {e.because}" if e.because else ""
    return f"{said} ({e.kind}{reason})"
