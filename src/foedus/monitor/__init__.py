"""Has the deal been broken: incident files, the ledger, findings, and what follows from them.

Names are loaded when they are first asked for: tables and geometry take half a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.faces import offered

if TYPE_CHECKING:
    from foedus.monitor.alerting import AlertError as AlertError
    from foedus.monitor.alerting import Deliver as Deliver
    from foedus.monitor.alerting import alerts as alerts
    from foedus.monitor.alerting import chances_told as chances_told
    from foedus.monitor.alerting import tell as tell
    from foedus.monitor.alerting import to_file as to_file
    from foedus.monitor.alerting import to_webhook as to_webhook
    from foedus.monitor.alerting import webhook_channel as webhook_channel
    from foedus.monitor.alerting import withdrawn as withdrawn
    from foedus.monitor.attachments import LONGEST as LONGEST
    from foedus.monitor.attachments import attach as attach
    from foedus.monitor.bayes import Posterior as Posterior
    from foedus.monitor.bayes import posterior as posterior
    from foedus.monitor.before_after import Compared as Compared
    from foedus.monitor.before_after import Comparison as Comparison
    from foedus.monitor.before_after import compared as compared
    from foedus.monitor.before_after import doubtful as doubtful
    from foedus.monitor.before_after import unsaid as unsaid
    from foedus.monitor.cells import NoWorkbookError as NoWorkbookError
    from foedus.monitor.cells import Sheet as Sheet
    from foedus.monitor.cells import csv_text as csv_text
    from foedus.monitor.cells import workbook as workbook
    from foedus.monitor.chain import faults as faults
    from foedus.monitor.changing import SIMULATED as SIMULATED
    from foedus.monitor.changing import Change as Change
    from foedus.monitor.changing import burstiness as burstiness
    from foedus.monitor.changing import can_tell as can_tell
    from foedus.monitor.changing import changes as changes
    from foedus.monitor.changing import likeness as likeness
    from foedus.monitor.changing import weekly_of as weekly_of
    from foedus.monitor.comparable import Basis as Basis
    from foedus.monitor.comparable import Days as Days
    from foedus.monitor.comparable import basis as basis
    from foedus.monitor.comparable import spoken_of as spoken_of
    from foedus.monitor.comparable import uneven as uneven
    from foedus.monitor.consequences import RefusedError as RefusedError
    from foedus.monitor.consequences import Standing as Standing
    from foedus.monitor.consequences import event as event
    from foedus.monitor.consequences import refuse_unless_allowed as refuse_unless_allowed
    from foedus.monitor.consequences import stand as stand
    from foedus.monitor.current import misread as misread
    from foedus.monitor.current import texts_of as texts_of
    from foedus.monitor.current import to_come as to_come
    from foedus.monitor.difference import Difference as Difference
    from foedus.monitor.difference import difference_from_before as difference_from_before
    from foedus.monitor.difference import moved_days as moved_days
    from foedus.monitor.difference import withdrawn_by as withdrawn_by
    from foedus.monitor.duplicates import Pair as Pair
    from foedus.monitor.duplicates import decisions as decisions
    from foedus.monitor.duplicates import pairs as pairs
    from foedus.monitor.entries import Entered as Entered
    from foedus.monitor.entries import enter as enter
    from foedus.monitor.entries import entered as entered
    from foedus.monitor.entries import standing as standing
    from foedus.monitor.entries import take_back as take_back
    from foedus.monitor.findings import Finding as Finding
    from foedus.monitor.findings import Survey as Survey
    from foedus.monitor.findings import survey as survey
    from foedus.monitor.formats import known_title as known_title
    from foedus.monitor.formats.common import ROW as ROW
    from foedus.monitor.formats.mapped import BadMappingError as BadMappingError
    from foedus.monitor.formats.mapped import mapped as mapped
    from foedus.monitor.formats.plain import json_schema as json_schema
    from foedus.monitor.formats.proposing import propose as propose
    from foedus.monitor.importing import Receipt as Receipt
    from foedus.monitor.importing import Said as Said
    from foedus.monitor.importing import ingest as ingest
    from foedus.monitor.incident import Incident as Incident
    from foedus.monitor.incident import canonical_json as canonical_json
    from foedus.monitor.ledger import DELETION as DELETION
    from foedus.monitor.ledger import WITHDRAWAL as WITHDRAWAL
    from foedus.monitor.ledger import Ledger as Ledger
    from foedus.monitor.ledger import is_surveyed as is_surveyed
    from foedus.monitor.mapping import geojson as geojson
    from foedus.monitor.migrating import migrate as migrate
    from foedus.monitor.observers import Watched as Watched
    from foedus.monitor.observers import all_access as all_access
    from foedus.monitor.observers import unattributed as unattributed
    from foedus.monitor.observers import watched as watched
    from foedus.monitor.parts import Share as Share
    from foedus.monitor.parts import days_with as days_with
    from foedus.monitor.parts import deaths_untold as deaths_untold
    from foedus.monitor.parts import shares as shares
    from foedus.monitor.pulling import ACLED as ACLED
    from foedus.monitor.pulling import UCDP as UCDP
    from foedus.monitor.pulling import Caller as Caller
    from foedus.monitor.pulling import PullError as PullError
    from foedus.monitor.pulling import Rows as Rows
    from foedus.monitor.pulling import deleted_by_acled as deleted_by_acled
    from foedus.monitor.pulling import from_acled as from_acled
    from foedus.monitor.pulling import from_ucdp as from_ucdp
    from foedus.monitor.rates import BASE_WEEKS as BASE_WEEKS
    from foedus.monitor.rates import LEAST_WEEKS as LEAST_WEEKS
    from foedus.monitor.rates import SURE as SURE
    from foedus.monitor.rates import Counted as Counted
    from foedus.monitor.rates import Week as Week
    from foedus.monitor.rates import daily as daily
    from foedus.monitor.rates import rate as rate
    from foedus.monitor.rates import weeks as weeks
    from foedus.monitor.ratios import LEVEL as LEVEL
    from foedus.monitor.ratios import NoModelError as NoModelError
    from foedus.monitor.ratios import Ratio as Ratio
    from foedus.monitor.ratios import exact_ratio as exact_ratio
    from foedus.monitor.reasons import mended as mended
    from foedus.monitor.release import Release as Release
    from foedus.monitor.responses import hours as hours
    from foedus.monitor.roles import RIGHTS as RIGHTS
    from foedus.monitor.roles import ROLE as ROLE
    from foedus.monitor.roles import Right as Right
    from foedus.monitor.roles import holders as holders
    from foedus.monitor.roles import refusal as refusal
    from foedus.monitor.rows import incident_of as incident_of
    from foedus.monitor.rows import incidents as incidents
    from foedus.monitor.sighting import Sight as Sight
    from foedus.monitor.sighting import sights as sights
    from foedus.monitor.stamping import StampError as StampError
    from foedus.monitor.stamping import stamp as stamp
    from foedus.monitor.stamping import stamps as stamps
    from foedus.monitor.store import LedgerError as LedgerError
    from foedus.monitor.store import rows_folder as rows_folder
    from foedus.monitor.store import told as told
    from foedus.monitor.tables import header_of as header_of
    from foedus.monitor.together import chance_together as chance_together
    from foedus.monitor.told_twice import Once as Once
    from foedus.monitor.told_twice import once_of as once_of
    from foedus.monitor.told_twice import plain_once as plain_once
    from foedus.monitor.told_twice import told_once as told_once
    from foedus.monitor.unpacking import BadFileError as BadFileError
    from foedus.monitor.unpacking import unpacked as unpacked
    from foedus.monitor.workplace import workplace_somewhere as workplace_somewhere
    from foedus.monitor.zones import KM_PER_DEGREE as KM_PER_DEGREE
    from foedus.monitor.zones import NOWHERE as NOWHERE
    from foedus.monitor.zones import BadShapeError as BadShapeError
    from foedus.monitor.zones import Ground as Ground
else:
    __getattr__, __all__ = offered(__name__)
