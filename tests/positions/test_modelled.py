"""What a language model proposes is checked word by word, and asked for only where it is named."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.positions import checked, shipped_dispute

TEXT = (
    "Hungary said that it opposes the membership of Ukraine in NATO. "
    "Robert Fico said Slovakia would agree once the war is over. It is presumably a bluff."
)
GOOD = {
    "quotation": "it opposes the membership of Ukraine in NATO",
    "actor": "Hungary",
    "issue": "membership",
    "kind": "position",
    "stance": "oppose",
    "trigger": "",
    "manner": "indirect",
}
WRONG = {
    "its quotation is not in the text": {"quotation": "it opposes Ukraine's membership"},
    "its issue is none of the dispute's": {"issue": "moon"},
    "its condition is not in the text": {"trigger": "once pigs fly"},
    "its actor is not in the text or not in the tables": {"actor": "Ruritania"},
}


def _kept(*answers: dict[str, object]) -> tuple[list[str], dict[str, int]]:
    found = checked(json.dumps({"statements": answers}), TEXT, shipped_dispute("ukraine-2025"), "m")
    return [s.quote.exact for s in found.statements], dict(found.refused)


def test_what_stands_in_the_text_is_kept_with_its_place() -> None:
    found = checked(json.dumps({"statements": [GOOD]}), TEXT, shipped_dispute("ukraine-2025"), "m")
    (one,) = found.statements
    assert one.quote.span.of(TEXT) == one.quote.exact == GOOD["quotation"]
    assert (one.actor.state, one.stance, one.extractor, one.flags) == (
        "HUN",
        "oppose",
        "model m",
        ("model",),
    )
    assert one.status == "proposed"


@pytest.mark.parametrize("reason", WRONG)
def test_what_the_text_or_the_tables_lack_is_refused(reason: str) -> None:
    assert _kept({**GOOD, **WRONG[reason]}, GOOD) == ([GOOD["quotation"]], {reason: 1})


@pytest.mark.parametrize(
    "answer",
    [
        "Sure! Here are the statements.",
        json.dumps({"statements": [{**GOOD, "chance": 0.9}]}),
        json.dumps({"statements": [{**GOOD, "stance": 0.9}]}),
        json.dumps({"statements": [{**GOOD, "kind": "inference"}]}),
        json.dumps({"statements": [{k: v for k, v in GOOD.items() if k != "actor"}]}),
        json.dumps([GOOD]),
        "",
    ],
)
def test_an_answer_in_another_form_or_with_a_number_is_refused_whole(answer: str) -> None:
    found = checked(answer, TEXT, shipped_dispute("ukraine-2025"), "m")
    assert not found.statements
    assert dict(found.refused) == {"the answer is not in the form that was asked for": 1}


class _Model(BaseHTTPRequestHandler):
    answer = ""
    status = 200
    asked: ClassVar[list[dict[str, object]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append({"path": self.path, **body})
        message = {"role": "assistant", "content": type(self).answer}
        answer = json.dumps(
            {
                "id": "1",
                "object": "chat.completion",
                "created": 0,
                "model": "m",
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            }
        ).encode()
        self.send_response(type(self).status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _server(answer: str, status: int = 200) -> Iterator[str]:
    _Model.answer, _Model.status, _Model.asked = answer, status, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Model)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _extract(tmp_path: Path, *more: str) -> tuple[int, str, str]:
    file = tmp_path / "wire.txt"
    file.write_text(TEXT, encoding="utf-8")
    said = CliRunner().invoke(
        main, ["positions", "extract", str(file), "--dispute", "ukraine-2025", "--json", *more]
    )
    return said.exit_code, said.stdout, said.stderr


def test_a_model_is_asked_where_it_is_named_and_refusals_are_told(tmp_path: Path) -> None:
    pytest.importorskip("openai")
    answer = json.dumps({"statements": [GOOD, {**GOOD, "actor": "Ruritania"}]})
    with _server(answer) as url:
        status, out, err = _extract(tmp_path, "--model", "m", "--endpoint", url)
    assert (status, len(_Model.asked)) == (0, 1)
    assert TEXT in json.dumps(_Model.asked[0]["messages"], ensure_ascii=False)
    assert '"extractor": "model m"' in out or '"extractor":"model m"' in out
    assert "Refused 1 of what the model proposed: its actor is not in the text" in err


def test_without_an_endpoint_nothing_is_sent(tmp_path: Path) -> None:
    status, _, err = _extract(tmp_path, "--model", "m")
    assert status == 2
    assert "sent nowhere that you did not name" in err


def test_a_server_that_fails_is_a_sentence(tmp_path: Path) -> None:
    pytest.importorskip("openai")
    with _server("{}", status=403) as url:
        status, _, err = _extract(tmp_path, "--model", "m", "--endpoint", url)
    assert status == 2
    assert "the model could not be asked" in err
    assert "Traceback" not in err
