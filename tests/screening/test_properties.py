"""What changes nothing changes nothing: form, country, marks and case, added to or dropped from listed names."""

import re
from collections.abc import Callable

import pytest

from licet.screening.forms import comparable
from licet.screening.printed import Bearer, NameKind
from licet.screening.screener import ListScreener
from licet.screening.words import LIGHT

EVERY = 180
"""One of so many listed names is asked; benchmarks/screening_properties.py asks them all."""
FORM = re.compile(r",?\s*\b(co\.?,? ltd\.?|ltd\.?|llc|inc\.?|gmbh|ooo|limited|jsc|pjsc)\s*$", re.IGNORECASE)
CHANGES: dict[str, Callable[[str], str]] = {
    "legal form behind": "{} Ltd".format,
    "another legal form": "{} Co., Ltd.".format,
    "legal form before": "OOO {}".format,
    "no legal form": lambda name: FORM.sub("", name) if len(FORM.sub("", name)) > 2 else name,
    "country behind": "{}, Germany".format,
    "country in brackets": "{} (Germany)".format,
    "capitals": str.upper,
    "small letters": str.lower,
    "no marks": lambda name: re.sub(r"[^\w\s&]", " ", re.sub("['`\u2019\u02bc]", "", name)),
    "in brackets": "({})".format,
}


@pytest.mark.real_data
def test_no_form_country_mark_or_case_turns_a_hit_into_clear(listed_screener: ListScreener) -> None:
    own = {
        name.text: next(iter(listed_screener.entries.countries(name.entry)), None)
        for name in listed_screener.entries.names()
        if name.kind is NameKind.LISTED and len(name.text) < 300
    }
    names = sorted(own)[7::EVERY]
    assert len(names) > 200
    before = listed_screener.find_many([(name, None) for name in names])
    assert [name for name, hits in zip(names, before, strict=True) if not hits] == []
    for title, change in CHANGES.items():
        changed = [change(name) for name in names]
        after = listed_screener.find_many([(name, None) for name in changed])
        assert [name for name, hits in zip(changed, after, strict=True) if not hits] == [], title
    for country in (own, dict.fromkeys(names, "NZ")):
        after = listed_screener.find_many([(name, country[name]) for name in names])
        assert [name for name, hits in zip(names, after, strict=True) if not hits] == []


@pytest.mark.real_data
def test_no_country_turns_a_hit_of_a_part_of_a_name_into_clear(listed_screener: ListScreener) -> None:
    """Each hit without a country is one with any: a country that differs lowers a score and clears nothing."""
    parts = sorted(
        {
            " ".join(words[some])
            for name in [*listed_screener.entries.names()][11 :: 2 * EVERY]
            if name.kind is NameKind.LISTED and len(words := name.text.split()) > 2
            for some in (slice(2), slice(1, 3), slice(1))
        }
    )
    assert len(parts) > 150
    before, after = (
        [
            {(hit.entry.list_code, hit.entry.entry_id) for hit in hits}
            for hits in listed_screener.find_many([(part, country) for part in parts])
        ]
        for country in (None, "NZ")
    )
    met = sum(map(bool, before))
    assert met > 50
    assert [part for part, old, new in zip(parts, before, after, strict=True) if old and not new] == []


FORMS = (
    "Ltd", "Limited", "LLC", "Inc", "PLC", "GmbH", "AG", "SE", "GmbH & Co. KG", "UG", "KK", "K.K.", "B.V.", "N.V.",
    "A/S", "AB", "Oy", "ASA", "S.A.", "SAS", "SARL", "EURL", "S.p.A.", "S.r.l.", "Sp. z o.o.", "s.r.o.", "a.s.",
    "Kft.", "d.o.o.", "UAB", "SIA", "OÜ", "Ltda.", "Lda", "S.A. de C.V.", "S. de R.L. de C.V.", "Pty Ltd",
    "Pte. Ltd.", "(Pvt) Ltd", "Sdn. Bhd.", "Tbk", "W.L.L.", "FZE", "FZ-LLC", "FZCO", "DMCC", "TOO", "MMC",
    "JSC", "OOO", "Group",
)  # fmt: skip


@pytest.mark.real_data
def test_no_legal_form_turns_a_hit_of_a_part_of_a_firms_name_into_clear(
    listed_screener: ListScreener,
) -> None:
    """Nor does a country before it: a firm that is asked about by its first words is so in Poland."""
    parts = sorted(
        {
            " ".join(words[:some])
            for name in [*listed_screener.entries.names()][11 :: 2 * EVERY]
            if name.bearer is Bearer.FIRM and len(words := name.text.split()) > 1
            for some in (1, 2)
            if LIGHT.isdisjoint(comparable(words[0]).split())
        }
    )
    before = firms_met(listed_screener, parts)
    asked = [part for part, met in zip(parts, before, strict=True) if met]
    assert len(asked) > 60
    for behind in [
        *FORMS,
        *(f"{place} {form}" for place in ("Poland", "UK", "Deutschland") for form in FORMS[:12]),
    ]:
        names = [f"{part} {behind}" for part in asked]
        lost = [name for name, met in zip(names, firms_met(listed_screener, names), strict=True) if not met]
        assert lost == [], behind


def firms_met(screener: ListScreener, names: list[str]) -> list[bool]:
    """Whether each name is a hit on a party that is no person."""
    return [
        any(hit.entry.kind != "Individual" for hit in hits)
        for hits in screener.find_many([(name, None) for name in names])
    ]
