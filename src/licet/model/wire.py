"""The wire format: JSON (or TOML) in, a :class:`~licet.model.transaction.Transaction` out, and back.

Every error names the key (``parties[0].role``) and, for text that is no JSON, the line. Unknown keys are
errors. Numbers are read as :class:`~decimal.Decimal`, never as float.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from licet.errors import LicetError
from licet.model.claims import read_exception
from licet.model.eccn import canonical_eccn
from licet.model.numbers import NumberRangeError, bounded_number
from licet.model.transaction import (
    Action,
    Disposition,
    FactValue,
    Item,
    ItemKind,
    JudgementStatus,
    Owner,
    Party,
    Role,
    StatementPaper,
    Transaction,
    without_paper,
)
from licet.rules.vocabulary import Cited, FactKind, FactSpec, Vocabulary

__all__ = ["AMBIGUOUS", "WireError", "parse_json", "read_transaction", "write_transaction"]

MAX_BYTES = 2_000_000
"""One sale is a few thousand bytes; a file beyond this is something else (bulk files go elsewhere)."""

MOST_IN_LIST = 200
"""Parties of a transaction, owners of one party or owner, and entries of any other list in it."""
MOST_NAMES = 500
"""Parties and owners of one transaction together: each is screened before the answer."""
MOST_LETTERS = 2000
"""Characters of one text."""
MOST_LEVELS = 20
"""Owners of owners of a party."""

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_COUNTRY = re.compile(r"[A-Z]{2}")
_IN_USE = {"UK": "GB", "EL": "GR"}
"""Codes in general use that ISO 3166 has not: it reserves UK for the United Kingdom; the EU writes EL for Greece."""
_HALF = re.compile("[\ud800-\udfff]")


AMBIGUOUS = re.compile(r"\s*([1-9][0-9]{0,2})\.([0-9]{3})\s*")
"""A number in text with exactly three digits behind a point, which may stand before thousands."""


class WireError(LicetError, ValueError):
    """A bad input. ``key``: the path of the key at fault, ``line``: of the text, where known."""

    def __init__(self, message: str, *, key: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.message, self.key, self.line = message, key, line

    def __str__(self) -> str:
        where = [f"line {self.line}"] if self.line is not None else []
        where += [f"key {self.key}"] if self.key else []
        return f"{', '.join(where)}: {self.message}" if where else self.message


def parse_json(text: bytes) -> Any:
    """JSON with exact numbers and no key twice. Raises WireError with the line."""
    if len(text) > MAX_BYTES:
        raise WireError(f"{len(text):,} bytes is too large for one sale (at most {MAX_BYTES:,})")
    if not text.strip():
        raise WireError("the file is empty", line=1)
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise WireError(f"not UTF-8: byte {text[error.start]:#04x}", line=line) from error
    try:
        return json.loads(decoded, parse_float=bounded_number, parse_int=_whole, object_pairs_hook=_no_twice)
    except NumberRangeError as error:
        raise WireError(f"a number of the document {error}") from error
    except json.JSONDecodeError as error:
        raise WireError(f"not JSON: {error.msg} (column {error.colno})", line=error.lineno) from error
    except RecursionError as error:
        raise WireError("nested too deeply") from error


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < 19 else bounded_number(digits)  # noqa: PLR2004  # 64 bits


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise WireError("given twice", key=key)
        found[key] = value
    return found


def read_transaction(
    data: Any, vocabulary: Mapping[str, FactSpec], *, default_as_of: date | None = None
) -> Transaction:
    """Read one sale. ``default_as_of``: the day to answer for when the sale names none."""
    top = _WireReader(data, "")
    as_of = top.day("as_of") or default_as_of
    if as_of is None:
        raise WireError("a date (YYYY-MM-DD) is needed", key="as_of")
    dates = top.inner("dates")
    facts, claimed = _facts(top.inner("facts"), vocabulary)
    sale = Transaction(
        action=top.choice("action", Action),
        as_of=as_of,
        known_as_of=top.day("known_as_of"),
        destination=top.country("destination"),
        item=_item(top.inner("item"), vocabulary),
        parties=tuple(_party(reader) for reader in top.each("parties")),
        end_use=top.text("end_use"),
        contract=dates.day("contract"),
        order=dates.day("order"),
        en_route_since=dates.day("en_route_since"),
        facts=facts,
        notes=tuple(dict.fromkeys((*_codes_read(data), *claimed))),
        papers=tuple(_paper(wire_reader, vocabulary) for wire_reader in top.each("papers")),
    )
    dates.done()
    top.done()
    sale = _in_force(sale)
    names = len(sale.parties) + sum(_owners_below(party.owners or ()) for party in sale.parties)
    if names > MOST_NAMES:
        raise WireError(
            f"{names:,} parties and owners together, but at most {MOST_NAMES} are accepted", key="parties"
        )
    return sale


def _paper(reader: _WireReader, vocabulary: Mapping[str, FactSpec]) -> StatementPaper:
    found = StatementPaper(
        kind=reader.needed("kind", reader.text("kind")),
        reference=reader.text("reference"),
        issued=reader.day("issued"),
        expires=reader.day("expires"),
        facts=reader.texts("facts"),
        party=reader.text("party"),
    )
    unknown = [name for name in found.facts if name not in vocabulary and name not in _ON_PAPER]
    if unknown:
        accepted = "accepted: names of facts (`licet law facts`), end_use, owners"
        raise WireError(f"{unknown[0]!r} is no fact; {accepted}", key=reader.at("facts"))
    reader.done()
    return found


_ON_PAPER = ("end_use", "owners")
"""What may rest on a paper beside facts of the vocabulary."""


def _in_force(sale: Transaction) -> Transaction:
    """The transaction without what rests on papers that are not in force on its day, which is not known."""
    for paper in sale.papers:
        if not paper.counts(sale.as_of):
            title = f"{paper.kind.replace('_', ' ')} {paper.reference or ''}".strip()
            said = f"The {title} is not in force on this day: what rests on it is not known."
            sale = replace(without_paper(sale, paper), notes=(*sale.notes, said))
    return sale


def _codes_read(data: Any) -> Iterator[str]:
    """What is to be said of country codes that are read as others."""
    todo = [data]
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo.extend(value)
        elif isinstance(value, Mapping):
            todo.extend(inner for key, inner in value.items() if key != "facts")
            for code in (value.get("destination"), value.get("country")):
                text = code.strip() if isinstance(code, str) else ""
                if text in _IN_USE:
                    yield f"{text} is no code of ISO 3166: it was read as {_IN_USE[text]}."
                elif text and not _COUNTRY.fullmatch(text):
                    yield from (f"{text!r} was read as the country {word}." for word in _named_country(text))


def _named_country(name: str) -> tuple[str, ...]:
    """The codes that a country's English name may mean."""
    from licet.model.countries import english_country  # noqa: PLC0415  # only for transactions that have names

    return english_country(name)


def _owners_below(owners: Iterable[Owner]) -> int:
    return sum(1 + _owners_below(owner.owners) for owner in owners)


def _item(reader: _WireReader, vocabulary: Mapping[str, FactSpec]) -> Item:
    item = Item(
        description=reader.text("description"),
        kind=reader.choice("kind", ItemKind),
        eccn=reader.eccn("eccn", vocabulary),
        us_origin=reader.yes_no("us_origin"),
        located_in_us=reader.yes_no("located_in_us"),
        controlled_us_content_pct=reader.number("controlled_us_content_pct", at_most=100),
        quantity=reader.amount("quantity"),
        unit=reader.text("unit"),
        value_usd=reader.amount("value_usd"),
    )
    reader.done()
    return item


def _party(reader: _WireReader) -> Party:
    role = reader.choice("role", Role)
    if role is None:
        raise WireError(f"a role is needed, one of {', '.join(Role)}", key=reader.at("role"))
    party = Party(
        role=role,
        name=reader.text("name"),
        country=reader.country("country"),
        address=reader.text("address"),
        owners=tuple(map(_owner, reader.each("owners"))) if reader.has("owners") else None,
        takes_possession_as_agent=reader.yes_no("takes_possession_as_agent"),
        dispositions=tuple(map(_disposition, reader.each("dispositions"))),
        ident=reader.text("id"),
        date_of_birth=reader.day("date_of_birth"),
        identifiers=reader.texts("identifiers"),
    )
    reader.done()
    return party


def _owner(reader: _WireReader) -> Owner:
    if reader.levels > MOST_LEVELS:
        raise WireError(f"owners of owners go at most {MOST_LEVELS} deep", key=reader.at("name"))
    name = reader.text("name")
    if name is None:
        raise WireError("an owner is given by name", key=reader.at("name"))
    owner = Owner(
        name=name,
        percent=reader.number("percent", at_most=100),
        country=reader.country("country"),
        owners=tuple(map(_owner, reader.each("owners"))),
        dispositions=tuple(map(_disposition, reader.each("dispositions"))),
    )
    reader.done()
    return owner


def _disposition(reader: _WireReader) -> Disposition:
    found = Disposition(
        entry=reader.needed("entry", reader.text("entry")),
        same=reader.needed("same", reader.yes_no("same")),
        by=reader.needed("by", reader.text("by")),
        on=reader.needed("on", reader.day("on")),
        why=reader.needed("why", reader.text("why")),
        evidence=reader.texts("evidence"),
        expires=reader.day("expires"),
        party_version=reader.text("party_version"),
        entry_version=reader.text("entry_version"),
        matched_name=reader.text("matched_name"),
        status=reader.choice("status", JudgementStatus) or JudgementStatus.STATED,
        approved_by=reader.text("approved_by"),
    )
    if found.expires is not None and found.expires <= found.on:
        raise WireError(f"must be after {found.on}, the day of the decision", key=reader.at("expires"))
    reader.done()
    return found


def _facts(
    reader: _WireReader, vocabulary: Mapping[str, FactSpec]
) -> tuple[dict[str, FactValue], tuple[str, ...]]:
    """The facts, and what is to be said of those that are read otherwise than they are written."""
    found: dict[str, FactValue] = {}
    for name in reader.names():
        spec = vocabulary.get(name)
        if spec is None:
            raise WireError(
                "no such fact under the regimes asked (`licet law facts --regime CODE` lists them)",
                key=reader.at(name),
            )
        value = _fact(reader, spec, vocabulary)
        if value is not None:
            found[name] = value
    reader.done()
    notes: list[str] = []
    for name in list(found):
        how = vocabulary[name].cited
        if how is not None:
            notes.extend(_claimed(reader, name, how, found))
    return found, tuple(notes)


def _claimed(reader: _WireReader, name: str, how: Cited, found: dict[str, FactValue]) -> Iterator[str]:
    """Put an exception, as it was cited, in the form in which rules compare it: symbol and paragraph apart."""
    key = name
    try:
        text = str(found.pop(name))
        read = read_exception(text, how)
        if read.symbol is not None:
            found[name] = read.symbol
        if str(read) != text:
            yield f"{text!r} was read as " + (
                f"License Exception {read}." if read.symbol else "no exception."
            )
        stated = found.get(how.paragraph)
        key = how.paragraph
        apart = read if stated is None else read_exception(str(stated), how, read.symbol)
    except ValueError as error:
        raise WireError(str(error), key=reader.at(key)) from error
    if read.paragraph is not None and apart.paragraph != read.paragraph:
        raise WireError(f"{stated!r} is not the paragraph of {text!r}", key=reader.at(key))
    if apart.paragraph is not None:
        found[how.paragraph] = apart.paragraph


def _fact(reader: _WireReader, spec: FactSpec, vocabulary: Mapping[str, FactSpec]) -> FactValue | None:
    match spec.kind:
        case FactKind.YES_NO:
            return reader.yes_no(spec.name)
        case FactKind.DATE:
            return reader.day(spec.name)
        case FactKind.NUMBER:
            return reader.number(spec.name)
        case FactKind.TEXT:
            text = reader.text(spec.name)
            if text is not None and not spec.knows(text):
                raise WireError(f"must be {spec.form}, not {text!r}", key=reader.at(spec.name))
            return None if text is None else spec.canonical(text)
        case FactKind.COUNTRY:
            return reader.known_country(spec.name, vocabulary)
        case FactKind.ECCN:
            return reader.eccn(spec.name, vocabulary)
        case FactKind.CHOICE:
            return reader.one_of(spec.name, spec.values)


class _WireReader:
    """Reads keys of one object, remembering its path and which keys were read."""

    def __init__(self, data: Any, path: str) -> None:
        if not isinstance(data, Mapping):
            what = "an object with keys" if path else "a sale: an object with keys"
            raise WireError(f"must be {what}, not {_kind(data)}", key=path)
        self._data, self._path = data, path
        self._read: set[str] = set()

    def at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    @property
    def levels(self) -> int:
        """How many owners lie above this object, itself included."""
        return self._path.count(".owners[")

    def names(self) -> list[str]:
        return list(self._data)

    def has(self, key: str) -> bool:
        return self._data.get(key) is not None

    def get(self, key: str) -> Any:
        self._read.add(key)
        return self._data.get(key)

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self._data:
            if key not in self._read:
                raise WireError(
                    f"unknown key (known here: {', '.join(sorted(self._read))})", key=self.at(key)
                )

    def needed(self, key: str, value: T | None) -> T:
        if value is None:
            raise WireError("is needed here", key=self.at(key))
        return value

    def inner(self, key: str) -> _WireReader:
        value = self.get(key)
        return _WireReader({} if value is None else value, self.at(key))

    def each(self, key: str) -> Iterable[_WireReader]:
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise WireError(f"must be a list, not {_kind(value)}", key=self.at(key))
        self._check_length(key, value)
        return [_WireReader(item, f"{self.at(key)}[{index}]") for index, item in enumerate(value)]

    def _check_length(self, key: str, value: list[Any]) -> None:
        if len(value) > MOST_IN_LIST:
            raise WireError(
                f"has {len(value):,} entries, but at most {MOST_IN_LIST} are accepted", key=self.at(key)
            )

    def _typed(self, key: str, want: str, read: Callable[[Any], T]) -> T | None:
        value = self.get(key)
        if value is None:
            return None
        try:
            return read(value)
        except NumberRangeError as error:
            raise WireError(str(error), key=self.at(key)) from error
        except (TypeError, ValueError) as error:
            raise WireError(f"must be {want}, not {_kind(value)}", key=self.at(key)) from error

    def text(self, key: str) -> str | None:
        value = self._typed(key, "text", _text)
        if value is not None and len(value) > MOST_LETTERS:
            raise WireError(
                f"has {len(value):,} characters, but at most {MOST_LETTERS:,} are accepted", key=self.at(key)
            )
        if value is not None and _HALF.search(value):
            raise WireError("holds half a character (a surrogate without its other half)", key=self.at(key))
        return value.strip() or None if value is not None else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Texts of a list, blank ones left out."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise WireError(f"must be a list of texts, not {_kind(value)}", key=self.at(key))
        self._check_length(key, value)
        inner = _WireReader({str(place): item for place, item in enumerate(value)}, self.at(key))
        found = (inner.text(name) for name in inner.names())
        return tuple(text for text in found if text is not None)

    def yes_no(self, key: str) -> bool | None:
        return self._typed(key, "true, false or null", _bool)

    def day(self, key: str) -> date | None:
        return self._typed(key, "a date (YYYY-MM-DD)", _date)

    def amount(self, key: str) -> Decimal | None:
        """A number that may be large. Text of which two readings are possible is refused (``2.600``)."""
        text = self.get(key)
        if isinstance(text, str) and (found := AMBIGUOUS.fullmatch(text)):
            whole, parts = found.groups()
            short = f"{Decimal(f'{whole}.{parts}').normalize():f}"
            raise WireError(
                f"{text.strip()!r} can be read as {short} and as {whole}{parts}: write {short} or {whole}{parts}",
                key=self.at(key),
            )
        return self.number(key)

    def number(self, key: str, *, at_most: int | None = None) -> Decimal | None:
        value = self._typed(key, "a number", _decimal)
        if value is not None and value < 0:
            raise WireError(f"must not be negative, but is {value}", key=self.at(key))
        if value is not None and at_most is not None and value > at_most:
            raise WireError(f"must be at most {at_most}, but is {value}", key=self.at(key))
        return value

    def choice(self, key: str, kind: type[E]) -> E | None:
        found = self.one_of(key, tuple(kind))
        return None if found is None else kind(found)

    def one_of(self, key: str, values: tuple[str, ...]) -> str | None:
        value = self.text(key)
        if value is not None and value not in values:
            raise WireError(f"must be one of {', '.join(values)}, not {value!r}", key=self.at(key))
        return value

    def country(self, key: str) -> str | None:
        """A country by its code, or by an English name that is that of no other."""
        value = self.text(key)
        if value is None or _COUNTRY.fullmatch(value):
            return None if value is None else _IN_USE.get(value, value)
        read = _named_country(value)
        if len(read) > 1:
            raise WireError(
                f"{value!r} can be read as {' and as '.join(read)}: write the code", key=self.at(key)
            )
        if not read:
            raise WireError(
                f"must be a two-letter ISO 3166 code such as CN, or a country's English name, not {value!r}",
                key=self.at(key),
            )
        return read[0]

    def known_country(self, key: str, vocabulary: Mapping[str, FactSpec]) -> str | None:
        """The code of a country that the law knows: a rule that compares another text would pass it over."""
        value = self.text(key)
        if value is not None and not _COUNTRY.fullmatch(value):
            raise WireError(f"must be a two-letter ISO 3166 code such as CN, not {value!r}", key=self.at(key))
        value = None if value is None else _IN_USE.get(value, value)
        known = vocabulary.destinations if isinstance(vocabulary, Vocabulary) else frozenset()
        if value is not None and known and value not in known:
            raise WireError(f"no country is known by the code {value!r}", key=self.at(key))
        return value

    def eccn(self, key: str, vocabulary: Mapping[str, FactSpec]) -> str | None:
        """An ECCN in canonical form, with a paragraph that its entry has."""
        value = self.text(key)
        if value is None:
            return None
        found = canonical_eccn(value)
        if found is None:
            raise WireError(f"must be EAR99 or an ECCN such as 5A991.b, not {value!r}", key=self.at(key))
        problem = vocabulary.eccn_problem(found) if isinstance(vocabulary, Vocabulary) else None
        if problem is not None:
            raise WireError(problem, key=self.at(key))
        return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _date(value: Any) -> date:
    if isinstance(value, datetime):
        raise TypeError
    if isinstance(value, date):
        return value
    if isinstance(value, str) and len(value) == len("2019-10-10"):
        return date.fromisoformat(value)
    raise TypeError


def _decimal(value: Any) -> Decimal:
    """A number; digits in quotes too, since a float could not carry all of them."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        raise TypeError
    return bounded_number(str(value))


def _kind(value: Any) -> str:
    """How to name a value in an error: briefly, and quoted where it is short."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return "a list"
    shown = json.dumps(value, default=str, ensure_ascii=False)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."  # noqa: PLR2004  # one line of an error


def write_transaction(sale: Transaction) -> dict[str, Any]:
    """The sale in the wire format, keys in order, nothing that is unknown; reads back to the same sale."""
    item = {name: _plain(getattr(sale.item, name)) for name in Item.__dataclass_fields__}
    dates = {"contract": sale.contract, "order": sale.order, "en_route_since": sale.en_route_since}
    return _known(
        {
            "action": _plain(sale.action),
            "as_of": _plain(sale.as_of),
            "known_as_of": _plain(sale.known_as_of),
            "destination": sale.destination,
            "item": _known(item),
            "parties": [_party_out(party) for party in sale.parties],
            "end_use": sale.end_use,
            "dates": _known({name: _plain(day) for name, day in dates.items()}),
            "facts": {name: _plain(sale.facts[name]) for name in sorted(sale.facts)},
            "papers": [_paper_out(paper) for paper in sale.papers] or None,
        }
    )


def _paper_out(paper: StatementPaper) -> dict[str, Any]:
    return _known(
        {
            "kind": paper.kind,
            "reference": paper.reference,
            "issued": _plain(paper.issued),
            "expires": _plain(paper.expires),
            "facts": list(paper.facts) or None,
            "party": paper.party,
        }
    )


def _party_out(party: Party) -> dict[str, Any]:
    return _known(
        {
            "role": party.role.value,
            "name": party.name,
            "country": party.country,
            "address": party.address,
            "owners": None if party.owners is None else [_owner_out(owner) for owner in party.owners],
            "takes_possession_as_agent": party.takes_possession_as_agent,
            "dispositions": [_disposition_out(disposition) for disposition in party.dispositions] or None,
            "id": party.ident,
            "date_of_birth": _plain(party.date_of_birth),
            "identifiers": list(party.identifiers) or None,
        }
    )


def _owner_out(owner: Owner) -> dict[str, Any]:
    return _known(
        {
            "name": owner.name,
            "percent": _plain(owner.percent),
            "country": owner.country,
            "owners": [_owner_out(item) for item in owner.owners] or None,
            "dispositions": [_disposition_out(disposition) for disposition in owner.dispositions] or None,
        }
    )


def _disposition_out(disposition: Disposition) -> dict[str, Any]:
    return _known(
        {
            "entry": disposition.entry,
            "same": disposition.same,
            "by": disposition.by,
            "on": disposition.on.isoformat(),
            "why": disposition.why,
            "evidence": list(disposition.evidence) or None,
            "expires": _plain(disposition.expires),
            "party_version": disposition.party_version,
            "entry_version": disposition.entry_version,
            "matched_name": disposition.matched_name,
            "status": None if disposition.status is JudgementStatus.STATED else disposition.status.value,
            "approved_by": disposition.approved_by,
        }
    )


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


def _plain(value: Any) -> Any:
    """JSON's types; a Decimal becomes a number where that keeps every digit, else its digits in quotes."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    return value
