"""What can still be read of a file with mistakes: the rest, with the mistakes cut out.

A misspelt word in one clause should not hide a dangling reference in another, so what does not
have the right shape is cut out, and the rest is checked. Whatever could follow from a cut is not
reported.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from foedus.language.names import Found
from foedus.language.nodes import Path

REQUIRED: dict[str, Any] = {"foedus": 1, "title": "-", "as_of": "2000-01-01", "parties": {}}
"""Stand-ins for the top-level keys that must be there, for checking a file that lacks them."""


@dataclass
class Pruned:
    """A file's values without those at some paths.

    Attributes
    ----------
    value
        What is left.
    cuts
        The paths that were cut out, as the file has them.
    """

    written: Any
    cuts: set[Path] = field(default_factory=set)
    value: Any = None
    _kept: dict[Path, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.value = self.written

    def cut(self, paths: Collection[Path]) -> None:
        """Cut out the values at `paths`, which are those of the pruned values."""
        self.cuts |= {self.original(path) for path in paths}
        self._kept = {}
        self.value = self._without(self.written, ())
        if isinstance(self.value, dict):
            self.value = {**REQUIRED, **self.value}

    def original(self, path: Path) -> Path:
        """Return where in the file the value stands that is now at `path`."""
        found: Path = ()
        for part in path:
            kept = self._kept.get(found)
            in_range = kept is not None and isinstance(part, int) and part < len(kept)
            found = (*found, kept[part] if kept and in_range else part)  # type: ignore[index]
        return found

    def _without(self, value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            keys = [key for key in value if (*path, key) not in self.cuts]
            return {key: self._without(value[key], (*path, key)) for key in keys}
        if isinstance(value, list):
            kept = [at for at in range(len(value)) if (*path, at) not in self.cuts]
            self._kept[path] = kept
            return [self._without(value[at], (*path, at)) for at in kept]
        return value

    def restored(self, found: Found) -> Found:
        """Return the finding, made in the pruned values, with its path in the file."""
        return replace(found, path=self.original(found.path))

    def trusted(self, found: Found) -> bool:
        """Say whether a finding (by its path in the file) holds whatever the cuts held.

        A reference to a name that is nowhere declared does. Any other finding does only if nothing
        was cut out of the map that it is about, or from inside it.
        """
        if found.absent:
            return True
        whole = len(found.path) == 1 or (found.at_key and isinstance(found.path[-1], str))
        about = found.path if whole else found.path[:-1]
        return not any(cut[: len(about)] == about for cut in self.cuts)
