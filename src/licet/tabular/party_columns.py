"""Which columns of a file hold the party: named by the user, or chosen from headings and a look at the values.

Nothing is guessed where several columns could be meant, and no column of order numbers is taken for names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from licet.errors import LicetError

__all__ = ["ANY_COLUMNS", "Columns", "NameSource", "UnclearColumnsError", "choose_columns", "has_letters"]


class UnclearColumnsError(LicetError, ValueError):
    """No column, or more than one, could hold the party; the text says which there are and what to give."""


@dataclass(frozen=True, slots=True)
class NameSource:
    """One party of a row: the columns whose cells make up its name, in order, and the column of its country."""

    columns: tuple[str, ...]
    country: str | None = None

    def __str__(self) -> str:
        return " + ".join(repr(column) for column in self.columns)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what. Case and blanks around a heading do not count.

    ``names``: the parties of a row; empty: to be chosen. Of the others None means: the usual heading, if there.
    ``encoding``: of CSV and JSON lines; UTF-8 by default.
    """

    names: tuple[NameSource, ...] = ()
    country: str | None = None
    ident: str | None = None
    born: str | None = None
    address: str | None = None
    identifiers: str | None = None
    kind: str | None = None
    encoding: str | None = None

    @staticmethod
    def named(names: Iterable[str], **others: str | None) -> Columns:
        """Columns as the command line names them; ``"last_name,first_name"`` is one party in two columns.

        >>> str(Columns.named(["first,last"]).names[0])
        "'first' + 'last'"
        """
        sources = tuple(NameSource(tuple(part.strip() for part in name.split(","))) for name in names)
        return Columns(sources, **others)

    @property
    def every(self) -> tuple[str, ...]:
        """Every column that is read."""
        names = [column for source in self.names for column in (*source.columns, source.country)]
        others = (self.ident, self.born, self.address, self.identifiers, self.kind)
        return tuple(dict.fromkeys(column for column in (*names, *others) if column is not None))


ANY_COLUMNS = Columns()
"""Every column to be chosen by its heading."""
_SURNAMES = frozenset(
    {"last name", "lastname", "surname", "family name", "nachname", "apellido", "apellidos"}
)
_GIVEN = frozenset({"first name", "firstname", "given name", "given names", "forename", "vorname", "prenom"})
_MIDDLE = frozenset({"middle name", "middlename"})
_NAMES = frozenset({
    "name", "full name", "whole name", "company", "company name", "business name", "legal name",
    "trade name", "customer", "customer name", "consignee", "consignee name", "ultimate consignee",
    "end user", "end user name", "vendor", "vendor name", "supplier", "supplier name", "party",
    "party name", "entity", "entity name", "account name", "organization", "organization name", "firm",
    "buyer", "buyer name", "ship to", "ship to name", "sold to", "sold to name", "bill to", "bill to name",
    "firma", "firmenname", "kunde", "kundenname", "lieferant", "raison sociale", "razon social", "name1",
    "name 1", "cunm",
})  # fmt: skip
_ALIASES = frozenset({
    "alias", "alias name", "aka", "also known as", "dba", "dba name", "former name", "trading as",
})  # fmt: skip
_NO_PARTY = frozenset({
    "item", "lineitem", "line", "product", "material", "sku", "file", "user", "login", "column", "host",
    "country", "city", "town", "state", "province", "region", "street", "currency", "program", "event",
    "method", "discount", "plan", "category", "group", "field", "job", "project", "warehouse", "plant",
    "port", "brand", "title", "display", "type", "tax", "terms", "payment", "code", "number", "no", "id",
})  # fmt: skip
"""Words beside "name" or "company" that make a heading one of something else than a party."""
_OTHERS: Mapping[str, frozenset[str]] = {
    "country": frozenset(["country", "country code", "land", "land1", "land 1", "cscd", "country name"]),
    "ident": frozenset(
        ["id", "customer id", "customer number", "party id", "account id", "vendor id", "kunnr", "cuno"]
    ),
    "born": frozenset(["date of birth", "dob", "birth date", "birthdate", "geburtsdatum"]),
    "address": frozenset({"address", "full address"}),
    "identifiers": frozenset(["identifiers", "identifier"]),
    "kind": frozenset(["party type", "type of party", "entity type"]),
}
_OPTIONS = {"country": "country", "ident": "id", "born": "date-of-birth", "address": "address",
            "identifiers": "identifier", "kind": "type"}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CODE = re.compile(r"[#\s]*+[^\W\d_]{0,6}[-/_#. ]*\d[\w/.-]*", re.ASCII)


def has_letters(text: str) -> bool:
    """Whether a text holds a letter of any script: what has none is no name.

    >>> has_letters("#71901"), has_letters("3M"), has_letters("华为")
    (False, True, True)
    """
    return any(map(str.isalpha, text))


def choose_columns(header: Sequence[str], samples: Sequence[Sequence[object]], wanted: Columns) -> Columns:
    """Columns of a file, every one by its heading as it stands there.

    ``samples``: cells of its first rows, in the order of the header. Raises :class:`UnclearColumnsError`.
    """
    by_name = _by_name(header)
    others: dict[str, str | None] = {}
    for role, usual in _OTHERS.items():
        given = getattr(wanted, role)
        found = [name for name in header if _plain(name) in usual]
        if given is not None:
            others[role] = _named(given, header, by_name, _OPTIONS[role])
        else:
            others[role] = found[0] if len(found) == 1 and role != "country" else None
    sources = _given_names(wanted, header, by_name) or _chosen_names(header, samples, by_name)
    named = (replace(source, country=others["country"] or _country_of(source, header)) for source in sources)
    return Columns(tuple(named), **others, encoding=wanted.encoding)


def _by_name(header: Sequence[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in header:
        found.setdefault(name.strip().casefold(), []).append(name)
    return found


def _named(name: str, header: Sequence[str], by_name: Mapping[str, list[str]], option: str) -> str:
    """The heading that the user meant."""
    found = by_name.get(name.strip().casefold(), [])
    if len(found) > 1:
        raise UnclearColumnsError(f"{len(found)} columns are called {name!r}")
    if not found:
        there = ", ".join(header)[:400] or "none"
        raise UnclearColumnsError(f"no column {name!r} (there are: {there}); name it with --{option}-column")
    return found[0]


def _given_names(
    wanted: Columns, header: Sequence[str], by_name: Mapping[str, list[str]]
) -> list[NameSource]:
    found = []
    for source in wanted.names:
        whole = ",".join(source.columns)
        parts = (whole,) if whole.casefold() in by_name else source.columns
        found.append(NameSource(tuple(_named(part, header, by_name, "name") for part in parts)))
    return found


def _chosen_names(
    header: Sequence[str], samples: Sequence[Sequence[object]], by_name: Mapping[str, list[str]]
) -> list[NameSource]:
    """The parties of a row by the headings, where only one reading is possible."""
    for name, alike in by_name.items():
        if len(alike) > 1 and _is_party(_plain(alike[0])):
            raise UnclearColumnsError(f"{len(alike)} columns are called {name!r}")
    people, alone = _split_names(header)
    taken = {column for source in people for column in source.columns} | set(alone)
    likely = [name for name in header if name not in taken and _is_party(_plain(name))]
    codes = [name for name in likely if _holds_codes(name, header, samples)]
    main = [NameSource((name,)) for name in likely if name not in codes and _plain(name) not in _ALIASES]
    aliases = [NameSource((name,)) for name in likely if name not in codes and _plain(name) in _ALIASES]
    first = [source for source in people if _prefix(source.columns[0]) not in _ALIASES]
    main = _joined(main) + first
    if len(main) == 1:
        return [*main, *aliases, *(source for source in people if source not in first)]
    raise UnclearColumnsError(_unclear(main, codes, alone, header, samples))


def _split_names(header: Sequence[str]) -> tuple[list[NameSource], list[str]]:
    """Names in several columns (given, middle, family name), and family names that stand alone."""
    parts: dict[str, dict[str, str]] = {}
    for name in header:
        plain = _plain(name)
        for kind, words in (("given", _GIVEN), ("middle", _MIDDLE), ("family", _SURNAMES)):
            end = next((word for word in words if plain == word or plain.endswith(f" {word}")), None)
            if end is not None:
                parts.setdefault(plain.removesuffix(end).strip(), {})[kind] = name
                break
    found: list[NameSource] = []
    alone: list[str] = []
    for part in parts.values():
        if "family" in part and "given" in part:
            order = [part[kind] for kind in ("given", "middle", "family") if kind in part]
            found.append(NameSource(tuple(order)))
        else:
            alone.extend(part.values())
    return found, alone


def _joined(sources: Sequence[NameSource]) -> list[NameSource]:
    """``NAME1`` and ``NAME2`` are one name in two columns, as SAP writes them."""
    by_plain = {_plain(source.columns[0]).replace(" ", ""): source for source in sources}
    if not {"name1", "name2"} <= set(by_plain):
        return list(sources)
    numbered = [by_plain[name] for name in sorted(by_plain) if re.fullmatch(r"name\d", name)]
    name_source = NameSource(tuple(column for source in numbered for column in source.columns))
    return [name_source, *(source for source in sources if source not in numbered)]


def _is_party(plain: str) -> bool:
    words = plain.split()
    if plain in _NAMES | _ALIASES or re.fullmatch(r"name ?\d", plain):
        return True
    return ("name" in words or "company" in words) and not _NO_PARTY.intersection(words)


def _holds_codes(name: str, header: Sequence[str], samples: Sequence[Sequence[object]]) -> bool:
    """Whether most cells of a column are numbers or codes (``#71901``, ``SO-2026-001``) rather than names."""
    cells = _cells(name, header, samples)
    codes = sum(_CODE.fullmatch(cell) is not None or not has_letters(cell) for cell in cells)
    return bool(cells) and 2 * codes > len(cells)


def _cells(name: str, header: Sequence[str], samples: Sequence[Sequence[object]]) -> list[str]:
    place = list(header).index(name)
    texts = (str(row[place]).strip() for row in samples if place < len(row) and row[place] is not None)
    return [text for text in texts if text]


def _unclear(
    main: Sequence[NameSource],
    codes: Sequence[str],
    alone: Sequence[str],
    header: Sequence[str],
    samples: Sequence[Sequence[object]],
) -> str:
    """What to say where the party's column cannot be told."""
    looks = "".join(
        f" Column {name!r} looks like order or item numbers (e.g. {_cells(name, header, samples)[0]!r})."
        for name in codes
    )
    if len(main) > 1:
        columns = ", ".join(str(source) for source in main)
        text, two = (",".join(source.columns) for source in main[:2])
        return (
            f"several columns could hold the party: {columns}.{looks} Choose with --name-column, more than "
            f"once to screen several: --name-column {text!r} --name-column {two!r}"
        )
    if alone:
        looks += f" {', '.join(map(repr, alone))}: only part of a name; a family name alone is not screened."
    there = ", ".join(header)[:400] or "none"
    return (
        f"no column is known to hold the party's name (there are: {there}).{looks} Choose with --name-column; "
        "a name in two columns is given as first_name,last_name"
    )


def _country_of(source: NameSource, header: Sequence[str]) -> str | None:
    """The country column that goes with a name: of the same beginning ("Shipping Country"), else the only one."""
    usual = _OTHERS["country"]
    prefix = _prefix(source.columns[0])
    near = [name for name in header if prefix and _plain(name) in {f"{prefix} {word}" for word in usual}]
    found = near or [name for name in header if _plain(name) in usual]
    return found[0] if len(found) == 1 else None


def _prefix(column: str) -> str:
    """What stands before the word for a name: ``"alias"`` of ``alias_last_name``."""
    plain = _plain(column)
    ends = (*_SURNAMES, *_GIVEN, *_MIDDLE, "company name", "name", "company")
    end = next((end for end in ends if plain == end or plain.endswith(f" {end}")), "")
    return plain.removesuffix(end).strip()


def _plain(name: str) -> str:
    """A heading in lower-case words.

    >>> _plain("ShipName"), _plain("date_of_birth")
    ('ship name', 'date of birth')
    """
    return " ".join(_WORD.findall(_HUMP.sub(" ", name).casefold()))
