"""Has the deal been broken: incident files, the ledger, findings, and what follows from them.

Names are loaded when they are first asked for: tables and geometry take half a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.monitor.before_after import Comparison, Ratio, compared, exact_ratio
    from foedus.monitor.duplicates import Pair, pairs
    from foedus.monitor.findings import Evidence, Finding, Survey, survey
    from foedus.monitor.importing import Receipt, Said, ingest
    from foedus.monitor.incident import Incident
    from foedus.monitor.ledger import Ledger
    from foedus.monitor.store import LedgerError
    from foedus.monitor.tables import BadFileError

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
_MODULES = {
    "before_after": ("Comparison", "Ratio", "compared", "exact_ratio"),
    "duplicates": ("Pair", "pairs"),
    "findings": ("Evidence", "Finding", "Survey", "survey"),
    "importing": ("Receipt", "Said", "ingest"),
    "incident": ("Incident",),
    "ledger": ("Ledger",),
    "store": ("LedgerError",),
    "tables": ("BadFileError",),
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"foedus.monitor.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
