"""Properties that an analyst writes in YAML, in the conditions of the language itself.

A property has one of these shapes: ``never`` (no play reaches this), ``always`` (it holds in every
state), ``reachable`` (some play reaches it), or ``after`` with ``possible`` (from every state in
which the first holds, some play reaches the second) or with ``certain`` (every play does).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NoReturn

from foedus.language import (
    BadArrangementError,
    Condition,
    Document,
    Path,
    did_you_mean,
    misjoined,
    parse,
)
from foedus.loopholes.inquiry import Bad, Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.premises import Witness, in_time
from foedus.loopholes.property import Property
from foedus.process import Process, State, predicate
from foedus.process.exploration import Explored, Rules, of_condition

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SHAPES = ("never", "always", "reachable", "after")
_KEYS = ("name", "statement", *SHAPES, "possible", "certain")
_FIRST_NUMBER = 100
Written = Mapping[str, Condition]


def read_properties(text: str | bytes, name: str, process: Process) -> tuple[Property, ...]:
    r"""Read the properties in a YAML text, for the arrangement of `process`.

    Parameters
    ----------
    text
        YAML, or its bytes: a map with the key ``properties``, for each id a name, a statement and
        one shape.
    name
        What to call it in messages.
    process
        The process whose clauses the conditions name.

    Raises
    ------
    BadArrangementError
        With the place of what is wrong.
    """
    document, problems = parse(text, name)
    entries = document.value.get("properties") if isinstance(document.value, dict) else None
    if not isinstance(entries, dict) or not entries:
        message = "a file of properties is a map with the key 'properties'"
        problems.append(document.problem((), message))
        entries = {}
    if problems:
        raise BadArrangementError(problems)
    return tuple(
        _property(document, process, number, str(key), entry)
        for number, (key, entry) in enumerate(entries.items(), _FIRST_NUMBER)
    )


def _property(document: Document, process: Process, number: int, key: str, entry: Any) -> Property:
    path: Path = ("properties", key)
    if not isinstance(entry, dict):
        _refuse(document, path, "a property is a map of keys", f"Write one of {', '.join(SHAPES)}.")
    for word in entry:
        if word not in _KEYS:
            fix = did_you_mean(str(word), _KEYS)
            _refuse(document, (*path, word), f"there is no key {word!r} in a property", fix)
    shape = [word for word in SHAPES if word in entry]
    if len(shape) != 1:
        fix = f"Write exactly one of {', '.join(SHAPES)}."
        _refuse(document, path, "a property has one shape", fix)
    follows = [word for word in ("possible", "certain") if word in entry]
    if len(follows) != (1 if shape == ["after"] else 0):
        fix = "Write 'after' with one of 'possible' and 'certain', and neither without it."
        _refuse(document, path, "what is to follow is not clear", fix)
    conditions = {
        word: _condition(document, process, (*path, word), entry[word]) for word in shape + follows
    }
    statement = str(entry.get("statement", entry.get("name", key)))
    return Property(
        number,
        key,
        str(entry.get("name", key)),
        f"What is written in {document.name}, and does not hold.",
        statement,
        " ".join(conditions),
        partial(_check, key, statement, conditions),
        partial(_supposed, conditions),
    )


@cache
def _reader() -> TypeAdapter[Condition]:
    """Return what reads a condition; making one takes milliseconds, and memory for good."""
    from pydantic import TypeAdapter

    return TypeAdapter(Condition)


def _condition(document: Document, process: Process, path: Path, value: Any) -> Condition:
    from pydantic import ValidationError

    try:
        condition: Condition = _reader().validate_python(value)
        for one in misjoined(condition, path):
            _refuse(document, one.path, one.message, one.fix)
        predicate(condition, process.clauses)
        list(of_condition(process, condition))
    except ValidationError as error:
        first = error.errors()[0]
        where = (*path, *(part for part in first["loc"]))
        _refuse(document, where, f"this is no condition: {first['msg']}", "See the language page.")
    except KeyError as error:
        _refuse(document, path, f"the arrangement has no {error.args[0]!r}", "")
    return condition


def _refuse(document: Document, path: Path, message: str, fix: str) -> NoReturn:
    raise BadArrangementError([document.problem(path, message, fix)])


def _check(name: str, statement: str, written: Written, inquiry: Inquiry) -> Iterator[Loophole]:
    process = inquiry.process
    tests = {word: predicate(condition, process.clauses) for word, condition in written.items()}
    seeds = [item for c in written.values() for item in of_condition(process, c)]
    rules = _telling_apart(written)
    if "reachable" in tests:
        graph = inquiry.graph(seeds, rules=rules, stop=tests["reachable"], ever=True)
        if graph.stopped is None and graph.complete:
            yield inquiry.found(name, f"no play ever comes to this: {statement}")
        return
    if "after" in tests:
        found = inquiry.worst_case(seeds, partial(_unmet, tests), rules)
        path = found.path if found else None
    else:
        bad = tests.get("never") or _negated(tests["always"])
        graph = inquiry.graph(seeds, rules=rules, stop=bad)
        path = graph.path(graph.stopped) if graph.stopped is not None else None
    if path is not None:
        yield inquiry.found(name, f"this fails: {statement}", path)


def _telling_apart(written: Written) -> Rules:
    """Tell everybody apart where a condition names somebody who may have a like."""
    atoms = (atom for condition in written.values() for atom in condition.atoms())
    return Rules(unnamed=all(atom.by is None or atom.key in ("act", "acted") for atom in atoms))


def _supposed(written: Written, inquiry: Inquiry) -> Witness | str:
    """Return a play to where the property begins to ask; the start, where it asks everywhere."""
    sought = written.get("after") or written.get("reachable")
    if sought is None:
        return Witness()
    first = predicate(sought, inquiry.process.clauses)
    seeds = [item for c in written.values() for item in of_condition(inquiry.process, c)]
    rules = _telling_apart(written)

    def find(ever: bool) -> Witness | None:
        graph = inquiry.graph(seeds, rules=rules, stop=first, ever=ever)
        return None if graph.stopped is None else Witness(graph.path(graph.stopped))

    if "reachable" in written:
        return find(True) or "nothing ever comes to it"  # on whatever day, that is what is asked
    never = "nothing ever comes to what stands under 'after'"
    return in_time(inquiry, find, never, "it comes to what stands under 'after'")


def _negated(test: Callable[[State], bool]) -> Callable[[State], bool]:
    return lambda state: not test(state)


def _unmet(tests: Mapping[str, Callable[[State], bool]], graph: Explored) -> Bad:
    first = tests["after"]
    if "possible" in tests:
        unmet = graph.reaching(tests["possible"]).outside
    else:
        unmet = graph.avoiding(tests["certain"]).inside
    return lambda _at, state: first(state), unmet
