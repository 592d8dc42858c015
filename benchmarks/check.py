"""How long one answer takes: in process with trace, and as a whole process with the adopted lists.

Usage: python benchmarks/check.py [LIST_FILE]. The peer in the same run: parsing the sale's JSON and hashing
it (in process), and a Python process that only imports typer (whole process).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from licet.engine.report import to_wire
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.golden import cases
from licet.regimes.us_ear import ear
from licet.services.determination import CurrentDecider, Decider
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared/data/csl/csl_2026-07-31_compact.json.gz"


def main() -> None:
    """Print medians in milliseconds and the ratios."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        adopted = adopt(home, read(file), AdoptionRequest(file.name, date.today()))  # noqa: DTZ011
        print(f"adopted {adopted.added:,} entries")
        in_process(home)
        whole_process(home)


def in_process(home: Path) -> None:
    """Every golden case, answered with trace and written as JSON text."""
    decider = CurrentDecider(home)()  # as a server has it
    sales = [case.sale for case in cases()]
    read_sales = [read_transaction(sale, ear().vocabulary) for sale in sales]
    for sale in read_sales:
        decider.determine(sale)
    answer = sorted(timed(partial(decider.determine, sale)) for sale in read_sales for _ in range(5))
    written = [timed(partial(_written, decider, sale)) for sale in read_sales]
    peer = [timed(partial(_round_trip, sale)) for sale in sales for _ in range(5)]
    middle = statistics.median(answer)
    late = answer[len(answer) * 99 // 100]
    print(
        f"in process, {len(sales)} golden cases with screening: median {middle:.2f} ms, p99 {late:.2f} ms, "
        f"worst {answer[-1]:.2f} ms"
    )
    print(f"the same written as JSON: median {statistics.median(written):.2f} ms")
    print(f"ratio to a JSON round trip of the sale: {middle / statistics.median(peer):.0f}")


def _written(decider: Decider, sale: Transaction) -> str:
    return json.dumps(to_wire(decider.determine(sale)))


def _round_trip(sale: dict[str, Any]) -> Any:
    return json.loads(json.dumps(sale, default=str))


def whole_process(home: Path) -> None:
    """``licet check`` from start to end."""
    sale = next(case.sale for case in cases())
    path = home / "sale.json"
    path.write_text(json.dumps(sale, default=str), "utf-8")
    env = {**os.environ, "LICET_HOME": str(home)}
    check = [sys.executable, "-m", "licet.cli.main", "check", str(path), "--json"]
    ours = [timed(lambda: run(check, env)) for _ in range(7)]
    peer = [timed(lambda: run([sys.executable, "-c", "import typer"], env)) for _ in range(7)]
    middle = statistics.median(ours)
    print(f"whole process: median {middle:.0f} ms, worst {max(ours):.0f} ms")
    print(f"ratio to a process that imports typer: {middle / statistics.median(peer):.1f}")


def run(command: list[str], env: dict[str, str]) -> None:
    subprocess.run(command, env=env, capture_output=True, check=True)  # noqa: S603


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
