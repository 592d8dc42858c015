"""What the jobs of the queue do: answer an order book, and compare it under scenarios."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from licet.model.defaults import load_defaults
from licet.orders.bounds import Bounds
from licet.orders.flat import cells_of, table_of, write_cells
from licet.orders.stated import StatedFact, with_stated_facts
from licet.orders.workbook import table_of_workbook
from licet.rules.standing import Position
from licet.scenarios.impact import labels_of
from licet.screening.decided import DecisionScope
from licet.services.business_books import take_business_file
from licet.services.business_orders import not_stated, own_faults, write_faults
from licet.services.continued_books import keep_continuation
from licet.services.current_answers import (
    FILLED,
    keep_prints,
    orders_in,
    uploaded_lines,
    uploaded_orders,
)
from licet.services.determination import open_decider, today
from licet.services.order_runs import OrderRun, day_asked, read_orders, run
from licet.services.product_orders import filled_orders
from licet.services.scenarios import ScenarioQuestion, Seen, look_ahead

__all__ = ["ANSWERS", "IMPACT", "JOB_KINDS", "JobWork", "Progress", "day_of", "unpack_workbook"]

ANSWERS, IMPACT = "answers", "impact"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class JobWork:
    """What a job does its work with. ``folder``: where its results go. ``orders``: the folder of its order book.

    ``scope``: whose decisions about matches count. ``stated``: the facts that people stated of lines of the book.
    """

    home: Path
    folder: Path
    orders: Path
    asked: Mapping[str, Any]
    scope: DecisionScope
    progress: Progress
    stated: Sequence[StatedFact] = ()


def _answers(work: JobWork) -> dict[str, Any]:
    """Every line of an order book answered, with a receipt and the fingerprints that show when an answer lapses."""
    as_of, known = day_of(work.asked.get("as_of")), day_of(work.asked.get("known_as_of"))
    day, organization = as_of or today(), work.scope.organization
    file = None
    if work.asked.get("columns") is None:
        unpack_workbook(work.folder)
        filled_orders(uploaded_orders(work.folder), work.folder / FILLED, work.home, organization, day)
    else:
        file = take_business_file(work.folder, work.asked["columns"], work.home, organization, day)
    _state_facts(work)
    orders, out = orders_in(work.folder), work.folder / "answers.parquet"
    summary = run(OrderRun(orders, out, as_of, known, scope=work.scope), work.home, work.progress)
    lacking: dict[str, int] = {}
    if file is not None:
        summary["bad"] = len(write_faults(file, out, own_faults(summary, file)))
        if summary["answers"].get("undetermined"):
            lacking = not_stated(table_of(orders), load_defaults(work.home))
    decider = open_decider(work.home, long_running=True).of(work.scope)
    keep_prints(orders, work.folder, work.home, organization, today())
    on = day_asked(orders, as_of)
    book = read_orders(orders, decider, on, known, decider.decisions(work.scope))
    labels_of(book).write_parquet(work.folder / "labels.parquet")
    if earlier := work.asked.get("continues"):
        before = uploaded_lines(work.folder.parent / earlier)
        keep_continuation(work.folder, earlier, before, uploaded_lines(work.folder))
    found = {name: summary[name] for name in ("lines", "bad", "answers", "changing", "root")}
    return found | ({"not_stated": lacking} if lacking else {})


def _state_facts(work: JobWork) -> None:
    """Fill in what people stated of the lines of a flat file, after the product master."""
    orders = orders_in(work.folder)
    if work.stated and orders.suffix != ".jsonl":
        part = work.folder / f"{FILLED}.part"
        table, bad = cells_of(orders)
        write_cells(with_stated_facts(table, work.stated), bad, part)
        part.replace(work.folder / FILLED)


def _impact(work: JobWork) -> dict[str, Any]:
    """What scenarios would do to an order book, as ``licet whatif`` prints it."""
    unpack_workbook(work.orders)
    own = [str(work.folder / name) for name in work.asked.get("own_scenarios") or ()]
    as_of, then, known = (day_of(work.asked.get(name)) for name in ("as_of", "then", "known_as_of"))
    question = ScenarioQuestion(
        orders_in(work.orders),
        (*work.asked["scenarios"], *own),
        as_of,
        then,
        known,
        scope=work.scope,
        position=Position(work.asked.get("position", Position.TEXT)),
    )
    seen = look_ahead(question, work.home, work.progress)
    (work.folder / "page.html").write_text(seen.page(), "utf-8")
    seen.impact.lines.write_parquet(work.folder / "impact.parquet")
    seen.other_law.lines.write_parquet(work.folder / "other_law.parquet")
    (work.folder / "report.json").write_text(json.dumps(_report(seen), ensure_ascii=False), "utf-8")
    return {"headline": seen.headline, "unread": seen.unread, **seen.impact.document()}


def _report(seen: Seen) -> dict[str, Any]:
    """What the page of a report says beside its numbers."""
    origin = seen.provenance
    return {
        "as_of": seen.impact.as_of.isoformat(),
        "effective": seen.impact.effective.isoformat(),
        "headline": seen.headline,
        "lists": list(origin.lists),
        "rulebook": origin.rulebook,
        "known_as_of": "" if origin.known_as_of is None else origin.known_as_of.isoformat(),
        "unread": seen.unread,
        "warnings": list(seen.warnings),
    }


JOB_KINDS: Mapping[str, Callable[[JobWork], dict[str, Any]]] = MappingProxyType(
    {ANSWERS: _answers, IMPACT: _impact}
)


def unpack_workbook(folder: Path) -> None:
    """Write the table of a workbook beside it, where that has not been done."""
    workbook, table = folder / "orders.xlsx", folder / "orders.parquet"
    if not workbook.is_file() or table.is_file():
        return
    part = folder / "orders.parquet.part"
    table_of_workbook(BytesIO(workbook.read_bytes()), Bounds().workbook_lines).write_parquet(part)
    part.replace(table)


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
