"""The examples of CONTRIBUTING.md run, and the files that it names are there."""

import doctest
import re
from pathlib import Path

from tools.build_decisions import index

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "CONTRIBUTING.md"


def test_examples_run() -> None:
    failed, tried = doctest.testfile(str(GUIDE), module_relative=False)
    assert tried > 5
    assert not failed


def test_named_files_exist() -> None:
    text = GUIDE.read_text("utf-8") + (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    named = {name for name in re.findall(r"`([a-z_./0-9]+/[a-z_./0-9-]*)`", text) if "NNN" not in name}
    assert named
    places = (ROOT, ROOT / "src" / "licet", ROOT / "src" / "licet" / "watchlists", ROOT / "src/licet/regimes")
    assert [name for name in sorted(named) if not any((place / name).exists() for place in places)] == []


def test_every_decision_is_in_the_index() -> None:
    assert (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8") == index()
