"""Write an arrangement back as YAML that reads to the same arrangement."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any

from foedus.language.arrangement import Arrangement
from foedus.language.quantities import Duration

_INLINE = 90


def plain(value: Any) -> Any:
    """Return `value` as dicts, lists, texts and numbers, with defaults left out."""
    if isinstance(value, Duration):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {
            f.name.rstrip("_"): plain(getattr(value, f.name))
            for f in fields(value)
            if not _is_default(f, getattr(value, f.name))
        }
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(inner) for inner in value]
    return value


def _is_default(field: Any, value: Any) -> bool:
    if field.default is not MISSING:
        return bool(value == field.default)
    return field.default_factory is not MISSING and value == field.default_factory()


def write(arrangement: Arrangement) -> str:
    """Return the arrangement as YAML text; ``read(write(a)) == a``."""
    from ruamel.yaml import YAML

    yaml = YAML(pure=True)
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(_styled(plain(arrangement)), out)
    return out.getvalue()


def _styled(value: Any, depth: int = 0) -> Any:
    """Write small things on one line, as people do."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, dict):
        styled: Any = CommentedMap((key, _styled(inner, depth + 1)) for key, inner in value.items())
    elif isinstance(value, list):
        styled = CommentedSeq(_styled(inner, depth + 1) for inner in value)
    else:
        return value
    if depth > 1 and len(str(value)) < _INLINE:
        styled.fa.set_flow_style()
    return styled
