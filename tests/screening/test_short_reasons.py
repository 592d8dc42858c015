"""Why a name may be a listed party's, in at most five short sentences; and names of one's own from Python."""

import pytest

import licet
from licet.screening.screener import ListScreener
from licet.screening.short_reasons import MOST_REASONS

SAID = {
    ("Huawei Device Co., Ltd.", "CN"): ("The name is the same as the listed name.", "The country agrees: CN."),
    ("Oleg Deripasca", None): ("spelled another way", "DERIPASCA for DERIPASKA"),
    ("NSO Group Ltd", "IL"): ("legal form or common words differ", "Only in your name: LIMITED"),
    ("Mahan Air, Dubai branch", "AE"): ("listed in IR, not in AE", "Set aside before comparing: dubai branch."),
    ("MV EBANO", None): ("many parties may bear so short a name", "Set aside before comparing: MV."),
    ("Dahua", "CN"): ("adds common words only", "Only in the listed name: TECHNOLOGY."),
}  # fmt: skip


def test_every_hit_says_why_in_at_most_five_short_sentences(listed_screener: ListScreener) -> None:
    for (name, country), parts in SAID.items():
        hits = [hit for hit in listed_screener.search(name, country) if hit.verdict != "clear"]
        said = [listed_screener.reasons(hit, name, country) for hit in hits]
        assert said, name
        for lines in said:
            assert 0 < len(lines) <= MOST_REASONS, name
            assert all(line.endswith(".") and len(line) < 160 for line in lines), lines
        assert any(all(part in " ".join(lines) for part in parts) for lines in said), (name, said)


def test_names_of_ones_own_are_screened_from_python() -> None:
    refused = licet.Screener.of_names(["Zarya Trading LLC", "Rassvet Shipping Company"])
    found = refused.screen("Zarya Trading, Moscow", "Russia")
    assert (found.matches[0].listed_name, found.matches[0].list, found.caveats) == (
        "Zarya Trading LLC",
        "OWN",
        (),
    )
    assert [each.verdict for each in refused.screen_many(["Rasvet Shipping", "Miller Bakery"])] == [
        "match", "clear",
    ]  # fmt: skip
    person = licet.Screener.of_names(["DERIPASKA, Oleg Vladimirovich"], persons=True)
    assert person.screen("Oleg Deripaska").verdict == "review"
    with pytest.raises(licet.LicetError, match="at least one name"):
        licet.Screener.of_names([])
    with pytest.raises(licet.LicetError, match="'Ruritania' is no country"):
        refused.screen("Zarya", "Ruritania")
