"""The answer first: sentences on each option, read off the plain data of an assessment alone.

Does help come, and when; who can stop it; what is worst in the text; what would have to be true for
it to deter. Each sentence names the figures that it is read off, and what it rests on most.
`tests/assessment` builds them again from the JSON, and a number that is changed there changes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from foedus.assessment.days import signed_by, through_the_days
from foedus.assessment.general import erring, general, in_law, silent, unguarded
from foedus.assessment.granted import taken_as_given
from foedus.assessment.leaving import LEAVING, leaves_first
from foedus.assessment.owing import (
    GREATER,
    at_will,
    effects_beside,
    in_turn,
    lesser,
    rights_beside,
    unanswered,
    waiting,
)
from foedus.assessment.sentence import (
    AS_WITH_NONE,
    FEWEST,
    Plain,
    Sentence,
    anyone_of,
    days_text,
    linked,
    name_of,
    span_text,
)
from foedus.assessment.sentence import several as takes_plural
from foedus.assessment.together import together
from foedus.deterrence import NOTHING, UNERRING, holding, ranged, taken_as
from foedus.figures import Figure, figure_text
from foedus.language import listed

TEXT = "the text as the file has it"
"""What a sentence rests on that no estimate enters."""
_RARE = 0.1
"""A chance below which it is also said as one in so many."""
_ANEW = "only the same act, done anew, would be answered"

_GENERAL = (general, erring, silent, unguarded, in_law)
"""What is said of all options together, in this order."""


def answer(plain: Plain) -> dict[str, object]:
    """Return the answer: what holds whatever the option, and then sentences on each.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.

    Returns
    -------
    dict
        ``general``, and ``options`` with ``id``, ``label`` and ``sentences``: ``about``, ``lead``,
        ``says``, ``text``, ``figures`` and ``rests_on``.
    """
    return {
        "general": [one.as_json() for of in _GENERAL for one in of(plain)],
        "options": [
            {
                "id": option["id"],
                "label": option["label"],
                "sentences": [one.as_json() for one in _of_option(plain, at)],
            }
            for at, option in enumerate(plain["options"])
        ],
    }


def _of_option(plain: Plain, at: int) -> Iterator[Sentence]:
    option = plain["options"][at]
    several = len({(p["by"], p["against"]) for o in plain["options"] for p in o["pairs"]}) > 1
    several |= any(_targets(o, p["by"]) for o in plain["options"] for p in o["pairs"])
    for number, pair in enumerate(option["pairs"]):
        where = f"/options/{at}/pairs/{number}"
        yield _help(plain, option, pair, where, several=several)
        if pair["consequence"] != "none":
            stop = _stop(plain, option, pair, where, several=several)
            by = name_of(plain, pair["by"])
            aimed = f"{by} against {name_of(plain, pair['against'])}"
            if _targets(option, pair["by"]):
                stop = stop._replace(lead=stop.lead.replace(by, aimed, 1))
            yield stop
    answered = [pair["by"] for pair in option["pairs"] if pair["consequence"] != "none"]
    yield from _kept(option, at, answered)
    if not option["pairs"]:
        yield Sentence("help", "Nobody here", "has an act that could be answered", (), TEXT)
    yield _worst(option, at)
    yield from _deter(plain, option)


def _targets(option: Plain, by: str) -> bool:
    """Say whether a party can act against several."""
    return len({row["against"] for row in option["matrix"] if row["by"] == by}) > 1


# Does help come, and when? ---------------------------------------------------------------------


def _help(plain: Plain, option: Plain, pair: Plain, where: str, *, several: bool) -> Sentence:
    needs, takes = pair["clock"]["needs"], pair["clock"]["takes"]
    victim = name_of(plain, pair["against"])
    # The label of an act may have an object already, or take none: its target stands apart.
    apart = several and victim and victim not in pair["does"]
    against = f", acting against {victim}," if apart else ""
    row = _met(option, pair)
    first = option["supposes"]
    signs = first.startswith("all ")
    when = f"once {first}{signed_by(row)}" if signs else f"as long as {first}"
    after = f", {when}," if first else ""
    lead = f"If{after} {name_of(plain, pair['by'])}{against} {pair['does']}"
    if takes is not None:
        lead += f", which takes {span_text(takes)} days,"
    else:
        lead += f", which needs {days_text(needs)}," if needs is not None else ","
    figures = [f"{where}/clock/needs"] if needs is not None and takes is None else []
    figures += [f"{where}/clock/takes/{end}" for end in range(2) if takes is not None]
    if pair["consequence"] == "none":
        says = unanswered(plain, pair, row)
        return Sentence("help", lead, says, (*figures,), TEXT)
    coming, more = _coming(plain, pair, row, where)
    given, whose = taken_as_given(plain, option, where.partition("/pairs")[0])
    force, also = _force(option, pair, where)
    rests = _rests_on(pair)
    says = through_the_days(plain, row, coming + given + force)
    return Sentence("help", lead, says, (*figures, *more, *whose, *also), rests)


def _coming(plain: Plain, pair: Plain, row: Plain, where: str) -> tuple[str, list[str]]:
    """Say what comes, with what chance and when."""
    takes, days = (Figure.of(pair[key]) for key in ("takes_effect", "days_to_effect"))
    figures, cut = [f"{where}/takes_effect", f"{where}/days_to_effect"], pair["cut"]
    by = f" by {cut['on']}" if cut else ""
    at_once, later = takes.value == 1 and days.value == 0, ""
    first = waiting(plain, pair, row, at_once=at_once)
    if pair["consequence"] == "effect":
        stop = "," if "," in pair["called"][-1] else ""  # the name has a clause of its own
        what = f"{listed(pair['called'], 'or')}{stop} comes"
    else:
        what, later = in_turn(plain, pair, row)
        later += effects_beside(pair, row)
        what += "," if pair["consequence"] == "right" else ""
        if at_once:
            soon = f"as soon as {first}" if first else "at once"
            if pair["consequence"] == "right":  # whoever owes nothing does not owe it at once
                said = what.removesuffix(",").replace("respond,", f"respond {soon},")
                return said + later, figures
            return f"{what} {soon}{rights_beside(plain, pair, row)}{later}", figures
    if first:
        what = f"{what.removesuffix(',')}, once {first},"
    chance = (
        f"with chance {figure_text(takes)}{by}{_one_in(takes)}"
        if takes.known
        else f"with a chance that is {figure_text(takes)}{by}: {_reason(takes)}"
    )
    figures += [f"{where}/cut/under_way"] if cut else []
    also, more = lesser(plain, pair, where)
    if days.value is None:
        day = figure_text(days) if days.low is not None else "not known"
        when = f"; on a day that is {day}{_still(cut)}"
        said = f"{what} {chance}{when}{rights_beside(plain, pair, row)}{later}{also}"
        told = days.low is not None
        known = [one for one in figures if told or not one.endswith("days_to_effect")]
        return said, [*known, *more]
    several = pair["consequence"] == "effect" and len(pair["called"]) > 1
    on = f"{'the first ' if several else ''}on day {figure_text(days)}"
    when = f", {on}" if takes.value == 1 else f"{',' if takes.known else ';'} if so {on}"
    if pair["sooner_later"]:
        when += f" for an act on {row['on']}, sooner for a later one"
        figures.append(f"{where}/sooner_later")
    said = f"{what} {chance}{when}{_still(cut)}{rights_beside(plain, pair, row)}{later}{also}"
    return said, [*figures, *more]


def _still(cut: Plain | None) -> str:
    """Say with what chance it is not settled when the horizon ends."""
    if not cut:
        return ""
    return f"; with chance {figure_text(Figure(cut['under_way']))} it is still under way then"


def _one_in(figure: Figure) -> str:
    """Say what a small chance is as one in so many."""
    if figure.value is None or not 0 < figure.value < _RARE:
        return ""
    return f", about 1 in {float(f'{1 / figure.value:.2g}'):,.0f}"


def _reason(figure: Figure) -> str:
    """Say why a figure is not known."""
    return figure.because[0].removeprefix("not known: ") if figure.because else "nothing says it"


def _force(option: Plain, pair: Plain, where: str) -> tuple[str, list[str]]:
    """Say when help in the field is there, and whether it answers this act or a renewed one."""
    row = _met(option, pair)
    unanswered = not row["duties"] and not row["rights"]
    only = " only if renewed" if unanswered and row["renewed"] else ""
    stages = pair["clock"]["stages"]
    if stages and stages[-1]["name"] in ("force", "arms"):
        day = Figure.of(stages[-1]["day"])
        on = "from" if only else "on"  # an act done again later is answered later
        said = f"{on} day {figure_text(day)}" if day.value is not None else f"{on} a day not known"
        figures = [f"{where}/clock/stages/{len(stages) - 1}/day"]
        sent = "help" if stages[-1]["name"] == "force" else "arms"
        in_time = pair["clock"]["in_time"]["value"]
        late = ", too late: the act is done before" if in_time == 0 else ""
        figures += [f"{where}/clock/in_time"] if late else []
        return f"; {sent} {said}{late}{only}", figures
    if only:
        right = row["renewed"][0]["owed"]["response"] == "right_only"
        return "" if right else f"; {_ANEW}", []
    some = any(met[key] for met in option["matrix"] for key in ("duties", "rights", "renewed"))
    return ("; no guarantee answers the act" if unanswered and some else ""), []


def _met(option: Plain, pair: Plain) -> Plain:
    """Return the row of the matrix about the act of a pair."""
    keys = ("by", "act", "against")
    found: Plain = next(r for r in option["matrix"] if all(r[key] == pair[key] for key in keys))
    return found


def _rests_on(pair: Plain) -> str:
    if not pair["takes_effect"]["known"]:
        return str(pair["takes_effect"]["because"][0])
    for driver in pair["drivers"]:
        more = "the more" if driver["rank_correlation"] > 0 else "the less"
        return f"{driver['name']} ({more}, the likelier: {linked(driver['rank_correlation'])})"
    for stage in pair["clock"]["stages"][-1:]:
        if stage["name"] in ("force", "arms"):
            given = [why for why in stage["day"]["because"] if why.startswith("help under")]
            return given[0] if given else TEXT
    return TEXT


# Who can stop it? ------------------------------------------------------------------------------


def _all_the_same(plain: Plain, pair: Plain) -> str:
    """Say why what nobody can stop need not come all the same: who may respond is named."""
    if pair["consequence"] == "duty":
        return "; yet it may go unhonoured"
    if pair["consequence"] != "right":
        return ""
    who = dict.fromkeys(by for one in pair["owed"] for by in one["by"])
    return f"; {listed([name_of(plain, by) for by in who])} need not respond"


def _stop(plain: Plain, option: Plain, pair: Plain, where: str, *, several: bool) -> Sentence:
    acting, by = "It", name_of(plain, pair["by"])
    if several:  # what takes effect need not be an answer: it may end what protects
        effect = pair["consequence"] == "effect"
        acting = f"What an act of {by} leads to" if effect else f"What answers {by}"
    if lesser(plain, pair, where)[1]:  # what is said beside it cannot be stopped
        owed = pair["owed"][0]
        acting = f"“{owed['words']}”" if owed["words"] else GREATER[owed["response"]]
        acting += f" in answer to {by}" if several else ""
    elif in_turn(plain, pair, _met(option, pair))[1]:  # and what comes later, by more than these
        acting = "What is owed first" + (f" in answer to {by}" if several else "")
    lead, figures = f"{acting} can be stopped by", [f"{where}/blockers"]
    alone, groups = pair["blockers"], pair["groups"]
    if alone:
        says = anyone_of(plain, alone, pair["against"])
    elif groups or pair["needed"]:
        least = min((sum(group.values()) for group in groups), default=0)
        by_votes = (
            f"{least} or more together: {together(groups, plain['names'], pair['classes'])}"
            if least
            else ""
        )
        silent = listed([name_of(plain, who) for who in pair["needed"]])
        by_silence = f"{silent} together, by doing nothing" if silent else ""
        says = f"nobody alone, only by {by_silence or by_votes}"
        says += f"; once they have acted, by {by_votes}" if by_silence and by_votes else ""
        figures += [f"{where}/{key}" for key in ("groups", "needed") if pair[key]]
    else:
        says = f"nobody{at_will(plain, pair) or _all_the_same(plain, pair)}"
    leaving = [name_of(plain, who) for who in pair["others_leave_first"] if who not in alone]
    if pair["by"] not in alone:  # else it is named already
        for at, hole in enumerate(option["loopholes"]):
            if leaves_first(hole["id"], hole["statement"], by):
                leaving = [by, *leaving]
                figures.append(f"{where.partition('/pairs')[0]}/loopholes/{at}")
                break
    if leaving:
        who = listed(leaving, "or")
        says = f"{says}; {who} by leaving" if alone else f"{who} by leaving first, else by {says}"
        figures += [f"{where}/others_leave_first"] * bool(pair["others_leave_first"])
    if LEAVING in option.get("undecided", ()) and not {by, pair["by"]} & {*leaving, *alone}:
        says += f"; whether by {by} too, by leaving first, is undecided"
        figures.append(f"{where.partition('/pairs')[0]}/undecided")
    return Sentence("stop", lead, says, tuple(figures), f"{TEXT}; all others are taken to help")


def _kept(option: Plain, at: int, answered: Sequence[str]) -> Iterator[Sentence]:
    """Say who can keep a guarantee from ever binding: of acts that are answered, who does them."""
    for number, hole in enumerate(option["loopholes"]):
        own = {*hole.get("able", ())} & {*answered}
        if hole["id"] == "kept-from-starting" and (own or not answered):
            where = (f"/options/{at}/loopholes/{number}",)
            yield Sentence("stop", "Before there is any attack", hole["statement"], where, TEXT)
            if answered:
                break


# What is worst in the text? ----------------------------------------------------------------------


def _worst(option: Plain, at: int) -> Sentence:
    lead = "The gravest fault in the text is"
    undecided = option.get("undecided", ())
    left, figures = len(undecided), (f"/options/{at}/undecided",) if undecided else ()
    are = "is" if left == 1 else "are"
    more = f"; {left} more {are} undecided, since the search was given up" if left else ""
    if not option["loopholes"]:
        none = "none that the catalogue knows"
        if left:
            properties = "1 property is" if left == 1 else f"{left} properties are"
            lead, none = (
                "In the text no fault was found",
                f"in the time given; {properties} undecided",
            )
        return Sentence("worst", lead, none, figures, TEXT)
    worst = option["loopholes"][0]
    defined = worst.get("headline", worst["definition"]).rstrip(".")
    says = f"{defined[:1].lower()}{defined[1:]}{more}"
    return Sentence("worst", lead, says, (f"/options/{at}/loopholes/0", *figures), TEXT)


# What would have to be true for it to deter? -----------------------------------------------------


def _deter(plain: Plain, option: Plain) -> Iterator[Sentence]:
    table = plain["decision"]
    if table is None:
        why = plain["absent"][0].partition(": ")[2] if plain["absent"] else "it was not asked"
        yield Sentence("deter", "Whether it deters is", f"not known: {why}", ("/absent",), why)
        return
    for at, row in enumerate(table["rows"]):
        if row["option"] == option["id"]:
            yield _deters(plain, row, f"/decision/rows/{at}")


def _deters(plain: Plain, row: Plain, where: str) -> Sentence:
    figures, name = [f"{where}/deters"], row["name"]
    be = "are" if takes_plural(plain, [row["by"]]) else "is"
    lead = f"With all else as the file takes it, {_prized(plain['decision'])}{name} {be} deterred"
    lead += " from attacking anybody" if row["fronts"] else ""
    alone, same = len(plain["options"]) == 1, row["as_with_none"]
    alike = f"{_NO_MORE}: with either, " if same and alone else ""
    figures += [f"{where}/as_with_none"] if alike else []
    at, beside = next((n, p) for n, p in enumerate(row["paired"]) if p["other"] == NOTHING)
    as_likely = not alone and max(beside["lower"], beside["higher"]) < FEWEST
    figures += [f"{where}/paired/{at}/{key}" for key in ("lower", "higher") if as_likely]
    if not row["switches"]:
        says = "whatever any" if row["deters"] else "at no value that any"
        says = f"{alike}{says} one estimate may have within its range"
        return Sentence("deter", lead, says, tuple(figures), "all that is assumed together")
    one = row["switches"][0]
    taken = next(entry for entry in plain["inputs"] if entry["name"] == one["name"])
    mine = [(at, s) for at, s in enumerate(row["switches"]) if s["name"] == one["name"]]
    turns = [(s["value"], s["deters"]) for _, s in mine]
    so = holding(one["name"], taken["says"], turns, one["middle"], row["by"])
    says = f"{alike}{'as long as' if row['deters'] else 'only if'}"
    says += " " + re.sub(rf" (costs?|brings?) {re.escape(name)} ", r" \1 it ", so)
    says += f" ({one['kind']}: {taken_as(one['name'], one['middle'], one['span'])})"
    says += AS_WITH_NONE if as_likely else ""
    says += UNERRING if one["erring"] else ""
    figures += [f"{where}/switches/0/{key}" for key in ("value", "middle", "kind", "deters")]
    figures += [f"{where}/switches/{at}/value" for at, _ in mine[1:]]
    figures += [f"{where}/switches/0/erring"] if one["erring"] else []
    because = f": {taken['because']}" if taken["because"] else ""
    span = ranged(one["name"], taken["low"], taken["high"], taken["middle"])
    rests = f"{taken['says']} ({one['kind']}, {span}{because})"
    return Sentence("deter", lead, says, tuple(figures), rests)


_NO_MORE = "neither more nor less than with no arrangement at all"
"""Said of an option whose answer is that of no arrangement, and changes at the same values."""


def _prized(table: Plain) -> str:
    """Say what the prize is, where any of the answers speaks of it."""
    first = [row["switches"][0]["name"] for row in table["rows"] if row["switches"]]
    told = any(name.startswith(("stakes.", "refusing.")) for name in first)
    return "and the prize being what it attacks for, " if told else ""
