"""What no file says and no figure may take for granted: the chance of a false alarm, at both ends.

A finding may come though there was no breach. Where the file gives no chance of it (`false_alarm`)
it is not known, and lies between never and always. The game is played at both ends, and what the
figures would be at either is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from foedus.language import Arrangement


class Ends(NamedTuple):
    """The mean chance of an attack, as far as it hangs on what nobody has said.

    Parameters
    ----------
    by, option
        Whose attack, and under which option.
    names
        The parameters that are not known.
    never, always
        The mean chance with all of them at 0, as all other figures have it, and with all at 1.
    """

    by: str
    option: str
    names: tuple[str, ...]
    never: float
    always: float


def unalarmed(a: Arrangement) -> tuple[str, ...]:
    """Return who can be found in breach while the file gives no chance of a false alarm.

    Parameters
    ----------
    a
        The arrangement, with its option laid over it.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> unalarmed(read(text_of("ukraine-2025"))), unalarmed(read(text_of("sinai-1979")))
    ((), ('EGY',))
    """
    steps = [step for procedure in a.procedures.values() for step in procedure.steps]
    bearers = [by for step in steps if step.finds for by in a.norms[step.finds].bearer]
    found = dict.fromkeys(by for by in bearers if by in a.conduct)
    return tuple(by for by in found if a.conduct[by].false_alarm is None)


def not_known(a: Arrangement, given: Mapping[str, object]) -> tuple[str, ...]:
    """Return the parameters that are not known, without those that the user gave."""
    names = (f"false_alarm.{by}" for by in unalarmed(a))
    return tuple(n for n in names if n not in given and n.partition(".")[0] not in given)
