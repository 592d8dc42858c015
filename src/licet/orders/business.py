"""An order list of a business system as an order book: fields of its rows become paths of the wire format."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from licet.model.countries import country_of
from licet.model.defaults import POLICY, Defaults
from licet.orders.book import UnreadableOrdersError
from licet.orders.cells import ORDER, ORDER_LACKS
from licet.orders.exchange_rates import ExchangeRates
from licet.rules.english import day_words
from licet.tabular.business import BusinessFile, FileKind, Record
from licet.tabular.grid import cell_text
from licet.tabular.values import inner_name

__all__ = ["ConvertedOrders", "convert_orders", "customer_receives", "unused_countries"]

_COUNTRY = re.compile(r"countr|ctry|land|destin|pays|pa[ií]s|paese|nation|国|國", re.IGNORECASE)
_SAMPLE = 1000

_PATHS: Mapping[str, tuple[str, ...]] = {
    "consignee": ("ultimate_consignee",), "customer": ("purchaser",), "end_user": ("end_user",),
    "intermediate": ("intermediate_consignee",), "forwarder": ("freight_forwarder",),
    "bill_to": ("other", "purchaser"), "party": ("purchaser", "other", "intermediate_consignee"),
    "inner": ("other", "intermediate_consignee", "purchaser"),
}  # fmt: skip
"""Where a party stands in a transaction, the first place that is free. ``party``: its role is not told, and whoever
stands beside the consignee is taken for the purchaser: no party of a line is left unscreened. ``inner``: the name in
``1044 Baltic Radar AS`` or ``Parent : Child``."""


_RECEIVERS = ("consignee", "end_user")
_CUSTOMER_RECEIVES = (
    "No consignee is named: the customer is taken for the ultimate consignee. If only its country or only the "
    "destination is given, it is used for both."
)


@dataclass(frozen=True)
class ConvertedOrders:
    """``orders``: columns of an order book; ``cells``: by line the user's own columns, as they stand in the file."""

    orders: pl.DataFrame
    cells: pl.DataFrame


def convert_orders(
    file: BusinessFile, defaults: Defaults, today: date, rates: ExchangeRates | None = None
) -> ConvertedOrders:
    """The lines of a file as an order book. What the file leaves out is filled by policy, and named per line.

    A destination of its own counts beside the countries of the parties. Where no consignee is named, the customer is
    taken for it, and the line says so. A value counts only in U.S.
    dollars. Raises UnreadableOrdersError where the file lists no orders.
    """
    if file.kind is not FileKind.ORDERS:
        raise UnreadableOrdersError(
            f"{file.path}: this file lists {file.kind}, not orders; `licet what` says which command takes it"
        )
    lacks = _lost_lines(file)
    lines = [
        _line(record, defaults, today, rates) | {ORDER_LACKS: lacks.get(record.order)}
        for record in file.records
    ]
    names = list(dict.fromkeys(name for line in lines for name in line))
    orders = pl.DataFrame(
        {name: [line.get(name) for line in lines] for name in names}, schema=dict.fromkeys(names, pl.String)
    )
    cells = _cells(file)
    if orders.height and orders["defaults"].null_count() < orders.height:
        cells = cells.with_columns(
            orders["defaults"].str.replace_all("\n", " ", literal=True).alias("defaults")
        )
    return ConvertedOrders(orders, cells)


def _lost_lines(file: BusinessFile) -> dict[str, str]:
    """By order, the row that is a line of it, or may be, and could not be read.

    A row whose cells cannot be told apart may be a line of the order above or below it.
    """
    orders = {record.row: record.order for record in (*file.records, *file.refused)}
    found = {record.order: f"row {record.row}" for record in reversed(file.refused)}
    rows = [row.where for row in file.table.rows]
    known = [place for place, where in enumerate(rows) if where in orders]
    for place in (
        place for place, where in enumerate(rows) if where in file.bad_rows and where not in orders
    ):
        after = bisect(known, place)
        for near in known[max(after - 1, 0) : after + 1]:
            found.setdefault(orders[rows[near]], f"row {rows[place]}")
    return {order: row for order, row in found.items() if order}


def customer_receives(file: BusinessFile) -> str:
    """What is taken for granted where no line of an order list names a consignee; empty where one does."""
    named = any(party.role in _RECEIVERS for record in file.records for party in record.parties)
    return _CUSTOMER_RECEIVES if file.kind is FileKind.ORDERS and file.records and not named else ""


def unused_countries(file: BusinessFile) -> str:
    """What to say of columns of an order list that name countries and hold no field; empty where there are none."""
    if file.kind is not FileKind.ORDERS:
        return ""
    columns = dict(file.mapping.columns)
    if (
        any(f"{role}.country" in columns for role in (*_RECEIVERS, "customer"))
        and "party.name" not in columns
    ):
        columns.pop("party.country", None)  # whose country it is, nobody says
    rest = set(file.table.headings) - set(columns.values())
    names = [
        name
        for place, name in enumerate(file.table.headings)
        if name in rest and _COUNTRY.search(name) and _are_countries(file, place)
    ]
    listed = ", ".join(names)
    return f"These columns name countries and are not used: {listed}. Say what they hold." if names else ""


def _are_countries(file: BusinessFile, place: int) -> bool:
    texts = {cell_text(row.cells[place]) for row in file.table.rows[:_SAMPLE] if place < len(row.cells)}
    found = [country_of(text) for text in texts if text]
    return bool(found) and sum(code is not None for code in found) * 2 > len(found)


def _line(
    record: Record, defaults: Defaults, today: date, rates: ExchangeRates | None
) -> dict[str, str | None]:
    parties = {cells.role: cells for cells in record.parties}
    line: dict[str, str | None] = {
        "id": record.key,
        ORDER: record.order or None,
        "customer": record.name,
        "product": record.item,
        "destination": record.destination or record.elsewhere.get("consignee") or record.country,
        "item.eccn": record.eccn
        if record.eccn and (record.eccn[0].isdigit() or record.eccn == "EAR99")
        else None,
        "item.description": record.description or record.item,
    }
    if record.quantity is not None and record.quantity >= 0:
        line["item.quantity"] = _figures(record.quantity)
        line["item.unit"] = record.unit
    main = next((role for role in (*_RECEIVERS, "customer", "party") if role in parties), None)
    for role, party in parties.items():
        paths = ("ultimate_consignee",) if role == main else _PATHS.get(role, ())
        path = next((path for path in paths if f"{path}.name" not in line), None)
        if path is None:
            continue
        line |= {
            f"{path}.name": party.name,
            f"{path}.country": party.country,
            f"{path}.address": party.address or None,
        }
    for party in parties.values():
        inner = inner_name(party.name)
        path = next((path for path in _PATHS["inner"] if f"{path}.name" not in line), None)
        if inner is not None and path is not None:
            line |= {f"{path}.name": inner, f"{path}.country": party.country}
    for role, country in record.elsewhere.items():
        path = f"{_PATHS[role][0]}.country"
        if path not in line and country != line["destination"]:
            line[path] = country
    used = [_CUSTOMER_RECEIVES] if main is not None and main not in _RECEIVERS else []
    ship = record.ship_date
    use_today = defaults.value("transaction_date") == "today" or ship is None or ship < today
    day = today if use_today or ship is None else ship
    line["as_of"] = day.isoformat()
    if record.value is not None and record.value >= 0 and record.currency == "USD":
        line["item.value_usd"] = _figures(record.value)
    elif (converted := _in_dollars(record, defaults, day, rates)) is not None:
        line["item.value_usd"], note = converted
        used.append(note)
    line["ship_date"] = None if ship is None else ship.isoformat()
    line |= record.stated
    for path, policy in defaults.by_path():
        if path not in line:
            line[path] = policy.value
            used.append(str(policy))
    line["defaults"] = "\n".join(used) or None
    return line


def _in_dollars(
    record: Record, defaults: Defaults, day: date, rates: ExchangeRates | None
) -> tuple[str, str] | None:
    """A value in another currency in dollars, and what to say of it; None where no rate is held."""
    policy = defaults.get("exchange_rates")
    if policy is None or rates is None or record.value is None or record.value < 0 or not record.currency:
        return None
    found = rates.in_dollars(record.value, record.currency, day)
    if found is None:
        return None
    dollars, of = found
    note = f"{record.currency} {record.value:,} count as USD {dollars:,}, by the rate of {day_words(of)}"
    return _figures(dollars), f"{POLICY}{note} ({policy.policy}, {policy.by})."


def _figures(number: Decimal) -> str:
    """A number in figures that have one reading: never three decimals, which could be thousands."""
    text = format(number.normalize(), "f")
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text  # noqa: PLR2004


def _cells(file: BusinessFile) -> pl.DataFrame:
    """The user's columns, by line, with the row of the file that each line stands in."""
    by_row = {row.where: row.cells for row in file.table.rows}
    names = _own_names(file.table.headings)
    cells = [by_row[record.row] for record in file.records]
    columns: dict[str, Sequence[str]] = {
        name: [cell_text(row[place]) if place < len(row) else "" for row in cells]
        for place, name in enumerate(names)
    }
    whole: Mapping[str, Sequence[str]] = {"file_row": [record.row for record in file.records], **columns}
    return pl.DataFrame(whole, schema=dict.fromkeys(whole, pl.String))


def _own_names(headings: Sequence[str]) -> list[str]:
    """Headings, told apart from the columns of the answer."""
    return [f"file.{name}" if name in {"row", "id", "file_row"} else name for name in headings]
