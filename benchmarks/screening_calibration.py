"""How often a hit of a score is right, from 0.1 up: the best hit of names written as people do, and of clean names.

    LICET_HOME=... python benchmarks/screening_calibration.py [report|fit]

Written names of ``screening_variants.py``, each twice: with the country that its kind states, and with the entry's
own; and four times as many clean names, without a country and with one. ``fit`` is what the floors of
``licet.screening.rules`` were chosen on; ``report`` shares no party, generator or clean name with it.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from clean_names import fitted_names, registrants, reported_names
from screening_variants import Variant, fit_variants, report_variants

from licet.screening.screener import ListScreener
from licet.services.determination import open_decider
from licet.storage.home import home_folder

_COUNTRIES = ("US", "GB", "DE", "IN", "CN", "JP", "BR", "TR")
_LOCALES = {
    "fit": ("en_GB", "fr_FR", "it_IT", "uk_UA", "zh_TW", "fa_IR"),
    "report": ("en_US", "de_DE", "es_ES", "ru_RU", "zh_CN", "ar_SA"),
}
_OF_EACH, _CLEAN = 300, 3


class BestHit(NamedTuple):
    """The best hit of a name. ``agrees``: whether the country does: "+", "-" or "?"."""

    score: float
    right: bool
    rule: str
    agrees: str
    verdict: str


def clean_names(half: str, count: int) -> list[tuple[str, str]]:
    """Clean names with the country that each is given when it is given one."""
    chosen = random.Random(4)
    firms = (
        [(name, chosen.choice(_COUNTRIES)) for name in fitted_names()]
        if half == "fit"
        else [(name, "US") for name in (*reported_names(), *registrants())]
    )
    faker = import_module("faker").Faker
    faker.seed(11 if half == "fit" else 3)
    persons = [
        (maker.name(), locale[-2:])
        for locale in _LOCALES[half]
        for maker in (faker(locale),)
        for _ in range(_OF_EACH)
    ]
    chosen.shuffle(firms)
    chosen.shuffle(persons)
    return firms[: _CLEAN * count] + persons[:count]


def best_hits(screener: ListScreener, asked: Sequence[tuple[str, str | None, int | None]]) -> list[BestHit]:
    """The best hit of each name that has one; the number is that of the entry that it means."""
    found, names = [], [(name, country) for name, country, _ in asked]
    for (_, country, entry), hits in zip(asked, screener.search_many(names, everything=True), strict=True):
        if not hits:
            continue
        hit = hits[0]
        same = entry is not None and screener.entries[hit.entry].name == screener.entries[entry].name
        listed = screener.entries.countries(hit.entry)
        agrees = "?" if country is None or not listed else "+" if country in listed else "-"
        found.append(BestHit(hit.score, hit.entry == entry or same, hit.rule.name, agrees, hit.verdict))
    return found


def say(found: Sequence[BestHit]) -> None:
    """By tenths of the score, and by rule: how many, and how many are right."""
    tenths: dict[int, list[bool]] = defaultdict(list)
    rules: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for hit in found:
        tenths[min(int(10 * hit.score), 9)].append(hit.right)
        if hit.verdict == "review":
            rules[hit.rule, hit.agrees].append(hit.right)
    for tenth, right in sorted(tenths.items()):
        print(
            f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}: {len(right):6} right {sum(right) / len(right):.3f}"
        )
    for (rule, agrees), right in sorted(rules.items()):
        print(
            f"   review by {rule.lower():22} country {agrees}: {len(right):5} right {sum(right) / len(right):.3f}"
        )
    scored = [hit for hit in found if hit.score >= 0.1]  # noqa: PLR2004  # from 0.1 up, as the title says
    miss = sum(
        len(right) * abs(sum(right) / len(right) - (tenth + 0.5) / 10)
        for tenth, right in tenths.items()
        if tenth
    )
    print(f"expected calibration error from 0.1 up: {miss / len(scored):.3f} of {len(scored)} hits")


def main(half: str = "report") -> None:
    screener = open_decider(home_folder(), long_running=True).screener
    variants: Sequence[Variant] = (fit_variants if half == "fit" else report_variants)(screener.entries, 150)
    clean = clean_names(half, len(variants))
    own = [(it.text, next(iter(screener.entries.countries(it.entry)), None), it.entry) for it in variants]
    say(
        best_hits(
            screener,
            [
                *((variant.text, variant.country, variant.entry) for variant in variants),
                *own,
                *((name, None, None) for name, _ in clean),
                *((name, country, None) for name, country in clean),
            ],
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
