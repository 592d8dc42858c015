"""The wire format: JSON (or TOML) in, a :class:`~licet.model.transaction.Transaction` out, and back.

Every error names the key (``parties[0].role``) and, for text that is no JSON, the line; all errors of a sale come at
once. Unknown keys are errors. Numbers are read as :class:`~decimal.Decimal`, never as float.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

from licet.errors import LicetError
from licet.model.claims import read_exception
from licet.model.eccn import canonical_eccn
from licet.model.field import FieldType, Scope, TransactionField
from licet.model.fields import FIELDS
from licet.model.numbers import NumberRangeError, bounded_number
from licet.model.transaction import (
    ContentPart,
    Disposition,
    FactValue,
    Item,
    Owner,
    Party,
    StatementPaper,
    Transaction,
    without_paper,
)
from licet.rules.vocabulary import Cited, FactKind, FactSpec, Vocabulary

__all__ = [
    "AMBIGUOUS",
    "MODELS",
    "ON_PAPER",
    "WireError",
    "names_in",
    "parse_json",
    "read_transaction",
    "values_of",
    "write_transaction",
]

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

_ORDER = "an order of several lines is answered by licet check and POST /api/v1/determinations; state one item here"

T = TypeVar("T")

_COUNTRY = re.compile(r"[A-Z]{2}")
_IN_USE = {"UK": "GB", "EL": "GR"}
"""Codes in general use that ISO 3166 has not: it reserves UK for the United Kingdom; the EU writes EL for Greece."""
_HALF = re.compile("[\ud800-\udfff]")


AMBIGUOUS = re.compile(r"\s*([1-9][0-9]{0,2})\.([0-9]{3})\s*")
"""A number in text with exactly three digits behind a point, which may stand before thousands."""


class WireError(LicetError, ValueError):
    """A bad input. ``key``: the path of the key at fault, ``line``: of the text, where known.

    ``every``: all that is wrong with the input, this error first.
    """

    def __init__(
        self, message: str, *, key: str = "", line: int | None = None, others: Iterable[WireError] = ()
    ) -> None:
        super().__init__(message)
        self.message, self.key, self.line = message, key, line
        self.every: tuple[WireError, ...] = (self, *others)

    def __str__(self) -> str:
        return "; ".join(problem.words for problem in self.every)

    @staticmethod
    def joined(problems: Sequence[WireError]) -> WireError:
        """One error for all that is wrong with an input."""
        first, *others = problems
        return WireError(first.message, key=first.key, line=first.line, others=others)

    @property
    def all_messages(self) -> str:
        """The message without its key, for places that show the key apart, and then every other error."""
        return "; ".join((self.message, *(problem.words for problem in self.every[1:])))

    @property
    def words(self) -> str:
        """This error alone, with line and key."""
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
    """Read one sale. ``default_as_of``: the day to answer for when the sale names none.

    Raises WireError with all that is wrong.
    """
    problems: list[WireError] = []
    if isinstance(data, Mapping) and "items" in data:
        raise WireError(_ORDER, key="items")
    top = _WireReader(data, "", problems)
    stated = _values(top, Scope.TRANSACTION, vocabulary)
    as_of = stated.get("as_of") or default_as_of
    if as_of is None and not any(problem.key == "as_of" for problem in problems):
        problems.append(WireError("a date (YYYY-MM-DD) is needed", key="as_of"))
    dates = top.inner("dates")
    facts, claimed = _facts(top.inner("facts"), vocabulary)
    stated |= _values(dates, Scope.DATES, vocabulary)
    dates.done()
    top.done()
    if problems:
        raise WireError.joined(problems)
    notes = tuple(dict.fromkeys((*_codes_read(data), *claimed)))
    sale = Transaction(**{"action": None} | stated | {"as_of": as_of, "facts": facts, "notes": notes})
    sale = _in_force(sale)
    names = names_in(sale)
    if names > MOST_NAMES:
        raise WireError(
            f"{names:,} parties and owners together, but at most {MOST_NAMES} are accepted", key="parties"
        )
    return sale


MODELS: Mapping[Scope, type] = {
    Scope.TRANSACTION: Transaction,
    Scope.ITEM: Item,
    Scope.DATES: Transaction,
    Scope.PARTY: Party,
    Scope.OWNER: Owner,
    Scope.DISPOSITION: Disposition,
    Scope.PAPER: StatementPaper,
    Scope.CONTENT: ContentPart,
}
"""The class of each object of the wire format; the days of a transaction are attributes of its own."""


def _values(reader: _WireReader, scope: Scope, vocabulary: Mapping[str, FactSpec]) -> dict[str, Any]:
    """The fields of an object that are stated, by attribute."""
    found = {}
    for row in FIELDS.of(scope):
        with reader.noted():
            value = _READERS[row.type](reader, row, vocabulary)
            if value is not None:
                found[row.key] = value
            elif row.needed:
                raise WireError(row.needed, key=reader.at(row.name))
    return found


def _object(reader: _WireReader, scope: Scope, vocabulary: Mapping[str, FactSpec]) -> Any:
    """An object of the model; None where something is wrong with it."""
    if reader.levels > MOST_LEVELS:
        raise WireError(f"owners of owners go at most {MOST_LEVELS} deep", key=reader.at("name"))
    before = len(reader.problems)
    values = _values(reader, scope, vocabulary)
    reader.done()
    if len(reader.problems) > before:
        return None
    found = MODELS[scope](**values)
    if isinstance(found, Disposition) and found.expires is not None and found.expires <= found.on:
        raise WireError(f"must be after {found.on}, the day of the decision", key=reader.at("expires"))
    return found


def _rows(reader: _WireReader, row: TransactionField, vocabulary: Mapping[str, FactSpec]) -> Any:
    if not reader.states(row.name):
        return None
    assert row.rows is not None
    found = []
    for inner in reader.each(row.name):
        with reader.noted():
            found.append(_object(inner, row.rows, vocabulary))
    return tuple(found)


def _group(reader: _WireReader, row: TransactionField, vocabulary: Mapping[str, FactSpec]) -> Any:
    """An object that is one of the model; what else stands in an object is read with the transaction."""
    if row.rows is None or MODELS[row.rows] is Transaction:
        return None
    return _object(reader.inner(row.name), row.rows, vocabulary)


def _choice(reader: _WireReader, row: TransactionField, _: Mapping[str, FactSpec]) -> Any:
    value = reader.one_of(row.name, tuple(row.choices))
    return None if value is None else values_of(row)(value)


def values_of(row: TransactionField) -> type[StrEnum]:
    """The values of a choice, as the model has them."""
    return _values_of(row.scope, row.key)


@cache
def _values_of(scope: Scope, attribute: str) -> type[StrEnum]:
    hint = get_type_hints(MODELS[scope])[attribute]
    found: type[StrEnum] = next(kind for kind in (get_args(hint) or (hint,)) if kind is not NoneType)
    return found


def _fact_names(reader: _WireReader, row: TransactionField, vocabulary: Mapping[str, FactSpec]) -> Any:
    found = reader.texts(row.name)
    unknown = [name for name in found if name not in vocabulary and name not in ON_PAPER]
    if unknown:
        accepted = "accepted: names of facts (`licet law facts`), end_use, owners"
        raise WireError(f"{unknown[0]!r} is no fact; {accepted}", key=reader.at(row.name))
    return found or None


ON_PAPER = ("end_use", "owners")
"""What may rest on a paper beside facts of the vocabulary."""

_Read = Callable[["_WireReader", TransactionField, Mapping[str, FactSpec]], Any]
_READERS: Mapping[FieldType, _Read] = {
    FieldType.TEXT: lambda reader, row, _: reader.text(row.name),
    FieldType.OPEN_CHOICE: lambda reader, row, _: reader.text(row.name),
    FieldType.TEXTS: lambda reader, row, _: reader.texts(row.name) or None,
    FieldType.YES_NO: lambda reader, row, _: reader.yes_no(row.name),
    FieldType.DATE: lambda reader, row, _: reader.day(row.name),
    FieldType.AMOUNT: lambda reader, row, _: reader.amount(row.name),
    FieldType.PERCENT: lambda reader, row, _: reader.number(row.name, at_most=100),
    FieldType.COUNTRY: lambda reader, row, _: reader.country(row.name),
    FieldType.ECCN: lambda reader, row, vocabulary: reader.eccn(row.name, vocabulary),
    FieldType.CHOICE: _choice,
    FieldType.GROUP: _group,
    FieldType.ROWS: _rows,
    FieldType.FACTS: _group,
    FieldType.FACT_NAMES: _fact_names,
}
"""How a value of each type is read; None: not stated."""


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


def names_in(sale: Transaction) -> int:
    """How many parties and owners a transaction has: each is screened."""
    return len(sale.parties) + sum(_owners_below(party.owners or ()) for party in sale.parties)


def _owners_below(owners: Iterable[Owner]) -> int:
    return sum(1 + _owners_below(owner.owners) for owner in owners)


def _facts(
    reader: _WireReader, vocabulary: Mapping[str, FactSpec]
) -> tuple[dict[str, FactValue], tuple[str, ...]]:
    """The facts, and what is to be said of those that are read otherwise than they are written."""
    found: dict[str, FactValue] = {}
    for name in reader.names():
        with reader.noted():
            spec = vocabulary.get(name)
            if spec is None:
                raise WireError(
                    "no such fact under the regimes asked (`licet law facts --regime CODE` lists them)",
                    key=reader.at(name),
                )
            value = _fact(reader, spec, vocabulary)
            if value is not None:
                found[name] = value
    notes: list[str] = []
    for name in list(found):
        how = vocabulary[name].cited
        if how is not None:
            with reader.noted():
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
    else:
        found.pop(how.paragraph, None)


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
    """Reads keys of one object, remembering its path, which keys were read, and what is wrong.

    ``problems``: shared by all objects of a sale.
    """

    def __init__(self, data: Any, path: str, problems: list[WireError]) -> None:
        if not isinstance(data, Mapping):
            what = "an object with keys" if path else "a sale: an object with keys"
            raise WireError(f"must be {what}, not {_kind(data)}", key=path)
        self._data, self._path = data, path
        self._read: set[str] = set()
        self.problems = problems

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Go on after an error of what is read inside."""
        try:
            yield
        except WireError as error:
            self.problems.append(error)

    def at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    @property
    def levels(self) -> int:
        """How many owners lie above this object, itself included."""
        return self._path.count(".owners[")

    def names(self) -> list[str]:
        return list(self._data)

    def states(self, key: str) -> bool:
        """Whether a key has a value; it counts as read."""
        return self.get(key) is not None

    def get(self, key: str) -> Any:
        self._read.add(key)
        return self._data.get(key)

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        known = ", ".join(sorted(self._read))
        self.problems.extend(
            WireError(f"unknown key (known here: {known})", key=self.at(key))
            for key in self._data
            if key not in self._read
        )

    def inner(self, key: str) -> _WireReader:
        """The object of a key; one without keys where there is none, or where something else stands."""
        value = self.get(key)
        found = None if value is None else self._inside(value, self.at(key))
        return found or _WireReader({}, self.at(key), self.problems)

    def _inside(self, data: Any, path: str) -> _WireReader | None:
        """The reader of an object in this one; None, which is noted, where it is none."""
        try:
            return _WireReader(data, path, self.problems)
        except WireError as error:
            self.problems.append(error)
            return None

    def each(self, key: str) -> Iterator[_WireReader]:
        value = self.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            raise WireError(f"must be a list, not {_kind(value)}", key=self.at(key))
        self._check_length(key, value)
        for index, item in enumerate(value):
            if (inner := self._inside(item, f"{self.at(key)}[{index}]")) is not None:
                yield inner

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
        inner = _WireReader(
            {str(place): item for place, item in enumerate(value)}, self.at(key), self.problems
        )
        found = []
        for name in inner.names():
            with self.noted():
                found.append(inner.text(name))
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
    return _written(sale, Scope.TRANSACTION)


def _written(thing: Any, scope: Scope) -> dict[str, Any]:
    """An object as it is written; what is as it would be if nothing were stated is left out, but not the parties."""
    found: dict[str, Any] = {}
    for name, attribute, kind, rows, default in _plan(scope):
        if kind is FieldType.FACTS:
            found[name] = {fact: _plain(thing.facts[fact]) for fact in sorted(thing.facts)}
        elif kind is FieldType.GROUP:
            found[name] = _written(thing if attribute is None else getattr(thing, attribute), rows)
        elif (value := getattr(thing, attribute)) is not None and (value != default or name == "parties"):
            found[name] = _plain(value) if rows is None else [_written(inner, rows) for inner in value]
    return found


@cache
def _plan(scope: Scope) -> tuple[tuple[Any, ...], ...]:
    """For each field of an object its name, attribute, type, the scope of its rows, and what it is by default.

    The attribute is None where an object of the wire format is none of the model.
    """
    known = {stated.name: stated for stated in fields(MODELS[scope])}
    return tuple(
        (
            row.name,
            row.key if row.key in known else None,
            row.type,
            row.rows,
            known[row.key].default if row.key in known else None,
        )
        for row in FIELDS.of(scope)
    )


def _plain(value: Any) -> Any:
    """JSON's types; a Decimal becomes a number where that keeps every digit, else its digits in quotes."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    return value
