"""Verdicts as SARIF 2.1.0, which editors and code review show on the line."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from foedus.language import Places
from foedus.loopholes import CATALOGUE, Loophole, Path, Property, Verdict, grade, severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_DOCS = "https://foedus.readthedocs.io/en/latest/reference/loopholes"


def as_sarif(found: Sequence[Verdict], places: Places) -> dict[str, object]:
    """Return a SARIF log with a rule for each property checked and a result for each verdict.

    Parameters
    ----------
    found
        The verdicts.
    places
        Where clauses stand.
    """
    rules = [_rule(verdict.property) for verdict in found]
    results = [
        result for at, verdict in enumerate(found) for result in _results(verdict, at, places)
    ]
    driver = {
        "name": "foedus",
        "version": _version(),
        "informationUri": "https://foedus.readthedocs.io",
        "rules": rules,
    }
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        ],
    }


def _version() -> str:
    try:
        return version("foedus")
    except PackageNotFoundError:
        return "0"  # run from a checkout that is not installed


def _rule(asked: Property) -> dict[str, object]:
    return {
        "id": asked.id,
        "name": "".join(part.capitalize() for part in asked.id.split("-")),
        "shortDescription": {"text": asked.name},
        "fullDescription": {"text": f"{asked.definition} It should hold that: {asked.statement}"},
        "helpUri": f"{_DOCS}/{asked.number:02}.html",
        "defaultConfiguration": {"level": "warning"},
    }


def _results(verdict: Verdict, rule: int, places: Places) -> list[dict[str, object]]:
    """Return a result for each fault, or else one that says that it holds, or why it is open."""
    bag = {
        "verdict": verdict.outcome,
        "scope": verdict.scope,
        "missing": verdict.missing or None,
        "witness": [line.text() for line in verdict.witness],
    }
    if verdict.loopholes:
        return [_result(hole, rule, places) | {"properties": bag} for hole in verdict.loopholes]
    kind, text = {
        "holds": ("pass", verdict.property.statement),
        "does-not-apply": ("notApplicable", f"It does not apply: {verdict.missing}."),
        "undecided": ("open", "The search was given up before it was decided."),
    }[verdict.outcome]
    path = verdict.about[0] if verdict.about else ()
    return [
        {
            "ruleId": verdict.property.id,
            "ruleIndex": rule,
            "kind": kind,
            "level": "none",
            "message": {"text": text},
            "locations": [_location(path, places)],
            "properties": bag,
        }
    ]


def _result(hole: Loophole, rule: int, places: Places) -> dict[str, object]:
    told = " ".join(f"{line}." for line in hole.story)
    text = f"{hole.statement}. {told}".strip()
    clauses = hole.clauses or ((),)
    return {
        "ruleId": hole.id,
        "ruleIndex": rule,
        "kind": "fail",
        "level": _LEVELS.get(grade(hole.id).id, "warning"),
        "rank": _rank(hole.id),
        "message": {"text": text},
        "locations": [_location(clauses[0], places)],
        "relatedLocations": [
            {"id": number, **_location(path, places)} for number, path in enumerate(clauses[1:], 1)
        ],
    }


_LEVELS = {"no-help": "error", "text": "note"}


def _rank(asked: str) -> float:
    """Return how grave a fault is as SARIF counts it: 100 for the gravest."""
    return max(0.0, round(100 * (1 - (severity(asked) - 1) / len(CATALOGUE)), 1))


def _location(path: Path, places: Places) -> dict[str, object]:
    line, column = places.of(path)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": places.name.replace("\\", "/")},
            "region": {"startLine": line, "startColumn": column},
        }
    }
