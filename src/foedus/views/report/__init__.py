"""Pages of HTML that need nothing beside them: an assessment, a check and a sweep."""

from foedus.views.report.checked import checked_html
from foedus.views.report.deterring import deterring_html
from foedus.views.report.page import html

__all__ = ["checked_html", "deterring_html", "html"]
