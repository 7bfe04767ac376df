"""What `foedus deter --robust` prints: which claims hold under every rival, and which where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.deterrence import LEAST, NOTHING, Cell, Claim, Claims, Deterrence
from foedus.figures import rounded
from foedus.views.deterring import counted
from foedus.views.deterring import told as said

_OWN = "the file's own"
_WIDE, _COLUMNS = 8, 5


def claimed(found: Deterrence, tried: Claims) -> Iterator[str]:
    """Yield the chance of attack under every rival, the robust claims, and where others hold."""
    labels = {NOTHING: found.baseline.label} | {n: o.label for n, o in found.options.items()}
    records = len({cell.honour for cell in tried.cells})
    forms = len({cell.contest for cell in tried.cells})
    listed = any(o.equilibria for o in found.options.values())
    yield ""
    which = "logit equilibrium" if listed else "equilibrium"
    yield from said(
        f"Under {counted(records, 'record')} of honouring and {counted(forms, 'form')} of contest, "
        f"in every {which} found: the mean chance of attack",
        "",
    )
    yield from _table(tried, labels)
    if any(cell.over == "all" for cell in tried.cells):
        yield "  *: the record is borrowed for rights and arms, of which there is none"
    if any(cell.war != "drawn" for cell in tried.cells):
        yield "  cheap, dear: an attack costs its half of what is thought possible of it"
    also = ", and in every equilibrium listed above" if listed else ""
    yield ""
    yield from said(
        f"Robust: attack is less likely, by more than {LEAST:g}, in all of these{also}", ""
    )
    yield from _robust(tried, labels)
    partly = list(_partly(tried))
    if partly:
        yield "\nNot robust: it holds in some only"
    for claim in partly:
        better, worse = labels[claim.better], labels[claim.worse]
        yield from said(f"  {better} before {worse}: {_where(tried, claim)}", "    ")


def _partly(tried: Claims) -> Iterator[Claim]:
    """Yield the claims that hold in some cells only; of two opposite ones, what holds in more."""
    for claim in tried.claims:
        other = _opposite(tried, claim)
        mine, theirs = sum(claim.holds), sum(other.holds) if other else 0
        first = mine > theirs or (mine == theirs and claim.better < claim.worse)
        if not claim.robust and first:
            yield claim


def _opposite(tried: Claims, claim: Claim) -> Claim | None:
    pair = (claim.worse, claim.better)
    return next((c for c in tried.claims if (c.better, c.worse) == pair), None)


def _table(tried: Claims, labels: dict[str, str]) -> Iterator[str]:
    names = list(enumerate(labels))
    for number, name in names:
        yield from said(f"  ({number}) {labels[name]}", "      ")
    for low in range(0, len(names), _COLUMNS):
        some = names[low : low + _COLUMNS]
        head = "".join(f"{f'({number})':<{_WIDE}}" for number, _ in some)
        yield f"  {'':<38}{head}".rstrip()
        for at, cell in enumerate(tried.cells):
            row = "".join(f"{rounded(tried.attack[name][at]):<{_WIDE}}" for _, name in some)
            yield f"  {cell.contest:<12}{_named(cell):<26}{row}".rstrip()


def _named(cell: Cell) -> str:
    """Return what a cell is called beside its form of contest."""
    if cell.war != "drawn":
        return f"{_OWN}, {cell.war} war"
    return f"{cell.honour or _OWN}{'*' if cell.over == 'all' else ''}"


def _robust(tried: Claims, labels: dict[str, str]) -> Iterator[str]:
    for name, label in labels.items():
        beaten = [c for c in tried.claims if c.better == name and c.robust]
        if beaten:
            worse = ", ".join(labels[c.worse] for c in beaten)
            yield from said(f"  {label} before {worse}", "    ")
    if not any(claim.robust for claim in tried.claims):
        yield "  nothing"


def _where(tried: Claims, claim: Claim) -> str:
    """Say in which cells a claim holds, or does not, and where it holds the other way round."""
    holds = [cell for cell, held in zip(tried.cells, claim.holds, strict=True) if held]
    fails = [cell for cell in tried.cells if cell not in holds]
    told = f"in {len(holds)} of {len(tried.cells)}"
    if fails:
        few = len(holds) <= len(fails)
        told += f", only {_listed(tried, holds)}" if few else f", not {_listed(tried, fails)}"
    if not claim.listed:
        told += f"{'; nor' if fails else ', but not'} in every equilibrium listed above"
    other = _opposite(tried, claim)
    if other is None:
        return told
    turned = [cell for cell, h in zip(tried.cells, other.holds, strict=True) if h]
    return f"{told}; the other way round {_listed(tried, turned)}"


def _listed(tried: Claims, cells: Sequence[Cell]) -> str:
    """Name cells by form of contest, with the records of honouring in each."""
    by_form: dict[str, list[str]] = {}
    for cell in cells:
        by_form.setdefault(cell.contest, []).append(_named(cell))
    whole = {form: sum(c.contest == form for c in tried.cells) for form in by_form}
    told = [
        f"{form} contests" + ("" if len(row) == whole[form] else f" with {', '.join(row)}")
        for form, row in by_form.items()
    ]
    return f"in {' and in '.join(told)}"
