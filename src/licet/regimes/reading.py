"""What every regime reads of its package in the same way: coverage, countries, tables of countries."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from licet.regimes.hints import hints_in
from licet.rules.law_files import LawFile
from licet.rules.rulebook import Controls, CoverageNote, Resolvers, Said
from licet.rules.table import read_rows

__all__ = ["country_codes", "itar_eccns", "munitions_rows", "read_coverage", "resolvers_without_ccl"]


_COVERAGE = ("id", "title", "status", "source", "note")


def read_coverage(home: LawFile) -> list[CoverageNote]:
    """The sections that ``coverage.toml`` of a package names. Raises ValueError where one lacks something."""
    found = tomllib.loads((home / "coverage.toml").read_text("utf-8"))["section"]
    for section in found:
        lacks = [key for key in _COVERAGE if key not in section]
        if lacks:
            raise ValueError(
                f"coverage.toml, section {section.get('id', section)}: says no {', no '.join(lacks)}"
            )
    return [
        CoverageNote(
            section["id"],
            section["title"],
            section["status"],
            section["source"],
            section.get("verified_to"),
            section["note"],
            section.get("verified_from"),
        )
        for section in found
    ]


@cache
def country_codes() -> frozenset[str]:
    """Every code that a transaction may name as a destination."""
    rows, _ = read_rows(LawFile("licet.regimes.us_ear") / "tables" / "destinations.csv")
    return frozenset(row["destination"] for row in rows)


@cache
def itar_eccns() -> frozenset[str]:
    """The ECCNs whose headings on the Commerce Control List say that the items are subject to the ITAR."""
    rows, _ = read_rows(LawFile("licet.regimes.us_ear") / "tables" / "eccn.csv")
    return frozenset(row["eccn"] for row in rows if row["jurisdiction"] == "ITAR")


def munitions_rows() -> list[dict[str, str]]:
    """The rows of the outline of the U.S. Munitions List."""
    rows, _ = read_rows(LawFile("licet.regimes.us_itar") / "tables" / "usml.csv")
    return rows


def resolvers_without_ccl(
    read: date, flags: Mapping[str, Callable[[str], tuple[bool | None, str]]] | None = None
) -> Resolvers:
    """For a rulebook that asks nothing of the Commerce Control List but what ``flags`` say of an ECCN."""

    def controls(_eccn: str, _day: date, _said: Said = {}, /) -> Controls:  # noqa: B006  # never changed
        return Controls(())

    return Resolvers(read, controls, lambda _requirement, _eccn: None, flags or {}, hints=hints_in)
