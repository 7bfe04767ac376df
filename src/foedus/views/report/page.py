"""An assessment as one HTML file that needs nothing beside it, opens offline and runs no script."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from foedus.assessment import NO_FORECAST, PRIZE, Assessment
from foedus.figures import Premise, figure_text
from foedus.language import Places, case_told, listed, stance_told
from foedus.views import cells, met
from foedus.views.brief import DIVERTED, OWED, again, cite, dated, explained
from foedus.views.charts import drawable
from foedus.views.options import TABLE
from foedus.views.origins import (
    COUNTED,
    OF_ROWS,
    Origin,
    clocked,
    documents,
    played,
    premises,
    rowed,
    tabled,
)
from foedus.views.provenance import rows_of
from foedus.views.quoting import IMAGINED
from foedus.views.report.faults import assessed, faults
from foedus.views.report.leading import answered, leading, overall
from foedus.views.report.numbers import (
    DECISION_HEADS,
    WEIGHING,
    Row,
    compared,
    decision_rows,
    decision_terms,
    marked,
    staged,
    thresholds,
)
from foedus.views.report.picture import pictures
from foedus.views.report.pictures import drawings
from foedus.views.report.reasons import once
from foedus.views.report.sections import explained_in, numbered, sections
from foedus.views.report.stances import ended, speaker, voices
from foedus.views.report.stopping import nothing_follows, stopped
from foedus.views.report.unprinted import unprinted
from foedus.views.switching import MOST, switched, turning

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_OF_TEXT = ("can stop it alone", "given", "faults")
"""Columns that no estimate enters."""
_CITED = re.compile(r"\[(\d+)((?:[–,] ?\d+)*)\]")
"""The places of sources in the list of them."""
_OPTION = re.compile(r"--[a-z-]+")
_HEAVIEST = 8
"""Assumptions told at once; the others open."""


def assessed_html(a: Assessment, places: Mapping[str, Places] | None = None) -> str:
    """Return the whole page.

    Parameters
    ----------
    a
        What was found; nothing is computed here.
    places
        Where clauses stand in the file, by option; without it clauses are named without a line.

    Returns
    -------
    str
        HTML with its style, its charts (SVG) and the files that save them (SVG, PNG, CSV) inside.
    """
    arrangement, rows, timed = a.arrangement, compared(a), staged(a)
    ranked = faults(assessed(a), places or {})
    first = leading(a, ranked, _proposed(a))
    headings = [number.heading for number in rows[0].numbers] if rows else []
    known, told = documents(a), cells.lines(a)
    turned = thresholds(a)
    turns = switched(a.decision, a.inputs, known)
    timing = [tuple(clocked(a, line)) for line in told]
    return template("report.html.j2").render(
        a=a,
        **style(),
        dated=dated(a),
        cite=cite(a),
        again=again(a),
        no_forecast=NO_FORECAST,
        owed=OWED,
        imagined=IMAGINED,
        protected=_protected(a),
        sided=_sided(a),
        needing=_needing(a),
        drawn=_drawn(rows),
        first=first,
        explained=[one for one in _explained(a) if one[0] != first.label],
        artefacts=_artefacts(rows),
        general=[
            {**one, "rows": rows_of(first.rows, "", one["text"])} for one in a.answer["general"]
        ],
        answered=answered(a.answer, first.id, first.rows),
        sections=sections(a),
        section=numbered(a),
        whence=[(row, explained_in(a, row)) for row in first.rows],
        overall=overall(a, first.id, first.rows),
        diverted=[one for one in overall(a, "", first.rows) if one.text.startswith(DIVERTED)],
        tables=_tables(a),
        cells=_cells,
        band=cells.band,
        unanswered=cells.unanswered(a),
        compared=rows,
        headings=headings,
        meanings=_meanings(rows),
        staged=timed,
        reasons_once=once([*rows, *timed]),
        counted=COUNTED,
        tabled=list(tabled(a, *_by_origin(headings))),
        rowed=_unlike([tuple(rowed(a, line)) for line in told], list(_rowed(a, told))),
        clocked=_unlike(timing, timing),
        played=played(a.decision, a.inputs, known) if a.decision else "",
        thresholds=turned,
        marked=marked(turned),
        decision_terms=decision_terms(a.decision),
        weighing=WEIGHING,
        stopped=stopped(a),
        nothing_follows=nothing_follows(a),
        decision_heads=DECISION_HEADS,
        decision=decision_rows(a.decision),
        switching=turns,
        switching_most=MOST,
        turning=turning(turns),
        faults=ranked,
        voices=voices(a),
        ended=ended(a),
        speaker=speaker,
        stance_told=stance_told,
        case_told=case_told,
        facts=[f for f in arrangement.facts if f.date <= a.at] if arrangement else [],
        issues=arrangement.issues if arrangement else {},
        documents=known,
        unprinted=unprinted(a, first.rows),
        noted={key: at for at, key in enumerate(a.sources, 1)},
        asked=_asked(a),
        proposed=_proposed(a),
        drawable=drawable(),
        pictures=pictures(drawings(a) if drawable() else {}),
        heaviest=_HEAVIEST,
        untabled=_untabled(a),
        prize=PRIZE,
        figure_text=figure_text,
    )


def _by_origin(headings: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the columns that the game computes, and those that no estimate enters."""
    text = [h for h in _OF_TEXT if h in headings or h != "given"]
    return [h for h in headings if h not in (*OF_ROWS, *_OF_TEXT)], text


def _rowed(a: Assessment, told: Sequence[cells.Line]) -> Iterator[tuple[Origin, ...]]:
    """Yield where the numbers of each row come from, every reason and source told once."""
    known: set[Premise] = set()
    for line in told:
        yield tuple(rowed(a, line, known))
        known.update(premises(line))


def _unlike(
    origins: Sequence[tuple[Origin, ...]], shown: Sequence[tuple[Origin, ...]]
) -> list[tuple[Origin, ...] | str]:
    """Return what is shown of where numbers come from; of a row like that above it, that it is."""
    return [
        "From the same as in the row above." if of and at and of == origins[at - 1] else shown[at]
        for at, of in enumerate(origins)
    ]


@cache
def template(name: str) -> Template:
    """Return a template of this folder by its name."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("foedus.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["cited"] = _linked
    made.filters["options"] = _unbroken
    return made.get_template(name)


def _linked(text: str) -> Markup:
    """Return a text in which the number of a source leads to it in the list of sources."""
    from markupsafe import Markup, escape

    return Markup(_CITED.sub(r'[<a href="#s\1">\1\2</a>]', str(escape(text))))


def _unbroken(text: str) -> Markup:
    """Return a text in which an option of a command is not broken behind its hyphens."""
    from markupsafe import Markup, escape

    return Markup(_OPTION.sub(r'<span class="option">\g<0></span>', str(escape(text))))


def style() -> dict[str, str]:
    """Return the style of a page, and the digest by which its policy lets it in."""
    text = files("foedus.views").joinpath("templates/page.css").read_text("utf-8")
    digest = b64encode(sha256(f"\n{text}\n".encode()).digest()).decode()
    return {"style": text, "digest": digest}


def _meanings(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Return what each column that is shown means."""
    known = {one.heading: one.meaning for one in TABLE}
    known |= {one.heading: one.meaning for one in cells.COLUMNS}
    alone = "who can keep the consequence away though everybody else helps it"
    known["can stop it alone"] = alone
    headings = [number.heading for number in rows[0].numbers] if rows else []
    return [(heading, known[heading]) for heading in ("can stop it alone", *headings, "faults")]


class _Table(NamedTuple):
    """The matrix of one who acts against one other: the names of the acts, and a line an option."""

    acts: list[str]
    lines: list[cells.Line]


class _Cell(NamedTuple):
    text: str
    open: bool


def _tables(a: Assessment) -> list[_Table]:
    groups: dict[tuple[str, str], list[cells.Line]] = {}
    for line in cells.lines(a):
        groups.setdefault((line.pair.by, line.pair.against), []).append(line)
    return [
        _Table([met.act_heading(row) for row in cells.rows_of(of_pair[0])], of_pair)
        for of_pair in groups.values()
    ]


def _cells(line: cells.Line) -> list[_Cell]:
    return [_Cell(met.answer(row), met.is_open(row)) for row in cells.rows_of(line)]


def _untabled(a: Assessment) -> list[str]:
    """Return what the figures rest on that the table of inputs does not hold."""
    tabled = {one.name for one in a.inputs}
    return [str(one) for one in a.assumptions if one.name not in tabled]


def _proposed(a: Assessment) -> str:
    """Name the option that is proposed; nothing where the file does not say, or it stands alone."""
    options = a.arrangement.options if a.arrangement and len(a.options) > 1 else {}
    return next((o.label for name, o in options.items() if o.proposed and name in a.options), "")


def _drawn(rows: Sequence[Row]) -> bool:
    """Say whether anything was drawn from a range."""
    return any("(" in number.said for row in rows for number in row.numbers)


def _explained(a: Assessment) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what each option is, in the words of the file, with its sources."""
    options = a.arrangement.options if a.arrangement else {}
    sources = {one.label: one.source for one in options.values()}
    return [(label, summary, sources[label]) for label, summary in explained(a)]


def _artefacts(rows: Sequence[Row]) -> list[str]:
    """Return which numbers are owed to errors of judgement, and what is left without them."""
    return [
        f"{row.label}, {number.heading} {number.said}: {why}"
        for row in rows
        for number in row.numbers
        for why in number.whole
        if why.startswith("an artefact")
    ]


def _protected(a: Assessment) -> str:
    """Say who is left out of the lists of those who can stop help to it, where there is one."""
    left = {pair.against for o in a.options.values() for pair in o.pairs if pair.against}
    listing = {"single-blocker", "kept-from-starting"}
    if not left or not any(h.id in listing for o in a.options.values() for h in o.loopholes):
        return ""
    named = listed(sorted(a.names.get(one, one) for one in left))
    return f"Who can stop help to {named} is listed here without {named}, which may always decline."


def _sided(a: Assessment) -> str:
    """Say that faults are looked for on every side, and who may allege, as the texts have it."""
    asked = _asked(a)
    if not asked:
        return ""
    variants = [one for name in a.options if (one := cells.variant_of(a, name)) is not None]
    alleging = {
        by
        for variant in variants
        for one in variant.procedures.values()
        if one.opens.alleging
        for by in one.opens.by
    }
    may = listed([a.names.get(one, one) for one in a.names if one in alleging])
    alleges = f" Who may allege a breach is as the file has it: {may}." if may else ""
    sides = "; ".join(asked)
    return f"“The victim” is whoever is acted against; acts are looked at of {sides}.{alleges}"


def _needing(a: Assessment) -> str:
    """Say that the days an act needs are the file's, where it gives any."""
    acts = (
        [one for ladder in a.arrangement.conduct.values() for one in ladder.acts]
        if a.arrangement
        else []
    )
    given = any(one.needs is not None for one in acts)
    return "How long an act itself needs is the file's own, without a source." if given else ""


def _asked(a: Assessment) -> list[str]:
    """Return whose acts the same questions were put to: those of every side.

    Where one alone has acts it is named once, whomever they are against.
    """
    pairs = a.arrangement.pairs if a.arrangement else ()
    acting = list(dict.fromkeys(by for by, _ in pairs))
    if len(acting) == 1:
        return [a.names.get(by, by) for by in acting]
    return [
        f"{a.names.get(by, by)} against {a.names.get(to, to)}" if to else a.names.get(by, by)
        for by, to in pairs
    ]
