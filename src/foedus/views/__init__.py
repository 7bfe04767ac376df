"""The views: what is told on a screen, drawn, or written as a page; nothing is worked out here.

Each room's answers have their modules: `terminal` and `answering` an assessment, `verdicts` a
check, `deterring` a game, `watch` a ledger, `stability` a conflict, `positions` who stands where;
the pages that people forward are in `report`.
"""

from typing import TYPE_CHECKING

from foedus.faces import lazily

if TYPE_CHECKING:
    from foedus.views.backtesting import backtested
    from foedus.views.before_after import comparison_lines, comparison_svg
    from foedus.views.brief_docx import docx_brief
    from foedus.views.brief_pdf import pdf_brief
    from foedus.views.comparing import comparison_json, comparison_told
    from foedus.views.curves import saved_curve
    from foedus.views.deciding import decision_screen
    from foedus.views.deterring import deterrence_screen
    from foedus.views.deterring_beside import beside
    from foedus.views.forwarded import headline
    from foedus.views.game_tree import game_drawn
    from foedus.views.incident_map import MOST_KM, Spot, map_svg
    from foedus.views.notebook import shown_in_notebook
    from foedus.views.positions import (
        chart_as,
        conflict_lines,
        conflicts_as_data,
        over_time,
        over_time_lines,
        proposals_told,
        queue_as_data,
        retold_told,
        standing_as_data,
        standing_told,
        statement_as_data,
    )
    from foedus.views.positions_network import discourse, discourse_lines
    from foedus.views.power_chart import power_drawing
    from foedus.views.powers import powers_json, powers_told
    from foedus.views.progress import tracked_progress
    from foedus.views.quoting import IMAGINED, taken
    from foedus.views.reading import read_out
    from foedus.views.regimes import regimes_svg
    from foedus.views.repairs import repair_overlays, repairs_json, repairs_told
    from foedus.views.report import assessed_html, checked_html, deterring_html
    from foedus.views.review_queue import ReviewApp
    from foedus.views.sarif import as_sarif
    from foedus.views.sequence import story_drawn
    from foedus.views.sheets import csv_text, xlsx
    from foedus.views.solving import solution_heading
    from foedus.views.stability import swaps_said
    from foedus.views.stability_graph import conflict_svg, conflict_tree_svg, graph_svg, tree_svg
    from foedus.views.stability_screen import (
        beside_heading,
        coalitions_told,
        inverse_told,
        stakes_told,
        ways_told,
    )
    from foedus.views.telling import replay_json, replay_told
    from foedus.views.terminal import WIDE_SCREEN, assessment_screen
    from foedus.views.timeline import NARROW_CHART, UNREAD, WIDE_CHART, timeline_svg
    from foedus.views.varying import varied_json, varied_told
    from foedus.views.verdicts import Checked, verdicts_json, verdicts_told
    from foedus.views.watch import (
        beside_lines,
        change_line,
        entered_line,
        explanation,
        finding_line,
        printable,
        what_counts,
    )
    from foedus.views.watch_funnel import (
        complete_line,
        difference_line,
        funnel_lines,
        moved_line,
        published_line,
        rejected_line,
        withdrawn_line,
    )
    from foedus.views.watch_page import NormPage, facts_of, watch_html
    from foedus.views.watch_pairs import pair_body, pair_lines, pair_plain, range_lines
    from foedus.views.watch_status import (
        left_out_lines,
        release_line,
        rests_on_rows,
        retracted_line,
    )
else:
    __getattr__ = lazily(
        __name__,
        {
            "backtesting": ("backtested",),
            "before_after": ("comparison_lines", "comparison_svg"),
            "brief_docx": ("docx_brief",),
            "brief_pdf": ("pdf_brief",),
            "comparing": ("comparison_json", "comparison_told"),
            "curves": ("saved_curve",),
            "deciding": ("decision_screen",),
            "deterring": ("deterrence_screen",),
            "deterring_beside": ("beside",),
            "forwarded": ("headline",),
            "game_tree": ("game_drawn",),
            "incident_map": ("map_svg", "MOST_KM", "Spot"),
            "notebook": ("shown_in_notebook",),
            "positions": (
                "chart_as",
                "conflict_lines",
                "conflicts_as_data",
                "over_time",
                "over_time_lines",
                "proposals_told",
                "queue_as_data",
                "retold_told",
                "standing_as_data",
                "standing_told",
                "statement_as_data",
            ),
            "positions_network": ("discourse", "discourse_lines"),
            "power_chart": ("power_drawing",),
            "powers": ("powers_json", "powers_told"),
            "progress": ("tracked_progress",),
            "reading": ("read_out",),
            "regimes": ("regimes_svg",),
            "repairs": ("repair_overlays", "repairs_json", "repairs_told"),
            "report": ("assessed_html", "checked_html", "deterring_html"),
            "review_queue": ("ReviewApp",),
            "sarif": ("as_sarif",),
            "sequence": ("story_drawn",),
            "sheets": ("csv_text", "xlsx"),
            "solving": ("solution_heading",),
            "stability": ("swaps_said",),
            "stability_graph": ("conflict_svg", "conflict_tree_svg", "graph_svg", "tree_svg"),
            "stability_screen": (
                "beside_heading",
                "coalitions_told",
                "inverse_told",
                "stakes_told",
                "ways_told",
            ),
            "telling": ("replay_json", "replay_told"),
            "terminal": ("assessment_screen", "WIDE_SCREEN"),
            "timeline": ("NARROW_CHART", "UNREAD", "timeline_svg", "WIDE_CHART"),
            "varying": ("varied_json", "varied_told"),
            "quoting": ("IMAGINED", "taken"),
            "verdicts": ("Checked", "verdicts_json", "verdicts_told"),
            "watch": (
                "beside_lines",
                "change_line",
                "entered_line",
                "explanation",
                "finding_line",
                "printable",
                "what_counts",
            ),
            "watch_funnel": (
                "complete_line",
                "difference_line",
                "funnel_lines",
                "moved_line",
                "published_line",
                "rejected_line",
                "withdrawn_line",
            ),
            "watch_page": ("facts_of", "NormPage", "watch_html"),
            "watch_pairs": ("pair_body", "pair_lines", "pair_plain", "range_lines"),
            "watch_status": ("left_out_lines", "release_line", "rests_on_rows", "retracted_line"),
        },
    )

__all__ = [
    "IMAGINED",
    "MOST_KM",
    "NARROW_CHART",
    "UNREAD",
    "WIDE_CHART",
    "WIDE_SCREEN",
    "Checked",
    "NormPage",
    "ReviewApp",
    "Spot",
    "as_sarif",
    "assessed_html",
    "assessment_screen",
    "backtested",
    "beside",
    "beside_heading",
    "beside_lines",
    "change_line",
    "chart_as",
    "checked_html",
    "coalitions_told",
    "comparison_json",
    "comparison_lines",
    "comparison_svg",
    "comparison_told",
    "complete_line",
    "conflict_lines",
    "conflict_svg",
    "conflict_tree_svg",
    "conflicts_as_data",
    "csv_text",
    "decision_screen",
    "deterrence_screen",
    "deterring_html",
    "difference_line",
    "discourse",
    "discourse_lines",
    "docx_brief",
    "entered_line",
    "explanation",
    "facts_of",
    "finding_line",
    "funnel_lines",
    "game_drawn",
    "graph_svg",
    "headline",
    "inverse_told",
    "left_out_lines",
    "map_svg",
    "moved_line",
    "over_time",
    "over_time_lines",
    "pair_body",
    "pair_lines",
    "pair_plain",
    "pdf_brief",
    "power_drawing",
    "powers_json",
    "powers_told",
    "printable",
    "proposals_told",
    "published_line",
    "queue_as_data",
    "range_lines",
    "read_out",
    "regimes_svg",
    "rejected_line",
    "release_line",
    "repair_overlays",
    "repairs_json",
    "repairs_told",
    "replay_json",
    "replay_told",
    "rests_on_rows",
    "retold_told",
    "retracted_line",
    "saved_curve",
    "shown_in_notebook",
    "solution_heading",
    "stakes_told",
    "standing_as_data",
    "standing_told",
    "statement_as_data",
    "story_drawn",
    "swaps_said",
    "taken",
    "timeline_svg",
    "tracked_progress",
    "tree_svg",
    "varied_json",
    "varied_told",
    "verdicts_json",
    "verdicts_told",
    "watch_html",
    "ways_told",
    "what_counts",
    "withdrawn_line",
    "xlsx",
]
