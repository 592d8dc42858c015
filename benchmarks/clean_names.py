"""Real names of companies that no list holds: some to fit on, others to report.

Reported: the companies of the stock indexes that the package ``pytickersymbols`` ships. Fitted on: those of the
stock exchanges that ``investpy`` ships (``resources/stocks.csv``, as full names, as short ones, and without their
legal forms), without all that begin with the same telling word as a reported one. Names that a list holds are
in neither.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pytickersymbols import PyTickerSymbols
from screening_set import same_name

from licet.screening.forms import comparable
from licet.screening.words import LIGHT

__all__ = ["fitted_names", "reported_names"]


@cache
def reported_names() -> tuple[str, ...]:
    """Companies that are traded in public and that no list names."""
    every = sorted({str(stock["name"]) for stock in PyTickerSymbols().get_all_stocks()})
    return tuple(name for name in every if comparable(name) not in same_name())


def fitted_names() -> tuple[str, ...]:
    """Other such companies, none of which begins like a reported one."""
    package = find_spec("investpy")  # found and not imported: only its table is wanted
    if package is None or package.origin is None:
        raise ModuleNotFoundError("investpy: its names are fitted on; it is in the extra `bench`")
    stocks = Path(package.origin).with_name("resources") / "stocks.csv"
    with stocks.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    full = {row["full_name"] for row in rows}
    every = full | {" ".join(_telling(name)) for name in full} | {row["name"] for row in rows}
    taken = {_telling(name)[:1] for name in reported_names()} | {()}
    return tuple(
        name
        for name in sorted(every)
        if _telling(name)[:1] not in taken and comparable(name) not in same_name()
    )


def _telling(name: str) -> tuple[str, ...]:
    """The words of a name that are neither legal forms nor as light."""
    return tuple(word for word in comparable(name).split() if word not in LIGHT)
