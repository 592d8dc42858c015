"""Cells of business files as values: numbers and days by the conventions of their own file, classes of items.

A convention is found from all cells of a file and never from the one cell that is read: ``2,000`` is two where
other cells say ``9.800,00``, and two thousand where they say ``6.35``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from licet.errors import LicetError
from licet.model.eccn import canonical_eccn
from licet.model.numbers import NumberRangeError, bounded_number

__all__ = [
    "DateOrder",
    "ParsedAmount",
    "UnreadableValueError",
    "currency_codes",
    "currency_of",
    "date_order",
    "days_in_title",
    "decimal_mark",
    "inner_name",
    "is_unknown",
    "read_amount",
    "read_date",
    "read_eccn",
    "through_spreadsheet",
]


class UnreadableValueError(LicetError, ValueError):
    """A cell that cannot be read. ``accepted``: what would be."""

    def __init__(self, problem: str, accepted: str) -> None:
        super().__init__(problem)
        self.problem, self.accepted = problem, accepted


class DateOrder(StrEnum):
    """In which order a file writes the parts of a day."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ParsedAmount:
    """A number of a cell. ``currency``, ``unit``: as it stands beside it; ``remark``: what is to be said of it."""

    number: Decimal
    currency: str | None = None
    unit: str | None = None
    remark: str | None = None


_UNKNOWN = frozenset({
    "", "-", "--", "---", "~", "?", ".", "n/a", "n.a", "n.a.", "na", "#n/a", "#na", "nan", "none", "- none -",
    "-none-", "null", "nil", "false", "tbd", "tba", "t.b.d.", "unknown", "k.a.", "k. a.", "keine",
    "keine angabe", "unbekannt", "offen", "inconnu", "s/o", "noassertion", "(none)", "(blank)",
    "not classified", "unclassified", "pending", "<null>", "(null)", "[null]", "\\n", "not applicable",
})  # fmt: skip
_SYMBOLS = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "JP¥": "JPY", "CN¥": "CNY", "₹": "INR", "₩": "KRW",
    "SFR": "CHF", "FR.": "CHF",
    "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD",
    "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "円": "JPY", "元": "CNY", "원": "KRW",
}  # fmt: skip
_SHARED_SIGNS = frozenset({"¥", "￥"})
"""Signs of several currencies, the yen and the yuan: they name none."""
_COMMA_THOUSANDS = frozenset({"USD", "GBP", "JPY", "CAD", "AUD", "HKD", "SGD", "TWD", "KRW", "CNY", "INR"})
"""Currencies whose amounts have a comma between thousands."""
_APOSTROPHES = re.compile(r"(?<=\d)['\u2019\u2018\u02bc\u00b4` \u00a0\u202f\u2009](?=\d{3})")
_PARTS = re.compile(
    r"(?P<before>[^\d\s.,+\-\u2212()]{0,4}[A-Z]{0,3}|[A-Z]{3})\s*+(?P<number>[\d.,]*\d[.,]?|[.,]\d+)\s*+"
    r"(?P<after>[^\d]*+)",
    re.IGNORECASE,
)
_COMMA_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{3})*,\d+|\d+,\d+|0,\d+")
_POINT_DECIMAL = re.compile(r"\d{1,3}(?:,\d{3})*\.\d+|\d+\.\d+|0\.\d+")
_WHOLE = re.compile(r"\d+")
_GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+") for mark in ".,"}
_SHOWN = 60
_EXPONENT = re.compile(r"\d[.,]?\d*[eE][+-]?\d*")
_SPREADSHEET = re.compile(r"\d[.,]\d+E\+\d{1,3}", re.IGNORECASE)
_ACCEPTED_NUMBER = "a number such as 12, 12.50 or -3"


def is_unknown(value: object) -> bool:
    """Whether a cell says that nothing is known: empty, a dash, ``n/a``, ``tbd``, ``- None -``, ``False``.

    >>> is_unknown(" n/a "), is_unknown("0"), is_unknown(None)
    (True, False, True)
    """
    return (
        value is None or (isinstance(value, str) and value.strip().casefold() in _UNKNOWN) or value is False
    )


def inner_name(name: str) -> str | None:
    """The name inside one that a system wrote with the number of the account, or with the parent above it.

    >>> inner_name("1044 Baltic Radar AS"), inner_name("Rossfurt : Rosneft"), inner_name("3M Company")
    ('Baltic Radar AS', 'Rosneft', None)
    >>> inner_name("Fjord Sonar AS (10100044)")
    'Fjord Sonar AS'
    """
    below = name.rpartition(" : ")[2].strip()
    found = _NUMBERED.fullmatch(below)
    inner = (found[1] or found[2]) if found is not None else below
    return inner if inner != name and sum(map(str.isalpha, inner)) >= _LETTERS_OF_A_NAME else None


_NUMBERED = re.compile(
    r"(?:[A-Z]{1,5}-?)?\d{3,}(?:\s*[-:\u2013])?\s+(\S.*)|(\S.*?)\s*\((?:[A-Z]{1,3}-?)?\d{3,}\)"
)
_LETTERS_OF_A_NAME = 3


def through_spreadsheet(text: str) -> bool:
    """Whether a code was read as a number by a spreadsheet, and so lost digits: ``1.04712E+05``.

    >>> through_spreadsheet("1,04711E+11"), through_spreadsheet("1E10")
    (True, False)
    """
    return _SPREADSHEET.fullmatch(text.strip()) is not None


def decimal_mark(texts: Iterable[str]) -> str | None:
    """``"."`` or ``","``: what stands before the decimals of a file's numbers; None where nothing tells.

    >>> decimal_mark(["2,000", "9.800,00"]), decimal_mark(["3.000", "6.35"]), decimal_mark(["2.000"])
    (',', '.', None)
    """
    comma = point = 0
    for text in texts:
        sign = _votes(text)
        comma, point = comma + (sign < 0), point + (sign > 0)
    if comma == point:
        return None
    return "," if comma > point else "."


@lru_cache(maxsize=65_536)
def _votes(text: str) -> int:
    """1 where a text can only have a decimal point, -1 only a comma, 0 both or neither."""
    bare = _bare(text)
    found = _PARTS.fullmatch(text.strip().strip("()+-\u2212 "))
    if found and _commas_between(found["before"]) and _GROUPED[","].fullmatch(bare):
        return 1  # "$12,500"
    marks = {mark: bare.count(mark) for mark in ".,"}
    if not bare or _WHOLE.fullmatch(bare):
        return 0
    as_comma = _COMMA_DECIMAL.fullmatch(bare) is not None or _GROUPED["."].fullmatch(bare) is not None
    as_point = _POINT_DECIMAL.fullmatch(bare) is not None or _GROUPED[","].fullmatch(bare) is not None
    if as_comma and as_point:
        whole, mark, rest = bare.partition("." if marks["."] else ",")
        del whole
        sure = len(rest) != 3 or bare.startswith("0") or "'" in text or "\u2019" in text  # noqa: PLR2004
        return 0 if not sure else (1 if mark == "." else -1)
    return int(as_point) - int(as_comma)


def _bare(text: str) -> str:
    """The figures of a text with their marks: no sign, currency, unit or apostrophes."""
    found = _PARTS.fullmatch(_APOSTROPHES.sub("", text.strip().strip("()+-\u2212 ")))
    return "" if found is None else found["number"]


def read_amount(value: object, mark: str | None, quantity: bool = False) -> ParsedAmount | None:
    """A number as its file writes it; ``mark``: as :func:`decimal_mark` found. None where the cell is empty.

    Raises UnreadableValueError.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        raise UnreadableValueError(f"{value!r} is not a number", _ACCEPTED_NUMBER)
    if not isinstance(value, str):
        written = repr(value) if isinstance(value, float) else str(value)
        return ParsedAmount(_bounded(written, written))
    return _amount(value, mark, quantity)


@lru_cache(maxsize=65_536)
def _amount(written: str, mark: str | None, quantity: bool) -> ParsedAmount:
    text = written.strip().strip("'\"").strip()
    if text.startswith("#"):
        raise UnreadableValueError(
            f"{written!r} is what a sheet shows where the column is too narrow; the number is lost",
            _ACCEPTED_NUMBER,
        )
    if _EXPONENT.fullmatch(text):
        raise UnreadableValueError(
            f"{written!r} is not a number: a spreadsheet shortened it, its digits are lost", _ACCEPTED_NUMBER
        )
    negative = (
        text.startswith(("-", "\u2212"))
        or text.endswith(("-", "\u2212"))
        or (text[:1] == "(" and text[-1:] == ")")
    )
    parts = _PARTS.fullmatch(_APOSTROPHES.sub("", text.strip("()+-\u2212 ")))
    if parts is None:
        raise UnreadableValueError(f"{written!r} is not a number", _ACCEPTED_NUMBER)
    before, after = parts["before"].strip(), parts["after"].strip()
    minus = before.endswith(("-", "\u2212"))
    currency = _currency(before) or _currency(after)
    commas = currency in _COMMA_THOUSANDS or _commas_between(before)
    if mark is None and commas and _GROUPED[","].fullmatch(parts["number"]):
        mark = "."  # money that is written with a point before its cents
    before = "" if before in _SHARED_SIGNS else before
    number, remark = _decimal(parts["number"], mark, written)
    unit = after if after and currency is None else None
    if (before and currency is None) or (unit and not (quantity and re.fullmatch(r"[^\W\d_]+\.?", unit))):
        raise UnreadableValueError(f"{written!r} is not a number", _ACCEPTED_NUMBER)
    if unit:
        remark = f"{written!r} is a number with a unit: {number} is read"
    return ParsedAmount(-number if negative or minus else number, currency, unit, remark)


def _commas_between(sign: str) -> bool:
    """Whether amounts with a sign have commas between thousands."""
    return sign.strip() in _SHARED_SIGNS or _currency(sign) in _COMMA_THOUSANDS


def _currency(text: str) -> str | None:
    word = text.strip().upper()
    return _SYMBOLS.get(word) or (
        word if re.fullmatch("[A-Z]{3}", word) and word in currency_codes() else None
    )


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """The codes of ISO 4217."""
    import pycountry  # noqa: PLC0415  # only for files that have currencies

    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


@lru_cache(maxsize=1_024)
def currency_of(text: str) -> str | None:
    """A currency by its code, sign or English name; None where it is none.

    >>> currency_of("usd"), currency_of("US Dollars"), currency_of("€"), currency_of("Units")
    ('USD', 'USD', 'EUR', None)
    """
    found = _currency(text)
    return found or _currency_names().get(
        " ".join(text.casefold().replace("-", " ").split()).removesuffix("s")
    )


@lru_cache(maxsize=1)
def _currency_names() -> dict[str, str]:
    import pycountry  # noqa: PLC0415  # only for files that have currencies

    names = {
        currency.name.casefold().removesuffix("s"): currency.alpha_3 for currency in pycountry.currencies
    }
    others = {"us dollar": "USD", "u.s. dollar": "USD", "dollar us": "USD", "british pound": "GBP",
              "pound": "GBP", "renminbi": "CNY", "rmb": "CNY", "chinese yuan": "CNY", "japanese yen": "JPY",
              "korean won": "KRW", "taiwan dollar": "TWD", "indian rupee": "INR",
              "人民币": "CNY", "人民币元": "CNY", "人民幣": "CNY", "美元": "USD", "欧元": "EUR", "歐元": "EUR",
              "英镑": "GBP", "日元": "JPY", "日圆": "JPY", "港币": "HKD", "港元": "HKD", "韩元": "KRW",
              "新台币": "TWD",
              "新台幣": "TWD", "米ドル": "USD", "ドル": "USD", "ユーロ": "EUR", "円": "JPY", "日本円": "JPY",
              "ポンド": "GBP", "원": "KRW", "달러": "USD", "유로": "EUR", "us dollar ($)": "USD",
              "schweizer franken": "CHF", "pfund sterling": "GBP", "рубль": "RUB", "доллар сша": "USD",
              "евро": "EUR"}  # fmt: skip
    return names | others


def _decimal(figures: str, mark: str | None, written: str) -> tuple[Decimal, str | None]:
    """A number by a file's decimal mark; one that only the other mark can explain is read so, with a remark."""
    if _WHOLE.fullmatch(figures):
        return _bounded(figures, written), None
    figures = figures.removesuffix(".") if _WHOLE.fullmatch(figures.removesuffix(".")) else figures
    own = {m: _by_mark(figures, m) for m in ".,"}
    if mark is not None and own[mark] is not None:
        return _bounded(own[mark] or "", written), None
    possible = [number for number in own.values() if number is not None]
    if mark is None and len(possible) == 2 and possible[0] != possible[1]:  # noqa: PLR2004
        raise UnreadableValueError(
            f"{written!r} can be {possible[0]} or {possible[1]}, and no number of the file tells which",
            "a number with other than three decimals, or --decimal",
        )
    if not possible:
        raise UnreadableValueError(f"{written!r} is not a number", _ACCEPTED_NUMBER)
    remark = (
        None if mark is None else f"{written!r} has another decimal mark than the file: {possible[0]} is read"
    )
    return _bounded(possible[0], written), remark


def _bounded(figures: str, written: str) -> Decimal:
    try:
        return bounded_number(figures)
    except ValueError as error:
        shown = written if len(written) <= _SHOWN else f"{written[:_SHOWN]}..."
        problem = error if isinstance(error, NumberRangeError) else "is not a number"
        raise UnreadableValueError(f"{shown!r} {problem}", _ACCEPTED_NUMBER) from error


def _by_mark(figures: str, mark: str) -> str | None:
    """The number, where ``mark`` stands before decimals and the other one between thousands; else None."""
    other = "," if mark == "." else "."
    whole, _, decimals = figures.partition(mark)
    if mark in decimals or other in decimals:
        return None
    if other in whole:
        if _GROUPED[other].fullmatch(whole) is None:
            return None
        whole = whole.replace(other, "")
    return f"{whole or 0}.{decimals}" if decimals else whole


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv jän jänner enero ene gennaio gen",
            "feb february februar février févr fév febrero febbraio",
            "mar march märz mär mrz mars marzo",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio mag",
            "jun june juni juin junio giugno giu",
            "jul july juli juillet juil julio luglio lug",
            "aug august août agosto ago",
            "sep sept september septembre septiembre settembre set",
            "oct october oktober okt octobre octubre ottobre ott",
            "nov november novembre noviembre",
            "dec december dezember dez décembre déc diciembre dic dicembre",
        ),
        1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_SHORT = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})\.?[\s-]*([^\W\d_]+)\.?[\s,-]*(\d{4}|\d{2})", re.IGNORECASE)
_OF_EAST_ASIA = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_NAMED_FIRST = re.compile(
    r"([^\W\d_]+)\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4}|\d{2})", re.IGNORECASE
)
_TIME = re.compile(
    r"(?<![T\s,])[T\s,]++\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d++)?)?\s*+(?:[AP]\.?M\.?)?\s*+(?:Z|UTC|GMT|CET|CEST|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"^[^\W\d_]{2,9}\.?,?\s+(?=\d|[^\W\d_]{3,9}\.?\s+\d)", re.IGNORECASE)
_EIGHT = re.compile(r"\d{8}")
_NO_DAY = frozenset({
    "0", "00000000", "0000-00-00", "00.00.0000", "00/00/0000", "0.0", "0001-01-01", "01/01/0001", "1/1/0001",
    "01.01.0001", "1900-01-00", "1/0/1900", "0d",
})  # fmt: skip
_EMPTY_DAYS = frozenset(
    {date(1, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)}
)
"""Days that databases write where there is none: of SQL Server, Dynamics, Business Central, spreadsheets."""
_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
"""Days as Excel numbers them that a business file may mean: 1954 to 2119."""
_ACCEPTED_DAY = "a day such as 2026-12-31"


def date_order(columns: Iterable[Sequence[str]]) -> DateOrder:
    """In which order a file writes days, from all its columns of days: one part beyond twelve tells it.

    Days with full stops have the day first, as all who write them so do.
    """
    days = months = dots = 0
    for text in chain.from_iterable(columns):
        found = _SHORT.fullmatch(_without_time(text))
        if found is not None:
            first, second = int(found[1]), int(found[3])
            days += first > 12 >= second  # noqa: PLR2004  # months of a year
            months += second > 12 >= first  # noqa: PLR2004
            dots += found[2] == "."
    if days == months:
        return DateOrder.DAY_FIRST if dots and not days else DateOrder.UNKNOWN
    return DateOrder.DAY_FIRST if days > months else DateOrder.MONTH_FIRST


def _without_time(text: str) -> str:
    return _TIME.sub("", text.strip().strip("'\"")).strip()


def read_date(value: object, order: DateOrder, eight: str = "ymd") -> date | None:
    """A day as its file writes it; None where the cell holds none. The local day counts, whatever its time zone.

    ``eight``: what eight figures are, ``ymd`` or ``dmy``. Raises UnreadableValueError.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return None if value in _EMPTY_DAYS else value
    if is_unknown(value):
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    found = _date(text, order, eight)
    return None if found in _EMPTY_DAYS else found


def days_in_title(text: str) -> list[str]:
    """Days with figures in a title or note: they are written as those of the rows are.

    >>> days_in_title("Report Period: 11/01/2026 - 11/29/2026")
    ['11/01/2026', '11/29/2026']
    """
    return [found[0] for found in re.finditer(r"(?<![\d./-])\d{1,2}([./-])\d{1,2}\1\d{4}(?!\d)", text)]


@lru_cache(maxsize=65_536)
def _date(written: str, order: DateOrder, eight: str) -> date | None:
    text = _without_time(written)
    if text.casefold() in _NO_DAY:
        return None
    parts = _date_parts(text, order, eight)
    if parts is None:
        parts = _date_parts(_WEEKDAY.sub("", text), order, eight)
    if parts is None:
        raise UnreadableValueError(f"{written!r} is not a day", _ACCEPTED_DAY)
    if isinstance(parts, date):
        return parts
    year, month, day = parts
    year += 2000 if year < 70 else 1900 if year < 100 else 0  # noqa: PLR2004  # as POSIX reads two figures
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableValueError(f"{written!r} is not a day of the calendar", _ACCEPTED_DAY) from None


def _date_parts(text: str, order: DateOrder, eight: str) -> tuple[int, int, int] | date | None:
    if found := _ISO.fullmatch(text) or _OF_EAST_ASIA.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if _EIGHT.fullmatch(text):
        if eight == "dmy":
            return int(text[4:]), int(text[2:4]), int(text[:2])
        return int(text[:4]), int(text[4:6]), int(text[6:])
    if found := _SHORT.fullmatch(text):
        return _in_order(int(found[1]), int(found[3]), int(found[4]), order, text)
    if (found := _NAMED.fullmatch(text)) and found[2].casefold() in _MONTHS:
        return int(found[3]), _MONTHS[found[2].casefold()], int(found[1])
    if (found := _NAMED_FIRST.fullmatch(text)) and found[1].casefold() in _MONTHS:
        return int(found[3]), _MONTHS[found[1].casefold()], int(found[2])
    if text.isdecimal() and int(text) in _SERIALS:
        return _EPOCH + timedelta(days=int(text))
    return None


def _in_order(first: int, second: int, year: int, order: DateOrder, text: str) -> tuple[int, int, int]:
    if first > 12 or second > 12:  # noqa: PLR2004  # months of a year
        if order is DateOrder.DAY_FIRST or (order is DateOrder.UNKNOWN and first > 12):  # noqa: PLR2004
            return year, second, first
        return year, first, second
    if order is DateOrder.UNKNOWN and first != second:
        raise UnreadableValueError(
            f"{text!r} can be two days, and no day of the file tells which",
            f"{_ACCEPTED_DAY}, or --date-order dmy or mdy",
        )
    return (year, first, second) if order is DateOrder.MONTH_FIRST else (year, second, first)


_USML = re.compile(r"(?:USML|ITAR)?\s*+(?:cat(?:egory|\.)?)?\s*+([IVX]{1,5})\s?(\([a-z]\).*)?", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:ECCN|EAR|AL|US|EU|DE|DUAL[- ]USE|CCL)\s*[:#]?\s*(?=\d)", re.IGNORECASE)
_AUTHORITIES = frozenset({"NLR", "C33", "LVS", "GBS", "TSR", "APP", "TMP", "RPL", "GOV", "TSU", "BAG", "AVS", "APR",
                          "ENC", "STA", "SCP", "CCD", "ACE"})  # fmt: skip
_ACCEPTED_ECCN = "an ECCN such as 5A992.c, or EAR99"


def read_eccn(value: object) -> tuple[str | None, str | None]:
    """The class of an item in the form of the EAR, and what is to be said of it; None: it is not known.

    A USML category is kept as written. Raises UnreadableValueError.
    """
    if is_unknown(value):
        said = "" if value is None else str(value).strip()
        return None, f"{said!r} is read as: no ECCN known" if said else None
    return _eccn(str(value).strip())


@lru_cache(maxsize=16_384)
def _eccn(text: str) -> tuple[str | None, str | None]:
    found = canonical_eccn(text)
    if found is not None:
        return found, None
    if text.upper() in _AUTHORITIES:
        raise UnreadableValueError(
            f"{text!r} is an authority to export, not a class of an item", _ACCEPTED_ECCN
        )
    if _EXPONENT.fullmatch(text) or re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        raise UnreadableValueError(
            f"{text!r} was a class such as 3E001 before a spreadsheet read it as a number", _ACCEPTED_ECCN
        )
    bare = canonical_eccn(_PREFIX.sub("", text))
    if bare is not None:
        return bare, f"{text!r} is read as {bare}"
    if _USML.fullmatch(text):
        return text, f"{text!r} is a category of the USML (22 CFR 121.1), not an ECCN"
    raise UnreadableValueError(f"{text!r} is not an ECCN", _ACCEPTED_ECCN)
