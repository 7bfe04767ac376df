"""Who asks for files only is told, at a terminal, which there are now."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminal can be opened here")
def test_files_are_named_at_a_terminal_and_not_in_a_pipe(tmp_path: Path):
    command = [sys.executable, "-m", "foedus", "assess", "qatar-2025", "--draws", "10"]
    command += ["--json", "a.json", "--csv", "a.csv"]
    reading, writing = os.openpty()
    told = subprocess.run(command, cwd=tmp_path, stderr=writing, stdout=subprocess.PIPE, check=True)
    os.close(writing)
    said = os.read(reading, 65536).decode()
    os.close(reading)
    assert "a.csv and a.json are written." in said
    assert told.stdout == b""
    piped = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert piped.stderr == b""
