"""An order book's columns in a folder, so that several processes read them from one place in memory."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.columns import Column, Frame, Lines

__all__ = ["read_columns", "write_columns"]

_ARRAYS = ("parent", "up", "share")


def write_columns(lines: Lines, days: NDArray[np.int64], folder: Path) -> None:
    """Write lines and their days; only :func:`read_columns` of the same version of Licet reads them back."""
    np.save(folder / "days.npy", days)
    plain: dict[str, tuple[int, dict[str, object]]] = {}
    for name, frame in lines.frames.items():
        for path, column in frame.columns.items():
            np.save(folder / f"{name}={path}.npy", column.codes)
        for array in _ARRAYS:
            if getattr(frame, array) is not None:
                np.save(folder / f"{name}+{array}.npy", getattr(frame, array))
        plain[name] = (frame.size, {path: column.values for path, column in frame.columns.items()})
    (folder / "values.pickle").write_bytes(pickle.dumps((plain, lines.entries)))


def read_columns(folder: Path) -> tuple[Lines, NDArray[np.int64]]:
    """Read lines and days from the folder of a run, written by the process that started this one."""
    plain, entries = pickle.loads((folder / "values.pickle").read_bytes())  # noqa: S301  # our own, of this run
    frames = {}
    for name, (size, values) in plain.items():
        columns = {
            path: Column(_load(folder / f"{name}={path}.npy"), known) for path, known in values.items()
        }
        parent, up, share = (_maybe(folder / f"{name}+{array}.npy") for array in _ARRAYS)
        frames[name] = Frame(size, columns, parent, up, share)
    return Lines(frames, entries), np.load(folder / "days.npy", mmap_mode="r")


def _load(file: Path) -> NDArray[np.int64]:
    loaded: NDArray[np.int64] = np.load(file, mmap_mode="r")
    return loaded


def _maybe(file: Path) -> NDArray[np.int64] | None:
    return _load(file) if file.exists() else None
