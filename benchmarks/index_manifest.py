"""What checking a saved index against its manifest costs, on the lists adopted in ``LICET_HOME``.

    LICET_HOME=... python benchmarks/index_manifest.py

Prints the size of the index, and the processor time of opening it with and without the check, the median of seven.
Every file of the index is then damaged in every way, on a copy, and has to be refused.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from licet.screening.engine import ScreeningIndex
from licet.screening.manifest import verify_manifest
from licet.screening.screener import ListScreener, screener_folder
from licet.storage.home import home_folder
from licet.storage.state import open_state

RUNS = 7
DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "deleted": lambda _: None,
    "empty": lambda _: b"",
    "zeros behind the head": lambda content: content[:128] + bytes(max(0, len(content) - 128)),
    "half": lambda content: content[: len(content) // 2],
    "one bit": lambda content: (
        content[: len(content) // 2]
        + bytes([content[len(content) // 2] ^ 1])
        + content[len(content) // 2 + 1 :]
    ),
}


def main() -> None:
    """Measure, then damage a copy."""
    home = home_folder()
    state = open_state(home)
    if state is None:
        raise SystemExit("adopt a list first: licet lists adopt FILE")
    ListScreener.adopted(state, home)
    folder = screener_folder(state, home)
    files = sorted(folder.iterdir())
    size = sum(path.stat().st_size for path in files)
    print(f"{len(files)} files, {size / 1e6:.1f} MB")
    print(f"check alone:  {_time(lambda: verify_manifest(folder)):.1f} ms")
    print(f"open, checked: {_time(lambda: ScreeningIndex.open(folder)):.1f} ms")
    arrays = [path for path in files if path.suffix == ".npy"]
    print(f"open, unchecked: {_time(lambda: [np.load(path, mmap_mode='c') for path in arrays]):.1f} ms")
    refused, damaged = _refused(folder)
    print(f"refused: {refused} of {damaged} damaged indexes")


def _time(act: Callable[[], object]) -> float:
    found = []
    for _ in range(RUNS):
        begun = time.process_time()
        act()
        found.append((time.process_time() - begun) * 1000)
    return statistics.median(found)


def _refused(folder: Path) -> tuple[int, int]:
    refused = damaged = 0
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(shutil.copytree(folder, Path(temporary) / folder.name))
        for path in sorted(copy.iterdir()):
            good = path.read_bytes()
            for damage in DAMAGES.values():
                content = damage(good)
                if content == good:
                    continue  # a column of zeros with its content zeroed is whole
                damaged += 1
                path.unlink() if content is None else path.write_bytes(content)
                try:
                    ScreeningIndex.open(copy)
                except (OSError, ValueError):
                    refused += 1
                path.write_bytes(good)
    return refused, damaged


if __name__ == "__main__":
    main()
