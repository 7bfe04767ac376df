"""Results as tables of the library that is asked for, which is loaded only then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

Kind = Literal["pandas", "polars", "arrow"]
_PACKAGE = {"pandas": "pandas", "polars": "polars", "arrow": "pyarrow"}


def frame(columns: dict[str, Sequence[Any]], kind: Kind = "pandas") -> Any:
    """Return columns as a DataFrame of pandas or Polars, or as an Arrow table.

    Parameters
    ----------
    columns
        By name, all of one length.
    kind
        ``pandas``, ``polars`` or ``arrow``.

    Raises
    ------
    ValueError
        Another kind.
    ImportError
        The library is not there; the message says how to have it.

    Examples
    --------
    >>> frame({"member": ["A", "B"], "power": [0.75, 0.25]}, "polars").height
    2
    """
    if kind not in _PACKAGE:
        raise ValueError(f"there is no table of kind {kind!r}: write one of {', '.join(_PACKAGE)}")
    from importlib import import_module

    try:
        library = import_module(_PACKAGE[kind])
    except ImportError:
        raise ImportError(
            f"a table of kind {kind!r} needs the library {_PACKAGE[kind]}: pip install "
            f"{_PACKAGE[kind]}"
        ) from None
    return library.table(columns) if kind == "arrow" else library.DataFrame(columns)
