"""Footnote digits, told from section numbers, on every license requirement of the real list."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from licet.watchlists.footnotes import footnotes_of

ALL = "For all items subject to the EAR. "


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        (ALL + "(See §744.11 of the EAR)", ()),
        ("For all items subject to the EAR, see §§ 734.9(e)1 and 744.11 of the EAR2", (1, 2)),
        ("For all items subject to the EAR, see §§ 734.9(e) 1 and 744.11 of the EAR 2", (1, 2)),
        (ALL + "(See §734.9(e)1, and §744.11 of the EAR)2.", (1, 2)),
        (ALL + "(See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)", (3,)),
        (ALL + "(See §§734.9(g)3, 746.8(a)(3), and 744.2l(b) of the EAR", (3,)),
        (ALL + "(See §734.9(g), 3 §746.8(a)(3), and §744.21(b) of the EAR).", (3,)),
        (ALL + "(See §§ 734.9(e)(2) and 744.11 of the EAR)4", (4,)),
        (ALL + "(See §§ 734.9(e)(2) and 744.11 of the EAR) 4", (4,)),
        (ALL + "(See §§734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR)5", (5,)),
        (ALL + "(See §§ 734.9(g), 746.8(a)(3), and 744.21(b) of the EAR)", ()),
        ("For items on the CCL and EAR99 items listed in supplement no. 7 to part 746 of the EAR", ()),
        ("This may be overcome by License Exception GOV under § 740.11(b)(2) and (e).", ()),
        ("pursuant to General License No. 11 of December 20, 2016, section 8(d) of E.O. 13685.", ()),
        (
            "A:1 in supplement no. 1 to part 740: Left: 26\u00b04\u201948.931\u201d N",
            (),
        ),
        (None, ()),
        ("", ()),
    ],
)
def test_a_footnote_is_a_digit_after_a_paragraph_or_after_ear(
    requirement: str | None, expected: tuple[int, ...]
) -> None:
    assert footnotes_of(requirement) == expected


NUMBERS_OF_OTHER_KINDS = re.compile(
    r"\d{3}\.\d+l?|\([a-z0-9]+\)|EAR99|\d+(?=[\u00b0\u2019\u201d])|\d+\.\d+\u201d"
    r"|supplement no\. \d+|part \d+|No\. \d+[A-Z]?|A:1"
    r"|\w+ \d+, \d{4}|section \d+|E\.O\. \d+|\d{4,}"
)


@pytest.mark.real_data
def test_on_every_requirement_of_the_real_list_no_other_digit_is_left_over(real_lists: Path) -> None:
    """The other way round: take away every number of another kind; what is left are the footnotes."""
    found = json.loads(gzip.decompress((real_lists / "csl/csl_2026-07-31_compact.json.gz").read_bytes()))
    requirements = found["tables"]["licenceRequirements"]
    assert len(requirements) == 89
    for requirement in requirements:
        left = sorted(set(map(int, re.findall(r"\d", NUMBERS_OF_OTHER_KINDS.sub("_", requirement)))))
        assert footnotes_of(requirement) == tuple(left), requirement


@pytest.mark.real_data
def test_the_real_list_has_these_footnotes(real_lists: Path) -> None:
    found = json.loads(gzip.decompress((real_lists / "csl/csl_2026-07-31_compact.json.gz").read_bytes()))
    requirements = found["tables"]["licenceRequirements"]
    counts = Counter(footnotes_of(requirements[entry["lr"]]) for entry in found["entries"] if "lr" in entry)
    assert set(counts) == {(), (1, 2), (3,), (4,), (5,)}
    assert all(
        footnotes_of(requirements[entry["lr"]]) in {(), (1, 2)}
        for entry in found["entries"]
        if "lr" in entry and entry["n"].startswith("Huawei ")
    )
