"""``licet whatif``: what a change would do to an order book."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.files import day_of, fail
from licet.rules.standing import Position

if TYPE_CHECKING:
    import polars as pl

    from licet.services.scenarios import Seen

__all__ = ["whatif"]

_TOP = 8


def whatif(
    orders: Annotated[Path, typer.Argument(help="An order book: CSV, Parquet, Arrow or JSON lines.")],
    scenario: Annotated[
        list[str],
        typer.Option("--scenario", help="A file, or a scenario that ships with Licet; may be repeated."),
    ],
    as_of: Annotated[
        Optional[str],  # noqa: UP045  # typer reads it
        typer.Option(
            "--as-of", help="The day on which it is asked (YYYY-MM-DD); the scenario's, else today."
        ),
    ] = None,
    then: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--then", help="The day to compare it with; unless said, when all of it is supposed to hold."
        ),
    ] = None,
    known_as_of: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--known-as-of", help="On what had been published by this day; the scenario's, else all."
        ),
    ] = None,
    html: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--html", help="Write a page for people to this file."),
    ] = None,
    parquet: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--parquet", help="Write every line with both answers to this file."),
    ] = None,
    workers: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--workers", min=1, help="Processes; all cores unless said."),
    ] = None,
    position: Annotated[
        Position,
        typer.Option("--position", help="Compare under the text in force, or under what agencies announced."),
    ] = Position.TEXT,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """What would a change of law, of a list, or a license granted, do to these orders?"""
    from licet.cli.check_file import progress_bar
    from licet.cli.scope import decision_scope
    from licet.orders.book import UnreadableOrdersError
    from licet.scenarios.scenario import ScenarioError
    from licet.services.scenarios import ScenarioQuestion, look_ahead
    from licet.storage.home import home_folder

    days = (day_of(as_of, "--as-of"), day_of(then, "--then"), day_of(known_as_of, "--known-as-of"))
    try:
        with progress_bar() as progress:
            asked = ScenarioQuestion(
                orders, tuple(scenario), *days, workers, decision_scope(), position=position
            )
            seen = look_ahead(asked, home_folder(), progress)
        if html is not None:
            html.write_text(seen.page(), "utf-8")
        if parquet is not None:
            seen.impact.lines.write_parquet(parquet)
    except (UnreadableOrdersError, ScenarioError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    if as_json:
        document = {
            "headline": seen.headline,
            "warnings": list(seen.warnings),
            "unread": seen.unread,
            **seen.impact.document(),
            "other_law": seen.other_law.document(),
        }
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return
    _show(seen)
    if seen.unread:
        print(f"{seen.unread:,} lines could not be read and are not counted (`licet check-file` names them).")
    for path in (html, parquet):
        if path is not None:
            print(f"Written: {path}")


def _show(seen: Seen) -> None:
    from rich.console import Console

    from licet.scenarios.impact import AnswerChange
    from licet.scenarios.page import days_words, other_words

    out, impact = Console(highlight=False), seen.impact
    for warning in seen.warnings:
        out.print(f"Warning: {warning}", markup=False, style="yellow")
    out.print(seen.headline, markup=False, style="bold")
    out.print(days_words(impact), markup=False)
    out.print(other_words(seen.other_law), markup=False)
    _print(out, "Lines", impact.totals(), ("change", "lines", "value_usd"))
    _print(out, "Answers that change", impact.changed.group_by("answer", "answer_supposed").agg(
        *_sums()
    ).sort("lines", descending=True), ("answer", "answer_supposed", "lines", "value_usd"))  # fmt: skip
    blocked = AnswerChange.NEWLY_BLOCKED.value
    for label in ("customer", "product", "destination", "month"):
        table = impact.by(label).filter(change=blocked)
        table = table.sort(label, nulls_last=True) if label == "month" else table
        _print(out, f"Newly blocked by {label}", table, (label, "lines", "value_usd"))
    _print(
        out, "Licenses to seek", impact.licenses_to_seek(),
        ("customer", "destination", "lines", "value_usd", "needs_day"),
    )  # fmt: skip
    _print(out, "Facts to find out", impact.facts_to_find(), ("need", "lines", "value_usd"))
    _print(out, "Conditions", impact.conditions(), ("condition", "becomes", "lines", "value_usd"))


def _text(name: str, value: object) -> str:
    if value is None:
        return "not said"
    return str(value).replace("_", " ") if name in {"change", "answer", "answer_supposed"} else str(value)


def _sums() -> list[Any]:
    import polars as pl

    return [pl.len().alias("lines"), pl.col("value_usd").sum()]


def _print(out: Any, title: str, table: pl.DataFrame, names: tuple[str, ...]) -> None:
    """A table, cut to its first rows; what was cut is said."""
    from rich import box
    from rich.table import Table

    from licet.scenarios.charts import money

    if not table.height:
        return
    shown = Table(title=title, title_justify="left", box=box.SIMPLE, title_style="bold")
    for name in names:
        shown.add_column(
            name.replace("_", " "), justify="right" if name in {"lines", "value_usd"} else "left"
        )
    for row in table.select(names).head(_TOP).iter_rows(named=True):
        shown.add_row(
            *(money(value or 0) if name == "value_usd" else f"{value:,}" if name == "lines" else _text(name, value)
              for name, value in row.items())
        )  # fmt: skip
    out.print(shown)
    if table.height > _TOP:
        out.print(f"  and {table.height - _TOP:,} more", markup=False)
