"""The server answers its own page and nobody else."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from foedus.loopholes import CATALOGUE
from foedus.page import beginning
from foedus.page.assets import assets
from foedus.page.describing import described
from foedus.play import QUESTIONS, answer

httpx = pytest.importorskip("httpx")
pytest.importorskip("starlette")
from foedus.page.figuring import FIGURING, figured  # noqa: E402
from foedus.page.guarding import LONGEST_BODY  # noqa: E402
from foedus.page.server import application  # noqa: E402
from foedus.page.working import FIGURES, Workshop  # noqa: E402

TOKEN, PORT = "a-secret", 8123
BASE = f"http://127.0.0.1:{PORT}"
SECRET = f"{BASE}/{TOKEN}"
ASKED = {"ask": "board", "case": "budapest-1994", "steps": []}


def finished(coroutine):
    """Run a coroutine in a thread of its own: the browser of other tests has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def sent(method: str, url: str, **more):
    """Send one request to the application, with no network in between."""
    app = application(beginning("budapest-1994", None, ""), TOKEN, PORT)

    async def send():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
            return await client.request(method, url, **more)

    return finished(send())


def test_it_answers_as_python_does():
    response = sent("POST", f"{SECRET}/answer", json=ASKED)
    assert response.status_code == 200
    assert response.json() == answer(ASKED)


def test_the_page_loads_nothing_from_elsewhere_and_runs_no_script_that_stands_in_it():
    response = sent("GET", f"{SECRET}/")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy.partition("script-src")[2].partition(";")[0]
    assert response.text.count("<script") == 1
    assert '<script type="module" src="main.js"></script>' in response.text
    for header in ("x-content-type-options", "referrer-policy", "cross-origin-resource-policy"):
        assert header in response.headers


@pytest.mark.parametrize("name", sorted(assets()))
def test_every_file_of_the_page_is_there(name):
    response = sent("GET", f"{SECRET}/{name}")
    assert (response.status_code, response.content) == (200, assets()[name])


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        (f"{BASE}/", {}),
        (f"{BASE}/another-secret/", {}),
        (f"{BASE}/another-secret/answer", {}),
        (f"{SECRET}/", {"host": f"evil.example:{PORT}"}),
        (f"{SECRET}/", {"host": "127.0.0.1"}),
        (f"{SECRET}/", {"host": f"127.0.0.1.evil.example:{PORT}"}),
        (f"{SECRET}/", {"origin": "https://evil.example"}),
        (f"{SECRET}/", {"origin": "null"}),
        (f"{SECRET}/", {"sec-fetch-site": "cross-site"}),
        (f"{SECRET}/", {"sec-fetch-site": "same-site"}),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_does_not_know_the_secret_or_comes_from_elsewhere_is_turned_away(
    method, url, headers
):
    response = sent(method, url, headers=headers)
    assert response.status_code == 403
    assert set(response.json()) == {"error"}


@pytest.mark.parametrize(
    "path",
    [
        "..%2f..%2fpyproject.toml",
        "%2e%2e/%2e%2e/pyproject.toml",
        "..%5c..%5cpyproject.toml",
        "python.tar.xz",
        "vendored/python.tar.xz",
        "server.py",
        "main.js%00",
        "/etc/passwd",
    ],
)
def test_no_other_file_can_be_asked_for(path):
    response = sent("GET", f"{SECRET}/{path}")
    assert response.status_code in (403, 404)
    assert "[project]" not in response.text


def test_a_question_is_json_and_no_longer_than_it_may_be():
    url = f"{SECRET}/answer"
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert sent("POST", url, content=b"ask=board", headers=form).status_code == 415
    assert sent("POST", url, content=b"{}").status_code == 415
    kind = {"content-type": "application/json"}
    assert sent("POST", url, content=b"{", headers=kind).status_code == 400
    assert sent("POST", url, content=b"[" * 100_000, headers=kind).status_code == 400
    for odd in (
        b"[1]",
        b"{}",
        b'{"ask": 3}',
        b'{"ask": "board", "txt": ""}',
        b'{"ask": "x", "at": 1}',
    ):
        assert sent("POST", url, content=odd, headers=kind).status_code == 422
    assert sent("POST", url, content=b"\xff\xfe", headers=kind).status_code == 400
    long = json.dumps({"ask": "open", "text": "x" * LONGEST_BODY}).encode()
    assert sent("POST", url, content=long, headers=kind).status_code == 413
    assert sent("GET", url).status_code == 405


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("text", [BOMB, "[" * 5_000, "{a: " * 5_000, "\x00", "&a [*a]"])
def test_a_text_that_would_swell_or_nest_without_end_is_refused(text):
    response = sent("POST", f"{SECRET}/answer", json={"ask": "open", "text": text})
    assert response.status_code == 200
    assert response.json()["problems"]


def test_a_script_in_a_title_is_text_in_the_page():
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    text = f"foedus: 1\ntitle: {json.dumps(evil)}\nas_of: 2025-01-01\nparties: {{A: {{}}}}\n"
    written = beginning("draft", text, "").as_json()
    assert "<" not in written
    assert json.loads(written)["answers"][0][1]["title"] == evil


def test_many_readers_are_answered_while_a_check_runs():
    app = application(beginning("budapest-1994", None, ""), TOKEN, PORT)

    async def many():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, timeout=120) as client:
            slow = client.post(f"{SECRET}/answer", json={"ask": "check", "case": "budapest-1994"})
            pages = [client.get(f"{SECRET}/main.js") for _ in range(25)]
            asked = [client.post(f"{SECRET}/answer", json=ASKED) for _ in range(25)]
            return await asyncio.gather(slow, *pages, *asked)

    responses = finished(many())
    assert {response.status_code for response in responses} == {200}
    assert responses[0].json()["properties"]
    assert len({response.text for response in responses[26:]}) == 1


def test_what_takes_long_says_how_far_it_is_and_answers_as_python_does():
    asked = {"ask": "suppose", "case": "korea-1953", "held": {"honour": 0.9}}
    response = sent("POST", f"{SECRET}/work", json=asked)
    assert response.headers["content-type"] == "application/x-ndjson"
    lines = [line for line in map(json.loads, response.text.splitlines()) if line]
    assert lines[:-1] == [{"done": 1, "of": 2}, {"done": 2, "of": 2}]
    assert lines[-1]["answer"] == figured(asked)
    assert {one["option"] for one in lines[-1]["answer"]["outcomes"]} == {"-", ""}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"held": {"honour": "1"}}, "held.honour: Input should be a valid number."),
        ({"held": {"honour": 1e999}}, "held.honour: Input should be a finite number."),
        ({"stances": {"x": {"HUN": "no"}}}, "stances.x.HUN: Input should be 'support'"),
        ({"ask": "levers", "txt": ""}, "txt: Extra inputs are not permitted."),
    ],
)
def test_what_is_held_is_a_number_and_a_stance_is_one_of_four(asked, why):
    content = json.dumps({"ask": "suppose", "case": "korea-1953", **asked})
    kind = {"content-type": "application/json"}
    response = sent("POST", f"{SECRET}/work", content=content, headers=kind)
    assert response.status_code == 422
    assert response.json()["error"].startswith(why)


def test_what_cannot_be_worked_out_is_told_in_a_sentence():
    for asked, why in (
        (
            {"ask": "levers", "case": "locarno-1925"},
            "the file says nothing of stakes: write what each party",
        ),
        ({"ask": "suppose", "case": "korea-1953", "held": {"x": 1}}, "there is no parameter 'x'"),
        ({"ask": "levers", "case": "no-such"}, "there is no case 'no-such'"),
    ):
        assert figured(asked)["error"].startswith(why)
    assert figured({"ask": "levers", "text": "foedus: ["})["problems"]


def test_the_names_of_what_takes_arrays_are_known_without_them():
    assert list(FIGURES) == list(FIGURING)
    assert sent("POST", f"{SECRET}/answer", json={"ask": "levers", "case": "x"}).status_code == 422


def test_work_is_ended_when_nobody_waits_for_it_any_more():
    """A sweep and a check stop by themselves where they next report, or else with their process."""

    async def ended(shop, question, key):
        told = shop.answers(question)
        first = await anext(told)
        while key and key not in first:
            first = await anext(told)
        number = shop.number
        await told.aclose()
        return first, number

    async def both():
        shop = Workshop()
        shop.grace = 60
        try:
            sweep = {"ask": "suppose", "case": "korea-1953"}
            assert await ended(shop, sweep, "done") == ({"done": 1, "of": 2}, shop.number)
            one = shop.number
            assert [told async for told in shop.answers(sweep) if "answer" in told]
            assert shop.number == one
            check = {"ask": "check", "case": "ukraine-2025", "option": "as-proposed"}
            begun = {"done": 0, "of": len(CATALOGUE)}
            assert await ended(shop, check, "done") == (begun, one)
            assert shop.number == one
            shop.grace = 0
            assert await ended(shop, check, "done") == (begun, one)
            assert shop.number is None
            (told,) = [told async for told in shop.answers(sweep) if "answer" in told]
            assert told["answer"]["outcomes"]
            assert shop.number not in (None, one)
        finally:
            shop.close()

    finished(both())


def test_fifty_readers_are_answered_while_a_sweep_runs():
    app = application(beginning("budapest-1994", None, ""), TOKEN, PORT)
    done: list[str] = []

    async def noted(name, request):
        response = await request
        done.append(name)
        return response

    async def many():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, timeout=300) as client:
            sweep = {"ask": "levers", "case": "ukraine-2025"}
            slow = noted("sweep", client.post(f"{SECRET}/work", json=sweep))
            pages = [noted("read", client.get(f"{SECRET}/main.js")) for _ in range(25)]
            asked = [noted("read", client.post(f"{SECRET}/answer", json=ASKED)) for _ in range(25)]
            return await asyncio.gather(slow, *pages, *asked)

    responses = finished(many())
    assert {response.status_code for response in responses} == {200}
    assert "levers" in json.loads(responses[0].text.splitlines()[-1])["answer"]
    assert done == ["read"] * 50 + ["sweep"]


def test_the_description_names_every_question():
    schema = described()["components"]["schemas"]
    assert schema["Question"]["properties"]["ask"]["enum"] == list(QUESTIONS)
    assert schema["Work"]["properties"]["ask"]["enum"] == [*QUESTIONS, *FIGURES]
    assert sent("GET", f"{SECRET}/openapi.json").json() == described()


def test_a_board_is_as_it_is_described():
    jsonschema = pytest.importorskip("jsonschema")
    known = described()["components"]["schemas"]
    text = json.dumps(known["Board"] | {"$defs": known}).replace(
        "#/components/schemas/", "#/$defs/"
    )
    for case, option in (("ukraine-2025", "pre-ratified"), ("budapest-1994", "")):
        board = answer({"ask": "board", "case": case, "option": option, "steps": []})
        jsonschema.validate(board, json.loads(text))


CONFIG = """\
[checks]
negative_data_rejection.expected-statuses = ["4xx"]
"""


@pytest.mark.skipif("FOEDUS_FUZZ" not in os.environ, reason="only on demand: FOEDUS_FUZZ=100")
def test_schemathesis_finds_nothing(address, tmp_path):
    pytest.importorskip("schemathesis")
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG)
    most = ["--max-examples", os.environ["FOEDUS_FUZZ"], "--seed", "1", "--request-timeout", "120"]
    where = [f"{address}openapi.json", "--url", address.rstrip("/")]
    program = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"]
    ran = subprocess.run([*program, *where, *most], capture_output=True, text=True, cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout[-3000:]


def test_what_becomes_of_an_act_says_whom_it_is_towards_where_there_are_several():
    """What is owed of an attack on one is not owed of an attack on the other."""
    text = (
        "foedus: 1\ntitle: Two neighbours\nas_of: 2025-01-01\n"
        "parties: {LOW: {name: Lowland}, MID: {name: Midland}, HIG: {name: Highland}}\n"
        "conduct: {HIG: {towards: [LOW, MID], acts: [{act: hold}, {act: attack}]}}\n"
    )
    found = figured({"ask": "outlook", "text": text, "at": "2025-01-01"})["outlooks"]
    assert [one["if"].partition(" (")[2] for one in found] == [
        "towards Lowland)",
        "towards Midland)",
    ]
    one = figured({"ask": "outlook", "text": text.replace(", MID]", "]"), "at": "2025-01-01"})
    assert "towards" not in one["outlooks"][0]["if"]
