"""Who owes what to whom under a guarantee, put together once and said once.

The replay, the matrix, the answer and the comparison of two drafts all read it here, so that none
of them can name a debtor, or a creditor, that another leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from foedus.language import Guarantee, is_duty, listed


class _Response(NamedTuple):
    """What is owed after *owes*: in full, and as the answer has it; of several, each deems."""

    full: str
    short: str


_RESPONSES = {
    "defend": _Response("defence", "defence"),
    "as_deemed_necessary": _Response(
        "such action as it deems necessary", "what it deems necessary"
    ),
    "consult": _Response("consultation", "no more than consultation"),
    "sanctions": _Response("sanctions", "sanctions"),
    "arms": _Response("arms", "arms"),
}


@dataclass(frozen=True, slots=True)
class Obligation:
    """Who owes what to whom, or may give it, once a party goes as far as a guarantee says.

    Parameters
    ----------
    clause
        The guarantee.
    response
        What is owed, as the language has it; of a right (`right`) nothing is.
    by, to
        Who owes it, and to whom; of a right, whom it lets them help.
    victim, against
        Whom it protects, and against whose acts.
    joint
        Whether it is owed only by all together; else by each for itself.
    only_with
        Who acts, where its help is needed all the same since it is owed only together.
    words
        What is owed in the words of the text, empty where those of `response` say it.
    """

    clause: str
    response: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    victim: str
    against: str
    joint: bool = False
    only_with: tuple[str, ...] = ()
    words: str = ""

    @property
    def right(self) -> bool:
        """Whether it is a right to respond: then nothing is owed."""
        return not is_duty(self.response)

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        plain = asdict(self)
        return {key: list(v) if isinstance(v, tuple) else v for key, v in plain.items()}

    @classmethod
    def of_json(cls, plain: Mapping[str, Any]) -> Obligation:
        """Return it from what `as_json` made."""
        several = {key: tuple(plain[key]) for key in ("by", "to", "only_with")}
        return cls(**{**plain, **several})


def able(g: Guarantee) -> tuple[str, ...]:
    """Return who can answer under a guarantee.

    Whoever acts helps nobody against itself, but owes consultation as the others do; what one would
    owe to itself alone it owes to nobody. What is owed only by all together needs every one of
    them.
    """
    if g.joint:
        return g.owed_by
    return tuple(one for one in g.owed_by if not _acts(g, one) and not _itself(g, one))


def _acts(g: Guarantee, one: str) -> bool:
    return one == g.against and g.response != "consult"


def _itself(g: Guarantee, one: str) -> bool:
    return is_duty(g.response) and {one} == {*_creditors(g)}


def _creditors(g: Guarantee) -> tuple[str, ...]:
    """Return to whom it is owed: not to whoever acts, unless it is consultation."""
    return tuple(one for one in g.owed_to or (g.protects.state,) if not _acts(g, one))


def obligation(
    name: str,
    g: Guarantee,
    left: Sequence[str] | None = None,
    bound: Sequence[str] | None = None,
) -> Obligation:
    """Return who owes what to whom under a guarantee.

    Parameters
    ----------
    name, g
        The guarantee.
    left
        Those who have not answered yet; all who can when left out.
    bound
        Those to whom it is owed who have not left; all when left out.
    """
    open_ = able(g) if left is None else tuple(left)
    by = tuple(one for one in open_ if not _acts(g, one))
    to = tuple(one for one in _creditors(g) if bound is None or one in bound)
    if not is_duty(g.response):  # of a right nobody is owed anything, least of all by itself
        to = () if {*to} <= {*by} else to
    elif len(by) == 1:
        to = tuple(one for one in to if one not in by)
    return Obligation(
        name,
        g.response,
        by,
        to,
        g.protects.state,
        g.against,
        g.joint and len(g.owed_by) > 1,
        tuple(one for one in open_ if one not in by),
        g.owes,
    )


def merged(several: Sequence[Obligation]) -> tuple[Obligation, ...]:
    """Return obligations with those as one that differ in nothing but who owes each for itself."""
    found: list[Obligation] = []
    for one in several:
        same = [at for at, o in enumerate(found) if not o.joint and o == _owed_by(one, o)]
        if not same:
            found.append(one)
        else:
            found[same[0]] = replace(found[same[0]], by=_union(found[same[0]].by, one.by))
    return tuple(found)


def _owed_by(one: Obligation, other: Obligation) -> Obligation:
    return replace(one, clause=other.clause, by=other.by)


def _union(first: Sequence[str], then: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *then)))


def response_words(response: str, plural: bool, words: str = "") -> str:
    """Return what one or several owe, in the words of the text where it has its own.

    Examples
    --------
    >>> response_words("as_deemed_necessary", plural=True)
    'owe such action as they deem necessary'
    >>> response_words("right_only", plural=False)
    'may respond, and owes nothing'
    >>> response_words("consult", plural=False, words="its good offices")
    'owes “its good offices”'
    """
    owe = "owe" if plural else "owes"
    if response not in _RESPONSES:
        return f"may respond, and {owe} nothing"
    return f"{owe} {response_noun(response, plural, words)}"


def response_noun(response: str, plural: bool, words: str = "") -> str:
    """Return what is owed, by one or by several; in quotation marks what the text itself says.

    Examples
    --------
    >>> response_noun("defend", plural=False)
    'defence'
    """
    if words:
        return f"“{words}”"
    full = _RESPONSES[response].full
    return full.replace("it deems", "they deem") if plural else full


# In words ----------------------------------------------------------------------------------------


class Names(NamedTuple):
    """What those are called who are named in a sentence, and of whom it takes a plural."""

    of: Callable[[str], str]
    several: Callable[[Sequence[str]], bool]

    def listed(self, ids: Sequence[str]) -> str:
        """Return the names of several as a list in a sentence."""
        return listed([self.of(one) for one in ids])


def in_full(o: Obligation, names: Names) -> str:
    """Say who owes what to whom, or may respond: *Upland owes defence to Lowland*."""
    verb = response_words(o.response, names.several(o.by), o.words)
    return f"{_who(o, names)} {verb}{f' to {to}' if (to := _whom(o, names)) else ''}"


def in_short(several: Sequence[Obligation], names: Names, *, beside: bool = False) -> str:
    """Say the same of several in fewer words: *Upland owes Lowland defence*.

    What the same owe to the same is told in one. With `beside` they stand beside a greater duty, so
    that consultation is not all that is owed.
    """
    alike: dict[Obligation, list[Obligation]] = {}
    for o in several:
        key = o if o.right else replace(o, clause="", response="", words="")
        alike.setdefault(key, []).append(o)
    return listed([_in_short(some, names, beside or len(some) > 1) for some in alike.values()])


def _in_short(alike: Sequence[Obligation], names: Names, beside: bool) -> str:
    first, many = alike[0], names.several(alike[0].by)
    if first.right:
        return f"{_who(first, names)} {response_words(first.response, many)}"
    what, to = listed([_short(o, many, beside) for o in alike]), _whom(first, names)
    owe = f"{_who(first, names)} {'owe' if many else 'owes'}"
    if to.endswith(","):
        return f"{owe} {what} to {to}"
    return " ".join(filter(None, (owe, to.replace("one another and to", "one another and"), what)))


def _short(o: Obligation, many: bool, beside: bool) -> str:
    if o.words:
        return response_noun(o.response, many, o.words)
    full, what = _RESPONSES[o.response]
    what = full if beside and o.response == "consult" else what
    if many:  # one party with members owes as one, and deems as one
        what = what.replace("it deems", "each deems" if len(o.by) > 1 else "they deem")
    return what


def _who(o: Obligation, names: Names) -> str:
    who = f"{names.listed(o.by)} together" if o.joint and len(o.by) > 1 else names.listed(o.by)
    return f"{who}, only with {names.listed(o.only_with)}," if o.only_with else who


def _whom(o: Obligation, names: Names) -> str:
    """Say to whom it is owed: of several who owe and are owed it, to one another.

    Where it is owed to others than the one that it protects, both are told; of consultation nobody
    is the one protected.
    """
    if not o.to:
        return ""
    whom = names.listed(o.to)
    if len(o.by) > 1 and {*o.by} <= {*o.to}:
        others = [one for one in o.to if one not in o.by]
        whom = f"one another{f' and to {names.listed(others)}' if others else ''}"
    if o.response == "consult" or o.victim in (*o.to, *o.by):
        return whom
    return f"{whom}, for the protection of {names.of(o.victim)},"
