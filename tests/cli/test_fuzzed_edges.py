"""Whatever is in a file: an answer or an error with its place. FOEDUS_FUZZ tries more.

Arrangements are in tests/language/test_fuzzed.py; here are all other files that come in.
"""

from __future__ import annotations

import copy
import json
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.language import BadArrangementError, option, read
from foedus.language.nodes import parse
from foedus.language.overriding import overridden
from foedus.language.problems import Problem
from foedus.loopholes.written import read_properties
from foedus.process import Process
from foedus.process.events import read_events

TRIES = int(os.environ.get("FOEDUS_FUZZ", "100"))
LONGEST = 20.0
"""Seconds of work that one file may take, however busy the machine is with other things."""
SIGNS = "{}[]:,-&*!|>'\"\n\t #%@`0aPé\0\u2028\u202e\x85\x1b\ud800\ufffe\r~<?()^+=;\\/.eE"
HERE = Path(__file__).parents[1]
SMALL = (HERE / "process" / "small.yaml").read_text("utf-8")
STAKES = """
sources: {other: {title: Another analyst}}
guarantees: {article-5: {honour: {low: 0.8, high: 0.9, kind: judged, because: x}}}
stakes:
  RUS: [{label: z, when: {prevailed: RUS}, worth: {value: 1, kind: assumed, because: x}}]
correlations: {}
"""
EVENTS = """- {date: 2025-02-22, by: RUS, do: attack}
- {date: 2025-02-23, by: UKR, do: allege, what: no-attack}
- {date: 2025-02-25, by: [BEL, CAN], do: ratify, vote: yes}
"""
TABLE_OF_EVENTS = """date,by,do,what,vote
2025-02-22,RUS,attack,,
2025-02-23,UKR,allege,no-attack,
2025-02-25,BEL CAN,ratify,,yes
"""
PROPERTIES = """properties:
  never: {name: n, statement: s, never: {all: [{acted: attack, by: RUS}, {not: {done: finding}}]}}
  then: {after: {alleged: no-attack}, certain: {any: [{found: no-attack}, {ended: peace-deal}]}}
  come: {reachable: {member: UKR, of: NATO}}
"""
GAME = """EFG 2 R "a game" { "A" "B" }
"what it is"
p "" 1 1 "h" { "a" "b" } 0
c "" 1 "n" { "x" 1/2 "y" 0.5 } 0
t "" 1 "one" { 1, -0.5 }
p "" 2 1 "i" { "l" "r" } 2 "two" { 0, 1 }
t "" 3 "" { 1, 2 }
t "" 4 "" { 1e3, 2 }
t "" 5 "" { 0, 0 }
"""
TABLE = 'NFG 1 R "t" { "A" "B" } { 2 2 }\n\n1 1 0 2 2 0 1/3 -1.5e1\n'
MODEL = """title: m
players: [A, B]
game:
  start: {A: {stay: peace, go: answer}}
  answer: {B: {yield: gain, fight: luck}}
  luck: {chance: {good: [0.5, won], bad: [0.5, lost]}}
payoffs:
  peace: {A: x + log(z + 1)}
  gain: {A: 0, B: 0}
  won: {A: kind:x + (x + z)^2, B: z - 1}
  lost: {A: 0.5, B: "`a b`*x"}
outcomes: {peace: {end: p}, gain: {end: g}, won: {end: w}, lost: {end: l}}
errors: agent
link: logit
"""
CASES = "end,x,z,kind,a b\n" + "".join(
    f"{'pgwl'[n % 4]},{n / 7:.3f},{n % 5},{'uv'[n % 2]},{n % 3 or 'NA'}\n" for n in range(24)
)


@pytest.fixture(autouse=True)
def _within_a_gibibyte() -> Iterator[None]:
    """No file makes a reader take a gibibyte more than there was, or it ends in a MemoryError.

    Counted is what can be written to: what Polars reserves and never uses is more than that.
    """
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    status = Path("/proc/self/statm")
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if status.exists():
        now = int(status.read_text().split()[5]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_DATA, (now + 2**30, hard))
    yield
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def garbled(text: str, rng: random.Random, most: int = 5) -> bytes:
    """Cut, double, swap and garble, in characters and at last in bytes."""
    signs = list(text)
    for _ in range(rng.randint(1, most)):
        at, how = rng.randrange(len(signs)), rng.randrange(5)
        if how == 0:
            del signs[at : at + rng.randint(1, 30)]
        elif how == 1:
            signs.insert(at, rng.choice(SIGNS))
        elif how == 2:
            there = rng.randrange(len(signs))
            signs[at:at] = signs[there : there + rng.randint(1, 60)]
        elif how == 3:
            signs[at : at + 1] = rng.choice(
                ["nan", "1e999", "-1", "", "null", "[]", "{}", "9" * 40]
            )
        else:
            signs[at] = rng.choice(SIGNS)
        signs = signs or ["x"]
    raw = bytearray("".join(signs).encode("utf-8", "surrogatepass"))
    if rng.random() < 0.1 and raw:
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1e308, 10**30, "", "x", [], {}, [[]], [{}], {"": {}}, "nan", "2025-02-30"),
    *(
        {"all": []},
        {"any": [{}]},
        {"not": {}},
        {"not": {"not": {}}},
        {"veto": [{}]},
        ["RUS", "RUS"],
    ),
    *({"low": 2, "high": 1}, {"value": "much", "kind": "assumed"}, "log(", "x:x", {"chance": {}}),
)


def misused(text: str, rng: random.Random) -> bytes:
    """Put something of another kind, or from elsewhere in the file, in some places."""
    value = parse(text, "x")[0].value
    for _ in range(rng.randint(1, 3)):
        places: list[tuple[Any, Any]] = []
        within = [value]
        while within:
            holder = within.pop()
            keys = list(holder) if isinstance(holder, dict) else range(len(holder))
            places += [(holder, key) for key in keys]
            within += [holder[key] for key in keys if isinstance(holder[key], dict | list)]
        holder, key = rng.choice(places)
        other, there = rng.choice(places)
        how = rng.randrange(4)
        if how == 0:
            del holder[key]
        elif how == 1 and isinstance(holder, dict):
            holder[rng.choice(["x", "all", "by", "", "when"])] = holder.pop(key)
        elif how == 2:
            holder[key] = json.loads(json.dumps(other[there]))
        else:
            holder[key] = copy.deepcopy(rng.choice(ODD))  # what is put in may be changed next
        if not value:
            break
    return json.dumps(value).encode()


def tried(reader: Callable[[bytes], object], text: str, seed: int, tries: int = TRIES) -> None:
    """Read garbled files; a refusal names the place, and none takes long."""
    rng, refused = random.Random(seed), 0
    for n in range(tries):
        is_table = "\n- " not in text and ": " not in text
        raw = garbled(text, rng) if n % 2 or is_table else misused(text, rng)
        begun = time.process_time()
        problems = _problems(reader, raw)
        refused += bool(problems)
        assert all((one.file, one.line >= 1, one.column >= 1) == ("x", 1, 1) for one in problems)
        assert time.process_time() - begun < LONGEST
    assert refused > tries / 20  # the garbling reaches what is checked


def _problems(reader: Callable[[bytes], object], raw: bytes) -> tuple[Problem, ...]:
    try:
        reader(raw)
    except BadArrangementError as error:
        return error.problems
    return ()


def test_overlays():
    case = read(SMALL)
    tried(lambda raw: overridden(case, raw, "x"), STAKES, 1)


@pytest.mark.parametrize("text", [EVENTS, TABLE_OF_EVENTS], ids=["yaml", "csv"])
def test_events(text: str):
    from foedus.process import replay

    process = Process(read(SMALL))
    tried(lambda raw: replay(process, read_events(raw, "x")), text, 2)


def test_properties():
    process = Process(read(SMALL))
    tried(lambda raw: read_properties(raw, "x", process), PROPERTIES, 3)


def test_positions():
    """Who said what, and what that makes of a vote, in a case of four members."""
    from foedus.prospects import prospects

    text = (HERE / "prospects" / "deal.yaml").read_text("utf-8")

    def reads(raw: bytes) -> None:
        arrangement = read(raw, "x")
        for name in list(arrangement.options)[:1] or [None]:
            prospects(option(arrangement, name) if name else arrangement, draws=5)

    tried(reads, text, 4)


def run(*words: object) -> str:
    """Run a command in this process; return what it printed. It ends with 0, 1 or 2."""
    begun = time.process_time()
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in (0, 1, 2), done.output
    assert "Traceback" not in done.output
    assert time.process_time() - begun < LONGEST
    assert done.exit_code != 2 or done.stderr.strip()
    assert "\x1b" not in done.stderr
    return done.stdout if done.exit_code < 2 else ""


@pytest.mark.parametrize("text", [GAME, TABLE], ids=["efg", "nfg"])
def test_game_files(text: str, tmp_path: Path):
    rng, file = random.Random(5), tmp_path / "g.efg"
    for _ in range(TRIES // 2):
        file.write_bytes(garbled(text, rng))
        run("solve", file, "--concept", "aqre", "--precision", "1", "--svg", tmp_path / "g.svg")


def test_models_and_tables(tmp_path: Path):
    rng, model, table = random.Random(6), tmp_path / "m.yaml", tmp_path / "t.csv"
    answered = 0
    for n in range(TRIES):
        changed = garbled(MODEL, rng, 2) if n % 4 == 1 else misused(MODEL, rng)
        model.write_bytes(changed if n % 2 else MODEL.encode())
        table.write_bytes(CASES.encode() if n % 2 else garbled(CASES, rng, 2))
        answered += bool(run("estimate", model, table, "--json", "-"))
    assert answered > TRIES / 50


INCIDENTS = "id,date,kind,latitude,longitude,side_a,side_b,deaths\n" + "".join(
    f"{n},2015-03-{n + 1:02},battle,48.5,38.2,Russia,Ukraine,{n}\n" for n in range(12)
)


ZONE = """foedus: 1
title: a truce
as_of: 2015-01-01
parties: {A: {role: beneficiary}, B: {role: adversary}}
conduct: {B: {towards: A, acts: [{act: comply}, {act: fire}]}}
instruments: {truce: {parties: [A, B]}}
observation:
  aliases: {B: [Russia]}
  zones: {box: {polygon: [[37, 47], [39, 47], [39, 49], [37, 49]], viewpoint: drawn}}
norms: {n: {prohibition: fire, bearer: B, towards: A, in: truce, observed: {zones: box}}}
"""
SHORT = 4
"""Files that are read into one ledger: each release that stands is looked at with the next."""


def test_incident_files(tmp_path: Path):
    ledger, file, rng = tmp_path / "w.ledger", tmp_path / "i.csv", random.Random(7)
    case, rows = tmp_path / "case.yaml", tmp_path / "w.ledger.rows"
    case.write_text(ZONE, "utf-8")
    run("monitor", "init", case, "--ledger", ledger)
    empty, answered = ledger.read_bytes(), 0
    tries = max(20, TRIES)
    for n in range(tries):
        if n % SHORT == 0:
            ledger.write_bytes(empty)
            shutil.rmtree(rows, ignore_errors=True)
        file.write_bytes(garbled(INCIDENTS, rng))
        answered += bool(run("monitor", "ingest", file, "--ledger", ledger))
    assert tries / 4 < answered < tries
    run("monitor", "verify", "--ledger", ledger)


def test_ledgers_with_flipped_bytes(tmp_path: Path):
    ledger, file, rng = tmp_path / "w.ledger", tmp_path / "i.csv", random.Random(8)
    file.write_text(INCIDENTS)
    run("monitor", "init", "minsk-2", "--ledger", ledger)
    run("monitor", "ingest", file, "--ledger", ledger)
    sound = ledger.read_bytes()
    for n in range(TRIES):
        raw = bytearray(sound)
        for _ in range(rng.choice([1, 8, 64])):
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        ledger.write_bytes(bytes(raw))
        command = ("verify", "status", "findings", "entries")[n % 4]
        run("monitor", command, "--ledger", ledger)
