"""One table for everything that is listed: sorted by the server, facets with counts, every view an address."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

__all__ = [
    "PAGE_SIZE",
    "Facet",
    "FacetValue",
    "ListTable",
    "TableCell",
    "TableColumn",
    "TableRow",
    "TableView",
    "facets_shown",
    "table_shown",
]

PAGE_SIZE = 50
_LAST_PAGE = 100_000
_WORDS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class TableView:
    """What a table shows, as its address says: words, values of facets, order, page from 1.

    ``sort``: the key of a column, with a minus before it for the highest first.
    """

    words: str = ""
    picked: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    standard: str = ""

    @classmethod
    def of(
        cls, query: Mapping[str, str], facets: Mapping[str, Collection[str] | None], sorts: Collection[str],
        standard: str,
    ) -> TableView:  # fmt: skip
        """Read a query. ``facets``: by name the values there are, None for any; ``standard``: the usual order."""
        picked = {
            name: text[:_WORDS_AT_MOST]
            for name, values in facets.items()
            if (text := query.get(name, "").strip()) and (values is None or text in values)
        }
        sort, number = query.get("sort", ""), query.get("page", "1")
        good = number.isdecimal() and 0 < int(number[:7]) < _LAST_PAGE
        return cls(
            query.get("words", "").strip()[:_WORDS_AT_MOST],
            picked,
            sort if sort.removeprefix("-") in sorts else standard,
            int(number[:7]) if good else 1,
            standard,
        )

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def key(self) -> str:
        """The column by which it is sorted."""
        return self.sort.removeprefix("-")

    @property
    def narrowed(self) -> bool:
        """Whether it shows less than everything."""
        return bool(self.words or self.picked)

    def address(self, **changes: str | int | None) -> str:
        """The query of this view with changes; None leaves a part out. It begins at page 1 unless one is given."""
        parts: dict[str, str | int | None] = {
            "words": self.words, **self.picked, "sort": self.sort if self.sort != self.standard else None,
            **changes,
        }  # fmt: skip
        return "?" + urlencode(
            {
                name: value
                for name, value in parts.items()
                if value not in (None, "") and (name, value) != ("page", 1)
            }
        )


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column. ``sorts``: whether one can sort by it; ``descends``: whether the highest comes first then."""

    key: str
    title: str
    number: bool = False
    sorts: bool = True
    descends: bool = False


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: text with its address, a note in small letters, a light or a tag's color. ``aria``: read instead."""

    text: str
    href: str = ""
    note: str = ""
    light: str = ""
    tag: str = ""
    aria: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row. ``key``: names it in a form; ``name``: for people, where it is marked."""

    key: str
    cells: Sequence[TableCell]
    name: str = ""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: how many rows have it, and the address that picks it, or takes it back."""

    words: str
    count: int
    href: str
    picked: bool
    light: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow a table down."""

    title: str
    values: Sequence[FacetValue]


@dataclass(frozen=True, slots=True)
class TableHead:
    """The head of a column. ``href``: sorts by it; ``order``: ``ascending``, ``descending``, or empty."""

    title: str
    number: bool
    href: str
    order: str


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table as it is shown. ``noun`` and ``nouns``: what it lists; ``exports``: by name the address of a file."""

    noun: str
    nouns: str
    heads: Sequence[TableHead]
    rows: Sequence[TableRow]
    total: int
    view: TableView
    facets: Sequence[Facet] = ()
    exports: Sequence[tuple[str, str]] = ()
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the first row that is shown, from 1."""
        return (self.view.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def table_shown(
    names: tuple[str, str], columns: Iterable[TableColumn], rows: Sequence[TableRow], total: int, view: TableView, *,
    facets: Sequence[Facet] = (), exports: Sequence[tuple[str, str]] = (), size: int = PAGE_SIZE,
) -> ListTable:  # fmt: skip
    """A page of rows, sorted already, as a table. ``exports``: names and paths, which get the query of the view."""
    heads = [_head(column, view) for column in columns]
    files = [(name, path + view.address(page=None)) for name, path in exports]
    return ListTable(*names, heads, rows, total, view, facets, files, size)


def _head(column: TableColumn, view: TableView) -> TableHead:
    if not column.sorts:
        return TableHead(column.title, column.number, "", "")
    here = view.key == column.key
    usual = f"-{column.key}" if column.descends else column.key
    other = column.key if view.descending else f"-{column.key}"
    order = ("descending" if view.descending else "ascending") if here else ""
    return TableHead(column.title, column.number, view.address(sort=other if here else usual), order)


def facets_shown(
    view: TableView, counts: Mapping[str, Mapping[str, int]], titles: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]], lights: Collection[str] = (), most: int = 8,
) -> list[Facet]:  # fmt: skip
    """Facets with the values that there are. ``words``: by facet and value; its order counts, else the count does.

    ``lights``: facets whose values are lights.
    """
    found = []
    for name, title in titles.items():
        order = list(words.get(name, {}))
        picked = view.picked.get(name, "")
        mine = dict(counts.get(name, {})) | (
            {picked: 0} if picked and picked not in counts.get(name, {}) else {}
        )
        known = sorted(
            mine,
            key=lambda value: (order.index(value) if value in order else len(order), -mine[value], value),
        )
        values = [
            FacetValue(
                words.get(name, {}).get(value, value),
                mine[value],
                view.address(**{name: None if value == picked else value}),
                value == picked,
                value if name in lights else "",
            )
            for value in known[:most]
        ]
        if len(values) > 1 or picked:
            found.append(Facet(title, values))
    return found
