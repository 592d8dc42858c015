"""A section of coverage.toml that lacks something is named, with what it lacks."""

from pathlib import Path
from typing import cast

import pytest

from licet.regimes.reading import read_coverage
from licet.rules.law_files import LawFile


def test_a_section_says_what_it_lacks(tmp_path: Path) -> None:
    text = '[[section]]\nid = "744.99"\ntitle = "Rockets"\nstatus = "modeled"\n'
    (tmp_path / "coverage.toml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"section 744\.99: says no source, no note"):
        read_coverage(cast(LawFile, tmp_path))
    (tmp_path / "coverage.toml").write_text(f'{text}source = "read"\nnote = "all"\n', "utf-8")
    (note,) = read_coverage(cast(LawFile, tmp_path))
    assert (note.section, note.note, note.verified_to) == ("744.99", "all", None)
