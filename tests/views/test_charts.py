"""Charts are legible: nothing that is written lies on a mark that is not its own."""

from __future__ import annotations

import re

import vl_convert

from foedus.views.charts import Part, bars

DESCENT = 0.25
"""Of the size of a letter: how far a g reaches below the line on which it stands."""


def test_the_names_of_bars_stand_between_the_bars():
    parts = [Part("one", 0.4), Part("two", 0.6)]
    rows = [(name, parts) for name in ("Pre-ratified, surviving", "gjpqy", "w " * 50)]
    drawn = vl_convert.vegalite_to_svg(bars(rows, "t").to_json())
    tops = sorted({float(y) for y in re.findall(r'"bar" d="M[\d.]+,([\d.]+)h', drawn)})
    [deep] = {float(h) for h in re.findall(r'"bar" d="M[\d.]+,[\d.]+h[\d.]+v([\d.]+)h', drawn)}
    written = re.findall(
        r'text-anchor="start" transform="translate\(0,([\d.]+)\)"[^>]*font-size="([\d.]+)px"'
        r"[^>]*>(?!0%|t<)[^<]+</text>",
        drawn,
    )
    names = [(float(y), float(size)) for y, size in written]
    assert len(tops) == 3
    assert len(names) == 4  # the last name takes two lines
    for line, size in names:
        for top in tops:
            assert line + DESCENT * size <= top or line - size >= top + deep
