"""The OpenAPI description of the server, from the questions and what answers them."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter

from foedus.play import QUESTIONS, Board

_TEXT = {"type": "string", "maxLength": 1_000_000}
_STEP = {
    "type": "object",
    "description": "A step of a play: an event, or a member that withholds its consent.",
    "properties": {
        "on": {"type": "string", "format": "date"},
        "by": {"type": "array", "items": {"type": "string"}},
        "do": {"type": "string"},
        "what": {"type": "string"},
        "vote": {"enum": ["yes", "no", "abstain"]},
        "against": {"type": "array", "items": {"type": "string"}},
        "withholds": {"type": "string"},
    },
    "required": ["on"],
}


@cache
def described() -> dict[str, Any]:
    """Return the description."""
    board = TypeAdapter(Board).json_schema(ref_template="#/components/schemas/{model}")
    schemas = board.pop("$defs", {}) | {"Board": board, "Question": _question()}
    told = {"type": "object", "properties": {"error": {"type": "string"}}}
    refused = {
        "description": "Why it was turned away.",
        "content": {"application/json": {"schema": told}},
    }
    answers = {"anyOf": [{"$ref": "#/components/schemas/Board"}, {"type": "object"}]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "foedus play", "version": version("foedus")},
        "paths": {
            "/answer": {
                "post": {
                    "summary": "Ask a question about an arrangement.",
                    "requestBody": {
                        "required": True,
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Question"}
                            }
                        },
                    },
                    "responses": {
                        "200": {
                            "description": "The answer; `error` or `problems` where there is none.",
                            "content": {"application/json": {"schema": answers}},
                        },
                        **dict.fromkeys(("400", "403", "413", "415"), refused),
                    },
                }
            },
            "/config": {
                "get": {
                    "summary": "What the page begins with.",
                    "responses": {
                        "200": {
                            "description": "The case, its text and its option.",
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        },
                        "403": refused,
                    },
                }
            },
        },
        "components": {"schemas": schemas},
    }


def _question() -> dict[str, Any]:
    doc = "; ".join(f"{name}: {(ask.__doc__ or '').strip()}" for name, ask in QUESTIONS.items())
    return {
        "type": "object",
        "description": doc,
        "properties": {
            "ask": {"enum": list(QUESTIONS)},
            "case": {"type": "string"},
            "text": _TEXT,
            "option": {"type": "string"},
            "old_case": {"type": "string"},
            "old_text": _TEXT,
            "old_option": {"type": "string"},
            "events": _TEXT,
            "at": {"type": "string", "format": "date"},
            "steps": {"type": "array", "items": _STEP, "maxItems": 2000},
        },
        "required": ["ask"],
    }
