"""Answers as plain data, such as JSON holds: what a question returns is written down once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from math import isfinite

import numpy as np

from foedus.figures import Figure


def as_data(value: object) -> object:
    """Return dataclasses, named tuples, figures and arrays as maps, lists, texts and numbers.

    What is no number, or infinite, is null.

    Examples
    --------
    >>> as_data({"a": (1.5, float("nan")), "b": np.array([2])})
    {'a': [1.5, None], 'b': [2]}
    """
    if isinstance(value, Figure):
        return value.as_json()
    if is_dataclass(value):
        return {f.name: as_data(getattr(value, f.name)) for f in fields(value)}
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {key: as_data(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, float) and not isfinite(value):
        return None
    return [as_data(one) for one in value] if isinstance(value, list | tuple) else value


def as_map(value: object) -> dict[str, object]:
    """Return the same of what has named parts."""
    told = as_data(value)
    assert isinstance(told, dict)
    return told
