"""What changes nothing changes nothing: form, country, marks and case, added to or dropped from listed names."""

import re
from collections.abc import Callable

import pytest

from licet.screening.printed import NameKind
from licet.screening.screener import ListScreener

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
