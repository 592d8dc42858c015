"""Which column of a file holds what: guessed from headings and values, or as it was confirmed and saved by name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from licet.errors import LicetError
from licet.model.countries import country_of
from licet.tabular.grid import GridTable, cell_text
from licet.tabular.headings import PARTY_FIELDS, ROLES, line_fields, meanings, plain_heading, role_words
from licet.tabular.values import (
    DateOrder,
    UnreadableValueError,
    currency_codes,
    currency_of,
    is_unknown,
    read_amount,
    read_date,
    read_eccn,
)

__all__ = [
    "FIELDS",
    "ColumnMapping",
    "MappingError",
    "guess_mapping",
    "load_mapping",
    "mappings_folder",
    "remove_mapping",
    "save_mapping",
    "saved_mappings",
]

FIELDS = line_fields() | {f"{role}.{name}" for role in ROLES for name in PARTY_FIELDS}
"""Every field that a column may hold."""
_SAMPLE = 400
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_LEGAL = re.compile(
    r"\b(gmbh|ag|kg|ohg|e\.?k|ltd|limited|inc|corp|corporation|co|llc|llp|plc|s\.?a|s\.?a\.?s|sarl|s\.?l|s\.?r\.?l|s\.?p\.?a|"
    r"b\.?v|n\.?v|a/s|aps|ab|oy|oyj|as|k\.?k|pte|pty|sdn|bhd|ooo|ao|pao|jsc|zao|university|institute|company|group|technologies|"
    r"technology|industries|trading|university)\b|公司|株式会社|大学|ооо|оао|пао|зао",  # noqa: RUF001  # as written in Russian
    re.IGNORECASE,
)
_CODE = re.compile(r"[#\s]*+(?:[^\W\d_]{1,6}[-/_#. ])*[^\W\d_]{0,6}[-/_#. ]*\d[\w/.-]*", re.ASCII)
_COUNTRY_FIELDS = ("country", "country2", "origin", "destination")
_AMOUNTS = frozenset({"quantity", "value", "price", "used_quantity", "net_kg"})
_DATES = frozenset({"ship_date", "requested_date", "order_date", "issued", "expires", "start_date"})
_ITEM_ALONE = 6
"""The word "Item" alone may head the numbers of lines; "Item No." does not."""
_SURE = 5
"""Headings of currencies that are less sure are those of other amounts."""
_LEAST = 3
"""A heading that is less sure than this is not taken for a field."""


class MappingError(LicetError, ValueError):
    """A mapping that cannot be used or saved; the text says why."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column holds which field. ``sure``: by field, why: ``heading``, ``values``, ``format`` or ``you``.

    ``decimal``, ``dates``, ``encoding``, ``delimiter``: what was confirmed for the file beside its columns.
    """

    columns: Mapping[str, str]
    sure: Mapping[str, str] = field(default_factory=dict)
    decimal: str | None = None
    dates: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    name: str | None = None

    def to_json(self) -> dict[str, object]:
        """What is saved of it."""
        others = {key: getattr(self, key) for key in ("decimal", "dates", "encoding", "delimiter")}
        return {"columns": dict(self.columns)} | {key: value for key, value in others.items() if value}

    def with_columns(self, columns: Mapping[str, str | None]) -> ColumnMapping:
        """The same with some fields as a person says; None: no column holds it."""
        whole = {**self.columns, **columns}
        kept = {name: column for name, column in whole.items() if column}
        sure = {**self.sure, **dict.fromkeys(columns, "you")}
        return replace(self, columns=kept, sure={name: sure.get(name, "you") for name in kept})


def mappings_folder(home: Path, organization: str = "") -> Path:
    """Where mappings are saved: those of the command line, or those of an organization of a server."""
    return home / "mappings" / organization


def _place(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise MappingError(f"{name!r} is not a name for a mapping: use letters, figures, dots and dashes")
    return folder / f"{name}.json"


def save_mapping(folder: Path, name: str, mapping: ColumnMapping, *, replace_it: bool = False) -> Path:
    """Save a mapping by a name. Raises MappingError where another one has that name, unless it is to be replaced."""
    path = _place(folder, name)
    if path.exists() and not replace_it and load_mapping(folder, name).to_json() != mapping.to_json():
        raise MappingError(f"a different mapping is saved as {name!r}; choose another name, or replace it")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(mapping.to_json(), ensure_ascii=False, indent=2) + "\n", "utf-8")
    beside.replace(path)
    return path


def saved_mappings(folder: Path) -> list[str]:
    """The names of the mappings that were saved."""
    return sorted(path.stem for path in folder.glob("*.json"))


def remove_mapping(folder: Path, name: str) -> bool:
    """Take a saved mapping away. False: none has that name. Raises MappingError."""
    path = _place(folder, name)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def load_mapping(folder: Path, name: str) -> ColumnMapping:
    """A mapping that was saved. Raises MappingError."""
    path = _place(folder, name)
    try:
        data = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        others = ", ".join(saved_mappings(folder)) or "none"
        raise MappingError(f"no mapping is saved as {name!r} (saved: {others})") from None
    except (OSError, ValueError) as error:
        raise MappingError(f"{path}: {error}") from error
    columns = data.get("columns") if isinstance(data, dict) else None
    if not isinstance(columns, dict) or not all(isinstance(value, str) for value in columns.values()):
        raise MappingError(f"{path}: not a mapping: it needs columns, by field")
    unknown = sorted(set(columns) - FIELDS)
    if unknown:
        raise MappingError(f"{path}: no such field: {', '.join(unknown)}")
    others_read = {key: data.get(key) for key in ("decimal", "dates", "encoding", "delimiter")}
    return ColumnMapping(columns, dict.fromkeys(columns, "you"), name=name, **others_read)


@dataclass(frozen=True, slots=True)
class _FieldCandidate:
    field: str
    column: int
    weight: float
    why: str


def guess_mapping(table: GridTable) -> ColumnMapping:
    """The column of each field: by the format, else by headings that fit their values, else by values alone."""
    samples = [_sample(table, place) for place in range(len(table.headings))]
    places = () if table.complete else range(len(table.headings))
    candidates = [candidate for place in places for candidate in _candidates(table, place, samples[place])]
    taken: dict[str, int] = {}
    used: set[int] = set()
    why: dict[str, str] = {}
    for name, heading in table.fields.items():
        if heading in table.headings:
            taken[name] = table.headings.index(heading)
            used.add(taken[name])
            why[name] = "format"
    for candidate in sorted(
        candidates, key=lambda candidate: (-candidate.weight, _late(candidate), candidate.column)
    ):
        if candidate.field in taken or candidate.column in used or candidate.weight < _LEAST:
            continue
        taken[candidate.field] = candidate.column
        used.add(candidate.column)
        why[candidate.field] = candidate.why
    _nearest_currency(table, taken, samples)
    _nearest_twin(table, taken)
    _drop_name_of_record(table, taken)
    _drop_ledger_account(table, taken, samples)
    _drop_due_date(table, taken)
    _price_of_lines(table, taken)
    _addresses_of_companies(table, taken)
    _words_of_parts(table, taken)
    _second_parties(table, taken, samples)
    why |= {name: "heading" for name in taken if name not in why}
    return ColumnMapping({name: table.headings[place] for name, place in sorted(taken.items())}, why)


def _late(candidate: _FieldCandidate) -> int:
    """Of columns that are as sure as each other the first is taken; of days the last, which is that of the line."""
    return -candidate.column if candidate.field == "ship_date" else candidate.column


def _sample(table: GridTable, place: int) -> list[str]:
    found = []
    for row in table.rows[: _SAMPLE * 4]:
        if place < len(row.cells) and not row.fault:
            text = cell_text(row.cells[place]).strip('"')
            if text:
                found.append(text)
                if len(found) == _SAMPLE:
                    break
    return found


def _candidates(table: GridTable, place: int, sample: Sequence[str]) -> Iterator[_FieldCandidate]:
    names = [table.headings[place]]
    if place < len(table.labels) and table.labels[place]:
        names.append(table.labels[place])
    bare = [re.sub(r" \(\d+\)$", "", name) for name in names]
    seen: dict[str, int] = {}
    for name in bare:
        for meaning in meanings(name):
            seen[meaning.field] = max(seen.get(meaning.field, 0), meaning.weight)
    if not sample:  # a column without a value tells nothing, but its heading holds the place of the field
        yield from (
            _FieldCandidate(name, place, weight - 4.5, "heading")
            for name, weight in seen.items()
            if name in FIELDS
        )
        return
    known = False
    for name, weight in seen.items():
        if name == "other" or (name not in FIELDS):
            known = known or name in {"other", "document_flag"}
            continue
        fit = _fits(name, sample)
        if name == "item" and weight > _ITEM_ALONE:
            fit = 1.0 if fit == 1.0 else 0.7  # below another column of items; then it numbers the lines
        if fit > 0:
            known = True
            yield _FieldCandidate(name, place, weight * fit, "heading")
            if name == "item" and fit < 1.0:  # small figures number the lines
                yield _FieldCandidate("order_line", place, 5, "values")
        elif name == "party.name":  # numbers under "Name" are those of the orders
            yield _FieldCandidate("order", place, 6, "values")
        elif name.endswith(".number") and f"{name.partition('.')[0]}.name" not in seen:
            known = True
            yield _FieldCandidate(f"{name.partition('.')[0]}.name", place, 6, "values")
    if not known or set(seen) & {"item", "order"}:
        yield from _by_values(place, sample, known=known)


def _share(sample: Sequence[str], fits: object) -> float:
    good = sum(bool(fits(text)) for text in sample)  # type: ignore[operator]
    return good / len(sample)


def _fits(name: str, sample: Sequence[str]) -> float:
    """How well values fit a field, 0 to 1."""
    last = name.rpartition(".")[2]
    texts = [text for text in sample if not is_unknown(text)]
    if not texts:
        return 0.6
    if last in _COUNTRY_FIELDS:
        share = _share(texts, country_of)
        return 0.0 if share < 0.3 else 0.5 + share / 2  # noqa: PLR2004
    if last in {"name", "company", "name2"} and "." in name:
        if last == "name" and _share(texts, _CODE.fullmatch) > 0.5:  # noqa: PLR2004
            return 0.0
        letters = _share(texts, _has_letters)
        return 0.0 if letters < 0.5 and last != "name2" else 1.0  # noqa: PLR2004
    if name == "eccn":
        share = _share(texts, _is_eccn)
        return 0.0 if share < 0.3 else 1.0  # noqa: PLR2004
    if name in _AMOUNTS:
        share = _share(texts, _is_number)
        return 0.0 if share < 0.4 else 0.7 + 0.3 * share  # noqa: PLR2004
    if name in _DATES:
        share = _share(texts, _is_day)
        return 0.0 if share < 0.4 else 0.9 + 0.1 * share  # noqa: PLR2004
    if name == "currency":
        return 1.0 if _share(texts, _is_currency) > 0.5 else 0.0  # noqa: PLR2004
    if last == "number" and "." in name:  # an id of Odoo may be a name
        return 0.0 if _share(texts, _is_words) > 0.6 else 1.0  # noqa: PLR2004
    if name == "item":
        small = _share(texts, lambda text: re.fullmatch(r"\d{1,4}", text))
        return 0.4 if small > 0.9 else 1.0  # noqa: PLR2004
    if name in {"order", "order_line"}:
        return 0.0 if _share(texts, _LEGAL.search) > 0.4 else 1.0  # noqa: PLR2004
    return 1.0


def _by_values(place: int, sample: Sequence[str], *, known: bool) -> Iterator[_FieldCandidate]:
    """What a column holds by its values alone: codes of their own form, names with legal forms."""
    texts = [text for text in sample if not is_unknown(text)]
    if not texts:
        return
    classes = _share(texts, _is_eccn)
    if classes > 0.8 and len(texts) > 1:  # noqa: PLR2004
        yield _FieldCandidate("eccn", place, 6 * classes, "values")
    if not known and all(text in currency_codes() for text in texts):
        yield _FieldCandidate("currency", place, 5, "values")
        return
    if known:
        codes = _share(texts, _CODE.fullmatch)
        if codes > 0.8:  # noqa: PLR2004
            yield _FieldCandidate("order", place, 4, "values")
        return
    if (
        all(re.fullmatch("[A-Z]{2}", text) for text in texts)
        and _share(texts, country_of) > 0.9  # noqa: PLR2004
        and len(set(texts)) > 2  # noqa: PLR2004
    ):
        yield _FieldCandidate("party.country", place, 3.5, "values")
    legal = _share(texts, _LEGAL.search)
    if legal > 0.5 and _share(texts, lambda text: " " in text) > 0.6:  # noqa: PLR2004
        yield _FieldCandidate("party.name", place, 3 + legal, "values")


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _is_words(text: str) -> bool:
    """Several words, as a name has and a number has not."""
    return " " in text.strip() and _has_letters(text) and _CODE.fullmatch(text) is None


@lru_cache(maxsize=16_384)
def _is_eccn(text: str) -> bool:
    try:
        return read_eccn(text)[0] is not None and not re.fullmatch(r"[IVX]{1,5}", text.strip(), re.IGNORECASE)
    except UnreadableValueError:
        return False


@lru_cache(maxsize=16_384)
def _is_number(text: str) -> bool:
    try:
        return read_amount(text, ".", quantity=True) is not None
    except UnreadableValueError:
        return False


@lru_cache(maxsize=16_384)
def _is_day(text: str) -> bool:
    for order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST):
        try:
            read_date(text, order)
        except UnreadableValueError:
            continue
        return True
    return re.fullmatch(r"\d{7,8}", text) is not None


def _is_currency(text: str) -> bool:
    return re.fullmatch("[A-Z]{3}", text.strip()) is not None or currency_of(text) is not None


def _nearest_currency(table: GridTable, taken: dict[str, int], samples: Sequence[Sequence[str]]) -> None:
    """Of several columns of currencies the one that stands after the value."""
    amount = taken.get("value", taken.get("price"))
    if amount is None or "currency" not in taken:
        return
    places = [
        place
        for place, name in enumerate(table.headings)
        if any(meaning.field == "currency" for meaning in meanings(re.sub(r" \(\d+\)$", "", name)))
        and samples[place]
    ]
    value = plain_heading(table.headings[amount])
    own = [place for place in places if plain_heading(table.headings[place]).startswith(f"{value} ")]
    sure = [
        place
        for place in places
        if meanings(re.sub(r" \(\d+\)$", "", table.headings[place]))[0].weight > _SURE
    ]
    after = own or [place for place in sure if place > amount]
    if len(places) > 1 and after:
        taken["currency"] = after[0]


def _drop_name_of_record(table: GridTable, taken: dict[str, int]) -> None:
    """Dynamics exports orders with a name of their own, which is not that of a party."""
    own = any(meaning.field == "document_flag" for name in table.headings for meaning in meanings(name))
    if own and "order" in taken and ("customer.name" in taken or "consignee.name" in taken):
        place = taken.get("party.name")
        if place is not None and plain_heading(table.headings[place]) == "name":
            del taken["party.name"]


def _drop_ledger_account(table: GridTable, taken: dict[str, int], samples: Sequence[Sequence[str]]) -> None:
    """NetSuite writes the account of the ledger (``4000 Sales``) beside the name of the customer."""
    place = taken.get("customer.name")
    if place is None or plain_heading(table.headings[place]) != "account" or "party.name" not in taken:
        return
    if _share(samples[place], _LEDGER_ACCOUNT.match) > 0.5:  # noqa: PLR2004
        del taken["customer.name"]


_LEDGER_ACCOUNT = re.compile(r"\d{3,8}(?:\.\d+)?\s*[-:\u00b7]?\s+[^\W\d]")


def _drop_due_date(table: GridTable, taken: dict[str, int]) -> None:
    """The due date of an invoice is when it is to be paid, not when goods leave."""
    invoices = any(plain_heading(name) in _OF_INVOICES for name in table.headings)
    for name in ("ship_date", "requested_date"):
        place = taken.get(name)
        if invoices and place is not None and plain_heading(table.headings[place]) == "due date":
            del taken[name]


_OF_INVOICES = frozenset({"invoice date", "invoice number", "invoice no"})


def _price_of_lines(table: GridTable, taken: dict[str, int]) -> None:
    """What Amazon calls the price of an item is that of all its pieces, the value of the line."""
    plain = {plain_heading(name) for name in table.headings}
    price = taken.get("price")
    own = "order item id" in plain or "amazon order id" in plain
    if (
        own
        and price is not None
        and plain_heading(table.headings[price]) == "item price"
        and "value" not in taken
    ):
        taken["value"] = taken.pop("price")


def _addresses_of_companies(table: GridTable, taken: dict[str, int]) -> None:
    """``Ship To Address`` beside ``Ship To Company`` is an address; alone it may hold the name."""
    for role in ROLES:
        place = taken.get(f"{role}.name")
        if (
            place is None
            or f"{role}.company" not in taken
            or "address" not in plain_heading(table.headings[place])
        ):
            continue
        del taken[f"{role}.name"]
        taken.setdefault(f"{role}.address", place)


def _words_of_parts(table: GridTable, taken: dict[str, int]) -> None:
    """In a parts list ``Number`` and ``Name`` are those of the part."""
    buyers = [name for name in taken if name.partition(".")[0] in _BUYERS and "." in name]
    if buyers or not {"designator", "mpn", "level"} & set(taken) or "quantity" not in taken:
        return
    for name, part, words in (("order", "item", _NUMBERS), ("party.name", "description", {"name"})):
        place = taken.get(name)
        if place is not None and plain_heading(table.headings[place]) in words:
            del taken[name]
            taken.setdefault(part, place)


_BUYERS = frozenset({"consignee", "customer", "end_user", "bill_to"})
_NUMBERS = frozenset({"number", "id", "ref", "referenz", "reference"})


def _second_parties(table: GridTable, taken: dict[str, int], samples: Sequence[Sequence[str]]) -> None:
    """Who stands beside the party of a role under other words is a party too: nobody of a row is left out.

    ``Ship To`` beside ``Ultimate Consignee``: its name, country and address are those of one more party.
    """
    groups: dict[tuple[str, str], dict[str, int]] = {}
    kinds: dict[tuple[str, str], str] = {}
    used = set(taken.values())
    for place, heading in enumerate(table.headings):
        words = _party_words(heading)
        found = next((item for item in meanings(_once(heading)) if "." in item.field), None)
        if found is None or place in used or not samples[place] or not (words[0] or words[1]):
            continue
        role, _, name = found.field.partition(".")
        first = taken.get(f"{role}.name", taken.get(f"{role}.company"))
        if not words[0] and role == "party":  # "Country (2)" goes with "Customer (2)"
            words = next((group for group in groups if group[1] == words[1]), words)
        elif first is None or _party_words(table.headings[first]) == words:
            continue
        if _fits(found.field, samples[place]):
            group = groups.setdefault(words, {})
            group.setdefault("address" if name == "name" and name in group else name, place)
            kinds.setdefault(words, role)
    for words, group in groups.items():
        more = _MORE_MAKERS if kinds[words] in {"manufacturer", "supplier"} else _MORE_ROLES
        role = next((role for role in more if not any(name.startswith(f"{role}.") for name in taken)), "")
        if role and {"name", "company"} & set(group):
            own = {
                name: place
                for name, place in taken.items()
                if name.startswith(f"{kinds[words]}.") and _party_words(table.headings[place]) == words
            }
            for name in own:  # the address of one is not that of the other
                del taken[name]
            moved = {f"{role}.{name.partition('.')[2]}": place for name, place in own.items()}
            taken |= moved | {f"{role}.{name}": place for name, place in group.items()}


def _once(heading: str) -> str:
    """A heading without the number that tells it from an equal one."""
    return re.sub(r" \(\d+\)$", "", heading)


def _party_words(heading: str) -> tuple[str, str]:
    """The words for the role that a heading names, and which party of that role it is: ``Ship-To 2 Name``."""
    number = re.search(r" \((\d+)\)$", heading)
    role = re.sub(r"(?<=\w) (?:name|address)$", "", role_words(_once(heading)))
    place = number[1] if number else next(iter(re.findall(r"(?<= )[2-9](?= |$)", plain_heading(heading))), "")
    return role, place


_MORE_MAKERS = ("supplier", "manufacturer", "exporter")
_MORE_ROLES = ("party", "intermediate", "bill_to")
"""Roles of a party whose own role is taken: it is screened in each, and stands in where nobody is named."""


def _nearest_twin(table: GridTable, taken: dict[str, int]) -> None:
    """Where a heading stands twice, once for the order and once for its lines, days are those of the line."""
    item = taken.get("item")
    day = taken.get("ship_date")
    if item is None or day is None:
        return
    bare = [re.sub(r" \(\d+\)$", "", name) for name in table.headings]
    twins = [place for place, name in enumerate(bare) if name == bare[day]]
    line = [place for place in twins if place > item]
    if len(twins) > 1 and line and min(twins) < item:
        taken["ship_date"] = line[0]
