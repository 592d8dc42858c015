"""Write docs/guide/dependencies.md: what Licet is installed with, each package with its license.

Usage: python tools/build_licenses.py [--check]

Names and versions come from requirements.lock, licenses from what the installed packages say of themselves. A package
that is for another system, and not installed here, is left out.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "guide" / "dependencies.md"
_PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_HEAD = """# Dependencies and their licenses

Made from `requirements.lock` and the packages' own words by `tools/build_licenses.py`; do not edit. Licet itself is
under the Apache License 2.0. `pip install licet` installs some of these, `licet[all]` all.

| package | version | license |
|---|---|---|
"""
_LONGEST = 60
"""Letters of a license's name; what is longer is its text."""


def page() -> str:
    """The whole page."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    rows = [(name, version, license_of(name)) for name, version in sorted(set(_PACKAGE.findall(lock)))]
    return _HEAD + "".join(f"| {name} | {version} | {words} |\n" for name, version, words in rows if words)


def license_of(name: str) -> str:
    """The license that an installed package names; empty where it is not installed."""
    try:
        told = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    classifiers = [
        text.rpartition(" :: ")[2] for text in told.get_all("Classifier") or () if "License ::" in text
    ]
    written = [*(told.get_all("License-Expression") or ()), *classifiers, *(told.get_all("License") or ())]
    found = next((text for text in written if text and "\n" not in text and len(text) <= _LONGEST), None)
    return found or "see the package"


def main() -> int:
    """Write the page, or with ``--check`` say whether it is current."""
    made = page()
    if "--check" in sys.argv[1:]:
        current = PAGE.exists() and PAGE.read_text("utf-8") == made
        if not current:
            print(f"{PAGE}: not current; run tools/build_licenses.py")
        return 0 if current else 1
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
