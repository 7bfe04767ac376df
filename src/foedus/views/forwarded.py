"""Did it hold from a day, in a line that is passed on alone.

Of each thing that is compared one quantity is told, once, and its interval in the same quantity: by
what part it fell, or to how many times it rose. What it is compared with and over which days stands
before it, what it does not show behind it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from foedus.language import listed
from foedus.monitor import LEVEL, Basis, Compared, Comparison
from foedus.views.watch import printable

_NAMES = {
    ("all", "events"): "incidents",
    ("all", "deaths"): "deaths",
    ("civilians", "deaths"): "deaths of civilians",
}
"""What is told of in the line, of all that is compared."""


def headline(asked: Comparison) -> str:
    """Return the answer in one line, and no more than the intervals bear.

    It says which norm it is the answer for: it may be one side's, and will be passed on alone. A
    fall or a rise is told only where both intervals agree, whether unreviewed pairs of rows are one
    event or two; the interval is the widest.
    """
    of = printable(f"'{asked.norm}'{f', which binds {asked.binds}' if asked.binds else ''}")
    if asked.rests and (not all(asked.rests.sides) or asked.rests.hollow):
        return f"{of}: {_cannot_tell(asked.on, asked.rests)}"
    shown = [part for part in asked.parts if (part.of, part.counted) in _NAMES]
    sentences = [
        f"{of}: {_answer(asked, shown)}",
        *_when_bound(asked),
        *_whether_steady(asked, shown),
        *_caveats(asked),
        _not_shown(asked, shown),
        *_sources(asked),
    ]
    return " ".join(f"{sentence[:1].upper()}{sentence[1:]}." for sentence in sentences if sentence)


def _answer(asked: Comparison, shown: Sequence[Compared]) -> str:
    """Return what is told of each thing that was counted, and over which days."""
    if not shown:
        return f"nothing is on record {_nothing(asked)}"
    days = shown[0].ratio.days_before, shown[0].ratio.days_after
    said = [_said(asked, part, days[0] == days[1]) for part in shown]
    return f"on record in the {_period(asked, *days)}, {'; '.join(said)}"


def _period(asked: Comparison, before: int, after: int) -> str:
    """Return what is compared with what: the days from the day on, and those before it."""
    short = asked.rests.short if asked.rests else (0, 0)
    last = asked.rests.last if asked.rests else asked.on + timedelta(after - 1)
    shorter = [" that can be compared" if many else "" for many in short]
    return (
        f"{days_text(after)} from {asked.on} to {last}{shorter[1]}, against the "
        f"{days_text(before)} before{shorter[0]}"
    )


def _when_bound(asked: Comparison) -> Iterator[str]:
    """Say on which of the days the norm did not bind: what was done then breached nothing."""
    if asked.bound is None or asked.bound_on is None or asked.rests is None:
        return
    many, whole = asked.bound_on, asked.rests.sides
    if many != whole:
        sides = zip(many, whole, strict=True)
        before, after = (f"{_part(some, of)} of the {days_text(of)}" for some, of in sides)
        yield (
            f"the norm binds from {asked.bound[0]} to {asked.bound[1]}: on {before} before and on "
            f"{after} from {asked.on} on; what was done on other days breaches nothing"
        )


def _part(some: int, whole: int) -> str:
    return {0: "none", whole: "all"}.get(some, f"{some:,}")


def _nothing(asked: Comparison) -> str:
    """Return the days of which nothing is on record."""
    if asked.rests is None:
        return f"in the days before and after {asked.on}"
    before, after = asked.rests.sides
    return f"in the {days_text(before)} before {asked.on}, or in the {days_text(after)} from it on"


def _said(asked: Comparison, part: Compared, is_even: bool) -> str:
    """Return what is told of one thing that was counted, with its interval."""
    found, (told, low, high) = part.ratio, asked.told(part)
    name = _NAMES[part.of, part.counted]
    level = f"{LEVEL:.0%} interval"
    counts = f"{count_text(found.before)} before, {count_text(found.after)} after"
    a_day = name if is_even else f"{name} a day"
    if told == "not compared":
        return f"{name} are not compared, as they are not told of {untold_text(part)}"
    if told == "fell" and not found.after:
        return f"{name} fell to none ({counts}; {level}: a fall by {part_text(1 - high)} or more)"
    if told == "fell" and found.ratio is not None:
        ends = f"{part_text(1 - high)} to {part_text(1 - low)}"
        return f"{a_day} fell by {part_text(1 - found.ratio)} ({level}: {ends})"
    if told == "rose":
        ends = f"{times_text(low)} to {times_text(high)} times"
        ends = ends if math.isfinite(high) else f"{times_text(low)} times or more"
        if found.ratio is None:
            return f"{name} rose from none ({counts}; {level} of the rise: to {ends})"
        return f"{a_day} rose to {times_text(found.ratio)} times as many ({level}: {ends})"
    span = f"{level}: from {_end(low)} to {_end(high)}"
    if told == "too few to tell":
        return f"{name} are too few to tell a fall from a rise ({counts}; {span})"
    return f"no change in {a_day} can be told ({span})"


def _end(ratio: float) -> str:
    """Return an end of an interval that holds falls and rises."""
    if ratio == 1:
        return "no change"
    if ratio < 1:
        return f"a fall by {part_text(1 - ratio)}" if ratio else "a fall to none"
    return f"a rise to {times_text(ratio)} times" if math.isfinite(ratio) else "any rise"


def part_text(share: float) -> str:
    """Return a part in per cent, never rounded to none or to all of it.

    Examples
    --------
    >>> [part_text(share) for share in (0.624, 0.004, 0.996, 1)]
    ['62%', 'less than 1%', 'more than 99%', '100%']
    """
    if 0 < share < 0.005:
        return "less than 1%"
    return "more than 99%" if 0.995 <= share < 1 else f"{share:.0%}"


def times_text(ratio: float) -> str:
    """Return how many times as many, never rounded to as many.

    Examples
    --------
    >>> [times_text(ratio) for ratio in (2.64, 14.2, 1.04, 1.0004)]
    ['2.6', '14', '1.04', '1.0004']
    """
    if ratio >= 9.95:
        return f"{ratio:,.0f}"
    texts = (f"{ratio:.{digits}f}" for digits in range(1, 7))
    return next((text for text in texts if float(text) != 1), "just over 1")


def _whether_steady(asked: Comparison, shown: Sequence[Compared]) -> Iterator[str]:
    """Say where a change may as well have gone on all the time, and not have begun on the day."""
    for what, verb, noun in (("fell", "fall", "fell"), ("rose", "rise", "rose")):
        names, unknown = [], []
        for part in shown:
            if asked.told(part).what == what:
                steady = [way.may_be_steady for way in asked.ways(part)]
                if any(steady):
                    names.append(_NAMES[part.of, part.counted])
                elif None in steady and part.ratio.halves:
                    unknown.append(part)
        if names:
            yield (
                f"the record does not tell whether {listed(names)} began to {verb} on that day or "
                f"{noun} steadily through all of these days"
            )
        for part in unknown:
            first, second = map(count_text, part.ratio.halves[:2])
            yield (
                f"within the days before it, {_NAMES[part.of, part.counted]} were {first} in the "
                f"first half and {second} in the second"
            )


def _not_shown(asked: Comparison, shown: Sequence[Compared]) -> str:
    """Say what the line does not show."""
    changed = any(asked.told(part).what in ("fell", "rose") for part in shown)
    many, whole = asked.unsaid
    parts = ["what made the change"] if changed else []
    if many:
        of = "any" if many == whole else f"{many:,} of {whole:,}"
        parts.append(f"who began (no source says it of {of})")
    return f"not shown: {', or '.join(parts)}" if parts else ""


def _sources(asked: Comparison) -> Iterator[str]:
    """Name each source that is compared, and say what it does not record."""
    if asked.rests:
        for form in asked.rests.surveyed.forms:
            if form.name in asked.rests.sources:
                label = asked.labels.get(form.name, "")
                title = printable(f"{form.title} {label}".strip())
                yield f"source: {title}; {printable(form.silent_on)}"


def _caveats(asked: Comparison) -> Iterator[str]:
    """Say what keeps the days of the two sides from being alike, and the rows from being sure."""
    if asked.rests:
        yield from _caveats_of(asked.rests)
    if asked.doubles:
        pairs = "one pair" if asked.doubles == 1 else f"{asked.doubles:,} pairs"
        yield f"the intervals allow for {pairs} of rows that may be one event"
    many, whole = asked.doubtful, asked.unsaid[1]
    if many:
        of = "each incident" if many == whole else f"{many:,} of {whole:,} incidents"
        yield f"for {of} it is likelier that it does not count under this norm than that it does"


def _cannot_tell(on: date, rests: Basis) -> str:
    """Say that it cannot be told whether it held, and why: what was not seen is not peace."""
    told = f"whether violence fell or rose from {on} on cannot be told: "
    if all(rests.sides):
        gaps = [f"{printable(title)} from {low} to {high}" for title, low, high in rests.hollow]
        return (
            f"{told}no row was read of {listed(gaps)}, and no file is said to be complete for "
            "those days ('ingest --covers FIRST/LAST' says it)."
        )
    (before, after), (barred, bars) = rests.sides, rests.barred
    sides = [
        f"{days_text(shut)} {which} of which files speak"
        for compared, shut, which in ((before, barred, "before it"), (after, bars, "from it on"))
        if not compared
    ]
    return (
        f"{told}on all {' and on all '.join(sides)}, observers were barred or jammed somewhere in "
        "its zones; few records then are no sign of quiet."
    )


def _caveats_of(rests: Basis) -> Iterator[str]:
    """Say what keeps the days of the two sides from being alike."""
    if rests.left_out:
        named = [f"{printable(title)} ({incidents_text(many)})" for title, many in rests.left_out]
        does, it = ("does", "it") if len(named) == 1 else ("do", "they")
        yield f"without {listed(named)}, as {it} {does} not speak of all of these days"
    for said, sides in (
        ("no file speaks of", rests.silent),
        ("observers were barred or jammed on", rests.barred),
    ):
        if any(sides):
            yield f"{said} {sides[0]:,} further days before and {sides[1]:,} after, left out"
    if not rests.complete:
        yield "no file is said to be complete for these days"
    if not rests.alike:
        seen = [said.sentence().removeprefix("access of observers: ") for said in rests.seen]
        seen = [said.removesuffix(", so that few records are no sign of quiet") for said in seen]
        yield (
            f"access of observers before: {seen[0]}; from then on: {seen[1]}; fewer records with "
            "less access are no sign of quiet"
        )
    else:
        yield _access(rests)


def _access(rests: Basis) -> str:
    """Say who could look, where that is alike on both sides."""
    before, after = (s.sentence().removeprefix("access of observers: ") for s in rests.seen)
    if before == after:
        return f"access of observers, on either side of the day: {before}"
    return f"access of observers before: {before}; from then on: {after}"


def incidents_text(many: int) -> str:
    """Return a number of incidents."""
    return "1 incident" if many == 1 else f"{many:,} incidents"


def days_text(many: int) -> str:
    """Return a number of days."""
    return "1 day" if many == 1 else f"{many:,} days"


def count_text(many: float) -> str:
    """Return a count, which need not be whole where rows of several days are spread over them."""
    return f"{many:,.0f}" if abs(many - round(many)) < 0.05 else f"{many:,.1f}"


def untold_text(part: Compared) -> str:
    """Say of how many incidents deaths are not told, on each side."""
    sides = zip(part.untold, part.incidents, ("before it", "from it on"), strict=True)
    return listed(
        [f"{some:,} of {incidents_text(many)} {side}" for some, many, side in sides if some]
    )
