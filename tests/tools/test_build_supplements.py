"""Supplement No. 2 to part 744: each item is read, and a line that is none is refused."""

from pathlib import Path

import pytest
from tools.build_supplements import build, items
from tools.common import TABLES

TEXT = """# Supplement No. 2
The following items are subject to the military end use or end user license requirement in § 744.21.

(1) Category 1 Materials

(i) 1A290 Depleted uranium (see List of Items Controlled).

(ii) 5A991 Limited to equipment controlled by 5A991.a., and 5A991.b.7.

[85 FR 23464]
# Supplement No. 3
"""
HEADINGS = {"1A290": "Depleted uranium, as follows", "5A991": "Telecommunication equipment"}


def test_whole_entries_and_parts_of_entries() -> None:
    first, second = items(TEXT, HEADINGS)
    assert (first["item"], first["eccn"], first["whole"], first["within"]) == ("(1)(i)", "1A290", "yes", "")
    assert (second["whole"], second["within"]) == ("no", "5A991.a;5A991.b.7")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TEXT.replace("(i) 1A290", "1A290"), "no item of Supplement"),
        (TEXT.replace("1A290", "1A291"), "1A291, which is not in the list"),
    ],
)
def test_what_is_not_read_is_an_error(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(items(text, HEADINGS))


@pytest.mark.real_data
def test_the_table_in_the_package_is_what_the_text_says(real_lists: Path) -> None:
    for name, text in build(real_lists).items():
        assert (TABLES / name).read_text(encoding="utf-8") == text
