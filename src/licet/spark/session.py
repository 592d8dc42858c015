"""What Spark is told besides the work: descriptions of jobs in its own pages, and files for its executors."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyspark.sql import SparkSession

__all__ = ["described", "served", "temporary_folder"]


@contextmanager
def described(spark: SparkSession, what: str) -> Iterator[None]:
    """Jobs started within are shown in Spark's pages under these words."""
    spark.sparkContext.setJobDescription(what)
    try:
        yield
    finally:
        spark.sparkContext.setLocalProperty("spark.job.description", None)  # type: ignore[arg-type] # unsets it


def temporary_folder() -> Path:
    """A folder for files that Spark serves to executors as long as this process lives."""
    folder = Path(tempfile.mkdtemp(prefix="licet-spark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def served(spark: SparkSession, file: Path) -> str:
    """Let every executor fetch a file when it first needs it; its name among Spark's files, which no other has."""
    own = file.with_name(f"{file.stem}-{uuid.uuid4().hex}{file.suffix}")
    file.rename(own)
    spark.sparkContext.addFile(str(own))
    return own.name
