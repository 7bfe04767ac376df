"""From where on properties hold, as one duration or quorum is varied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.loopholes import Parameter, Span, Varied

_SAID = {
    "holds": "holds",
    "fails": "fails",
    "does-not-apply": "does not apply",
    "undecided": "is undecided",
}


def varied_told(found: Sequence[Varied]) -> Iterator[str]:
    """Yield the lines that tell where verdicts change; what never changes is told in one."""
    if not found:
        return
    parameter = found[0].parameter
    yield ""
    yield f"VARIED: {_subject(parameter)}"
    for one in (one for one in found if not one.constant):
        yield f"  {one.property.number} {one.property.id}: {sentence(one)}."
    tried = max((one.tried for one in found), key=len)
    if not tried:
        yield "  With no other value does the text make sense."
        return
    span = f"from {tried[0]} to {_counted(parameter, tried[-1])}"
    for verdict in ("holds", "fails", "undecided"):
        same = [o.property.id for o in found if o.constant and o.spans[0].verdict == verdict]
        if same:
            yield f"  {_SAID[verdict].capitalize()} whatever it is, {span}: {', '.join(same)}."
    yield from _left_out(found[0], tried)
    if parameter.kind == "days" and tried[-1] > (parameter.written or 0):
        yield "  With a time longer than is written the horizon is as much longer."


def _left_out(one: Varied, tried: Sequence[int]) -> Iterator[str]:
    if one.senseless:
        first, last = one.senseless[0], one.senseless[-1]
        values = f"{first}" if first == last else f"{first} to {last}"
        yield f"  With {values} the text makes no sense."
    every = tried[-1] - tried[0] + 1
    if len(tried) < every:
        yield (
            f"  Tried were {len(tried)} of these {every} values, and all about where a verdict"
            " changes; between two others with one verdict, none."
        )


def _subject(p: Parameter) -> str:
    if p.written is None:
        now = "as written, a rule in a word"
    elif p.kind == "days":
        days = _counted(p, p.written)
        now = f"as written, {f'{p.words}, about {days}' if p.words else days}"
    else:
        now = f"as written, {p.written}"
    return f"{p.name} ({now})"


def _counted(p: Parameter, value: int) -> str:
    if p.kind == "agree":
        return f"{value} who must agree"
    return f"{value} day" + ("s" if value != 1 else "")


def sentence(one: Varied) -> str:
    """Return where the verdict on a property changes, without its full stop.

    Examples
    --------
    >>> from foedus.loopholes import CATALOGUE
    >>> report = Parameter("finding.report.within", "days", (), 3)
    >>> sentence(Varied(report, CATALOGUE["promptness"],
    ...     (Span("holds", 0, 4), Span("fails", 5, 30)), (0, 4, 5, 30)))
    "holds if 'report' comes within 4 days; fails from 5 days on"
    """
    return "; ".join(_span(one.parameter, one.spans, at) for at in range(len(one.spans)))


def _span(p: Parameter, spans: Sequence[Span], at: int) -> str:
    span = spans[at]
    said = _SAID[span.verdict]
    if at == 0 and len(spans) > 1:
        return f"{said} {_up_to(p, span)}"
    if at == len(spans) - 1:
        return f"{said} from {_counted(p, span.low)} on"
    return f"{said} from {span.low} to {_counted(p, span.high)}"


def _up_to(p: Parameter, span: Span) -> str:
    if p.kind == "agree":
        many = (
            f"{span.high} must agree"
            if span.low == span.high
            else f"at most {span.high} must agree"
        )
        return f"if {many}"
    if p.path[:1] == ("procedures",) or (not p.path and p.name.count(".") == 2):
        act = p.name.split(".")[-2]
        return f"if {act!r} comes within {_counted(p, span.high)}"
    return f"up to {_counted(p, span.high)}" if span.high else "with 0 days"


def varied_json(found: Sequence[Varied]) -> dict[str, object]:
    """Return the same as plain values."""
    p = found[0].parameter
    return {
        "name": p.name,
        "unit": "days" if p.kind == "days" else "members",
        "path": list(p.path),
        "written": p.written,
        "properties": [
            {
                "id": one.property.id,
                "said": sentence(one),
                "spans": [span._asdict() for span in one.spans],
                "tried": list(one.tried),
                "senseless": list(one.senseless),
            }
            for one in found
        ],
    }
