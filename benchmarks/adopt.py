"""How long adopting the whole Consolidated Screening List takes, and opening it again.

    python benchmarks/adopt.py [FILE]

FILE defaults to the compact list of 31 July 2026 in ``$LICET_SHARED/data/csl``. The peer in the same run is
plain Python: ``json`` (or ``csv``) reads the same file into dictionaries and nothing else. Every figure is
of a whole fresh process, start-up and imports included, the best of three; the limits are those of the
project: 10 s to adopt, and opening must leave ``licet check`` its second.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
RUNS = 3
ADOPT_LIMIT = 10.0

PEER = """
import csv, gzip, io, json, sys
data = open(sys.argv[1], "rb").read()
text = (gzip.decompress(data) if data[:2] == b"\\x1f\\x8b" else data).decode()
rows = json.loads(text)["entries"] if text[0] == "{" else list(csv.DictReader(io.StringIO(text)))
print(len(rows))
"""
ADOPT = "from licet.cli.lists import app; app()"
BARE = "pass"
OPEN = """
from licet.storage.state import open_state
state = open_state()
print(len(state), len(state.names()), state.entry(len(state) // 2).name)
"""


def seconds(script: str, *words: str, home: Path) -> tuple[float, str]:
    """The wall time of one fresh process, and what it printed."""
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own interpreter and scripts
        [sys.executable, "-c", script, *words],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "LICET_HOME": str(home)},
    )
    return time.perf_counter() - began, done.stdout.strip()


def best(script: str, *words: str, fresh: bool = False, home: Path) -> tuple[float, str]:
    """The best of three; ``fresh``: each run with a home of its own."""
    homes = [home / f"run{number}" if fresh else home for number in range(RUNS)]
    return min((seconds(script, *words, home=each) for each in homes), key=lambda found: found[0])


def main() -> int:
    shared = Path(os.environ.get("LICET_SHARED", REPO.parent / "shared"))
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "data/csl/csl_2026-07-31_compact.json.gz"
    if not file.exists():
        print(f"{file} is not here; name a file or set LICET_SHARED")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        peer, rows = best(PEER, str(file), home=home)
        adopting, told = best(ADOPT, "adopt", str(file), fresh=True, home=home)
        opening, opened = best(OPEN, home=home / "run0")
        bare, _ = best(BARE, home=home)
    print(told)
    print(f"adopt {file.name}: {adopting:.2f} s whole process (limit {ADOPT_LIMIT:.0f} s)")
    print(f"peer, plain parse of the same file ({rows} rows): {peer:.2f} s; ratio {adopting / peer:.1f}")
    print(f"open the lists, all names in columns, one entry built ({opened}):")
    print(f"  {opening:.3f} s whole process, of which bare Python {bare:.3f} s; ratio {opening / peer:.2f}")
    return 0 if adopting < ADOPT_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
