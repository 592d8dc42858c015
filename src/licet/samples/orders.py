"""Example order books: realistic lines in the flat order format, the same for the same seed.

The flat format has one line for one sale: a client's reference, labels for reports, and paths of the wire
format as column names (``item.eccn``, ``ultimate_consignee.name``, ``facts.purpose``). Empty is unknown.
Nothing here describes a real order; the frequencies are meant to be plausible and are stated in
:class:`Rates`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import polars as pl

from licet.rules.table import read_rows
from licet.samples.order_facts import ORDER_FACTS, fact_columns, where
from licet.samples.order_names import (
    PARTY,
    SampleName,
    clean_parties,
    houses,
    listed_parties,
    name_parts,
    near_listed_parties,
    shipped_names,
)

__all__ = ["ORDER_COLUMNS", "Rates", "example_orders"]

_ROLES = (
    "purchaser",
    "intermediate_consignee",
    "ultimate_consignee",
    "end_user",
    "freight_forwarder",
    "bank",
)
_LABELS = ("id", "customer", "product", "ship_date")
_SALE = ("action", "destination")
_ITEM = tuple(
    f"item.{name}"
    for name in (
        "description",
        "kind",
        "eccn",
        "us_origin",
        "controlled_us_content_pct",
        "quantity",
        "unit",
        "value_usd",
    )
)
_DATES = ("dates.contract", "dates.order", "dates.en_route_since")

ORDER_COLUMNS: tuple[str, ...] = (
    *_LABELS,
    *_SALE,
    *_ITEM,
    "end_use",
    *_DATES,
    *ORDER_FACTS,
    *(f"{role}.{key}" for role in _ROLES for key in ("name", "country", "address")),
    "freight_forwarder.takes_possession_as_agent",
    "bank.takes_possession_as_agent",
)
"""The columns of an example order book, in order; all belong to the flat order format."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of lines (0 to 1), unless another base is said.

    ``listed``: the customer is on a list, by an exact name. ``near_listed``: its name is like a listed one.
    ``listed_end_user``: a clean customer buys for a listed end user. ``listed_names``, ``near_names``: shares
    of the distinct parties. The ``no_*`` are shares of values that are missing.
    """

    listed: float = 0.04
    near_listed: float = 0.02
    listed_end_user: float = 0.004
    listed_names: float = 0.005
    near_names: float = 0.01
    other_purchaser: float = 0.12
    intermediate: float = 0.15
    other_end_user: float = 0.25
    forwarder: float = 0.7
    bank: float = 0.08
    not_us_origin: float = 0.14
    military: float = 0.004
    no_eccn: float = 0.04
    no_origin: float = 0.03
    no_content: float = 0.25
    no_end_use: float = 0.09
    no_end_user: float = 0.12
    no_country: float = 0.02
    no_destination: float = 0.01
    no_address: float = 0.4
    no_contract: float = 0.2
    no_order: float = 0.1
    no_value: float = 0.01
    en_route: float = 0.01
    exception_claimed: float = 0.35
    """Of lines whose product has a usual license exception."""
    license_held: float = 0.02
    purpose: float = 0.5
    """Of lines to a listed or near-listed customer."""
    fact_known: float = 0.85
    """Of the facts that the stated purpose asks for."""


def example_orders(
    lines: int,
    seed: int,
    as_of: date,
    *,
    distinct_parties: int | None = None,
    listed: Iterable[SampleName] | None = None,
    rates: Rates | None = None,
) -> pl.DataFrame:
    """An order book of so many open lines on a day, one row a line, with the columns ``ORDER_COLUMNS``.

    ``distinct_parties``: about so many names (never more) appear; a tenth of the lines unless said.
    ``listed``: the names that count as listed; those of the shipped entries unless said. Raises ValueError for
    fewer than one line or ten parties.
    """
    parties = max(10, lines // 10) if distinct_parties is None else distinct_parties
    if lines < 1 or parties < 10:  # noqa: PLR2004  # one of each kind, and a few customers
        raise ValueError("an order book has at least one line and ten distinct parties")
    used = rates or Rates()
    rng = np.random.default_rng(seed)
    pools = _Pools.make(parties, tuple(shipped_names() if listed is None else listed), used, rng)
    draft = _OrderDraft(lines, as_of, used, rng)
    customer, near_or_listed = draft.customers(pools)
    columns = draft.labels(customer) | draft.sale(customer) | draft.parties(customer, pools)
    columns |= fact_columns(near_or_listed, columns, used.purpose, used.fact_known, used.license_held, rng)
    return pl.DataFrame(columns).select(ORDER_COLUMNS)


@dataclass(frozen=True, slots=True)
class _Pools:
    """Distinct parties by what they do; ``customers`` are the clean ones."""

    customers: pl.DataFrame
    listed: pl.DataFrame
    near: pl.DataFrame
    others: pl.DataFrame
    end_users: pl.DataFrame
    forwarders: pl.DataFrame
    banks: pl.DataFrame

    @classmethod
    def make(
        cls, count: int, names: tuple[SampleName, ...], rates: Rates, rng: np.random.Generator
    ) -> _Pools:
        forwarders = houses("forwarders", max(1, count // 40), rng)
        banks = houses("banks", max(1, count // 100), rng)
        listed = listed_parties(names, max(1, int(count * rates.listed_names)), rng)
        near = near_listed_parties(names, max(1, int(count * rates.near_names)), rng)
        rest = count - forwarders.height - banks.height - listed.height - near.height
        clean = clean_parties(rest, rng)
        others, end_users = max(1, rest // 8), max(1, rest // 4)
        tables = (
            clean[others + end_users :],
            listed,
            near,
            clean[:others],
            clean[others : others + end_users],
            forwarders,
            banks,
        )
        return cls(*(_with_details(table, rates, rng) for table in tables))


def _with_details(pool: pl.DataFrame, rates: Rates, rng: np.random.Generator) -> pl.DataFrame:
    """Addresses, and gaps: a party lacks its address or country in every line or in none."""
    streets = pl.Series(_streets()).gather(pl.Series(rng.integers(len(_streets()), size=pool.height)))
    number = pl.Series(rng.integers(1, 400, size=pool.height)).cast(pl.String)
    address = number + " " + streets + ", " + pool["city"]
    return pool.select("name", "country").with_columns(
        place=pool["country"],
        country=_gaps(pool["country"], rates.no_country, rng),
        address=_gaps(address, rates.no_address, rng),
    )


@cache
def _streets() -> list[str]:
    return list(name_parts()["streets"]["names"])


def _gaps(values: pl.Series, rate: float, rng: np.random.Generator) -> pl.Series:
    """The values, with so many of them missing."""
    return where(pl.Series(rng.random(len(values)) >= rate), values)


@cache
def _products() -> pl.DataFrame:
    rows, _ = read_rows(files("licet.samples") / "data" / "products.csv")
    numbers = [pl.col(name).cast(pl.Float64) for name in ("low_usd", "high_usd", "most_pieces", "weight")]
    return pl.DataFrame(rows).with_columns(*numbers, pl.col("exception").replace("", None))


class _OrderDraft:
    """Columns of a book being made; the order of the draws is part of what a seed means."""

    def __init__(self, lines: int, as_of: date, rates: Rates, rng: np.random.Generator) -> None:
        self.lines, self.as_of, self.rates, self.rng = lines, as_of, rates, rng
        self.items = _take(_products(), self._by_weight(_products()["weight"].to_numpy(), lines))

    def customers(self, pools: _Pools) -> tuple[pl.DataFrame, Array]:
        """The customer of every line, and whether it is listed or nearly so."""
        draw = self.rng.random(self.lines)
        listed = draw < self.rates.listed
        near = ~listed & (draw < self.rates.listed + self.rates.near_listed)
        table = pl.concat([pools.customers, pools.listed, pools.near])
        first, second = pools.customers.height, pools.customers.height + pools.listed.height
        pick = np.empty(self.lines, dtype=np.int64)
        for mask, start, height in (
            (~listed & ~near, 0, first),
            (listed, first, pools.listed.height),
            (near, second, pools.near.height),
        ):
            pick[mask] = start + self._popular(height, int(mask.sum()))
        return _take(table, pick), listed | near

    def labels(self, customer: pl.DataFrame) -> dict[str, pl.Series]:
        wait = np.minimum(self.rng.exponential(45, self.lines), 365).astype(np.int64)
        return {
            "id": pl.select(
                pl.format("L{}", pl.int_range(1, self.lines + 1).cast(pl.String).str.zfill(7))
            ).to_series(),
            "customer": customer["name"],
            "product": self.items["product"],
            "ship_date": self._days(wait),
        }

    def sale(self, customer: pl.DataFrame) -> dict[str, pl.Series]:
        rates, rng, n = self.rates, self.rng, self.lines
        foreign = rng.random(n) < rates.not_us_origin
        content = np.where(rng.random(n) < 0.3, 0, np.rint(rng.random(n) * 600) / 10)  # noqa: PLR2004
        known_content = pl.Series(foreign & (rng.random(n) >= rates.no_content))
        military = rng.random(n) < rates.military
        contract = (rng.random(n) * 900).astype(np.int64)
        order = (rng.random(n) * np.minimum(contract, 240)).astype(np.int64)
        return {
            "action": self._action(foreign),
            "destination": _gaps(customer["place"], rates.no_destination, rng),
            "item.description": _gaps(self.items["description"], 0.05, rng),
            "item.kind": _gaps(self.items["kind"], 0.01, rng),
            "item.eccn": _gaps(self.items["eccn"], rates.no_eccn, rng),
            "item.us_origin": _gaps(pl.Series(~foreign), rates.no_origin, rng),
            "item.controlled_us_content_pct": where(known_content, pl.Series(content)).cast(pl.Decimal(5, 1)),
            **self._quantity(),
            "end_use": _gaps(_choice(military, "military", "civil"), rates.no_end_use, rng),
            "dates.contract": _gaps(self._days(-contract), rates.no_contract, rng),
            "dates.order": _gaps(self._days(-order), rates.no_order, rng),
            "dates.en_route_since": where(
                pl.Series(rng.random(n) < rates.en_route), self._days(-rng.integers(0, 40, n))
            ),
            "facts.license_exception_claimed": where(
                pl.Series(rng.random(n) < rates.exception_claimed), self.items["exception"]
            ),
        }

    def _action(self, foreign: Array) -> pl.Series:
        draw = self.rng.random(self.lines)
        reexport = (foreign & (draw < 0.6)) | (~foreign & (draw < 0.04))  # noqa: PLR2004
        transfer = ~reexport & (draw > 0.985)  # noqa: PLR2004
        technology = (self.items["kind"] == "technology").to_numpy()
        deemed = technology & ~reexport & ~transfer & (draw > 0.85)  # noqa: PLR2004
        picked = np.select([reexport, transfer, deemed], [1, 2, 3], 0)
        return _gather(["export", "reexport", "transfer_in_country", "deemed_export"], picked)

    def _quantity(self) -> dict[str, pl.Series]:
        """Log-uniform quantities and prices, within the product's bounds; money in whole cents."""
        low, high, most = (self.items[name].to_numpy() for name in ("low_usd", "high_usd", "most_pieces"))
        quantity = np.maximum(1, np.rint(most ** self.rng.random(self.lines))).astype(np.int64)
        cents = np.rint(100 * low * (high / low) ** self.rng.random(self.lines)).astype(np.int64) * quantity
        value = (
            pl.select(pl.lit(pl.Series(cents)).cast(pl.Decimal(18, 2)) / 100)
            .to_series()
            .cast(pl.Decimal(18, 2))
        )
        return {
            "item.quantity": pl.Series(quantity),
            "item.unit": self.items["unit"],
            "item.value_usd": _gaps(value, self.rates.no_value, self.rng),
        }

    def parties(self, customer: pl.DataFrame, pools: _Pools) -> dict[str, pl.Series]:
        rates, rng, n = self.rates, self.rng, self.lines
        purchaser = self._mixed(customer, pools.others, rates.other_purchaser)
        middle = self._mixed(_nobody(n), pools.others, rates.intermediate)
        end_user = self._mixed(customer, pools.end_users, rates.other_end_user)
        if pools.listed.height:
            end_user = self._mixed(end_user, pools.listed, rates.listed_end_user)
        end_user = self._mixed(end_user, _nobody(1), rates.no_end_user)
        forwarder = self._mixed(_nobody(n), pools.forwarders, rates.forwarder)
        bank = self._mixed(_nobody(n), pools.banks, rates.bank)
        tables = (purchaser, middle, customer, end_user, forwarder, bank)
        columns = {
            f"{role}.{key}": table[key]
            for role, table in zip(_ROLES, tables, strict=True)
            for key in ("name", "country", "address")
        }
        for role, table, share in (("freight_forwarder", forwarder, 0.03), ("bank", bank, 0.01)):
            agent = pl.Series(rng.random(n) < share)
            known = pl.Series(rng.random(n) < 0.5) & table["name"].is_not_null()  # noqa: PLR2004
            columns[f"{role}.takes_possession_as_agent"] = where(known, agent)
        return columns

    def _mixed(self, usual: pl.DataFrame, pool: pl.DataFrame, rate: float) -> pl.DataFrame:
        """The usual party of each line, or, at a rate, another of a pool."""
        other = np.flatnonzero(self.rng.random(self.lines) < rate)
        pick = np.arange(self.lines)
        pick[other] = self.lines + self._popular(pool.height, other.size)
        return _take(pl.concat([usual, pool]), pick)

    def _popular(self, height: int, count: int) -> Array:
        """Draw rows of a pool: each once while lines last, then some far more often than others (Zipf)."""
        once = self.rng.permutation(height)[:count]
        more = self._by_weight(1 / (np.arange(height) + 12.0) ** 0.9, count - once.size)
        return self.rng.permutation(np.concatenate([once, more]))

    def _by_weight(self, weights: Array, count: int) -> Array:
        bounds = np.cumsum(weights)
        return np.asarray(np.searchsorted(bounds, self.rng.random(count) * bounds[-1], side="right"))

    def _days(self, offset: Array) -> pl.Series:
        day = pl.lit(self.as_of) + pl.duration(days=pl.lit(pl.Series(offset)))
        return pl.select(day.cast(pl.Date)).to_series()


def _nobody(rows: int) -> pl.DataFrame:
    schema = {"name": PARTY["name"], "country": pl.String, "place": pl.String, "address": pl.String}
    return pl.DataFrame({key: [None] * rows for key in schema}, schema=schema)


def _take(table: pl.DataFrame, pick: Array) -> pl.DataFrame:
    return table[pl.Series(pick, dtype=pl.UInt32)]


def _gather(texts: list[str], pick: Array) -> pl.Series:
    return pl.Series(texts).gather(pl.Series(pick, dtype=pl.UInt32))


def _choice(mask: Array, value: str, other: str) -> pl.Series:
    return _gather([other, value], mask.astype(np.int64))
