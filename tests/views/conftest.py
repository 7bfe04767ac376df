"""One assessment for all tests of how it is shown."""

from __future__ import annotations

import pytest

import foedus
from foedus.assessment import Assessment


@pytest.fixture(scope="session")
def ukraine() -> Assessment:
    return foedus.assess("ukraine-2025", draws=20)
