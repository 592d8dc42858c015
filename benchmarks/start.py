"""How much processor time the command line takes to start, as a multiple of importing typer and rich.

Usage: python benchmarks/start.py [RUNS]

Each command runs in a process of its own, in turn with the others; the least time of each counts, since whatever
else the machine does only adds to it. What is imported is guarded by tests/cli/test_start.py, not by time.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

TRANSACTION = {
    "action": "export", "destination": "CN", "as_of": "2019-10-10",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True, "value_usd": 100},
    "parties": [{"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
}  # fmt: skip
BASE = "import typer, rich"


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with TemporaryDirectory() as home:
        file = Path(home, "transaction.json")
        file.write_text(json.dumps(TRANSACTION), "utf-8")
        licet = ["-m", "licet.cli.main"]
        commands = {
            "python": ["-c", "pass"],
            BASE: ["-c", BASE],
            "licet --version": [*licet, "--version"],
            "licet --help": [*licet, "--help"],
            "licet screen": [*licet, "screen", "Huawei"],
            "licet check": [*licet, "check", str(file)],
        }
        least = dict.fromkeys(commands, float("inf"))
        for _ in range(runs):
            for name, arguments in commands.items():
                least[name] = min(least[name], _seconds(arguments, home))
    for name, seconds in least.items():
        print(
            f"{name:20} {seconds * 1000:6.0f} ms of processor time, {seconds / least[BASE]:5.1f} times the import"
        )


def _seconds(arguments: list[str], home: str) -> float:
    """The processor time, in user and system mode, of a process and of those that it starts."""
    # modules are compiled once, at the first start or when they are installed
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603
        [sys.executable, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**environment, "LICET_HOME": home},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
