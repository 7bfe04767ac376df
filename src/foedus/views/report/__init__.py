"""The report: an assessment as one page that people forward."""

from foedus.views.report.page import html

__all__ = ["html"]
