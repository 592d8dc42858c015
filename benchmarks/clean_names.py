"""Real names of companies that no list holds: some to fit on, others to report.

Reported: the companies of the stock indexes that the package ``pytickersymbols`` ships (everyday names: "Carvana"),
and the registrants of the Securities and Exchange Commission that ``edgartools`` ships (names as registered:
"NVIDIA CORP"). Fitted on: those of the stock exchanges that ``investpy`` ships (``resources/stocks.csv``, as full
names, as short ones, and without their legal forms), without all that begin with the same telling word as one of
the first book; of the second those that begin like a fitted name are left out. Names that a list holds are in none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pyarrow.parquet as pq
from pytickersymbols import PyTickerSymbols
from screening_set import same_name

from licet.screening.forms import comparable
from licet.screening.words import LIGHT

__all__ = ["fitted_names", "registrants", "reported_names"]


@cache
def reported_names() -> tuple[str, ...]:
    """Companies that are traded in public and that no list names."""
    return _unlisted(str(stock["name"]) for stock in PyTickerSymbols().get_all_stocks())


@cache
def registrants() -> tuple[str, ...]:
    """Companies that report to the Securities and Exchange Commission, none of which begins like a fitted one."""
    table = pq.read_table(_shipped("edgartools", "edgar", "reference/data/company_tickers.parquet"))
    taken = {_telling(name)[:1] for name in fitted_names()}
    names = _unlisted(table["name"].to_pylist())
    return tuple(name for name in names if _telling(name)[:1] not in taken)


@cache
def fitted_names() -> tuple[str, ...]:
    """Other such companies, none of which begins like a reported one."""
    with _shipped("investpy", "investpy", "resources/stocks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    full = {row["full_name"] for row in rows}
    every = full | {" ".join(_telling(name)) for name in full} | {row["name"] for row in rows}
    taken = {_telling(name)[:1] for name in reported_names()} | {()}
    return tuple(name for name in _unlisted(every) if _telling(name)[:1] not in taken)


def _unlisted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in sorted(set(names)) if comparable(name) not in same_name())


def _shipped(package: str, module: str, file: str) -> Path:
    """A file of a package, which is found and not imported: only its table is wanted."""
    found = find_spec(module)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{package}: its names are asked; it is in the extra `bench`")
    return Path(found.origin).parent / file


def _telling(name: str) -> tuple[str, ...]:
    """The words of a name that are neither legal forms nor as light."""
    return tuple(word for word in comparable(name).split() if word not in LIGHT)
