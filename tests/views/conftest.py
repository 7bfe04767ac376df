"""One assessment for all tests of how it is shown."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

import foedus
from foedus.assessment import Assessment


@pytest.fixture(scope="session")
def ukraine(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """The seed case, assessed once: workers of one run hand it on to each other."""
    own = tmp_path_factory.getbasetemp()
    kept = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "ukraine.pickle"
    if not kept.exists():
        part = Path(own) / "ukraine.part"
        part.write_bytes(pickle.dumps(foedus.assess("ukraine-2025", draws=20)))
        part.replace(kept)
    found = pickle.loads(kept.read_bytes())
    assert isinstance(found, Assessment)
    return found
