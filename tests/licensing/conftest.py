"""The people of licensing, for its tests."""

import pytest
from tests.licensing.world import World


@pytest.fixture(scope="session")
def world() -> World:
    return World()
