"""Two drafts compared, in plain English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from foedus.language import Arrangement
from foedus.loopholes import Comparison, Loophole
from foedus.loopholes.comparison import Power
from foedus.process import called
from foedus.texts import capital
from foedus.views.reading import read_out

_FEW = 5
_LONGEST_NAME = 60
_SILENT = ("Options on the table", "Sources", "Who stands where", "Facts")


def comparison_told(
    old: Arrangement,
    new: Arrangement,
    found: Comparison,
    renamed: Iterable[tuple[str, str, str]] = (),
) -> Iterator[str]:
    """Yield the lines that tell what changed in the text, in powers, duties, stories and faults."""
    text = list(_text(old, new))
    names = [f"{was!r} is now called {name!r}" for _, was, name in renamed]
    if found.same and not text:
        yield "No difference in what anybody may or must do."
        yield from (f"  {name}." for name in names)
        return
    sections: list[tuple[str, Iterable[str]]] = [
        ("Names alone", (f"{name}." for name in names)),
        ("The text", text),
        ("What that means", (f"{capital(what)}." for _, what in found.meanings)),
        ("Who may do what", _powers(new, found)),
        ("Who owes what to whom", _duties(found)),
        ("What an act meets at best, if everybody helps", _answers(found)),
        ("Faults that open", _opened(found)),
        ("Faults that close", (f"{h.id}: {h.statement}." for h in found.closed)),
        (
            "Faults that have nothing left to be about",
            (f"{h.id}: {missing}." for h, missing in _once(found)),
        ),
        ("Faults of both drafts, in one of them only after the horizon of its file", _later(found)),
        (
            "Not decided, since a search was given up",
            (f"{name}: it fails in one of the two drafts." for name in found.undecided),
        ),
        ("Faults that stay, and are told otherwise", _changed(found)),
        ("Stories that can no longer be told", _impossible(found)),
    ]
    for heading, lines in sections:
        told = list(lines)
        if told:
            yield heading
            yield from (f"  {line}" for line in told)
            yield ""


def _text(old: Arrangement, new: Arrangement) -> Iterator[str]:
    """Yield clauses that went out or came in, and the words that changed in those that stayed."""
    before, after = _clauses(old), _clauses(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield from _replaced(before[i:j], after[k:m])


def _replaced(before: list[str], after: list[str]) -> Iterator[str]:
    stayed = {_named(line): line for line in after}
    paired = [line for line in before if _named(line) and _named(line) in stayed]
    yield from (f"out: {line}" for line in before if line not in paired)
    for line in paired:
        yield f"in {_named(line)}: {'; '.join(_words(line, stayed[_named(line)]))}"
    known = {_named(line) for line in paired}
    yield from (f"in:  {line}" for line in after if _named(line) not in known)


def _named(line: str) -> str:
    """Return the clause, or the step, that a line reads out; nothing where it names none."""
    name, colon, _ = line.partition(":")
    return name.partition(". ")[2] or name if colon and len(name) < _LONGEST_NAME else ""


def _words(before: str, after: str) -> Iterator[str]:
    """Yield the words that went out and came in, those in between as they are."""
    old, new = before.split(" "), after.split(" ")
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = " ".join(old[i:j]), " ".join(new[k:m])
        if kind == "replace":
            yield f"\u201c{gone}\u201d becomes \u201c{come}\u201d"
        elif kind == "delete":
            yield f"\u201c{gone}\u201d goes out"
        elif kind == "insert":
            yield f"\u201c{come}\u201d comes in"


def _clauses(a: Arrangement) -> list[str]:
    """Return the clauses as they are read out, without what is no clause."""
    lines: list[str] = []
    heading = ""
    for line in read_out(a).splitlines():
        if line and not line.startswith(" "):
            heading = line
        elif line.strip() and heading not in _SILENT:
            lines.append(line.strip())
    return lines


def _powers(new: Arrangement, found: Comparison) -> Iterator[str]:
    for verb, powers in (("may now", found.powers_gained), ("may no longer", found.powers_lost)):
        for what, who in _grouped(powers).items():
            shown = ", ".join(called(new, name) for name in who[:_FEW])
            more = f" and {len(who) - _FEW} more" if len(who) > _FEW else ""
            yield f"{shown}{more} {verb} {what}."


def _grouped(powers: Iterable[Power]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for who, what in powers:
        grouped[what].append(who)
    return grouped


def _duties(found: Comparison) -> Iterator[str]:
    yield from (f"in:  {duty}." for duty in found.duties_gained)
    yield from (f"out: {duty}." for duty in found.duties_lost)


def _answers(found: Comparison) -> Iterator[str]:
    for act, before, after in found.answers:
        yield f"{act}: {before}; now {after}."


def _opened(found: Comparison) -> Iterator[str]:
    """Yield what opens; where the old draft gave no occasion to ask, that it may be as it was."""
    unasked = dict(found.unasked)
    for hole in found.opened:
        yield f"{hole.id}: {hole.statement}."
        if hole.id in unasked:
            yield f"  In the old draft this was not asked: {unasked[hole.id]}."


def _once(found: Comparison) -> Iterator[tuple[Loophole, str]]:
    """Yield each property once that has nothing left to be about."""
    yield from {hole.id: (hole, missing) for hole, missing in found.void}.values()


def _later(found: Comparison) -> Iterator[str]:
    """Yield what a draft has later than the days that are looked at: its text mends nothing."""
    for draft, holes in (("new", found.later), ("old", found.earlier)):
        for hole, end in holes:
            yield f"{hole.id}: {hole.statement}; in the {draft} draft this comes after {end}."


def _changed(found: Comparison) -> Iterator[str]:
    """Yield what each draft tells of a fault in both: of what is so, the case found most easily.

    That the other draft tells of another case does not say that this one is not so in it.
    """
    for gone, come in found.changed:
        yield from (f"{hole.id}: the old draft: {hole.statement}." for hole in gone)
        yield from (f"{hole.id}: the new draft: {hole.statement}." for hole in come)


def _impossible(found: Comparison) -> Iterator[str]:
    for hole, act, why in found.impossible:
        yield f"{hole.id}: it stops at '{act}': {why}."


def comparison_json(old: str, new: str, found: Comparison) -> dict[str, object]:
    """Return a comparison as plain values."""
    return {
        "old": old,
        "new": new,
        "powers": {"gained": found.powers_gained, "lost": found.powers_lost},
        "duties": {"gained": found.duties_gained, "lost": found.duties_lost},
        "answers": [
            {"act": act, "old": before, "new": after} for act, before, after in found.answers
        ],
        "meanings": [{"path": list(path), "said": what} for path, what in found.meanings],
        "loopholes": {
            "opened": [{"id": h.id, "statement": h.statement} for h in found.opened],
            "unasked": [{"id": name, "missing": missing} for name, missing in found.unasked],
            "closed": [{"id": h.id, "statement": h.statement} for h in found.closed],
            "void": [
                {"id": h.id, "statement": h.statement, "missing": missing}
                for h, missing in found.void
            ],
            "undecided": list(found.undecided),
            "beyond_horizon": [
                {"id": hole.id, "statement": hole.statement, "draft": draft, "after": str(end)}
                for draft, holes in (("new", found.later), ("old", found.earlier))
                for hole, end in holes
            ],
            "changed": [
                {
                    "id": (gone or come)[0].id,
                    "old": [hole.statement for hole in gone],
                    "new": [hole.statement for hole in come],
                }
                for gone, come in found.changed
            ],
        },
        "impossible": [
            {"id": hole.id, "at": act, "because": why} for hole, act, why in found.impossible
        ],
    }
