"""What headings of business files mean: words of the trade in English, German, French, and codes of systems.

A heading names a field (``item``), or a party and what is told of it (``Ship-to Country``, ``Name Auftraggeber``).
Words are read, not whole lists of headings: a role, a property, and what stands around them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from licet.model.field import Scope
from licet.model.fields import FIELDS

__all__ = [
    "PARTY_FIELDS",
    "ROLES",
    "Meaning",
    "known_heading",
    "line_fields",
    "meanings",
    "plain_heading",
    "role_words",
    "stated_fields",
]


class Meaning(NamedTuple):
    """A field that a heading may name, and how sure that is, from 1 to 10."""

    field: str
    weight: int


ROLES = ("consignee", "customer", "bill_to", "end_user", "intermediate", "forwarder", "manufacturer", "supplier",
         "exporter", "party")  # fmt: skip
"""Parties of a row. ``party``: its only one, whose role the file does not tell."""
PARTY_FIELDS = ("name", "name2", "name3", "name4", "company", "given", "family", "other_name", "country", "country2",
                "address", "city", "state", "postcode", "number", "addresses")  # fmt: skip

_LINE_WORDS = (
    "order lines", "order line", "orderlines", "line items", "line item", "lineitem", "lines",
    "sales order line", "salesorderline", "sales line", "order items", "order item", "order product",
    "orderitem", "item", "items", "product", "invoice lines", "order products", "products", "properties",
    "commodity", "ordered", "opportunity product", "component", "sales", "order", "transaction", "pricing",
    "existing product", "inventory item", "inventory", "stock", "stock item", "product2", "fulfillment line",
    "fulfillment", "shipment line", "goods", "article", "part", "salesorderdetails", "order details",
    "auftragszeilen", "auftragspositionen", "positionen", "lignes de la commande", "lignes de commande",
    "lineas del pedido", "righe ordine", "orderregels",
)  # fmt: skip
"""Words before a heading of a line's own."""
_GROUPS = frozenset(
    {"line items", "line item", "lines", "items", "item", "order items", "order item", "products", "product",
     "product2", "order lines", "order line", "order products", "invoice lines", "salesorderlines", "parts",
     "auftragszeilen", "produkt", "auftragspositionen", "artikel"}
)  # fmt: skip
"""Parts of a path that hold a line or its product: their name is no party's."""
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@lru_cache(maxsize=4_096)
def plain_heading(name: str) -> str:
    """A heading in lower-case words without marks.

    >>> plain_heading("ShipToName"), plain_heading("Währg"), plain_heading("Sell-to Country/Region Code")
    ('ship to name', 'wahrg', 'sell to country region code')
    """
    whole = unicodedata.normalize("NFKD", _HUMP.sub(" ", name.replace("ß", "ss")).casefold())
    bare = "".join(letter for letter in whole if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(bare))


@cache
def _words(name: str) -> Mapping[str, tuple[Meaning, ...]]:
    """A table of words/: fields with their weights by heading."""
    found: dict[str, tuple[Meaning, ...]] = {}
    text = (files("licet.tabular") / "words" / f"{name}.tsv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        weight, field, headings = line.split("\t")
        for heading in headings.split("|"):
            plain = heading if heading.isascii() else plain_heading(heading)
            found[plain] = (*found.get(plain, ()), Meaning(field, int(weight)))
    if name == "fields":
        for path, field in stated_fields().items():
            for heading in FIELDS.named(path).headings:
                found[heading] = (*found.get(heading, ()), Meaning(field, _SURE))
    return found


_LONGEST = 200
"""Letters of a heading of which anything is known."""
_SURE = 9


@cache
def stated_fields() -> Mapping[str, str]:
    """The fields of a transaction that a row may state as they are, by path, and what they are called here."""
    rows = FIELDS.columns(Scope.TRANSACTION, Scope.ITEM, Scope.DATES)
    return {row.path: row.business or row.path for row in rows if row.path not in _OF_ROWS}


_OF_ROWS = frozenset(
    {"destination", "item.description", "item.eccn", "item.quantity", "item.unit", "item.value_usd"}
)
"""What a row of a business file says in words of its own, and in other currencies."""


def line_fields() -> frozenset[str]:
    """The fields of a row that are not told of a party."""
    known = frozenset(meaning.field for named in _words("fields").values() for meaning in named)
    return (known | frozenset(stated_fields().values())) - {"document_flag"}


@cache
def _roles() -> tuple[tuple[str, str], ...]:
    """Words for parties with their roles, the longest first."""
    pairs = ((word, role.field) for word, (role, *_) in _words("roles").items())
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=8_192)
def meanings(heading: str) -> tuple[Meaning, ...]:
    """The fields that a heading may name, the likeliest first; empty where it is not known."""
    path = heading.strip()
    if "." in path and path in stated_fields():  # a column of Licet's own
        return (Meaning(stated_fields()[path], 10),)
    found: dict[str, int] = {}
    for meaning in _read(heading):
        found[meaning.field] = max(found.get(meaning.field, 0), meaning.weight)
    return tuple(sorted(map(Meaning._make, found.items()), key=lambda item: -item.weight))


def role_words(heading: str) -> str:
    """The words of a heading that name a party's role; empty where it names none.

    >>> role_words("Ultimate Consignee Name"), role_words("ShipTo_CompanyOrName"), role_words("Quantity")
    ('ultimate consignee', 'ship to', '')
    """
    plain = plain_heading(heading)
    role, rest = _role_of(plain)
    if not role:
        plain = _split(plain)
        role, rest = _role_of(plain)
    return plain.removesuffix(rest).strip() if role else ""


def known_heading(heading: str) -> bool:
    """Whether anything is known of a heading."""
    return bool(meanings(heading))


def _read(heading: str) -> Iterator[Meaning]:
    if len(heading) > _LONGEST:
        return
    plain = plain_heading(heading)
    if not plain:
        return
    related = re.fullmatch(r"([^()]+?)(?:\s*\([^()]+\)){2}", heading)
    if (
        related is not None
    ):  # Dynamics: "Product ID (Existing Product) (Product)" is a column of another table
        yield from _of_words(plain_heading(related[1]))
        return
    parts = _path(heading)
    if re.fullmatch(
        r"item\s:\sname", heading.strip(), re.IGNORECASE
    ):  # NetSuite: the name of an item is its number
        yield Meaning("item", 9)
        return
    if len(parts) > 1 and parts[-1] in _OF_A_VALUE and parts[-2] in _words("fields"):  # Currency: Name
        yield from (Meaning(field, weight - 1) for field, weight in _words("fields")[parts[-2]])
        return
    if len(parts) > 1 and _GROUPS.intersection(parts[:-1]):
        yield from (meaning for meaning in _of_path(plain, parts) if not meaning.field.startswith("party."))
        if parts[-1] in {"name", "title", "display name"}:
            yield Meaning("description", 8)
        return
    yield from _of_path(plain, parts)
    yield from _of_deep_path(parts)
    group, _, last = heading.rpartition("_")
    if group and _HUMP.search(last) and not _of_words_known(plain):  # Goods_TariffCode: a field of a group
        bare = plain_heading(last)
        whole = " ".join(_SHORT.get(word, word) for word in bare.split())
        for words in dict.fromkeys((bare, whole)):
            yield from (Meaning(field, weight - 1) for field, weight in _of_words(words))
        form = re.sub(
            r"^(?:(?:inv|invoice|nafta|usmca|co|sed|eei) )+", "", bare
        )  # of an invoice, of a certificate
        if form != bare and not _of_words_known(bare):
            yield from (Meaning(field, weight - 2) for field, weight in _of_words(form))
    bracket = re.fullmatch(r"(.+?)\s*\(([^()]+)\)\s*", heading)
    if bracket is not None and not _of_words_known(plain):
        for inner in bracket.groups():
            yield from (Meaning(field, weight - 1) for field, weight in _of_words(plain_heading(inner)))
    spaced = " ".join(_WITHOUT.sub(" ", plain).split())
    if spaced not in {plain, ""}:
        yield from (Meaning(field, weight - 1) for field, weight in _of_words(spaced))
    whole = " ".join(_SHORT.get(word, word) for word in plain.split())
    if whole != plain and not _of_words_known(plain):
        yield from (Meaning(field, weight - 1) for field, weight in _of_words(whole))
    if len(plain) > _LONG_WORD and not _of_words_known(plain):
        yield from _of_compound(plain)
    if re.fullmatch(r".+ (?:currency|curr)(?: code)?", plain) and not _of_words_known(plain):
        yield Meaning("currency", 5)


def _path(heading: str) -> list[str]:
    """The parts of a heading that is a path. A number behind ``No.`` is no part: ``Package Reference No. 1``."""
    whole = re.sub(r"\b(No|Nr|Ref)\.(?= ?\d)", r"\1", heading, flags=re.IGNORECASE)
    return [plain for part in re.split(r"[/:.\[\]]+", whole) if (plain := plain_heading(part))]


_OF_A_VALUE = frozenset({"name", "code", "symbol", "display name", "iso code", "identification code"})
_WITHOUT = re.compile(
    r"\b(?:usd|eur|us|in|kg|netto|brutto|\d|lcy|ht|"
    r"(?:ohne|exkl|zzgl|excl|ex|excluding) (?:mw ?st|ust|vat|tax|gst|btw|iva))\b"
)
"""What a heading says beside its field: the currency, the unit, that tax is not in it."""
_SHORT = {
    "amt": "amount", "desc": "description", "descr": "description", "num": "number", "nbr": "number", "nr": "number",
    "qty": "quantity", "curr": "currency", "cust": "customer", "addr": "address", "ctry": "country", "dt": "date",
    "mfr": "manufacturer", "mfg": "manufacturer", "ord": "order", "inv": "invoice", "prod": "product",
}  # fmt: skip
"""Words as systems shorten them in headings."""


_LONG_WORD = 8
"""Letters of a word that tells what a compound is: ``liefertermin``. ``betrag`` alone is also that of a tax."""


def _of_compound(plain: str) -> Iterator[Meaning]:
    """A German compound is what its last word is: ``Wunschliefertermin``. Not of values, which limits rest on."""
    word = plain.rpartition(" ")[2]
    for start in range(1, len(word) - _LONG_WORD + 1):
        found = _words("fields").get(word[start:], ())
        yield from (Meaning(field, weight - 3) for field, weight in found if field not in _OF_MONEY)
        if found:
            return


_OF_MONEY = frozenset({"value", "price", "currency"})


def _of_deep_path(parts: list[str]) -> Iterator[Meaning]:
    """``Buyer.Party.PostalAddress.Country.Code``: a party, and what the last words say of it."""
    if len(parts) <= 2:  # noqa: PLR2004
        return
    role = next((role for part in parts[:-1] if (role := _role_of(part)[0])), "")
    last = parts[-2] if parts[-1] in _OF_A_VALUE and parts[-2] in _words("properties") else parts[-1]
    if role:
        for name, weight in _words("properties").get(last, ()):
            if name != "number":
                yield Meaning(f"{role}.{name}", weight - 1)


def _of_path(plain: str, parts: list[str]) -> Iterator[Meaning]:
    yield from _of_words(plain)
    glued = _split(plain)
    if glued != plain:
        yield from _of_words(glued)
    if len(parts) > 1:
        path = " ".join(parts[-2:])
        if path != plain:
            yield from _of_words(path)
        if _role_of(parts[-1])[0] or not any(_role_of(part)[0] for part in parts[:-1]):
            yield from (Meaning(field, weight - 1) for field, weight in _of_words(parts[-1]))
        bare = " ".join(part.removesuffix(" id") for part in parts[-2:])
        if bare != path:
            yield from (Meaning(field, weight - 1) for field, weight in _of_words(bare))


def _of_words(plain: str) -> Iterator[Meaning]:
    for exact in _words("exact").get(plain, ()):
        yield exact
        if exact.field == "other":
            return
    yield from _words("fields").get(plain, ())
    role, rest = _role_of(plain)
    if role:
        if not rest:
            yield Meaning(f"{role}.name", _words("roles")[plain][0].weight)
        more = int(plain.startswith("ultimate consignee"))  # goes before the one that a parcel is sent to
        number = plain in _words("fields")  # "Invoice Number" is that of a paper and not of a party
        for name, weight in _words("properties").get(rest, ()):
            if not (number and name == "number"):
                yield Meaning(f"{role}.{name}", weight + more)
    else:
        low = 4 if plain in {"id", "no", "number", "code", "nr", "key", "internal id"} else 2  # of anything
        yield from (
            Meaning(f"party.{name}", weight - low) for name, weight in _words("properties").get(plain, ())
        )
    for word in _LINE_WORDS:
        if plain.startswith(f"{word} "):
            rest = plain.removeprefix(f"{word} ")
            whole = () if word in {"order", "sales", "transaction", "ordered"} else _line_item(rest)
            for field, weight in (*_words("fields").get(rest, ()), *whole):
                if field == "start_date" or (not whole and rest in _TOTALS):  # of a list; of the whole order
                    continue
                yield Meaning(
                    field,
                    min(weight + 1, 9) if field in {"value", "quantity", "price", "item"} else weight - 1,
                )


def _of_words_known(plain: str) -> bool:
    return any(True for _ in _of_words(plain))


def _line_item(rest: str) -> tuple[Meaning, ...]:
    """``subtotal`` and ``total`` of a line are its value."""
    return (Meaning("value", 8),) if rest in _TOTALS else ()


_TOTALS = frozenset({"zwischensumme", "sous total", "subtotal", "total", "untaxed amount", "amount"})


@lru_cache(maxsize=8_192)
def _role_of(plain: str) -> tuple[str, str]:
    """The party that a heading speaks of, and what is left of it; both empty where it speaks of none."""
    blanks = [place for place, letter in enumerate(plain) if letter == " "]
    found = [
        (_ranks()[plain[:end]], 0, plain[end + 1 :])
        for end in (*blanks, len(plain))
        if plain[:end] in _ranks()
    ]
    for start in blanks:
        if plain[:start] in _words("properties"):
            found += [(rank, after, plain[:start]) for rank, after in _endings().get(plain[start:], ())]
    rank, _, rest = min(found, default=(-1, 0, ""))
    return ("", "") if rank < 0 else (_roles()[rank][1], rest)


@cache
def _ranks() -> dict[str, int]:
    """By word for a party its place among them: the longest goes before the others."""
    return {word: rank for rank, (word, _) in enumerate(_roles())}


@cache
def _endings() -> dict[str, list[tuple[int, int]]]:
    """What stands behind a property: ``Name des Empfängers``, ``Country of Ultimate Consignee``; with its ranks."""
    between = (
        "of ",
        "of the ",
        "des ",
        "der ",
        "du ",
        "de l ",
        "de la ",
        "de ",
        "del ",
        "di ",
        "do ",
        "da ",
        "van de ",
        "",
    )
    found: dict[str, list[tuple[int, int]]] = {}
    for word, rank in _ranks().items():
        for after, of in enumerate(between, 1):
            found.setdefault(f" {of}{word}", []).append((rank, after))
    return found


@cache
def _vocabulary() -> frozenset[str]:
    texts = [
        *_words("fields"),
        *_words("properties"),
        *_words("exact"),
        *(word for word, _ in _roles()),
        *_LINE_WORDS,
    ]
    short = {"id", "no", "to", "of", "or", "qty", "uom", "iso", "zip", "hs", "in"}
    return frozenset(word for text in texts for word in text.split() if len(word) > 3 or word in short)  # noqa: PLR2004


@lru_cache(maxsize=4_096)
def _split(plain: str) -> str:
    """Words that were written as one: ``deliveryaddresscountryregionid``."""
    return " ".join(_split_word(word) or word for word in plain.split())


def _split_word(word: str) -> str | None:
    """A word as the fewest known ones, each of which it holds whole; None where it is not made of them."""
    if len(word) < 8 or word in _vocabulary():  # noqa: PLR2004
        return None
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 16), end):
            before = best[start]
            if before is not None and word[start:end] in _vocabulary():
                whole = (*before, word[start:end])
                current = best[end]
                if current is None or len(whole) < len(current):
                    best[end] = whole
    return " ".join(best[-1]) if best[-1] and len(best[-1]) > 1 else None
