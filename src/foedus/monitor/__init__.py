"""Has the deal been broken: incident files, the ledger, findings, and what follows from them.

Names are loaded when they are first asked for: tables and geometry take half a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.faces import lazily

if TYPE_CHECKING:
    from foedus.monitor.before_after import Comparison, Ratio, compared, exact_ratio
    from foedus.monitor.duplicates import Pair, pairs
    from foedus.monitor.findings import Evidence, Finding, Survey, survey
    from foedus.monitor.importing import Receipt, Said, ingest
    from foedus.monitor.incident import Incident
    from foedus.monitor.ledger import Ledger
    from foedus.monitor.store import LedgerError
    from foedus.monitor.tables import BadFileError
else:
    __getattr__ = lazily(
        __name__,
        {
            "before_after": ("Comparison", "Ratio", "compared", "exact_ratio"),
            "duplicates": ("Pair", "pairs"),
            "findings": ("Evidence", "Finding", "Survey", "survey"),
            "importing": ("Receipt", "Said", "ingest"),
            "incident": ("Incident",),
            "ledger": ("Ledger",),
            "store": ("LedgerError",),
            "tables": ("BadFileError",),
        },
    )

__all__ = [
    "BadFileError",
    "Comparison",
    "Evidence",
    "Finding",
    "Incident",
    "Ledger",
    "LedgerError",
    "Pair",
    "Ratio",
    "Receipt",
    "Said",
    "Survey",
    "compared",
    "exact_ratio",
    "ingest",
    "pairs",
    "survey",
]
