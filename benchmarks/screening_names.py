"""Names as people write them, by verdict: on the lists adopted in ``LICET_HOME``.

    LICET_HOME=... python benchmarks/screening_names.py [PRESET]

Each line says how often the party itself is a match or a review, how often only another party is, and how often the
name is clear. Clean names are those of traded companies (``clean_names.py``: none of those that a list holds letter
by letter) and made ones (``faker``), where these packages are installed: alerts of 1,000.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec

from licet.model.listing import ListEntry
from licet.screening.attach import NameHit
from licet.screening.engine import MATCH
from licet.screening.presets import Presets
from licet.screening.screener import ListScreener
from licet.services.determination import open_decider
from licet.storage.home import home_folder

Case = tuple[str, str | None, str]
"""A name, its country, and the name of the entry that it means."""

_BIS = {"EL", "MEU", "UVL", "DPL"}
_COMMON = frozenset(
    [
        "technology",
        "technologies",
        "trading",
        "electronics",
        "logistics",
        "international",
        "group",
        "industries",
        "industry",
        "company",
        "enterprises",
        "university",
        "research",
        "systems",
        "electronic",
        "engineering",
        "aviation",
        "services",
    ]
)
_CHILD = re.compile(r"subordinate entity |Subordinate Institution - |Affiliated Entity: ")
_TWO_GIVEN = re.compile(r"([A-Za-z]{3,}), ([A-Za-z]{2,}) ([A-Za-z]{2,})")
_CITIES = ("Shenzhen", "Dubai", "Istanbul", "Moscow", "Almaty", "Hong Kong")
_NO_ACRONYMS = {
    "PVT",
    "PTY",
    "UAE",
    "USA",
    "PTE",
    "CJSC",
    "JSC",
    "OOO",
    "FZC",
    "LIMITED",
    "CHINA",
    "INDIA",
    "GAMBIA",
}


def brackets(entries: Iterable[ListEntry]) -> Iterator[Case]:
    """The name before a bracket that ends a name."""
    for entry in entries:
        before = entry.name.split("(")[0].strip(" ,")
        if re.search(r"\)\s*\.?$", entry.name) and len(before) > 2 and not _CHILD.search(entry.name):  # noqa: PLR2004
            yield before, _country(entry), entry.name


def acronyms(entries: Iterable[ListEntry]) -> Iterator[Case]:
    """Acronyms of three letters or more in brackets; not of a parent that has an entry of its own."""
    for entry in entries:
        for acronym in re.findall(r"\(([A-Z][A-Z0-9&-]{2,})\)", _CHILD.split(entry.name)[-1]):
            if acronym not in _NO_ACRONYMS:
                yield acronym, _country(entry), entry.name


def children(entries: Iterable[ListEntry]) -> Iterator[Case]:
    """What follows "and subordinate entity" and the like."""
    for entry in entries:
        if _CHILD.search(entry.name):
            yield _CHILD.split(entry.name)[-1], _country(entry), entry.name


def telling_words(entries: Iterable[ListEntry]) -> Iterator[Case]:
    """The first word of a name of two words, of which the second is a common one."""
    for entry in entries:
        words = entry.name.split()
        if entry.list_code == "EL" and len(words) == 2 and words[1].lower().strip(".,") in _COMMON:  # noqa: PLR2004
            yield words[0], _country(entry), entry.name


def given_and_family(entries: Iterable[ListEntry]) -> Iterator[Case]:
    """First given name and first family name of persons who have more of either."""
    for entry in entries:
        family, _, given = entry.name.partition(",")
        names = [[name for name in part.split() if len(name) > 2] for part in (family, given)]  # noqa: PLR2004
        if entry.kind == "Individual" and all(names) and max(map(len, names)) > 1:
            yield f"{names[1][0]} {names[0][0]}", None, entry.name


def initials(entries: Iterable[ListEntry]) -> Iterator[Case]:
    """The family name of persons with two given ones, and two initials before or behind it: "Petrov V.V."."""
    for place, entry in enumerate(entries):
        found = _TWO_GIVEN.fullmatch(entry.name)
        if entry.kind == "Individual" and found:
            family, *given = found.groups()
            letters = "".join(f"{name[0]}." for name in given)
            yield f"{letters} {family}" if place % 2 else f"{family} {letters}", None, entry.name


def beside(entries: Iterable[ListEntry]) -> Iterator[Case]:
    """Names with a town, a branch, a country or a forwarder."""
    for place, entry in enumerate(entries):
        city, country = _CITIES[place % len(_CITIES)], _country(entry)
        for text in ("{}, {}", "{} {} branch", "Fast Freight Forwarding c/o {}", "{} (Germany)"):
            yield text.format(entry.name, city), country, entry.name


def forms(entries: Iterable[ListEntry]) -> Iterator[Case]:
    """Names with a legal form more, or without marks and in capitals."""
    for entry in entries:
        for text in (f"{entry.name} Ltd", f"{entry.name} Co., Ltd.", entry.name.upper().replace(".", "")):
            yield text, _country(entry), entry.name


def _country(entry: ListEntry) -> str | None:
    return next(iter(entry.countries), None)


def verdict(hits: Sequence[NameHit], name: str) -> str:
    """How the entries of a name come out."""
    mine = [hit for hit in hits if hit.entry.name == name]
    if any(hit.exact or hit.score >= MATCH for hit in mine):
        return "match"
    return "review" if mine else "another" if hits else "clear"


def say(title: str, cases: Sequence[Case], screener: ListScreener) -> None:
    """Print a line of one kind of name."""
    start = time.process_time()
    found = screener.find_many([(name, country) for name, country, _ in cases])
    took = (time.process_time() - start) / max(len(cases), 1)
    said = Counter(verdict(hits, entry) for hits, (_, _, entry) in zip(found, cases, strict=True))
    shares = ", ".join(
        f"{key} {said[key] / len(cases):.3f}" for key in ("match", "review", "another", "clear")
    )
    own = (said["match"] + said["review"]) / len(cases)
    print(
        f"{title:32} {len(cases):5}: own party {own:.3f} ({shares}); {1e6 * took:.0f} us a name", flush=True
    )


def clean_names() -> Iterator[tuple[str, list[str]]]:
    """Books of names that no list holds."""
    if find_spec("pytickersymbols"):
        from clean_names import reported_names  # noqa: PLC0415  # where it is installed

        yield "traded companies", list(reported_names())
    if find_spec("faker"):
        maker = import_module("faker").Faker
        maker.seed(3)
        for locale in ("en_US", "de_DE", "es_ES", "ru_RU", "zh_CN", "ja_JP", "ar_AA"):
            made = maker(locale)
            yield f"persons {locale}", [str(made.name()) for _ in range(300)]
            yield f"companies {locale}", [str(made.company()) for _ in range(300)]


def main(preset: str = "balanced") -> None:
    screener = open_decider(home_folder(), long_running=True).screener.with_presets(Presets.parse(preset))
    every = list(screener.entries)
    dice = random.Random(5)
    bis = [entry for entry in every if entry.list_code.value in _BIS]
    firms = dice.sample([entry for entry in bis if entry.kind != "Individual"], 250)
    persons = list(given_and_family(every))
    say("before a bracket at the end", list(brackets(bis)), screener)
    say("acronyms of three letters", list(acronyms(bis)), screener)
    say("subordinate entities", list(children(bis)), screener)
    say("telling word, right country", list(telling_words(bis)), screener)
    say(f"given and family (of {len(persons)})", dice.sample(persons, 1500), screener)
    say("family name and initials", dice.sample(list(initials(every)), 1500), screener)
    say("town, branch, country, c/o", list(beside(firms)), screener)
    say("legal form, marks, case", list(forms(dice.sample(every, 500))), screener)
    for title, names in clean_names():
        found = screener.find_many([(name, None) for name in names])
        alerts = 1000 * sum(map(bool, found)) / len(names)
        certain = (
            1000 * sum(any(hit.exact or hit.score >= MATCH for hit in hits) for hits in found) / len(names)
        )
        print(
            f"clean, {title:25} {len(names):5}: alerts {alerts:.1f} of 1,000, match {certain:.1f}", flush=True
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
