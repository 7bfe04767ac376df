"""An assessment that a notebook shows as a page, without the core knowing of pages."""

from __future__ import annotations

from dataclasses import dataclass, fields
from html import escape

from foedus.assessment import Assessment


@dataclass(frozen=True)
class ShownAssessment(Assessment):
    """An assessment with a face for notebooks."""

    def _repr_html_(self) -> str:
        """Return the report in a frame of its own, so that its style stays within it."""
        from foedus.views.report import assessed_html

        page = escape(assessed_html(self), quote=True)
        allowed = "allow-downloads"  # of the figures; nothing else
        style = "width:100%;height:42rem;border:0"
        return f'<iframe sandbox="{allowed}" srcdoc="{page}" style="{style}"></iframe>'


def shown_in_notebook(assessment: Assessment) -> ShownAssessment:
    """Return the same assessment, ready for a notebook."""
    return ShownAssessment(**{f.name: getattr(assessment, f.name) for f in fields(assessment)})
