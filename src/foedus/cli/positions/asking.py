"""A language model as one more proposer of statements, asked only where --model names one."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import stop, working

if TYPE_CHECKING:
    from foedus.positions import Dispute, Found

KEY = "FOEDUS_MODEL_KEY"
"""The environment variable that holds the key; none is sent where it is empty."""
PATIENCE = 120.0
"""Seconds to wait for one answer."""


def with_model(
    found: list[Found],
    texts: list[tuple[str, str]],
    dispute: Dispute,
    model: str,
    endpoint: str,
) -> list[Found]:
    """Return what the rules found with what a model proposes besides; say what was refused."""
    from foedus.positions import checked, register

    table = register(dispute)
    refused: Counter[str] = Counter()
    grown = []
    with working("asking the model") as told:
        for number, (one, (name, text)) in enumerate(zip(found, texts, strict=True), 1):
            answer = _ask(text, dispute, model, endpoint, name)
            kept = checked(answer, text, dispute, model, one.document.date, table)
            refused.update(kept.refused)
            mine = {s.id for s in one.statements}
            more = tuple(s for s in kept.statements if s.id not in mine)
            grown.append(replace(one, statements=(*one.statements, *more)))
            if told:
                told(number, len(texts))
    for reason, times in sorted(refused.items()):
        click.echo(f"Refused {times} of what the model proposed: {reason}.", err=True)
    return grown


def _ask(text: str, dispute: Dispute, model: str, endpoint: str, name: str) -> str:
    try:
        from openai import OpenAI, OpenAIError
    except ModuleNotFoundError:
        stop("A model is asked through the package openai: pip install 'foedus[model]'.")
    from foedus.positions import FORM, question

    task, given = question(text, dispute)
    try:
        client = OpenAI(
            api_key=os.environ.get(KEY) or "none",
            base_url=endpoint,
            timeout=PATIENCE,
            max_retries=2,
        )
        answer = client.chat.completions.create(
            model=model,
            temperature=0,
            seed=0,
            messages=[{"role": "system", "content": task}, {"role": "user", "content": given}],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "statements", "strict": True, "schema": dict(FORM)},
            },
        )
    except OpenAIError as error:
        stop(f"{name}: the model could not be asked ({type(error).__name__}: {_first(error)}).")
    choices = answer.choices or []
    return (choices[0].message.content or "") if choices else ""


def _first(error: Exception) -> str:
    return str(error).splitlines()[0][:160] if str(error) else "no reason given"
