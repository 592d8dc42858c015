"""Run ``licet`` in this process as a shell does: words, environment, input, what it prints, its status."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest

from licet.cli.main import main

__all__ = ["Ended", "run_command"]


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that ended. ``returncode``: its exit status; ``stdout`` and ``stderr``: what it printed."""

    returncode: int
    stdout: str
    stderr: str


def run_command(*words: str, env: Mapping[str, str], stdin: str | None = None) -> Ended:
    """Run a command with ``env`` over this process's environment; an empty value takes a variable away.

    An error that the command does not handle is raised, where a shell would show its traceback.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO((stdin or "").encode()), "utf-8")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in env.items():
            if value:
                patch.setenv(name, value)
            else:
                patch.delenv(name, raising=False)
        patch.setattr(sys, "argv", ["licet", *words])
        patch.setattr(sys, "stdin", given)
        status: object = 0
        try:
            main()
        except SystemExit as ended:
            status = ended.code
    assert status is None or isinstance(status, int), status
    return Ended(status or 0, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
