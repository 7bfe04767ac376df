"""The OpenAPI description of the server, from the questions and what answers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Annotated, Any, Literal, Required

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from foedus.language import Stance
from foedus.page.working import FIGURES
from foedus.play import LONGEST_TEXT, MOST_STEPS, QUESTIONS, Board

_STRICT = ConfigDict(extra="forbid", strict=True)
_MOST_HELD = 500
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


def _day(value: str) -> str:
    date.fromisoformat(value)
    return value


def _known(names: Sequence[str]) -> AfterValidator:
    """Return what refuses every other name, by that name."""

    def known(value: str) -> str:
        if value not in names:
            raise ValueError(f"there is no question {value!r:.60}")
        return value

    return AfterValidator(known)


_LONG = [*QUESTIONS, *FIGURES]
Asked = Annotated[str, Field(json_schema_extra={"enum": [*QUESTIONS]}), _known([*QUESTIONS])]
Long = Annotated[str, Field(json_schema_extra={"enum": [*_LONG]}), _known(_LONG)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Stances = dict[Name, dict[Name, Stance]]
Day = Annotated[str, Field(json_schema_extra={"format": "date"}), AfterValidator(_day)]


class EventStep(TypedDict, total=False):
    """An event of a play."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]
    on: Required[Day]
    by: Required[list[Name]]
    do: Required[Name]
    what: str
    vote: Literal["yes", "no", "abstain"]
    against: list[Name]


class WithheldStep(TypedDict):
    """A member of a play that withholds its consent."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]
    on: Day
    withholds: Name
    what: Name


class Question(TypedDict, total=False):
    """What can be asked; `ask` says which question, and the other keys what it is about."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]
    ask: Required[Asked]
    case: str
    text: Text
    option: str
    old_case: str
    old_text: Text
    old_option: str
    events: Text
    at: Day
    steps: Annotated[list[EventStep | WithheldStep], Field(max_length=MOST_STEPS)]


class Work(Question, total=False):
    """What takes long: any question, and those about figures of the game."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]
    ask: Required[Long]
    held: Annotated[dict[Name, Number], Field(max_length=_MOST_HELD)]
    stances: Annotated[Stances, Field(max_length=_MOST_HELD)]


_QUESTION, _WORK = TypeAdapter(Question), TypeAdapter(Work)


def refused(question: Any, *, long: bool = False) -> str:
    """Return why something is no question, at its first fault; empty where it is one."""
    try:
        (_WORK if long else _QUESTION).validate_python(question)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return f"{where}: {first['msg']}." if where else f"{first['msg']}."
    return ""


@cache
def described() -> dict[str, Any]:
    """Return the description."""
    schemas: dict[str, Any] = {}
    board = TypeAdapter(Board)
    for name, adapter in (("Board", board), ("Question", _QUESTION), ("Work", _WORK)):
        schema = adapter.json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {}) | {name: schema}
    doc = (f"{name}: {(ask.__doc__ or '').strip()}" for name, ask in QUESTIONS.items())
    schemas["Question"]["description"] = "; ".join(doc)
    told = {"type": "object", "properties": {"error": {"type": "string"}}}
    away = {
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
                    "requestBody": _body("Question"),
                    "responses": {
                        "200": {
                            "description": "The answer; `error` or `problems` where there is none.",
                            "content": {"application/json": {"schema": answers}},
                        },
                        **dict.fromkeys(("400", "403", "413", "415", "422"), away),
                    },
                }
            },
            "/work": {
                "post": {
                    "summary": "Ask what takes long; going away ends it.",
                    "requestBody": _body("Work"),
                    "responses": {
                        "200": {
                            "description": "Lines: `done` and `of`; then `answer`.",
                            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
                        },
                        **dict.fromkeys(("400", "403", "413", "415", "422"), away),
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
                        "403": away,
                    },
                }
            },
        },
        "components": {"schemas": schemas},
    }


def _body(name: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"required": True, "content": {"application/json": {"schema": schema}}}
