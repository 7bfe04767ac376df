"""Has the deal been broken: incident files, the ledger, findings, and what follows from them.

Names are loaded when they are first asked for: tables and geometry take half a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.faces import lazily

if TYPE_CHECKING:
    from foedus.monitor.alerting import (
        AlertError,
        Deliver,
        alerts,
        chances_told,
        tell,
        to_file,
        to_webhook,
        webhook_channel,
        withdrawn,
    )
    from foedus.monitor.attachments import LONGEST, attach
    from foedus.monitor.bayes import Posterior, posterior
    from foedus.monitor.before_after import (
        LEVEL,
        Compared,
        Comparison,
        NoModelError,
        Ratio,
        compared,
        exact_ratio,
    )
    from foedus.monitor.cells import NoWorkbookError, Sheet, csv_text, workbook
    from foedus.monitor.chain import faults
    from foedus.monitor.changing import (
        SIMULATED,
        Change,
        burstiness,
        can_tell,
        changes,
        likeness,
        weekly_of,
    )
    from foedus.monitor.consequences import (
        RefusedError,
        Standing,
        event,
        refuse_unless_allowed,
        stand,
    )
    from foedus.monitor.current import misread, texts_of
    from foedus.monitor.difference import Difference, difference_from_before
    from foedus.monitor.duplicates import Pair, decisions, pairs
    from foedus.monitor.entries import Entered, enter, entered, standing, take_back
    from foedus.monitor.exporting import link_at
    from foedus.monitor.findings import Evidence, Finding, Survey, survey
    from foedus.monitor.formats.common import ROW
    from foedus.monitor.formats.mapped import BadMappingError, mapped, propose
    from foedus.monitor.formats.plain import json_schema
    from foedus.monitor.importing import Receipt, Said, ingest
    from foedus.monitor.incident import Incident, canonical_json
    from foedus.monitor.ledger import DELETION, WITHDRAWAL, Ledger, is_surveyed
    from foedus.monitor.mapping import geojson
    from foedus.monitor.migrating import migrate
    from foedus.monitor.observers import Watched, all_access, unattributed, watched
    from foedus.monitor.parts import Share, days_with, shares
    from foedus.monitor.pulling import (
        ACLED,
        UCDP,
        Caller,
        PullError,
        Rows,
        deleted_by_acled,
        from_acled,
        from_ucdp,
    )
    from foedus.monitor.rates import SURE, Week, daily, rate, weeks
    from foedus.monitor.release import Release
    from foedus.monitor.responses import hours
    from foedus.monitor.roles import RIGHTS, ROLE, Right, holders, refusal
    from foedus.monitor.rows import incident_of, incidents
    from foedus.monitor.sighting import Sight, sights
    from foedus.monitor.stamping import StampError, stamp, stamps
    from foedus.monitor.store import LedgerError, rows_folder, told
    from foedus.monitor.tables import header_of
    from foedus.monitor.unpacking import BadFileError, unpacked
    from foedus.monitor.zones import EXACT_KM, KM_PER_DEGREE, NOWHERE, BadShapeError, Ground
else:
    __getattr__ = lazily(
        __name__,
        {
            "alerting": (
                "AlertError",
                "Deliver",
                "alerts",
                "chances_told",
                "tell",
                "to_file",
                "to_webhook",
                "webhook_channel",
                "withdrawn",
            ),
            "attachments": ("LONGEST", "attach"),
            "bayes": ("Posterior", "posterior"),
            "before_after": (
                "Compared",
                "Comparison",
                "LEVEL",
                "NoModelError",
                "Ratio",
                "compared",
                "exact_ratio",
            ),
            "cells": ("NoWorkbookError", "Sheet", "csv_text", "workbook"),
            "chain": ("faults",),
            "changing": (
                "Change",
                "SIMULATED",
                "burstiness",
                "can_tell",
                "changes",
                "likeness",
                "weekly_of",
            ),
            "consequences": ("RefusedError", "Standing", "event", "refuse_unless_allowed", "stand"),
            "current": ("misread", "texts_of"),
            "difference": ("Difference", "difference_from_before"),
            "duplicates": ("Pair", "decisions", "pairs"),
            "entries": ("Entered", "enter", "entered", "standing", "take_back"),
            "exporting": ("link_at",),
            "findings": ("Evidence", "Finding", "Survey", "survey"),
            "formats.common": ("ROW",),
            "formats.mapped": ("BadMappingError", "mapped", "propose"),
            "formats.plain": ("json_schema",),
            "importing": ("Receipt", "Said", "ingest"),
            "incident": ("Incident", "canonical_json"),
            "ledger": ("DELETION", "Ledger", "WITHDRAWAL", "is_surveyed"),
            "mapping": ("geojson",),
            "migrating": ("migrate",),
            "observers": ("Watched", "all_access", "unattributed", "watched"),
            "parts": ("Share", "days_with", "shares"),
            "pulling": (
                "ACLED",
                "Caller",
                "PullError",
                "Rows",
                "UCDP",
                "deleted_by_acled",
                "from_acled",
                "from_ucdp",
            ),
            "rates": ("SURE", "Week", "daily", "rate", "weeks"),
            "release": ("Release",),
            "responses": ("hours",),
            "roles": ("RIGHTS", "ROLE", "Right", "holders", "refusal"),
            "rows": ("incident_of", "incidents"),
            "sighting": ("Sight", "sights"),
            "stamping": ("StampError", "stamp", "stamps"),
            "store": ("LedgerError", "rows_folder", "told"),
            "tables": ("header_of",),
            "unpacking": ("BadFileError", "unpacked"),
            "zones": ("BadShapeError", "EXACT_KM", "Ground", "KM_PER_DEGREE", "NOWHERE"),
        },
    )

__all__ = [
    "ACLED",
    "DELETION",
    "EXACT_KM",
    "KM_PER_DEGREE",
    "LEVEL",
    "LONGEST",
    "NOWHERE",
    "RIGHTS",
    "ROLE",
    "ROW",
    "SIMULATED",
    "SURE",
    "UCDP",
    "WITHDRAWAL",
    "AlertError",
    "BadFileError",
    "BadMappingError",
    "BadShapeError",
    "Caller",
    "Change",
    "Compared",
    "Comparison",
    "Deliver",
    "Difference",
    "Entered",
    "Evidence",
    "Finding",
    "Ground",
    "Incident",
    "Ledger",
    "LedgerError",
    "NoModelError",
    "NoWorkbookError",
    "Pair",
    "Posterior",
    "PullError",
    "Ratio",
    "Receipt",
    "RefusedError",
    "Release",
    "Right",
    "Rows",
    "Said",
    "Share",
    "Sheet",
    "Sight",
    "StampError",
    "Standing",
    "Survey",
    "Watched",
    "Week",
    "alerts",
    "all_access",
    "attach",
    "burstiness",
    "can_tell",
    "canonical_json",
    "chances_told",
    "changes",
    "compared",
    "csv_text",
    "daily",
    "days_with",
    "decisions",
    "deleted_by_acled",
    "difference_from_before",
    "enter",
    "entered",
    "event",
    "exact_ratio",
    "faults",
    "from_acled",
    "from_ucdp",
    "geojson",
    "header_of",
    "holders",
    "hours",
    "incident_of",
    "incidents",
    "ingest",
    "is_surveyed",
    "json_schema",
    "likeness",
    "link_at",
    "mapped",
    "migrate",
    "misread",
    "pairs",
    "posterior",
    "propose",
    "rate",
    "refusal",
    "refuse_unless_allowed",
    "rows_folder",
    "shares",
    "sights",
    "stamp",
    "stamps",
    "stand",
    "standing",
    "survey",
    "take_back",
    "tell",
    "texts_of",
    "to_file",
    "to_webhook",
    "told",
    "unattributed",
    "unpacked",
    "watched",
    "webhook_channel",
    "weekly_of",
    "weeks",
    "withdrawn",
    "workbook",
]
