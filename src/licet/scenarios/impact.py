"""What a change would do to an order book: two sets of answers to the same lines, compared on one day.

Answers fall into three groups: ``go`` (not subject, no license required, authorized), ``stop`` (license
required, prohibited) and ``open`` (undetermined). A line is newly blocked, newly free or newly undetermined
when it comes into another group, and differently conditioned when it stays in its group but answer, authority,
light or conditions differ. Values are in US dollars; a line without a value counts as a line and adds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import polars as pl

from licet.orders.book import OrderBook
from licet.rules.answer import Answer

__all__ = ["GROUPS", "LABELS", "AnswerChange", "Impact", "compare", "labels_of"]


class AnswerChange(StrEnum):
    """What becomes of a line."""

    NEWLY_BLOCKED = "newly_blocked"
    NEWLY_UNDETERMINED = "newly_undetermined"
    NEWLY_FREE = "newly_free"
    DIFFERENTLY_CONDITIONED = "differently_conditioned"
    UNCHANGED = "unchanged"


GROUPS = {
    Answer.NOT_SUBJECT: "go",
    Answer.NO_LICENSE_REQUIRED: "go",
    Answer.AUTHORIZED: "go",
    Answer.LICENSE_REQUIRED: "stop",
    Answer.PROHIBITED: "stop",
    Answer.UNDETERMINED: "open",
}
"""The group of every answer."""

LABELS = ("id", "customer", "product", "destination", "ship_date", "item.value_usd")
"""Columns of the order book that an impact is told by."""

_ANSWERED = ("row", "answer", "light", "authority", "rules", "needs", "conditions", "holds_until", "then")
_MOVES = {
    "stop": AnswerChange.NEWLY_BLOCKED,
    "open": AnswerChange.NEWLY_UNDETERMINED,
    "go": AnswerChange.NEWLY_FREE,
}
_MONEY = pl.Decimal(38, 2)


@dataclass(frozen=True)
class Impact:
    """Two sets of answers to the same lines, side by side.

    ``lines``: one row a line with ``row``, the labels, ``month`` (of shipping), ``value_usd``, ``change``, and
    ``answer``, ``authority``, ``light``, ``rules``, ``needs``, ``conditions``, ``holds_until`` and ``then`` as
    they are and, with ``_supposed`` behind the name, as they would be. ``as_of``: the day on which it is asked;
    ``effective``: the day from which things are supposed to differ. ``today``: from which days are counted; the
    day asked about where it is not given.
    """

    lines: pl.DataFrame
    as_of: date
    effective: date
    today: date | None = None

    @property
    def days_left(self) -> int:
        """Whole days from today to act before the change; 0 when it is there already."""
        return max(0, self._days)

    @property
    def days_since(self) -> int:
        """Whole days from the change to today; 0 on its day and before it."""
        return max(0, -self._days)

    @property
    def _days(self) -> int:
        return (self.effective - (self.today or self.as_of)).days

    @property
    def changed(self) -> pl.DataFrame:
        """The lines that change, the most valuable first."""
        rows = self.lines.filter(pl.col("change") != AnswerChange.UNCHANGED.value)
        return rows.sort(["value_usd", "row"], descending=[True, False], nulls_last=True)

    def of(self, change: AnswerChange) -> pl.DataFrame:
        """The lines of one kind of change, the most valuable first."""
        return self.changed.filter(pl.col("change") == change.value)

    def totals(self) -> pl.DataFrame:
        """Lines and value by ``change``, every kind once, in the order of :class:`AnswerChange`."""
        kinds = pl.DataFrame({"change": [change.value for change in AnswerChange]})
        found = _summed(self.lines, "change")
        joined = kinds.join(found, on="change", how="left", maintain_order="left")
        return joined.with_columns(
            pl.col("lines").fill_null(0),
            pl.col("value_usd").fill_null(0),
            pl.col("without_value").fill_null(0),
        )

    def flows(self) -> pl.DataFrame:
        """Lines and value from each ``answer`` to each ``answer_supposed``, the unchanged ones too."""
        return _summed(self.lines, "answer", "answer_supposed")

    def by(self, label: str) -> pl.DataFrame:
        """Changed lines and their value by a label and ``change``: customer, product, destination or month.

        Ordered by the value newly blocked, then by all value that changes. A label that is not known is null.
        """
        table = _summed(self.changed, label, "change")
        blocked = pl.when(pl.col("change") == AnswerChange.NEWLY_BLOCKED.value).then(pl.col("value_usd"))
        ranked = table.with_columns(
            _blocked=blocked.sum().over(label), _all=pl.col("value_usd").sum().over(label)
        )
        order = ["_blocked", "_all", label, "change"]
        return ranked.sort(order, descending=[True, True, False, False]).drop("_blocked", "_all")

    def licenses_to_seek(self) -> pl.DataFrame:
        """Newly blocked lines that a license could free, as applications: by customer and destination.

        Columns ``customer``, ``destination``, ``products`` (a list), ``lines``, ``value_usd``,
        ``without_value``, ``first_ship_date``, ``rules`` (all that ask for it), ``needs_day``: the day by which it
        is needed, which is the first ship date or the change, whichever is later.
        """
        sought = self.of(AnswerChange.NEWLY_BLOCKED).filter(
            pl.col("answer_supposed") == Answer.LICENSE_REQUIRED.value
        )
        table = sought.group_by("customer", "destination").agg(
            pl.col("product").unique().sort().alias("products"),
            *_SUMS,
            pl.col("ship_date").min().alias("first_ship_date"),
            pl.col("rules_supposed")
            .explode(empty_as_null=False, keep_nulls=False)
            .unique()
            .sort()
            .alias("rules"),
        )
        needed = pl.max_horizontal(pl.col("first_ship_date"), pl.lit(self.effective))
        return table.with_columns(needs_day=needed).sort(
            ["value_usd", "customer", "destination"], descending=[True, False, False], nulls_last=True
        )

    def conditions(self) -> pl.DataFrame:
        """Conditions that lapse or are new for lines that stay ``go``: ``condition``, ``becomes``, and the sums."""
        stay = self.lines.filter(
            pl.col("answer").replace_strict(GROUPS) == "go",
            pl.col("answer_supposed").replace_strict(GROUPS) == "go",
        )
        before, after = pl.col("conditions"), pl.col("conditions_supposed")
        found = [
            stay.with_columns(condition=gone, becomes=pl.lit(word))
            .explode("condition", empty_as_null=False, keep_nulls=False)
            .drop_nulls("condition")
            for gone, word in (
                (before.list.set_difference(after), "lapses"),
                (after.list.set_difference(before), "new"),
            )
        ]
        table = _summed(pl.concat(found), "condition", "becomes")
        return table.sort(["lines", "condition"], descending=[True, False])

    def facts_to_find(self) -> pl.DataFrame:
        """Facts that newly undetermined lines hang on: ``need`` and the sums, the most frequent first."""
        rows = self.of(AnswerChange.NEWLY_UNDETERMINED).with_columns(need=pl.col("needs_supposed"))
        opened = rows.explode("need", empty_as_null=False, keep_nulls=False).drop_nulls("need")
        return _summed(opened, "need").sort(["lines", "need"], descending=[True, False])

    def in_time(self) -> pl.DataFrame:
        """Newly blocked lines by whether they are planned to ship before the change: ``in_time`` and the sums."""
        rows = self.of(AnswerChange.NEWLY_BLOCKED).with_columns(in_time=pl.col("ship_date") < self.effective)
        return _summed(rows, "in_time").sort("in_time", nulls_last=True)

    def document(self, top: int = 20) -> dict[str, Any]:
        """All of it in plain JSON types; tables by label cut to ``top`` rows, which the counts tell."""
        tables = {
            "totals": self.totals(),
            "flows": self.flows(),
            **{f"by_{label}": self.by(label) for label in ("customer", "product", "destination", "month")},
            "licenses_to_seek": self.licenses_to_seek(),
            "conditions": self.conditions(),
            "facts_to_find": self.facts_to_find(),
            "in_time": self.in_time(),
            "changed_lines": self.changed.select(_SHOWN),
        }
        return {
            "as_of": self.as_of.isoformat(),
            "effective": self.effective.isoformat(),
            "days_left": self.days_left,
            "days_since": self.days_since,
            "lines": self.lines.height,
            **{
                name: {"rows": table.height, "top": [_plain_row(row) for row in table.head(top).to_dicts()]}
                for name, table in tables.items()
            },
        }


_SHOWN = [
    *("row", "id", "customer", "product", "destination", "ship_date", "value_usd", "change", "answer"),
    *("answer_supposed", "authority", "authority_supposed", "rules_supposed", "needs_supposed"),
]

_SUMS = (
    pl.len().cast(pl.Int64).alias("lines"),
    pl.col("value_usd").sum(),
    pl.col("value_usd").null_count().cast(pl.Int64).alias("without_value"),
)


def compare(
    answers: pl.DataFrame,
    supposed: pl.DataFrame,
    orders: pl.DataFrame,
    *,
    as_of: date,
    effective: date,
    today: date | None = None,
) -> Impact:
    """Put two sets of answers side by side.

    ``answers`` and ``supposed`` have the columns ``row``, ``answer``, ``light``, ``authority``, ``rules``,
    ``needs``, ``conditions``, ``holds_until`` and ``then`` (lists as lists, or as text parted by "; ").
    ``orders`` has ``row`` and any of the labels; those that it lacks are taken to be unknown. Raises ValueError
    where the two do not answer the same rows, once each, or where a row is not in the book.
    """
    frame, two, book = _answers(answers, "today"), _answers(supposed, "supposed"), _labels(orders)
    _refuse_other_rows(frame, two, book)
    lines = (
        book.join(frame, on="row", how="inner", maintain_order="left")
        .join(two, on="row", suffix="_supposed", how="inner", maintain_order="left")
        .with_columns(change=_change())
    )
    return Impact(lines, as_of, effective, today)


def labels_of(book: OrderBook) -> pl.DataFrame:
    """The labels of an order book's lines, as :func:`compare` reads them."""
    day, value = pl.col("ship_date").str.to_date(strict=False), pl.col("value_usd").alias("item.value_usd")
    return book.labels.with_columns(day, value)


def _answers(frame: pl.DataFrame, which: str) -> pl.DataFrame:
    missing = [name for name in _ANSWERED if name not in frame.columns]
    if missing:
        raise ValueError(f"the answers ({which}) have no column {', '.join(missing)}")
    lists = [_as_list(frame, name) for name in ("authority", "rules", "needs", "conditions")]
    texts = [pl.col(name).cast(pl.String) for name in ("answer", "light", "then")]
    found = frame.select(_ANSWERED).with_columns(*lists, *texts, pl.col("row").cast(pl.Int64))
    strange = set(found["answer"].unique()) - {answer.value for answer in Answer}
    if strange:
        raise ValueError(f"the answers ({which}) hold {min(map(str, strange))!r}, which is no answer")
    return found


def _as_list(frame: pl.DataFrame, name: str) -> pl.Expr:
    """Sorted lists of text, empty where there is nothing."""
    column = pl.col(name)
    if not isinstance(frame.schema[name], pl.List):
        parts = column.cast(pl.String).str.split("; ")
        column = pl.when(column.is_null() | (column.cast(pl.String) == "")).then(pl.lit([])).otherwise(parts)
    return column.cast(pl.List(pl.String)).fill_null(pl.lit([])).list.sort().alias(name)


def _labels(orders: pl.DataFrame) -> pl.DataFrame:
    unknown = [pl.lit(None).alias(name) for name in LABELS if name not in orders.columns]
    day, month = pl.col("ship_date").cast(pl.Date), pl.col("ship_date").cast(pl.Date).dt.strftime("%Y-%m")
    texts = [pl.col(name).cast(pl.String) for name in ("id", "customer", "product", "destination")]
    return orders.with_columns(unknown).select(
        pl.col("row").cast(pl.Int64),
        *texts,
        day,
        month.alias("month"),
        pl.col("item.value_usd").cast(_MONEY).alias("value_usd"),
    )


def _refuse_other_rows(data_frame: pl.DataFrame, two: pl.DataFrame, book: pl.DataFrame) -> None:
    for name, frame in (("today's answers", data_frame), ("supposed answers", two), ("orders", book)):
        if frame["row"].n_unique() != frame.height:
            raise ValueError(f"the {name} hold a row twice")
    if not data_frame["row"].sort().equals(two["row"].sort()):
        raise ValueError("the two sets of answers are not of the same rows")
    if not data_frame["row"].is_in(book["row"].implode()).all():
        raise ValueError("a row that was answered is not in the orders")


def _change() -> pl.Expr:
    group, supposed = (pl.col(name).replace_strict(GROUPS) for name in ("answer", "answer_supposed"))
    moved = supposed.replace_strict({group: change.value for group, change in _MOVES.items()})
    same = pl.all_horizontal(
        pl.col(name) == pl.col(f"{name}_supposed") for name in ("answer", "authority", "light", "conditions")
    )
    kept = pl.when(same).then(pl.lit(AnswerChange.UNCHANGED.value))
    return (
        pl.when(group != supposed)
        .then(moved)
        .otherwise(kept.otherwise(pl.lit(AnswerChange.DIFFERENTLY_CONDITIONED.value)))
    )


def _summed(frame: pl.DataFrame, *keys: str) -> pl.DataFrame:
    return frame.group_by(keys).agg(_SUMS).sort(keys)


def _plain_row(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return [_plain(item) for item in value] if isinstance(value, list) else str(value)
