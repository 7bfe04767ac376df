"""What closes each fault and what that opens, as text, as JSON and as overlays in YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from foedus.language import Arrangement
from foedus.loopholes import Repair, overlay_text

_SHOWN = 3
_NEVER = {
    "gap": "an accession that the attack sets off cannot come before it; only a duty that binds"
    " already can close this",
    "false-flag": "no text makes a record true; more finders and a higher majority make it rarer",
    "deniable-breach": "no text makes an act seen; monitoring does",
    "capability-gap": "no text moves forces; those that are there before the act are in time",
}


def repairs_told(a: Arrangement, found: Mapping[str, Sequence[Repair]]) -> Iterator[str]:
    """Yield lines that tell, for each fault, what closes it and what that opens."""
    yield ""
    yield "REPAIRS, each checked against every property that was asked:"
    for name, tried in found.items():
        yield f"  {name}:"
        counted = [repair for repair in tried if not repair.spoils]
        if not counted:
            why = _NEVER.get(name) if name != "gap" or _admits(a) else None
            yield "    no one or two known edits close it" + (f": {why}" if why else "")
        for repair in counted[:_SHOWN]:
            yield f"    - {'; and '.join(f'{e.said} ({e.name})' for e in repair.edits)}"
            others = [closed for closed in repair.closes if closed != name]
            if others:
                yield f"      also closes {', '.join(others)}"
            yield f"      opens {', '.join(repair.opens) if repair.opens else 'nothing new'}"
        if len(counted) > _SHOWN:
            yield f"    and {len(counted) - _SHOWN} more, which --json and --write hold"
        for repair in (repair for repair in tried if repair.spoils and len(repair.edits) == 1):
            yield f"    not counted: {repair.said}, since {' and '.join(repair.spoils)}"


def _admits(a: Arrangement) -> bool:
    """Say whether somebody is admitted by what a breach or an act sets off."""
    set_off = (p for p in a.procedures.values() if p.opens.alleging or p.opens.when)
    return any(effect.admit for procedure in set_off for effect in procedure.then)


def repairs_json(found: Mapping[str, Sequence[Repair]]) -> list[dict[str, object]]:
    """Return the same as plain values, each repair with its overlay."""
    return [
        {
            "fault": name,
            "repairs": [
                {
                    "edits": [{"name": edit.name, "said": edit.said} for edit in repair.edits],
                    "overlay": {"label": repair.said, "changes": repair.changes},
                    "closes": list(repair.closes),
                    "opens": list(repair.opens),
                    "not_counted_since": list(repair.spoils),
                }
                for repair in tried
            ],
        }
        for name, tried in found.items()
    ]


def repair_overlays(case: str, found: Mapping[str, Sequence[Repair]]) -> dict[str, str]:
    """Return the overlays as texts by the names of their files; what does not count is left out."""
    every = {
        repr(repair.changes): repair
        for tried in found.values()
        for repair in tried
        if not repair.spoils
    }
    names: dict[str, str] = {}
    for number, repair in enumerate(every.values(), 1):
        name = "-and-".join(dict.fromkeys(edit.name for edit in repair.edits))
        notes = [
            f"Closes {', '.join(repair.closes)}.",
            f"Opens {', '.join(repair.opens) if repair.opens else 'nothing new'}.",
            f"Check it: foedus check {case} --overlay THIS-FILE",
        ]
        names[f"{number:02}-{name}.yaml"] = overlay_text(repair.said, repair.changes, notes)
    return names
