"""Names and addresses of parties: composed ones that are on no list, and listed names as orders write them.

The parts ship in ``data/names.toml``. Everything is drawn from a numpy generator, so a seed says it all.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import polars as pl

from licet.regimes.shipped_entries import huawei_entries

__all__ = [
    "SampleName",
    "clean_parties",
    "houses",
    "listed_parties",
    "name_parts",
    "near_listed_parties",
    "shipped_names",
]

PARTY = {"name": pl.String, "country": pl.String, "city": pl.String}
"""The columns of a pool of parties."""


@dataclass(frozen=True, slots=True)
class SampleName:
    """A name of a list entry, with the country of its first address (None where the list gives none)."""

    name: str
    country: str | None


@cache
def name_parts() -> dict[str, Any]:
    """The parts that ship in ``data/names.toml``."""
    return tomllib.loads((files("licet.samples") / "data" / "names.toml").read_text("utf-8"))


def shipped_names() -> tuple[SampleName, ...]:
    """Every name and strong alias of the Huawei entries that come with the package, each once."""
    found = {
        SampleName(name, entry.countries[0])
        for entry in huawei_entries()
        for name in (entry.name, *(alias.name for alias in entry.aliases if not alias.weak))
    }
    return tuple(sorted(found, key=lambda sample_name: (sample_name.name, sample_name.country or "")))


def clean_parties(count: int, rng: np.random.Generator) -> pl.DataFrame:
    """So many distinct composed parties outside the United States, countries by their weights.

    Columns ``name``, ``country``, ``city``. Raises ValueError where the parts do not give so many names.
    """
    places = [name_part for name_part in name_parts()["country"] if name_part["code"] != "US"]
    shares = _shares(count, [item["weight"] for item in places])
    pools = [_of_country(place, n, rng) for place, n in zip(places, shares, strict=True) if n]
    pool = pl.concat(pools) if pools else pl.DataFrame(schema=PARTY)
    return pool[rng.permutation(pool.height)]


def houses(kind: str, count: int, rng: np.random.Generator) -> pl.DataFrame:
    """``forwarders`` or ``banks``; with their city in the name, so that they are distinct."""
    parts = name_parts()[kind]
    cities = [
        (city, name_part["code"]) for name_part in name_parts()["country"] for city in name_part["cities"]
    ]
    radix = [len(cities), *(len(parts[key]) for key in ("first", "second", "line", "form"))]
    place, *picks = _combinations(count, radix, rng, kind)
    words = [
        _gather(parts[key], pick)
        for key, pick in zip(("first", "second", "line", "form"), picks, strict=True)
    ]
    gap = "" if kind == "forwarders" else " "
    city = _gather([name for name, _ in cities], place)
    names = words[0] + gap + words[1] + " " + words[2] + " " + city + " " + words[3]
    country = _gather([code for _, code in cities], place)
    return pl.DataFrame({"name": names.str.strip_chars(), "country": country, "city": city})


def _shares(count: int, weights: list[int]) -> list[int]:
    """Split a count by weights, exactly: the remainders go to the first."""
    bounds = np.rint(np.cumsum(weights) / sum(weights) * count).astype(int)
    return [int(n) for n in np.diff(bounds, prepend=0)]


def _of_country(place: dict[str, Any], count: int, rng: np.random.Generator) -> pl.DataFrame:
    style = name_parts()["style"][place["style"]]
    cores = [item + two for item in style["first"] for two in style["second"]]
    forms = list(dict.fromkeys(style["form"]))
    choices = {"core": cores, "line": style["line"], "city": place["cities"], "form": forms}
    picks = _combinations(count, [len(choice) for choice in choices.values()], rng, place["code"])
    words = {key: _gather(texts, pick) for (key, texts), pick in zip(choices.items(), picks, strict=True)}
    frame = pl.DataFrame(words).with_columns(country=pl.lit(place["code"]))
    return frame.select(name=_pattern(style["pattern"]), country="country", city="city")


def _pattern(pattern: str) -> pl.Expr:
    pieces: list[pl.Expr] = []
    for literal, key, _, _ in string.Formatter().parse(pattern):
        pieces.append(pl.lit(literal))
        if key is not None:
            pieces.append(pl.col(key))
    return pl.concat_str(pieces)


def _combinations(
    count: int, radix: list[int], rng: np.random.Generator, what: str
) -> list[np.ndarray[Any, Any]]:
    """Distinct combinations of parts, as one array of indexes for each part."""
    total = int(np.prod(radix))
    if count > total:
        raise ValueError(f"the parts for {what} give {total:,} names, not {count:,}; ask for fewer parties")
    rest = rng.choice(total, size=count, replace=False)
    picks = []
    for size in radix:
        rest, pick = np.divmod(rest, size)
        picks.append(pick)
    return picks


def _gather(texts: list[str], pick: np.ndarray[Any, Any]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String).gather(pl.Series(pick, dtype=pl.UInt32))


_WRITINGS: tuple[Callable[[str], str], ...] = (
    lambda name: name,
    str.upper,
    lambda name: name.replace(",", "").replace(".", ""),
    lambda name: name.replace(",", "").replace(".", "").upper(),
)
"""How orders write a name: as the list does, in capitals, without points. All are the same name."""


def listed_parties(listed: Iterable[SampleName], count: int, rng: np.random.Generator) -> pl.DataFrame:
    """At most ``count`` distinct writings of listed names, with the entry's own country."""
    names = list(listed)
    rows = {(write(sample_name.name), sample_name.country) for sample_name in names for write in _WRITINGS}
    return _some(rows, count, rng)


def near_listed_parties(listed: Iterable[SampleName], count: int, rng: np.random.Generator) -> pl.DataFrame:
    """At most ``count`` distinct names that are like a listed one: mistyped, reordered, or a subsidiary's."""
    names = list(listed)
    taken = {sample_name.name for sample_name in names}
    rows: set[tuple[str, str | None]] = set()
    for _ in range(3 * count):  # chance repeats itself; names are few where the lists are short
        if len(rows) >= count or not names:
            break
        sample_name = names[rng.integers(len(names))]
        row = _SPOILERS[rng.integers(len(_SPOILERS))](sample_name, rng)
        if row[0] not in taken:
            rows.add(row)
    return _some(rows, count, rng)


def _some(rows: set[tuple[str, str | None]], count: int, rng: np.random.Generator) -> pl.DataFrame:
    ordered = sorted(rows, key=lambda row: (row[0], row[1] or ""))
    picked = [ordered[number] for number in rng.permutation(len(ordered))[:count]]
    return pl.DataFrame([(*row, None) for row in picked], schema=PARTY, orient="row")


def _swapped(sample_name: SampleName, rng: np.random.Generator) -> tuple[str, str | None]:
    place = int(rng.integers(1, max(2, len(sample_name.name) - 2)))
    name = sample_name.name
    return name[:place] + name[place : place + 2][::-1] + name[place + 2 :], sample_name.country


def _dropped(sample_name: SampleName, rng: np.random.Generator) -> tuple[str, str | None]:
    place = int(rng.integers(1, max(2, len(sample_name.name) - 1)))
    return sample_name.name[:place] + sample_name.name[place + 1 :], sample_name.country


def _doubled(sample_name: SampleName, rng: np.random.Generator) -> tuple[str, str | None]:
    place = int(rng.integers(1, max(2, len(sample_name.name) - 1)))
    return sample_name.name[:place] + sample_name.name[place] + sample_name.name[place:], sample_name.country


def _reordered(sample_name: SampleName, rng: np.random.Generator) -> tuple[str, str | None]:
    words = sample_name.name.replace(",", "").split()
    turn = int(rng.integers(1, max(2, len(words))))
    return " ".join(words[turn:] + words[:turn]), sample_name.country


def _subsidiary(sample_name: SampleName, rng: np.random.Generator) -> tuple[str, str | None]:
    """A company that bears the listed name and another place: not listed itself, perhaps owned by it."""
    place = name_parts()["country"][rng.integers(len(name_parts()["country"]))]
    city = place["cities"][rng.integers(len(place["cities"]))]
    words = sample_name.name.replace(",", "").split()[:2]
    return f"{' '.join(words)} {city} Service Co., Ltd.", place["code"]


_SPOILERS = (_swapped, _dropped, _doubled, _reordered, _subsidiary)
