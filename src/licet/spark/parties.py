"""Screen the distinct parties of an order book, each once, and send to the executors what was found of them.

Parties are parted by their comparable form, so that all spellings of a name are screened in one place. Of most
nothing is found, and nothing is kept. The rest goes into one file, which workers map into memory and search:
the lines themselves need no shuffle, and a party that stands in a tenth of all lines stalls nothing.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from pathlib import Path

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as f

from licet.model.listing import Listing
from licet.model.transaction import Role
from licet.orders.book import PartyKey, UnreadableOrdersError
from licet.orders.cells import read_cell
from licet.orders.decided import decided
from licet.orders.screen import Listings, listings_of
from licet.scenarios.scenario import Scenario
from licet.screening.forms import comparable
from licet.spark.keyed import KeyedFile, key_of, write_keyed
from licet.spark.packed import Packed, worker_of
from licet.spark.session import described, served, temporary_folder

__all__ = ["ScreenedNames", "found_of"]

_SCREENED_BY = ("name", "country", "address")
"""What is read of a party to screen it."""
_FORMS = "name string, country string, address string, form string"
_FOUND = "key binary, listings binary"
_AT_ONCE = 4000
_MapInArrow = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]


@dataclass(frozen=True)
class ScreenedNames:
    """What was found of the parties of an order book. ``file``: its name among Spark's files; None: nothing."""

    file: str | None

    def listings(self, parties: Sequence[PartyKey], laws: int) -> list[Listings]:
        """By law, the listings of each party, in any worker."""
        nothing: tuple[tuple[Listing, ...], ...] = ((),) * laws
        found = [nothing if self.file is None else _look_up(self.file, key_of(party)) for party in parties]
        return [[(row or nothing)[law] for row in found] for law in range(laws)]


def found_of(
    orders: DataFrame, packed: Packed, known_as_of: date | None, scenarios: tuple[Scenario, ...]
) -> ScreenedNames:
    """Screen the distinct parties of an order book under the law and, where there are any, under scenarios.

    Raises UnreadableOrdersError where a column of parties holds no text.
    """
    parties = _distinct(orders)
    if parties is None:
        return ScreenedNames(None)
    with described(orders.sparkSession, "licet: screen the distinct parties"):
        parted = parties.mapInArrow(_with_forms, _FORMS).repartition("form")
        found = parted.mapInArrow(_screening(packed, known_as_of, scenarios), _FOUND)
        found.persist(StorageLevel.DISK_ONLY)
        try:
            found.count()  # all executors at once; rows fetched part by part would be worked out part by part
            file = temporary_folder() / "licet-found.keyed"
            some = write_keyed(((bytes(key), bytes(value)) for key, value in found.toLocalIterator()), file)
        finally:
            found.unpersist()
    if not some:
        return ScreenedNames(None)
    return ScreenedNames(served(orders.sparkSession, file))


def _distinct(orders: DataFrame) -> DataFrame | None:
    """The distinct parties of all roles, as they are written; None where the orders name none."""
    roles = [role.value for role in Role if f"{role.value}.name" in orders.columns]
    kinds = dict(orders.dtypes)
    for role in roles:
        for name in _SCREENED_BY:
            kind = kinds.get(f"{role}.{name}", "string")
            if kind not in {"string", "void"}:
                raise UnreadableOrdersError(f"the orders, key {role}.{name}: holds {kind}, not text")

    def cell(role: str, name: str) -> Column:
        there = f"{role}.{name}" in kinds
        return (f.col(f"`{role}.{name}`") if there else f.lit(None)).cast("string").alias(name)

    each = [
        orders.select(*(cell(role, name) for name in _SCREENED_BY)).where("name is not null")
        for role in roles
    ]
    return reduce(lambda frame, other: frame.unionByName(other), each).distinct() if each else None


def _with_forms(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Parties with their comparable form, by which they are parted."""
    for batch in batches:
        forms = pa.array([comparable(name) for name in batch.column("name").to_pylist()], pa.string())
        yield pa.RecordBatch.from_arrays([*batch.columns, forms], [*batch.schema.names, "form"])


def _screening(packed: Packed, known_as_of: date | None, scenarios: tuple[Scenario, ...]) -> _MapInArrow:
    def screen(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        laws = worker_of(packed, scenarios).laws[:: len(packed.asked)]  # lists are the same for all regimes
        decisions = packed.opened().decisions
        for batch in batches:
            parties = list(dict.fromkeys(decided(key, decisions, known_as_of) for key in _named(batch)))
            for start in range(0, len(parties), _AT_ONCE):
                some = parties[start : start + _AT_ONCE]
                by_law = [listings_of(some, law.finder) for law in laws]
                yield _as_batch(some, by_law)

    return screen


def _named(batch: pa.RecordBatch) -> Iterator[PartyKey]:
    """The parties of a batch, read as the cells of an order file are; what cannot be read is unknown."""
    for texts in zip(*(batch.column(name).to_pylist() for name in _SCREENED_BY), strict=True):
        read = (
            read_cell(f"{Role.OTHER.value}.{name}", text, {}).value
            for name, text in zip(_SCREENED_BY, texts, strict=True)
        )
        yield PartyKey(*read)  # type: ignore[arg-type] # texts or None


def _as_batch(parties: Sequence[PartyKey], by_law: Sequence[Listings]) -> pa.RecordBatch:
    rows = [
        (key_of(party), zlib.compress(pickle.dumps(listings)))
        for party, listings in zip(parties, zip(*by_law, strict=True), strict=True)
        if any(listings)
    ]
    keys, found = zip(*rows, strict=True) if rows else ((), ())
    return pa.RecordBatch.from_arrays(
        [pa.array(keys, pa.binary()), pa.array(found, pa.binary())], ["key", "listings"]
    )


@lru_cache(maxsize=2)
def _file(name: str) -> KeyedFile:
    from pyspark import SparkFiles  # noqa: PLC0415 - says where in a worker alone

    return KeyedFile(Path(SparkFiles.get(name)))


@lru_cache(maxsize=20_000)
def _look_up(name: str, key: bytes) -> tuple[tuple[Listing, ...], ...] | None:
    found = _file(name).get(key)
    if found is None:
        return None
    listings: tuple[tuple[Listing, ...], ...] = pickle.loads(zlib.decompress(found))  # noqa: S301  # our own, of this run
    return listings
