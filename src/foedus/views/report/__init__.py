"""Pages of HTML that need nothing beside them: an assessment, a check and a sweep."""

from foedus.views.report.checked import checked_html
from foedus.views.report.deterring import deterring_html
from foedus.views.report.page import assessed_html

__all__ = ["assessed_html", "checked_html", "deterring_html"]
