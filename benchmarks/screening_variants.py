"""Listed names as people in trade write them: two generators of our own, one to fit on and one to report.

    LICET_HOME=... python benchmarks/screening_variants.py [PRESET]

Parties are split in two halves by a hash of their name. ``report`` writes names of one half, ``fit`` those of the
other; they share no table: other abbreviations, towns, titles, slips and romanizations. The kinds are those in which
names in customer files, orders and shipping papers differ from the lists:

======================  ==============================================================================
given_family            a person's first given and first family name ("Viktor Bout")
full_name               all names of a person, given ones first, without the comma
title                   the same with a title or form of address
romanization            Russian, Arabic and Persian names in another country's or agency's spelling
nickname                the short form of the given name
joined                  two words written as one ("Alzawahiri", "ZTEKangxun")
cyrillic                a Russian person's name in Cyrillic letters
legal_form              the legal form left out, written otherwise, or put before the name
abbreviation            common words of business names cut short
brand                   the telling words alone, with the country
place                   a town or country behind the name
beside                  "c/o", "attn", "consignee", "for account of"
branch                  a branch, an office, a department
marks                   "&" for "and", hyphens and apostrophes gone, capitals
typing                  one slip of a finger in a long word
scan                    one letter as a scanner misreads it
vessel                  MV, MT, flag, number of a vessel otherwise
======================  ==============================================================================

Prints, for each kind, how often the party itself is a match or a review, and what clean names alert.
"""

from __future__ import annotations

import hashlib
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from variant_tables import FIT_TABLES, REPORT_TABLES, Tables

from licet.screening.attach import NameHit
from licet.screening.engine import MATCH
from licet.screening.entries import Entries
from licet.screening.presets import Presets
from licet.screening.screener import ListScreener
from licet.screening.words import GENERIC, LEGAL, LIGHT

__all__ = ["Variant", "fit_variants", "half_of", "report_variants"]

FIT, REPORT = 0, 1


@dataclass(frozen=True, slots=True)
class Variant:
    """A name that means an entry. ``country``: stated beside it, where the kind says so."""

    text: str
    entry: int
    kind: str
    country: str | None = None


def half_of(name: str) -> int:
    """FIT or REPORT, by the name's hash."""
    return int(hashlib.sha256(name.casefold().encode()).hexdigest(), 16) % 2


_CYRILLIC = {
    "shch": "щ", "zh": "ж", "kh": "\u0445", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ya": "я", "ye": "\u0435",
    "yo": "ё", "iy": "ий", **dict(zip("abvgdezijklmnoprstufyc", "абвгдезийклмнопрстуфык", strict=True)),
}  # fmt: skip
_RUSSIAN = re.compile(r"(?:ov|ev|in|sky|skiy|ova|eva|ina|ko|chuk|ich)$", re.IGNORECASE)
_PATRONYMIC = re.compile(r"(?:ovich|evich|ovna|evna|yich)$", re.IGNORECASE)
_SAYS_LITTLE = LIGHT | LEGAL | GENERIC
_WORD = re.compile(r"[^\W\d_]{6,}")
_LONG = 6


def report_variants(entries: Entries, each: int, seed: int = 1) -> list[Variant]:
    """Names of the report half by the report generator, so many of each kind."""
    return _variants(entries, REPORT, REPORT_TABLES, each, seed)


def fit_variants(entries: Entries, each: int, seed: int = 2) -> list[Variant]:
    """Names of the other half by the other generator."""
    return _variants(entries, FIT, FIT_TABLES, each, seed)


def _variants(entries: Entries, half: int, tables: Tables, each: int, seed: int) -> list[Variant]:
    dice = random.Random(seed)
    order = [number for number in range(len(entries)) if half_of(entries[number].name) == half]
    dice.shuffle(order)
    made: dict[str, list[Variant]] = defaultdict(list)
    for number in order:
        entry = entries[number]
        country = next(iter(entry.countries), None)
        for kind, text, stated in _written(entry.name, entry.kind, country, tables, dice):
            if len(made[kind]) < each and text.casefold() != entry.name.casefold():
                made[kind].append(Variant(text, number, kind, stated))
    return [variant for kind in sorted(made) for variant in made[kind]]


Written = tuple[str, str, str | None]


def _written(
    name: str, kind: str | None, country: str | None, tables: Tables, dice: random.Random
) -> Iterator[Written]:
    """A name of an entry in every way that fits it."""
    if kind == "Individual":
        yield from _of_person(name, tables, dice)
    elif kind == "Vessel":
        yield "vessel", dice.choice(tables.vessels).format(name), None
    elif kind != "Aircraft" and "(" not in name and ", " not in re.sub(", (?:Ltd|Inc)", "", name):
        yield from _of_firm(name, country, tables, dice)


def _of_person(name: str, tables: Tables, dice: random.Random) -> Iterator[Written]:
    family, _, given = (part.strip().title() for part in name.partition(","))
    if not given or min(len(family), len(given)) < 3 or "(" in name:  # noqa: PLR2004
        return
    first, last = given.split()[0], family.split()[0]
    whole = f"{given} {family}"
    if len(given.split()) + len(family.split()) > 2 and min(len(first), len(last)) > 2:  # noqa: PLR2004
        yield "given_family", f"{first} {last}", None
    yield "full_name", whole, None
    yield "title", dice.choice(tables.titles).format(whole), None
    spelled = _spelled(f"{first} {family}" if _PATRONYMIC.search(given) else whole, tables, dice)
    if spelled is not None:
        yield "romanization", spelled, None
    nick = tables.nicknames.get(first.lower())
    if nick is not None:
        yield "nickname", f"{nick} {family}", None
    if re.match(r"(?:al|abd al|abdul|abu|el|bin)[ -]", family, re.IGNORECASE):
        yield "joined", f"{given} {re.sub('[ -]', '', family).title()}", None
    if _RUSSIAN.search(last) and _PATRONYMIC.search(given):
        yield "cyrillic", _cyrillic(f"{first} {last}"), None
    yield from (("typing", text, None) for text in _slipped(whole, tables, dice))


def _spelled(name: str, tables: Tables, dice: random.Random) -> str | None:
    """A name in which up to two spellings of the table are another's."""
    low = name.lower()
    known = [(mine, theirs) for mine, theirs in tables.names if mine in low]
    if not known:
        return None
    for mine, theirs in dice.sample(known, min(2, len(known))):
        low = low.replace(mine, theirs, 1)
    return low.title()


def _cyrillic(name: str) -> str:
    low = name.lower()
    for latin, letter in _CYRILLIC.items():
        low = low.replace(latin, letter)
    return low.title()


def _slipped(name: str, tables: Tables, dice: random.Random) -> Iterator[str]:
    words = _WORD.findall(name)
    if words:
        word = dice.choice(words)
        yield name.replace(word, tables.slip(word, dice), 1)


def _of_firm(name: str, country: str | None, tables: Tables, dice: random.Random) -> Iterator[Written]:
    words = name.split()
    plain = [re.sub(r"[^a-z]", "", word.lower()) for word in words]
    telling = [word for word, low in zip(words, plain, strict=True) if low not in _SAYS_LITTLE]
    if not telling or max(map(len, telling)) < 3:  # noqa: PLR2004
        return
    form = next((low for low in reversed(plain) if low in tables.forms), None)
    if form is not None:
        other = dice.choice(tables.forms[form])
        kept = [word for word, low in zip(words, plain, strict=True) if low != form]
        parts = [*kept, other] if dice.random() < 0.7 else [other, *kept]  # noqa: PLR2004
        yield "legal_form", " ".join(filter(None, parts)).strip(" ,"), None
    short = [tables.short.get(low, word) for word, low in zip(words, plain, strict=True)]
    if short != words:
        yield "abbreviation", " ".join(short), None
    if country is not None and len(telling) < len(words):
        yield "brand", " ".join(telling[:2]).strip(" ,"), country
    yield "place", dice.choice(tables.towns).format(name), country
    yield "beside", dice.choice(tables.beside).format(name), None
    yield "branch", dice.choice(tables.branches).format(name), None
    joined = name.replace(" and ", " & ") if " and " in name else name.replace(" & ", " and ")
    marked = re.sub(r"[-'.,\"]", "", joined).upper()
    if marked != name.upper():
        yield "marks", marked, None
    if len(words) > 1 and len(words[0]) > 2 and words[0].isalpha() and words[1].isalpha():  # noqa: PLR2004
        yield "joined", name.replace(" ", "", 1), None
    yield from (("typing", text, None) for text in _slipped(name, tables, dice))
    scanned = [(mine, theirs) for mine, theirs in tables.scan if mine in name[1:].lower()]
    if scanned and len(name) > _LONG:
        mine, theirs = dice.choice(scanned)
        low = name.lower()
        at = dice.choice([found.start() for found in re.finditer(re.escape(mine), low[1:])]) + 1
        yield "scan", name[:at] + theirs + name[at + len(mine) :], None


def verdict(hits: Sequence[NameHit], name: str) -> str:
    """How the entries of a name come out."""
    mine = [hit for hit in hits if hit.entry.name == name]
    if any(hit.exact or hit.score >= MATCH for hit in mine):
        return "match"
    return "review" if mine else "another" if hits else "clear"


def say(variants: Sequence[Variant], screener: ListScreener) -> None:
    """Print each kind, all together, and the share of all kinds alike."""
    found = screener.find_many([(variant.text, variant.country) for variant in variants])
    said: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, list[str]] = defaultdict(list)
    for hits, variant in zip(found, variants, strict=True):
        how = verdict(hits, screener.entries[variant.entry].name)
        said[variant.kind][how] += 1
        if how in {"clear", "another"}:
            examples[variant.kind].append(f"{variant.text!r} ({screener.entries[variant.entry].name})")
    shares = []
    for kind, counts in said.items():
        own = (counts["match"] + counts["review"]) / counts.total()
        shares.append(own)
        print(f"{kind:14} {counts.total():5}: own party {own:.3f} ({dict(counts)})")
        print("   not found:", *examples[kind][:4], sep="\n      ")
    every = sum(said.values(), Counter[str]())
    own = (every["match"] + every["review"]) / every.total()
    print(f"all {every.total()}: own party {own:.3f}, all kinds alike {sum(shares) / len(shares):.3f}")


def main(preset: str = "balanced", half: str = "report") -> None:
    from licet.services.determination import open_decider  # noqa: PLC0415  # a script
    from licet.storage.home import home_folder  # noqa: PLC0415

    screener = open_decider(home_folder(), long_running=True).screener.with_presets(Presets.parse(preset))
    make = report_variants if half == "report" else fit_variants
    say(make(screener.entries, 150), screener)


if __name__ == "__main__":
    main(*sys.argv[1:])
