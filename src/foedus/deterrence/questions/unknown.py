"""What no file says and no figure may take for granted: what a finding can miss, and make up.

A finding may come though there was no breach (`false_alarm`), and a breach may go unnoticed or be
laid at nobody's door (`detect`, `attribute`). Where the file gives no chance of one of these it is
not known, and lies between never and always. The game is played at both ends, and what the figures
would be at either is told. How likely a step passes, or how long it takes, may not be known either:
that is drawn from all that it can be, and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from foedus.language import Arrangement

AS_PLAYED = {"false_alarm": 0.0, "detect": 1.0, "attribute": 1.0}
"""What is taken of a chance of which the file says nothing, until the other end is played too."""


class Ends(NamedTuple):
    """The mean chance of an attack, as far as it hangs on what nobody has said.

    Parameters
    ----------
    by, option
        Whose attack, and under which option.
    what
        ``false_alarm`` or ``detect``: what is not known.
    names
        Its parameters.
    played, other
        The mean chance as all other figures have it (no false alarm; all that happens is seen and
        rightly attributed), and with these parameters at their other end.
    """

    by: str
    option: str
    what: str
    names: tuple[str, ...]
    played: float
    other: float


class Silent(NamedTuple):
    """Steps of which nothing is known but that they can come.

    Parameters
    ----------
    what
        ``passing``: how likely they pass; ``days``: how long they take.
    steps, options
        Which, as `procedure.act`, and the options that rest on them.
    """

    what: str
    steps: tuple[str, ...]
    options: tuple[str, ...]


def silences(by_option: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Iterator[Silent]:
    """Yield what the file does not say of steps, once for all options that rest on the same.

    Parameters
    ----------
    by_option
        By option: the steps, by what is not known of them.

    Examples
    --------
    >>> [tuple(one) for one in silences({"a": {"passing": ("x.do",)}, "b": {"passing": ()}})]
    [('passing', ('x.do',), ('a',))]
    """
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for name, silent in by_option.items():
        for what, steps in silent.items():
            if steps:
                alike.setdefault((what, steps), []).append(name)
    yield from (Silent(*about, tuple(options)) for about, options in alike.items())


def not_known(a: Arrangement, given: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Return the parameters that are not known, without those that the user gave, by what they are.

    Parameters
    ----------
    a
        The arrangement, with its option laid over it.
    given
        What was varied or held, by name or by the first part of it.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> not_known(read(text_of("ukraine-2025")), {})
    {}
    """
    found: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys(_silent(a)):
        head = name.partition(".")[0]
        if name not in given and head not in given:
            what = "false_alarm" if head == "false_alarm" else "detect"
            found[what] = (*found.get(what, ()), name)
    return found


def lacking(names: Iterable[str]) -> str:
    """Say which chances of a finding are not known: what is, is no part of *always* or *never*.

    Parameters
    ----------
    names
        The parameters that are not known.

    Returns
    -------
    str
        ``false_alarm``; ``both``, of the same acts how likely they are noticed and attributed;
        ``detect`` or ``attribute``, of all of them one only; ``some``, of one act this, of another
        that.

    Examples
    --------
    >>> lacking(["detect.T.raid", "attribute.T.raid"]), lacking(["attribute.T.raid"])
    ('both', 'attribute')
    >>> lacking(["detect.T.raid", "attribute.T.attack"])
    'some'
    """
    acts: dict[str, set[str]] = {}
    for name in names:
        key, _, act = name.partition(".")
        acts.setdefault(key, set()).add(act)
    if len(acts) == 1:
        return next(iter(acts))
    return "both" if acts["detect"] == acts["attribute"] else "some"


def _silent(a: Arrangement) -> Iterator[str]:
    """Yield each parameter of a finding that the file gives no number of."""
    steps = [step for procedure in a.procedures.values() for step in procedure.steps]
    for norm in (a.norms[step.finds] for step in steps if step.finds):
        for by in norm.bearer:
            ladder = a.conduct.get(by)
            if ladder is None:
                continue
            if ladder.false_alarm is None:
                yield f"false_alarm.{by}"
            acts = [act.act for act in ladder.acts]
            least = acts.index(norm.prohibition) if norm.prohibition in acts else len(acts)
            for act in ladder.acts[least:]:
                if act.detect is None:
                    yield f"detect.{by}.{act.act}"
                if act.attribute is None:
                    yield f"attribute.{by}.{act.act}"
