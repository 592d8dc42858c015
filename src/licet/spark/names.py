"""Screening on Spark: names in, hits out; and after a change of the lists, the hits of the changed entries alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema

from licet.orders.book import UnreadableOrdersError
from licet.screening.delta import ChangedName
from licet.screening.part import COLUMNS, ScreeningOptions, asked_of, rows_of, screen_part
from licet.spark.packed import Packed
from licet.tabular.rows import BadRow, TextRow, row_of
from licet.watchlists.countries import iso2

__all__ = ["rescreen_delta", "screen"]

_SAID = tuple(name for name in COLUMNS if name != "row")
_KINDS = {"score": pa.float64(), "rank": pa.int32(), "hits": pa.int32()}
_HITS = pa.schema([(name, _KINDS.get(name, pa.string())) for name in _SAID] + [("problem", pa.string())])
_ASKED = ("id", "name", "country")
_MapInArrow = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def screen(names: DataFrame, packed: Packed, *, everything: bool = False, limit: int = 5) -> DataFrame:
    """Screen names as ``licet screen-file`` does: one row a hit, in its columns, and ``problem``.

    ``names``: columns ``id``, ``name`` and, if stated, ``country``. A row that cannot be screened, or not wholly,
    has a ``problem`` and no verdict. ``everything``: a row for names without a hit too. ``limit``: at most so many
    hits a name.
    """
    asked = _columns(names)
    options = ScreeningOptions(iso2, packed.as_of, everything, limit, known_as_of=packed.known_as_of)
    return asked.mapInArrow(_screening(packed, options), from_arrow_schema(_HITS))


def _columns(names: DataFrame) -> DataFrame:
    for name in _ASKED[:2]:
        if name not in names.columns:
            raise UnreadableOrdersError(f"the names, key {name}: there is no such column")
    wanted = [f"cast(`{name}` as string) as {name}" for name in _ASKED[:2]]
    country = "cast(`country` as string)" if "country" in names.columns else "cast(null as string)"
    return names.selectExpr(*wanted, f"{country} as country")


def _screening(packed: Packed, options: ScreeningOptions) -> _MapInArrow:
    def answer(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        screener = packed.opened().names
        for batch in batches:
            part = screen_part(_rows(batch), screener, options)
            yield _batch(batch, part.rows, part.bad)

    return answer


def _rows(batch: pa.RecordBatch) -> list[TextRow | BadRow]:
    rows = enumerate(batch.to_pylist())
    return [row_of(number, (row["id"], row["name"], row["country"]), "") for number, row in rows]


def _batch(
    given: pa.RecordBatch, rows: Iterable[Sequence[str | int | float | None]], bad: Iterable[BadRow]
) -> pa.RecordBatch:
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    asked = given.to_pylist()
    found += [{**asked[bad_row.number], "problem": bad_row.problem} for bad_row in bad]
    columns = [pa.array([row.get(field.name) for row in found], field.type) for field in _HITS]
    return pa.RecordBatch.from_arrays(columns, schema=_HITS)


def rescreen_delta(names: DataFrame, packed: Packed, changed_entries: Collection[str]) -> DataFrame:
    """Hold names against the changed entries alone: one row for every hit from review upwards.

    ``changed_entries``: the ids of entries that are new or changed in the packed lists, as ``licet lists diff``
    gives them. What each name gets does not hang on the other names, so the result is the same however they are
    partitioned. Raises ValueError for an id that the lists do not have.
    """
    known = {entry.entry_id for entry in packed.opened().names.entries}
    unknown = sorted(set(changed_entries) - known)
    if unknown:
        raise ValueError(f"{unknown[0]}: no entry of the lists at hand ({len(unknown)} such)")
    wanted = frozenset(changed_entries)
    return _columns(names).mapInArrow(_rescreening(packed, wanted), from_arrow_schema(_HITS))


def _rescreening(packed: Packed, wanted: frozenset[str]) -> _MapInArrow:
    def answer(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        screener = packed.opened().names
        options = ScreeningOptions(iso2, packed.as_of, known_as_of=packed.known_as_of)
        changed = [number for number, entry in enumerate(screener.entries) if entry.entry_id in wanted]
        held = ChangedName.of(screener.index, changed, screener.entries.countries)
        for batch in batches:
            asked, bad = asked_of(_rows(batch), options)
            names, countries = (
                [row_asked.row.name for row_asked in asked],
                [row_asked.country for row_asked in asked],
            )
            hits = [] if held is None else held.hits(names, countries)
            rows = [
                row
                for row_asked, found in zip(asked, hits, strict=False)  # no hits at all where nothing changed
                for row in rows_of(row_asked, found, screener, options)
            ]
            yield _batch(batch, rows, bad)

    return answer
