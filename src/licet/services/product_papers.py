"""Papers made from the product master: encryption reports, statements, classification requests, supplier letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.classification.records import Product
from licet.classification.self_classification import ReportLine
from licet.errors import LicetError
from licet.presentation.words import day_words
from licet.services.products import ProductMaster

__all__ = [
    "ANSWER_COLUMNS",
    "SALES_COLUMNS",
    "Letter",
    "LetterPart",
    "PaperError",
    "SupplierRow",
    "answer_form",
    "classification_request",
    "encryption_lines",
    "parts_to_ask",
    "product_statement",
    "sales_period",
    "sales_rows",
    "supplier_letter",
    "suppliers_of",
]

_SHORT = 50
_MASS_MARKET = frozenset({"5A992", "5D992"})
_REPORTED = ("5A002", "5B002", "5D002", "5A992", "5D992")
_SEMIANNUAL = ("(b)(2)", "(b)(3)(iii)")
_NOT_REPORTED_TO = frozenset({"AU", "CA", "GB"})


class PaperError(LicetError, ValueError):
    """A paper that cannot be made; ``problems`` says what is missing."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


# The annual self-classification report (740.17(e)(3), Supplement No. 8 to part 742)


def encryption_lines(
    master: ProductMaster, item_type: str, year: int, on: date
) -> tuple[dict[str, ReportLine], dict[str, str]]:
    """The parts to be reported for a year as they are on a day, and those left out, each with the reason.

    To be reported are items of 740.17(b)(1) that were self-classified: those that remain in 5A002, 5B002 and 5D002,
    and of mass market items the components and executable software. Each is reported once.
    """
    lines, left_out = {}, {}
    for part, product in sorted(master.products.items()):
        if product.encryption != "(b)(1)":
            continue
        reason = _not_reported(master, part, product, year, on)
        if reason:
            left_out[part] = reason
            continue
        eccn = master.records[part][-1].eccn
        authorization = "MMKT" if eccn[:5] in _MASS_MARKET else "ENC"
        name, sort = (product.description or part)[:_SHORT], product.item_type or item_type
        lines[part] = ReportLine(name, eccn, authorization, sort, part, product.manufacturer or "SELF")
    return lines, left_out


def _not_reported(master: ProductMaster, part: str, product: Product, year: int, on: date) -> str:
    found = master.standing(part, on)
    if not found.counts:
        return f"its classification does not count: {'; '.join(found.reasons)}"
    eccn = master.records[part][-1].eccn
    if eccn[:5] not in _REPORTED:
        return f"{eccn} is not reported"
    if product.ccats:
        return f"BIS classified it ({product.ccats})"
    if (before := master.reported.get(part)) is not None and before < year:
        return f"it was reported for {before}"
    if eccn[:5] in _MASS_MARKET and product.component.lower() != "yes":
        if product.component.lower() == "no":
            return "a mass market end item: only components and executable software are reported"
        return "say whether it is a component or executable software (component: yes or no)"
    return ""


# The semiannual sales report (740.17(e)(1))

SALES_COLUMNS = ("date", "part", "quantity", "recipient", "address", "country", "recipient_kind", "end_user",
                 "end_user_address")  # fmt: skip
"""The columns of a sales list; ``recipient_kind``: distributor, direct or manufacturer."""
_KINDS = ("distributor", "direct", "manufacturer")
_REPORT = ("CCATS", "ITEM", "QUANTITY", "RECIPIENT TYPE", "RECIPIENT NAME", "RECIPIENT ADDRESS", "COUNTRY",
           "END USER NAME", "END USER ADDRESS")  # fmt: skip


def sales_period(on: date) -> tuple[date, date, date]:
    """First and last day of the half year that is reported next on a day, and the day by which it is due.

    >>> sales_period(date(2026, 7, 15))
    (datetime.date(2026, 1, 1), datetime.date(2026, 6, 30), datetime.date(2026, 8, 1))
    >>> sales_period(date(2026, 2, 1))[2]
    datetime.date(2026, 2, 1)
    """
    year = on.year
    if on <= date(year, 2, 1):
        return date(year - 1, 7, 1), date(year - 1, 12, 31), date(year, 2, 1)
    if on <= date(year, 8, 1):
        return date(year, 1, 1), date(year, 6, 30), date(year, 8, 1)
    return date(year, 7, 1), date(year, 12, 31), date(year + 1, 2, 1)


def sales_rows(
    master: ProductMaster, sales: Iterable[Mapping[str, str]], first: date, last: date
) -> list[tuple[str, ...]]:
    """The rows of the report on a half year, the heading first; sales of other items and days are left out.

    Exports to Australia, Canada and the United Kingdom are not reported. Raises PaperError with every fault.
    """
    rows: list[tuple[str, ...]] = [_REPORT]
    problems: list[str] = []
    for number, sale in enumerate(sales, 2):
        product = master.products.get((sale.get("part") or "").strip())
        if product is None or product.encryption not in _SEMIANNUAL:
            continue
        found = _sale_problems(sale, product)
        if found:
            problems += [f"row {number}, {problem}" for problem in found]
            continue
        country = sale["country"].strip().upper()
        if first <= date.fromisoformat(sale["date"].strip()) <= last and country not in _NOT_REPORTED_TO:
            cells = (sale.get(name) or "" for name in ("quantity", "recipient_kind", "recipient", "address"))
            ends = (sale.get(name) or "" for name in ("end_user", "end_user_address"))
            rows.append((product.ccats, product.description or product.part, *cells, country, *ends))
    if problems:
        raise PaperError(problems)
    return rows


def _sale_problems(sale: Mapping[str, str], product: Product) -> Iterator[str] | list[str]:
    problems = []
    try:
        date.fromisoformat((sale.get("date") or "").strip())
    except ValueError:
        problems.append(f"date: {sale.get('date')!r}; expected YYYY-MM-DD")
    problems += [
        f"{name}: empty"
        for name in ("quantity", "recipient", "address")
        if not (sale.get(name) or "").strip()
    ]
    country = (sale.get("country") or "").strip()
    if len(country) != 2:  # noqa: PLR2004
        problems.append(f"country: {country!r}; expected a code of two letters")
    if (sale.get("recipient_kind") or "").strip() not in _KINDS:
        problems.append(f"recipient_kind: {sale.get('recipient_kind')!r}; expected {', '.join(_KINDS)}")
    if not product.ccats:
        problems.append(f"{product.part} has no CCATS number in the product master")
    return problems


# Letters: a title, paragraphs and tables, for print and as text


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A piece of a letter: a paragraph, or rows of a table under a heading."""

    text: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on the company's letterhead."""

    title: str
    day: date
    to: str
    parts: tuple[LetterPart, ...]

    def text(self, company: Mapping[str, str]) -> str:
        """The letter as plain text."""
        lines = [*filter(None, (company.get(name, "") for name in _COMPANY)), "", day_words(self.day), ""]
        lines += ([f"To: {self.to}", ""] if self.to else []) + [self.title.upper(), ""]
        for part in self.parts:
            if part.text:
                lines += [part.text, ""]
            if part.rows:
                lines += ["\t".join(part.head), *("\t".join(row) for row in part.rows), ""]
        return "\n".join(lines).rstrip() + "\n"

    def data(self, company: Mapping[str, str]) -> dict[str, Any]:
        """What the template of letters takes."""
        return {
            "title": self.title,
            "printed": day_words(self.day),
            "to": self.to,
            "company": [company.get(name, "") for name in _COMPANY],
            "parts": [
                {"text": p.text, "head": list(p.head), "rows": [list(row) for row in p.rows]}
                for p in self.parts
            ],
        }


_COMPANY = ("name", "address", "telephone", "email")


def product_statement(master: ProductMaster, parts: Iterable[str], on: date, to: str = "") -> Letter:
    """ECCN, HTS, origin and license exception of parts. Raises PaperError where a record does not count."""
    named, problems = list(parts), []
    for part in named:
        if part not in master.products:
            problems.append(f"{part} is not in the product master")
        elif reasons := master.standing(part, on).reasons:
            problems.append(f"{part}: {'; '.join(reasons)}")
    if problems:
        raise PaperError(problems)
    rows = []
    for part in named:
        product, record = master.products[part], master.records[part][-1]
        rows.append(
            (part, product.description, record.eccn, product.exception or "-", product.hts or "-",
             product.schedule_b or "-", product.origin or "-", product.ccats or "-")
        )  # fmt: skip
    head = ("Part", "Description", "ECCN", "License exception", "HTS", "Schedule B", "Origin", "CCATS")
    return Letter("Export classification statement", on, to, (
        LetterPart("We classify these products as follows. The classifications are our own unless a CCATS number "
                   "of the Bureau of Industry and Security is named. They rest on the Commerce Control List as we "
                   "read it on the day of this letter and may change with it."),
        LetterPart("", head, tuple(rows)),
        LetterPart("Whether a license is needed depends on destination, parties and end use as well (15 CFR 732). "
                   "A license exception is named where we often use it; its conditions have to be met each time."),
    ))  # fmt: skip


def classification_request(master: ProductMaster, part: str, on: date) -> Letter:
    """A request to BIS to classify an item (15 CFR 748.3(b)), prepared for SNAP-R: blocks, then the reasons.

    Raises PaperError where the part is not in the master.
    """
    product = master.products.get(part)
    if product is None:
        raise PaperError([f"{part} is not in the product master"])
    record = master.records.get(part, [None])[-1]
    eccn = record.eccn if record else ""
    blocks = (
        ("5", "Type of application", "Classification request"),
        ("9", "Special purpose", "Encryption" if product.encryption else ""),
        ("22(a)", "ECCN that you recommend", eccn or "not yet: finish the interview"),
        ("22(c)", "Model number", part),
        ("22(i)", "Manufacturer", product.manufacturer or "the applicant"),
        ("22(j)", "Technical description", product.description),
        ("24", "Additional information", _reasons_of(record.path if record else ())),
    )
    attached = ["Data sheets, brochures or specifications (748.3(b)(2))"]
    attached += [f"{source}" for source in (record.sources if record else ())]
    if product.encryption.startswith(("(b)(2)", "(b)(3)")):
        attached.append("Answers to Supplement No. 6 to part 742 (740.17(d)(1)(ii))")
    path = tuple(
        (row["question"], _answer_words(row), row.get("why", "")) for row in (record.path if record else ())
    )
    return Letter(f"Classification request for {part}", on, "Bureau of Industry and Security, through SNAP-R", (
        LetterPart("Blocks of the application, to be typed into SNAP-R. One request may name up to six items."),
        LetterPart("", ("Block", "Field", "Entry"), blocks),
        LetterPart("Attach: " + "; ".join(attached) + "."),
        LetterPart("How we came to the recommended classification:", ("Question", "Answer", "On what ground"), path),
    ))  # fmt: skip


def _reasons_of(path: Sequence[Mapping[str, Any]]) -> str:
    said = [f"{row['key']}: {_answer_words(row)}" for row in path if str(row["key"])[:1].isdigit()]
    return "; ".join(said) or "see the attached letter"


def _answer_words(row: Mapping[str, Any]) -> str:
    value = row["answer"]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if value is None else str(value)


# Suppliers

ANSWER_COLUMNS = ("part", "description", "supplier", "supplier_eccn", "hts", "schedule_b", "origin", "us_content_pct",
                  "encryption", "ccats", "manufacturer", "answered_by", "answered_on")  # fmt: skip
"""The columns of the form that a supplier fills in and sends back."""


def supplier_letter(supplier: str, products: Sequence[Product], on: date, answer_by: date) -> Letter:
    """The letter that asks a supplier for the classification of parts."""
    rows = tuple((product.part, product.description) for product in products)
    return Letter(f"Request for export classification: {len(rows)} parts", on, supplier, (
        LetterPart("Please tell us for each part below its Export Control Classification Number (ECCN) with the "
                   "paragraph, or EAR99; its HTS and Schedule B numbers; its country of origin; the share "
                   "of controlled US content; "
                   "and, where it uses encryption, the paragraph of 15 CFR 740.17 and the CCATS number."),
        LetterPart("", ("Part", "Description"), rows),
        LetterPart("Fill in the attached form and send it back by "
                   f"{day_words(answer_by)}. Leave empty what you do not know; please do not guess. Name the "
                   "person who answers, so that we can cite it."),
    ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A supplier. ``parts``: how many it supplies; ``open``: of how many it has not said what they are."""

    name: str
    parts: int
    open: int


def suppliers_of(products: Iterable[Product]) -> list[SupplierRow]:
    """The suppliers of parts, those with the most unanswered parts first."""
    named: dict[str, list[Product]] = {}
    for product in products:
        if product.supplier.strip():
            named.setdefault(product.supplier.strip().casefold(), []).append(product)
    rows = [
        SupplierRow(parts[0].supplier.strip(), len(parts), sum(not part.supplier_eccn for part in parts))
        for parts in named.values()
    ]
    return sorted(rows, key=lambda row: (-row.open, row.name.casefold()))


def parts_to_ask(products: Iterable[Product], supplier: str, *, every: bool = False) -> list[Product]:
    """The parts of a supplier that has not said what they are; with ``every`` all of its parts."""
    wanted = supplier.strip().casefold()
    return sorted(
        (p for p in products if p.supplier.strip().casefold() == wanted and (every or not p.supplier_eccn)),
        key=lambda product: product.part,
    )


def answer_form(products: Sequence[Product]) -> list[tuple[str, ...]]:
    """The form, its heading first, with what we know of each part."""
    rows: list[tuple[str, ...]] = [ANSWER_COLUMNS]
    rows += [tuple(str(getattr(product, name, "")) for name in ANSWER_COLUMNS) for product in products]
    return rows
