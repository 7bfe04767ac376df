"""The JSON Schema of the language, for editors that complete and check as one types."""

from __future__ import annotations

from typing import Any

from foedus.language.arrangement import Arrangement


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an arrangement file.

    Examples
    --------
    >>> "parties" in json_schema()["required"]
    True
    """
    from pydantic import TypeAdapter

    schema = TypeAdapter(Arrangement).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
