"""Who computes a chunk, and when, changes nothing: workers, kept work, a cluster that loses one."""

from __future__ import annotations

import os
import signal
import time

import numpy as np
import pytest

from foedus.deterrence import Design, DeterrenceError, deter
from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.job import Job
from foedus.deterrence.keeping import Keeper
from foedus.deterrence.sweep import Runner, run

CHUNKS = [(0, 20), (1, 20), (2, 5)]


@pytest.fixture(scope="module")
def jobs(small):
    return [Job(small, name, Design(seed=2)) for name in ("none", "member")]


@pytest.fixture(scope="module")
def alone(jobs):
    return run(jobs, CHUNKS)


def same(one, other):
    for left, right in zip(one, other, strict=True):
        assert left.keys() == right.keys()
        for name, row in left.items():
            np.testing.assert_array_equal(row, right[name], err_msg=name)


def test_two_processes_give_what_one_gives(jobs, alone):
    same(alone, run(jobs, CHUNKS, Runner(workers=2)))


def test_a_chunk_is_the_same_alone_and_in_a_run(jobs, alone):
    rows = chunk_of(jobs[1], 2, 5)
    np.testing.assert_array_equal(rows["act.RUS.attack"], alone[1]["act.RUS.attack"][40:])


def test_an_interrupted_run_goes_on_where_it_stopped(jobs, alone, tmp_path):
    folder = tmp_path / "kept"

    def stop(done, _total):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(jobs, CHUNKS, Runner(folder=folder, progress=stop))
    keeper = Keeper(folder)
    kept = [keeper.kept(job, *one) is not None for job in jobs for one in CHUNKS]
    assert kept == [True] * 4 + [False] * 2
    counted = []
    same(
        alone,
        run(jobs, CHUNKS, Runner(folder=folder, progress=lambda done, total: counted.append(done))),
    )
    assert counted[0] == 4
    assert counted[-1] == 6


@pytest.mark.parametrize("harm", [lambda whole: whole[:40], lambda whole: whole[:-3] + b"abc"])
def test_a_damaged_file_is_computed_again(jobs, alone, tmp_path, harm):
    run(jobs[:1], CHUNKS[:1], Runner(folder=tmp_path))
    (file,) = tmp_path.glob("*.npz")
    file.write_bytes(harm(file.read_bytes()))
    same(alone[:1], run(jobs[:1], CHUNKS, Runner(folder=tmp_path)))


class Runs:
    """What runs code when it is unpickled."""

    def __reduce__(self):
        return exec, ("raise SystemExit('ran')",)


def test_a_file_that_would_run_code_is_computed_again(jobs, alone, tmp_path):
    run(jobs[:1], CHUNKS[:1], Runner(folder=tmp_path))
    (file,) = tmp_path.glob("*.npz")
    np.savez(file, x=np.array([Runs()], dtype=object))
    same(alone[:1], run(jobs[:1], CHUNKS, Runner(folder=tmp_path)))


def test_another_question_finds_nothing_of_this_one(small, jobs, tmp_path):
    keeper = Keeper(tmp_path)
    keeper.keep(jobs[0], 0, 20, {"x": np.zeros(20)})
    assert keeper.kept(jobs[0], 0, 20) is not None
    for other in (
        Job(small, "none", Design(seed=3)),
        Job(small, "member", Design(seed=2)),
        Job(small, "none", Design(seed=2, fixed={"honour": 0.5})),
        Job(small, "none", Design(seed=2, precision=10.0)),
    ):
        assert keeper.kept(other, 0, 20) is None


def test_a_chunk_under_the_name_of_another_is_refused(jobs, alone, tmp_path):
    run(jobs[:1], CHUNKS[:2], Runner(folder=tmp_path))
    keeper = Keeper(tmp_path)
    first, second = (keeper._file(jobs[0], *one) for one in CHUNKS[:2])
    first.write_bytes(second.read_bytes())
    assert keeper.kept(jobs[0], *CHUNKS[0]) is None
    same(alone[:1], run(jobs[:1], CHUNKS, Runner(folder=tmp_path)))


def test_what_another_release_kept_is_not_taken(jobs, tmp_path, monkeypatch):
    keeper = Keeper(tmp_path)
    keeper.keep(jobs[0], 0, 20, {"x": np.zeros(20)})
    mine = keeper._file(jobs[0], 0, 20)
    monkeypatch.setattr("foedus.deterrence.keeping.release", lambda: "0.0.9")
    assert keeper.kept(jobs[0], 0, 20) is None
    mine.rename(keeper._file(jobs[0], 0, 20))
    assert keeper.kept(jobs[0], 0, 20) is None


def test_fewer_draws_are_the_first_of_more(small):
    few = deter(small, ["member"], draws=500, seed=1)
    more = deter(small, ["member"], draws=700, seed=1)
    for name, row in few.rows["member"].items():
        if row.ndim == 1 and len(row) == 500:
            np.testing.assert_array_equal(row, more.rows["member"][name][:500])
    assert Design(draws=700).chunks == [(0, 500), (1, 200)]


def test_a_cluster_that_loses_a_worker_half_way_gives_the_same(jobs, alone):
    distributed = pytest.importorskip("dask.distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as cluster:
        killed = []

        def kill_one(done, _total):
            if not killed:
                worker = next(iter(cluster.workers.values()))
                killed.append(worker.pid)
                os.kill(worker.pid, signal.SIGKILL)
                time.sleep(0.1)

        many = [(0, 20), (1, 20), (2, 5)]
        found = run(jobs, many, Runner(scheduler=cluster.scheduler_address, progress=kill_one))
        assert killed
    same(alone, found)


def test_a_cluster_without_workers_is_told(jobs, monkeypatch):
    distributed = pytest.importorskip("dask.distributed")
    monkeypatch.setattr("foedus.deterrence.sweep._PATIENCE", 1)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as cluster,
        pytest.raises(DeterrenceError, match="no workers for 1 seconds"),
    ):
        run(jobs, CHUNKS, Runner(scheduler=cluster.scheduler_address))


def test_break_evens_are_searched_for_in_the_first_chunks_only(jobs, monkeypatch):
    monkeypatch.setattr("foedus.deterrence.chunk.BREAK_EVEN_CHUNKS", 2)
    (found,) = run(jobs[1:], CHUNKS)
    assert found["deterred.honour.RUS"].shape == (40, 21)
    assert found["act.RUS.attack"].shape == (45,)
