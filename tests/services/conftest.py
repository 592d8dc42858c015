"""An office on each kind of database, with the people who act in it."""

import pytest
from tests.licensing.world import World
from tests.services.bench import Bench

from licet.storage.database import Database


@pytest.fixture(scope="session")
def world() -> World:
    return World()


@pytest.fixture
def bench(database: Database, world: World) -> Bench:
    return Bench(database, world)
