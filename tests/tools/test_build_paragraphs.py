"""paragraphs.csv is what its builder makes of the sources."""

from pathlib import Path

from tools.build_paragraphs import build
from tools.common import TABLES


def test_the_table_is_the_one_in_the_package(real_lists: Path) -> None:
    assert build(real_lists)["paragraphs.csv"] == (TABLES / "paragraphs.csv").read_text("utf-8")
