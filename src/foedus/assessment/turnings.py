"""Why what is said of an act is so from a day on, or until one: in words, for every screen."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.sentence import Plain, anyone_of, name_of, several
from foedus.language import listed
from foedus.process.walk import Season

_ROOTS = ("expires", "lapses", "passes", "date")
"""What comes by time alone; all else of the same night follows from it."""
_SAID = {
    "ends": "end of {}",
    "enters": "entry into force of {}",
    "expires": "sunset of {}",
    "lapses": "lapse of {}",
    "opens": "opening of {}",
    "passes": "{} by silence",
}


def reason(turning: Plain | None, plain: Plain | None = None) -> str:
    """Say in brackets what comes by itself on a day; nothing of a day that the text names.

    Parameters
    ----------
    turning
        Why a season of the matrix begins or ends, as plain data.
    plain
        `foedus.assessment.Assessment.as_json`. A sunset has no name where there is no other; nor
        has anything where this is left out.

    Examples
    --------
    >>> truce = {"kind": "expires", "clause": "truce", "called": "the truce"}
    >>> pact = {"kind": "enters", "clause": "pact", "called": "the pact"}
    >>> reason({"events": [pact, truce], "unless": []})
    ' (sunset)'
    >>> reason({"events": [truce | {"kind": "date"}], "unless": []})
    ''
    """
    if turning is None:
        return ""
    roots = [event for event in turning["events"] if event["kind"] in _ROOTS]
    averted = {one["clause"] for one in turning["unless"]}
    told: dict[str, list[str]] = {}
    for event in roots or turning["events"]:
        if event["kind"] != "date" and event["clause"] not in averted:
            told.setdefault(event["kind"], []).append(event["called"])
    if plain is None or (set(told) == {"expires"} and len(_sunsets(plain)) == 1):
        said = [_SAID[kind].partition("{}")[0].removesuffix(" of ") or "silence" for kind in told]
    else:
        said = [_SAID[kind].format(listed(called)) for kind, called in told.items()]
    return f" ({listed(said)})" if said else ""


def _sunsets(plain: Plain) -> set[str]:
    """Return the treaties of which an assessment tells the sunset, by what they are called."""
    return {
        event["called"]
        for option in plain["options"]
        for row in option["matrix"]
        for season in row["seasons"]
        for event in (season["ends"] or {"events": []})["events"]
        if event["kind"] == "expires"
    }


def unless(turning: Plain | None, plain: Plain | None = None, victim: str = "") -> str:
    """Say what would leave all as it was, and who can stop that; nothing where nothing would.

    Parameters
    ----------
    turning
        Why a season of the matrix begins or ends, as plain data.
    plain
        `foedus.assessment.Assessment.as_json`; who can stop it is told only with it.
    victim
        Whom the act is against.

    Examples
    --------
    >>> renewal = {"kind": "procedure", "clause": "renewal", "called": "'renewal'", "by": []}
    >>> turning = {"events": [], "unless": [renewal | {"stopped_by": ["B"]}]}
    >>> unless(turning)
    " unless 'renewal' takes effect"
    >>> unless(turning, {"names": {"B": "Borduria"}, "groups": {}, "plurals": []})
    " unless 'renewal' takes effect (Borduria alone can stop that)"
    """
    told = list(_averting(turning, plain, victim)) if turning else []
    return f" unless {listed(told, 'or')}" if told else ""


def ended_by(season: Season) -> str:
    """Say why a season ends and what would let it go on, as short as a cell of a table needs it."""
    turning = season.ends.as_json() if season.ends else None
    return reason(turning) + unless(turning)


def _averting(turning: Plain, plain: Plain | None, victim: str) -> Iterator[str]:
    for one in turning["unless"]:
        if one["kind"] != "deed":
            yield f"{one['clause']!r} takes effect{_stopped(one, plain, victim)}"
        elif plain is None:
            yield f"{one['clause']!r} is performed"
        else:
            does = "perform" if several(plain, one["by"]) else "performs"
            by = listed([name_of(plain, who) for who in one["by"]])
            yield f"{by} {does} {one['clause']!r}{_stopped(one, plain, victim)}"


def _stopped(one: Plain, plain: Plain | None, victim: str) -> str:
    """Say who alone can stop it; of a deed besides whoever is to perform it."""
    if plain is None:
        return ""
    alone = [who for who in one["stopped_by"] if who not in one["by"]]
    if not alone:
        return "" if one["by"] else " (nobody can stop that alone)"
    return f" ({anyone_of(plain, alone, victim, 'can stop that')})"
