"""On which days what is said of an act is so: what begins on a date, and what has ended by one."""

from __future__ import annotations

from foedus.assessment.owing import once, owing
from foedus.assessment.sentence import Plain
from foedus.assessment.turnings import reason, unless
from foedus.language import listed


def through_the_days(plain: Plain, row: Plain, says: str) -> str:
    """Say of each span of days what an act leads to then, `says` of that on which it is asked.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.
    row
        The row of the matrix about the act.
    says
        What it leads to when done on the day of the row.
    """
    seasons = row["seasons"]
    if len(seasons) == 1:
        return says
    main = next(season for season in seasons if season["since"] == row["on"])
    nothing = "nothing follows" if main["kind"] == "effect" else "nothing is owed"
    told: list[str] = []
    for at, season in enumerate(seasons):
        asked = season is main
        said = says if asked else _leads_to(plain, season, main) or nothing
        why = reason(season["begins"], plain)
        kept = unless(season["begins"], plain, row["against"])
        if at and not asked and season["kind"] == "none" and season is seasons[-1]:
            last = seasons[at - 1]["until"]
            if main["kind"] == "effect" and seasons[at - 1] is main:
                told[-1] += f", until {last}{why}{kept}"
                continue
            said = f"nothing after {last}{why}{kept}"
        elif at:
            then = at == 1 and seasons[0] is not main
            since = "then on" if then else f"{season['since']} on{why}"
            waits = "" if asked else once(plain, row, season["of"])
            said = f"from {since}{f',{kept},' if kept else ''} {said}{waits}"
        elif not asked:
            said += f" before {seasons[1]['since']}{reason(season['ends'], plain)}"
        if season["again"]:
            said += f", but where it was done before, {owing(plain, season['again'])}"
        told.append(said)
    return "; ".join(told)


def signed_by(row: Plain) -> str:
    """Say by when what waits for a signature is taken to be signed, where days count from then."""
    return f" by {row['seasons'][0]['since']}" if len(row["seasons"]) > 1 else ""


def _leads_to(plain: Plain, season: Plain, main: Plain) -> str:
    """Say what an act leads to on days on which it leads to less; empty where to nothing.

    To whom it is owed is left out where that was told of the days on which it leads to the most.
    """
    if season["kind"] == "none":
        return ""
    if season["kind"] == "effect":
        return f"nothing is owed, and {listed(season['called'])} can take effect"
    told = [one["to"] for one in main["owed"]]
    less = [one | {"to": []} if one["to"] in told else one for one in season["owed"]]
    return owing(plain, less)
