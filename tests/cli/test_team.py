"""Processes that work together: whoever does a task, and whatever becomes of them, all is done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from math import factorial
from pathlib import Path

import pytest

from foedus.processes import Team, beside


def dies(team_leader: int) -> int:
    """End the process that does this, unless it leads the team."""
    if os.getpid() != team_leader:
        os.kill(os.getpid(), signal.SIGTERM)
    return os.getpid()


def results(team: Team, tasks: list) -> list:
    """Return what came of tasks, in the order in which they were entered."""
    done = list(team.finished(tasks))
    assert sorted(map(id, done)) == sorted(map(id, tasks))
    return [task.result() for task in tasks]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_task_is_done_once(workers: int):
    with Team(workers) as team:
        found = results(team, [team.submit(factorial, n) for n in range(40)])
    assert found == [factorial(n) for n in range(40)]


def test_both_work():
    """This process takes what is open while it waits; the other begins on a task as it starts."""
    with Team(2) as team:
        first = results(team, [team.submit(os.getpid)])
        more = results(team, [team.submit(os.getpid) for _ in range(200)])
    assert first == [os.getpid()] or len({*first, *more}) == 2


COPIES = """
import os, sys, threading, time
from foedus.processes import Team, beside

loaded = []

def had():
    time.sleep(0.02)
    return os.getpid(), list(loaded)

if __name__ == "__main__":
    over = threading.Event()
    with Team(2) as team:
        loaded.append(7)
        if sys.argv[1] == "beside a thread":
            threading.Thread(target=over.wait).start()
        found = []
        for _ in range(15):  # a copy may be slow to begin where much else runs
            tasks = [team.submit(had) for _ in range(200)]
            found += [task.result() for task in team.finished(tasks)]
            if any(who != os.getpid() for who, _ in found):
                break
    over.set()
    print({tuple(there) for who, there in found if who != os.getpid()})
"""


@pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux alone")
@pytest.mark.parametrize(("how", "told"), [("alone", "{(7,)}"), ("beside a thread", "{()}")])
def test_the_others_are_copies_unless_another_thread_runs(tmp_path: Path, how: str, told: str):
    """What another thread holds, a copy would wait for without an end."""
    script = tmp_path / "work.py"
    script.write_text(COPIES)
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script), how], capture_output=True, text=True
    )
    assert (done.stdout.strip(), done.stderr) == (told, "")


def test_what_a_process_died_over_is_done_here():
    with Team(2) as team:
        found = results(team, [team.submit(dies, os.getpid()) for _ in range(5)])
        again = results(team, [team.submit(factorial, 5)])
    assert (set(found), again) == ({os.getpid()}, [120])


def test_a_fault_belongs_to_who_asks_for_the_result():
    with Team(2) as team:
        tasks = [team.submit(factorial, n) for n in (-1, 4, -1, 3)]
        assert len(list(team.finished(tasks))) == 4
        assert [task.result() for task in (tasks[1], tasks[3])] == [24, 6]
        for task in (tasks[0], tasks[2]):
            with pytest.raises(ValueError, match="negative"):
                task.result()


def left() -> list:
    with Team(2) as team:
        team.begin()
        assert team._others
        raise KeyboardInterrupt(team._others)


def test_a_team_that_is_left_lets_its_processes_go():
    with pytest.raises(KeyboardInterrupt) as told:
        left()
    until = time.monotonic() + 10
    for other in told.value.args[0]:
        # The pool waits for it too: who comes second hears that it lives, until the first is done.
        while other.is_alive() and time.monotonic() < until:
            other.join(0.1)
        assert not other.is_alive()


NO_HELP = """
import sys, threading, time
from foedus import processes

def fails(*_given):
    raise OSError("the machine would not do it")

if __name__ == "__main__":
    loads = ""
    if sys.argv[1] == "as a copy":
        processes.end_with = fails
    elif sys.argv[1] == "not started":
        processes.ProcessPoolExecutor.submit = fails
    else:
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()  # so it is no copy
        loads = "no.such.module"
    with processes.Team(3, loads) as team:
        tasks = [team.submit(pow, 2, power) for power in range(5)]
        print(sorted(task.result() for task in team.finished(tasks)))
"""


@pytest.mark.parametrize("how", ["as a copy", "on its own", "not started"])
def test_a_process_that_cannot_help_prints_nothing_and_all_is_done(how: str, tmp_path: Path):
    """It fails as it begins: the first process does all five tasks, and nobody sees a traceback."""
    script = tmp_path / "no_help.py"
    script.write_text(NO_HELP, "utf-8")
    done = subprocess.run([sys.executable, script, how], capture_output=True, text=True, timeout=90)
    assert done.returncode == 0
    assert done.stdout == "[1, 2, 4, 8, 16]\n"
    assert done.stderr == ""


BESIDE = """
import os, sys, threading
from foedus.processes import beside

def who(leader, dies):
    if dies and os.getpid() != leader:
        os.abort()
    return "here" if os.getpid() == leader else "there"

if __name__ == "__main__":
    over = threading.Event()
    if "thread" in sys.argv:
        threading.Thread(target=over.wait).start()
    later = beside(who, os.getpid(), "dies" in sys.argv)
    print(later())
    over.set()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux alone")
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="there is no processor for another")
@pytest.mark.parametrize(("how", "told"), [("", "there"), ("dies", "here"), ("thread", "here")])
def test_what_is_begun_beside_is_done_whatever_becomes_of_it(tmp_path: Path, how: str, told: str):
    """A copy does it; where none may be made, or it dies over it, who asked does it itself."""
    script = tmp_path / "aside.py"
    script.write_text(BESIDE, "utf-8")
    asked = [sys.executable, "-W", "error", str(script), how]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=90)
    assert (done.stdout.strip(), done.stderr) == (told, "")


def test_what_fails_beside_fails_where_it_is_waited_for():
    later = beside(factorial, -1)
    with pytest.raises(ValueError, match="negative"):
        later()
