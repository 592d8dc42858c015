"""The command that runs a job on a cluster is printed exactly, with sizes, and can be read back."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.main import app


def printed(*words: str) -> list[str]:
    result = CliRunner().invoke(app, ["spark-submit", *words])
    assert result.exit_code == 0, result.output
    return shlex.split(result.output)


def test_the_command_is_whole() -> None:
    asked = "whatif 's3a://b/orders 1' out --executors 8 --cores 4 --scenario 'a b' --as-of 2019-10-10"
    found = printed(*shlex.split(asked))
    assert Path(found.pop(11)).is_file()
    assert shlex.join(found) == (
        "spark-submit --master yarn --num-executors 8 --executor-cores 4 --executor-memory 2g "
        "--conf spark.executor.memoryOverhead=6656m whatif 's3a://b/orders 1' out --as-of 2019-10-10 "
        "--scenario 'a b'"
    )


def test_one_machine_needs_no_sizes() -> None:
    assert "--num-executors" not in printed("determine", "in", "out", "--master", "local[2]")


def test_its_words_are_those_of_the_job() -> None:
    job = pytest.importorskip("licet.spark.job", reason="PySpark is not here (pip install 'licet[spark]')")
    said = "rescreen in out --known-as-of 2020-01-02 --changed ids.txt --partitions 3"
    words = printed(*said.split())
    asked = job.parser().parse_args(words[words.index("rescreen") :])
    assert (asked.work, asked.source, asked.out) == ("rescreen", "in", "out")
    assert (asked.known_as_of.isoformat(), str(asked.changed), asked.partitions) == (
        "2020-01-02",
        "ids.txt",
        3,
    )


def test_a_bad_day_is_refused() -> None:
    result = CliRunner().invoke(app, ["spark-submit", "determine", "in", "out", "--as-of", "yesterday"])
    assert result.exit_code == 2
    assert "--as-of" in result.output
