"""The guide to the API is what the program is, and what security claims is shown by tests that exist."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_route_is_in_the_guide() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "tools" / "build_api_docs.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr


def test_every_test_that_security_names_exists() -> None:
    named = re.findall(
        r"`(tests/[a-z_/]+\.py)::([a-z_0-9]+)`", (ROOT / "docs" / "security.md").read_text("utf-8")
    )
    assert len(named) > 25
    missing = [
        f"{path}::{name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text("utf-8")
    ]
    assert missing == []
