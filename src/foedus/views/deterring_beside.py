"""What stands beside the decision table: break-evens, provocation, waiting, equilibria, costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from textwrap import wrap

from foedus.deterrence import (
    COSTS,
    Deterrence,
    OptionDeterrence,
    Reversal,
    beneficiary_of,
    in_words,
    notices,
    searched,
    targets_of,
    threatened,
)
from foedus.figures import Figure, absence, rounded, threshold_text
from foedus.language import agreeing
from foedus.process import called
from foedus.views.cells import pays_again
from foedus.views.deterring import WIDTH, counted, line

_LABEL = 24
_SMALL = 0.005
_WORDS = {
    "never": "in half of them or more none is enough",
    "split": "in half of them none is needed, and in half none is enough",
    "not needed": "in most of them it may come however late",
}
"""What stands for a break-even where there is none."""
_NO_FORECAST = "This follows from the text and the stakes in the file; it is no forecast."


def beside(found: Deterrence, turned: Sequence[Reversal]) -> Iterator[str]:
    """Yield the lines that follow the decision table.

    Parameters
    ----------
    found
        The options.
    turned
        Which options change places at which cost of what is threatened.
    """
    for by in found.adversaries:
        yield from _about(found.about(by))
    yield from _other_side(found)
    yield from _costs(found, turned)
    for told in notices(found.nothing.arrangement):
        yield from ["", *wrap(f"Notice: {told}.", WIDTH)]
    yield ""
    drawn = f"{counted(found.design.draws, 'draw')}, seed {found.design.seed}"
    told = f"{drawn}. Concept: {found.concept}. {_NO_FORECAST}"
    yield from wrap(told, WIDTH)
    yield from wrap(in_words(found.nothing.arrangement), WIDTH)


def _about(found: Deterrence) -> Iterator[str]:
    """Tell what stands beside the table about one party that is to be deterred."""
    name = called(found.nothing.arrangement, found.by)
    every = (found.baseline, *found.options.values())
    anybody = " against anybody" if targets_of(found.nothing.arrangement, found.by) else ""
    fields = ("break_even_credibility", "break_even_passing", "break_even_days")
    cells = {_threshold(getattr(o, field)) for o in every[1:] for field in fields}
    words = "".join(f"; {word}: {says}" for word, says in _WORDS.items() if word in cells)
    few = len(searched(found.design.draws))
    of = f"{few} of the draws" if few < found.design.draws else "the draws"
    yield from _table(
        f"Break-evens: from where on an attack by {name}{anybody} no longer pays it, in best "
        f"conduct (the median of {of}{words})",
        ("honoured from", "passing from", "within days"),
        fields,
        every[1:],
        _threshold,
    )
    for o in every[1:]:
        for field in fields:
            if why := pays_again(getattr(o, field)):
                yield from wrap(f"  * {o.label}: {why}", WIDTH, subsequent_indent="    ")
    yield from _table(
        f"What complying is worth to {name}, less the same with no arrangement, and of that what "
        "is promised to it while it complies, in prizes",
        ("complying", "the promise"),
        ("reassurance", "reverse"),
        every,
    )
    yield from _promises(every)
    yield from _ties(every, name)
    yield from _waiting(every, name)
    yield from _equilibria(found, name)


def _other_side(found: Deterrence) -> Iterator[str]:
    """Tell whether the one party that may provoke does, and drags others in."""
    who = beneficiary_of(found.nothing.arrangement)
    name = called(found.nothing.arrangement, who) if who else "the other side"
    yield from _table(
        f"The chance that {name} {agreeing(name, 'provokes')}, how much more than with no "
        "arrangement, what of that remains as errors of judgement vanish (the rest is an artefact "
        "of them; who is indifferent is then as likely to provoke as not, so that a tie counts as "
        "half), and that guarantors are drawn into its war",
        ("provokes", "more", "remains", "drawn in"),
        ("provoke", "provoke_extra", "provoke_limit", "entrapment"),
        (found.baseline, *found.options.values()),
    )
    for one in found.options.values():
        even, strict = one.provoke_limit.value, one.provoke_strict.value
        if even is not None and strict is not None and abs(even - strict) >= _SMALL:
            told = (
                f"{one.label}: what remains hangs on ties; if who is indifferent does not provoke, "
                f"it is {rounded(strict, one.provoke_strict.unit)}"
            )
            yield from wrap(f"  {told}", WIDTH, subsequent_indent="    ")


def _table(
    title: str,
    heads: Sequence[str],
    fields: Sequence[str],
    options: Sequence[OptionDeterrence],
    written: Callable[[Figure], str] | None = None,
) -> Iterator[str]:
    cell = written or _cell
    rows = [(o.label, [cell(getattr(o, name)) for name in fields]) for o in options]
    asked = [at for at in range(len(heads)) if any(cells[at] != "-" for _, cells in rows)]
    if not asked:
        return
    yield ""
    yield from wrap(title, WIDTH)
    wide = 18 if len(asked) < 4 else 13
    for label, cells in (("", heads), *rows):
        yield from line(label, [cells[at] for at in asked], wide, _LABEL)


def _cell(figure: Figure) -> str:
    """Return a figure; a dash where the question does not arise."""
    if figure.value is None:
        word = absence(figure)
        return {"not asked": "-", "not computed": "unsolved"}.get(word, word)
    return rounded(figure.value, figure.unit)


def _threshold(figure: Figure) -> str:
    """Return a break-even, with a star where it is not from there on; without its interval."""
    if figure.value is None:
        return _cell(figure)
    told = threshold_text(replace(figure, low=None, high=None))
    return f"{told}{'*' if pays_again(figure) else ''}"


def _promises(options: Sequence[OptionDeterrence]) -> Iterator[str]:
    """Tell whether what is promised to the adversary reassures it, and by which sources."""
    for o in options:
        if o.reverse.value is not None:
            sources = f" (sources: {', '.join(o.reverse.sources)})" if o.reverse.sources else ""
            told = f"  {o.label}: {'; '.join(o.reverse.because[1:])}{sources}"
            yield from wrap(told, WIDTH, subsequent_indent="    ")


def _ties(options: Sequence[OptionDeterrence], name: str) -> Iterator[str]:
    """Tell where best conduct hangs on what the indifferent do: the set that ties leave open."""
    hangs = [o for o in options if _apart(o.best) >= _SMALL]
    if hangs:
        yield ""
        yield from wrap(
            f"The chance of an attack by {name} in best conduct, without errors, where it hangs on "
            "what a party does to which it makes no difference: the range over four rules for such "
            "ties, and if each of equally good answers is as likely",
            WIDTH,
        )
    for o in hangs:
        low, high, even = (x or 0.0 for x in (o.best.low, o.best.high, o.limit.value))
        yield from wrap(f"  {o.label}: {low:.2f} to {high:.2f}, and {even:.2f}", WIDTH)


def _apart(figure: Figure) -> float:
    return (figure.high or 0.0) - (figure.low or 0.0)


def _waiting(options: Sequence[OptionDeterrence], name: str) -> Iterator[str]:
    """Tell for options with a sunset what waiting it out brings, where that was computed."""
    known = [o for o in options if o.waiting.value is not None]
    if known:
        yield ""
        yield from wrap(
            f"What {name} {agreeing(name, 'gains')} by keeping to it until the sunset and choosing "
            "anew, over acting now or never",
            WIDTH,
        )
    for o in known:
        told = f"  {o.label}: {o.waiting}; {o.waiting.because[-1]}"
        yield from wrap(told, WIDTH, subsequent_indent="    ")


def _equilibria(found: Deterrence, name: str) -> Iterator[str]:
    """Tell, where resolve is private, every equilibrium found."""
    if not found.nothing.variant.resolved:
        return
    yield ""
    yield from wrap(
        f"Equilibria found, with every estimate at its middle, and the chance of an attack by "
        f"{name}: without errors those that can be enumerated (mixed ones in small games only), "
        "and logit ones from many starts",
        WIDTH,
    )
    for o in found.options.values():
        yield f"  {o.label}"
        for one in o.equilibria:
            yield from wrap(f"    {one}", WIDTH, subsequent_indent="      ")
        if not o.equilibria:
            yield "    the game is too large: only the principal branch was followed"


def _costs(found: Deterrence, turned: Sequence[Reversal]) -> Iterator[str]:
    """Tell at which cost of what is threatened options change places."""
    names = found.nothing.arrangement.parties
    whose = called(found.nothing.arrangement, found.by)
    asked = threatened(found) if len(found.options) > 1 else []
    of = f"the first 100 of {found.design.draws} draws"
    if found.design.draws <= 100:
        of = f"the {counted(found.design.draws, 'draw')}"
    if asked:
        yield ""
    for party, threat in asked:
        who = f"{threat.label} to {names[party].name or party}"
        mine = [r for r in turned if (r.party, r.label) == (party, threat.label)]
        if not mine:
            told = (
                f"No cost of {who}, from 0 to {COSTS[-1]:g} prizes, makes two options change "
                f"places by the mean chance of an attack by {whose} over {of}."
            )
            yield from wrap(told, WIDTH)
        for r in mine:
            better, worse = (found.options[name].label for name in (r.better, r.worse))
            cost, middle = (f"{float(f'{worth:.2g}'):g}" for worth in (r.cost, r.middle))
            prizes = "prize" if cost == "1" else "prizes"
            at = f"At a cost of {who} {r.side} {cost} {prizes} ({middle} in the middle),"
            yield from wrap(f"{at} {worse} would deter {whose} better than {better}.", WIDTH)
