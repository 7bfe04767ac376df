"""Positions on a terminal and as a picture: one line a state, a mark for each word, by its date."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.language import Position
from foedus.positions import (
    Conflict,
    Document,
    InForce,
    Joined,
    Queue,
    Retold,
    Statement,
    settled,
)
from foedus.texts import in_csv

MARKS = {"support": "+", "conditional": "~", "ambiguous": "?", "oppose": "-"}
"""A letter for each stance, so that nothing hangs on colour."""
_SHAPES = {"support": "circle", "conditional": "diamond", "ambiguous": "square", "oppose": "cross"}
_SHADES = {
    "support": "#08519c",
    "conditional": "#6baed6",
    "ambiguous": "#969696",
    "oppose": "#252525",
}
_ROW = 18


def proposals_told(document: Document, statements: Sequence[Statement]) -> RenderableType:
    """Return what was proposed from a document, one row a statement."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("at", justify="right")
    for name, width in (("who", 18), ("issue", 14), ("stance", 11)):
        table.add_column(name, max_width=width, overflow="fold")
    table.add_column("words", overflow="fold")
    for s in statements:
        stance = s.stance or "abstains"
        told = f" ({', '.join(s.flags)})" if s.flags else ""
        who = f"{s.actor.name or 'not said'}{f' ({s.actor.state})' if s.actor.state else ''}"
        words = Text(_short(s.quote.exact), style="")
        words.append(told, style="dim")
        table.add_row(str(s.quote.start), Text(who), Text(s.issue or s.kind), stance, words)
    own = sum(s.kind == "inference" for s in statements)
    count = len(statements) - own
    told = f"{count} statement{'' if count == 1 else 's'} proposed, none accepted"
    more = f"; {own} beside them the writer's own" if own else ""
    head = Text(f"{document.name}: {told}{more}", "bold")
    return Group(head, table) if statements else Group(head)


def retold_told(one: Retold) -> RenderableType:
    """Return what a rewrite repeats of its story, and what it puts otherwise, side by side."""
    repeats = (
        f"{one.repeated} of its statements are there already" if one.repeated else "it repeats none"
    )
    head = Text(f"{one.name} is a rewrite of {one.first}: {repeats}", "bold")
    if not one.changed:
        return Group(head)
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    for name in (one.first, f"{one.name}, which says otherwise"):
        table.add_column(Text(name), overflow="fold", ratio=1)
    for pair in one.changed:
        table.add_row(Text(pair.before), Text(pair.after))
    return Group(head, table)


def _short(words: str, most: int = 240) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def standing_told(found: Joined, rows: Sequence[InForce], at: date, act: str) -> RenderableType:
    """Return who stands where on a day, by issue, with the words and why these."""
    parts: list[RenderableType] = [
        Text(f"{found.arrangement.title}: who stands where on {at}, to {act}", style="bold")
    ]
    for issue in dict.fromkeys(row.issue for row in rows):
        label = (
            found.arrangement.issues[issue].label if issue in found.arrangement.issues else issue
        )
        table = Table(
            box=None, pad_edge=False, header_style="dim", padding=(0, 1), title_justify="left"
        )
        claim = issue in found.arrangement.issues and found.arrangement.issues[issue].claim
        meant = " (a claim: support makes it, opposition denies it)" if claim else ""
        table.title = Text(f"{issue}: {label}{meant}")
        for name, width in (("state", 8), ("stance", 13), ("who", 16), ("since", 10)):
            table.add_column(name, max_width=width, overflow="fold")
        table.add_column("words and why", overflow="fold")
        for row in sorted((r for r in rows if r.issue == issue), key=lambda r: r.state):
            table.add_row(*_standing_row(found, row))
        parts += [Text(), table]
    aged = [Text(), Text(_AGED, style="dim")] if rows else []
    return Group(*parts, *aged)


_AGED = (
    "Left by age: if words lost half their worth every four years, which is assumed. No vote counts"
    " it, unless decide is given --half-life."
)


def _standing_row(found: Joined, row: InForce) -> Sequence[str | Text]:
    assert row.voice is not None
    voice, p = row.voice, row.voice.position
    issues = found.arrangement.issues
    claim = row.issue in issues and issues[row.issue].claim
    side = _CLAIMED.get(p.stance, p.stance) if claim else p.stance
    stance = f"{MARKS[p.stance]} {side}{' (lapsed)' if voice.lapsed else ''}"
    statement = found.sentences.get(voice.place)
    words = _reported(statement) if statement else _words(p)
    until = f" until {row.until}" if row.until and not voice.lapsed else ""
    notes = [row.because, f"{voice.weight:.0%} left by age"]
    notes += [
        f"beside it {v.position.actor} {v.position.stance} ({v.position.date})" for v in row.beside
    ]
    who = f"{p.actor}, {p.office}" if p.office else p.actor
    told = Text(words)
    told.append(f" [{', '.join(p.source)}] {'; '.join(notes)}", style="dim")
    return Text(row.state), Text(stance), Text(who), Text(f"{p.date}{until}"), told


_CLAIMED = {"support": "claims", "oppose": "denies"}
"""How a claim is taken up: nobody "supports" that he himself won."""


def _reported(statement: Statement) -> str:
    """Return words as a person's own only where the text gives them so, else as its writer's."""
    words = statement.quote.exact.strip(" \"“”'‘’,")
    return f"“{words}”" if statement.manner == "direct" else f"reported: {words}"


def _words(p: Position) -> str:
    """Return what was said, and that nobody's words back it where none were read."""
    return p.told if p.text else f"{p.told} (words not on file)"


def standing_as_data(found: Joined, rows: Sequence[InForce], at: date, act: str) -> dict[str, Any]:
    """Return who stands where as plain data, with the address of each source."""
    return {
        "at": at.isoformat(),
        "act": act,
        "positions": [
            {
                "state": row.state,
                "issue": row.issue,
                **_position(row.voice.position, found),
                "statement": _statement_id(found, row),
                "lapsed": row.voice.lapsed,
                "rank": row.voice.rank,
                "left_by_age": row.voice.weight,
                "because": row.because,
                "until": row.until.isoformat() if row.until else None,
                "beside": [_position(v.position, found) for v in row.beside],
            }
            for row in rows
            if row.voice is not None
        ],
    }


def _statement_id(found: Joined, row: InForce) -> str | None:
    statement = found.sentences.get(row.voice.place) if row.voice else None
    return statement.id if statement else None


def _position(p: Position, found: Joined) -> dict[str, Any]:
    known = found.arrangement.sources
    return {
        "actor": p.actor,
        "office": p.office,
        "date": p.date.isoformat(),
        "stance": p.stance,
        "says": p.says,
        "text": p.text or None,
        "condition": p.condition,
        "addresses": [known[s].url for s in p.source if s in known and known[s].url],
    }


def conflict_lines(rows: Sequence[Conflict], at: date) -> Iterator[str]:
    """Yield where voices of one state disagree, one line each voice."""
    if not rows:
        yield f"No state speaks with two voices on {at}."
    for row in rows:
        yield f"{row.state} on {row.issue}:"
        for v in sorted(row.voices, key=lambda v: -v.rank):
            p = v.position
            who = f"{p.actor}, {p.office}" if p.office else p.actor
            alone = "" if p.speaks_for == "state" else ", for itself"
            yield f"    {MARKS[p.stance]} {p.stance}: {who}{alone} ({p.date}): {_words(p)}"


def conflicts_as_data(rows: Sequence[Conflict], at: date) -> dict[str, Any]:
    """Return conflicts as plain data."""
    return {
        "at": at.isoformat(),
        "conflicts": [
            {
                "state": row.state,
                "issue": row.issue,
                "voices": [
                    {
                        "actor": v.position.actor,
                        "office": v.position.office,
                        "speaks_for": v.position.speaks_for,
                        "date": v.position.date.isoformat(),
                        "stance": v.position.stance,
                        "says": v.position.says,
                        "text": v.position.text or None,
                        "rank": v.rank,
                    }
                    for v in row.voices
                ],
            }
            for row in rows
        ],
    }


def queue_as_data(queue: Queue) -> dict[str, Any]:
    """Return a review queue as the page and other programs read it."""
    return {
        "reviewer": queue.reviewer,
        "at": queue.at,
        "statements": [statement_as_data(s) for s in queue.statements],
    }


def statement_as_data(s: Statement) -> dict[str, Any]:
    """Return a statement of a review queue as plain data: as proposed, and what was made of it."""
    return {
        "id": s.id,
        **_fields(s),
        "prefix": s.quote.prefix,
        "exact": s.quote.exact,
        "suffix": s.quote.suffix,
        "trigger": s.trigger.exact if s.trigger else "",
        "flags": list(s.flags),
        "status": s.status,
        "now": _fields(settled(s)),
    }


def _fields(s: Statement) -> dict[str, Any]:
    return {
        "actor": s.actor.name,
        "office": s.actor.office,
        "state": s.actor.state,
        "speaks_for": s.actor.speaks_for,
        "date": s.date.isoformat() if s.date else "",
        "issue": s.issue,
        "stance": s.stance,
        "kind": s.kind,
    }


def _rows(found: Joined, issue: str, at: date | None) -> list[dict[str, Any]]:
    known = found.arrangement.sources
    return [
        {
            "state": p.state,
            "date": p.date.isoformat(),
            "stance": p.stance,
            "who": f"{p.actor}, {p.office}" if p.office else p.actor,
            "says": _words(p),
            "until": p.binds_until.isoformat() if p.binds_until else "",
            "address": next((known[s].url for s in p.source if s in known and known[s].url), ""),
        }
        for p in sorted(found.arrangement.positions, key=lambda p: (p.state, p.date))
        if p.issue == issue and (at is None or p.date <= at)
    ]


def over_time(found: Joined, issue: str, at: date | None) -> Any:
    """Draw the positions on an issue: a line a state, a mark each, its shape and shade the stance.

    A mark opens its source and tells its sentence when pointed at.
    """
    import altair as alt

    rows = _rows(found, issue, at)
    order = sorted({row["state"] for row in rows})
    label = found.arrangement.issues[issue].label if issue in found.arrangement.issues else issue
    stances = list(_SHAPES)
    shape = alt.Shape(
        "stance:N", title="stance", scale=alt.Scale(domain=stances, range=list(_SHAPES.values()))
    )
    shade = alt.Color(
        "stance:N", title="stance", scale=alt.Scale(domain=stances, range=list(_SHADES.values()))
    )
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=alt.X("date:T", title=None, scale=alt.Scale(padding=12)),
            y=alt.Y("state:N", sort=order, title=None, axis=alt.Axis(grid=True)),
            shape=shape,
            color=shade,
            href="address:N",
            tooltip=["state:N", "date:N", "who:N", "stance:N", "says:N", "until:N"],
        )
        .properties(
            title=alt.TitleParams(f"Positions over time: {label}", anchor="start"),
            width=620,
            height=_ROW * max(len(order), 1),
        )
    )


def over_time_lines(found: Joined, issue: str, at: date | None) -> Iterator[str]:
    """Yield positions over time as text: a line a state, a sign for each word at its quarter."""
    rows = _rows(found, issue, at)
    if not rows:
        yield f"Nobody has spoken on {issue}."
        return
    label = found.arrangement.issues[issue].label if issue in found.arrangement.issues else issue
    first, last = min(r["date"] for r in rows), max(r["date"] for r in rows)
    yield f"{issue}: {label}, {first} to {last}"
    yield "+ support   ~ conditional   ? ambiguous   - oppose"
    for state in sorted({r["state"] for r in rows}):
        own = [r for r in rows if r["state"] == state]
        told = "  ".join(f"{r['date']} {MARKS[r['stance']]}" for r in own)
        yield f"{state:<10} {told}"
    counts = Counter(r["stance"] for r in rows)
    yield ", ".join(f"{counts[s]} {s}" for s in MARKS if counts[s])


def chart_as(chart: Any, kind: str) -> str | bytes:
    """Return a chart as ``.svg``, ``.png``, ``.html`` or, its rows, as ``.csv``."""
    import vl_convert

    spec: dict[str, Any] = chart.to_dict()
    if kind == ".svg":
        return str(vl_convert.vegalite_to_svg(spec))
    if kind == ".png":
        return bytes(vl_convert.vegalite_to_png(spec, scale=2))
    if kind == ".html":
        return str(vl_convert.vegalite_to_html(spec, bundle=True))
    layers = spec.get("layer", [spec])
    each = [layer.get("data", spec.get("data", {})).get("values", []) for layer in layers]
    rows = [row for at, values in enumerate(each) if values not in each[:at] for row in values]
    out = io.StringIO()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(in_csv, columns))
    writer.writerows([in_csv(row.get(column, "")) for column in columns] for row in rows)
    return out.getvalue().rstrip("\n")
