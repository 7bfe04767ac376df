"""What may be asked of a sweep: parameters that exist, at values that they can have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import isfinite

from foedus.deterrence.chains import doubtful, is_consequence
from foedus.deterrence.design import Design
from foedus.deterrence.estimates import estimates
from foedus.deterrence.job import Job
from foedus.deterrence.questions.unknown import not_known
from foedus.deterrence.rivals import applies, honouring
from foedus.deterrence.sides import DeterrenceError
from foedus.language import Arrangement, Estimate, did_you_mean, listed, out_of_bounds

_OF_THE_TEXT = ("days", "passing")
"""What is no estimate of the file: days until help is owed, the chance that a decision passes."""
_SILENT = Estimate(low=0, high=1, kind="assumed", because="the file says nothing of it")


def check_design(a: Arrangement, ids: Sequence[str], design: Design) -> None:
    """Refuse a design that asks what no option answers, or that nobody could know.

    Parameters
    ----------
    a, ids
        The arrangement and its options.
    design
        What is asked.

    Raises
    ------
    DeterrenceError
        That says what is wrong, and what to do.
    KeyError
        When there is no such record of honouring.
    """
    form, precision = design.contest, design.precision
    if form != "stated" and not any(c.decisiveness for c in a.contests):
        message = f"no fight says how decisive forces are, so the {form} form cannot be used"
        raise DeterrenceError(f"{message}. Write 'forces', and 'decisiveness' in 'contests'.")
    variants = [Job(a, name).variant for name in ids]
    for name, variant in zip(ids, variants, strict=True):
        if variant.stakes:
            _check_days(a, name, variant)
    check_varied(variants, design.ranges)
    for variant in variants:
        _check_known(variant, design.at or a.as_of)
    if not (isfinite(precision) and precision > 0):
        raise DeterrenceError(f"a precision is a finite number above zero, not {precision:g}")
    laid = [honouring(variant, design.honour) for variant in variants]
    if design.honour and not any(applies(variant) for variant in laid):
        raise DeterrenceError(
            f"no guarantee here owes force with a chance of being honoured, so the record "
            f"{design.honour!r} is laid over nothing. Leave --honour out."
        )


def check_varied(variants: Iterable[Arrangement], given: Mapping[str, tuple[float, float]]) -> None:
    """Refuse to vary what no option knows, or over values that it cannot have.

    Parameters
    ----------
    variants
        The arrangement under each of its options.
    given
        By parameter: the ends of its range.

    Raises
    ------
    DeterrenceError
        By the rule by which the reader judges the same parameter in a file.
    """
    known, certain, of_the_text = dict[str, Estimate](), list[str](), set[str]()
    for variant in variants:
        known |= dict(estimates(variant))
        silent = (name for names in not_known(variant, {}).values() for name in names)
        known |= dict.fromkeys(silent, _SILENT)
        answers = (name for name in variant.procedures if is_consequence(variant, name))
        for name in answers:
            of_the_text.update(_OF_THE_TEXT)
            if doubtful(variant, name):
                known[f"passing.{name}"] = _SILENT
            else:
                certain.append(f"passing.{name}")
    names = {*known, *(name.partition(".")[0] for name in known), *of_the_text}
    for name, (low, high) in given.items():
        _check_doubt(name, known, certain)
        if name not in names:
            fix = did_you_mean(name, sorted(names))
            raise DeterrenceError(f"there is no parameter {name!r} to vary. {fix}")
        if not (isfinite(low) and isfinite(high)):
            raise DeterrenceError(f"{name} cannot be {low:g} to {high:g}: write finite numbers.")
        for key, estimate in _meant(name, known):
            laid = replace(estimate, value=None, low=low, high=high)
            if told := out_of_bounds(key, laid):
                span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
                raise DeterrenceError(f"{name} cannot be {span}: {told}.")


def _check_doubt(name: str, known: Mapping[str, Estimate], certain: Sequence[str]) -> None:
    """Refuse to hold how likely a procedure passes that takes effect whatever is decided in it."""
    sure = [one for one in dict.fromkeys(certain) if name in (one, "passing")]
    if not sure or any(one == name or one.startswith(f"{name}.") for one in known):
        return
    says = listed([f"{one.partition('.')[2]!r}" for one in sure])
    takes = "takes" if len(sure) == 1 else "take"
    raise DeterrenceError(
        f"{name} cannot be varied: {says} {takes} effect whatever is decided: no no and no "
        "silence keeps that away (on_block, on_timeout). Leave it out"
    )


def _check_days(a: Arrangement, name: str, variant: Arrangement) -> None:
    """Refuse an option that has other days, for then one chooses at other times, or less often."""
    changed = [key for key in ("as_of", "horizon") if getattr(variant, key) != getattr(a, key)]
    if changed:  # another first day alone makes years of other lengths
        raise DeterrenceError(
            f"option {name!r} changes {changed[0]!r}: its figures would differ by when, and how "
            "often, one chooses, and not by its text. Write it for the whole file, or put the "
            "option into a file of its own"
        )


def _check_known(a: Arrangement, day: date) -> None:
    """Refuse figures that rest on a source which is dated after the day asked about."""
    for name, estimate in estimates(a):
        dated = ((s, a.sources[s].date) for s in estimate.source if s in a.sources)
        late = [f"{s} of {when}" for s, when in dated if when is not None and when > day]
        if late:
            raise DeterrenceError(
                f"on {day} nobody could know {name}: it rests on {' and '.join(late)}. Ask "
                "about a later day, or give what was known then in a file for --stakes"
            )


def _meant(name: str, known: Mapping[str, Estimate]) -> Iterator[tuple[str, Estimate]]:
    """Yield the key under which each parameter stands that goes by a name, and its estimate."""
    if name in _OF_THE_TEXT:
        yield name, Estimate(value=0, kind="assumed", because="it is set")
        return
    for key, estimate in known.items():
        if name in (key, key.partition(".")[0]):
            parts = key.split(".")
            yield parts[-1 if parts[0] in ("contest", "signs") else 0], estimate
