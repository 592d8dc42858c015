"""One hash over all answers, worked out where they lie: the root that one machine would give.

The leaves are sorted by Spark. Each partition then holds a stretch of the sorted leaves and makes the nodes over
the whole runs of leaves in it; the ragged ends, less than two runs a partition, go to the driver with the nodes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.taskcontext import TaskContext

from licet.orders.receipt import node_over
from licet.spark.session import described

__all__ = ["merkle_root_of"]

_RUN = 1 << 10
"""Leaves under a node that a worker makes: a power of two. A billion leaves give the driver a million nodes."""
_NODES = pa.schema([("run", pa.int64()), ("place", pa.int32()), ("node", pa.binary())])


def merkle_root_of(leaves: DataFrame) -> str:
    """The root of the tree over the leaves in a frame's one column; see :func:`licet.orders.receipt.merkle_root`."""
    ordered = leaves.sort(leaves.columns[0]).persist(StorageLevel.DISK_ONLY)
    try:
        with described(leaves.sparkSession, "licet: one hash over all answers"):
            counted = ordered.groupBy(f.spark_partition_id().alias("part")).count().collect()
            starts = _starts({row["part"]: row["count"] for row in counted})
            made = ordered.mapInArrow(_nodes(starts), from_arrow_schema(_NODES)).collect()
    finally:
        ordered.unpersist()
    runs: dict[int, list[tuple[int, bytes]]] = defaultdict(list)
    for row in made:
        runs[row["run"]].append((row["place"], bytes(row["node"])))
    nodes = [node_over([node for _, node in sorted(runs[run])]) for run in sorted(runs)]
    return node_over(nodes).hex() if nodes else hashlib.sha256(b"").hexdigest()


def _starts(counts: Mapping[int, int]) -> dict[int, int]:
    """By partition, the place of its first leaf among all."""
    starts, at = {}, 0
    for part in sorted(counts):
        starts[part] = at
        at += counts[part]
    return starts


def _nodes(starts: Mapping[int, int]) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The nodes over whole runs; of the others the leaves, each with its place in its run."""

    def make(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        context = TaskContext.get()
        assert context is not None
        at, run = starts.get(context.partitionId(), 0), list[bytes]()
        for batch in batches:
            for leaf in batch.column(0).to_pylist():
                run.append(leaf)
                at += 1
                if at % _RUN == 0:
                    yield _batch(at, run)
                    run = []
        if run:
            yield _batch(at, run)

    return make


def _batch(end: int, run: list[bytes]) -> pa.RecordBatch:
    """What is told of leaves that end before a place."""
    number = (end - 1) // _RUN
    first = end - len(run) - number * _RUN
    if len(run) == _RUN:
        run = [node_over(run)]
    places = range(first, first + len(run))
    columns = [
        pa.array([number] * len(run), pa.int64()),
        pa.array(places, pa.int32()),
        pa.array(run, pa.binary()),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=_NODES)
