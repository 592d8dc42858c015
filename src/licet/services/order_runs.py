"""Answer an order book from file to file, and keep a receipt by which any line is explained later."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.batch.details import Detail
from licet.engine.determination import Determination
from licet.errors import LicetError
from licet.model.transaction import Transaction
from licet.model.wire import WireError, parse_json
from licet.orders.book import OrderBook, UnreadableOrdersError
from licet.orders.cells import own_day, sale_of
from licet.orders.days import has_days
from licet.orders.decided import with_decisions
from licet.orders.flat import read_flat, unchanged_table
from licet.orders.joint import join_lines, regime_columns, with_filings
from licet.orders.nested import read_nested, sale_in_row
from licet.orders.reasons import reasons_for_control
from licet.orders.receipt import file_hash, leaves, merkle_root, receipt_of
from licet.orders.run import Progress, RunOptions, answer_book
from licet.orders.screen import CachingFinder
from licet.orders.table import table_of_answers, write_table
from licet.orders.totals import counted_together
from licet.orders.whole import whole_columns
from licet.orders.worker import AnsweredLines, DecisionContext
from licet.regimes.registry import PRIMARY, regimes
from licet.rules.rulebook import Rulebook
from licet.rules.standing import Position
from licet.scenarios.apply import scenarios_off, suppose
from licet.scenarios.scenario_file import load_scenario
from licet.screening.attach import ManyFinder
from licet.screening.decided import NOBODY, Decisions, DecisionScope
from licet.screening.presets import Presets
from licet.services.determination import Decider, decisions_in, open_decider, today
from licet.services.regimes import not_examined
from licet.storage.saved_dispositions import last_numbers
from licet.tabular.sheets import escape_formula

__all__ = [
    "ChangedError",
    "OrderRun",
    "day_asked",
    "explained",
    "joint_answers",
    "open_laws",
    "read_orders",
    "regime_contexts",
    "run",
]

_NESTED = (".jsonl", ".ndjson")


class ChangedError(LicetError, RuntimeError):
    """What a run was computed from is no longer the same; the text says what."""


@dataclass(frozen=True)
class OrderRun:
    """An order book, where its answers go, and how it is asked about.

    ``scope``: whose decisions about hits count. ``position``: under the text in force or under what was announced.
    """

    orders: Path
    out: Path
    as_of: date | None = None
    known_as_of: date | None = None
    workers: int | None = None
    scope: DecisionScope = NOBODY
    position: Position = Position.TEXT


def open_laws(
    home: Path,
    adoption: int | None,
    scenarios: Sequence[str] = (),
    as_of: date | None = None,
    position: Position = Position.TEXT,
    presets: str = "",
) -> list[DecisionContext]:
    """Rulebook and lists of every regime that is asked, as every process of a run opens them.

    With scenarios and the day asked about, three times, one after the other: the law; the law with what they change
    kept as on that day; and the law under them. Scenarios change the law of the primary regime, and lists for all.
    ``presets``: how much screening asks about, as the one who asks wants it.
    """
    decider = open_decider(home, upto=adoption, long_running=True, position=position)
    decider = decider.asking(Presets.parse(presets)) if presets else decider
    if not scenarios:
        alone = len(decider.asked) == 1
        return regime_contexts(
            decider, decider.rulebook, decider.finder if alone else CachingFinder(decider.finder)
        )
    finder = CachingFinder(decider.finder)
    laid = [load_scenario(name) for name in scenarios]
    supposed = suppose(laid, decider.rulebook, finder)
    off = scenarios_off(laid, decider.rulebook, as_of or today())
    return [
        *regime_contexts(decider, decider.rulebook, finder),
        *regime_contexts(decider, off, finder),
        *regime_contexts(decider, supposed.book, supposed.finder),
    ]


def regime_contexts(decider: Decider, book: Rulebook, finder: ManyFinder) -> list[DecisionContext]:
    """What answers under each regime, the primary one by ``book``."""
    books = [book if regime.code == PRIMARY else regime.rulebook for regime in decider.regimes]
    return [DecisionContext(item, finder, decider.policy) for item in books]


def joint_answers(
    asked: Sequence[str], found: Sequence[tuple[OrderBook, AnsweredLines]]
) -> tuple[OrderBook, AnsweredLines]:
    """The answers under each of some regimes, by their codes, as one."""
    parts = [part for _, part in found]
    permits = [part for code, part in zip(asked, parts, strict=True) if not regimes()[code].filing]
    filings = [part for code, part in zip(asked, parts, strict=True) if regimes()[code].filing]
    answered = join_lines(permits or parts)  # a filing stops nothing: what is to be filed is a condition
    return found[0][0], with_filings(answered, filings) if permits else answered


def read_orders(
    path: Path, decider: Decider, as_of: date | None, known_as_of: date | None, decisions: Decisions
) -> OrderBook:
    """Read an order book of any format. ``decisions``: about hits of its parties.

    Raises UnreadableOrdersError, or OSError.
    """
    if path.suffix.lower() in _NESTED:
        found = read_nested(path, decider.reading, decider.finder, as_of, known_as_of, decisions)
    else:
        found = with_decisions(read_flat(path, decider.reading, as_of), decisions, known_as_of)
    if not found.lines.size and not found.bad:
        raise UnreadableOrdersError(f"{path}: no line in it")
    return found


def day_asked(orders: Path, as_of: date | None) -> date | None:
    """The day for which every line of a file is answered: today where neither file nor question says one.

    Raises UnreadableOrdersError, or OSError.
    """
    return today() if as_of is None and not has_days(orders) else as_of


def run(
    asked: OrderRun,
    home: Path,
    progress: Progress | None = None,
    *,
    cells: pl.DataFrame | None = None,
    supposed: Decisions | None = None,
) -> dict[str, Any]:
    """Answer an order book and write answers, receipt and bad lines. Gives the summary.

    ``cells``: by line of the file, columns to write beside its answer. ``supposed``: decisions about hits to answer
    with instead of those on record, for a look at what they would change.

    A file that says no day for any line (no column ``as_of`` or ``ship_date``) is asked about today, as one
    transaction is.
    """
    if asked.orders.resolve() == asked.out.resolve():
        raise UnreadableOrdersError(f"{asked.out}: the output would overwrite the input")
    asked = replace(asked, as_of=day_asked(asked.orders, asked.as_of))
    decider = open_decider(home, long_running=True, position=asked.position).of(asked.scope)
    upto = last_numbers(home)
    decisions = decisions_in(home, asked.scope, upto) if supposed is None else supposed
    book = read_orders(asked.orders, decider, asked.as_of, asked.known_as_of, decisions)
    laws = partial(
        open_laws, home, decider.adoption, position=asked.position, presets=decider.policy.screening
    )
    found = answer_book(book, laws, RunOptions(asked.known_as_of, asked.workers), progress)
    _, answered = joint_answers(decider.asked, found)
    table = table_of_answers(found[0][0], answered)
    if "country_chart" in decider.rulebook.tables:
        table = table.with_columns(*reasons_for_control(found[0][0], decider.rulebook))
    if len(found) > 1:
        of_each = [(code, table_of_answers(*row)) for code, row in zip(decider.asked, found, strict=True)]
        table = table.with_columns(regime_columns(of_each))
    table = table.with_columns(whole_columns(table, book))
    write_table(table if cells is None else _beside(cells, table), asked.out)
    counts = _counts(answered, lambda detail: detail.answer.value)
    root = merkle_root(leaves(table))
    receipt = receipt_of(
        decider.rulebook, decider.screener.lists, _question(asked, decider, upto), counts, root
    )
    beside = asked.out.with_name(f"{asked.out.name}.receipt.json")
    beside.write_text(json.dumps(receipt, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return {
        "lines": book.lines.size,
        "bad": len(book.bad),
        "answers": counts,
        "lights": _counts(answered, lambda detail: detail.light.value),
        "changing": int((answered.until > 0).sum()),
        "regimes": list(decider.asked),
        "not_examined": [name.code for name in not_examined(decider.regimes)],
        "output": str(asked.out),
        "receipt": str(beside),
        "root": root,
        "bad_rows": _write_bad(book, asked.out),
    }


def _beside(cells: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """The user's columns before the answers; no text of theirs runs as a formula in a spreadsheet."""
    own = cells[(table["row"] - 1).to_list()].with_columns(
        pl.all().map_elements(escape_formula, pl.String, skip_nulls=True)
    )
    return own.rename({name: f"file.{name}" for name in own.columns if name in table.columns}).hstack(table)


def _question(asked: OrderRun, decider: Decider, upto: tuple[int, int]) -> dict[str, Any]:
    return {
        "input": str(asked.orders),
        "input_sha256": file_hash(asked.orders),
        "as_of": None if asked.as_of is None else asked.as_of.isoformat(),
        "known_as_of": None if asked.known_as_of is None else asked.known_as_of.isoformat(),
        "adoption": decider.adoption,
        "organization": asked.scope.organization,
        "stated_count": asked.scope.stated_count,
        "decisions": list(upto),
        "limits": decider.policy.to_wire(),
        "position": asked.position.value,
        **({} if decider.asked == (PRIMARY,) else {"regimes": _books(decider)}),
    }


def _books(decider: Decider) -> dict[str, str]:
    """Which regimes are asked, and by which rulebook of each."""
    books = {regime.code: regime.rulebook for regime in decider.regimes} | {PRIMARY: decider.rulebook}
    return {code: books[code].content_hash for code in decider.asked}


def _counts(answered: AnsweredLines, part: Callable[[Detail], str]) -> dict[str, int]:
    """How many lines have which answer, or which light."""
    counts: dict[str, int] = {}
    for number, lines in zip(*np.unique(answered.detail, return_counts=True), strict=True):
        value = part(answered.details.things[number])
        counts[value] = counts.get(value, 0) + int(lines)
    return dict(sorted(counts.items()))


def _write_bad(book: OrderBook, out: Path) -> str | None:
    path = out.with_name(f"{out.name}.bad.jsonl")
    if not book.bad:
        path.unlink(missing_ok=True)
        return None
    lines = (json.dumps({"row": bad.row, "key": bad.key, "problem": bad.problem}) + "\n" for bad in book.bad)
    path.write_text("".join(lines), "utf-8")
    return str(path)


def explained(receipt: Path, row: int, home: Path) -> Determination:
    """The full answer to one line of a run. Raises ChangedError, UnreadableOrdersError or OSError."""
    kept = _read(receipt)
    orders = Path(kept["input"])
    if file_hash(orders) != kept["input_sha256"]:
        raise ChangedError(f"{orders}: not the file that was answered (its hash differs)")
    books = kept.get("regimes", {PRIMARY: kept["rulebook"]})
    position = Position(kept.get("position", Position.TEXT))
    decider = replace(open_decider(home, upto=kept["adoption"], position=position), asked=tuple(books))
    if decider.rulebook.content_hash != kept["rulebook"] or _books(decider) != books:
        raise ChangedError(f"{receipt}: the rulebook has changed since this run")
    prints = [list_.fingerprint for list_ in decider.screener.lists]
    if prints != [item["fingerprint"] for item in kept["lists"]]:
        raise ChangedError(f"{receipt}: the lists have changed since this run")
    try:
        scope = DecisionScope(kept["organization"], kept["stated_count"])
        decisions = decisions_in(home, scope, (kept["decisions"][0], kept["decisions"][1]))
        answering = replace(decider, policy=AnswerPolicy.from_wire(kept["limits"]))
        return answering.answer(decisions.applied(_sale(orders, row, decider.reading, kept)))
    except WireError as error:
        raise UnreadableOrdersError(f"{orders}, line {row}: {error}") from error


def _sale(orders: Path, row: int, book: Rulebook, kept: Mapping[str, Any]) -> Transaction:
    days = {
        name: None if kept[name] is None else date.fromisoformat(kept[name])
        for name in ("as_of", "known_as_of")
    }
    if orders.suffix.lower() in _NESTED:
        sale = sale_in_row(orders, row, book, days["as_of"])
    else:
        table = _counted(orders, kept["input_sha256"])
        if row > table.height:
            raise UnreadableOrdersError(f"{orders}: {table.height} lines, and no line {row}")
        cells = table.row(row - 1, named=True)
        sale = sale_of(cells, days["as_of"] or own_day(cells, book.vocabulary), book.vocabulary)
        sale = replace(sale, notes=(*sale.notes, *filter(None, str(cells.get("defaults") or "").split("\n"))))
    return replace(sale, known_as_of=days["known_as_of"])


@lru_cache(maxsize=2)
def _counted(orders: Path, _sha256: str) -> pl.DataFrame:
    """The cells of a file of this content, with the totals of its orders."""
    return counted_together(unchanged_table(orders))


def _read(receipt: Path) -> dict[str, Any]:
    try:
        kept = parse_json(receipt.read_bytes())
    except WireError as error:
        raise UnreadableOrdersError(f"{receipt}, {error}") from error
    wanted = (
        *("input", "input_sha256", "rulebook", "lists", "adoption", "as_of", "known_as_of", "limits"),
        *("organization", "stated_count", "decisions"),
    )
    missing = [key for key in wanted if not isinstance(kept, dict) or key not in kept]
    if missing and set(missing) <= {"organization", "stated_count"}:
        raise ChangedError(f"{receipt}: an older version of Licet made this run; answer the orders again")
    if missing:
        raise UnreadableOrdersError(f"{receipt}, key {missing[0]}: is needed in the receipt of a run")
    return dict(kept)
