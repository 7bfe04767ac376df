"""The brief as a PDF file, set by Typst, which brings its own fonts."""

from __future__ import annotations

import json
from importlib.resources import files

from foedus.assessment import Assessment
from foedus.views.brief import brief


def pdf_brief(a: Assessment) -> bytes:
    """Return the brief of an assessment as a PDF file, with the same bytes for the same figures.

    Raises
    ------
    ImportError
        When the extra ``brief`` is not installed.
    """
    import typst

    template = files("foedus.views").joinpath("templates/brief.typ").read_bytes()
    told = brief(a).as_data() | {"day": [a.as_of.year, a.as_of.month, a.as_of.day]}
    # As data and not as markup: whatever a file says stays text.
    given = {"brief": json.dumps(told, ensure_ascii=False)}
    made: bytes = typst.compile(template, format="pdf", sys_inputs=given)
    return made
