"""``licet spark-submit``: the command that runs a job on a cluster."""

from __future__ import annotations

import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from licet.cli.files import day_of

__all__ = ["JobKind", "spark_submit"]


class JobKind(StrEnum):
    """What a job does; see :data:`licet.spark.job.WORK`."""

    DETERMINE = "determine"
    SCREEN = "screen"
    RESCREEN = "rescreen"
    WHATIF = "whatif"


def spark_submit(
    work: Annotated[JobKind, typer.Argument(help="What to do with the table.")],
    source: Annotated[str, typer.Argument(help="The table, where the cluster can read it: Parquet or .csv.")],
    out: Annotated[str, typer.Argument(help="The folder for what comes out; it must not exist.")],
    master: Annotated[str, typer.Option("--master", help="The cluster, as spark-submit names it.")] = "yarn",
    executors: Annotated[int, typer.Option("--executors", min=1, help="Executors.")] = 2,
    cores: Annotated[int, typer.Option("--cores", min=1, help="Cores of each executor.")] = 4,
    as_of: Annotated[
        Optional[str],  # noqa: UP045  # typer reads it
        typer.Option("--as-of", help="The day to answer for (YYYY-MM-DD), in place of each line's own."),
    ] = None,
    known_as_of: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--known-as-of", help="Answer on what had been published by this day (YYYY-MM-DD)."),
    ] = None,
    scenario: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--scenario", help="whatif: a scenario, by name or file."),
    ] = None,
    changed: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--changed", help="rescreen: a file with the ids of the changed entries, one a line."),
    ] = None,
    partitions: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--partitions", min=1, help="Part the table anew into so many parts."),
    ] = None,
) -> None:
    """Print the command that does this on a Spark cluster. It is not run."""
    options = {
        "--as-of": None if as_of is None else str(day_of(as_of, "--as-of")),
        "--known-as-of": None if known_as_of is None else str(day_of(known_as_of, "--known-as-of")),
        "--changed": changed,
        "--partitions": partitions,
    }
    words = ["spark-submit", "--master", master, *_sizes(master, executors, cores), _job()]
    words += [work.value, source, out]
    words += [str(word) for pair in options.items() if pair[1] is not None for word in pair]
    words += [word for name in scenario or () for word in ("--scenario", name)]
    print(shlex.join(words))


def _job() -> str:
    """The path of the job's program, without loading Spark."""
    import licet

    return str(Path(licet.__file__).parent / "spark" / "job.py")


_WORKER_GB, _JVM_GB = 1.5, 2
"""Memory of a Python worker and of an executor's JVM: an allowance, see docs/guide/spark.md."""


def _sizes(master: str, executors: int, cores: int) -> list[str]:
    if master.startswith("local"):
        return []
    overhead = round((_WORKER_GB * cores + 0.5) * 1024)
    return [
        "--num-executors", str(executors), "--executor-cores", str(cores), "--executor-memory", f"{_JVM_GB}g",
        "--conf", f"spark.executor.memoryOverhead={overhead}m",
    ]  # fmt: skip
